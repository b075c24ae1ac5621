"""Facts of the reference set join a briefing: once, in one step, with their evidence."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from briefing.analysis.reference_set import pact_facts, states
from briefing.analysis.reference_sources import Sheet
from briefing.bootstrap import main
from briefing.domain.actor import Actor, SameAs
from briefing.domain.relation import Relation
from briefing.domain.source import Document, Passage, PassageLink, Source
from briefing.errors import UserError
from briefing.services import history
from briefing.services.bloc_filter import BlocFilter
from briefing.services.bloc_material import read_material
from briefing.services.bloc_view import read_day, view_on
from briefing.services.joining import (
    SORTS,
    facts_of,
    join,
    preview,
    read_period,
    states_of,
    states_standing,
)
from briefing.services.reference_records import is_reference, state_id
from briefing.store.journal import new_id
from briefing.store.records import find, get_many
from tests.builders import OTHER, empty_workspace, rows
from tests.services.test_importing import a_briefing

DEFENCE = ("defence pact",)
ALL = tuple(key for key, _, _ in SORTS)


@pytest.fixture
def ws(tmp_path):
    workspace = empty_workspace(tmp_path)
    yield workspace
    workspace.close()


def held(ws, cls, **equal):
    with ws.read() as connection:
        return find(connection, cls, **equal)


def named(ws, *names: str) -> dict[str, str]:
    made = [Actor(id=new_id(), actor_kind="state", name=name) for name in names]
    with ws.write("Make") as unit:
        unit.add_all(made)
    return {one.name: one.id for one in made}


def joined(ws, briefing, keys, year="1961", sorts=DEFENCE):
    return join(ws, briefing, facts_of(keys, read_period(year), sorts), keys)


def test_the_defence_pacts_of_a_year_join_with_their_evidence(ws):
    briefing = a_briefing(ws)
    keys = {"united-states", "soviet-union", "north-korea", "south-korea", "china", "japan"}
    done = joined(ws, briefing, keys)
    names = {a.id: a.name for a in held(ws, Actor)}
    ties = {
        frozenset((names[r.from_id or ""], names[r.to_id or ""])): r for r in held(ws, Relation)
    }
    assert set(ties) == {
        frozenset(("United States", "South Korea")),
        frozenset(("United States", "Japan")),
        frozenset(("Soviet Union", "China")),
        frozenset(("Soviet Union", "North Korea")),
        frozenset(("China", "North Korea")),
    }
    assert len(done.relations) == 5
    korea = ties[frozenset(("United States", "South Korea"))]
    assert korea.held == "1953-10-01/"
    assert (korea.phase, korea.sign, korea.certainty) == ("in force", 1, "confirmed")
    assert korea.defense
    assert not korea.offense
    ended = ties[frozenset(("Soviet Union", "China"))]
    assert (ended.held, ended.phase) == ("1950-02-14/1980-04-11", "ended")
    (link,) = held(ws, PassageLink, entry_id=korea.id)
    (words,) = held(ws, Passage, id=link.passage_id)
    assert words.exact.startswith("Mutual Defense Treaty between the United States and South Korea")
    (document,) = held(ws, Document, id=words.document_id)
    (source,) = held(ws, Source, id=document.source_id)
    assert source.title == "Alliance Treaty Obligations and Provisions, version 4.01"
    assert is_reference([source.id])
    with ws.read() as connection:
        text = connection.exec_driver_sql(
            "SELECT text FROM document_text WHERE sha256 = ?", (document.text_sha256,)
        ).scalar_one()
    assert text[words.start : words.end] == words.exact


def test_joining_twice_adds_nothing(ws):
    briefing = a_briefing(ws)
    keys = {"united-states", "canada", "france"}
    first = joined(ws, briefing, keys, "1985", ALL)
    before = rows(ws)
    again = joined(ws, briefing, keys, "1985", ALL)
    assert again.relations == again.actors == ()
    assert again.here == len(first.relations) > 0
    assert rows(ws) == before
    seen = preview(ws, briefing, keys, read_period("1985"), ALL)
    assert {row.state for row in seen.rows} == {"here"}
    assert seen.newcomers == ()


def test_it_is_one_step_and_comes_back_after_it_was_undone(ws):
    briefing = a_briefing(ws)
    keys = {"united-states", "canada"}
    done = joined(ws, briefing, keys, "1985")
    history.undo(ws)
    assert held(ws, Relation) == held(ws, Actor) == ()
    assert {r.state for r in preview(ws, briefing, keys, read_period("1985"), DEFENCE).rows} == {
        "deleted"
    }
    again = joined(ws, briefing, keys, "1985")
    assert set(again.relations) == set(done.relations)
    assert {r.id for r in held(ws, Relation)} == set(done.relations)
    assert {a.name for a in held(ws, Actor)} == {"Canada", "United States"}


def test_two_laptops_hold_the_same_records(tmp_path):
    found = []
    for name, author in (("one", None), ("two", OTHER)):
        folder = tmp_path / name
        folder.mkdir()
        workspace = empty_workspace(folder, *([author] if author else []))
        briefing = a_briefing(workspace)
        joined(workspace, briefing, {"united-states", "canada", "soviet-union"}, "1985", ALL)
        kinds = rows(workspace)
        found.append(
            {
                kind: {r[0] for r in kinds[kind]}
                for kind in ("actor", "source", "document", "passage", "actor_name")
            }
        )
        workspace.close()
    assert found[0] == found[1]


def test_a_state_that_is_here_under_any_of_its_names_is_not_made_again(ws):
    briefing = a_briefing(ws)
    mine = named(ws, "USSR", "DPRK", "Burma")
    other = Actor(id=new_id(), actor_kind="state", name="Volksrepublik", iso3166="CN")
    twin = Actor(id=new_id(), actor_kind="state", name="Canada")
    with ws.write("Make") as unit:
        unit.add_all([other, twin])
        unit.add(SameAs(id=new_id(), actor_id=twin.id, canonical_id=other.id))
    done = joined(ws, briefing, {"soviet-union", "china", "canada", "united-states"})
    assert done.actors == (state_id("united-states"),)
    ends = {i for r in held(ws, Relation) for i in (r.from_id, r.to_id)}
    assert mine["USSR"] in ends
    assert twin.id not in ends


def test_an_actor_that_is_both_states_gets_no_tie_to_itself(ws):
    briefing = a_briefing(ws)
    one = Actor(id=new_id(), actor_kind="state", name="West Germany")
    two = Actor(id=new_id(), actor_kind="state", name="France")
    with ws.write("Make") as unit:
        unit.add_all([one, two, SameAs(id=new_id(), actor_id=one.id, canonical_id=two.id)])
    seen = preview(ws, briefing, {"west-germany", "france"}, read_period("1985"), DEFENCE)
    assert {row.state for row in seen.rows} == {"France is both"}
    assert joined(ws, briefing, {"west-germany", "france"}, "1985").relations == ()


def test_the_states_of_the_briefing_are_told(ws):
    briefing = a_briefing(ws)
    joined(ws, briefing, {"united-states", "canada"}, "1985")
    named(ws, "Mexico")
    assert states_of(ws, briefing) == {"united-states", "canada"}


def test_the_whole_world_joins_in_one_step(ws):
    briefing = a_briefing(ws)
    period = read_period("1961-07-01")
    keys = {state.key for state in states_standing(*period)}
    assert 95 < len(keys) < 125
    done = join(ws, briefing, facts_of(keys, period, DEFENCE), keys)
    assert len(done.actors) == len(keys)
    assert len(done.relations) > 600
    history.undo(ws)
    assert held(ws, Actor) == ()


def test_a_picture_is_sure_of_a_pact_up_to_the_end_of_the_data(ws):
    briefing = a_briefing(ws)
    joined(ws, briefing, {"united-states", "south-korea", "canada"}, "1961")
    material = read_material(ws, briefing)
    (then,) = (
        r for r in view_on(material, read_day("1961")[1]).relations if "South Korea" in r.ends
    )
    (now,) = (
        r for r in view_on(material, read_day("2024")[1]).relations if "South Korea" in r.ends
    )
    assert not then.faint
    assert now.faint
    assert now.held == then.held == "from 1 Oct 1953, unknown after 2016"
    # That it was in force in 2016 does not say that it is.
    assert (then.phase, now.phase) == ("in force", "")
    assert now.reference


def test_what_comes_from_the_reference_set_can_be_told_apart(ws):
    briefing = a_briefing(ws)
    joined(ws, briefing, {"united-states", "canada"}, "1985")
    ids = {a.name: a.id for a in held(ws, Actor)}
    own = Relation(
        id=new_id(),
        briefing_id=briefing,
        from_id=ids["Canada"],
        to_id=ids["United States"],
        relation_kind="dispute",
        sign=-1,
        held="1985",
    )
    with ws.write("Make") as unit:
        unit.add(own)
    material = read_material(ws, briefing)
    day = read_day("1985")[1]
    mine = view_on(material, day, shown=BlocFilter(grade="own")).relations
    theirs = view_on(material, day, shown=BlocFilter(grade="reference")).relations
    assert [r.id for r in mine] == [own.id]
    assert own.id not in {r.id for r in theirs}
    assert theirs
    assert len(mine) + len(theirs) == len(view_on(material, day).relations)


def test_the_report_says_that_the_end_is_unknown(ws, tmp_path):
    briefing = a_briefing(ws)
    joined(ws, briefing, {"united-states", "south-korea", "soviet-union", "china"}, "1961")
    target = tmp_path / "b.html"
    call = ["export", briefing, "--to", str(target), "--kind", "full", "--library", str(ws.path)]
    assert main(call) == 0
    text = " ".join(re.sub(r"<[^>]+>", " ", target.read_text("utf-8")).split())
    assert "from 1 October 1953, unknown after 2016" in text
    assert "14 February 1950 to 11 April 1980" in text
    assert "1980, unknown" not in text


def test_a_picture_says_up_to_when_the_reference_set_knows(ws):
    briefing = a_briefing(ws)
    day = read_day("1985")[1]
    assert "Reference set" not in view_on(read_material(ws, briefing), day).scene.data_end
    joined(ws, briefing, {"greece", "turkey"}, "1985", ("defence pact", "rivalry"))
    scene = view_on(read_material(ws, briefing), day).scene
    assert scene.data_end.endswith("Reference set: alliances to 2016, rivalries to 2020")


def test_a_pact_of_many_is_known_to_the_picture_from_both(ws):
    briefing = a_briefing(ws)
    joined(ws, briefing, {"united-states", "canada", "norway"}, "1985")
    ids = {a.name: a.id for a in held(ws, Actor)}
    mine = named(ws, "Iceland")["Iceland"]
    own = Relation(
        id=new_id(),
        briefing_id=briefing,
        from_id=mine,
        to_id=ids["Norway"],
        relation_kind="defence pact",
        sign=1,
        held="1949/..",
        note="NATO: Article 5",
    )
    with ws.write("Make") as unit:
        unit.add(own)
    scene = view_on(read_material(ws, briefing), read_day("1985")[1]).scene
    pacts = {r.id: r.pact for r in scene.relations if r.kind == "defence pact"}
    assert pacts[own.id] == "North Atlantic Treaty"
    assert len([p for p in pacts.values() if p == "North Atlantic Treaty"]) == 4


@pytest.mark.parametrize("text", ["", "soon", "../1950", "1950/..", "1990/1950", "/"])
def test_what_is_no_period_is_refused_in_one_line(text):
    with pytest.raises(UserError) as told:
        read_period(text)
    assert "\n" not in str(told.value)


def test_an_unknown_state_is_refused_in_one_line(ws):
    briefing = a_briefing(ws)
    with pytest.raises(UserError, match="atlantis: the reference set has no such state"):
        join(ws, briefing, [], {"atlantis"})
    day = read_period("1985")[0]
    fact = next(pact_facts(day, day))
    with pytest.raises(UserError, match="nowhere"):
        join(ws, briefing, [replace(fact, one="nowhere")])
    assert held(ws, Relation) == ()


def test_every_state_has_its_line(ws):
    briefing = a_briefing(ws)
    join(ws, briefing, [], set(states()))
    with ws.read() as connection:
        actors = {a.id: a for a in find(connection, Actor)}
        links = find(connection, PassageLink, entry_kind="actor")
        words = get_many(connection, Passage, [one.passage_id for one in links])
    for link in links:
        assert words[link.passage_id].exact.startswith(actors[link.entry_id].name + " (")
    assert {one.entry_id for one in links} == set(actors)
    assert len(held(ws, Source)) == 1
    assert {d.filename for d in held(ws, Document)} == {"COW states 2016.txt"}
    assert Sheet.STATES.value == "states"
