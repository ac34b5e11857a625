"""What can go wrong, as one family.

ReformGraphError
├── DocumentError      a document could not be read; carries every Problem found in it
├── DocumentsError     several documents failed, each with one of the two
├── ValidationError    triples broke a shape; carries every violation
├── OntologyError      a term, identifier or reference fact that the ontology does not know
├── StoreError         the graph store refused or could not be reached
├── ReleaseError       a directory that is no release, or not as it was written
├── JudgeError         a model that was asked for a verdict could not be reached, refused, or gave no answer
├── QueryError         a question was malformed or went over its limits
│   ├── BadQueryError      a query that cannot be understood, or asks for what is refused
│   └── QueryTimeoutError  a query that was ended at its time
└── NotFoundError      the graph holds nothing by that name
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from ontology.model import Problem


class ReformGraphError(Exception):
    """The base of every error that this project raises on purpose."""


class DocumentError(ReformGraphError):
    """A document that could not be read; `problems` holds all that was found, in reading order."""

    def __init__(self, document: str, problems: Sequence[Problem]) -> None:
        self.document = document
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[Self], tuple[str, tuple[Problem, ...]]]:
        """As it goes from one process to another."""
        return type(self), (self.document, self.problems)


class ValidationError(ReformGraphError):
    """Triples that broke a shape; nothing of the document was stored."""

    def __init__(self, document: str, violations: Sequence[object]) -> None:
        self.document = document
        self.violations = tuple(violations)
        super().__init__("\n".join(str(violation) for violation in self.violations))

    def __reduce__(self) -> tuple[type[Self], tuple[str, tuple[object, ...]]]:
        """As it goes from one process to another."""
        return type(self), (self.document, self.violations)


class DocumentsError(ReformGraphError):
    """Several documents that could not be read or are not valid; nothing was stored."""

    def __init__(self, errors: Sequence[DocumentError | ValidationError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class OntologyError(ReformGraphError):
    """A term, an identifier or a reference fact that the ontology does not know."""


class JudgeError(ReformGraphError):
    """A model that was asked for a verdict could not be reached, refused, or gave no answer that can be taken."""


class StoreError(ReformGraphError):
    """The graph store refused a request or could not be reached."""


class ReleaseError(ReformGraphError):
    """A directory that is no release, or is not as it was written."""


class QueryError(ReformGraphError):
    """A question that was malformed or went over its limits."""


class BadQueryError(QueryError):
    """A query that cannot be understood, or asks for what is refused."""


class QueryTimeoutError(QueryError):
    """A query that was ended at its time, or found no place to run in that time."""


class NotFoundError(ReformGraphError):
    """The graph holds nothing by that name."""
