"""Old office files: converted where LibreOffice is found; a stand-in for it is written for these tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from loaders.formats import READERS, office
from tests.loaders.formats.support import p, package, refusal_of, shape_of, table, tc

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
