"""Pacts of many as trees, lines over the edge of the world, and what very many lines become."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.picture_measures import crossings, measure, movement, read
from briefing.analysis.bloc_map import MapActor, MapBloc, MapRelation, MapScene, draw_map
from briefing.analysis.map_courses import ways
from briefing.analysis.reference_scene import scene as reference
from briefing.domain.picture import Curve, Group, Text, walk
from briefing.domain.relation import RelationKind

WORLD = (
    *("US", "CA", "BR", "AR", "GB", "FR", "DE", "PL", "TR", "EG", "NG", "KE"),
    *("ZA", "IN", "CN", "JP", "AU", "NZ", "BE", "NL"),
)
EUROPE = ("BE", "NL", "FR", "IT", "NO", "DK", "PT", "GB")


def pact(codes, name="North Atlantic Treaty", **more):
    return tuple(
        MapRelation(f"{name}:{a}-{b}", a, b, "defence pact", pact=name, **more)
        for i, a in enumerate(codes)
        for b in codes[i + 1 :]
    )


def actors(codes):
    return tuple(MapActor(code, code, iso2=(code,)) for code in codes)


def legs(picture):
    return [g for g in picture.items if isinstance(g, Group) and g.kind == "relation"]


def test_a_pact_of_many_is_a_tree_of_its_own_relations_that_stands_for_them_all():
    ties = pact(EUROPE)
    picture = draw_map(MapScene(actors(EUROPE), ties), 1000, 600)
    drawn = legs(picture)
    assert len(drawn) == len(EUROPE) - 1
    ends = {one.id: {one.from_id, one.to_id} for one in ties}
    assert all(ends[one.entry] == set(one.ends) for one in drawn)
    assert together([one.ends for one in drawn], EUROPE[0]) == set(EUROPE)
    told = {one.entry for one in drawn} | {other for one in drawn for other in one.others}
    assert told == {one.id for one in ties}
    # Who points at a relation that is not drawn finds the line of one of its ends.
    for one in drawn:
        assert all(ends[other] & set(one.ends) for other in one.others)
    names = {item.text for item, g in walk(picture.items) if isinstance(item, Text) and g}
    assert "North Atlantic Treaty" in names
    assert "pact of many, from member to member" in {one.text for one in picture.legend}


def together(pairs, first):
    """Who hangs together with one by these pairs."""
    found, size = {first}, 0
    while len(found) > size:
        size = len(found)
        found |= {end for pair in pairs if found & set(pair) for end in pair}
    return found


def test_a_pact_stays_among_neighbours_and_does_not_cross_itself():
    # From Norway to Portugal along the coast, not to and fro over the continent.
    codes = ("NO", "DK", "NL", "BE", "FR", "ES", "PT")
    drawn = legs(draw_map(MapScene(actors(codes), pact(codes)), 1000, 600))
    neighbours = {frozenset(pair) for pair in itertools.pairwise(codes)}
    assert {frozenset(one.ends) for one in drawn} == neighbours


def test_a_pact_within_another_has_its_lines_in_common_with_it():
    inner, outer = EUROPE[:5], EUROPE
    ties = (*pact(inner, "Treaty of five"), *pact(outer, "Treaty of eight"))
    drawn = legs(draw_map(MapScene(actors(outer), ties), 1000, 600))
    assert len(drawn) == len(outer) - 1
    both = [one for one in drawn if set(one.ends) <= set(inner)]
    assert len(both) == len(inner) - 1
    for one in both:
        a, b = one.ends
        assert one.tooltip.splitlines() == [
            f"Treaty of eight: {a} – {b}, of 8 members",
            f"Treaty of five: {a} – {b}, of 5 members",
        ]


def test_a_pact_that_binds_all_to_one_is_drawn_as_that_one_binds_them():
    # The others are not bound to each other, so no line may say so.
    ties = tuple(
        MapRelation(f"e{code}", "US", code, "defence pact", pact="Pacts of the hub")
        for code in EUROPE
    )
    drawn = legs(draw_map(MapScene(actors(("US", *EUROPE)), ties), 1000, 600))
    assert {frozenset(one.ends) for one in drawn} == {frozenset(("US", one)) for one in EUROPE}


def test_a_doubtful_member_hangs_on_the_tree_and_holds_no_other():
    # Belgium may belong; the way from the Netherlands to France does not lead over it.
    ties = [
        replace(one, faint="BE" in (one.from_id, one.to_id))
        for one in pact(("NL", "BE", "FR", "ES"))
    ]
    picture = draw_map(MapScene(actors(("NL", "BE", "FR", "ES")), tuple(ties)), 1000, 600)
    over = [one for one in legs(picture) if "BE" in one.ends]
    assert len(over) == 1
    assert over[0].opacity < 0.5
    assert all(one.opacity > 0.5 for one in legs(picture) if one not in over)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(WORLD), min_size=4, max_size=9, unique=True),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.tuples(st.sampled_from(WORLD), st.sampled_from(WORLD)), max_size=8),
)
def test_whatever_pacts_there_are_every_relation_is_told_and_every_line_is_true(who, pairs):
    ties = [one for number, codes in enumerate(who) for one in pact(sorted(codes), f"P{number}")]
    ties += [
        MapRelation(f"two{number}", a, b, "defence pact")
        for number, (a, b) in enumerate(pairs)
        if a != b
    ]
    picture = draw_map(MapScene(actors(WORLD), tuple(ties)), 1200, 700)
    ends = {one.id: {one.from_id, one.to_id} for one in ties}
    drawn = [group for group, _ in _groups(picture) if group.kind in ("relation", "bundle")]
    assert all(ends[one.entry] == set(one.ends) for one in drawn if one.kind == "relation")
    told = {
        one
        for group in drawn
        for one in (group.entry, *group.others, *(o.entry for o in group.opened))
    }
    assert set(ends) <= told


def test_three_in_a_pact_are_drawn_as_three_lines():
    picture = draw_map(MapScene(actors(EUROPE[:3]), pact(EUROPE[:3])), 1000, 600)
    assert len(legs(picture)) == 3
    assert "pact of many, from member to member" not in {one.text for one in picture.legend}


def test_a_star_says_who_belongs_and_where_a_member_has_no_source():
    picture = draw_map(MapScene(actors(EUROPE), pact(EUROPE, cited=False)), 1000, 600)
    assert all(one.tooltip.startswith("North Atlantic Treaty: ") for one in legs(picture))
    asked = [i for i, g in walk(legs(picture)) if isinstance(i, Text) and i.text == "?"]
    assert len(asked) == len(legs(picture))


def test_a_line_takes_the_shorter_way_over_the_edge_of_the_world():
    assert ways((100.0, 50.0), (900.0, 80.0), 1000.0, 1000.0) == [
        ((100.0, 50.0), (-100.0, 80.0)),
        ((1100.0, 50.0), (900.0, 80.0)),
    ]
    assert ways((100.0, 50.0), (500.0, 80.0), 1000.0, 1000.0) == [((100.0, 50.0), (500.0, 80.0))]
    # With lines enough to both sides the map is cut in the Pacific, and this one goes over it.
    codes = ("US", "GB", "FR", "DE", "ZA", "BR", "IN", "PH")
    ties = [MapRelation(f"e{i}", "GB", code, "war") for i, code in enumerate(codes) if code != "GB"]
    ties += [MapRelation(f"f{i}", "FR", code, "war") for i, code in enumerate(("US", "BR", "ZA"))]
    ties.append(MapRelation("over", "US", "PH", "defence pact"))
    picture = draw_map(MapScene(actors(codes), tuple(ties)), 1200, 600)
    (group,) = [g for g in legs(picture) if g.entry == "over"]
    curves = [one for one in group.items if isinstance(one, Curve) and one.ink.stroke != "map.halo"]
    assert len(curves) == 2
    ends = [x for one in curves for x in (one.start[0], one.end[0])]
    assert min(ends) < 0
    assert max(ends) > 1200


@pytest.mark.parametrize(("year", "actors"), [(1945, 63), (1985, 161), (2010, 194)])
def test_the_pacts_of_a_year_can_be_read(year, actors):
    picture = draw_map(reference(year), 1600, 900)
    found = measure(picture)
    assert found.actors == actors
    assert found.node_overlaps == 0
    assert found.labels_overlapping == 0
    assert found.labelled >= 0.6
    assert found.crossings <= 15
    # Every relation is told by some line.
    told = {
        one
        for group, _ in _groups(picture)
        for one in (group.entry, *group.others, *(o.entry for o in group.opened))
    }
    assert {r.id for r in reference(year).relations} <= told


def _groups(picture):
    def walked(items):
        for item in items:
            if isinstance(item, Group):
                yield item, None
                yield from walked(item.items)

    return list(walked(picture.items))


def test_who_stays_stands_where_he_stood_a_year_before():
    for year in (1950, 1985):
        one, two = draw_map(reference(year), 1600, 900), draw_map(reference(year + 1), 1600, 900)
        assert movement(one, two) <= 0.05


def test_the_three_largest_of_each_bloc_are_always_named():
    everyone = reference(1985)
    picture = draw_map(everyone, 520, 360, legend=False)
    named = {one.entry for one in read(picture)[0] if one.label}
    states = {one.id: one for one in everyone.actors}
    from briefing.analysis.map_land import size_of

    for bloc in everyone.blocs:
        members = [one for one in bloc.members if one in states]
        largest = sorted(members, key=lambda one: -size_of(states[one]))[:3]
        assert set(largest) <= named, bloc.name
    assert len(named) < len(everyone.actors)


def test_names_without_room_are_counted_in_the_foot():
    picture = draw_map(reference(1985), 700, 500)
    named = {one.entry for one in read(picture)[0] if one.label}
    hidden = 161 - len(named)
    assert hidden > 20
    foot = " ".join(i.text for i, _ in walk(picture.items) if isinstance(i, Text))
    assert f"{hidden} more: point at them" in foot
    paper = draw_map(reference(1985), 700, 500, opened=True)
    assert "more without a name here" in " ".join(
        i.text for i, _ in walk(paper.items) if isinstance(i, Text)
    )


def test_five_thousand_relations_are_drawn_and_told_in_short():
    codes = [one.iso2[0] for one in reference(2010).actors if one.iso2][:150]
    kinds = [kind.value for kind in RelationKind]
    ties = tuple(
        MapRelation(
            str(n), codes[n % 150], codes[(n * 7 + n // 150 + 1) % 150], kinds[n % len(kinds)]
        )
        for n in range(5_000)
    )
    picture = draw_map(
        MapScene(actors(codes), ties, (MapBloc("b", "One", "bloc.blue", (codes[0],)),)), 1600, 900
    )
    assert len(picture.alt) < 40_000
    assert "more relations, in the rows" in picture.alt
    assert any(isinstance(g, Group) and g.kind == "bundle" for g in picture.items)


def test_a_relation_of_an_actor_with_itself_and_unknown_ends_draw_nothing():
    ties = (MapRelation("1", "FR", "FR", "war"), MapRelation("2", "FR", "nobody", "war"))
    picture = draw_map(MapScene(actors(("FR", "GB")), ties), 800, 500)
    assert legs(picture) == []
    lines, frames = read(picture)[1:]
    assert crossings(lines, []) == 0
    assert frames == []
    assert math.isclose(picture.width, 800)
