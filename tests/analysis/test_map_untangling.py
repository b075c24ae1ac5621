"""Lines that cross others or run over an actor are laid anew; those over the edge end at it."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.map_courses import (
    BEYOND,
    Course,
    Ground,
    bow,
    drawn,
    meets,
    routes_of,
    segments,
    ways,
)
from briefing.analysis.map_lines import Node
from briefing.analysis.map_untangling import untangled

INSIDE = (0.0, 0.0, 1000.0, 600.0)


def ground_of(nodes):
    ground = Ground()
    for key, node in nodes.items():
        ground.put_node(key, node)
    return ground


def course(pair, nodes, height=0.0, *, firm=False):
    return Course(pair, routes_of(pair, nodes, {}), height, firm=firm)


def points(one):
    return [p for a, b in one.routes for p in bow(a, b, one.height).sample(60)]


def crossings(courses):
    return sum(
        int(
            meets(
                segments(list(pairwise(points(one)))), segments(list(pairwise(points(two))))
            ).sum()
        )
        for one, two in combinations(courses, 2)
    )


def spots(**where):
    return {key: Node(x, y, 4.0) for key, (x, y) in where.items()}


def test_two_arcs_that_bow_into_each_other_are_parted():
    nodes = spots(a=(100, 300), b=(900, 300), c=(100, 340), d=(900, 340))
    courses = [course(("a", "b"), nodes, -120.0), course(("c", "d"), nodes, 120.0)]
    assert crossings(courses) == 2
    assert crossings(untangled(courses, ground_of(nodes), INSIDE)) == 0


def test_a_straight_line_steps_round_an_actor_in_its_way_and_bows_for_nothing_else():
    nodes = spots(a=(100, 300), b=(900, 300), between=(500, 301))
    (one,) = untangled([course(("a", "b"), nodes, firm=True)], ground_of(nodes), INSIDE)
    assert min(math.dist(at, nodes["between"].point) for at in points(one)) > 4.0
    assert abs(one.height) <= 0.1 * 800
    crossed = spots(a=(100, 300), b=(900, 300), c=(400, 100), d=(600, 500))
    firm = [course(pair, crossed, firm=True) for pair in (("a", "b"), ("c", "d"))]
    assert untangled(firm, ground_of(crossed), INSIDE) == firm


def test_no_line_goes_far_out_of_its_way_for_one_crossing():
    # Only a bow as high as a third of its length would lead round the end of the other.
    nodes = spots(a=(100, 300), b=(900, 300), c=(507, 60), d=(507, 530))
    long, across = untangled(
        [course(("a", "b"), nodes), course(("c", "d"), nodes, firm=True)],
        ground_of(nodes),
        INSIDE,
    )
    assert crossings([long, across]) == 1
    assert abs(long.height) < 0.25 * 800


def test_among_few_lines_one_that_is_laid_anew_keeps_off_the_others():
    nodes = spots(a=(100, 300), b=(900, 300), c=(130, 300), d=(900, 340), e=(110, 330))
    courses = [course(("a", "b"), nodes), course(("e", "d"), nodes, -90.0)]
    after = untangled(courses, ground_of(nodes), INSIDE)
    assert crossings(after) == 0
    middles = [one.at(0.5) for c in after for one in [bow(*c.routes[0], c.height)]]
    assert math.dist(*middles) > 12.0


def test_the_ends_of_a_line_are_not_in_its_own_way():
    nodes = spots(a=(100, 300), b=(900, 300))
    courses = [course(("a", "b"), nodes, firm=True)]
    assert untangled(courses, ground_of(nodes), INSIDE) == courses


def test_nothing_to_lay_is_nothing():
    assert untangled([], Ground(), INSIDE) == []


PLACES = st.lists(
    st.tuples(st.integers(20, 980), st.integers(20, 580)), min_size=4, max_size=9, unique=True
)


@settings(max_examples=60, deadline=None)
@given(PLACES, st.data())
def test_lines_are_never_more_tangled_than_before_and_always_laid_alike(places, data):
    nodes = {str(n): Node(float(x), float(y), 4.0) for n, (x, y) in enumerate(places)}
    pairs = data.draw(
        st.lists(st.sampled_from(list(combinations(nodes, 2))), max_size=8, unique=True)
    )
    before = [
        course(pair, nodes, 0.1 * math.dist(nodes[pair[0]].point, nodes[pair[1]].point))
        for pair in pairs
    ]
    after = untangled(before, ground_of(nodes), INSIDE)
    assert [one.pair for one in after] == pairs
    assert after == untangled(before, ground_of(nodes), INSIDE)
    if crossings(before) == 0 and not any(trodden(one, nodes) for one in before):
        assert after == before


def trodden(one, nodes):
    """Whether a line comes near to an actor that it does not join."""
    return any(
        math.dist(at, node.point) < 5.0
        for key, node in nodes.items()
        if key not in one.pair
        for at in points(one)
    )


@given(
    st.floats(10, 400),
    st.floats(600, 990),
    st.floats(20, 580),
    st.floats(20, 580),
    st.floats(-60, 60),
    st.booleans(),
)
def test_a_line_over_the_edge_ends_there_on_both_sides(left, right, high, low, height, forth):
    routes = tuple(ways((left, high), (right, low), 1000.0, 1000.0))
    pieces = drawn(routes, height, forth, (5.0, 5.0), INSIDE)
    xs = [x for piece in pieces for x, _ in piece.sample(100)]
    # A piece may be as much longer as its last step.
    assert min(xs) > -BEYOND - 30
    assert max(xs) < 1000 + BEYOND + 30
    if len(pieces) == 2:
        # It is seen to go on: both pieces reach the edge.
        assert min(xs) <= 0
        assert max(xs) >= 1000
