"""Damaged, mislabelled and hostile files: one `DocumentError` with one problem, whatever the bytes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.blocks import Blocks
from loaders.formats import READERS
from loaders.formats.plain import read as read_plain
from loaders.source import text_source
from ontology.errors import DocumentError
from tests.loaders.formats.support import WRITERS, refusal_of, texts

TEXT = "任务分工表\n\n序号\t领域\t事项\n1\t商事\t升级“一窗通”。\n2\t\t乙\n\n序号\t领域\t事项\n3\t税务\t丙\n"
BLOCKS: Blocks = read_plain(text_source("a.txt", TEXT.encode()))
FILES = {ending: write(BLOCKS) for ending, write in WRITERS.items()}
ENDINGS = sorted(FILES)
ROOT = Path(__file__).parents[3]
OFFICE = [".docx", ".xlsx"]
QUIET = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def read_or_refuse(ending: str, data: bytes) -> None:
    """Reads; what is read slices back, what is not read has a problem to show."""
    try:
        source, blocks = READERS[ending](f"a{ending}", data)
    except DocumentError as error:
        said = [problem.message for problem in error.problems]
    else:
        said = [source.slice(text.span) + "." for text in texts(blocks)]
    assert said
    assert all(said)


@QUIET
@given(st.sampled_from(ENDINGS), st.binary(min_size=1, max_size=400))
def test_arbitrary_bytes(ending: str, data: bytes) -> None:
    read_or_refuse(ending, data)


@QUIET
@given(st.sampled_from(ENDINGS), st.data())
def test_bytes_changed_in_a_real_file(ending: str, data: st.DataObject) -> None:
    changed = bytearray(FILES[ending])
    for _ in range(data.draw(st.integers(1, 20))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(ending, bytes(changed))


@QUIET
@given(st.sampled_from(ENDINGS), st.floats(0.01, 0.99))
def test_files_cut_off(ending: str, share: float) -> None:
    read_or_refuse(ending, FILES[ending][: int(len(FILES[ending]) * share)])


@QUIET
@given(st.sampled_from(OFFICE), st.data())
def test_xml_changed_inside_a_package(ending: str, data: st.DataObject) -> None:
    """Numbers, names and tags of a part that may be wrong in any way that is still XML."""
    part = data.draw(st.sampled_from([n for n in parts_of(FILES[ending]) if n.endswith((".xml", ".rels"))]))
    old, new = data.draw(
        st.sampled_from(
            [(b'"1"', b'"-7"'), (b'"1"', b'"99999999999"'), (b'="', b'="x'), (b"<w:t", b"<w:x"), (b"<v>", b"<v>9e999 "),
             (b"w:tc>", b"w:tr>"), (b"A1", b"ZZZ9999999"), (b"r=", b"q="), (b"Target=", b"T="), (b"</", b"<z/></")]
        )
    )  # fmt: skip
    read_or_refuse(ending, repacked(FILES[ending], {part: lambda xml: xml.replace(old, new)}))


@QUIET
@given(st.lists(st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=9>", "<th>", "<p>", "<br>", "<b>", "</b>", "</td>",
     "<div hidden>", "</div>", "<h2>", "</h2>", "甲", " ", "1", "<td rowspan=0>", "<nav>", "</nav>", "&nbsp;", "<caption>"]
), max_size=40))  # fmt: skip
def test_any_nesting_of_tags(tags: list[str]) -> None:
    read_or_refuse(".html", "".join(tags).encode())


def parts_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()


def repacked(data: bytes, changes: dict[str, Callable[[bytes], bytes]], more: dict[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given_, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given_.namelist():
            made.writestr(name, changes.get(name, bytes)(given_.read(name)))
        for name, content in (more or {}).items():
            made.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pdf"])
def test_a_file_cut_in_half_is_said_to_be_damaged(ending: str) -> None:
    data = FILES[ending]
    if ending == ".pdf":
        data = data[:600]
    assert "damaged" in refusal_of(READERS[ending], f"a{ending}", data[: len(data) // 2])


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pdf"])
def test_a_renamed_text_is_refused(ending: str) -> None:
    message = refusal_of(READERS[ending], f"a{ending}", TEXT.encode())
    assert "damaged or is not" in message or "no PDF" in message


@pytest.mark.parametrize("ending", OFFICE)
def test_a_protected_file_is_said_to_be_protected(ending: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert "password" in refusal_of(READERS[ending], f"a{ending}", data)


@pytest.mark.parametrize("ending", OFFICE)
def test_a_package_of_the_other_kind_is_refused(ending: str) -> None:
    (other,) = set(OFFICE) - {ending}
    assert "a" in refusal_of(READERS[ending], f"a{ending}", FILES[other])


def test_a_cell_in_the_last_corner_of_a_sheet_costs_nothing() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    spans = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    changes = {sheet: lambda xml: xml.replace(b"</sheetData>", far + spans)}
    source, _ = READERS[".xlsx"]("a.xlsx", repacked(FILES[".xlsx"], changes))
    assert source.text.count("x") == 1


def test_readers_are_imported_with_the_first_file_that_needs_them() -> None:
    code = "import sys, loaders.formats; sys.exit(bool({'lxml', 'pypdfium2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("ending", OFFICE)
def test_a_zip_bomb_is_not_opened(ending: str) -> None:
    bomb = repacked(FILES[ending], {}, {"bomb.xml": bytes(32 * 1024 * 1024)})
    assert "would unpack" in refusal_of(READERS[ending], f"a{ending}", bomb)


@pytest.mark.parametrize("ending", OFFICE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(ending: str, encoding: str) -> None:
    part = "word/document.xml" if ending == ".docx" else "xl/workbook.xml"
    xml = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'.encode(encoding)
    assert "entities" in refusal_of(READERS[ending], f"a{ending}", repacked(FILES[ending], {part: lambda _: xml}))
