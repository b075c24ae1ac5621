"""A new analyst makes a small briefing on another matter, by keys and mouse alone."""

from __future__ import annotations

import pypdfium2
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog

from briefing.domain.actor import Actor
from briefing.domain.hypothesis import HypothesisMatrix, Rating
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.relation import Relation
from briefing.services import assessment_view
from briefing.store.records import find
from briefing.ui.dialogs.new_briefing import NewBriefingDialog
from briefing.ui.exporting.dialog import ExportDialog

CTRL = Qt.KeyboardModifier.ControlModifier
ARTICLE = """Two ministers open the river port again

Finland and Estonia agreed on Tuesday, 4 March 2025, to open the river port again. Aino Lahti, the
minister of transport, called it "a door that stood shut too long". She said that trains would follow.

Latvia accuses Estonia of going it alone. "Nobody asked us," Janis Kalns said in Riga.
"""


class Hands:
    """Keys go where the keyboard is; the mouse drags over words."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.keys = 0

    def press(self, *keys, held=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            self.qtbot.keyClick(self.target(), key, held)
            self.keys += 1

    def write(self, text):
        self.qtbot.keyClicks(self.target(), text)
        self.keys += len(text)

    def target(self):
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def drag_over(self, view, words):
        text = view.toPlainText()
        start = text.index(words)
        ends = []
        for place in (start, start + len(words)):
            cursor = QTextCursor(view.document())
            cursor.setPosition(place)
            ends.append(view.cursorRect(cursor).center() + QPoint(1, 0))
        where, left = view.viewport(), Qt.MouseButton.LeftButton
        self.qtbot.mousePress(where, left, pos=ends[0])
        self.qtbot.mouseMove(where, ends[1])
        self.qtbot.mouseRelease(where, left, pos=ends[1])
        assert view.textCursor().selectedText() == words


def _all(window, kind, **where):
    with window.session.workspace.read() as connection:
        return [one for one in find(connection, kind, **where) if not one.deleted]


def _mine(window, kind):
    return _all(window, kind, briefing_id=window.session.briefing_id)


def _activate(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()


def test_a_briefing_on_another_matter_from_nothing_to_paper(start, qtbot, tmp_path, monkeypatch):
    window = start()
    hands = Hands(window, qtbot)
    article = tmp_path / "port.txt"
    window.session.settings.export_folder = str(tmp_path)
    article.write_text(ARTICLE, encoding="utf-8")
    # The dialog for files is the system's; all else is done by hand.
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(article)], ""))

    hands.press(Qt.Key.Key_N, held=CTRL)
    dialog = window.findChild(NewBriefingDialog)
    _activate(dialog, qtbot)
    quick = dialog.starts.findItems("Quick note", Qt.MatchFlag.MatchExactly)[0]
    place = dialog.starts.visualItemRect(quick).center()
    qtbot.mouseClick(dialog.starts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(dialog.title, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.title.hasFocus)
    hands.write("The river port opens, and Riga is left out")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_A, held=CTRL)
    hands.write("5th March 2025")
    hands.press(Qt.Key.Key_Return)
    brief = window.tab("brief")
    qtbot.waitUntil(lambda: brief.writing and brief.page.index is not None)
    _activate(window, qtbot)
    assert "5 March 2025" in window.line.text()

    hands.press(Qt.Key.Key_O, held=CTRL)
    sources = window.tab("sources")
    qtbot.waitUntil(lambda: "river port" in sources.view.toPlainText(), timeout=15_000)
    qtbot.waitUntil(sources.view.hasFocus)

    # Three quotes of people nobody has entered: Q and Enter each, four keys at most.
    said = {
        "a door that stood shut too long": "Aino Lahti",
        "trains would follow": "Aino Lahti",
        "Nobody asked us,": "Janis Kalns",
    }
    before = hands.keys
    for words in said:
        hands.drag_over(sources.view, words)
        hands.press(Qt.Key.Key_Q, Qt.Key.Key_Return)
        assert not sources.panel.isVisible()
    assert hands.keys - before <= 4 * len(said)
    names = {one.id: one.name for one in _all(window, Actor)}
    quotes = {one.words: one.id for one in _mine(window, Quote)}
    speakers = {one.quote_id: names[one.actor_id] for one in _all(window, QuoteSpeaker)}
    assert {words: speakers[quotes[words]] for words in said} == said

    # Two relations, their ends read from the words.
    for words, kind in (("agreed on Tuesday", "dip"), ("accuses Estonia", "disp")):
        hands.drag_over(sources.view, words)
        hands.press(Qt.Key.Key_R)
        hands.press(Qt.Key.Key_Tab)
        hands.write(kind)
        hands.press(Qt.Key.Key_Return, held=CTRL)
        assert window.side.currentWidget() is window.sources
    names = {one.id: one.name for one in _all(window, Actor)}
    assert [
        (names[one.from_id], one.relation_kind, names[one.to_id]) for one in _mine(window, Relation)
    ] == [("Finland", "diplomatic contact", "Estonia"), ("Latvia", "dispute", "Estonia")]
    # A kind has to be chosen: none is assumed.
    hands.drag_over(sources.view, "going it alone")
    hands.press(Qt.Key.Key_R)
    hands.press(Qt.Key.Key_Return, held=CTRL)
    assert window.form.is_open
    hands.press(Qt.Key.Key_Escape)
    assert len(_mine(window, Relation)) == 2

    # A matrix of two by two: the question, two rows, and the ratings by number.
    hands.press(Qt.Key.Key_7, held=CTRL)
    tab = window.tab("assessment")
    qtbot.mouseClick(tab.add_matrix, Qt.MouseButton.LeftButton)
    hands.write("Why was Riga not asked?")
    hands.press(Qt.Key.Key_Return)
    block = tab.blocks[0]
    qtbot.mouseClick(block.more_evidence, Qt.MouseButton.LeftButton)
    _activate(block.picker, qtbot)
    qtbot.waitUntil(block.picker.field.hasFocus)
    for words in ("door that stood", "Nobody asked"):
        hands.write(words)
        assert block.picker.list.current_entry().kind == "quote"
        hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Escape)
    _activate(window, qtbot)
    qtbot.waitUntil(block.grid.hasFocus)
    hands.press(Qt.Key.Key_Up, Qt.Key.Key_1, Qt.Key.Key_Right, Qt.Key.Key_5)
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_2, Qt.Key.Key_Left, Qt.Key.Key_4)
    (matrix,) = _mine(window, HypothesisMatrix)
    assert matrix.question == "Why was Riga not asked?"
    rated = assessment_view.matrix(window.session.workspace, matrix.id).rows
    assert sorted("".join(row.ratings) for row in rated) == sorted(["CCII", "IC"])
    assert len(_all(window, Rating)) >= 4

    # The bottom line with a citation, then the paper.
    hands.press(Qt.Key.Key_1, held=CTRL)
    text = brief.page.ordered()[0].text
    assert text.hasFocus()
    hands.write("The port opens without Riga @Nobody")
    hands.press(Qt.Key.Key_Return)
    hands.write(".")
    hands.press(Qt.Key.Key_E, held=CTRL)
    dialog = window.findChild(ExportDialog)
    _activate(dialog, qtbot)
    qtbot.waitUntil(dialog.choices.format.hasFocus)
    paper = dialog.target()
    hands.press(Qt.Key.Key_Return)
    exports = window.actions_of_window.exports
    qtbot.waitUntil(lambda: exports.last == paper, timeout=20_000)
    assert paper.name in window.message_bar.text
    words = _words_of(paper)
    assert "The river port opens, and Riga is left out" in words
    assert "The port opens without Riga" in words


def _words_of(paper):
    document = pypdfium2.PdfDocument(paper)
    try:
        page = document[0]
        text = page.get_textpage()
        words = " ".join(text.get_text_bounded().replace("\u200b", "").split())
        text.close()
        page.close()
    finally:
        document.close()
    return words
