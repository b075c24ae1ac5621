"""Text with citations as chips: it comes out exactly as it went in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor

from briefing.domain.briefing import Briefing
from briefing.domain.citing import CitationNumbers, Ref
from briefing.services.citable import build_index
from briefing.ui import theme as themes
from briefing.ui.editors.section_text import SectionText
from tests.builders import empty_workspace, make_quote

ONE, TWO = "[@quote:one]", "[@quote:one; @claim:two]"
# What Qt keeps for itself, or takes for the end of a line.
# The last two mark the order of bytes: a text that begins with one comes to Qt without it.
_QTS = "\r\u2029\ufdd0\ufdd1\x00\ufeff\ufffe"
WORDS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters=_QTS), max_size=20)
TEXTS = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from([ONE, TWO, "[@quote:a ;  @claim:b ]", "\n", "\n\n", "- ", "\ufffc", "🕊️"]),
    ),
    max_size=12,
).map("".join)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    ws = empty_workspace(tmp_path_factory.mktemp("library"))
    with ws.write("Fill") as unit:
        unit.add(Briefing(id="b", title="B"))
        unit.add(make_quote(id="one", briefing_id="b", words="roads will meet"))
        unit.add(make_quote(id="two", briefing_id="b", words="roads will part"))
    made = build_index(ws, "b")
    ws.close()
    return made


@pytest.fixture
def text(qapp, qtbot, index):
    themes.install(qapp, "light", 100)
    made = SectionText(lambda: index, None)
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    return made


def _end(text):
    text.moveCursor(QTextCursor.MoveOperation.End)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(TEXTS)
def test_any_text_comes_out_as_it_went_in(text, words):
    text.set_markdown(words)
    assert text.markdown() == words


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(TEXTS, TEXTS)
def test_merging_gives_the_other_text_and_can_be_taken_back(text, before, after):
    text.set_markdown(before)
    text.merge_markdown(after)
    assert text.markdown() == after
    while text.document().isUndoAvailable():
        text.undo()
    assert text.markdown() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(TEXTS)
def test_all_of_it_copied_and_pasted_is_the_same(text, words):
    text.set_markdown(words)
    text.selectAll()
    data = text.createMimeDataFromSelection()
    assert data.text() == words
    text.set_markdown("")
    text.insertFromMimeData(data)
    assert text.markdown() == words


def test_a_citation_is_one_letter_to_the_cursor_and_shows_its_words(text):
    text.set_markdown(f"Roads{ONE}.")
    assert text.document().characterCount() == len("Roads.") + 2
    assert "quote:" not in text.toPlainText()
    numbers = CitationNumbers()
    numbers.number(Ref("quote", "one"))
    text.set_numbers(numbers)
    assert text._words_of_chip(ONE) == ("1", "Unattributed: roads will…")
    assert text._words_of_chip("[@quote:gone]") == ("", "quote")


def test_at_opens_the_list_and_enter_cites(text, qtbot):
    text.set_markdown("They meet")
    _end(text)
    qtbot.keyClicks(text, " @ro")
    assert not text._list.isHidden()
    assert text._list.list.count() == 2
    qtbot.keyClick(text, Qt.Key.Key_Down)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text._list.isHidden()
    assert text.markdown() == "They meet [@quote:two]"
    qtbot.keyClicks(text, ", at last")
    assert text.markdown() == "They meet [@quote:two], at last"
    # A second citation right behind the first joins it.
    text.set_markdown("They meet [@quote:two]")
    _end(text)
    qtbot.keyClicks(text, "@roads will m")
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert text.markdown() == "They meet [@quote:two; @quote:one]"
    qtbot.keyClick(text, Qt.Key.Key_Backspace)
    assert text.markdown() == "They meet [@quote:two]"
    qtbot.keyClick(text, Qt.Key.Key_Backspace)
    assert text.markdown() == "They meet "
    text.undo()
    assert text.markdown() == "They meet [@quote:two]"


def test_escape_closes_the_list_and_leaves_what_was_typed(text, qtbot):
    qtbot.keyClicks(text, "@ro")
    with qtbot.assertNotEmitted(text.done):
        qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert text._list.isHidden()
    qtbot.keyClicks(text, "a")
    assert text._list.isHidden()
    assert text.markdown() == "@roa"
    with qtbot.waitSignal(text.done):
        qtbot.keyClick(text, Qt.Key.Key_Escape)


@pytest.mark.parametrize("words", ["a@ro", "write to me@road.example"])
def test_an_address_opens_no_list(text, qtbot, words):
    qtbot.keyClicks(text, words)
    assert text._list is None or text._list.isHidden()
    assert text.markdown() == words


def test_part_of_a_text_is_copied_with_its_citations(text):
    text.set_markdown(f"🕊️ One{ONE} and\ntwo{TWO}.")
    cursor = text.textCursor()
    cursor.setPosition(len("🕊️ O".encode("utf-16-le")) // 2)
    cursor.setPosition(text.document().characterCount() - 2, QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    text.copy()
    assert QGuiApplication.clipboard().text() == f"ne{ONE} and\ntwo{TWO}"
