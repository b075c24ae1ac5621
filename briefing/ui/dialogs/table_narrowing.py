"""What is asked of a table of the field before its rows are mapped: of which time, between whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services.joining import own_states, read_period
from briefing.services.known_tables import narrowed
from briefing.ui import theme
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from briefing.intake.tables import Table
    from briefing.services.known_tables import KnownTable
    from briefing.ui.session import Session


class TableNarrowing(QWidget):
    """Shown where the table is a known one, of thousands of rows of which a briefing wants some."""

    #: Other rows are asked for.
    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: Why no row can be shown; empty where the time asked for is one.
        self.wrong = ""
        briefing = session.briefing_id
        self._own = own_states(session.workspace, briefing) if briefing else frozenset[str]()
        self.about = QLabel(self)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.when = QLineEdit(self)
        self.when.setPlaceholderText(_("In force in: 1961, 1949/1955"))
        self.when.setAccessibleName(_("In force in"))
        self.when.setMinimumWidth(theme.px(230))
        self.when.textEdited.connect(self.changed)
        self.only_own = QCheckBox(_("Only between states of this briefing"), self)
        self.only_own.setChecked(len(self._own) > 1)
        self.only_own.toggled.connect(self.changed)
        flow = FlowLayout(self, gap=10)
        flow.setContentsMargins(0, 0, 0, 0)
        for one in (self.about, self.when, self.only_own):
            flow.addWidget(one)
        self.hide()

    def set_known(self, known: KnownTable | None) -> None:
        """Show which known table it is; nothing for any other."""
        self.wrong = ""
        self.setVisible(known is not None)
        if known is not None:
            self.about.setText(_("Read as {name}; rows become relations.").format(name=known.name))

    def narrowed(self, table: Table) -> Table:
        """The rows that are asked for."""
        period, self.wrong = None, ""
        if self.when.text().strip():
            try:
                period = read_period(self.when.text())
            except UserError as error:
                self.wrong = str(error)
        return narrowed(table, self._own if self.only_own.isChecked() else None, period)
