"""Formats that only office programs read (.doc and its kin): converted by LibreOffice, where it is installed."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from os import killpg
from pathlib import Path

from loaders.blocks import Blocks
from loaders.formats import docx, html, xlsx
from loaders.formats.rendition import refused
from loaders.source import Source

PROGRAMS = ("soffice", "libreoffice")
TIME_LIMIT_S = 120
WORD, EXCEL = "docx", "xlsx"
TARGETS = {".doc": WORD, ".wps": WORD, ".rtf": WORD, ".odt": WORD, ".xls": EXCEL, ".et": EXCEL, ".ods": EXCEL}
"""File ending → what it is converted to."""
READERS = {WORD: docx.read, EXCEL: xlsx.read}
PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html|<head|<table|<meta)", re.IGNORECASE)


def read(name: str, data: bytes) -> tuple[Source, Blocks]:
    """The source and blocks of an old office file.

    Web pages and new-format files under an old ending are common and read as what they are.  Raises
    `DocumentError` where LibreOffice is not installed, does not read the file, or takes longer than the limit.
    """
    target = TARGETS.get(Path(name).suffix.lower(), WORD)
    if PAGE.match(data):
        return html.read(name, data)
    if data.startswith(b"PK\x03\x04") and not name.lower().endswith((".odt", ".ods")):
        return READERS[target](name, data)
    source, blocks = READERS[target](name, _converted(name, data, target))
    own = replace(source, data=data)
    return own, blocks


def _converted(name: str, data: bytes, target: str) -> bytes:
    ending = Path(name).suffix
    program = next((found for one in PROGRAMS if (found := shutil.which(one))), None)
    if program is None:
        raise refused(
            name,
            f"files ending in “{ending}” are read through LibreOffice, and no program named soffice was found; "
            f"install LibreOffice, or save the file as .{target}",
        )
    with tempfile.TemporaryDirectory(prefix="reformgraph-") as folder:
        at = Path(folder)
        given = at / f"document{ending.lower()}"
        given.write_bytes(data)
        profile = (at / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", target]
        said = _run(name, [*command, "--outdir", str(at / "out"), str(given)], at)
        made = at / "out" / f"document.{target}"
        if not made.is_file():
            hint = said.strip().splitlines()[-1:] or ["it gave no reason"]
            raise refused(name, f"LibreOffice could not read the file ({hint[0][:200]}); save it as .{target}")
        return made.read_bytes()


def _run(name: str, command: list[str], folder: Path) -> str:
    """What the program says; it is ended with its children at the time limit."""
    process = subprocess.Popen(  # noqa: S603 - the program found on PATH, its arguments are ours
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        return process.communicate(timeout=TIME_LIMIT_S)[0]
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise refused(
            name, f"LibreOffice had not read the file after {TIME_LIMIT_S} seconds and was ended; save it anew"
        ) from None
