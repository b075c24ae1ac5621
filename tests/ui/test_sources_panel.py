"""The panel beside the tabs: it follows the selection, opens passages and keeps notes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from briefing.domain.changes import Author
from briefing.services import annotating, history
from briefing.services.note_threads import notes_on
from briefing.services.sample import sample_id
from briefing.services.workspace import open_workspace
from briefing.ui import theme
from briefing.ui.session import Entry, Session
from briefing.ui.shell.sources_panel import SourcesPanel

BRIEFING = sample_id("briefing", "pyongyang-2024")
QUOTE = Entry("quote", sample_id("quote", "mutual-assistance"))
OTHER = Entry("relation", sample_id("relation", "arms-transfer"))


@pytest.fixture
def session(qapp, tmp_path):
    ws = open_workspace(tmp_path / "library.briefing", Author("someone", "laptop"))
    made = Session(ws, None, None, None)
    made.open_briefing(BRIEFING)
    yield made
    made.close()
    made.deleteLater()
    ws.close()


@pytest.fixture
def panel(session, qtbot):
    theme.install(QApplication.instance(), "light", 100)
    made = SourcesPanel(session)
    qtbot.addWidget(made)
    made.resize(340, 820)
    made.show()
    yield made
    made.hide()
    theme.install(QApplication.instance(), "light", 100)


def _bodies(session, entry=QUOTE):
    return [n.body for n in notes_on(session.workspace, entry.kind, entry.id)]


def test_it_says_what_to_do_while_nothing_is_selected(panel):
    assert panel.empty.isVisible()
    assert "Select a statement" in panel.empty.text()


def test_it_follows_the_selection_and_counts(panel, session):
    session.select(QUOTE)
    assert panel.count.text() == "1 of 9"
    assert panel.cards[0].badge.text == "B"
    assert "Usually reliable" in panel.cards[0].badge.toolTip()
    session.select(OTHER)
    assert panel.heading.text() == "NORTH KOREA — RUSSIA"
    assert len(panel.cards) == 4


def test_enter_on_the_words_opens_the_passage(panel, session, qtbot):
    session.select(QUOTE)
    passage = panel.cards[0].passages[0]
    with qtbot.waitSignal(session.open_requested) as opened:
        QTest.keyClick(passage, Qt.Key.Key_Return)
    assert opened.args[0].kind == "passage"
    with qtbot.waitSignal(session.open_requested) as again:
        panel.cards[0].show_button.click()
    assert again.args == opened.args


def test_typing_saves_and_one_undo_takes_the_spell_back(panel, session, qtbot):
    session.select(QUOTE)
    before = _bodies(session)
    note = panel.notes[0]
    note.start_editing()
    note.edit.insertPlainText(" one")
    qtbot.waitUntil(lambda: _bodies(session) == [before[0] + " one"])
    note.edit.insertPlainText(" two")
    qtbot.waitUntil(lambda: _bodies(session) == [before[0] + " one two"])
    history.undo(session.workspace)
    assert _bodies(session) == before
    qtbot.waitUntil(lambda: note.edit.toPlainText() == before[0])


def test_a_new_note_is_kept_when_the_selection_moves_on(panel, session):
    session.select(OTHER)
    panel.add_note()
    panel.notes[-1].edit.insertPlainText("Who counted?")
    session.select(QUOTE)
    assert _bodies(session, OTHER) == ["Who counted?"]


def test_a_note_left_empty_is_no_note(panel, session):
    session.select(OTHER)
    panel.add_note()
    QTest.keyClick(panel.notes[-1].edit, Qt.Key.Key_Escape)
    assert panel.notes == []
    assert _bodies(session, OTHER) == []


def test_hiding_the_panel_saves_what_is_typed(panel, session):
    session.select(OTHER)
    panel.add_note()
    panel.notes[-1].edit.insertPlainText("Half a thought")
    panel.hide()
    assert _bodies(session, OTHER) == ["Half a thought"]


def test_resolve_share_and_delete(panel, session, qtbot):
    note_id = annotating.add_note(session.workspace, *_ends(OTHER), BRIEFING, "Check")
    session.select(OTHER)
    note = panel.notes[0]
    note.resolve_button.click()
    qtbot.waitUntil(lambda: note.resolve_button.text() == "Reopen")
    note.start_editing()
    note.private.click()
    row = notes_on(session.workspace, *_ends(OTHER))[0]
    assert (row.id, row.resolved, row.private) == (note_id, True, False)
    note.delete_button.click()
    assert panel.notes == []
    assert _bodies(session, OTHER) == []


def _ends(entry):
    return entry.kind, entry.id


@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_wider_than_the_panel(panel, session, qtbot, scale):
    theme.install(QApplication.instance(), "light", scale)
    session.select(QUOTE)
    panel.notes[0].start_editing()

    def uncut():
        room = panel.scroll_area.viewport().width()
        assert panel.scroll_area.widget().width() <= room
        for label in panel.scroll_area.widget().findChildren(QLabel):
            if label.isVisible():
                assert label.height() >= label.heightForWidth(label.width())

    qtbot.waitUntil(uncut, timeout=3_000)


def test_words_of_others_are_shown_as_text(panel, session):
    annotating.add_note(session.workspace, *_ends(OTHER), BRIEFING, "<img src='x'> **bold**")
    session.select(OTHER)
    assert "&lt;img" in panel.notes[0].words.text()
    assert "<b>bold</b>" in panel.notes[0].words.text()
