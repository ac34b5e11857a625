"""Terms of other vocabularies that rdflib does not ship closed; only those in use."""

from __future__ import annotations

from typing import Final

from rdflib import URIRef

OA_NAMESPACE: Final = "http://www.w3.org/ns/oa#"


class OA:
    """Web Annotation (https://www.w3.org/TR/annotation-vocab/)."""

    hasSource: Final = URIRef(OA_NAMESPACE + "hasSource")
    hasSelector: Final = URIRef(OA_NAMESPACE + "hasSelector")
    Selector: Final = URIRef(OA_NAMESPACE + "Selector")
    TextQuoteSelector: Final = URIRef(OA_NAMESPACE + "TextQuoteSelector")
    DataPositionSelector: Final = URIRef(OA_NAMESPACE + "DataPositionSelector")
    exact: Final = URIRef(OA_NAMESPACE + "exact")
    start: Final = URIRef(OA_NAMESPACE + "start")
    end: Final = URIRef(OA_NAMESPACE + "end")
    motivatedBy: Final = URIRef(OA_NAMESPACE + "motivatedBy")
    assessing: Final = URIRef(OA_NAMESPACE + "assessing")
