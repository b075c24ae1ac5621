"""News in every tab, listed, and gone through by one key; what stood in view counts as seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing.domain.briefing import Briefing
from briefing.domain.citing import Ref
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.services import editing, reading
from briefing.services.reading import What
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import Workspace, open_workspace
from briefing.settings import load_settings
from briefing.store.library import open_library
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from briefing.ui.session import Entry
from briefing.ui.shell.news_panel import Scope
from briefing.ui.widgets.pill import Chip
from tests.builders import ME, OTHER

BRIEFING = sample_id("briefing", BRIEFING_KEY)
QUOTE = sample_id("quote", "mutual-assistance")
CLAIM = sample_id("claim", "containers")
PUTIN = sample_id("actor", "putin")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    opened = open_workspace(tmp_path / "a.briefings", ME)
    editing.add_records(opened, "Add", [Briefing(id="second", title="Second", as_of="2024")])
    reading.first_look(opened, BRIEFING)
    reading.first_look(opened, "second")
    yield opened
    opened.close()


@pytest.fixture
def theirs(workspace):
    """A colleague's hand: a new quote of Putin's, a changed claim, a judgment that went, another note."""
    other = Workspace(open_library(workspace.path), OTHER)
    other.rename_person("Rev Iewer")
    new = Quote(id="q-new", briefing_id=BRIEFING, words="We shall see", said="2024-06-19")
    speaker = QuoteSpeaker(id="s-new", quote_id="q-new", actor_id=PUTIN)
    editing.add_records(other, "Add quote", [new, speaker])
    editing.change_fields(other, "claim", CLAIM, proposition="Other words")
    with other.read() as connection:
        gone = connection.exec_driver_sql(
            "SELECT id FROM judgment WHERE briefing_id = ? AND NOT deleted", (BRIEFING,)
        ).fetchone()[0]
    editing.delete_entry(other, "judgment", gone)
    editing.change_fields(other, "actor", PUTIN, note="President")
    editing.add_records(other, "Add", [Quote(id="q-2", briefing_id="second", words="Elsewhere")])
    other.gone = gone
    yield other
    other.close()


@pytest.fixture
def window(qapp, qtbot, workspace, theirs):
    theme = themes.install(qapp, "light", 100)
    made = make_window(workspace, load_settings())
    qtbot.addWidget(made)
    made.session.open_briefing(BRIEFING)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    theme.apply("light", 100)


def _chips(window, tab, kind, entry_id):
    rows = window.show_tab(tab).list.rows
    row = rows.row(rows.find(kind, entry_id))
    return [text for text, _kind in row.chips]


def _listed(window):
    rows = window.news_actions.panel.list.rows
    found = [rows.row(at) for at in range(rows.rowCount())]
    return {(row.kind, row.id): row.side_chip[0] for row in found if row.id}


def test_rows_of_every_tab_are_marked_and_screen_readers_hear_it(window):
    assert "new since you read it" in _chips(window, "quotes", "quote", "q-new")
    assert "changed since you read it" in _chips(window, "actors", "actor", PUTIN)
    rows = window.tab("quotes").list.rows
    assert "new since you read it" in rows.row(rows.find("quote", "q-new")).spoken()
    assert "new since you read it" not in _chips(window, "quotes", "quote", QUOTE)


def test_the_list_has_new_changed_and_removed_and_mark_as_read_empties_it(window, theirs, qtbot):
    registry = window.session.registry
    assert registry.get("news.next").shortcut == "F11"
    registry.run("news.open")
    panel = window.news_actions.panel
    assert panel.isVisible()
    assert _listed(window) == {
        ("quote", "q-new"): "new",
        ("claim", CLAIM): "changed",
        ("actor", PUTIN): "changed",
        ("judgment", theirs.gone): "removed",
    }
    qtbot.mouseClick(panel.read_button, Qt.MouseButton.LeftButton)
    assert _listed(window) == {}
    assert "Nothing is new" in panel.list.rows.row(0).text


def test_one_key_goes_through_all_of_it_and_round_again(window, theirs):
    registry = window.session.registry
    seen = []
    for _press in range(5):
        registry.run("news.next")
        seen.append(window.session.selection)
    assert seen[0] == Entry("judgment", theirs.gone)
    assert window.message_bar.text.startswith("1 of 4 · ")
    assert {one.kind for one in seen[:4]} == {"judgment", "actor", "quote", "claim"}
    assert seen[4] == seen[0]
    registry.run("news.previous")
    assert window.session.selection == seen[3]
    assert not window.news_actions.panel.isVisible(), "walking needs no list"
    assert window.session.news.waiting() == frozenset()


def test_a_removed_entry_is_said_and_its_history_is_a_key_away(window, theirs):
    window.session.registry.run("news.next")
    assert window.message_bar.text.startswith("1 of 4 · Removed: ")
    assert "Rev Iewer, 20" in window.message_bar.text
    assert window.session.selection == Entry("judgment", theirs.gone)
    dialog = window.history_actions.show_history()
    assert "in the trash" in dialog.heading.text()
    dialog.close()


def test_what_is_new_about_an_actor_is_listed_by_itself(window, qtbot):
    window.session.select(Entry("actor", PUTIN))
    window.refresh_commands()
    window.session.registry.run("news.entry")
    assert set(_listed(window)) == {("actor", PUTIN), ("quote", "q-new")}
    assert "the selected actor" in window.news_actions.panel.chip.text()


def test_the_whole_library_is_listed_and_leads_into_the_other_briefing(window, qtbot):
    window.session.registry.run("news.library")
    panel = window.news_actions.panel
    assert ("quote", "q-2") in _listed(window)
    heads = [
        r.head for at in range(panel.list.rows.rowCount()) if (r := panel.list.rows.row(at)).heading
    ]
    assert "Second" in heads
    panel.list.select_entry("quote", "q-2")
    panel._on_opened(Entry("quote", "q-2"))
    assert window.session.briefing_id == "second"
    assert window.session.selection == Entry("quote", "q-2")
    assert window.session.news.waiting() == frozenset()


def test_a_row_in_view_for_a_while_is_seen_and_its_mark_stays(window, workspace, qtbot):
    tab = window.show_tab("quotes")
    tab.show_entry("quote", "q-new")
    with qtbot.waitActive(window):
        window.activateWindow()
    assert Ref("quote", "q-new") in window.session.news.waiting()
    tab._on_looked()
    assert Ref("quote", "q-new") not in window.session.news.waiting()
    assert Ref("claim", CLAIM) in window.session.news.waiting()
    assert "new since you read it" in _chips(window, "quotes", "quote", "q-new")
    assert Ref("quote", "q-new") not in reading.news(workspace, BRIEFING)


def test_the_strip_of_the_brief_leads_to_the_list(window, qtbot):
    strip = window.show_tab("brief").strip
    (gone,) = [one for one in strip.findChildren(Chip) if one.text() == "1 removed judgment"]
    qtbot.mouseClick(gone, Qt.MouseButton.LeftButton)
    assert window.news_actions.panel.isVisible()
    assert window.news_actions.panel.scope is Scope.BRIEFING


def test_much_that_others_did_is_counted_in_the_background(window, theirs, qtbot, monkeypatch):
    """The window is not held: the marks come when the worker is done."""
    monkeypatch.setattr(reading, "_LITTLE", 3)
    quotes = [Quote(id=f"m-{n}", briefing_id=BRIEFING, words="Many") for n in range(40)]
    editing.add_records(theirs, "Add many", quotes)
    assert not reading.is_little(window.session.workspace)
    window.session.workspace.catch_up()
    qtbot.waitUntil(lambda: Ref("quote", "m-39") in window.session.news.marks)
    assert window.session.news.marks[Ref("quote", "m-39")] is What.NEW
    qtbot.waitUntil(lambda: window.session.news.counts.get(BRIEFING) == 44)
    window.session.registry.run("news.library")
    qtbot.waitUntil(lambda: ("quote", "q-2") in _listed(window))
    qtbot.waitUntil(lambda: not window.session.tasks.tasks)
