"""What a reviewer does with a briefing: the checks and their drawer below the tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QSplitter, QWidget

from briefing.i18n import _, ngettext
from briefing.services import source_statement
from briefing.ui import theme
from briefing.ui.commands.registry import Command
from briefing.ui.session import Entry
from briefing.ui.shell.check_panel import CheckPanel, counted
from briefing.ui.shell.checker import Checker
from briefing.ui.shell.command_table import is_changeable, is_open
from briefing.ui.shell.conflict_panel import ConflictPanel
from briefing.ui.shell.verify_panel import VerifyPanel

if TYPE_CHECKING:
    from briefing.services.checking import Checked
    from briefing.ui.commands.registry import Context
    from briefing.ui.session import Session
    from briefing.ui.shell.drawer import Drawer

#: Share of the height that a drawer takes when it is first opened.
_SHARE = 0.36
_LEAST = 150


def _is_quote(context: Context) -> bool:
    return context.kind == "quote"


class Review(QObject):
    """At most one drawer below the tabs. Owns the checks and the commands for them.

    ``stack`` has the tabs in it and takes the drawers.
    """

    #: A drawer was opened or closed.
    shown = Signal()

    def __init__(self, stack: QSplitter, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._stack = stack
        self._window = parent
        stack.setStretchFactor(0, 1)
        self.checker = Checker(session, self)
        self.checks = CheckPanel(session, self.checker, parent)
        self.quotes = VerifyPanel(session, parent)
        self.conflicts = ConflictPanel(session, parent)
        self.drawers: tuple[Drawer, ...] = (self.checks, self.quotes, self.conflicts)
        for drawer in self.drawers:
            self._take(drawer)
        self.status_button = QPushButton(parent)
        theme.set_role(self.status_button, "link")
        self.status_button.setToolTip(_("Show what the checks found (F7)"))
        self.status_button.clicked.connect(self.check)
        self.status_button.hide()
        self.conflict_button = QPushButton(parent)
        theme.set_role(self.conflict_button, "link")
        self.conflict_button.clicked.connect(self.show_conflicts)
        self.conflict_button.hide()
        session.conflicts.changed.connect(self._on_conflicts_changed)
        self.checker.checked.connect(self._on_checked)
        self.checker.waits.connect(self._on_waits)
        session.briefing_changed.connect(self._on_briefing_changed)
        self._on_briefing_changed(session.briefing_id)
        session.registry.add(
            Command(
                "check.open",
                _("Check this briefing"),
                self.check,
                "F7",
                when=is_open,
                group=_("Review"),
            ),
            Command(
                "check.next",
                _("Next finding"),
                partial(self.step, 1),
                "F3",
                when=is_open,
                group=_("Review"),
            ),
            Command(
                "check.previous",
                _("Previous finding"),
                partial(self.step, -1),
                "Shift+F3",
                when=is_open,
                group=_("Review"),
            ),
            Command(
                "quote.verify",
                _("Verify this quote"),
                self.verify_quote,
                "F9",
                when=_is_quote,
                group=_("Review"),
            ),
            Command(
                "quotes.verify",
                _("Verify all quotes"),
                self.verify_quotes,
                "Shift+F9",
                when=is_open,
                group=_("Review"),
            ),
            Command(
                "conflicts.open",
                _("Conflicts after a merge"),
                self.show_conflicts,
                group=_("Review"),
            ),
            Command(
                "sources.summary",
                _("Draft the source summary"),
                self.draft_summary,
                when=is_changeable,
                group=_("Review"),
            ),
        )

    def add_drawer(self, drawer: Drawer) -> None:
        """Take in one more drawer."""
        self.drawers = (*self.drawers, drawer)
        self._take(drawer)

    def _take(self, drawer: Drawer) -> None:
        self._stack.addWidget(drawer)
        drawer.closed.connect(self._on_closed)

    def check(self) -> None:
        """Run the checks and show what they find."""
        self.checker.run()
        self.show_drawer(self.checks)

    def step(self, by: int) -> None:
        """Go to the next finding, or to the one before."""
        drawer = next((d for d in self.drawers if d.isVisible()), None)
        if drawer is None:
            drawer = self.checks
            self.show_drawer(drawer)
            if self.checker.result is None:
                self.checker.run()
                return
        if not drawer.step(by):
            self._session.say(_("There is nothing to go to."))

    def show_conflicts(self) -> None:
        """Show what is in conflict after packs were merged."""
        self.show_drawer(self.conflicts)

    def verify_quote(self) -> None:
        """Hold the chosen quote against all documents."""
        chosen = self._session.selection
        if chosen is not None and chosen.kind == "quote":
            self.quotes.verify([chosen.id])
            self.show_drawer(self.quotes)

    def verify_quotes(self) -> None:
        """Hold every quote of the briefing against all documents."""
        self.quotes.verify_all()
        self.show_drawer(self.quotes)

    def draft_summary(self) -> None:
        """Draft the source summary statement from the facts; words that stand there are asked about."""
        briefing, ws = self._session.briefing_id, self._session.workspace
        if briefing is None:
            return
        present = source_statement.statement_of(ws, briefing)
        if present is not None and present.body.strip():
            answer = QMessageBox.question(
                self._window,
                _("Source summary"),
                _(
                    "The source summary has words already. Replace them by a draft from the facts? "
                    "Ctrl+Z brings them back."
                ),
                QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
                QMessageBox.StandardButton.No,
            )
            if answer != QMessageBox.StandardButton.Yes:
                self._session.open_entry(Entry("section", present.id))
                return
        words = source_statement.draft(ws, briefing)
        section = source_statement.write_statement(ws, briefing, words, replace=True)
        self._session.say(_("The source summary was drafted from the facts; read and edit it."))
        self._session.open_entry(Entry("section", section))

    def show_drawer(self, drawer: Drawer) -> None:
        """Open a drawer in place of another, with the keyboard in its list."""
        if not drawer.isVisible():
            high = self._stack.height()
            for other in self.drawers:
                other.setVisible(other is drawer)
            low = max(theme.px(_LEAST), round(high * _SHARE))
            self._stack.setSizes([high - low, *(low if d is drawer else 0 for d in self.drawers)])
        self.shown.emit()
        drawer.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Start nothing any more: the window closes."""
        self.checker.stop()

    def _on_checked(self, found: Checked) -> None:
        self._tell(_("Checks: {found}").format(found=counted(found)))

    def _on_conflicts_changed(self) -> None:
        count = len(self._session.conflicts.rows)
        self.conflict_button.setVisible(count > 0)
        words = ngettext("{n} conflict", "{n} conflicts", count).format(n=count)
        self.conflict_button.setText(words)
        self.conflict_button.setAccessibleName(words)

    def _on_waits(self) -> None:
        self._tell(_("Checks: press F7"))

    def _on_briefing_changed(self, briefing_id: object) -> None:
        self.status_button.setVisible(briefing_id is not None)
        self._tell(_("Checks: …"))

    def _tell(self, words: str) -> None:
        self.status_button.setText(words)
        self.status_button.setAccessibleName(words)

    def _on_closed(self) -> None:
        self.shown.emit()
        # The keyboard goes back to where the reading is.
        tabs = self._stack.widget(0)
        if tabs is not None:
            tabs.setFocus(Qt.FocusReason.OtherFocusReason)
