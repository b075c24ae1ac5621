"""Two that turn out to be one: actors under two names, articles with one story."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from briefing.domain.actor import Actor, SameAs
from briefing.domain.briefing import Briefing
from briefing.domain.event import Event, Participant
from briefing.domain.source import SourceLink
from briefing.domain.verdict import Verdict
from briefing.services import history
from briefing.services.importing import import_text
from briefing.store.records import find
from briefing.ui.session import Entry
from tests.services.test_same_story import article, edited

Key = Qt.Key


def held(window, cls, **equal):
    with window.session.workspace.read() as connection:
        return find(connection, cls, **equal)


def desk(window):
    with window.session.workspace.write("Fill") as unit:
        unit.add_all(
            [
                Briefing(id="b", title="Wire"),
                Actor(id="orpo", actor_kind="person", name="Petteri Orpo"),
                Actor(id="orpo2", actor_kind="person", name="Orpo Petteri"),
                Event(id="e", briefing_id="b", what="Visit", happened="2024-06-19"),
                Participant(id="p", event_id="e", actor_id="orpo"),
                Participant(id="p2", event_id="e", actor_id="orpo2"),
            ]
        )
    window.session.open_briefing("b")


def listed(window) -> list[str]:
    rows = window.show_tab("actors").list.rows
    return [row.id for n in range(rows.rowCount()) if (row := rows.row(n)) and row.id]


def test_an_actor_is_merged_with_one_that_is_named_and_split_again(window, qtbot):
    qtbot.waitUntil(lambda: window._furnished)
    desk(window)
    assert listed(window) == ["orpo2", "orpo"]
    window.session.open_entry(Entry("actor", "orpo2"))
    assert not window.session.registry.enabled("actor.split")
    window.session.registry.run("actor.merge")
    dialog = window.same_actions.dialog
    qtbot.waitUntil(dialog.isVisible)
    qtbot.keyClicks(dialog.bar.pick, "Petteri O")
    qtbot.keyClick(dialog.bar.pick, Key.Key_Return)
    qtbot.waitUntil(lambda: len(held(window, SameAs)) == 1)
    qtbot.waitUntil(lambda: listed(window) == ["orpo"])
    assert window.session.selection == Entry("actor", "orpo")
    qtbot.waitUntil(lambda: window.session.registry.enabled("actor.split"))
    window.session.registry.run("actor.split")
    qtbot.waitUntil(lambda: len(listed(window)) == 2)


def test_those_that_may_be_one_are_decided_with_single_keys(window, qtbot):
    qtbot.waitUntil(lambda: window._furnished)
    desk(window)
    window.session.registry.run("actors.duplicates")
    dialog = window.same_actions.dialog
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.list.rows.row(0).text == "Petteri Orpo = Orpo Petteri"
    assert "another order" in dialog.list.rows.row(0).detail
    qtbot.keyClick(dialog.list, Key.Key_A)
    assert [(one.actor_id, one.canonical_id) for one in held(window, SameAs)] == [("orpo2", "orpo")]
    assert dialog.list.isHidden()
    assert not dialog.deeds["accept"].isEnabled()
    dialog.close()


def test_articles_with_one_story_are_linked_in_one_step_or_let_be(window, qtbot, tmp_path):
    qtbot.waitUntil(lambda: window._furnished)
    desk(window)
    wire = article(1)
    for name, text in (("wire", wire), ("one", edited(wire)), ("other", article(2))):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    import_text(window.session.workspace, wire, name="wire.txt", briefing_id="b", date="2024-06-18")
    window.actions_of_window.imports.import_paths([str(tmp_path / "one.txt")])
    qtbot.waitUntil(lambda: "1 article carries the story" in window.message_bar.text)
    before = held(window, SourceLink)
    window.session.registry.run("sources.stories")
    qtbot.waitUntil(lambda: window.same_actions.dialog is not None)
    dialog = window.same_actions.dialog
    qtbot.waitUntil(dialog.isVisible)
    qtbot.mouseClick(dialog.deeds["all"], Qt.MouseButton.LeftButton)
    assert len(held(window, SourceLink)) == len(before) + 1
    dialog.close()
    assert history.undo(window.session.workspace) == "Mark as one origin"
    window.same_actions.dialog = None
    window.session.registry.run("sources.stories")
    qtbot.waitUntil(lambda: window.same_actions.dialog is not None)
    dialog = window.same_actions.dialog
    qtbot.keyClick(dialog.list, Key.Key_R)
    assert [one.outcome for one in held(window, Verdict, proposal_kind="source_link")] == [
        "rejected"
    ]
    dialog.close()
    window.session.registry.run("sources.stories")
    qtbot.waitUntil(lambda: "No two articles" in window.message_bar.text)
    assert QApplication.activeModalWidget() is None
