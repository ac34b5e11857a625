"""The toy graph: twelve measures of three invented documents, small enough to check by hand.

guangdong-toy  广东省, undated          shenzhen-toy  深圳市, 2019-12-20      zhuhai-toy  珠海市, undated
1  excludes 深圳市, which has it  ────  2  证照联办              ────────────  1-1  origin 深圳市
2  excludes 深圳市, no reason            1  注销一窗通            ─ ─ ─ ─ ─ ─   1-1  (compared, not accepted)
3  in 海关特殊监管区域 only              3  用电报装              ────────────  1-2  origin 深圳市, 黄埔区
4  no scope                              4, 5 (hostile text)                   2-1  origin 江门市, held nowhere
"""

from __future__ import annotations

import hashlib
from functools import cache

from graph.projection import labels_of, node_labels, project
from graph.rows import Rows
from graph.store import Store
from ontology.identifiers import measure_iri
from ontology.link_triples import links_graph
from ontology.model import (
    Body,
    BodyKind,
    Bound,
    Cell,
    DatePrecision,
    Deadline,
    DocumentRecord,
    FeatureShare,
    Force,
    Instrument,
    InstrumentUse,
    LineageKind,
    LineageStatement,
    Link,
    Measure,
    MechanismKind,
    MechanismMention,
    Origin,
    Quote,
    Repair,
    Responsibility,
    Role,
    Scope,
    Span,
    StatedStatus,
    Status,
    Target,
)
from ontology.reference import reference_graph
from ontology.triples import document_graph

HOSTILE_TITLE = "<script>alert(1)</script>“引号”'\"&amp; \u202emirrored\u202c 🚢"
HOSTILE_CONTENT = "<p><b>不动产</b>登记</p></script><img src=x onerror=alert(2)> ]]> --> {{ 7*7 }} ${7*7}"

TAX_PROVINCE = Body("国家税务总局广东省税务局", "广东省")
TRADE_PROVINCE = Body("广东省商务厅", "广东省")
TAX_SHENZHEN = Body("国家税务总局深圳市税务局", "深圳市")
MARKET_SHENZHEN = Body("深圳市市场监督管理局", "深圳市")
DATA_SHENZHEN = Body("深圳市政务服务数据管理局", "深圳市")
POWER_SHENZHEN = Body("深圳供电局有限公司", "深圳市", BodyKind.ENTERPRISE)
DISTRICTS_SHENZHEN = Body("各区政府", "深圳市", BodyKind.AGENCY_CLASS)
DATA_ZHUHAI = Body("珠海市政务服务数据管理局", "珠海市")
DEVELOPMENT_ZHUHAI = Body("珠海市发展和改革局", "珠海市")
UNPLACED = Body("市金融局", None, ambiguous=True)


class Print:
    """A document as it would be printed: remembers where each piece of text stands."""

    def __init__(self) -> None:
        self.at = 0
        self.line = 0

    def quote(self, text: str, field: str) -> Quote:
        """Prints a line."""
        self.line += 1
        start = self.at
        end = start + len(text.encode())
        self.at = end + 1
        return Quote(text, Span(start, end, self.line), field)

    def cells(self, **columns: str) -> tuple[Cell, ...]:
        """Prints a row, one cell a line."""
        quotes = [self.quote(text, column) for column, text in columns.items()]
        return tuple(Cell(quote.field, quote.text, quote.span) for quote in quotes)


def carries(who: Body, role: Role, quote: Quote, role_quote: Quote | None = None) -> Responsibility:
    """A body in a role, as printed."""
    return Responsibility(who, role, quote.text, quote, role_quote)


def names(concept: str, kind: MechanismKind, cell: Cell, words: str) -> MechanismMention:
    """Words of a cell that name a mechanism."""
    return MechanismMention(concept, kind, _part(Quote(cell.text, cell.span, cell.column), words))


def documents() -> tuple[DocumentRecord, ...]:
    """The three documents."""
    return guangdong(), shenzhen(), zhuhai()


