"""Dates that stand in running words, as EDTF."""

from __future__ import annotations

import re

from briefing.domain.said_dates import written_date
from briefing.intake.datewords import MONTHS, SHORT_MONTHS

_NAMES = "|".join((*MONTHS, *SHORT_MONTHS))
_WITHIN = re.compile(
    rf"""(?<![\w-])(?:(?P<date>
        [0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?
        | [0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:{_NAMES})\.?,?\s+[0-9]{{4}}
        | (?:{_NAMES})\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+[0-9]{{4}}
        | (?:{_NAMES})\.?,?\s+[0-9]{{4}}
    ) | (?:in|since|during)\s+(?P<year>[12][0-9]{{3}}))(?![\w-])""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)


def dates_within(text: str) -> list[str]:
    """The dates that stand in running words, each once, as EDTF and in their order.

    Taken are ``2024-06-19``, "19 June 2024", "June 19, 2024", "June 2024", and a bare year only after
    "in", "since" or "during": any other number of four digits may count something.
    """
    return list(dict.fromkeys(date for _start, _end, date in dates_placed(text)))


def dates_placed(text: str) -> list[tuple[int, int, str]]:
    """The same dates, each time they stand in the text, after the code points where they begin and end."""
    found: list[tuple[int, int, str]] = []
    for match in _WITHIN.finditer(text):
        date = written_date(match["date"] or match["year"])
        if date:
            found.append((*match.span(), date))
    return found
