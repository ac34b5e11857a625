"""Every question answered from the toy graph, on both engines; the answers are worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store import Plain, Store
from ontology.identifiers import ID
from queries.catalogue import catalogue, question
from queries.run import ask
from tests.toy import HOSTILE_TITLE

ALL: dict[str, Any] = {"skip": 0, "limit": 100}
AGENCY = f"{ID}agency/"
AREA = f"{ID}area/"

Case = tuple[str, dict[str, Any], str, list[tuple[Any, ...]]]
"""Question, parameters, the columns looked at, and the rows of these."""

MEASURES: list[Case] = [
    (
        "reconcilable_measures",
        {},
        "id document place_name",
        [
            *((f"guangdong-toy/{number}", "guangdong-toy", "广东省") for number in range(1, 5)),
            *((f"shenzhen-toy/{number}", "shenzhen-toy", "深圳市") for number in range(1, 6)),
            *((f"zhuhai-toy/{number}", "zhuhai-toy", "珠海市") for number in ("1-1", "1-2", "2-1")),
        ],
    ),
    (
        "measures",
        {"document": "zhuhai-toy", **ALL},
        "id number list_number title domain place status force deadline leads bodies",
        [
            ("zhuhai-toy/1-1", 1, 1, "证照主题联办", "政务服务", "珠海市", "completed", "replicate", None, [],
             ["珠海市政务服务数据管理局"]),
            ("zhuhai-toy/1-2", 2, 1, "用电极速报装", "政务服务", "珠海市", "in_progress", "replicate", None, [],
             ["珠海市发展和改革局", "珠海市政务服务数据管理局"]),
            ("zhuhai-toy/2-1", 1, 2, "开办企业一天办结", "政务服务", "珠海市", None, "reference", None, [],
             ["珠海市政务服务数据管理局"]),
        ],
    ),
    (
        "measures",
        {"agency": "税务局", "role": "lead", **ALL},
        "id leads",
        [("shenzhen-toy/1", ["深圳市市场监督管理局", "国家税务总局深圳市税务局"])],
    ),
    ("measures", {"place": "深圳", "domain": "企业", **ALL}, "id", [("shenzhen-toy/1",), ("shenzhen-toy/2",)]),
    ("measures", {"place": "440400", "status": "not_stated", **ALL}, "id", [("zhuhai-toy/2-1",)]),
    ("measures", {"text": "SCRIPT", **ALL}, "id title", [("shenzhen-toy/5", HOSTILE_TITLE)]),
    ("measures", {"skip": 3, "limit": 2}, "id", [("guangdong-toy/4",), ("shenzhen-toy/1",)]),
    (
        "measures",
        {"document": "shenzhen-toy", "sort": "deadline", "skip": 0, "limit": 4},
        "id deadline",
        [("shenzhen-toy/2", "2020-03-31"), ("shenzhen-toy/1", "2020-06"), ("shenzhen-toy/3", "2020-06"),
         ("shenzhen-toy/4", None)],
    ),
    (
        "measures",
        {"document": "shenzhen-toy", "sort": "deadline", "descending": True, "skip": 1, "limit": 3},
        "id",
        [("shenzhen-toy/3",), ("shenzhen-toy/2",), ("shenzhen-toy/4",)],
    ),
    ("measures", {"due_from": "2020-04", "due_to": "2020-06-99", **ALL}, "id", [("shenzhen-toy/1",), ("shenzhen-toy/3",)]),
    ("measures", {"mechanism": "digital-service", "batch": "改革任务", **ALL}, "id", [("shenzhen-toy/1",), ("shenzhen-toy/4",)]),
    ("measures", {"origin": "440112", **ALL}, "id", [("zhuhai-toy/1-2",)]),
    (
        "measures_by_document",
        {},
        "document measures",
        [("guangdong-toy", 4), ("shenzhen-toy", 5), ("zhuhai-toy", 3)],
    ),
    (
        "measures_by_document",
        {"status": "not_stated"},
        "document measures",
        [("guangdong-toy", 4), ("shenzhen-toy", 5), ("zhuhai-toy", 1)],
    ),
    ("measures_by_document", {"agency": "nobody"}, "document measures", []),
    (
        "measure",
        {"id": "shenzhen-toy/2"},
        "id document list_number title domain place place_code issued status deadline precision ongoing line",
        [("shenzhen-toy/2", "shenzhen-toy", None, "证照联办", "开办企业", "深圳市", "440300", "2019-12-20", None,
          "2020-03-31", "day", False, 10)],
    ),
    ("measure", {"id": "shenzhen-toy/9"}, "id", []),
    (
        "measure_cells",
        {"id": "zhuhai-toy/1-2"},
        "number column text line",
        [(1, "序号", "2", 8), (2, "改革措施", "用电极速报装", 9),
         (3, "主要做法", "深圳市、广州市黄埔区为小微企业极速通电。", 10)],
    ),
    (
        "measure_bodies",
        {"id": "zhuhai-toy/1-2"},
        "name kind jurisdiction ambiguous role printed role_words quote field line start end",
        [
            ("珠海市发展和改革局", "Agency", "珠海市", False, "coordinating", "市发展改革局", "统筹", "市发展改革局",
             "责任单位", 2, 31, 49),
            ("珠海市政务服务数据管理局", "Agency", "珠海市", False, "cooperating", "市政务服务数据管理局", "配合",
             "市政务服务数据管理局", "责任单位", 2, 58, 88),
        ],
    ),
    (
        "measure_bodies",
        {"id": "shenzhen-toy/5"},
        "name jurisdiction ambiguous role",
        [("市金融局", None, True, "responsible")],
    ),
    (
        "measure_scope",
        {"id": "guangdong-toy/1"},
        "includes excludes zone_type exclusion_reason quote line",
        [(["广东省"], ["深圳市"], None, "深圳市已复制推广", "除深圳市（深圳市已复制推广）外全省范围", 1)],
    ),
    (
        "measure_scope",
        {"id": "guangdong-toy/3"},
        "includes excludes zone_type exclusion_reason",
        [(["广东省"], [], "海关特殊监管区域", None)],
    ),
    ("measure_scope", {"id": "guangdong-toy/4"}, "raw_text", []),
    (
        "measure_origins",
        {"id": "zhuhai-toy/1-2"},
        "area code quote field line",
        [("深圳市", "440300", "深圳市", "主要做法", 10), ("黄埔区", "440112", "广州市黄埔区", "主要做法", 10)],
    ),
    (
        "measure_adoptions",
        {"id": "guangdong-toy/1"},
        "area code quote",
        [("深圳市", "440300", "除深圳市（深圳市已复制推广）外全省范围")],
    ),
    ("measure_adoptions", {"id": "guangdong-toy/2"}, "area", []),
    (
        "measure_instruments",
        {"id": "zhuhai-toy/1-1"},
        "title use quote field",
        [
            ("《珠海市证照联办实施办法》", "BASED_ON", "《珠海市证照联办实施办法》", "工作措施"),
            ("珠海市证照条例", "PLANS_TO_CREATE", "珠海市证照条例", "工作措施"),
        ],
    ),
    (
        "instruments_planned",
        {},
        "measure intention instrument",
        [("zhuhai-toy/1-1", "PLANS_TO_CREATE", "珠海市证照条例")],
    ),
    (
        "measure_targets",
        {"id": "zhuhai-toy/1-1"},
        "metric baseline value change unit bound quote",
        [(None, 5.0, 3.0, None, "工作日", "at_most", "5个工作日压缩至3个工作日以内")],
    ),
    (
        "measure_evidence",
        {"id": "zhuhai-toy/1-1"},
        "fact value quote field",
        [("HAS_STATUS", "completed", "已完成。", "备注")],
    ),
    (
        "measure_evidence",
        {"id": "shenzhen-toy/4"},
        "fact value quote",
        [("HAS_DEADLINE", "持续推进", "持续推进")],
    ),
    (
        "measure_links",
        {"id": "zhuhai-toy/1-1", "candidates": True, **ALL},
        "measure place issued score accepted rule",
        [("shenzhen-toy/2", "深圳市", "2019-12-20", 0.91, True, "toy"),
         ("shenzhen-toy/1", "深圳市", "2019-12-20", 0.31, False, "toy")],
    ),
    (
        "measure_links",
        {"id": "zhuhai-toy/1-1", "candidates": False, **ALL},
        "measure",
        [("shenzhen-toy/2",)],
    ),
    ("measure_links_total", {"id": "zhuhai-toy/1-1"}, "accepted candidates", [(1, 1)]),
    (
        "link_explanation",
        {"a": "shenzhen-toy/2", "b": "zhuhai-toy/1-1"},
        "a_title b_title score accepted grade shared_words run documents",
        [("证照联办", "证照主题联办", 0.91, True, None, ["并联审批", "许可证"], None, None)],
    ),
    ("link_explanation", {"a": "zhuhai-toy/1-1", "b": "shenzhen-toy/2"}, "a", []),
    ("measure_links_total", {"id": "shenzhen-toy/5"}, "accepted candidates", [(0, 0)]),
    (
        "lineage_origins",
        {"id": "zhuhai-toy/1-2"},
        "area measure place issued score",
        [("深圳市", "shenzhen-toy/3", "深圳市", "2019-12-20", 0.88)],
    ),
    ("lineage_origins", {"id": "zhuhai-toy/2-1"}, "area", []),
    (
        "lineage_adoptions",
        {"id": "guangdong-toy/1"},
        "area measure score",
        [("深圳市", "shenzhen-toy/2", 0.83)],
    ),
    # Shenzhen is left out of the scope, so its comparable measure is not among those covered.
    ("lineage_scope", {"id": "guangdong-toy/1"}, "measure", []),
    (
        "lineage_named_by",
        {"id": "shenzhen-toy/3"},
        "measure place issued score area quote line",
        [("zhuhai-toy/1-2", "珠海市", None, 0.88, "深圳市", "深圳市", 10)],
    ),
    ("lineage_named_by", {"id": "shenzhen-toy/1"}, "measure", []),
    (
        "measure_mechanisms",
        {"id": "zhuhai-toy/1-1"},
        "mechanism name name_en kind quote field line",
        [
            ("joint-licensing", "证照联办", "Licence and permits on one application", "instrument", "证照主题联办",
             "改革措施", 5),
            ("operating-permits", "涉企经营许可", "Operating permits", "object", "经营许可", "主要做法", 6),
            ("parallel-approval", "并联审批", "Parallel approval", "instrument", "并联审批", "主要做法", 6),
        ],
    ),
    ("measure_mechanisms", {"id": "shenzhen-toy/5"}, "mechanism", []),
    (
        "measure_shared_mechanisms",
        {"id": "shenzhen-toy/2", **ALL},
        "measure document place shared objects instruments",
        [("zhuhai-toy/1-1", "zhuhai-toy", "珠海市", 2, ["涉企经营许可"], ["并联审批"])],
    ),
    ("measure_shared_mechanisms", {"id": "shenzhen-toy/1", **ALL}, "measure", []),
    (
        "mechanism_measures",
        {"mechanism": "并联审批", **ALL},
        "measure document place issued mechanism quote",
        [
            ("shenzhen-toy/2", "shenzhen-toy", "深圳市", "2019-12-20", "parallel-approval", "并联审批"),
            ("zhuhai-toy/1-1", "zhuhai-toy", "珠海市", None, "parallel-approval", "并联审批"),
        ],
    ),
    # A broader mechanism finds what names a narrower one: 秒批 is a digital service.
    (
        "mechanism_measures",
        {"mechanism": "digital-service", **ALL},
        "measure mechanism",
        [("shenzhen-toy/1", "exit-platform"), ("shenzhen-toy/4", "automatic-approval")],
    ),
    (
        "mechanism_places",
        {"mechanism": "parallel-approval"},
        "place code measures documents first_issued",
        [("深圳市", "440300", 1, ["shenzhen-toy"], "2019-12-20"), ("珠海市", "440400", 1, ["zhuhai-toy"], None)],
    ),
    ("mechanism_places", {"mechanism": "arbitration"}, "place", []),
    (
        "mechanism_uses",
        {},
        "mechanism measures",
        [("operating-permits", 2), ("parallel-approval", 2), ("automatic-approval", 1), ("exit-platform", 1),
         ("joint-licensing", 1)],
    ),
]  # fmt: skip

LINEAGE: list[Case] = [
    (
        "lineage_statements",
        {"id": "zhuhai-toy/2-1"},
        "measure place issued origins kind area qualifier extent practice quote field line",
        [
            ("zhuhai-toy/2-1", "珠海市", None, ["江门市"], "learns_from", "广州市", None, None, None, "参考广州市做法",
             "工作措施", 15),
            ("zhuhai-toy/2-1", "珠海市", None, ["江门市"], "first", None, "率先", "全省", None, "在全省率先", "工作措施", 15),
        ],
    ),
    ("lineage_statements", {"kind": "upgrades"}, "measure", []),
    (
        "origin_claims",
        {},
        "measure place area city held quote",
        [
            ("zhuhai-toy/1-1", "珠海市", "深圳市", "深圳市", ["shenzhen-toy"], "深圳市"),
            ("zhuhai-toy/1-2", "珠海市", "深圳市", "深圳市", ["shenzhen-toy"], "深圳市"),
            ("zhuhai-toy/1-2", "珠海市", "广州市黄埔区", "广州市", [], "广州市黄埔区"),
            ("zhuhai-toy/2-1", "珠海市", "江门市", "江门市", [], "江门市"),
        ],
    ),
    ("asserted_adoptions", {}, "measure area document", [("guangdong-toy/1", "深圳市", "guangdong-toy")]),
    (
        "asserted_candidates",
        {"document": "guangdong-toy"},
        "source area measure score accepted",
        [("guangdong-toy/1", "深圳市", "shenzhen-toy/2", 0.83, True)],
    ),
    (
        "scoped_measures",
        {"document": "guangdong-toy"},
        "measure includes excludes zone_type quote",
        [
            ("guangdong-toy/1", ["广东省"], ["深圳市"], None, "除深圳市（深圳市已复制推广）外全省范围"),
            ("guangdong-toy/2", ["广东省"], ["深圳市"], None, "除深圳市外全省范围"),
            ("guangdong-toy/3", ["广东省"], [], "海关特殊监管区域", "全省海关特殊监管区域"),
            ("guangdong-toy/4", [], [], None, None),
        ],
    ),
    (
        "gap_rows",
        {"place": "珠海市", "document": "shenzhen-toy"},
        "source measure score",
        [("shenzhen-toy/2", "zhuhai-toy/1-1", 0.91), ("shenzhen-toy/3", "zhuhai-toy/1-2", 0.88)],
    ),
    ("stated_derivations", {}, "measure", []),
    ("measures_held", {}, "total", [(12,)]),
    (
        "lineage_around",
        {"ids": ["guangdong-toy/2", "nowhere/1"]},
        "measure title document place issued origins learned asserted derivations links",
        [("guangdong-toy/2", "纳税信用修复", "guangdong-toy", "广东省", None, [], [], [], [], [])],
    ),
    (
        "accepted_links",
        {"ids": ["zhuhai-toy/1-2"]},
        "a a_place a_issued b b_place b_issued score",
        [("shenzhen-toy/3", "深圳市", "2019-12-20", "zhuhai-toy/1-2", "珠海市", None, 0.88)],
    ),
    (
        "mechanisms_of_measures",
        {"ids": ["zhuhai-toy/1-1"]},
        "measure mechanism measures",
        [
            ("zhuhai-toy/1-1", "joint-licensing", 1),
            ("zhuhai-toy/1-1", "operating-permits", 2),
            ("zhuhai-toy/1-1", "parallel-approval", 2),
        ],
    ),
    # The toy store holds no functions, which stand in the reference data.
    ("agency_same_function", {"agency": "国家税务总局深圳市税务局"}, "name", []),
    (
        "agency_comparable",
        {"agency": "深圳市市场监督管理局", "place": "珠海市"},
        "name own_measure own_role measure role score quote",
        [("珠海市政务服务数据管理局", "shenzhen-toy/2", "lead", "zhuhai-toy/1-1", "responsible", 0.91, "市政务服务数据管理局")],
    ),
]  # fmt: skip

AGENCIES: list[Case] = [
    (
        "reconcilable_bodies",
        {},
        "name kind place measures",
        [
            ("市金融局", "Agency", None, 1),
            ("国家税务总局广东省税务局", "Agency", "广东省", 2),
            ("国家税务总局深圳市税务局", "Agency", "深圳市", 1),
            ("广东省商务厅", "Agency", "广东省", 2),
            ("深圳供电局有限公司", "Enterprise", "深圳市", 1),
            ("各区政府", "AgencyClass", "深圳市", 1),
            ("深圳市市场监督管理局", "Agency", "深圳市", 2),
            ("深圳市政务服务数据管理局", "Agency", "深圳市", 1),
            ("珠海市发展和改革局", "Agency", "珠海市", 1),
            ("珠海市政务服务数据管理局", "Agency", "珠海市", 3),
        ],
    ),
    (
        "reconcilable_areas",
        {},
        "qualified_name code within_name",
        [
            ("广东省", "440000", "中国"),
            ("广州市", "440100", "广东省"),
            ("广州市黄埔区", "440112", "广州市"),
            ("深圳市", "440300", "广东省"),
            ("珠海市", "440400", "广东省"),
            ("江门市", "440700", "广东省"),
            ("中国", "CN", None),
        ],
    ),
    (
        "agencies",
        ALL,
        "name kind jurisdiction ambiguous measures lead responsible coordinating cooperating",
        [
            ("珠海市政务服务数据管理局", "Agency", "珠海市", False, 3, 0, 2, 0, 1),
            ("国家税务总局广东省税务局", "Agency", "广东省", False, 2, 0, 2, 0, 0),
            ("广东省商务厅", "Agency", "广东省", False, 2, 0, 2, 0, 0),
            ("深圳市市场监督管理局", "Agency", "深圳市", False, 2, 2, 0, 0, 0),
            ("各区政府", "AgencyClass", "深圳市", False, 1, 0, 1, 0, 0),
            ("国家税务总局深圳市税务局", "Agency", "深圳市", False, 1, 1, 0, 0, 0),
            ("市金融局", "Agency", None, True, 1, 0, 1, 0, 0),
            ("深圳供电局有限公司", "Enterprise", "深圳市", False, 1, 1, 0, 0, 0),
            ("深圳市政务服务数据管理局", "Agency", "深圳市", False, 1, 1, 0, 0, 0),
            ("珠海市发展和改革局", "Agency", "珠海市", False, 1, 0, 0, 1, 0),
        ],
    ),
    (
        "agencies",
        {"text": "税务局", "place": "深圳市", **ALL},
        "iri measures",
        [(f"{AGENCY}国家税务总局深圳市税务局", 1)],
    ),
    ("agencies_total", {}, "total", [(10,)]),
    ("agencies_total", {"kind": "AgencyClass"}, "total", [(1,)]),
    ("agencies_total", {"role": "lead", "document": "shenzhen-toy"}, "total", [(4,)]),
    (
        "agency",
        {"name": "深圳市市场监督管理局"},
        "name kind jurisdiction measures lead responsible coordinating cooperating renamed_to",
        [("深圳市市场监督管理局", "Agency", "深圳市", 2, 2, 0, 0, 0, None)],
    ),
    (
        "agency_measures",
        {"name": "珠海市政务服务数据管理局", **ALL},
        "measure document role printed role_words quote line",
        [
            ("zhuhai-toy/1-1", "zhuhai-toy", "responsible", "市政务服务数据管理局", None, "市政务服务数据管理局", 1),
            ("zhuhai-toy/1-2", "zhuhai-toy", "cooperating", "市政务服务数据管理局", "配合", "市政务服务数据管理局", 2),
            ("zhuhai-toy/2-1", "zhuhai-toy", "responsible", "市政务服务数据管理局", None, "市政务服务数据管理局", 1),
        ],
    ),
    ("agency_measures_total", {"name": "珠海市政务服务数据管理局"}, "total", [(3,)]),
    ("agency_measures_total", {"name": "珠海市政务服务数据管理局", "role": "lead"}, "total", [(0,)]),
]  # fmt: skip

DOCUMENTS: list[Case] = [
    ("judgements", ALL, "a b verdict", []),
    ("judgements_total", {}, "total", [(0,)]),
    (
        "place_mechanisms",
        {},
        "place mechanism name measures",
        [
            ("深圳市", "automatic-approval", "秒批", 1),
            ("深圳市", "exit-platform", "注销一窗通", 1),
            ("深圳市", "operating-permits", "涉企经营许可", 1),
            ("深圳市", "parallel-approval", "并联审批", 1),
            ("珠海市", "joint-licensing", "证照联办", 1),
            ("珠海市", "operating-permits", "涉企经营许可", 1),
            ("珠海市", "parallel-approval", "并联审批", 1),
        ],
    ),
    ("proposals", ALL, "a b verdict", []),
    ("proposals_total", {}, "total", [(0,)]),
    ("ambiguous_bodies", {}, "name document printed", [("市金融局", "shenzhen-toy", "市金融局")]),
    ("agency_changes", {}, "before", []),
    (
        "documents",
        {},
        "id title issued place place_code place_basis measures",
        [
            ("guangdong-toy", "广东省复制推广改革经验清单", None, "广东省", "440000", "title", 4),
            ("shenzhen-toy", "深圳市优化营商环境改革任务", "2019-12-20", "深圳市", "440300", "title", 5),
            ("zhuhai-toy", "珠海市任务分工表", None, "珠海市", "440400", "title", 3),
        ],
    ),
    ("documents", {"id": "zhuhai-toy"}, "id", [("zhuhai-toy",)]),
    (
        "document_parts",
        {"id": "zhuhai-toy"},
        "list_number list_title force domain measures",
        [
            (1, "在全省复制推广的改革举措", "replicate", "政务服务", 2),
            (2, "供全省借鉴的改革举措", "reference", "政务服务", 1),
        ],
    ),
    (
        "document_repairs",
        {"id": "zhuhai-toy"},
        "rule measure before after uncertain line",
        [("heading-joined", "zhuhai-toy/1-1", "证照主题\n联办", "证照主题联办", False, 5)],
    ),
    (
        "areas",
        {"used": True, **ALL},
        "code name level within documents origins adoptions included excluded",
        [
            ("440000", "广东省", "province", "中国", 1, 0, 0, 3, 0),
            ("440112", "黄埔区", "county", "广州市", 0, 1, 0, 0, 0),
            ("440300", "深圳市", "prefecture", "广东省", 1, 2, 1, 0, 2),
            ("440400", "珠海市", "prefecture", "广东省", 1, 0, 0, 0, 0),
            ("440700", "江门市", "prefecture", "广东省", 0, 1, 0, 0, 0),
        ],
    ),
    ("areas", {"used": False, "text": "shenzhen", **ALL}, "name name_en", [("深圳市", "Shenzhen")]),
    (
        "harmonised_domains",
        {},
        "harmonised harmonised_code relation document domain measures",
        [
            ("政务服务", "government-services", "EXACT_MATCH", "shenzhen-toy", "政务服务", 2),
            ("政务服务", "government-services", "EXACT_MATCH", "zhuhai-toy", "政务服务", 3),
            ("市场准入与退出", "starting-a-business", "CLOSE_MATCH", "guangdong-toy", "商事制度", 1),
            ("市场准入与退出", "starting-a-business", "BROAD_MATCH", "shenzhen-toy", "开办企业", 2),
            ("纳税", "taxes", "EXACT_MATCH", "guangdong-toy", "税务", 1),
            ("跨境贸易", "trade", "EXACT_MATCH", "guangdong-toy", "贸易便利化", 2),
            ("市政公用服务", "utilities", "BROAD_MATCH", "shenzhen-toy", "获得电力", 1),
        ],
    ),
    ("harmonised_domains", {"domain": "taxes"}, "document domain", [("guangdong-toy", "税务")]),
    ("areas_total", {"used": False}, "total", [(7,)]),
    ("areas_total", {"used": True, "level": "prefecture"}, "total", [(3,)]),
    (
        "counts",
        {},
        "element name count",
        [
            *(("node", name, count) for name, count in {
                "Agency": 8, "AgencyClass": 1, "Area": 7, "Cell": 37, "Deadline": 5, "Document": 3, "Domain": 7,
                "Enterprise": 1, "ExtractionRun": 3, "Force": 2, "HarmonisedDomain": 5, "Instrument": 2, "LineageStatement": 2, "Measure": 12, "Mechanism": 11, "Reader": 1,
                "Repair": 1, "Row": 12, "Scope": 3,
                "Status": 2, "Target": 1, "ZoneType": 1}.items()),
            *(("relationship", name, count) for name, count in {
                "ASSERTED_REPLICATED_IN": 1, "BASED_ON": 1, "BROADER": 8, "BROAD_MATCH": 2, "CANDIDATE": 1, "CITES": 1,
                "CLOSE_MATCH": 1, "COMPARABLE_TO": 3, "CONCERNS": 1,
                "COOPERATES": 1, "COORDINATES": 1, "EXACT_MATCH": 4, "EXCLUDES": 2, "FROM": 12, "HAS_CELL": 37, "HAS_DEADLINE": 5,
                "HAS_FORCE": 3, "HAS_SCOPE": 3, "HAS_STATUS": 2, "HAS_TARGET": 1, "INCLUDES": 3, "IN_DOMAIN": 12, "IN_ZONE_TYPE": 1,
                "ISSUED_FOR": 3, "JURISDICTION": 9, "LEAD": 5, "NAMES_PLACE": 1, "ORIGINATED_IN": 4, "PLANS_TO_CREATE": 1, "READ": 3, "REPAIR_OF": 1,
                "RESPONSIBLE": 8, "ROW_OF": 12, "RUN_BY": 3, "STATED_IN": 12, "STATES_LINEAGE": 2, "USES_MECHANISM": 7,
                "WITHIN": 6}.items()),
        ],
    ),
]  # fmt: skip

PICTURES: list[Case] = [
    (
        "overview_measures",
        {"limit": 100},
        "id document domain fields deadline line",
        [
            ("guangdong-toy/1", "guangdong-toy", "商事制度", ["starting-a-business"], None, 4),
            ("guangdong-toy/2", "guangdong-toy", "税务", ["taxes"], None, 9),
            ("guangdong-toy/3", "guangdong-toy", "贸易便利化", ["trade"], None, 14),
            ("guangdong-toy/4", "guangdong-toy", "贸易便利化", ["trade"], None, 19),
            ("shenzhen-toy/1", "shenzhen-toy", "开办企业", ["starting-a-business"], "2020-06", 6),
            ("shenzhen-toy/2", "shenzhen-toy", "开办企业", ["starting-a-business"], "2020-03-31", 10),
            ("shenzhen-toy/3", "shenzhen-toy", "获得电力", ["utilities"], "2020-06", 14),
            ("shenzhen-toy/4", "shenzhen-toy", "政务服务", ["government-services"], None, 18),
            ("shenzhen-toy/5", "shenzhen-toy", "政务服务", ["government-services"], None, 22),
            ("zhuhai-toy/1-1", "zhuhai-toy", "政务服务", ["government-services"], None, 4),
            ("zhuhai-toy/1-2", "zhuhai-toy", "政务服务", ["government-services"], None, 8),
            ("zhuhai-toy/2-1", "zhuhai-toy", "政务服务", ["government-services"], None, 12),
        ],
    ),
    # Those with a link, an origin or an asserted adoption come first.
    (
        "overview_measures",
        {"limit": 4},
        "id",
        [("guangdong-toy/1",), ("shenzhen-toy/2",), ("shenzhen-toy/3",), ("zhuhai-toy/1-1",)],
    ),
    (
        "overview_measures",
        {"document": "guangdong-toy", "limit": 100},
        "id",
        [(f"guangdong-toy/{n}",) for n in (1, 2, 3, 4)] + [("shenzhen-toy/2",)],
    ),
    (
        "overview_claims",
        {"ids": ["shenzhen-toy/1", "zhuhai-toy/2-1"]},
        "type name place extra quote",
        [
            ("HAS_DEADLINE", "2020-06", None, None, "2020-06"),
            ("IN_DOMAIN", "开办企业", None, None, None),
            ("LEAD", "深圳市市场监督管理局", None, None, "市市场监管局"),
            ("LEAD", "国家税务总局深圳市税务局", None, None, "市税务局"),
            ("USES_MECHANISM", "注销一窗通", None, "instrument", "注销一窗通"),
            ("IN_DOMAIN", "政务服务", None, None, None),
            ("ORIGINATED_IN", "江门市", "江门市", None, "江门市"),
            ("RESPONSIBLE", "珠海市政务服务数据管理局", None, None, "市政务服务数据管理局"),
            ("STATES_LINEAGE", "", "广州市", "learns_from", "参考广州市做法"),
            ("STATES_LINEAGE", "率先", None, "first", "在全省率先"),
        ],
    ),
    (
        "overview_links",
        {"candidates": True, "limit": 4},
        "a b score accepted",
        [
            ("shenzhen-toy/2", "zhuhai-toy/1-1", 0.91, True),
            ("shenzhen-toy/3", "zhuhai-toy/1-2", 0.88, True),
            ("guangdong-toy/1", "shenzhen-toy/2", 0.83, True),
            ("shenzhen-toy/1", "zhuhai-toy/1-1", 0.31, False),
        ],
    ),
    (
        "overview_links",
        {"candidates": False, "limit": 1},
        "a b accepted",
        [("shenzhen-toy/2", "zhuhai-toy/1-1", True)],
    ),
    ("overview_judged", {}, "a b", []),
]


def test_every_question_is_tried() -> None:
    tried = {name for name, *_ in [*MEASURES, *LINEAGE, *AGENCIES, *DOCUMENTS, *PICTURES]}
    tried |= {name for name, one in catalogue().items() if one.numbers}  # in test_numbered.py
    tried |= {name for name in catalogue() if name.startswith(("schema_", "search_"))}  # in tests of their own
    assert set(catalogue()) - tried == {"neighbourhood"}


def test_answers_about_measures(toy: Store) -> None:
    _hold(toy, MEASURES)


def test_answers_about_lineage(toy: Store) -> None:
    _hold(toy, LINEAGE)


def test_answers_about_agencies(toy: Store) -> None:
    _hold(toy, AGENCIES)


def test_answers_about_documents(toy: Store) -> None:
    _hold(toy, DOCUMENTS)


def test_answers_about_pictures(toy: Store) -> None:
    _hold(toy, PICTURES)


def test_links_carry_features_and_words(toy: Store) -> None:
    row = _row(toy, "measure_links", id="shenzhen-toy/3", candidates=False, **ALL)
    assert (
        row["features"]
        == '[{"name":"phrases","value":0.88,"share":2.112},{"name":"agencies","value":null,"share":0.0}]'
    )
    assert isinstance(row["shared_words"], list)
    assert sorted(map(str, row["shared_words"])) == ["极速报装", "用电"]


@pytest.mark.parametrize(("candidates", "count"), [(False, 12), (True, 15)])
def test_neighbourhood(toy: Store, candidates: bool, count: int) -> None:
    answer = ask(toy, "neighbourhood", id="zhuhai-toy/1-1", candidates=candidates)
    types = [relationship["type"] for _, relationship, _ in answer.rows if isinstance(relationship, dict)]
    assert len(types) == count
    assert ("CANDIDATE" in types) is candidates
    assert types.count("FROM") == (3 if candidates else 2)


def test_columns_are_those_declared(toy: Store) -> None:
    """Where there are rows; the embedded engine names no columns without."""
    seen = set()
    for name, parameters, _, rows in [*MEASURES, *LINEAGE, *AGENCIES, *DOCUMENTS, *PICTURES]:
        if rows and name not in seen:
            wanted = {one.name: parameters.get(one.name) for one in question(name).parameters}
            assert toy.read(question(name).cypher, wanted).columns == question(name).columns
            seen.add(name)
    assert len(seen) == 56


def _hold(store: Store, cases: list[Case]) -> None:
    found, wanted = {}, {}
    for number, (name, parameters, columns, rows) in enumerate(cases):
        answer = ask(store, name, **parameters)
        looked = [answer.columns.index(column) for column in columns.split()]
        found[f"{number} {name}"] = [tuple(row[index] for index in looked) for row in answer.rows]
        wanted[f"{number} {name}"] = rows
    assert found == wanted


def _row(store: Store, name: str, **parameters: object) -> dict[str, Plain]:
    answer = ask(store, name, **parameters)
    (row,) = answer.rows
    return dict(zip(answer.columns, row, strict=True))
