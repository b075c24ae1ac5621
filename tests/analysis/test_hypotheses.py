"""Competing hypotheses: what counts, what does not, and which row carries the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis import hypotheses as ach
from briefing.analysis.hypotheses import Row

RATING = st.sampled_from(["", "CC", "C", "N", "I", "II"])
CREDIBILITY = st.sampled_from(["", "1", "2", "3", "4", "5", "6"])


@st.composite
def matrices(draw):
    wide = draw(st.integers(1, 5))
    rows = draw(st.lists(st.tuples(CREDIBILITY, st.tuples(*[RATING] * wide)), max_size=8))
    return wide, [Row(str(n), grade, values) for n, (grade, values) in enumerate(rows)]


@pytest.mark.parametrize(
    ("grade", "rating", "weighed", "plain"),
    [
        ("1", "II", 20, 20),
        ("1", "I", 10, 10),
        ("2", "I", 8, 10),
        ("3", "II", 12, 20),
        ("4", "I", 4, 10),
        ("5", "II", 4, 20),
        ("6", "II", 0, 20),
        ("", "I", 0, 10),
        *((grade, rating, 0, 0) for grade in "126" for rating in ("CC", "C", "N", "")),
    ],
)
def test_only_what_speaks_against_counts_by_its_credibility(grade, rating, weighed, plain):
    rows = [Row("r", grade, (rating,))]
    assert ach.scores(rows, 1) == (weighed,)
    assert ach.plain_scores(rows, 1) == (plain,)
    assert ach.ungraded(rows) == (grade in ("", "6"))


@pytest.mark.parametrize(
    ("ratings", "apart"),
    [
        (("CC", "II"), 4),
        (("C", "I", "N"), 2),
        (("N", "N"), 0),
        (("II",), 0),
        (("II", ""), 0),
        (("", "C", "CC"), 1),
        ((), 0),
    ],
)
def test_a_row_tells_apart_by_the_span_of_its_ratings(ratings, apart):
    assert ach.diagnosticity(ratings) == apart


def test_the_row_that_carries_the_order_is_named():
    rows = [
        Row("a", "1", ("II", "N", "N")),
        Row("b", "1", ("N", "I", "N")),
        Row("c", "1", ("N", "N", "CC")),
    ]
    assert ach.ranking(ach.scores(rows, 3)) == ((2,), (1,), (0,))
    first, second = ach.sensitivity(rows, 3)
    assert (first.row_id, first.reversed, first.levelled) == ("a", ((0, 1),), ((0, 2),))
    assert first.first == (0, 2)
    assert (second.row_id, second.reversed, second.levelled) == ("b", (), ((1, 2),))


def test_a_tie_that_a_row_holds_together_is_parted_without_it():
    rows = [Row("a", "1", ("I", "N")), Row("b", "1", ("N", "I"))]
    turns = ach.sensitivity(rows, 2)
    assert [(t.row_id, t.parted, t.first) for t in turns] == [
        ("a", ((0, 1),), (0,)),
        ("b", ((1, 0),), (1,)),
    ]


def test_tenths_keep_equal_scores_equal():
    # 0.2 + 0.4 and 0.6 differ in binary fractions.
    rows = [Row("a", "5", ("I", "N")), Row("b", "4", ("I", "N")), Row("c", "3", ("N", "I"))]
    assert ach.ranking(ach.scores(rows, 2)) == ((0, 1),)
    assert ach.points(6) == "0.6"


def test_plus_and_minus_walk_the_ratings_and_stop_at_their_ends():
    assert [ach.step(value, 1) for value in ("II", "I", "N", "C", "CC", "")] == [
        *("I", "N", "C", "CC", "CC", "C"),
    ]
    assert [ach.step(value, -1) for value in ("CC", "C", "N", "I", "II", "")] == [
        *("C", "N", "I", "II", "II", "I"),
    ]


@given(matrices())
def test_weighing_never_counts_more_than_plainly(case):
    wide, rows = case
    weighed, plain = ach.scores(rows, wide), ach.plain_scores(rows, wide)
    assert all(0 <= w <= p for w, p in zip(weighed, plain, strict=True))
    certain = [Row(row.id, "1", row.ratings) for row in rows]
    assert ach.scores(certain, wide) == plain


@given(matrices(), st.randoms())
def test_the_order_of_rows_and_what_is_for_a_hypothesis_change_no_score(case, chance):
    wide, rows = case
    mixed = list(rows)
    chance.shuffle(mixed)
    assert ach.scores(mixed, wide) == ach.scores(rows, wide)
    blind = [
        Row(r.id, r.credibility, tuple(v if v in ("I", "II") else "" for v in r.ratings))
        for r in rows
    ]
    assert ach.scores(blind, wide) == ach.scores(rows, wide)


@given(matrices())
def test_sensitivity_is_what_leaving_a_row_out_does(case):
    wide, rows = case
    whole = ach.ranking(ach.scores(rows, wide))
    turns = {turn.row_id: turn for turn in ach.sensitivity(rows, wide)}
    for row in rows:
        less = ach.scores([one for one in rows if one.id != row.id], wide)
        assert (row.id in turns) == (ach.ranking(less) != whole)
        if row.id in turns:
            turn = turns[row.id]
            assert turn.reversed or turn.levelled or turn.parted
            assert turn.first == ach.ranking(less)[0]
            assert row.graded


@given(matrices())
def test_every_hypothesis_has_one_place(case):
    wide, rows = case
    places = [at for group in ach.ranking(ach.scores(rows, wide)) for at in group]
    assert sorted(places) == list(range(wide))
