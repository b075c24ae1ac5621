"""A matrix of hypotheses as a table model: evidence down, hypotheses across, scores beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QElapsedTimer, QModelIndex, QObject, Qt, Signal

from briefing.analysis.hypotheses import MEANINGS
from briefing.domain.grades import CREDIBILITY
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import weighing
from briefing.services.editing import new_id

if TYPE_CHECKING:
    from briefing.services.assessment_view import EvidenceRow, MatrixView
    from briefing.services.workspace import Workspace
    from briefing.ui.models.rows import Index

EVIDENCE, GRADE, FIRST = 0, 1, 2
_FOOTERS = 2
#: A cell that is typed into again within this time is corrected, not judged anew.
_AGAIN_MS = 3_000

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MatrixModel(QAbstractTableModel):
    """Evidence, grade, one column a hypothesis, and how far each row tells them apart.

    Two last rows hold the scores. ``order`` is the order in which rows are shown; it stays while
    ratings change, so that no row moves away under the one who rates.
    """

    #: A write was refused; carries the words.
    refused = Signal(object)
    #: Something was written: what is shown is to be read anew.
    wrote = Signal()

    def __init__(
        self, workspace: Workspace, view: MatrixView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.view = view
        self.order: list[str] = []
        self.sorted = True
        #: Names of the hypotheses broken into lines, set by who knows how wide a column is.
        self.head_lines: dict[str, str] = {}
        #: The briefing is final: nothing of the matrix can be changed.
        self.locked = False
        self._rows: list[EvidenceRow] = []
        self._typed: tuple[str, str, str] | None = None
        self._clock = QElapsedTimer()
        self.sort_rows(apart_first=True)

    # ------------------------------------------------------------------ what is shown

    def set_view(self, view: MatrixView) -> None:
        """Show the matrix as it is now. Rows keep their places; new ones stand last."""
        known = {row.id: row for row in view.rows}
        if self.sorted:
            order = [one for one in self.order if one in known]
            order += [row.id for row in view.rows if row.id not in set(order)]
        else:
            order = [row.id for row in view.rows]
        same = order == self.order and view.hypothesis_ids == self.view.hypothesis_ids
        if same:
            self.view = view
            self._rows = [known[one] for one in order]
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self.view, self.order = view, order
        self._rows = [known[one] for one in order]
        self.endResetModel()

    def sort_rows(self, *, apart_first: bool) -> None:
        """Put the rows that tell most apart first, or all into the matrix's own order."""
        self.beginResetModel()
        self.sorted = apart_first
        rows = list(self.view.rows)
        if apart_first:
            rows.sort(key=_by_apart)
        self._rows = rows
        self.order = [row.id for row in rows]
        self.endResetModel()

    def row_at(self, row: int) -> EvidenceRow | None:
        """The evidence of a row; None for the scores."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def hypothesis_at(self, column: int) -> str | None:
        """The id of a column's hypothesis; None for the other columns."""
        at = column - FIRST
        ids = self.view.hypothesis_ids
        return ids[at] if 0 <= at < len(ids) else None

    def rating_at(self, row: int, column: int) -> str | None:
        """The rating of a cell, empty where nobody gave one; None where a cell has no rating."""
        evidence = self.row_at(row)
        if evidence is None or self.hypothesis_at(column) is None:
            return None
        return evidence.ratings[column - FIRST]

    @property
    def apart(self) -> int:
        """The column that says how far a row tells hypotheses apart."""
        return FIRST + len(self.view.hypothesis_ids)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self.locked or self._workspace.library.read_only

    def is_score(self, row: int) -> bool:
        """Whether a row holds scores."""
        return row >= len(self._rows)

    def place(self, evidence_id: str, hypothesis_id: str | None, column: int) -> QModelIndex:
        """The cell of a row and hypothesis, or of the column where there is no hypothesis."""
        if evidence_id not in self.order:
            return QModelIndex()
        if hypothesis_id in self.view.hypothesis_ids:
            column = FIRST + self.view.hypothesis_ids.index(hypothesis_id)
        return self.index(self.order.index(evidence_id), min(column, self.apart))

    # ------------------------------------------------------------------ writing

    def rate(self, row: int, column: int, value: str) -> None:
        """Rate a cell. What is typed into the same cell again at once is the same step."""
        evidence, hypothesis = self.row_at(row), self.hypothesis_at(column)
        if evidence is None or hypothesis is None or self.rating_at(row, column) == value:
            return
        again = self._typed is not None and self._typed[:2] == (evidence.id, hypothesis)
        if self._typed is None or not again or self._clock.elapsed() > _AGAIN_MS:
            self._typed = (evidence.id, hypothesis, new_id())
        self._clock.start()
        try:
            weighing.rate(self._workspace, evidence.id, hypothesis, value, intention=self._typed[2])
        except UserError as error:
            self.refused.emit(str(error))
        else:
            self.wrote.emit()

    def end_typing(self) -> None:
        """What is rated from here on is another step."""
        self._typed = None

    def grade(self, row: int, grade: str) -> None:
        """Set the credibility of a row; empty lets it follow its entry's."""
        evidence = self.row_at(row)
        if evidence is None:
            return
        if not grade and not evidence.entry_id:
            grade = "6"
        try:
            weighing.set_credibility(self._workspace, evidence.id, grade)
        except UserError as error:
            self.refused.emit(str(error))
        else:
            self.wrote.emit()

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        evidence = self.row_at(index.row())
        if evidence is None or index.column() != EVIDENCE or int(role) != _EDIT:
            return False
        if str(value).strip() == evidence.text:
            return False
        try:
            weighing.set_evidence_words(self._workspace, evidence.id, str(value))
        except UserError as error:
            self.refused.emit(str(error))
            return False
        self.wrote.emit()
        return True

    # ------------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows) + _FOOTERS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.apart + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        may = not self.read_only and not self.is_score(index.row())
        if may and index.column() == EVIDENCE:
            return plain | Qt.ItemFlag.ItemIsEditable
        return plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section <= self.apart:
            return None
        if int(role) in (_DISPLAY, _ACCESSIBLE, _TIP):
            name = self.header_name(section)
            lines = self.head_lines.get(name, name)
            return lines if int(role) == _DISPLAY else name
        if int(role) == _ALIGN:
            return int(_CENTRE if section else _LEFT)
        return None

    def header_name(self, section: int) -> str:
        """The whole words above a column."""
        if section == EVIDENCE:
            return _("Evidence")
        if section == GRADE:
            return _("Grade")
        if section == self.apart:
            return _("Tells apart")
        return self.view.hypotheses[section - FIRST]

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        role = int(role)
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _ALIGN:
            return int(_CENTRE if column else _LEFT)
        if role not in (_DISPLAY, _EDIT, _TIP, _ACCESSIBLE):
            return None
        evidence = self.row_at(row)
        if evidence is None:
            return self._score(row - len(self._rows), column, role)
        if role in (_TIP, _ACCESSIBLE):
            return self._spoken(evidence, column)
        return self._shown(evidence, column)

    def _shown(self, evidence: EvidenceRow, column: int) -> str:
        if column == EVIDENCE:
            return evidence.text
        if column == GRADE:
            return evidence.grade or "–"
        if column == self.apart:
            return f"{evidence.apart} ⇅" if evidence.turns else str(evidence.apart)
        return evidence.ratings[column - FIRST] or "–"

    def _spoken(self, evidence: EvidenceRow, column: int) -> str:
        if column == EVIDENCE:
            return _("Evidence “{text}”").format(text=evidence.text)
        if column == GRADE:
            meaning = CREDIBILITY.get(evidence.credibility, CREDIBILITY["6"])
            words = _("Evidence “{text}”, credibility {digit}: {meaning}").format(
                text=evidence.text, digit=evidence.credibility or "6", meaning=meaning
            )
            if evidence.entry_id:
                words += " " + (
                    _("Set for this row.")
                    if evidence.by_hand
                    else _("As the entry itself is graded.")
                )
            return words
        if column == self.apart:
            words = _("Evidence “{text}”, tells apart {n} of 4").format(
                text=evidence.text, n=evidence.apart
            )
            if evidence.turns:
                words += "; " + _("without this row the order would be another")
            return words
        return _("Evidence “{text}”, hypothesis “{name}”: {rating}").format(
            text=evidence.text,
            name=self.view.hypotheses[column - FIRST],
            rating=_(MEANINGS[evidence.ratings[column - FIRST]]),
        )

    def _score(self, which: int, column: int, role: int) -> str:
        view = self.view
        if column == EVIDENCE:
            if which:
                return _("Plain, every row counted 1")
            words = _("Weighed inconsistency, lower is better")
            if view.ungraded:
                count = ngettext("{n} row ungraded", "{n} rows ungraded", view.ungraded)
                words += " · " + count.format(n=view.ungraded)
            return words
        at = column - FIRST
        if not 0 <= at < len(view.scores):
            return ""
        score = (view.plain if which else view.scores)[at]
        if role not in (_TIP, _ACCESSIBLE):
            return score
        words = _("Plain score") if which else _("Weighed inconsistency")
        return f"{words}, {view.hypotheses[at]}: {score}"


def _by_apart(row: EvidenceRow) -> int:
    return -row.apart
