from __future__ import annotations

from briefing.analysis.picture_web import Web
from briefing.domain.picture import Circle, Curve, Group, Ink, Picture, Rect


def node(key, x, y):
    return Group((Circle(x, y, 5, Ink()),), entry=key, kind="actor")


def tie(key, a, b, one, two):
    curve = Curve(one, one, two, two, Ink(stroke="line.pact"))
    return Group((curve,), entry=key, kind="relation", ends=(a, b))


def web(*more):
    nodes = (node("a", 100, 100), node("b", 300, 100), node("c", 100, 300), node("d", 320, 290))
    lines = (
        tie("ab", "a", "b", (100, 100), (300, 100)),
        tie("ac", "a", "c", (100, 100), (100, 300)),
    )
    return Web(Picture(400, 400, (*nodes, *lines, *more), "Four"))


def test_arrows_go_to_the_nearest_in_their_direction():
    made = web()
    assert made.towards("a", 1, 0).group.entry == "b"
    assert made.towards("a", 0, 1).group.entry == "c"
    assert made.towards("b", 0, 1).group.entry == "d"
    assert made.towards("a", -1, 0) is None
    assert made.first().group.entry == "a"


def test_lines_of_an_actor_run_clockwise_and_lead_to_the_other_end():
    made = web()
    assert made.lines_of("a") == ["ab", "ac"]
    assert made.across("ab", "a") == "b"
    assert made.across("ab", "b") == "a"


def test_lines_inside_a_bundle_are_found_with_the_bundle_that_hides_them():
    inner = tie("x", "a", "d", (100, 100), (320, 290))
    bundle = Group(inner.items, "a|d", "bundle", ends=("a", "d"), others=("x",), opened=(inner,))
    made = web(bundle)
    assert made.strands["x"].bundle is bundle
    assert "x" in made.lines_of("a")
    assert "a|d" not in made.strands


def test_a_cell_of_a_matrix_is_a_spot():
    cell = Group((Rect(200, 200, 20, 20, Ink()),), "r", "relation", ends=("a", "b"))
    assert web(cell).spots["r"].at == (210, 210)
