"""Commands on entries: make, edit, set one value, duplicate, move, delete, restore."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.domain.briefing import Status
from briefing.domain.record import defaults
from briefing.domain.records import KINDS, word
from briefing.i18n import _
from briefing.services import annotating, claiming, editing, finishing, forming, source_view
from briefing.services.entry_counts import named_by
from briefing.services.form_table import FORMS, new_title
from briefing.store.journal import new_id
from briefing.ui.commands.registry import Command
from briefing.ui.copying import focused_entries
from briefing.ui.session import Entry
from briefing.ui.shell.command_table import NEW_KINDS, is_changeable, may_change
from briefing.ui.shell.entry_menu import entry_menu
from briefing.ui.shell.trash import TrashDialog

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from briefing.ui.commands.registry import Context
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow

#: Kinds whose order among their like is the person's.
ORDERED = frozenset({"section", "judgment", "claim", "bloc", "hypothesis_matrix"})
#: Entries that are deleted in one step, at most.
_MOST_AT_ONCE = 10_000


def can_edit(context: Context) -> bool:
    """Whether the selected entry, or else the briefing, has a form."""
    if not context.kind:
        return is_changeable(context)
    # What was read stays as it came; its source can be edited.
    kind = "source" if context.kind == "document" else context.kind
    return kind in FORMS and may_change(kind, context)


def can_delete(context: Context) -> bool:
    """Whether the selected entry may go into the trash."""
    # A member of a bloc has no form of its own and goes all the same.
    can = context.kind in (*FORMS, "bloc_member") and context.kind != "briefing"
    return can and may_change(context.kind, context)


def can_copy(context: Context) -> bool:
    """Whether a copy of the selected entry makes sense."""
    if context.entry is None or context.read_only:
        return False
    if context.kind in ("briefing", "annotation"):
        # A briefing begins with an earlier one, also with one that is final.
        return True
    return editing.can_duplicate(context.kind) and may_change(context.kind, context)


def can_move(context: Context) -> bool:
    """Whether the selected entry has a place in an order of the person's."""
    return context.kind in ORDERED and may_change(context.kind, context)


def can_make(kind: str, context: Context) -> bool:
    """Whether an entry of the kind can be made now: most belong to a briefing."""
    if "briefing_id" in defaults(KINDS[kind]) and context.briefing is None:
        return False
    return may_change(kind, context)


