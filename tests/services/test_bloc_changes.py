"""Two dates side by side: what began, ended and changed between them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing
from briefing.domain.dates import ordinal
from briefing.domain.event import Event
from briefing.domain.relation import Relation
from briefing.services.bloc_changes import balance_told, changes
from briefing.services.bloc_filter import BlocFilter
from briefing.services.bloc_material import BlocMaterial, read_material
from briefing.services.bloc_moments import time_span
from briefing.services.bloc_view import default_in, read_day, view_on
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)


def made(*relations, members=(), blocs=(), events=(), **existed):
    names = {"a": "A", "b": "B", "c": "C"}
    actors = {
        i: Actor(id=i, name=n, actor_kind="state", existed=existed.get(i, ""))
        for i, n in names.items()
    }
    return BlocMaterial(
        None, tuple(relations), tuple(blocs), tuple(members), actors, events=tuple(events)
    )


def tie(key, one, two, held, kind="defence pact", sign=1, **over):
    return Relation(
        id=key, from_id=one, to_id=two, held=held, relation_kind=kind, sign=sign, **over
    )


def between(material, one, two, **over):
    views = [view_on(material, read_day(text)[1], text, **over) for text in (one, two)]
    return changes(material, *views)


def ids(rows):
    return [row.id for row in rows]


def test_what_began_ended_and_stayed():
    material = made(
        tie("old", "a", "b", "1950/1960"),
        tie("new", "b", "c", "1970/.."),
        tie("both", "a", "c", "1940/.."),
    )
    found = between(material, "1955", "1975")
    assert (ids(found.began), ids(found.ended), ids(found.kept)) == (["new"], ["old"], ["both"])
    assert found.sentence == "Between 1955 and 1975: 1 tie ended, 1 began and 1 stands at both."
    assert found.states() == {"new": "began", "old": "ended", "both": "kept"}


def test_the_ends_of_an_interval_are_inside_and_what_is_about_is_a_change():
    material = made(tie("r", "a", "b", "1950/1960"))
    for day in ("1950-12-31", "1960-01-01"):
        assert not view_on(material, read_day(day)[1]).relations[0].faint
    for day in ("1950-01-01", "1960-12-31"):
        assert view_on(material, read_day(day)[1]).relations[0].faint
    assert not view_on(material, read_day("1961-01-01")[1]).relations
    found = between(material, "1950-06-01", "1955-06-01")
    assert [one.what for one in found.changed] == ["may have held, holds"]
    about = made(tie("r", "a", "b", "1950~/1960"))
    assert view_on(about, read_day("1955-06-01")[1]).relations[0].faint


def test_a_tie_that_gives_way_to_another_of_the_same_two_is_a_change():
    material = made(
        tie("help", "a", "b", "1950/1953", "co-belligerence"),
        tie("pact", "b", "a", "1961/.."),
        tie("arms", "a", "b", "1970/..", "arms transfer"),
    )
    found = between(material, "1952", "1980")
    assert [(c.before.id, c.after.id) for c in found.changed] == [("help", "pact")]
    assert found.changed[0].what == "co-belligerence became defence pact"
    assert ids(found.began) == ["arms"]
    assert found.states()["help"] == "ended"


def test_a_war_does_not_give_way_to_a_pact():
    material = made(tie("war", "a", "b", "1950/1953", "war", -1), tie("pact", "a", "b", "1961/.."))
    found = between(material, "1952", "1980")
    assert (ids(found.ended), ids(found.began), found.changed) == (["war"], ["pact"], ())


def test_who_changes_sides_is_told_and_who_keeps_to_it_is_not():
    blocs = [
        Bloc(id="x", name="East", colour="bloc.vermilion"),
        Bloc(id="x2", name="New East", colour="bloc.vermilion"),
        Bloc(id="y", name="West", colour="bloc.blue"),
    ]
    members = [
        BlocMember(id="m1", bloc_id="x", actor_id="a", held="1950/1960"),
        BlocMember(id="m2", bloc_id="x2", actor_id="a", held="1970/.."),
        BlocMember(id="m3", bloc_id="x", actor_id="b", held="1950/1960"),
        BlocMember(id="m4", bloc_id="y", actor_id="b", held="1970/.."),
        BlocMember(id="m5", bloc_id="x", actor_id="c", held="1950/1960"),
    ]
    material = made(blocs=blocs, members=members, c="1949/1991")
    found = between(material, "1955", "1992")
    assert {one.name: one.same_side for one in found.sides} == {"A": True, "B": False, "C": False}
    assert "B goes from “East” to “West”; C exists no more" in found.sentence
    assert "A goes" not in found.sentence


def test_what_became_of_the_balance_is_a_clause():
    material = made(
        tie("ab", "a", "b", "1940/.."),
        tie("bc", "b", "c", "1940/.."),
        tie("war", "a", "c", "1950/1960", "war", -1),
    )
    views = [view_on(material, read_day(text)[1], text) for text in ("1955", "1975")]
    assert balance_told(*views) == ("the frustration index falls from 0.33 to 0.00",)
    assert balance_told(views[1], views[1]) == ("the frustration index stays at 0.00",)
    assert balance_told(views[0], view_on(made(), 0)) == ()
    told = changes(material, *views, told=balance_told(*views)).sentence
    assert told.endswith("; the frustration index falls from 0.33 to 0.00.")


def test_a_filter_holds_for_both_dates():
    material = made(tie("old", "a", "b", "1950/1960", "war", -1), tie("new", "b", "c", "1970/.."))
    found = between(material, "1955", "1975", shown=BlocFilter(signs=frozenset({1})))
    assert (ids(found.began), ids(found.ended)) == (["new"], [])


def test_the_axis_knows_the_days_on_which_something_changes():
    event = Event(id="e", what="Meeting", happened="1958-03", cameo="04")
    material = made(
        tie("r", "a", "b", "1950-02-14/1960"), tie("open", "a", "c", "../.."), events=[event]
    )
    span = time_span(material)
    assert [one.text for one in span.moments] == ["1950-02-14", "1961-01-01"]
    assert span.moments[0].words == "begins: A and B, defence pact"
    assert span.first < ordinal(1950, 2, 14) < ordinal(1961, 1, 1) < span.last
    assert [(e.first, e.last) for e in span.events] == [(ordinal(1958, 3, 1), ordinal(1958, 3, 31))]
    assert span.after(span.moments[0].day) == span.moments[1]
    assert span.before(span.moments[0].day) is None
    # The day before and the day of a change differ, and no other two days do.
    for one, two in itertools.pairwise(range(span.first, span.last, 31)):
        same = [m.day for m in span.moments if one < m.day <= two] == []
        before, after = (view_on(material, day) for day in (one, two))
        assert (ids(before.relations) == ids(after.relations)) or not same


def test_without_dates_there_is_no_axis():
    span = time_span(made())
    assert (span.moments, span.events, span.first, span.last) == ((), (), 0, 0)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    ws = open_workspace(tmp_path_factory.mktemp("l") / "a.briefings", ME)
    yield read_material(ws, SAMPLE)
    ws.close()


def test_the_two_dates_of_the_sample_in_a_sentence(sample):
    found = between(sample, "1951", "June 2024")
    assert "the frustration index" not in found.sentence
    assert "China leaves “Soviet Union, China, North Korea”" in found.sentence
    assert "Soviet Union → Russia stays on its side" in found.sentence
    assert sample_id("relation", "us-japan") in ids(found.kept) + [
        c.after.id for c in found.changed
    ]


@pytest.mark.parametrize(
    ("former", "later", "words"),
    [
        ("Soviet Union", "Russia", ["Soviet Union → Russia stays on its side"]),
        # Two states came after it, and neither is counted as the same.
        (
            "Czechoslovakia",
            "Slovakia",
            ["Czechoslovakia exists no more", "Slovakia, not there before, joins “Late”"],
        ),
    ],
)
def test_a_state_and_the_one_it_became_are_told_as_one(former, later, words):
    blocs = [
        Bloc(id=key, name=name, briefing_id="x", colour="bloc.orange")
        for key, name in (("e", "Early"), ("l", "Late"))
    ]
    members = [
        BlocMember(id="m1", bloc_id="e", actor_id="a", held="1949/1991"),
        BlocMember(id="m2", bloc_id="l", actor_id="b", held="1993/.."),
    ]
    actors = {
        "a": Actor(id="a", name=former, actor_kind="state", existed="1922-12-30/1991-12-25"),
        "b": Actor(id="b", name=later, actor_kind="state", existed="1991-12-26/.."),
    }
    found = between(BlocMaterial(None, (), tuple(blocs), tuple(members), actors), "1960", "2000")
    assert sorted(one.words for one in found.sides) == words
    assert all(one in found.sentence for one in words)


@pytest.mark.parametrize(
    ("as_of", "begins"),
    [("2000", "2000"), ("1962-10-22", "1962-10"), ("1961/1963", "1961"), ("", "1975-03")],
)
def test_the_first_date_shown_is_that_of_the_briefing_else_when_a_tie_began_last(as_of, begins):
    ties = (tie("r", "a", "b", "1950/1960"), tie("s", "b", "c", "1975-03-01/.."))
    material = replace(
        made(*ties),
        briefing=Briefing(id="x", title="X", as_of=as_of),
        today=ordinal(2000, 12, 31) if as_of else None,
    )
    assert default_in(material) == begins


def test_a_successor_on_another_side_is_told_with_both_sides():
    blocs = [
        Bloc(id="e", name="East", briefing_id="x", colour="bloc.orange"),
        Bloc(id="w", name="West", briefing_id="x", colour="bloc.blue"),
    ]
    members = [
        BlocMember(id="m1", bloc_id="e", actor_id="a", held="1949/1991"),
        BlocMember(id="m2", bloc_id="w", actor_id="b", held="1993/.."),
    ]
    actors = {
        "a": Actor(id="a", name="USSR", actor_kind="state", existed="1922-12-30/1991-12-25"),
        "b": Actor(id="b", name="Russia", actor_kind="state", existed="1991-12-26/.."),
    }
    found = between(BlocMaterial(None, (), tuple(blocs), tuple(members), actors), "1960", "2000")
    assert [one.words for one in found.sides] == ["USSR → Russia goes from “East” to “West”"]
