"""Lines that cross are counted on the dates that show both, and actors of a ring change places for fewer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.diagram_seen import Line, Seen

RING = (("a", (0.0, -1.0)), ("b", (1.0, 0.0)), ("c", (0.0, 1.0)), ("d", (-1.0, 0.0)))
PLACES = np.array([(0.0, 0.0), (4.0, 0.3), (-4.0, -0.2), (0.3, 4.0), (0.1, -4.0)])


def line(one, two, first=0, last=0, spots=dict(RING)):  # noqa: B006
    """From one to another: letters stand in the ring, figures are boxes of their own."""

    def end(key):
        return (0, spots[key]) if key in spots else (int(key), (0.0, 0.0))

    (box, at), (other, to) = end(one), end(two)
    return Line(box, other, at, to, (one, two), first, last)


def test_lines_cross_on_the_days_that_show_both():
    crossing = [line("a", "c", 1, 5), line("b", "d", 5, 9)]
    assert Seen(crossing).crossings(PLACES) > 0
    assert Seen([line("a", "c", 1, 4), line("b", "d", 5, 9)]).crossings(PLACES) == 0
    # Two days begin something; on one of them two lines cross.
    assert Seen(crossing).crossings(PLACES) == pytest.approx((1 / 2) ** (1 / 3))


def test_who_is_tied_to_the_other_side_goes_there():
    lines = [line("a", "3"), line("c", "4"), line("b", "2"), line("d", "1")]
    seen = Seen(lines)
    before = seen.crossings(PLACES)
    orders = seen.change_places(PLACES, {0: RING})
    assert before > 0
    assert seen.crossings(PLACES) == 0
    assert sorted(orders[0]) == ["a", "b", "c", "d"]
    seen.reset()
    assert seen.crossings(PLACES) == before


ENDS = st.sampled_from("abcd1234")


@given(st.lists(st.tuples(ENDS, ENDS).filter(lambda two: two[0] != two[1]), max_size=14))
def test_nothing_gets_worse_and_nobody_is_lost(ends):
    lines = [line(one, two) for one, two in dict.fromkeys(ends)]
    seen = Seen(lines)
    before = seen.crossings(PLACES)
    orders = seen.change_places(PLACES, {0: RING})
    after = seen.crossings(PLACES)
    assert after <= before + 1e-9
    assert sorted(orders[0]) == ["a", "b", "c", "d"]
    # What is said of the order is what was counted.
    spots = {who: spot for who, (_, spot) in zip(orders[0], RING, strict=True)}
    again = Seen([line(one.ends[0], one.ends[1], spots=spots) for one in lines])
    assert again.crossings(PLACES) == pytest.approx(after)


def test_no_lines_no_crossings():
    seen = Seen(())
    assert seen.crossings(PLACES) == 0
    assert seen.change_places(PLACES, {0: RING}) == {0: ["a", "b", "c", "d"]}
