"""What the commands share: printing, and telling a wrong date."""

from __future__ import annotations

import json
import re
import sys

from briefing.cli.main import WrongCallError, plain
from briefing.domain.dates import DateError, parse

_UNESCAPED = re.compile("[\x7f-\x9f]")


def print_line(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(plain(text) + "\n")


def print_json(value: object) -> None:
    """A value as JSON on standard output."""
    # ASCII escapes would hide names; a terminal of another encoding gets them all the same.
    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    told = json.dumps(value, ensure_ascii=not readable, indent=1)
    print_line(_UNESCAPED.sub(_escaped, told))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def check_date(text: str) -> None:
    """Raise WrongCallError where a date was given that is none."""
    if text:
        try:
            parse(text)
        except DateError as error:
            raise WrongCallError(f"{text}: {error}.") from error
