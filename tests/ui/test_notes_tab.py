"""The list of all notes: narrowed, answered, resolved and assigned with the keyboard alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from briefing.domain.annotation import Annotation
from briefing.services import annotating, history
from briefing.services.note_list import NoteFilter
from briefing.services.note_threads import thread_of
from briefing.services.sample import sample_id
from briefing.store.journal import new_id
from briefing.ui import theme as themes
from briefing.ui.session import Entry

BRIEFING = sample_id("briefing", "pyongyang-2024")
QUOTE = Entry("quote", sample_id("quote", "mutual-assistance"))
CLAIM = Entry("claim", sample_id("claim", "containers"))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ws(window):
    window.activateWindow()
    window.session.open_briefing(BRIEFING)
    return window.session.workspace


@pytest.fixture
def tab(window, ws):
    made = window.show_tab("notes")
    made.list.setFocus()
    return made


def _note(ws, body="Check", target=CLAIM, **over):
    return annotating.add_note(ws, target.kind, target.id, BRIEFING, body, **over)


def _rows(tab):
    return [tab.list.rows.row(at) for at in range(tab.list.rows.rowCount())]


def _shown(tab, qtbot, ids):
    qtbot.waitUntil(lambda: set(ids) <= set(tab.list.rows.ids))


def test_ctrl_9_opens_it_and_the_title_counts(window, ws, qtbot):
    assert window.session.registry.get("tab.notes").shortcut_text() == "Ctrl+9"
    assert window.session.registry.run("tab.notes")
    assert window.current_key() == "notes"
    _note(ws)
    place = window.tab_widget.currentIndex()
    qtbot.waitUntil(lambda: window.tab_widget.tabText(place) == "Notes  3")


def test_a_row_tells_in_words_that_it_is_private_open_and_for_whom(ws, tab, qtbot):
    first = _note(ws, "**Who** counted?", tags=["arms"])
    annotating.assign_to_colleague(ws, first, "Ana")
    annotating.reply(ws, first, "I did")
    _shown(tab, qtbot, [first])
    row = next(r for r in _rows(tab) if r.id == first)
    assert row.text == "Who counted?"
    assert [text for text, _kind in row.chips] == ["for Ana", "private", "1 reply", "#arms"]
    assert row.side_chip[0] == "open"
    assert row.detail.startswith("Claim: ")
    for word in ("private", "open", "for Ana"):
        assert word in row.spoken()


def test_the_model_keeps_qts_rules_while_rows_come_and_go(ws, tab, qtbot):
    QAbstractItemModelTester(
        tab.list.rows, QAbstractItemModelTester.FailureReportingMode.Fatal, tab
    )
    ids = [_note(ws, f"note {n}") for n in range(30)]
    _shown(tab, qtbot, ids)
    annotating.delete_note(ws, ids[3])
    qtbot.waitUntil(lambda: ids[3] not in tab.list.rows.ids)
    tab.set_filter(NoteFilter(state="resolved"))
    tab.set_filter(NoteFilter())
    assert len(_rows(tab)) == 31


def test_resolve_reply_and_assign_from_the_list_by_key(window, ws, tab, qtbot):
    first = _note(ws, "How many?", motivation="questioning", private=False)
    _shown(tab, qtbot, [first])
    tab.list.setCurrentIndex(tab.list.rows.index(tab.list.rows.find("annotation", first), 0))
    assert window.session.selection == Entry("annotation", first)
    # The thread stands beside the list.
    assert first in [card.note_id for card in window.sources.notes]
    assert window.session.registry.run("note.resolve")
    assert thread_of(ws, first).first.resolved
    assert window.session.registry.run("note.resolve")
    assert not thread_of(ws, first).first.resolved
    assert window.session.registry.run("note.reply")
    reply = window.sources.notes[-1]
    assert QApplication.focusWidget() is reply.edit
    QTest.keyClicks(reply.edit, "Three")
    QTest.keyClick(reply.edit, Qt.Key.Key_Return, CONTROL)
    thread = thread_of(ws, first)
    assert ([r.body for r in thread.replies], thread.first.resolved) == (["Three"], True)
    tab.list.setFocus()
    assert window.session.registry.run("note.assign")
    menu = window.note_actions._menu
    menu.close()
    menu.add_colleague("Ana")
    qtbot.waitUntil(lambda: "for Ana" in tab.list.rows.row(0).spoken())


def test_typing_narrows_down_goes_to_the_rows_and_escape_lifts_it(ws, tab, qtbot):
    first = _note(ws, "the quartermaster")
    tab.words.setFocus()
    QTest.keyClicks(tab.words, "quarterm")
    qtbot.waitUntil(lambda: list(tab.list.rows.ids) == [first])
    QTest.keyClick(tab.words, Qt.Key.Key_Down)
    assert tab.list.hasFocus()
    assert tab.list.current_entry() == Entry("annotation", first)
    tab.words.setFocus()
    QTest.keyClick(tab.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(tab.list.rows.ids) == 3)


def test_filters_are_chosen_from_menus_that_count(ws, tab, qtbot):
    first = _note(ws, "x", motivation="questioning", private=False)
    annotating.resolve_note(ws, first)
    chip = tab.chips["state"]
    QTest.keyClick(chip, Qt.Key.Key_Space)
    texts = [a.text() for a in chip.menu().actions() if a.text()]
    assert texts == ["any", "open  (2)", "resolved  (1)"]
    next(a for a in chip.menu().actions() if a.text().startswith("resolved")).trigger()
    chip.menu().close()
    assert list(tab.list.rows.ids) == [first]
    assert chip.text() == "State: resolved"
    tab.chips["motivation"].click()
    menu = tab.chips["motivation"].menu()
    assert [a.text() for a in menu.actions() if a.text()] == ["any", "question  (1)"]
    menu.close()


def test_a_note_resolved_under_a_filter_leaves_the_list(window, ws, tab, qtbot):
    first = _note(ws, "only one", tags=["here"])
    tab.set_filter(NoteFilter(tag="here", state="open"), tag="here", state="open")
    tab.list.setFocus()
    tab.list.setCurrentIndex(tab.list.rows.index(0, 0))
    window.session.registry.run("note.resolve")
    qtbot.waitUntil(tab.empty.isVisible)
    assert tab.words.hasFocus()
    assert thread_of(ws, first).first.resolved
    tab.empty.button.click()
    assert len(tab.list.rows.ids) == 3
    assert tab.chips["tag"].text() == "Tag: any"


def test_enter_goes_to_what_the_note_is_on_with_the_note_in_view(window, ws, tab, qtbot):
    first = _note(ws, "Check")
    _shown(tab, qtbot, [first])
    tab.list.setCurrentIndex(tab.list.rows.index(tab.list.rows.find("annotation", first), 0))
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    assert window.current_key() == "claims"
    assert window.session.selection == CLAIM
    assert first in [card.note_id for card in window.sources.notes]


def test_a_note_on_a_passage_opens_its_source(window, ws, tab, qtbot):
    from briefing.domain.source import Passage
    from briefing.store.records import find

    with ws.read() as connection:
        passage = find(connection, Passage)[0]
    first = _note(ws, "Odd wording", Entry("passage", passage.id))
    _shown(tab, qtbot, [first])
    row = next(r for r in _rows(tab) if r.id == first)
    assert " ".join(passage.exact.split())[:40] in row.detail
    tab.list.opened.emit(Entry("annotation", first))
    assert window.current_key() == "sources"
    assert window.session.selection == Entry("passage", passage.id)


def test_del_puts_the_note_into_the_trash_and_not_what_it_is_on(window, ws, tab, qtbot):
    first = _note(ws, "Check")
    _shown(tab, qtbot, [first])
    tab.list.setCurrentIndex(tab.list.rows.index(tab.list.rows.find("annotation", first), 0))
    window.session.registry.run("entry.delete")
    qtbot.waitUntil(lambda: first not in tab.list.rows.ids)
    assert history.steps(ws).undo_label == "Delete note"
    assert "note is in the trash" in window.message_bar.text


def test_f2_opens_the_words_where_the_thread_stands(window, ws, tab, qtbot):
    first = _note(ws, "Check")
    _shown(tab, qtbot, [first])
    tab.list.setCurrentIndex(tab.list.rows.index(tab.list.rows.find("annotation", first), 0))
    window.session.registry.run("entry.edit")
    card = next(c for c in window.sources.notes if c.note_id == first)
    assert card.editing
    assert QApplication.focusWidget() is card.edit


def test_the_menu_of_a_row_offers_what_can_be_done_with_a_note(window, ws, tab):
    entry = Entry("annotation", tab.list.rows.ids[0])
    window.session.select(entry)
    menu = window.entry_actions.menu(entry)
    words = [a.text() for a in menu.actions() if a.text()]
    assert words[:3] == ["Reply to the note", "Resolve or reopen the note", "Assign the note…"]
    assert "Delete" in words
    menu.deleteLater()


def test_all_briefings_and_the_order_by_place(ws, tab, qtbot):
    elsewhere = annotating.add_note(ws, "actor", sample_id("actor", "putin"), None, "of none")
    qtbot.wait(1)
    assert elsewhere not in tab.list.rows.ids
    QTest.keyClick(tab.everywhere, Qt.Key.Key_Space)
    assert elsewhere in tab.list.rows.ids
    action = next(a for a in tab.order_button.menu().actions() if a.text() == "by place")
    action.trigger()
    kinds = [r.detail.partition(":")[0] for r in _rows(tab)]
    assert kinds == ["Actor", "Quote", "Claim"]
    assert "by place" in tab.order_button.accessibleName()


def test_a_note_that_a_filter_hides_is_shown_when_it_is_asked_for(ws, tab):
    first = _note(ws, "Check")
    reply = annotating.reply(ws, first, "Done")
    tab.set_filter(NoteFilter(state="resolved"), state="resolved")
    assert tab.show_entry("annotation", reply)
    assert tab.list.current_entry() == Entry("annotation", first)
    assert not tab.show_entry("quote", QUOTE.id)


def test_a_page_at_a_time_is_read_of_ten_thousand(ws, tab, qtbot):
    note = Annotation(
        id="", target_kind=CLAIM.kind, target_id=CLAIM.id, briefing_id=BRIEFING, body="Many"
    )
    with ws.write("Many") as unit:
        unit.add_all(
            replace(note, id=new_id(), created=f"2024-01-01T{n // 3600:02}:00:00+00:00")
            for n in range(10_000)
        )
    qtbot.waitUntil(lambda: tab.list.rows.rowCount() == 10_002)
    tab.list.scrollToBottom()
    tab.grab()
    assert len(tab.list.rows._pages) < 20


def test_everything_to_press_has_a_name_at_any_size(tab, qapp):
    for scale in (100, 200):
        themes.current().apply(choice="dark", text_scale=scale)
        for button in tab.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.accessibleName() or button.text(), button
        assert tab.words.accessibleName()
        assert tab.list.accessibleName() == "Notes"
    themes.current().apply(choice="light", text_scale=100)
