"""Whether a form that may be a noun is a verb of saying here: "views", "claims", "report"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefing.intake.phrases import LONE, PAIRS, SUBJECTS, phrase_before
from briefing.intake.quoteunits import (
    ADVERB,
    BREAK,
    DETERMINER,
    END,
    NAME,
    NUMBER,
    PREPOSITION,
    PRONOUN,
    STRETCH,
)
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from briefing.intake.cues import Verb
    from briefing.intake.quoteunits import Unit

_MANY: Final = word_set("people men women police media children critics")


def is_ambiguous(unit: Unit, first: int, last: int, verb: Verb) -> bool:
    """Whether a form that may be a noun is none but for what stands around it."""
    words, kinds = unit.words, unit.kinds
    if last >= len(words):
        return True
    kind, word = kinds[last], words[last]
    follows = (
        kind & (DETERMINER | PRONOUN | NAME | STRETCH)
        or word in ("that", "to", ":", "whether", "how", "why", "what", "if")
        or word in verb.prepositions
    )
    if last + 1 < len(words) and word in (",", ":") and kinds[last + 1] & STRETCH:
        follows = True
    if not follows:
        if kind & (END | BREAK | PREPOSITION):
            # `"…," the paper reports.`
            phrase = phrase_before(unit, first)
            if phrase is None or not phrase[0] or not kinds[phrase[0] - 1] & STRETCH:
                return True
            return not kinds[phrase[0]] & (NAME | DETERMINER | PRONOUN)
        return True
    first = over_adverbs(unit, first)
    before = unit.words[first - 1] if first else ""
    if before in SUBJECTS or (first and kinds[first - 1] & (NAME | BREAK)):
        return False
    phrase = phrase_before(unit, first)
    if phrase and phrase[0] and kinds[phrase[0] - 1] & PREPOSITION:
        return True
    return phrase is None or (
        not kinds[phrase[0]] & (NAME | DETERMINER | NUMBER) and not before.endswith("s")
    )


def over_adverbs(unit: Unit, first: int) -> int:
    """Before the adverbs that stand before a word."""
    while first and unit.kinds[first - 1] & ADVERB:
        first -= 1
    return first


def is_noun(unit: Unit, first: int) -> bool:
    """Whether "claims", "report", "views" before which this stands is a noun here."""
    if first == 0:
        return True
    first = over_adverbs(unit, first)
    if first == 0:
        return True
    kind, word = unit.kinds[first - 1], unit.words[first - 1]
    if word in SUBJECTS or (word in PAIRS and unit.words[first - 2 : first - 1] == ["the"]):
        return False
    if kind & (DETERMINER | NUMBER) and word not in LONE:
        return True
    if kind & PREPOSITION and not kind & PRONOUN:
        return True
    return word.endswith(("'s", "’s", "s’", "s'")) and not kind & PRONOUN


def is_plural(unit: Unit, first: int) -> bool:
    """Whether what stands before may be the subject of "say": they, officials, A and B."""
    first = over_adverbs(unit, first)
    if first == 0:
        return False
    word = unit.words[first - 1]
    if word in ("he", "she", "it", "this", "that"):
        return False
    if word in LONE or unit.kinds[first - 1] & (BREAK | NUMBER | STRETCH):
        return True
    if word in ("two", "three", "four", "five", "six", "few", "dozens"):
        return True
    phrase = phrase_before(unit, first)
    if phrase is None:
        return False
    if not {"percent", "those"}.isdisjoint(unit.words[phrase[0] : phrase[1]]):
        return True  # "55 percent of all voters say"
    head = phrase[1] - 1
    for k in range(phrase[0] + 1, phrase[1]):
        if unit.kinds[k] & PREPOSITION and not unit.kinds[k] & NAME:
            head = k - 1
            break
    word = unit.words[head]
    return word.endswith("s") or word in _MANY or "and" in unit.words[phrase[0] : phrase[1]]
