"""Dates in EDTF level 1 (Library of Congress, February 2019), kept as written.

A date has an earliest and a latest day, as proleptic Gregorian ordinals in the manner of
``datetime.date.toordinal`` but without its limits of year. An open end lies at OPEN_START or OPEN_END; an
end that is not known is None. ``XXXX-06-14``, a day whose year is not told, is understood too: its bounds
are not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

OPEN_START = -(10**9)
OPEN_END = 10**9

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_SEASONS = {21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 2)}
_DATE = re.compile(
    r"(?P<year>-?[0-9X]{4}|Y-?[0-9]{5,9})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?"
    r"(?:T[0-9:.+\-Z]+)?(?P<mark>[?~%])?"
)


class DateError(ValueError):
    """A text that is no EDTF date; the message says what would be one."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as written, with its bounds. ``precision`` is of the coarser end of an interval."""

    text: str
    earliest: int | None
    latest: int | None
    is_interval: bool = False
    uncertain: bool = False
    approximate: bool = False
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class _Point:
    year: str
    month: str | None
    day: str | None
    mark: str
    first: int | None
    last: int | None
    precision: str


def ordinal(year: int, month: int, day: int) -> int:
    """The proleptic Gregorian ordinal of a day; 1 January 1 is 1, as in ``datetime.date``."""
    before = year - 1
    days = 365 * before + before // 4 - before // 100 + before // 400
    lengths = _lengths(year)
    return days + sum(lengths[: month - 1]) + day


def _lengths(year: int) -> tuple[int, ...]:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _point(text: str) -> _Point:
    match = _DATE.fullmatch(text)
    if match is None:
        raise DateError("not a date; write it as 2024-06-19, 2024-06, 2024, 195X or 2023-08/2024-02")
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"] or ""
    if year == "XXXX":
        _month_and_day(month, day, 2000)
        return _Point(year, month, day, mark, None, None, "unknown")
    digits = year.removeprefix("Y")
    if "X" in digits.rstrip("X"):
        raise DateError("only the last digits of a year can be X, as in 195X")
    sign = -1 if digits.startswith("-") else 1
    plain = digits.lstrip("-")
    bounds = sorted((sign * int(plain.replace("X", "0")), sign * int(plain.replace("X", "9"))))
    low, high = bounds[0], bounds[1]
    unknown = plain.count("X")
    if unknown:
        if month and month != "XX":
            raise DateError("a year with X cannot have a month")
        names = {1: "decade", 2: "century", 3: "millennium"}
        return _Point(
            year, month, day, mark, ordinal(low, 1, 1), ordinal(high, 12, 31), names[unknown]
        )
    first_month, last_month, first_day, last_day, precision = _month_and_day(month, day, low)
    end_year = low + 1 if first_month > last_month else low
    length = _lengths(end_year)[last_month - 1]
    return _Point(
        year,
        month,
        day,
        mark,
        ordinal(low, first_month, first_day),
        ordinal(end_year, last_month, min(last_day, length)),
        precision,
    )


def _month_and_day(
    month: str | None, day: str | None, year: int
) -> tuple[int, int, int, int, str]:
    if month is None or month == "XX":
        if day and day != "XX":
            raise DateError("a day needs its month")
        return 1, 12, 1, 31, "year"
    if "X" in month:
        raise DateError("a month is written with two digits, or XX")
    number = int(month)
    if number in _SEASONS:
        if day:
            raise DateError("a season has no day")
        _, first, last = _SEASONS[number]
        return first, last, 1, 31, "season"
    if not 1 <= number <= 12:
        raise DateError("there is no month " + month)
    if day is None or day == "XX":
        return number, number, 1, 31, "month"
    if "X" in day:
        raise DateError("a day is written with two digits, or XX")
    if not 1 <= int(day) <= _lengths(year)[number - 1]:
        raise DateError(f"{_MONTHS[number - 1]} has no day {int(day)} in that year")
    return number, number, int(day), int(day), "day"


@lru_cache(maxsize=4096)
def parse(text: str) -> Edtf:
    """Read an EDTF date. Raises DateError with one sentence that says what is wrong."""
    plain = text.strip()
    if "/" not in plain:
        point = _point(plain)
        return Edtf(
            plain,
            point.first,
            point.last,
            False,
            point.mark in ("?", "%"),
            point.mark in ("~", "%"),
            point.precision,
        )
    parts = plain.split("/")
    if len(parts) != 2 or parts == ["", ""]:
        raise DateError("an interval has one start and one end, as in 2023-08/2024-02")
    ends = [None if part in ("", "..") else _point(part) for part in parts]
    start, end = ends
    earliest = OPEN_START if parts[0] == ".." else start.first if start else None
    latest = OPEN_END if parts[1] == ".." else end.last if end else None
    if earliest is not None and latest is not None and earliest > latest:
        raise DateError("the interval ends before it begins")
    marks = "".join(point.mark for point in ends if point)
    order = ["day", "month", "season", "year", "decade", "century", "millennium", "unknown"]
    precision = max((p.precision for p in ends if p), key=order.index, default="unknown")
    return Edtf(
        plain,
        earliest,
        latest,
        True,
        "?" in marks or "%" in marks,
        "~" in marks or "%" in marks,
        precision,
    )


