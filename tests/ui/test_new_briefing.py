"""The dialog of a new briefing, and where it leads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from briefing.services import history, library_view, writing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.ui.dialogs.new_briefing import NewBriefingDialog

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def dialog(window):
    window.session.registry.run("briefing.new")
    made = window.findChild(NewBriefingDialog)
    yield made
    if isValid(made):
        made.close()


def test_a_template_is_opened_for_writing_with_its_guidance(window, dialog, qtbot):
    dialog.choose("template", "quick")
    assert "half a page" in dialog.about.text()
    qtbot.keyClicks(dialog.title, "A strait is closed")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    tab = window.tab("brief")
    qtbot.waitUntil(lambda: tab.writing and len(tab.page.editors) == 4)
    assert window.session.briefing_id != SAMPLE
    assert window.title.text() == "A strait is closed"
    first = tab.page.ordered()[0]
    assert "two sentences" in first.text.guidance
    assert first.text.markdown() == ""
    qtbot.keyClicks(first.text, "It is closed.")
    tab.page.flush()
    rows = writing.section_rows(window.session.workspace, window.session.briefing_id)
    assert [row.body for row in rows] == ["It is closed.", "", "", ""]


def test_a_long_title_of_an_earlier_briefing_is_wrapped_and_not_scrolled_to(dialog, qtbot):
    qtbot.waitUntil(dialog.starts.isVisible)
    assert not dialog.starts.horizontalScrollBar().isVisible()


def test_last_weeks_briefing_proposes_its_title(window, dialog, qtbot):
    dialog.choose("earlier", SAMPLE)
    assert dialog.title.text().startswith("Russia and North Korea")
    dialog.choose("empty")
    assert dialog.title.text() == ""
    dialog.title.setText("Mine")
    dialog.choose("earlier", SAMPLE)
    assert dialog.title.text() == "Mine"
    dialog.ok.click()
    qtbot.waitUntil(lambda: window.title.text() == "Mine")
    assert len(library_view.briefings(window.session.workspace)) == 2
    history.undo(window.session.workspace)
    assert len(library_view.briefings(window.session.workspace)) == 1


def test_what_is_wrong_is_told_and_nothing_is_made(window, dialog, qtbot):
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    assert "title" in dialog.error.text()
    assert dialog.isVisible()
    dialog.title.setText("T")
    dialog.as_of.setText("soonish")
    assert dialog.reading.text() == "not a date yet"
    dialog.ok.click()
    assert "soonish" in dialog.error.text()
    dialog.reject()
    assert len(library_view.briefings(window.session.workspace)) == 1


def test_a_date_is_typed_as_it_is_said_and_an_error_leads_to_its_field(window, dialog, qtbot):
    _activate(dialog, qtbot)
    dialog.ok.click()
    assert dialog.focusWidget() is dialog.title
    qtbot.keyClicks(dialog.title, "A strait is closed")
    # What was said of the empty title holds no more.
    assert dialog.error.isHidden()
    dialog.as_of.setText("soonish")
    qtbot.keyClick(dialog.desk, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.as_of
    assert "19 June 2024" in dialog.error.text()
    qtbot.keyClicks(dialog.as_of, "20th Dec 2023")
    assert dialog.reading.text() == "20 December 2023"
    qtbot.keyClicks(dialog.desk, "Gulf desk")
    qtbot.keyClick(dialog.desk, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title.text() == "A strait is closed")
    assert window.line.text().startswith("As of 20 December 2023 · Gulf desk · ")


def _activate(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
