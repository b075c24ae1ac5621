from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.labels import Wanted, overlap, place

INSIDE = (0.0, 0.0, 400.0, 300.0)


@st.composite
def scenes(draw):
    count = draw(st.integers(1, 14))
    return [
        Wanted(
            str(i),
            draw(st.floats(10, 110)),
            13.0,
            (draw(st.floats(6, 394)), draw(st.floats(6, 294))),
            6.0,
        )
        for i in range(count)
    ]


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_labels_cover_nothing_and_stay_inside(wanted):
    placed = place(wanted, INSIDE, taken=[(0, 0, 90, 24)])
    nodes = [
        (label.node[0] - 6, label.node[1] - 6, label.node[0] + 6, label.node[1] + 6)
        for label in wanted
    ]
    for label in placed:
        left, top, right, bottom = label.box
        assert left >= 0
        assert top >= 0
        assert right <= 400
        assert bottom <= 300
        assert not any(overlap(label.box, node) for node in nodes)
        assert not overlap(label.box, (0, 0, 90, 24))
    assert not any(overlap(a.box, b.box) for a, b in combinations(placed, 2))


def test_every_label_is_placed_where_there_is_room():
    wanted = [Wanted(str(i), 80, 13, (200.0 + i, 150.0), 5) for i in range(12)]
    assert [label.key for label in place(wanted, INSIDE)] == [str(i) for i in range(12)]


def test_far_label_has_a_leader():
    wanted = [Wanted(str(i), 80, 13, (200.0 + i, 150.0), 5) for i in range(20)]
    assert any(label.leader for label in place(wanted, INSIDE))


def test_lone_label_stands_to_the_right_of_its_node():
    (label,) = place([Wanted("a", 50, 13, (100.0, 100.0), 5)], INSIDE)
    assert label.box[0] > 105
    assert label.leader is None


def test_a_name_does_not_hide_a_short_line():
    # To the right of the node is the best place, were there not the whole of a line.
    lines = [tuple((108.0 + 8 * n, 100.0) for n in range(7))]
    (alone,) = place([Wanted("a", 70, 14, (100, 100), 5)], (0, 0, 400, 300))
    (beside,) = place([Wanted("a", 70, 14, (100, 100), 5)], (0, 0, 400, 300), lines=lines)
    assert sum(alone.box[0] <= x <= alone.box[2] for x, _ in lines[0]) > 3
    covered = sum(
        beside.box[0] <= x <= beside.box[2] and beside.box[1] <= y <= beside.box[3]
        for x, y in lines[0]
    )
    assert covered <= 3
