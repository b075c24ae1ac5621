"""The menu of an entry: its commands, and the values that can be chosen without its form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from briefing.i18n import _
from briefing.services import forming
from briefing.services.form_table import FORMS
from briefing.ui import theme
from briefing.ui.commands.menus import SEPARATOR, build_menu
from briefing.ui.shell import note_actions
from briefing.ui.shell.picture_actions import MEMBER_MENU

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.ui.session import Entry
    from briefing.ui.shell.entry_actions import EntryActions

#: What a context menu offers on an entry.
CONTEXT = (
    "entry.edit",
    "entry.duplicate",
    SEPARATOR,
    "entry.up",
    "entry.down",
    SEPARATOR,
    "note.add",
    "note.ask",
    "edit.copy",
    SEPARATOR,
    "entry.history",
    "entry.delete",
)


def entry_menu(actions: EntryActions, entry: Entry, chosen: Sequence[Entry]) -> QMenu:
    """What can be done with an entry; a value goes to all that are ``chosen`` with it."""
    session = actions.session
    own = {"annotation": note_actions.CONTEXT, "bloc_member": MEMBER_MENU}
    table = own.get(entry.kind, CONTEXT)
    menu = build_menu(table, session.registry, actions.window)
    if entry.kind == "briefing":
        # The briefing of the row, which need not lie on the desk.
        menu.addSeparator()
        for command in ("file.export", "file.print"):
            action = menu.addAction(session.registry.title(command))
            action.setIcon(theme.icon(session.registry.get(command).icon))
            action.triggered.connect(partial(actions.show_way_out, command, entry.id))
    form = FORMS.get(entry.kind)
    quick = [field for field in form.fields if field.quick] if form else []
    if not quick:
        return menu
    before = menu.actions()[1] if len(menu.actions()) > 1 else None
    draft = forming.load_draft(session.workspace, entry.kind, entry.id)
    for field in quick:
        title = _(field.label)
        if len(chosen) > 1:
            title = _("{field} of all {n} chosen").format(field=title, n=len(chosen))
        sub = QMenu(title, menu)
        group = QActionGroup(sub)
        for value, words in field.choices_for(draft.values):
            action = sub.addAction(_(words) if words else _("none"))
            action.setCheckable(True)
            action.setChecked(draft.values[field.name] == value)
            action.setData((field.name, value, chosen))
            group.addAction(action)
        sub.triggered.connect(actions.choose_value)
        is_status = entry.kind == "briefing" and field.name == "status"
        sub.setEnabled(is_status or session.may_change(entry.kind))
        menu.insertMenu(before, sub) if before else menu.addMenu(sub)
    return menu
