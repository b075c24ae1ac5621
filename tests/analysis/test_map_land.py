"""Whose land is drawn how: disputed areas, states that are no more, shapes of the time."""

from __future__ import annotations

import pytest

from briefing.analysis.bloc_map import MapActor, MapBloc, MapScene, MapShape, draw_map
from briefing.analysis.map_scene import land_codes
from briefing.analysis.territory import (
    areas_of_land,
    countries,
    disputed_areas,
    former_state,
    former_states,
    label_points,
    ring_of,
    split,
)
from briefing.domain.picture import Group, Polygon, Text, walk


def land_of(picture, entry):
    return [
        (shape, group)
        for shape, group in walk(picture.items)
        if isinstance(shape, Polygon) and group and group.entry == entry
    ]


def inks(picture, entry):
    return [shape.ink for shape, _ in land_of(picture, entry)]


def words(picture):
    return " · ".join(item.text for item, _ in walk(picture.items) if isinstance(item, Text))


def scene(*actors, shapes=(), **blocs):
    colours = {"blue": "bloc.blue", "red": "bloc.vermilion"}
    return MapScene(
        actors,
        (),
        tuple(MapBloc(key, key, colours[key], tuple(who)) for key, who in blocs.items()),
        "1970",
        shapes=shapes,
    )


RUSSIA = MapActor("ru", "Russia", iso2=("RU",))
UKRAINE = MapActor("ua", "Ukraine", iso2=("UA",))
EAST = MapActor("dd", "East Germany", iso2=("DD",))
WEST = MapActor("de", "West Germany", iso2=("DE",))
FRANCE = MapActor("fr", "France", iso2=("FR",))


def test_disputed_land_is_hatched_and_takes_no_blocs_colour():
    picture = draw_map(scene(RUSSIA, UKRAINE, red=["ru"]), 1000, 500)
    (crimea,) = land_of(picture, "disputed:Crimea")
    assert crimea[0].ink.hatch == "map.disputed"
    assert crimea[0].ink.fill == "map.land"
    assert "Crimea" in crimea[1].tooltip
    # It lies over the land of Russia, which is drawn before.
    order = [
        group.entry for shape, group in walk(picture.items) if group and isinstance(shape, Polygon)
    ]
    assert order.index("disputed:Crimea") > order.index("ru")
    assert "disputed territory" in {one.text for one in picture.legend}


def test_a_disputed_country_in_a_bloc_stays_hatched():
    kosovo = MapActor("xk", "Kosovo", iso2=("XK",))
    picture = draw_map(
        scene(kosovo, MapActor("al", "Albania", iso2=("AL",)), blue=["xk"]), 900, 500
    )
    assert {ink.fill for ink in inks(picture, "xk")} == {"map.land"}
    assert {ink.hatch for ink in inks(picture, "xk")} == {"map.disputed"}


def test_known_areas_lie_within_the_country_that_holds_them():
    named = {(area.name, area.of) for area in disputed_areas("high")}
    assert {
        ("Crimea", "RU"),
        ("Golan Heights", "IL"),
        ("Western Sahara", "MA"),
        ("Kashmir", "IN"),
        ("Kashmir", "PK"),
    } <= named
    assert all(area.rings for area in disputed_areas("high"))


def test_every_code_of_a_former_state_is_on_the_map():
    codes = {country.iso2 for country in countries()}
    for one in former_states():
        assert set(one.land) <= codes, one.name
        assert not one.line or one.of in codes
        assert one.codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("USSR", {"RU", "UA", "KZ"}),
        ("Czechoslovakia", {"CZ", "SK"}),
        ("SUHH", {"RU"}),
        ("GDR", {"DD"}),
        ("South Vietnam", {"VS"}),
        ("Yugoslavia", {"RS", "HR"}),
    ],
)
def test_former_states_are_known_by_name_and_code(name, codes):
    assert codes <= set(land_codes("state", name))


def test_what_was_entered_comes_before_what_is_known_of_a_name():
    assert land_codes("state", "Soviet Union", territory="RU UA") == ("RU", "UA")
    assert land_codes("state", "East Germany", territory="DE") == ("DD",)
    assert land_codes("person", "Yugoslavia") == ()
    assert land_codes("state", "Atlantis") == ()


def test_east_and_west_germany_have_each_their_own_part():
    picture = draw_map(scene(EAST, WEST, blue=["de"], red=["dd"]), 900, 600)
    assert "bloc.vermilion_fill" in {ink.fill for ink in inks(picture, "dd")}
    assert "bloc.blue_fill" in {ink.fill for ink in inks(picture, "de")}
    assert not any(ink.hatch for ink in inks(picture, "dd") + inks(picture, "de"))
    east, west = land_of(picture, "dd")[0][0].box, land_of(picture, "de")[0][0].box
    assert east[2] > west[2]
    assert "East Germany: the border of the time is drawn roughly." in words(picture)


def test_the_parts_are_as_large_as_the_states_were():
    degrees = areas_of_land()
    # In square degrees at the equator, 12,364 km² each: 108,000, 173,800 and 333,000 km².
    assert degrees["DD"] == pytest.approx(8.8, rel=0.1)
    assert degrees["VS"] == pytest.approx(14.1, rel=0.1)
    assert degrees["YD"] == pytest.approx(26.9, rel=0.2)
    assert label_points()["DD"][0] > 11


@pytest.mark.parametrize("detail", ["low", "high"])
def test_a_split_country_loses_nothing(detail):
    for state in former_states():
        if state.line:
            whole = next(one for one in countries(detail) if one.iso2 == state.of)
            mine, rest = split(state, detail)
            assert mine
            assert rest
            edges = [max(r.north for r in rings) for rings in (mine, rest, whole.rings)]
            assert max(edges[:2]) == pytest.approx(edges[2])


def test_successors_land_is_said_in_the_foot():
    union = MapActor("su", "Soviet Union", iso2=land_codes("state", "Soviet Union"))
    picture = draw_map(scene(union, FRANCE, red=["su"]), 1000, 600)
    assert "Soviet Union: the land of the states of today that came after." in words(picture)


def shape(actor, west=5.0):
    ring = ring_of([(west, 45.0), (west + 6, 45.0), (west + 6, 50.0), (west, 50.0)])
    return MapShape(f"shape of {actor}", actor, (ring,), "cshapes.geojson")


def test_an_imported_shape_takes_the_place_of_todays_land():
    plain = draw_map(scene(FRANCE, WEST, blue=["fr"]), 900, 600)
    shaped = draw_map(scene(FRANCE, WEST, shapes=(shape("fr"),), blue=["fr"]), 900, 600)
    before, after = land_of(plain, "fr"), land_of(shaped, "fr")
    assert len(after[0][0].rings) == 1
    assert len(before[0][0].rings) > 1
    assert "bloc.blue_fill" in {ink.fill for ink in inks(shaped, "fr")}
    assert "Borders of the time from an imported file (cshapes.geojson): France." in words(shaped)


def test_a_ring_of_fewer_than_three_places_is_none():
    assert ring_of([(1, 2), (3, 4), (1, 2)]) is None
    over = ring_of([(179, 0), (-179, 0), (-179, 2), (179, 2)])
    assert (over.west, over.east) == (179, 181)


def test_former_states_of_unknown_name_are_none():
    assert former_state("France") is None


def test_groups_of_disputed_land_cannot_be_chosen_as_records():
    from briefing.domain.records import KINDS

    picture = draw_map(scene(RUSSIA, UKRAINE), 1000, 500)
    kinds = {g.kind for g in picture.items if isinstance(g, Group)}
    assert "disputed" in kinds
    assert "disputed" not in KINDS
