"""When the bloc pictures are of: dates to type, the years to drag, and a way through the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.blocs.time_slider import DayChosen, TimeSlider
from briefing.ui.widgets.pill import Chip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.bloc_moments import TimeSpan
    from briefing.settings import Settings
    from briefing.ui.widgets.flow import FlowLayout

#: Milliseconds that each change is shown while the years play.
_PLAY_MS = 1_400
#: Pixels of a line of text beside its letters, at 100 %.
_FRAME = 26


class DateFields(QObject):
    """Typed dates and the dates that the briefing itself names, among the widgets of a bar."""

    #: A date was typed or pressed; carries a DayChosen.
    day_chosen = Signal(object)

    def __init__(self, bar: QWidget, flow: FlowLayout) -> None:
        super().__init__(bar)
        self._bar, self._flow = bar, flow
        self._edits: list[QLineEdit] = []
        self.earlier = self._edit(_("Earlier date"))
        self._and = QLabel(_("and"), bar)
        self.date = self._edit(_("Date of the picture"))
        for widget in (self.earlier, self._and, self.date):
            self._flow.addWidget(widget)
        self.quick: list[Chip] = []
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_two(two=False)

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit(self._bar)
        edit.setAccessibleName(name)
        edit.setPlaceholderText(_("1951, June 2024 …"))
        self._edits.append(edit)
        edit.returnPressed.connect(self._on_typed)
        return edit

    def show_two(self, *, two: bool) -> None:
        """Offer one date or two."""
        self.earlier.setVisible(two)
        self._and.setVisible(two)

    def _on_theme_changed(self) -> None:
        for edit in self._edits:
            wide = edit.fontMetrics().horizontalAdvance("19 June 2024")
            edit.setFixedWidth(wide + theme.px(_FRAME))

    def set_suggested(self, dates: Sequence[tuple[str, str]]) -> None:
        """Dates to press: EDTF and words."""
        for old in self.quick:
            self._flow.removeWidget(old)
            old.deleteLater()
        self.quick = []
        at = next(n for n in range(self._flow.count()) if self._widget(n) is self.date)
        for text, words in dates:
            chip = Chip(words, self._bar, checkable=True)
            chip.setProperty("date", text)
            chip.clicked.connect(self._on_quick)
            self.quick.append(chip)
            self._flow.insert_widget(at + len(self.quick), chip)
            chip.show()

    def _widget(self, at: int) -> QWidget | None:
        item = self._flow.itemAt(at)
        return item.widget() if item is not None else None

    def dates(self) -> list[str]:
        """The suggested dates as EDTF."""
        return [str(chip.property("date")) for chip in self.quick]

    def set_dates(self, text: str, words: str, before: str) -> None:
        """Show the dates of the pictures."""
        self.date.setText(words)
        self.earlier.setText(before)
        for chip in self.quick:
            chip.setChecked(chip.property("date") == text)

    def _on_typed(self) -> None:
        edit = self.sender()
        if isinstance(edit, QLineEdit):
            self.day_chosen.emit(DayChosen(edit is self.earlier, edit.text()))

    def _on_quick(self) -> None:
        chip = self.sender()
        if chip is not None:
            self.day_chosen.emit(DayChosen(False, str(chip.property("date"))))


class YearsBar(QWidget):
    """The slider over the years with the way to the next change, and what lies between two dates."""

    #: Another day was chosen; carries a DayChosen.
    day_chosen = Signal(object)
    #: An event on the axis was pressed; carries its Entry.
    event_chosen = Signal(object)

    def __init__(self, settings: Settings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.slider = TimeSlider(self)
        self.slider.day_chosen.connect(self.day_chosen)
        self.slider.event_chosen.connect(self.event_chosen)
        self.back = self._chip("‹", _("The change before"), self._on_back)
        self.play = self._chip("▶", _("Play the changes"), self.toggle_play)
        self.play.setCheckable(True)
        self.on = self._chip("›", _("The next change"), self._on_on)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setAccessibleName(_("What lies between the two dates"))
        theme.set_role(self.told, "small")
        self._timer = QTimer(self)
        self._timer.setInterval(_PLAY_MS)
        self._timer.timeout.connect(self._on_tick)
        line = QHBoxLayout()
        line.setSpacing(theme.px(2))
        for chip in (self.back, self.play, self.on):
            line.addWidget(chip)
        line.addWidget(self.slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(4), theme.px(22), theme.px(4))
        column.setSpacing(theme.px(2))
        column.addLayout(line)
        column.addWidget(self.told)

    def _chip(self, sign: str, name: str, run: object) -> Chip:
        chip = Chip(sign, self)
        chip.setAccessibleName(name)
        chip.setToolTip(name)
        chip.clicked.connect(run)
        return chip

    def set_span(self, span: TimeSpan) -> None:
        """Show another axis; without a single date there is none."""
        self.slider.set_span(span)
        for chip in (self.back, self.play, self.on):
            chip.setEnabled(bool(span.moments))

    def tell(self, sentence: str) -> None:
        """Say what lies between two dates; nothing for one."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    @property
    def is_playing(self) -> bool:
        """Whether one change follows another by itself."""
        return self._timer.isActive()

    def toggle_play(self) -> None:
        """Let one change follow another, or stop; where motion is reduced, go on by one."""
        if self.is_playing:
            self.stop()
        elif self._settings is not None and self._settings.reduce_motion:
            self.play.setChecked(False)
            self._step_round()
        else:
            self.play.setChecked(True)
            self._timer.start()
            self._step_round()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()
        self.play.setChecked(False)

    def _step_round(self) -> None:
        """To the next change, or from the last to the first."""
        if not self.slider.step(1) and self.slider.span.moments:
            first = self.slider.span.moments[0]
            self.day_chosen.emit(DayChosen(False, first.text))

    def _on_tick(self) -> None:
        if not self.isVisible() or not self.slider.step(1):
            self.stop()

    def _on_back(self) -> None:
        self.stop()
        self.slider.step(-1)

    def _on_on(self) -> None:
        self.stop()
        self.slider.step(1)
