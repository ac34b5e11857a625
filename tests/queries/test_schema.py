"""What the graph is made of, over the toy graph, on both engines."""

from __future__ import annotations

from graph.projection import declared
from graph.store import Store
from queries.documents import counts
from queries.schema import graph_schema


def test_the_schema_explains_itself(toy: Store) -> None:
    found = graph_schema(toy)
    labels = {one.name: one for one in found.labels}
    kinds = {one.name: one for one in found.relationships}
    assert [*labels] == sorted(labels)
    assert [*kinds] == sorted(kinds)
    assert labels.keys() == {*declared().labels.values()}
    assert kinds.keys() == {*declared().edges.values()}

    held = {(one.element, one.name): one.count for one in counts(toy)}
    shown = {("node", one.name): one.count for one in found.labels if one.count}
    shown |= {("relationship", one.name): one.count for one in found.relationships if one.count}
    assert shown == held
    assert all(one.count == sum(ends.count for ends in one.ends) for one in found.relationships)

    measure = labels["Measure"]
    assert measure.count == 12
    assert measure.example == "https://w3id.org/reformgraph/id/measure/guangdong-toy/1"
    assert measure.meaning.iri == "https://w3id.org/reformgraph/ontology#ReformMeasure"
    assert measure.meaning.label_zh == "改革举措"
    assert measure.meaning.definition_en == "The plan for a reform that a row states."
    properties = {one.name: one for one in measure.properties}
    assert (properties["number"].type, properties["number"].count) == ("integer", 12)
    assert (properties["title"].type, properties["title"].example) == ("text", "证照联办")
    assert properties["status"].type == "notation of Status"
    assert properties["status"].count == 2
    assert not properties.keys() & {"iri", "sources", "stated"}

    area = {one.name: one for one in labels["Area"].properties}
    assert (area["name_en"].language, area["name_en"].meaning.iri) == ("en", area["name"].meaning.iri)
    assert area["aliases"].type == "list of text"

    origin = kinds["ORIGINATED_IN"]
    assert [(one.start, one.end) for one in origin.ends] == [("Measure", "Area")]
    assert (origin.ends[0].example_start or "").startswith("https://w3id.org/reformgraph/id/measure/zhuhai-toy/")
    assert (origin.ends[0].example_end or "").startswith("https://w3id.org/reformgraph/id/area/")
    evidence = {one.name: one for one in origin.properties}
    assert {"quote", "line", "start", "end", "claim_id"} <= evidence.keys()
    assert evidence["start"].type == "integer"
    assert {one.count for one in evidence.values()} == {origin.count}

    empty = next(one for one in found.labels if not one.count)
    assert (empty.example, empty.properties) == (None, ())
    assert empty.meaning.definition_zh
