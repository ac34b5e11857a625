"""The directory of a release: written whole or not at all, and checked by its checksums."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import orjson

from graph.judgements.sssom import write as judgement_table
from graph.publish.bulk import write_bulk
from graph.publish.content import QUADS, Content, digest, quads, read_content
from graph.publish.description import Edition, description, version_in
from graph.publish.mappings import sssom
from graph.publish.rdf import context, json_ld, trig
from graph.publish.readme import readme
from graph.publish.stream import streamed
from graph.publish.tables import csv_files, graphml, projected, tables
from graph.release import Release
from graph.triples import Triples
from ontology.errors import NotFoundError, ReleaseError
from ontology.identifiers import JUDGEMENTS, graph_iri
from ontology.judgement_triples import judgements_in

CHECKSUMS = "CHECKSUMS.sha256"
NOTHING = "nothing is loaded that could be published; load documents first (reformgraph load)"
DESCRIPTION = "void.ttl"
LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
"""Of the project itself, its ontology, reference data and sample."""


def publish(
    content: Content, folder: Path, *, version: str | None = None, licence: str = LICENCE, previous: Path | None = None
) -> Edition:
    """Writes a release; an older one of ours in that place is replaced.

    `version` None: a digest of the contents. `previous` is the release that this one revises. Raises `ReleaseError`
    where the folder holds anything else or cannot be written, or the version is no name; `NotFoundError` where there is nothing to
    publish; `OntologyError` where the triples do not make a graph.
    """
    _refuse_foreign(folder)
    if not content:
        raise NotFoundError(NOTHING)
    if version is not None and not all(sign.isalnum() or sign in "-._" for sign in version):
        raise ReleaseError(f"“{version}” is no version: letters, digits, “-”, “.” and “_” only")
    before = None if previous is None else edition_of(previous).version
    chosen = version or digest(content, *(data for _, data in _ontology()))
    edition = Edition(chosen, licence, before)
    new = folder.absolute().with_name(folder.absolute().name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        _write(edition, content, new)
        _put_in_place(new, folder)
    except OSError as error:
        raise ReleaseError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return edition


def publish_bulk(release: Release, folder: Path) -> int:
    """Writes the files of Neo4j's bulk import alone, one graph in memory at a time; how many graphs there were.

    They appear whole or not at all. Raises `ReleaseError` where the folder is not empty or cannot be written,
    `NotFoundError` where nothing is loaded, `OntologyError` where the triples do not make a graph.
    """
    names = release.names()
    if not names:
        raise NotFoundError(NOTHING)
    if folder.is_file() or (folder.exists() and any(folder.iterdir())):
        raise ReleaseError(f"{folder} is not empty, so nothing was written; name a new directory")
    new = folder.absolute().with_name(folder.absolute().name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        write_bulk(streamed(release), new)
        _put_in_place(new, folder)
    except OSError as error:
        raise ReleaseError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return len(names)


def edition_of(folder: Path) -> Edition:
    """Which release a directory holds. Raises `ReleaseError` where it holds none of ours."""
    try:
        return Edition(*version_in((folder / DESCRIPTION).read_bytes()))
    except (OSError, ValueError, SyntaxError) as error:
        raise ReleaseError(f"{folder} is no release: its {DESCRIPTION} cannot be read ({error})") from error


def check(folder: Path) -> list[str]:
    """What differs from the checksums, in words; nothing where all is as it was written.

    Raises `ReleaseError` where the directory is no release.
    """
    edition_of(folder)
    listed, found = _listed(folder), _sums(folder)
    problems = [f"{path}: is missing" for path in sorted(listed.keys() - found.keys())]
    problems += [f"{path}: is not part of the release" for path in sorted(found.keys() - listed.keys())]
    for path in sorted(listed.keys() & found.keys()):
        if listed[path] != found[path][0]:
            problems.append(f"{path}: has sha256 {found[path][0]}, not {listed[path]}")
    return problems


def checked_content(folder: Path) -> dict[str, bytes]:
    """The graphs of a release that is as it was written. Raises `ReleaseError` with everything that differs."""
    problems = check(folder)
    if problems:
        raise ReleaseError("\n".join(f"{folder}: {problem}" for problem in problems))
    return read_content(folder)


def _write(edition: Edition, content: Content, folder: Path) -> None:
    def put(path: str, data: bytes) -> None:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    stated = projected(content)
    found = tables(stated)
    put(QUADS, quads(content))
    for path, write in (("data.trig", trig), ("data.jsonld", json_ld)):
        with (folder / path).open("wb") as file:
            write(content, file)
    put("context.jsonld", orjson.dumps({"@context": context()}, option=orjson.OPT_INDENT_2) + b"\n")
    for path, data in _ontology():
        put(path, data)
    for path, data in csv_files(found):
        put(f"csv/{path}", data)
    write_bulk(stated, folder / "neo4j-admin")
    text = io.BytesIO()
    graphml(found, text)
    put("graphml/graph.graphml", text.getvalue())
    mappings = sssom(found.nodes, found.edges, base=edition.iri, version=edition.version, licence=edition.licence)
    put("links.sssom.tsv", mappings.encode())
    if JUDGEMENTS in content:
        held = judgements_in(Triples(graph_iri(JUDGEMENTS), content[JUDGEMENTS]))
        put("judgements.sssom.tsv", judgement_table(held).encode())
    put("README.md", readme(edition, content.keys(), _sums(folder).keys()).encode())
    put(DESCRIPTION, description(edition, content, _sums(folder)))
    lines = [f"{sha256}  {path}\n" for path, (sha256, _) in sorted(_sums(folder).items())]
    put(CHECKSUMS, "".join(lines).encode())


def _ontology() -> Iterator[tuple[str, bytes]]:
    for name in ("reform.ttl", "shapes.ttl"):
        yield f"ontology/{name}", files("ontology").joinpath(name).read_bytes()


def _sums(folder: Path) -> dict[str, tuple[str, int]]:
    """Sha256 and size of every file but the list itself, by its path with slashes."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != CHECKSUMS:
            with path.open("rb") as file:
                found[name] = (hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)
    return found


def _listed(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
    except OSError as error:
        raise ReleaseError(f"{folder} is no release: it has no {CHECKSUMS}") from error
    found = {}
    for number, line in enumerate(lines, start=1):
        sha256, gap, path = line.partition("  ")
        if not gap or len(sha256) != 64:
            raise ReleaseError(
                f"{folder / CHECKSUMS}, line {number}: “{line}”; wanted is a sha256, two spaces and a path"
            )
        found[path] = sha256
    return found


def _refuse_foreign(folder: Path) -> None:
    """Nothing that we did not write is ever removed."""
    if folder.is_file():
        raise ReleaseError(f"{folder} is a file; name a directory for the release")
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        edition_of(folder)
        foreign = sorted(_sums(folder).keys() - _listed(folder).keys())
    except ReleaseError as error:
        raise ReleaseError(
            f"{folder} is not empty and is no release of ours, so nothing was written; name another directory"
        ) from error
    if foreign:
        raise ReleaseError(
            f"{folder} holds files that are not part of the release in it ({', '.join(foreign[:3])}); "
            "move them elsewhere, or name another directory"
        )


def _put_in_place(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.replace(folder)
        return
    old = folder.absolute().with_name(folder.absolute().name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    folder.replace(old)
    try:
        new.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    shutil.rmtree(old)
