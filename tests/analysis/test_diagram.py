from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.diagram import diagram_height, draw_diagram
from briefing.analysis.diagram_layout import arrange
from briefing.analysis.diagram_shown import alternative, joined
from briefing.analysis.labels import overlap
from briefing.analysis.map_lines import DOTTED
from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene, Whole
from briefing.domain.picture import Circle, Curve, Group, Polygon, Polyline, Rect, Text
from briefing.domain.relation import RelationKind
from briefing.export.svg import to_svg
from briefing.themes import load_tokens

EAST = ("ru", "by", "kz", "am")
WEST = ("us", "gb", "fr", "de", "it", "tr")
NAMES = {
    "ru": "Russia",
    "by": "Belarus",
    "kz": "Kazakhstan",
    "am": "Armenia",
    "us": "United States of America",
    "gb": "United Kingdom",
    "fr": "France",
    "de": "Germany",
    "it": "Italy",
    "tr": "Turkey",
    "in": "India",
    "fi": "Finland",
}


def actor(key, name=""):
    return MapActor(key, name or NAMES[key], iso2=(key.upper()[:2],))


def pact(name, members, start=0):
    return tuple(
        MapRelation(f"{name}-{a}-{b}", a, b, "defence pact", 1, pact=name)
        for a, b in combinations(members[start:], 2)
    )


def scene(**over):
    plain = {
        "actors": tuple(actor(key) for key in NAMES),
        "relations": (
            *pact("Tashkent Treaty", EAST),
            *pact("Washington Treaty", WEST),
            MapRelation("arms", "ru", "in", "arms transfer", directed=True),
            MapRelation("war", "us", "ru", "dispute", -1, denied=True),
            MapRelation("rumour", "in", "fi", "consultation", cited=False),
        ),
        "blocs": (
            MapBloc("east", "Eastern side", "bloc.vermilion", EAST),
            MapBloc("west", "Western side", "bloc.blue", WEST),
        ),
        "heading": "June 2024",
        "marking": "TLP:CLEAR",
    }
    return MapScene(**(plain | over))


def groups(picture, kind):
    return [i for i in picture.items if isinstance(i, Group) and i.kind == kind]


def discs(picture):
    found = {}
    for group in groups(picture, "actor"):
        for item in group.items:
            # The first is the sign itself; a pin may follow.
            if group.entry in found:
                break
            if isinstance(item, Circle):
                found[group.entry] = (item.x, item.y, item.radius)
            elif isinstance(item, Rect):
                half = item.width / 2
                found[group.entry] = (item.x + half, item.y + half, half)
    return found


def names(picture):
    """Every name with its box; the letters within a disc are no name."""
    nodes = discs(picture)
    return [
        (group.entry, item)
        for kind in ("actor", "pact", "bloc")
        for group in groups(picture, kind)
        for item in group.items
        if isinstance(item, Text)
        and not (
            kind == "actor"
            and math.dist((item.x, item.y), nodes[group.entry][:2]) < nodes[group.entry][2]
        )
    ]


def holds(polygon, x, y):
    odd = False
    for ring in polygon.rings:
        px, py = ring[-2], ring[-1]
        for qx, qy in zip(ring[::2], ring[1::2], strict=True):
            if (qy > y) != (py > y) and x < (px - qx) * (y - qy) / (py - qy) + qx:
                odd = not odd
            px, py = qx, qy
    return odd


def check_clear(picture, shown):
    nodes = discs(picture)
    assert set(nodes) == {one.id for one in shown.actors}
    for a, b in combinations(nodes.values(), 2):
        assert math.dist(a[:2], b[:2]) >= a[2] + b[2]
    texts = names(picture)
    for (one, a), (two, b) in combinations(texts, 2):
        assert one == two or not overlap(a.box, b.box), (a.text, b.text)
    for owner, text in texts:
        left, top, right, bottom = text.box
        for key, (x, y, radius) in nodes.items():
            near = (max(left, min(x, right)), max(top, min(y, bottom)))
            assert key == owner or math.dist((x, y), near) >= radius, (text.text, key)
    members = {bloc.id: set(bloc.members) for bloc in shown.blocs}
    for group in groups(picture, "bloc"):
        for item in group.items:
            if isinstance(item, Polygon):
                for key, (x, y, radius) in nodes.items():
                    rim = [(x + radius * math.cos(i), y + radius * math.sin(i)) for i in range(7)]
                    if key in members[group.entry]:
                        assert holds(item, x, y), f"{key} outside its bloc"
                    else:
                        assert not any(holds(item, *spot) for spot in [(x, y), *rim]), key


