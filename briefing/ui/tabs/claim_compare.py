"""Rival versions of one matter in columns: the same thing of each stands in one line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from briefing.domain.claim import ClaimStatus
from briefing.domain.grades import CREDIBILITY, Credibility
from briefing.domain.source import AnchorState
from briefing.i18n import _, ngettext
from briefing.services.evidence_view import PassageWords
from briefing.ui import theme
from briefing.ui.shell.notes import WrappedLabel
from briefing.ui.shell.sources_panel import PassageLabel
from briefing.ui.widgets.panels import SectionHeading
from briefing.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from briefing.services.claim_view import ClaimPassage, ClaimRow, Matter

#: Least width of a column in pixels at 100 %, and where the text is large.
_COLUMN, _NARROW = 200, 112
_LARGE = 150


class Choice(QComboBox):
    """A choice that the wheel does not change while the page is scrolled over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ClaimCompare(QScrollArea):
    """One matter, its versions side by side; how each stands is said in place."""

    #: (claim id, status, reason) was chosen by a person.
    status_chosen = Signal(object)
    #: (claim id, credibility) was chosen by a person.
    credibility_chosen = Signal(object)
    #: A claim is to be taken out of its matter; carries its id.
    taken_out = Signal(object)
    #: A passage is to be shown; carries its id.
    passage_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Versions side by side"))
        self.setWidgetResizable(True)
        self.setCornerWidget(QWidget(self))
        self.matter: Matter | None = None
        #: Whether what a person decides about claims can be changed; shown with the next matter.
        self.writable = True
        self.statuses: dict[str, Choice] = {}
        self.credibilities: dict[str, Choice] = {}
        self.reasons: dict[str, QLineEdit] = {}
        theme.current().theme_changed.connect(self._on_theme_changed)

    def show_matter(self, matter: Matter | None) -> None:
        """Show a matter; the keyboard stays on the field where it was, typed words stay too."""
        focused, typed = self._focused(), self._typed()
        self.matter = matter
        self.statuses, self.credibilities, self.reasons = {}, {}, {}
        page = QWidget()
        theme.set_role(page, "page")
        grid = QGridLayout(page)
        grid.setContentsMargins(theme.px(16), theme.px(8), theme.px(12), theme.px(18))
        grid.setHorizontalSpacing(theme.px(22))
        grid.setVerticalSpacing(theme.px(6))
        if matter is not None:
            self._fill(grid, matter, typed)
        # The old page goes at once, with all that it held.
        self.setWidget(page)
        if focused:
            again = page.findChild(QWidget, focused)
            if again is not None:
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> str:
        page = self.widget()
        inside = page.focusWidget() if page is not None else None
        return inside.objectName() if inside is not None and inside.hasFocus() else ""

    def _typed(self) -> dict[str, str]:
        return {i: edit.text() for i, edit in self.reasons.items() if edit.isModified()}

    def _fill(self, grid: QGridLayout, matter: Matter, typed: dict[str, str]) -> None:
        claims = matter.claims
        least = _COLUMN if theme.current().text_scale < _LARGE else _NARROW
        line = 0
        for at, claim in enumerate(claims):
            grid.setColumnMinimumWidth(at, theme.px(least))
            grid.setColumnStretch(at, 1)
            words = WrappedLabel()
            words.show_text(claim.proposition)
            theme.set_role(words, "reading")
            grid.addWidget(words, line, at, Qt.AlignmentFlag.AlignTop)
        line += 1
        if any(c.is_drawn for c in claims):
            for at, claim in enumerate(claims):
                if claim.is_drawn:
                    drawn = Pill(_("drawn out, not looked at"), "warn")
                    drawn.setToolTip(_("A rule made it; F12 says that you have looked at it."))
                    grid.addWidget(drawn, line, at, Qt.AlignmentFlag.AlignLeft)
            line += 1
        if any(c.hedge or c.holds or c.note for c in claims):
            for at, claim in enumerate(claims):
                said = [_("hedged: “{hedge}”").format(hedge=claim.hedge)] if claim.hedge else []
                said += [one for one in (claim.holds, claim.note) if one]
                self._text(grid, line, at, " · ".join(said), "small")
            line += 1
        line = self._standing(grid, line, claims, typed)
        for label in matter.labels:
            line = self._heading(grid, line, label)
            for at, claim in enumerate(claims):
                value = claim.amounts.get(label)
                self._text(grid, line, at, value or _("not told"), "strong" if value else "faint")
            line += 1
        line = self._heading(grid, line, _("Asserted by"))
        for at, claim in enumerate(claims):
            who = claim.asserted_by
            self._text(grid, line, at, who or _("nobody named"), "" if who else "faint")
        line = self._heading(grid, line + 1, _("Denied by"))
        for at, claim in enumerate(claims):
            who = claim.denied_by
            self._text(grid, line, at, who or _("nobody named"), "" if who else "faint")
        line = self._heading(grid, line + 1, _("Corroboration"))
        for at, claim in enumerate(claims):
            pill = Pill(*_counted(claim))
            pill.setToolTip(_("Sources that go back to one report count as one origin."))
            grid.addWidget(pill, line, at, Qt.AlignmentFlag.AlignLeft)
        line = self._heading(grid, line + 1, _("Passages"))
        line = self._passages(grid, line, claims)
        if len(claims) > 1 and self.writable:
            for at, claim in enumerate(claims):
                button = QPushButton(_("Not a rival"))
                button.setAutoDefault(False)
                button.setObjectName(f"out {claim.id}")
                button.setAccessibleName(_("Take out: {claim}").format(claim=claim.proposition))
                theme.set_role(button, "link")
                button.clicked.connect(partial(self.taken_out.emit, claim.id))
                grid.addWidget(button, line, at, Qt.AlignmentFlag.AlignLeft)
            line += 1
        grid.setRowStretch(line, 1)

    def _standing(
        self,
        grid: QGridLayout,
        line: int,
        claims: tuple[ClaimRow, ...],
        typed: dict[str, str],
    ) -> int:
        line = self._heading(grid, line, _("How it stands"))
        if not self.writable:
            for at, claim in enumerate(claims):
                self._text(grid, line, at, _(claim.status).capitalize(), "strong")
                self._text(grid, line + 1, at, claim.reason, "")
            line = self._heading(grid, line + 2, _("Credibility"))
            for at, claim in enumerate(claims):
                grade = Credibility(claim.credibility)
                self._text(grid, line, at, f"{grade.value} · {grade.label}", "")
            return line + 1
        for at, claim in enumerate(claims):
            status = Choice()
            status.setObjectName(f"status {claim.id}")
            status.setAccessibleName(_("How it stands: {claim}").format(claim=claim.proposition))
            for one in ClaimStatus:
                status.addItem(_(one.value).capitalize(), one.value)
            status.setCurrentIndex(status.findData(claim.status))
            status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            status.activated.connect(partial(self._on_status, claim.id))
            self.statuses[claim.id] = status
            grid.addWidget(status, line, at)
            reason = QLineEdit(claim.reason)
            reason.setObjectName(f"reason {claim.id}")
            reason.setAccessibleName(_("Why it stands so: {claim}").format(claim=claim.proposition))
            reason.setPlaceholderText(_("Why?"))
            reason.setMinimumWidth(1)
            reason.setToolTip(claim.reason)
            reason.setCursorPosition(0)
            if claim.id in typed:
                reason.setText(typed[claim.id])
                reason.setModified(True)
            reason.editingFinished.connect(partial(self._on_reason, claim.id))
            self.reasons[claim.id] = reason
            grid.addWidget(reason, line + 1, at)
        line = self._heading(grid, line + 2, _("Credibility"))
        for at, claim in enumerate(claims):
            grade = Choice()
            grade.setObjectName(f"credibility {claim.id}")
            grade.setAccessibleName(_("Credibility: {claim}").format(claim=claim.proposition))
            grade.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            for one in Credibility:
                grade.addItem(f"{one.value} · {one.label}", one.value)
                grade.setItemData(
                    grade.count() - 1, CREDIBILITY[one.value], Qt.ItemDataRole.ToolTipRole
                )
            grade.setCurrentIndex(grade.findData(claim.credibility))
            grade.setToolTip(CREDIBILITY[claim.credibility])
            grade.activated.connect(partial(self._on_credibility, claim.id))
            self.credibilities[claim.id] = grade
            grid.addWidget(grade, line, at)
        return line + 1

    def _passages(self, grid: QGridLayout, line: int, claims: tuple[ClaimRow, ...]) -> int:
        deepest = line
        for at, claim in enumerate(claims):
            down = line
            if not claim.passages:
                pill = Pill(_("no passage"), "warn")
                grid.addWidget(pill, down, at, Qt.AlignmentFlag.AlignLeft)
                down += 1
            for one in claim.passages:
                self._text(grid, down, at, _whose(one), "small")
                words = PassageLabel(_as_words(one))
                words.opened.connect(self.passage_opened)
                grid.addWidget(words, down + 1, at, Qt.AlignmentFlag.AlignTop)
                down += 2
            deepest = max(deepest, down)
        return deepest

    def _heading(self, grid: QGridLayout, line: int, text: str) -> int:
        """A heading with a rule over all columns; the line below it."""
        rule = QFrame()
        theme.set_role(rule, "rule")
        rule.setFixedHeight(1)
        wide = max(1, len(self.matter.claims) if self.matter else 1)
        grid.addWidget(rule, line, 0, 1, wide)
        grid.addWidget(SectionHeading(text, quiet=True), line + 1, 0, 1, wide)
        return line + 2

    def _text(self, grid: QGridLayout, line: int, at: int, text: str, role: str) -> None:
        label = WrappedLabel(None, role)
        label.show_text(text)
        grid.addWidget(label, line, at, Qt.AlignmentFlag.AlignTop)

    def _on_status(self, claim_id: str, _index: int) -> None:
        self._tell_status(claim_id)

    def _on_reason(self, claim_id: str) -> None:
        edit = self.reasons.get(claim_id)
        if edit is not None and edit.isModified():
            edit.setModified(False)
            self._tell_status(claim_id)

    def _tell_status(self, claim_id: str) -> None:
        status, reason = self.statuses[claim_id], self.reasons[claim_id]
        reason.setModified(False)
        self.status_chosen.emit((claim_id, status.currentData(), reason.text()))

    def _on_credibility(self, claim_id: str, _index: int) -> None:
        self.credibility_chosen.emit((claim_id, self.credibilities[claim_id].currentData()))

    def _on_theme_changed(self) -> None:
        self.show_matter(self.matter)


def _counted(claim: ClaimRow) -> tuple[str, str]:
    """How many sources and origins assert it, and the kind of the pill."""
    if not claim.sources:
        return _("no source asserts it"), "warn"
    sources = ngettext("{n} source", "{n} sources", claim.sources).format(n=claim.sources)
    origins = ngettext("{n} origin", "{n} origins", claim.origins).format(n=claim.origins)
    return f"{sources}, {origins}", "plain" if claim.origins == claim.sources else "warn"


def _whose(one: ClaimPassage) -> str:
    role = {"asserts": _("asserts"), "denies": _("denies")}.get(one.role, "")
    through = _("reported by {source}").format(source=one.through) if one.through else ""
    grade = _("reliability {letter}").format(letter=one.reliability) if one.reliability else ""
    return " · ".join(filter(None, (one.source, grade, role, through)))


def _as_words(one: ClaimPassage) -> PassageWords:
    lost = _(" (its place is lost)") if one.state == AnchorState.ORPHANED else ""
    return PassageWords(
        one.id, "", " ".join(one.exact.split()), lost, one.document_id, one.state, one.role, ""
    )
