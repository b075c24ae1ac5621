"""The buttons below the proposals: what keys do, for who rather points at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from briefing.i18n import _
from briefing.services.drafting import Group
from briefing.services.reviewing import State
from briefing.ui import theme
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from briefing.services.reviewing import ProposalRow

#: The one about all of a kind, and its place among the buttons.
_ALL, _ALL_AT = "accept_all", 5
#: What can be accepted, and what was decided by a person.
_OPEN = (State.WAITING, State.REJECTED, State.TOLD)
_DECIDED = (State.ACCEPTED, State.MERGED, State.REJECTED)
_SPARED = ("undo", "next")


class TrayButtons(QWidget):
    """Shows what can be done with the proposal at hand."""

    #: A button was pressed; carries its deed.
    pressed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, gap=6)
        self.of: dict[str, QPushButton] = {}
        for deed, words, tip in (
            ("accept", _("Accept (A)"), _("Take the proposal over (A or Enter)")),
            ("edit", _("Edit (E)"), _("Take it over and open its form (E)")),
            ("reject", _("Reject (R)"), _("Do not propose it again (R)")),
            ("merge", _("Merge (M)"), _("It is an actor that is known already (M)")),
            ("take_back", _("Take back (T)"), _("Let it wait again (T)")),
            (_ALL, _("All such (Shift+A)"), _("Accept all of this kind that wait (Shift+A)")),
            ("undo", _("Undo (U)"), _("Take the last step back (U or Ctrl+Z)")),
            ("next", _("Next (N)"), _("Go to the next that waits (N)")),
        ):
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(tip)
            button.setAccessibleName(tip if deed == _ALL else words)
            button.setObjectName(deed)
            theme.set_role(button, "primary" if deed == "accept" else "link")
            button.clicked.connect(self._on_clicked)
            self.of[deed] = button
            self.flow.addWidget(button)

    def lend(self, flow: FlowLayout, *, lent: bool) -> None:
        """Put the button about all of a kind into another line, or back among the others."""
        button = self.of[_ALL]
        for one in (self.flow, flow):
            one.removeWidget(button)
        if lent:
            flow.addWidget(button)
        else:
            self.flow.insert_widget(_ALL_AT, button)

    def show_for(self, row: ProposalRow | None, *, others: bool, cramped: bool) -> None:
        """Show what can be done with a proposal; ``others`` are that of its kind wait."""
        can = {_ALL: others}
        can |= dict.fromkeys(("accept", "edit", "reject", "merge", "take_back"), False)
        if row is not None:
            state = row.state
            can["accept"] = state in _OPEN
            can["edit"] = state is not State.REJECTED
            can["reject"] = state not in (State.REJECTED, State.KNOWN)
            can["merge"] = state is State.WAITING and row.group is Group.ACTOR
            can["take_back"] = state in _DECIDED
        for deed, button in self.of.items():
            button.setEnabled(can.get(deed, True))
            # Where there is little room the list goes before what keys do as well.
            shown = button.isEnabled() or deed in ("accept", "reject")
            button.setVisible(shown and not (cramped and deed in _SPARED))

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.pressed.emit(sender.objectName())
