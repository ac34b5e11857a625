"""Pages as text: complete, the same each time, and never more than text where documents say odd things."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from queries.drawing import Drawing
from tests.viz.drawings import HOSTILE, around, drawing
from viz.pages import json_in_html, message_page, neighbourhood_page, overview_page
from viz.words import CHINESE, ENGLISH

ROOT = Path(__file__).parents[2]
FETCHES = re.compile(
    r"""(?:\b(?:src|href|action|poster|data|srcset)\s*=\s*["']?|url\(\s*["']?|@import\s*["']?|\bimport\s*\(?\s*["']|"""
    r"""\bfetch\(\s*["']|importScripts\(\s*["'])\s*(?:https?:)?//""",
    re.IGNORECASE,
)

PAGES = {
    "overview": overview_page(drawing()),
    "overview served": overview_page(drawing(), root="/"),
    "neighbourhood": neighbourhood_page(around()),
    "neighbourhood served": neighbourhood_page(around(), root="/"),
    "hostile": overview_page(drawing(HOSTILE)),
    "hostile neighbourhood": neighbourhood_page(around(HOSTILE), root="/"),
    "empty": overview_page(Drawing((), (), 0)),
    "message": message_page("Not found", "There is no measure <b>."),
}


class Elements(HTMLParser):
    """What elements a page has, and what its data element holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.data = ""
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self._inside = ("id", "data") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data += data


def data_of(page: str) -> dict[str, Any]:
    found = json.loads(Elements(page).data)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    assert FETCHES.findall(PAGES[name]) == []


def test_the_pattern_would_find_something() -> None:
    for bad in ('<script src="https://x', "url(//x", "<link href=http://x", "@import 'https://x", 'fetch("https://x'):
        assert FETCHES.search(bad), bad


def test_a_page_without_a_server_stands_alone() -> None:
    for name in ("overview", "neighbourhood"):
        page = PAGES[name]
        # Looked at without the scripts, whose own text names elements too.
        bare = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
        assert re.findall(r'(?:src|href)="([^"]+)"', bare) == ["data:,"]
        assert "default-src 'none'" in page
        assert data_of(page)["nav"] == []
        assert all(one["doors"] == [] for one in data_of(page)["nodes"].values())


def test_the_scripts_hold_no_end_of_a_script() -> None:
    page = PAGES["overview"]
    assert page.count("</script") == 3
    assert "<!--" not in page  # after it a browser would wait for another end


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    plain, hostile = (Elements(overview_page(drawing((one, "秒批")), root="/")) for one in ("证照", text))
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
    assert data_of(overview_page(drawing((text, "秒批"))))["nodes"]["measure/toy-0/1"]["name"] == text


def test_json_means_nothing_to_html() -> None:
    text = json_in_html({"a": "</script><!--&\u2028\u2029"})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"a": "</script><!--&\u2028\u2029"}


def test_the_same_graph_gives_the_same_page() -> None:
    whole = drawing(tuple(f"举措{n}" for n in range(40)), places=5)
    script = (
        "import sys, hashlib; from tests.viz.drawings import drawing; from viz.pages import overview_page\n"
        "page = overview_page(drawing(tuple(f'举措{n}' for n in range(40)), places=5))\n"
        "sys.stdout.write(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert digests == {hashlib.sha256(overview_page(whole).encode()).hexdigest()}


def test_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    overview_page(drawing())
    neighbourhood_page(around())
    assert list(tmp_path.iterdir()) == []


def test_how_much_is_shown_is_said() -> None:
    assert data_of(PAGES["overview"])["shown"] == {"shown": 3, "total": 4, "nodes": 7, "edges": 5}


def test_what_is_only_asserted_is_dashed() -> None:
    data = data_of(PAGES["overview"])
    dashes = {data["edges"][one["id"]]["type"]: one["dashes"] for one in data["vis"]["edges"]}
    assert dashes["ASSERTED_REPLICATED_IN"] == [9, 6]
    assert dashes["ORIGINATED_IN"] is False
    assert dashes["COMPARABLE_TO"] is False


def test_a_comparison_has_no_arrow() -> None:
    data = data_of(PAGES["overview"])
    arrows = {data["edges"][one["id"]]["type"]: one["arrows"] for one in data["vis"]["edges"]}
    assert arrows == {"COMPARABLE_TO": "", "ORIGINATED_IN": "to", "ASSERTED_REPLICATED_IN": "to"}


def test_the_picture_stands_still() -> None:
    vis = data_of(PAGES["overview"])["vis"]
    assert vis["options"]["physics"] == {"enabled": False}
    assert all({"x", "y"} <= set(one) for one in vis["nodes"])


def test_the_panel_leads_to_the_api() -> None:
    doors = data_of(PAGES["overview served"])["nodes"]["measure/toy-0/1"]["doors"]
    assert [one["href"] for one in doors] == [
        "/explorer/measures/toy-0/1",
        "/measures/toy-0/1",
        "/measures/toy-0/1/links?candidates=true",
        "/measures/toy-0/1/lineage",
        "/explorer/measures/toy-0/1?candidates=true",
    ]


def test_a_message_is_text() -> None:
    assert "There is no measure &lt;b&gt;." in PAGES["message"]


def test_both_languages_have_the_same_words() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    assert all(
        sorted(re.findall(r"{\w+}", ENGLISH[key])) == sorted(re.findall(r"{\w+}", CHINESE[key])) for key in ENGLISH
    )


def test_the_script_uses_words_that_exist() -> None:
    script = (ROOT / "viz" / "static" / "explorer.js").read_text("utf-8")
    page = (ROOT / "viz" / "templates" / "page.html").read_text("utf-8")
    used = set(re.findall(r'\b(?:word|heading|unknown)\("([\w-]+)"', script)) | set(
        re.findall(r'data-word="([\w-]+)"', page)
    )
    assert used <= set(ENGLISH)
    assert len(used) > 25
