"""What the words of a cell say, found by a spaCy pipeline of small components.

The pipeline is blank Chinese, one token a character: no result hangs on a segmenter's guess.  Each component
declares what it needs and what it adds; `nlp.analyze_pipes()` shows the whole.  Results are span groups:

    doc.spans["places"]       areas of the reference data; `span.id_` is the area's qualified name
    doc.spans["origins"]      the places that open the account of somebody's practice (主要做法)
    doc.spans["instruments"]  《…》 titles and document numbers
    doc.spans["status"]       the words that open a remark with a status; the label is the status
    doc.spans["actors"]       bodies that a sentence gives a part (由市公共资源交易中心进行…); the label is the role
    doc.spans["leading"]      words by which the row's own body takes the lead (牵头组织…)
    doc.spans["mechanisms"]   what names a mechanism of the reference scheme; the label is its kind, `span.id_` its id
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from ontology.mechanisms import find_mechanisms
from ontology.reference import find_areas

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, SpanGroup

JOIN = re.compile(r"[、和及与]|以及")
TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)+》")
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［(（](?:19|20)\d{2}[〕\]］)）](?:第)?\d{1,4}号")
BODY = r"(?:省|市|区|县)[^，。；：、（）()\s“”《》]{1,16}?(?:局|委|办|厅|院|中心|公司|集团|银行)"
CLASS = r"(?:各|有关|相关)+[^，。；：、（）()\s“”《》]{0,8}?(?:部门|单位|机构)"
BY = re.compile(rf"由(?P<body>{BODY})(?=(?:负责|进行|承担|组织|实施|开展|提供|具体))")
LEADING = re.compile(rf"(?:^|[，。；\n]|\d[.．、])(?P<verb>牵头(?:组织|协调|会同|统筹)?)(?P<body>{CLASS}|{BODY})?")
COMPLETED = re.compile(r"^(?:已(?:全部|全面)?(?:完成|落实|办结|实现|建成)|完成)(?=[。，,；;：:.（(]|$)")
IN_PROGRESS = re.compile(r"^(?:正在|持续|积极|加快)?(?:推进|进行|实施|落实|开展)(?:中|之中)?(?=[。，,；;：:.（(]|$)")


@cache
def pipeline() -> Language:
    """The pipeline, built once."""
    import spacy
    from spacy.language import Language

    parts = {
        "rg_places": (_places, [], ["doc.spans"]),
        "rg_origins": (_origins, ["doc.spans"], ["doc.spans"]),
        "rg_instruments": (_instruments, [], ["doc.spans"]),
        "rg_status": (_status, [], ["doc.spans"]),
        "rg_actors": (_actors, [], ["doc.spans"]),
        "rg_mechanisms": (_mechanisms, [], ["doc.spans"]),
    }
    for name, (part, requires, assigns) in parts.items():
        if not Language.has_factory(name):
            Language.component(name, func=part, requires=requires, assigns=assigns)
    nlp = spacy.blank("zh")
    nlp.max_length = 20_000_000
    for name in parts:
        nlp.add_pipe(name)
    return nlp


def read_texts(texts: Iterable[str]) -> Iterator[Doc]:
    """Runs the pipeline over texts, in batches and in order."""
    return pipeline().pipe(texts, batch_size=256)


def group(doc: Doc, name: str) -> SpanGroup | list[Span]:
    """A span group, empty where no component made it."""
    return doc.spans.get(name) or []


def _text(doc: Doc) -> str:
    """The document's text, put together once: spaCy builds it anew from its tokens at each call."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return str(doc.user_data["text"])


def _add(doc: Doc, name: str, hits: Iterable[tuple[int, int, str, str]]) -> Doc:
    """Writes (start, end, label, id) character spans as a group."""
    spans = []
    for start, end, label, identifier in hits:
        span = doc.char_span(start, end, label=label, span_id=identifier, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans[name] = spans
    return doc


def _places(doc: Doc) -> Doc:
    return _add(doc, "places", ((a, b, "PLACE", hit.qualified_name) for a, b, hit in find_areas(_text(doc))))


def _origins(doc: Doc) -> Doc:
    """深圳市、广州市黄埔区（广州开发区）推出…: places from the first character on, joined by 、 or 和."""
    at = 0
    found = []
    for span in group(doc, "places"):
        if span.start_char != at:
            break
        found.append((span.start_char, span.end_char, "ORIGIN", span.id_))
        joined = JOIN.match(_text(doc), span.end_char)
        if not joined:
            break
        at = joined.end()
    return _add(doc, "origins", found)


def _instruments(doc: Doc) -> Doc:
    hits = [(*m.span(), "TITLE", m.group()) for m in TITLE.finditer(_text(doc))]
    inside = [(a, b) for a, b, _, _ in hits]
    for match in DOCUMENT_NUMBER.finditer(_text(doc)):
        if not any(a < match.end() and match.start() < b for a, b in inside):
            hits.append((*match.span(), "NUMBER", match.group()))
    return _add(doc, "instruments", sorted(hits))


def _status(doc: Doc) -> Doc:
    text = _text(doc)
    lead = len(text) - len(text.lstrip())
    for pattern, label in ((COMPLETED, "completed"), (IN_PROGRESS, "in_progress")):
        match = pattern.search(text[lead : lead + 40])
        if match:
            return _add(doc, "status", [(lead, lead + match.end(), label, label)])
    return _add(doc, "status", [])


def _actors(doc: Doc) -> Doc:
    """牵头组织各相关业务部门…: the row's body leads and the others cooperate; 由…进行 gives a part to a body."""
    text = _text(doc)
    hits = [(*match.span("body"), "cooperating", match["body"]) for match in BY.finditer(text)]
    leading = []
    for match in LEADING.finditer(text):
        leading.append((*match.span("verb"), "lead", match["verb"]))
        if match["body"]:
            hits.append((*match.span("body"), "cooperating", match["body"]))
    _add(doc, "leading", leading)
    return _add(doc, "actors", sorted(hits))


def _mechanisms(doc: Doc) -> Doc:
    return _add(doc, "mechanisms", ((a, b, hit.kind, hit.id) for a, b, hit in find_mechanisms(_text(doc))))
