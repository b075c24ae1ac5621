"""Dates in EDTF level 1 (Library of Congress, February 2019), kept as written.

A date has an earliest and a latest day, as proleptic Gregorian ordinals in the manner of
``datetime.date.toordinal`` but without its limits of year. An open end lies at OPEN_START or
OPEN_END; an end that is not known is None. ``XXXX-06-14``, a day whose year is not told, is
understood too: its bounds are not known.

The bounds are those that the marks ``?``, ``~`` and ``%`` stand beside: a mark widens nothing.
Winter (24) runs from December of its year to the end of February of the next, where the Python
package ``edtf`` ends it on 31 December: what was said of a winter may well lie in January. An end
that is not known stays so, where that package takes ten years. A mark may stand after any date, a
season or ``195X`` too, where that package knows it after years, months and days alone.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

# Further out than any day of the nine-digit years that can be written.
OPEN_START = -(10**12)
OPEN_END = 10**12

#: The months by their whole names.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {
    21: ("spring", 3, 5),
    22: ("summer", 6, 8),
    23: ("autumn", 9, 11),
    24: ("winter", 12, 2),
}
_DAYS_IN_400_YEARS = 146097
_DATE = re.compile(
    r"(?:(?P<long>Y-?[1-9][0-9]{4,8})"
    r"|(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2})(?P<time>T.+)?)?)?)"
    r"(?P<mark>[?~%])?"
)
_TIME = re.compile(
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?"
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


def from_ordinal(days: int) -> tuple[int, int, int]:
    """Year, month and day of an ordinal; the reverse of ``ordinal``, years below 1 included."""
    cycles, rest = divmod(days - 1, _DAYS_IN_400_YEARS)
    day = datetime.date.fromordinal(rest + 1)
    return day.year + 400 * cycles, day.month, day.day


def from_day(year: int, month: int, day: int) -> str:
    """The EDTF text of a day. Raises DateError outside the years -9999 to 9999."""
    if abs(year) > 9999:
        raise DateError("a day is written with a year of four digits, -9999 to 9999")
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04}-{month:02}-{day:02}"


def ordinal_to_text(days: int) -> str:
    """The EDTF text of an ordinal; ``..`` for a bound that is open."""
    if days in (OPEN_START, OPEN_END):
        return ".."
    year, month, day = from_ordinal(days)
    return f"Y{year}" if abs(year) > 9999 else from_day(year, month, day)


def _lengths(year: int) -> tuple[int, ...]:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=4096)
def _point(text: str) -> _Point:
    match = _DATE.fullmatch(text)
    if match is None:
        raise DateError(
            "not a date; write it as 2024-06-19, 2024-06, 2024, 195X or 2023-08/2024-02"
        )
    year, month, day, mark = match["long"] or match["year"], *match.group("month", "day", "mark")
    mark = mark or ""
    if match["time"] and not _TIME.fullmatch(match["time"]):
        raise DateError("a time is written T10:30:00, T10:30:00Z or T10:30:00+09:00")
    if year.lstrip("-") == "XXXX":
        _month_and_day(month, day, 2000)  # a leap year: 29 February is a day too
        return _Point(year, month, day, mark, None, None, "unknown")
    if year == "-0000":
        raise DateError("there is no year -0000; the year before 1 is 0000")
    digits = year.removeprefix("Y")
    if "X" in digits.rstrip("X"):
        raise DateError("only the last digits of a year can be X, as in 195X")
    sign = -1 if digits.startswith("-") else 1
    plain = digits.lstrip("-")
    bounds = sorted((sign * int(plain.replace("X", "0")), sign * int(plain.replace("X", "9"))))
    low, high = bounds[0], bounds[1]
    unknown = plain.count("X")
    if unknown:
        if month:
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


def _month_and_day(month: str | None, day: str | None, year: int) -> tuple[int, int, int, int, str]:
    if month is None or month == "XX":
        if day and day != "XX":
            raise DateError("a day needs its month")
        return 1, 12, 1, 31, "year"
    if "X" in month:
        raise DateError("a month is two digits, or XX")
    number = int(month)
    if number in _SEASONS:
        if day:
            raise DateError("a season has no day")
        _, first, last = _SEASONS[number]
        return first, last, 1, 31, "season"
    if not 1 <= number <= 12:
        raise DateError(f"there is no month {month}; months are 01 to 12, seasons 21 to 24")
    if day is None or day == "XX":
        return number, number, 1, 31, "month"
    if "X" in day:
        raise DateError("a day is two digits, or XX")
    if not 1 <= int(day) <= _lengths(year)[number - 1]:
        raise DateError(f"{MONTHS[number - 1]} has no day {int(day)} in that year")
    return number, number, int(day), int(day), "day"


@lru_cache(maxsize=4096)
def parse(text: str) -> Edtf:
    """Read an EDTF date, spaces around it dropped.

    Raises DateError with one sentence that says what is wrong.
    """
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
    """Whether what is dated so holds on a day beyond doubt.

    A single date is beyond doubt on its day alone. An interval is so from the last day that its
    start may mean to the first that its end may mean: ``1950/1953`` from 31 December 1950 to
    1 January 1953. Nothing marked ``?``, ``~`` or ``%`` is, and nothing past an unknown end.
    """
    if not may_hold(date, day) or date.uncertain or date.approximate:
        return False
    if not date.is_interval:
        return date.precision == "day"
    start, _, end = date.text.partition("/")
    begun = _bound(start, OPEN_START, latest=True)
    over = _bound(end, OPEN_END, latest=False)
    return begun is not None and over is not None and begun <= day <= over


def _bound(text: str, opened: int, *, latest: bool) -> int | None:
    if text == "..":
        return opened
    if not text:
        return None
    point = _point(text)
    return point.last if latest else point.first


def _year(year: str, precision: str) -> str:
    """The year as said, year 0 being 1 BC; for a decade and longer, the words for it."""
    number = int(year.removeprefix("Y").replace("X", "0"))
    if precision not in ("decade", "century", "millennium"):
        return str(number) if number > 0 else f"{1 - number} BC"
    span = {"century": ", the century", "millennium": ", the millennium"}.get(precision, "")
    return f"{abs(number)}s{' BC' if year.startswith('-') else ''}{span}"


def _say(point: _Point, *, short: bool = False) -> str:
    months = [m[:3] for m in MONTHS] if short else MONTHS
    month = int(point.month) if point.month and point.month != "XX" else 0
    name = _SEASONS[month][0] if month in _SEASONS else months[month - 1] if month else ""
    if point.day and point.day != "XX":
        name = f"{int(point.day)} {name}"
    if point.precision == "unknown":
        return f"{name}, year not told" if name else "date not known"
    year = _year(point.year, point.precision)
    return f"{name} {year}" if name else year


def _marked(point: _Point, *, short: bool) -> str:
    words = _say(point, short=short)
    about = "c. " if short else "about "
    return {
        "~": about + words,
        "?": f"{words}?" if short else f"{words} (uncertain)",
        "%": f"{about}{words}?" if short else f"{about}{words} (uncertain)",
    }.get(point.mark, words)


@lru_cache(maxsize=4096)
def friendly(text: str, *, short: bool = False) -> str:
    """A date as a reader says it: "about May 2024", "since 2022", "19–20 June 2024".

    A text that is no EDTF date comes back as it is.
    """
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
    return "at all times known" if date.text == "../.." else "date not known"


def _span(start: _Point, end: _Point, *, short: bool) -> str:
    plain = not start.mark and not end.mark
    days = plain and start.precision == end.precision == "day"
    if days and start.year == end.year and start.year.isdecimal() and start.first != end.first:
        last = _say(end, short=short)
        if start.month == end.month:
            return f"{int(start.day or 1)}–{last}"
        return f"{_say(start, short=short).rsplit(' ', 1)[0]} – {last}"
    if plain and (start.first, start.last) == (end.first, end.last):
        return _say(end, short=short)
    years = plain and start.precision == end.precision == "year"
    joint = ("–" if years else " – ") if short else " to "
    return _marked(start, short=short) + joint + _marked(end, short=short)


def short(text: str) -> str:
    """The compact form for cards: "19 Jun 2024"."""
    return friendly(text, short=True) if text.strip() else ""
