"""The numbers and bullets of lists in Word files, which stand in no paragraph."""

from __future__ import annotations

from typing import Any

from briefing.intake.readers.wordxml import child, local, value

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 20


class Numbering:
    """Counts the items of every list; takes the roots of numbering.xml and styles.xml, or None."""

    def __init__(self, numbering: Any, styles: Any) -> None:  # noqa: ANN401 - lxml
        self._formats: dict[str, dict[int, tuple[str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._styles: dict[str, tuple[str, str, str]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, properties: Any, style: str) -> str:  # noqa: ANN401 - lxml
        """What stands before a paragraph: "•", "3.", or nothing where it is no item."""
        number, level = "", ""
        own = child(properties, "numPr") if properties is not None else None
        if own is not None:
            number, level = value(child(own, "numId")), value(child(own, "ilvl"))
        seen = 0
        while style in self._styles and not number and seen < _DEEPEST:
            number, level, style = self._styles[style]
            seen += 1
        if number in ("", "0") or number not in self._list_of:
            return ""
        depth = int(level) if level.isdecimal() and int(level) < _DEEPEST else 0
        form, start = self._formats.get(self._list_of[number], {}).get(depth, ("bullet", 1))
        if form in ("bullet", "none"):
            return "•" if form == "bullet" else ""
        count = self._counts.get((number, depth), start - 1) + 1
        self._counts[number, depth] = count
        for below in range(depth + 1, _DEEPEST):
            self._counts.pop((number, below), None)
        return f"{_written(count, form)}."

    def _read_numbering(self, root: Any) -> None:  # noqa: ANN401 - lxml
        for part in root:
            if local(part) == "abstractNum":
                levels: dict[int, tuple[str, int]] = {}
                for level in part:
                    place = value(level, "ilvl")
                    if local(level) == "lvl" and place.isdecimal():
                        start = value(child(level, "start"))
                        first = int(start) if start.isdecimal() and len(start) < 6 else 1
                        levels[int(place)] = (value(child(level, "numFmt")) or "decimal", first)
                self._formats[value(part, "abstractNumId")] = levels
            elif local(part) == "num":
                self._list_of[value(part, "numId")] = value(child(part, "abstractNumId"))

    def _read_styles(self, root: Any) -> None:  # noqa: ANN401 - lxml
        for style in root:
            if local(style) == "style":
                own = child(style, "pPr", "numPr")
                number = value(child(own, "numId")) if own is not None else ""
                level = value(child(own, "ilvl")) if own is not None else ""
                based = value(child(style, "basedOn"))
                self._styles[value(style, "styleId")] = (number, level, based)


def _written(count: int, form: str) -> str:
    if form.endswith("Letter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < count < 40:
        text, rest = "", count
        for number, letters in _ROMAN:
            while rest >= number:
                text += letters
                rest -= number
        return text.upper() if form.startswith("upper") else text
    return str(count)
