"""A picture as a file of its own: SVG, PDF or PNG, all from the one display list."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING

from briefing.export.svg import to_svg
from briefing.export.typesetting import Typesetter, clean, language_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.picture import Picture

#: A picture unit is a CSS pixel, 96 to an inch: so many points.
_POINT = 0.75
#: Dots to an inch of a PNG: two for each picture unit.
DOTS = 192.0
_ALT, _TITLE = 8_000, 400
_HEAD = 8 + 25


def picture_svg(picture: Picture, colours: Mapping[str, str]) -> bytes:
    """The picture as SVG."""
    return to_svg(picture, colours).encode()


def picture_pdf(
    picture: Picture,
    colours: Mapping[str, str],
    *,
    marking: str,
    language: str,
    timestamp: int,
) -> bytes:
    """The picture on one page of its own size, in vectors, described for those who do not see it.

    Raises UserError where the page cannot be set.
    """
    return _setter(picture, colours, marking, language).pdf(timestamp)


def picture_png(picture: Picture, colours: Mapping[str, str], *, marking: str) -> bytes:
    """The picture painted with the shipped fonts; title and description stand in the file.

    Raises UserError where it cannot be painted.
    """
    (made, *_) = _setter(picture, colours, marking, "en").pngs(DOTS)
    about = [("Title", clean(picture.title)[:_TITLE]), ("Description", clean(picture.alt)[:_ALT])]
    texts = b"".join(_itxt(key, words) for key, words in about if words)
    # After the signature and the header, which stands first (PNG, third edition, 5.6).
    return made[:_HEAD] + texts + made[_HEAD:]


def _setter(
    picture: Picture, colours: Mapping[str, str], marking: str, language: str
) -> Typesetter:
    data = {
        "title": clean(picture.title)[:_TITLE] or "Picture",
        "alt": clean(picture.alt)[:_ALT] or "Picture",
        "marking": marking,
        "language": language_code(language),
        "width": round(picture.width * _POINT, 2),
        "height": round(picture.height * _POINT, 2),
    }
    inputs = {"data": json.dumps(data, sort_keys=True), "picture": to_svg(picture, colours)}
    return Typesetter("picture", inputs)


def _itxt(key: str, words: str) -> bytes:
    """A text chunk in UTF-8 (PNG, third edition, 11.3.3.4)."""
    body = b"iTXt" + key.encode("latin-1") + b"\0\0\0\0\0" + words.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
