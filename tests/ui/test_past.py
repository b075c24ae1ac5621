"""A briefing as it stood: asked for by day, shown in a window of its own, compared, never changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from briefing.services import editing, entry_history
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store.records import get
from briefing.ui.session import Entry
from briefing.ui.shell.frame import kept_settings

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def changed(window):
    """The window with a quote changed and a judgment deleted since the sample was shipped."""
    workspace = window.session.workspace
    editing.change_fields(workspace, "quote", QUOTE, about="The treaty itself")
    with workspace.read() as connection:
        (judgment,) = connection.exec_driver_sql(
            "SELECT id, text FROM judgment WHERE NOT deleted AND briefing_id = ? LIMIT 1",
            (BRIEFING,),
        ).fetchall()
    window.gone = judgment
    editing.delete_entry(workspace, "judgment", judgment[0])
    return window


@pytest.fixture
def past(changed, qtbot):
    """A window on the day of the sample."""
    dialog = changed.history_actions.ask_moment()
    dialog.field.setText("20 June 2024")
    qtbot.mouseClick(dialog.show_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(changed.history_actions.past_windows))
    made = changed.history_actions.past_windows[0]
    qtbot.waitExposed(made)
    yield made
    if made in changed.history_actions.past_windows:
        made.close()


def test_the_days_of_changes_are_offered_and_what_is_no_day_is_said(changed, qtbot):
    assert changed.session.registry.get("briefing.at").shortcut == "Ctrl+Shift+H"
    dialog = changed.history_actions.ask_moment()
    assert not dialog.show_button.isEnabled()
    days = [dialog.list.rows.row(at).head for at in range(dialog.list.rows.rowCount())]
    assert days[-1] == "2024-06-20"
    dialog.field.setText("one day")
    assert "no day or time" in dialog.told.text()
    assert not dialog.show_button.isEnabled()
    dialog.list.select_entry("moment", "2024-06-20")
    assert dialog.show_button.isEnabled()
    assert "2024-06-20" in dialog.told.text()
    dialog.close()


def test_the_window_says_which_moment_it_shows_and_shows_it(changed, past):
    words = past.bar_of_past.told.text()
    assert words.startswith("As it stood on 2024-06-20 23:59")
    assert "read-only" in words
    assert words in past.windowTitle()
    brief = past.show_tab("brief")
    assert changed.gone[0] in brief.rows
    assert changed.gone[0] not in changed.show_tab("brief").rows
    with past.session.workspace.read() as connection:
        assert get(connection, "quote", QUOTE).about == "The treaty’s clause"


def test_nothing_can_be_changed_there_and_searching_works(past, qtbot):
    past.session.select(Entry("quote", QUOTE))
    past.refresh_commands()
    offered = {one.id for one in past.session.registry.available()}
    assert not {"entry.edit", "entry.delete", "entry.new.quote", "edit.undo"} & offered
    assert not {"brief.write", "brief.status.final", "note.ask"} & offered
    assert {"entry.history", "file.export", "edit.copy"} <= offered
    assert not past.writing_actions.bar.isVisible()
    assert not past.sources.note_column.ask_button.isVisible()
    assert "draft" in past.line.text()
    past.sidebar.search_for("assistance")
    assert past.sidebar.results.rows.find("quote", QUOTE) >= 0
    assert not past.sidebar._looks[past.sidebar.list].unread
    for field in past.findChildren(QLineEdit):
        assert field.accessibleName() or field.parent()


def test_closing_it_forgets_nothing_of_the_present_and_frees_it(changed, past, qtbot):
    before = kept_settings().value("briefing")
    past.show_tab("quotes")
    past.close()
    assert changed.history_actions.past_windows == []
    assert kept_settings().value("briefing") == before
    assert kept_settings().value("tab") != "quotes"
    editing.change_fields(changed.session.workspace, "quote", QUOTE, place="Moscow")


def test_it_closes_with_the_window_it_came_from(changed, past):
    changed.close()
    assert not past.isVisible()


def test_it_is_compared_with_the_present_from_its_bar(changed, past, qtbot):
    qtbot.mouseClick(past.bar_of_past.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: changed.history_actions.compared is not None)
    dialog = changed.history_actions.compared
    assert dialog.counted.text() == "1 changed entry · 1 removed entry"
    assert dialog.list.rows.find("judgment", changed.gone[0]) >= 0
    dialog.list.select_entry("quote", QUOTE)
    dialog._on_chosen(Entry("quote", QUOTE))
    said = dialog.view.accessibleDescription()
    assert said == "About: was “The treaty’s clause”, is “The treaty itself”"
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert changed.session.selection == Entry("quote", QUOTE)
    dialog.close()


def test_a_version_of_an_entry_leads_to_the_briefing_of_then(changed, qtbot):
    changed.session.open_entry(Entry("quote", QUOTE))
    history = changed.history_actions.show_history()
    first = entry_history.entry_history(changed.session.workspace, "quote", QUOTE).versions[-1]
    history.list.select_entry("version", first.id)
    qtbot.mouseClick(history.moment_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(changed.history_actions.past_windows))
    (made,) = changed.history_actions.past_windows
    assert made.clock == first.clock
    made.close()
    history.close()


def test_a_briefing_that_was_not_made_then_is_said(changed, qtbot):
    changed.history_actions.show_at(1 << 16)
    qtbot.waitUntil(lambda: "had not been made" in changed.message_bar.text)
    assert changed.history_actions.past_windows == []
