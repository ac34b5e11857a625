"""Every route, over the toy graph on both engines, held against the model that it publishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api import explanation_models, lineage_models, models, search_models
from api.app import create_app
from graph.store import Store
from tests.toy import HOSTILE_CONTENT, HOSTILE_TITLE

PATHS: dict[str, type[BaseModel]] = {
    "/health": models.Health,
    "/documents": models.DocumentList,
    "/documents/zhuhai-toy": models.Document,
    "/measures": models.MeasurePage,
    "/measures/zhuhai-toy/1-1": models.Measure,
    "/measures/guangdong-toy/1": models.Measure,
    "/measures/zhuhai-toy/1-1/links?candidates=true": models.Links,
    "/measures/zhuhai-toy/1-2/lineage": models.Lineage,
    "/measures/guangdong-toy/1/lineage": models.Lineage,
    "/measures/shenzhen-toy/2/lineage": models.Lineage,
    "/measures/zhuhai-toy/1-2/diffusion": lineage_models.Diffusion,
    "/measures/shenzhen-toy/3/diffusion": lineage_models.Diffusion,
    "/measures/zhuhai-toy/2-1/adaptation": lineage_models.Adaptation,
    "/measures/zhuhai-toy/1-2/relation?other=shenzhen-toy/3": lineage_models.PairLineage,
    "/measures/zhuhai-toy/1-1/explanation?other=shenzhen-toy/2": explanation_models.Explanation,
    "/lineage/first": lineage_models.FirstClaims,
    "/lineage/mechanism?mechanism=parallel-approval": lineage_models.MechanismDiffusion,
    "/lineage/asserted": lineage_models.AssertedList,
    "/lineage/missing": lineage_models.MissingList,
    "/lineage/origins": lineage_models.Origins,
    "/lineage/families": lineage_models.Families,
    "/lineage/gaps?place=珠海市&document=shenzhen-toy": lineage_models.Gaps,
    f"/lineage/counterparts?agency={quote('深圳市市场监督管理局')}": lineage_models.Counterparts,
    "/agencies": models.AgencyPage,
    f"/agencies/{quote('珠海市政务服务数据管理局')}": models.Agency,
    "/areas": models.AreaPage,
    "/judgements": models.JudgementPage,
    f"/search?q={quote('證照聯辦')}&kind=measure&kind=agency": search_models.HitPage,
    "/schema": search_models.GraphSchema,
    "/health/live": models.Live,
    "/health/ready": models.Ready,
    "/release": models.ReleasePage,
    "/documents/zhuhai-toy/measures": models.MeasurePage,
    "/documents/zhuhai-toy/repairs": models.RepairPage,
    "/places": models.AreaPage,
    f"/places/{quote('珠海市')}": models.Area,
    "/domains": models.DomainPage,
    "/mechanisms": models.MechanismPage,
    "/mechanisms/parallel-approval": models.MechanismItem,
    f"/mechanisms/{quote('并联审批')}/measures": models.MechanismUsePage,
    "/scopes?place=珠海市": lineage_models.ScopePage,
    "/links": lineage_models.PairPage,
    "/families": lineage_models.FamilyPage,
    "/families/shenzhen-toy/2/measures": lineage_models.MemberPage,
    "/gaps?place=珠海市&document=shenzhen-toy": lineage_models.GapPage,
    "/matrix": lineage_models.MatrixPage,
    "/measures/zhuhai-toy/1-2/ancestors": lineage_models.LineageGraph,
    "/measures/shenzhen-toy/3/descendants": lineage_models.LineageGraph,
    "/measures/zhuhai-toy/1-2/ancestors/tree": lineage_models.BranchPage,
    "/measures/zhuhai-toy/1-2/ancestors/paths": lineage_models.PathPage,
    "/measures/zhuhai-toy/1-2/paths?to=shenzhen-toy/3": lineage_models.PathPage,
    "/questions": models.QuestionPage,
    "/questions/origin_cities": models.Question,
    "/questions/origin_cities/answer?document=zhuhai-toy": models.Rows,
    "/proposals": models.ProposalPage,
}


@pytest.fixture
def client(toy: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store=toy)) as client:
        yield client


def test_every_answer_is_what_its_model_says(client: TestClient) -> None:
    for path, model in PATHS.items():
        response = client.get(path, headers={"accept": "application/json"})
        assert response.status_code == 200, (path, response.text)
        assert response.headers["content-type"] == "application/json", path
        answer = model.model_validate_json(response.content)
        assert answer.model_dump(mode="json") == response.json(), path


def test_every_route_of_json_is_tried(client: TestClient) -> None:
    routes = {path for path, item in client.get("/openapi.json").json()["paths"].items() if _is_json(item)}
    tried = {_template(path) for path in PATHS}
    assert routes - {"/changes", "/data/{rest}"} == tried  # the first needs a release that went before
    assert len(tried) == 50


def test_health_says_what_the_graph_holds(client: TestClient) -> None:
    found = client.get("/health").json()
    assert found["status"] == "ok"
    assert {"element": "node", "name": "Measure", "count": 12} in found["counts"]


def test_measures_are_filtered_and_paged(client: TestClient) -> None:
    def ids(**query: str | int) -> tuple[int, list[str]]:
        found = client.get("/measures", params=query).json()
        return found["total"], [one["id"] for one in found["items"]]

    assert ids(limit=2, offset=4) == (12, ["shenzhen-toy/1", "shenzhen-toy/2"])
    assert ids(document="zhuhai-toy", status="completed") == (1, ["zhuhai-toy/1-1"])
    assert ids(place="深圳市", domain="获得电力") == (1, ["shenzhen-toy/3"])
    assert ids(agency="市场监督管理局", role="lead") == (2, ["shenzhen-toy/1", "shenzhen-toy/2"])
    assert ids(text="秒批") == (1, ["shenzhen-toy/4"])
    assert ids(text="no such words") == (0, [])


def test_search_finds_highlights_and_says_what_is_not_there(client: TestClient) -> None:
    def found(**query: str | int) -> Any:
        response = client.get("/search", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    hits = found(q="證照聯辦", kind="measure")
    assert hits["total"] == len(hits["items"]) > 0
    first = hits["items"][0]
    assert first["texts"]["label"] == "证照联办"
    assert first["highlights"][0] == {"field": "label", "start": 0, "end": 4}
    assert found(q="zzlb", kind="measure", document="guangdong-toy")["items"][0]["id"] == "guangdong-toy/1"
    hostile = found(q="<script>", kind="measure")["items"]
    assert [one["label"] for one in hostile] == [HOSTILE_TITLE]
    for text in ("没有这样的词", "，。", '" UNION 5=5 //', "%00", "\u202e"):
        assert found(q=text) == {"total": 0, "items": [], "next": None}, text
    pages: list[Any] = []
    cursor = None
    while len(pages) < 3:
        page = found(q="证照", limit=1, fields="id", **({"cursor": cursor} if cursor else {}))
        pages += page["items"]
        cursor = page["next"]
    assert [list(one) for one in pages] == [["id"]] * 3
    assert pages == [{"id": one["id"]} for one in found(q="证照")["items"][:3]]
    for wrong in ("?q=", "", f"?q={'税' * 5000}", "?q=a&kind=measures", "?q=a&limit=0", "?q=a&colour=red"):
        assert client.get(f"/search{wrong}").status_code == 422, wrong


def test_a_measure_comes_with_its_evidence(client: TestClient) -> None:
    found = client.get("/measures/guangdong-toy/1").json()
    assert found["scope"]["excludes"] == ["深圳市"]
    assert found["scope"]["quote"] == "除深圳市（深圳市已复制推广）外全省范围"
    assert found["facts"]["issued"] == "undated"
    assert [one["area"] for one in found["adoptions"]] == ["深圳市"]
    assert all(one["claim_id"].startswith("https://w3id.org/reformgraph/id/claim/") for one in found["bodies"])


def test_hostile_text_is_only_text(client: TestClient) -> None:
    found = client.get("/measures/shenzhen-toy/5")
    assert (found.json()["facts"]["title"], found.json()["facts"]["content"]) == (HOSTILE_TITLE, HOSTILE_CONTENT)
    assert found.headers["x-content-type-options"] == "nosniff"


def test_links_and_lineage(client: TestClient) -> None:
    links = client.get("/measures/zhuhai-toy/1-1/links").json()
    assert [one["measure"] for one in links["items"]] == ["shenzhen-toy/2"]
    assert links["items"][0]["features"][0] == {"name": "phrases", "value": 0.91, "share": 2.184}
    lineage = client.get("/measures/zhuhai-toy/1-2/lineage").json()
    assert [one["claim"]["quote"] for one in lineage["origins"]] == ["深圳市", "广州市黄埔区"]


def test_agencies_by_name_with_odd_letters(client: TestClient) -> None:
    found = client.get(f"/agencies/{quote('国家税务总局深圳市税务局')}").json()
    assert [one["measure"] for one in found["items"]] == ["shenzhen-toy/1"]
    assert client.get("/agencies/a%2Fb").status_code == 404


def test_pages_are_served_with_all_that_they_need(client: TestClient) -> None:
    for path in ("/explorer", "/explorer?lang=zh", "/explorer/measures/zhuhai-toy/1-1?candidates=true", "/docs"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        for name in _named(response.text):
            found = client.get(name)
            assert found.status_code == 200, name
            assert len(found.content) > 100, name
    assert client.get("/", follow_redirects=False).headers["location"] == "/explorer"


def test_what_a_page_names_by_version_may_be_kept(client: TestClient) -> None:
    (style,) = [one for one in _named(client.get("/explorer").text) if ".css" in one]
    assert "?v=" in style
    assert "immutable" in client.get(style).headers["cache-control"]


def test_every_answer_forbids_what_lies_elsewhere(client: TestClient) -> None:
    for path in ("/health", "/explorer", "/docs", "/static/main.js", "/nowhere", "/measures/a/1"):
        headers = client.get(path).headers
        rules = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
        assert rules["default-src"] == "'none'", path
        assert rules["script-src"] == "'self'", path
        assert rules["connect-src"] == "'self'", path
        assert headers["referrer-policy"] == "no-referrer", path


def test_long_answers_are_compressed(client: TestClient) -> None:
    assert client.get("/explorer").headers["content-encoding"] == "gzip"


def test_a_path_of_its_own_in_front(toy: Store) -> None:
    app = create_app(store=toy)
    with TestClient(app, root_path="/graph") as client:
        text = client.get("/explorer").text
        assert "/graph/static/main.js" in text
        assert '"root":"/graph/"' in text


def _is_json(item: dict[str, Any]) -> bool:
    content = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
    return "schema" in content.get("application/json", {})


NAMES = {
    "documents": ["{document}"],
    "measures": ["{document}", "{number}"],
    "families": ["{document}", "{number}"],
    "agencies": ["{name}"],
    "places": ["{name}"],
    "mechanisms": ["{name}"],
    "questions": ["{name}"],
}


def _template(path: str) -> str:
    parts = path.split("?")[0].split("/")[1:]
    for index, name in enumerate(NAMES.get(parts[0], []), start=1):
        if index < len(parts):
            parts[index] = name
    return "/" + "/".join("{direction}" if part in ("ancestors", "descendants") else part for part in parts)


def _named(page: str) -> list[str]:
    import re

    return re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
