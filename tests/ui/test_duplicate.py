"""Copies of briefings and notes, and what else stands in the palette; sections not yet written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from briefing.domain.annotation import Annotation
from briefing.domain.claim import ClaimLink
from briefing.domain.quote import Tag
from briefing.services import annotating, finishing, history, library_view, writing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store.records import find, need
from briefing.ui.dialogs.new_briefing import NewBriefingDialog
from briefing.ui.session import Entry

BRIEFING = sample_id("briefing", BRIEFING_KEY)


def _menu_of(window, qtbot, rows, entry):
    """The menu that the right mouse button opens on a row."""
    known = set(window.findChildren(QMenu))
    assert rows.select_entry(entry.kind, entry.id)
    box = rows.visualRect(rows.currentIndex())
    rows.menu_requested.emit(entry, rows.viewport().mapToGlobal(box.center()))
    (menu,) = [m for m in set(window.findChildren(QMenu)) - known if m.isVisible()]
    return menu


@pytest.mark.parametrize("final", [False, True])
def test_a_briefing_is_duplicated_from_its_menu(window, qtbot, final):
    ws = window.session.workspace
    if final:
        finishing.set_status(ws, BRIEFING, "final")
        qtbot.waitUntil(lambda: bool(window.session.lock))
    menu = _menu_of(window, qtbot, window.sidebar.list, Entry("briefing", BRIEFING))
    (action,) = [a for a in menu.actions() if a.text() == "Duplicate"]
    assert action.isEnabled()
    action.trigger()
    menu.close()
    dialog = window.findChild(NewBriefingDialog)
    assert dialog.starts.currentItem().text().startswith("From: Russia and North Korea")
    dialog.title.setText("The same, a week on")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title.text() == "The same, a week on")
    assert len(library_view.briefings(ws)) == 2
    assert finishing.status_of(ws, window.session.briefing_id) == "draft"
    assert finishing.status_of(ws, BRIEFING) == ("final" if final else "draft")


def test_a_note_is_duplicated_as_ones_own_and_open(window):
    ws = window.session.workspace
    quote = sample_id("quote", "mutual-assistance")
    note = annotating.add_note(ws, "quote", quote, BRIEFING, "Is it so?", tags=["doubt"])
    annotating.reply(ws, note, "It is.")
    annotating.assign_note(ws, note, ws.author.person_id)
    annotating.resolve_note(ws, note, resolved=True)
    window.session.select(Entry("annotation", note))
    window.refresh_commands()
    assert window.session.registry.run("entry.duplicate")
    with ws.read() as connection:
        notes = find(connection, Annotation, target_id=quote, body="Is it so?")
        (copy,) = [n for n in notes if n.id != note]
        tags = [t.text for t in find(connection, Tag, entry_id=copy.id)]
        first = need(connection, "annotation", note)
    assert (copy.private, copy.resolved, copy.assigned_to, tags) == (True, False, None, ["doubt"])
    assert first.resolved
    assert history.undo(ws) == "Duplicate note"


def test_rivals_and_grades_stand_in_the_palette(window, qtbot):
    registry = window.session.registry
    ws = window.session.workspace
    tab = window.show_tab("claims")
    window.refresh_commands()

    def links():
        with ws.read() as connection:
            return len(find(connection, ClaimLink))

    before = links()
    tab.list.clearSelection()
    tab.list.setFocus()
    tab.list.selectAll()
    assert registry.enabled("claims.rivals")
    assert registry.run("claims.rivals")
    assert links() > before
    qtbot.waitUntil(lambda: len(tab.compare.statuses) > 2)
    chosen = next(iter(tab.compare.statuses))
    window.session.select(Entry("claim", chosen))
    window.refresh_commands()
    assert registry.run("claim.alone")
    qtbot.waitUntil(lambda: "No longer a rival" in window.message_bar.text)
    with ws.read() as connection:
        left = {x for k in find(connection, ClaimLink) for x in (k.claim_id, k.other_id)}
    assert chosen not in left

    source = sample_id("source", "digest")
    with ws.read() as connection:
        from briefing.domain.source import Source

        source = find(connection, Source)[0].id
    window.session.select(Entry("source", source))
    window.refresh_commands()
    assert registry.run("source.grade")
    sources = window.tab("sources")
    assert window.current_key() == "sources"
    assert sources.worth.form.isVisible()
    assert sources.worth.work.id == source
    titles = {one.title_in(registry.context) for one in registry}
    assert {"Mark the chosen claims as rivals", "Grade this source again…"} <= titles


def _write_buttons(tab):
    return [
        b
        for b in tab.area.widget().findChildren(QPushButton)
        if b.accessibleName().startswith("Write the section")
    ]


def test_a_new_section_stands_in_the_brief_and_a_click_writes_it(window, qtbot):
    ws = window.session.workspace
    tab = window.show_tab("brief")
    assert not _write_buttons(tab)
    made = writing.add_section(ws, BRIEFING, "outlook")
    first = writing.add_section(ws, BRIEFING, "bottom line")
    qtbot.waitUntil(lambda: len(_write_buttons(tab)) == 2)
    top, button = _write_buttons(tab)
    assert top.accessibleName() == "Write the section Bottom line"
    assert button.accessibleName() == "Write the section Outlook"
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.writing)
    editor = tab.page.editors[made]
    qtbot.waitUntil(editor.text.hasFocus)
    qtbot.keyClicks(editor.text, "It goes on.")
    tab.page.flush()
    tab.set_writing(on=False)
    qtbot.waitUntil(lambda: len(_write_buttons(tab)) == 1)
    del first


def test_a_final_briefing_shows_no_room_to_write(window, qtbot):
    ws = window.session.workspace
    tab = window.show_tab("brief")
    writing.add_section(ws, BRIEFING, "outlook")
    qtbot.waitUntil(lambda: len(_write_buttons(tab)) == 1)
    finishing.set_status(ws, BRIEFING, "final")
    qtbot.waitUntil(lambda: not _write_buttons(tab))
