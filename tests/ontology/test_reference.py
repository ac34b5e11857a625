"""Places and bodies: each trap of the documents as a case, and the reference data held to its own rules."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from ontology import reference
from ontology.identifiers import ID, body_iri
from ontology.model import Body, BodyKind
from ontology.reference import (
    Area,
    area,
    areas,
    find_areas,
    functions,
    known_bodies,
    known_body,
    place_body,
    reference_graph,
    regions,
    zone_types,
)
from ontology.vocabulary import NAMESPACE, RG

PARENT_LEVELS = {
    "country": set[str](),
    "province": {"country"},
    "prefecture": {"province"},
    "county": {"province", "prefecture"},
    "zone": {"province", "prefecture", "county"},
}


def at(name: str | None) -> Area | None:
    """The area of a case; a name that is not held is a slip of the test."""
    if name is None:
        return None
    found = area(name)
    assert found is not None, name
    return found


def placed(printed: str, place: str | None) -> Body:
    return place_body(printed, at(place), "doc")


# --- the reference data itself --------------------------------------------------------------------------------


@cache
def parsed(name: str) -> Graph:
    return Graph().parse(data=files("ontology").joinpath(f"reference/{name}.ttl").read_text("utf-8"), format="turtle")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return parsed("areas") + parsed("functions") + parsed("agencies")


def test_counts() -> None:
    by_level: dict[str, int] = {}
    for one in areas():
        by_level[one.level] = by_level.get(one.level, 0) + 1
    assert by_level["province"] == 34
    assert by_level["prefecture"] == 333
    guangdong = area("广东省")
    assert guangdong is not None
    inside = [one for one in areas() if one != guangdong and guangdong.contains(one)]
    assert sum(one.level == "prefecture" for one in inside) == 21
    assert sum(one.level == "county" for one in inside) == 122
    assert len(functions()) >= 70
    assert len(known_bodies()) >= 150


def test_every_subject_has_a_source_a_label_and_a_class(graph: Graph) -> None:
    subjects = set(graph.subjects())
    assert len(subjects) > 900
    for subject in subjects:
        assert isinstance(subject, URIRef), subject
        assert subject.startswith(ID), subject
        assert list(graph.objects(subject, DCTERMS.source)), subject
        assert len(list(graph.objects(subject, RDF.type))) == 1, subject
        chinese = [o for o in graph.objects(subject, SKOS.prefLabel) if isinstance(o, Literal) and o.language == "zh"]
        assert len(chinese) == 1, subject


def test_every_reference_leads_somewhere(graph: Graph) -> None:
    links = ("within", "hasMember", "jurisdiction", "hasFunction", "subordinateTo", "renamedTo", "serves")
    subjects = set(graph.subjects())
    for name in links:
        ends = set(graph.objects(None, URIRef(NAMESPACE + name)))
        assert ends, name
        assert ends <= subjects, name


def test_a_name_is_stated_once(graph: Graph) -> None:
    for subject in set(graph.subjects()):
        labels = [
            str(label)
            for term in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            for label in graph.objects(subject, term)
            if isinstance(label, Literal) and label.language == "zh"
        ]
        assert len(labels) == len(set(labels)), (subject, labels)


@pytest.mark.parametrize("name", reference.FILES)
def test_a_file_has_one_block_a_subject(name: str) -> None:
    text = files("ontology").joinpath(f"reference/{name}.ttl").read_text("utf-8")
    heads = re.findall(r"^(\w+:\S+) a rg:", text, re.MULTILINE)
    assert len(heads) == len(set(heads)) == len(set(parsed(name).subjects()))


@pytest.mark.parametrize("name", ["functions", "agencies"])
def test_no_word_between_quotes_is_empty_or_padded(name: str) -> None:
    for value in parsed(name).objects():
        if isinstance(value, Literal):
            assert str(value) == str(value).strip() != ""


def test_functions_are_ordered_by_id() -> None:
    iris = [str(one.iri) for one in functions()]
    assert iris == sorted(iris)


def test_codes_are_ordered_and_agree_with_parents() -> None:
    coded = [one for one in areas() if one.code.isdigit()]
    for level in ("province", "prefecture", "county"):
        codes = [one.code for one in coded if one.level == level]
        assert codes == sorted(set(codes)), level
    for one in coded:
        assert re.fullmatch(r"\d{6}", one.code), one
        assert one.code.endswith({"province": "0000", "prefecture": "00", "county": ""}[one.level])
        parent = one.parent
        assert parent is not None, one
        if parent.level == "province":
            assert one.code[:2] == parent.code[:2]
        if parent.level == "prefecture":
            assert one.code[:4] == parent.code[:4]


def test_each_area_stands_in_its_parent_and_never_the_other_way_round() -> None:
    for one in areas():
        above = one.parent
        assert (above is None) == (one.level == "country")
        if above is not None:
            assert above.level in PARENT_LEVELS[one.level], one
            assert above.contains(one)
            assert not one.contains(above)
        assert one.contains(one)
        assert one not in one.ancestors
        assert one.ancestors == () or one.ancestors[-1].name == "中国"


def test_qualified_names_and_codes_are_unique_and_found() -> None:
    for one in areas():
        assert area(one.qualified_name) == one
        assert area(one.code) == one
        assert one.iri == URIRef(f"{ID}area/{one.code}")


def test_guangdong_has_english_names() -> None:
    guangdong = at("广东省")
    assert guangdong is not None
    for one in areas():
        if guangdong.contains(one) and one.level != "zone":
            assert one.english, one


def test_short_forms_of_functions_mean_one_function() -> None:
    seen: dict[str, str] = {}
    for function in functions():
        assert function.english, function
        for alias in function.aliases:
            assert alias not in seen, (alias, function.name, seen[alias])
            seen[alias] = function.name


def test_templates_name_their_place() -> None:
    count = 0
    for function in functions():
        for level, templates in function.templates.items():
            for template in templates:
                count += 1
                assert len(re.findall(r"\{(?:area|short)\}", template)) == 1, (level, template)
                assert not re.findall(r"[{}]", re.sub(r"\{(?:area|short)\}", "", template))
        for printed in function.printed_templates:
            assert len(re.findall(r"\{(?:area|short|level)\}", printed)) == 1, printed
        assert any(function.templates.values()), function
    assert count > 150


def test_short_forms_leave_characters_out() -> None:
    """Each department's short forms fit at least one of its templates."""
    for function in functions():
        templates = [re.sub(r"\{\w+\}", "", t) for level in function.templates.values() for t in level]
        for alias in function.aliases[1:]:
            assert any(is_subsequence(alias, template) for template in templates), (alias, templates)


