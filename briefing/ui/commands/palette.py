"""The command palette: type a few letters, run a command or go to an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.ui import textmetrics, theme

if TYPE_CHECKING:
    from briefing.ui.commands.registry import Command, Registry

_LIMIT = 12
_WAIT_MS = 60
_ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One row of the palette: what it is called, what stands beside it, what choosing it does."""

    title: str
    run: Callable[[], object]
    subtitle: str = ""
    hint: str = ""


#: Called with the typed text and the most rows wanted; answers at once, from an index.
Provider = Callable[[str, int], Sequence[PaletteItem]]


def matching(registry: Registry, text: str) -> list[Command]:
    """The commands that can be run now and fit the text, the best first.

    Every typed word must begin a word of the title or group, or else stand within the title.
    """
    wanted = text.casefold().split()
    ranked: list[tuple[int, int, Command]] = []
    for place, command in enumerate(registry.available()):
        title = registry.title(command.id).casefold()
        rank = _rank(wanted, title, command.group.casefold())
        if rank is not None:
            ranked.append((rank, place, command))
    return [command for _rank_, _place, command in sorted(ranked, key=lambda one: one[:2])]


def _rank(wanted: list[str], title: str, group: str) -> int | None:
    if title.startswith(" ".join(wanted)):
        return 0
    words = title.split()
    if all(any(word.startswith(want) for word in words) for want in wanted):
        return 1
    if all(any(word.startswith(want) for word in (*words, group)) for want in wanted):
        return 2
    return 3 if all(want in title for want in wanted) else None


class CommandPalette(QFrame):
    """A panel over its window with a field and the rows that fit; Enter runs, Escape closes.

    Commands come first, then what the providers find. Text that begins with ">" asks for
    commands alone.
    """

    def __init__(self, registry: Registry, window: QWidget) -> None:
        super().__init__(window)
        self._registry = registry
        self._providers: list[Provider] = []
        self._window = window
        self._before: QWidget | None = None
        self.setObjectName("palette")
        self.setAutoFillBackground(True)
        self.setAccessibleName(_("Command palette"))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(_("Type a command, a name or words to search for"))
        self.field.setAccessibleName(_("Command or words to search for"))
        self.field.setClearButtonEnabled(False)
        self.list = QListView(self)
        self.list.setAccessibleName(_("What fits"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Rows(self)
        self._delegate = _RowDelegate(self.list)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.nothing = QLabel(_("Nothing fits. Fewer letters find more."), self)
        theme.set_role(self.nothing, "muted")
        self._layout = QVBoxLayout(self)
        for widget in (self.field, self.list, self.nothing):
            self._layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._fill)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.list.clicked.connect(self._on_list_clicked)
        self.field.installEventFilter(self)
        window.installEventFilter(self)
        self.hide()

    def add_provider(self, provider: Provider) -> None:
        """Let another source of rows answer, after those added before it."""
        self._providers.append(provider)

    def items(self) -> list[PaletteItem]:
        """The rows shown now."""
        return list(self._model.items)

    def open(self, text: str = "") -> None:
        """Show the palette over its window, ready to type."""
        self._before = QApplication.focusWidget()
        self.field.setText(text)
        self._fill()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def dismiss(self) -> None:
        """Hide the palette and give the focus back to where it was."""
        self._timer.stop()
        self.hide()
        try:
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        except RuntimeError:  # the widget was deleted while the palette was open
            pass
        self._before = None

    def run_current(self) -> None:
        """Close and do what the chosen row says."""
        if self._timer.isActive():
            self._timer.stop()
            self._fill()
        item = self._model.item(self.list.currentIndex().row())
        if item is not None:
            self.dismiss()
            item.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move the choice, the window's size and a click elsewhere."""
        kind = event.type()
        if watched is self.field:
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            if kind == QEvent.Type.FocusOut and self.isVisible() and self._focus_left():
                self._timer.stop()
                self.hide()
        elif kind == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _focus_left(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and now is not self and not self.isAncestorOf(now)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
        elif key in _MOVES:
            QApplication.sendEvent(self.list, event)
        else:
            return False
        return True

    def _on_field_text_changed(self, _text: str) -> None:
        self._timer.start()

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.run_current()

    def _fill(self) -> None:
        text = self.field.text().strip()
        commands_only = text.startswith(">")
        words = text.removeprefix(">").strip()
        found = matching(self._registry, words)
        rows = [self._row(command) for command in (found if not text else found[:_LIMIT])]
        if words and not commands_only:
            for provider in self._providers:
                rows += provider(words, _LIMIT)
        self._model.show(rows)
        self.list.setCurrentIndex(self._model.index(0))
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self._place()

    def _row(self, command: Command) -> PaletteItem:
        return PaletteItem(
            title=self._registry.title(command.id),
            run=_Run(self._registry, command.id),
            subtitle=command.group,
            hint=command.shortcut_text(),
        )

    def _place(self) -> None:
        window = self._window
        gap = theme.px(8)
        self._layout.setContentsMargins(gap, gap, gap, gap)
        self._layout.setSpacing(gap)
        wide = min(window.width() - 2 * gap, theme.px(620))
        row = self._delegate.row_height()
        shown = min(self._model.rowCount(), _LIMIT)
        self.list.setFixedHeight(max(row, min(row * shown, window.height() // 2)))
        self.resize(wide, self._layout.sizeHint().height())
        self.move((window.width() - wide) // 2, theme.px(48))

    def paintEvent(self, _event: QEvent) -> None:
        """A card with a strong edge, so that it lifts off the page in every theme."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window.card"))
        painter.setPen(theme.colour("accent.line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


@dataclass(frozen=True, slots=True)
class _Run:
    registry: Registry
    command_id: str

    def __call__(self) -> object:
        return self.registry.run(self.command_id)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: list[PaletteItem] = []

    def show(self, items: list[PaletteItem]) -> None:
        self.beginResetModel()
        try:
            self.items = items
        finally:
            self.endResetModel()

    def item(self, row: int) -> PaletteItem | None:
        return self.items[row] if 0 <= row < len(self.items) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:  # noqa: ANN401 - Qt's own
        item = self.item(index.row())
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (item.title, item.subtitle, item.hint) if part)
        return item if role == _ITEM_ROLE else None


class _RowDelegate(QStyledItemDelegate):
    """Title at the left, then what it belongs to, the shortcut at the right."""

    def row_height(self) -> int:
        return textmetrics.em(theme.sans(), 1.0) + theme.px(12)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index
        return QSize(theme.px(100), self.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item: PaletteItem = index.data(_ITEM_ROLE)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        view = self.parent()
        chosen = isinstance(view, QListView) and index == view.currentIndex()
        pad = theme.px(8)
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("accent.main"))
        ink = theme.colour("text.on_accent" if chosen else "text.body")
        quiet = theme.colour("text.on_accent" if chosen else "text.faint")
        inner = rect.adjusted(pad, 0, -pad, 0)
        title_font, small = theme.sans(), theme.sans(0.9)
        hint_width = textmetrics.width(item.hint, small) + (pad if item.hint else 0)
        painter.setFont(small)
        painter.setPen(quiet)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, item.hint)
        inner.setRight(inner.right() - hint_width)
        title = textmetrics.elided(item.title, title_font, inner.width())
        painter.setFont(title_font)
        painter.setPen(ink)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, title)
        inner.setLeft(inner.left() + textmetrics.width(title, title_font) + pad)
        painter.setFont(small)
        painter.setPen(quiet)
        subtitle = textmetrics.elided(item.subtitle, small, inner.width())
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, subtitle)
        painter.restore()
