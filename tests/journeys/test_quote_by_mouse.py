"""An analyst drags the mouse over words of an article, presses one key, and names the speaker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing.domain.annotation import Annotation
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.source import Passage, PassageLink
from briefing.store.records import find, get
from briefing.ui.shown_text import ShownText

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
#: Words, what is typed of the speaker's name, and who that is.
QUOTES = (
    ("roads that never close", "puti", ["Vladimir Putin"]),
    ("a bridge for every season", "путин", ["Vladimir Putin"]),
    ("stand with our neighbour in all its works", "jong un", ["Kim Jong Un"]),
    (
        "the paper signed at noon binds each of the two to help where the other is attacked",
        "puti",
        ["Vladimir Putin"],
    ),
    ("Is it grain? Is it fuel? We do not know yet, and we are looking.", "camp", ["Kurt Campbell"]),
)
NOTES = (("an unknown number of wagons", "Who counted?"), ("According to hearsay", "Whose?"))
KINDS = ("partial", "partial", "partial", "direct", "direct")
# Emoji and Han beyond U+FFFF stand before the words, and lines enough that some lie below the window.
ARTICLE = f"""🕊️🚂 A meeting by the river 𠀀𠮷

According to hearsay there was talk of “{QUOTES[0][0]}” and 👩‍👩‍👧 of “{QUOTES[1][0]}”.
{"A day of speeches, 𠮷 music and rain. " * 60}
The host vowed to “{QUOTES[2][0]}”. His guest stated that “{QUOTES[3][0]}”.
{"Trains came and went. 🚂 " * 60}
There was {NOTES[0][0]}. “{QUOTES[4][0]}” an observer said.
"""


@pytest.fixture
def tab(start, qtbot, tmp_path, request):
    file = tmp_path / "meeting.txt"
    file.write_text(getattr(request, "param", ARTICLE), encoding="utf-8")
    window = start()
    window.actions_of_window.imports.import_paths([str(file)])
    qtbot.waitUntil(lambda: window.current_key() == "sources", timeout=15_000)
    tab = window.tab("sources")
    qtbot.waitUntil(lambda: QUOTES[0][0] in tab.view.toPlainText())
    return tab


def _place(view, text, offset):
    cursor = QTextCursor(view.document())
    cursor.setPosition(ShownText(text).utf16(offset))
    return view.cursorRect(cursor).center()


def _drag(tab, words):
    """Scroll as with the wheel until the words are seen, and draw the pressed mouse over them."""
    view, text = tab.view, tab.card.text
    start, bar, port = text.index(words), tab.view.verticalScrollBar(), tab.view.viewport()
    bar.setValue(0)
    while _place(view, text, start).y() > port.height() // 2 and bar.value() < bar.maximum():
        bar.setValue(bar.value() + 1)
    begin, end = _place(view, text, start), _place(view, text, start + len(words))
    assert port.rect().contains(begin)
    assert port.rect().contains(end)
    QTest.mousePress(port, LEFT, NONE, begin)
    for at in ((begin + end) / 2, end):
        moved = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(at), port.mapToGlobal(QPointF(at)), LEFT, LEFT, NONE
        )
        QApplication.sendEvent(port, moved)
    QTest.mouseRelease(port, LEFT, NONE, end)


def _type(text):
    for character in text:
        pressed = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, character)
        QApplication.sendEvent(QApplication.focusWidget(), pressed)


def _enter(tab):
    popup = tab.panel.speaker.completer().popup()
    QTest.keyClick(popup if popup.isVisible() else QApplication.focusWidget(), Qt.Key.Key_Return)


def test_each_quote_takes_one_drag_one_key_a_part_of_a_name_and_enter(tab, qtbot):
    text = tab.card.text
    for (words, part, names), kind in zip(QUOTES, KINDS, strict=True):
        _drag(tab, words)
        assert tab.view.hasFocus()
        QTest.keyClick(tab.view, Qt.Key.Key_Q)
        assert tab.panel.isVisible()
        assert tab.panel.words.text() == words
        assert tab.panel.speaker.hasFocus()
        _type(part)
        _enter(tab)
        assert not tab.panel.isVisible(), tab.panel.wrong.text()
        with tab.session.workspace.read() as connection:
            quote = get(connection, "quote", tab.session.selection.id)
            assert isinstance(quote, Quote)
            (link,) = find(connection, PassageLink, entry_kind="quote", entry_id=quote.id)
            passage = get(connection, "passage", link.passage_id)
            said = find(connection, QuoteSpeaker, quote_id=quote.id)
            speakers = [get(connection, "actor", one.actor_id) for one in said]
        assert (quote.words, quote.quote_kind) == (words, kind)
        assert [one.name for one in speakers] == names
        assert isinstance(passage, Passage)
        assert text[passage.start : passage.end] == passage.exact == words


def test_a_note_takes_one_drag_one_key_its_words_and_escape(tab, qtbot):
    text = tab.card.text
    for words, body in NOTES:
        _drag(tab, words)
        QTest.keyClick(tab.view, Qt.Key.Key_N)
        _type(body)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert tab.view.hasFocus()
    with tab.session.workspace.read() as connection:
        notes = find(connection, Annotation, target_kind="passage")
        places = {n.body: get(connection, "passage", n.target_id) for n in notes}
    assert {b: text[p.start : p.end] for b, p in places.items()} == {b: w for w, b in NOTES}


def test_a_drag_over_several_lines_and_back_takes_the_same_words(tab, qtbot):
    words = QUOTES[3][0]
    _drag(tab, words)
    start = tab.card.text.index(words)
    assert tab.view.selected_span() == (start, start + len(words))
    port = tab.view.viewport()
    begin = _place(tab.view, tab.card.text, start)
    end = _place(tab.view, tab.card.text, start + len(words))
    assert begin.y() != end.y()
    QTest.mouseClick(port, LEFT, NONE, end)
    QTest.mousePress(port, LEFT, NONE, end)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(begin), port.mapToGlobal(QPointF(begin)), LEFT, LEFT, NONE
    )
    QApplication.sendEvent(port, moved)
    QTest.mouseRelease(port, LEFT, NONE, begin)
    assert tab.view.selected_span() == (start, start + len(words))


@pytest.mark.parametrize("tab", [ARTICLE.partition("\n\n")[2]], indirect=True, ids=["no headline"])
def test_an_article_that_tells_no_title_goes_by_its_files_name_everywhere(tab, qtbot):
    _drag(tab, QUOTES[0][0])
    QTest.keyClick(tab.view, Qt.Key.Key_Q)
    _type("puti")
    _enter(tab)
    window = tab.window()
    qtbot.waitUntil(lambda: bool(window.sources.cards))
    shown = [label.text() for label in window.sources.cards[0].findChildren(type(tab.heading))]
    assert "meeting.txt" in shown
    assert tab.heading.text() == "meeting.txt"
    assert not tab.citation.isVisible()
