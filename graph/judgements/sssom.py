"""Judgements as a mapping set in SSSOM's tab-separated form, and back (https://mapping-commons.github.io/sssom/).

| verdict | predicate_id | predicate_modifier |
| --- | --- | --- |
| same | skos:exactMatch | |
| comparable | rg:comparableTo | |
| related | skos:relatedMatch | |
| different | rg:comparableTo | Not |
| unsure | rg:candidateFor | |

A time of day and a withdrawal have no column in SSSOM: they stand in two extension columns, which may be absent.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from rdflib import SKOS

from ontology.errors import DocumentError
from ontology.identifiers import ID, measure_iri, measure_of
from ontology.judgement_triples import order
from ontology.model import Judgement, Problem, Verdict
from ontology.vocabulary import NAMESPACE

JUSTIFICATION: Final = "semapv:ManualMappingCuration"
PREFIXES: Final = {
    "measure": f"{ID}measure/",
    "rg": NAMESPACE,
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": str(SKOS),
}
COLUMNS: Final = (
    "subject_id",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "comment",
    "generated_at",
    "withdrawn_at",
)
REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
WORDS: Final = {
    Verdict.SAME: ("skos:exactMatch", ""),
    Verdict.COMPARABLE: ("rg:comparableTo", ""),
    Verdict.RELATED: ("skos:relatedMatch", ""),
    Verdict.DIFFERENT: ("rg:comparableTo", "Not"),
    Verdict.UNSURE: ("rg:candidateFor", ""),
}
_HEAD: Final = """\
# curie_map:
{prefixes}
# extension_definitions:
#   - slot_name: generated_at
#     property: prov:generatedAtTime
#     type_hint: xsd:dateTime
#   - slot_name: withdrawn_at
#     property: prov:invalidatedAtTime
#     type_hint: xsd:dateTime
# mapping_set_id: "{set_id}"
# mapping_set_title: "Judgements of pairs of reform measures"
# mapping_set_description: "{description}"
# license: "https://www.apache.org/licenses/LICENSE-2.0"
# subject_type: rdfs resource
# object_type: rdfs resource
"""
DESCRIPTION: Final = (
    "What people hold of pairs of reform measures, those they reject included. A pair has no direction."
)
_PREFIX_LINE = re.compile(r"#\s+\"?([\w.-]+)\"?:\s*\"?(\S+?)\"?\s*")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)")


def write(judgements: Iterable[Judgement], *, description: str = DESCRIPTION) -> str:
    """The mapping set, by pair and time: equal judgements give equal text."""
    prefixes = {**PREFIXES, "prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    head = _HEAD.format(
        prefixes="\n".join(f'#   {name}: "{iri}"' for name, iri in sorted(prefixes.items())),
        set_id="https://w3id.org/reformgraph/judgements",
        description=description.replace('"', "'"),
    )
    rows = ("\t".join(_row(one)) for one in sorted(judgements, key=order))
    return head + "".join(line + "\n" for line in ("\t".join(COLUMNS), *rows))


def _row(one: Judgement) -> list[str]:
    predicate, modifier = WORDS[one.verdict]
    when = one.when or ""
    return [
        _curie(one.a),
        predicate,
        modifier,
        _curie(one.b),
        JUSTIFICATION,
        one.by,
        when[:10],
        one.reason or "",
        when if "T" in when else "",
        one.withdrawn or "",
    ]


def _curie(measure: str) -> str:
    return f"measure:{measure_iri(measure).removeprefix(PREFIXES['measure'])}"


def judgement(
    one: str, other: str, verdict: Verdict, by: str, when: str | None, reason: str | None, withdrawn: str | None = None
) -> Judgement:
    """A judgement with its measures in the order of ids and white space made plain.

    Raises `ValueError` where both are the same measure or nobody is named.
    """
    a, b = sorted((one, other))
    name = " ".join(by.split())
    if a == b:
        raise ValueError(f"{a} cannot be judged with itself; give two measures")
    if not name:
        raise ValueError("nobody is named as the person who judged")
    return Judgement(a, b, verdict, name, when, " ".join((reason or "").split()) or None, withdrawn)


def read(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a file, in its order.

    Raises `DocumentError` with everything that is wrong with it, each by line and column.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(path.name, [Problem(path.name, None, f"cannot be read as UTF-8 text: {error}")]) from error
    return parse(text, path.name)


def parse(text: str, name: str) -> tuple[Judgement, ...]:
    """The judgements of a mapping set; `name` is what errors call it. Raises `DocumentError`."""
    prefixes = dict(PREFIXES)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    head = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    for line in lines[:head]:
        match = _PREFIX_LINE.fullmatch(line)
        if match is not None and match[2].startswith(("http://", "https://")):
            prefixes[match[1]] = match[2]
    if head == len(lines) or not lines[head].strip():
        raise DocumentError(name, [Problem(name, head + 1, "has no line of column names; wanted is an SSSOM table")])
    columns = lines[head].split("\t")
    missing = [column for column in REQUIRED if column not in columns]
    if not {"author_label", "author_id"} & set(columns):
        missing.append("author_label or author_id")
    if missing:
        wrong = f"lacks the columns {', '.join(missing)}; an SSSOM table separates columns by tabs"
        raise DocumentError(name, [Problem(name, head + 1, wrong)])
    found, problems = [], []
    rows = csv.reader(lines[head + 1 :], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, cells in enumerate(rows, start=head + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            wrong = f"has {len(cells)} cells under {len(columns)} columns; look for a stray tab"
            problems.append(Problem(name, number, wrong))
            continue
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        reading = _Reading(name, number, row, prefixes)
        one = reading.judgement()
        problems += reading.problems
        if one is not None:
            found.append(one)
    if problems:
        raise DocumentError(name, problems)
    return tuple(found)


class _Reading:
    """One row on its way to a judgement; what is wrong with it gathers in `problems`."""

    def __init__(self, name: str, line: int, row: Mapping[str, str], prefixes: Mapping[str, str]) -> None:
        self.name, self.line, self.row, self.prefixes = name, line, row, prefixes
        self.problems: list[Problem] = []

    def judgement(self) -> Judgement | None:
        """The judgement; None where something is wrong."""
        one, other = self._measure("subject_id"), self._measure("object_id")
        verdict, by = self._verdict(), self._author()
        when, withdrawn = self._when(), self._clock("withdrawn_at")
        if self._expanded("mapping_justification") != self._expand(JUSTIFICATION):
            said = self.row.get("mapping_justification", "")
            self._wrong("mapping_justification", f"is “{said}”; a person's judgement has {JUSTIFICATION}")
        if self.problems or one is None or other is None or verdict is None:
            return None
        try:
            return judgement(one, other, verdict, by, when, self.row.get("comment"), withdrawn)
        except ValueError as error:
            self._wrong("object_id", str(error))
            return None

    def _wrong(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.name, self.line, message, column))

    def _expand(self, text: str) -> str:
        prefix, colon, rest = text.partition(":")
        return self.prefixes[prefix] + rest if colon and prefix in self.prefixes else text

    def _expanded(self, column: str) -> str:
        return self._expand(self.row.get(column, ""))

    def _measure(self, column: str) -> str | None:
        iri = self._expanded(column)
        measure = measure_of(iri) if iri.startswith(PREFIXES["measure"]) else unquote(iri)
        if not re.fullmatch(r"[^/:\s][^/:]*/(\d+-)?\d+", measure):
            wanted = "wanted is measure:DOCUMENT/NUMBER or the whole IRI of a measure"
            self._wrong(column, f"is “{self.row.get(column, '')}”, no measure; {wanted}")
            return None
        return measure

    def _verdict(self) -> Verdict | None:
        said = (self._expanded("predicate_id"), self.row.get("predicate_modifier", ""))
        for verdict, (predicate, modifier) in WORDS.items():
            if said == (self._expand(predicate), modifier):
                return verdict
        wanted = ", ".join(" ".join(part for part in words if part) for words in WORDS.values())
        shown = f"{self.row.get('predicate_id', '')} {said[1]}".strip()
        self._wrong("predicate_id", f"is “{shown}”, which says no verdict; wanted is one of {wanted}")
        return None

    def _author(self) -> str:
        by = self.row.get("author_label") or self.row.get("author_id") or ""
        if not by:
            self._wrong("author_label", "is empty; wanted is the name of the person who judged")
        return by

    def _when(self) -> str | None:
        day, clock = self.row.get("mapping_date") or None, self._clock("generated_at")
        if day is not None:
            try:
                date.fromisoformat(day if len(day) == 10 else "")
            except ValueError:
                self._wrong("mapping_date", f"is “{day}”, no date; wanted is such as 2026-03-01, or nothing")
                return None
        if clock is not None and day is not None and clock[:10] != day:
            self._wrong("generated_at", f"is “{clock}”, on another day than mapping_date, {day}")
        return clock or day

    def _clock(self, column: str) -> str | None:
        text = self.row.get(column) or None
        if text is not None:
            try:
                if not _CLOCK.fullmatch(text):
                    raise ValueError(text)
                datetime.fromisoformat(text)
            except ValueError:
                self._wrong(column, f"is “{text}”, no time; wanted is such as 2026-03-01T09:30:00Z, or nothing")
                return None
        return None if text is None else text.replace("Z", "+00:00")
