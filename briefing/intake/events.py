"""Dated events: what a sentence tells, when, where, and who took part."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from briefing.intake.deeds import root_code
from briefing.intake.draft import ProposedEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.article import Article
    from briefing.intake.names import Names
    from briefing.intake.parties import Parties, Party
    from briefing.intake.when import When

_LONGEST = 220
#: No more of a sentence is looked at on either side of a date.
_WIDEST = 800
#: A sentence with more dates is a table.
_MOST_DATES = 12
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|around|visit to|trip to|arriv\w+ at) (?:the )?$"
)
_LEAD = re.compile(
    r"^(?:[\s,;:–—-]|(?:on|in|from|during|since|by|until|and|but|however|meanwhile)\b[ ,]*)+",
    re.IGNORECASE,
)
#: "WARSAW, March 4 (Newswire) - ": none of what happened.
_WRITTEN_AT = re.compile(
    r"^(?:[^\W\d_a-z][^\W\d_a-z .’'-]{2,30}|[A-Z][\w.’']{2,15}(?: [A-Z][\w.’']{1,15}){0,2})"
    r"(?:, [^–—\n-]{0,30}?)?(?: ?\([^()\n]{1,30}\))? ?(?:[–—]|--?) "
)
_BEFORE_END = re.compile(r" ([.,;:?!])")
_FEWEST = 2
_LED = re.compile(r"\s?\b(?:on|in|from|during|since|by)\s{0,3}\Z", re.IGNORECASE)
_TAIL = re.compile(r"[\s,;:–—-]+$")
#: "MANILA, Feb. 27 –": where and when it was written down.
_DATELINE = re.compile(r"\s*[^\W\d_][^\d,.;:()]{1,30}[,(] ?\Z")
_PLANNED = re.compile(r"\b(?:planned|scheduled|to be held|will be held|will take place)\b")
_DASH = re.compile(r"\)? ?(?:\([^()\n]{1,30}\) ?)?(?:[–—]|--|- )|\. ")
#: What a date leaves behind between two commas, or after "that".
_GAP = re.compile(r"\s*,(?:\s*,)+|\s+,")
_CLAUSE = re.compile(r"[;]\s|\s[–—]\s")
#: Dates that are told of an age or a habit, and of nothing that happened.
_VAGUE = frozenset(("today", "this year", "this week", "this month"))


def find(
    article: Article, names: Names, parties: Parties, dates: Sequence[When]
) -> tuple[ProposedEvent, ...]:
    """An event for each date that stands with somebody or with a deed. ``participants`` are numbers of
    actors as text; whoever gives ids puts them in their place.
    """
    found: list[ProposedEvent] = []
    taken: set[tuple[int, str]] = set()
    held: Counter[int] = Counter()
    for when in dates:
        number = article.sentence_at(when.start)
        start, end = article.sentences[number]
        if not start <= when.start < end or (number, when.edtf) in taken:
            continue
        held[number] += 1
        if (when.start, when.end) in names.tenures or held[number] > _MOST_DATES:
            continue
        event = _event(article, names, parties.between(start, end), when, (start, end))
        if event is not None:
            taken.add((number, when.edtf))
            found.append(event)
    return tuple(found)


def _event(
    article: Article, names: Names, present: list[Party], when: When, span: tuple[int, int]
) -> ProposedEvent | None:
    text = article.text
    start, end = _clause(text, *span, when)
    sentence = text[start:end]
    here = [one for one in present if start <= one.start < end]
    if _DATELINE.match(text[max(0, start - 1) : when.start]) and _DASH.match(text, when.end):
        return None
    code = root_code(sentence[: when.start - start] + " " + sentence[when.end - start :])
    if not here and (code in ("", "01") or (code == "03" and not _PLANNED.search(sentence))):
        return None
    if text[when.start : when.end].lower() in _VAGUE and (
        code in ("01", "03") or text[when.end : when.end + 2] in ("’s", "'s")
    ):
        return None
    what = _what(text, start, end, when)
    if len(what.split()) < _FEWEST:
        return None  # a line of place and date
    where = _where(text, names, start, end)
    participants: list[tuple[str, str]] = []
    for one in here:
        entry = (str(one.actor), "")
        if one.kind not in ("capital", "seat") and entry not in participants:
            participants.append(entry)
    sure = (
        (0.55 if code else 0.4)
        + 0.15 * bool(participants)
        + 0.1 * (code not in ("01", "03"))
        + 0.05 * bool(where)
    )
    return ProposedEvent(
        rule=f"date: {when.rule}",
        confidence=round(min(sure, 0.85), 2),
        passages=((start, end),),
        what=what,
        when=when.edtf,
        when_text=(when.start, when.end),
        where=where,
        participants=tuple(participants[:12]),
        cameo=code,
    )


def _clause(text: str, start: int, end: int, when: When) -> tuple[int, int]:
    """The part of a long sentence in which the date stands."""
    if end - start <= 2 * _LONGEST:
        return start, end
    first, last = start, end
    for match in _CLAUSE.finditer(text, max(start, when.start - _WIDEST), end):
        if match.end() <= when.start:
            first = match.end()
        elif match.start() > when.start:
            last = match.start()
            break
    if when.start - first > _WIDEST:
        first = text.find(" ", when.start - _WIDEST, when.start) + 1 or when.start
    if last - when.end > _WIDEST:
        last = text.rfind(" ", when.end, when.end + _WIDEST)
        last = last if last > 0 else when.end
    return first, last


def _what(text: str, start: int, end: int, when: When) -> str:
    """The sentence without its date, cut at a word where it is long."""
    before, after = text[start : when.start], text[when.end : end]
    head = _LEAD.sub("", before) if len(before) < 12 else before
    if not head.strip():
        after = _LEAD.sub("", after)
    else:
        head = _LED.sub("", head)
    head = _WRITTEN_AT.sub("", head)
    words = " ".join(_GAP.sub(",", f"{head} {after}").replace(" that,", " that").split())
    words = _BEFORE_END.sub(r"\1", _TAIL.sub("", words)).rstrip(".")
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return words[:1].upper() + words[1:]


def _where(text: str, names: Names, start: int, end: int) -> str:
    for one in names.between(start, end):
        if one.kind == "place" and _PLACE_BEFORE.search(
            text, max(start, one.start - 20), one.start
        ):
            return names.actors[one.actor].name
    return ""
