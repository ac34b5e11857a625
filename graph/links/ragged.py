"""Lists of different lengths, one for each text, laid end to end so that compiled loops can go through them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numba
import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Array = npt.NDArray[Any]
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compiled at its first call; kept on disk beside the module or, where that cannot be written, for the user."""
    found: Any = numba.njit(cache=True)(function)
    return found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Ragged:
    """List i holds the entries from `ends[i]` up to `ends[i + 1]`; what is said of an entry stands in columns."""

    ends: Integers
    columns: tuple[Array, ...]

    def __len__(self) -> int:
        return len(self.ends) - 1

    @classmethod
    def of(cls, rows: Array, lists: int, *columns: Array) -> Ragged:
        """From entries in the order of the lists that they belong to."""
        return cls(ends_of(np.bincount(rows, minlength=lists)), columns)

    def row(self) -> Integers:
        """To which list each entry belongs."""
        return np.repeat(np.arange(len(self)), np.diff(self.ends))

    def take(self, lists: Integers) -> Ragged:
        """Some of the lists, in a given order."""
        starts, lengths = self.ends[lists], np.diff(self.ends)[lists]
        ends = ends_of(lengths)
        at = np.repeat(starts - ends[:-1], lengths) + np.arange(ends[-1])
        return Ragged(ends, tuple(one[at] for one in self.columns))


def joined(parts: Sequence[Ragged]) -> Ragged:
    """The lists of several, one after another."""
    columns = tuple(np.concatenate(several) for several in zip(*(one.columns for one in parts), strict=True))
    return Ragged(ends_of(np.concatenate([np.diff(one.ends) for one in parts])), columns)


def ends_of(lengths: Array) -> Integers:
    """Where lists of such lengths begin and end."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
