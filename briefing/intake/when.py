"""Dates in running words, resolved against the day on which the article appeared, as EDTF.

A day whose year is told by nothing stays ``XXXX-06-14``: this year's is never supposed. "Yesterday" and its
like are no date without the article's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from briefing.domain.dates import DateError, parse
from briefing.intake.datewords import MONTHS, SHORT_MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.intake.article import Article

_NUMBER = {name: n for n, month in enumerate(MONTHS, 1) for name in (month, month[:3])} | {
    "sept": 9
}
_MONTH = "(?:" + "|".join([*MONTHS, *(f"{month}\\.?" for month in SHORT_MONTHS)]) + ")"
_COUNTS = {
    **{
        word: n
        for n, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
        )
    },
    "a": 1,
    "an": 1,
    "several": 0,
}
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"[12][0-9]{3}"
#: A date with as much of it as is told.
_DATE = (
    rf"(?:{_MONTH}\s{_DAY}(?:,?\s{_YEAR}|,?\s(?:this|last|next)\syear)?(?![0-9:])"
    rf"|{_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}|,?\s(?:this|last|next)\syear)?"
    rf"|{_MONTH},?\s(?:of\s)?(?:{_YEAR}|(?:this|last|next)\syear)"
    rf"|{_YEAR}-[01][0-9]-[0-3][0-9])"
)
#: How a date begins: what is looked at first, wherever a word begins.
_FIRST = (
    r"(?:from|between|by|on|of|in|the)\s(?:[0-9]|[jfmasondel]|spr|win|(?:the|this|(?:a|b)\w+)\s)|since|until|"
    r"during|before|after|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|tod|ton|tom|this\s|yes|ear|"
    r"end\s|beg|start|mid|late?\s|last\s|next\s|spr|sum|aut|fall|win|on\s[mtwfs]|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|an?)\s[dwmy]"
)
_FOUND = re.compile(
    rf"""(?<![\w-])(?=[0-9]|{_FIRST})(?:
      (?:(?:from|between|on)\s)?(?P<first>[0-3]?[0-9])(?:\s(?:to|and|until)\s|\s?[–—-]\s?)
        (?P<days>{_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?)(?!\d)
    | (?P<onward>{_MONTH}\s[0-3]?[0-9])(?:\s(?:to|and|until)\s|\s?[–—-]\s?)
        (?P<final>[0-3]?[0-9])(?P<same>,?\s{_YEAR})?(?![\w:])(?!\s{_MONTH})
    | (?P<from>from|between|since)\s(?P<start>{_DATE}|{_MONTH}|{_YEAR})\s(?:to|and|until|till|through)\s
        (?P<end>{_DATE}|{_YEAR})
    | (?P<dash>{_DATE}|{_YEAR})\s?[–—]\s?(?P<last>{_DATE}|{_YEAR})(?!\d)
    | (?P<since>since)\s(?P<open>{_DATE}|{_YEAR}|{_MONTH})(?![\w-])
    | (?P<date>{_DATE})
    | (?:in|during|by|until|of|after|before)\s(?:the\syear\s)?(?P<year>{_YEAR})
        (?![\w-]|,\d|\s(?:people|men|women))
    | (?:in|during|of|since|from|until)?\s?(?:the\s)?(?:(?P<part>early|mid|late)[\x20-])?
        (?P<decade>1[5-9][0-9]0|20[0-9]0)s
    | (?:in|last|this|next|(?:end|beginning|start|middle)\sof|early|mid|late)[\s-](?P<bare>{_MONTH})
        (?![\w-])(?!,?\s(?:of\s)?(?:{_YEAR}|(?:this|last|next)\syear|{_DAY}(?!\w)))
    | (?:in|during|since|last|this|next)?\s?(?:the\s)?(?:early\s|late\s)?
        (?P<season>spring|summer|autumn|fall|winter)(?:\sof)?\s(?P<its>{_YEAR})
    | since\sthe\s(?:start|beginning)\sof\s(?:the|this)\s(?P<begun>month|year)
    | (?P<turn>last|this|next)\s(?P<part_of_year>spring|summer|autumn|fall|winter)
    | (?P<dots>[0-3]?[0-9]\.[01]?[0-9]\.{_YEAR})
    | (?P<day>(?:the\s)?end\sof\s(?:the|this)\syear|yesterday|today|tonight|tomorrow|earlier\stoday
        |this\s(?:morning|afternoon|evening|week|month|year)
        |(?:last|next)\s(?:week|month|year|night))
    | (?:on|last|next|this|late|early)\s(?P<weekday>{"|".join(WEEKDAYS)})
        (?:\s(?:night|morning|afternoon|evening))?
    | (?P<count>{"|".join(_COUNTS)}|[0-9]{{1,3}})\s(?P<unit>days?|weeks?|months?|years?)\s(?:ago|earlier)
    )(?![\w])""",
    re.VERBOSE | re.ASCII,
)
_SENTENCE_END = re.compile(r"[.!?](?=[\s”\"’])|\n")
_AHEAD_WORDS = re.compile(
    r"\b(?:will|shall|would|invit\w+|plan(?:s|ned)?|schedul\w+|expect\w*|due|upcoming|intend\w*|"
    r"to be (?:held|signed|opened)|retires|expires|begins|steps down|takes over|takes office|"
    r"prepar\w+|summit|elections?)\b|\buntil \Z"
)
_PARTS = re.compile(
    rf"(?P<month>{_MONTH})|(?P<year>{_YEAR})|(?P<which>this|last|next) year|"
    rf"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9])",
    re.IGNORECASE | re.ASCII,
)
_ISO = re.compile(rf"{_YEAR}-[01][0-9]-[0-3][0-9]\Z", re.ASCII)
#: A day without a year that lies further ahead than so many days belongs to the year before.
_AHEAD = 60
#: Rules that count from the day of the telling, and how far back a quotation is looked for.
_TOLD = frozenset(("day", "weekday", "count", "bare"))
_QUOTED = 600


class When(NamedTuple):
    """A date in the text: where it stands, its EDTF, and whether the article's own date was needed."""

    start: int
    end: int
    edtf: str
    rule: str


def dates_in(article: Article) -> list[When]:
    """The dates of an article in order; what cannot be resolved is left out."""
    told = _day_of(article.published)
    text = article.text
    found: list[When] = []
    for match in _FOUND.finditer(article.small):
        edtf, rule = _edtf(match, told, article.published)
        # Whoever is quoted with "today" means the day on which it was said.
        if not edtf or (rule in _TOLD and _is_quoted(text, match.start())):
            continue
        try:
            parse(edtf)
        except DateError:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        found.append(When(start, match.end(), edtf, rule))
    return found


def within(dates: Sequence[When], start: int, end: int) -> Iterator[When]:
    """Those of the dates of an article that begin in a stretch of it."""
    for number in range(bisect_left(dates, start, key=_begin), len(dates)):
        if dates[number].start >= end:
            return
        yield dates[number]


def _begin(one: When) -> int:
    return one.start


def _is_quoted(text: str, at: int) -> bool:
    low = max(text.rfind("\n", max(0, at - _QUOTED), at), at - _QUOTED, 0)
    opened, closed = text.rfind("“", low, at), text.rfind("”", low, at)
    return opened > closed or text.count('"', low, at) % 2 == 1


def _day_of(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _edtf(match: re.Match[str], told: date | None, published: str) -> tuple[str, str]:
    for name, resolve in _RULES.items():
        if match[name]:
            try:
                return resolve(match, told, published), name
            except OverflowError:
                # Yesterday of the calendar's first day is no date.
                return "", ""
    return "", ""


def _days(match: re.Match[str], told: date | None, published: str) -> str:
    """ "3 to 5 July 2024", and the last day of it first looked up."""
    end = _date(match["days"], told, published)
    return f"{end[:-2]}{int(match['first']):02}/{end}" if end and "X" not in end else ""


def _onward(match: re.Match[str], told: date | None, published: str) -> str:
    """ "July 3–5, 2024"."""
    start = _date(match["onward"] + (match["same"] or ""), told, published)
    return f"{start}/{start[:-2]}{int(match['final']):02}" if start and "X" not in start else ""


_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


def _season(match: re.Match[str], _told: date | None, _published: str) -> str:
    return f"{match['its']}-{_SEASONS[match['season'].lower()]}"


def _season_near(match: re.Match[str], told: date | None, _published: str) -> str:
    """ "last autumn": the one that ended last; "next spring": the one that begins next."""
    if told is None:
        return ""
    number, year = _SEASONS[match["part_of_year"].lower()], told.year
    first = 3 * (number - 20)
    if match["turn"].lower() == "last":
        # Winter begins in December and ends in February.
        year -= first + 2 >= told.month if number < 24 else 1 + (told.month < 3)
    elif match["turn"].lower() == "next":
        year += told.month >= first
    return f"{year:04}-{number}" if year > 0 else ""


def _begun(match: re.Match[str], told: date | None, _published: str) -> str:
    """ "since the start of the month"."""
    if told is None:
        return ""
    return (
        f"{told.year:04}/.." if match["begun"] == "year" else f"{told.year:04}-{told.month:02}/.."
    )


def _dots(match: re.Match[str], _told: date | None, _published: str) -> str:
    day, month, year = match["dots"].split(".")
    return f"{year}-{int(month):02}-{int(day):02}"


def _interval(match: re.Match[str], told: date | None, published: str) -> str:
    end = _date(match["end"], told, published)
    start = _date(match["start"], told, published, like=end)
    return f"{start}/{end}" if start and end and "X" not in start + end else ""


def _dashed(match: re.Match[str], told: date | None, published: str) -> str:
    start, end = _date(match["dash"], told, published), _date(match["last"], told, published)
    return f"{start}/{end}" if start and end and "X" not in start + end else ""


def _open(match: re.Match[str], told: date | None, published: str) -> str:
    start = _date(match["open"], told, published)
    if not start and match["open"].isalpha() and (year := _year_of(published)):
        start = f"{year}-{_NUMBER[match['open'].lower().rstrip('.')]:02}"
    if "X" in start or not start:
        return ""
    if told and not re.search(_YEAR, match["open"]) and start > published[: len(start)]:
        start = f"{int(start[:4]) - 1}{start[4:]}"
    return f"{start}/.."


def _whole(match: re.Match[str], told: date | None, published: str) -> str:
    return _date(match["date"], told, published)


def _year(match: re.Match[str], _told: date | None, _published: str) -> str:
    return match["year"]


def _decade(match: re.Match[str], _told: date | None, _published: str) -> str:
    return f"{match['decade'][:3]}X"


def _bare_month(match: re.Match[str], told: date | None, published: str) -> str:
    number = _NUMBER[match["bare"].lower().rstrip(".")]
    year = _year_of(published)
    if not year:
        return ""
    if match[0].lower().startswith("next") or _is_ahead(match):
        year += 1 if told and number < told.month else 0
    elif told and number > told.month:
        year -= 1
    return f"{year:04}-{number:02}"


def _is_ahead(match: re.Match[str]) -> bool:
    """Whether the words before a month look forward: "will meet in May", "invited to a summit in May"."""
    text, at = match.string, match.start()
    low = max(0, at - 80)
    for end in _SENTENCE_END.finditer(text, low, at):
        low = end.end()
    return _AHEAD_WORDS.search(text, low, at) is not None


def _relative(match: re.Match[str], told: date | None, published: str) -> str:
    words = " ".join(match["day"].lower().split())
    year = _year_of(published)
    if words.endswith("year") and year:
        turn = {"last": -1, "next": 1}.get(words.split()[0], 0)
        return f"{year + turn:04}"
    if told is None:
        return ""
    if words.endswith("month"):
        turn = {"last": -1, "next": 1}.get(words.split()[0], 0)
        months = told.year * 12 + told.month - 1 + turn
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if words.endswith("week"):
        turn = {"last": -7, "next": 7}.get(words.split()[0], 0)
        monday = told - timedelta(days=told.weekday()) + timedelta(days=turn)
        return f"{monday}/{monday + timedelta(days=6)}"
    turn = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(words, 0)
    return f"{told + timedelta(days=turn)}"


def _weekday(match: re.Match[str], told: date | None, _published: str) -> str:
    if told is None:
        return ""
    number = WEEKDAYS.index(match["weekday"].lower())
    if match[0].lower().startswith("next"):
        return f"{told + timedelta(days=(number - told.weekday() - 1) % 7 + 1)}"
    # What is told of a weekday is told afterwards: at the latest on the day itself.
    back = (told.weekday() - number) % 7
    if match[0].lower().startswith("last") and not back:
        back = 7
    return f"{told - timedelta(days=back)}"


def _ago(match: re.Match[str], told: date | None, published: str) -> str:
    count = _COUNTS.get(match["count"].lower())
    if count is None:
        count = int(match["count"])
    year, unit = _year_of(published), match["unit"].lower()
    if not count or not year:
        return ""
    if unit.startswith("year"):
        return f"{year - count:04}"
    if told is None:
        return ""
    if unit.startswith("month"):
        months = told.year * 12 + told.month - 1 - count
        return f"{months // 12:04}-{months % 12 + 1:02}"
    day = told - timedelta(days=count * (7 if unit.startswith("week") else 1))
    return f"{day}~" if unit.startswith("week") else f"{day}"


_RULES: dict[str, Callable[[re.Match[str], date | None, str], str]] = {
    "days": _days,
    "onward": _onward,
    "season": _season,
    "part_of_year": _season_near,
    "begun": _begun,
    "dots": _dots,
    "from": _interval,
    "dash": _dashed,
    "since": _open,
    "date": _whole,
    "year": _year,
    "decade": _decade,
    "bare": _bare_month,
    "day": _relative,
    "weekday": _weekday,
    "count": _ago,
}


def _year_of(published: str) -> int:
    return int(published[:4]) if published[:4].isdigit() else 0


def _date(text: str, told: date | None, published: str, like: str = "") -> str:
    """One date; without a year it has that of ``like``, else the one that the article's date suggests."""
    if _ISO.match(text):
        return text
    parts: dict[str, str] = {}
    for match in _PARTS.finditer(text):
        for name, value in match.groupdict().items():
            if value:
                parts.setdefault(name, value.lower().rstrip("."))
    month = _NUMBER.get(parts.get("month", ""), 0)
    day = int(parts.get("day", "0"))
    year = int(parts.get("year", "0"))
    if "which" in parts and _year_of(published):
        year = _year_of(published) + {"last": -1, "next": 1}.get(parts["which"], 0)
    if not month:
        return f"{year:04}" if year else ""
    if not year and like[:4].isdigit():
        year = int(like[:4])
    rest = f"-{month:02}" + (f"-{day:02}" if day else "")
    if year:
        return f"{year:04}{rest}"
    if not _year_of(published):
        return f"XXXX{rest}" if day else ""
    return f"{_nearest(month, day or 1, told, published):04}{rest}"


def _nearest(month: int, day: int, told: date | None, published: str) -> int:
    """The year that makes a day one of the past months, or of the next few weeks."""
    year = _year_of(published)
    if told is None:
        return year
    try:
        meant = date(year, month, day)
    except ValueError:
        return year
    if (meant - told).days > _AHEAD:
        return year - 1
    # At the end of a year the first days of the next one are nearer than those of this.
    return year + 1 if (meant - told).days + 365 <= _AHEAD else year
