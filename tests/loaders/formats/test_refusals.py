"""Files that cannot be read get one sentence each that says why and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.formats import READERS, REFUSALS, read_file
from ontology.errors import DocumentError


@pytest.mark.parametrize(
    ("name", "says"),
    [
        *((f"a{e}", "picture") for e in (".png", ".JPG", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp")),
        *((f"a{e}", "unpack it") for e in (".zip", ".rar", ".7z")),
        *((f"a{e}", "PDF") for e in (".ofd", ".caj")),
        ("a.pptx", "slides"),
        ("a.xyz", "files ending in “.xyz” are not read"),
        ("a", "files ending in “” are not read"),
    ],
)
def test_refusals_say_what_to_do(name: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(DocumentError, match=says):
        read_file(path)


def test_no_ending_is_both_read_and_refused() -> None:
    assert not set(READERS) & set(REFUSALS)


@pytest.mark.parametrize("ending", sorted({*READERS, *REFUSALS}))
@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_empty_files_are_said_to_be_empty(ending: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match="the file is empty"):
        read_file(path)
