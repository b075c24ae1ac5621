"""Diagram and matrix in the window: chosen in, dragged, reset."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from briefing.domain.bloc import Pin
from briefing.services import history, pinning
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store.records import find

BRIEFING = sample_id("briefing", BRIEFING_KEY)
RUSSIA = sample_id("actor", "russia")


@pytest.fixture
def tab(window, qtbot):
    window.session.open_briefing(BRIEFING)
    made = window.show_tab("blocs")
    made.show_picture("diagram")
    qtbot.waitUntil(lambda: made.pair.views[1].current_picture() is not None)
    return made


def pins(tab):
    with tab.session.workspace.read() as connection:
        return {p.actor_id: (p.x, p.y) for p in find(connection, Pin, briefing_id=BRIEFING)}


def spot(view, actor):
    x, y = view.web().spots[actor].at
    return QPoint(round(x), round(y))


def shows(tab, actors):
    """Whether the tab has heard of who is fixed."""
    tab.ensure_fresh()
    return {one.actor_id for one in tab.material.pins} == set(actors)


def drag(qtbot, view, start, end):
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(12, 0))
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_an_actor_dragged_elsewhere_stays_there_and_goes_back_in_one_step(tab, qtbot):
    view = tab.pair.views[1]
    view.current_picture()
    start = spot(view, RUSSIA)
    end = QPoint(view.width() // 2, view.height() // 3)
    drag(qtbot, view, start, end)
    qtbot.waitUntil(lambda: shows(tab, {RUSSIA}))
    assert set(pins(tab)) == {RUSSIA}
    assert (spot(view, RUSSIA) - end).manhattanLength() <= 3
    assert tab.bar.reset.isVisible()
    tab.set_date("2022")
    assert (spot(view, RUSSIA) - end).manhattanLength() <= 3
    history.undo(tab.session.workspace)
    qtbot.waitUntil(lambda: shows(tab, ()))
    tab.set_date("June 2024")
    assert pins(tab) == {}
    assert (spot(view, RUSSIA) - start).manhattanLength() <= 12  # a scroll bar comes and goes
    assert not tab.bar.reset.isVisible()


def test_keys_move_an_actor_and_one_press_lets_all_go(tab, qtbot):
    view = tab.pair.views[1]
    view.current_picture()
    start = spot(view, RUSSIA)
    view.set_selected(RUSSIA)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shows(tab, {RUSSIA}))
    assert spot(view, RUSSIA).y() > start.y()
    qtbot.mouseClick(tab.bar.reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shows(tab, ()))
    assert pins(tab) == {}
    assert (spot(view, RUSSIA) - start).manhattanLength() <= 12  # a scroll bar comes and goes


def test_keys_let_one_actor_go_and_leave_the_others(tab, qtbot):
    other = sample_id("actor", "japan")
    workspace = tab.session.workspace
    for actor, x in ((RUSSIA, 0.2), (other, 0.8)):
        pinning.pin_actor(workspace, BRIEFING, actor, x, 0.5)
    qtbot.waitUntil(lambda: shows(tab, {RUSSIA, other}))
    view = tab.pair.views[1]
    view.current_picture()
    view.set_selected(RUSSIA)
    qtbot.keyClick(view, Qt.Key.Key_Backspace, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shows(tab, {other}))


def test_a_press_without_dragging_chooses_and_moves_nothing(tab, qtbot):
    view = tab.pair.views[1]
    view.current_picture()
    with qtbot.waitSignal(view.chosen) as heard:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(view, RUSSIA))
    assert heard.args[0].id == RUSSIA
    assert pins(tab) == {}


def test_actors_of_the_map_cannot_be_dragged(tab, qtbot):
    tab.show_picture("map")
    view = tab.pair.views[1]
    view.current_picture()
    start = spot(view, RUSSIA)
    drag(qtbot, view, start, start + QPoint(80, 40))
    assert pins(tab) == {}


def test_lines_without_a_source_are_drawn_when_asked_for(tab):
    assert tab.bar.uncited.isVisible()
    tab.show_picture("map")
    assert not tab.bar.uncited.isVisible()


def test_a_line_chosen_in_the_matrix_is_the_one_in_the_rows(tab, qtbot):
    tab.show_picture("matrix")
    view = tab.pair.views[1]
    view.current_picture()
    key = sample_id("relation", "russia-north-korea")
    found = view.web().find(key)
    assert found is not None
    with qtbot.waitSignal(view.chosen):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(*(round(n) for n in found.at)))
    assert tab.session.selection.kind == "relation"
