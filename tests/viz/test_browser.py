"""The explorer in a real browser, from a real server, over a real store."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from api.app import create_app
from graph.store import Store
from tests.toy import HOSTILE_CONTENT, HOSTILE_TITLE, holds_toy, push_toy
from tests.viz.drawings import HOSTILE, drawing
from viz.pages import overview_page

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
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    service = uvicorn.Server(uvicorn.Config(create_app(store=embedded), log_level="warning"))
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


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (400, 800)])
@pytest.mark.parametrize("path", ["/explorer", "/explorer/measures/zhuhai-toy/1-2", "/explorer?lang=zh"])
def test_a_page_shows_itself(
    browser: webdriver.Chrome, server: str, pictures: Path, path: str, width: int, height: int
) -> None:
    _open(browser, server + path, width, height)
    _clean(browser, server)
    name = path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-")
    _not_blank(browser, pictures / f"{name}-{width}.png")
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_a_click_on_a_node_fills_the_panel(browser: webdriver.Chrome, server: str, pictures: Path) -> None:
    _open(browser, f"{server}/explorer")
    _click_node(browser, "measure/zhuhai-toy/1-2")
    said = browser.find_element(By.ID, "panel").text
    for words in (
        "用电极速报装", "珠海市任务分工表", "珠海市", "undated", "in progress", "zhuhai-toy, line 8",
        "珠海市发展和改革局", "coordinated by", "“市发展改革局”", "责任单位 · line 2", "originated in", "“广州市黄埔区”",
        "小微企业用电极速报装", "score 0.88",
    ):  # fmt: skip
        assert words in said, words
    doors = {one.text: one.get_attribute("href") for one in browser.find_elements(By.CSS_SELECTOR, "#panel .doors a")}
    assert doors["JSON"] == f"{server}/measures/zhuhai-toy/1-2"
    _not_blank(browser, pictures / "clicked-node.png")
    _clean(browser, server)


def test_a_click_on_a_link_explains_it(browser: webdriver.Chrome, server: str, pictures: Path) -> None:
    _open(browser, f"{server}/explorer/measures/zhuhai-toy/1-2")
    _select(browser, "COMPARABLE_TO")
    said = browser.find_element(By.ID, "panel").text
    for words in ("0.880", "phrases", "2.11", "not to be had", "用电", "does not say which came first"):
        assert words in said, words
    _not_blank(browser, pictures / "clicked-link.png")
    _clean(browser, server)


def test_what_is_only_asserted_says_so(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    _select(browser, "ASSERTED_REPLICATED_IN")
    said = browser.find_element(By.ID, "panel").text
    assert "which measure of the place it means is not stated" in said
    assert "“除深圳市（深圳市已复制推广）外全省范围”" in said


def test_search_legend_and_language(browser: webdriver.Chrome, server: str) -> None:
    _open(browser, f"{server}/explorer")
    browser.find_element(By.ID, "search").send_keys("供电局")
    panel = browser.find_element(By.ID, "panel")
    assert "1 found" in panel.text
    assert "小微企业用电极速报装" in panel.text
    browser.find_element(By.ID, "search").clear()
    browser.find_elements(By.CSS_SELECTOR, ".entry")[0].click()
    shown = browser.find_element(By.ID, "shown")
    assert "12 of 12 measures drawn, 18 nodes and 9 lines in all. 5 nodes hidden." in shown.text
    browser.find_element(By.CSS_SELECTOR, "#nav button").click()
    assert "共 12 项" in shown.text
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
    file.write_text(overview_page(drawing(HOSTILE)), encoding="utf-8")
    _open(browser, file.as_uri())
    for index, text in enumerate(HOSTILE):
        browser.execute_script("explorer.select(arguments[0])", f"measure/toy-{index % 2}/{index + 1}")
        heading = browser.find_element(By.CSS_SELECTOR, "#panel h2")
        assert heading.get_attribute("textContent") == text
    assert browser.find_elements(By.CSS_SELECTOR, "#panel img, #panel script, #panel a") == []
    _clean(browser, file.as_uri())
    _not_blank(browser, pictures / "file.png")


def test_the_documentation_of_the_api_shows_itself(browser: webdriver.Chrome, server: str) -> None:
    _resize(browser, 1280, 800)
    browser.get(f"{server}/docs")
    WebDriverWait(browser, SECONDS).until(lambda one: "/measures/{document}/{number}" in _text(one))
    _clean(browser, server)


def _open(browser: webdriver.Chrome, address: str, width: int = 1280, height: int = 800) -> None:
    _resize(browser, width, height)
    _log(browser, "browser")
    _log(browser, "performance")
    browser.get(address)
    ready = "return document.documentElement.dataset.ready === 'true'"
    WebDriverWait(browser, SECONDS).until(lambda one: one.execute_script(ready))


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


def _click_node(browser: webdriver.Chrome, node: str) -> None:
    script = """
        const at = explorer.network.canvasToDOM(explorer.network.getPositions([arguments[0]])[arguments[0]]);
        const place = document.getElementById("graph").getBoundingClientRect();
        return [place.left + at.x, place.top + at.y];
    """
    x, y = browser.execute_script(script, node)
    mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
    for kind in ("mousePressed", "mouseReleased"):
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, **mouse})
    filled = "return document.querySelector('#panel h2') !== null"
    WebDriverWait(browser, SECONDS).until(lambda one: one.execute_script(filled))


def _select(browser: webdriver.Chrome, kind: str) -> None:
    script = "explorer.select(Object.keys(explorer.data.edges).find(e => explorer.data.edges[e].type === arguments[0]))"
    browser.execute_script(script, kind)


def _not_blank(browser: webdriver.Chrome, file: Path) -> None:
    """Something is drawn in the picture itself, not only around it."""
    assert browser.save_screenshot(str(file))
    script = """
        const canvas = document.querySelector("#graph canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set();
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) colours.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
        return colours.size;
    """
    assert browser.execute_script(script) > 20
