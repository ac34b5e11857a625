"""Files that hold no text to read, and what to do with them instead."""

from __future__ import annotations

from typing import NoReturn

from loaders.formats.rendition import refused

PICTURE = "this is a picture; run OCR (text recognition) on it first, and load the text"
ARCHIVE = "this is an archive; unpack it, and load the documents in it"
FIXED_LAYOUT = "this format is not read; save or print it as PDF, and load that"
SLIDES = "these are slides; save the table of measures as .docx, .xlsx or .csv"
REASONS = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic"), PICTURE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), ARCHIVE),
    **dict.fromkeys((".ofd", ".ceb", ".caj", ".xps"), FIXED_LAYOUT),
    **dict.fromkeys((".ppt", ".pptx", ".dps"), SLIDES),
}
"""File ending → what to do."""


def read(name: str, data: bytes) -> NoReturn:
    """Raises the `DocumentError` for a file ending of `REASONS`."""
    ending = name[name.rfind(".") :].lower()
    raise refused(name, f"{REASONS.get(ending, FIXED_LAYOUT)} ({len(data):,} bytes)")
