"""The window as a reader and an analyst meet it: read, search, move by keyboard, undo, come back."""

# long because: the parts of the window are tested as they are wired together.

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from briefing.domain.changes import Author
from briefing.services import (
    annotating,
    editing,
    evidence_view,
    history,
    library_view,
    reading,
    searching,
    starting,
    writing,
)
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.store.records import get
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from briefing.ui.session import Entry
from briefing.ui.shell.window import TABS
from briefing.ui.widgets.marking import MarkingBanner

ME = Author("00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000d1")
BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    opened = open_workspace(tmp_path / "a.briefings", ME)
    yield opened
    opened.close()


@pytest.fixture
def make(qapp, qtbot, workspace):
    theme = themes.install(qapp, "light", 100)

    def open_window():
        made = make_window(workspace, load_settings())
        qtbot.addWidget(made)
        made.resize(1440, 900)
        made.show()
        qtbot.waitExposed(made)
        return made

    yield open_window
    theme.apply("light", 100)


@pytest.fixture
def window(make):
    made = make()
    yield made
    made.close()


def _rows(view):
    return [view.rows.row(at) for at in range(view.rows.rowCount())]


def _found(window):
    return [row for row in _rows(window.sidebar.results) if row.id]


def test_the_sample_lies_on_the_desk_under_its_marking(window):
    banners = window.findChildren(MarkingBanner)
    assert [b.text for b in banners] == ["TLP:CLEAR — SAMPLE BRIEFING"] * 2
    tops = sorted(b.mapTo(window, b.rect().topLeft()).y() for b in banners)
    assert tops[0] == 0
    assert tops[1] + banners[0].height() == window.height()
    assert "Russia and North Korea" in window.title.text()
    assert "As of 19 June 2024" in window.line.text()


def test_the_line_tells_how_well_the_briefing_is_sourced(window, workspace, qtbot):
    qtbot.waitUntil(lambda: "sourced" in window.line.text())
    from briefing.domain.claim import Claim

    editing.add_records(
        workspace,
        "Add claims",
        [Claim(id=f"c{n}", briefing_id=BRIEFING, proposition=f"Unfounded {n}") for n in range(2)],
    )
    qtbot.waitUntil(lambda: "statements sourced" in window.line.text())


def test_the_banner_shows_the_highest_marking_of_what_is_shown(window, workspace, qtbot):
    editing.change_fields(workspace, "quote", QUOTE, marking="AMBER+STRICT")
    qtbot.waitUntil(lambda: window.top_banner.text.startswith("TLP:AMBER+STRICT"))
    assert window.bottom_banner.text == window.top_banner.text


def test_the_library_groups_briefings_by_date_and_marks_the_unread(window, workspace):
    heads = [row.head for row in _rows(window.sidebar.list) if row.heading]
    assert heads == ["2024", "Watch list"]
    assert library_view.briefings(workspace)[0].unread
    reading.mark_read(workspace, BRIEFING)
    assert not library_view.briefings(workspace)[0].unread


def test_choosing_a_kept_search_runs_it(window, workspace):
    kept = searching.keep_search(workspace, "sanctions")
    window.sidebar.reload()
    window.sidebar.list.chosen.emit(Entry("saved_search", kept))
    assert window.sidebar.field.text() == "sanctions"
    assert _found(window)


