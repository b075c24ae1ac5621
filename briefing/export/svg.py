"""Writes a display list as SVG 1.1, the same bytes for the same picture."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.domain.picture import (
    Box,
    Circle,
    Curve,
    Group,
    Ink,
    Item,
    Path,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FAMILIES = {
    "sans": "'Noto Sans', 'Noto Sans CJK KR', 'Noto Sans Arabic', 'Noto Sans Hebrew', sans-serif",
    "serif": "'Noto Serif', 'Noto Sans CJK KR', 'Noto Sans Arabic', 'Noto Sans Hebrew', serif",
}
# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_IN_QUOTES = {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\r"): "&#13;", ord("\t"): "&#9;"}


def to_svg(picture: Picture, colours: Mapping[str, str], *, alt: str | None = None) -> str:
    """The picture as an SVG document. ``colours`` gives each token a CSS colour.

    ``alt`` replaces the picture's own description. Raises ``KeyError`` for an unknown token.
    """
    writer = _Writer(colours)
    body = writer.items(picture.items)
    wide, tall = _number(picture.width), _number(picture.height)
    description = picture.alt if alt is None else alt
    title = picture.title or description
    background = ""
    if picture.background:
        colour = _attribute(colours[picture.background])
        background = f'<rect width="{wide}" height="{tall}" fill={colour}/>\n'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" '
        f'viewBox="0 0 {wide} {tall}" role="img">\n'
        f"<title>{_text(title)}</title>\n<desc>{_text(description)}</desc>\n"
        f"<defs>\n{writer.definitions(picture)}</defs>\n"
        f'{background}<g clip-path="url(#frame)">\n{body}</g>\n</svg>\n'
    )


class _Writer:
    def __init__(self, colours: Mapping[str, str]) -> None:
        self._colours = colours
        self._hatches: dict[str, str] = {}
        self._clips: dict[Box, str] = {}

    def definitions(self, picture: Picture) -> str:
        lines = [
            '<clipPath id="frame"><rect '
            f'width="{_number(picture.width)}" height="{_number(picture.height)}"/></clipPath>\n'
        ]
        for (left, top, right, bottom), name in self._clips.items():
            lines.append(
                f'<clipPath id="{name}"><rect x="{_number(left)}" y="{_number(top)}" '
                f'width="{_number(right - left)}" height="{_number(bottom - top)}"/></clipPath>\n'
            )
        for token, name in self._hatches.items():
            colour = _attribute(self._colours[token])
            lines.append(
                f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="2.2" height="6" fill={colour} '
                'fill-opacity="0.6"/></pattern>\n'
            )
        return "".join(lines)

    def items(self, items: Iterable[Item]) -> str:
        return "".join(self.item(item) for item in items)

    def item(self, item: Item) -> str:
        match item:
            case Group():
                return self._group(item)
            case Text():
                return self._write_text(item)
            case Circle():
                shape = f'<circle cx="{_number(item.x)}" cy="{_number(item.y)}" '
                return self._inked(f'{shape}r="{_number(item.radius)}"', item.ink)
            case Rect():
                shape = f'<rect x="{_number(item.x)}" y="{_number(item.y)}" '
                shape += f'width="{_number(item.width)}" height="{_number(item.height)}"'
                if item.radius:
                    shape += f' rx="{_number(item.radius)}"'
                return self._inked(shape, item.ink)
            case Polygon():
                rings = "".join(map(_ring, item.rings))
                return self._inked(f'<path d="{rings}" fill-rule="evenodd"', item.ink)
            case Path():
                outline = "".join(f"{step[0]}{_numbers(step[1:])}" for step in item.commands)
                return self._inked(f'<path d="{outline}"', item.ink)
            case Polyline():
                name = "polygon" if item.closed else "polyline"
                points = " ".join(f"{_number(x)},{_number(y)}" for x, y in item.points)
                return self._inked(f'<{name} points="{points}"', item.ink)
            case _:
                return self._curve(item)

    def _curve(self, item: Curve) -> str:
        rest = (*item.control1, *item.control2, *item.end)
        return self._inked(f'<path d="M{_numbers(item.start)}C{_numbers(rest)}"', item.ink)

    def _group(self, group: Group) -> str:
        attributes = ""
        if group.kind:
            attributes += f" class={_attribute(group.kind)}"
        if group.clip is not None:
            name = self._clips.setdefault(group.clip, f"clip{len(self._clips) + 1}")
            attributes += f' clip-path="url(#{name})"'
        if group.opacity != 1:
            attributes += f' opacity="{_number(group.opacity)}"'
        title = f"<title>{_text(group.tooltip)}</title>" if group.tooltip else ""
        return f"<g{attributes}>{title}\n{self.items(group.items)}</g>\n"

    def _inked(self, shape: str, ink: Ink) -> str:
        fill = "none" if ink.fill is None else self._colours[ink.fill]
        done = f"{shape} fill={_attribute(fill)}"
        if ink.fill is not None and ink.fill_opacity != 1:
            done += f' fill-opacity="{_number(ink.fill_opacity)}"'
        stroke = ""
        if ink.stroke is not None:
            stroke = f" stroke={_attribute(self._colours[ink.stroke])}"
            stroke += f' stroke-width="{_number(ink.width)}" stroke-linejoin="round"'
            if ink.stroke_opacity != 1:
                stroke += f' stroke-opacity="{_number(ink.stroke_opacity)}"'
            if ink.dash:
                stroke += f' stroke-dasharray="{",".join(_number(part) for part in ink.dash)}"'
            if ink.round_cap:
                stroke += ' stroke-linecap="round"'
        if ink.hatch is None:
            return f"{done}{stroke}/>\n"
        name = self._hatches.setdefault(ink.hatch, f"hatch{len(self._hatches) + 1}")
        return f'{done}/>\n{shape} fill="url(#{name})"{stroke}/>\n'

    def _write_text(self, text: Text) -> str:
        where = f'<text x="{_number(text.x)}" y="{_number(text.y)}" '
        where += f'font-family="{_FAMILIES[text.role]}" font-size="{_number(text.size)}"'
        if text.weight != 400:
            where += f' font-weight="{text.weight}"'
        if text.italic:
            where += ' font-style="italic"'
        if text.anchor != "start":
            where += f' text-anchor="{text.anchor}"'
        if text.opacity != 1:
            where += f' opacity="{_number(text.opacity)}"'
        words = _text(text.text)
        line = f"{where} fill={_attribute(self._colours[text.fill])}>{words}</text>\n"
        if text.halo is None:
            return line
        # The halo is a line of its own beneath: not every reader knows paint-order.
        colour = _attribute(self._colours[text.halo])
        halo = f'{where} fill={colour} stroke={colour} stroke-width="{_number(text.halo_width)}" '
        return f'{halo}stroke-linejoin="round" aria-hidden="true">{words}</text>\n{line}'


# Not those of xml.sax: its module loads the network modules of the standard library.
def _text(text: str) -> str:
    plain = _FORBIDDEN.sub("", text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return f'"{_text(text).translate(_IN_QUOTES)}"'


@lru_cache(2048)
def _ring(ring: tuple[float, ...]) -> str:
    """Kept, because land with a tint is drawn twice, and again on the map that stands beside."""
    # By far most numbers of a map stand here: written at once, and as ``_number`` writes each.
    written = " ".join([repr(round(number, 2)) for number in ring]) + " "
    if "e" in written or "-0.0 " in written:
        return f"M{_numbers(ring)}Z"
    return f"M{written.replace('.0 ', ' ')[:-1]}Z"


def _numbers(values: Iterable[object]) -> str:
    return " ".join(_number(value) for value in values if isinstance(value, float | int))


@lru_cache(16_384)
def _number(value: float) -> str:
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
