"""What the commands share: printing, and telling a wrong date."""

from __future__ import annotations

import json
import sys

from briefing.cli.main import WrongCallError
from briefing.domain.dates import DateError, parse


def print_line(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(text + "\n")


def print_json(value: object) -> None:
    """A value as JSON on standard output."""
    # ASCII escapes would hide names; a terminal of another encoding gets them all the same.
    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print_line(json.dumps(value, ensure_ascii=not readable, indent=1))


def check_date(text: str) -> None:
    """Raise WrongCallError where a date was given that is none."""
    if text:
        try:
            parse(text)
        except DateError as error:
            raise WrongCallError(f"{text}: {error}.") from error
