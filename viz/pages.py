"""Complete pages as text: a drawing goes in, HTML comes out; nothing is written and nothing is fetched.

With `root` a page is one of a server's: scripts and styles lie at `<root>static/…`, and the panel links to
the API beneath `root`. Without, everything is in the page itself, which then works from a file, offline.
"""

from __future__ import annotations

import base64
import hashlib
import html
from functools import cache
from importlib.resources import files
from string import Template

import orjson

from queries.drawing import Drawing
from viz.assets import assets
from viz.content import Language, page_data
from viz.layout import Layout, neighbourhood_layout, overview_layout
from viz.words import CHINESE, ENGLISH

SCRIPTS = ("vis-network.js", "explorer.js")


def overview_page(drawing: Drawing, *, root: str | None = None, language: Language = "en") -> str:
    """Draw all measures, an island a document."""
    return _page(drawing, overview_layout(drawing), None, root, language)


def neighbourhood_page(drawing: Drawing, *, root: str | None = None, language: Language = "en") -> str:
    """Draw a measure and what hangs on it."""
    focus = next((node for node in drawing.nodes if node.iri == drawing.focus), None)
    subject = None if focus is None else f"{focus.facts.get('id', '')} {focus.name}"
    return _page(drawing, neighbourhood_layout(drawing), subject, root, language)


def message_page(title: str, detail: str, *, root: str | None = None) -> str:
    """Say something in a page of its own, such as why there is nothing to draw."""
    home = "" if root is None else f'<p><a href="{html.escape(root)}explorer">Reform Graph</a></p>'
    style = _styles(root)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="icon" href="data:,">\n<title>{html.escape(title)}</title>\n{style}\n</head>\n'
        f'<body><main class="message"><div><h1>{html.escape(title)}</h1>'
        f"<p><bdi>{html.escape(detail)}</bdi></p>{home}</div></main></body>\n</html>\n"
    )


def json_in_html(value: object) -> str:
    """Write JSON that may stand in a script element: no character in it means anything to HTML."""
    text = orjson.dumps(value).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _page(drawing: Drawing, layout: Layout, subject: str | None, root: str | None, language: Language) -> str:
    name = subject or (ENGLISH if language == "en" else CHINESE)["overview"]
    return _template().substitute(
        language=language,
        title=html.escape(f"{name[:120]} – {ENGLISH['application']}"),
        policy=_policy() if root is None else "",
        styles=_styles(root),
        data=json_in_html(page_data(drawing, layout, subject, root, language)),
        scripts=_scripts(root),
    )


@cache
def _template() -> Template:
    return Template(files("viz").joinpath("templates", "page.html").read_text("utf-8"))


def _styles(root: str | None) -> str:
    css = assets()["explorer.css"]
    if root is None:
        return f"<style>\n{css.text}</style>"
    return f'<link rel="stylesheet" href="{html.escape(root)}static/{css.name}?v={css.version}">'


def _scripts(root: str | None) -> str:
    wanted = [assets()[name] for name in SCRIPTS]
    if root is None:
        return "\n".join(f"<script>{one.text}</script>" for one in wanted)
    return "\n".join(f'<script src="{html.escape(root)}static/{one.name}?v={one.version}"></script>' for one in wanted)


@cache
def _policy() -> str:
    """Forbid a page from a file to fetch anything, and to run any script but these."""
    hashes = " ".join(f"'sha256-{_digest(assets()[name].text)}'" for name in SCRIPTS)
    content = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
