from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.bloc_matrix import alternative, draw_matrix, matrix_height, order
from briefing.analysis.labels import overlap
from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene
from briefing.analysis.picture_web import Web
from briefing.domain.picture import Group, Text, hit_group
from briefing.domain.relation import RelationKind
from briefing.export.svg import to_svg
from briefing.themes import load_tokens

ACTORS = tuple(
    MapActor(key, name, iso2=(key.upper(),))
    for key, name in (
        ("ru", "Russia"),
        ("kp", "North Korea"),
        ("us", "United States"),
        ("kr", "South Korea"),
        ("jp", "Japan"),
        ("cn", "China"),
        ("ch", "Switzerland"),
    )
)
TIES = (
    MapRelation("pact", "ru", "kp", "strategic partnership", 1, certainty="confirmed"),
    MapRelation("arms", "kp", "ru", "arms transfer", 1, denied=True, directed=True),
    MapRelation("us-kr", "us", "kr", "defence pact", 1),
    MapRelation("us-jp", "us", "jp", "defence pact", 1),
    MapRelation("row", "kp", "kr", "dispute", -1, certainty="claimed"),
    MapRelation("talk", "cn", "ru", "consultation", 0),
    MapRelation("rumour", "cn", "kp", "arms transfer", 1, cited=False, directed=True),
)
BLOCS = (
    MapBloc("east", "Moscow and Pyongyang", "bloc.vermilion", ("ru", "kp")),
    MapBloc("west", "Washington, Tokyo, Seoul", "bloc.blue", ("us", "jp", "kr")),
)


def scene(actors=ACTORS, ties=TIES, blocs=BLOCS):
    return MapScene(actors, ties, blocs, heading="June 2024", marking="TLP:CLEAR")


def groups(picture, kind):
    return [i for i in picture.items if isinstance(i, Group) and i.kind == kind]


def cells(picture):
    """Row and column of each cell with a line, by the actors of its heads."""
    columns, rows = {}, {}
    for group in groups(picture, "actor"):
        area = group.items[0]
        middle = (area.x + area.width / 2, area.y + area.height / 2)
        (rows if group.entry in columns else columns)[group.entry] = middle
    found = {}
    for group in groups(picture, "relation"):
        area = group.items[0]
        x, y = area.x + area.width / 2, area.y + area.height / 2
        row = min(rows, key=lambda key: abs(rows[key][1] - y))
        column = min(columns, key=lambda key: abs(columns[key][0] - x))
        found[row, column] = group
    return found


def test_actors_stand_bloc_by_bloc_and_by_name_and_who_has_no_line_is_left_out():
    lined = order(scene())
    assert [one.id for one in lined.actors] == ["kp", "ru", "jp", "kr", "us", "cn"]
    assert [bloc and bloc.id for bloc in lined.blocs] == ["east"] * 2 + ["west"] * 3 + [None]
    assert lined.left_out == 1


def test_what_holds_both_ways_stands_in_both_cells_and_what_runs_one_way_in_one():
    found = cells(draw_matrix(scene(), 900, 500))
    assert found["us", "kr"].entry == found["kr", "us"].entry == "us-kr"
    both = {found["kp", "ru"].entry, *found["kp", "ru"].others}
    assert both == {"pact", "arms"}
    assert {found["ru", "kp"].entry, *found["ru", "kp"].others} == {"pact"}
    assert ("cn", "kp") not in found
    assert "arms transfer" in found["kp", "ru"].tooltip
    assert "strategic partnership" in found["kp", "ru"].tooltip


def test_a_cell_is_found_by_pointing_and_by_each_of_its_lines():
    picture = draw_matrix(scene(), 900, 500)
    area = cells(picture)["kp", "ru"].items[0]
    group = hit_group(picture, area.x + 2, area.y + 2)
    assert group.entry == "arms"
    assert Web(picture).find("pact") is not None


def test_lines_without_a_source_are_counted_and_shown_only_on_wish():
    def words(picture):
        return [i.text for g in groups(picture, "fixed") for i in g.items if isinstance(i, Text)]

    assert any(
        "6 of 7 lines shown; 1 without a source" in one
        for one in words(draw_matrix(scene(), 900, 500))
    )
    assert ("cn", "kp") in cells(draw_matrix(scene(), 900, 500, uncited=True))


