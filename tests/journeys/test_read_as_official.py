"""An official with five minutes: the bottom line, one number behind it, the words it rests on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel

from briefing.ui.tabs.brief import BottomLine
from briefing.ui.tabs.reading_text import ReadingText


def _number(text: ReadingText, number: str) -> QTextCursor:
    cursor = QTextCursor(text.document())
    while not (cursor := text.document().find(number, cursor)).isNull():
        if cursor.charFormat().isAnchor():
            return cursor
    raise AssertionError(f"no citation {number}")


def test_from_the_bottom_line_to_the_words_of_the_treaty(start, qtbot):
    window = start()
    assert window.current_key() == "brief"
    line = window.tab("brief").findChild(BottomLine)
    text = line.findChild(ReadingText)
    assert line.isVisible()
    assert "Russia and North Korea have come close to an alliance" in text.toPlainText()
    top = line.mapTo(window, line.rect().bottomLeft()).y()
    assert 0 < top < window.height(), "the bottom line is read without scrolling"

    cursor = _number(text, "1")
    place = text.cursorRect(cursor).center()
    place.setX(place.x() - 2)
    qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)

    chosen = window.session.selection
    assert chosen is not None
    cards = window.sources.cards
    assert cards
    passage = cards[0].passages[0]
    qtbot.waitUntil(passage.isVisible)
    words = passage.accessibleName().removeprefix("Passage: ")
    assert len(words) > 10

    passage.setFocus()
    qtbot.keyClick(passage, Qt.Key.Key_Return)
    assert window.current_key() == "sources"
    tab = window.tab("sources")
    assert words.split("…")[0].strip() in " ".join(tab.view.toPlainText().split())


def test_every_tab_opens_by_its_number_and_shows_something(start, qtbot):
    window = start()
    for place in range(1, 9):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.ControlModifier)
        assert window.tab_widget.currentIndex() == place - 1
        tab = window.tab(window.current_key())
        assert tab.isVisible()
        assert tab.count() is None or tab.count() > 0
    assert not [label for label in window.message_bar.findChildren(QLabel) if label.isVisible()]
