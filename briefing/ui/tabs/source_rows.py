"""The lists of the Sources tab as rows: sources, and what rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.i18n import _
from briefing.ui.models.rows import Row

if TYPE_CHECKING:
    from briefing.services.actor_view import Line
    from briefing.services.source_view import SourceRow
    from briefing.services.versions import Waiting


def source_row(one: SourceRow, left: Waiting | None, waiting: int = 0) -> Row:
    """A source with how many passages it has, how many have no place in its newest version, and how
    many proposals wait.
    """
    chips = ((_passages(one.passages), "plain"),) if one.passages else ()
    if left is not None:
        words = _("{n} without a place").format(n=left.open + left.kept)
        chips = (*chips, (words, "warn"))
    if waiting:
        chips = (*chips, (_("{n} to review").format(n=waiting), "accent"))
    return Row(
        head=one.title,
        detail=one.about,
        kind="source",
        id=one.id,
        grade=one.reliability,
        chips=chips,
    )


def line_row(line: Line) -> Row:
    """An entry that rests on a passage."""
    return Row(text=line.text, detail=line.detail, side=(line.side,), kind=line.kind, id=line.id)


def _passages(number: int) -> str:
    return _("1 passage") if number == 1 else _("{n} passages").format(n=number)
