"""The trash: what was deleted, found by words, and taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.records import word
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import trash
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from briefing.services.trash import Deleted
    from briefing.ui.session import Entry, Session


class TrashDialog(QDialog):
    """Deleted entries, the last first; Enter on one restores it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(_("Trash"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Words, kind, briefing or name"))
        self.filter.setAccessibleName(_("Show only what has these words"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.reload)
        self.list = RowList(_("Deleted entries"), self, roomy=True)
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        self.empty = EmptyState(
            _("Nothing here"), _("What is deleted can be restored here."), "", self
        )
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        theme.set_role(self.about, "small")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.restore_button = QPushButton(_("Restore"), self)
        theme.set_role(self.restore_button, "primary")
        self.restore_button.clicked.connect(self.restore)
        self.buttons.addButton(self.restore_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.history_button = QPushButton(_("History…"), self)
        self.history_button.setAccessibleName(_("History of the chosen entry"))
        self.history_button.clicked.connect(self.show_history)
        self.buttons.addButton(self.history_button, QDialogButtonBox.ButtonRole.ActionRole)
        for button in (self.restore_button, *self.buttons.buttons()):
            if isinstance(button, QPushButton):
                # Enter in the list restores; it must not close the window as well.
                button.setAutoDefault(False)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.filter, self.list, self.empty, self.about, self.buttons):
            layout.addWidget(widget)
        session.changed.connect(self.reload)
        self.resize(theme.px(640), theme.px(560))
        self._found: list[Deleted] = []
        self.reload()

    def reload(self, _why: object = None) -> None:
        """Read the trash anew."""
        self._found = trash.trash(self.session.workspace, self.filter.text())
        self.list.set_rows([_row(one) for one in self._found])
        self.list.setVisible(bool(self._found))
        self.empty.setVisible(not self._found)
        if self._found and self.list.current_entry() is None:
            self.list.select_entry(self._found[0].kind, self._found[0].id)
        self._tell()

    def restore(self) -> None:
        """Take the chosen entry out of the trash and show it."""
        entry = self.list.current_entry()
        if entry is None:
            return
        try:
            trash.restore_all(self.session.workspace, [(entry.kind, entry.id)])
        except UserError as error:
            theme.set_role(self.about, "error")
            self.about.setText(str(error))
            return
        self.session.say(_("The {kind} is back.").format(kind=_(word(entry.kind))))
        self.session.open_entry(entry)
        self.reload()

    def show_history(self) -> None:
        """Show every version of the chosen entry; an earlier one can be restored there."""
        # Loaded when it is first asked for: the trash itself is there from the start.
        from briefing.ui.dialogs.history import HistoryDialog

        entry = self.list.current_entry()
        if entry is not None:
            dialog = HistoryDialog(self.session, entry, self)
            dialog.moment_button.hide()
            dialog.open()

    def _tell(self) -> None:
        entry = self.list.current_entry()
        one = next((d for d in self._found if entry and d.id == entry.id), None)
        self.restore_button.setEnabled(one is not None)
        self.history_button.setEnabled(one is not None)
        with_it = one.parts if one else ""
        theme.set_role(self.about, "small")
        self.about.setText(
            _("Comes back with it: {parts}").format(parts=with_it) if with_it else ""
        )

    def _on_chosen(self, _entry: Entry) -> None:
        self._tell()

    def _on_opened(self, _entry: Entry) -> None:
        self.restore()


def _row(one: Deleted) -> Row:
    how = _("undone") if one.undone else _("deleted")
    by = _("{how} by {who}").format(how=how, who=one.who) if one.who else how
    return Row(
        text=one.title or _(word(one.kind)),
        detail=" · ".join(filter(None, (one.briefing, one.parts))),
        kind=one.kind,
        id=one.id,
        chips=((_(word(one.kind)), "plain"),),
        side=tuple(filter(None, (one.when, by))),
    )
