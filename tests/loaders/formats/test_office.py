"""Old office files: converted where LibreOffice is found; a stand-in for it is written for these tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.formats import READERS, office, plain
from loaders.read import ReadDocument, read_document
from loaders.source import text_source
from ontology.errors import DocumentError
from ontology.model import Role
from tests.loaders.formats.support import as_docx, p, package, refusal_of, shape_of, table, tc

READ = READERS[".doc"]
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program `soffice` on PATH; what it does is for the test to write into it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder / "soffice"


def program(path: Path, body: str) -> None:
    path.write_text(f"#!{sys.executable}\nimport sys, pathlib, time\n{body}\n")
    path.chmod(0o755)


def test_office_converts_and_keeps_the_file_s_own_bytes(soffice: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(package(p("题") + table(tc("1") + tc("甲"))))
    program(
        soffice,
        "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1]); out.mkdir()\n"
        "assert '--headless' in sys.argv and pathlib.Path(sys.argv[-1]).suffix == '.doc'\n"
        f"(out / 'document.docx').write_bytes(pathlib.Path({str(made)!r}).read_bytes())",
    )
    assert shape_of(READ, "a.doc", OLD).blocks == ["题", [["1", "甲"]]]


def test_office_says_what_the_program_said(soffice: Path) -> None:
    program(soffice, "print('Error: source file could not be loaded')")
    assert "source file could not be loaded" in refusal_of(READ, "a.doc", OLD)


def test_office_ends_a_program_that_takes_too_long(soffice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "TIME_LIMIT_S", 0.5)
    program(soffice, "time.sleep(60)")
    assert "was ended" in refusal_of(READ, "a.doc", OLD)


@pytest.mark.parametrize(("name", "target"), [("a.doc", ".docx"), ("a.xls", ".xlsx")])
def test_office_without_libreoffice_says_what_to_do(
    name: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    message = refusal_of(READ, name, OLD)
    assert "install LibreOffice" in message
    assert target in message


def test_office_reads_what_only_has_an_old_ending() -> None:
    assert shape_of(READ, "a.doc", package(p("新"))).blocks == ["新"]
    assert shape_of(READ, "a.xls", "<html><table><tr><td>1<td>甲</table>".encode()).blocks == [[["1", "甲"]]]


def test_office_endings_are_registered() -> None:
    assert set(office.TARGETS) <= set(READERS)


REAL = shutil.which("soffice")


@pytest.mark.skipif(REAL is None, reason="LibreOffice is not installed (soffice)")
def test_a_real_doc_is_read_like_the_docx_it_was_made_of(tmp_path: Path) -> None:
    """LibreOffice itself writes the .doc, in the format of Word 97."""
    sample = Path(__file__).parents[3] / "sample" / "guangdong-8.txt"
    made = tmp_path / "a.docx"
    made.write_bytes(as_docx(plain.read(text_source(sample.name, sample.read_bytes()))))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(REAL), profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = tmp_path / "a.doc"
    assert old.read_bytes().startswith(OLD[:8])
    found, wanted = (read_document(path) for path in (old, sample))
    assert measures_of(found) == measures_of(wanted)
    assert found.source.data == old.read_bytes()


def measures_of(document: ReadDocument) -> list[tuple[int, str, str, list[tuple[str, Role]]]]:
    return [
        (one.number, one.title, one.content, [(given.printed, given.role) for given in one.responsibilities])
        for one in document.record.measures
    ]


@pytest.mark.skipif(REAL is None, reason="LibreOffice is not installed (soffice)")
def test_a_damaged_doc_is_refused_by_the_real_program() -> None:
    assert "a.doc" in str(refused_by_the_real_program())


def refused_by_the_real_program() -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        READ("a.doc", OLD)
    return caught.value
