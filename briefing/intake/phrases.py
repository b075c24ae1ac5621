"""Noun phrases of a sentence, found by small words and what stands around them, without a parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from briefing.intake.cues import ING, PAST, QUOTED, VERBS
from briefing.intake.quoteunits import (
    ADVERB,
    AND,
    AUXILIARY,
    BREAK,
    CUE,
    DETERMINER,
    END,
    NAME,
    NUMBER,
    PLAIN_VERB,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    STRETCH,
    SUBORDINATOR,
    TIME,
)
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from briefing.intake.quoteunits import Unit

#: Where a span of words begins and ends, as numbers of words of a unit, the end exclusive.
Words: TypeAlias = tuple[int, int]

SUBJECTS: Final = word_set("he she they it we i you who")
_OBJECTS: Final = word_set("him them us me")
#: Words that are a noun phrase by themselves.
LONE: Final = SUBJECTS | word_set(
    "this that these those some many others all both one most none few several another everyone "
    "nobody someone neither each"
)
_COUNTED: Final = word_set("all both others many some one several most")
_WITHIN: Final = word_set("of for from at with")
_ARTICLES: Final = word_set("a an the his her")
_TIME_BEFORE: Final = word_set("on in this last next late early since of by until")
_SPANS: Final = word_set("week month year night morning afternoon evening weekend")
_LONGEST: Final = 30
_LONGEST_NAME: Final = 6
#: How far before its verb the word stands that opens a clause within an aside.
_ASIDE: Final = 18
_QUESTIONS: Final = word_set("that what whether how why if")
#: Behind "the" they are those who were just spoken of.
PAIRS: Final = word_set("two three four")
OPEN_CLASS: Final = PREPOSITION | AUXILIARY | SUBORDINATOR | BREAK | END | STRETCH | ADVERB


def subject_before(unit: Unit, at: int) -> tuple[Words | None, str]:
    """The noun phrase that ends before a word, and the rule that found it."""
    words, kinds = unit.words, unit.kinds
    j = at
    # "Ann Lee on Friday said", "the ministry in a statement said"
    while j > 0 and (kinds[j - 1] & ADVERB or (kinds[j - 1] & TIME and j > 1)):
        j -= 1
        if kinds[j] & TIME:
            while j > 0 and words[j - 1] in _TIME_BEFORE:
                j -= 1
    if j > 2 and words[j - 1] in _SPANS and words[j - 2] in ("last", "this", "earlier"):
        j -= 2  # "Ann Lee last week said"
    if j == 0:
        return None, ""
    word = words[j - 1]
    if word in (",", "—", "–", "--", "-", ")"):
        return around(unit, j - 1)
    if kinds[j - 1] & RELATIVE:
        if word in ("who", "which"):
            return (j - 1, j), "relative pronoun"
        return None, ""
    phrase = phrase_before(unit, j)
    if phrase and (before := _before_who(unit, phrase)):
        return before, "subject before the verb"
    if phrase and "to" in words[max(0, phrase[0] - 2) : phrase[0]]:
        # "an official who spoke to discuss the plan said"
        for k in range(phrase[0] - 2, max(0, phrase[0] - 15), -1):
            if kinds[k] & BREAK:
                break
            if words[k] == "who" and (before := phrase_before(unit, k)):
                return before, "subject before the verb"
    if phrase is None:
        if word == "that" and j > 1 and not kinds[j - 2] & (BREAK | CUE):
            return phrase_before(unit, j - 1), "relative pronoun"
        return None, ""
    alone = phrase[1] - phrase[0] == 1 and words[phrase[0]] in LONE
    return phrase, "pronoun before the verb" if alone else "subject before the verb"


def _before_who(unit: Unit, phrase: Words) -> Words | None:
    """`A nurse who supports Lee said`: whom the clause is of that ends before the verb."""
    words, kinds = unit.words, unit.kinds
    for k in range(phrase[0] - 1, max(0, phrase[0] - _LONGEST_NAME), -1):
        if words[k] == "who":
            does = words[k + 1]
            verb = kinds[k + 1] & (AUXILIARY | PLAIN_VERB | CUE) or does.endswith(("s", "ed"))
            return phrase_before(unit, k) if verb and not kinds[k + 1] & NAME else None
        if kinds[k] & (BREAK | END | STRETCH):
            return None
    return None


def around(unit: Unit, at: int) -> tuple[Words | None, str]:
    """The phrase before an apposition that closes here: `Ann Lee, who leads it, said`."""
    words, kinds = unit.words, unit.kinds
    sign = words[at]
    opened = {")": "(", "—": "—", "–": "–", "--": "--", "-": "-"}.get(sign, ",")
    fallback: Words | None = None
    k, head = at - 1, after_dateline(unit)
    while k > head and at - k < _LONGEST + 15:
        if kinds[k] & END and words[k] != ".":
            break
        if (
            kinds[k] & AUXILIARY
            and sign == ","
            and not any(
                kinds[x] & RELATIVE or words[x] in _QUESTIONS for x in range(max(0, k - _ASIDE), k)
            )
        ):
            break  # a clause of its own, no aside
        if words[k] == opened and k + 1 < at:
            if k and kinds[k - 1] & STRETCH:
                break
            phrase = phrase_before(unit, _before_bracket(unit, k))
            led = kinds[phrase[0] - 1] if phrase and phrase[0] else 0
            if (
                phrase
                and not kinds[phrase[1] - 1] & TIME
                and not led & PREPOSITION
                and not (led and words[phrase[0] - 1] in ("after", "before", "since", "until"))
            ):
                after = k + 1
                aside = kinds[after]
                place = kinds[after] & NAME and at - after <= 2 and not kinds[after] & DETERMINER
                sure = kinds[phrase[1] - 1] & (NAME | PRONOUN) or kinds[phrase[0]] & DETERMINER
                if (
                    sign != ","
                    or aside & RELATIVE
                    or (sure and words[after] == "when" and words[after + 1] == "asked")
                    or (
                        sure
                        and (
                            aside & (DETERMINER | NUMBER | ADVERB | PRONOUN)
                            or (not place and not aside & (NAME | AND | SUBORDINATOR | PREPOSITION))
                        )
                    )
                ):
                    return phrase, "subject before an aside"
                named = 1 < at - after < _LONGEST_NAME and all(
                    kinds[x] & NAME and not kinds[x] & (TIME | PREPOSITION)
                    for x in range(after, at)
                )
                # "The spokesman, Reza Karim, said": both are the mention.
                fallback = (phrase[0], at) if named else phrase
                if named:
                    break
        k -= 1
    return fallback, "subject before an aside"


def _before_bracket(unit: Unit, at: int) -> int:
    """Before "(D-Calif.)" that stands before a word, else that word."""
    if at and unit.words[at - 1] == ")":
        for k in range(at - 2, max(0, at - _LONGEST_NAME - 2), -1):
            if unit.words[k] == "(":
                return k
    return at


def is_nounlike(kind: int) -> bool:
    """Whether a word may be the noun of a phrase."""
    return not kind & (OPEN_CLASS | DETERMINER | AND | PLAIN_VERB) or bool(
        kind & PRONOUN and not kind & SUBORDINATOR
    )


def phrase_before(unit: Unit, stop: int) -> Words | None:
    """The noun phrase whose last word is the one before ``stop``."""
    words, kinds = unit.words, unit.kinds
    j = stop - 1
    if j < 0:
        return None
    kind = kinds[j]
    if words[j] in LONE:
        start = j - 1 if words[j] in _COUNTED and j and kinds[j - 1] & DETERMINER else j
        return (start, stop) if words[j] != "that" else None
    if words[j] in PAIRS and j and words[j - 1] == "the":
        return j - 1, stop  # "the two wrote"
    if kind & (OPEN_CLASS | AND | DETERMINER) and not kind & NAME:
        return None
    if kind & (BREAK | END | STRETCH | AUXILIARY | SUBORDINATOR) or (
        kind & PLAIN_VERB and not kind & NAME
    ):
        return None
    begin = j
    j -= 1
    while j >= 0 and stop - j < _LONGEST:
        kind, word = kinds[j], words[j]
        if word == "." and j and (len(words[j - 1]) <= 4 or "." in words[j - 1]):
            j -= 1
            continue
        if kind & (BREAK | END | STRETCH):
            break
        if kind & TIME and kind & NAME and not kinds[j + 1] & NAME:
            break
        if kind & TIME and kind & NAME and j and words[j - 1] in _TIME_BEFORE:
            break
        if kind & DETERMINER:
            begin = j
            if j and (
                (
                    kinds[j - 1] & PREPOSITION
                    and j > 1
                    and (is_nounlike(kinds[j - 2]) or words[j - 2] in LONE)
                    and not kinds[j - 2] & CUE
                )
                or kinds[j - 1] & DETERMINER
            ):
                j -= 1
                continue
            if j > 1 and words[j - 1] == "and" and is_nounlike(kinds[j - 2]):
                j -= 1
                continue
            break
        if kind & PREPOSITION and (not kind & NAME or j == 0):
            if (
                j == 0
                or not (is_nounlike(kinds[j - 1]) or kinds[j - 1] & DETERMINER)
                or kinds[j - 1] & SUBORDINATOR
            ):
                break
            j -= 1
            begin = j
            if words[j] in LONE:
                break
            continue
        if kind & (AUXILIARY | SUBORDINATOR | RELATIVE) or (kind & PLAIN_VERB and not kind & NAME):
            break
        verb = VERBS[word] if kind & CUE and not kind & NAME else None
        if verb and (verb.form & PAST or (verb.form & ING and (verb.has(QUOTED) or kinds[j + 1]))):
            break  # but "its planning director said": what somebody directs
        if kind & AND:
            if j and is_nounlike(kinds[j - 1]) and not kinds[j - 1] & CUE:
                j -= 1
                continue
            break
        if kind & PRONOUN and word in SUBJECTS:
            break
        if kind & ADVERB and not kind & NAME:
            j -= 1
            continue
        begin = j
        j -= 1
    begin = _whole_list(unit, begin, stop)
    if stop - begin > 2 and words[begin] in ("last", "this", "next") and words[begin + 1] in _SPANS:
        begin += 2  # "Last week Ann Lee said"
    return begin, stop


def _whole_list(unit: Unit, begin: int, stop: int) -> int:
    """Where "Norway, Japan and South Korea" begins, of which "Japan and South Korea" was found."""
    words, kinds = unit.words, unit.kinds
    if "and" not in words[begin:stop] or not kinds[begin] & NAME:
        return begin
    start = begin
    while start > 1 and words[start - 1] == "," and kinds[start - 2] & NAME:
        k = start - 2
        while k > 0 and kinds[k - 1] & (NAME | DETERMINER) and not kinds[k - 1] & (BREAK | TIME):
            k -= 1
        if kinds[k] & (PREPOSITION | TIME) or (k and kinds[k - 1] & PREPOSITION):
            break
        start = k
    return start


def phrase_after(unit: Unit, start: int) -> Words | None:
    """The noun phrase that begins at a word."""
    words, kinds = unit.words, unit.kinds
    if start >= len(words) or words[start] in ("there", "there's", "there’s"):
        return None
    first = words[start]
    if (first in LONE or first in _OBJECTS or first == "her") and (
        first in SUBJECTS
        or first in _OBJECTS
        or start + 1 >= len(words)
        or not is_nounlike(kinds[start + 1])
    ):
        return start, start + 1
    j = start
    while j < len(words) and j - start < _LONGEST:
        kind, word = kinds[j], words[j]
        if (
            word == "."
            and j > start
            and j + 1 < len(words)
            and (len(words[j - 1]) <= 4 or "." in words[j - 1])
        ):
            j += 1
            continue
        if kind & (BREAK | END | STRETCH | AUXILIARY) or (kind & PLAIN_VERB and not kind & NAME):
            break
        if (
            word.endswith("ed")
            and (j > start + 1 or (j > start and kinds[start] & NAME))
            and not kind & NAME
            and not kinds[j - 1] & (DETERMINER | AND)
        ):
            break
        if kind & SUBORDINATOR and not (word == "that" and j == start):
            break
        if kind & RELATIVE or (j > start and word in SUBJECTS and word != "you"):
            break
        if kind & TIME and not (j > start and kinds[j - 1] & DETERMINER):
            break
        if j > start and kind & PREPOSITION and not kind & NAME:
            if word not in _WITHIN and not (word == "in" and j - start < 4):
                break
            if word in ("in", "at", "from") and words[j + 1 : j + 2] and words[j + 1] in _ARTICLES:
                break
        if kind & ADVERB and not kind & NAME:
            break
        verb = kind & CUE and not kind & NAME and j > start and VERBS[word].form & (PAST | ING)
        if verb and not kinds[j - 1] & DETERMINER:
            break
        j += 1
    while (
        j > start and kinds[j - 1] & (PREPOSITION | DETERMINER | AND) and words[j - 1] not in LONE
    ):
        j -= 1
    return (start, j) if j > start else None


def after_dateline(unit: Unit) -> int:
    """Past "GENEVA, Dec. 8 (Agency) —" at the head of a report."""
    for k in range(1, min(12, len(unit))):
        if unit.words[k] in ("—", "–", "-", "--"):
            aside = k + 1 < len(unit) and unit.kinds[k + 1] & (RELATIVE | AND)
            return 0 if aside else k + 1
        if (
            not unit.kinds[k] & (NAME | NUMBER | BREAK | TIME | PREPOSITION)
            and unit.words[k] != "."
        ):
            break
    return 0


def clause_subject(unit: Unit, at: int) -> Words | None:
    """The first noun phrase of the clause in which a word stands: whose "saying" it is."""
    words, kinds = unit.words, unit.kinds
    j = after_dateline(unit)
    # over what stands before the subject: "In Geneva on Monday, …", "But …"
    while j < at:
        kind = kinds[j]
        if (kind & (PREPOSITION | SUBORDINATOR) and not (kind & PRONOUN)) or words[j].endswith(
            "ing"
        ):
            comma = next((k for k in range(j, min(at, j + 25)) if words[k] == ","), -1)
            if comma < 0:
                if kind & SUBORDINATOR or words[j] in ("but", "and", "so", "yet"):
                    j += 1
                    continue
                return None
            j = comma + 1
            continue
        if "," in words[j : j + 6]:
            comma = words.index(",", j)
            if comma < at and words[comma - 1] in ("later", "earlier", "ago", "afterwards"):
                j = comma + 1  # "Hours later, she …"
                continue
        if kind & NUMBER and words[j + 1 : j + 2] == [","]:
            j += 2  # "July 6, 2015,"
            continue
        if kind & (ADVERB | BREAK | STRETCH | TIME | AND) and words[j] not in LONE:
            j += 1
            continue
        break
    if j >= at:
        return None
    return phrase_after(unit, j)
