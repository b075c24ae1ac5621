"""Final versions in the window: asked what changed, told on the page, opened and compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing.domain.briefing import Status
from briefing.services import editing, finishing, releasing
from briefing.services.brief_view import brief_view
from briefing.services.sample import BRIEFING_KEY, sample_id

BRIEFING = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def reopened(window, qtbot):
    """Version 1 was final; the draft of version 2 says another likelihood."""
    workspace = window.session.workspace
    finishing.set_status(workspace, BRIEFING, "final")
    finishing.set_status(workspace, BRIEFING, "draft")
    one = next(j for j in brief_view(workspace, BRIEFING).judgments if j.likelihood)
    editing.change_fields(workspace, "judgment", one.id, likelihood="almost no chance")
    window.show_tab("brief")
    qtbot.waitUntil(lambda: window.tab("brief").view.version == 2)
    window.writing_actions._read_status()
    return window


@pytest.fixture
def asked(reopened, qtbot):
    reopened.writing_actions.set_status(Status.FINAL)
    qtbot.waitUntil(lambda: reopened.writing_actions.release_dialog is not None)
    return reopened.writing_actions.release_dialog


def test_a_briefing_that_was_never_final_says_nothing_of_versions(window):
    assert window.show_tab("brief").release_note is None


def test_a_draft_after_a_final_version_leads_back_to_it(reopened, qtbot):
    note = reopened.tab("brief").release_note
    assert note.title.text() == "Draft of version 2"
    assert "Version 1, final since" in note.accessibleName()
    qtbot.mouseClick(note.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(reopened.history_actions.past_windows))
    (past,) = reopened.history_actions.past_windows
    assert past.bar_of_past.told.text().startswith("Version 1, final")
    assert past.tab("brief").view.status == "final"
    assert past.tab("brief").release_note.title.text().startswith("Version 1, final since")
    past.close()


def test_a_draft_is_compared_with_the_final_version_before(reopened, qtbot):
    qtbot.mouseClick(reopened.tab("brief").release_note.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: reopened.history_actions.compared is not None)
    dialog = reopened.history_actions.compared
    assert dialog.heading.text() == "From “version 1” to “the present”"
    assert dialog.counted.text() == "1 changed entry"
    dialog.close()


def test_a_correction_asks_what_changed_and_the_page_tells_it(reopened, asked, qtbot):
    assert "almost no chance" in asked.words.toPlainText()
    asked.words.clear()
    assert not asked.final_button.isEnabled(), "nothing said is no answer"
    asked.words.setPlainText("It will not happen.")
    qtbot.mouseClick(asked.final_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(reopened.session.lock))
    note = reopened.tab("brief").release_note
    assert note.title.text().startswith("Version 2, final since")
    assert note.changes.text() == "Changed since version 1:\n• It will not happen."
    assert "It will not happen" in note.accessibleName()
    assert "version 2" in reopened.session.lock


def test_leaving_the_question_leaves_the_draft(reopened, asked):
    asked.reject()
    workspace = reopened.session.workspace
    assert finishing.status_of(workspace, BRIEFING) == "draft"
    assert len(releasing.versions_of(workspace, BRIEFING).final) == 1


def test_final_versions_stand_first_among_the_moments_and_two_are_compared(reopened, asked, qtbot):
    qtbot.mouseClick(asked.final_button, Qt.MouseButton.LeftButton)
    dialog = reopened.history_actions.ask_moment()
    rows = [dialog.list.rows.row(at) for at in range(dialog.list.rows.rowCount())]
    assert [row.head for row in rows[:3]] == [
        "Final versions",
        "Version 2, final",
        "Version 1, final",
    ]
    model = dialog.list.selectionModel()
    for at in (1, 2):
        model.select(dialog.list.rows.index(at, 0), model.SelectionFlag.Select)
    assert dialog.compare_button.text() == "Compare the two"
    assert not dialog.show_button.isEnabled()
    qtbot.mouseClick(dialog.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: reopened.history_actions.compared is not None)
    compared = reopened.history_actions.compared
    assert compared.heading.text() == "From “Version 1, final” to “Version 2, final”"
    assert compared.counted.text() == "1 changed entry"
    compared.close()
