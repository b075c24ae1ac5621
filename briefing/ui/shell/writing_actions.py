"""Commands of writing: write or read, the status of the briefing, and their place in the header."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMessageBox, QToolButton, QWidget

from briefing.domain.briefing import Status
from briefing.errors import NotFoundError
from briefing.i18n import _
from briefing.services import finishing
from briefing.ui import theme
from briefing.ui.commands.registry import Command
from briefing.ui.dialogs.new_briefing import NewBriefingDialog
from briefing.ui.shell.command_table import is_open, is_writable

if TYPE_CHECKING:
    from briefing.domain.changes import ChangeSet
    from briefing.ui.commands.registry import Context
    from briefing.ui.dialogs.release import ReleaseDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tabs.brief import BriefTab
    from briefing.ui.tasks import CancelToken, Progress

_STATUS_TITLES = {
    Status.DRAFT: "Set to draft",
    Status.IN_REVIEW: "Set to in review",
    Status.FINAL: "Set to final",
}


def _is_own(context: Context) -> bool:
    return is_open(context) and is_writable(context)


def is_page(context: Context) -> bool:
    """Whether the Brief is in front."""
    return context.briefing is not None and context.tab == "brief"


class WritingActions:
    """What the menu "Briefing" and the controls beside the title do."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        self._status = ""
        self._known_tab: BriefTab | None = None
        self.release_dialog: ReleaseDialog | None = None
        group = _("Briefing")
        session.registry.add(
            Command(
                "briefing.new",
                _("New briefing…"),
                self.new_briefing,
                "Ctrl+N",
                when=is_writable,
                group=group,
            ),
            Command(
                "brief.write",
                self._write_title,
                self.toggle_writing,
                "F4",
                when=_is_own,
                group=group,
            ),
            Command(
                "brief.reading",
                _("Show how each section reads"),
                self.toggle_reading,
                "Shift+F4",
                when=is_page,
                checkable=True,
                checked=self.is_reading_shown,
                group=group,
            ),
            Command(
                "brief.spelling",
                _("Check spelling"),
                self.toggle_spelling,
                when=is_open,
                checkable=True,
                checked=self.is_spelling_checked,
                group=group,
            ),
            *(
                Command(
                    f"brief.status.{status.name.lower()}",
                    _(title),
                    partial(self.set_status, status),
                    when=_is_own,
                    checkable=True,
                    checked=partial(self.has_status, status),
                    group=group,
                )
                for status, title in _STATUS_TITLES.items()
            ),
        )
        self.bar = _HeaderBar(self, window)
        window.put_beside_line(self.bar)
        session.briefing_changed.connect(self._on_briefing)
        session.changed.connect(self._on_changed)
        self._read_status()

    def new_briefing(self, earlier_id: str = "") -> None:
        """Ask how a new briefing begins, make it and open it for writing.

        ``earlier_id`` is the briefing that it is to begin with, chosen already.
        """
        dialog = NewBriefingDialog(self.session, self.window)
        if earlier_id:
            dialog.choose("earlier", earlier_id)
        dialog.made.connect(self._on_made)
        dialog.open()

    def _on_made(self, briefing_id: str) -> None:
        self.session.open_briefing(briefing_id)
        self.window.show_tab("brief")
        self.tab().set_writing(on=True)
        self.session.say(_("The briefing was made; Ctrl+Z takes it back."))

    # ------------------------------------------------------------------ writing

    def tab(self) -> BriefTab:
        """The Brief, listened to from the first time on."""
        from briefing.ui.tabs.brief import BriefTab

        tab = self.window.tab("brief")
        assert isinstance(tab, BriefTab)
        if self._known_tab is not tab:
            self._known_tab = tab
            tab.writing_changed.connect(self._on_writing_changed)
            tab.draft_asked.connect(self._on_draft_asked)
        return tab

    def toggle_writing(self) -> None:
        """Turn the Brief from reading to writing, or back."""
        self.window.show_tab("brief")
        tab = self.tab()
        tab.set_writing(on=not tab.writing)
        self.window.refresh_commands()

    def toggle_reading(self) -> None:
        """In writing, show how each section reads, or only its text."""
        page = self.tab().page
        if page is not None:
            page.show_reading(shown=not page.reading_shown)
        self.window.refresh_commands()

    def toggle_spelling(self) -> None:
        """Underline wrong words while writing, or do not; remembered."""
        settings = self.session.settings
        settings.check_spelling = not settings.check_spelling
        settings.save()
        page = self._known_tab.page if self._known_tab else None
        if page is not None:
            page.check_spelling(on=settings.check_spelling)
        self.window.refresh_commands()

    def is_spelling_checked(self, _context: Context) -> bool:
        """Whether wrong words are underlined while writing."""
        return self.session.settings.check_spelling

    def _write_title(self, _context: Context) -> str:
        writing = self._known_tab is not None and self._known_tab.writing
        return _("Read the brief") if writing else _("Write the brief")

    def is_reading_shown(self, _context: Context) -> bool:
        """Whether each section shows how it reads."""
        page = self._known_tab.page if self._known_tab else None
        return page is None or page.reading_shown

    def _on_writing_changed(self) -> None:
        self.window.refresh_commands()

    def _on_draft_asked(self) -> None:
        self.set_status(Status.DRAFT)

    # ------------------------------------------------------------------ status

    @property
    def status(self) -> str:
        """How far the briefing on the desk has come; empty for none."""
        return self._status

    def has_status(self, status: Status, _context: Context) -> bool:
        """Whether the briefing on the desk has come so far."""
        return self._status == status

    def save_typing(self) -> None:
        """Save now what is being typed into the sections, for what reads them next."""
        if self._known_tab is not None and self._known_tab.page is not None:
            self._known_tab.page.flush()

    def set_status(self, status: Status) -> None:
        """Take the briefing a step on or back; going to final asks about what is missing."""
        briefing_id = self.session.briefing_id
        if briefing_id is None or self._status == status:
            return
        self.save_typing()
        if status == Status.FINAL and not self._may_be_final(briefing_id):
            self.window.refresh_commands()
            return
        if status == Status.FINAL and self._asks_what_changed(briefing_id):
            return
        finishing.set_status(self.session.workspace, briefing_id, status)
        self.session.say(_("The briefing is now: {status}.").format(status=_(status.value)))

    def _asks_what_changed(self, briefing_id: str) -> bool:
        """Ask what a correction changes from the final version before; False where there is none."""
        from briefing.services import releasing

        workspace = self.session.workspace
        versions = releasing.versions_of(workspace, briefing_id)
        if versions.before is None:
            return False

        def job(_progress: Progress, _token: CancelToken) -> str:
            return releasing.proposed_changes(workspace, briefing_id)

        def done(proposed: str) -> None:
            if self.session.briefing_id != briefing_id:
                return
            from briefing.ui.dialogs.release import ReleaseDialog

            self.release_dialog = ReleaseDialog(versions, proposed, self.window)
            self.release_dialog.agreed.connect(self._on_agreed)
            self.release_dialog.open()

        self.session.tasks.run(job, done, name=_("Compare"), owner=self.window)
        self.window.refresh_commands()
        return True

    def _on_agreed(self, changes: str) -> None:
        briefing_id = self.session.briefing_id
        if briefing_id is None:
            return
        finishing.set_status(self.session.workspace, briefing_id, Status.FINAL, changes)
        self.session.say(_("The briefing is now: {status}.").format(status=_("final")))

    def _may_be_final(self, briefing_id: str) -> bool:
        missing = finishing.missing_for_final(self.session.workspace, briefing_id)
        if not missing:
            return True
        words = _("Something is missing:") + "\n\n" + "\n".join(f"• {_(one)}" for one in missing)
        answer = QMessageBox.question(
            self.window,
            _("Set to final"),
            words + "\n\n" + _("Set it to final all the same?"),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            # Enter in a hurry locks nothing that is not whole.
            QMessageBox.StandardButton.No,
        )
        return answer == QMessageBox.StandardButton.Yes

    def _on_briefing(self, _briefing_id: object) -> None:
        self._read_status()

    def _on_changed(self, done: ChangeSet) -> None:
        if "briefing" in done.touched:
            self._read_status()

    def _read_status(self) -> None:
        briefing_id = self.session.briefing_id
        self._status = ""
        if briefing_id is not None:
            try:
                self._status = finishing.status_of(self.session.workspace, briefing_id)
            except NotFoundError:
                briefing_id = None
        self.bar.show_status(self._status)
        # Where nothing can be written the line under the title says how far it has come.
        workspace = self.session.workspace
        writable = not workspace.library.read_only and not workspace.is_edition
        self.bar.setVisible(writable and briefing_id is not None)


