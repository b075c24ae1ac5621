"""One question with its grid, what the grid comes to in words, and what can be done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from briefing.analysis.hypotheses import CONVENTION
from briefing.domain.changes import Sort
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import assessment_view, editing, weighing
from briefing.ui import theme
from briefing.ui.assessment.matrix_grid import MatrixGrid
from briefing.ui.assessment.matrix_model import FIRST, MatrixModel
from briefing.ui.session import Entry
from briefing.ui.widgets.entry_picker import EntryPicker
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.inline_text import InlineText
from briefing.ui.widgets.pill import Chip

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.domain.changes import ChangeSet
    from briefing.services.assessment_view import MatrixView
    from briefing.ui.session import Session


class MatrixBlock(QWidget):
    """A matrix on the page of the Assessment tab."""

    #: Another cell is current and has the keyboard.
    cell_moved = Signal()

    def __init__(self, session: Session, view: MatrixView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.picker: EntryPicker | None = None
        self.question = InlineText(_("Question"), self._save_question, self, role="subtitle")
        self.about = _label(self, "muted")
        self.exclusive = Chip(_("Only one can be true"), self, checkable=True)
        self.exclusive.clicked.connect(self._on_exclusive)
        self.sorted = Chip(_("What tells apart first"), self, checkable=True)
        self.sorted.setChecked(True)
        self.sorted.setToolTip(
            _("Rows keep their places while you rate; press twice to sort them anew.")
        )
        self.sorted.clicked.connect(self._on_sorted)
        self.more_evidence = _button(self, _("Add evidence…"), self.add_evidence)
        self.more_hypotheses = _button(self, _("Add hypothesis"), self._on_add_hypothesis)
        self.discard = _button(self, _("Delete matrix"), self._on_delete)
        self.model = MatrixModel(session.workspace, view, self)
        self.model.refused.connect(self._on_refused)
        self.model.wrote.connect(self.refresh)
        self.grid = MatrixGrid(self.model, self)
        self.grid.asked.connect(self._on_asked)
        self.grid.moved.connect(self._on_moved)
        self.grid.renamed.connect(self._on_renamed)
        self.grid.dropped.connect(self._on_dropped)
        self.order = _label(self, "strong")
        self.sensitivity = _label(self, "")
        self.convention = _label(self, "small")
        self.convention.setText(_(CONVENTION))
        self.keys = _label(self, "small")
        self.keys.setText(
            _(
                "Keys: 1 to 5 for CC, C, N, I, II, or C, N and I (again for CC and II) · + and − one "
                "step · Del clears · on the grade 1 to 6 · Insert adds evidence · F2 edits · the menu "
                "key shows the rest"
            )
        )
        bar = QWidget(self)
        flow = FlowLayout(bar)
        for widget in (
            self.exclusive,
            self.sorted,
            self.more_evidence,
            self.more_hypotheses,
            self.discard,
        ):
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(28), theme.px(18), theme.px(28), theme.px(8))
        layout.setSpacing(theme.px(6))
        for widget in (
            self.question,
            self.about,
            bar,
            self.grid,
            self.keys,
            self.order,
            self.sensitivity,
            self.convention,
        ):
            layout.addWidget(widget)
        may = session.may_change("hypothesis_matrix")
        self.model.locked = not may
        self.exclusive.setEnabled(may)
        if not may:
            for widget in (self.more_evidence, self.more_hypotheses, self.discard, self.keys):
                widget.hide()
        self.question.writable = may
        session.changed.connect(self._on_changed)
        self.set_view(view)

    @property
    def matrix_id(self) -> str:
        """The record shown."""
        return self.model.view.id

    def set_view(self, view: MatrixView) -> None:
        """Show the matrix as it is now."""
        self.model.set_view(view)
        if self.question.editor is None:
            self.question.set_text(view.question)
        self.exclusive.setChecked(view.exclusive)
        self.about.setText(
            _("Competing hypotheses · weighed by the credibility of each row")
            + " · "
            + (_("at most one is true") if view.exclusive else _("several may be true"))
        )
        self.order.setText(view.order)
        self.order.setVisible(bool(view.order))
        if view.sensitivity:
            words = _("Turns the order:") + " " + " ".join(view.sensitivity)
        else:
            words = _("No single row, taken away, would turn the order.")
        self.sensitivity.setText(words)
        self.sensitivity.setVisible(bool(view.rows))
        self.grid.fit()

    def current_entry(self) -> Entry:
        """The entry behind the row that is chosen, or else the matrix: what is copied from here."""
        row = self.model.row_at(self.grid.currentIndex().row())
        if row is not None and row.entry_id:
            return Entry(row.entry_kind, row.entry_id)
        return Entry("hypothesis_matrix", self.matrix_id)

    # ------------------------------------------------------------------ what can be done

    def add_evidence(self) -> None:
        """Open the picker for rows of evidence."""
        if self.session.refuses("hypothesis_matrix"):
            return
        taken = {row.entry_id for row in self.model.view.rows if row.entry_id}
        picker = EntryPicker(self.session, _("Add evidence"), taken, self.window(), own_words=True)
        picker.picked.connect(self._on_picked)
        picker.worded.connect(self._on_worded)
        picker.finished.connect(self._on_picker_closed)
        self.picker = picker
        picker.open()

    def _on_picker_closed(self, _result: int) -> None:
        # Rows were added to be rated.
        if self.model.view.rows:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> tuple[str | None, str | None]:
        """The evidence and the hypothesis of the current cell."""
        index = self.grid.currentIndex()
        row = self.model.row_at(index.row())
        return (row.id if row else None, self.model.hypothesis_at(index.column()))

    def _on_asked(self, name: str) -> None:
        evidence, hypothesis = self._current()
        ws = self.session.workspace
        index = self.grid.currentIndex()
        row = self.model.row_at(index.row())
        if name == "add_evidence":
            self.add_evidence()
        elif name == "add_hypothesis":
            self._on_add_hypothesis()
        elif name == "rename_hypothesis":
            self.grid.rename_section(index.column())
        elif name == "show" and row is not None and row.entry_id:
            self.session.open_entry(Entry(row.entry_kind, row.entry_id))
        elif name in ("evidence_up", "evidence_down"):
            if self.model.sorted:
                self.session.say(_("Rows stand by what tells apart; switch that off to move them."))
            elif evidence:
                by = -1 if name == "evidence_up" else 1
                self._write(weighing.move_evidence, ws, evidence, by)
        elif name in ("hypothesis_left", "hypothesis_right") and hypothesis:
            by = -1 if name == "hypothesis_left" else 1
            self._write(weighing.move_hypothesis, ws, hypothesis, by)
        elif name == "delete_evidence" and evidence:
            self._write(weighing.delete_evidence, ws, evidence)
            self.session.say(_("Row deleted; Ctrl+Z brings it back."))
        elif name == "delete_hypothesis" and hypothesis:
            self._write(weighing.delete_hypothesis, ws, hypothesis)
            self.session.say(_("Hypothesis deleted; Ctrl+Z brings it back."))

    def _write(self, intention: Callable[..., object], *given: object) -> object:
        if self.session.refuses("hypothesis_matrix"):
            return None
        try:
            done = intention(*given)
        except UserError as error:
            self._on_refused(str(error))
            return None
        self.refresh()
        return done

    def refresh(self) -> None:
        """Read the matrix anew, at once."""
        view = assessment_view.matrix(self.session.workspace, self.matrix_id)
        if view is not None:
            self.set_view(view)

    def _save_question(self, text: str) -> None:
        weighing.set_question(self.session.workspace, self.matrix_id, text)

    def _on_refused(self, words: str) -> None:
        self.session.say(words, error=True)

    def _on_exclusive(self) -> None:
        on = self.exclusive.isChecked()
        ws, matrix_id = self.session.workspace, self.matrix_id
        weighing.set_exclusive(ws, matrix_id, exclusive=on)

    def _on_sorted(self) -> None:
        self.model.sort_rows(apart_first=self.sorted.isChecked())

    def _on_add_hypothesis(self) -> None:
        made = self._write(
            weighing.add_hypothesis, self.session.workspace, self.matrix_id, _("New hypothesis")
        )
        if isinstance(made, str):
            at = self.model.view.hypothesis_ids.index(made)
            self.grid.rename_section(FIRST + at)

    def _on_delete(self) -> None:
        editing.delete_entry(self.session.workspace, "hypothesis_matrix", self.matrix_id)
        self.session.say(_("Matrix deleted; Ctrl+Z brings it back."))

    def _on_renamed(self, named: tuple[str, str]) -> None:
        self._write(weighing.rename_hypothesis, self.session.workspace, *named)

    def _on_picked(self, entry: Entry) -> None:
        self._on_dropped([(entry.kind, entry.id)])

    def _on_worded(self, words: str) -> None:
        made = self._write(
            weighing.add_evidence_words, self.session.workspace, self.matrix_id, words
        )
        self._go_to(made)

    def _on_dropped(self, entries: list[tuple[str, str]]) -> None:
        made = self._write(
            weighing.add_evidence_entries, self.session.workspace, self.matrix_id, entries
        )
        if isinstance(made, list) and made:
            self._go_to(made[-1])
        elif made == []:
            self.session.say(_("That is evidence here already."))

    def _go_to(self, evidence_id: object) -> None:
        if isinstance(evidence_id, str):
            found = self.model.place(evidence_id, None, FIRST)
            if found.isValid():
                self.grid.setCurrentIndex(found)

    def _on_moved(self) -> None:
        row = self.model.row_at(self.grid.currentIndex().row())
        if not self.grid.hasFocus():
            return
        self.cell_moved.emit()
        if row is None:
            self.session.select(Entry("hypothesis_matrix", self.matrix_id))
        elif row.entry_id:
            self.session.select(Entry(row.entry_kind, row.entry_id))
        else:
            self.session.select(Entry("evidence", row.id))

    def _on_changed(self, done: ChangeSet) -> None:
        if done.sort != Sort.EDIT:
            self.model.end_typing()


def _label(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setContentsMargins(3, 0, 0, 0)  # stands under the fields, which keep room for a ring
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        theme.set_role(label, role)
    return label


def _button(parent: QWidget, words: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    theme.set_role(button, "link")
    button.setAutoDefault(False)
    button.clicked.connect(run)
    return button