def is_subsequence(short: str, full: str) -> bool:
    return re.search(".*?".join(map(re.escape, short)), full) is not None


def test_bodies_are_named_by_their_iri_and_found() -> None:
    for one in known_bodies():
        assert one.iri == body_iri(one.name)
        assert known_body(one.name) == one
        assert place_body(one.name, None, "doc") == one.body
        assert one.sources, one


def test_no_body_stands_above_itself_or_is_renamed_in_a_circle() -> None:
    by_iri = {one.iri: one for one in known_bodies()}
    for one in known_bodies():
        for step in ("parent", "renamed_to"):
            seen, at_hand = {one.iri}, getattr(one, step)
            while at_hand is not None:
                assert at_hand not in seen, one.name
                seen.add(at_hand)
                at_hand = getattr(by_iri[at_hand], step)


def test_a_renamed_body_keeps_its_jurisdiction() -> None:
    by_iri = {one.iri: one for one in known_bodies()}
    renamed = [one for one in known_bodies() if one.renamed_to is not None]
    assert len(renamed) >= 10
    for one in renamed:
        assert one.renamed_to is not None
        assert by_iri[one.renamed_to].jurisdiction == one.jurisdiction


def test_aliases_are_unique_within_a_jurisdiction() -> None:
    seen: dict[tuple[Area, str], str] = {}
    for one in known_bodies():
        for alias in one.aliases:
            assert (one.jurisdiction, alias) not in seen, (one.name, alias)
            seen[one.jurisdiction, alias] = one.name


