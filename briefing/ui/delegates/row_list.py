"""A list of rows that selects by entry and tells which one was chosen."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from briefing.ui import theme
from briefing.ui.delegates.card import CardDelegate
from briefing.ui.models.rows import PagedModel, Row, RowModel
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QDropEvent, QFocusEvent, QResizeEvent

#: Longer lists get cards of one height, since measuring each would take too long.
MEASURED = 1500


class RowList(QListView):
    """Rows of a :class:`RowModel` or :class:`PagedModel`, moved through with the arrow keys."""

    #: A row was chosen by a person; carries its Entry.
    chosen = Signal(object)
    #: A row was pressed twice or Enter was pressed on it; carries its Entry.
    opened = Signal(object)
    #: The menu of a row was asked for; carries its Entry and the place on the screen.
    menu_requested = Signal(object, object)
    #: A row was dragged; carries its Entry, that of the row it is put before (None: the end),
    #: and the ids of the rows of its kind.
    moved = Signal(object, object, object)

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        model: PagedModel | None = None,
        roomy: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._quiet = False
        self._told: Entry | None = None
        self._movable: frozenset[str] = frozenset()
        self.rows = RowModel(self) if model is None else model
        self.cards = CardDelegate(self, roomy=roomy)
        self.setModel(self.rows)
        self.setItemDelegate(self.cards)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        # An entry can be dragged to what it is to support.
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.verticalScrollBar().setSingleStep(theme.px(24))
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_clicked)
        self.activated.connect(self._on_activated)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows and keep the chosen entry where it is still there."""
        if not isinstance(self.rows, RowModel):
            raise TypeError("a paged list takes ids")
        kept, at = self.current_entry(), self.verticalScrollBar().value()
        self._quiet = True
        self.rows.set_rows(rows)
        self._quiet = False
        if kept is not None:
            self.select_entry(kept.kind, kept.id, scroll=False)
        self.verticalScrollBar().setValue(at)

    def shape_for(self, number: int, most: int = MEASURED, *, whole: int = 0, cut: int = 2) -> None:
        """Let cards be as high as their words, or of more than ``most`` all of one height.

        ``whole`` and ``cut`` are the most lines of words then; 0 shows all.
        """
        cards = self.cards
        cards.uniform = number > most
        cards.max_lines = cut if cards.uniform else whole
        self.setUniformItemSizes(cards.uniform)
        self.scheduleDelayedItemsLayout()

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show other ids of a paged list and keep the chosen entry where it is still there."""
        if not isinstance(self.rows, PagedModel):
            raise TypeError("a list held whole takes rows")
        kept, at = self.current_entry(), self.verticalScrollBar().value()
        self._quiet = True
        self.shape_for(len(ids), cut=3)
        self.rows.set_ids(ids)
        self._quiet = False
        if kept is not None:
            self.select_entry(kept.kind, kept.id, scroll=False)
        self.verticalScrollBar().setValue(at)

    def current_entry(self) -> Entry | None:
        """The entry of the chosen row."""
        row = self.rows.row(self.currentIndex().row())
        return Entry(row.kind, row.id) if row is not None and row.id else None

    def choose_several(self) -> None:
        """Let several rows be chosen, with Ctrl and Shift; the current one is shown as before."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen_entries(self, most: int) -> list[Entry]:
        """The entries of the rows chosen, from the top down; no more than ``most`` of them."""
        chosen = self.selectionModel().selection()
        ranges = sorted(map(chosen.at, range(chosen.count())), key=QItemSelectionRange.top)
        places = (at for one in ranges for at in range(one.top(), one.bottom() + 1))
        rows = (self.rows.row(at) for at in places)
        found = list(islice((Entry(r.kind, r.id) for r in rows if r is not None and r.id), most))
        current = self.current_entry()
        return found or ([current] if current else [])

    def select_entry(self, kind: str, record_id: str, *, scroll: bool = True) -> bool:
        """Choose an entry without telling anyone; False where it is not in the list."""
        at = self.rows.find(kind, record_id)
        if at < 0:
            return False
        self._quiet = True
        index = self.rows.index(at, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self._told = Entry(kind, record_id)
        if scroll:
            # Of a row higher than the list the beginning is seen.
            hint = QAbstractItemView.ScrollHint
            low = self.visualRect(index).height() > self.viewport().height()
            self.scrollTo(index, hint.PositionAtTop if low else hint.EnsureVisible)
        self._quiet = False
        return True

    def set_movable(self, kinds: frozenset[str]) -> None:
        """Let rows of these kinds be dragged to another place among their like."""
        self._movable = kinds
        movable = bool(kinds)
        self.setAcceptDrops(movable)
        self.setDropIndicatorShown(movable)
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.InternalMove if movable else mode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def content_height(self) -> int:
        """Pixels that all rows need together; only for short lists."""
        option = self._option()
        return sum(
            self.cards.sizeHint(option, self.rows.index(at, 0)).height()
            for at in range(self.rows.rowCount())
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        row = self.rows.row(index.row()) if index.isValid() else None
        if row is None or not row.id:
            event.ignore()
            return
        if self.selectionModel().isSelected(index):
            # The menu is about all that is chosen.
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self.select_entry(row.kind, row.id, scroll=False)
        inside = self.visualRect(index).center() if keyboard else event.pos()
        self.menu_requested.emit(Entry(row.kind, row.id), self.viewport().mapToGlobal(inside))

    def dropEvent(self, event: QDropEvent) -> None:
        # The order is the library's: the row stays until it is told to be elsewhere.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if event.source() is self:
            self.drop_at(event.position().toPoint())

    def drop_at(self, place: QPoint) -> None:
        """Ask for the chosen row to be put where the pointer is."""
        row = self.rows.row(self.currentIndex().row())
        if row is None or row.kind not in self._movable:
            return
        index = self.indexAt(place)
        at = index.row() if index.isValid() else self.rows.rowCount()
        if index.isValid() and place.y() > self.visualRect(index).center().y():
            at += 1
        like = [self.rows.row(n) for n in range(self.rows.rowCount())]
        following = next(
            (one for one in like[at:] if one and one.kind == row.kind and one.id != row.id), None
        )
        ids = tuple(one.id for one in like if one and one.kind == row.kind)
        before = Entry(following.kind, following.id) if following else None
        self.moved.emit(Entry(row.kind, row.id), before, ids)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt makes the first row current, which nobody chose.
        self._quiet = True
        super().focusInEvent(event)
        self._quiet = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def entries_in_view(self) -> list[Entry]:
        """The entries of the rows of which most can be seen."""
        found: list[Entry] = []
        view = self.viewport().rect()
        index = self.indexAt(view.topLeft())
        at = index.row() if index.isValid() else 0
        while 0 <= at < self.rows.rowCount():
            place = self.visualRect(self.rows.index(at, 0))
            if place.top() > view.bottom():
                break
            shown = place.intersected(view).height()
            row = self.rows.row(at)
            # Of what is higher than the view, a view full is as much as can be seen.
            if row is not None and row.id and shown >= min(place.height(), view.height()) * 0.8:
                found.append(Entry(row.kind, row.id))
            at += 1
        return found

    def _option(self):  # noqa: ANN202 - Qt's option type is only needed here
        from PySide6.QtWidgets import QStyleOptionViewItem

        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return option

    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self._quiet or not index.isValid():
            return
        row = self.rows.row(index.row())
        if row is not None and row.id:
            self._told = Entry(row.kind, row.id)
            self.chosen.emit(self._told)

    def _on_clicked(self, index: QModelIndex) -> None:
        # The row that got the focus is current already, so that pressing it changes nothing.
        if self.current_entry() != self._told:
            self._on_current_changed(index, index)

    def _on_activated(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row is not None and row.id:
            self.opened.emit(Entry(row.kind, row.id))

    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
