"""Harmonised domains, and the one that a document's own domain is matched to by its name.

The names are data (reference/domains.ttl).  Before they are compared, numbering, a bracket at the end (（5项）),
white space and quotation marks, 领域 or 方面 at the end, and a verb before the field (优化, 深化) are left out.  A
name that is not held is matched to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from rdflib import SKOS, URIRef

from ontology.errors import OntologyError
from ontology.facts import Facts
from ontology.mechanisms import folded

NUMBER: Final = re.compile(r"^(?:[（(]?(?:[一二三四五六七八九十百]+|\d+)[）)、.．]\s*)+")
BRACKET: Final = re.compile(r"[（(][^（）()]*[)）]$")
VERB: Final = re.compile(
    r"^(?:进一步|持续|全面|不断|积极|着力|大力|加快)*"
    r"(?:优化|深化|加强|提升|提高|强化|建立|营造|便利|促进|推动|推进|完善|健全|构建|打造|培育|拓宽|扩大|改善)(?=..)"
)
TAIL: Final = re.compile(r"(?<=..)(?:领域|方面)$")


class Relation(StrEnum):
    """How a document's domain stands to the harmonised one."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    """The harmonised domain is the broader one."""

    @property
    def property(self) -> URIRef:
        """The SKOS property from the document's domain."""
        return PROPERTY[self]


PROPERTY: Final = {
    Relation.EXACT: SKOS.exactMatch,
    Relation.CLOSE: SKOS.closeMatch,
    Relation.BROAD: SKOS.broadMatch,
}
NAMES: Final = {
    "skos:prefLabel": Relation.EXACT,
    "rg:exactName": Relation.EXACT,
    "rg:closeName": Relation.CLOSE,
    "rg:narrowName": Relation.BROAD,
}


@dataclass(frozen=True)
class DomainMatch:
    """The harmonised domain that a name is matched to, and how."""

    iri: URIRef
    id: str
    name: str
    relation: Relation


def match_domain(name: str) -> DomainMatch | None:
    """Tell the harmonised domain that a document's domain is matched to; None where its name is not held."""
    held = _held()
    plain = TAIL.sub("", folded(BRACKET.sub("", NUMBER.sub("", name.strip()))))
    return held.get(plain) or held.get(VERB.sub("", plain))


def domain_names() -> Mapping[str, DomainMatch]:
    """List every name that is held, as it is compared."""
    return _held()


@cache
def _held() -> dict[str, DomainMatch]:
    """Raises `OntologyError` where a name is held for two domains."""
    facts = Facts("domains")
    found: dict[str, DomainMatch] = {}
    for iri in facts.of("HarmonisedDomain"):
        for term, relation in NAMES.items():
            for name in facts.all(iri, term):
                match = DomainMatch(URIRef(iri), facts.one(iri, "skos:notation") or "", facts.name(iri), relation)
                other = found.setdefault(folded(name), match)
                if other.iri != match.iri:
                    raise OntologyError(f"the domain name “{name}” is held for both {other.id} and {match.id}")
    return found
