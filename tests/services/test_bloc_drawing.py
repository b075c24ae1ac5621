"""Blocs drawn by a person: members from when until when, on what evidence, each step undone at once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing
from briefing.errors import NotFoundError, UserError
from briefing.services import capturing, history
from briefing.services.bloc_drawing import add_members, end_membership, passages_between, since
from briefing.services.bloc_material import read_material
from briefing.services.bloc_view import read_day, view_on
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from tests.builders import ME, empty_workspace, rows

SAMPLE = sample_id("briefing", BRIEFING_KEY)


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    with made.write("Seed") as unit:
        unit.add(Briefing(id="b", title="B", as_of="2024", marking="GREEN"))
        for key in "xyz":
            unit.add(Actor(id=key, name=key.upper(), actor_kind="state"))
        unit.add(Bloc(id="east", name="East", briefing_id="b", marking="GREEN"))
        unit.add(Bloc(id="west", name="West", briefing_id="b", colour="bloc.green"))
    yield made
    made.close()


def members(ws, bloc="east"):
    with ws.read() as connection:
        return find(connection, BlocMember, bloc_id=bloc)


def at(ws, date):
    view = view_on(read_material(ws, "b"), read_day(date)[1])
    return {row.name: [m.name for m in row.who] for row in view.blocs}


def test_members_are_added_in_one_step_and_taken_back_in_one(ws):
    before = rows(ws)
    made = add_members(ws, "east", ["x", "y", "x"], held="1950/..")
    assert [(m.actor_id, m.held, m.marking) for m in members(ws)] == [
        ("x", "1950/..", "GREEN"),
        ("y", "1950/..", "GREEN"),
    ]
    assert len(made) == 2
    assert history.steps(ws).undo_label == "Add to bloc"
    history.undo(ws)
    assert not members(ws)
    kept = {k: v for k, v in rows(ws).items() if k not in ("bloc_member", "person")}
    assert kept == {k: v for k, v in before.items() if k not in ("bloc_member", "person")}


def test_an_actor_stands_in_several_blocs_and_in_one_at_several_times(ws):
    add_members(ws, "east", ["x"], held="1950/1960")
    add_members(ws, "east", ["x"], held="1970/..")
    add_members(ws, "west", ["x"], held="1955/..")
    assert at(ws, "1957") == {"East": ["X"], "West": ["X"]}
    assert at(ws, "1965") == {"West": ["X"]}
    assert at(ws, "1975") == {"East": ["X"], "West": ["X"]}


def test_who_belongs_already_is_left_and_if_nobody_is_new_it_says_so(ws):
    add_members(ws, "east", ["x"], held="1950/..")
    assert len(add_members(ws, "east", ["x", "y"], held="1955/..")) == 1
    with pytest.raises(UserError, match="All of these belong to “East”"):
        add_members(ws, "east", ["x", "y"], held="1960/..")
    assert len(members(ws)) == 2


def test_a_membership_ends_with_the_date_shown(ws):
    (member,) = add_members(ws, "east", ["x"], held="1950/..")
    assert end_membership(ws, member, "1960-05") == "1950/1960-05"
    assert at(ws, "1961") == {}
    history.undo(ws)
    assert members(ws)[0].held == "1950/.."
    (open_start,) = add_members(ws, "west", ["y"])
    assert end_membership(ws, open_start, "1960") == "../1960"


@pytest.mark.parametrize("until", ["1949", "", "soon", "1960/1970"])
def test_an_end_that_is_none_or_lies_before_the_start_is_refused(ws, until):
    (member,) = add_members(ws, "east", ["x"], held="1950/..")
    with pytest.raises(UserError) as told:
        end_membership(ws, member, until)
    assert "\n" not in str(told.value)
    assert members(ws)[0].held == "1950/.."


def test_what_is_not_there_is_refused_and_nothing_is_kept(ws):
    with pytest.raises(NotFoundError):
        add_members(ws, "nothing", ["x"])
    with pytest.raises(NotFoundError):
        add_members(ws, "east", ["x", "nobody"])
    with pytest.raises(UserError):
        add_members(ws, "east", ["x"], held="1960/1950")
    assert not members(ws)


def test_since_a_date_is_open_at_the_end():
    assert since("2024-06") == "2024-06/.."
    assert since("") == ""
    assert since("1950/1953") == ""


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(1940, 1990)), max_size=6))
def test_nobody_stands_in_a_bloc_twice_at_one_time(tmp_path_factory, given_steps):
    ws = empty_workspace(tmp_path_factory.mktemp("l"))
    with ws.write("Seed") as unit:
        unit.add(Briefing(id="b", title="B", as_of="2024"))
        for key in "xyz":
            unit.add(Actor(id=key, name=key.upper(), actor_kind="state"))
        unit.add(Bloc(id="east", name="East", briefing_id="b"))
    for actor, year in given_steps:
        try:
            add_members(ws, "east", [actor], held=f"{year}/..")
        except UserError:
            continue
    for year in (1950, 1970, 2000):
        standing = at(ws, str(year)).get("East", [])
        assert len(standing) == len(set(standing))
    ws.close()


def test_members_rest_on_words_and_lead_to_them(tmp_path):
    ws = open_workspace(tmp_path / "a.briefings", ME)
    pair = [sample_id("actor", "russia"), sample_id("actor", "north-korea")]
    found = passages_between(ws, SAMPLE, pair)
    assert len(found) >= 4
    bloc, china = sample_id("bloc", "now-east"), sample_id("actor", "china")
    (member,) = add_members(ws, bloc, [china], held="2024-06/..", passage_id=found[0])
    material = read_material(ws, SAMPLE)
    assert material.backed(member).passages == 1
    assert capturing.can_rest("bloc_member")
    assert passages_between(ws, SAMPLE, [pair[0]]) == []
    ws.close()
