"""A file as bytes and as text, with every character's place in the bytes."""

from __future__ import annotations

import bisect
import hashlib
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from ontology.errors import DocumentError
from ontology.model import Problem, Span

MAX_FILE_BYTES = 256 * 1024 * 1024
MAX_LINE_BYTES = 16 * 1024 * 1024
"""Longer lines are refused: no table of measures has one, and a file without line ends is another format."""

SIGNATURES = (
    (b"PK\x03\x04", "a ZIP container (.docx, .xlsx or .zip)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc or .xls)"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)

NEWLINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Source:
    """A document's bytes and its text rendition.

    `rendition` are the bytes that spans count in: the file's own bytes for a text file, else the UTF-8 text
    that a format reader wrote.  `text` is `rendition` decoded by `encoding`, without a byte-order mark.
    """

    name: str
    data: bytes
    rendition: bytes
    text: str
    encoding: str
    bom: int = 0
    """Bytes of the byte-order mark, which `text` leaves out."""

    @property
    def sha256(self) -> str:
        """Of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def rendition_sha256(self) -> str:
        """Of the rendition's bytes, in hexadecimal."""
        return hashlib.sha256(self.rendition).hexdigest()

    def span(self, start: int, end: int) -> Span:
        """The bytes and the line of characters `start` to `end` (half-open) of `text`."""
        byte_at = self._byte_at
        return Span(byte_at[start], byte_at[end], bisect.bisect_right(self._line_starts, start))

    def line(self, position: int) -> int:
        """The 1-based line that a character of `text` stands on."""
        return bisect.bisect_right(self._line_starts, position)

    def slice(self, span: Span) -> str:
        """The characters that a span stands for, read from the bytes again."""
        return self.rendition[span.start : span.end].decode(self._plain_encoding)

    @property
    def _plain_encoding(self) -> str:
        return {"utf-8-sig": "utf-8"}.get(self.encoding, self.encoding)

    @cached_property
    def _byte_at(self) -> Sequence[int]:
        """For each character, and for the end of the text, its offset in `rendition`."""
        if self.text.isascii() and self._plain_encoding in ("utf-8", "gb18030"):
            return range(self.bom, self.bom + len(self.text) + 1)
        encoding = self._plain_encoding
        width = {char: len(char.encode(encoding)) for char in set(self.text)}
        return array("Q", accumulate((width[char] for char in self.text), initial=self.bom))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in NEWLINE.finditer(self.text))]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises `DocumentError` where there is no such file, it cannot be read, is empty, or is too large.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise _refused(path.name, "this is a folder; name the documents in it")
        if size > MAX_FILE_BYTES:
            raise _refused(path.name, f"{size:,} bytes; at most {MAX_FILE_BYTES:,} are read")
        data = path.read_bytes()
    except FileNotFoundError:
        raise _refused(path.name, f"no such file: {path}") from None
    except OSError as error:
        raise _refused(path.name, f"cannot be read: {error.strerror or error}") from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _refused(path.name, "the file is empty; a document with a table of measures was wanted")
    return data


def text_source(name: str, data: bytes) -> Source:
    """A text file's source: encoding found by byte-order mark, else UTF-8, UTF-16 or GB18030.

    Raises `DocumentError` where the bytes are no text, or a line is longer than `MAX_LINE_BYTES`.
    """
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise _refused(name, f"this is {kind}, not text; give the file its right ending, or save it as text")
    text, encoding, bom = _decode(name, data)
    start = 0
    for number, match in enumerate(NEWLINE.finditer(text), 1):
        _check_line(name, number, match.start() - start)
        start = match.end()
    _check_line(name, text.count("\n") + 1, len(text) - start)
    return Source(name, data, data, text, encoding, bom)


def rendered_source(name: str, data: bytes, text: str) -> Source:
    """The source of a container format, whose text rendition is `text` in UTF-8."""
    return Source(name, data, text.encode(), text, "utf-8")


def _decode(name: str, data: bytes) -> tuple[str, str, int]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding.removesuffix("-sig")), encoding, len(mark)
            except UnicodeDecodeError as error:
                raise _not_text(name, data, error, encoding) from error
    try:
        text = data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError as utf8_error:
        for encoding in _guesses(data):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _plausible(text):
                return text, encoding, 0
        raise _not_text(name, data, utf8_error, "utf-8") from utf8_error
    if not _plausible(text):
        for encoding in _guesses(data):
            if encoding.startswith("utf-16") and _plausible(other := data.decode(encoding, "replace")):
                return other, encoding, 0
        raise _refused(name, "this is no text: it holds control characters; save it as UTF-8 text")
    return text, encoding, 0


def _guesses(data: bytes) -> list[str]:
    """Encodings worth trying after UTF-8; UTF-16 only where its zero or CJK bytes show."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    order = []
    if len(data) % 2 == 0 and odd > max(2, len(head) // 40):
        order.append("utf-16-le")
    if len(data) % 2 == 0 and even > max(2, len(head) // 40):
        order.append("utf-16-be")
    return [*order, "gb18030"]


def _plausible(text: str) -> bool:
    """Whether decoded text looks like writing: no control characters, hardly any unassigned ones."""
    sample = text[:200_000]
    if not sample:
        return False
    controls = sum(char < " " and char not in "\t\r\n\x0c\x0b" for char in sample)
    strange = sum("\ue000" <= char <= "\uf8ff" or char in "\ufffd\ufffe\uffff" for char in sample)
    return controls == 0 and strange <= len(sample) // 100


def _check_line(name: str, number: int, length: int) -> None:
    if length > MAX_LINE_BYTES // 2:
        raise DocumentError(
            name,
            [
                Problem(
                    name,
                    number,
                    f"the line has {length:,} characters; at most {MAX_LINE_BYTES // 2:,} are read. "
                    "Is this a document with line ends?",
                )
            ],
        )


def _not_text(name: str, data: bytes, error: UnicodeDecodeError, tried: str) -> DocumentError:
    line = data[: error.start].count(b"\n") + 1
    return DocumentError(
        name,
        [
            Problem(
                name,
                line,
                f"byte {error.start:,} is no {tried} text, and the file is neither UTF-16 nor GB18030; "
                "save it as UTF-8 text",
            )
        ],
    )


def _refused(name: str, message: str) -> DocumentError:
    return DocumentError(name, [Problem(name, None, message)])
