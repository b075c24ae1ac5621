"""What an article says of itself in its first lines: its headline, and the day in its byline.

Nothing but the form of the lines is gone by. A headline is a short line without a full stop that stands
alone; a byline is a line of a date and of names, "Gulf Desk, 11 March 2023".
"""

from __future__ import annotations

import re

from briefing.intake.readers.result import one_line
from briefing.intake.writtendates import dates_placed

#: Code points of a text that are looked at, and of a headline and a byline at most.
_REACH = 4000
_HEADLINE = 160
_BYLINE = 120
#: Lines with words among which headline and byline are looked for.
_LINES = 4
#: Words of a name or another remark in a byline, at most; a sentence has more.
_REMARK = 6
_WORDLESS = re.compile(r"[\W_]*\Z")
#: An emphasised line of Markdown, or a heading's marks.
_DRESS = re.compile(r"^[\s>#*_]+|[\s#*_]+$")
_PART = re.compile(r"\s*[,;.|·•–—/()]\s*|\s-\s")
_DAY_OF_WEEK = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\Z|(?:mon|tue|wed|thu|fri|sat|sun)\Z", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"(?:first )?(?:published|posted|issued|date|dated)(?: on)?:?\Z", re.IGNORECASE
)
_WRITER = re.compile(r"(?:by|from|text|photo|report)\b", re.IGNORECASE)
_SMALL = frozenset(
    ("a", "and", "for", "in", "of", "on", "the", "to", "&", "de", "la", "le", "al", "bin", "von")
)
_TIME = re.compile(
    r"(?:at )?[0-9]{1,2}[:.][0-9]{2}(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?\Z", re.IGNORECASE
)
_ENDS = (".", ",", ";", ":", "!")
_DAY = len("2023-03-11")


def headline(text: str) -> str:
    """The headline of a plain text: its first line with words, where that stands alone; else empty."""
    lines = text[:_REACH].splitlines()
    for number, line in enumerate(lines[:-1]):
        if _WORDLESS.match(line) or byline_date(line):
            continue
        title = one_line(line)
        after = [one for one in lines[number + 1 :] if one.strip()]
        alone = not lines[number + 1].strip() or _WORDLESS.match(lines[number + 1])
        if not after or len(title) > _HEADLINE or title.endswith(_ENDS):
            return ""
        return title if alone or byline_date(after[0]) else ""
    return ""


def published(text: str) -> str:
    """The day in the byline among the first lines, as EDTF; empty where none or two are told."""
    lines = [line for line in text[:_REACH].splitlines() if not _WORDLESS.match(line)]
    found = {byline_date(line) for line in lines[:_LINES]} - {""}
    return found.pop() if len(found) == 1 else ""


def byline_date(line: str) -> str:
    """The day that a line tells as a byline does, as EDTF; empty where the line is anything else."""
    if len(line) > _BYLINE:
        return ""
    plain = _DRESS.sub("", one_line(line))
    dates = dates_placed(plain)
    if len(dates) != 1 or len(dates[0][2]) != _DAY:
        return ""
    start, end, date = dates[0]
    before, after = _PART.split(plain[:start].strip()), _PART.split(plain[end:].strip())
    # What touches the date belongs to it: a day of the week, "Published".
    touching = before[-1] if before else ""
    if touching and not (_DAY_OF_WEEK.match(touching) or _PUBLISHED.match(touching)):
        return ""
    if after[0] and not _TIME.match(after[0]):
        return ""
    remarks = [*before[:-1], *after[1:]]
    return date if all(_is_remark(one) for one in remarks if one) else ""


def _is_remark(words: str) -> bool:
    """Whether words beside a date are a name, a place or who wrote, not part of a sentence."""
    if _DAY_OF_WEEK.match(words) or _TIME.match(words):
        return True
    single = words.split()
    if len(single) > _REMARK:
        return False
    if _WRITER.match(words):
        return True
    return all(one[0].isupper() or one.casefold() in _SMALL for one in single)
