"""What the palette finds in the library, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.records import word
from briefing.services import searching
from briefing.ui.commands.palette import PaletteItem
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from briefing.ui.session import Session


class FoundEntries:
    """Answers the palette with entries of the library."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, text: str, limit: int) -> list[PaletteItem]:
        """The entries that fit the words, best first."""
        ws = self._session.workspace
        hits = searching.find_entries(ws, text, limit=limit) if text else []
        return [
            PaletteItem(
                hit.title,
                _Open(self._session, Entry(hit.kind, hit.id), hit.briefing_id),
                " · ".join(filter(None, (word(hit.kind), _beside(hit)))),
            )
            for hit in hits
        ]


class _Open:
    """Opens an entry that the palette found."""

    def __init__(self, session: Session, entry: Entry, briefing_id: str | None) -> None:
        self._session, self._entry, self._briefing_id = session, entry, briefing_id

    def __call__(self) -> None:
        if self._briefing_id:
            self._session.open_briefing(self._briefing_id)
        self._session.open_entry(self._entry)


def _beside(hit: searching.Hit) -> str:
    """The words of a hit that its title does not say."""
    plain = hit.snippet.replace(searching.OPEN, "").replace(searching.CLOSE, "")
    plain = plain.replace("**", "")
    return "" if plain == hit.title else " ".join(plain.split())
