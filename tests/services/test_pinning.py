"""Actors fixed in the diagram: one step each, the same record on every laptop, let go again."""

from __future__ import annotations

import math

import pytest

from briefing.domain.bloc import Pin
from briefing.errors import NotFoundError, UserError
from briefing.services import history, pinning
from briefing.services.bloc_material import read_material
from briefing.services.bloc_view import bloc_view
from briefing.services.sample import sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from tests.builders import ME

BRIEFING = sample_id("briefing", "pyongyang-2024")
RUSSIA = sample_id("actor", "russia")
JAPAN = sample_id("actor", "japan")


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", ME)
    yield made
    made.close()


def pins(ws):
    with ws.read() as connection:
        return {one.actor_id: (one.x, one.y) for one in find(connection, Pin, briefing_id=BRIEFING)}


def test_an_actor_is_fixed_moved_and_let_go_each_in_one_step(ws):
    first = pinning.pin_actor(ws, BRIEFING, RUSSIA, 0.25, 0.5)
    assert pinning.pin_actor(ws, BRIEFING, RUSSIA, 0.75, 0.5) == first
    assert pins(ws) == {RUSSIA: (0.75, 0.5)}
    history.undo(ws)
    assert pins(ws) == {RUSSIA: (0.25, 0.5)}
    history.undo(ws)
    assert pins(ws) == {}
    history.redo(ws)
    pinning.unpin_actor(ws, BRIEFING, RUSSIA)
    assert pins(ws) == {}
    assert pinning.pin_actor(ws, BRIEFING, RUSSIA, 0.1, 0.1) == first
    assert pins(ws) == {RUSSIA: (0.1, 0.1)}


def test_all_are_let_go_in_one_step(ws):
    pinning.pin_actor(ws, BRIEFING, RUSSIA, 0.2, 0.2)
    pinning.pin_actor(ws, BRIEFING, JAPAN, 0.8, 0.8)
    assert pinning.reset_pins(ws, BRIEFING) == 2
    assert pins(ws) == {}
    history.undo(ws)
    assert set(pins(ws)) == {RUSSIA, JAPAN}


def test_a_place_beyond_the_page_is_its_edge_and_no_place_is_refused(ws):
    pinning.pin_actor(ws, BRIEFING, RUSSIA, -3, 7.5)
    assert pins(ws) == {RUSSIA: (0.0, 1.0)}
    with pytest.raises(UserError, match="no place"):
        pinning.pin_actor(ws, BRIEFING, RUSSIA, math.nan, 0.5)
    with pytest.raises(NotFoundError):
        pinning.pin_actor(ws, BRIEFING, "nobody", 0.5, 0.5)
    with pytest.raises(NotFoundError):
        pinning.pin_actor(ws, "nothing", RUSSIA, 0.5, 0.5)


def test_the_scene_of_every_date_knows_what_is_fixed(ws):
    pinning.pin_actor(ws, BRIEFING, RUSSIA, 0.25, 0.5)
    assert read_material(ws, BRIEFING).pins
    for day in (711858, 738000):
        assert bloc_view(ws, BRIEFING, day).scene.whole.pins == ((RUSSIA, 0.25, 0.5),)


def test_all_dates_share_one_ground_with_the_days_of_their_lines(ws):
    one, two = (bloc_view(ws, BRIEFING, day).scene for day in (711858, 738000))
    assert one.whole == two.whole
    assert {a.id for s in (one, two) for a in s.actors} <= {a.id for a in one.whole.scene.actors}
    assert len(one.whole.held) == len(one.whole.scene.relations)
    assert all(first <= last for first, last in one.whole.held)
