from __future__ import annotations

import contextlib
import datetime
import io
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.dates import (
    OPEN_END,
    OPEN_START,
    DateError,
    certainly_holds,
    friendly,
    from_day,
    from_ordinal,
    may_hold,
    may_overlap,
    ordinal,
    ordinal_to_text,
    parse,
    short,
    sort_key,
)


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2024-06-19", "2024-06-19", "2024-06-19", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("2024-22", "2024-06-01", "2024-08-31", "season"),
        ("2023-24", "2023-12-01", "2024-02-29", "season"),
        ("195X", "1950-01-01", "1959-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("1XXX", "1000-01-01", "1999-12-31", "millennium"),
        ("2024-XX", "2024-01-01", "2024-12-31", "year"),
        ("2024-XX-XX", "2024-01-01", "2024-12-31", "year"),
        ("2024-06-XX", "2024-06-01", "2024-06-30", "month"),
        ("2024-06-19T10:30:00+09:00", "2024-06-19", "2024-06-19", "day"),
        (" 2024-06-19 ", "2024-06-19", "2024-06-19", "day"),
        ("2023-08/2024-02", "2023-08-01", "2024-02-29", "month"),
        ("2024-06-19/2024", "2024-06-19", "2024-12-31", "year"),
    ],
)
def test_a_date_has_its_first_and_its_last_day(text, earliest, latest, precision):
    date = parse(text)
    assert (date.earliest, date.latest) == (day(earliest), day(latest))
    assert date.precision == precision
    assert date.text == text.strip()


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("../..", OPEN_START, OPEN_END),
        ("2022/..", day("2022-01-01"), OPEN_END),
        ("../1991", OPEN_START, day("1991-12-31")),
        ("2024/", day("2024-01-01"), None),
        ("/2026", None, day("2026-12-31")),
        ("XXXX-06-14", None, None),
        ("XXXX", None, None),
    ],
)
def test_an_open_end_is_not_an_unknown_one(text, earliest, latest):
    date = parse(text)
    assert (date.earliest, date.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2024-06?", True, False),
        ("2024-06~", False, True),
        ("2024-06%", True, True),
        ("2024~/2025?", True, True),
        ("2024-06", False, False),
    ],
)
def test_marks_are_told_and_widen_nothing(text, uncertain, approximate):
    date = parse(text)
    assert (date.uncertain, date.approximate) == (uncertain, approximate)
    bare = parse(text.translate(str.maketrans("", "", "?~%")))
    assert (date.earliest, date.latest) == (bare.earliest, bare.latest)


def test_years_beyond_the_calendar_of_python_keep_their_order():
    texts = ["Y-170000002", "Y-17000", "-0043", "0000", "0001", "9999", "Y17000", "Y170000002"]
    dates = [parse(text) for text in texts]
    assert sorted(dates, key=sort_key) == dates
    assert all(OPEN_START < d.earliest <= d.latest < OPEN_END for d in dates)
    assert parse("0000-12-31").latest == 0
    assert parse("-0004-02-29").earliest is not None


@pytest.mark.parametrize(
    "text",
    [
        *("", "June 2024", "2024-13", "2024-00", "2024-06-31", "2023-02-29", "2024-25", "24"),
        *("2024-6-9", "2024/06/19", "/", "2024/2023", "2024-06-19T25:00:00", "2024-06T10:00:00"),
        *("Y2024", "Y0002024", "2X24", "-0000", "2024-XX-15", "195X-06", "2024-06-1X", "2024-1X"),
        *("2024-21-05", "2024??", "٢٠٢٤", "2024-06-19TZ", "XXXX-02-30", "2024\n2025", "Y17000-01"),
    ],
)
def test_what_is_no_date_is_refused_in_one_sentence(text):
    with pytest.raises(DateError) as refused:
        parse(text)
    assert str(refused.value)
    assert "\n" not in str(refused.value)


