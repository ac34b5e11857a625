"""The explorer in a real browser, from a real server, over a real store."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import uvicorn
from fastapi import FastAPI
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from api.app import create_app
from api.keys import Keys as ApiKeys
from graph.settings import Settings
from graph.store import Store
from tests.toy import HOSTILE_CONTENT, HOSTILE_TITLE, holds_toy, push_toy
from tests.viz.drawings import HOSTILE, atlas_of
from viz.pages import explorer_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")
SECONDS = 20

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None or CHROMEDRIVER is None, reason="needs Chromium and its driver"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = str(CHROMIUM)
    for word in (
        "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync",
        "disable-background-networking", "disable-component-update", "hide-scrollbars",
        f"user-data-dir={tmp_path_factory.mktemp('browser')}",
    ):  # fmt: skip
        options.add_argument(f"--{word}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(CHROMEDRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def server(embedded: Store) -> Iterator[str]:
    """The address of a server over the toy graph."""
    if not holds_toy(embedded):
        push_toy(embedded)
    with _serving(create_app(store=embedded)) as address:
        yield address


@pytest.fixture
def judged(embedded: Store, tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """The address of a server that takes judgements, and the keys of two people who may judge."""
    push_toy(embedded)
    settings = Settings(data=tmp_path)
    keys = [ApiKeys(tmp_path).create(name, ["judge"])[1] for name in ("甲", "<b>乙</b>")]
    with _serving(create_app(settings, store=embedded)) as address:
        yield address, keys[0], keys[1]


@contextmanager
def _serving(app: FastAPI) -> Iterator[str]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    service = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=service.run, kwargs={"sockets": [listener]})
    thread.start()
    deadline = time.monotonic() + SECONDS
    while not service.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    service.should_exit = True
    thread.join(SECONDS)
    listener.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: the folder that REFORMGRAPH_SCREENSHOTS named at the start, else a passing one."""
    folder = Path(SCREENSHOTS) if SCREENSHOTS else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


SCREENSHOTS = os.environ.get("REFORMGRAPH_SCREENSHOTS")  # read now: the tests' settings are cleared later


VIEWS = ("lanes", "near", "graph", "families", "agencies", "matrix", "overview", "timeline", "tiles")
CANVAS = ("near", "graph", "agencies")
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(
    ("width", "height", "language", "theme"),
    [(1280, 800, "en", "light"), (400, 800, "zh", "dark"), (640, 400, "en", "light")],
)
def test_every_view_shows_itself(
    browser: webdriver.Chrome, server: str, pictures: Path, width: int, height: int, language: str, theme: str
) -> None:
    """On a screen, on a phone, and as a screen of 1280 x 800 shows it at 200 %."""
    _open(browser, f"{server}/explorer?lang={language}", width, height)
    browser.execute_script("explorer.setTheme(arguments[0])", theme)
    for view in VIEWS:
        browser.execute_script("explorer.go({ view: arguments[0] })", view)
        _settled(browser)
        assert browser.find_element(By.ID, f"tab-{view}").get_attribute("aria-selected") == "true"
        _not_blank(browser, pictures / f"{view}-{width}-{language}-{theme}.png", view)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), view
        assert browser.find_elements(By.CSS_SELECTOR, "#legend li"), view
    browser.execute_script("localStorage.clear(); delete document.documentElement.dataset.chosen")
    _clean(browser, server)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault(browser: webdriver.Chrome, server: str, theme: str) -> None:
    _open(browser, f"{server}/explorer")
    browser.execute_script("explorer.setTheme(arguments[0])", theme)
    browser.execute_script(AXE)
    faults = {}
    for view in VIEWS:
        browser.execute_script("explorer.go({ view: arguments[0], sel: 'measure/zhuhai-toy/1-2' })", view)
        _settled(browser)
        found = browser.execute_async_script(
            "const done = arguments[arguments.length - 1]; axe.run(document, arguments[0]).then((found) => done("
            "found.violations.map((one) => [one.impact, one.id, one.nodes.map((node) => node.html.slice(0, 120))])))",
            {} if theme == "light" else {"runOnly": ["color-contrast"]},  # the theme changes nothing else
        )
        faults[view] = found
    browser.execute_script("localStorage.clear()")
    assert {view: found for view, found in faults.items() if found} == {}


