"""Which moment of a briefing is to be shown, or compared with the present: a day, a time, a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from briefing.domain.changes import local_minute
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import standing
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.ui.session import Entry, Session

_KIND = "moment"


class MomentDialog(QDialog):
    """A line to type a day or a time, and beneath it the days on which something changed."""

    #: The library is to be shown as it stood at a clock.
    shown = Signal(object)
    #: The briefing as it stood at a clock is to be compared with the present.
    compared = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(_("As it stood on…"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = QLabel(_("Which day or time? Of a day its end is shown."), self)
        about.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(_("Day or time"))
        self.field.setPlaceholderText(_("12 March 2026, yesterday, today 14:00"))
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_show)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        theme.set_role(self.told, "small")
        self.list = RowList(_("Days on which something changed"), self)
        self.list.setDragEnabled(False)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.show_button = self._button(_("Show"), self._on_show)
        theme.set_role(self.show_button, "primary")
        self.compare_button = self._button(_("Compare with the present"), self._on_compare)
        close = self._button(_("Close"), self.reject)
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for one in (self.show_button, self.compare_button, close):
            flow.addWidget(one)
        layout = QVBoxLayout(self)
        for one in (about, self.field, self.told, self.list, buttons):
            layout.addWidget(one)
        self.resize(theme.px(480), theme.px(480))
        self._clocks: dict[str, int] = {}
        self._clock: int | None = None
        self._fill()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clock(self) -> int | None:
        """The moment chosen; None where there is none."""
        return self._clock

    def _button(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button

    def _fill(self) -> None:
        rows: list[Row] = []
        for day in standing.days(self.session.workspace):
            self._clocks[day.day] = day.clock
            steps = ngettext("{n} step", "{n} steps", day.steps).format(n=day.steps)
            rows.append(
                Row(
                    head=day.day,
                    detail=" · ".join((steps, *day.who)),
                    kind=_KIND,
                    id=day.day,
                )
            )
        self.list.set_rows(rows)
        self._choose(None, "")

    def _choose(self, clock: int | None, wrong: str) -> None:
        self._clock = clock
        for button in (self.show_button, self.compare_button):
            button.setEnabled(clock is not None)
        theme.set_role(self.told, "error" if wrong else "small")
        shown = _("Shown as at {when}.").format(when=local_minute(clock)) if clock else ""
        self.told.setText(wrong or shown)

    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._choose(None, "")
            return
        try:
            self._choose(standing.clock_of(text), "")
        except UserError as error:
            self._choose(None, str(error))

    def _on_chosen(self, entry: Entry) -> None:
        self._choose(self._clocks.get(entry.id), "")

    def _on_opened(self, entry: Entry) -> None:
        self._on_chosen(entry)
        self._on_show()

    def _on_show(self) -> None:
        if self._clock is not None:
            self.shown.emit(self._clock)
            self.accept()

    def _on_compare(self) -> None:
        if self._clock is not None:
            self.compared.emit(self._clock)
            self.accept()