def test_the_graph_holds_the_data_and_the_concepts_of_status_and_force(graph: Graph) -> None:
    held = reference_graph()
    assert str(held.identifier).endswith("/graph/reference")
    assert set(graph) <= set(held)
    assert (RG.completed, RDF.type, RG.Status) in held
    assert (RG.toReplicate, RDF.type, RG.Force) in held
    assert (RG.leadRole, RDF.type, RG.Role) not in held


def test_regions_and_zone_types() -> None:
    nine = next(one for one in regions() if one.name == "粤港澳大湾区九市")
    names = ["广州市", "深圳市", "珠海市", "佛山市", "江门市", "肇庆市", "惠州市", "东莞市", "中山市"]
    assert [one.name for one in nine.members] == names
    assert "大湾区九市" in nine.names
    assert [one.name for one in regions()].index("粤港澳大湾区九市") < [one.name for one in regions()].index(
        "粤港澳大湾区"
    )
    assert {one.name for one in zone_types()} >= {"海关特殊监管区域", "综合保税区"}
    assert all(find_areas(one.name) == [] for one in zone_types())


# --- areas ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_name", "qualified"),
    [
        ("深圳", "深圳市"),
        ("440300", "深圳市"),
        ("深圳市南山区", "深圳市南山区"),
        ("横琴", "珠海市横琴新区"),
        ("珠海市横琴新区", "珠海市横琴新区"),
        ("横琴粤澳深度合作区", "珠海市横琴新区"),
        ("吉林", "吉林省"),
        ("恩施州", "恩施土家族苗族自治州"),
        ("重庆市渝中区", "重庆市渝中区"),
        ("仙桃市", "仙桃市"),
        ("不存在市", None),
        ("", None),
    ],
)
def test_area_by_name_or_code(given_name: str, qualified: str | None) -> None:
    found = area(given_name)
    assert (found and found.qualified_name) == qualified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("深圳市推出", [("深圳市", "深圳市")], id="full name before short"),
        pytest.param("借鉴深圳经验", [("深圳", "深圳市")], id="short name"),
        pytest.param("佛山市顺德区", [("佛山市顺德区", "佛山市顺德区")], id="district with its city"),
        pytest.param("珠海横琴", [("珠海横琴", "珠海市横琴新区")], id="zone with its city"),
        pytest.param("广州市黄埔区（广州开发区）推", [("广州市黄埔区（广州开发区）", "广州市黄埔区")], id="bracket"),
        pytest.param("黄埔区(广州开发区)", [("黄埔区(广州开发区)", "广州市黄埔区")], id="half-width bracket"),
        pytest.param("浙江省温州市苍南县", [("浙江省温州市苍南县", "温州市苍南县")], id="three levels"),
        pytest.param("北京市朝阳区", [("北京市朝阳区", "北京市朝阳区")], id="district of a municipality"),
        pytest.param("深圳、珠海两市", [("深圳", "深圳市"), ("珠海", "珠海市")], id="list"),
        pytest.param("襄阳、宜昌", [("襄阳", "襄阳市"), ("宜昌", "宜昌市")], id="list of smaller prefectures"),
        pytest.param("深圳南山", [("深圳南山", "深圳市南山区")], id="county's short name beside its city"),
        pytest.param("爬南山", [], id="county's short name alone"),
        pytest.param("南山区", [], id="full name that counties share"),
        pytest.param("罗湖区", [("罗湖区", "深圳市罗湖区")], id="full name of one county"),
        pytest.param("深圳市场", [("深圳", "深圳市")], id="市场"),
        pytest.param("南海区域", [], id="区域"),
        pytest.param("掌上海关", [], id="上海 across words"),
        pytest.param("创新乡村治理", [], id="新乡 across words"),
        pytest.param("美丽水乡", [], id="丽水 across words"),
        pytest.param("推广安全经验", [], id="广安 across words"),
        pytest.param("珠江西岸", [], id="江西 across words"),
        pytest.param("长江门户", [], id="江门 across words"),
        pytest.param("接待来宾", [], id="a plain word"),
        pytest.param("中山大学", [], id="a university"),
        pytest.param("拱北海关", [], id="a customs district is no area"),
        pytest.param("吉林市", [("吉林市", "吉林市")], id="a city named like its province"),
        pytest.param("海南藏族自治州", [("海南藏族自治州", "海南藏族自治州")], id="a prefecture like a province"),
        pytest.param("", [], id="empty"),
    ],
)
def test_find_areas(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], hit.qualified_name) for start, end, hit in find_areas(text)] == expected


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ("南山区", "深圳市", ["深圳市南山区"]),
        ("南山区", "广东省", ["深圳市南山区"]),
        ("南山区", "珠海市", []),
        ("南山区", "中国", []),
        ("白云区、天河区", "广州市", ["广州市白云区", "广州市天河区"]),
    ],
)
def test_find_areas_within(text: str, within: str, expected: list[str]) -> None:
    assert [hit.qualified_name for _, _, hit in find_areas(text, at(within))] == expected


