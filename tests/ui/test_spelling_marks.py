"""Wrong words are underlined while one writes, and put right from their menu."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor

from briefing.services import writing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store.records import need

BRIEFING = sample_id("briefing", BRIEFING_KEY)
SPELL = QTextCharFormat.UnderlineStyle.SpellCheckUnderline


@pytest.fixture
def page(window, qtbot):
    window.session.registry.run("brief.write")
    made = window.tab("brief").page
    qtbot.waitUntil(lambda: made.index is not None and made.speller is not None)
    return made


def _marked(text):
    found = []
    block = text.document().begin()
    while block.isValid():
        words = block.text().encode("utf-16-le")
        found += [
            words[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le")
            for one in block.layout().formats()
            if one.format.underlineStyle() == SPELL
        ]
        block = block.next()
    return found


def _type(qtbot, text, words):
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(text, words)


def _at(text, word):
    cursor = text.document().find(word)
    cursor.setPosition(cursor.selectionStart() + 1)
    return text.cursorRect(cursor).center()


def test_the_sample_has_no_wrong_words_and_its_names_are_known(page):
    assert [_marked(editor.text) for editor in page.ordered()] == [[]] * len(page.editors)


def test_a_wrong_word_is_marked_when_it_is_finished(page, qtbot):
    text = page.ordered()[0].text
    text.moveCursor(QTextCursor.MoveOperation.End)
    text.insertPlainText(" 🕊️𠮷 ")
    _type(qtbot, text, "They recieve")
    assert _marked(text) == []
    qtbot.keyClicks(text, " aid of Kim Jong Un")
    assert _marked(text) == ["recieve"]


def test_marks_are_no_change_of_the_text(page, qtbot):
    editor = page.ordered()[0]
    with qtbot.assertNotEmitted(editor.typed):
        editor.text.marks.rehighlight()
    assert not editor.dirty


def test_the_menu_puts_it_right_as_one_step(page, qtbot):
    editor = page.ordered()[0]
    text = editor.text
    _type(qtbot, text, " They recieve aid")
    menu = text.menu_at(_at(text, "recieve"))
    words = [action.text() for action in menu.actions()]
    assert words[0] == "receive"
    menu.actions()[0].trigger()
    menu.deleteLater()
    assert text.markdown().endswith("They receive aid")
    assert _marked(text) == []
    page.flush()
    row = next(
        r for r in writing.section_rows(page.session.workspace, BRIEFING) if r.id == editor.row.id
    )
    assert row.body.endswith("They receive aid")
    text.undo()
    assert text.markdown().endswith("They recieve aid")


def test_a_word_can_be_kept(page, qtbot):
    text = page.ordered()[0].text
    _type(qtbot, text, " denuclearisation now")
    assert _marked(text) == ["denuclearisation"]
    menu = text.menu_at(_at(text, "denuclearisation"))
    keep = next(a for a in menu.actions() if a.text().startswith("Add “"))
    keep.trigger()
    menu.deleteLater()
    assert _marked(text) == []


def test_it_can_be_switched_off_and_is_remembered(window, page, qtbot):
    text = page.ordered()[0].text
    _type(qtbot, text, " recieve it")
    assert _marked(text) == ["recieve"]
    window.session.registry.run("brief.spelling")
    assert _marked(text) == []
    assert "check_spelling = false" in window.session.settings.path.read_text()
    window.session.registry.run("brief.spelling")
    assert _marked(text) == ["recieve"]


def test_a_language_without_dictionary_is_said_once(window, page, qtbot):
    with window.session.workspace.write("Edit") as unit:
        unit.change("briefing", BRIEFING, language="tlh")
    qtbot.waitUntil(lambda: "No dictionary for tlh" in window.message_bar.text)
    assert page.speller is None
    with window.session.workspace.read() as connection:
        assert need(connection, "briefing", BRIEFING).language == "tlh"
