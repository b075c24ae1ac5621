"""The command that opens the blind rounds of the briefing on the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from briefing.i18n import _
from briefing.ui.commands.registry import Command
from briefing.ui.shell.command_table import is_open

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from briefing.ui.dialogs.blind_rounds import BlindRounds
    from briefing.ui.session import Session


class BlindActions(QObject):
    """At most one page of blind rounds is open."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.dialog: BlindRounds | None = None
        session.registry.add(
            Command(
                "blind.open", _("Blind rounds…"), self.show_rounds, when=is_open, group=_("Review")
            )
        )
        session.briefing_changed.connect(self._on_briefing_changed)

    def show_rounds(self) -> None:
        """Show the rounds of the briefing; the first one is asked for where there is none."""
        from briefing.ui.dialogs.blind_rounds import BlindRounds

        briefing = self._session.briefing_id
        if briefing is None:
            return
        if self.dialog is None:
            self.dialog = BlindRounds(self._session, briefing, self._window)
            self.dialog.new_wanted.connect(partial(self._ask, briefing))
            self.dialog.finished.connect(self._on_finished)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _ask(self, briefing_id: str) -> None:
        from briefing.ui.dialogs.new_round import NewRoundDialog

        if self._session.workspace.library.read_only:
            self._session.say(str(self._session.workspace.library.refusal()), error=True)
            return
        dialog = NewRoundDialog(self._session, briefing_id, self.dialog)
        dialog.made.connect(self._on_made)
        dialog.open()

    def _on_made(self, round_id: str) -> None:
        if self.dialog is not None:
            self.dialog.fill(round_id)

    def _on_finished(self) -> None:
        self.dialog = None

    def _on_briefing_changed(self, _briefing_id: object) -> None:
        if self.dialog is not None:
            self.dialog.close()
