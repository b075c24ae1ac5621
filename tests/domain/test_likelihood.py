"""One row of terms a briefing, and nothing carried over between scales by itself."""

from __future__ import annotations

import pytest

from briefing.domain.grades import ICD_203, PHIA
from briefing.domain.likelihood import ROWS, equal, overlapping, row_in_use, row_of, span_words


def test_the_rows_hold_the_published_terms_in_order():
    assert ROWS["icd203-a"].terms == (
        *("almost no chance", "very unlikely", "unlikely", "roughly even chance"),
        *("likely", "very likely", "almost certain"),
    )
    assert ROWS["icd203-b"].terms == (
        *("remote", "highly improbable", "improbable", "roughly even odds"),
        *("probable", "highly probable", "nearly certain"),
    )
    phia = ROWS["phia"]
    assert [(term, span_words(phia.band(term))) for term in phia.terms] == [
        ("remote chance", "0–5 %"),
        ("highly unlikely", "10–20 %"),
        ("unlikely", "25–35 %"),
        ("realistic possibility", "40–<50 %"),
        ("likely", "55–75 %"),
        ("highly likely", "80–90 %"),
        ("almost certain", "95–100 %"),
    ]


def test_the_two_rows_of_icd_203_are_equal_term_by_term():
    a, b = ROWS["icd203-a"], ROWS["icd203-b"]
    assert [equal(term, ICD_203, b) for term in a.terms] == list(b.terms)
    assert [equal(term, ICD_203, a) for term in b.terms] == list(a.terms)


@pytest.mark.parametrize("term", ROWS["icd203-a"].terms)
def test_no_band_of_icd_203_has_an_equal_on_the_yardstick(term):
    assert equal(term, ICD_203, ROWS["phia"]) is None


@pytest.mark.parametrize(
    ("term", "scale", "row", "shared"),
    [
        ("likely", ICD_203, "phia", ("likely",)),
        ("unlikely", ICD_203, "phia", ("unlikely", "realistic possibility")),
        ("unlikely", PHIA, "icd203-a", ("unlikely",)),
        ("roughly even chance", ICD_203, "phia", ("realistic possibility",)),
        ("very likely", ICD_203, "phia", ("highly likely",)),
        ("certain", ICD_203, "phia", ()),
    ],
)
def test_the_terms_that_share_more_than_an_end_are_offered(term, scale, row, shared):
    assert overlapping(term, scale, ROWS[row]) == shared


def test_the_row_in_use_is_that_of_most_terms():
    assert row_in_use([]).key == "icd203-a"
    assert row_in_use([], "phia").key == "phia"
    used = [("probable", ICD_203), ("nearly certain", ICD_203), ("likely", ICD_203)]
    assert row_in_use(used).key == "icd203-b"
    assert row_of("almost certainly", ICD_203).key == "icd203-a"
    assert row_of("likely", PHIA).key == "phia"
    assert row_of("maybe", PHIA) is None
    assert row_of("likely", "of our own") is None
