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

from tests.viz.drawings import HOSTILE, atlas_of
from viz.assets import OWN, SCRIPTS
from viz.pages import explorer_page, json_in_html, message_page
from viz.words import CHINESE, ENGLISH

ROOT = Path(__file__).parents[2]
FETCHES = re.compile(
    r"""(?:\b(?:src|href|action|poster|data|srcset)\s*=\s*["']?|url\(\s*["']?|@import\s*["']?|\bimport\s*\(?\s*["']|"""
    r"""\bfetch\(\s*["']|importScripts\(\s*["'])\s*(?:https?:)?//""",
    re.IGNORECASE,
)

PAGES = {
    "alone": explorer_page(atlas_of()),
    "served": explorer_page(atlas_of(), root="/"),
    "near": explorer_page(atlas_of(), view="near", focus="toy-0/1", candidates=True),
    "hostile": explorer_page(atlas_of(HOSTILE)),
    "empty": explorer_page(atlas_of(())),
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
    for name in ("alone", "near"):
        # Looked at without the scripts, whose own text names elements too.
        bare = re.sub(r"<script>.*?</script>", "", PAGES[name], flags=re.DOTALL)
        assert re.findall(r'(?:src|href)="([^"]+)"', bare) == ["data:,"]
        assert "default-src 'none'" in PAGES[name]
        assert data_of(PAGES[name])["root"] is None


def test_the_scripts_hold_no_end_of_a_script() -> None:
    page = PAGES["alone"]
    assert page.count("</script") == len(SCRIPTS) + 1
    assert "<!--" not in page  # after it a browser would wait for another end


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    plain, hostile = (Elements(explorer_page(atlas_of((one, "秒批")), root="/")) for one in ("证照", text))
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
    assert data_of(explorer_page(atlas_of((text, "秒批"))))["measures"][0]["title"] == text


def test_json_means_nothing_to_html() -> None:
    text = json_in_html({"a": "</script><!--&\u2028\u2029"})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"a": "</script><!--&\u2028\u2029"}


def test_the_same_graph_gives_the_same_page() -> None:
    whole = atlas_of(tuple(f"举措{n}" for n in range(40)), places=5)
    script = (
        "import sys, hashlib; from tests.viz.drawings import atlas_of; from viz.pages import explorer_page\n"
        "page = explorer_page(atlas_of(tuple(f'举措{n}' for n in range(40)), places=5))\n"
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
    assert digests == {hashlib.sha256(explorer_page(whole).encode()).hexdigest()}


def test_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    explorer_page(atlas_of())
    assert list(tmp_path.iterdir()) == []


def test_a_date_that_is_not_stated_stays_out() -> None:
    issued = {one["id"]: one["issued"] for one in data_of(PAGES["alone"])["documents"]}
    assert issued == {"toy-0": None, "toy-1": "2020-01-20"}
    assert [one.get("deadline") for one in data_of(PAGES["alone"])["measures"]] == [None, "2020-06", None]


def test_what_is_only_asserted_is_dashed_and_a_comparison_has_no_arrow() -> None:
    looks = data_of(PAGES["alone"])["styles"]["edges"]
    assert looks["ASSERTED_REPLICATED_IN"]["dashes"] == [9, 6]
    assert looks["ORIGINATED_IN"]["dashes"] is None
    assert {kind for kind, look in looks.items() if not look["arrow"]} == {
        "COMPARABLE_TO",
        "CANDIDATE",
        "TOGETHER",
        "UPHELD",
        "REJECTED",
        "DISPUTED",
    }


def test_pictures_stand_still() -> None:
    for picture in data_of(PAGES["alone"])["pictures"].values():
        assert picture["options"]["physics"] == {"enabled": False}
        assert all({"x", "y"} <= set(one) for one in picture["nodes"])


def test_long_texts_are_cut_and_the_cut_is_marked() -> None:
    contents = [one["content"] for one in data_of(PAGES["hostile"])["measures"]]
    assert max(map(len, contents)) == 1201
    assert contents[-1].endswith("字…")


def test_every_view_has_its_cypher() -> None:
    data = data_of(PAGES["alone"])
    script = (ROOT / "viz" / "static" / "main.js").read_text("utf-8")
    views = re.search(r"const VIEWS = \[(.+?)\]", script)
    assert views is not None
    assert set(re.findall(r'"(\w+)"', views[1])) == set(data["questions"])
    assert all(one["cypher"].startswith("MATCH") for found in data["questions"].values() for one in found)


def test_traditional_characters_and_initials_lead_to_simplified_ones() -> None:
    data = data_of(explorer_page(atlas_of(("开办企业", "重庆"))))
    assert {data["simplified"][one] for one in "開辦企業" if one in data["simplified"]} == {"开", "办", "业"}
    assert data["initials"]["办"] == "b"
    assert data["initials"]["重"] == "ctz"


def test_a_message_is_text() -> None:
    assert "There is no measure &lt;b&gt;." in PAGES["message"]


def test_both_languages_have_the_same_words() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    assert all(
        sorted(re.findall(r"{\w+}", ENGLISH[key])) == sorted(re.findall(r"{\w+}", CHINESE[key])) for key in ENGLISH
    )


def test_the_scripts_use_words_that_exist() -> None:
    used: set[str] = set()
    for name in OWN:
        script = (ROOT / "viz" / "static" / name).read_text("utf-8")
        used |= set(re.findall(r'\b(?:word|heading|note|copies)\("([\w-]+)"', script))
        for prefix in ("view", "about", "facet", "kind", "line", "says", "export"):
            if f"word(`{prefix}-$" in script:
                used |= {one for one in ENGLISH if one.startswith(f"{prefix}-")}
    page = (ROOT / "viz" / "templates" / "page.html").read_text("utf-8")
    used |= set(re.findall(r'data-word="([\w-]+)"', page))
    assert used - set(ENGLISH) == set()
    assert set(ENGLISH) - used == {"zoom-in", "zoom-out", "fit", "as-picture", "as-table"}
