"""A schematic map of Guangdong: each city is a tile, about where it lies; sizes and borders mean nothing.

No boundaries are drawn. Open data of clean licence (Natural Earth) end at provinces.
"""

from __future__ import annotations

from collections.abc import Mapping

TILES: Mapping[str, tuple[int, int]] = {
    "韶关市": (4, 0),
    "清远市": (3, 1),
    "河源市": (5, 1),
    "梅州市": (6, 1),
    "潮州市": (7, 1),
    "肇庆市": (2, 2),
    "佛山市": (3, 2),
    "广州市": (4, 2),
    "惠州市": (5, 2),
    "揭阳市": (6, 2),
    "汕头市": (7, 2),
    "云浮市": (2, 3),
    "江门市": (3, 3),
    "中山市": (4, 3),
    "东莞市": (5, 3),
    "汕尾市": (6, 3),
    "茂名市": (1, 4),
    "阳江市": (2, 4),
    "珠海市": (4, 4),
    "深圳市": (5, 4),
    "湛江市": (0, 5),
}
"""Column and row by name, from the north-west."""
