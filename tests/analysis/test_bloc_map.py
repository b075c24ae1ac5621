from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.bloc_map import (
    CONVENTION,
    MapActor,
    MapBloc,
    MapRelation,
    MapScene,
    draw_map,
    hit,
    map_height,
    place_of,
)
from briefing.analysis.geography import fit
from briefing.analysis.labels import overlap
from briefing.analysis.map_lines import DASHED, DOTTED, STYLES
from briefing.analysis.projection import inverse
from briefing.domain.picture import Circle, Curve, Group, Polygon, Rect, Text, walk
from briefing.domain.relation import RelationKind

RUSSIA = MapActor("ru", "Russia", iso2=("RU",))
NORTH = MapActor("kp", "North Korea", iso2=("KP",))
SOUTH = MapActor("kr", "South Korea", iso2=("KR",))
JAPAN = MapActor("jp", "Japan", iso2=("JP",))
STATES = MapActor("us", "United States", iso2=("US",))
NATO = MapActor("nato", "NATO", "organisation", lon=4.4, lat=50.9)


def scene(**over):
    plain = {
        "actors": (RUSSIA, NORTH, SOUTH, JAPAN, STATES, NATO),
        "relations": (
            MapRelation("1", "ru", "kp", "strategic partnership", certainty="confirmed"),
            MapRelation("2", "kp", "ru", "arms transfer", denied=True, directed=True),
            MapRelation("3", "ru", "kp", "military-technology cooperation", certainty="hinted"),
            MapRelation("4", "us", "jp", "defence pact"),
            MapRelation("5", "us", "kr", "defence pact", cited=False),
        ),
        "blocs": (
            MapBloc("east", "Moscow–Pyongyang", "bloc.vermilion", ("ru", "kp")),
            MapBloc("west", "Washington–Tokyo–Seoul", "bloc.blue", ("us", "jp", "kr")),
        ),
        "heading": "June 2024",
        "marking": "TLP:CLEAR",
    }
    return MapScene(**(plain | over))


def groups(picture, entry):
    return [item for item in picture.items if isinstance(item, Group) and item.entry == entry]


def line(picture, entry):
    (group,) = groups(picture, entry)
    return [item for item in group.items if isinstance(item, Curve)][-1]


def words(picture):
    return [item.text for item, _ in walk(picture.items) if isinstance(item, Text)]


def test_actors_heading_marking_and_convention_are_written():
    picture = draw_map(scene(), 1000, 360)
    expected = {"Russia", "North Korea", "NATO", "June 2024", "TLP:CLEAR", CONVENTION}
    assert expected <= set(words(picture))


def test_empty_scene_shows_the_world():
    picture = draw_map(MapScene(heading="Nothing yet"), 600, 300)
    assert sum(isinstance(item, Polygon) for item, _ in walk(picture.items)) > 200
    assert "Nothing yet" in words(picture)


def test_relations_of_one_pair_are_a_bundle_that_opens_under_the_pointer():
    picture = draw_map(scene(), 1000, 360)
    (bundle,) = [one for one in picture.items if isinstance(one, Group) and one.kind == "bundle"]
    assert bundle.others == ("1", "2", "3")
    assert bundle.ends == ("kp", "ru")
    assert "3?" not in words(picture)
    assert "3" in words(picture)
    assert bundle.tooltip.count("\n") == 2
    opened = {one.entry: one for one in bundle.opened}
    assert set(opened) == {"1", "2", "3"}

    def middles(items):
        curves = [[i for i, _ in walk(one.items) if isinstance(i, Curve)][-1] for one in items]
        return [curve.at(0.5) for curve in curves]

    close = middles([one for one in bundle.items if isinstance(one, Group)])
    apart = middles(bundle.opened)
    assert all(math.dist(a, b) < 8 for a, b in combinations(close, 2))
    assert all(math.dist(a, b) > 5 for a, b in combinations(apart, 2))


def test_on_paper_lines_of_one_pair_lie_apart():
    picture = draw_map(scene(), 1000, 360, opened=True)
    middles = [line(picture, entry).at(0.5) for entry in "123"]
    assert all(math.dist(a, b) > 5 for a, b in combinations(middles, 2))


