"""Everything in conflict, below the tabs: gone through by key, settled beside the tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.records import word
from briefing.i18n import _, ngettext
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.shell.drawer import Drawer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from briefing.services.conflict_marks import Contested
    from briefing.ui.session import Session

_KIND = "conflict"


class ConflictPanel(Drawer):
    """A row for each field in conflict; opening one leads to its entry."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Conflicts"), parent)
        self._session = session
        self._rows: dict[str, Contested] = {}
        session.conflicts.changed.connect(self.reload)
        self.reload()

    def open_row(self, entry: Entry) -> None:
        """Show the entry in its tab, and its conflict beside it."""
        one = self._rows.get(entry.id)
        if one is not None:
            self._session.open_entry(Entry(one.entry_kind, one.entry_id))
            self._session.select(Entry(one.entry_kind, one.entry_id))

    def choose_row(self, entry: Entry) -> None:
        """Show the conflict beside the tabs."""
        one = self._rows.get(entry.id)
        if one is not None:
            self._session.select(Entry(one.entry_kind, one.entry_id))

    def reload(self) -> None:
        """Show what is in conflict now."""
        found = self._session.conflicts.rows
        self._rows = {f"{one.id}:{one.field}": one for one in found}
        self.counted.setText(
            ngettext("{n} to be settled", "{n} to be settled", len(found)).format(n=len(found))
            if found
            else _("Nothing is in conflict.")
        )
        self.list.set_rows(
            [
                Row(
                    head=_(word(one.entry_kind)).capitalize(),
                    tail=_(one.what),
                    text=one.title or _("Untitled"),
                    kind=_KIND,
                    id=key,
                )
                for key, one in self._rows.items()
            ]
        )
        self.fit()
