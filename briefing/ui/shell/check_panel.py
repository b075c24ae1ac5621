"""The findings of the checks below the tabs: gone through by key, let stand with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from briefing.domain.records import word
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import checking
from briefing.services.checking import Severity
from briefing.ui import theme
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.shell.drawer import Drawer
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from briefing.services.checking import Checked, FindingRow
    from briefing.ui.session import Session
    from briefing.ui.shell.checker import Checker

_KIND = "finding"
#: Findings of one sort shown at most; the rest are counted.
_MOST = 300
_PILLS = {Severity.ERROR: "error", Severity.WARNING: "warn", Severity.NOTE: "plain"}


def counted(found: Checked) -> str:
    """How much was found, in a few words: "1 error · 3 warnings"."""
    parts: list[str] = []
    errors, warnings, notes = (found.count(s) for s in Severity)
    if errors:
        parts.append(ngettext("{n} error", "{n} errors", errors).format(n=errors))
    if warnings:
        parts.append(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
    if notes:
        parts.append(ngettext("{n} note", "{n} notes", notes).format(n=notes))
    return " · ".join(parts) or _("No findings")


class _Reason(QLineEdit):
    """Why a finding may stand; Escape leaves it."""

    def __init__(self, panel: CheckPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._panel.leave_reason()
            return
        super().keyPressEvent(event)


class CheckPanel(Drawer):
    """What the checks found, the gravest first, then what was let stand."""

    def __init__(self, session: Session, checker: Checker, parent: QWidget | None = None) -> None:
        super().__init__(_("Checks"), parent)
        self._session = session
        self._checker = checker
        self._rows: dict[str, FindingRow] = {}
        #: The finding to choose when the checks have run again.
        self._following = ""
        self.stand_button = self.add_button(
            _("Let it stand…"), _("Let this finding stand, with a reason (W)")
        )
        self.stand_button.clicked.connect(self.ask_reason)
        self.form = QWidget(self)
        flow = FlowLayout(self.form, gap=8)
        flow.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(8))
        self.about = QLabel(self.form)
        theme.set_role(self.about, "small")
        self.about.setText(_("Why may it stand?"))
        self.reason = _Reason(self, self.form)
        self.reason.setAccessibleName(_("Why this finding may stand"))
        self.reason.setPlaceholderText(_("A reason, kept with the briefing"))
        self.reason.setMinimumWidth(theme.px(250))
        self.reason.returnPressed.connect(self._on_reason)
        self.keep_button = QPushButton(_("Let it stand"), self.form)
        self.keep_button.setAutoDefault(False)
        self.keep_button.clicked.connect(self._on_reason)
        self.wrong = QLabel(self.form)
        theme.set_role(self.wrong, "error")
        for one in (self.about, self.reason, self.keep_button, self.wrong):
            flow.addWidget(one)
        self.form.hide()
        self.column.insertWidget(1, self.form)
        checker.checked.connect(self._on_checked)
        session.briefing_changed.connect(self._on_briefing_changed)
        self._show(None)

    def open_row(self, entry: Entry) -> None:
        """Lead to the entry in which it was found."""
        row = self._rows.get(entry.id)
        if row is not None:
            self._session.open_entry(Entry(row.finding.entry_kind, row.finding.entry_id))

    def choose_row(self, entry: Entry) -> None:
        """Show what the entry rests on, and what can be done with the finding."""
        self.leave_reason(focus=False)
        self._refresh_button()
        row = self._rows.get(entry.id)
        if row is not None:
            self._session.select(Entry(row.finding.entry_kind, row.finding.entry_id))

    def other_key(self, key: int) -> None:
        """W lets the chosen finding stand, or takes that back."""
        if key == Qt.Key.Key_W:
            self.ask_reason()

    def ask_reason(self) -> None:
        """Ask why the chosen finding may stand; one that does is taken back."""
        row = self._chosen()
        if row is None:
            self._session.say(_("Choose a finding first."))
            return
        if self._session.refuses():
            return
        if row.waiver_id:
            checking.take_back(self._session.workspace, row.waiver_id)
            self._session.say(_("Taken back; the finding counts again."))
            self._checker.run()
            return
        self.wrong.hide()
        # In place of the heading: where the text is large there is no room for both.
        self.bar.hide()
        self.form.show()
        self.fit()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_reason(self, *, focus: bool = True) -> None:
        """Give no reason after all."""
        self.reason.clear()
        self.form.hide()
        self.bar.show()
        self.fit()
        if focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> FindingRow | None:
        entry = self.list.current_entry()
        return self._rows.get(entry.id) if entry else None

    def _after(self, row: FindingRow) -> str:
        """The finding to go on to when one is done with: the one below, or else above; empty for none."""
        keys = [key for key, one in self._rows.items() if not one.waiver_id or one is row]
        at = next((n for n, key in enumerate(keys) if self._rows[key] is row), 0)
        return next(iter([*keys[at + 1 :], *reversed(keys[:at])]), "")

    def _on_reason(self) -> None:
        row, briefing = self._chosen(), self._session.briefing_id
        if row is None or briefing is None:
            return
        try:
            checking.waive(self._session.workspace, briefing, row.finding, self.reason.text())
            self._following = self._after(row)
        except UserError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            self.fit()
            return
        self.leave_reason()
        self._checker.run()

    def _on_checked(self, found: Checked) -> None:
        self._show(found)

    def _on_briefing_changed(self, _briefing_id: object) -> None:
        self.leave_reason(focus=False)
        self._show(None)

    def _show(self, found: Checked | None) -> None:
        self.counted.setText(counted(found) if found else _("Checking…"))
        self._rows = {}
        rows: list[Row] = []
        names = {
            Severity.ERROR: _("Errors"),
            Severity.WARNING: _("Warnings"),
            Severity.NOTE: _("Notes"),
        }
        for severity, name in names.items():
            some = [r for r in (found.open if found else ()) if r.finding.severity is severity]
            self._add(rows, name, some)
        self._add(rows, _("Let stand"), list(found.waived) if found else [])
        self._add(rows, _("Let stand, and no longer found"), list(found.spent) if found else [])
        if found and not rows:
            rows.append(Row(text=_("Nothing that a reviewer would send back was found.")))
        self.list.set_rows(rows)
        if found and self._following:
            # On to the next one; what was let stand has gone below.
            self.list.select_entry(_KIND, self._following)
            self._following = ""
        self._refresh_button()

    def _add(self, rows: list[Row], name: str, some: list[FindingRow]) -> None:
        if not some:
            return
        rows.append(Row(heading=True, head=name, tail=str(len(some))))
        for one in some[:_MOST]:
            made = _row(one)
            self._rows[made.id] = one
            rows.append(made)
        if len(some) > _MOST:
            more = len(some) - _MOST
            rows.append(Row(text=_("and {n} more, shown as these are mended").format(n=more)))

    def _refresh_button(self) -> None:
        row = self._chosen()
        waived = row is not None and bool(row.waiver_id)
        text = _("Take back") if waived else _("Let it stand…")
        self.stand_button.setText(text)
        self.stand_button.setAccessibleName(
            _("Take back: count this finding again (W)")
            if waived
            else _("Let this finding stand, with a reason (W)")
        )
        self.stand_button.setToolTip(self.stand_button.accessibleName())
        self.stand_button.setEnabled(row is not None)
        self.fit()


def _row(one: FindingRow) -> Row:
    found = one.finding
    what = word(found.entry_kind)
    where = f"{what[:1].upper()}{what[1:]}: {one.entry}" if one.entry else what.capitalize()
    detail = where if len(where) <= 160 else where[:158].rpartition(" ")[0] + " …"
    if one.waiver_id:
        said = _("Let stand by {who}: {reason}").format(who=one.by, reason=one.reason)
        detail = f"{said}\n{detail}"
    return Row(
        text=found.words or one.title,
        detail=detail,
        kind=_KIND,
        # One entry can have several findings.
        id="|".join(found.key),
        side_chip=(one.title, "plain" if one.waiver_id else _PILLS[found.severity]),
        tip=_("Rule {rule}").format(rule=found.rule),
    )