def guangdong() -> DocumentRecord:
    """A provincial list with scopes."""
    page = Print()
    known = page.quote("除深圳市（深圳市已复制推广）外全省范围", "推广范围")
    plain = page.quote("除深圳市外全省范围", "推广范围")
    customs = page.quote("全省海关特殊监管区域", "推广范围")
    scopes = (
        Scope(("广东省",), ("深圳市",), None, known, "深圳市已复制推广", ("深圳市",)),
        Scope(("广东省",), ("深圳市",), None, plain),
        Scope(("广东省",), (), "海关特殊监管区域", customs),
        None,
    )
    texts = (
        ("证照联办", "把多张证照并成一次申请，一套材料办完。", "商事制度"),
        ("纳税信用修复", "失信行为纠正后可申请修复信用。", "税务"),
        ("保税货物点对点流转", "同一主体的货物在区内直接流转。", "贸易便利化"),
        ("外贸单证无纸化", "单证一律在线提交。", "贸易便利化"),
    )
    carriers = ((TAX_PROVINCE, "省税务局"),) * 2 + ((TRADE_PROVINCE, "省商务厅"),) * 2

    def measure(number: int) -> Measure:
        (title, content, domain), (who, printed) = texts[number - 1], carriers[number - 1]
        cells = page.cells(序号=str(number), 创新经验=title, 主要内容=content)
        return Measure(
            document="guangdong-toy",
            number=number,
            title=title,
            content=content,
            cells=cells,
            line=cells[0].span.line,
            domain=domain,
            domain_quote=page.quote(domain, "领域"),
            responsibilities=(carries(who, Role.RESPONSIBLE, page.quote(printed, "负责单位")),),
            scope=scopes[number - 1],
        )

    measures = tuple(measure(number) for number in (1, 2, 3, 4))
    return _document("guangdong-toy", "广东省复制推广改革经验清单", "广东省", None, measures)


def shenzhen() -> DocumentRecord:
    """A city's task list with leads, deadlines and bodies of every kind."""
    page = Print()
    lead = page.quote("市市场监管局、市税务局", "牵头单位")
    market = carries(MARKET_SHENZHEN, Role.LEAD, _part(lead, "市市场监管局"))
    tax = carries(TAX_SHENZHEN, Role.LEAD, _part(lead, "市税务局"))
    districts = carries(DISTRICTS_SHENZHEN, Role.RESPONSIBLE, page.quote("各区政府", "责任单位"))
    power = carries(POWER_SHENZHEN, Role.LEAD, page.quote("深圳供电局", "牵头单位"))
    data = carries(DATA_SHENZHEN, Role.LEAD, page.quote("市政务服务数据管理局", "牵头单位"))
    unplaced = carries(UNPLACED, Role.RESPONSIBLE, page.quote("市金融局", "责任单位"))
    texts = (
        ("注销一窗通", "企业注销一次申报，各部门同步办理。", "开办企业"),
        ("证照联办", "营业执照与许可证一次申请、并联审批，一套材料办完。", "开办企业"),
        ("小微企业用电极速报装", "低压用电今天申请，明天通电。", "获得电力"),
        ("秒批事项扩容", "系统自动比对数据，无人工干预审批。", "政务服务"),
        (HOSTILE_TITLE, HOSTILE_CONTENT, "政务服务"),
    )
    carriers = ((market, tax), (market, districts), (power,), (data,), (unplaced,))
    named = {
        1: (("exit-platform", MechanismKind.INSTRUMENT, 1, "注销一窗通"),),
        2: (
            ("operating-permits", MechanismKind.OBJECT, 2, "许可证"),
            ("parallel-approval", MechanismKind.INSTRUMENT, 2, "并联审批"),
        ),
        4: (("automatic-approval", MechanismKind.INSTRUMENT, 1, "秒批"),),
    }
    due: tuple[tuple[str | None, DatePrecision | None], ...] = (
        ("2020-06", "month"),
        ("2020-03-31", "day"),
        ("2020-06", "month"),
        (None, None),
        (None, None),
    )

    def measure(number: int) -> Measure:
        (title, content, domain), (value, precision) = texts[number - 1], due[number - 1]
        cells = page.cells(序号=str(number), 任务=title, 内容=content)
        words = page.quote(value or "持续推进", "完成时限")
        return Measure(
            document="shenzhen-toy",
            number=number,
            title=title,
            content=content,
            cells=cells,
            line=cells[0].span.line,
            domain=domain,
            responsibilities=carriers[number - 1],
            deadline=Deadline(value, precision, value is None, words),
            mechanisms=tuple(names(one, kind, cells[n], text) for one, kind, n, text in named.get(number, ())),
        )

    measures = tuple(measure(number) for number in (1, 2, 3, 4, 5))
    return _document("shenzhen-toy", "深圳市优化营商环境改革任务", "深圳市", "2019-12-20", measures)