class _HeaderBar(QWidget):
    """Status and the way into writing, beside the line under the title."""

    def __init__(self, actions: WritingActions, window: MainWindow) -> None:
        super().__init__(window)
        self._session = actions.session
        registry = self._session.registry
        self._line = QHBoxLayout(self)
        self.status = QToolButton(self)
        self.status.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.status)
        for status in Status:
            menu.addAction(registry.action(f"brief.status.{status.name.lower()}", window))
        self.status.setMenu(menu)
        self.write = QToolButton(self)
        self.write.setDefaultAction(registry.action("brief.write", window))
        self.write.setAccessibleName(_("Write the brief"))
        self.write.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for button in (self.status, self.write):
            self._line.addWidget(button)
        theme.current().theme_changed.connect(self._space)
        self._space()

    def show_status(self, status: str) -> None:
        """Write the status on its button."""
        words = _(status).capitalize() if status else ""
        lock = self._session.lock
        self.status.setText(_("{status}, locked ▾").format(status=words) if lock else f"{words} ▾")
        self.status.setAccessibleName(_("Status: {status}").format(status=words))
        self.status.setAccessibleDescription(lock)
        self.status.setToolTip(lock or _("How far the briefing has come"))

    def _space(self) -> None:
        self._line.setContentsMargins(0, 0, theme.px(12), 0)
        self._line.setSpacing(theme.px(6))