def test_a_click_on_a_node_fills_the_panel(browser: webdriver.Chrome, server: str, pictures: Path) -> None:
    _open(browser, f"{server}/explorer?view=graph")
    _click_node(browser, "measure/zhuhai-toy/1-2")
    said = _panel(browser)
    for words in (
        "用电极速报装", "珠海市任务分工表", "珠海市", "undated", "in progress", "zhuhai-toy, line 8",
        "珠海市发展和改革局", "coordinated by", "“市发展改革局”", "责任单位 · zhuhai-toy · line 2 · bytes", "originated in",
        "“广州市黄埔区”", "小微企业用电极速报装", "score 0.88",
    ):  # fmt: skip
        assert words in said, words
    doors = {one.text: one.get_attribute("href") for one in browser.find_elements(By.CSS_SELECTOR, "#panel .doors a")}
    assert doors["JSON"] == f"{server}/measures/zhuhai-toy/1-2"
    browser.save_screenshot(str(pictures / "clicked-node.png"))
    _clean(browser, server)


def test_every_kind_of_mark_can_be_clicked(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    for view, key, words in (
        ("lanes", "place/广州市", "No document of this place is held."),
        ("lanes", "measure/zhuhai-toy/1-1", "证照主题联办"),
        ("lanes", "link/shenzhen-toy/3~zhuhai-toy/1-2", "does not say which came first"),
        ("families", "family/shenzhen-toy/2", "证照联办"),
        ("matrix", "flow/深圳市~珠海市", "深圳市 Shenzhen → 珠海市 Zhuhai"),
        ("timeline", "document/shenzhen-toy", "2019-12-20"),
        ("tiles", "place/珠海市", "2 measures reach all of it, 1 only where it has a zone"),
    ):
        browser.execute_script("explorer.go({ view: arguments[0], sel: '' })", view)
        mark = browser.find_element(By.CSS_SELECTOR, f'#view [data-key="{key}"]')
        browser.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true }))", mark)
        assert words in _panel(browser), (view, key)
    _clean(browser, server)


def test_a_link_is_explained_with_both_texts(browser: webdriver.Chrome, server: str, pictures: Path) -> None:
    _open(browser, f"{server}/explorer#sel=link/shenzhen-toy/3~zhuhai-toy/1-2")
    said = _panel(browser)
    for words in (
        "0.880",
        "phrases",
        "2.11",
        "not to be had",
        "does not say which came first",
        "zhuhai-toy/1-2",
        "shenzhen-toy/3",
    ):
        assert words in said, words
    marked = [
        [one.text for one in side.find_elements(By.TAG_NAME, "mark")]
        for side in browser.find_elements(By.CSS_SELECTOR, ".side")
    ]
    assert [set(one) & {"用电", "极速报装"} for one in marked] == [{"用电", "极速报装"}, {"用电", "极速报装"}]
    browser.save_screenshot(str(pictures / "link.png"))
    _clean(browser, server)


