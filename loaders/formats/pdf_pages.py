"""What PDFium tells of a page: its characters and the straight lines drawn on it.

Coordinates are those of a reader who holds the page so that its text stands upright: points, x to the right and
y downwards; their origin means nothing.  PDFium is one library for all threads, so one page is read at a time.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from loaders.formats.rendition import refused

LOCK = threading.Lock()
MAX_PAGES = 3_000
MAX_GLYPHS_A_PAGE = 200_000
MAX_RULES_A_PAGE = 100_000
MAX_DEPTH = 8
"""Forms inside forms, which PDF allows without end."""
THIN = 3.0
"""A filled shape up to so many points thick is a line; borders are seldom thicker than 2."""
BOLD_WEIGHT = 600
"""Where a tenth of a page's characters have no weight, bold is told of none: parts of it would mislead."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
Turn = Callable[[float, float], tuple[float, float]]
TURNS: dict[int, Turn] = {
    0: lambda x, y: (x, -y),
    1: lambda x, y: (-y, -x),
    2: lambda x, y: (-x, y),
    3: lambda x, y: (y, x),
}
"""Quarter turns of the text with the clock → from PDF's coordinates to the reader's."""


@dataclass(frozen=True)
class Glyph:
    """A printed character: `x0` to `x1` on the baseline `y`, `size` points high."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Rule:
    """A straight line, upright or level: at `at`, from `start` to `end` along the other axis."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """A page's glyphs in no order, its rules, and its own extent."""

    glyphs: list[Glyph]
    rules: list[Rule]
    left: float
    right: float
    top: float
    bottom: float
    images: int
    askew: str
    """Characters at another angle than the rest (a watermark), which are not among `glyphs`."""


def read_pages(name: str, data: bytes) -> list[Page]:
    """All pages; raises `DocumentError` where PDFium cannot open the file or it has too many pages."""
    with LOCK:
        document = _opened(name, data)
        try:
            if len(document) > MAX_PAGES:
                raise refused(name, f"{len(document):,} pages; at most {MAX_PAGES:,} are read")
            return [_page(name, document, i) for i in range(len(document))]
        finally:
            document.close()


