"""A point in time with its zone, as a person says it: "today 14:00", "20 June 2024 09:30 UTC".

Kept as ISO 8601 with the offset from UTC; without a zone the laptop's own is meant.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from briefing.domain.dates import MONTHS

_MONTHS = tuple(month.lower() for month in MONTHS)
_CLOCK = re.compile(
    r"(?:^|[\s,T])(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
_US_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_WORDS = {"": 0, "today": 0, "yesterday": -1, "tomorrow": 1}


def read_moment(text: str, now: datetime) -> str:
    """ISO 8601 with its offset for what is typed; ``now`` has a zone and says what today is.

    Raises ValueError with what is missing.
    """
    typed = " ".join(text.strip().split())
    if typed.lower() == "now":
        return now.replace(second=0, microsecond=0).isoformat(timespec="minutes")
    try:
        whole = datetime.fromisoformat(typed)
    except ValueError:
        whole = None
    if whole is not None and whole.tzinfo is not None:
        return typed
    clock = _CLOCK.search(typed)
    if clock is None:
        raise ValueError("Add the time, as in today 14:00.")
    day = _day(typed[: clock.start()].strip(" ,"), now)
    naive = datetime(  # noqa: DTZ001 - the zone is given next
        day.year, day.month, day.day, int(clock["hour"]), int(clock["minute"])
    ).replace(second=int(clock["second"] or 0))
    zone = clock["zone"]
    aware = naive.replace(tzinfo=_offset(zone)) if zone else naive.astimezone()
    return aware.isoformat(timespec="seconds" if aware.second else "minutes")


def friendly_moment(text: str) -> str:
    """A kept moment as a reader says it: "20 June 2024, 14:00 UTC+02:00"; other text as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    offset = when.utcoffset()
    if offset is None:
        return text
    month = MONTHS[when.month - 1]
    zone = when.isoformat(timespec="minutes")[16:] if offset else ""
    return f"{when.day} {month} {when.year}, {when:%H:%M} UTC{zone}"


def _day(text: str, now: datetime) -> date:
    word = text.lower()
    if word in _WORDS:
        return now.date() + timedelta(days=_WORDS[word])
    for pattern, order in ((_DAY, (0, 1, 2)), (_US_DAY, (1, 0, 2))):
        match = pattern.fullmatch(text)
        if match:
            number, name, year = (match[n + 1] for n in order)
            month = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(name.lower())), None)
            if month is not None:
                return date(int(year), month, int(number))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("Name a day, as in 20 June 2024 14:00.") from None


def _offset(zone: str) -> timezone:
    sign = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone)
    if sign is None:
        return UTC
    minutes = int(sign[2]) * 60 + int(sign[3] or 0)
    return timezone(timedelta(minutes=-minutes if sign[1] == "-" else minutes))
