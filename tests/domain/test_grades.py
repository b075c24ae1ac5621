from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.grades import (
    CREDIBILITY,
    ICD_203,
    LIKELIHOOD,
    PHIA,
    RELIABILITY,
    Confidence,
    Credibility,
    Reliability,
    band,
    band_of,
    explain,
    find_estimative,
)


@pytest.mark.parametrize(
    ("term", "low", "high"),
    [
        *(("almost no chance", 1, 5), ("remote", 1, 5), ("very unlikely", 5, 20)),
        *(("highly improbable", 5, 20), ("unlikely", 20, 45), ("improbable", 20, 45)),
        *(("roughly even chance", 45, 55), ("roughly even odds", 45, 55), ("likely", 55, 80)),
        *(("probable", 55, 80), ("very likely", 80, 95), ("highly probable", 80, 95)),
        *(("almost certain", 95, 99), ("nearly certain", 95, 99), ("Almost  Certainly", 95, 99)),
    ],
)
def test_both_rows_of_icd_203_have_their_range(term, low, high):
    told = explain(term)
    assert (told.scale, told.low, told.high) == (ICD_203, low, high)
    assert f"{low} to {high} per cent on ICD 203" in told.meaning


def test_the_same_word_differs_between_the_scales_and_names_its_own():
    assert (explain("unlikely").low, explain("unlikely").high) == (20, 45)
    british = explain("unlikely", PHIA)
    assert (british.scale, british.low, british.high) == (PHIA, 25, 35)
    assert "PHIA" in british.meaning
    assert explain("realistic possibility").scale == PHIA
    assert explain("perhaps") is None
    assert band_of("realistic possibility") is None
    assert band_of("likely", "no scale") is None


def test_a_term_gives_its_range_or_is_refused():
    assert band("Unlikely") == (20, 45)
    assert band("unlikely", PHIA) == (25, 35)
    for term, scale in (("perhaps", ICD_203), ("realistic possibility", ICD_203), ("likely", "x")):
        with pytest.raises(ValueError, match=term):
            band(term, scale)


def terms(text: str, scale: str = ICD_203) -> list[tuple[str, str, str]]:
    return [(text[a:b], term, name) for a, b, term, name in find_estimative(text, scale)]


def test_the_longest_term_is_found():
    text = "Arms will very likely flow; talks are unlikely and a strike is Almost certainly out."
    assert terms(text) == [
        ("very likely", "very likely", ICD_203),
        ("unlikely", "unlikely", ICD_203),
        ("Almost certainly", "almost certain", ICD_203),
    ]


def test_offsets_are_code_points_and_lines_may_break_within():
    text = "😀 한국 – highly\n  probable"
    (found,) = find_estimative(text)
    start, end, term = found.start, found.end, found.term
    assert text[start:end] == "highly\n  probable"
    assert term == "highly probable"


@pytest.mark.parametrize(
    "text",
    [
        *("It is not likely.", "This is more likely than that.", "a very probable outcome"),
        *("most likely", "a remote village", "the likelihood", "likely-minded", "unlikelyish"),
        *("as likely as not", "certain", ""),
    ],
)
def test_what_no_scale_defines_is_left_alone(text):
    assert find_estimative(text) == []


def test_terms_of_the_other_scale_are_found_with_its_name():
    assert terms("a realistic possibility, highly likely, a remote chance") == [
        ("realistic possibility", "realistic possibility", PHIA),
        ("highly likely", "highly likely", PHIA),
        ("remote chance", "remote chance", PHIA),
    ]
    assert terms("It will probably hold", PHIA) == [("probably", "probable", PHIA)]
    assert terms("a remote possibility") == [("remote possibility", "remote", ICD_203)]


@given(st.text())
def test_spans_lie_in_the_text_in_order(text):
    spans = find_estimative(text + " very likely " + text)
    assert all(0 <= a < b <= len(text) * 2 + 13 for a, b, _, _ in spans)
    assert spans == sorted(spans)


def test_confidence_is_explained_apart_from_likelihood():
    told = explain("High confidence")
    assert told.meaning == Confidence.HIGH.meaning
    assert told.low is told.high is None


def test_nato_grades_have_names_and_meanings():
    assert Reliability("B").label == "Usually reliable"
    assert Reliability("F").label == "Reliability cannot be judged"
    assert Credibility("3").label == "Possibly true"
    assert Credibility("6").label == "Truth cannot be judged"
    assert all(g.meaning for g in (*Reliability, *Credibility, *Confidence))
    with pytest.raises(ValueError, match="G"):
        Reliability("G")


def test_grades_are_listed_with_name_and_meaning():
    assert list(RELIABILITY) == list("ABCDEF")
    assert list(CREDIBILITY) == list("123456")
    assert RELIABILITY["F"].startswith("Reliability cannot be judged: ")
    assert "not false" in CREDIBILITY["6"]


def test_credibility_gives_the_stix_number_or_none():
    assert [g.stix_confidence for g in Credibility] == [90, 70, 50, 30, 10, None]


def test_bands_of_a_scale_are_in_order():
    for bands in LIKELIHOOD.values():
        assert all(a.high <= b.low for a, b in pairwise(bands))
