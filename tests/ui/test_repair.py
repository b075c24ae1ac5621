"""Side by side: the passages of an earlier version and the places proposed in the newest one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing.domain.claim import Claim
from briefing.domain.source import Passage, PassageLink
from briefing.services import capturing, editing, importing, versions
from briefing.services.anchoring import Span
from briefing.services.source_view import source_card
from briefing.store.records import find
from briefing.ui.session import Entry

OLD = """Officials say that 6,700 containers of shells went by rail 🚂 since the summer of last year.

The envoy spoke of roads that meet at the river. Nobody asked him about grain.

He said so. He said so. The minister was silent on all that had been said in the morning.

It rained in the evening.
"""
NEW = """A line that is new.

Officials say that 6,900 containers of shells went by rail 🚂 since the summer of last year.

The envoy spoke of roads that meet at the river. Nobody asked him about grain.

And he said so. Then he said so. It rained in the evening, and the trains went on.
"""
WORDS = {
    "river": "roads that meet at the river",
    "grain": "Nobody asked him about grain",
    "rail": "6,700 containers of shells went by rail 🚂 since the summer of last year",
    "silent": "The minister was silent on all that had been said in the morning",
    "again": "e said so",
}


@pytest.fixture
def source_id(window, qtbot, tmp_path):
    ws, briefing = window.session.workspace, window.session.briefing_id
    first = importing.import_text(ws, OLD, name="old.txt", briefing_id=briefing)
    editing.add_records(
        ws, "claims", [Claim(id=one, briefing_id=briefing, proposition=one) for one in WORDS]
    )
    for one, exact in WORDS.items():
        start = OLD.index(exact)
        place = Span(first.document_id, start, start + len(exact))
        capturing.add_words(ws, "claim", one, place)
    window.session.open_entry(Entry("source", first.source_id))
    file = tmp_path / "new.txt"
    file.write_text(NEW, encoding="utf-8")
    window.refresh_commands()
    window.version_actions.import_version(file)
    tab = window.tab("sources")
    qtbot.waitUntil(lambda: "A line that is new" in tab.view.toPlainText(), timeout=15_000)
    return first.source_id


@pytest.fixture
def dialog(window, source_id, qtbot):
    window.refresh_commands()
    made = window.version_actions.repair()
    qtbot.waitUntil(lambda: made.current() is not None, timeout=15_000)
    # Shortcuts reach an active window only.
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    made.close()


def _links(window):
    with window.session.workspace.read() as connection:
        links = find(connection, PassageLink, entry_kind="claim", entry_id=list(WORDS))
        passages = {p.id: p for p in find(connection, Passage)}
    return {link.entry_id: passages[link.passage_id] for link in links}


def _groups(dialog):
    found = {}
    for at in range(dialog.list.model().rowCount()):
        row = dialog.list.model().row(at)
        if row.heading:
            name = row.head
            found[name] = []
        else:
            found[name].append(row.detail.removeprefix("claim: "))
    return found


def _go(dialog, claim, window):
    wanted = _links(window)[claim].id
    model = dialog.list.model()
    at = next(n for n in range(model.rowCount()) if model.row(n).id == wanted)
    dialog.list.setCurrentIndex(model.index(at, 0))


def test_a_newer_version_says_what_waits(window, source_id):
    tab = window.tab("sources")
    assert "newer version" in window.message_bar.text
    assert "5 passages wait" in window.message_bar.text
    assert tab.versions.isVisible()
    assert tab.versions.told.text().startswith("Version 2 of 2")
    assert tab.versions.repair.text() == "5 passages without a place…"
    row = next(
        row
        for row in (tab.list.model().row(n) for n in range(tab.list.model().rowCount()))
        if row.id == source_id
    )
    assert ("5 without a place", "warn") in row.chips
    tab.versions.earlier.click()
    assert "A line that is new" not in tab.view.toPlainText()
    assert tab.versions.told.text().startswith("Version 1 of 2")


def test_passages_stand_by_how_surely_they_were_found(dialog, window):
    assert _groups(dialog) == {
        "Found word for word": ["river", "grain"],
        "Nearly the same": ["rail"],
        "Several places fit": ["again"],
        "Not found": ["silent"],
    }
    assert "5 passages without a place" in dialog.counts.text()
    assert dialog.current().exact == WORDS["river"]
    assert dialog.old.extraSelections()[0].cursor.selectedText() == WORDS["river"]
    assert dialog.new.extraSelections()[0].cursor.selectedText() == WORDS["river"]
    _go(dialog, "rail", window)
    assert "<s" in dialog.told.text()
    assert dialog.told.text().startswith("98 % alike:")
    assert ">6,700 </s>" in dialog.told.text()
    assert "<b>6,900 </b>" in dialog.told.text()


def test_one_is_accepted_and_the_next_is_shown(dialog, window, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_A)
    moved = _links(window)["river"]
    assert (moved.state, NEW[moved.start : moved.end]) == ("moved", WORDS["river"])
    assert dialog.current().exact == WORDS["grain"]
    assert _groups(dialog)["Found word for word"] == ["grain"]
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _groups(dialog).get("Found word for word") == ["river", "grain"])


def test_all_that_were_found_are_accepted_as_one_step(dialog, window, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert set(_groups(dialog)) == {"Nearly the same", "Several places fit", "Not found"}
    assert not dialog.all_button.isEnabled()
    window.refresh_commands()
    assert window.session.registry.context.undo_label == "Accept places of 2 passages"


def test_one_of_several_places_is_chosen(dialog, window, qtbot):
    _go(dialog, "again", window)
    assert "Place 1 of 2" in dialog.told.text()
    first = dialog.current().proposal.start
    qtbot.keyClick(dialog, Qt.Key.Key_N)
    assert "Place 2 of 2" in dialog.told.text()
    qtbot.keyClick(dialog, Qt.Key.Key_A)
    chosen = _links(window)["again"]
    assert chosen.start != first
    assert chosen.exact == WORDS["again"]


def test_words_are_chosen_by_hand(dialog, window, qtbot):
    _go(dialog, "silent", window)
    assert not dialog.accept_button.isEnabled()
    assert not dialog.choose_button.isEnabled()
    at = NEW.index("the trains went on")
    dialog.new.setFocus()
    dialog.new.select_span(at, at + 18)
    qtbot.waitUntil(dialog.choose_button.isEnabled)
    qtbot.keyClick(dialog, Qt.Key.Key_C)
    assert _links(window)["silent"].exact == "the trains went on"


def test_one_kept_without_a_place_stays_listed(dialog, window, qtbot):
    _go(dialog, "silent", window)
    qtbot.keyClick(dialog, Qt.Key.Key_O)
    assert _groups(dialog)["Kept without a place"] == ["silent"]
    qtbot.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    for claim in ("rail", "again"):
        _go(dialog, claim, window)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert _groups(dialog) == {"Kept without a place": ["silent"]}
    tab = window.tab("sources")
    qtbot.waitUntil(lambda: tab.versions.repair.text() == "1 passage without a place")
    assert versions.waiting(window.session.workspace, dialog.source_id) == versions.Waiting(0, 1)


def test_a_source_with_one_version_says_so(window):
    tab = window.show_tab("sources")
    window.refresh_commands()
    assert not tab.versions.isVisible()
    assert window.version_actions.repair() is None
    assert "one version" in window.message_bar.text


def test_a_document_is_made_a_version_of_another_source(window, qtbot):
    ws, briefing = window.session.workspace, window.session.briefing_id
    first = importing.import_text(ws, OLD, name="old.txt", briefing_id=briefing)
    other = importing.import_text(ws, NEW, name="new.txt", briefing_id=briefing)
    window.session.open_entry(Entry("document", other.document_id))
    window.version_actions.make_version_of(first.source_id)
    card = source_card(ws, first.source_id)
    assert card.document_id == other.document_id
    assert window.tab("sources").view.document_id == other.document_id
