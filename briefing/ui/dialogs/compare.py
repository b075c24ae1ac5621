"""Two states of a briefing: at the left the entries that differ, at the right their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from briefing.domain.records import word
from briefing.i18n import _, ngettext
from briefing.services.reading import What
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.widgets.difference_view import DifferenceView
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.comparing import EntryDifference
    from briefing.ui.session import Session

_CHIPS = {What.NEW: "new", What.CHANGED: "accent", What.REMOVED: "warn"}


class CompareDialog(QDialog):
    """The entries that differ between two states, each with its difference; Enter shows an entry."""

    def __init__(
        self,
        session: Session,
        found: Sequence[EntryDifference],
        sides: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.sides = sides
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Two versions compared"))
        self._found = {(one.kind, one.id): one for one in found}
        self.heading = QLabel(
            _("From “{older}” to “{newer}”").format(older=sides[0], newer=sides[1]), self
        )
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.heading, "subtitle")
        self.counted = QLabel(counted(found), self)
        self.counted.setWordWrap(True)
        theme.set_role(self.counted, "small")
        self.list = RowList(_("Entries that differ"), self)
        self.list.setDragEnabled(False)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.view = DifferenceView(_("How the entry differs"), self)
        self.sides_button = QPushButton(_("Side by side"), self)
        self.sides_button.setCheckable(True)
        self.sides_button.clicked.connect(self._show)
        self.open_button = QPushButton(_("Show this entry"), self)
        self.open_button.clicked.connect(self._on_open)
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for button in (self.sides_button, self.open_button, self.close_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            flow.addWidget(button)
        panes = QSplitter(Qt.Orientation.Horizontal, self)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self.list)
        panes.addWidget(self.view)
        panes.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        for one in (self.heading, self.counted):
            layout.addWidget(one)
        layout.addWidget(panes, 1)
        layout.addWidget(buttons)
        wide, high = theme.px(1000), theme.px(640)
        if parent is not None:
            room = parent.screen().availableGeometry()
            wide, high = min(wide, room.width() - 40), min(high, room.height() - 80)
        self.resize(wide, high)
        panes.setSizes([round(wide * 0.38), round(wide * 0.62)])
        self.list.set_rows(_rows(found))
        if found:
            self.list.select_entry(found[0].kind, found[0].id)
        self._show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> EntryDifference | None:
        entry = self.list.current_entry()
        return self._found.get((entry.kind, entry.id)) if entry else None

    def _show(self, _checked: bool = False) -> None:
        one = self._chosen()
        self.open_button.setEnabled(one is not None and one.what is not What.REMOVED)
        self.sides_button.setEnabled(one is not None)
        if one is None:
            self.view.show_changes([], empty=_("The two versions are the same."))
        elif self.sides_button.isChecked():
            self.view.show_side_by_side(one.lines, *self.sides)
        else:
            self.view.show_changes(one.lines)

    def _on_chosen(self, _entry: Entry) -> None:
        self._show()

    def _on_opened(self, _entry: Entry) -> None:
        self._on_open()

    def _on_open(self) -> None:
        one = self._chosen()
        if one is not None and one.what is not What.REMOVED:
            self.session.open_entry(Entry(one.kind, one.id))


def counted(found: Sequence[EntryDifference]) -> str:
    """How many entries differ and how: "2 new · 1 changed"."""
    if not found:
        return _("Nothing differs.")
    shapes = {
        What.NEW: ("{n} new entry", "{n} new entries"),
        What.CHANGED: ("{n} changed entry", "{n} changed entries"),
        What.REMOVED: ("{n} removed entry", "{n} removed entries"),
    }
    parts: list[str] = []
    for what, (one, many) in shapes.items():
        number = sum(each.what is what for each in found)
        if number:
            parts.append(ngettext(one, many, number).format(n=number))
    return " · ".join(parts)


def _rows(found: Sequence[EntryDifference]) -> list[Row]:
    rows: list[Row] = []
    grouped: dict[str, list[EntryDifference]] = {}
    for one in found:
        grouped.setdefault(one.kind, []).append(one)
    for kind, some in grouped.items():
        rows.append(Row(heading=True, head=_(word(kind)).capitalize(), tail=str(len(some))))
        for one in some:
            named = ", ".join(dict.fromkeys(line.label for line in one.lines))
            rows.append(
                Row(
                    text=one.title or _(word(kind)).capitalize(),
                    detail=named if one.what is What.CHANGED else "",
                    kind=one.kind,
                    id=one.id,
                    chips=((_(one.what.value), _CHIPS[one.what]),),
                )
            )
    return rows
