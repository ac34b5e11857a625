"""What the words of a cell say, found by a spaCy pipeline of small components.

The pipeline is blank Chinese, one token a character: no result hangs on a segmenter's guess.  Each component
declares what it needs and what it adds; `nlp.analyze_pipes()` shows the whole.  Results are span groups:

    doc.spans["places"]       areas of the reference data; `span.id_` is the area's qualified name
    doc.spans["origins"]      the places that open the account of somebody's practice (主要做法)
    doc.spans["instruments"]  《…》 titles, document numbers, laws to be made; `span._.rg_read` is the `Cited`
    doc.spans["targets"]      figures to be reached; `span._.rg_read` is the `Figures`
    doc.spans["status"]       the words that open a remark with a status; the label is the status
    doc.spans["actors"]       bodies that a sentence gives a part (由市公共资源交易中心进行…); the label is the role
    doc.spans["leading"]      words by which the row's own body takes the lead (牵头组织…)
    doc.spans["lineage"]      claims of being first, what was learned, upgrades; `span._.rg_read` is the `Stated`
    doc.spans["mechanisms"]   what names a mechanism of the reference scheme; the label is its kind, `span.id_` its id
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from loaders.instruments import Cited, find_instruments
from loaders.lineage import Stated, find_lineage
from loaders.targets import Figures, find_targets
from ontology.mechanisms import find_mechanisms
from ontology.reference import find_areas

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, SpanGroup

JOIN = re.compile(r"[、和及与]|以及")
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
    from spacy.tokens import Span

    if not Span.has_extension("rg_read"):
        Span.set_extension("rg_read", default=None)
    parts = {
        "rg_places": (_places, [], ["doc.spans"]),
        "rg_origins": (_origins, ["doc.spans"], ["doc.spans"]),
        "rg_instruments": (_instruments, [], ["doc.spans", "span._.rg_read"]),
        "rg_targets": (_targets, [], ["doc.spans", "span._.rg_read"]),
        "rg_lineage": (_lineage, ["doc.spans"], ["doc.spans", "span._.rg_read"]),
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


def _add_read(doc: Doc, name: str, label: str, found: Iterable[Cited | Figures | Stated]) -> Doc:
    """Writes what a reader found as a group; each span carries it whole."""
    spans = []
    for one in found:
        span = doc.char_span(one.start, one.end, label=label, alignment_mode="expand")
        if span is not None:
            span._.rg_read = one
            spans.append(span)
    doc.spans[name] = spans
    return doc


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
    return _add_read(doc, "instruments", "INSTRUMENT", find_instruments(_text(doc)))


def _targets(doc: Doc) -> Doc:
    return _add_read(doc, "targets", "TARGET", find_targets(_text(doc)))


def _lineage(doc: Doc) -> Doc:
    places = [(span.start_char, span.end_char, span.id_) for span in group(doc, "places")]
    return _add_read(doc, "lineage", "LINEAGE", find_lineage(_text(doc), places))


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
