"""Finds an entry of the briefing by a few letters and hands it to whoever asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services import assessment_view
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QKeyEvent

    from briefing.ui.session import Entry, Session

_WORDS = "words"


class EntryPicker(QDialog):
    """A search line over the briefing's entries. It stays open, so that several can be added.

    ``taken`` are the ids that are there already. With ``own_words`` what is typed can be taken
    as it stands.
    """

    #: An entry was picked; carries its Entry.
    picked = Signal(object)
    #: Words were taken as they stand.
    worded = Signal(object)

    def __init__(
        self,
        session: Session,
        title: str,
        taken: Collection[str] = (),
        parent: QWidget | None = None,
        *,
        own_words: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._taken = set(taken)
        self._own_words = own_words
        self.field = SearchField(_("Find a claim, a quote, an event …"), parent=self)
        self.list = RowList(_("Entries of the briefing"), self)
        self.said = QLabel(self)
        theme.set_role(self.said, "small")
        self.said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_return)
        self.field.results_requested.connect(self._on_down)
        self.list.opened.connect(self._take)
        self.resize(theme.px(620), theme.px(460))
        self._hint()
        self._search("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Field and list take it; the dialog has no button to press.
            event.accept()
            return
        super().keyPressEvent(event)

    def _hint(self) -> None:
        self.said.setText(_("Enter adds and stays here for the next · Escape closes"))

    def _search(self, text: str) -> None:
        briefing = self._session.briefing_id
        found = (
            assessment_view.pick_entries(self._session.workspace, briefing, text)
            if briefing
            else []
        )
        rows: list[Row] = []
        words = text.strip()
        near = (
            assessment_view.near_entries(self._session.workspace, briefing, text)
            if briefing and words and self._own_words and not found
            else []
        )
        if words and self._own_words:
            rows.append(Row(head=_("Own words"), text=words, kind=_WORDS, id=_WORDS))
        for line in found or near:
            known = line.id in self._taken
            rows.append(
                Row(
                    head=line.side,
                    text=line.text,
                    kind=line.kind,
                    id=line.id,
                    side=(line.detail,),
                    side_chip=(_("there already"), "plain") if known else None,
                )
            )
        self.list.set_rows(rows)
        if near:
            # An entry may be meant: nothing is taken before it is clear what.
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
            return
        # What was found comes before one's own words, unless nothing was.
        first = rows[1] if len(rows) > 1 and rows[0].kind == _WORDS else rows[0] if rows else None
        if first is not None:
            self.list.select_entry(first.kind, first.id, scroll=False)

    def _on_text_changed(self, text: str) -> None:
        self._search(text)

    def _on_return(self) -> None:
        entry = self.list.current_entry()
        if entry is not None:
            self._take(entry)
        elif self.list.select_entry(_WORDS, _WORDS):
            self.said.setText(
                _(
                    "Some entries have part of these words. Enter takes your own words, Down an entry."
                )
            )
        elif self.field.text().strip():
            self.said.setText(_("Nothing here has these words."))

    def _on_down(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, entry: Entry) -> None:
        if entry.kind == _WORDS:
            words = self.field.text().strip()
            self.worded.emit(words)
        else:
            if entry.id in self._taken:
                self.said.setText(_("That one is there already."))
                return
            row = self.list.rows.row(self.list.currentIndex().row())
            words = row.text if row is not None else ""
            self._taken.add(entry.id)
            self.picked.emit(entry)
        self.field.clear()
        self._search("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.setText(_("Added: {words}").format(words=words))