def test_two_relations_of_a_pair_need_no_bundle():
    two = scene().relations[:2]
    picture = draw_map(scene(relations=two), 1000, 360)
    assert math.dist(line(picture, "1").at(0.5), line(picture, "2").at(0.5)) > 5


def test_certainty_shows_in_the_dash():
    picture = draw_map(scene(), 1000, 360, opened=True)
    assert [line(picture, entry).ink.dash for entry in "1234"] == [(), DOTTED, DASHED, ()]


def test_a_treaty_that_binds_more_is_drawn_wider():
    weak = MapRelation("1", "us", "jp", "defence pact", obligations=("consultation",))
    plain = MapRelation("2", "us", "kr", "defence pact")
    full = MapRelation("3", "ru", "kp", "defence pact", obligations=("defense", "offense"))
    picture = draw_map(scene(relations=(weak, plain, full)), 1000, 360)
    widths = [line(picture, entry).ink.width for entry in "123"]
    assert widths == sorted(set(widths))


def test_end_of_the_data_stands_beside_whose_borders_are_drawn():
    said = draw_map(scene(data_end="Treaties to 2016"), 1000, 360)
    assert f"{CONVENTION} · Treaties to 2016" in words(said)
    bare = draw_map(scene(data_end="Treaties to 2016"), 1000, 360, legend=False)
    assert f"{CONVENTION} · Treaties to 2016" in words(bare)


def test_unsourced_line_carries_a_question_mark():
    picture = draw_map(scene(), 1000, 360)
    asked = [
        group.entry
        for item, group in walk(picture.items)
        if isinstance(item, Text) and item.text == "?" and group
    ]
    assert asked == ["5"]


def test_what_may_hold_is_paler():
    faint = MapRelation("1", "ru", "kp", "war", faint=True)
    picture = draw_map(scene(relations=(faint,)), 1000, 360)
    assert groups(picture, "1")[0].opacity < 1
    assert "may hold at this date" in words(picture)


def test_legend_names_what_is_drawn_and_nothing_else():
    texts = {item.text for item in draw_map(scene(), 1000, 360).legend}
    assert {
        "Moscow–Pyongyang",
        "defence pact",
        "arms transfer",
        "denied",
        "no source",
        "claimed or hinted",
        "organisation or group",
    } <= texts
    assert not {"war", "sanctions", "in two blocs", "may hold at this date"} & texts


def test_former_state_covers_its_successors():
    union = MapActor("su", "Soviet Union", iso2=("RU", "UA", "KZ"))
    bloc = MapBloc("b", "East", "bloc.vermilion", ("su",))
    picture = draw_map(scene(actors=(union, NATO, JAPAN), relations=(), blocs=(bloc,)), 1000, 360)
    land = [group for group in groups(picture, "su") if isinstance(group.items[0], Polygon)]
    assert len(land) == 3


def test_state_in_two_blocs_is_hatched():
    blocs = (
        MapBloc("a", "A", "bloc.blue", ("jp",)),
        MapBloc("b", "B", "bloc.green", ("jp",)),
    )
    picture = draw_map(scene(blocs=blocs), 1000, 360)
    hatches = {
        shape.ink.hatch
        for shape, group in walk(picture.items)
        if isinstance(shape, Polygon) and group and group.entry == "jp"
    }
    assert "bloc.green" in hatches
    assert "in two blocs" in {item.text for item in picture.legend}


def test_who_has_no_place_is_named_beneath():
    west = MapActor("west", "the West", "group")
    picture = draw_map(scene(actors=(RUSSIA, west)), 1000, 360)
    assert "Not on the map: the West" in words(picture)
    assert "the West" in picture.alt


def test_click_finds_node_line_and_land():
    picture = draw_map(scene(), 1000, 360)
    node = next(
        item
        for item, group in walk(picture.items)
        if isinstance(item, Circle) and group and group.entry == "jp"
    )
    assert hit(picture, node.x, node.y) == "jp"
    assert hit(picture, *line(picture, "4").at(0.5)) == "4"
    assert hit(picture, node.x + 120, node.y + 90) is None


