"""Putting a briefing on other terms of likelihood: nothing is carried over unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.likelihood import ROWS, span_words
from briefing.i18n import _
from briefing.services import assessing, assessment_view
from briefing.ui import theme

if TYPE_CHECKING:
    from briefing.services.assessment_view import Restatement
    from briefing.ui.session import Session

_OPEN, _KEEP = "?", "="


class TermSwitch(QDialog):
    """Asks for the row of terms, and for each judgment what it is to say on it.

    A term is proposed only where the other row has one with the very same band; else a person
    chooses, sees which terms overlap, or leaves the judgment as it is.
    """

    #: The briefing uses another row; carries its key.
    switched = Signal(object)

    def __init__(
        self, session: Session, briefing_id: str, row_key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Terms of likelihood"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._briefing = session, briefing_id
        self.rows = QComboBox(self)
        self.rows.setAccessibleName(_("Terms of likelihood"))
        for key, row in ROWS.items():
            self.rows.addItem(row.name, key)
        self.rows.setCurrentIndex(max(0, self.rows.findData(row_key)))
        self.rows.currentIndexChanged.connect(self._on_row_changed)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        theme.set_role(self.about, "muted")
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.choices: dict[str, QComboBox] = {}
        buttons = QDialogButtonBox(self)
        self.ok = buttons.addButton(_("Use these terms"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.rows, self.about):
            layout.addWidget(widget)
        layout.addWidget(self.area, 1)
        layout.addWidget(buttons)
        self.resize(theme.px(640), theme.px(520))
        self._show()

    def _show(self) -> None:
        key = self.rows.currentData()
        found = assessment_view.restatements(self._session.workspace, self._briefing, key)
        self.choices = {}
        page = QWidget(self.area)
        layout = QVBoxLayout(page)
        layout.setSpacing(theme.px(6))
        without = sum(1 for one in found if one.equal is None)
        if not found:
            self.about.setText(_("Every judgment with a likelihood is in these terms already."))
        elif without:
            self.about.setText(
                _(
                    "{n} of {all} judgments use a term that has no equal here: the ranges differ. "
                    "Nothing is carried over by itself; choose for each."
                ).format(n=without, all=len(found))
            )
        else:
            self.about.setText(_("Each term has an equal with the same range; look them over."))
        for one in found:
            self._ask(one, key, page, layout)
        layout.addStretch(1)
        self.area.setWidget(page)
        self._check()

    def _ask(self, one: Restatement, key: str, page: QWidget, layout: QVBoxLayout) -> None:
        row = ROWS[key]
        text = QLabel(one.text, page)
        text.setWordWrap(True)
        now = QLabel(page)
        now.setWordWrap(True)
        theme.set_role(now, "small")
        words = _("Now {term}, {span} ({name}).").format(
            term=one.likelihood, span=one.span, name=one.row_name
        )
        if one.equal is None and one.overlapping:
            words += " " + _("No equal; overlaps with {terms}.").format(
                terms=", ".join(
                    f"{term} ({span_words(row.band(term))})" for term in one.overlapping
                )
            )
        elif one.equal is None:
            words += " " + _("No equal, and nothing overlaps.")
        now.setText(words)
        choice = QComboBox(page)
        choice.setAccessibleName(_("New term for: {text}").format(text=one.text))
        if one.equal is None:
            choice.addItem(_("Choose…"), _OPEN)
        for term in row.terms:
            choice.addItem(f"{term}, {span_words(row.band(term))}", term)
        choice.addItem(_("No likelihood: an assessment of fact"), "")
        choice.addItem(_("Leave it as it is (two scales in one briefing)"), _KEEP)
        if one.equal is not None:
            choice.setCurrentIndex(choice.findData(one.equal))
        choice.currentIndexChanged.connect(self._check)
        self.choices[one.id] = choice
        for widget in (text, now, choice):
            layout.addWidget(widget)

    def _check(self, _index: int = 0) -> None:
        chosen = [choice.currentData() for choice in self.choices.values()]
        self.ok.setEnabled(_OPEN not in chosen)

    def _on_row_changed(self, _index: int) -> None:
        self._show()

    def _on_accepted(self) -> None:
        key = self.rows.currentData()
        wanted = {
            one: choice.currentData()
            for one, choice in self.choices.items()
            if choice.currentData() != _KEEP
        }
        if wanted:
            assessing.switch_row(self._session.workspace, key, wanted)
        self.switched.emit(key)
        self.accept()
