"""Notes in the panel: asked, answered, assigned and resolved with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QInputDialog

from briefing.services import annotating, history, note_threads
from briefing.services.note_threads import threads_on
from briefing.services.sample import sample_id
from briefing.ui.session import Entry
from briefing.ui.shell.note_column import MOST

BRIEFING = sample_id("briefing", "pyongyang-2024")
TARGET = Entry("relation", sample_id("relation", "arms-transfer"))
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ws(window):
    window.activateWindow()
    window.session.open_briefing(BRIEFING)
    window.session.select(TARGET)
    return window.session.workspace


def _threads(ws):
    return threads_on(ws, TARGET.kind, TARGET.id)


def _note(ws, body="Check", **over):
    return annotating.add_note(ws, TARGET.kind, TARGET.id, BRIEFING, body, **over)


def _column(window):
    return window.sources.note_column


def test_ask_answer_and_resolve_by_keyboard_alone(window, ws, qtbot):
    assert window.session.registry.run("note.ask")
    (card,) = window.sources.notes
    assert QApplication.focusWidget() is card.edit
    # Who is to answer must be able to see it.
    assert not card.private.isChecked()
    QTest.keyClicks(card.edit, "How many shells?")
    QTest.keyClick(card.edit, Qt.Key.Key_Return, CONTROL)
    (thread,) = _threads(ws)
    assert (thread.first.motivation, thread.first.private) == ("questioning", False)
    qtbot.waitUntil(lambda: card.row is not None)

    assert window.session.registry.run("note.reply")
    reply = window.sources.notes[-1]
    assert QApplication.focusWidget() is reply.edit
    assert reply.close_button.isVisible()
    assert reply.close_button.text() == "Answer and resolve"
    QTest.keyClicks(reply.edit, "Millions")
    QTest.keyClick(reply.edit, Qt.Key.Key_Return, CONTROL)
    (thread,) = _threads(ws)
    assert [r.body for r in thread.replies] == ["Millions"]
    assert thread.first.resolved
    qtbot.waitUntil(lambda: "resolved by Analyst" in card.accessibleName())
    # Answer and resolution are one step to take back.
    history.undo(ws)
    (thread,) = _threads(ws)
    assert (thread.first.resolved, thread.replies) == (False, ())
    qtbot.waitUntil(lambda: len(window.sources.notes) == 1)


def test_the_keys_of_the_commands_are_free_and_told(window):
    registry = window.session.registry
    known = {c.id: c.shortcut_text() for c in registry if c.id.startswith("note.")}
    assert known == {
        "note.add": "Ctrl+M",
        "note.ask": "Ctrl+Shift+A",
        "note.reply": "Ctrl+R",
        "note.resolve": "Ctrl+Shift+R",
        "note.assign": "Ctrl+Shift+G",
    }


def test_escape_on_an_empty_reply_leaves_no_reply(window, ws):
    _note(ws)
    window.sources.reload()
    window.session.registry.run("note.reply")
    QTest.keyClick(window.sources.notes[-1].edit, Qt.Key.Key_Escape)
    assert len(window.sources.notes) == 1
    assert _threads(ws)[0].replies == ()


def test_a_reply_being_written_survives_a_change_of_the_thread(window, ws, qtbot):
    first = _note(ws, private=False)
    window.sources.reload()
    window.session.registry.run("note.reply")
    draft = window.sources.notes[-1]
    draft.edit.insertPlainText("Half a")
    annotating.share_note(ws, first, private=True)
    qtbot.waitUntil(lambda: "private" in draft.accessibleName())
    draft.edit.insertPlainText(" thought")
    draft.finish()
    (thread,) = _threads(ws)
    assert [(r.body, r.private) for r in thread.replies] == [("Half a thought", True)]
    qtbot.waitUntil(lambda: draft.row is not None)
    assert window.sources.notes[-1] is draft


def test_a_reply_tells_whether_it_is_shared_before_anything_is_typed(window, ws):
    _note(ws, private=False)
    window.sources.reload()
    window.session.registry.run("note.reply")
    draft = window.sources.notes[-1]
    assert "shared" in draft.accessibleName()
    assert not draft.private.isVisible()


def test_long_threads_are_folded_and_a_note_within_is_found(window, ws, qtbot):
    first = _note(ws)
    replies = [annotating.reply(ws, first, f"Reply {n}") for n in range(6)]
    window.sources.reload()
    (thread,) = _column(window).threads
    assert [card.isVisible() for card in thread.replies] == [False] * 4 + [True] * 2
    assert thread.more.text() == "Show 4 earlier replies"
    qtbot.waitUntil(lambda: thread.replies[-1].x() > thread.first.x())
    assert window.sources.edit_note(replies[1])
    assert thread.replies[1].isVisible()
    assert not thread.more.isVisible()


def test_few_replies_are_not_folded(window, ws):
    first = _note(ws)
    for n in range(3):
        annotating.reply(ws, first, f"Reply {n}")
    window.sources.reload()
    (thread,) = _column(window).threads
    assert all(card.isVisible() for card in thread.replies)
    assert not thread.more.isVisible()


def test_deleting_a_note_with_replies_says_so_and_undo_restores_it(window, ws, qtbot):
    first = _note(ws)
    annotating.reply(ws, first, "Still here")
    window.sources.reload()
    (thread,) = _column(window).threads
    thread.first.delete_button.click()
    qtbot.waitUntil(thread.deleted.isVisible)
    assert thread.deleted.text() == "Deleted note"
    assert [card.note_id for card in window.sources.notes] != [first]
    assert thread.replies[0].isVisible()
    assert window.session.registry.run("edit.undo")
    qtbot.waitUntil(thread.first.isVisible)
    assert "Check" in thread.first.words.text()
    assert not thread.deleted.isVisible()


def test_assigning_from_the_menu_to_a_colleague_and_to_nobody(window, ws, qtbot):
    _note(ws)
    window.sources.reload()
    (card,) = window.sources.notes
    card.assign_button.click()
    menu = card.assign_menu
    assert [a.text() for a in menu.actions() if not a.isSeparator()][-2:] == [
        "Nobody",
        "Add a colleague…",
    ]
    assert next(a for a in menu.actions() if a.isChecked()).text() == "Nobody"
    menu.close()
    menu.add_colleague("Ana")
    qtbot.waitUntil(lambda: "for Ana" in card.accessibleName())
    window.session.registry.run("note.assign")
    shared = window.note_actions._menu
    assert next(a for a in shared.actions() if a.isChecked()).text() == "Ana"
    next(a for a in shared.actions() if a.text() == "Nobody").trigger()
    shared.close()
    qtbot.waitUntil(lambda: "for Ana" not in card.accessibleName())


def test_a_colleague_is_added_in_a_dialog(window, ws, qtbot):
    _note(ws)
    window.sources.reload()
    (card,) = window.sources.notes
    card.assign_button.click()
    card.assign_menu.close()
    next(a for a in card.assign_menu.actions() if a.text() == "Add a colleague…").trigger()
    (dialog,) = window.findChildren(QInputDialog)
    dialog.setTextValue("Ben Li")
    dialog.accept()
    assert _threads(ws)[0].first.assigned_to == "Ben Li"


def test_ctrl_m_leaves_a_form_that_stands_in_the_way(window, ws):
    window.session.edit_requested.emit(TARGET)
    assert window.form.isVisible()
    window.session.registry.run("note.add")
    assert window.sources.notes[-1].edit.isVisible()


def test_with_several_notes_and_none_in_hand_the_reader_is_asked_to_choose(window, ws):
    _note(ws, "one")
    _note(ws, "two")
    window.sources.reload()
    window.tab_widget.tabBar().setFocus()
    window.session.registry.run("note.resolve")
    assert not any(t.first.resolved for t in _threads(ws))
    assert "Choose a note" in window.message_bar.text
    second = window.sources.notes[1]
    second.reply_button.setFocus()
    window.session.registry.run("note.resolve")
    assert [t.first.resolved for t in _threads(ws)] == [False, True]


def test_every_part_of_a_thread_has_a_name(window, ws):
    first = _note(ws, private=False, motivation="questioning")
    for n in range(5):
        annotating.reply(ws, first, f"Reply {n}")
    window.sources.reload()
    window.session.registry.run("note.reply")
    for card in window.sources.notes:
        assert card.accessibleName().startswith("Note: ")
        assert card.edit.accessibleName()
    for button in _column(window).findChildren(QAbstractButton):
        assert button.accessibleName(), button


def test_of_very_many_notes_on_one_entry_the_newest_are_shown_and_any_can_be_asked_for(window, ws):
    ids = [_note(ws, f"note {n}") for n in range(MOST + 4)]
    window.sources.reload()
    column = _column(window)
    assert [t.note_id for t in column.threads] == ids[4:]
    assert column.earlier.text() == "4 earlier notes are in the list of all notes (Ctrl+9)."
    window.session.select(Entry("annotation", ids[1]))
    assert [t.note_id for t in column.threads] == [ids[1], *ids[4:]]
    assert column.earlier.text().startswith("3 earlier")


def test_a_new_question_is_in_view_as_a_whole(window, ws, qtbot):
    for n in range(4):
        _note(ws, f"note {n}")
    window.sources.reload()
    window.session.registry.run("note.ask")
    card, area = window.sources.notes[-1], window.sources.scroll_area.viewport()

    def within():
        top = card.mapTo(area, QPoint(0, 0)).y()
        assert top >= 0
        assert top + card.height() <= area.height()

    qtbot.waitUntil(within)


def test_a_note_changed_elsewhere_is_shown_anew_without_reading_its_neighbours(
    window, ws, qtbot, monkeypatch
):
    first = _note(ws, "Before")
    answer = annotating.reply(ws, first, "An answer")
    _note(ws, "Another")
    column = _column(window)
    qtbot.waitUntil(lambda: len(column.cards()) == 3)
    read = []
    threads = note_threads.newest_threads
    monkeypatch.setattr(
        note_threads, "newest_threads", lambda *args: read.append(args) or threads(*args)
    )
    annotating.set_note_body(ws, answer, "A better answer")
    card = column.show_note(answer)
    qtbot.waitUntil(lambda: "A better answer" in card.words.text())
    annotating.resolve_note(ws, first)
    qtbot.waitUntil(lambda: column.threads[0].first.row.resolved)
    assert not read
    # One that goes or comes is another matter.
    annotating.delete_note(ws, answer)
    qtbot.waitUntil(lambda: len(column.cards()) == 2)
    assert read
