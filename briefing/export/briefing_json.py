"""The whole briefing as JSON, for other programs; ``resources/schemas`` holds its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.export.nesting import nest
from briefing.export.plain_json import instant, json_bytes

if TYPE_CHECKING:
    from briefing.export.excerpt import Excerpt

#: Name and version of the format; the version grows when a reader of the last would misread a file.
NAME, VERSION = "briefing-export", 1


def briefing_json(excerpt: Excerpt) -> bytes:
    """Every record of an excerpt in full, nested as ``briefing show --json`` nests them.

    ``library_changed`` is the time of the newest change of the library, so that a file made twice of
    one state is the same file.
    """
    return json_bytes(
        {
            "format": NAME,
            "format_version": VERSION,
            "marking": excerpt.marking.label,
            "audience": excerpt.audience.label,
            "left_out": list(excerpt.left_out),
            "library_changed": instant(excerpt.timestamp),
            "briefing": nest(excerpt),
        }
    )
