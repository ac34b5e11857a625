"""Drawings made by hand, for tests of pages that need no store."""

from __future__ import annotations

from graph.store import Plain
from ontology.identifiers import ID
from queries.drawing import Drawing, DrawnEdge, DrawnNode, Statement

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(3)>",
    "\"quoted\" 'quoted' `quoted` &amp; &lt;p&gt;",
    "\u202eright to left\u202c عربى",
    "🚢👩‍🔬 e\u0301 \u2028 \u2029 \x00 \x7f",
    "${7*7} {{7*7}} $data $title $$",
    "javascript:alert(4)",
    "字" * 5000,
)
FEATURES = '[{"name":"phrases","value":0.7,"share":1.7},{"name":"agencies","value":null,"share":0.0}]'


def drawing(titles: tuple[str, ...] = ("证照联办", "用电报装", "秒批"), places: int = 2) -> Drawing:
    """As many measures as titles, in two documents, each comparable to the next, with places of origin."""
    measures = [
        DrawnNode(
            f"{ID}measure/toy-{index % 2}/{index + 1}",
            "Measure",
            title,
            {"id": f"toy-{index % 2}/{index + 1}", "document": f"toy-{index % 2}", "issued": "undated", "line": 3,
             "content": title, "domain": title[:20]},
            (Statement("LEAD", title[:50], title[:50], "牵头单位", 4),),
        )
        for index, title in enumerate(titles)
    ]  # fmt: skip
    documents = [
        DrawnNode(f"{ID}document/toy-{n}", "Document", titles[0], {"id": f"toy-{n}", "issued": "undated"})
        for n in (0, 1)
    ]
    areas = [DrawnNode(f"{ID}area/{n}", "Area", titles[-1][:30], {"name": "深圳市"}) for n in range(places)]
    quote: dict[str, Plain] = {
        "quote": titles[0],
        "field": "主要做法",
        "line": 5,
        "start": 1,
        "end": 2,
        "claim_id": f"{ID}claim/0",
    }
    link: dict[str, Plain] = {
        "score": 0.8,
        "accepted": True,
        "features": FEATURES,
        "shared_words": [titles[0][:9]],
        "rule": "toy",
    }
    edges = [DrawnEdge("FROM", one.iri, documents[i % 2].iri, {}) for i, one in enumerate(measures)]
    edges += [DrawnEdge("COMPARABLE_TO", a.iri, b.iri, link) for a, b in zip(measures, measures[1:], strict=False)]
    edges += [DrawnEdge("ORIGINATED_IN", measures[0].iri, area.iri, quote) for area in areas]
    edges += [DrawnEdge("ASSERTED_REPLICATED_IN", measures[-1].iri, area.iri, quote) for area in areas[:1]]
    return Drawing((*measures, *documents, *areas), tuple(edges), len(measures) + 1)


def around(titles: tuple[str, ...] = ("证照联办", "用电报装", "秒批")) -> Drawing:
    """The same about its first measure."""
    whole = drawing(titles)
    return Drawing(whole.nodes, whole.edges, whole.total, whole.nodes[0].iri)
