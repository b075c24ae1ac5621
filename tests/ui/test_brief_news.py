"""Marks of what is new in the Brief: they stay while it is read, and the list counts the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing.domain.judgment import Judgment
from briefing.domain.quote import Quote
from briefing.services import editing, library_view, reading
from briefing.services.brief_view import brief_view
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import Workspace, open_workspace
from briefing.settings import load_settings
from briefing.store.library import open_library
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from briefing.ui.commands.help import ShortcutDialog
from briefing.ui.session import Entry
from briefing.ui.tabs.brief_news import NewsChip, NewsGround
from briefing.ui.widgets.pill import Pill
from tests.builders import ME, OTHER

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    opened = open_workspace(tmp_path / "a.briefings", ME)
    reading.first_look(opened, BRIEFING)
    yield opened
    opened.close()


@pytest.fixture
def theirs(workspace):
    """A colleague's hand in the same library, who leaves a judgment, a section and a quote."""
    view = brief_view(workspace, BRIEFING)
    other = Workspace(open_library(workspace.path), OTHER)
    new = Judgment(id="j-new", briefing_id=BRIEFING, text="Something new.", key=True, position="zz")
    editing.add_records(other, "Add judgment", [new])
    editing.change_fields(other, "section", view.disputed[0].id, body="Disputed otherwise.")
    editing.change_fields(other, "quote", QUOTE, about="their subject")
    yield other
    other.close()


@pytest.fixture
def make(qapp, qtbot, workspace):
    theme = themes.install(qapp, "light", 100)

    def open_window():
        made = make_window(workspace, load_settings())
        qtbot.addWidget(made)
        made.resize(1440, 900)
        made.show()
        qtbot.waitExposed(made)
        made.show_tab("brief")
        return made

    yield open_window
    theme.apply("light", 100)


@pytest.fixture
def window(make, theirs):
    made = make()
    yield made
    made.close()


def _pills(window):
    tab = window.tab("brief")
    return sorted(p.text for p in tab.area.widget().findChildren(Pill) if "since" in p.text)


def _listed(window):
    rows = [window.sidebar.list.rows.row(at) for at in range(window.sidebar.list.rows.rowCount())]
    return next(row.detail for row in rows if row.id == BRIEFING)


def _chips(window):
    return {c.text(): c for c in window.tab("brief").area.widget().findChildren(NewsChip)}


BOTH = ["changed since you read it", "new since you read it"]


def test_news_is_marked_on_the_page_and_counted_alike_in_the_list(window):
    assert _pills(window) == BOTH
    row = window.tab("brief").rows["j-new"]
    assert "new since you read it" in row.accessibleName()
    ground = window.tab("brief").area.widget().findChild(NewsGround)
    assert ground.findChild(Pill).text == "changed since you read it"
    assert list(_chips(window)) == ["1 new judgment", "1 changed section", "1 changed quote"]
    assert "3 changes since you read it" in _listed(window)


def test_the_ground_behind_news_is_tinted(window):
    row = window.tab("brief").rows["j-new"]
    shown = row.grab().toImage()
    at = row.text.geometry().right() - 2, row.text.geometry().bottom()
    assert shown.pixelColor(*at) == themes.colour("status.new_soft")
    assert shown.pixelColor(4, row.height() // 2) != themes.colour("status.new_soft")


def test_marks_outlast_being_seen_and_are_gone_at_the_next_opening(window, make, qtbot, workspace):
    window.activateWindow()
    tab = window.tab("brief")
    for ref in list(window.session.news.waiting()):
        if ref.id in tab._places:
            tab.area.ensureWidgetVisible(tab._places[ref.id])
            qtbot.waitUntil(lambda: window.isActiveWindow())
            tab._on_looked()
    assert [ref.kind for ref in window.session.news.waiting()] == ["quote"]
    assert _pills(window) == BOTH
    assert "3 changes since" in _listed(window)
    window.close()
    again = make()
    assert _pills(again) == []
    assert list(_chips(again)) == ["1 changed quote"]
    assert "1 change since" in _listed(again)
    again.session.select(Entry("quote", QUOTE))
    assert library_view.briefings(workspace)[0].changes == 0
    again.close()


def test_what_never_came_into_view_stays_new(window, make):
    window.activateWindow()
    tab = window.tab("brief")
    tab.area.verticalScrollBar().setValue(tab.area.verticalScrollBar().maximum())
    tab.hide()
    tab._on_looked()
    window.close()
    again = make()
    assert _pills(again) == BOTH
    again.close()


def test_the_reader_says_mark_as_read(window, workspace, qtbot):
    assert window.session.registry.enabled("briefing.read")
    button = window.tab("brief").strip.button
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert _pills(window) == []
    assert window.tab("brief").strip is None
    assert "since you read it" not in _listed(window)
    assert not library_view.briefings(workspace)[0].unread


def test_mark_as_read_is_a_command_with_a_key(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_M, control | shift)
    assert _pills(window) == []
    dialog = ShortcutDialog(window.session.registry, window)
    assert dialog is not None
    dialog.deleteLater()


def test_a_chip_leads_to_the_entry(window, qtbot):
    _chips(window)["1 changed quote"].click()
    assert window.current_key() == "quotes"
    assert window.session.selection == Entry("quote", QUOTE)


def test_own_edits_bring_no_mark_and_others_do_while_open(window, workspace, theirs, qtbot):
    view = window.tab("brief").view
    mine, other = view.key_judgments[0].id, view.key_judgments[1].id
    editing.change_fields(workspace, "judgment", mine, text="My words.")
    qtbot.waitUntil(lambda: window.tab("brief").rows[mine].line.text == "My words.")
    assert _pills(window) == BOTH
    editing.change_fields(theirs, "judgment", other, text="Their words.")
    workspace.catch_up()
    qtbot.waitUntil(lambda: window.tab("brief").rows[other].news_text == BOTH[0])
    assert "4 changes since" in _listed(window)


def test_what_came_and_went_while_open_is_no_longer_marked(window, workspace, qtbot):
    editing.delete_entry(workspace, "judgment", "j-new")
    qtbot.waitUntil(lambda: "2 changes since" in _listed(window))
    assert "j-new" not in window.tab("brief").rows


def test_a_removed_entry_is_told(window, workspace, theirs, qtbot):
    editing.add_records(theirs, "Add", [Quote(id="q", briefing_id=BRIEFING, words="No")])
    gone = window.tab("brief").view.other_judgments[0].id
    editing.delete_entry(theirs, "judgment", gone)
    workspace.catch_up()
    strip = window.tab("brief")
    qtbot.waitUntil(lambda: "1 removed judgment" in strip.strip.accessibleName())
    assert "1 new quote" in _chips(window)


def test_the_first_reading_marks_nothing(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path))
    themes.install(qapp, "light", 100)
    opened = open_workspace(tmp_path / "fresh.briefings", ME)
    window = make_window(opened, load_settings())
    qtbot.addWidget(window)
    window.show()
    window.show_tab("brief")
    assert _pills(window) == []
    # A window behind another is looked at by nobody.
    window._on_read()
    assert library_view.briefings(opened)[0].unread
    with qtbot.waitActive(window):
        window.activateWindow()
    assert window._read_timer.isActive()
    window._on_read()
    assert _pills(window) == []
    assert not library_view.briefings(opened)[0].unread
    window.close()
    opened.close()