def _opened(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise refused(name, "the PDF is encrypted with a password; save it without one") from error
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
            raise refused(name, "the PDF is encrypted in a way that is not read; print it as a new PDF") from error
        raise refused(
            name, "the PDF is damaged or cut off; open it in a PDF program and save or print it anew"
        ) from error


def _page(name: str, document: pypdfium2.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise refused(name, f"page {index + 1} of the PDF is damaged; print it as a new PDF") from error
    count = text.count_chars()
    if count > MAX_GLYPHS_A_PAGE:
        raise refused(name, f"page {index + 1} has {count:,} characters; at most {MAX_GLYPHS_A_PAGE:,} are read")
    angles = [round(math.degrees(raw.FPDFText_GetCharAngle(text.raw, i)) % 360) for i in range(count)]
    kept = [i for i in range(count) if not _is_made_up(text.raw, i)]
    quarter = _quarter(angles[i] for i in kept)
    turn = TURNS[quarter]
    straight = {(90 * quarter + slack) % 360 for slack in range(-3, 4)}
    weights = {i: _weight(text.raw, i) for i in kept}
    weighed = sum(weight is None for weight in weights.values()) * 10 < len(weights)
    glyphs, askew = [], []
    for i in kept:
        char = _character(text.raw, i)
        if angles[i] not in straight:
            askew.append(char)
        elif char:
            bold = weighed and (weights[i] or 0) >= BOLD_WEIGHT
            glyphs.append(_glyph(text.raw, i, char, turn, bold=bold))
    rules, images = _drawn(page.raw, turn)
    x0, y0, x1, y1 = page.get_mediabox()
    (left, right), (top, bottom) = (sorted(ends) for ends in zip(turn(x0, y0), turn(x1, y1), strict=True))
    return Page(glyphs, rules, left, right, top, bottom, images, "".join(askew))


def _is_made_up(text: object, i: int) -> bool:
    """Whether PDFium put in the character itself: the spaces and line ends that it guesses from the gaps."""
    return bool(raw.FPDFText_IsGenerated(text, i) == 1)


def _character(text: object, i: int) -> str:
    """A character; for one beyond the first 65,536 PDFium gives two halves, of which the first takes both."""
    code = raw.FPDFText_GetUnicode(text, i)
    if 0xD800 <= code < 0xDC00:
        low = raw.FPDFText_GetUnicode(text, i + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else "\ufffd"
    if 0xDC00 <= code < 0xE000 or code in (0x0A, 0x0D):
        return ""
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _quarter(angles: Iterator[int]) -> int:
    counts = Counter(round(angle / 90) % 4 for angle in angles)
    return counts.most_common(1)[0][0] if counts else 0


def _glyph(text: object, i: int, char: str, turn: Turn, *, bold: bool) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(text, i, x, y)
    raw.FPDFText_GetLooseCharBox(text, i, box)
    corners = (turn(box.left, box.bottom), turn(box.right, box.top))
    x0, x1 = sorted(corner[0] for corner in corners)
    size = abs(corners[1][1] - corners[0][1])
    return Glyph(char, _finite(x0), _finite(x1), _finite(turn(x.value, y.value)[1]), max(_finite(size), 0.1), bold)


def _finite(value: float) -> float:
    return max(-1e6, min(1e6, value)) if math.isfinite(value) else 0.0


def _weight(text: object, i: int) -> int | None:
    """A character's weight, 400 for light and 700 for bold; None where its font has no name (drawn as shapes)."""
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, i, name, 128, flags)
    if length <= 1:
        return None
    named = length <= 128 and any(word in name.value.lower() for word in (b"bold", b"heavy", b"black"))
    return 700 if named else int(raw.FPDFText_GetFontWeight(text, i))


# -- drawings ------------------------------------------------------------------------------------------------


def _drawn(page: object, turn: Turn) -> tuple[list[Rule], int]:
    """The lines on a page, and how many images it holds."""
    rules: list[Rule] = []
    images = 0
    stack = [(raw.FPDFPage_GetObject(page, i), IDENTITY, 0) for i in range(raw.FPDFPage_CountObjects(page))]
    while stack and len(rules) < MAX_RULES_A_PAGE:
        item, outer, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            matrix = _times(_matrix(item), outer)
            inner = range(max(0, raw.FPDFFormObj_CountObjects(item)))
            stack += [(raw.FPDFFormObj_GetObject(item, i), matrix, depth + 1) for i in inner]
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            rules += _path_rules(item, _times(_matrix(item), outer), turn)
    return rules, images


def _matrix(item: object) -> Matrix:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, m):
        return IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _path_rules(path: object, matrix: Matrix, turn: Turn) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    stroked = bool(stroke.value) and not _is_white(raw.FPDFPageObj_GetStrokeColor, path)
    filled = bool(fill.value) and not _is_white(raw.FPDFPageObj_GetFillColor, path)
    if not stroked and not filled:
        return
    for points in _outlines(path, matrix, turn):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= THIN < max(wide, high):
            middle = (max(ys) + min(ys)) / 2 if wide > high else (max(xs) + min(xs)) / 2
            yield Rule(wide > high, middle, *((min(xs), max(xs)) if wide > high else (min(ys), max(ys))))
        elif stroked:
            for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
                if abs(y1 - y0) <= 1 < abs(x1 - x0):
                    yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
                elif abs(x1 - x0) <= 1 < abs(y1 - y0):
                    yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _is_white(get: Callable[..., int], path: object) -> bool:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    return bool(get(path, r, g, b, a)) and (min(r.value, g.value, b.value) > 250 or a.value == 0)


def _outlines(path: object, matrix: Matrix, turn: Turn) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each part of a path; parts with curves are left out."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    curved = False
    for i in range(min(max(0, raw.FPDFPath_CountSegments(path)), MAX_RULES_A_PAGE)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn(_finite(a * x.value + c * y.value + e), _finite(b * x.value + d * y.value + f))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
