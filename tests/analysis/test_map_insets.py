"""Crowded corners shown larger, what a reader zooms to, and leaders beside their state."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest

from briefing.analysis.bloc_map import MapActor, MapRelation, MapScene, draw_map
from briefing.analysis.labels import overlap
from briefing.domain.picture import Circle, Curve, Group, Lens, Rect, Text, walk

AROUND = {
    "The Koreas": (("KP", "KR"), ("US", "RU", "JP")),
    "The Levant": (("IL", "LB", "SY", "JO"), ("US", "RU", "IR", "EG")),
    "Benelux": (("BE", "NL", "LU"), ("US", "CA", "RU")),
}


def scene(name):
    crowd, others = AROUND[name]
    codes = (*crowd, *others)
    ties = [MapRelation(f"in{i}", crowd[0], code, "dispute") for i, code in enumerate(crowd[1:])]
    ties += [MapRelation(f"out{i}", code, crowd[0], "war") for i, code in enumerate(others)]
    return MapScene(tuple(MapActor(c, f"State {c}", iso2=(c,)) for c in codes), tuple(ties))


def insets(picture):
    return [one for one in picture.items if isinstance(one, Group) and one.kind == "inset"]


@pytest.mark.parametrize("name", sorted(AROUND))
def test_a_crowded_corner_is_framed_named_and_has_its_own_lines(name):
    picture = draw_map(scene(name), 1000, 560)
    (inset,) = insets(picture)
    texts = {i.text for i, _ in walk(inset.items) if isinstance(i, Text)}
    crowd = AROUND[name][0]
    assert name in texts
    assert {f"State {code}" for code in crowd} <= texts
    inner = {g.entry for g in inset.items if isinstance(g, Group) and g.kind == "relation"}
    assert inner == {f"in{i}" for i in range(len(crowd) - 1)}
    outer = {g.entry for g in picture.items if isinstance(g, Group) and g.kind == "relation"}
    assert outer == {f"out{i}" for i in range(len(AROUND[name][1]))}


@pytest.mark.parametrize("name", sorted(AROUND))
def test_an_inset_covers_no_actor_and_nothing_leaves_its_frame(name):
    picture = draw_map(scene(name), 1000, 560)
    (inset,) = insets(picture)
    frame = next(one for one in inset.items if isinstance(one, Rect))
    box = (frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
    main = [
        item
        for group in picture.items
        if isinstance(group, Group) and group.kind == "actor"
        for item in group.items
        if isinstance(item, Circle)
    ]
    assert not any(box[0] < one.x < box[2] and box[1] < one.y < box[3] for one in main)
    for item, _ in walk(inset.items):
        if isinstance(item, Text):
            left, top, right, bottom = item.box
            assert box[0] <= left
            assert right <= box[2]
            assert box[1] <= top
            assert bottom <= box[3]
        if isinstance(item, Curve):
            assert all(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in item.sample())
    labels = [i.box for i, g in walk(inset.items) if isinstance(i, Text) and g]
    assert not any(overlap(a, b) for a, b in combinations(labels, 2))


def test_maps_that_stand_beside_each_other_have_their_insets_in_the_same_places():
    now = scene("Benelux")
    before = replace(now, actors=now.actors[:-1], relations=now.relations[:1], heading="Before")
    frames = [
        [next(item for item in one.items if isinstance(item, Rect)) for one in insets(picture)]
        for picture in (
            draw_map(now, 1000, 560, like=(before,)),
            draw_map(before, 1000, 560, like=(now,)),
        )
    ]
    assert len(frames[0]) == 1
    assert [(f.x, f.y, f.width, f.height) for f in frames[0]] == [
        (f.x, f.y, f.width, f.height) for f in frames[1]
    ]


def test_a_state_and_the_one_that_came_after_it_are_no_crowd():
    actors = (
        MapActor("SU", "Soviet Union", iso2=("SU",), lon=90.0, lat=61.0),
        MapActor("RU", "Russia", iso2=("RU",), lon=92.0, lat=61.0),
        *(MapActor(code, f"State {code}", iso2=(code,)) for code in ("US", "BR", "AU")),
    )
    ties = tuple(MapRelation(code, "US", code, "dispute") for code in ("SU", "RU"))
    assert insets(draw_map(MapScene(actors, ties), 1000, 560)) == []


def test_where_nobody_crowds_there_is_no_inset():
    codes = ("US", "BR", "ZA", "RU", "AU")
    actors = tuple(MapActor(c, c, iso2=(c,)) for c in codes)
    assert insets(draw_map(MapScene(actors), 1000, 560)) == []
    assert insets(draw_map(scene("Benelux"), 400, 220)) == []


def test_a_lens_shows_a_part_anew_with_text_of_the_same_size():
    whole = draw_map(scene("Benelux"), 1000, 560)
    spot = next(
        item for item, g in walk(whole.items) if isinstance(item, Circle) and g and g.entry == "BE"
    )
    scale = 12.0
    lens = Lens(scale, 500 - spot.x * scale, 280 - spot.y * scale)
    near = draw_map(scene("Benelux"), 1000, 560, lens=lens)
    assert insets(near) == []
    at = {
        g.entry: (item.x, item.y)
        for item, g in walk(near.items)
        if isinstance(item, Circle) and g and g.kind == "actor"
    }
    assert math.dist(at["BE"], at["NL"]) > 60
    assert math.dist(at["BE"], (500, 280)) < 200
    named = [i for i, g in walk(near.items) if isinstance(i, Text) and g and g.kind == "actor"]
    assert {one.text for one in named} >= {"State BE", "State NL", "State LU"}
    assert "State US" not in {one.text for one in named}
    assert {one.size for one in named} == {12.0}
    assert near.stage == whole.stage


def test_leaders_and_bodies_stand_beside_their_state():
    actors = (
        MapActor("kp", "North Korea", iso2=("KP",)),
        MapActor("ru", "Russia", iso2=("RU",)),
        MapActor("kim", "Kim Jong Un", "person", beside="kp"),
        MapActor("son", "Choe Son Hui", "person", beside="kp"),
        MapActor("lost", "Nobody’s envoy", "person", beside="nowhere"),
    )
    ties = (MapRelation("1", "kim", "ru", "diplomatic contact"),)
    picture = draw_map(MapScene(actors, ties), 1000, 560)
    at = {
        g.entry: (item.x, item.y)
        for item, g in walk(picture.items)
        if isinstance(item, Circle) and g and g.kind == "actor"
    }
    assert set(at) == {"kp", "ru", "kim", "son"}
    for one in ("kim", "son"):
        assert 8 < math.dist(at[one], at["kp"]) < 30
    assert math.dist(at["kim"], at["son"]) > 8
    assert any(isinstance(g, Group) and g.entry == "1" for g in picture.items)
    foot = " ".join(i.text for i, _ in walk(picture.items) if isinstance(i, Text))
    assert "Not on the map: Nobody’s envoy" in foot
