"""Replication scopes as documents print them.

全省范围                                   the province
全省除深圳市以外的地区（深圳市已复制推广）  the province without Shenzhen, which has it already
粤港澳大湾区九市                           nine cities
全省海关特殊监管区域                       such zones in the province
海关特殊监管区域                           such zones in the document's own place
全市                                       the document's city
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.text import Text
from ontology.model import Scope
from ontology.reference import Area, area, find_areas, regions, zone_types

EXCEPT = re.compile(r"除(?P<places>[^除（()）]{1,200}?)(?:以外|之外|外)")
ADOPTED = re.compile(
    r"[（(](?P<reason>[^（()）已]{0,200}已[^（()）]{0,200}(?:推广|实施|开展|复制)[^（()）]{0,200})[)）]"
)
WHOLE = re.compile(r"全(?P<level>国|省|自治区|市|区|县)")
LEVELS = {
    "国": "country",
    "省": "province",
    "自治区": "province",
    "市": "prefecture",
    "区": "county",
    "县": "county",
}


@dataclass(frozen=True)
class UnreadScope:
    """Words that give no scope: what was looked for in vain is for the caller to report."""

    text: str


def read_scope(cell: Text, field: str, place: Area | None) -> Scope | UnreadScope | None:
    """A scope cell; None where it is blank, `UnreadScope` where no place or zone type can be told from it.

    `place` is the document's: 全市 and 全省 mean its city and its province, and a bare zone type means such
    zones in it.
    """
    if not cell:
        return None
    value = cell.value
    adopted = ADOPTED.search(value)
    left_out: tuple[str, ...] = ()
    exception = EXCEPT.search(value)
    if exception:
        left_out = tuple(hit.qualified_name for _, _, hit in find_areas(exception["places"]))
    rest = value
    for match in (adopted, exception):
        if match:
            rest = rest.replace(match.group(), "")
    zone = next((z.name for z in zone_types() if any(name in rest for name in z.names)), None)
    includes = _included(rest, place)
    if not includes and zone is not None and place is not None:
        includes = (place.qualified_name,)
    if not includes or (exception and not left_out):
        return UnreadScope(value)
    already = tuple(hit.qualified_name for _, _, hit in find_areas(adopted["reason"])) if adopted else ()
    return Scope(includes, left_out, zone, cell.quote(field), adopted["reason"] if adopted else None, already)


def _included(words: str, place: Area | None) -> tuple[str, ...]:
    for region in regions():
        if any(name in words for name in region.names):
            return tuple(member.qualified_name for member in region.members)
    whole = WHOLE.search(words)
    if whole:
        found = _at_level(place, LEVELS[whole["level"]])
        return () if found is None else (found.qualified_name,)
    return tuple(dict.fromkeys(hit.qualified_name for _, _, hit in find_areas(words)))


def _at_level(place: Area | None, level: str) -> Area | None:
    """The document's place or the area around it at a level; a municipality serves as province and city."""
    if level == "country":
        return area("中国")
    if place is None:
        return None
    chain = [place, *place.ancestors]
    return next((one for one in chain if one.level == level), None) or next(
        (one for one in chain if one.level == "province" and one.name.endswith("市")), None
    )