class EntryActions:
    """The commands of the menu "Entry"."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        group = _("Entry")
        session.registry.add(
            *(
                Command(
                    f"entry.new.{kind}",
                    _(new_title(kind)),
                    partial(self.new, kind),
                    when=partial(can_make, kind),
                    group=group,
                )
                for kind in NEW_KINDS
            ),
            Command("entry.edit", _edit_title, self.edit, "F2", when=can_edit, group=group),
            Command(
                "entry.briefing",
                _("Edit briefing…"),
                self.edit_briefing,
                when=is_changeable,
                group=group,
            ),
            Command(
                "entry.duplicate",
                _("Duplicate"),
                self.duplicate,
                "Ctrl+Shift+D",
                when=can_copy,
                group=group,
            ),
            Command(
                "entry.up",
                _("Move up"),
                partial(self.move, -1),
                "Alt+Up",
                when=can_move,
                group=group,
            ),
            Command(
                "entry.down",
                _("Move down"),
                partial(self.move, 1),
                "Alt+Down",
                when=can_move,
                group=group,
            ),
            Command("entry.delete", _("Delete"), self.delete, "Del", when=can_delete, group=group),
            Command(
                "claims.rivals",
                _("Mark the chosen claims as rivals"),
                self.make_rivals,
                when=_in_claims,
                group=group,
            ),
            Command(
                "claim.alone",
                _("Not a rival of the others any more"),
                self.take_out,
                when=_is_claim,
                group=group,
            ),
            Command(
                "source.grade",
                _("Grade this source again…"),
                self.grade_source,
                when=_is_source,
                group=group,
            ),
            Command("entry.trash", _("Trash…"), self.open_trash, group=group),
        )
        session.edit_requested.connect(self._on_edit_requested)
        session.menu_requested.connect(self._on_menu_requested)
        session.move_requested.connect(self._on_move_requested)

    def new(self, kind: str) -> None:
        """Open an empty form."""
        self.window.entry_form().open_new(kind)
        self.window.show_form()

    def edit(self) -> None:
        """Open the form of the selected entry, or of the briefing where none is selected."""
        chosen = self.session.selection
        if chosen is None:
            self.edit_briefing()
            return
        if chosen.kind == "document":
            source = source_view.document_source(self.session.workspace, chosen.id)
            self._on_edit_requested(Entry("source", source))
            return
        several = len(self._chosen_like(chosen))
        self._on_edit_requested(chosen)
        if several > 1:
            words = _(
                "The form is of one of the {n} entries chosen; the menu of a row changes all."
            )
            self.session.say(words.format(n=several))

    def edit_briefing(self) -> None:
        """Open the form of the briefing on the desk."""
        if self.session.briefing_id is not None:
            self._on_edit_requested(Entry("briefing", self.session.briefing_id))

    def duplicate(self) -> None:
        """Copy the selected entry and select the copy; of a briefing, ask how the next one is called."""
        chosen = self.session.selection
        if chosen is None:
            return
        if chosen.kind == "briefing":
            self.window.writing_actions.new_briefing(chosen.id)
            return
        if chosen.kind == "annotation":
            annotating.duplicate_note(self.session.workspace, chosen.id)
            self.session.say(_("The note was duplicated; Ctrl+Z takes the copy back."))
            return
        copy_id = editing.duplicate_entry(self.session.workspace, chosen.kind, chosen.id)
        self.session.open_entry(Entry(chosen.kind, copy_id))
        self.session.say(_("Duplicated; F2 edits the copy."))

    def move(self, by: int) -> None:
        """Put the selected entry before or after its neighbour."""
        chosen = self.session.selection
        if chosen is not None:
            editing.move_entry(self.session.workspace, chosen.kind, chosen.id, by=by)

    def delete(self) -> None:
        """Put the chosen entries into the trash; the message says how they come back."""
        chosen = self.session.selection
        if chosen is None or not can_delete(self.session.registry.context):
            return
        several = focused_entries(_MOST_AT_ONCE)
        if len(several) > 1 and chosen in several:
            self._delete_several(several)
            return
        form = self.window.form
        same = form is not None and form.draft is not None and form.draft.id == chosen.id
        if same and form is not None and not form.leave():
            return
        editing.delete_entry(self.session.workspace, chosen.kind, chosen.id)
        if same:
            self.window.hide_form()
        words = _("The {kind} is in the trash; Ctrl+Z takes it out.").format(
            kind=_(word(chosen.kind))
        )
        still = named_by(self.session.workspace, chosen.kind, chosen.id)
        if still:
            words += " " + _("{n} entries still name it.").format(n=still)
        self.session.select(None)
        self.session.say(words)

    def _delete_several(self, chosen: list[Entry]) -> None:
        context = self.session.registry.context
        if any(one.kind not in FORMS or not may_change(one.kind, context) for one in chosen):
            self.session.say(_("Not all of these can be deleted; choose fewer."))
            return
        form = self.window.form
        open_id = form.draft.id if form is not None and form.draft is not None else ""
        if form is not None and any(one.id == open_id for one in chosen):
            if not form.leave():
                return
            self.window.hide_form()
        editing.delete_entries(self.session.workspace, [(one.kind, one.id) for one in chosen])
        self.session.select(None)
        self.session.say(
            _("{n} entries are in the trash; Ctrl+Z takes them out.").format(n=len(chosen))
        )

    def make_rivals(self) -> None:
        """Mark the claims chosen in the list as rival versions of one matter."""
        # Loaded with its tab, which the first picture of the window does not need.
        from briefing.ui.tabs.claims import ClaimsTab

        tab = self.window.tab("claims")
        if isinstance(tab, ClaimsTab):
            tab.make_rivals()

    def take_out(self) -> None:
        """Let the selected claim be no rival of the others."""
        chosen = self.session.selection
        if chosen is not None and chosen.kind == "claim":
            claiming.take_out(self.session.workspace, chosen.id)
            self.session.say(_("No longer a rival version."))

    def grade_source(self) -> None:
        """Ask for another reliability of the source that is selected or open."""
        from briefing.ui.tabs.sources import SourcesTab

        chosen = self.session.selection
        if chosen is not None and chosen.kind == "source":
            self.session.open_entry(chosen)
        tab = self.window.show_tab("sources")
        if isinstance(tab, SourcesTab):
            tab.worth.ask_grade()

    def open_trash(self) -> None:
        """Show what was deleted."""
        TrashDialog(self.session, self.window).open()

    def set_value(
        self, entry: Entry, field: str, value: object, *, intention: str | None = None
    ) -> None:
        """Change one field of an entry as one step, checked as the form checks it.

        Several with one ``intention`` are one step together.
        """
        if entry.kind == "briefing" and field == "status":
            if entry.id == self.session.briefing_id:
                self.window.writing_actions.set_status(Status(str(value)))
            else:
                finishing.set_status(self.session.workspace, entry.id, str(value))
            return
        draft = forming.load_draft(self.session.workspace, entry.kind, entry.id)
        draft.values[field] = value  # pyright: ignore[reportArgumentType]
        forming.save_draft(self.session.workspace, draft, intention=intention)

    def _chosen_like(self, entry: Entry) -> list[Entry]:
        """The entries of one kind that are chosen together with this one; it alone where none are."""
        several = [one for one in focused_entries(_MOST_AT_ONCE) if one.kind == entry.kind]
        return several if entry in several and entry.kind != "briefing" else [entry]

    def menu(self, entry: Entry) -> QMenu:
        """What can be done with an entry; the caller shows it."""
        return entry_menu(self, entry, self._chosen_like(entry))

    def show_way_out(self, command: str, briefing_id: str, _checked: bool = False) -> None:
        """Export or print a briefing, which need not lie on the desk."""
        exports = self.window.actions_of_window.exports
        show = exports.print if command == "file.print" else exports.export
        show(briefing_id)

    def choose_value(self, action: QAction) -> None:
        """Give the entries of an action of a menu the value that it stands for."""
        field, value, chosen = action.data()
        step = new_id()
        for one in chosen:
            try:
                self.set_value(one, field, value, intention=step)
            except forming.InvalidError as error:
                # Another field is not right any more: the form shows which.
                self._on_edit_requested(one)
                self.session.say(str(error), error=True)
                return
        if len(chosen) > 1:
            words = _("{n} entries were changed in one step; Ctrl+Z takes it back.")
            self.session.say(words.format(n=len(chosen)))

    def _on_edit_requested(self, entry: Entry) -> None:
        if entry.kind == "annotation":
            # Its card is where a note is written, with its thread.
            self.window.note_actions.edit(entry.id)
            return
        if entry.kind in FORMS and not self.session.refuses(entry.kind):
            self.window.note_keyboard()
            self.window.entry_form().open_entry(entry.kind, entry.id)
            self.window.show_form()

    def _on_menu_requested(self, entry: Entry, place: QPoint) -> None:
        self.session.select(entry)
        menu = self.menu(entry)
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.actions():
            menu.popup(place)

    def _on_move_requested(
        self, entry: Entry, before: Entry | None, among: tuple[str, ...]
    ) -> None:
        if entry.kind in ORDERED and not self.session.refuses(entry.kind):
            editing.move_entry(
                self.session.workspace,
                entry.kind,
                entry.id,
                before=before.id if before else "",
                among=among,
            )


def _in_claims(context: Context) -> bool:
    return context.tab == "claims" and is_changeable(context)


def _is_claim(context: Context) -> bool:
    return context.kind == "claim" and may_change("claim", context)


def _is_source(context: Context) -> bool:
    shown = context.kind == "source" or (context.tab == "sources" and context.source is not None)
    return shown and not context.read_only


def _edit_title(context: Context) -> str:
    kind = "source" if context.kind == "document" else context.kind
    return _("Edit {kind}…").format(kind=_(word(kind or "briefing")))
