"""Complete pages as text: an atlas goes in, HTML comes out; nothing is written and nothing is fetched.

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

from queries.atlas import Atlas
from viz.assets import SCRIPTS, assets
from viz.content import Language, page_data
from viz.words import CHINESE, ENGLISH


def explorer_page(
    atlas: Atlas,
    *,
    view: str = "lanes",
    focus: str | None = None,
    candidates: bool = False,
    root: str | None = None,
    language: Language = "en",
) -> str:
    """Give all views over an atlas in one page, which opens at `view`.

    `focus` is the measure whose neighbourhood is shown, with `candidates` its pairs not accepted, too.
    """
    state = {"view": view}
    if focus is not None:
        state |= {"focus": focus, "sel": f"measure/{focus}"}
    first = {"kind": ["comparable", "candidate"]} if candidates else {}
    words = ENGLISH if language == "en" else CHINESE
    title = words[f"view-{view}"] if focus is None else focus
    return _template().substitute(
        language=language,
        title=html.escape(f"{title} – {words['application']}"),
        policy=_policy() if root is None else "",
        styles=_styles(root),
        data=json_in_html(page_data(atlas, state, first, root, language)),
        scripts=_scripts(root),
    )


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
