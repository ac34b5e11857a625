"""What the API answers about search and about what the graph is made of."""

from __future__ import annotations

from typing import Literal

from api.models import Listed, Model, said

Value = str | int | float | bool | list[str] | list[float] | None
ONTOLOGY = "https://w3id.org/reformgraph/ontology#"


class Highlight(Model):
    """A place in a text."""

    field: str = said("Name of the text in `texts`.", "label")
    start: int = said("First character, from 0; characters are Unicode code points.", 2)
    end: int = said("Character after the last.", 6)


class Hit(Model):
    """Something found."""

    iri: str = said("IRI of the node.", "https://w3id.org/reformgraph/id/measure/zhuhai-2020/2-1")
    id: str = said(
        "Id of a measure, document or mechanism; name of a body; code, else name, of an area; title of an instrument.",
        "zhuhai-2020/2-1",
    )
    kind: Literal["measure", "agency", "document", "mechanism", "area", "instrument"] = said(
        "What it is; agency is any body.", "measure"
    )
    label: str = said("Its title or name.", "开办企业一天办结")
    score: float = said("How well it fits; comparable within one answer alone.", 641.0)
    document: str | None = said("Id of the document of a measure or document.", "zhuhai-2020")
    texts: dict[str, str] = said(
        "The texts that hold highlights, by field; always `label`.", {"label": "开办企业一天办结"}
    )
    highlights: tuple[Highlight, ...] = said("Where the words stand, field by field.")


class HitPage(Listed):
    """Some of what was found, the best first."""

    items: tuple[Hit, ...]


class Meaning(Model):
    """What the ontology says of a term; null where it says nothing."""

    iri: str | None = said("IRI of the class or property.", f"{ONTOLOGY}ReformMeasure")
    label_zh: str | None = said("Its label in Chinese.", "改革举措")
    label_en: str | None = said("Its label in English.", "reform measure")
    definition_zh: str | None = said("Its definition in Chinese.", "一行所陈述的改革计划。")
    definition_en: str | None = said("Its definition in English.", "The plan for a reform that a row states.")


class PropertySchema(Model):
    """A property of a label or of a relationship type."""

    name: str = said("Its name.", "title")
    type: str = said("Type of its values.", "text")
    language: str | None = said("Language that a suffix of the name tells.", "en")
    count: int = said("How many have it.", 314)
    example: Value = said("A value, cut where it is long; of a list the first three.", "开办企业一天办结")
    meaning: Meaning


class LabelSchema(Model):
    """A label. Its nodes have an `iri` that is unique."""

    name: str = said("Its name.", "Measure")
    count: int = said("How many nodes have it.", 314)
    example: str | None = said("IRI of the first node.", "https://w3id.org/reformgraph/id/measure/guangdong-10/1")
    meaning: Meaning
    properties: tuple[PropertySchema, ...]


class Ends(Model):
    """Labels that a relationship leads from and to."""

    start: str = said("Label that it leads from.", "Measure")
    end: str = said("Label that it leads to.", "Area")
    count: int = said("How many do.", 24)
    example_start: str | None = said(
        "IRI that the first leads from.", "https://w3id.org/reformgraph/id/measure/zhuhai-2020/1-4"
    )
    example_end: str | None = said("IRI that the first leads to.", "https://w3id.org/reformgraph/id/area/440300")


class RelationshipSchema(Model):
    """A relationship type."""

    name: str = said("Its name.", "ORIGINATED_IN")
    count: int = said("How many there are.", 24)
    meaning: Meaning
    ends: tuple[Ends, ...]
    properties: tuple[PropertySchema, ...]


class GraphSchema(Model):
    """What the graph is made of, by name."""

    labels: tuple[LabelSchema, ...]
    relationships: tuple[RelationshipSchema, ...]
