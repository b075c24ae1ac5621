"""The names of months and days in running English, in small letters."""

from __future__ import annotations

from briefing.domain import dates

MONTHS = tuple(month.lower() for month in dates.MONTHS)
#: As they are written short, without the full stop.
SHORT_MONTHS = (*(month[:3] for month in MONTHS), "sept")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
