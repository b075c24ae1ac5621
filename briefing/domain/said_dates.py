"""Dates as files and people write them, as EDTF: "19th June 2024", "since March 2023", "2015–2018"."""

from __future__ import annotations

import re

from briefing.domain.dates import MONTHS, DateError, parse

_MONTHS = tuple(month.lower() for month in MONTHS)
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.,]+ ?(?:Z|[+-][0-9:]+)?", re.ASCII)
_SLASHED = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})(?:[/.]([0-9]{1,2}))?", re.ASCII)
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?)?([a-z]{3,9})\.?,?\s+([0-9]{4})", re.ASCII
)
_MONTH_FIRST = re.compile(
    r"([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})", re.ASCII
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", re.IGNORECASE)
_CIRCA = re.compile(r"(?:c\.|ca\.|circa\s|about\s|around\s|~)\s*", re.IGNORECASE)
_SEASON = re.compile(r"(?:the\s+)?([a-z]{4,6})(?:\s+of)?\s+([0-9]{4})", re.ASCII)
_DECADE = re.compile(r"(?:the\s+)?([0-9]{3})0s", re.IGNORECASE | re.ASCII)
_FROM = re.compile(r"(?:since|from)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|up\s+to|to)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[–—/]\s*|\s+(?:-|to|until|till)\s+", re.IGNORECASE)
_TWO_ENDS = re.compile(r"between\s+(.+)\s+and\s+(.+)", re.IGNORECASE)
_YEARS = re.compile(r"([0-9]{4})\s*-\s*([0-9]{4})", re.ASCII)
_DAYS_OF_ONE_MONTH = re.compile(
    r"(?:from\s+|between\s+)?([0-9]{1,2})\s*(?:[–—-]|\s(?:to|and|until)\s)\s*([0-9]{1,2})\s+(\D+\s+[0-9]{4})",
    re.ASCII | re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])", re.ASCII)


def written_date(text: str) -> str:
    """The EDTF text of a date such as "19 June 2024", "2024/06" or EDTF itself; empty if it is none.

    "06/07/2024" is none: nobody can tell its month from its day.
    """
    plain = " ".join(text.split()).rstrip("/")
    about = _CIRCA.match(plain)
    if about:
        found = written_date(plain[about.end() :])
        return f"{found}~" if found and found[-1].isdigit() else found
    for candidate in (_taken_apart(plain), plain):
        try:
            if candidate:
                return parse(candidate).text
        except DateError:
            continue
    return ""


def said_date(text: str) -> str:
    """The EDTF text of a date as a person says it, stretches of time included.

    Beside what :func:`written_date` reads: "since 10 March 2023", "until 2018", "2015 to 2018",
    "19–20 June 2024", "14 to 16 April 2023", "between 2021 and 2022", "spring 2023", "the 1990s".
    Raises DateError with what would be right.
    """
    plain = " ".join(text.split())
    found = written_date(plain) or _stretch(plain)
    if found:
        return found
    numbers = _NUMBERS.fullmatch(plain)
    if numbers and max(int(numbers[1]), int(numbers[3])) <= len(_MONTHS):
        raise DateError("day or month first? Write the month as a word, as in 6 July 2024")
    if any(letter.isalpha() and letter not in "XY" for letter in plain):
        raise DateError(
            "not a date; write it as 19 June 2024, June 2024, since 2022 or 2015 to 2018"
        )
    # EDTF says best what is wrong with EDTF.
    return parse(plain).text


def _stretch(plain: str) -> str:
    if match := _DAYS_OF_ONE_MONTH.fullmatch(plain):
        return _interval(f"{match[1]} {match[3]}", f"{match[2]} {match[3]}")
    if match := _TWO_ENDS.fullmatch(plain):
        return _interval(match[1], match[2])
    if match := _FROM.match(plain):
        rest = plain[match.end() :]
        ends = _BETWEEN.split(rest, maxsplit=1)
        if len(ends) == 2:
            return _interval(ends[0], ends[1])
        return _interval(rest, "..")
    if match := _UNTIL.match(plain):
        return _interval("..", plain[match.end() :])
    if match := _YEARS.fullmatch(plain):
        return _interval(match[1], match[2])
    ends = _BETWEEN.split(plain, maxsplit=1)
    if len(ends) == 2:
        return _interval(ends[0], ends[1])
    return _vague(plain)


def _interval(start: str, end: str) -> str:
    """The interval of two dates; a start without a year has that of the end."""
    last = end if end == ".." else written_date(end) or _vague(end)
    first = start if start == ".." else written_date(start) or _vague(start)
    if not first and (year := _LAST_YEAR.search(end)):
        first = written_date(f"{start} {year[1]}")
    if not first or not last or "/" in first + last:
        return ""
    try:
        return parse(f"{first}/{last}").text
    except DateError:
        return ""


def _vague(plain: str) -> str:
    words = plain.lower()
    if (match := _SEASON.fullmatch(words)) and match[1] in _SEASONS:
        return f"{match[2]}-{_SEASONS[match[1]]}"
    if match := _DECADE.fullmatch(words):
        return f"{match[1]}X"
    return ""


def _taken_apart(plain: str) -> str:
    if match := _ISO.fullmatch(plain):
        return match[1]
    if match := _SLASHED.fullmatch(plain):
        return "-".join(part.zfill(2) for part in match.groups() if part)
    if match := _NUMBERS.fullmatch(plain):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:
            return f"{match[4]}-{second:02}-{first:02}"
        return f"{match[4]}-{first:02}-{second:02}" if second > 12 else ""
    words = _WEEKDAY.sub("", plain, count=1).lower()
    if match := _DAY_FIRST.fullmatch(words):
        return _with_month(match[3], match[2], match[1])
    if match := _MONTH_FIRST.fullmatch(words):
        return _with_month(match[3], match[1], match[2])
    return ""


def _with_month(year: str, name: str, day: str | None) -> str:
    number = next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)
    if name == "sept":
        number = 9
    if not number:
        return ""
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")
