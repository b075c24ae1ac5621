"""The conflicts of the entry beside the tabs: every value with whose it is, and a choice among them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.heads import TEXTS
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import conflicts
from briefing.ui import theme
from briefing.ui.shell.notes import WrappedLabel
from briefing.ui.widgets.panels import Card

if TYPE_CHECKING:
    from briefing.domain.record import Scalar
    from briefing.services.conflicts import Conflict, Side
    from briefing.ui.session import Entry, Session

#: Letters of a value that are shown; more are in its history.
_MOST = 900


class ConflictCard(Card):
    """One field in conflict."""

    def __init__(self, session: Session, conflict: Conflict, parent: QWidget) -> None:
        super().__init__(parent, edge="status.error")
        self._session = session
        self._conflict = conflict
        self.setAccessibleName(
            _("Conflict: {field} of {title}").format(
                field=_(conflict.field_name), title=conflict.title
            )
        )
        margin = theme.px(10)
        self.body.setContentsMargins(margin + theme.px(4), margin, margin, margin)
        head = WrappedLabel(self, "strong")
        head.show_text(
            _("In conflict: one deleted it, another changed it")
            if conflict.field == "deleted"
            else _("In conflict: {field}").format(field=_(conflict.field_name))
        )
        self.body.addWidget(head)
        self.picks: list[QPushButton] = []
        for side in conflict.sides:
            self._add(side)
        self.third: QLineEdit | QPlainTextEdit | None = None
        if conflict.field != "deleted" and any(isinstance(s.value, str) for s in conflict.sides):
            self._add_third()

    def _add(self, side: Side) -> None:
        words = WrappedLabel(self, "")
        text = self._words(side)
        words.show_text(text if len(text) <= _MOST else text[:_MOST] + "…")
        about = WrappedLabel(self, "small")
        who = _("you") if side.mine else side.who
        shown = _("shown now") if side.shown else ""
        about.show_text(" · ".join(filter(None, (who, side.when, shown))))
        pick = QPushButton(_("Keep this"), self)
        pick.setAutoDefault(False)
        pick.setAccessibleName(_("Keep: {words}").format(words=text[:120]))
        theme.set_role(pick, "link")
        pick.clicked.connect(partial(self._pick, side.value))
        self.picks.append(pick)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(words)
        self.body.addWidget(about)
        self.body.addWidget(pick, 0, Qt.AlignmentFlag.AlignLeft)

    def _words(self, side: Side) -> str:
        if self._conflict.field == "deleted":
            return side.words or (_("Into the trash") if side.value else _("Keep it"))
        if side.value is None or side.value == "":
            return _("(empty)")
        if isinstance(side.value, bool):
            return _("yes") if side.value else _("no")
        return str(side.value)

    def _add_third(self) -> None:
        if (self._conflict.kind, self._conflict.field) in TEXTS:
            # Begun from the text that is shown: nobody writes paragraphs anew.
            shown = next((str(s.value) for s in self._conflict.sides if s.shown), "")
            self.third = QPlainTextEdit(shown, self)
            self.third.setTabChangesFocus(True)
            self.third.setFixedHeight(theme.px(160))
        else:
            self.third = QLineEdit(self)
            self.third.returnPressed.connect(self._on_third)
        self.third.setPlaceholderText(_("Or write a third"))
        self.third.setAccessibleName(_("A third value"))
        self.keep = QPushButton(_("Keep"), self)
        self.keep.setAutoDefault(False)
        self.keep.setAccessibleName(_("Keep the third value"))
        self.keep.clicked.connect(self._on_third)
        line = QHBoxLayout()
        line.addWidget(self.third, 1)
        line.addWidget(self.keep)
        self.body.addSpacing(theme.px(4))
        self.body.addLayout(line)

    def _on_third(self) -> None:
        if self.third is None:
            return
        third = self.third
        words = third.text().strip() if isinstance(third, QLineEdit) else third.toPlainText()
        if words.strip():
            self._pick(words)

    def _pick(self, value: Scalar, _checked: bool = False) -> None:
        one = self._conflict
        if self._session.refuses(one.kind):
            return
        try:
            conflicts.settle(self._session.workspace, one.kind, one.id, one.field, value)
        except UserError as error:
            self._session.say(str(error), error=True)


class ConflictBar(QWidget):
    """Shown for an entry that is in conflict; reads only where something is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entry: Entry | None = None
        self.cards: list[ConflictCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        session.conflicts.changed.connect(self.reload)
        self.hide()

    def show_entry(self, entry: Entry | None) -> None:
        """Tell what of an entry is in conflict; hidden where nothing is."""
        self._entry = entry
        self.reload()

    def reload(self) -> None:
        """Read the conflicts of the entry again."""
        entry = self._entry
        rows = self._session.conflicts.rows
        wanted = entry is not None and any(one.entry_id == entry.id for one in rows)
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        if wanted and entry is not None:
            found = conflicts.conflicts(self._session.workspace, (entry.kind, entry.id))
            for one in found:
                card = ConflictCard(self._session, one, self)
                self.cards.append(card)
                self._column.addWidget(card)
        self.setVisible(bool(self.cards))
