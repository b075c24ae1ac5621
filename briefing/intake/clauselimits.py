"""How far words reach that somebody is told to have said: to the next clause that is not theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from briefing.intake.cues import ALSO_NOUNS, ING, PAST, VERBS, WEAK
from briefing.intake.phrases import SUBJECTS
from briefing.intake.quoteunits import (
    AUXILIARY,
    BREAK,
    CUE,
    DETERMINER,
    END,
    NAME,
    PLAIN_VERB,
    PREPOSITION,
    PRONOUN,
    STRETCH,
    TIME,
)
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.quotemarks import Stretch
    from briefing.intake.quoteunits import Unit
    from briefing.intake.speakers import Told

_SUBORDINATE: Final = word_set(
    "while although though as if when because since after before whereas what"
)
_NESTED: Final = word_set(
    "as although if when while though because after before since despite given unless once whereas"
)
#: Where one who speaks freely begins anew: "I think it is late, and they …".
_SPOKEN: Final = word_set("and but because so if in they he she it i we you there why what")
_WANTS_TO_KNOW: Final = word_set("ask know wonder question inquire")
_OPENING: Final = word_set("what why how who where when whether is are do does")
_CUTS: Final = word_set("according who which whose while although though whom where")
_YEAR: Final = re.compile(r"[12][0-9]{3}")


def limit(unit: Unit, start: int, told: Told, others: list[Told], marked: Sequence[Stretch]) -> int:
    """The number of the word at which what was said from ``start`` on ends."""
    words, kinds = unit.words, unit.kinds
    n = len(words)
    if start >= n:
        return n  # the text breaks off
    lesser = _is_subordinate(unit, told)
    # A clause that opens with another: "that, as they came late, they …": its commas cut nothing.
    head = start + (words[start] == "that")
    head += head < n and words[head] == ","
    nested = head < n and words[head] in _NESTED
    if head == start and words[head] in ("if", "when") and told.verb.base in _WANTS_TO_KNOW:
        nested = False  # "asked if they came, and who"
    oneself = told.speaker is not None and words[told.speaker[0]] in ("i", "we", "you")
    spoken = words[start] != "that" and oneself
    bar = _outer_verb(told, others, n) if told.rule == "relative pronoun" else n
    for j in range(start, n):
        kind, word = kinds[j], words[j]
        if (kind & END and j >= n - 2) or j == bar:
            return j
        if word == ";":
            if spoken and j + 1 < n and words[j + 1] in ("but", "and"):
                continue
            return j
        if lesser and word == ":":
            return j
        if word in ("and", "but") and j > start and _tells_next(unit, j + 1, told, others):
            return j
        comma = word in (",", "—", "–", "-", "--")
        if comma or (kind & STRETCH and marked[unit.stretch[j]].ends == ","):
            if not comma and j + 1 < n and kinds[j + 1] & BREAK:
                continue
            nxt = words[j + 1] if j + 1 < n else ""
            if nested and comma and j > head:
                nested = nxt in ("who", "which", "where", "whose")
                continue
            after = kinds[j + 1] if j + 1 < n else END
            stop = j if comma else j + 1
            if nxt in ("who", "which", "whose") and not has_verb(unit, start, j):
                continue  # an aside before the verb of the clause
            if spoken and nxt in _OPENING and words[j - 1] in ("is", "was"):
                continue  # "I think the question is, what is it?"
            if spoken and j > start + 2 and (word != "," or nxt in _SPOKEN or after & PRONOUN):
                return stop
            new = words[j + 2] if j + 2 < n else ""
            if nxt == "and" and new in SUBJECTS:
                return stop
            if nxt == "compared" or (nxt == "even" and new == "though" and not oneself):
                return stop
            if nxt == "but" and new and kinds[j + 2] & (NAME | PRONOUN | DETERMINER):
                return stop
            if nxt in ("a", "an") and has_verb(unit, start, j):
                return stop
            if (lesser and j > head) or nxt in _CUTS or (after & CUE and nxt.endswith("ing")):
                return stop
            if nxt == "with" and any(
                kinds[k] & CUE and words[k].endswith("ing") for k in range(j + 2, min(n, j + 9))
            ):
                return stop
            if nxt in ("and", "but") and j + 2 < n and words[j + 2] in ("when", "asked", "while"):
                return stop
            led = head < n and kinds[head] & PREPOSITION and not has_verb(unit, head, j)
            if not led and _tells_next(unit, j + 1, told, others):
                return stop
    return n - 1 if n and kinds[n - 1] & END else n


def _outer_verb(told: Told, others: list[Told], n: int) -> int:
    """`A nurse who supports Lee said`: where the verb stands whose subject the clause is of."""
    who = told.speaker[0] if told.speaker else 0
    outer = (o.first for o in others if o.speaker and o.speaker[1] == who and o.first > told.last)
    return min(outer, default=n)


def object_limit(unit: Unit, start: int, stop: int) -> int:
    """Where a noun phrase ends that somebody spoke of: before "on Friday", before another verb."""
    words, kinds = unit.words, unit.kinds
    for j in range(start + 1, stop - 1):
        kind, after = kinds[j], kinds[j + 1]
        if kind & PREPOSITION and (after & TIME or _YEAR.fullmatch(words[j + 1])):
            return j
        if words[j] in ("and", "but") and not after & (NAME | DETERMINER | PRONOUN):
            verb = VERBS.get(words[j + 1])
            told = verb is not None and verb.form & (PAST | ING) and words[j + 1] not in ALSO_NOUNS
            if told or after & (PLAIN_VERB | AUXILIARY) or words[j + 1].endswith("ed"):
                return j
    return stop


def has_verb(unit: Unit, start: int, stop: int) -> bool:
    """Whether a verb stands in a stretch of words, so far as can be told."""
    return any(
        not unit.kinds[k] & NAME
        and (
            unit.kinds[k] & (AUXILIARY | PLAIN_VERB | CUE)
            or (unit.words[k].endswith("ed") and not (k and unit.kinds[k - 1] & DETERMINER))
        )
        for k in range(start, stop)
    )


def _is_subordinate(unit: Unit, told: Told) -> bool:
    """Whether the telling stands in a clause that a comma ends: "While some say so, …"."""
    if told.speaker is None:
        return False
    k = told.speaker[0] - 1
    if told.rule == "relative pronoun":
        return True
    return k >= 0 and unit.words[k] in _SUBORDINATE


def _tells_next(unit: Unit, j: int, told: Told, others: list[Told]) -> bool:
    """Whether the next clause is a telling of its own: ", and Ann Lee said"."""
    words = unit.words
    if j < len(words) and words[j] in ("and", "but", "while", "though", "although", "so", "as"):
        j += 1
        if j < len(words) and words[j] == "so":
            j += 1
    return any(
        other.at > told.at
        and other.speaker is not None
        and (
            other.speaker[0] == j
            or (other.rule == "same subject" and other.first == j and not other.verb.has(WEAK))
            or (other.turned and other.at == j)
            or (
                other.rule == "subject before an aside"
                and other.first == j
                and other.speaker[0] < told.at
            )
        )
        for other in others
    )
