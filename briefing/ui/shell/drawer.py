"""What opens below the tabs: a list that leads to places in them and stays while they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.panels import SectionHeading

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from briefing.ui.session import Entry


class DrawerList(RowList):
    """Rows of a drawer; a click opens, arrows only choose, some keys are the drawer's."""

    #: A key that the drawer may know; carries the Qt key.
    pressed_key = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.clicked.connect(self._on_pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_W) and not event.modifiers():
            self.pressed_key.emit(event.key())
            event.accept()
            return
        super().keyPressEvent(event)

    def chosen_place(self) -> int:
        """Which row a person chose, or -1; the one that is merely current does not count."""
        chosen = self.selectionModel().selectedIndexes()
        return chosen[0].row() if chosen else -1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.chosen_place() >= 0:
            self.scrollTo(self.currentIndex())

    def _on_pressed(self, index: QModelIndex) -> None:
        self.activated.emit(index)


class Drawer(QWidget):
    """A heading with buttons above a list. Subclasses fill the list and say what opening means."""

    #: The person has closed the drawer.
    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, "panel")
        rule = QFrame(self)
        theme.set_role(rule, "rule")
        rule.setFixedHeight(1)
        self.bar = QWidget(self)
        self._flow = FlowLayout(self.bar, gap=8)
        self.heading = SectionHeading(title, self.bar)
        self.counted = QLabel(self.bar)
        theme.set_role(self.counted, "small")
        self.counted.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = QToolButton(self.bar)
        theme.set_role(self.close_button, "plain")
        self.close_button.setAccessibleName(_("Close {title}").format(title=title))
        self.close_button.setToolTip(_("Close (Escape)"))
        self.close_button.clicked.connect(self.shut)
        for one in (self.heading, self.counted, self.close_button):
            self._flow.addWidget(one)
        self.list = DrawerList(title, self)
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        self.list.pressed_key.connect(self._on_key)
        self.list.setMinimumHeight(theme.px(60))
        self.column = QVBoxLayout(self)
        self.column.setSpacing(0)
        self.column.setContentsMargins(0, 0, 0, 0)
        for one in (rule, self.bar, self.list):
            self.column.addWidget(one)
        self.column.setStretch(2, 1)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def add_button(self, text: str, tip: str = "") -> QPushButton:
        """A button in the heading, before the one that closes."""
        button = QPushButton(text, self.bar)
        button.setAutoDefault(False)
        button.setAccessibleName(tip or text)
        button.setToolTip(tip)
        theme.set_role(button, "link")
        self.add_to_bar(button)
        return button

    def add_to_bar(self, widget: QWidget) -> None:
        """Put something into the heading, before the button that closes."""
        self._flow.removeWidget(self.close_button)
        self._flow.addWidget(widget)
        self._flow.addWidget(self.close_button)

    def step(self, by: int) -> bool:
        """Choose and open the next row that leads somewhere, or with -1 the one before; goes round."""
        rows = self.list.rows
        places = [at for at in range(rows.rowCount()) if (row := rows.row(at)) and row.id]
        if not places:
            return False
        now = self.list.chosen_place()
        if by > 0:
            place = next((at for at in places if at > now), places[0])
        else:
            place = next((at for at in reversed(places) if at < now), places[-1])
        row = rows.row(place)
        if row is None or not self.list.select_entry(row.kind, row.id):
            return False
        self.list.activated.emit(rows.index(place, 0))
        return True

    def shut(self) -> None:
        """Close the drawer."""
        self.hide()
        self.closed.emit()

    def fit(self) -> None:
        """Give the words above the list the height that they need at this width."""
        for at in range(self.column.count()):
            item = self.column.itemAt(at)
            part = item.widget() if item is not None else None
            layout = part.layout() if part is not None else None
            if part is not None and isinstance(layout, FlowLayout) and not part.isHidden():
                part.setFixedHeight(layout.heightForWidth(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def open_row(self, entry: Entry) -> None:
        """Lead to the place of a row."""
        raise NotImplementedError(type(self).__name__)

    def choose_row(self, entry: Entry) -> None:
        """A row was chosen and not opened."""
        del entry

    def other_key(self, key: int) -> None:
        """A key other than Escape was pressed in the list."""
        del key

    def _on_opened(self, entry: Entry) -> None:
        self.open_row(entry)
        # Whoever goes through a list wants to go on; the tab may have taken the keyboard. One that is
        # gone through by key alone, closed, leaves it there.
        if self.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, entry: Entry) -> None:
        self.choose_row(entry)

    def _on_key(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.shut()
        else:
            self.other_key(key)

    def _on_theme_changed(self) -> None:
        self._flow.setContentsMargins(theme.px(14), theme.px(6), theme.px(8), theme.px(2))
        self.close_button.setIcon(theme.icon("close"))
        self.close_button.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.list.setMinimumHeight(theme.px(60))
        self.fit()
