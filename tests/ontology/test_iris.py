"""IRIs of things: legal whatever a name holds, and told apart by it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from ontology.identifiers import measure_iri, measure_of, person_iri


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_name_gives_an_iri_that_a_strict_parser_takes_and_no_other_name_does(one: str, other: str) -> None:
    iri = person_iri(one)
    (read,) = parse(f"<{iri}> <urn:p> <urn:o> .".encode(), RdfFormat.N_TRIPLES)
    assert str(read.subject) == f"<{iri}>"
    assert (person_iri(other) == iri) == (one == other)


@given(st.text(min_size=1))
def test_the_id_of_a_measure_is_read_from_its_iri(name: str) -> None:
    assert measure_of(measure_iri(name)) == name


def test_chinese_stays_readable_and_what_is_illegal_does_not() -> None:
    assert str(person_iri("深圳市〔2020〕—（一）")).endswith("/深圳市〔2020〕—（一）")
    for char in '/ %<>"{}|\\^`#?[]\x7f\x85\ue000\ufdd0\ufffe\U000e0100\U000f0000':
        assert re.search(r"/a(%[0-9A-F]{2})+b$", str(person_iri(f"a{char}b"))), f"{ord(char):x}"