PIECES = st.lists(
    st.sampled_from(
        [one.name for one in areas()]
        + [one.short for one in areas()]
        + [*"市省区县、，（）和与", "海关", "局", "市场监管局", "各区", "集团"]
    ),
    max_size=8,
).map("".join)
TEXTS = st.one_of(st.text(max_size=40), PIECES)
PLACES = st.one_of(st.none(), st.sampled_from(areas()))


@given(TEXTS, PLACES)
def test_spans_slice_back_in_order_without_overlap(text: str, within: Area | None) -> None:
    last = 0
    for start, end, hit in find_areas(text, within):
        assert last <= start < end <= len(text)
        last = end
        assert any(name in text[start:end] for name in (hit.name, *hit.aliases, *hit.near_aliases))


# --- bodies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "place", "name", "jurisdiction"),
    [
        ("市市场监管局", "深圳市", "深圳市市场监督管理局", "深圳市"),
        ("市市场监管局", "珠海市", "珠海市市场监督管理局", "珠海市"),
        ("市场监管局", "珠海市", "珠海市市场监督管理局", "珠海市"),
        ("县市监局", "苍南县", "苍南县市场监督管理局", "温州市苍南县"),
        ("市市场监管局", "苍南县", "温州市市场监督管理局", "温州市"),
        ("区财政局", "罗湖区", "深圳市罗湖区财政局", "深圳市罗湖区"),
        ("罗湖区财政局", "深圳市", "深圳市罗湖区财政局", "深圳市罗湖区"),
        ("南山区政府", "深圳市", "深圳市南山区人民政府", "深圳市南山区"),
        ("省科技厅", "广东省", "广东省科学技术厅", "广东省"),
        ("省科技厅", "深圳市", "广东省科学技术厅", "广东省"),
        ("省人力资源社会保障厅", "广东省", "广东省人力资源和社会保障厅", "广东省"),
        ("省卫生健康委", "广东省", "广东省卫生健康委员会", "广东省"),
        ("自治区财政厅", "广西壮族自治区", "广西壮族自治区财政厅", "广西壮族自治区"),
        ("州发改委", "恩施州", "恩施土家族苗族自治州发展和改革委员会", "恩施土家族苗族自治州"),
        ("市教委", "重庆市", "重庆市教育委员会", "重庆市"),
        ("市经济信息委", "重庆市", "重庆市经济和信息化委员会", "重庆市"),
        ("市经信局", "杭州市", "杭州市经济和信息化局", "杭州市"),
        ("市工信局", "郑州市", "郑州市工业和信息化局", "郑州市"),
        ("市发展改革委", "深圳市", "深圳市发展和改革委员会", "深圳市"),
        ("市发展改革局", "珠海市", "珠海市发展和改革局", "珠海市"),
        ("市住建局", "深圳市", "深圳市住房和建设局", "深圳市"),
        ("市住房建设局", "深圳市", "深圳市住房和建设局", "深圳市"),
        ("区住房建设局", "罗湖区", "深圳市罗湖区住房和建设局", "深圳市罗湖区"),
        ("市住房城乡建设局", "珠海市", "珠海市住房和城乡建设局", "珠海市"),
        ("县住建局", "苍南县", "苍南县住房和城乡建设局", "温州市苍南县"),
        ("市人力资源保障局", "深圳市", "深圳市人力资源和社会保障局", "深圳市"),
        ("市文化旅游广电体育局", "深圳市", "深圳市文化广电旅游体育局", "深圳市"),
        ("市科技创新委", "深圳市", "深圳市科技创新委员会", "深圳市"),
        ("市城管和综合执法局", "深圳市", "深圳市城市管理和综合执法局", "深圳市"),
        ("市国资委", "深圳市", "深圳市人民政府国有资产监督管理委员会", "深圳市"),
        ("市政府国资委", "郑州市", "郑州市人民政府国有资产监督管理委员会", "郑州市"),
        ("市口岸办", "深圳市", "深圳市人民政府口岸办公室", "深圳市"),
        ("市残联", "深圳市", "深圳市残疾人联合会", "深圳市"),
        ("省工商联", "广东省", "广东省工商业联合会", "广东省"),
        ("市总工会机关", "南充市", "南充市总工会", "南充市"),
        ("团市委", "郑州市", "共青团郑州市委员会", "郑州市"),
        ("团市委机关", "南充市", "共青团南充市委员会", "南充市"),
        ("市委", "深圳市", "中共深圳市委员会", "深圳市"),
        ("市委编办", "深圳市", "中共深圳市委机构编制委员会办公室", "深圳市"),
        ("省委金融办", "广东省", "中共广东省委金融委员会办公室", "广东省"),
        ("县委组织部（人才办）", "苍南县", "中共苍南县委组织部", "温州市苍南县"),
        ("省法院", "广东省", "广东省高级人民法院", "广东省"),
        ("市中级法院", "深圳市", "深圳市中级人民法院", "深圳市"),
        ("市中级人民法院", "珠海市", "珠海市中级人民法院", "珠海市"),
        ("区法院", "罗湖区", "深圳市罗湖区人民法院", "深圳市罗湖区"),
        ("省检察院", "广东省", "广东省人民检察院", "广东省"),
        ("东莞市政府", "广东省", "东莞市人民政府", "东莞市"),
        ("省政务服务数据管理局", "广东省", "广东省政务服务数据管理局", "广东省"),
        ("省政务和数据局", "广东省", "广东省政务服务和数据管理局", "广东省"),
        ("市地方金融监管局", "深圳市", "深圳市地方金融监督管理局", "深圳市"),
        ("市金融工作局", "珠海市", "珠海市金融工作局", "珠海市"),
    ],
)
def test_departments(printed: str, place: str, name: str, jurisdiction: str) -> None:
    body = placed(printed, place)
    assert body == Body(name, jurisdiction, BodyKind.AGENCY)


