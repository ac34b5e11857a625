"""The README of a release: what each file is, and how it was made."""

from __future__ import annotations

from collections.abc import Collection

from graph.publish.description import Edition

FILES = {
    "data.trig": "All triples in TriG: one named graph a document, `reference` (areas, agencies, concepts), `links` "
    "and `judgements`.",
    "data.nq": "The same as N-Quads, by graph and then in the order of lines. `reformgraph restore` reads this file.",
    "data.jsonld": "The same as JSON-LD 1.1, with its context inside.",
    "context.jsonld": "That context: short names of classes and properties, made from ontology/reform.ttl.",
    "ontology/reform.ttl": "The ontology, as it was when the release was made.",
    "ontology/shapes.ttl": "The SHACL shapes that every document passed before it was stored.",
    "links.sssom.tsv": "Accepted comparable pairs as an SSSOM mapping set. A pair has no direction; confidence is the score. "
    "Pairs that were compared and not accepted are in the `links` graph alone.",
    "judgements.sssom.tsv": "What people judged of pairs, those they reject included, as an SSSOM mapping set.",
    "graphml/graph.graphml": "The property graph in GraphML with typed attributes, for Gephi, yEd, igraph and networkx.",
    "void.ttl": "What the release holds, counted (VoID), its version, licence and files (DCAT).",
    "CHECKSUMS.sha256": "The sha256 of every other file; `sha256sum --check CHECKSUMS.sha256` or `reformgraph release --check`.",
}


def readme(edition: Edition, graphs: Collection[str], paths: Collection[str]) -> str:
    """Markdown, from what is in the release alone."""
    rows = [f"| `{path}` | {text} |" for path, text in FILES.items() if path != "judgements.sssom.tsv" or path in paths]
    people = sorted(path.removeprefix("csv/") for path in paths if path.startswith("csv/"))
    previous = "" if edition.previous is None else f" It revises version {edition.previous}."
    return f"""\
# Reform Graph, release {edition.version}

{len(graphs)} named graphs: {", ".join(sorted(graphs))}. Licence: <{edition.licence}>.{previous}

Every file is made from the same triples, by `reformgraph release`. The same triples give the same bytes: no file holds a
date of its making, and the version is a digest of the contents unless one was given.

| file | what it is |
| --- | --- |
{chr(10).join(rows)}
| `csv/nodes-*.csv` | Nodes of one kind, a row each; a list is joined by “ \\| ”. UTF-8 with a byte order mark, for spreadsheets. |
| `csv/edges-*.csv` | Relationships of one kind with the names of both ends, and the words of the document that say so. |
| `neo4j-admin/*.csv` | The property graph for Neo4j's bulk import; the command is in neo4j-admin/README.md. |

In `csv/`: {", ".join(people)}.

Which class becomes a node and which property a relationship is declared in ontology/reform.ttl (rg:nodeLabel, rg:edgeType,
rg:propertyName, rg:claimProperty, rg:valueType). By the same declarations the property graph can be read back as the
triples it was made from: nothing is lost between the formats, but for the columns that people need no more than once
(`stated`, where two graphs say different things of one node, is left out of `csv/` and `graphml/`).

A value that a document does not state is absent. The original files are not part of a release; each document's sha256 is.
"""