def zhuhai() -> DocumentRecord:
    """A city's table in two lists that names where each practice comes from."""
    page = Print()
    data = carries(DATA_ZHUHAI, Role.RESPONSIBLE, page.quote("市政务服务数据管理局", "责任单位"))
    both = page.quote("市发展改革局统筹、市政务服务数据管理局配合", "责任单位")
    pair = (
        carries(DEVELOPMENT_ZHUHAI, Role.COORDINATING, _part(both, "市发展改革局"), _part(both, "统筹")),
        carries(DATA_ZHUHAI, Role.COOPERATING, _part(both, "市政务服务数据管理局"), _part(both, "配合")),
    )
    steps = page.quote("依照《珠海市证照联办实施办法》起草珠海市证照条例，由5个工作日压缩至3个工作日以内。", "工作措施")
    cited, planned = _part(steps, "《珠海市证照联办实施办法》"), _part(steps, "珠海市证照条例")
    sooner = _part(steps, "5个工作日压缩至3个工作日以内")

    def measure(
        key: tuple[int, int],
        title: str,
        content: str,
        origins: dict[str, str],
        bodies: tuple[Responsibility, ...],
        status: Status | None = None,
        remark: str | None = None,
        instruments: tuple[Instrument, ...] = (),
        named: tuple[tuple[str, MechanismKind, int, str], ...] = (),
        targets: tuple[Target, ...] = (),
        lineage: dict[str, tuple[LineageKind, str | None, str | None, str | None, str | None]] | None = None,
        work: str | None = None,
    ) -> Measure:
        cells = page.cells(序号=str(key[1]), 改革措施=title, 主要做法=content)
        if work is not None:
            cells += page.cells(工作措施=work)
        practice = Quote(content, cells[2].span, "主要做法")
        remarks = page.quote(remark or "", "备注")
        first = key[0] == 1
        return Measure(
            document="zhuhai-toy",
            number=key[1],
            list_number=key[0],
            list_title="在全省复制推广的改革举措" if first else "供全省借鉴的改革举措",
            force=Force.REPLICATE if first else Force.REFERENCE,
            title=title,
            content=content,
            cells=cells,
            line=cells[0].span.line,
            domain="政务服务",
            responsibilities=bodies,
            instruments=instruments,
            lineage=tuple(
                LineageStatement(*said, _part(Quote(cells[-1].text, cells[-1].span, "工作措施"), words))
                for words, said in (lineage or {}).items()
            ),
            work_measures=work,
            targets=targets,
            status=None if status is None else StatedStatus(status, remarks),
            remark=remark,
            mechanisms=tuple(names(one, kind, cells[n], text) for one, kind, n, text in named),
            origins=tuple(Origin(area, _part(practice, words)) for area, words in origins.items()),
        )

    measures = (
        measure(
            (1, 1),
            "证照主题联办",
            "深圳市把营业执照与经营许可证一次申请、并联审批。",
            {"深圳市": "深圳市"},
            (data,),
            Status.COMPLETED,
            "已完成。",
            (
                Instrument(cited.text, cited, InstrumentUse.BASIS),
                Instrument(planned.text, planned, InstrumentUse.TO_CREATE),
            ),
            (
                ("joint-licensing", MechanismKind.INSTRUMENT, 1, "证照主题联办"),
                ("operating-permits", MechanismKind.OBJECT, 2, "经营许可"),
                ("parallel-approval", MechanismKind.INSTRUMENT, 2, "并联审批"),
            ),
            (Target(None, 5.0, 3.0, None, "工作日", Bound.AT_MOST, sooner),),
        ),
        measure(
            (1, 2),
            "用电极速报装",
            "深圳市、广州市黄埔区为小微企业极速通电。",
            {"深圳市": "深圳市", "黄埔区": "广州市黄埔区"},
            pair,
            Status.IN_PROGRESS,
            "正在推进。",
        ),
        measure(
            (2, 1),
            "开办企业一天办结",
            "江门市一天内办完开办企业全部事项。",
            {"江门市": "江门市"},
            (data,),
            lineage={
                "参考广州市做法": (LineageKind.LEARNS_FROM, "广州市", None, None, None),
                "在全省率先": (LineageKind.FIRST, None, "率先", "全省", None),
            },
            work="参考广州市做法，在全省率先2个环节1天办完开办企业事项。",
        ),
    )
    title = measures[0].cells[1].span
    repair = Repair("heading-joined", "证照主题\n联办", "证照主题联办", title, "zhuhai-toy/1-1")
    return _document("zhuhai-toy", "珠海市任务分工表", "珠海市", None, measures, (repair,))