@pytest.mark.parametrize(
    ("printed", "name", "jurisdiction"),
    [
        ("深圳市税务局", "国家税务总局深圳市税务局", "深圳市"),
        ("珠海税务局", "国家税务总局珠海市税务局", "珠海市"),
        ("国家税务总局深圳市罗湖区税务局", "国家税务总局深圳市罗湖区税务局", "深圳市罗湖区"),
        ("广东海事局", "中华人民共和国广东海事局", "广东省"),
        ("深圳海关", "中华人民共和国深圳海关", "深圳市"),
        ("拱北海关", "中华人民共和国拱北海关", "珠海市"),
        ("黄埔海关", "中华人民共和国黄埔海关", "广州市"),
        ("海关总署广东分署", "中华人民共和国海关总署广东分署", "广东省"),
        ("广州出入境边防检查总站", "中华人民共和国广州出入境边防检查总站", "广州市"),
        ("深圳边检总站", "中华人民共和国深圳出入境边防检查总站", "深圳市"),
        ("国家外汇局深圳市分局", "国家外汇管理局深圳市分局", "深圳市"),
        ("国家外汇局广东省分局", "国家外汇管理局广东省分局", "广东省"),
        ("人民银行深圳中心支行", "中国人民银行深圳市中心支行", "深圳市"),
        ("人行湖北省分行", "中国人民银行湖北省分行", "湖北省"),
        ("人行南充市分行", "中国人民银行南充市分行", "南充市"),
        ("广东金融监管局", "国家金融监督管理总局广东监管局", "广东省"),
        ("湖北金融监管局", "国家金融监督管理总局湖北监管局", "湖北省"),
        ("深圳银保监局", "中国银行保险监督管理委员会深圳监管局", "深圳市"),
        ("深圳证监局", "中国证券监督管理委员会深圳监管局", "深圳市"),
        ("前海管理局", "深圳市前海深港现代服务业合作区管理局", "深圳市"),
        ("深汕特别合作区管委会", "深圳市深汕特别合作区管理委员会", "深圳市"),
        ("横琴粤澳深度合作区执委会", "横琴粤澳深度合作区执行委员会", "珠海市横琴新区"),
        ("深圳国际仲裁院", "深圳国际仲裁院", "深圳市"),
        ("深圳市公证处", "深圳市公证处", "深圳市"),
        ("海关总署", "中华人民共和国海关总署", "中国"),
        ("人民银行", "中国人民银行", "中国"),
    ],
)
@pytest.mark.parametrize("place", ["深圳市", "珠海市", "广东省", "苍南县", None])
def test_a_name_that_holds_a_place_keeps_it(printed: str, place: str | None, name: str, jurisdiction: str) -> None:
    assert placed(printed, place) == Body(name, jurisdiction, BodyKind.AGENCY)


