"""What helps with the blocs: facts of the reference set, suggestions, structural balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from briefing.domain.dates import friendly
from briefing.i18n import _
from briefing.ui.commands.registry import Command
from briefing.ui.shell.command_table import is_changeable, is_open

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from briefing.ui.blocs.balance_list import BalanceList
    from briefing.ui.blocs.evidence_dialog import EvidenceDialog
    from briefing.ui.blocs.reference_dialog import ReferenceDialog
    from briefing.ui.blocs.suggestions import SuggestionsDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow


class BlocActions(QObject):
    """The commands about the blocs of the day that the Blocs tab shows."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self.window = window
        self.session = session
        self.dialog: QDialog | None = None
        group = _("Blocs")
        session.registry.add(
            Command(
                "blocs.reference",
                _("Add from the reference set…"),
                self.add_reference,
                when=is_changeable,
                group=group,
            ),
            Command("blocs.suggest", _("Suggest blocs…"), self.suggest, when=is_open, group=group),
            Command(
                "blocs.balance", _("Structural balance…"), self.balance, when=is_open, group=group
            ),
        )

    def day(self) -> tuple[int, str]:
        """The day that the Blocs tab shows, with its words; the briefing's own where it shows none yet."""
        from briefing.services.bloc_view import default_date, read_day
        from briefing.ui.tabs.blocs import BlocsTab

        tab = self.window.tabs.get("blocs")
        if isinstance(tab, BlocsTab) and tab.view is not None:
            return tab.view.day, tab.view.scene.heading
        date, day = read_day(default_date(self.session.workspace, self.session.briefing_id or ""))
        return day, friendly(date)

    def add_reference(self) -> ReferenceDialog:
        """Show what of the reference set could join the briefing."""
        from briefing.domain.dates import from_ordinal
        from briefing.ui.blocs.reference_dialog import ReferenceDialog

        year, _month, _day = from_ordinal(self.day()[0])
        dialog = ReferenceDialog(self.session, str(year), self.window)
        self.dialog = dialog
        dialog.open()
        return dialog

    def suggest(self) -> SuggestionsDialog:
        """Show which blocs the ties of the day suggest."""
        from briefing.ui.blocs.suggestions import SuggestionsDialog

        dialog = SuggestionsDialog(self.session, *self.day(), self.window)
        self._follow(dialog)
        dialog.show()
        return dialog

    def balance(self) -> BalanceList:
        """Show who is pulled both ways on the day."""
        from briefing.ui.blocs.balance_list import BalanceList

        dialog = BalanceList(self.session, *self.day(), self.window)
        self._follow(dialog)
        dialog.show()
        return dialog

    def _follow(self, dialog: EvidenceDialog) -> None:
        """Let a dialog tell of the day that the tab goes to."""
        from briefing.ui.tabs.blocs import BlocsTab

        self.dialog = dialog
        tab = self.window.tabs.get("blocs")
        if isinstance(tab, BlocsTab):
            tab.day_shown.connect(dialog.show_day)