def links() -> tuple[Link, ...]:
    """Three accepted links and one pair that was compared and not accepted."""

    def link(a: str, b: str, score: float, words: tuple[str, ...], *, accepted: bool = True) -> Link:
        features = (FeatureShare("phrases", score, 2.4 * score), FeatureShare("agencies", None, 0.0))
        return Link(a, b, score, accepted, features, words, "toy")

    return (
        link("guangdong-toy/1", "shenzhen-toy/2", 0.83, ("证照", "一套材料")),
        link("shenzhen-toy/2", "zhuhai-toy/1-1", 0.91, ("许可证", "并联审批")),
        link("shenzhen-toy/3", "zhuhai-toy/1-2", 0.88, ("用电", "极速报装")),
        link("shenzhen-toy/1", "zhuhai-toy/1-1", 0.31, ("申报",), accepted=False),
    )


@cache
def rows() -> tuple[Rows, ...]:
    """Everything as rows: reference data as far as documents lead to it, then documents, then links."""
    reference = reference_graph()
    elsewhere = labels_of(reference)
    stated = [project(document_graph(one), elsewhere) for one in documents()]
    measures = {measure_iri(one.id): "Measure" for document in documents() for one in document.measures}
    return (_used(project(reference, {}), stated), *stated, project(links_graph(links()), measures))


def push_toy(store: Store) -> None:
    """Puts the toy graph into an empty store."""
    store.ensure_schema(node_labels())
    for one in rows():
        store.push(one)


def holds_toy(store: Store) -> bool:
    """Whether the store holds just that, so that tests that only read need not put it there again."""
    return store.sources() == {one.source: one.digest for one in rows()}


def _used(reference: Rows, stated: list[Rows]) -> Rows:
    wanted = {edge.end for one in stated for edge in one.edges} & {node.iri for node in reference.nodes}
    while True:
        more = {
            e.end for e in reference.edges if e.start in wanted and e.type in ("WITHIN", "JURISDICTION", "BROADER")
        } - wanted
        if not more:
            break
        wanted |= more
    nodes = tuple(node for node in reference.nodes if node.iri in wanted)
    edges = tuple(e for e in reference.edges if e.start in wanted and e.end in wanted)
    return Rows(reference.source, nodes, edges)


def _part(whole: Quote, words: str) -> Quote:
    """Some words of a quote, where they stand."""
    start = whole.span.start + len(whole.text[: whole.text.index(words)].encode())
    return Quote(words, Span(start, start + len(words.encode()), whole.span.line), whole.field)


def _document(
    name: str,
    title: str,
    place: str,
    issued: str | None,
    measures: tuple[Measure, ...],
    repairs: tuple[Repair, ...] = (),
) -> DocumentRecord:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return DocumentRecord(name, title, digest, digest, "utf-8", place, "title", issued, measures, repairs)