def test_nothing_covers_anything_and_no_outline_holds_a_stranger():
    picture = draw_diagram(scene(), 1200, 700)
    check_clear(picture, scene())
    assert {text.text for _, text in names(picture)} >= {
        "Russia",
        "Eastern side",
        "Washington Treaty",
    }


def test_a_pact_of_many_is_a_star_and_two_make_a_line():
    picture = draw_diagram(scene(), 1200, 700)
    rays = [g for g in groups(picture, "relation") if g.ends[0].startswith("pact ")]
    assert sorted(end for g in rays for end in g.ends[1:]) == sorted(EAST + WEST)
    assert len(groups(picture, "relation")) == len(EAST) + len(WEST) + 2
    # Each relation of a pact is found through the ray of one of its parties.
    told = {key for g in rays for key in (g.entry, *g.others)}
    assert told == {r.id for r in scene().relations if r.pact}


def test_what_binds_one_to_two_others_is_no_star():
    ties = tuple(
        MapRelation(f"{a}-{b}", a, b, "co-belligerence", 1, pact="Side by side")
        for a, b in (("ru", "kz"), ("ru", "by"))
    )
    picture = draw_diagram(scene(relations=ties), 1200, 700)
    assert not groups(picture, "pact")
    assert {g.ends for g in groups(picture, "relation")} == {("ru", "kz"), ("ru", "by")}


def test_parties_of_the_same_pacts_are_framed_and_a_line_to_the_frame_counts_for_all():
    both = ("gb", "fr", "de", "it")
    shown = scene(
        relations=(*pact("Washington Treaty", WEST), *pact("Brussels Treaty", both)), blocs=()
    )
    picture = draw_diagram(shown, 1200, 700)
    nodes = discs(picture)
    framed = []
    for frame in [i for i in picture.items if isinstance(i, Polyline) and i.closed]:
        ring = Polygon((tuple(n for p in frame.points for n in p),), frame.ink, (0, 0, 0, 0))
        framed.append({key for key, (x, y, _) in nodes.items() if holds(ring, x, y)})
    assert sorted(framed, key=len) == [{"us", "tr"}, set(both)]
    rays = [g for g in groups(picture, "relation") if g.ends[0] == "pact Brussels Treaty"]
    assert [set(g.ends[1:]) for g in rays] == [set(both)]


def test_what_pairs_have_pledged_beside_their_pact_runs_in_its_star():
    beside = MapRelation("beside", "ru", "by", "defence pact", 1)
    other = MapRelation("other", "ru", "kz", "non-aggression", 1)
    shown = scene(relations=(*pact("Tashkent Treaty", EAST), beside, other))
    picture = draw_diagram(shown, 1200, 700)
    lines = [g.entry for g in groups(picture, "relation") if not g.ends[0].startswith("pact ")]
    assert lines == ["other"]
    assert any("beside" in g.others for g in groups(picture, "relation"))
    assert "1 between parties of one pact" in words(picture)


def words(picture):
    return " ".join(
        item.text
        for group in groups(picture, "fixed")
        for item in group.items
        if isinstance(item, Text)
    )


def test_lines_without_a_source_are_counted_and_shown_only_on_wish():
    plain = draw_diagram(scene(), 1200, 700)
    assert "23 of 24 lines shown; 1 has no source" in words(plain)
    assert "rumour" not in {g.entry for g in groups(plain, "relation")}
    asked = draw_diagram(scene(), 1200, 700, uncited=True)
    (line,) = [g for g in groups(asked, "relation") if g.entry == "rumour"]
    assert any(isinstance(item, Text) and item.text == "?" for item in line.items)
    assert any(item.mark == "unsourced" for item in asked.legend)


