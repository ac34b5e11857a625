"""What a page holds besides its form: the data that its scripts draw, filter and explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any, Literal

from ontology.facts import Facts
from ontology.identifiers import ID
from ontology.mechanisms import mechanisms
from ontology.reference import area
from queries.atlas import Atlas, DrawnClaim, DrawnMeasure
from queries.catalogue import question
from queries.lineage import city_of
from queries.results import UNDATED
from viz.drawing import SOLO, bodies, whole
from viz.finding import initials, simplified
from viz.layout import Layout, island_layout
from viz.network import homes, vis_data
from viz.style import EDGES, NODES, OTHER_EDGE, OTHER_NODE, document_style
from viz.terms import terms
from viz.tiles import TILES
from viz.words import CHINESE, ENGLISH

Language = Literal["en", "zh"]

CUT = 1200
"""Characters of a text that a page holds; what was left out is marked by an ellipsis."""
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "lanes": ("origin_claims", "asserted_adoptions", "lineage_statements", "accepted_links"),
    "near": ("neighbourhood",),
    "graph": ("overview_measures", "overview_links", "overview_judged"),
    "families": ("accepted_links", "mechanisms_of_measures"),
    "agencies": ("overview_claims",),
    "matrix": ("origin_claims",),
    "overview": ("overview_measures", "overview_claims"),
    "timeline": ("documents", "overview_measures"),
    "tiles": ("scoped_measures", "origin_claims", "asserted_adoptions"),
}
"""The questions of the catalogue that give what each view shows."""


def page_data(
    atlas: Atlas,
    state: Mapping[str, str],
    filters: Mapping[str, list[str]],
    root: str | None,
    language: Language,
) -> dict[str, Any]:
    """Collect everything that the scripts need, as JSON values; `state` and `filters` are what the page shows first."""
    whole_drawing, network = whole(atlas), bodies(atlas)
    measures = [_measure(one) for one in atlas.measures]
    uses = _uses(atlas.claims)
    for one in measures:
        one["mechanisms"] = uses.get(one["id"], [])
    held = {name for names in uses.values() for name in names}
    texts = [one["title"] + one.get("content", "") for one in measures] + [one.name for one in atlas.claims]
    texts += [f"{one.title or ''}{one.place or ''}" for one in atlas.documents]
    return {
        "language": language,
        "words": {"en": ENGLISH, "zh": CHINESE},
        "terms": terms(),
        "state": state,
        "filters": filters,
        "root": root,
        "base": ID,
        "total": atlas.total,
        "solo": SOLO,
        "documents": [
            {
                "id": one.id,
                "title": one.title or one.id,
                "issuer": one.issuer,
                "issued": None if one.issued == UNDATED else one.issued,
                "place": one.place,
                "city": None if one.place is None else city_of(one.place),
                "measures": one.measures,
                "sha256": one.sha256,
                "colour": document_style(index).colour,
                "shape": document_style(index).shape,
            }
            for index, one in enumerate(atlas.documents)
        ],
        "measures": measures,
        "claims": [_claim(one) for one in atlas.claims if one.type != "USES_MECHANISM"],
        "links": [asdict(one) for one in atlas.links],
        "judged": [asdict(one) for one in atlas.judged],
        "proposals": [asdict(one) for one in atlas.proposals],
        "arrows": [asdict(one) for one in atlas.arrows],
        "families": [
            {
                "id": one.id,
                "name": one.name,
                "members": [member.measure for member in one.members],
                "mechanisms": [{"name": shared.name, "measures": shared.measures} for shared in one.mechanisms],
            }
            for one in atlas.families
        ],
        "flows": [asdict(one) for one in atlas.flows],
        "reach": [asdict(one) | {"tile": TILES.get(one.place)} for one in atlas.reach],
        "places": _places(atlas),
        "fields": fields(),
        "mechanisms": {
            one.id: {"name": one.name, "name_en": one.english, "kind": str(one.kind)}
            for one in mechanisms()
            if one.id in held
        },
        "styles": {
            "nodes": {name: {"shape": one.shape, "colour": one.colour} for name, one in NODES.items()},
            "edges": {
                name: {"colour": one.colour, "width": one.width, "dashes": one.dashes, "arrow": one.arrow}
                for name, one in EDGES.items()
            },
            "node": {"shape": OTHER_NODE.shape, "colour": OTHER_NODE.colour},
            "edge": {"colour": OTHER_EDGE.colour, "width": OTHER_EDGE.width, "dashes": None, "arrow": True},
        },
        "pictures": {"graph": _picture(whole_drawing), "agencies": _picture(network)},
        "questions": {
            view: [
                {
                    "name": one.name,
                    "title": one.title,
                    "cypher": one.cypher,
                    "needed": {
                        parameter.name: parameter.example for parameter in one.parameters if not parameter.optional
                    },
                }
                for one in map(question, names)
            ]
            for view, names in QUESTIONS.items()
        },
        "initials": initials(texts),
        "simplified": simplified(texts),
    }


def _measure(one: DrawnMeasure) -> dict[str, Any]:
    found = asdict(one)
    del found["iri"]
    for name in ("content", "work_measures"):
        text = found[name]
        found[name] = text[:CUT] + "…" if text is not None and len(text) > CUT else text
    return {name: value for name, value in found.items() if value is not None}


def _claim(one: DrawnClaim) -> dict[str, Any]:
    found = {name: value for name, value in asdict(one).items() if value not in (None, False)}
    found["iri"] = one.iri.removeprefix(ID)
    return found


def _uses(claims: Iterable[DrawnClaim]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for one in claims:
        if one.type == "USES_MECHANISM":
            found.setdefault(one.measure, {})[one.iri.removeprefix(f"{ID}mechanism/")] = None
    return {measure: list(names) for measure, names in found.items()}


def _places(atlas: Atlas) -> dict[str, dict[str, str | None]]:
    names = {one.place for one in atlas.arrows} | {one.city for one in atlas.arrows}
    names |= {city_of(one.place) for one in atlas.documents if one.place is not None}
    names |= {one.place for one in atlas.documents if one.place is not None}
    names |= {one.jurisdiction for one in atlas.claims if one.jurisdiction is not None}
    found: dict[str, dict[str, str | None]] = {}
    for name in sorted(names):
        known = area(name)
        found[name] = {
            "city": city_of(name),
            "level": None if known is None else known.level,
            "code": None if known is None else known.code,
            "english": None if known is None else known.english,
        }
    return found


def _picture(drawing: Any) -> dict[str, Any]:
    layout = island_layout(drawing)
    vis = vis_data(drawing, layout)
    return {
        "nodes": vis.nodes,
        "edges": [one | {"type": drawing.edges[int(str(one["id"])[1:])].type} for one in vis.edges],
        "options": vis.options,
        "islands": _islands(layout, homes(drawing)),
        "names": {one.iri: one.name for one in drawing.nodes},
        "kinds": {one.iri: one.label for one in drawing.nodes},
        "weights": {one.iri: one.weight for one in drawing.nodes if one.weight != 1},
        "homes": homes(drawing),
    }


def _islands(layout: Layout, home: Mapping[str, str]) -> list[dict[str, Any]]:
    sizes = Counter(home.values())
    return [
        {
            "key": one.document,
            "x": round(one.x),
            "y": round(one.y),
            "radius": round(one.radius),
            "colour": document_style(index).colour if one.document.startswith("document/") else "#8a8f98",
            "count": sizes[one.document],
        }
        for index, one in enumerate(layout.islands)
    ]


@cache
def fields() -> Mapping[str, Mapping[str, str | None]]:
    """Give the names of the harmonised domains by code."""
    facts = Facts("domains")
    return {
        facts.one(iri, "skos:notation") or "": {
            "name": facts.name(iri),
            "name_en": facts.one(iri, "skos:prefLabel", "en"),
        }
        for iri in facts.of("HarmonisedDomain")
    }
