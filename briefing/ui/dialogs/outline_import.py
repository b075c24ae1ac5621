"""Dated shapes of states before they come in: which is of whom, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.dates import short
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services.outlining import take_in
from briefing.ui import theme
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from briefing.services.outlining import Preview, Tried
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress

#: Rows that are shown; the sentence counts all.
_FIRST = 500


class OutlineImport(QDialog):
    """Shows each shape with the state that it is of; what has none stays out and is told."""

    #: The shapes came in; carries the Preview and how many.
    imported = Signal(object)

    def __init__(self, session: Session, tried: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.tried = tried
        self.setWindowTitle(_("Import dated shapes from {name}").format(name=tried.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.heading = QLabel(_sentence(tried), self)
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.heading, "subtitle")
        self.table = QTableWidget(min(len(tried.rows), _FIRST), 3, self)
        self.table.setAccessibleName(_("Shapes and the states that they are of"))
        self.table.setHorizontalHeaderLabels([_("Shape"), _("Time"), _("State in the library")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # Those without a state first: they are what one can do something about.
        for number, one in enumerate(sorted(tried.rows, key=_worth_seeing)[:_FIRST]):
            for column, words in enumerate((one.name, short(one.held), _whose(one))):
                self.table.setItem(number, column, QTableWidgetItem(words))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        count = len(tried.matched)
        words = ngettext("Import {n} shape", "Import {n} shapes", count).format(n=count)
        self.accept_button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setEnabled(bool(count))
        buttons.accepted.connect(self.take_in)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.heading, self.table, buttons):
            layout.addWidget(widget)
        self.resize(theme.px(680), theme.px(460))

    def take_in(self) -> None:
        """Take the shapes in, away from the GUI thread."""
        self.accept_button.setEnabled(False)
        workspace, tried = self.session.workspace, self.tried

        def job(_progress: Progress, token: CancelToken) -> int:
            token.check()
            return take_in(workspace, tried)

        self.session.tasks.run(
            job,
            self._on_taken_in,
            self._on_failed,
            name=_("Import"),
            executor=Executor.STORE,
            owner=self,
        )

    def _on_taken_in(self, count: int) -> None:
        self.imported.emit((self.tried, count))
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        words = str(error) if isinstance(error, UserError) else _("The shapes did not come in.")
        self.session.say(words, error=True)
        self.reject()


def _sentence(tried: Preview) -> str:
    count, all_of = len(tried.matched), len(tried.rows)
    words = ngettext(
        "{n} of {all} shape is of a state in the library and new.",
        "{n} of {all} shapes are of states in the library and new.",
        all_of,
    ).format(n=count, all=all_of)
    if tried.until:
        words += " " + _("The data end on {day}: what is open then is not known after it.").format(
            day=short(tried.until)
        )
    words += " " + _("Of its points those are kept that show on a map.")
    return words


def _whose(one: Tried) -> str:
    if not one.actor_id:
        return _("none of this name or code: left out")
    return _("{name}: here already").format(name=one.actor) if one.known else one.actor


def _worth_seeing(one: Tried) -> tuple[bool, str, str]:
    return bool(one.actor_id), one.name, one.held
