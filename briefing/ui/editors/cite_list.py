"""The list that opens under a typed @: entries that can be cited, chosen without leaving the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.services.citable import elided
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.citable import Citable

_ROWS, _WIDE, _LETTERS = 9, 460, 74


class CiteList(QFrame):
    """Lies over the window near the text cursor and never takes the keyboard from the text."""

    #: A Citable was chosen with the mouse.
    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cite_list")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QVBoxLayout(self)
        body.setContentsMargins(1, 1, 1, 1)
        body.setSpacing(0)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Entries that can be cited"))
        self.list.itemClicked.connect(self._on_clicked)
        self.hint = QLabel(self)
        theme.set_role(self.hint, "small")
        self.hint.setContentsMargins(theme.px(6), theme.px(3), theme.px(6), theme.px(3))
        body.addWidget(self.list)
        body.addWidget(self.hint)
        self._found: Sequence[Citable] = ()
        self.hide()

    def show_found(self, found: Sequence[Citable], caret: QRect, hint: str) -> None:
        """Show entries beside ``caret``, a rectangle of the parent; the first one is chosen."""
        self._found = found
        self.list.clear()
        for one in found:
            row = QListWidgetItem(f"{one.kind_word} · {elided(one.label, _LETTERS)}")
            row.setToolTip(one.label)
            self.list.addItem(row)
        if found:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.hint.setText(hint)
        self._place(caret)
        self.show()
        self.raise_()

    def current(self) -> Citable | None:
        """The entry that Enter takes."""
        row = self.list.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def step(self, by: int) -> None:
        """Go up or down, round at the ends."""
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def sizeHint(self) -> QSize:
        rows = min(_ROWS, self.list.count())
        high = rows * max(self.list.sizeHintForRow(0), 1) + 4 if rows else 0
        return QSize(theme.px(_WIDE), high + self.hint.sizeHint().height() + 2)

    def _place(self, caret: QRect) -> None:
        parent = self.parentWidget()
        assert parent is not None
        # Banners, menus and status stay in view.
        middle = parent.centralWidget() if isinstance(parent, QMainWindow) else None
        room = middle.geometry() if middle is not None else parent.rect()
        size = self.sizeHint().boundedTo(room.size())
        left = min(caret.left(), room.right() - size.width())
        below = caret.bottom() + theme.px(4)
        top = below
        if below + size.height() > room.bottom():
            above = caret.top() - theme.px(4) - size.height()
            top = above if above >= room.top() else room.bottom() - size.height()
        self.setGeometry(QRect(QPoint(max(room.left(), left), top), size))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._found[self.list.row(item)])
