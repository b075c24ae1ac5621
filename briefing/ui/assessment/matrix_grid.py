"""The grid of a matrix, worked by keyboard: arrows move, keys rate, nothing needs the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from briefing.analysis.hypotheses import MEANINGS, RATINGS, step
from briefing.domain.grades import Credibility
from briefing.i18n import _
from briefing.ui import textmetrics, theme
from briefing.ui.assessment.hypothesis_namer import HypothesisNamer
from briefing.ui.assessment.matrix_cells import MatrixCells
from briefing.ui.assessment.matrix_model import EVIDENCE, FIRST, GRADE, MatrixModel
from briefing.ui.entry_drag import dragged_entries

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragMoveEvent,
        QDropEvent,
        QFocusEvent,
        QMouseEvent,
        QResizeEvent,
    )

_KEYS = dict(zip("12345", RATINGS, strict=True))
_ALT = Qt.KeyboardModifier.AltModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_OWN_KEYS = frozenset(
    (
        *(Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Insert, Qt.Key.Key_F2),
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
        *(Qt.Key.Key_Return, Qt.Key.Key_Enter),
    )
)
#: What the grid asks its owner for: name → words and keys of its menu.
_ASKS = (
    ("show", "Show the entry", ""),
    ("add_evidence", "Add evidence…", "Ins"),
    ("delete_evidence", "Delete this row", "Ctrl+Del"),
    ("evidence_up", "Move row up", "Alt+Up"),
    ("evidence_down", "Move row down", "Alt+Down"),
    ("add_hypothesis", "Add hypothesis", "Shift+Ins"),
    ("rename_hypothesis", "Rename hypothesis", "F2"),
    ("delete_hypothesis", "Delete this hypothesis", "Ctrl+Shift+Del"),
    ("hypothesis_left", "Move hypothesis left", "Alt+Left"),
    ("hypothesis_right", "Move hypothesis right", "Alt+Right"),
)
_OF_ROW = frozenset({"show", "delete_evidence", "evidence_up", "evidence_down"})
_OF_COLUMN = frozenset(
    {"rename_hypothesis", "delete_hypothesis", "hypothesis_left", "hypothesis_right"}
)


class MatrixGrid(QTableView):
    """A table as high as its rows. What is more than a rating it asks its owner for."""

    #: Something of ``_ASKS`` is wanted for the current cell; carries its name.
    asked = Signal(object)
    #: Another cell is current.
    moved = Signal()
    #: A hypothesis was named anew; carries (id, words).
    renamed = Signal(object)
    #: Entries were dropped on the grid; carries their kinds and ids.
    dropped = Signal(object)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = model
        self.setModel(model)
        self._delegate = MatrixCells(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Matrix: {question}").format(question=model.view.question))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(theme.px(30))
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionDoubleClicked.connect(self.rename_section)
        self.namer: HypothesisNamer | None = None
        self._kept: tuple[str, str | None, int] | None = None
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        theme.current().theme_changed.connect(self.fit)

    # ------------------------------------------------------------------ size

    def fit(self) -> None:
        """Give every column its width and take the height of all rows."""
        header = self.horizontalHeader()
        bold = theme.sans(1.0, QFont.Weight.DemiBold)
        model = self.cells
        pad = theme.px(20)  # what the header keeps on both sides, and the line between
        narrow: dict[int, int] = {}
        lines: dict[str, str] = {}
        for column in range(GRADE, model.columnCount()):
            name = model.header_name(column)
            words = [textmetrics.width(word, bold) for word in name.split()] or [0]
            wide = min(max([*words, theme.px(46)]), theme.px(120))
            narrow[column] = wide + pad
            lines[name] = textmetrics.broken(name, bold, wide)
        model.head_lines = lines
        room = self.viewport().width() - sum(narrow.values())
        header.resizeSection(EVIDENCE, max(room, theme.px(200)))
        for column, wide in narrow.items():
            header.resizeSection(column, wide)
        most = max((text.count("\n") for text in lines.values()), default=0) + 1
        header.setFixedHeight(textmetrics.em(bold, most * 1.25) + theme.px(12))
        evidence = header.sectionSize(EVIDENCE) - 2 * theme.px(8) - 1
        for row in range(model.rowCount()):
            weight = QFont.Weight.Bold if model.is_score(row) else QFont.Weight.Normal
            text = str(model.index(row, EVIDENCE).data())
            high = _height(text, theme.sans(1.0, weight), evidence)
            self.setRowHeight(row, high + theme.px(14))
        high = header.height() + self.verticalHeader().length() + 2
        if header.length() > self.viewport().width():
            high += self.horizontalScrollBar().sizeHint().height()
        if self.height() != high:
            self.setFixedHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        # These keys are the grid's own, whatever they do elsewhere in the window: Delete clears a
        # rating here and must not delete the entry behind the row.
        if isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        if event.key() in _OWN_KEYS:
            return True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, _SHIFT)
        return bool(plain and event.text().lower() in tuple("123456cni+-="))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._worked(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Letters rate; they do not look for rows.
        del search

    def _worked(self, event: QKeyEvent) -> bool:
        index = self.currentIndex()
        key, how = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if how == _ALT:
            return self._move_part(key)
        if key == Qt.Key.Key_Insert:
            self.asked.emit("add_hypothesis" if how == _SHIFT else "add_evidence")
            return True
        if key == Qt.Key.Key_Delete and how & _CTRL:
            self.asked.emit("delete_hypothesis" if how & _SHIFT else "delete_evidence")
            return True
        if how & _CTRL or not index.isValid():
            return False
        if self.state() == QAbstractItemView.State.EditingState:
            # What the editor does not want comes here too.
            return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter(index)
        if key == Qt.Key.Key_F2:
            if index.column() >= FIRST:
                self.rename_section(index.column())
            else:
                self.edit(self.cells.index(index.row(), EVIDENCE))
            return True
        if index.column() == GRADE:
            return self._grade(index.row(), key, event.text())
        return self._rate(index, key, event.text())

    def _rate(self, index: QModelIndex, key: int, text: str) -> bool:
        value = self.cells.rating_at(index.row(), index.column())
        if value is None:
            return False
        letter = text.upper()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            wanted = ""
        elif text in _KEYS:
            wanted = _KEYS[text]
        elif letter in ("C", "I"):
            # The same letter again makes it strong: C, then CC.
            wanted = letter * 2 if value == letter else letter
        elif letter == "N":
            wanted = "N"
        elif text in ("+", "=", "-"):
            wanted = step(value, -1 if text == "-" else 1)
        else:
            return False
        self.cells.rate(index.row(), index.column(), wanted)
        return True

    def _grade(self, row: int, key: int, text: str) -> bool:
        if self.cells.row_at(row) is None:
            return False
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cells.grade(row, "")
        elif text in set(Credibility):
            self.cells.grade(row, text)
        else:
            return False
        return True

    def _enter(self, index: QModelIndex) -> bool:
        if index.column() == EVIDENCE:
            self.edit(index)
        elif index.column() == GRADE:
            self._menu().popup(self._spot(index))
        else:
            below = index.siblingAtRow(index.row() + 1)
            if below.isValid():
                self.setCurrentIndex(below)
        return True

    def _move_part(self, key: int) -> bool:
        asks = {
            Qt.Key.Key_Up.value: "evidence_up",
            Qt.Key.Key_Down.value: "evidence_down",
            Qt.Key.Key_Left.value: "hypothesis_left",
            Qt.Key.Key_Right.value: "hypothesis_right",
        }
        if int(key) not in asks:
            return False
        self.asked.emit(asks[int(key)])
        return True

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if (current.row(), current.column()) != (previous.row(), previous.column()):
            self.cells.end_typing()
        self.viewport().update()
        self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Before Qt makes the first cell current: keys are for rating, so a rating comes first.
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.cells.index(0, FIRST))
        super().focusInEvent(event)

    # ------------------------------------------------------------------ mouse and menu

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.column() == EVIDENCE:
            super().mouseDoubleClickEvent(event)
        elif index.isValid():
            self._menu().popup(event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.currentIndex()
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._menu().popup(self._spot(index) if keyboard else event.globalPos())

    def _spot(self, index: QModelIndex) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())

    def _menu(self) -> QMenu:
        """What can be done with the current cell, each with its key."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self._on_menu)
        index = self.currentIndex()
        row = self.cells.row_at(index.row())
        writable = not self.cells.read_only
        if row is not None and index.column() >= FIRST and index.column() < self.cells.apart:
            for key, value in _KEYS.items():
                _add(menu, f"{value} – {_(MEANINGS[value])}", key, ("rate", value), on=writable)
            _add(menu, _("Clear"), "Del", ("rate", ""), on=writable)
            menu.addSeparator()
        if row is not None and index.column() == GRADE:
            for grade in Credibility:
                words = f"{grade.value} – {_(grade.label)}"
                _add(menu, words, grade.value, ("grade", grade.value), on=writable)
            if row.entry_id:
                _add(menu, _("As the entry is graded"), "Del", ("grade", ""), on=writable)
            menu.addSeparator()
        column = self.cells.hypothesis_at(index.column()) is not None
        for name, words, keys in _ASKS:
            on = writable or name == "show"
            if name in _OF_ROW and row is None:
                continue
            if name == "show" and (row is None or not row.entry_id):
                continue
            if name in _OF_COLUMN and not column:
                continue
            _add(menu, _(words), keys, ("ask", name), on=on)
        return menu

    def _on_menu(self, action: QAction) -> None:
        sort, value = action.data()
        index = self.currentIndex()
        if sort == "rate":
            self.cells.rate(index.row(), index.column(), value)
        elif sort == "grade":
            self.cells.grade(index.row(), value)
        else:
            self.asked.emit(value)

    # ------------------------------------------------------------------ naming a hypothesis

    def rename_section(self, section: int) -> None:
        """Let the hypothesis above a column be named in its place."""
        hypothesis = self.cells.hypothesis_at(section)
        if hypothesis is None or self.cells.read_only:
            return
        self.scrollTo(self.cells.index(0, section))
        namer = HypothesisNamer(hypothesis, self.cells.header_name(section), section, self)
        namer.named.connect(self.renamed)
        self.namer = namer

    # ------------------------------------------------------------------ dropping entries

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_entries(event.mimeData()) and not self.cells.read_only:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if dragged_entries(event.mimeData()) and not self.cells.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        entries = dragged_entries(event.mimeData())
        if entries and not self.cells.read_only:
            # A copy: the list it comes from keeps its row.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(entries)

    # ------------------------------------------------------------------ keeping the place

    def _on_about_to_reset(self) -> None:
        index = self.currentIndex()
        row = self.cells.row_at(index.row())
        self._kept = (
            (row.id, self.cells.hypothesis_at(index.column()), index.column()) if row else None
        )

    def _on_reset(self) -> None:
        self.fit()
        if self._kept is not None:
            found = self.cells.place(*self._kept)
            if found.isValid():
                self.setCurrentIndex(found)


def _add(menu: QMenu, words: str, keys: str, data: tuple[str, str], *, on: bool) -> None:
    action = menu.addAction(f"{words}\t{keys}" if keys else words)
    action.setData(data)
    action.setEnabled(on)


def _height(text: str, font: QFont, room: int) -> int:
    """As the cells paint it: broken between words only."""
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetrics(font).boundingRect(QRect(0, 0, room, 1 << 20), flags, text).height()
