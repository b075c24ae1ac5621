"""Suggested blocs: right about the alliances of the past, and whoever does not belong stays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import reference_set
from briefing.analysis.communities import FEW, MANY, SHARE, suggest
from briefing.analysis.ties import Tie, adjusted_rand
from briefing.domain.dates import from_day, parse

if TYPE_CHECKING:
    from briefing.analysis.suggested import Suggestions


def pact(one: str, two: str, sign: int = 1, kind: str = "defence pact", name: str = "") -> Tie:
    return Tie(f"{kind}/{one}/{two}", one, two, kind, sign, pact=name)


def of_year(year: int, resolution: float = 1.0) -> tuple[Suggestions, dict[str, str]]:
    """The suggestions of the middle of a year, and who was in NATO and on the Soviet side."""
    day = parse(from_day(year, 7, 1)).earliest or 0
    facts = list(reference_set.pact_facts(day, day))
    actors = {k for k, s in reference_set.states().items() if s.stood(day, day)}
    actors |= {key for f in facts for key in (f.one, f.two)}
    ties = [Tie(f.key, f.one, f.two, f.kind, f.sign, f.pledges, f.name) for f in facts]
    sides = dict.fromkeys(members_of("3180", day), "west")
    east = members_of("3285", day) or {
        "bulgaria", "czechoslovakia", "hungary", "poland", "romania", "soviet-union"
    }  # fmt: skip
    return suggest(actors, ties, resolution), sides | dict.fromkeys(east, "east")


def members_of(number: str, day: int) -> set[str]:
    (pact,) = (p for p in reference_set.pacts() if p.number == number)
    return {m for s in pact.spells if s.days[0] <= day <= s.days[1] for m in s.members}


@pytest.mark.parametrize("year", [1950, 1955, 1960, 1965, 1970, 1975, 1980, 1985, 1990])
def test_nato_and_the_soviet_side_are_found_without_false_members(year):
    found, sides = of_year(year)
    assert adjusted_rand(found.homes(), sides) == 1.0
    for side in ("west", "east"):
        true = {a for a, s in sides.items() if s == side}
        (bloc,) = (b for b in found.blocs if true <= set(b.actors))
        assert set(bloc.actors) == true
        # The partition alone puts others with them; they are told apart, with the reason.
        number = found.community[bloc.core[0]]
        swallowed = {a for a, n in found.community.items() if n == number} - true
        assert swallowed
        assert {p.actor for p in bloc.beside} == swallowed - {
            a for other in found.blocs if other is not bloc for a in other.actors
        }
        assert all(p.through and p.ties for p in bloc.beside)


def test_who_has_a_pact_with_one_member_alone_stands_beside_with_that_one_named():
    found, _sides = of_year(1985)
    (east,) = (b for b in found.blocs if "soviet-union" in b.actors)
    beside = {p.actor: p for p in east.beside}
    for actor in ("finland", "mongolia", "north-korea"):
        assert beside[actor].partners == ("soviet-union",)
    assert beside["afghanistan"].partners == ()


def test_one_can_belong_to_two_blocs():
    found, _sides = of_year(1950)
    assert sum("united-states" in b.actors for b in found.blocs) == 2


def test_the_slider_goes_from_few_large_to_many_small():
    few, usual, many = (len(set(of_year(2010, r)[0].community.values())) for r in (FEW, 1.0, MANY))
    assert few < usual < many


@pytest.mark.parametrize("resolution", [FEW, 0.8, 1.25, 2.0])
def test_the_sides_stand_over_most_of_the_slider(resolution):
    found, sides = of_year(1985, resolution)
    for side in ("west", "east"):
        true = {a for a, s in sides.items() if s == side}
        assert any(true == set(b.actors) for b in found.blocs), side


def test_a_hub_with_spokes_is_a_bloc_around_the_hub():
    found = suggest("habcd", [pact("h", spoke) for spoke in "abcd"])
    (bloc,) = found.blocs
    assert bloc.hub == "h"
    assert bloc.core == ("h",)
    assert set(bloc.actors) == set("habcd")


def test_an_act_that_everybody_signed_makes_no_bloc():
    west = [pact(a, b, name="West") for a in "abcd" for b in "abcd" if a < b]
    east = [pact(a, b, name="East") for a in "wxyz" for b in "wxyz" if a < b]
    all_of_them = [
        pact(a, b, kind="non-aggression", name="Act")
        for a in "abcdwxyz"
        for b in "abcdwxyz"
        if a < b
    ]
    found = suggest("abcdwxyz", [*west, *east, *all_of_them])
    assert sorted(b.actors for b in found.blocs) == [tuple("abcd"), tuple("wxyz")]


def test_nobody_and_nothing_is_no_error():
    assert suggest([], []).blocs == ()
    alone = suggest(["a"], [pact("a", "a")])
    assert alone.blocs == ()
    assert alone.unaligned == ("a",)


ACTORS = tuple("abcdefghij")
TIES = st.lists(
    st.builds(
        lambda pair, sign, kind: pact(*pair, sign, kind),
        st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTORS)),
        st.sampled_from((1, 1, 1, 0, -1)),
        st.sampled_from(("defence pact", "consultation", "arms transfer", "dispute")),
    ),
    max_size=40,
    unique_by=lambda t: t.id,
)


@settings(deadline=None, max_examples=60)
@given(TIES, st.floats(FEW, MANY), st.randoms(use_true_random=False))
def test_blocs_follow_from_the_ties_alone(ties, resolution, chance):
    found = suggest(ACTORS, ties, resolution)
    turned = [Tie(t.id, t.two, t.one, t.kind, t.sign) for t in ties]
    chance.shuffle(turned)
    actors = list(ACTORS)
    chance.shuffle(actors)
    assert suggest(actors, turned, resolution) == found
    # Hostility is shown and never clustered on.
    friendly = suggest(ACTORS, [t for t in ties if t.sign > 0], resolution)
    assert [b.actors for b in friendly.blocs] == [b.actors for b in found.blocs]


@settings(deadline=None, max_examples=60)
@given(TIES, st.floats(FEW, MANY))
def test_every_member_has_its_reason(ties, resolution):
    found = suggest(ACTORS, ties, resolution)
    bound = {a for t in ties if t.sign > 0 and t.one != t.two for a in (t.one, t.two)}
    assert set(found.unaligned) == set(ACTORS) - bound
    known = {t.id for t in ties if t.sign > 0}
    for bloc in found.blocs:
        assert len(bloc.members) > 1
        assert set(bloc.core) <= set(bloc.actors)
        assert not {p.actor for p in bloc.beside} & set(bloc.actors)
        for place in bloc.members:
            others = set(bloc.core) - {place.actor}
            assert set(place.partners) <= others
            assert len(place.partners) >= SHARE * len(others)
            assert set(place.ties) <= known
            assert place.ties or place.actor == bloc.hub
        assert set(bloc.actors) <= bound
    homes = [p.actor for b in found.blocs for p in b.members if p.home]
    assert sorted(homes) == sorted({a for b in found.blocs for a in b.actors})


@given(st.dictionaries(st.sampled_from(ACTORS), st.integers(0, 3), min_size=2))
def test_a_partition_agrees_wholly_with_itself_under_other_names(parts):
    named = {a: f"camp {n}" for a, n in parts.items()}
    assert adjusted_rand(parts, named) == 1.0
