"""Office packages: ZIP containers of XML parts, opened without trusting what they say of themselves."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from loaders.formats.rendition import refused
from loaders.source import MAX_FILE_BYTES

MAX_RATIO = 200
"""Packed to less than this part of their size, parts are taken for a bomb; real ones reach about 40."""
SMALL = 1024 * 1024
"""Below this unpacked size a high ratio harms nobody: a sheet of like rows packs well."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Package:
    """An opened .docx or .xlsx; `kind` is what it should be, in words for messages.

    Raises `DocumentError` where it is protected, damaged, of another kind, or would unpack to too much.
    """

    def __init__(self, name: str, data: bytes, kind: str) -> None:
        self.name = name
        self.kind = kind
        if data.startswith(OLD_OFFICE):
            raise refused(
                name,
                f"this is protected by a password, or an old Office file, not {kind}; "
                "save it in Office without a password and in the new format",
            )
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except Exception as error:  # zipfile raises a dozen kinds on damaged directories
            raise self._damaged() from error
        total = sum(info.file_size for info in infos)
        if total > MAX_FILE_BYTES or (total > SMALL and total > MAX_RATIO * len(data)):
            raise refused(name, f"it would unpack from {len(data):,} to {total:,} bytes and is not opened")
        self._parts = {info.filename.lower(): info for info in infos}
        main = next((t for kind_, t in self.related("").values() if kind_ == "officeDocument"), None)
        if main is None:
            raise self._damaged()
        self.main = main

    def part(self, path: str) -> etree._Element | None:
        """The root element of a part; None where the package has no such part."""
        info = self._parts.get(path.lower())
        if info is None:
            return None
        try:
            data = self._zip.read(info)
        except Exception as error:  # encrypted, cut off, wrong checksum, unknown compression …
            raise self._damaged(path) from error
        if DTD.search(data.replace(b"\x00", b"")):
            raise refused(self.name, f"its part {path} declares entities, which no Office program writes")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(path) from error

    def needed(self, path: str) -> etree._Element:
        """The root element of a part; raises `DocumentError` where the package has no such part."""
        root = self.part(path)
        if root is None:
            raise self._damaged(path)
        return root

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id → (last word of the relation's type, path)."""
        folder, file = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for one in root if root is not None else ():
            if attribute(one, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, attribute(one, "Target") or ""))
                kind = (attribute(one, "Type") or "").rpartition("/")[2]
                found[attribute(one, "Id") or ""] = (kind, target.lstrip("/"))
        return found

    def related_part(self, kind: str) -> etree._Element | None:
        """The part that the main part refers to by a type of relation, e.g. `styles`; None where there is none."""
        path = next((target for kind_, target in self.related(self.main).values() if kind_ == kind), None)
        return None if path is None else self.part(path)

    def _damaged(self, path: str | None = None) -> Exception:
        where = "" if path is None else f" (at {path})"
        return refused(
            self.name, f"the file is damaged or is not {self.kind}{where}; open it in Office and save it again"
        )


def local(element: etree._Element) -> str:
    """An element's name without its namespace, of which Office has two (transitional and strict)."""
    return element.tag.rpartition("}")[2]


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without its namespace; None where it or the element is missing."""
    if element is None:
        return None
    value = element.get(name)
    if value is not None:
        return value
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def number(element: etree._Element | None, name: str, default: int = 0) -> int:
    """An attribute as a whole number, the default where it is missing or none."""
    value = attribute(element, name) or ""
    return int(value) if re.fullmatch(r"-?\d{1,9}", value, re.ASCII) else default


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child by that name, then its first child by the next …; None where one is missing."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children by that name."""
    return (one for one in (() if element is None else element) if local(one) == name)
