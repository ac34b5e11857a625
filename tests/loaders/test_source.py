"""Files as bytes and text: encodings, refusals, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.source import MAX_LINE_BYTES, read_bytes, text_source
from ontology.errors import DocumentError

TABLE = "序号\t事项\t牵头单位\r\n1\t“秒批”政务服务\t市政务服务数据管理局\r\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_text_source_reads_every_encoding_and_knows_the_bytes(encoding: str, mark: bytes) -> None:
    source = text_source("a.txt", mark + TABLE.encode(encoding))
    assert source.text == TABLE
    at = TABLE.index("市政务")
    span = source.span(at, at + 10)
    assert span.line == 2
    assert source.slice(span) == "市政务服务数据管理局"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04rest", "ZIP container"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        (bytes(range(256)) * 20, "no"),
        (b"\x00\x01\x02\x03 text \x00\x07" * 50, "no"),
    ],
)
def test_text_source_refuses_what_is_no_text(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        text_source("table.txt", data)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].document == "table.txt"


def test_text_source_refuses_a_line_without_end() -> None:
    data = "标题\n".encode() + b"a" * (MAX_LINE_BYTES // 2 + 1)
    with pytest.raises(DocumentError, match=r"line 2: the line has"):
        text_source("long.txt", data)


def test_read_bytes_names_what_is_missing_or_empty(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_bytes(tmp_path / "nowhere.txt")
    with pytest.raises(DocumentError, match="folder"):
        read_bytes(tmp_path)
    for data in (b"", b" \n\t\r\n", b"\xef\xbb\xbf\n"):
        (tmp_path / "empty.txt").write_bytes(data)
        with pytest.raises(DocumentError, match="empty"):
            read_bytes(tmp_path / "empty.txt")


@given(st.binary(max_size=400))
def test_text_source_reads_or_refuses_any_bytes(data: bytes) -> None:
    try:
        source = text_source("any.txt", data)
    except DocumentError:
        return
    whole = source.span(0, len(source.text))
    assert source.slice(whole) == source.text


LETTERS = st.text(st.sampled_from("改革a𠮷é，1 \n"), min_size=1, max_size=30)


@given(LETTERS, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]), st.data())
def test_spans_slice_back_in_every_encoding(text: str, encoding: str, data: st.DataObject) -> None:
    mark = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    source = text_source("a.txt", mark + text.encode(encoding))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert source.slice(source.span(start, end)) == text[start:end]


def test_spans_slice_back_in_gb18030() -> None:
    text = "“秒批”𠮷改革é 2020年\n第二行"
    source = text_source("a.txt", text.encode("gb18030"))
    assert source.encoding == "gb18030"
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            assert source.slice(source.span(start, end)) == text[start:end]
