"""Atlases made by hand, for tests of pages that need no store."""

from __future__ import annotations

from ontology.identifiers import ID, measure_iri
from queries.atlas import Atlas, DrawnClaim, DrawnLink, DrawnMeasure, arrows
from queries.families import Family, Member
from queries.judgements import JudgedPair
from queries.origins import Flow
from queries.reach import Reach
from queries.results import UNDATED, DocumentRow, ProposalRow, Share, Voice

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(3)>",
    "<p>不动产</p>",
    "\"quoted\" 'quoted' `quoted` &amp; &lt;p&gt;",
    "\u202eright to left\u202c عربى",
    "🚢👩‍🔬 e\u0301 \u2028 \u2029 \x00 \x7f",
    "${7*7} {{7*7}} $data $title $$",
    "javascript:alert(4)",
    "字" * 5000,
)
PLACES = ("深圳市", "广州市", "江门市", "佛山市", "东莞市", "中山市", "惠州市", "汕头市", "湛江市")


def atlas_of(titles: tuple[str, ...] = ("证照联办", "用电报装", "秒批"), places: int = 2, documents: int = 2) -> Atlas:
    """As many measures as titles, in two documents, each comparable to the next, the first with places of origin.

    The first document is of 珠海市 and has no date, the second of 深圳市 and has one; the last measure is said to be
    replicated in 深圳市 already.
    """
    held = tuple(
        DocumentRow(
            iri=f"{ID}document/toy-{n}", id=f"toy-{n}", title=titles[0], issuer=titles[0][:50],
            issued=UNDATED if n == 0 else f"2020-0{n}-20", place=("珠海市", "深圳市")[n % 2], place_code=None, place_basis=None,
            sha256="0" * 64, rendition_sha256=None, encoding="utf-8",
            measures=len(titles[n::documents]),
        )
        for n in range(documents if titles else 0)
    )  # fmt: skip
    measures = tuple(
        DrawnMeasure(
            iri=str(measure_iri(f"toy-{index % documents}/{index + 1}")), id=f"toy-{index % documents}/{index + 1}",
            document=f"toy-{index % documents}", title=title, content=title, work_measures=None, domain=title[:20],
            fields=("taxes",), status="in_progress" if index == 0 else None, force=None,
            deadline="2020-06" if index == 1 else None, deadline_text=None, precision=None, ongoing=None, line=3,
        )
        for index, title in enumerate(titles)
    )  # fmt: skip
    claims = [_claim(one, "LEAD", "Agency", f"{ID}agency/{n % 3}", titles[n][:50]) for n, one in enumerate(measures)]
    first, last = (measures[0], measures[-1]) if measures else (None, None)
    if first is not None and last is not None:
        claims += [_claim(first, "ORIGINATED_IN", "Area", f"{ID}area/{n}", PLACES[n]) for n in range(places)]
        claims.append(_claim(last, "ASSERTED_REPLICATED_IN", "Area", f"{ID}area/0", "深圳市"))
    links = tuple(
        DrawnLink(
            a=a.id, b=b.id, score=0.8, accepted=True, grade="comparable",
            features=(Share(name="phrases", value=0.7, share=1.7), Share(name="agencies", value=None, share=0.0)),
            shared_words=(titles[0][:9],), clauses=(titles[0][:60], titles[-1][:60]), rule="toy",
            rival={"measure": b.id, "to": a.id, "score": 0.31, "separates": [{"name": "phrases", "difference": 1.25}]},
            removal={"features": ["phrases"], "score": 0.4, "grade": None}, weights="toy weights", model=None, claim_id=f"{ID}claim/l",
        )
        for a, b in zip(measures, measures[1:], strict=False)
    )  # fmt: skip
    members = tuple(
        Member(measure=one.id, title=one.title, document=one.document, place=None, issued=UNDATED, weight=1.0)
        for one in measures
    )
    family = (
        Family(id=members[0].measure, name=titles[0], members=members, mechanisms=(), links=()) if members else None
    )
    flow = (
        Flow(origin="深圳市", adopter="珠海市", count=1, measures=(measures[0].id,), came_home=False)
        if measures
        else None
    )
    return Atlas(
        documents=held,
        measures=measures,
        claims=tuple(claims),
        links=links,
        judged=tuple(
            JudgedPair(
                a=a.id,
                b=b.id,
                verdict="different",
                accepted=False,
                disputed=False,
                said=(Voice(verdict="different", by=titles[0][:50], when=None, reason=titles[-1]),),
            )
            for a, b in zip(measures, measures[1:2], strict=False)
        ),
        proposals=tuple(
            ProposalRow(
                a=a.id,
                a_title=a.title,
                b=b.id,
                b_title=b.title,
                verdict="same",
                by="toy model",
                when="2020-01-01",
                reason=titles[0],
                prompt_sha256="0" * 64,
                claim_id=f"{ID}claim/p",
            )
            for a, b in zip(measures, measures[1:2], strict=False)
        ),
        arrows=arrows(held, measures, claims, links),
        families=() if family is None else (family,),
        flows=() if flow is None else (flow,),
        reach=(Reach(place="深圳市", code="440300", short="深圳", english="Shenzhen", covered=(), conditional=()),),
        total=len(measures) + 1,
    )


def _claim(measure: DrawnMeasure, type: str, kind: str, iri: str, name: str) -> DrawnClaim:  # noqa: A002
    return DrawnClaim(
        measure=measure.id, type=type, kind=kind, iri=iri, name=name, place=name if kind == "Area" else None,
        jurisdiction="深圳市", ambiguous=False, printed=name, extra=None, quote=measure.title, field="主要做法", line=5,
        start=1, end=2, claim_id=f"{ID}claim/{measure.id}/{type}/{name[:9]}",
    )  # fmt: skip
