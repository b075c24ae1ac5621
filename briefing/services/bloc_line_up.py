"""One date or two of a briefing's blocs, worked out of what was read: what the tab shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.dates import friendly
from briefing.services.bloc_changes import balance_told, changes
from briefing.services.bloc_view import read_day, view_on

if TYPE_CHECKING:
    from briefing.services.bloc_changes import BlocChanges
    from briefing.services.bloc_filter import BlocFilter
    from briefing.services.bloc_material import BlocMaterial
    from briefing.services.bloc_view import BlocView


@dataclass(frozen=True, slots=True)
class LineUp:
    """The views of one date, or of two, the earlier ``before``; dates as EDTF and in words.

    ``earlier`` is the date to compare with, kept while only one is shown.
    """

    date: str
    earlier: str
    words: str
    earlier_words: str
    view: BlocView
    before: BlocView | None = None
    changes: BlocChanges | None = None

    @property
    def sentence(self) -> str:
        """What lies between the two dates; empty for one."""
        return self.changes.sentence if self.changes else ""


def line_up(
    material: BlocMaterial, date: str, earlier: str, shown: BlocFilter, *, two: bool
) -> LineUp:
    """Work out one date, or two, which stand in the order of time whichever was named first.

    Raises UserError where one of the texts is no date.
    """
    later, first = read_day(date), read_day(earlier)
    if two and first[1] > later[1]:
        later, first = first, later
    (text, day), (other, other_day) = later, first
    words, other_words = said(text), said(other)
    view = view_on(material, day, words, shown)
    if not two:
        return LineUp(text, other, words, other_words, view)
    before = view_on(material, other_day, other_words, shown)
    return LineUp(
        text,
        other,
        words,
        other_words,
        view,
        before,
        changes(material, before, view, told=balance_told(before, view)),
    )


def said(date: str) -> str:
    """A date as it heads a picture: with a capital."""
    words = friendly(date)
    return words[:1].upper() + words[1:]