def sort_key(date: Edtf | None) -> tuple[bool, int, int, str]:
    """Orders by earliest, latest, text; what is not known comes last."""
    if date is None or (date.earliest is None and date.latest is None):
        return True, 0, 0, date.text if date else ""
    low = date.earliest if date.earliest is not None else OPEN_START
    high = date.latest if date.latest is not None else OPEN_END
    return False, low, high, date.text


def may_overlap(date: Edtf, earliest: int, latest: int) -> bool:
    """Whether the date may lie, at least in part, within the days given."""
    low = OPEN_START if date.earliest is None else date.earliest
    high = OPEN_END if date.latest is None else date.latest
    return low <= latest and high >= earliest


def may_hold(date: Edtf, day: int) -> bool:
    """Whether what is dated so may hold on a day."""
    return may_overlap(date, day, day)


def certainly_holds(date: Edtf, day: int) -> bool:
    """Whether what is dated so holds on a day beyond doubt: inside an interval, past its vague ends."""
    if not may_hold(date, day) or date.uncertain or date.approximate:
        return False
    if not date.is_interval:
        return date.precision == "day"
    start, _, end = date.text.partition("/")
    begun = start == ".." or (bool(start) and (_point(start).last or OPEN_END) <= day)
    coarse_start = bool(start) and start != ".." and _point(start).precision != "day"
    begun = begun or (coarse_start and (_point(start).first or OPEN_END) < day and start == end)
    lasting = end == ".." or (bool(end) and (_point(end).first or OPEN_START) >= day)
    return begun and lasting


def _say(point: _Point, *, short: bool = False) -> str:
    months = [m[:3] for m in _MONTHS] if short else _MONTHS
    year = point.year.removeprefix("Y")
    if point.precision == "unknown":
        if point.month and point.day:
            return f"{int(point.day)} {months[int(point.month) - 1]}, year not told"
        return "date not known"
    if year.startswith("-"):
        year = f"{-int(year) + 1} BC" if "X" not in year else f"{year[1:]} BC"
    if point.precision == "decade":
        return year.replace("X", "0") + "s"
    if point.precision == "century":
        return f"{year.replace('X', '0')}s, the century"
    if point.precision == "millennium":
        return f"{year.replace('X', '0')}s, the millennium"
    if point.precision == "season":
        return f"{_SEASONS[int(point.month or 0)][0]} {year.lstrip('0')}"
    year = year.lstrip("0") or "0"
    if point.precision == "year":
        return year
    month = months[int(point.month or 1) - 1]
    if point.precision == "month":
        return f"{month} {year}"
    return f"{int(point.day or 1)} {month} {year}"


def _marked(point: _Point, *, short: bool) -> str:
    words = _say(point, short=short)
    about = "c. " if short else "about "
    return {
        "~": about + words,
        "?": f"{words}?" if short else f"{words} (uncertain)",
        "%": f"{about}{words}?" if short else f"{about}{words} (uncertain)",
    }.get(point.mark, words)


def friendly(text: str, *, short: bool = False) -> str:
    """A date as a reader says it: "about May 2024", "since 2022", "19–20 June 2024"."""
    if not text.strip():
        return "date not known"
    try:
        date = parse(text)
    except DateError:
        return text
    if not date.is_interval:
        return _marked(_point(date.text), short=short)
    start_text, _, end_text = date.text.partition("/")
    start = _point(start_text) if start_text not in ("", "..") else None
    end = _point(end_text) if end_text not in ("", "..") else None
    if start and end:
        return _span(start, end, short=short)
    if start:
        return ("since " if end_text == ".." else "from ") + _marked(start, short=short)
    if end:
        return "until " + _marked(end, short=short)
    return "at all times known"


def _span(start: _Point, end: _Point, *, short: bool) -> str:
    plain = not start.mark and not end.mark
    if plain and start.precision == end.precision == "day" and start.year == end.year:
        last = _say(end, short=short)
        if start.month == end.month:
            return f"{int(start.day or 1)}–{last}"
        return f"{_say(start, short=short).rsplit(' ', 1)[0]} – {last}"
    if plain and start.precision == end.precision == "year":
        return f"{_say(start)}–{_say(end)}" if short else f"{_say(start)} to {_say(end)}"
    joint = " – " if short else " to "
    return _marked(start, short=short) + joint + _marked(end, short=short)


def short(text: str) -> str:
    """The compact form for cards: "19 Jun 2024"."""
    return friendly(text, short=True) if text.strip() else ""
