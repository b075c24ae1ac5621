"""The Brief tab: the page a reader opens first, from the bottom line down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.citing import Block, CitationNumbers, Ref
from briefing.domain.grades import explain
from briefing.errors import NotFoundError
from briefing.i18n import _
from briefing.services.brief_view import brief_view
from briefing.ui import theme
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab
from briefing.ui.tabs.reading_text import ReadingText, as_tip, meaning
from briefing.ui.widgets.badges import LikelihoodBar
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.panels import EmptyState, SectionHeading
from briefing.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from briefing.services.brief_view import BriefView, JudgmentLine, SectionText
    from briefing.ui.session import Session

# Pixels at 100 %: the text column of about 75 letters, and the column of the likelihood.
_COLUMN, _SIDE, _NARROW, _PAD = 640, 126, 400, 6


class BottomLine(QWidget):
    """The bottom line: larger, with a bar at its left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(19 + _PAD), 0, theme.px(_PAD), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(theme.px(_PAD), 0, theme.px(3), self.height(), theme.colour("accent.main"))


class JudgmentRow(QWidget):
    """A judgment: how likely and how sure at the left, the sentence with its basis at the right."""

    #: The id of the judgment that a click or the enter key chose.
    chosen = Signal(object)

    def __init__(self, line: JudgmentLine, numbers: CitationNumbers, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
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
        inline = {ref for run in line.runs for ref in run.cites}
        after = [ref for ref in line.basis if ref not in inline]
        self.text.set_blocks((Block("paragraph", line.runs),), after)
        self.text.pressed.connect(self._choose)
        right.addWidget(self.text)
        self.pill_text = {0: _("unsourced"), 1: _("single source")}.get(line.sources, "")
        if self.pill_text:
            pills = FlowLayout()
            pills.addWidget(Pill(self.pill_text, "error" if not line.sources else "warn", self))
            right.addLayout(pills)
        right.addStretch(1)
        self._layout.addLayout(right, 1)
        said = [_term(line), _confidence(line), line.text, self.pill_text]
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
            percent = _("{low}–{high}%").format(low=line.low, high=line.high)
            column.addWidget(_label(percent, "small", side))
        side.setFixedWidth(theme.px(_SIDE))
        return side

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


class BriefTab(Tab):
    """Bottom line, key judgments, what is disputed, other assessments and the sections."""

    key = "brief"
    title = "Brief"
    kinds = frozenset({"briefing", "section", "judgment", "basis", "indicator", "passage_link"})
    home_of = frozenset({"briefing", "section", "judgment"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.view: BriefView | None = None
        self.rows: dict[str, JudgmentRow] = {}
        self._places: dict[str, QWidget] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self.area)
        session.selection_changed.connect(self._on_selection)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def reload(self) -> None:
        """Read the briefing on the desk anew; the place on the page is kept."""
        before = self.view.id if self.view else None
        self.view = None
        if self.session.briefing_id:
            try:
                self.view = brief_view(self.session.workspace, self.session.briefing_id)
            except NotFoundError as error:
                self.session.say(str(error), error=True)
        self._build(keep=bool(self.view and self.view.id == before))

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Scroll to a judgment or section; a judgment is selected as well."""
        self.ensure_fresh()
        if self.view is None:
            return False
        if kind == "briefing":
            self.area.verticalScrollBar().setValue(0)
            return record_id == self.view.id
        place = self._places.get(record_id)
        if place is None:
            return False
        if kind == "judgment":
            self.session.select(Entry("judgment", record_id))
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(place)
        return True

    def _build(self, *, keep: bool) -> None:
        bar = self.area.verticalScrollBar()
        at = bar.value() if keep else 0
        focused = next((key for key, row in self.rows.items() if row.hasFocus()), None)
        self.rows, self._places = {}, {}
        page = QWidget()
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(page, "page")
        sides = QHBoxLayout(page)
        sides.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(28))
        column = QWidget(page)
        column.setMaximumWidth(theme.px(_COLUMN + 2 * _PAD))
        sides.addStretch(1)
        sides.addWidget(column, 1000)
        sides.addStretch(1)
        body = QVBoxLayout(column)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.px(6))
        if self.view is not None:
            self._fill(self.view, column, body)
        if not body.count():
            body.addWidget(_nothing(self.view, column))
        else:
            body.addStretch(1)
        self.area.setWidget(page)
        self._on_selection(self.session.selection)
        if focused in self.rows:
            self.rows[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        if at:
            sides.activate()
            bar.setValue(at)

    def _fill(self, view: BriefView, column: QWidget, body: QVBoxLayout) -> None:
        if view.bottom_line:
            first = BottomLine(column)
            for text in view.bottom_line:
                first.body.addWidget(self._text(text, first, 1.36))
            body.addWidget(first)
        self._add_rows(_("Key judgments"), view.key_judgments, column, body)
        for text in view.disputed:
            self._add_section(text, _("What is disputed"), column, body)
        self._add_rows(_("Other assessments"), view.other_judgments, column, body)
        for text in view.sections:
            self._add_section(text, text.heading, column, body)

    def _add_rows(
        self, heading: str, lines: Sequence[JudgmentLine], column: QWidget, body: QVBoxLayout
    ) -> None:
        if lines:
            self._add_heading(heading, column, body)
        for line in lines:
            row = JudgmentRow(line, self._numbers(), column)
            row.chosen.connect(self._on_chosen)
            row.text.cited.connect(self._on_cited)
            self.rows[line.id] = self._places[line.id] = row
            body.addWidget(row)

    def _add_section(
        self, text: SectionText, heading: str, column: QWidget, body: QVBoxLayout
    ) -> None:
        self._add_heading(heading, column, body)
        shown = self._text(text, column)
        # In line with the words of the rows, whose ground reaches a little further out.
        shown.setViewportMargins(theme.px(_PAD), 0, theme.px(_PAD), 0)
        body.addWidget(shown)

    def _add_heading(self, heading: str, column: QWidget, body: QVBoxLayout) -> None:
        if body.count():
            body.addSpacing(theme.px(14))
        label = SectionHeading(heading, column)
        label.setWordWrap(True)
        label.setContentsMargins(theme.px(_PAD), 0, theme.px(_PAD), 0)
        body.addWidget(label)

    def _text(self, text: SectionText, parent: QWidget, size: float = 1.25) -> ReadingText:
        shown = ReadingText(self._numbers(), parent, size=size)
        shown.set_blocks(text.blocks)
        shown.cited.connect(self._on_cited)
        self._places[text.id] = shown
        return shown

    def _numbers(self) -> CitationNumbers:
        return self.view.numbers if self.view else CitationNumbers()

    def _on_cited(self, ref: Ref) -> None:
        self.session.select(Entry(ref.kind, ref.id))

    def _on_chosen(self, judgment_id: str) -> None:
        self.session.select(Entry("judgment", judgment_id))

    def _on_selection(self, entry: Entry | None) -> None:
        for key, row in self.rows.items():
            row.set_selected(entry == Entry("judgment", key))

    def _on_theme_changed(self) -> None:
        if not self._stale:
            self._build(keep=True)


def _nothing(view: BriefView | None, parent: QWidget) -> EmptyState:
    if view is None:
        return EmptyState(_("No briefing is open"), _("Choose one at the left."), "", parent)
    words = _("The bottom line, the judgments and the sections of this briefing appear here.")
    return EmptyState(_("Nothing written yet"), words, "", parent)
