"""Dates in running words become EDTF against the article's own date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.dates import parse
from briefing.intake.article import Article
from briefing.intake.when import dates_in


def found(text, published="2024-06-20"):
    return [(text[one.start : one.end], one.edtf) for one in dates_in(Article(text, published))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They met on 3 May 2019.", [("3 May 2019", "2019-05-03")]),
        ("They met on May 3, 2019.", [("May 3, 2019", "2019-05-03")]),
        ("On June 19 they met.", [("June 19", "2024-06-19")]),
        ("On December 30 they met.", [("December 30", "2023-12-30")]),
        ("On June 14 this year they met.", [("June 14 this year", "2024-06-14")]),
        ("On 2 March last year they met.", [("2 March last year", "2023-03-02")]),
        (
            "Between May and June 2023 it rained.",
            [("Between May and June 2023", "2023-05/2023-06")],
        ),
        ("From 2015 to 2018 it grew.", [("From 2015 to 2018", "2015/2018")]),
        ("It has lasted since 2022.", [("since 2022", "2022/..")]),
        ("In the late 1960s it began.", [("In the late 1960s", "196X")]),
        ("Yesterday they met.", [("Yesterday", "2024-06-19")]),
        ("They met on Monday.", [("on Monday", "2024-06-17")]),
        ("They met on Monday night.", [("on Monday night", "2024-06-17")]),
        ("They met last week.", [("last week", "2024-06-10/2024-06-16")]),
        ("Two years ago they met.", [("Two years ago", "2022")]),
        ("They met in March.", [("in March", "2024-03")]),
        ("They met in October.", [("in October", "2023-10")]),
        ("In 2011 it ended.", [("In 2011", "2011")]),
        ("They met last autumn.", [("last autumn", "2023-23")]),
        ("They met last winter.", [("last winter", "2023-24")]),
        ("They met last spring.", [("last spring", "2024-21")]),
        ("They meet next spring.", [("next spring", "2025-21")]),
        ("It opens this summer.", [("this summer", "2024-22")]),
        (
            "It has rained since the start of the month.",
            [("since the start of the month", "2024-06/..")],
        ),
        (
            "It has rained since the beginning of the year.",
            [("since the beginning of the year", "2024/..")],
        ),
        ("She retires in March.", [("in March", "2025-03")]),
        ("Until that day they had not met. It was in March.", [("in March", "2024-03")]),
    ],
)
def test_a_date_is_resolved(text, wanted):
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "In 2000 people it was seen.",
        "They may march.",
        "It weighed 1990 tons.",
        "He said: “We signed it today.”",
        "Resolution 2270 holds.",
        "At 12:30 it rang.",
    ],
)
def test_what_is_no_date(text):
    assert found(text) == []


def test_without_the_articles_date_nothing_is_supposed():
    assert found("On 14 June they met. Yesterday it rained. In March they left.", "") == [
        ("14 June", "XXXX-06-14")
    ]


@given(st.text(max_size=200), st.sampled_from(["", "2024", "2024-02", "2024-02-29", "nonsense"]))
def test_every_date_is_edtf_and_stands_in_the_text(text, published):
    for one in dates_in(Article(text, published)):
        assert 0 <= one.start < one.end <= len(text)
        parse(one.edtf)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Yesterday they met.", "0001-01-01"),
        ("On Thursday they met.", "0001-01-01"),
        ("Three weeks ago they met.", "0001-01-01"),
        ("Last week they met.", "0001-01-01"),
        ("Tomorrow they meet.", "9999-12-31"),
    ],
)
def test_at_the_ends_of_the_calendar_there_is_no_day_before_or_after(text, published):
    assert all(one.edtf for one in dates_in(Article(text, published)))
