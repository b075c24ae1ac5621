"""Commands on notes: add, ask, reply, resolve, assign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from briefing.i18n import _
from briefing.services import annotating, note_threads
from briefing.ui.commands.menus import SEPARATOR
from briefing.ui.commands.registry import Command
from briefing.ui.copying import focused_entry
from briefing.ui.shell.assigning import AssignMenu
from briefing.ui.shell.command_table import is_chosen, may_change

if TYPE_CHECKING:
    from briefing.services.note_threads import Thread
    from briefing.ui.commands.registry import Context
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow

#: What a context menu offers on a note.
CONTEXT = (
    "note.reply",
    "note.resolve",
    "note.assign",
    SEPARATOR,
    "entry.edit",
    "entry.duplicate",
    "edit.copy",
    SEPARATOR,
    "entry.history",
    "entry.delete",
)


def _can_note(context: Context) -> bool:
    return is_chosen(context) and may_change("annotation", context)


class NoteActions:
    """The commands on notes. They mean the note that has the keyboard, or else the selected one."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        self._menu: AssignMenu | None = None
        group = _("Notes")
        for command_id, title, run, keys in (
            ("note.add", _("Add a note"), self.add, "Ctrl+M"),
            ("note.ask", _("Ask the analyst a question"), self.ask, "Ctrl+Shift+A"),
            ("note.reply", _("Reply to the note"), self.reply, "Ctrl+R"),
            ("note.resolve", _("Resolve or reopen the note"), self.resolve, "Ctrl+Shift+R"),
            ("note.assign", _("Assign the note…"), self.assign, "Ctrl+Shift+G"),
        ):
            session.registry.add(Command(command_id, title, run, keys, when=_can_note, group=group))

    def add(self) -> None:
        """Write a note on what is selected."""
        if self._show_sources():
            self.window.sources.add_note()

    def ask(self) -> None:
        """Write a question on what is selected."""
        if self._show_sources():
            self.window.sources.ask()

    def reply(self) -> None:
        """Write a reply in the thread of the note in hand."""
        note_id = self._in_hand()
        if note_id and self._show_sources() and not self.window.sources.reply_to(note_id):
            self._say_choose()

    def edit(self, note_id: str) -> None:
        """Open the words of a note."""
        if self._show_sources():
            self.window.sources.edit_note(note_id)

    def resolve(self) -> None:
        """Close the thread of the note in hand, or open it again."""
        thread = self._thread()
        if thread is not None:
            resolved = not thread.first.resolved
            annotating.resolve_note(self.session.workspace, thread.id, resolved=resolved)
            self.session.say(_("Resolved.") if resolved else _("Open again."))

    def assign(self) -> None:
        """Ask who is to see to the thread of the note in hand."""
        thread = self._thread()
        if thread is None:
            return
        if self._menu is None:
            self._menu = AssignMenu(self.session, self.window)
        middle = self.window.mapToGlobal(self.window.rect().center())
        self._menu.ask(thread.id, thread.first.assigned_id, middle - QPoint(80, 80))

    def _in_hand(self) -> str:
        """The note that has the keyboard, the selected one, or the only thread of the selection."""
        shown = self.window.sources.note_column
        for entry in (focused_entry(), self.session.selection):
            if entry is not None and entry.kind == "annotation":
                return entry.id
        if len(shown.threads) == 1 and shown.threads[0].note_id:
            return shown.threads[0].note_id
        self._say_choose()
        return ""

    def _thread(self) -> Thread | None:
        note_id = self._in_hand()
        return note_threads.thread_of(self.session.workspace, note_id) if note_id else None

    def _say_choose(self) -> None:
        self.session.say(_("Choose a note first: in the list, or with Tab in the panel."))

    def _show_sources(self) -> bool:
        """Let the notes be seen where a form stands in their place, once that may be left."""
        form = self.window.form
        if form is not None and form.is_open and form.isVisible():
            if not form.leave():
                return False
            self.window.hide_form()
        return True
