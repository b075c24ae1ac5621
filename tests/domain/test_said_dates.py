"""Dates as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.dates import DateError, friendly, parse
from briefing.domain.said_dates import said_date


@pytest.mark.parametrize(
    ("said", "edtf"),
    [
        ("20th Dec 2023", "2023-12-20"),
        ("20 December 2023", "2023-12-20"),
        ("Friday, 10 March 2023", "2023-03-10"),
        ("March 10, 2023", "2023-03-10"),
        ("10.3.2023", "2023-03-10"),
        ("1 of May 1999", "1999-05-01"),
        ("about March 2023", "2023-03~"),
        ("~2015", "2015~"),
        ("since 10 March 2023", "2023-03-10/.."),
        ("Since 2015", "2015/.."),
        ("from 2013 to 2023", "2013/2023"),
        ("until June 2018", "../2018-06"),
        ("2015 to 2018", "2015/2018"),
        ("2015-2018", "2015/2018"),
        ("2015 – 2018", "2015/2018"),
        ("19–20 June 2024", "2024-06-19/2024-06-20"),
        ("14 to 16 April 2023", "2023-04-14/2023-04-16"),
        ("from 14 to 16 April 2023", "2023-04-14/2023-04-16"),
        ("14 April 2023/16 April 2023", "2023-04-14/2023-04-16"),
        ("between 2021 and March 2022", "2021/2022-03"),
        ("14-16 April 2023", "2023-04-14/2023-04-16"),
        ("March to May 2023", "2023-03/2023-05"),
        ("30 March – 2 April 2023", "2023-03-30/2023-04-02"),
        ("spring 2023", "2023-21"),
        ("the 1990s", "199X"),
        ("2024-06-19", "2024-06-19"),
        ("2023-08/2024-02", "2023-08/2024-02"),
        ("2024?", "2024?"),
        ("XXXX-06-14", "XXXX-06-14"),
    ],
)
def test_a_date_as_it_is_said(said, edtf):
    assert said_date(said) == edtf
    assert said_date(f"  {said} ") == edtf


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("06/07/2024", "month as a word"),
        ("soon", "19 June 2024"),
        ("30 February 2023", "19 June 2024"),
        ("2018 to 2015", "19 June 2024"),
        ("2024-13", "no month 13"),
        ("", "not a date"),
    ],
)
def test_what_is_no_date_tells_what_would_be_one(said, told):
    with pytest.raises(DateError, match=told):
        said_date(said)


@given(st.text(max_size=40) | st.from_regex(r"(since |to |–|[0-9]{1,4}|[ /.-]|may |1999)*"))
def test_any_text_is_a_date_that_can_be_read_again_or_none(text):
    try:
        found = said_date(text)
    except DateError:
        return
    assert parse(found).text == found
    assert said_date(found) == found


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_as_it_is_shown(day):
    assert said_date(friendly(day.isoformat())) == day.isoformat()