def test_a_denied_line_is_dotted_and_a_doubtful_one_pale():
    ties = (
        MapRelation("1", "ru", "in", "dispute", denied=True),
        MapRelation("2", "us", "in", "consultation", faint=True),
    )
    picture = draw_diagram(scene(relations=ties), 1200, 700)
    lines = {g.entry: g for g in groups(picture, "relation")}
    assert any(isinstance(i, Curve) and i.ink.dash == DOTTED for i in lines["1"].items)
    assert lines["2"].opacity < 1


def test_the_same_actor_stands_in_the_same_place_at_every_date():
    later = scene(heading="2030")
    earlier = scene(
        actors=tuple(actor(key) for key in NAMES if key not in ("tr", "am")),
        relations=pact("Washington Treaty", WEST[:5]),
        blocs=scene().blocs[1:],
        heading="1990",
    )
    whole = joined([earlier, later])
    one = discs(draw_diagram(replace(earlier, whole=whole), 1200, 700))
    two = discs(draw_diagram(replace(later, whole=whole), 1200, 700))
    assert one
    assert one.items() <= two.items()


def test_a_pinned_actor_stands_where_it_was_put_and_who_is_not_in_its_way_stays():
    plain = arrange(Whole(scene()))
    pinned = arrange(Whole(scene(), pins=(("in", 0.5, 0.5), ("gone", 0.1, 0.1))))
    x, y = pinned.actors["in"]
    assert (x, y) == pytest.approx((pinned.width / 2, pinned.height / 2))
    others = [key for key in plain.actors if key != "in"]
    far = [key for key in others if math.dist(plain.actors[key], (x, y)) > 4]
    assert far
    assert all(plain.actors[key] == pytest.approx(pinned.actors[key]) for key in far)
    shown = scene()
    check_clear(
        draw_diagram(replace(shown, whole=Whole(shown, pins=(("in", 0.5, 0.5),))), 1200, 700), shown
    )


def test_an_actor_of_two_blocs_stands_in_both_outlines_with_both_colours():
    blocs = (
        MapBloc("one", "One", "bloc.blue", ("us", "gb", "fr")),
        MapBloc("two", "Two", "bloc.green", ("fr", "de", "it")),
    )
    picture = draw_diagram(scene(relations=(), blocs=blocs), 1200, 700)
    check_clear(picture, scene(blocs=blocs))
    (france,) = [g for g in groups(picture, "actor") if g.entry == "fr"]
    tints = {
        getattr(item, "ink", None) and item.ink.fill
        for item in france.items
        if not isinstance(item, Text)
    }
    assert {"bloc.blue", "bloc.green"} <= tints
    assert any(item.text == "in two blocs" for item in picture.legend)


def test_many_lines_of_one_pair_are_one_until_it_is_pointed_at():
    kinds = list(RelationKind)[:7]
    ties = tuple(MapRelation(f"{i}", "ru", "us", kind.value) for i, kind in enumerate(kinds))
    picture = draw_diagram(scene(relations=ties), 1200, 700)
    (bundle,) = groups(picture, "relation")
    assert {bundle.entry, *bundle.others} == {one.id for one in ties}
    assert len(bundle.opened) == len(ties)
    assert any(isinstance(item, Text) and item.text == "7" for item in bundle.items)


def test_the_picture_is_told_in_words():
    told = alternative(scene())
    assert "Eastern side: Russia, Belarus, Kazakhstan, Armenia." in told
    assert "Parties to Tashkent Treaty: Armenia, Belarus, Kazakhstan, Russia." in told
    assert "Russia → India: arms transfer" in told
    assert draw_diagram(scene(), 900, 500).alt == told


