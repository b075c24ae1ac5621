"""The tabs of a briefing, over the sample: what a reader sees, chooses and makes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextOption

from briefing.domain.changes import Author
from briefing.domain.quote import Quote
from briefing.services import bloc_view, history, quote_view, source_view
from briefing.services.quote_view import QuoteFilter
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from briefing.ui import theme as themes
from briefing.ui.blocs.pair import LEAST
from briefing.ui.commands.registry import Registry
from briefing.ui.document_view import DocumentView
from briefing.ui.models.rows import PagedModel, Row
from briefing.ui.session import Entry, Session
from briefing.ui.shown_text import ShownText
from briefing.ui.tabs.actors import ActorsTab
from briefing.ui.tabs.assessment import AssessmentTab
from briefing.ui.tabs.blocs import BlocsTab
from briefing.ui.tabs.claims import ClaimsTab
from briefing.ui.tabs.quotes import QuotesTab
from briefing.ui.tabs.sources import SourcesTab
from briefing.ui.tabs.timeline import TimelineTab
from briefing.ui.tasks import TaskRunner

TABS = (QuotesTab, BlocsTab, SourcesTab, ActorsTab, ClaimsTab, TimelineTab, AssessmentTab)


@pytest.fixture
def session(qapp, tmp_path):
    themes.install(qapp, "light")
    workspace = open_workspace(tmp_path / "library.briefings", Author("person", "device"))
    tasks = TaskRunner()
    made = Session(workspace, None, Registry(), tasks)
    from briefing.domain.briefing import Briefing

    with workspace.read() as connection:
        made.open_briefing(find(connection, Briefing)[0].id)
    yield made
    tasks.shutdown()
    made.close()
    workspace.close()


@pytest.fixture
def show(session, qtbot):
    def make(cls):
        tab = cls(session)
        qtbot.addWidget(tab)
        tab.resize(780, 660)
        tab.show()
        return tab

    return make


def rows_of(view):
    return [view.rows.row(at) for at in range(view.rows.rowCount())]


@pytest.mark.parametrize("cls", TABS, ids=lambda cls: cls.key)
def test_a_tab_shows_what_it_counts_and_paints_in_both_themes(cls, show, qapp):
    tab = show(cls)
    assert tab.count() > 0
    for name in ("light", "dark"):
        themes.install(qapp, name)
        image = tab.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, 780, 7) for y in range(0, 660, 7)}
        assert len(colours) > 5


def test_a_quote_shows_speaker_office_marks_and_its_passage(show):
    rows = {row.text: row for row in rows_of(show(QuotesTab).list)}
    row = rows["“unconditionally support all of Russia’s policies”"]
    assert (row.head, row.tail, row.avatar) == ("Kim Jong Un", "Leader of North Korea", "KJ")
    assert row.side == ("19 Jun 2024", "Pyongyang")
    assert row.side_chip[0] == "passage ✓"
    assert [text for text, _ in row.chips][:2] == ["partial", "alliance"]
    assert any(row.text[0] != "“" for row in rows.values() if ("indirect", "plain") in row.chips)


def test_choosing_a_quote_shows_its_sources(show, session, qtbot):
    tab = show(QuotesTab)
    first, second = tab.list.rows.ids[:2]
    tab.show_entry("quote", first)
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    assert session.selection == Entry("quote", second)


def test_filters_narrow_and_count(show, session):
    tab = show(QuotesTab)
    ws, briefing = session.workspace, session.briefing_id
    for facet in quote_view.facets(ws, briefing, "speaker", QuoteFilter()):
        wanted = QuoteFilter(speaker_id=facet.key)
        tab.set_filter(wanted, speaker_name=facet.text)
        assert tab.list.rows.rowCount() == facet.count
        assert all(facet.text in row.head for row in rows_of(tab.list))
    days = quote_view.month_filter("2024-06-19"[:7])
    tab.set_filter(QuoteFilter(earliest=days[0], latest=days[1]), said="2024-06")
    assert tab.list.rows.rowCount() == 10
    assert tab.chips["said"].shown_text().startswith("Said: June 2024")


def test_filters_in_several_lines_take_no_more_room_than_these(show, qtbot):
    tab = show(QuotesTab)
    themes.current().apply("light", 200)
    try:
        tab.resize(608, 482)
        chips, order = tab.chips.values(), tab.order_button
        qtbot.waitUntil(lambda: order.y() > max(chip.parentWidget().y() for chip in chips))

        def close_together():
            bottom = max(chip.mapTo(tab, chip.rect().bottomLeft()).y() for chip in chips)
            return (
                order.y() - bottom < themes.px(20) and tab.list.y() - order.geometry().bottom() < 30
            )

        qtbot.waitUntil(close_together)
    finally:
        themes.current().apply("light", 100)


def test_a_scare_quote_is_nobodys(session):
    ws, briefing = session.workspace, session.briefing_id
    ids = quote_view.quote_ids(ws, briefing, QuoteFilter())
    with ws.write("Edit quote") as unit:
        unit.change("quote", ids[0], quote_kind="scare")
    card = quote_view.quote_cards(ws, briefing, ids[:1])[0]
    assert card.speaker == "Unattributed"


def test_a_quote_deleted_elsewhere_leaves_the_list(show, session, qtbot):
    tab = show(QuotesTab)
    with session.workspace.write("Delete quote") as unit:
        unit.delete("quote", tab.list.rows.ids[0])
    qtbot.waitUntil(lambda: tab.list.rows.rowCount() == 10)
    history.undo(session.workspace)
    qtbot.waitUntil(lambda: tab.list.rows.rowCount() == 11)


def test_a_long_list_fetches_only_the_pages_it_shows(qapp, qtbot):
    asked = []

    def fetch(ids):
        asked.append(len(ids))
        return [Row(head=one, kind="quote", id=one) for one in ids]

    model = PagedModel(fetch)
    model.set_ids([str(n) for n in range(100_000)])
    assert asked == []
    assert model.row(99_999).head == "99999"
    assert model.row(99_980).head == "99980"
    assert asked == [20]
    assert model.find("quote", "500") == 500


def test_a_hundred_thousand_quotes_are_read_as_they_come_into_view(show, session):
    tab = show(QuotesTab)
    briefing = session.briefing_id
    words = "Words that somebody said on one of many days, long enough to fill two lines here. "
    with session.workspace.library.aside() as connection:
        from sqlalchemy import insert

        from briefing.store.records import row_values
        from briefing.store.tables import RECORD_TABLES

        rows = [
            row_values(Quote(id=f"q{n}", briefing_id=briefing, words=f"{words}{n}", said="2023-05"))
            for n in range(100_000)
        ]
        connection.execute(insert(RECORD_TABLES["quote"]), rows)
    tab.reload()
    assert tab.list.rows.rowCount() == 100_011
    image = QImage(tab.list.viewport().size(), QImage.Format.Format_RGB32)
    bar = tab.list.verticalScrollBar()
    asked = []
    inner = tab.list.rows._fetch
    tab.list.rows._fetch = lambda ids: asked.extend(ids) or inner(ids)
    for step in range(60):
        bar.setValue(1000 + step * 110)
        tab.list.viewport().render(image)
    assert 0 < len(asked) < 2_000


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "1951",
            [{"Soviet Union", "China", "North Korea"}, {"United States", "Japan", "South Korea"}],
        ),
        ("June 2024", [{"Russia", "North Korea"}, {"United States", "Japan", "South Korea"}]),
    ],
    ids=["1951", "2024"],
)
def test_the_blocs_of_a_date(text, sides, show):
    tab = show(BlocsTab)
    assert tab.set_date(text)
    scene = tab.view.scene
    names = {actor.id: actor.name for actor in scene.actors}
    assert [{names[m] for m in bloc.members} for bloc in scene.blocs] == sides
    assert ("Russia" in names.values()) == (text != "1951")
    tie = scene.relations[0].id
    assert tab.show_entry("relation", tie)


def test_a_tie_drawn_on_the_map_can_be_pressed(show, session, qtbot):
    tab = show(BlocsTab)
    tab.set_date("June 2024")
    picture = tab.maps[1]
    tab.grab()
    from briefing.domain.picture import Circle, hit_group, walk

    spot = next(
        item
        for item, group in walk(picture.picture.items)
        if isinstance(item, Circle) and group and group.tooltip == "China"
    )
    assert hit_group(picture.picture, spot.x, spot.y).kind == "actor"
    from PySide6.QtCore import QPoint

    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(round(spot.x), round(spot.y)))
    assert session.selection.kind == "actor"


@pytest.mark.parametrize("both", [False, True], ids=["one", "two"])
@pytest.mark.parametrize("scale", [100, 200])
def test_the_maps_stand_whole_above_the_rows(show, qtbot, scale, both):
    tab = show(BlocsTab)
    themes.current().apply("light", scale)
    tab.compare.setChecked(both)
    tab.resize(590, 480)
    try:
        qtbot.waitUntil(lambda: tab.area.widget().width() == tab.area.viewport().width())
        for view, drawing in tab.pair.drawn:
            qtbot.waitUntil(lambda v=view, d=drawing: v.height() >= LEAST * d.wanted(v.width()))
            assert not tab.splitter.rect().isEmpty()
            assert view.mapTo(tab.splitter, view.rect().bottomLeft()).y() <= tab.below.y()
        if both and tab.list.isHidden():
            # The rows gave way to two pictures, until they are asked for.
            tab.bar.rows.click()
        qtbot.waitUntil(lambda: tab.list.height() >= themes.px(60))
    finally:
        themes.current().apply("light", 100)


def test_where_there_is_room_the_page_of_the_blocs_does_not_scroll(show, qtbot):
    tab = show(BlocsTab)
    tab.resize(800, 700)
    for both in (False, True):
        tab.compare.setChecked(both)
        qtbot.waitUntil(lambda: tab.area.verticalScrollBar().maximum() == 0)


def test_a_text_that_is_no_date_is_refused_in_words(show):
    tab = show(BlocsTab)
    assert not tab.set_date("soon")
    tab.compare.click()
    assert tab.maps[0].isVisible()
    assert bloc_view.read_day("June 2024")[0] == "2024-06"


@pytest.mark.parametrize(
    "before", ["", "🚀 ", "𠮷野 ", "🇰🇵𠀋"], ids=["none", "emoji", "Han", "both"]
)
def test_places_survive_characters_beyond_the_first_plane(before, qtbot):
    text = f"{before}they said so\nand more {before}words"
    start = text.index("said")
    view = DocumentView()
    qtbot.addWidget(view)
    span = source_view.PassageSpan("p", start, start + 4, "said", "exact", ())
    view.set_document("d", text, [span])
    (mark,) = view.extraSelections()
    assert mark.cursor.selectedText() == "said"
    at = text.index("words")
    view.select_span(at, at + 5)
    assert view.textCursor().selectedText() == "words"
    assert view.selected_span() == (at, at + 5)
    assert view.passage_at(ShownText(text).utf16(start + 1)) == "p"


def test_words_become_a_quote_in_one_step(show, session, qtbot):
    tab = show(SourcesTab)
    text = tab.card.text
    words = text[text.index("Kim Jong Un") :][:30].strip()
    start = text.index(words)
    tab.view.select_span(start, start + len(words))
    tab.begin_quote(tab.view.selected_place())
    assert tab.panel.isVisible()
    tab.panel.speaker.setText("김정은")
    tab.panel.said.setText("June 2024")
    assert tab.panel.reading.text() == "June 2024"
    before = quote_view.count_quotes(session.workspace, session.briefing_id)
    qtbot.keyClick(tab.panel.words, Qt.Key.Key_Return)
    assert tab.panel.wrong.text() == ""
    ws, briefing = session.workspace, session.briefing_id
    assert quote_view.count_quotes(ws, briefing) == before + 1
    card = quote_view.quote_cards(ws, briefing, [session.selection.id])[0]
    assert (card.speaker, card.date, card.passages) == ("Kim Jong Un", "Jun 2024", 1)
    assert history.steps(ws).undo_label == "Add quote"


def test_a_passage_is_scrolled_to_and_what_rests_on_it_is_listed(show):
    tab = show(SourcesTab)
    span = tab.card.spans[-1]
    assert tab.show_entry("passage", span.id)
    assert tab.view.textCursor().position() == ShownText(tab.card.text).utf16(span.start)
    listed = {row.id for row in rows_of(tab.rests) if row.id}
    assert listed == {line.id for line in span.rests}


def test_an_actor_opens_with_names_in_other_scripts(show):
    tab = show(ActorsTab)
    kim = next(row for row in rows_of(tab.list) if row.head == "Kim Jong Un")
    assert tab.show_entry("actor", kim.id)
    lines = {row.text for row in rows_of(tab.dossier)}
    assert {"김정은", "金正恩"} <= lines
    assert any(row.kind == "quote" for row in rows_of(tab.dossier))


def test_a_disputed_claim_names_both_sides(show):
    row = next(row for row in rows_of(show(ClaimsTab).list) if "6,700" in row.text)
    assert "Asserted by South Korea" in row.detail
    assert "Denied by Russia, North Korea" in row.detail
    assert (row.grade, row.tip) == ("3", "Possibly true")


def test_only_a_word_without_end_is_broken_within(qtbot):
    view = DocumentView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    text = "Said: " + '"' * 200_000 + " said nobody."
    view.set_document("d", text, ())
    view.show()
    # Where words end Qt looks for in time that grows with the square of their length.
    assert view.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere
    start = text.index("nobody")
    view.select_span(start, start + 6)
    assert view.textCursor().selectedText() == "nobody"
    assert view.selected_span() == (start, start + 6)
    view.set_document("e", "An article of words. " * 500, ())
    assert view.wordWrapMode() == QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def test_the_selected_words_and_the_place_stay_in_view_where_lines_end_elsewhere(qtbot):
    text = "\n\n".join(f"{n}. " + "Barley and trains go to the river. " * 6 for n in range(60))
    view = DocumentView()
    qtbot.addWidget(view)
    view.resize(700, 240)
    view.show()
    view.set_document("d", text, ())
    at = text.index("30. ")
    view.select_span(at, at + 12)
    view.centerCursor()
    for wide, high in ((430, 240), (800, 240), (430, 120)):
        view.resize(wide, high)
        assert view.rect().contains(view.cursorRect().center()), (wide, high)
    # With nothing selected in view what stood first does so still.
    view.show_place(text.index("45. "))
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 3)
    first = view.lines_in_view()[0].start
    view.resize(700, 120)
    line = view.lines_in_view()[0]
    assert line.start <= first < line.end
