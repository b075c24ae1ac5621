"""Paints the cells of a matrix: the rating written and shaded, the current cell ringed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.assessment.matrix_model import EVIDENCE, MatrixModel

_SHADES = {
    "CC": "rating.strong_for",
    "C": "rating.for",
    "N": "rating.neutral",
    "I": "rating.against",
    "II": "rating.strong_against",
    "": "window.background",
}


class MatrixCells(QStyledItemDelegate):
    """Cells with their rating written and shaded, and a ring around the one that keys go to."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model, grid = index.model(), option.widget
        assert isinstance(model, MatrixModel)
        painter.save()
        rect = option.rect
        value = model.rating_at(index.row(), index.column())
        score = model.is_score(index.row())
        if value is not None:
            painter.fillRect(rect, theme.colour(_SHADES[value]))
        elif score:
            painter.fillRect(rect, theme.colour("window.panel"))
        strong = value in ("CC", "II") or score
        painter.setFont(theme.sans(1.0, QFont.Weight.Bold if strong else QFont.Weight.Normal))
        faint = value in ("N", "") or (value is None and index.data() == "–")
        painter.setPen(theme.colour("text.muted" if faint else "text.heading"))
        pad = theme.px(8) if index.column() == EVIDENCE else 2
        room = rect.adjusted(pad, 0, -pad, 0)
        align = int(index.data(Qt.ItemDataRole.TextAlignmentRole))
        flags = align | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, str(index.data()))
        if isinstance(grid, QTableView) and grid.currentIndex() == index:
            focus = grid.hasFocus()
            painter.setPen(
                QPen(theme.colour("accent.main" if focus else "window.control"), 2 if focus else 1)
            )
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        del option
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Words of the evidence"))
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        # Qt calls this again whenever the model changes, and would undo what is being typed.
        del editor, index
