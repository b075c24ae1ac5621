"""The margin of a document: a coloured letter for everything that rests on a passage."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from briefing.i18n import _, ngettext
from briefing.ui import theme
from briefing.ui.document_view import MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from briefing.services.margin_view import Mark
    from briefing.ui.document_view import DocumentView

#: Columns of marks, fewer where the text is large; what does not fit is counted in the last one.
_LANES, _FEW_LANES = 3, 2
#: Text scale in per cent from which the words need the room.
_LARGE = 150
_CHIP, _GAP, _BAR = 15, 2, 3
_TITLE = 90
_MOST_TITLES = 12


class Shown(NamedTuple):
    """Marks at one place of the margin; several where there was no column left."""

    marks: tuple[Mark, ...]
    chip: QRect
    bar: QRect


class PassageMargin(QWidget):
    """Stands at the left of a document's text and moves with it; paints what is in view, no more."""

    #: A mark was pressed; carries the Mark.
    chosen = Signal(object)

    def __init__(self, view: DocumentView) -> None:
        super().__init__(view)
        self._view = view
        self._marks: tuple[Mark, ...] = ()
        self._starts: list[int] = []
        #: The furthest end of the marks up to each one.
        self._reach: list[int] = []
        self._selected = ("", "")
        self.shown: list[Shown] = []
        self.setObjectName(MARGIN)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Marks of the passages"))
        view.updateRequest.connect(self._on_update_request)
        view.blockCountChanged.connect(self.update)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks, in the order of the text."""
        self._marks = tuple(marks)
        self._starts = [mark.start for mark in self._marks]
        self._reach = list(accumulate((mark.end for mark in self._marks), max))
        count = len({mark.passage_id for mark in self._marks})
        words = ngettext("{n} passage.", "{n} passages.", count).format(n=count)
        self.setAccessibleDescription(words + " " + _("F8 goes to the next one."))
        self._keep_room()
        self.update()

    def select(self, kind: str, entry_id: str) -> None:
        """Outline the marks of an entry."""
        if (kind, entry_id) != self._selected:
            self._selected = (kind, entry_id)
            self.update()

    def wide(self) -> int:
        """The width that all columns take, in pixels."""
        return _lanes() * (theme.px(_CHIP) + theme.px(_GAP)) + theme.px(_BAR) + 2 * theme.px(_GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.shown = self._lay_out()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sans(0.8, QFont.Weight.Bold))
        for place in self.shown:
            first = place.marks[0]
            several = len(place.marks) > 1
            shade = theme.colour("mark.other" if several else f"mark.{first.look}")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawRect(place.bar)
            painter.drawRoundedRect(QRectF(place.chip), 3, 3)
            painter.setPen(theme.colour("text.on_accent"))
            letter = f"+{len(place.marks)}" if several else first.letter
            painter.drawText(place.chip, Qt.AlignmentFlag.AlignCenter, letter)
            if any((mark.kind, mark.id) == self._selected for mark in place.marks):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("text.body"), 2))
                painter.drawRoundedRect(QRectF(place.chip).adjusted(-1, -1, 1, 1), 4, 4)

    def marks_at(self, x: int, y: int) -> tuple[Mark, ...]:
        """The marks under a place of the margin."""
        for place in self.shown:
            if place.chip.contains(x, y) or place.bar.adjusted(-2, 0, 2, 0).contains(x, y):
                return place.marks
        return ()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self.marks_at(place.x(), place.y()):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        here = self.marks_at(place.x(), place.y())
        if here:
            # Of several the next one after the one that is selected.
            at = next(
                (n for n, mark in enumerate(here) if (mark.kind, mark.id) == self._selected), -1
            )
            self.chosen.emit(here[(at + 1) % len(here)])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Say what a mark stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            here = self.marks_at(event.pos().x(), event.pos().y())
            lines = [_cut(mark.title) for mark in here[:_MOST_TITLES]]
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)

    def _lay_out(self) -> list[Shown]:
        """Marks in view from above, each in the first column that is free at its lines."""
        lines = self._view.lines_in_view()
        if not lines or not self._marks:
            return []
        first, last = lines[0].start, lines[-1].end
        chip, gap, bar = theme.px(_CHIP), theme.px(_GAP), theme.px(_BAR)
        lanes = _lanes()
        free = [-1] * lanes
        found: list[Shown] = []
        for at in range(bisect_left(self._reach, first + 1), bisect_left(self._starts, last)):
            mark = self._marks[at]
            if mark.end <= first:
                continue
            here = [line for line in lines if line.start < mark.end and mark.start < line.end]
            if not here:
                continue
            top, bottom = here[0].top, here[-1].bottom
            # What begins above the view keeps its letter at the edge.
            y = max(top, 0)
            lane = next((n for n, until in enumerate(free) if until <= y), None)
            if lane is None:
                self._join_last(found, mark)
                continue
            x = gap + (lanes - 1 - lane) * (chip + gap)
            free[lane] = max(bottom, y + chip + gap)
            high = min(chip, max(here[0].bottom - here[0].top, chip))
            found.append(
                Shown(
                    (mark,),
                    QRect(x, y + 1, chip, high),
                    QRect(x + chip - bar, y + 1, bar, max(high, bottom - y - 2)),
                )
            )
        return found

    def _join_last(self, found: list[Shown], mark: Mark) -> None:
        """Count a mark in the last one of the outermost column."""
        outer = theme.px(_GAP)
        for at in range(len(found) - 1, -1, -1):
            if found[at].chip.x() == outer:
                found[at] = found[at]._replace(marks=(*found[at].marks, mark))
                return

    def _keep_room(self) -> None:
        # From the first: with the first passage the words would move from under the pointer.
        self._view.set_margin(self.wide() if self._view.document_id else 0)

    def _on_update_request(self, _rect: QRect, _moved: int) -> None:
        self.update()

    def _on_theme_changed(self) -> None:
        self._keep_room()
        self.update()


def _lanes() -> int:
    return _FEW_LANES if theme.current().text_scale >= _LARGE else _LANES


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _TITLE else plain[: _TITLE - 1].rstrip() + "…"
