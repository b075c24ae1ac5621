"""Commands on what was: the history of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.i18n import _
from briefing.ui.commands.registry import Command
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from briefing.ui.commands.registry import Context
    from briefing.ui.dialogs.history import HistoryDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow


def has_history(context: Context) -> bool:
    """Whether an entry is selected, or a briefing is on the desk."""
    return context.entry is not None or context.briefing is not None


class HistoryActions:
    """Histories of entries."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        session.registry.add(
            Command(
                "entry.history",
                _history_title,
                self.show_history,
                "Ctrl+H",
                when=has_history,
                group=_("Entry"),
            ),
        )

    def show_history(self) -> HistoryDialog | None:
        """Show every version of the selected entry, or of the briefing's own particulars."""
        chosen = self.session.selection
        if chosen is None and self.session.briefing_id is not None:
            chosen = Entry("briefing", self.session.briefing_id)
        if chosen is None:
            return None
        # What is being typed belongs to the history as well.
        self.window.writing_actions.save_typing()
        # Loaded when it is first asked for, which the first picture of the window does not wait for.
        from briefing.ui.dialogs.history import HistoryDialog

        dialog = HistoryDialog(self.session, chosen, self.window)
        dialog.show()
        return dialog


def _history_title(context: Context) -> str:
    return _("History…") if context.kind else _("History of this briefing…")
