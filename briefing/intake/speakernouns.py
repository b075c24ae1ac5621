"""Speakers told without a verb of saying: by a noun, a feeling, a phrase, or as a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefing.intake.cues import BASE, CLAUSE, FEELINGS, NOUNS, PAST, QUOTED, VERBS, Verb
from briefing.intake.phrases import OPEN_CLASS, clause_subject, phrase_after, subject_before
from briefing.intake.quoteunits import (
    ADVERB,
    AUXILIARY,
    BREAK,
    CUE,
    DETERMINER,
    END,
    NAME,
    PREPOSITION,
    STRETCH,
    SUBORDINATOR,
    WORDED,
)
from briefing.intake.readers.result import words as word_set
from briefing.intake.speakers import BE, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.phrases import Words
    from briefing.intake.quoteunits import Unit

_LINKING: Final = BE | word_set("feel feels felt remain remains remained seem seems seemed")


def feelings(unit: Unit, places: Sequence[int]) -> list[Told]:
    """`The ministry is confident that …`: what somebody is told to be sure or afraid of."""
    words, kinds = unit.words, unit.kinds
    found: list[Told] = []
    for at in places:
        if words[at] not in FEELINGS or not 2 <= at < len(words) - 1:
            continue
        if words[at + 1] not in ("that", "about", "of"):
            continue
        k = at - 1
        while k and kinds[k] & ADVERB:
            k -= 1
        if words[k] not in _LINKING:
            continue
        while k and kinds[k - 1] & (AUXILIARY | ADVERB):
            k -= 1
        speaker, _ = subject_before(unit, k)
        if speaker and words[speaker[0]] not in ("it", "there"):
            verb = Verb(words[at], CLAUSE, word_set("about of"), PAST)
            found.append(Told(at, k, at + 1, verb, speaker, "feeling"))
    return found


_HAVING: Final = word_set(
    "have has had having express expresses expressed expressing voice voices voiced voicing issue issues "
    "issued issuing make makes made making give gives gave giving offer offers offered offering raise "
    "raises raised raising share shares shared repeat repeats repeated repeating reject rejects rejected "
    "dismiss dismisses dismissed deny denies denied"
)
_NO_OWNER: Final = PREPOSITION | BREAK | SUBORDINATOR
_SLOGANS: Final = word_set("slogan motto mantra catchphrase dictum refrain message")
#: How many words after such a noun its verb may stand.
_NEAR: Final = 7
_USING: Final = word_set("use uses used using invoked coined borrowed adopted")


def noun_tellings(unit: Unit, places: Sequence[int]) -> list[Told]:
    """Speakers told by a noun: "Lee's claim that", "a warning from Lee", "in Lee's words"."""
    words = unit.words
    found: list[Told] = []
    for at in places:
        told = _worded(unit, at) if unit.kinds[at] & WORDED and at else None
        if told is None and words[at] in NOUNS and at and at + 1 < len(words):
            told = _noun(unit, at)
        if told:
            found.append(told)
    return found


def _owner(unit: Unit, at: int) -> Words | None:
    """Whose a noun is: "his", "Ann Lee's", within three adjectives before it."""
    words, kinds = unit.words, unit.kinds
    for k in range(at - 1, max(-1, at - 5), -1):
        if words[k] in ("his", "her", "their", "its", "my", "our"):
            return k, k + 1
        if words[k] in ("'", "’") and k and words[k - 1].endswith("s"):
            continue  # "Forbes’ words"
        if k + 1 < at and words[k + 1] in ("'", "’") and words[k].endswith("s"):
            return k, k + 1
        if words[k].endswith(("'s", "’s", "s'", "s’")) and not kinds[k] & AUXILIARY:
            start = k
            while start and kinds[start - 1] & NAME and not kinds[start - 1] & _NO_OWNER:
                start -= 1
            return start, k + 1
        if k == at - 1 and kinds[k] & CUE and VERBS[words[k]].form & BASE:
            continue  # "Lee's campaign slogan"
        if kinds[k] & (OPEN_CLASS | DETERMINER | CUE) and not kinds[k] & ADVERB:
            return None
    return None


def _noun(unit: Unit, at: int) -> Told | None:
    words, kinds = unit.words, unit.kinds
    nxt = words[at + 1]
    if nxt not in ("that", "of", ":", "from", "by", "about", "to") and not kinds[at + 1] & STRETCH:
        return None
    verb = Verb(words[at], QUOTED | CLAUSE, word_set("of about"), BASE)
    owner = _owner(unit, at)
    if owner:
        if nxt in ("from", "by"):
            return None
        if owner[1] - owner[0] == 1 and kinds[owner[0]] & DETERMINER:
            owner = clause_subject(unit, owner[0]) or owner
        return Told(at, at, at + 1, verb, owner, "noun with its owner")
    if nxt in ("from", "by"):
        phrase = phrase_after(unit, at + 2)
        if phrase:
            return Told(at, at, phrase[1], verb, phrase, "noun and from whom")
    if nxt in ("that", "about"):
        return _had(unit, at, verb)
    return None


def _had(unit: Unit, at: int, verb: Verb) -> Told | None:
    """`Lee had no doubt that …`, `Lee expressed the hope that …`."""
    words, kinds = unit.words, unit.kinds
    k = at - 1
    while k > 0 and at - k < 5 and not kinds[k] & (AUXILIARY | BREAK) and words[k] not in _HAVING:
        k -= 1
    if words[k] not in _HAVING:
        return None
    first = k
    while first and kinds[first - 1] & (AUXILIARY | ADVERB):
        first -= 1
    speaker, _ = subject_before(unit, first)
    return Told(at, first, at + 1, verb, speaker, "noun that one has") if speaker else None


def _worded(unit: Unit, at: int) -> Told | None:
    words, kinds = unit.words, unit.kinds
    verb = Verb("word", QUOTED, frozenset(), BASE)
    k = at - 1
    while k > 0 and (kinds[k] & DETERMINER or (k == at - 1 and kinds[k] == 0)):
        k -= 1
    if words[k] in _USING:
        first = k
        while first and kinds[first - 1] & (AUXILIARY | ADVERB):
            first -= 1
        speaker, _ = subject_before(unit, first)
        if speaker:
            return Told(at, first, at + 1, verb, speaker, "using words")
        return None
    owner = _owner(unit, at)
    if owner and words[at] in _SLOGANS:
        stop = _is_what(unit, at)
        if stop:
            return Told(at, at, stop, verb, owner, "what one's words are")
    if owner and owner[0] and words[owner[0] - 1] == "in":
        return Told(at, owner[0] - 1, at + 1, verb, owner, "in the words of", turned=True)
    if at + 2 < len(words) and words[at + 1] == "of" and k >= 0 and words[k] == "in":
        phrase = phrase_after(unit, at + 2)
        if phrase:
            return Told(at, k, phrase[1], verb, phrase, "in the words of", turned=True)
    return None


def _is_what(unit: Unit, at: int) -> int:
    """`Lee's slogan in that race was, "…"`: where the marks stand that the verb leads to, or 0."""
    words, kinds = unit.words, unit.kinds
    for k in range(at + 1, min(len(words) - 1, at + _NEAR)):
        if words[k] in BE:
            k += words[k + 1] in (",", ":", "that")
            return k + 1 if kinds[k + 1 : k + 2] == [STRETCH] else 0
        if kinds[k] & (BREAK | END | STRETCH | CUE):
            return 0
    return 0


def sources(unit: Unit, places: Sequence[int]) -> list[Told]:
    """`According to the ministry`: who is named as a source."""
    found: list[Told] = []
    for at in places:
        if unit.words[at] == "according" and at + 2 < len(unit) and unit.words[at + 1] == "to":
            phrase = phrase_after(unit, at + 2)
            if phrase:
                found.append(
                    Told(at, at, phrase[1], VERBS["say"], phrase, "according to", turned=True)
                )
    return found
