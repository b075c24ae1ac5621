"""An endless line is shown in pieces, and no place in the text is another for it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication, QTextDocument

from briefing.services.source_view import PassageSpan
from briefing.ui.copying import selected_words
from briefing.ui.document_view import DocumentView
from briefing.ui.shown_text import LONGEST, ShownText

_TEXTS = st.text(
    st.sampled_from(
        ["a", "b", ".", " ", "\n", "\r", "。", "国", "𠮷", "🇰", "e", "\u0301", "\u200d"]
    ),
    max_size=120,
)
_SENTENCE = "Both sides keep to the words that were said at noon. "


def _units(text):
    return len(text.encode("utf-16-le")) // 2


@given(_TEXTS, st.integers(4, 30))
def test_every_code_point_has_its_place_and_the_place_its_code_point(text, longest):
    shown = ShownText(text, longest)
    units = shown.shown.encode("utf-16-le")
    for offset, sign in enumerate(text):
        place = shown.utf16(offset)
        assert shown.code_points(place) == offset
        there = units[2 * place : 2 * (place + _units(sign))].decode("utf-16-le")
        # What is shown is the sign of the text, or the line end that stands for a blank.
        assert there == sign or (there == "\n" and sign.isspace())
    assert shown.code_points(_units(shown.shown)) == len(text)
    assert shown.utf16(len(text)) == _units(shown.shown)


@given(_TEXTS, st.integers(4, 30))
def test_no_line_is_longer_and_nothing_is_lost(text, longest):
    shown = ShownText(text, longest).shown
    assert all(len(line) <= longest for line in shown.split("\n"))
    assert "".join(shown.split()) == "".join(text.split())


def test_lines_end_where_sentences_do():
    lines = ShownText(_SENTENCE * 10, 120).shown.split("\n")
    assert len(lines) > 3
    assert all(line.strip().endswith(".") for line in lines)


def test_a_sign_is_not_parted_from_what_belongs_to_it():
    # 99 letters and then one with an accent of its own: the line ends before the letter.
    first, second, *_rest = ShownText("a" * 99 + "e\u0301" + "a" * 99, 100).shown.split("\n")
    assert (first, second[:2]) == ("a" * 99, "e\u0301")


def test_an_ordinary_text_is_shown_as_it_is():
    text = "\n".join([_SENTENCE * 20] * 50)
    assert ShownText(text).shown == text


@pytest.mark.parametrize(
    "sentence", [_SENTENCE, "条约在双方遵守𠮷时有效。", "x" * 50], ids=["en", "zh", "none"]
)
def test_passages_of_an_endless_line_are_marked_chosen_and_copied_exactly(qtbot, sentence):
    text = sentence * (5 * LONGEST // len(sentence))
    view = DocumentView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    start = len(text) // 2
    span = PassageSpan("p", start, start + 25, "said", "exact", ())
    view.set_document("d", text, [span])
    view.show()
    document = view.document()
    assert document.blockCount() > 4
    assert max(_block_lengths(document)) <= 2 * LONGEST
    assert view.show_passage("p")
    assert view.offset() == start
    # From one piece into the next: the words are those of the text.
    broken = _place_of_a_break(view)
    view.select_span(broken - 10, broken + 10)
    start, end = view.selected_span()
    words = text[start:end]
    # As always, blanks at the ends are no words.
    assert words == text[broken - 10 : broken + 10].strip()
    assert selected_words(view) == words
    view.copy()
    assert QGuiApplication.clipboard().text() == words
    lines = view.lines_in_view()
    assert len(lines) > 3
    assert all(a.end <= b.start <= a.end + 1 for a, b in pairwise(lines))


def _block_lengths(document: QTextDocument):
    block = document.begin()
    while block.isValid():
        yield block.length()
        block = block.next()


def _place_of_a_break(view):
    return view._places.code_points(view.document().findBlockByNumber(2).position())