@given(st.text(alphabet="0123456789X-/.?~%YTZ: ", max_size=24))
def test_any_text_is_a_date_or_refused(text):
    try:
        date = parse(text)
    except DateError:
        return
    assert friendly(date.text)
    assert short(date.text)
    if date.earliest is not None and date.latest is not None:
        assert date.earliest <= date.latest


YEARS = st.integers(-9999, 9999).filter(bool).map(lambda y: f"{'-' if y < 0 else ''}{abs(y):04}")
MONTHS = st.sampled_from(["01", "02", "06", "12"])
DAYS = st.integers(1, 31).map(lambda d: f"{d:02}")
MARKED = st.tuples(
    st.one_of(
        YEARS,
        st.tuples(YEARS, MONTHS).map("-".join),
        st.tuples(YEARS, MONTHS, DAYS).map("-".join),
    ),
    st.sampled_from(["", "", "?", "~", "%"]),
).map("".join)
# What the package allows no mark on; here a mark may stand after any date. The bounds that it
# gives -0001-XX end before they begin, so years are above 0 where days or months are XX.
AFTER_CHRIST = YEARS.filter(lambda year: year[0] != "-")
UNMARKED = st.one_of(
    st.tuples(AFTER_CHRIST, st.just("XX")).map("-".join),
    st.tuples(AFTER_CHRIST, MONTHS, st.just("XX")).map("-".join),
    st.tuples(YEARS, st.sampled_from(["21", "22", "23"])).map("-".join),
    st.integers(1, 299).map(lambda n: f"{n:03}X"),
    st.integers(1, 29).map(lambda n: f"{n:02}XX"),
    st.integers(10000, 999999).map(lambda n: f"Y{n}"),
)
PLAIN = st.one_of(YEARS, st.tuples(YEARS, MONTHS).map("-".join))
INTERVAL = st.one_of(
    st.tuples(PLAIN, PLAIN).map("/".join),
    PLAIN.map("{}/..".format),
    PLAIN.map("../{}".format),
)


def _of_the_package(text: str) -> tuple[int, int] | None:
    """The bounds that the edtf package gives, or None where it refuses."""
    from edtf import parse_edtf

    with contextlib.redirect_stdout(io.StringIO()):
        try:
            date = parse_edtf(text)
        except Exception:
            return None

    def number(bound: object) -> int:
        if isinstance(bound, float):
            assert math.isinf(bound)
            return OPEN_END if bound > 0 else OPEN_START
        return ordinal(*bound[:3])

    return number(date.lower_strict()), number(date.upper_strict())


@settings(max_examples=150, deadline=None)
@given(st.one_of(MARKED, UNMARKED, INTERVAL))
def test_bounds_are_those_of_the_edtf_package(text):
    try:
        ours = parse(text)
    except DateError:
        theirs = _of_the_package(text)
        # It lets an interval end before it begins, and gives years up to 1 leap days of its own.
        backwards = theirs is not None and "/" in text and theirs[0] > theirs[1]
        assert theirs is None or backwards or "-02-29" in text
        return
    theirs = _of_the_package(text)
    if theirs is None and text.lstrip("./").startswith("-"):
        return  # it counts the leap years before 1 otherwise
    assert theirs == (ours.earliest, ours.latest)


@given(st.integers(-4_000_000, 4_000_000))
def test_an_ordinal_is_turned_back_into_its_day(days):
    assert ordinal(*from_ordinal(days)) == days
    if 1 <= days <= datetime.date.max.toordinal():
        assert from_ordinal(days) == datetime.date.fromordinal(days).timetuple()[:3]
    text = ordinal_to_text(days)
    if not text.startswith("Y"):
        assert (parse(text).earliest, parse(text).latest) == (days, days)


def test_days_are_written_as_edtf():
    assert from_day(2024, 6, 9) == "2024-06-09"
    assert from_day(-43, 3, 15) == "-0043-03-15"
    assert ordinal_to_text(OPEN_END) == ".."
    assert ordinal_to_text(parse("Y17000").earliest) == "Y17000"
    with pytest.raises(DateError):
        from_day(17000, 1, 1)


