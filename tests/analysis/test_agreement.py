"""Agreement of independent ratings, held against published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.agreement import agreement, alpha, kappa

# Krippendorff 2011, section D: four observers, twelve units, "." for no answer.
_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
_UNITS = [
    [answer for answer in column if answer != "."]
    for column in zip(*(row.split() for row in _OBSERVERS), strict=True)
]


def test_alpha_of_nominal_answers_is_that_of_the_paper():
    assert alpha([unit for unit in _UNITS if len(unit) > 1]) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_ordinal_answers_is_that_of_the_paper():
    assert alpha([u for u in _UNITS if len(u) > 1], order="12345") == pytest.approx(0.815, abs=5e-4)


def test_alpha_of_two_observers_and_two_answers_is_that_of_the_paper():
    # Section A: ten units, binary.
    units = list(zip("0100000000", "1110010010", strict=True))
    assert alpha(units) == pytest.approx(0.095, abs=5e-4)


def test_kappa_is_that_of_cohens_formula():
    # 50 items, 20 and 15 the same: seen .70, by chance .50.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_everybody_always_the_same_is_no_agreement_beyond_chance():
    found = agreement([{"a": "likely", "b": "likely"}] * 3)
    assert (found.kappa, found.alpha, found.same, found.rated) == (None, None, 3, 3)


def test_nothing_rated_is_said_so():
    found = agreement([{}, {"a": "B"}])
    assert (found.raters, found.rated, found.kappa, found.alpha) == (1, 0, None, None)


def test_three_raters_have_no_kappa():
    found = agreement([{"a": "A", "b": "B", "c": "A"}, {"a": "B", "b": "B", "c": "B"}])
    assert found.kappa is None
    assert found.alpha is not None


def test_an_answer_outside_the_scale_is_as_far_as_its_ends():
    near = alpha([["C", "N"], ["C", "C"], ["I", "I"]], order=["CC", "C", "N", "I", "II"])
    outside = alpha([["C", "?"], ["C", "C"], ["I", "I"]], order=["CC", "C", "N", "I", "II"])
    assert near is not None
    assert outside is not None
    assert outside < near


_ANSWERS = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.sampled_from("12345")), min_size=1, max_size=12
)


@given(_ANSWERS, st.booleans())
def test_agreement_never_exceeds_one_and_no_name_matters(items, ordinal):
    order = "12345" if ordinal else ""
    found = agreement(items, order)
    renamed = agreement(
        [{f"x{rater}": answer for rater, answer in one.items()} for one in items], order
    )
    assert renamed == found
    for value in (found.kappa, found.alpha):
        assert value is None or value <= 1 + 1e-9
    if found.rated and found.same == found.rated:
        assert found.alpha is None or found.alpha == pytest.approx(1)