@pytest.mark.parametrize(
    ("printed", "place", "name", "known"),
    [
        ("深圳供电局", "深圳市", "深圳供电局有限公司", True),
        ("珠海供电局", "珠海市", "广东电网有限责任公司珠海供电局", True),
        ("珠海水控集团", "珠海市", "珠海水务环境控股集团有限公司", True),
        ("市水务集团", "深圳市", "深圳市水务（集团）有限公司", True),
        ("市地铁集团", "深圳市", "深圳市地铁集团有限公司", True),
        ("佛山供电局", "广东省", "佛山供电局", False),
        ("县城投集团", "苍南县", "苍南县城投集团", False),
        ("中国移动南充分公司", "南充市", "中国移动南充分公司", False),
        ("杭州资本", "杭州市", "杭州资本", False),
    ],
)
def test_enterprises(printed: str, place: str, name: str, *, known: bool) -> None:
    body = placed(printed, place)
    assert (body.name, body.kind, body.known) == (name, BodyKind.ENTERPRISE, known)
    assert not body.ambiguous


@pytest.mark.parametrize(
    ("printed", "place", "jurisdiction"),
    [
        ("各区政府（新区管委会）", "深圳市", "深圳市"),
        ("各区政府(新区管委会)", "深圳市", "深圳市"),
        ("各区法院（新区管委会）", "深圳市", "深圳市"),
        ("各区（功能区）", "珠海市", "珠海市"),
        ("各区", "深圳市", "深圳市"),
        ("市各有关单位", "深圳市", "深圳市"),
        ("省各业务主管部门", "广东省", "广东省"),
        ("省各业务主管部门", "深圳市", "广东省"),
        ("市、区市场监管领域相关部门", "深圳市", "深圳市"),
        ("市联席会议成员单位", "深圳市", "深圳市"),
        ("金融企业", "深圳市", "深圳市"),
        ("证券登记结算机构", "深圳市", "深圳市"),
        ("有关区县", "重庆市", "重庆市"),
        ("有关市级部门", "重庆市", "重庆市"),
        ("各地级以上市人民政府", "广东省", "广东省"),
        ("各区、县（市）政府", "杭州市", "杭州市"),
        ("各OPC社区", "罗湖区", "深圳市罗湖区"),
        ("市各功能区管委会", "宿迁市", "宿迁市"),
        ("东莞市各镇街", "广东省", "东莞市"),
    ],
)
def test_classes_keep_their_name_as_printed(printed: str, place: str, jurisdiction: str) -> None:
    assert placed(printed, place) == Body(printed, jurisdiction, BodyKind.AGENCY_CLASS, known=False)


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("市知识产权联席会议", BodyKind.COLLABORATION),
        ("市优化营商环境改革工作领导小组", BodyKind.COLLABORATION),
        ("市人工智能专班", BodyKind.COLLABORATION),
        ("市优化营商环境改革工作领导小组办公室", BodyKind.AGENCY),
        ("市人工智能专班办公室", BodyKind.AGENCY),
    ],
)
def test_collaborations(printed: str, kind: BodyKind) -> None:
    body = placed(printed, "深圳市")
    assert (body.name, body.kind, body.jurisdiction) == ("深圳市" + printed[1:], kind, "深圳市")