def test_sign_and_certainty_are_told_by_shape_as_well_as_by_colour_in_the_smallest_cell():
    many = tuple(MapActor(f"x{i:03}", f"State {i:03}") for i in range(150))
    signs = (
        (1, "stated", False),
        (1, "claimed", False),
        (1, "stated", True),
        (-1, "stated", False),
        (-1, "claimed", False),
        (0, "stated", False),
    )
    ties = tuple(
        MapRelation(
            f"{i}",
            many[2 * i].id,
            many[2 * i + 1].id,
            "dispute",
            sign,
            certainty=certainty,
            denied=denied,
        )
        for i, (sign, certainty, denied) in enumerate(signs)
    ) + tuple(
        MapRelation(f"r{i}", many[i].id, many[i + 1].id, "consultation") for i in range(12, 149)
    )
    picture = draw_matrix(MapScene(many, ties), 1600, 900)
    looks = {}
    for group in groups(picture, "relation"):
        if group.entry in {"0", "1", "2", "3", "4", "5"}:
            looks[group.entry] = tuple(
                (type(i).__name__, bool(i.ink.fill), bool(i.ink.dash)) for i in group.items[1:]
            )
    assert len(set(looks.values())) == len(signs)


@pytest.mark.parametrize("count", [3, 30, 103, 161, 300])
def test_every_head_can_be_read_and_none_covers_another(count):
    actors = tuple(
        MapActor(
            f"a{i:03}", f"Country number {i}", iso2=(chr(65 + i // 26 % 26) + chr(65 + i % 26),)
        )
        for i in range(count)
    )
    ties = tuple(
        MapRelation(f"{i}", f"a{i:03}", f"a{(i + 1) % count:03}", "dispute") for i in range(count)
    )
    picture = draw_matrix(MapScene(actors, ties), 1600, 900)
    heads = [i for g in groups(picture, "actor") for i in g.items if isinstance(i, Text)]
    assert len(heads) >= 2 * count  # a name in several lines has several
    assert min(text.size for text in heads) >= 11
    for a, b in combinations(heads, 2):
        assert not overlap(
            (a.box[0], a.y - a.size * 0.72, a.box[2], a.y),
            (b.box[0], b.y - b.size * 0.72, b.box[2], b.y),
        ), (a.text, b.text)


def test_each_bloc_is_bracketed_along_its_rows_and_columns():
    picture = draw_matrix(scene(), 900, 500)
    east, west = groups(picture, "bloc")
    assert (east.entry, west.entry) == ("east", "west")
    rows, columns = west.items
    assert rows.height == pytest.approx(3 * cells(picture)["us", "kr"].items[0].height, rel=0.2)
    assert columns.width > rows.width


def test_the_matrix_is_told_in_words():
    told = alternative(scene())
    assert "Moscow and Pyongyang: Russia, North Korea." in told
    assert "North Korea → Russia: arms transfer" in told
    assert draw_matrix(scene(), 900, 500).alt == told


@pytest.mark.parametrize(
    "shown",
    [
        MapScene(),
        scene(ties=(), blocs=()),
        scene(ties=(MapRelation("self", "ru", "ru", "dispute"),)),
        scene(ties=(MapRelation("gone", "ru", "nobody", "dispute"),)),
        scene(blocs=(MapBloc("b", "One", "bloc.blue", ("ch",)),)),
    ],
    ids=["empty", "nothing between them", "with itself", "unknown end", "bloc of one"],
)
def test_odd_scenes_are_drawn(shown):
    to_svg(draw_matrix(shown, 700, 400), load_tokens("print"))
    assert matrix_height(shown, 700) > 0


def test_a_long_or_foreign_name_takes_no_more_than_its_share():
    names = ("조선민주주의인민공화국", "المملكة العربية السعودية", "W" * 300, "a b " * 100, "")
    actors = tuple(MapActor(f"{i}", name) for i, name in enumerate(names))
    ties = tuple(MapRelation(f"{i}", f"{i}", f"{(i + 1) % 5}", "dispute") for i in range(5))
    picture = draw_matrix(MapScene(actors, ties), 700, 400)
    for group in groups(picture, "actor"):
        for item in group.items:
            if isinstance(item, Text):
                assert item.box[0] >= 0
                assert item.box[2] <= 700


keys = st.sampled_from([f"k{i}" for i in range(9)])


@settings(max_examples=40, deadline=None)
@given(
    st.sets(keys),
    st.lists(
        st.builds(
            MapRelation,
            id=st.uuids().map(str),
            from_id=keys,
            to_id=keys,
            kind=st.sampled_from([kind.value for kind in RelationKind]),
            sign=st.sampled_from([-1, 0, 1]),
            certainty=st.sampled_from(["stated", "claimed"]),
            directed=st.booleans(),
            denied=st.booleans(),
        ),
        max_size=25,
    ),
)
def test_every_line_between_two_known_actors_stands_in_its_cell(who, ties):
    shown = MapScene(tuple(MapActor(key, key) for key in sorted(who)), tuple(ties))
    picture = draw_matrix(shown, 800, 500)
    assert picture == draw_matrix(shown, 800, 500)
    told = {key for g in groups(picture, "relation") for key in (g.entry, *g.others)}
    assert told == {r.id for r in ties if {r.from_id, r.to_id} <= who and r.from_id != r.to_id}
