"""A typed client made from the published contract asks the API, and its use is checked by mypy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.settings import Settings
from graph.store import Store

USE = """
from reformgraph_client import Client
from reformgraph_client.api.measures import get_measure, list_measures
from reformgraph_client.models import Measure, MeasurePage


def leads(client: Client, document: str) -> list[tuple[str, list[str]]]:
    page = list_measures.sync(client=client, document=document)
    assert isinstance(page, MeasurePage), page
    return [(one.id, one.leads) for one in page.items]


def title(client: Client, document: str, number: str) -> str:
    measure = get_measure.sync(document, number, client=client)
    assert isinstance(measure, Measure), measure
    return measure.facts.title
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(orjson.dumps(create_app(Settings()).openapi()))
    (folder / "config.yml").write_text("package_name_override: reformgraph_client\npost_hooks: []\n", "utf-8")
    command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--path", "openapi.json"]
    command += ["--config", "config.yml", "--meta", "none", "--output-path", "reformgraph_client"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (folder / "reformgraph_use.py").write_text(USE, "utf-8")
    return folder


@pytest.fixture
def client(toy: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store=toy)) as client:
        yield client


def test_the_client_asks_and_gives_typed_answers(
    generated: Path, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(generated)
    import reformgraph_client  # type: ignore[import-not-found]
    import reformgraph_use  # type: ignore[import-not-found]

    asking = reformgraph_client.Client("http://testserver").set_httpx_client(client)
    found = reformgraph_use.leads(asking, "shenzhen-toy")
    assert found[0] == ("shenzhen-toy/1", ["深圳市市场监督管理局", "国家税务总局深圳市税务局"])
    assert len(found) == 5
    assert reformgraph_use.title(asking, "zhuhai-toy", "2-1") == "开办企业一天办结"
    with pytest.raises(AssertionError, match="not-found"):
        reformgraph_use.title(asking, "zhuhai-toy", "9-9")


def test_the_use_of_the_client_is_typed(generated: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "reformgraph_use.py"]
    done = subprocess.run(command, cwd=generated, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