def test_the_unknown_is_sorted_last():
    texts = ["XXXX-06-14", "2024-06-19", "2024", "../1991", "2024-06", "1950/1953", "195X"]
    ordered = [d.text for d in sorted(map(parse, texts), key=sort_key)]
    assert ordered == ["../1991", "1950/1953", "195X", "2024", "2024-06", "2024-06-19", texts[0]]
    assert sort_key(None) > sort_key(parse("2024"))


def test_a_filter_takes_what_may_overlap():
    june = day("2024-06-01"), day("2024-06-30")
    assert may_overlap(parse("2024-06-19"), *june)
    assert may_overlap(parse("2024"), *june)
    assert may_overlap(parse("2022/.."), *june)
    assert may_overlap(parse("2024/"), *june)
    assert may_overlap(parse("XXXX-06-14"), *june)
    assert not may_overlap(parse("2023-08/2024-02"), *june)
    assert not may_overlap(parse("2024-07/"), *june)


@pytest.mark.parametrize(
    ("text", "on", "may", "surely"),
    [
        ("1950/1953", "1951-06-01", True, True),
        ("1950/1953", "1950-06-01", True, False),
        ("1950/1953", "1954-01-01", False, False),
        ("2022/..", "2024-06-19", True, True),
        ("2024/", "2024-06-19", True, False),
        ("2020/", "2024-06-19", True, False),
        ("../..", "1951-01-01", True, True),
        ("../1991", "1951-01-01", True, True),
        ("195X", "1951-01-01", True, False),
        ("2024-06-19", "2024-06-19", True, True),
        ("2022~/..", "2024-06-19", True, False),
        ("XXXX-06-14", "2024-06-19", True, False),
    ],
)
def test_a_picture_tells_what_holds_from_what_may(text, on, may, surely):
    assert may_hold(parse(text), day(on)) is may
    assert certainly_holds(parse(text), day(on)) is surely


@pytest.mark.parametrize(
    ("text", "said", "compact"),
    [
        ("2024-06-19", "19 June 2024", "19 Jun 2024"),
        ("2024-06", "June 2024", "Jun 2024"),
        ("2024-05~", "about May 2024", "c. May 2024"),
        ("2024-05?", "May 2024 (uncertain)", "May 2024?"),
        ("1950/1953", "1950 to 1953", "1950–1953"),
        ("2022/..", "since 2022", "since 2022"),
        ("2022/", "from 2022", "from 2022"),
        ("../1991", "until 1991", "until 1991"),
        ("/1991", "until 1991", "until 1991"),
        ("2023-08/2024-02", "August 2023 to February 2024", "Aug 2023 – Feb 2024"),
        ("2024-06-19/2024-06-20", "19–20 June 2024", "19–20 Jun 2024"),
        ("2024-06-19/2024-06-19", "19 June 2024", "19 Jun 2024"),
        ("2024-05-30/2024-06-02", "30 May – 2 June 2024", "30 May – 2 Jun 2024"),
        ("195X", "1950s", "1950s"),
        ("2024-22", "summer 2024", "summer 2024"),
        ("XXXX-06-14", "14 June, year not told", "14 Jun, year not told"),
        ("XXXX-06-XX", "June, year not told", "Jun, year not told"),
        ("XXXX-06", "June, year not told", "Jun, year not told"),
        ("XXXX", "date not known", "date not known"),
        ("", "date not known", ""),
        ("-0043-03-15", "15 March 44 BC", "15 Mar 44 BC"),
        ("0000", "1 BC", "1 BC"),
        ("-195X", "1950s BC", "1950s BC"),
        ("Y17000", "17000", "17000"),
        ("../..", "at all times known", "at all times known"),
        ("last spring", "last spring", "last spring"),
    ],
)
def test_dates_are_said_in_english(text, said, compact):
    assert friendly(text) == said
    assert short(text) == compact
