"""Colour tokens of the themes, read from ``resources/themes`` without Qt for screen and paper."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

SCREEN_THEMES = ("light", "dark", "contrast")
PRINT_THEME = "print"

_HEX = re.compile(r"#[0-9a-f]{6}")


@cache
def load_tokens(name: str) -> Mapping[str, str]:
    """Every colour of a theme as ``"table.key"`` → ``"#rrggbb"``.

    Raises ValueError where a shipped file holds something that is not a colour.
    """
    with resource("themes", f"{name}.toml").open("rb") as file:
        tables = tomllib.load(file)
    tokens: dict[str, str] = {}
    for table, entries in tables.items():
        for key, value in entries.items():
            if not isinstance(value, str) or not _HEX.fullmatch(value):
                raise ValueError(f"theme {name}: {table}.{key} is not #rrggbb: {value!r}")
            tokens[f"{table}.{key}"] = value
    return MappingProxyType(tokens)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
