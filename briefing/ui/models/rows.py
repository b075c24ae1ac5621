"""Rows of lists: a short list held whole, and a long one fetched a page at a time."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from briefing.domain.records import ENTRY_KINDS
from briefing.ui.entry_drag import MIME, entries_as_mime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Small enough to be read between two pictures of a list that is being scrolled.
PAGE = 20
KEPT_PAGES = 60
#: The role under which a model gives the whole :class:`Row`.
ROW = Qt.ItemDataRole.UserRole.value + 1

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of an entry.

    ``text`` is read (in serif where ``serif``), ``detail`` explains, ``chips`` are words with the
    kind of their pill, ``side`` stands in the right column above ``side_chip``. ``bar`` is a band
    in per cent with its term. A heading has neither kind nor id.
    """

    head: str = ""
    tail: str = ""
    text: str = ""
    detail: str = ""
    kind: str = ""
    id: str = ""
    chips: tuple[tuple[str, str], ...] = ()
    side: tuple[str, ...] = ()
    side_chip: tuple[str, str] | None = None
    avatar: str = ""
    shade: str = ""
    bar: tuple[int, int, str] | None = None
    serif: bool = False
    heading: bool = False
    indent: int = 0
    tip: str = ""
    grade: str = ""

    def spoken(self) -> str:
        """The row as one line, for screen readers and for finding by typing."""
        chips = [text for text, _kind in self.chips]
        bar = [self.bar[2]] if self.bar else []
        chips += [self.side_chip[0]] if self.side_chip else []
        parts = [self.head, self.tail, self.text, *bar, self.detail, *chips, *self.side]
        return ", ".join(filter(None, [*parts, self.grade]))


def _data(row: Row | None, role: int) -> object:
    if row is None:
        return None
    if role == ROW:
        return row
    if role in (_DISPLAY, _ACCESSIBLE):
        return row.spoken()
    if role == _TIP:
        return row.tip or None
    return None


def _drag(rows: Sequence[Row | None]) -> QMimeData:
    return entries_as_mime((row.kind, row.id, row.text or row.head) for row in rows if row)


class RowModel(QAbstractListModel):
    """Rows held whole; for lists of up to some thousands."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._places: dict[tuple[str, str], int] | None = None
        #: Adds what is known of an entry from elsewhere to its row.
        self.dress: Callable[[Row], Row] | None = None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._places = None
        self.endResetModel()

    def row(self, at: int) -> Row | None:
        """The row at a place."""
        if not 0 <= at < len(self._rows):
            return None
        row = self._rows[at]
        return self.dress(row) if self.dress is not None else row

    def find(self, kind: str, record_id: str) -> int:
        """Where an entry stands, or -1."""
        if self._places is None:
            self._places = {}
            for at, row in enumerate(self._rows):
                if row.id:
                    self._places.setdefault((row.kind, row.id), at)
        return self._places.get((kind, record_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        return _data(self.row(index.row()), int(role)) if index.isValid() else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or not row.id:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if row.kind in ENTRY_KINDS else flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return _drag([self.row(index.row()) for index in indexes])


class PagedModel(QAbstractListModel):
    """Ids in the order of one query; rows come a page at a time and the last pages are kept.

    ``fetch`` gives the rows of some ids, in any order; an id without a row is shown blank.
    """

    def __init__(
        self, fetch: Callable[[Sequence[str]], Sequence[Row]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: list[str] = []
        self._places: dict[str, int] | None = None
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()
        #: Adds what is known of an entry from elsewhere to its row.
        self.dress: Callable[[Row], Row] | None = None

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show other ids. Where they are the same only the rows are read anew."""
        if list(ids) == self._ids:
            self._pages.clear()
            if self._ids:
                self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
            return
        self.beginResetModel()
        self._ids = list(ids)
        self._places = None
        self._pages.clear()
        self.endResetModel()

    @property
    def ids(self) -> Sequence[str]:
        """The ids in order."""
        return self._ids

    def row(self, at: int) -> Row | None:
        """The row at a place, with its page fetched if need be."""
        if not 0 <= at < len(self._ids):
            return None
        number, offset = divmod(at, PAGE)
        page = self._pages.get(number)
        if page is None:
            ids = self._ids[number * PAGE : (number + 1) * PAGE]
            rows = {row.id: row for row in self._fetch(ids)}
            page = [rows.get(one) for one in ids]
            self._pages[number] = page
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        row = page[offset]
        return self.dress(row) if row is not None and self.dress is not None else row

    def find(self, _kind: str, record_id: str) -> int:
        """Where an entry stands, or -1."""
        if self._places is None:
            self._places = {one: at for at, one in enumerate(self._ids)}
        return self._places.get(record_id, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        role = int(role)
        if role not in (ROW, _DISPLAY, _ACCESSIBLE, _TIP) or not index.isValid():
            return None
        return _data(self.row(index.row()), role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = super().flags(index)
        return plain | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else plain

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return _drag([self.row(index.row()) for index in indexes])