@pytest.mark.parametrize(
    "shown",
    [
        MapScene(heading="Nothing yet"),
        scene(relations=(), blocs=()),
        scene(blocs=(MapBloc("b", "Alone", "bloc.blue", ("ru",)),)),
        scene(relations=(MapRelation("self", "ru", "ru", "dispute"),)),
        scene(relations=(MapRelation("gone", "ru", "nobody", "dispute"),)),
        scene(blocs=(MapBloc("b", "Strangers", "bloc.blue", ("nobody",)),)),
    ],
    ids=[
        "empty",
        "nothing between them",
        "bloc of one",
        "with itself",
        "unknown end",
        "unknown member",
    ],
)
def test_odd_scenes_are_drawn(shown):
    picture = draw_diagram(shown, 800, 500)
    check_clear(picture, shown)
    to_svg(picture, load_tokens("print"))


def test_names_of_any_script_and_length_are_drawn_without_overlap():
    odd = {
        "kp": "조선민주주의인민공화국",
        "sa": "المملكة العربية السعودية",
        "il": "מדינת ישראל",
        "x1": "W" * 200,
        "x2": "The united and most serene confederation of all the states that ever were one " * 3,
        "x3": "\u202eevil\u202c \t\n",
        "x4": "",
    }
    actors = tuple(MapActor(key, name) for key, name in odd.items())
    shown = scene(actors=actors, relations=pact("Long " * 40, tuple(odd)), blocs=())
    check_clear(draw_diagram(shown, 900, 500), shown)


def test_three_hundred_in_one_bloc_and_five_thousand_lines_are_drawn():
    actors = tuple(MapActor(f"a{i:03}", f"State {i}") for i in range(300))
    ties = tuple(
        MapRelation(f"{i}", f"a{i * 7 % 300:03}", f"a{(i * 13 + 1) % 300:03}", "consultation")
        for i in range(5000)
    )
    everyone = tuple(one.id for one in actors)
    shown = scene(
        actors=actors, relations=ties, blocs=(MapBloc("b", "All", "bloc.blue", everyone),)
    )
    picture = draw_diagram(shown, 1600, 900)
    check_clear(picture, shown)


def test_a_picture_is_as_high_as_it_needs_to_be():
    low = diagram_height(scene(), 1000, legend=False)
    assert low < diagram_height(scene(), 1000)
    assert low <= 1000
    assert diagram_height(MapScene(), 1000) <= 500


keys = st.sampled_from([f"k{i}" for i in range(14)])
any_relation = st.builds(
    MapRelation,
    id=st.uuids().map(str),
    from_id=keys,
    to_id=keys,
    kind=st.sampled_from([kind.value for kind in RelationKind]),
    sign=st.sampled_from([-1, 0, 1]),
    cited=st.booleans(),
    directed=st.booleans(),
    pact=st.sampled_from(["", "", "One", "Two"]),
)
any_bloc = st.builds(
    MapBloc,
    id=st.sampled_from(["b1", "b2", "b3"]),
    name=st.text(max_size=20),
    colour=st.just("bloc.green"),
    members=st.lists(keys, max_size=9).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(
    st.sets(keys, max_size=14),
    st.lists(any_relation, max_size=30, unique_by=lambda one: one.id),
    st.lists(any_bloc, max_size=3, unique_by=lambda one: one.id),
    st.lists(
        st.tuples(keys, st.floats(0, 1), st.floats(0, 1)), max_size=2, unique_by=lambda p: p[0]
    ),
)
def test_any_scene_is_clear_and_drawn_the_same_twice(who, ties, blocs, pins):
    actors = tuple(MapActor(key, f"Actor {key}") for key in sorted(who))
    plain = MapScene(actors, tuple(ties), tuple(blocs))
    shown = replace(plain, whole=Whole(plain, pins=tuple(pins)))
    picture = draw_diagram(shown, 1000, 600)
    check_clear(picture, shown)
    shuffled = Whole(
        MapScene(actors[::-1], tuple(ties[::-1]), tuple(blocs[::-1])), pins=tuple(pins)
    )
    again = draw_diagram(replace(plain, whole=shuffled), 1000, 600)
    assert discs(again) == discs(picture)
    for key in who:
        less = MapScene(tuple(one for one in actors if one.id != key), plain.relations, plain.blocs)
        rest = discs(draw_diagram(replace(less, whole=shown.whole), 1000, 600))
        assert rest.items() <= discs(picture).items()
        break
