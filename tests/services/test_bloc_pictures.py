"""Which picture of blocs a briefing begins with, and that each of them draws what it is given."""

from __future__ import annotations

import pytest

from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene, Whole
from briefing.domain.picture import Circle, Group, Path, Rect, walk
from briefing.services.bloc_pictures import PICTURES, Look, begin_with, picture_of

STATES = ("RU", "KP", "US", "JP", "KR", "CN", "UA")


def states(number):
    codes = [a + b for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ"]
    return tuple(
        MapActor(code, code, iso2=(code,), lon=i, lat=0) for i, code in enumerate(codes[:number])
    )


def line(number, one, other):
    return MapRelation(f"{number}", one, other, "dispute", -1)


@pytest.mark.parametrize(
    ("scene", "key"),
    [
        (MapScene(states(60)), "map"),
        (MapScene(states(61)), "matrix"),
        (MapScene(states(10), tuple(line(i, "AA", "AB") for i in range(251))), "matrix"),
        (MapScene(tuple(MapActor(f"p{i}", f"Person {i}", "person") for i in range(9))), "diagram"),
        (MapScene(), "map"),
    ],
    ids=["sixty states", "more", "many lines", "people without a place", "nobody"],
)
def test_the_first_picture_is_the_one_that_can_be_read(scene, key):
    assert begin_with(scene) == key
    assert picture_of(key).key == key


@pytest.mark.parametrize("view", PICTURES, ids=[one.key for one in PICTURES])
@pytest.mark.parametrize("size", [(320, 200), (1600, 900)])
def test_each_draws_everybody_at_any_size_with_large_words(view, size):
    scene = MapScene(
        tuple(MapActor(code, code, iso2=(code,)) for code in STATES),
        (line(1, "RU", "UA"), MapRelation("2", "US", "JP", "defence pact", 1)),
        (MapBloc("b", "East", "bloc.vermilion", ("RU", "KP")),),
    )
    for look in (Look(), Look(22.0, legend=False, like=(scene,), uncited=True)):
        picture = view.draw(scene, *size, look)
        told = {g.entry for _, g in walk(picture.items) if g is not None}
        assert told >= {"1", "2"}
        assert picture.alt
        assert view.height(scene, size[0], look) > 0


def test_a_pinned_actor_has_a_pin_and_one_that_may_belong_is_hatched():
    actors = tuple(MapActor(code, code, iso2=(code,)) for code in STATES)
    bloc = MapBloc("b", "East", "bloc.vermilion", ("RU", "KP"), faint=("KP",))
    plain = MapScene(actors, (), (bloc,))
    scene = MapScene(actors, (), (bloc,), whole=Whole(plain, pins=(("RU", 0.5, 0.5),)))
    picture = picture_of("diagram").draw(scene, 900, 500, Look())
    groups = {g.entry: g for g in picture.items if isinstance(g, Group) and g.kind == "actor"}
    discs = {key: [i for i in g.items if isinstance(i, Circle)] for key, g in groups.items()}
    assert min(one.radius for one in discs["RU"]) < 3 <= min(one.radius for one in discs["KP"])
    hatched = {
        key
        for key, g in groups.items()
        for i in g.items
        if isinstance(i, Circle | Path | Rect) and i.ink.hatch
    }
    assert hatched == {"KP"}
    assert {"moved by hand", "may belong at this date"} <= {one.text for one in picture.legend}
