"""Points in time as they are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.moments import friendly_moment, read_moment

NOW = datetime(2024, 6, 20, 9, 41, 7, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2024-06-20T12:00+00:00", "2024-06-20T12:00+00:00"),
        ("now", "2024-06-20T09:41+09:00"),
        ("today 14:00 UTC", "2024-06-20T14:00+00:00"),
        ("yesterday 23.05 +02:00", "2024-06-19T23:05+02:00"),
        ("20 June 2024, 9:30 Z", "2024-06-20T09:30+00:00"),
        ("June 3rd, 2024 09:30 UTC-5", "2024-06-03T09:30-05:00"),
        ("3 Jun. 2024 09:30 GMT+0530", "2024-06-03T09:30+05:30"),
        ("2024-06-20 14:00:30 Z", "2024-06-20T14:00:30+00:00"),
        ("14:00 Z", "2024-06-20T14:00+00:00"),
    ],
)
def test_what_is_typed_is_kept_with_its_zone(typed, kept):
    assert datetime.fromisoformat(read_moment(typed, NOW)) == datetime.fromisoformat(kept)


def test_without_a_zone_the_laptops_own_is_meant():
    found = datetime.fromisoformat(read_moment("20 June 2024 14:00", NOW))
    assert found == datetime(2024, 6, 20, 14).astimezone()
    assert found.utcoffset() is not None


@pytest.mark.parametrize(
    ("typed", "words"),
    [("today", "time"), ("20 June 2024", "time"), ("soon 14:00", "day"), ("25:00", "time")],
)
def test_what_is_missing_is_named(typed, words):
    with pytest.raises(ValueError, match=words):
        read_moment(typed, NOW)


def test_it_reads_as_a_person_says_it():
    assert friendly_moment("2024-06-20T14:00+02:00") == "20 June 2024, 14:00 UTC+02:00"
    assert friendly_moment("2024-06-20T14:00+00:00") == "20 June 2024, 14:00 UTC"
    assert friendly_moment("no time") == "no time"


@given(
    st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5)), NOW.tzinfo]),
    ).map(lambda d: d.replace(second=0, microsecond=0))
)
def test_how_it_reads_means_the_same_moment(when):
    assert datetime.fromisoformat(read_moment(friendly_moment(when.isoformat()), NOW)) == when
