"""The menu that says who is to see to a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import annotating

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QAction

    from briefing.ui.session import Session

_NOBODY, _NEW = "nobody", "new"


class AssignMenu(QMenu):
    """Everybody the library knows, nobody, and a colleague to be added by name."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._owner = parent
        self._note_id = ""
        self.setAccessibleName(_("Assign the note to"))
        self.triggered.connect(self._on_triggered)

    def ask(self, note_id: str, assigned_id: str, place: QPoint) -> None:
        """Open at a place of the screen for a note; ``assigned_id`` is ticked."""
        self._note_id = note_id
        self.clear()
        group = QActionGroup(self)
        rows = [(p.id, p.name) for p in annotating.people(self._session.workspace)]
        me = self._session.workspace.author.person_id
        for person_id, name in rows:
            words = _("{name} (you)").format(name=name) if person_id == me else name
            self._add(words.replace("&", "&&"), person_id, group, ticked=person_id == assigned_id)
        self._add(_("Nobody"), _NOBODY, group, ticked=not assigned_id)
        self.addSeparator()
        self.addAction(_("Add a colleague…")).setData(_NEW)
        self.popup(place)

    def _add(self, words: str, person_id: str, group: QActionGroup, *, ticked: bool) -> None:
        action = self.addAction(words)
        action.setData(person_id)
        action.setCheckable(True)
        action.setChecked(ticked)
        group.addAction(action)

    def _on_triggered(self, action: QAction) -> None:
        chosen = action.data()
        if chosen == _NEW:
            self._ask_name()
            return
        person_id = None if chosen == _NOBODY else chosen
        annotating.assign_note(self._session.workspace, self._note_id, person_id)

    def _ask_name(self) -> None:
        dialog = QInputDialog(self._owner.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Add a colleague"))
        dialog.setLabelText(_("Name of the colleague who is to see to this note"))
        dialog.textValueSelected.connect(self.add_colleague)
        dialog.open()

    def add_colleague(self, name: str) -> None:
        """Assign the note to a colleague by name, who is made known if need be."""
        try:
            annotating.assign_to_colleague(self._session.workspace, self._note_id, name)
        except UserError as error:
            self._session.say(str(error), error=True)
