"""Two dates in one picture: what began, ended and stays is told by line and label."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.bloc_difference import Mark, mark, union_scene
from briefing.analysis.bloc_map import draw_map
from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene
from briefing.domain.picture import Circle, Curve, Group, Rect, Text, walk

PLACES = {"RU": (95, 60), "CN": (105, 35), "KP": (127, 40), "JP": (138, 36), "US": (-98, 39)}
ACTORS = tuple(MapActor(k, k, "state", (k,), *at) for k, at in PLACES.items())
PAIRS = (("RU", "CN"), ("RU", "KP"), ("CN", "KP"), ("US", "JP"), ("US", "KP"))
LINES = tuple(MapRelation(f"{a}{b}", a, b, "defence pact", 1) for a, b in PAIRS)


def scene(*keys, blocs=()):
    return MapScene(ACTORS, tuple(one for one in LINES if one.id in keys), blocs, heading="1951")


def drawn(marks):
    made = draw_map(scene(*(one.id for one in LINES)), 900, 500)
    return made, mark(made, marks, 12)


def texts(picture):
    return [one.text for one, _ in walk(picture.items) if isinstance(one, Text)]


def lines(picture, key):
    return [one for one in picture.items if isinstance(one, Group) and one.entry == key]


def test_began_ended_and_stays_are_told_without_colour():
    marks = {"RUCN": Mark("ended", "1960"), "RUKP": Mark("began", "2024"), "USJP": Mark("kept")}
    before, after = drawn(marks)
    assert {"– 1960", "+ 2024"} <= set(texts(after))
    (old,) = [g for g in lines(after, "RUCN") if any(isinstance(i, Curve) for i in g.items)]
    strokes = [i for i in old.items if isinstance(i, Curve) and i.ink.stroke != "map.halo"]
    assert all(one.ink.dash for one in strokes)
    (kept,) = lines(after, "USJP")
    assert kept.opacity < 0.5
    assert lines(after, "CNKP") == lines(before, "CNKP")
    assert [one.text for one in after.legend[-3:]] == ["+ began", "– ended", "at both dates"]


def test_the_label_of_a_line_leads_to_the_line():
    _, after = drawn({"RUKP": Mark("began", "2024")})
    label = next(
        g for one, g in walk(after.items) if isinstance(one, Text) and one.text == "+ 2024"
    )
    assert (label.entry, label.kind, set(label.ends)) == ("RUKP", "relation", set(label.ends))


@given(st.lists(st.sampled_from(["began", "ended", "kept"]), min_size=5, max_size=5))
def test_labels_lie_over_no_name_and_over_no_other_label_that_has_room(states):
    marks = {one.id: Mark(state, "2024") for one, state in zip(LINES, states, strict=True)}
    _, after = drawn(marks)
    names = [
        one.box
        for one, group in walk(after.items)
        if isinstance(one, Text) and (group is None or group.kind != "relation")
    ]
    plates = [
        (one.x, one.y, one.x + one.width, one.y + one.height)
        for one, group in walk(after.items)
        if isinstance(one, Rect) and group is not None and group.kind == "relation"
    ]
    assert len(plates) >= sum(state != "kept" for state in states) - 1
    for at, (left, top, right, bottom) in enumerate(plates):
        for x0, y0, x1, y1 in (*names, *plates[:at]):
            assert right <= x0 or left >= x1 or bottom <= y0 or top >= y1
        assert left >= 0
        assert right <= 900


def test_the_scene_of_both_dates_hatches_who_left():
    east = MapBloc("e", "East", "bloc.vermilion", ("RU", "CN", "KP"))
    now = MapBloc("n", "Now", "bloc.vermilion", ("RU", "KP"))
    faint = replace(LINES[0], faint=True)
    before = replace(scene("RUCN", blocs=(east,)), relations=(faint,))
    both = union_scene(before, scene("RUKP", blocs=(now,)), {"e": ["CN"]}, "1951 to 2024")
    assert {one.id for one in both.relations} == {"RUCN", "RUKP"}
    assert not any(one.faint for one in both.relations)
    left = next(one for one in both.blocs if one.id == "e")
    assert left.members == left.faint == ("CN",)
    assert any("has left" in text for text in texts(draw_map(both, 900, 600)))


def test_a_mark_on_a_picture_without_lines_changes_nothing_seen():
    empty = draw_map(MapScene(), 400, 300)
    after = mark(empty, {"gone": Mark("ended")}, 12)
    assert after.items == empty.items
    assert not [one for one, _ in walk(after.items) if isinstance(one, Circle)]
