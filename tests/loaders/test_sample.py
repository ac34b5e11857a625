"""The sample, field by field against its golden file, and the official texts against the sample."""

from __future__ import annotations

import os
from pathlib import Path

import orjson
import pytest

from loaders.read import ReadDocument, read_document
from ontology.model import InstrumentUse, Measure, Span
from ontology.records import MeasureRecord, measure_record

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample"
GOLDEN = ROOT / "tests" / "golden" / "sample.measures.jsonl"
DOCUMENTS = {"guangdong-10": 19, "guangdong-8": 20, "qianhai-4": 43, "shenzhen-2020": 210, "zhuhai-2020": 22}


@pytest.fixture(scope="module")
def sample() -> dict[str, ReadDocument]:
    return {name: read_document(SAMPLE / f"{name}.txt") for name in DOCUMENTS}


def officials() -> Path | None:
    """The folder of the official texts: named in the environment, or beside the checkout."""
    named = os.environ.get("REFORMGRAPH_DOCUMENTS")
    folder = Path(named) if named else ROOT.parent / "shared" / "documents"
    return folder if all((folder / f"{name}.txt").exists() for name in DOCUMENTS) else None


def test_the_sample_holds_every_measure(sample: dict[str, ReadDocument]) -> None:
    assert {name: len(document.record.measures) for name, document in sample.items()} == DOCUMENTS
    ids = [measure.id for document in sample.values() for measure in document.record.measures]
    assert len(set(ids)) == 314


def test_the_sample_equals_its_golden_file(sample: dict[str, ReadDocument], pytestconfig: pytest.Config) -> None:
    lines = [
        orjson.dumps(measure_record(measure)).decode() for name in DOCUMENTS for measure in sample[name].record.measures
    ]
    if pytestconfig.getoption("--update-golden"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text("\n".join(lines) + "\n", "utf-8")
    golden = GOLDEN.read_text("utf-8").splitlines()
    assert len(golden) == len(lines)
    for got, wanted in zip(lines, golden, strict=True):
        assert orjson.loads(got) == orjson.loads(wanted)


def test_every_span_slices_back(sample: dict[str, ReadDocument]) -> None:
    seen = 0
    for document in sample.values():
        for measure in document.record.measures:
            for cell in measure.cells:
                raw = document.source.slice(cell.span)
                assert set(cell.text) - {"\n"} <= set(raw) | {"\n"}
                seen += 1
            for quote in quotes(measure):
                assert document.source.slice(quote[1]) == quote[0]
                seen += 1
    assert seen > 5000


def quotes(measure: Measure) -> list[tuple[str, Span]]:
    found = [one.quote for one in measure.responsibilities]
    found += [one.role_quote for one in measure.responsibilities if one.role_quote is not None]
    found += [one.quote for one in measure.origins]
    found += [one.quote for one in measure.instruments]
    found += [one.quote for one in measure.mechanisms]
    found += [one.quote for one in measure.lineage]
    found += [one.quote for one in measure.targets]
    found += [one.quote for one in (measure.scope, measure.deadline, measure.status) if one is not None]
    if measure.domain_quote is not None:
        found.append(measure.domain_quote)
    return [(quote.text, quote.span) for quote in found]


def test_repairs_and_warnings_are_kept(sample: dict[str, ReadDocument]) -> None:
    rules = {repair.rule for document in sample.values() for repair in document.record.repairs}
    assert rules == {"repeated-header", "tag-stripped", "domain-carried-down", "domain-moved-to-next"}
    warnings = [str(warning) for document in sample.values() for warning in document.record.warnings]
    assert [warning.split(",")[0] for warning in warnings] == ["shenzhen-2020.txt"] * 2 + ["zhuhai-2020.txt"]


def facts(measure: Measure) -> MeasureRecord:
    """A measure's facts: all but its own sentences."""
    record = measure_record(measure)
    record["content"] = ""
    record["mechanisms"], record["targets"], record["plans"] = [], [], []  # told by the sentences
    for stated in record["lineage"]:
        stated["quote"] = ""
    record["lineage"] = sorted(
        record["lineage"], key=lambda one: (one["kind"], str(one["qualifier"]), str(one["area"]))
    )
    record["instruments"] = sorted(set(record["instruments"]))
    return record


@pytest.mark.official
@pytest.mark.skipif(officials() is None, reason="no official texts: name their folder in REFORMGRAPH_DOCUMENTS")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_official_text_states_the_same_facts(name: str, sample: dict[str, ReadDocument]) -> None:
    folder = officials()
    assert folder is not None
    official = read_document(folder / f"{name}.txt")
    for theirs, ours in zip(official.record.measures, sample[name].record.measures, strict=True):
        assert facts(theirs) == facts(ours)
        for text, span in quotes(theirs):
            assert official.source.slice(span) == text


@pytest.mark.official
@pytest.mark.skipif(officials() is None, reason="no official texts: name their folder in REFORMGRAPH_DOCUMENTS")
def test_the_sample_shares_no_sentence_with_the_official_texts(sample: dict[str, ReadDocument]) -> None:
    folder = officials()
    assert folder is not None
    compared = 0
    for name, document in sample.items():
        official = read_document(folder / f"{name}.txt").record
        for ours, theirs in zip(document.record.measures, official.measures, strict=True):
            sentences = {s for s in theirs.content.split("。") if len(s) > 25}
            shared = sentences & set(ours.content.split("。"))
            assert not shared, f"{ours.id}: {shared}"
            compared += len(sentences)
    assert compared > 300


def test_measures_that_write_or_amend_law() -> None:
    """Each with the instrument that it names; an intention, never an effect."""
    record = read_document(SAMPLE / "shenzhen-2020.txt").record
    planned = {
        measure.number: [
            one.title for one in measure.instruments if one.use in (InstrumentUse.TO_CREATE, InstrumentUse.TO_AMEND)
        ]
        for measure in record.measures
    }
    assert {21, 24, 29, 119, 121, 160, 167, 182, 185, 195, 201, 206} <= {
        number for number, titles in planned.items() if titles
    }
    assert len(planned[206]) == 3
    assert all(not title.startswith("《") for title in planned[185])
