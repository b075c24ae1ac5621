"""Suggested blocs: one by one, with reason and sources; what was refused stays so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.dates import parse
from briefing.domain.relation import Relation
from briefing.domain.source import PassageLink
from briefing.domain.verdict import Verdict
from briefing.errors import UserError
from briefing.services import history
from briefing.services.balancing import balance_view
from briefing.services.bloc_material import read_material
from briefing.services.bloc_view import read_day, view_on
from briefing.services.joining import facts_of, join, read_period
from briefing.services.suggesting import accept, refuse, span_of, suggestions, take_back
from tests.builders import empty_workspace
from tests.services.test_importing import a_briefing
from tests.services.test_joining import held

DAY = read_day("1985")[1]
EAST = ("bulgaria", "czechoslovakia", "east-germany", "hungary", "poland", "romania")
KEYS = frozenset(
    (*EAST, "soviet-union", "finland", "mongolia", "united-states", "canada", "norway", "japan")
)
SORTS = ("defence pact", "dispute", "war")


@pytest.fixture
def ws(tmp_path):
    workspace = empty_workspace(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def briefing(ws):
    made = a_briefing(ws)
    join(ws, made, facts_of(KEYS, read_period("1985"), SORTS))
    return made


def bloc_of(found, name):
    (bloc,) = (b for b in found.blocs if any(m.name == name for m in b.members))
    return bloc


def test_members_are_proposed_with_their_reason_and_the_rest_beside(ws, briefing):
    found = suggestions(ws, briefing, DAY)
    east = bloc_of(found, "Soviet Union")
    assert east.name == "Warsaw Pact"
    assert {m.name for m in east.members} == {
        "Soviet Union", "Bulgaria", "Czechoslovakia", "East Germany", "Hungary", "Poland", "Romania"
    }  # fmt: skip
    poland = next(m for m in east.members if m.name == "Poland")
    assert poland.why.endswith("with all six others of the core")
    assert "Warsaw Pact" in poland.why
    assert poland.held == "1955-05-14/1993-02-25"
    beside = {b.name: b for b in east.beside}
    assert set(beside) == {"Finland", "Mongolia"}
    assert beside["Finland"].why == (
        "Only through Soviet Union: one defence pact; bound to one of seven in the core"
    )
    assert len(beside["Finland"].ties) == 1
    west = bloc_of(found, "Norway")
    assert [b.name for b in west.beside] == ["Japan"]


def test_an_accepted_member_stands_in_a_bloc_with_basis_and_sources(ws, briefing):
    found = suggestions(ws, briefing, DAY, when="1985")
    east = bloc_of(found, "Poland")
    poland = next(m for m in east.members if m.name == "Poland")
    (member_id,) = accept(ws, briefing, found, [poland.key], {east.key: "The East"})
    (bloc,) = held(ws, Bloc)
    assert bloc.name == "The East"
    assert bloc.basis.startswith("Suggested from the ties of 1985, resolution 1: a core of seven")
    (member,) = held(ws, BlocMember)
    assert (member.id, member.actor_id, member.held) == (member_id, poland.actor, poland.held)
    assert held(ws, PassageLink, entry_id=member_id)
    assert held(ws, PassageLink, entry_id=bloc.id)
    (verdict,) = held(ws, Verdict)
    assert (verdict.outcome, verdict.entry_id, verdict.looked_at) == ("accepted", member_id, True)
    # A second one goes into the same bloc.
    again = suggestions(ws, briefing, DAY)
    hungary = next(m for m in bloc_of(again, "Hungary").members if m.name == "Hungary")
    accept(ws, briefing, again, [hungary.key])
    assert {m.bloc_id for m in held(ws, BlocMember)} == {bloc.id}
    history.undo(ws)
    history.undo(ws)
    assert held(ws, Bloc) == held(ws, BlocMember) == held(ws, Verdict) == ()


def test_a_whole_bloc_comes_in_as_one_step_and_not_twice(ws, briefing):
    found = suggestions(ws, briefing, DAY)
    keys = [m.key for m in bloc_of(found, "Poland").members]
    assert len(accept(ws, briefing, found, keys)) == 7
    assert len(held(ws, Bloc)) == 1
    shown = suggestions(ws, briefing, DAY)
    assert {m.state for m in bloc_of(shown, "Poland").members} == {"in"}
    assert accept(ws, briefing, shown, keys) == []
    assert all(not v.looked_at for v in held(ws, Verdict))
    rows = view_on(read_material(ws, briefing), DAY).blocs
    assert not any(m.faint for b in rows for m in b.who)
    history.undo(ws)
    assert held(ws, Bloc) == ()


def test_what_is_accepted_in_a_hurry_goes_into_one_bloc(ws, briefing):
    found = suggestions(ws, briefing, DAY)
    first, second, *_ = [m.key for m in bloc_of(found, "Poland").members]
    for key in (first, second, first):
        # The list still shows what stood there before the first was accepted.
        accept(ws, briefing, found, [key])
    assert len(held(ws, Bloc)) == 1
    assert len(held(ws, BlocMember)) == 2


def test_what_was_refused_stays_so_while_the_slider_moves_and_treaties_become_known(ws, briefing):
    found = suggestions(ws, briefing, DAY)
    poland = next(m for m in bloc_of(found, "Poland").members if m.name == "Poland")
    assert refuse(ws, briefing, found, [poland.key]) == 1
    for resolution in (0.3, 1.0, 2.0):
        shown = suggestions(ws, briefing, DAY, resolution)
        states = {m.name: m.state for m in bloc_of(shown, "Poland").members}
        assert states.pop("Poland") == "refused"
        assert set(states.values()) == {""}
    join(ws, briefing, facts_of(KEYS | {"vietnam", "cuba"}, read_period("1985"), ("consultation",)))
    shown = suggestions(ws, briefing, DAY)
    one = next(m for m in bloc_of(shown, "Poland").members if m.name == "Poland")
    assert one.state == "refused"
    assert refuse(ws, briefing, shown, [one.key]) == 0
    assert take_back(ws, briefing, shown, [one.key]) == 1
    shown = suggestions(ws, briefing, DAY)
    assert not any(m.state for m in bloc_of(shown, "Poland").members)


def test_a_refused_member_can_be_accepted_all_the_same(ws, briefing):
    found = suggestions(ws, briefing, DAY)
    one = bloc_of(found, "Poland").members[0]
    refuse(ws, briefing, found, [one.key])
    shown = suggestions(ws, briefing, DAY)
    assert len(accept(ws, briefing, shown, [one.key])) == 1
    assert [v.outcome for v in held(ws, Verdict)] == ["accepted"]


def test_an_actor_that_is_proposed_no_more_is_refused_in_one_line(ws, briefing):
    found = suggestions(ws, briefing, DAY)
    with pytest.raises(UserError, match="not proposed any more"):
        accept(ws, briefing, found, ["nobody:"])
    assert held(ws, Bloc) == ()


def test_an_empty_briefing_suggests_nothing(ws):
    found = suggestions(ws, a_briefing(ws), DAY)
    assert found.blocs == found.unaligned == ()
    assert balance_view(ws, a_briefing(ws), DAY).summary.startswith("No pair")


def test_the_balance_names_the_relations_behind_each_triad(tmp_path):
    folder = tmp_path / "b"
    folder.mkdir()
    ws = empty_workspace(folder)
    briefing = a_briefing(ws)
    keys = {"greece", "turkey", "united-states", "united-kingdom"}
    join(ws, briefing, facts_of(keys, read_period("1985"), ("defence pact", "rivalry")))
    view = balance_view(ws, briefing, DAY)
    assert view.summary == "Frustration 1 of 6 pairs; 2 unbalanced triads."
    (feud,) = view.feuds
    assert feud.words in ("Greece and Turkey: in dispute", "Turkey and Greece: in dispute")
    assert [t.words.split(" is with")[0] for t in feud.triads] == [
        "United Kingdom",
        "United States",
    ]
    ties = {r.id: r for r in read_material(ws, briefing).relations}
    triad = [ties[one] for one in view.relations_of("triad-0-1")]
    # Two may have more than one treaty.
    assert {r.sign for r in triad} == {-1, 1}
    assert len({i for r in triad for i in (r.from_id, r.to_id)}) == 3
    assert view.relations_of("feud-0") == feud.relations
    ws.close()


def test_very_many_triads_are_counted_and_the_first_listed(ws):
    briefing = a_briefing(ws)
    camps = {f"{camp}{n}": camp for camp in "ab" for n in range(18)}
    ties = [
        Relation(
            id=f"{one}{two}",
            briefing_id=briefing,
            from_id=one,
            to_id=two,
            relation_kind="defence pact" if one[0] == two[0] else "dispute",
            # Everybody has one friend in the other camp, who is against all of his others.
            sign=1 if one[0] == two[0] or one[1:] == two[1:] else -1,
            held="1985",
        )
        for one in camps
        for two in camps
        if one < two
    ]
    with ws.write("Make") as unit:
        unit.add_all(Actor(id=key, actor_kind="state", name=key) for key in camps)
        unit.add_all(ties)
    view = balance_view(ws, briefing, DAY)
    listed = sum(len(feud.triads) for feud in view.feuds)
    assert 0 < listed <= 1000
    assert "Frustration 18 of 630 pairs" in view.summary


@given(
    st.lists(
        st.sampled_from(
            ("1949/", "1950/..", "1951-06/1960", "2024-06-19", "", "soon", "../1970", "1930~/1940")
        )
    )
)
def test_a_span_of_dates_is_a_date_that_covers_what_is_known(held_dates):
    span = span_of(held_dates)
    if span:
        parsed = parse(span)
        known = [parse(one) for one in held_dates if one not in ("", "soon")]
        begun = [d.earliest for d in known if d.earliest and not d.text.startswith("..")]
        assert parsed.earliest == min(begun)
        assert span.endswith("..") == any(d.text.endswith("..") for d in known)