def test_typing_finds_enter_opens_and_escape_returns(window, qtbot):
    field, results = window.sidebar.field, window.sidebar.results
    field.setFocus()
    qtbot.keyClicks(field, "Campbell")
    qtbot.waitUntil(results.isVisible)
    qtbot.waitUntil(lambda: bool(_found(window)))
    assert not window.sidebar.list.isVisible()
    first = _found(window)[0]
    results.select_entry(first.kind, first.id)
    qtbot.keyClick(results, Qt.Key.Key_Return)
    assert window.session.selection == Entry(first.kind, first.id)
    qtbot.keyClick(results, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert window.sidebar.list.isVisible()


def test_moving_through_what_was_found_opens_nothing(window, qtbot):
    before = window.session.selection
    window.sidebar.search_for("treaty")
    results = window.sidebar.results
    first, second = _found(window)[:2]
    results.select_entry(first.kind, first.id)
    qtbot.keyClick(results, Qt.Key.Key_Down)
    assert results.current_entry() == Entry(second.kind, second.id)
    assert window.session.selection == before


def test_what_was_found_is_narrowed_by_kind_and_date(window, qtbot):
    sidebar = window.sidebar
    sidebar.search_for("treaty")
    quotes = next(a for a in sidebar.kind_chip.menu().actions() if a.data() == "quote")
    quotes.trigger()
    assert {row.kind for row in _found(window)} == {"quote"}
    sidebar.when.setText("1066")
    qtbot.waitUntil(lambda: not _found(window))
    assert "Nothing found" in _rows(sidebar.results)[0].head


def test_every_tab_comes_forward_by_its_key(window, qtbot):
    for number, (key, _name, _title) in enumerate(TABS, 1):
        qtbot.keyClick(
            window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier
        )
        assert window.current_key() == key
        assert window.tab(key).isVisible()


def test_numbers_beside_the_tabs_follow_the_library(window, workspace, qtbot):
    window.refresh_counts()
    before = window.tab("quotes").count()
    editing.delete_entry(workspace, "quote", QUOTE)
    place = [key for key, _name, _title in TABS].index("quotes")
    qtbot.waitUntil(lambda: window.tab_widget.tabText(place) == f"Quotes  {before - 1}")


@pytest.mark.parametrize(
    ("kind", "key", "tab"),
    [
        ("quote", "mutual-assistance", "quotes"),
        ("relation", "russia-north-korea", "blocs"),
        ("event", "korean-war", "timeline"),
        ("claim", "containers", "claims"),
        ("source", "digest", "sources"),
    ],
)
def test_an_entry_opens_where_it_is_at_home(window, kind, key, tab):
    entry = Entry(kind, sample_id(kind, key))
    window.session.open_entry(entry)
    assert window.current_key() == tab
    assert window.session.selection == entry


def test_a_note_leads_to_what_it_is_about(window, workspace):
    note = annotating.add_note(workspace, "quote", QUOTE, BRIEFING, "Really?")
    window.session.open_entry(Entry("annotation", note))
    assert window.session.selection == Entry("quote", QUOTE)
    assert window.current_key() == "quotes"


def test_undo_names_the_step_and_takes_it_back(window, workspace, qtbot):
    registry = window.session.registry
    assert not registry.enabled("edit.undo")
    editing.change_fields(workspace, "quote", QUOTE, about="something else")
    qtbot.waitUntil(lambda: registry.title("edit.undo") == "Undo Edit quote")
    assert registry.run("edit.undo")
    qtbot.waitUntil(lambda: registry.title("edit.redo") == "Redo Edit quote")
    assert not registry.enabled("edit.undo")
    assert "Edit quote" in window.message_bar.text


def test_the_palette_finds_commands_and_entries(window, qtbot):
    window.palette_panel.open("kim jong")
    titles = [item.title for item in window.palette_panel.items()]
    assert any("Kim Jong Un" in title for title in titles)
    window.palette_panel.open("larger")
    assert window.palette_panel.items()[0].title == "Larger text"
    window.palette_panel.dismiss()


def test_every_command_has_a_place_or_a_key(window):
    for command in window.session.registry:
        assert window.session.registry.title(command.id)
        assert command.group


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_nothing_in_the_frame_is_cut_at_any_text_size(window, qtbot, scale):
    themes.current().apply(text_scale=scale)

    def uncut():
        for label in (window.title, window.line, window.saved):
            assert isinstance(label, QLabel)
            need = (
                label.heightForWidth(label.width())
                if label.wordWrap()
                else label.sizeHint().height()
            )
            assert label.height() >= need

    qtbot.waitUntil(uncut, timeout=3_000)
    left, middle, right = window.splitter.sizes()
    assert middle > left
    assert middle > right


def test_the_sides_come_back_to_their_width_with_the_text(window, qtbot):
    before = window.splitter.sizes()
    themes.current().apply(text_scale=200)
    assert window.splitter.sizes()[0] > before[0]
    themes.current().apply(text_scale=100)

    def back():
        assert window.splitter.sizes() == pytest.approx(before, abs=4)

    qtbot.waitUntil(back, timeout=3_000)


def test_tab_selection_and_sides_are_remembered(make):
    first = make()
    first.show_tab("quotes")
    first.session.select(Entry("quote", QUOTE))
    first.close()
    second = make()
    assert second.current_key() == "quotes"
    assert second.session.briefing_id == BRIEFING
    assert second.session.selection == Entry("quote", QUOTE)
    rows = second.tab("quotes").list
    assert rows.current_entry() == Entry("quote", QUOTE)
    assert rows.viewport().rect().intersects(rows.visualRect(rows.currentIndex()))
    assert second.focusWidget() is rows
    second.close()


def test_a_tab_opened_by_its_key_gives_the_keyboard_to_what_it_is_opened_for(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    cards = window.tab("assessment").cards
    assert window.focusWidget() is cards[0]
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.tab("quotes").list


def test_the_pictures_show_every_tab_in_light_and_dark(window, tmp_path):
    from briefing.ui.shell.screenshots import paint_all

    assert paint_all(window, tmp_path / "shots") == 0
    names = {path.name for path in (tmp_path / "shots").iterdir()}
    assert names == {
        f"{look}-{n}-{key}.png"
        for look in ("light", "dark")
        for n, (key, _name, _title) in enumerate(TABS, 1)
    }


def test_a_snippet_begins_shortly_before_what_was_found():
    from briefing.services.searching import CLOSE, OPEN
    from briefing.ui.shell.library_rows import near_mark, unmark

    words = "𝔸 long way " * 12 + f"to the {OPEN}treaty{CLOSE} itself"
    plain, marks = unmark(near_mark(words))
    start, length = marks[0]
    shown = plain.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le")
    assert shown == "treaty"
    assert plain.startswith("… ")
    assert len(plain) < 70


def test_an_import_tells_how_the_file_was_read(window, tmp_path, qtbot):
    page = tmp_path / "page.txt"
    page.write_text("<html><body><p>Words of the page.</p></body></html>")
    window.actions_of_window.imports.import_paths([str(page)])
    qtbot.waitUntil(lambda: "1 article imported" in window.message_bar.text)
    told = window.message_bar.text.splitlines()[1]
    assert told.startswith("page.txt: ")
    assert "web page" in told


def test_f6_goes_round_the_parts_of_the_window_and_back_to_where_one_was(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    window.session.select(Entry("quote", QUOTE))
    qtbot.waitUntil(lambda: bool(window.sources.cards))
    window.sidebar.list.setFocus()
    parts = (window.sidebar, window.tab_widget, window.sources)

    def here():
        focus = window.focusWidget()
        return next(part for part in parts if part.isAncestorOf(focus)), focus

    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert here()[0] is window.tab_widget
    in_tab = here()[1]
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert here()[0] is window.sources
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert here() == (window.sidebar, window.sidebar.list)
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert here()[0] is window.sources
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert here() == (window.tab_widget, in_tab)


def test_enter_presses_the_button_that_has_the_keyboard(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    window.session.select(Entry("quote", QUOTE))
    button = window.sources.note_column.add_button
    button.setFocus()
    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_the_title_leaves_room_to_read_where_text_is_large(window, qtbot):
    title = "A title of many words that takes more than one line " * 3
    editing.change_fields(window.session.workspace, "briefing", BRIEFING, title=title)
    qtbot.waitUntil(lambda: window.title.text() == title)
    lines = window.title.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: window.title.height() > 2 * lines)
    themes.current().apply(text_scale=200)
    lines = window.title.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: window.title.height() < 1.5 * lines)
    window.title.grab()
    # Cut, and told whole to who asks.
    assert window.title.toolTip() == title
    assert window.title.text() == title


def test_a_new_window_is_whole_on_a_small_screen_and_then_as_it_was_left(window, qtbot):
    window.hide()
    # The screen of these tests has 800 × 800 pixels.
    assert window.screen().availableGeometry().width() < 1440
    window.appear()
    assert window.isMaximized()
    window.showNormal()
    window.resize(700, 500)
    window.close()
    again = make_window(window.session.workspace, load_settings())
    qtbot.addWidget(again)
    again.appear()
    assert not again.isMaximized()
    assert (again.width(), again.height()) == (700, 500)


def test_the_number_of_a_tab_brings_the_keyboard_there(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    window.sidebar.field.setFocus()
    qtbot.keyClick(window.sidebar.field, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    tab = window.tab("quotes")
    assert tab.isVisible()
    assert tab.isAncestorOf(window.focusWidget())


def test_text_that_is_made_larger_by_many_keys_is_laid_out_once(window, qtbot):
    laid = []

    def note():
        laid.append(themes.current().text_scale)

    themes.current().theme_changed.connect(note)
    for _ in range(4):
        window.session.registry.run("text.larger")
    qtbot.waitUntil(lambda: themes.current().text_scale == 140)
    assert laid == [140]
    themes.current().theme_changed.disconnect(note)
    window.session.registry.run("text.smaller")
    qtbot.waitUntil(lambda: themes.current().text_scale == 130)
    assert window.session.settings.text_scale == 130
    window.session.registry.run("text.normal")
    qtbot.waitUntil(lambda: themes.current().text_scale == 100)


def test_the_briefing_that_was_open_is_found_again_after_the_power_failed(window, workspace, qtbot):
    other = starting.new_briefing(workspace, "A strait is closed")
    window.session.select(Entry("quote", QUOTE))
    window.session.open_briefing(other)
    # Nobody closed this window.
    again = make_window(workspace, load_settings())
    qtbot.addWidget(again)
    assert again.session.briefing_id == other
    assert again.session.selection is None
    again.close()


def test_a_section_is_told_without_the_marks_of_its_citations(workspace):
    made = starting.new_briefing(workspace, "A strait is closed", template="quick")
    row = writing.section_rows(workspace, made)[0]
    assert evidence_view.entry_title(workspace, "section", row.id) == "Bottom line"
    body = f"It is closed [@quote:{QUOTE}]."
    writing.set_section_body(workspace, row.id, body, expected="")
    assert evidence_view.entry_title(workspace, "section", row.id) == "It is closed."


def test_what_is_typed_when_the_window_closes_is_saved_and_starts_nothing(window, qtbot):
    workspace = window.session.workspace
    tab = window.show_tab("brief")
    window.session.registry.run("brief.write")
    qtbot.waitUntil(lambda: tab.writing and bool(tab.page.ordered()))
    editor = tab.page.ordered()[0]
    qtbot.keyClicks(editor.text, "Closed. ")
    window.close()
    assert "Closed. " in writing.section_rows(workspace, BRIEFING)[0].body
    # Long enough for what a change starts: counting, checking.
    qtbot.wait(900)


@pytest.mark.parametrize("key", ["quotes", "timeline"])
def test_a_tab_opened_by_its_key_gives_the_keyboard_to_its_rows(window, qtbot, key):
    window.session.registry.run(f"tab.{key}")
    assert QApplication.focusWidget() is window.tab(key).list


def test_a_value_of_the_menu_goes_to_all_rows_that_are_chosen_in_one_step(window, qtbot):
    window.session.registry.run("tab.claims")
    rows = window.tab("claims").list
    rows.setFocus()
    rows.setCurrentIndex(rows.rows.index(0, 0))
    chosen: list[Entry] = []
    for _n in range(6):
        qtbot.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        chosen = [one for one in rows.chosen_entries(9) if one.kind == "claim"]
        if len(chosen) == 2:
            break
    assert len(chosen) == 2

    def held():
        with window.session.workspace.read() as connection:
            return {get(connection, "claim", one.id).credibility for one in chosen}

    before = held()
    menu = window.entry_actions.menu(chosen[-1])
    sub = next(a for a in menu.actions() if "of all 2 chosen" in a.text() and "redib" in a.text())
    action = next(a for a in sub.menu().actions() if a.data()[1] == "5")
    sub.menu().triggered.emit(action)
    assert held() == {"5"}
    assert "2 entries were changed in one step" in window.message_bar.text
    history.undo(window.session.workspace)
    assert held() == before
    window.session.registry.run("entry.edit")
    assert "one of the 2 entries chosen" in window.message_bar.text
    window.entry_form().cancel()
    menu.deleteLater()


def test_delete_takes_all_rows_that_are_chosen_in_one_step(window, qtbot):
    window.session.registry.run("tab.quotes")
    rows = window.tab("quotes").list
    rows.setFocus()
    rows.setCurrentIndex(rows.rows.index(0, 0))
    qtbot.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = [one.id for one in rows.chosen_entries(9)]
    assert len(chosen) == 2

    def gone():
        with window.session.workspace.read() as connection:
            return [get(connection, "quote", one).deleted for one in chosen]

    window.session.registry.run("entry.delete")
    assert gone() == [True, True]
    assert "2 entries are in the trash" in window.message_bar.text
    window.session.registry.run("edit.undo")
    assert gone() == [False, False]


def test_the_keyboard_returns_to_the_list_whose_row_was_edited(window, qtbot):
    window.session.registry.run("tab.sources")
    rows = window.tab("sources").list
    rows.setFocus()
    window.session.registry.run("entry.edit")
    qtbot.waitUntil(lambda: window.form is not None and window.form.is_open)
    window.form.cancel()
    assert QApplication.focusWidget() is rows
