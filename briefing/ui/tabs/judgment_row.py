"""A judgment as a row of the Brief: how likely, how sure, the sentence, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from briefing.domain.citing import Block, CitationNumbers
from briefing.domain.grades import band_of, explain
from briefing.domain.likelihood import span_words
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.news import news_words
from briefing.ui.session import Entry
from briefing.ui.tabs.brief_news import paint_ground
from briefing.ui.tabs.reading_text import ReadingText, as_tip, meaning
from briefing.ui.widgets.badges import LikelihoodBar
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from briefing.services.brief_view import JudgmentLine
    from briefing.services.reading import What

# Pixels at 100 %: the column of the likelihood, and the width below which it stands above.
_SIDE, _NARROW, _PAD = 126, 400, 6


class JudgmentRow(QWidget):
    """A judgment: how likely and how sure at the left, the sentence with its basis at the right."""

    #: The id of the judgment that a click or the enter key chose.
    chosen = Signal(object)

    def __init__(
        self, line: JudgmentLine, numbers: CitationNumbers, news: What | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.line = line
        self.news_text = news_words(news)
        self._selected = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        pad = theme.px(_PAD)
        self._layout.setContentsMargins(pad, pad, pad, pad)
        self._layout.setSpacing(theme.px(16))
        self._side = self._make_side()
        self._layout.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(theme.px(4))
        self.text = ReadingText(numbers, self, line.scale)
        self.set_numbers(numbers)
        self.text.pressed.connect(self._choose)
        right.addWidget(self.text)
        self.pill_text = {0: _("unsourced"), 1: _("single source")}.get(line.sources, "")
        pills = FlowLayout()
        if self.news_text:
            pills.addWidget(Pill(self.news_text, "new", self))
        if self.pill_text:
            pills.addWidget(Pill(self.pill_text, "error" if not line.sources else "warn", self))
        if pills.count():
            right.addLayout(pills)
        right.addStretch(1)
        self._layout.addLayout(right, 1)
        said = [_term(line), _confidence(line), line.text, self.news_text, self.pill_text]
        self.setAccessibleName(". ".join(part for part in said if part))
        self.setAccessibleDescription(line.confidence_reason)

    def _make_side(self) -> QWidget:
        line, side = self.line, QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.px(2), 0, 0)
        column.setSpacing(theme.px(1))
        term = _label(_term(line), "accent", side)
        term.setToolTip(meaning(line.likelihood, line.scale))
        column.addWidget(term)
        if line.confidence:
            sure = _label(_confidence(line), "small", side)
            why = explain(f"{line.confidence} confidence")
            said = [why.meaning if why else "", line.confidence_reason]
            sure.setToolTip(as_tip("\n".join(part for part in said if part)))
            column.addWidget(sure)
        if line.low is not None and line.high is not None:
            column.addWidget(LikelihoodBar(line.low, line.high, line.likelihood, side))
            band = band_of(line.likelihood, line.scale)
            percent = span_words(band) if band else f"{line.low}–{line.high} %"
            # "Unlikely" differs between the scales: each is named wherever it is used.
            column.addWidget(_label(f"{percent} · {line.scale}", "small", side))
        side.setFixedWidth(theme.px(_SIDE))
        return side

    def set_numbers(self, numbers: CitationNumbers) -> None:
        """Show the sentence with these numbers of what it rests on."""
        self.text.set_numbers(numbers)
        inline = {ref for run in self.line.runs for ref in run.cites}
        after = [ref for ref in self.line.basis if ref not in inline]
        self.text.set_blocks((Block("paragraph", self.line.runs),), after)

    def current_entry(self) -> Entry:
        """The judgment, for copying."""
        return Entry("judgment", self.line.id)

    @property
    def selected(self) -> bool:
        """Whether the row is shown as the selected one."""
        return self._selected

    def set_selected(self, selected: bool) -> None:
        """Show the row as selected or not."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Side by side while the sentence keeps a readable width, else one above the other.
        narrow = event.size().width() < theme.px(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way != self._layout.direction():
            self._layout.setDirection(way)
            self._layout.setSpacing(theme.px(4 if narrow else 16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ring = QPen(theme.colour("accent.main"), 2)
        painter.setPen(ring if self.hasFocus() else Qt.PenStyle.NoPen)
        ground = theme.colour("accent.soft")
        painter.setBrush(ground if self._selected else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, theme.px(3), theme.px(3))
        if self.news_text:
            pad = theme.px(_PAD)
            paint_ground(painter, self.rect().adjusted(self.text.x() - pad, 2, -2, -2))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        self.chosen.emit(self.line.id)


def _term(line: JudgmentLine) -> str:
    term = line.likelihood or _("assessment")
    return term[:1].upper() + term[1:]


def _confidence(line: JudgmentLine) -> str:
    return _("{level} confidence").format(level=line.confidence) if line.confidence else ""


def _label(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    theme.set_role(label, role)
    return label
