"""What linking leaves in a file for the next time, so that only what changed in between is linked.

The file says what its content goes by: software, weights, model and reference of rarity, and the
text of each measure.  One that goes by anything else, or cannot be read, is as if it were not there.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import orjson
from pydantic import TypeAdapter, ValidationError

from graph.files import write_whole
from graph.links import reference as rarity
from graph.links.candidates import Candidates
from graph.links.encoder import Encoder
from graph.links.features import MeasureText
from graph.links.linker import Columns, Linker, Part, Respect
from graph.links.neighbours import Entries, Near, Rows
from graph.links.ragged import Ragged
from graph.links.reference import Reference
from graph.links.scorer import Weights
from graph.software import software
from ontology.model import Link

LINKS: Final = TypeAdapter(tuple[Link, ...])


@dataclass(frozen=True)
class Kept:
    """A linker and what was made of it: the links, where they were put, and as what."""

    linker: Linker
    links: tuple[Link, ...]
    released: str
    """Sha256 of the file of the links in the release."""
    pushed: str
    """Digest of the rows of the links in the store."""
    gone: int = 0
    """How many texts were taken out since."""


def write(path: Path, kept: Kept) -> None:
    """Keeps it in a file."""
    linker = kept.linker
    if linker.reference is None:
        raise ValueError("what goes by no reference cannot be added to later")
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    said = {
        "basis": basis(linker.scorer, linker.encoder, linker.reference),
        "released": kept.released,
        "pushed": kept.pushed,
        "ids": [one.id if linker.places.get(one.id) == n else None for n, one in enumerate(linker.texts)],
        "texts": {one: digest(linker.texts[place]) for one, place in linker.places.items()},
        "documents": list(linker.groups),
        "parts": [[(part.start, *part.rows.widths) for part in respect.parts] for respect in linker.respects],
    }
    lists = linker.found.lists()
    arrays |= {"best": linker.found.best, "ends": lists.ends}
    arrays |= {f"list{n}": column for n, column in enumerate(lists.columns)}
    for r, respect in enumerate(linker.respects):
        columns = respect.columns
        arrays |= {f"{r}places": np.array(list(columns.places), np.int64), f"{r}rare": np.array(columns.rare, bool)}
        arrays[f"{r}best"] = respect.best
        for p, part in enumerate(respect.parts):
            columns_of: tuple[np.ndarray[Any, Any], ...] = (*part.rows.entries, *part.near.columns)
            arrays |= {f"{r}-{p}-{n}": one for n, one in enumerate(columns_of)}
    file = io.BytesIO()
    text = {"said": orjson.dumps(said), "links": LINKS.dump_json(kept.links)}
    arrays |= {name: np.frombuffer(data, np.uint8) for name, data in text.items()}
    np.savez(file, **arrays)  # type: ignore[arg-type]
    data = file.getbuffer()
    write_whole(path, hashlib.sha256(data).digest() + bytes(data))


def read(
    path: Path,
    texts: Sequence[MeasureText],
    scorer: Weights,
    encoder: Encoder | None,
    reference: Reference,
) -> Kept | None:
    """What a file keeps, of which texts that are not as they were have been taken out; None where it cannot serve."""
    try:
        data = path.read_bytes()
        if hashlib.sha256(data[32:]).digest() != data[:32]:
            return None
        with np.load(io.BytesIO(data[32:]), allow_pickle=False) as arrays:
            said = orjson.loads(arrays["said"].tobytes())
            if said["basis"] != basis(scorer, encoder, reference):
                return None
            linker = _linker(said, arrays, texts, scorer, encoder, reference)
            links = LINKS.validate_json(arrays["links"].tobytes())
    except (OSError, ValueError, KeyError, IndexError, TypeError, EOFError, BadZipFile, ValidationError):
        return None
    same = {one.id for one in texts if said["texts"].get(one.id) == digest(one)}
    gone = sorted(said["texts"].keys() - same)
    linker.remove(gone)
    return Kept(linker, links, said["released"], said["pushed"], len(gone))


def _linker(
    said: Mapping[str, Any],
    arrays: Mapping[str, Any],
    texts: Sequence[MeasureText],
    scorer: Weights,
    encoder: Encoder | None,
    reference: Reference,
) -> Linker:
    known = {one.id: one for one in texts}
    found = Candidates.of(Ragged(arrays["ends"], tuple(arrays[f"list{n}"] for n in range(3))), arrays["best"])
    respects = []
    for r, parts in enumerate(said["parts"]):
        columns = Columns(
            {place: n for n, place in enumerate(arrays[f"{r}places"].tolist())}, arrays[f"{r}rare"].tolist()
        )
        held = []
        for p, (start, *widths) in enumerate(parts):
            *entries, rows, partial, exact = (arrays[f"{r}-{p}-{n}"] for n in range(len(Entries._fields) + 3))
            held.append(Part(start, Rows(Entries(*entries), (widths[0], widths[1])), Near(rows, partial, exact)))
        respects.append(Respect(columns, held, arrays[f"{r}best"]))
    return Linker.restored(
        [None if one is None else known.get(one, MeasureText(one, "", "", "")) for one in said["ids"]],
        found,
        tuple(respects),
        {name: n for n, name in enumerate(said["documents"])},
        (encoder, scorer, reference),
    )


def digest(text: MeasureText) -> str:
    """Of all that links are made from."""
    return hashlib.sha256(orjson.dumps(text)).hexdigest()


def basis(scorer: Weights, encoder: Encoder | None, reference: Reference | None) -> str:
    """A digest of all that links go by beside texts; no reference where rarity goes by all texts."""
    weights = orjson.dumps(asdict(scorer), option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    model = b"" if encoder is None else encoder.name.encode()
    parts = (software().encode(), weights, model, b"" if reference is None else rarity.digest(reference))
    return hashlib.sha256(b"\x1f".join(hashlib.sha256(one).digest() for one in parts)).hexdigest()
