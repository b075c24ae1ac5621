"""The Brief in writing: saved as typed, numbered as it goes, never overwritten."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMessageBox

from briefing.domain.changes import Author
from briefing.services import finishing, history, writing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.ui.session import Entry

BRIEFING = sample_id("briefing", BRIEFING_KEY)
ELSEWHERE = Author("00000000-0000-4000-8000-0000000000a2", "00000000-0000-4000-8000-0000000000d2")
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(window, qtbot):
    window.session.registry.run("brief.write")
    made = window.tab("brief").page
    qtbot.waitUntil(lambda: made.index is not None)
    return made


@pytest.fixture
def elsewhere(window):
    made = open_workspace(window.session.workspace.path, ELSEWHERE)
    yield made
    made.close()


def _bodies(page):
    return {row.id: row.body for row in writing.section_rows(page.session.workspace, BRIEFING)}


def _type(qtbot, editor, words):
    editor.text.setFocus()
    editor.text.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor.text, words)


def test_f4_turns_reading_into_writing_and_back(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    tab = window.tab("brief")
    qtbot.keyClick(tab, Qt.Key.Key_F4)
    assert tab.writing
    assert tab.page.isVisible()
    assert not tab.area.isVisible()
    assert len(tab.page.editors) == 8
    assert len(tab.page.rows) == len(tab.view.judgments)
    assert QApplication.focusWidget() is tab.page.ordered()[0].text
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not tab.writing
    assert tab.area.isVisible()


def test_what_is_typed_is_saved_by_itself_and_read_beside(page, qtbot):
    editor = page.ordered()[0]
    before = editor.text.markdown()
    _type(qtbot, editor, " More words.")
    qtbot.waitUntil(lambda: _bodies(page)[editor.row.id] == before + " More words.")
    qtbot.waitUntil(lambda: editor.reading.toPlainText().endswith("More words."))
    # One stretch of typing is one step back.
    editor.text.left.emit()
    history.undo(page.session.workspace)
    qtbot.waitUntil(lambda: editor.text.markdown() == before)
    assert _bodies(page)[editor.row.id] == before


def test_a_new_citation_renumbers_the_whole_page(page, qtbot):
    first, last = page.ordered()[0], page.ordered()[-1]
    with qtbot.waitSignal(first.typed):
        first.text.moveCursor(QTextCursor.MoveOperation.Start)
        first.text.setFocus()
        qtbot.keyClicks(first.text, "@containers")
    qtbot.keyClick(first.text, Qt.Key.Key_Return)
    cited = first.text.markdown()
    assert cited.startswith("[@")
    qtbot.waitUntil(lambda: first.reading.toPlainText().startswith("1"))
    qtbot.waitUntil(lambda: first.text._words_of_chip(cited[: cited.index("]") + 1])[0] == "1")
    page.flush()
    # Reading shows the same numbers as writing did.
    shown = {e.row.id: e.reading.toPlainText() for e in (first, last)}
    page.done.emit()
    tab = page.parentWidget()
    for key, words in shown.items():
        assert tab._places[key].toPlainText() == words


@pytest.mark.parametrize("way", ["reading", "tab", "close", "briefing"])
def test_nothing_typed_is_lost_on_leaving(window, page, qtbot, way):
    editor = page.ordered()[0]
    key = editor.row.id
    _type(qtbot, editor, " Last words")
    if way == "reading":
        window.session.registry.run("brief.write")
    elif way == "tab":
        window.show_tab("quotes")
    elif way == "close":
        window.close()
    else:
        window.session.open_briefing(None)
    bodies = {r.id: r.body for r in writing.section_rows(window.session.workspace, BRIEFING)}
    assert bodies[key].endswith(" Last words")


def test_words_of_another_in_another_paragraph_are_joined(page, qtbot, elsewhere):
    editor = page.ordered()[2]
    key, before = editor.row.id, editor.row.body
    assert "\n" in before
    _type(qtbot, editor, " Mine.")
    writing.set_section_body(elsewhere, key, "Theirs. " + before, expected=before)
    page.session.workspace.catch_up()
    both = "Theirs. " + before + " Mine."
    qtbot.waitUntil(lambda: _bodies(page)[key] == both)
    assert editor.text.markdown() == both
    assert editor.question.isHidden()


@pytest.mark.parametrize("choice", ["keep", "take", "both"])
def test_words_of_another_in_the_same_line_are_asked_about(page, qtbot, elsewhere, choice):
    editor = page.ordered()[0]
    key, before = editor.row.id, editor.row.body
    _type(qtbot, editor, " Mine.")
    theirs = before + " Theirs."
    writing.set_section_body(elsewhere, key, theirs, expected=before)
    qtbot.waitUntil(editor.question.isVisible)
    assert _bodies(page)[key] == theirs
    assert editor.text.markdown() == before + " Mine."
    getattr(editor, choice).click()
    mine = before + " Mine."
    wanted = {"keep": mine, "take": theirs, "both": f"{mine}\n\n{theirs}"}[choice]
    qtbot.waitUntil(lambda: _bodies(page)[key] == wanted)
    assert editor.text.markdown() == wanted
    assert editor.question.isHidden()


@pytest.mark.parametrize("choice", ["keep", "take"])
def test_a_section_deleted_elsewhere_while_it_is_typed_is_asked_about(
    page, qtbot, elsewhere, choice
):
    editor = page.ordered()[0]
    key = editor.row.id
    _type(qtbot, editor, " Mine.")
    writing.delete_section(elsewhere, key)
    qtbot.waitUntil(editor.question.isVisible)
    getattr(editor, choice).click()
    if choice == "keep":
        qtbot.waitUntil(lambda: _bodies(page).get(key, "").endswith(" Mine."))
        assert key in page.editors
    else:
        qtbot.waitUntil(lambda: key not in page.editors)
        assert key not in _bodies(page)


def test_what_another_changes_appears_where_nothing_is_typed(page, qtbot, elsewhere):
    editor = page.ordered()[0]
    writing.set_section_body(elsewhere, editor.row.id, "Theirs.", expected=editor.row.body)
    qtbot.waitUntil(lambda: editor.text.markdown() == "Theirs.")
    assert editor.reading.toPlainText() == "Theirs."


def test_sections_are_added_named_moved_and_deleted_with_the_keyboard(page, qtbot):
    ws = page.session.workspace
    action = next(a for a in page.add_menu.actions() if a.data() == "implications")
    action.trigger()
    editor = page.editors[next(iter(page.editors.keys() - _before(page)))]
    assert QApplication.focusWidget() is editor.text or not page.window().isActiveWindow()
    editor.heading.setFocus()
    qtbot.keyClicks(editor.heading, "For us")
    qtbot.keyClick(editor.heading, Qt.Key.Key_Return)
    key = editor.row.id
    qtbot.waitUntil(lambda: editor.row.heading == "For us")
    order = [r.id for r in writing.section_rows(ws, BRIEFING)]
    qtbot.keyClick(editor.text, Qt.Key.Key_Up, ALT)
    at = order.index(key)
    qtbot.waitUntil(lambda: [r.id for r in writing.section_rows(ws, BRIEFING)].index(key) == at - 1)
    qtbot.waitUntil(lambda: [e.row.id for e in page.ordered()].index(key) == at - 1)
    assert page.editors[key] is editor
    editor.delete.click()
    qtbot.waitUntil(lambda: key not in page.editors)
    history.undo(ws)
    qtbot.waitUntil(lambda: key in page.editors)
    assert page.editors[key].row.heading == "For us"


def _before(page):
    rows = writing.section_rows(page.session.workspace, BRIEFING)
    return {row.id for row in rows if row.section_kind != "implications"}


def test_a_section_is_dragged_to_its_place(page, qtbot):
    rest = [e for e in page.ordered() if writing.group_of(e.row.section_kind) == 2]
    dragged, target = rest[-1], rest[0]
    top = target.mapTo(page.column, target.rect().topLeft()).y()

    def send(kind, height):
        spot = dragged.handle.mapFrom(page.column, QPointF(2, height).toPoint())
        event = QMouseEvent(
            kind,
            QPointF(spot),
            dragged.handle.mapToGlobal(QPointF(spot)),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(dragged.handle, event)

    send(QEvent.Type.MouseMove, top + 2)
    assert page.column.line.isVisible()
    send(QEvent.Type.MouseButtonRelease, top + 2)
    assert not page.column.line.isVisible()

    def first():
        return next(e for e in page.ordered() if writing.group_of(e.row.section_kind) == 2)

    qtbot.waitUntil(lambda: first() is dragged)


def test_kind_is_changed_in_place(page, qtbot):
    editor = page.ordered()[-1]
    editor.kind.setCurrentIndex(editor.kind.findData("bottom line"))
    editor.kind.activated.emit(editor.kind.currentIndex())
    qtbot.waitUntil(lambda: editor.row.section_kind == "bottom line")
    qtbot.waitUntil(lambda: page.ordered().index(editor) < 2)


def test_final_asks_about_what_is_missing_and_locks_the_page(window, page, qtbot, monkeypatch):
    asked = []

    def answer(_parent, _title, words, _buttons, default):
        asked.append(words)
        assert default == QMessageBox.StandardButton.No, "Enter in a hurry locks nothing"
        return QMessageBox.StandardButton.No if len(asked) == 1 else QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", answer)
    ws = window.session.workspace
    with ws.write("Edit") as unit:
        unit.change("briefing", BRIEFING, cutoff="")
    run = window.session.registry.run
    run("brief.status.final")
    assert "cut-off" in asked[0]
    assert finishing.status_of(ws, BRIEFING) == "draft"
    run("brief.status.final")
    qtbot.waitUntil(page.notice.isVisible)
    editor = page.ordered()[0]
    before = editor.text.markdown()
    _type(qtbot, editor, "no")
    assert editor.text.markdown() == before
    assert not editor.delete.isEnabled()
    assert "final" in page.notice.text
    assert window.writing_actions.bar.status.text().startswith("Final")
    page.notice.action_button.click()
    qtbot.waitUntil(lambda: not editor.text.isReadOnly())
    _type(qtbot, editor, "yes")
    assert editor.text.markdown() == before + "yes"
    assert finishing.status_of(ws, BRIEFING) == "draft"


def test_search_leads_to_a_section_in_writing_too(window, page):
    key = page.ordered()[3].row.id
    window.session.open_entry(Entry("section", key))
    assert window.tab("brief").writing
    assert page.focusWidget() is page.editors[key].text


def test_every_control_of_a_section_has_a_name(page):
    for editor in page.editors.values():
        for widget in (
            editor.kind,
            editor.heading,
            editor.text,
            editor.up,
            editor.down,
            editor.delete,
        ):
            assert widget.accessibleName()
            assert "section" in widget.accessibleName() or "Move" in widget.accessibleName()


def test_writing_stands_through_another_theme(window, page, qtbot):
    editor = page.ordered()[0]
    before = editor.text.markdown()
    window.session.registry.run("theme.dark")
    assert editor.text.markdown() == before
    assert page.isVisible()
    assert writing.section_rows(window.session.workspace, BRIEFING)[0].body == before


def test_the_page_follows_the_cursor_and_the_list_leaves_the_markings_in_view(window, page, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    window.resize(1200, 620)
    window.session.registry.run("text.larger")
    editor = page.ordered()[-1]
    _type(qtbot, editor, " more" * 120 + " @put")
    caret = editor.text.cursorRect()
    seen = page.area.viewport().rect()
    assert seen.contains(editor.text.mapTo(page.area.viewport(), caret.center()))
    shown = editor.text._list
    assert shown.isVisible()
    middle = window.centralWidget().geometry()
    assert middle.contains(shown.geometry())
    spot = editor.text.viewport().mapTo(window, caret.center())
    assert not shown.geometry().contains(spot)


def test_a_marking_given_to_a_section_reaches_the_banners(window, page, qtbot):
    with window.session.workspace.write("Mark") as unit:
        unit.change("section", page.ordered()[0].row.id, marking="RED")
    qtbot.waitUntil(lambda: "RED" in window.top_banner.accessibleName(), timeout=15_000)
    assert "RED" in window.bottom_banner.accessibleName()


def test_what_is_due_when_the_window_has_closed_is_not_begun(window, page, qtbot):
    assert window.close()
    with qtbot.captureExceptions() as failed:
        page._index_soon.start(0)
        qtbot.waitUntil(lambda: not page._index_soon.isActive())
    assert not failed


def test_ctrl_and_page_keys_go_from_section_to_section_and_few_tabs_do(page, qtbot):
    first, second = page.ordered()[:2]
    first.text.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(first.text, Qt.Key.Key_PageDown, control)
    assert second.text.hasFocus()
    qtbot.keyClick(second.text, Qt.Key.Key_PageUp, control)
    assert first.text.hasFocus()
    qtbot.keyClick(first.text, Qt.Key.Key_PageUp, control)
    assert first.text.hasFocus()
    assert first.up.focusPolicy() == Qt.FocusPolicy.NoFocus
