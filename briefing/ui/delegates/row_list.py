"""A list of rows that selects by entry and tells which one was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from briefing.ui import theme
from briefing.ui.delegates.card import CardDelegate
from briefing.ui.models.rows import PagedModel, Row, RowModel
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QResizeEvent

#: Longer lists get cards of one height, since measuring each would take too long.
MEASURED = 1500


class RowList(QListView):
    """Rows of a :class:`RowModel` or :class:`PagedModel`, moved through with the arrow keys."""

    #: A row was chosen by a person; carries its Entry.
    chosen = Signal(object)
    #: A row was pressed twice or Enter was pressed on it; carries its Entry.
    opened = Signal(object)

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

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show other ids of a paged list and keep the chosen entry where it is still there."""
        if not isinstance(self.rows, PagedModel):
            raise TypeError("a list held whole takes rows")
        kept, at = self.current_entry(), self.verticalScrollBar().value()
        self._quiet = True
        self.cards.uniform = len(ids) > MEASURED
        self.cards.max_lines = 3 if self.cards.uniform else 0
        self.setUniformItemSizes(self.cards.uniform)
        self.rows.set_ids(ids)
        self._quiet = False
        if kept is not None:
            self.select_entry(kept.kind, kept.id, scroll=False)
        self.verticalScrollBar().setValue(at)

    def current_entry(self) -> Entry | None:
        """The entry of the chosen row."""
        row = self.rows.row(self.currentIndex().row())
        return Entry(row.kind, row.id) if row is not None and row.id else None

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
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._quiet = False
        return True

    def content_height(self) -> int:
        """Pixels that all rows need together; only for short lists."""
        option = self._option()
        return sum(
            self.cards.sizeHint(option, self.rows.index(at, 0)).height()
            for at in range(self.rows.rowCount())
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt makes the first row current, which nobody chose.
        self._quiet = True
        super().focusInEvent(event)
        self._quiet = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

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
