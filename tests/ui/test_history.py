"""The history of an entry in the window: opened by key, read without colour, restored and undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from briefing.services import editing, finishing, history
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store.records import get
from briefing.ui.session import Entry
from briefing.ui.shell.trash import TrashDialog

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def changed(window, qtbot):
    """The window with a quote selected that was changed once."""
    editing.change_fields(window.session.workspace, "quote", QUOTE, about="The treaty itself")
    window.session.open_entry(Entry("quote", QUOTE))
    qtbot.waitUntil(lambda: window.session.registry.context.entry == QUOTE)
    return window


@pytest.fixture
def dialog(changed, qtbot):
    made = changed.history_actions.show_history()
    yield made
    made.close()


def _about(window):
    with window.session.workspace.read() as connection:
        return get(connection, "quote", QUOTE).about


def _choose(dialog, *places):
    model = dialog.list.selectionModel()
    model.clearSelection()
    for at in places:
        model.select(dialog.list.rows.index(at, 0), model.SelectionFlag.Select)


def _formats(view):
    """Word → whether it is struck out, and underlined."""
    found = {}
    cursor = QTextCursor(view.document())
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
        form = cursor.charFormat()
        found[cursor.selectedText().strip()] = (form.fontStrikeOut(), form.fontUnderline())
        cursor.setPosition(cursor.position())
    return found


def test_ctrl_h_and_the_menu_of_an_entry_open_its_history(changed, qtbot):
    registry = changed.session.registry
    assert registry.get("entry.history").shortcut == "Ctrl+H"
    titles = [a.text() for a in changed.entry_actions.menu(Entry("quote", QUOTE)).actions()]
    assert "History…" in titles
    before = set(changed.children())
    assert registry.run("entry.history")
    (made,) = [one for one in set(changed.children()) - before if hasattr(one, "history")]
    assert made.heading.text().startswith("“the comprehensive partnership")
    made.close()


def test_the_newest_version_is_chosen_and_its_words_are_told_without_colour(dialog):
    assert "Version 2: Edit quote" in dialog.told.text()
    words = _formats(dialog.view)
    assert words["treaty’s"] == (True, False) or words["treaty’s clause"] == (True, False)
    assert words["itself"][1]
    said = dialog.view.accessibleDescription()
    assert said == "About: was “The treaty’s clause”, is “The treaty itself”"
    assert "present" in dialog.list.rows.row(0).spoken()


def test_side_by_side_shows_both_and_two_chosen_versions_too(dialog, qtbot):
    qtbot.mouseClick(dialog.sides_button, Qt.MouseButton.LeftButton)
    text = dialog.view.toPlainText()
    assert "Version 1: Ship the sample briefing" in text
    assert "The treaty’s clause" in text
    assert "The treaty itself" in text
    assert "Vladimir Putin" in text
    assert dialog.told.text() == "1 field differs"
    qtbot.mouseClick(dialog.sides_button, Qt.MouseButton.LeftButton)
    _choose(dialog, 0, 1)
    assert "Version 1: Ship the sample briefing" in dialog.view.toPlainText()
    assert not dialog.restore_button.isEnabled()


def test_a_version_is_restored_and_ctrl_z_takes_that_back(changed, dialog, qtbot):
    assert not dialog.restore_button.isEnabled(), "the present one"
    _choose(dialog, 1)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert _about(changed) == "The treaty’s clause"
    assert "Version 1 is back" in changed.message_bar.text
    assert dialog.list.rows.rowCount() == 3
    changed.session.registry.run("edit.undo")
    assert _about(changed) == "The treaty itself"
    qtbot.waitUntil(lambda: dialog.list.rows.rowCount() == 4)


def test_the_open_history_follows_what_is_done_elsewhere(changed, dialog, qtbot):
    editing.change_fields(changed.session.workspace, "quote", QUOTE, place="Moscow")
    qtbot.waitUntil(lambda: dialog.list.rows.rowCount() == 3)
    assert "Version 3" in dialog.told.text()


def test_in_a_final_briefing_nothing_is_restored(changed, dialog, qtbot):
    finishing.set_status(changed.session.workspace, BRIEFING, "final")
    qtbot.waitUntil(lambda: bool(changed.session.lock))
    _choose(dialog, 1)
    assert not dialog.restore_button.isEnabled()


def test_the_trash_leads_to_the_history_of_what_was_deleted(changed, qtbot):
    editing.delete_entry(changed.session.workspace, "quote", QUOTE)
    trash = TrashDialog(changed.session, changed)
    trash.list.select_entry("quote", QUOTE)
    qtbot.mouseClick(trash.history_button, Qt.MouseButton.LeftButton)
    (made,) = [one for one in trash.children() if hasattr(one, "history")]
    assert "in the trash" in made.heading.text()
    _choose(made, 2)
    made.restore()
    with changed.session.workspace.read() as connection:
        assert not get(connection, "quote", QUOTE).deleted
    assert history.steps(changed.session.workspace).undo_label == "Restore earlier quote"
    made.close()
    trash.close()


def test_with_nothing_selected_the_history_is_that_of_the_briefing(window, qtbot):
    window.session.select(None)
    window.refresh_commands()
    assert window.session.registry.title("entry.history") == "History of this briefing…"
    made = window.history_actions.show_history()
    assert made.entry == Entry("briefing", BRIEFING)
    made.close()
