"""Delimited text (.csv, .tsv): one row a record, fields between commas, semicolons, tabs or full-width commas.

The separator is found, not assumed.  Fields in quotes may hold separators and line ends; a field that only begins
with a quoted word (“"一网通办"改革”) is taken as it stands.  Every field knows its place in the file's own bytes.
"""

from __future__ import annotations

import re
from collections import Counter

from loaders.blocks import Block, Blocks, Paragraph, Table
from loaders.formats.grid import captions
from loaders.formats.rendition import refused
from loaders.formats.sheets import tables, without_blank_columns
from loaders.source import Source, text_source
from loaders.text import Text
from ontology.errors import DocumentError
from ontology.model import Problem

SEPARATORS = (",", "\t", ";", "，", "|")
DECLARED = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)
"""Excel's own first line, which names the separator."""
SAMPLE = 200_000
"""Characters looked at to find the separator."""


def read(name: str, data: bytes) -> tuple[Source, Blocks]:
    """The source and blocks of a delimited text; raises `DocumentError` where its bytes or quotes are damaged."""
    source = text_source(name, data)
    declared = DECLARED.match(source.text)
    start = declared.end() if declared else 0
    separator = declared.group(1) if declared else _separator(source)
    rows = without_blank_columns(_records(source, separator, start, len(source.text)))
    blocks: list[Block] = []
    for part in tables(rows):
        above = captions(part)
        blocks += [Paragraph(next(cell for cell in row if cell)) for row in part[:above]]
        if part[above:]:
            blocks.append(Table(tuple(tuple(row) for row in part[above:]), part[above][0].line))
    if not blocks:
        raise refused(name, "the file holds no text; a table of measures was wanted")
    return source, Blocks(tuple(blocks))


def _separator(source: Source) -> str:
    """The separator that cuts most records into the same number of fields, at least two; else the comma."""
    best, most = ",", 0.0
    end = min(len(source.text), SAMPLE)
    for separator in SEPARATORS:
        if separator not in source.text[:end]:
            continue
        try:
            records = _records(source, separator, 0, end)
        except DocumentError:
            continue
        filled = [len(record) for record in records if any(record)]
        widths = Counter(width for width in filled if width > 1)
        share = widths.most_common(1)[0][1] / len(filled) if widths else 0.0
        if share > most:
            best, most = separator, share
    return best


def _records(source: Source, separator: str, start: int, end: int) -> list[list[Text]]:
    """The records of a stretch of the text; an unclosed quote raises `DocumentError`."""
    text = source.text
    mark = re.escape(separator)
    quoted = re.compile(rf'[ 　]*"([^"]*+(?:""[^"]*+)*+)"[ 　]*(?={mark}|[\r\n]|\Z)')
    plain = re.compile(rf"[^\r\n{mark}]*+")
    newline = re.compile(r"\r\n|\n|\r")
    rows: list[list[Text]] = [[]]
    at = start
    while at <= end:
        match = quoted.match(text, at)
        if match:
            rows[-1].append(_unquoted(source, *match.span(1)))
        else:
            match = plain.match(text, at) or match
            if match is None:  # pragma: no cover - the pattern matches the empty field too
                break
            field = match.group().lstrip()
            if field.startswith('"') and field.count('"') == 1:
                raise _unclosed(source, at)
            rows[-1].append(_part(source, *match.span()).strip())
        at = match.end()
        if text.startswith(separator, at):
            at += len(separator)
            continue
        line_end = newline.match(text, at)
        if line_end is None:
            break
        at = line_end.end()
        if at >= end:
            break
        rows.append([])
    return rows


def _part(source: Source, start: int, end: int) -> Text:
    return Text(source, source.text[start:end], range(start, end), start)


def _unquoted(source: Source, start: int, end: int) -> Text:
    """The inside of a quoted field; of each doubled quote the first stays."""
    inside = _part(source, start, end)
    if '""' not in inside.value:
        return inside.strip()
    doubled = {match.start() + 1 for match in re.finditer('""', inside.value)}
    return inside.keep(i for i in range(len(inside)) if i not in doubled).strip()


def _unclosed(source: Source, at: int) -> DocumentError:
    return DocumentError(
        source.name,
        [
            Problem(
                source.name, source.line(at), "a field begins with a quote that is never closed; add the second quote"
            )
        ],
    )
