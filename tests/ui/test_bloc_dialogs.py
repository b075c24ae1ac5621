"""Reference set, suggestions and balance in the window: chosen by keys, joined and decided as steps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.relation import Relation
from briefing.domain.verdict import Verdict
from briefing.services.joining import facts_of, join, read_period
from briefing.store.records import find
from briefing.ui.session import Entry
from tests.services.test_importing import a_briefing

Key = Qt.Key
KEYS = frozenset(
    ("united-states", "canada", "norway", "greece", "turkey", "japan", "soviet-union", "poland")
)


def held(window, cls, **equal):
    with window.session.workspace.read() as connection:
        return find(connection, cls, **equal)


def members(window, briefing) -> list[BlocMember]:
    blocs = [b.id for b in held(window, Bloc, briefing_id=briefing)]
    return list(held(window, BlocMember, bloc_id=blocs)) if blocs else []


@pytest.fixture
def desk(window, qtbot):
    qtbot.waitUntil(lambda: window._furnished)
    briefing = a_briefing(window.session.workspace)
    window.session.open_briefing(briefing)
    window.show_tab("blocs")
    return briefing


@pytest.fixture
def filled(window, desk):
    facts = facts_of(KEYS, read_period("1985"), ("defence pact", "rivalry"))
    join(window.session.workspace, desk, facts)
    window.show_tab("blocs").ensure_fresh()
    window.show_tab("blocs").set_date("1985")
    return desk


def rows(some) -> list:
    return [row for n in range(some.rows.rowCount()) if (row := some.rows.row(n))]


def test_facts_are_chosen_by_time_and_state_and_join_as_one_step(window, qtbot, desk):
    window.session.registry.run("blocs.reference")
    dialog = window.bloc_actions.dialog
    qtbot.waitUntil(dialog.isVisible)
    assert not dialog.go.isEnabled()
    dialog.when.clear()
    qtbot.keyClicks(dialog.when, "1961")
    dialog.choose({"united-states", "south-korea", "philippines"})
    qtbot.waitUntil(lambda: dialog.preview is not None and dialog.preview.fresh == 3)
    assert dialog.summary.text() == "3 facts would join; 1 state is new here."
    shown = rows(dialog.rows)
    assert {row.head for row in shown} == {
        "Philippines – United States",
        "South Korea – United States",
    }
    assert ("from 1 Oct 1953", "unknown after 2016") in {row.side for row in shown}
    dialog.add()
    qtbot.waitUntil(lambda: len(held(window, Relation, briefing_id=desk)) == 3)
    qtbot.waitUntil(lambda: window.session.registry.enabled("edit.undo"))
    window.session.registry.run("edit.undo")
    qtbot.waitUntil(lambda: not held(window, Relation, briefing_id=desk))


def test_a_pact_ticks_its_parties_and_a_name_finds_a_state(window, qtbot, desk):
    window.session.registry.run("blocs.reference")
    dialog = window.bloc_actions.dialog
    dialog.when.clear()
    qtbot.keyClicks(dialog.when, "1985")
    at = next(n for n in range(dialog.tick.count()) if "Warsaw Pact" in dialog.tick.itemText(n))
    dialog.tick.setCurrentIndex(at)
    dialog.tick.activated.emit(at)
    assert len(dialog.states_asked()) == 7
    qtbot.keyClicks(dialog.name, "burma")
    assert [dialog.states.item(n).text() for n in range(dialog.states.count())] == ["Myanmar"]
    dialog.states.item(0).setCheckState(Qt.CheckState.Checked)
    assert "myanmar" in dialog.states_asked()
    dialog.reject()


def test_what_is_no_time_is_said_in_one_line_and_nothing_can_be_added(window, qtbot, desk):
    window.session.registry.run("blocs.reference")
    dialog = window.bloc_actions.dialog
    dialog.when.clear()
    qtbot.keyClicks(dialog.when, "soonish")
    assert "soonish" in dialog.summary.text()
    assert "\n" not in dialog.summary.text()
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_members_are_accepted_and_refused_with_single_keys(window, qtbot, filled):
    window.session.registry.run("blocs.suggest")
    dialog = window.bloc_actions.dialog
    qtbot.waitUntil(lambda: dialog.current() is not None)
    first = dialog.current()[1]
    assert dialog.evidence.rows.rowCount() == len(set(first.ties))
    qtbot.keyClick(dialog.list, Key.Key_A)
    qtbot.waitUntil(lambda: len(members(window, filled)) == 1)
    (bloc,) = held(window, Bloc, briefing_id=filled)
    assert bloc.name == "North Atlantic Treaty"
    second = dialog.current()[1]
    assert second.key != first.key
    qtbot.keyClick(dialog.list, Key.Key_R)
    qtbot.waitUntil(lambda: {v.outcome for v in held(window, Verdict)} == {"accepted", "rejected"})
    qtbot.waitUntil(
        lambda: [m.state for b in dialog.found.blocs for m in b.members].count("refused") == 1
    )
    chips = {row.head: row.chips for row in rows(dialog.list)}
    assert ("in the bloc", "plain") in chips[first.name]
    assert ("refused", "warn") in chips[second.name]
    beside = [row for row in rows(dialog.list) if row.kind == "beside"]
    assert [row.head for row in beside] == ["Japan"]
    assert beside[0].text.startswith("Only through United States")
    dialog.reject()


def test_a_new_bloc_takes_the_name_that_is_typed(window, qtbot, filled):
    window.session.registry.run("blocs.suggest")
    dialog = window.bloc_actions.dialog
    qtbot.waitUntil(lambda: dialog.current() is not None)
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "The West")
    qtbot.keyClick(dialog.list, Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(members(window, filled)) == 5)
    assert [b.name for b in held(window, Bloc, briefing_id=filled)] == ["The West"]
    dialog.reject()


def test_the_slider_works_from_few_large_to_many_small(window, qtbot, filled):
    window.session.registry.run("blocs.suggest")
    dialog = window.bloc_actions.dialog
    found = []
    for value in (0, 10, 20):
        dialog.slider.setValue(value)
        found.append(dialog.resolution())
    assert found == [0.3, 1.0, 3.0]
    qtbot.waitUntil(lambda: dialog.found is not None and dialog.found.resolution == 3.0)
    dialog.reject()


def test_a_triad_shows_the_relations_behind_it_and_leads_to_their_sources(window, qtbot, filled):
    window.session.registry.run("blocs.balance")
    dialog = window.bloc_actions.dialog
    qtbot.waitUntil(lambda: dialog.view is not None and dialog.list.rows.rowCount() > 0)
    assert dialog.about.text().startswith("Frustration 1 of ")
    triad = next(row for row in rows(dialog.list) if row.text.startswith("Norway is with"))
    dialog.list.setCurrentIndex(
        dialog.list.rows.index(dialog.list.rows.find(triad.kind, triad.id), 0)
    )
    heads = {row.head for row in rows(dialog.evidence)}
    assert heads == {"Greece – Norway", "Norway – Turkey", "Greece – Turkey"}
    chosen = window.session.selection
    assert isinstance(chosen, Entry)
    assert chosen.kind == "relation"
    dialog.reject()


def test_without_relations_both_lists_say_what_to_do(window, qtbot, desk):
    window.session.registry.run("blocs.suggest")
    dialog = window.bloc_actions.dialog
    qtbot.waitUntil(lambda: dialog.empty.isVisible())
    assert not any(button.isEnabled() for button in dialog.deeds.values())
    dialog.reject()
    window.session.registry.run("blocs.balance")
    dialog = window.bloc_actions.dialog
    qtbot.waitUntil(lambda: dialog.empty.isVisible())
    dialog.reject()


COW = """\
ccode1,name1,ccode2,name2,type,start_year,end_year,right_censored,source
2,USA,20,Canada,defense,1949,2012,1,x
2,USA,732,Korea,defense,1953,2012,1,x
365,Russia,713,Taiwan,defense,1960,1950,0,x
"""


def test_a_table_of_the_field_is_known_and_narrowed_before_it_comes_in(
    window, qtbot, filled, tmp_path
):
    path = tmp_path / "alliances.csv"
    path.write_text(COW, "utf-8")
    dialog = window.actions_of_window.imports.open_table(path)
    qtbot.waitUntil(lambda: dialog.go.isEnabled())
    assert dialog.narrowing.isVisible()
    assert "Correlates of War, spells of alliances" in dialog.narrowing.about.text()
    # Korea is no state of the briefing.
    qtbot.waitUntil(lambda: [row.shown["to_id"] for row in dialog.tried] == ["Canada"])
    dialog.narrowing.only_own.setChecked(False)
    qtbot.waitUntil(lambda: len(dialog.tried) == 3)
    assert dialog.tried[2].problem.startswith("1960/1950")
    qtbot.keyClicks(dialog.narrowing.when, "1950")
    qtbot.waitUntil(lambda: len(dialog.tried) == 1)
    dialog.narrowing.when.clear()
    qtbot.keyClicks(dialog.narrowing.when, "soonish")
    assert "soonish" in dialog.summary.text()
    assert not dialog.go.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("command", ["blocs.suggest", "blocs.balance"])
def test_an_open_dialog_goes_with_the_date_of_the_pictures(window, qtbot, filled, command):
    window.session.registry.run(command)
    dialog = window.bloc_actions.dialog
    kinds = {"proposal", "balance", "between"}
    qtbot.waitUntil(lambda: any(row.kind in kinds for row in rows(dialog.list)))
    assert dialog.windowTitle().endswith("1985")
    # No alliance of these stood before 1949.
    assert window.show_tab("blocs").set_date("1930")
    assert dialog.windowTitle().endswith("1930")
    assert dialog.list.accessibleName() == dialog.windowTitle()
    qtbot.waitUntil(lambda: not any(row.kind in kinds for row in rows(dialog.list)))
