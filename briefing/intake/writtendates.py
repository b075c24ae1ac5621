"""Dates as files and people write them, as EDTF."""

from __future__ import annotations

import re

from briefing.domain.dates import DateError, parse

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.,]+ ?(?:Z|[+-][0-9:]+)?", re.ASCII)
_SLASHED = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})(?:[/.]([0-9]{1,2}))?", re.ASCII)
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_DAY_FIRST = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\.?\s+)?([a-z]{3,9})\.?,?\s+([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_NAMES = "|".join(f"{month}|{month[:3]}" for month in _MONTHS) + "|sept"
_WITHIN = re.compile(
    rf"""(?<![\w-])(?:(?P<date>
        [0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?
        | [0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:{_NAMES})\.?,?\s+[0-9]{{4}}
        | (?:{_NAMES})\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+[0-9]{{4}}
        | (?:{_NAMES})\.?,?\s+[0-9]{{4}}
    ) | (?:in|since|during)\s+(?P<year>[12][0-9]{{3}}))(?![\w-])""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_CIRCA = re.compile(r"(?:c\.|ca\.|circa|about)\s*", re.IGNORECASE)


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
    words = plain.lower()
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


def dates_within(text: str) -> list[str]:
    """The dates that stand in running words, each once, as EDTF and in their order.

    Taken are ``2024-06-19``, "19 June 2024", "June 19, 2024", "June 2024", and a bare year only after
    "in", "since" or "during": any other number of four digits may count something.
    """
    found: list[str] = []
    for match in _WITHIN.finditer(text):
        date = written_date(match["date"] or match["year"])
        if date and date not in found:
            found.append(date)
    return found
