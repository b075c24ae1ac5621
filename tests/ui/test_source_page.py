"""The page of a PDF beside its text."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from briefing.services.importing import import_file
from briefing.ui.session import Entry
from tests import files

PAGES = [f"Words on page {name} of it" for name in ("one", "two", "three")]


@pytest.fixture
def tab(window, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(files.raw_pdf([files.shown((60, 500, words), size=20) for words in PAGES]))
    done = import_file(window.session.workspace, path, briefing_id=window.session.briefing_id)
    window.session.open_entry(Entry("document", done.document_id))
    found = window.tab("sources")
    found.show_entry("document", done.document_id)
    return found


def test_the_page_follows_the_cursor(window, tab, qtbot):
    assert not tab.page.isVisible()
    window.actions_of_window.toggle_page()
    qtbot.waitUntil(lambda: tab.page.sheet is not None)
    assert tab.page.caption.text() == "Page 1 of 3"
    at = tab.card.text.index("page three")
    tab.view.select_span(at, at + 10)
    qtbot.waitUntil(lambda: tab.page.sheet is not None and tab.page.sheet.number == 2)
    assert tab.page.caption.text() == "Page 3 of 3"
    assert tab.page.paper.accessibleName() == "Page 3 of 3"
    window.actions_of_window.toggle_page()
    assert not tab.page.isVisible()


def test_the_chosen_words_are_marked_where_they_stand(window, tab, qtbot):
    window.actions_of_window.toggle_page()
    at = tab.card.text.index("page two")
    tab.view.select_span(at, at + 8)
    paper = tab.page.paper
    qtbot.waitUntil(lambda: paper.chosen_rect() is not None)
    place = paper.chosen_rect()
    # "page" begins behind "Words on " at 60 of 400 points, 500 of 600 from below.
    assert paper.width() * 0.3 < place.left() < paper.width() * 0.5
    assert place.top() < paper.height() * (1 - 505 / 600) < place.bottom()
    picture = paper.grab().toImage()
    inside = [
        picture.pixelColor(x, round(place.center().y()))
        for x in range(round(place.left()), round(place.right()))
    ]
    assert any(shade.lightness() < 120 for shade in inside)
    assert picture.pixelColor(paper.width() // 2, paper.height() - 20) == QColor("white")


def test_a_passage_of_the_text_is_marked_on_its_page(window, tab, qtbot):
    from briefing.services import quoting

    at = tab.card.text.index("page two")
    quoting.add_passage_note(
        window.session.workspace, window.session.briefing_id, tab.view.document_id, at, at + 8
    )
    window.actions_of_window.toggle_page()
    tab.view.select_span(at, at)
    qtbot.waitUntil(lambda: tab.page.sheet is not None and tab.page.sheet.number == 1)
    assert len(tab.page.sheet.boxes(at, at + 8)) == 1
    assert tab.page.sheet.boxes(0, 5) == ()


def test_a_source_with_no_pages_says_so(window, qtbot):
    window.show_tab("sources")
    window.actions_of_window.toggle_page()
    assert not window.tab("sources").page.isVisible()
    assert "no pages" in window.message_bar.text
    # Nothing is said when they are put away again.
    window.session.say("Else.")
    window.actions_of_window.toggle_page()
    assert window.message_bar.text == "Else."


def test_a_page_that_cannot_be_painted_says_why(window, tab, qtbot, monkeypatch):
    monkeypatch.setattr("briefing.store.quotes.original_bytes", lambda *_: b"%PDF-1.7 broken")
    window.actions_of_window.toggle_page()
    qtbot.waitUntil(lambda: "damaged" in tab.page.caption.text())