def test_scenes_beside_each_other_show_the_same_part_of_the_world():
    one, two = scene(), scene(actors=(RUSSIA, NORTH), relations=(), heading="1950–53")

    def spot(picture):
        return next(
            (item.x, item.y)
            for item, group in walk(picture.items)
            if isinstance(item, Circle) and group and group.entry == "ru"
        )

    assert spot(draw_map(one, 900, 300, like=(two,))) == spot(draw_map(two, 900, 300, like=(one,)))


def _unnamed(picture):
    return [i.text for i, group in walk(picture.items) if isinstance(i, Text) and group is None]


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("text", [11.0, 16.0])
def test_at_its_own_height_a_map_shows_the_line_up_and_little_of_the_south(width, text):
    high = map_height(scene(), width, min_text=text, legend=False)
    picture = draw_map(scene(), width, high, min_text=text, legend=False)
    nodes = [
        item
        for item, group in walk(picture.items)
        if isinstance(item, (Circle, Rect)) and group and group.kind == "actor"
    ]
    assert nodes
    labels = {item.text for item, group in walk(picture.items) if isinstance(item, Text) and group}
    assert {"Russia", "North Korea", "South Korea", "Japan", "NATO"} <= labels
    # The line-up lies north of 35° N; what is drawn reaches the tropics, and no further.
    places = [place for actor in scene().actors if (place := place_of(actor))]
    shown = fit(places, (0, 0, width, high), ties=[(-99.0, 138.0), (-99.0, 128.0)])
    # Large letters in a narrow picture say in two rows whose borders these are.
    over = sum("Borders" in t or "2018" in t for t in _unnamed(picture)) - 1
    assert inverse(0, (shown.top - (high - over * text * 1.3)) / shown.scale)[1] > -6
    assert max(x for x, _ in (shown.place(*p) for p in places)) < width - 20
    assert min(x for x, _ in (shown.place(*p) for p in places)) > 20


def test_the_legend_and_a_wide_spread_ask_for_more_height():
    plain = map_height(scene(), 800, legend=False)
    assert map_height(scene(), 800) > plain
    north_south = scene(
        actors=(
            MapActor("n", "Norway", iso2=("NO",)),
            MapActor("s", "South Africa", iso2=("ZA",)),
        ),
        relations=(),
        blocs=(),
    )
    assert map_height(north_south, 800, legend=False) > plain
    assert map_height(MapScene(), 800) <= 800


def test_every_kind_of_relation_has_a_look_of_its_own():
    assert set(STYLES) == {kind.value for kind in RelationKind}
    looks = {(style.colour, style.width, style.end, style.middle) for style in STYLES.values()}
    assert len(looks) == len(STYLES)


def test_same_scene_gives_the_same_picture():
    assert draw_map(scene(), 800, 400) == draw_map(scene(), 800, 400)


@pytest.mark.parametrize("size", [(1, 1), (60, 40), (320, 200), (2400, 1200)])
def test_any_size_is_drawn(size):
    assert draw_map(scene(), *size).width == size[0]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("abcdefghijkl mW", min_size=1, max_size=18),
            st.floats(-180, 180),
            st.floats(-80, 80),
        ),
        max_size=16,
    )
)
def test_labels_never_touch_each_other_or_a_node(places):
    actors = tuple(
        MapActor(str(i), name, lon=lon, lat=lat) for i, (name, lon, lat) in enumerate(places)
    )
    ties = tuple(
        MapRelation(f"r{i}", str(i), str(i + 1), "war") for i in range(max(0, len(actors) - 1))
    )
    picture = draw_map(MapScene(actors, ties, heading="2024"), 900, 400, legend=False)
    parts = [
        (item, group) for item, group in walk(picture.items) if group and group.kind == "actor"
    ]
    labels = [item.box for item, _ in parts if isinstance(item, Text)]
    nodes = [
        (item.x - item.radius, item.y - item.radius, item.x + item.radius, item.y + item.radius)
        for item, _ in parts
        if isinstance(item, Circle)
    ]
    assert len(labels) == len(actors)
    assert not any(overlap(a, b) for a, b in combinations(labels, 2))
    assert not any(overlap(label, node) for label in labels for node in nodes)
    for left, top, right, bottom in labels:
        assert left >= 0
        assert top >= 0
        assert right <= 900
        assert bottom <= 400
