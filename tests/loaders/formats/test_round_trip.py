"""The same document in every format gives the same measures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from loaders.formats import read_file
from loaders.read import ReadDocument, read_document
from ontology.model import Measure
from tests.loaders.formats.support import WRITERS, as_csv, as_html

SAMPLE = Path(__file__).parents[3] / "sample"
NAMES = ("guangdong-8", "zhuhai-2020", "shenzhen-2020")


@dataclass(frozen=True)
class Said:
    """What a measure says, without where it says so."""

    key: str
    title: str
    content: str
    domain: str | None
    list_title: str | None
    bodies: tuple[tuple[str, str | None, str], ...]
    deadline: str | None
    scope: tuple[tuple[str, ...], tuple[str, ...]] | None
    work_measures: str | None
    remark: str | None


def said(measure: Measure, *, paragraphs: bool) -> Said:
    def text(value: str | None) -> str | None:
        return value if paragraphs or value is None else value.replace("\n", "")

    return Said(
        measure.key,
        measure.title,
        text(measure.content) or "",
        measure.domain,
        measure.list_title,
        tuple((one.body.name, one.body.jurisdiction, one.role.value) for one in measure.responsibilities),
        None if measure.deadline is None else measure.deadline.value,
        None if measure.scope is None else (measure.scope.includes, measure.scope.excludes),
        text(measure.work_measures),
        text(measure.remark),
    )


def check(got: ReadDocument, name: str, *, paragraphs: bool = True) -> None:
    want = read_document(SAMPLE / f"{name}.txt").record
    assert [said(one, paragraphs=paragraphs) for one in got.record.measures] == [
        said(one, paragraphs=paragraphs) for one in want.measures
    ]
    assert (got.record.title, got.record.place, got.record.issued) == (want.title, want.place, want.issued)
    for measure in got.record.measures:
        for cell in measure.cells:
            printed = "".join(got.source.slice(cell.span).replace('""', '"').split())
            assert "".join(cell.text.split()) in printed


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", [".html", ".csv", ".docx", ".xlsx"])
def test_measures_are_the_same_in_every_format(name: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{ending}"
    path.write_bytes(WRITERS[ending](read_file(SAMPLE / f"{name}.txt")[1]))
    check(read_document(path), name)


@pytest.mark.parametrize("name", NAMES)
def test_measures_are_the_same_in_a_pdf_whose_rows_break_across_pages(name: str, tmp_path: Path) -> None:
    """A paragraph whose last line is full cannot be told from one that goes on, so paragraphs are not compared."""
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(WRITERS[".pdf"](read_file(SAMPLE / f"{name}.txt")[1]))
    document = read_document(path)
    check(document, name, paragraphs=False)
    rules = {repair.rule for repair in document.record.repairs}
    assert {"torn-row-joined", "page-furniture-dropped", "repeated-header"} <= rules


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("gb18030", ","), ("utf-8", ";"), ("utf-8-sig", "\t"), ("utf-16", ","), ("gb18030", "，")],
)
def test_delimited_text_is_read_in_any_encoding_and_with_any_separator(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "zhuhai-2020.csv"
    path.write_bytes(as_csv(read_file(SAMPLE / "zhuhai-2020.txt")[1], encoding, separator))
    check(read_document(path), "zhuhai-2020")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_is_read_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "zhuhai-2020.htm"
    path.write_bytes(as_html(read_file(SAMPLE / "zhuhai-2020.txt")[1], encoding))
    check(read_document(path), "zhuhai-2020")