def test_what_is_only_asserted_looks_different_and_says_so(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    look = "return [...document.querySelectorAll(`#view [data-key^=arrow] path:first-of-type`)].map((one) => one.getAttribute('stroke-dasharray'))"
    assert sorted(map(str, browser.execute_script(look))) == ["3 3", "9 6", "None", "None", "None", "None"]
    browser.execute_script("explorer.select(explorer.arrows.find((one) => one.kind === 'asserted_replicated_in').key)")
    said = _panel(browser)
    assert "which measure of the place it means is not stated" in said
    assert "“除深圳市（深圳市已复制推广）外全省范围”" in said


def test_what_has_no_date_stands_in_the_band(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    where = """
        const band = document.querySelector('#view svg > rect').getBoundingClientRect();
        return Object.fromEntries([...document.querySelectorAll('#view [data-key^="measure/"]')].map((one) =>
            [one.dataset.key.slice(8), one.getBoundingClientRect().right <= band.right + 1]));
    """
    inside = browser.execute_script(where)
    assert {name.split("/")[0]: value for name, value in inside.items()} == {
        "guangdong-toy": True, "shenzhen-toy": False, "zhuhai-toy": True,
    }  # fmt: skip


@pytest.mark.parametrize("query", ["用电", "用電", "ydjs", "zhuhai-toy/1-2"])
def test_search_as_one_types(browser: webdriver.Chrome, server: str, query: str) -> None:
    _open(browser, f"{server}/explorer")
    browser.find_element(By.ID, "search").send_keys(query)
    WebDriverWait(browser, SECONDS).until(lambda one: "用电极速报装" in _panel(one))
    assert browser.execute_script("return new URLSearchParams(location.hash.slice(1)).get('q')") == query
    _clean(browser, server)


def test_filters_count_go_back_and_are_reset(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    shown = browser.find_element(By.ID, "shown")
    assert shown.text == "12 of 12 measures, 3 links, 6 arrows"
    _choose(browser, "document=zhuhai-toy")
    assert shown.text == "3 of 12 measures, 0 links, 5 arrows"
    counts = browser.execute_script("return explorer.counts('status')")
    assert sorted(counts) == [["", 1], ["completed", 1], ["in_progress", 1]]
    _choose(browser, "status=completed")
    assert shown.text == "1 of 12 measures, 0 links, 1 arrows"
    address = browser.current_url
    browser.back()
    WebDriverWait(browser, SECONDS).until(lambda one: shown.text.startswith("3 of"))
    browser.get("about:blank")
    _open(browser, address)
    assert browser.find_element(By.ID, "shown").text.startswith("1 of 12")
    browser.find_element(By.ID, "reset").click()
    assert browser.find_element(By.ID, "shown").text.startswith("12 of 12")
    browser.execute_script("explorer.go({ kind: ['candidate'] })")
    assert browser.find_element(By.ID, "shown").text == "2 of 12 measures, 1 links, 0 arrows"
    _clean(browser, server)


def test_everything_can_be_reached_by_key(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("/")
    assert browser.execute_script("return document.activeElement.id") == "search"
    browser.find_element(By.ID, "tab-lanes").send_keys(Keys.ARROW_LEFT)
    assert browser.execute_script("return [explorer.state.view, document.activeElement.id]") == ["tiles", "tab-tiles"]
    mark = browser.find_element(By.CSS_SELECTOR, '#view [data-key="place/珠海市"]')
    mark.send_keys(Keys.ENTER)
    assert "珠海市" in _panel(browser)
    assert browser.execute_script("return document.activeElement.dataset.key") == "place/珠海市"
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert browser.execute_script("return explorer.state.sel") == ""


def test_what_is_shown_can_be_taken_away(browser: webdriver.Chrome, server: str, pictures: Path) -> None:
    _open(browser, f"{server}/explorer")
    for view in VIEWS:
        browser.execute_script("explorer.go({ view: arguments[0] })", view)
        _settled(browser)
        found = ElementTree.fromstring(browser.execute_script("return explorer.svgText()").split("?>", 1)[1])
        assert len(list(found.iter())) > 20, view
        url = browser.execute_async_script("explorer.pngUrl().then(arguments[arguments.length - 1])")
        image = base64.b64decode(url.removeprefix("data:image/png;base64,"))
        (pictures / f"export-{view}.png").write_bytes(image)
        assert len(image) > 3000, view
        rows = list(csv.reader(io.StringIO(browser.execute_script("return explorer.csvText()").removeprefix("\ufeff"))))
        assert len({len(row) for row in rows}) == 1, view
        assert len(rows) > 1, view
    browser.execute_script(
        "explorer.views.graph.table = () => ({ columns: ['a'], rows: [['=1+1']] }); explorer.go({ view: 'graph' })"
    )
    assert "'=1+1" in browser.execute_script("return explorer.csvText()")
    _clean(browser, server)


def test_the_cypher_of_a_view_can_be_run(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer?view=matrix")
    details = browser.find_element(By.CSS_SELECTOR, "#panel details")
    browser.execute_script("arguments[0].open = true", details)
    next(one for one in details.find_elements(By.TAG_NAME, "button") if one.text == "Run").click()
    WebDriverWait(browser, SECONDS).until(lambda one: "4 rows" in _panel(one))
    assert "江门市" in _panel(browser)
    _clean(browser, server)


def test_a_citation_names_document_line_and_digest(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer#sel=measure/zhuhai-toy/1-2")
    browser.execute_script("explorer.copy = (text) => { window.copied = text; }")
    next(
        one for one in browser.find_elements(By.CSS_SELECTOR, "#panel .doors button") if one.text == "Copy citation"
    ).click()
    said = browser.execute_script("return window.copied")
    for words in (
        "“用电极速报装”",
        "《珠海市任务分工表》 (undated)",
        "zhuhai-toy/1-2, line 8",
        "/id/measure/zhuhai-toy/1-2",
        "sha256",
    ):
        assert words in said, words


def test_the_table_holds_what_the_picture_shows(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    browser.find_element(By.ID, "table").click()
    text = browser.find_element(By.ID, "view").text
    assert "originated_in" in text
    assert "“" not in text.splitlines()[0]
    browser.find_element(By.ID, "table").click()
    assert browser.find_elements(By.CSS_SELECTOR, "#view svg")
    browser.find_element(By.ID, "language").click()
    assert browser.find_element(By.ID, "tab-lanes").text == "传承"
    _clean(browser, server)


def test_hostile_text_of_a_document_is_shown_as_text(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer/measures/shenzhen-toy/5")
    panel = browser.find_element(By.ID, "panel")
    assert panel.find_element(By.TAG_NAME, "h2").get_attribute("textContent") == HOSTILE_TITLE
    assert HOSTILE_CONTENT in (panel.get_attribute("textContent") or "")
    assert panel.find_elements(By.TAG_NAME, "img") == []
    _clean(browser, server)


def test_a_page_from_a_file_needs_no_server(browser: webdriver.Chrome, tmp_path: Path, pictures: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(explorer_page(atlas_of(HOSTILE)), encoding="utf-8")
    _open(browser, file.as_uri())
    for view in VIEWS:
        browser.execute_script("explorer.go({ view: arguments[0], sel: '' })", view)
        _settled(browser)
        _not_blank(browser, pictures / f"file-{view}.png", view)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), view
    for index, text in enumerate(HOSTILE):
        browser.execute_script("explorer.select(arguments[0])", f"measure/toy-{index % 2}/{index + 1}")
        heading = browser.find_element(By.CSS_SELECTOR, "#panel h2")
        assert heading.get_attribute("textContent") == text
    assert browser.find_elements(By.CSS_SELECTOR, "#panel img, #panel script, #panel a, #view img, #view script") == []
    _clean(browser, file.as_uri())


PAIR = "link/shenzhen-toy/2~zhuhai-toy/1-1"
HOSTILE_REASON = "</p><img src=x onerror=alert(1)><script>alert(2)</script>"


def test_a_pair_is_judged_and_the_judgement_taken_back(
    browser: webdriver.Chrome, judged: tuple[str, str, str], pictures: Path
) -> None:
    server, first, second = judged
    _open(browser, f"{server}/explorer#sel={PAIR}")
    assert "Nobody has decided." in _panel(browser)
    assert _lines(browser) == ["COMPARABLE_TO"]

    _judge(browser, first, "different", HOSTILE_REASON)
    said = _panel(browser)
    for words in ("Kept: different, by 甲.", "People reject this pair: different", HOSTILE_REASON, "says otherwise"):
        assert words in said, words
    assert "contradicts" not in said
    assert browser.find_elements(By.CSS_SELECTOR, "#panel img, #panel script") == []
    assert browser.execute_script("return document.activeElement.id") == "told"
    assert _lines(browser) == ["REJECTED"]
    assert "accepted; people rejected it" in browser.find_element(By.ID, "legend").text

    _judge(browser, second, "same", "one office, one day")
    said = _panel(browser)
    assert "This contradicts what was judged before" in said
    assert "different (甲" in said
    assert _lines(browser) == ["DISPUTED"]
    browser.execute_script("explorer.go({ view: 'graph' })")
    _settled(browser)
    assert "people are even" in browser.find_element(By.ID, "legend").text
    browser.execute_script("explorer.go({ view: 'lanes' })")
    assert "People are even; the pair is not accepted · disputed" in said
    assert "<b>乙</b>" in said
    browser.execute_script("document.querySelector('.judged').scrollIntoView()")
    browser.save_screenshot(str(pictures / "judged.png"))
    browser.execute_script(AXE)
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document).then((found) => done("
        "found.violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 120))])))"
    )
    assert found == []

    browser.refresh()  # a page of its own says the same: nothing old was kept
    _wait_ready(browser)
    assert "People are even" in _panel(browser)
    assert browser.execute_script("return explorer.data.judged[0].said.length") == 2
    for key, who in ((first, "甲"), (second, "<b>乙</b>")):
        _key(browser, key)
        _press(browser, "Take back my latest judgement")
        assert f"by {who}." in _told(browser, "Taken back")
    assert "Nobody has decided." in _panel(browser)
    assert _lines(browser) == ["COMPARABLE_TO"]
    address = browser.current_url + browser.execute_script("return JSON.stringify([localStorage, sessionStorage])")
    assert first not in address
    assert second not in address
    _clean(browser, server)


def test_a_judgement_that_is_refused_says_why(
    browser: webdriver.Chrome, judged: tuple[str, str, str], pictures: Path
) -> None:
    server, first, _ = judged
    _open(browser, f"{server}/explorer?lang=zh#sel={PAIR}&lang=en")
    for key, reason, words in (
        ("", "why", "Give an API key."),
        ("密钥", "why", "Give an API key."),
        ("rg_wrong", "why", "401"),
        (first, " ", "say why"),
    ):
        _judge(browser, key, "same", reason, done=words)
        assert browser.find_element(By.ID, "told").get_attribute("role") == "alert"
    browser.save_screenshot(str(pictures / "refused.png"))
    _key(browser, first)
    _press(browser, "Take back my latest judgement")
    assert "there is no judgement" in _told(browser, "404")
    browser.execute_script("window.fetch = () => Promise.reject(new TypeError('gone'))")
    _judge(browser, first, "same", "kept while typing", done="does not answer")
    assert browser.find_element(By.CSS_SELECTOR, "#judge textarea").get_attribute("value") == "kept while typing"
    assert "Nobody has decided." in _panel(browser)
    told = [one["message"] for one in _log(browser, "browser")]
    assert all("401" in one or "404" in one for one in told), told  # the browser's own words on what was refused


def test_a_form_is_filled_by_key(browser: webdriver.Chrome, judged: tuple[str, str, str]) -> None:
    server, first, _ = judged
    _open(browser, f"{server}/explorer#sel=link/shenzhen-toy/1~zhuhai-toy/1-1")
    browser.find_element(By.CSS_SELECTOR, "#judge summary").send_keys(Keys.ENTER)
    steps = (Keys.TAB, "s", Keys.TAB, "the same aim", Keys.TAB, first, Keys.TAB, Keys.ENTER)
    browser.find_element(By.CSS_SELECTOR, "#judge summary").send_keys(Keys.NULL)
    for step in steps:
        browser.switch_to.active_element.send_keys(step)
    _told(browser, "Kept: same")
    assert _lines(browser, "link/shenzhen-toy/1~zhuhai-toy/1-1") == ["UPHELD"]  # drawn although it was not accepted


def test_judgements_are_said_in_a_page_from_a_file(browser: webdriver.Chrome, tmp_path: Path, pictures: Path) -> None:
    file = tmp_path / "judged.html"
    file.write_text(explorer_page(atlas_of()), encoding="utf-8")
    _open(browser, f"{file.as_uri()}#sel=link/toy-0/1~toy-1/2")
    said = _panel(browser)
    for words in (
        "People reject this pair: different", "What models proposed", "toy model", "The nearest rejected rival",
        "phrases\n+1.25", "Without phrases the score is 0.40: not even related.", "weights toy weights, no model of texts",
    ):  # fmt: skip
        assert words.replace("\n", " ") in said.replace("\n", " "), words
    assert browser.find_elements(By.CSS_SELECTOR, "#panel form, #panel input") == []
    browser.execute_script("explorer.go({ lang: 'zh' })")
    assert "人工否定：不同" in _panel(browser)
    browser.execute_script("explorer.go({ lang: 'en', kind: ['rejected'], sel: 'link/toy-0/1~toy-0/3' })")
    assert browser.find_element(By.ID, "shown").text.startswith("2 of")
    assert "holds no comparison of the two" in _panel(browser)
    browser.save_screenshot(str(pictures / "judged-file.png"))
    assert _log(browser, "browser") == []


def test_an_empty_graph_says_so(browser: webdriver.Chrome, tmp_path: Path) -> None:
    file = tmp_path / "empty.html"
    file.write_text(explorer_page(atlas_of(())), encoding="utf-8")
    _open(browser, file.as_uri())
    for view in VIEWS:
        browser.execute_script("explorer.go({ view: arguments[0] })", view)
    assert browser.find_element(By.ID, "shown").text.startswith("0 of")
    _clean(browser, file.as_uri())


def test_thousands_of_measures_are_grouped_and_opened(
    browser: webdriver.Chrome, tmp_path: Path, pictures: Path
) -> None:
    file = tmp_path / "many.html"
    file.write_text(explorer_page(atlas_of(tuple(f"{'甲乙丙丁戊己庚'[n % 7]}" for n in range(2400)))), encoding="utf-8")
    _open(browser, file.as_uri())
    browser.execute_script("explorer.go({ view: 'graph' })")
    _settled(browser)
    _not_blank(browser, pictures / "grouped.png", "graph")
    _click_node(browser, "group/toy-0/taxes", "return explorer.state.document.length === 1")
    assert browser.find_element(By.ID, "shown").text.startswith("1200 of")
    browser.save_screenshot(str(pictures / "opened.png"))
    _clean(browser, file.as_uri())


def test_the_documentation_of_the_api_shows_itself(browser: webdriver.Chrome, server: str) -> None:
    _resize(browser, 1280, 800)
    browser.get(f"{server}/docs")
    WebDriverWait(browser, SECONDS).until(lambda one: "/measures/{document}/{number}" in _text(one))
    _clean(browser, server)


def _judge(browser: webdriver.Chrome, key: str, verdict: str, reason: str, done: str = "Kept:") -> None:
    _key(browser, key)
    Select(browser.find_element(By.CSS_SELECTOR, "#judge select")).select_by_visible_text(verdict)
    field = browser.find_element(By.CSS_SELECTOR, "#judge textarea")
    field.clear()
    field.send_keys(reason)
    _press(browser, "Judge")
    _told(browser, done)


def _key(browser: webdriver.Chrome, key: str) -> None:
    """Open the form, with no answer to what was asked before, and give the key."""
    browser.execute_script(
        "document.getElementById('judge').open = true; document.getElementById('told').textContent = ''"
    )
    field = browser.find_element(By.CSS_SELECTOR, "#judge input")
    assert field.get_attribute("type") == "password"
    field.clear()
    field.send_keys(key)


def _press(browser: webdriver.Chrome, name: str) -> None:
    browser.find_element(By.XPATH, f"//*[@id='judge']//button[.='{name}']").click()


def _told(browser: webdriver.Chrome, words: str) -> str:
    WebDriverWait(browser, SECONDS, ignored_exceptions=[StaleElementReferenceException]).until(
        lambda one: words in one.find_element(By.ID, "told").text
    )
    return browser.find_element(By.ID, "told").text


def _lines(browser: webdriver.Chrome, key: str = PAIR) -> list[str]:
    """How a link is drawn."""
    drawn = "return explorer.shown().links.filter((one) => one.key === arguments[0]).map((one) => explorer.lineOf(one.key, one))"
    return list(browser.execute_script(drawn, key))


def _wait_ready(browser: webdriver.Chrome) -> None:
    ready = "return document.documentElement.dataset.ready === 'true'"
    WebDriverWait(browser, SECONDS).until(lambda one: one.execute_script(ready))


def _open(browser: webdriver.Chrome, address: str, width: int = 1280, height: int = 800) -> None:
    _resize(browser, width, height)
    _log(browser, "browser")
    _log(browser, "performance")
    browser.get("about:blank")  # another fragment alone would load nothing
    browser.get(address)
    _wait_ready(browser)


def _log(browser: webdriver.Chrome, kind: str) -> list[dict[str, Any]]:
    """What was written since the last call."""
    found: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return found


def _resize(browser: webdriver.Chrome, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def _text(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.TAG_NAME, "body").text


def _clean(browser: webdriver.Chrome, home: str) -> None:
    """No word in the console, and no request to anywhere but home."""
    assert _log(browser, "browser") == []
    asked = [message for entry in _log(browser, "performance") if (message := _request(entry))]
    assert asked
    assert [one for one in asked if not one.startswith((home, "data:", "about:"))] == []
    if urlsplit(home).scheme == "file":
        assert [one for one in asked if not one.startswith("data:")] == [home]


def _request(entry: dict[str, Any]) -> str | None:
    message = json.loads(entry["message"])["message"]
    if message["method"] != "Network.requestWillBeSent":
        return None
    return str(message["params"]["request"]["url"])


def _panel(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.ID, "panel").text


def _choose(browser: webdriver.Chrome, choice: str) -> None:
    script = """
        const box = document.querySelector(`[data-choice="${arguments[0]}"]`);
        box.closest("details").open = true;
        box.click();
    """
    browser.execute_script(script, choice)


def _settled(browser: webdriver.Chrome) -> None:
    """Two frames later, what was asked to be drawn is drawn."""
    wait = "requestAnimationFrame(() => requestAnimationFrame(arguments[arguments.length - 1]))"
    browser.execute_async_script(wait)


def _click_node(
    browser: webdriver.Chrome, node: str, done: str = "return document.querySelector('#panel h2') !== null"
) -> None:
    _settled(browser)
    x, y = browser.execute_script("return explorer.onScreen(arguments[0])", node)
    mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
    for kind in ("mousePressed", "mouseReleased"):
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, **mouse})
    WebDriverWait(browser, SECONDS).until(lambda one: one.execute_script(done))


def _not_blank(browser: webdriver.Chrome, file: Path, view: str) -> None:
    """Something is drawn in the picture itself, not only around it."""
    assert browser.save_screenshot(str(file))
    script = """
        const canvas = document.querySelector("#graph canvas");
        if (!canvas) return document.querySelectorAll("#view svg *").length;
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set();
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) colours.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
        return colours.size;
    """
    assert browser.execute_script(script) > (20 if view in CANVAS else 5), view
