"""Numbers with their units in running words: "6,700 containers", "$3 billion", "12.5 km"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefing.intake.datewords import MONTHS, SHORT_MONTHS
from briefing.intake.readers.result import words

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
_MONEY = {"$": "US dollars", "€": "euros", "£": "pounds", "¥": "yen", "₩": "won"}
#: Words that follow a number and are no unit of it.
_NO_UNIT = words(
    "and or but of in on at to by for from with as is was were are be been has have had the a an that this "
    "which who when while after before than per am pm percent will would can could may might shall should "
    "must do does did not"
) | {*MONTHS, *SHORT_MONTHS}
_COUNTS: dict[str, float] = dict(
    zip(
        ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        map(float, range(3, 13)),
        strict=True,
    )
)
#: What is counted in words without being a measure of anything.
_NO_MEASURE = words(
    "countries states nations sides parties leaders presidents ministers decades years months weeks "
    "days hours minutes times other others more or to great of things points"
)
_NUMBER = r"[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_FOUND = re.compile(
    rf"(?<![\w.,:/-])(?P<money>[{''.join(_MONEY)}])?\s?(?:(?P<number>{_NUMBER})|(?P<word>{'|'.join(_COUNTS)}))"
    rf"(?![\w:/-])(?!\.\w)"
    rf"(?:\s+(?P<scale>{'|'.join(_SCALES)}))?(?:\s?(?P<sign>%|percent\b|per cent\b))?",
    re.IGNORECASE,
)
# A unit is a word, with names before it: "11,000 North Korean troops".
_UNIT = re.compile(r"[ \u00a0\u202f]((?:[A-Z][\w'’-]*[ ])*)([A-Za-z][\w'’-]*)")
_OF = re.compile(r"\s+(?:of|worth of)\s+((?:[\w'’-]+\s?){1,3})")
#: Where what is counted ends and what happened to it begins.
_VERB = re.compile(r"went|came|gone|sent|left|lost|may|might|will|would|could|\w{3,}(?:ed|ing)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a unit; ``of_what`` is what follows "of". ``start`` to ``end`` are its words."""

    value: float
    unit: str
    of_what: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def amounts(text: str) -> list[Amount]:
    """The numbers of something in a text, in their order.

    Years, days of months, times and numbers with no word behind them are left out.
    """
    found: list[Amount] = []
    for match in _FOUND.finditer(text):
        word = match["word"]
        value = (
            _COUNTS[word.lower()]
            if word
            else float(re.sub(r"[,\u00a0\u202f]", "", match["number"]))
        )
        value *= _SCALES.get((match["scale"] or "").lower(), 1)
        money, percent, end = match["money"], match["sign"], match.end()
        unit = _MONEY[money] if money else "%" if percent else ""
        if not unit:
            if not word and _is_year(match["number"]) and not match["scale"]:
                continue
            following = _UNIT.match(text, end)
            if following is None or following[2].lower() in _NO_UNIT:
                continue
            if word and following[2].lower() in _NO_MEASURE:
                continue
            unit, end = following[0].strip(), following.end()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        found.append(Amount(value, unit, _of_what(text, end), start, end))
    return found


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and 1500 <= int(number) <= 2199


def _of_what(text: str, end: int) -> str:
    match = _OF.match(text, end)
    if match is None:
        return ""
    words: list[str] = []
    for word in match[1].split():
        if word.lower() in _NO_UNIT - {"a", "an", "the"} or _VERB.fullmatch(word):
            break
        words.append(word)
    return " ".join(words)
