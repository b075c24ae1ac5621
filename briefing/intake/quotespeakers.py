"""Which of the tellings of a sentence a marked stretch belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.intake.cues import AFTER, AS, CLAUSE, NAMING, QUOTED
from briefing.intake.indirect import over_adjuncts
from briefing.intake.quoteunits import (
    AUXILIARY,
    BREAK,
    CUE,
    DETERMINER,
    END,
    NAME,
    PLAIN_VERB,
    PRONOUN,
    STRETCH,
)
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.quotemarks import Stretch
    from briefing.intake.quoteunits import Unit
    from briefing.intake.speakers import Told


#: How many words a verb of no speech reaches to what is in marks.
_REACH = 12


def is_whole(unit: Unit, at: int, stretch: Stretch, told: Told | None) -> bool:
    """Whether what is said stands wholly in marks: a sentence, or a whole clause after "that"."""
    words, kinds = unit.words, unit.kinds
    before = words[at - 1] if at else ""
    after = kinds[at + 1] if at + 1 < len(unit) else END
    ended = bool(after & (END | BREAK)) or (stretch.ends != "" and stretch.ends in ".,?!…")
    if told is not None and (min(told.first, (told.speaker or (at,))[0]) == at + 1):
        ended = True  # "…" she said
    if not ended:
        return False
    if (
        at == 0
        or before in (",", ":", "—", "–", "-", "--", "that")
        or kinds[at - 1] & (END | STRETCH)
    ):
        return True
    return told is not None and told.last == at and not told.verb.has(NAMING | AS)


def teller(unit: Unit, at: int, told: Sequence[Told], stretch: Stretch) -> Told | None:
    """The telling that a stretch belongs to, or None."""
    best: Told | None = None
    score = 0.0
    for telling in told:
        if telling.speaker is None:
            continue
        value = _fit(unit, at, telling, stretch)
        if telling.rule == "according to" and value < 8 and _is_label(unit, at, stretch):
            continue
        if value > score:
            best, score = telling, value
    if best is not None and score < _BESIDE and stretch.title_case and _is_named(unit, at, best):
        return None
    if best is not None and score < _BESIDE and stretch.title_case and best.first > at:
        return None  # "the "Growth Project," he said": what he said holds a name
    if best is not None and best.rule == "according to" and best.first > at > 0:
        # "Lee said it was "…", according to Kim": whose words they are stands before them.
        before = [
            (value, -number, one)
            for number, one in enumerate(told)
            if one.speaker and one.last <= at and (value := _fit(unit, at, one, stretch)) > 0
        ]
        best = max(before)[2] if before else best
    if best is not None and best.last <= at:
        best = _outer(unit, best, told, at)
    return best


#: The fit of a telling that stands beside the marks.
_BESIDE = 8


def _is_named(unit: Unit, at: int, telling: Told) -> bool:
    """Whether words with capitals, far from a verb of saying, only name a work or an account."""
    if at == 0 or telling.verb.has(NAMING | AS):
        return False
    before = unit.words[at - 1]
    return before in ("in", "on", "of", "at", "by", ",", "—", "–", "under", "from", "called")


def _outer(unit: Unit, inner: Told, told: Sequence[Told], at: int) -> Told:
    """`The ministry said it feared a "…"`: who reports, where what is reported is no speech of another."""
    best = inner
    for other in reversed(told):
        if other.last > best.first or other.speaker is None or not other.verb.has(QUOTED):
            continue
        if other.turned and other.rule != "according to":
            continue
        if other.rule.startswith(("participle", "noun", "infinitive")) or other.last > at:
            continue
        if unit.words[other.last] == "," and other.speaker[0] > 0 and not best.turned:
            put_between = unit.words[other.speaker[0] - 1] == ","
            if put_between and not any(unit.kinds[k] & END for k in range(other.last, best.first)):
                best = other  # "The deal, Lee said, was called a …"
                continue
        what = best.speaker is not None and best.speaker[0] > 0 and unit.words[best.speaker[0] - 1]
        if what in ("whom", "which"):
            break
        if what != "what" and any(
            unit.kinds[k] & (END | STRETCH) or unit.words[k] in (";", "but", "and")
            for k in range(other.last, best.first)
        ):
            continue
        pronoun = (
            best.speaker is not None
            and best.speaker[1] - best.speaker[0] == 1
            and (unit.words[best.speaker[0]] in ("he", "she", "they", "it", "who", "i", "we"))
        )
        if not best.verb.has(QUOTED) or pronoun:
            best = other
    return best


def _is_label(unit: Unit, at: int, stretch: Stretch) -> bool:
    """Whether a few marked words only name the kind of a thing: `a "strategic partnership" treaty`."""
    if at == 0 or at + 1 >= len(unit) or stretch.end - stretch.start > 60:
        return False
    return bool(unit.kinds[at - 1] & DETERMINER) and unit.kinds[at + 1] & ~(NAME | CUE) == 0


_TITLED = word_set(
    "show film movie documentary book novel album song podcast program programme series column "
    "magazine on titled memoir autobiography essay poem tune episode broadcast edition "
    "hostentitled newspaper play musical single anthem blog ballad comedy drama sitcom site "
    "website hashtag band"
)


def is_title(unit: Unit, at: int, stretch: Stretch) -> bool:
    """Whether the marked words name a book, a broadcast or the like."""
    if at == 0:
        return False
    before = unit.words[at - 1]
    if before == "," and at > 1:
        before = unit.words[at - 2]
    if before == "of" and at > 1:
        before = unit.words[at - 2]
    if before not in _TITLED and not (before.endswith(("'s", "’s")) and unit.kinds[at - 1] & NAME):
        return False
    return stretch.title_case


def _fit(unit: Unit, at: int, telling: Told, stretch: Stretch) -> float:
    words, kinds = unit.words, unit.kinds
    speaker = telling.speaker
    assert speaker is not None
    begin = min(speaker[0], telling.first)
    if telling.rule.startswith(("participle", "infinitive", "same subject")):
        begin = telling.first
    if begin > at:
        if not telling.verb.has(QUOTED | AFTER):
            return 0
        gap = begin - at - 1
        if gap == 0 and ((stretch.ends and stretch.ends in ",?!…—–-.'’") or at == 0):
            return 10
        if gap == 1 and words[at + 1] in (",", "—", "–", "-", "as"):
            return 9.5
        between = range(at + 1, begin)
        if telling.verb.has(QUOTED | CLAUSE) and any(
            words[k] in (",", "—", "–") for k in range(max(at + 1, begin - 2), begin)
        ):
            return 6 - 0.05 * gap if not any(kinds[k] & END for k in between) else 0
        return 0
    end = telling.last
    if end > at:
        return 0
    if not telling.verb.has(QUOTED) and not telling.passive:
        held = range(end, at - 1)
        apart = any(words[k] in (",", ";", "—", "–") or kinds[k] & PLAIN_VERB for k in held)
        if apart or at - end > _REACH:
            return 0
    if telling.passive and not telling.verb.has(NAMING | AS) and at - end > 2:
        return 0  # "backed by Lee": who acts, not who speaks
    aside = telling.rule == "relative pronoun" or (
        speaker[0] > 0 and words[speaker[0] - 1] in ("which", "whom", "that", "who", "where")
    )
    if aside and any(words[k] == "," and kinds[k + 1] & AUXILIARY for k in range(end, at - 1)):
        return 0  # an aside that closes before the words
    if (
        telling.verb.has(NAMING)
        and end == at
        and stretch.title_case
        and not (kinds[speaker[1] - 1] & (NAME | PRONOUN))
    ):
        return 0  # "a book called …"
    gap = at - end
    if any(kinds[k] & END for k in range(end, at - 1)):
        return 2 if telling.verb.has(QUOTED) else 0
    if telling.turned and gap and telling.rule != "according to":
        j = over_adjuncts(unit, end)
        return 8 if j >= at - 1 else 5 - 0.05 * gap
    if telling.rule.startswith("infinitive") and not telling.verb.has(QUOTED):
        return 3 - 0.05 * gap
    if telling.rule == "noun with its owner":
        return 6 - 0.05 * gap
    if gap == 0 or (gap == 1 and words[end] in (",", ":", "that", "—", "–")):
        return 9 if telling.verb.has(QUOTED) else 7
    return (7 if telling.verb.has(QUOTED) else 6) - 0.05 * gap
