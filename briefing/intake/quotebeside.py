"""Speakers that no verb of saying tells: a name before a colon, a signature, an unknown verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefing.intake.cues import VERBS, WEAK
from briefing.intake.phrases import clause_subject, phrase_after, subject_before
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
    RELATIVE,
    STRETCH,
    TIME,
)
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from briefing.intake.phrases import Words
    from briefing.intake.quotemarks import Stretch
    from briefing.intake.quoteunits import Unit

_NO_VERB: Final = BREAK | END | STRETCH | AUXILIARY | PREPOSITION
_REACH: Final = 12
_LONGEST_NAME: Final = 6
#: What a colon follows that nobody says.
_NO_SPEAKER: Final = word_set(
    "note update updated correction image photo picture video audio source sources read related "
    "see also contact tel email e-mail phone fax date time where when who what why how place "
    "subject re to from cc title headline summary abstract background question answer more live "
    "watch exclusive breaking analysis opinion editorial contributing twitter clarification "
    "bombshell poll leaked review chapter section part figure table box copyright credit the a "
    "an here next"
)


def label(unit: Unit, at: int) -> Words | None:
    """`Ann Lee: "…"`: the name that stands before a colon."""
    words, kinds = unit.words, unit.kinds
    if at < 2 or words[at - 1] != ":":
        return None
    stop = start = at - 1
    if words[0] == "from" and at <= _REACH and not any(k & (BREAK | END) for k in kinds[:stop]):
        return (1, stop) if stop > 1 else None  # "From Lee's post: …"
    if words[start - 1] == ")":
        while start and words[start] != "(":
            start -= 1
    while start:
        kind = kinds[start - 1]
        named = kind & NAME and not kind & BREAK
        if not named and words[start - 1] not in ("and", "of", "the"):
            break
        start -= 1
    if start == stop:
        return None
    begins = start == 0 or kinds[start - 1] & (BREAK | END) or words[start - 1] == "from"
    return (start, stop) if begins else None


def turn(unit: Unit) -> Words | None:
    """`Ann Lee: We stay.`: the name that begins a sentence and that a colon ends."""
    words, kinds = unit.words, unit.kinds
    for k in range(min(_LONGEST_NAME, len(unit) - 3)):
        if words[k] == ":":
            alone = k == 1 and words[0] in _NO_SPEAKER
            return (0, k) if k and not alone else None
        if not kinds[k] & NAME or kinds[k] & (CUE | TIME) or words[k] in _NO_SPEAKER:
            return None
    return None


def signed(unit: Unit, at: int) -> Words | None:
    """`"…" — Ann Lee`: the name at the end after a dash."""
    words, kinds = unit.words, unit.kinds
    if at or len(unit) < 3 or words[1] not in ("-", "—", "–", "--", "―") or not kinds[2] & NAME:
        return None
    phrase = phrase_after(unit, 2)
    if phrase and (phrase[1] >= len(unit) or kinds[phrase[1]] & (BREAK | END)):
        return phrase
    return None


def signature(unit: Unit) -> Words | None:
    """`— Ann Lee, Oslo`: the name in a line that begins with a dash and tells nothing else."""
    kinds = unit.kinds
    if not 1 < len(unit) <= _REACH or not kinds[1] & NAME or kinds[1] & TIME:
        return None
    phrase = phrase_after(unit, 1)
    if phrase and (phrase[1] >= len(unit) or kinds[phrase[1]] & (BREAK | END)):
        return phrase
    return None


def unknown(unit: Unit, at: int, stretch: Stretch) -> tuple[Words, str, str] | None:
    """`"…," Ann Lee deadpanned`: a verb in no list beside a quotation; speaker, verb and rule."""
    if stretch.ends and stretch.ends in ",?!" and at + 2 < len(unit):
        after = _after(unit, at)
        if after:
            return after
    words, kinds = unit.words, unit.kinds
    if at >= 3 and words[at - 1] in (",", ":"):
        for k in range(at - 2, max(0, at - _REACH), -1):
            if kinds[k] & (BREAK | END | STRETCH):
                break
            if words[k].endswith("ed") and not kinds[k] & NAME:
                phrase, _ = subject_before(unit, k)
                if phrase:
                    return phrase, words[k], "unknown verb before the words"
    if at >= 4 and "as" in words[at - 3 : at]:
        phrase = clause_subject(unit, at - 1)
        near = words[max(0, at - 5) : at]
        known = any(word in VERBS and VERBS[word].frames != WEAK for word in near) or "such" in near
        if (
            phrase
            and not known
            and phrase[1] < at - 2
            and (kinds[phrase[1]] & PLAIN_VERB or words[phrase[1]].endswith(("ed", "s", "ing")))
            and kinds[phrase[1] - 1] & (NAME | PRONOUN)
            and not kinds[phrase[1]] & (BREAK | END)
        ):
            return phrase, "", "unknown verb with as"
    if at >= 2 and words[at - 1] == ":" and stretch.ends and stretch.ends in ".?!":
        phrase = clause_subject(unit, at - 1)
        if phrase:
            return phrase, "", "subject before a colon"
    return None


def _after(unit: Unit, at: int) -> tuple[Words, str, str] | None:
    words, kinds = unit.words, unit.kinds
    if kinds[at + 1] & (NAME | PRONOUN | DETERMINER):
        phrase = phrase_after(unit, at + 1)
        if phrase is None or phrase[1] >= len(unit):
            return None
        verb = phrase[1]
        if verb + 1 < len(unit) and words[verb] == "," and kinds[verb + 1] & RELATIVE:
            return phrase, "", "name after the words"
        if not kinds[verb] & _NO_VERB:
            return phrase, words[verb], "unknown verb after the words"
    elif kinds[at + 1] == 0 and words[at + 1].endswith("ed"):
        phrase = phrase_after(unit, at + 2)
        if phrase:
            return phrase, words[at + 1], "unknown verb after the words"
    return None
