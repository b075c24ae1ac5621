"""The Assessment tab: judgments, how likely and how sure, and competing hypotheses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.services import assessment_view
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from briefing.services.assessment_view import JudgmentRow, MatrixView
    from briefing.ui.session import Session

_SHADES = {
    "CC": "rating.strong_for",
    "C": "rating.for",
    "N": "rating.neutral",
    "I": "rating.against",
    "II": "rating.strong_against",
}
_MEANINGS = {
    "CC": "strongly consistent",
    "C": "consistent",
    "N": "neither",
    "I": "inconsistent",
    "II": "strongly inconsistent",
    "": "not knowable",
}


class MatrixTable(QTableWidget):
    """A matrix as high as its rows, its ratings coloured and written."""

    def __init__(self, matrix: MatrixView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = matrix
        self.setAccessibleName(matrix.question)
        self.setColumnCount(2 + len(matrix.hypotheses))
        self.setRowCount(len(matrix.rows) + 1)
        self.setWordWrap(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        names = [_("Evidence"), _("Grade"), *(h.replace(" ", "\n", 1) for h in matrix.hypotheses)]
        self.setHorizontalHeaderLabels(names)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        first = self.horizontalHeaderItem(0)
        if first is not None:
            first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fill()
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height of all rows."""
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + theme.px(10))
        high = self.horizontalHeader().height() + self.verticalHeader().length() + 2
        if self.height() != high:
            self.setFixedHeight(high)

    def _fill(self) -> None:
        for number, row in enumerate(self.matrix.rows):
            self._put(number, 0, row.text)
            self._put(number, 1, row.grade)
            for at, value in enumerate(row.ratings):
                item = self._put(number, 2 + at, value or "–")
                item.setToolTip(_(_MEANINGS.get(value, value)))
                item.setBackground(theme.colour(_SHADES.get(value, "rating.neutral")))
                shade = "text.muted" if value in ("N", "") else "text.heading"
                item.setForeground(theme.colour(shade))
        last = len(self.matrix.rows)
        bold = theme.sans(1.0, QFont.Weight.Bold)
        words = _("Weighed inconsistency (lower is better; weights are this program's convention)")
        if self.matrix.ungraded:
            words += " · " + _("{n} rows ungraded").format(n=self.matrix.ungraded)
        self._put(last, 0, words)
        self._put(last, 1, "")
        for at, score in enumerate(self.matrix.scores):
            self._put(last, 2 + at, f"{score:.1f}")
        for column in range(self.columnCount()):
            item = self.item(last, column)
            if item is not None:
                item.setFont(bold)
                item.setBackground(theme.colour("window.panel"))

    def _put(self, row: int, column: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        if column:
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setItem(row, column, item)
        return item

    def _on_theme_changed(self) -> None:
        self._fill()
        self.fit()


class AssessmentTab(Tab):
    """Judgments, then the matrices of competing hypotheses, on one page."""

    key = "assessment"
    title = "Assessment"
    kinds = frozenset(
        {
            "judgment",
            "basis",
            "indicator",
            "hypothesis_matrix",
            "hypothesis",
            "evidence",
            "rating",
            "source",
            "passage_link",
        }
    )
    home_of = frozenset({"judgment", "hypothesis_matrix"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.list = RowList(_("Judgments"), self, roomy=True)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.chosen.connect(self._on_chosen)
        self.list.set_movable(frozenset({"judgment"}))
        self.tables: list[MatrixTable] = []
        self._titles: list[QWidget] = []
        page = QWidget(self)
        theme.set_role(page, "page")
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(0, 0, 0, theme.px(20))
        self._page.setSpacing(theme.px(6))
        self._page.addWidget(self.list)
        self._page.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fit)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def reload(self) -> None:
        """Read judgments and matrices anew."""
        briefing = self.session.briefing_id
        ws = self.session.workspace
        judgments = assessment_view.judgment_rows(ws, briefing) if briefing else []
        found = assessment_view.matrices(ws, briefing) if briefing else []
        rows: list[Row] = []
        for is_key, words in ((True, _("Key judgments")), (False, _("Further judgments"))):
            some = [one for one in judgments if one.key == is_key]
            if some:
                rows.append(Row(heading=True, head=words, tail=str(len(some))))
                rows += [_judgment_row(one) for one in some]
        self.list.set_rows(rows)
        for old in self._titles:
            self._page.removeWidget(old)
            old.deleteLater()
        self.tables, self._titles = [], []
        for matrix in found:
            self._add_matrix(matrix)
        self._fit()

    def count(self) -> int | None:
        """How many judgments and matrices the briefing has."""
        briefing = self.session.briefing_id
        if briefing is None:
            return None
        return assessment_view.count_assessments(self.session.workspace, briefing)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose a judgment, or scroll to a matrix."""
        self.ensure_fresh()
        if kind == "judgment" and self.list.select_entry(kind, record_id, scroll=False):
            box = self.list.visualRect(self.list.currentIndex())
            self.area.ensureVisible(0, self.list.y() + box.center().y(), 0, box.height() // 2 + 10)
            return True
        for table in self.tables:
            if kind == "hypothesis_matrix" and table.matrix.id == record_id:
                self.area.ensureWidgetVisible(table)
                self.session.select(Entry(kind, record_id))
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start(0)

    def _add_matrix(self, matrix: MatrixView) -> None:
        block = QWidget(self)
        inner = QVBoxLayout(block)
        inner.setContentsMargins(theme.px(28), theme.px(14), theme.px(28), 0)
        title = QLabel(matrix.question, block)
        theme.set_role(title, "subtitle")
        title.setWordWrap(True)
        words = QLabel(
            _("Competing hypotheses · weighed by grade · evidence that tells them apart first")
            + ("" if matrix.exclusive else " · " + _("several may be true")),
            block,
        )
        theme.set_role(words, "muted")
        words.setWordWrap(True)
        table = MatrixTable(matrix, block)
        table.currentCellChanged.connect(self._on_cell_changed)
        for one in (title, words, table):
            inner.addWidget(one)
        self._page.insertWidget(self._page.count() - 1, block)
        self.tables.append(table)
        self._titles.append(block)

    def _fit(self) -> None:
        self.list.setFixedHeight(self.list.content_height() + 2)
        for table in self.tables:
            table.fit()

    def _on_chosen(self, entry: Entry) -> None:
        self.session.select(entry)

    def _on_cell_changed(self, row: int, _column: int, _old: int, _old_column: int) -> None:
        table = self.sender()
        if not isinstance(table, MatrixTable):
            return
        rows = table.matrix.rows
        if 0 <= row < len(rows) and rows[row].entry_id:
            self.session.select(Entry(rows[row].entry_kind, rows[row].entry_id))
        else:
            self.session.select(Entry("hypothesis_matrix", table.matrix.id))

    def _on_theme_changed(self) -> None:
        self._timer.start(0)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:58].rsplit(" ", 1)[0] + " …"


def _judgment_row(judgment: JudgmentRow) -> Row:
    if judgment.likelihood:
        band = f" · {judgment.low}–{judgment.high} %" if judgment.high else ""
        term = judgment.likelihood[:1].upper() + judgment.likelihood[1:] + band
    else:
        term = _("An assessment of fact, no likelihood")
    lines: list[str] = []
    if judgment.confidence:
        words = _("Confidence: {level}. {reason}")
        lines.append(words.format(level=judgment.confidence, reason=judgment.reason).strip())
    if judgment.basis:
        # Short here; the sources beside the page show each in full.
        titles = "; ".join(_short(line.text) for line in judgment.basis)
        lines.append(_("Rests on {entries}").format(entries=titles))
    lines += [
        _("Indicator, {state}: {text}").format(state=state, text=text)
        for text, state in judgment.indicators
    ]
    return Row(
        text=judgment.text,
        detail="\n".join(lines),
        kind="judgment",
        id=judgment.id,
        bar=(judgment.low, judgment.high, term),
        serif=True,
    )
