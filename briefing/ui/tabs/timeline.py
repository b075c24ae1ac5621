"""The Timeline tab: when things happened, drawn as lanes and listed by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from briefing.domain.dates import ordinal
from briefing.i18n import _
from briefing.services import timeline_view
from briefing.services.entry_counts import count_entries
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from briefing.services.timeline_view import EventRow
    from briefing.ui.session import Session

_DAYS_A_YEAR = 365.2425


class TimeLanes(QWidget):
    """An axis of years with a bar for each event; open ends fade out.

    Time runs by rank, not by length: days of one June would vanish beside a war decades ago.
    """

    #: An event was pressed; carries its Entry.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Events on a time axis"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._events: list[EventRow] = []
        self._days: list[int] = []
        self._selected = ""
        theme.current().theme_changed.connect(self._on_theme_changed)

    def set_events(self, events: Sequence[EventRow]) -> None:
        """Show other events; those without any known day are left to the list."""
        self._events = [e for e in events if e.first is not None or e.last is not None][:24]
        days = {d for e in self._events for d in (e.first, e.last) if d is not None}
        self._days = sorted(days)
        self.setAccessibleDescription("; ".join(f"{e.date}: {e.what}" for e in self._events))
        self.setVisible(bool(self._events))
        self.updateGeometry()
        self.update()

    def set_selected(self, record_id: str) -> None:
        """Mark the event that is chosen elsewhere."""
        self._selected = record_id
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(500), self._lane() * len(self._events) + theme.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sans(0.85))
        self._paint_axis(painter)
        for number, event in enumerate(self._events):
            bar = self._bar(number, event)
            shade = theme.colour("status.warn" if event.certainty == "claimed" else "accent.main")
            if event.id == self._selected:
                lane = QRectF(0, bar.top() - theme.px(3), self.width(), bar.height() + theme.px(6))
                painter.fillRect(lane, theme.colour("window.row"))
            painter.setPen(
                QPen(shade, 1.4, Qt.PenStyle.DashLine) if event.planned else Qt.PenStyle.NoPen
            )
            painter.setBrush(
                Qt.BrushStyle.NoBrush if event.planned else self._fill(bar, event, shade)
            )
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
            self._paint_name(painter, bar, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._event_at(event.position())
        if found is not None:
            self.set_selected(found.id)
            self.chosen.emit(Entry("event", found.id))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._event_at(event.position())
        if found is not None:
            QToolTip.showText(event.globalPosition().toPoint(), f"{found.date}\n{found.what}", self)
        else:
            QToolTip.hideText()

    def _lane(self) -> int:
        return theme.px(20)

    def _event_at(self, at: QPointF) -> EventRow | None:
        number = int((at.y() - theme.px(10)) // self._lane())
        return self._events[number] if 0 <= number < len(self._events) else None

    def _x(self, day: int) -> float:
        """Each known day takes one equal step, so that all are told apart."""
        left, right = theme.px(28), self.width() - theme.px(28)
        steps = max(1, len(self._days) - 1)
        return left + (right - left) * self._days.index(day) / steps

    def _bar(self, number: int, event: EventRow) -> QRectF:
        first = theme.px(8) if event.first is None else self._x(event.first)
        last = self.width() - theme.px(8) if event.last is None else self._x(event.last)
        thick = theme.px(9)
        top = theme.px(10) + number * self._lane() + (self._lane() - thick) / 2
        return QRectF(first - thick / 2, top, max(thick, last - first + thick), thick)

    def _fill(self, bar: QRectF, event: EventRow, shade: QColor) -> QLinearGradient:
        clear = QColor(shade)
        clear.setAlphaF(0.0)
        faded = QColor(shade)
        faded.setAlphaF(0.45 if event.approximate or event.open_end else 0.85)
        fill = QLinearGradient(bar.topLeft(), bar.topRight())
        fill.setColorAt(0.0, clear if event.open_start else faded)
        fill.setColorAt(0.25, faded)
        fill.setColorAt(0.75, faded)
        fill.setColorAt(1.0, clear if event.open_end else faded)
        return fill

    def _paint_axis(self, painter: QPainter) -> None:
        y = self.height() - theme.px(24)
        painter.setPen(QPen(theme.colour("window.control"), 1))
        painter.drawLine(theme.px(8), y, self.width() - theme.px(8), y)
        metrics = QFontMetricsF(painter.font())
        used, last = -1e9, ""
        for day in self._days:
            x = self._x(day)
            painter.setPen(QPen(theme.colour("window.line"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, theme.px(8)), QPointF(x, y))
            words = _axis_words(day)
            wide = metrics.horizontalAdvance(words)
            left = min(max(2.0, x - wide / 2), self.width() - wide - 2)
            if words == last or left < used + theme.px(8):
                continue
            used, last = left + wide, words
            painter.setPen(theme.colour("text.muted"))
            painter.drawText(QPointF(left, y + metrics.ascent() + theme.px(4)), words)
        note = _("spacing is not to scale")
        left = self.width() - metrics.horizontalAdvance(note) - theme.px(8)
        if left > used + theme.px(12):
            painter.setPen(theme.colour("text.faint"))
            painter.drawText(QPointF(left, y + metrics.ascent() + theme.px(4)), note)

    def _paint_name(self, painter: QPainter, bar: QRectF, event: EventRow) -> None:
        metrics = QFontMetricsF(painter.font())
        gap, edge = theme.px(7), theme.px(8)
        after, before = self.width() - bar.right() - gap - edge, bar.left() - gap - edge
        words = event.what
        if after >= min(metrics.horizontalAdvance(words), before):
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, after)
            x = bar.right() + gap
        elif before >= theme.px(60):
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, before)
            x = bar.left() - gap - metrics.horizontalAdvance(text)
        else:
            return
        y = bar.center().y() + metrics.ascent() / 2 - metrics.descent() / 2
        box = QRectF(x - 2, bar.top() - 3, metrics.horizontalAdvance(text) + 4, bar.height() + 6)
        ground = "window.row" if event.id == self._selected else "window.background"
        painter.fillRect(box, theme.colour(ground))
        painter.setPen(theme.colour("text.body"))
        painter.drawText(QPointF(x, y), text)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _axis_words(day: int) -> str:
    """The year of a day, with the month in years where months matter to the eye."""
    year = int((day - 1) // _DAYS_A_YEAR) + 1
    while ordinal(year + 1, 1, 1) <= day:
        year += 1
    while ordinal(year, 1, 1) > day:
        year -= 1
    return str(year)


class TimelineTab(Tab):
    """A figure of lanes above rows by date; both choose the same event."""

    key = "timeline"
    title = "Timeline"
    kinds = frozenset({"event", "participant", "actor", "passage_link", "passage"})
    home_of = frozenset({"event"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.lanes = TimeLanes(self)
        self.lanes.chosen.connect(self._on_lane_chosen)
        rule = QFrame(self)
        theme.set_role(rule, "rule")
        rule.setFixedHeight(1)
        self.list = RowList(_("Events by date"), self, roomy=True)
        self.list.chosen.connect(self._on_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.lanes)
        layout.addWidget(rule)
        layout.addWidget(self.list, 1)

    def reload(self) -> None:
        """Read the events anew."""
        briefing = self.session.briefing_id
        found = timeline_view.event_rows(self.session.workspace, briefing) if briefing else []
        self.lanes.set_events(found)
        self.list.set_rows([_row(one) for one in found])

    def count(self) -> int | None:
        """How many events the briefing has."""
        briefing = self.session.briefing_id
        return (
            None if briefing is None else count_entries(self.session.workspace, "event", briefing)
        )

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose an event."""
        if kind != "event":
            return False
        self.ensure_fresh()
        found = self.list.select_entry(kind, record_id)
        if found:
            self.lanes.set_selected(record_id)
        return found

    def _on_chosen(self, entry: Entry) -> None:
        self.lanes.set_selected(entry.id)
        self.session.select(entry)

    def _on_lane_chosen(self, entry: Entry) -> None:
        self.list.select_entry(entry.kind, entry.id)
        self.session.select(entry)


def _row(event: EventRow) -> Row:
    chips = [] if event.certainty == "confirmed" else [(event.certainty, "warn")]
    if event.planned:
        chips.append((_("planned"), "accent"))
    return Row(
        head=event.what,
        text=" · ".join(filter(None, (event.place, event.participants))),
        detail=event.note,
        kind="event",
        id=event.id,
        chips=tuple(chips),
        side=(event.date,),
        side_chip=(_("passage ✓"), "plain") if event.passages else (_("no passage"), "warn"),
    )