@pytest.mark.parametrize(
    ("printed", "place", "name"),
    [
        ("市审管办", "杭州市", "杭州市审管办"),
        ("区科技和工业信息化局", "罗湖区", "深圳市罗湖区科技和工业信息化局"),
        ("罗湖区科技和工业信息化局", "深圳市", "深圳市罗湖区科技和工业信息化局"),
        ("市文广旅局", "南充市", "南充市文广旅局"),
        ("市行政审批政务信息管理局", "郑州市", "郑州市行政审批政务信息管理局"),
        ("珠海海关", "广东省", "中华人民共和国珠海海关"),
        ("市住房城乡建设局", "深圳市", "深圳市住房和城乡建设局"),
    ],
)
def test_what_is_not_known_is_completed_by_rule_and_says_so(printed: str, place: str, name: str) -> None:
    body = placed(printed, place)
    assert (body.name, body.known, body.ambiguous) == (name, False, False)


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        pytest.param("市市场监管局", None, id="no place"),
        pytest.param("市场监管局", None, id="no place, no prefix"),
        pytest.param("市市场监管局", "广东省", id="a city's bureau in a provincial document"),
        pytest.param("区财政局", "深圳市", id="a district's bureau in a city's document"),
        pytest.param("省财政厅", "重庆市", id="a province's department in a municipality"),
        pytest.param("各区政府", None, id="a class without a place"),
        pytest.param("省局", "深圳市", id="any bureau"),
        pytest.param("深圳市", "深圳市", id="a place is no body"),
        pytest.param("海关", "广州市", id="two customs districts"),
        pytest.param("市政数局", "深圳市", id="the old name or the new one"),
        pytest.param("义乌市财政局", "浙江省", id="a place that is not held"),
        pytest.param("南山区政府", None, id="several counties of the name"),
        pytest.param("世界银行", "深圳市", id="abroad"),
    ],
)
def test_ambiguous_names_stay_as_printed(printed: str, place: str | None) -> None:
    body = placed(printed, place)
    assert body.ambiguous
    assert (body.name, body.jurisdiction, body.known) == (printed, None, False)


def test_the_same_short_name_in_two_cities_is_two_bodies() -> None:
    names = {placed("市司法局", place).name for place in ("深圳市", "珠海市", "杭州市")}
    assert len(names) == 3


def test_a_renamed_body_is_another_body() -> None:
    old, new = placed("省政务服务数据管理局", "广东省"), placed("省政务和数据局", "广东省")
    known = known_body(old.name)
    assert known is not None
    assert known.renamed_to == body_iri(new.name)


@given(TEXTS, PLACES)
def test_any_text_gives_a_body_and_never_a_guess(text: str, place: Area | None) -> None:
    body = place_body(text, place, "doc")
    assert body == place_body(text, place, "other")
    assert body.ambiguous == (body.jurisdiction is None)
    if body.ambiguous:
        assert not body.known
        assert body.name == re.sub(r"\s+", "", text)
        assert body_iri(body.name, "doc") != body_iri(body.name, "other")
    else:
        assert body.name
        assert body.jurisdiction is not None
        assert area(body.jurisdiction) is not None


@given(TEXTS)
def test_without_a_place_a_level_says_nothing(text: str) -> None:
    body = place_body("市" + text, None, "doc")
    assert body.ambiguous or body.jurisdiction != "深圳市" or "深圳" in text
