"""The margin of a document: what rests on each passage in view, to be pressed and stepped through."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from briefing.domain.source import Passage
from briefing.services import capturing, margin_view, quoting
from briefing.services.anchoring import Span
from briefing.services.sample import sample_id
from briefing.services.source_view import PassageSpan, source_card
from briefing.store.records import get
from briefing.ui import theme
from briefing.ui.document_view import DocumentView
from briefing.ui.session import Entry
from briefing.ui.widgets.passage_margin import PassageMargin

LINES = 4_000


@pytest.fixture
def view(qapp, qtbot):
    theme.install(qapp, "light", 100)
    made = DocumentView()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def _mark(look, start, end, name=""):
    name = name or f"{look}-{start}"
    return margin_view.Mark(look, look, name, name, f"passage-{start}", start, end)


def _show(view, text, marks):
    spans = [PassageSpan(mark.passage_id, mark.start, mark.end, "", "exact", ()) for mark in marks]
    margin = PassageMargin(view)
    view.set_document("d", text, spans)
    margin.set_marks(marks)
    margin.grab()
    return margin


def _letters(margin):
    return [[mark.letter for mark in place.marks] for place in margin.shown]


def test_only_what_is_in_view_is_laid_out(view):
    line = "A line of a long article 🚂 with words in it.\n"
    text = line * LINES
    marks = [_mark("quote", n * len(line), n * len(line) + 10) for n in range(0, LINES, 8)]
    assert len(marks) == 500
    margin = _show(view, text, marks)
    high = theme.px(30)
    assert 0 < len(margin.shown) <= view.height() // high
    assert margin.shown[0].marks[0].start == 0
    # Far below, the marks stand beside the lines of their words.
    view.show_passage("passage-" + str(320 * len(line)))
    margin.grab()
    inside = [place.marks[0] for place in margin.shown]
    assert any(mark.start == 320 * len(line) for mark in inside)
    assert all(abs(mark.start - 320 * len(line)) < 60 * len(line) for mark in inside)
    place = next(p for p in margin.shown if p.marks[0].start == 320 * len(line))
    assert abs(place.chip.y() - view.cursorRect().y()) <= 3


def test_what_overlaps_stands_side_by_side_and_the_rest_is_counted(view):
    text = "Five entries rest on these words.\n" * 3
    looks = ("quote", "claim", "event", "relation", "note")
    margin = _show(view, text, [_mark(look, 0, 20, look) for look in looks])
    assert _letters(margin) == [["Q"], ["L"], ["E", "R", "N"]]
    chips = [place.chip for place in margin.shown]
    assert not any(a.intersects(b) for n, a in enumerate(chips) for b in chips[n + 1 :])
    assert all(chip.left() >= 0 and chip.right() <= margin.width() for chip in chips)


def test_a_passage_that_began_above_keeps_its_letter(view):
    text = "Words and words.\n" * 400
    margin = _show(view, text, [_mark("claim", 0, len(text))])
    view.verticalScrollBar().setValue(200)
    margin.grab()
    (place,) = margin.shown
    assert 0 <= place.chip.y() < 5
    assert place.bar.bottom() >= view.viewport().height() - 60


def test_pressing_again_chooses_the_next_of_several(view, qtbot):
    text = "Words and words.\n"
    looks = ("quote", "claim", "event", "relation")
    margin = _show(view, text, [_mark(look, 0, 9, look) for look in looks])
    chosen = []
    margin.chosen.connect(chosen.append)
    for _n in range(2):
        place = margin.shown[-1].chip.center()
        qtbot.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(place))
        margin.select(chosen[-1].kind, chosen[-1].id)
    assert [mark.look for mark in chosen] == ["event", "relation"]


def test_the_first_mark_moves_no_word_from_under_the_pointer(view):
    margin = _show(view, "Words.", [])
    before = view.viewport().x()
    margin.set_marks([_mark("quote", 0, 5)])
    assert view.viewport().x() == before
    # Without a document there is nothing to leave room for.
    view.set_document("", "", ())
    margin.set_marks([])
    assert not margin.isVisible()


def test_every_kind_of_entry_has_a_letter_and_a_colour_of_its_own(qapp):
    theme.install(qapp, "light", 100)
    assert len(set(margin_view.LETTERS.values())) == len(margin_view.LETTERS)
    shades = {theme.colour(f"mark.{look}").name() for look in (*margin_view.LETTERS, "other")}
    assert len(shades) == len(margin_view.LETTERS) + 1


def test_entries_notes_and_highlights_of_the_sample_are_marked(window, qtbot):
    ws, briefing = window.session.workspace, window.session.briefing_id
    tab = window.show_tab("sources")
    card = source_card(ws, sample_id("source", "digest"))
    free = Span(card.document_id, 0, 6)
    capturing.toggle_highlight(ws, briefing, free)
    passage, _note = quoting.add_passage_note(ws, briefing, *free, body="Why so?")
    claim = sample_id("claim", "containers")
    capturing.add_words(ws, "claim", claim, free)
    tab.show_entry("document", card.document_id)
    qtbot.waitUntil(lambda: len(tab.margin._marks) > 0)
    fresh = source_card(ws, card.id)
    first = [m for m in margin_view.marks(ws, fresh.spans) if m.passage_id == passage]
    assert sorted(mark.letter for mark in first) == ["H", "L", "N"]
    assert any(mark.title == "Note: Why so?" for mark in first)
    # Every passage of the document has its mark.
    assert {m.passage_id for m in margin_view.marks(ws, fresh.spans)} == {s.id for s in fresh.spans}

    qtbot.waitUntil(lambda: any(m.passage_id == passage for m in tab.margin._marks))
    tab.view.verticalScrollBar().setValue(0)
    tab.margin.grab()
    place = next(p for p in tab.margin.shown if any(m.id == claim for m in p.marks))
    qtbot.mouseClick(tab.margin, Qt.MouseButton.LeftButton, pos=place.chip.center())
    while window.session.selection != Entry("claim", claim):
        qtbot.mouseClick(tab.margin, Qt.MouseButton.LeftButton, pos=place.chip.center())
    assert QApplication.focusWidget() is tab.view
    assert tab.view.chosen_passage == passage
    with ws.read() as connection:
        assert isinstance(get(connection, "passage", passage), Passage)


def test_enter_on_a_passage_goes_through_what_rests_on_it(window, qtbot):
    ws = window.session.workspace
    tab = window.show_tab("sources")
    card = source_card(ws, sample_id("source", "digest"))
    span = card.spans[0]
    claim = sample_id("claim", "containers")
    capturing.add_words(ws, "claim", claim, Span(card.document_id, span.start, span.end))
    tab.show_entry("passage", span.id)
    qtbot.waitUntil(lambda: len(tab.card.spans[0].rests) > len(span.rests))
    tab.view.setFocus()
    seen = set()
    for _n in range(len(span.rests) + 1):
        qtbot.keyClick(tab.view, Qt.Key.Key_Return)
        seen.add(window.session.selection)
    assert seen == {Entry(line.kind, line.id) for line in tab.card.spans[0].rests}
