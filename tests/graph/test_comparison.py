"""What differs is said field by field; what only moved is not said."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph
import pytest

from graph.comparison import Difference, FieldChange, Named, State, compare, in_words, quad_changes
from graph.release import canonical
from ontology.link_triples import links_graph
from ontology.model import Cell, DocumentRecord, Measure, Quote, Role, Span
from ontology.reference import reference_graph
from ontology.triples import document_graph
from tests import toy


def state(*documents: DocumentRecord, links: bool = False) -> State:
    graphs = {one.id: document_graph(one) for one in documents}
    if links:
        graphs["links"] = links_graph(toy.links())
    return State(graphs | {"reference": reference_graph()})


def changed(document: DocumentRecord, number: int, **fields: object) -> DocumentRecord:
    measures = [replace(one, **fields) if i == number else one for i, one in enumerate(document.measures)]  # type: ignore[arg-type]
    return replace(document, measures=tuple(measures))


def fields(old: State, new: State) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    (one,) = compare(old, new).measures_changed
    return {field.field: (field.old, field.new) for field in one.fields}


def moved(quote: Quote, by: int) -> Quote:
    return replace(quote, span=Span(quote.span.start + by, quote.span.end + by, quote.span.line + 1))


def moved_measure(measure: Measure, by: int) -> Measure:
    cells = tuple(
        Cell(c.column, c.text, Span(c.span.start + by, c.span.end + by, c.span.line + 1)) for c in measure.cells
    )
    bodies = tuple(replace(one, quote=moved(one.quote, by)) for one in measure.responsibilities)
    return replace(measure, cells=cells, line=measure.line + 1, responsibilities=bodies)


def test_the_same_is_no_difference() -> None:
    same = state(*toy.documents(), links=True)
    found = compare(same, state(*toy.documents(), links=True))
    assert found == Difference()
    assert not found
    assert in_words(found) == "no difference"


def test_words_that_moved_are_no_change() -> None:
    document = toy.shenzhen()
    later = replace(document, measures=tuple(moved_measure(one, 7) for one in document.measures))
    assert canonical(document_graph(later)) != canonical(document_graph(document))
    assert compare(state(document), state(later)) == Difference()


def test_documents_come_and_go() -> None:
    found = compare(state(toy.guangdong(), toy.shenzhen()), state(toy.shenzhen(), toy.zhuhai()))
    assert [one.id for one in found.documents_added] == ["zhuhai-toy"]
    assert found.documents_removed == (Named("guangdong-toy", "广东省复制推广改革经验清单 (4 measures)"),)
    assert Named("zhuhai-toy/1-2", "用电极速报装") in found.measures_added
    assert len(found.measures_removed) == 4
    assert Named("zhuhai-toy/2-1", "江门市") in found.origins_added
    assert "origin added: zhuhai-toy/2-1 江门市" in in_words(found)


def test_a_field_has_its_old_and_its_new_value() -> None:
    old, new = toy.shenzhen(), changed(toy.shenzhen(), 0, title="注销一网通", remark="新", deadline=None)
    found = fields(state(old), state(new))
    assert found["title"] == (("注销一窗通",), ("注销一网通",))
    assert found["remark"] == ((), ("新",))
    assert found["deadline"] == (("2020-06",), ())
    words = in_words(compare(state(old), state(new)))
    assert "measure changed: shenzhen-toy/1 注销一网通" in words
    assert "  title: “注销一窗通” → “注销一网通”" in words
    assert "  remark: not stated → “新”" in words


def test_bodies_are_told_by_name_and_role() -> None:
    first = toy.shenzhen().measures[0].responsibilities[0]
    new = changed(toy.shenzhen(), 0, responsibilities=(replace(first, role=Role.RESPONSIBLE),))
    found = fields(state(toy.shenzhen()), state(new))
    assert found["lead"] == (tuple(sorted(("国家税务总局深圳市税务局", "深圳市市场监督管理局"))), ())
    assert found["responsible"] == ((), ("深圳市市场监督管理局",))
    assert not [name for name in found if " of " in name]


def test_other_words_for_the_same_body_are_a_change_of_its_evidence() -> None:
    first = toy.shenzhen().measures[3].responsibilities[0]
    new = changed(toy.shenzhen(), 3, responsibilities=(replace(first, printed="政数局"),))
    assert fields(state(toy.shenzhen()), state(new)) == {
        "printed of 深圳市政务服务数据管理局": (("市政务服务数据管理局",), ("政数局",))
    }


def test_cells_scopes_and_documents() -> None:
    old = toy.guangdong()
    measure = old.measures[0]
    assert measure.scope is not None
    cells = (*measure.cells[:2], replace(measure.cells[2], text="另一段"))
    new = replace(changed(old, 0, cells=cells, scope=replace(measure.scope, excludes=("珠海市",))), issued="2020-01-01")
    found = compare(state(old), state(new))
    (one,) = found.measures_changed
    names = {field.field: field for field in one.fields}
    assert names["scope excludes"] == FieldChange("scope excludes", ("深圳市",), ("珠海市",))
    assert names["cell 主要内容"].new == ("另一段",)
    (document,) = found.documents_changed
    assert document.fields == (FieldChange("issued", (), ("2020-01-01",)),)


def test_links_and_new_bodies() -> None:
    links = toy.links()
    old, new = (State({"links": links_graph(chosen)}) for chosen in (links, (replace(links[0], score=0.5), *links[2:])))
    found = compare(old, new)
    assert found.links_removed == (Named("shenzhen-toy/2 — zhuhai-toy/1-1", "0.91"),)
    (one,) = found.links_changed
    assert one.fields == (FieldChange("score", ("0.83",), ("0.5",)),)
    added = compare(State({}), State({"shenzhen-toy": document_graph(toy.shenzhen())}))
    assert {"各区政府", "市金融局"} <= {body.title for body in added.bodies_added}


@pytest.mark.parametrize("direction", [1, -1])
def test_quads_that_changed_rebuild_the_other_side(direction: int) -> None:
    sides = [
        {one.id: canonical(document_graph(one)) for one in documents}
        for documents in ((toy.guangdong(), toy.shenzhen()), (changed(toy.shenzhen(), 1, title="别的"), toy.zhuhai()))
    ]
    old, new = sides[::direction]

    def quads(lines: bytes) -> set[pyoxigraph.Quad]:
        return set(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS))

    patch = [*quad_changes(old, new)]
    removed, added = (quads(b"".join(line[2:] for line in patch if line.startswith(mark))) for mark in (b"D ", b"A "))
    every = [quads(b"".join(line[2:] for line in quad_changes({}, side))) for side in (old, new)]
    assert (every[0] - removed) | added == every[1]
    assert [*quad_changes(old, old)] == []
