"""Which form of an answer a request likes best (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.exceptions import HTTPException


def negotiated(accept: str, offered: Mapping[str, str]) -> str | None:
    """The form that an Accept header likes best, the first offered of several; None where it likes none."""
    best: tuple[float, str] | None = None
    for media_type, form in offered.items():
        quality = _quality(accept, media_type)
        if quality > 0 and (best is None or quality > best[0]):
            best = quality, form
    return None if best is None else best[1]


def preferred(accept: str | None, offered: Iterable[str]) -> str | None:
    """The media type that an Accept header likes best; a request without one takes the first."""
    return negotiated(accept or "*/*", {name: name for name in offered})


def not_acceptable(accept: str, offered: Iterable[str]) -> HTTPException:
    """That none of the forms is liked."""
    return HTTPException(406, f"Nothing in “{accept}” can hold the answer; there are {', '.join(offered)}.")


def _quality(accept: str, media_type: str) -> float:
    """How much a header likes a type: what names it most closely counts."""
    major = media_type.partition("/")[0]
    found: dict[str, float] = {}
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        weights = [word[2:] for word in parameters if word.startswith("q=")]
        try:
            found[name] = float(weights[0]) if weights else 1.0
        except ValueError:
            found[name] = 0.0
    return next((found[name] for name in (media_type, f"{major}/*", "*/*") if name in found), 0.0)
