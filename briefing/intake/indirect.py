"""What somebody is told to have said without marks, and how far it reaches in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefing.intake.clauselimits import has_verb, limit, object_limit
from briefing.intake.cues import (
    AFTER,
    AS,
    BARE,
    CLAUSE,
    HEARER,
    NAMING,
    NEVER_AFTER,
    OBJECT,
    QUOTED,
    TO,
)
from briefing.intake.phrases import SUBJECTS, phrase_after
from briefing.intake.quoteunits import (
    ADVERB,
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
    from collections.abc import Sequence

    from briefing.intake.phrases import Words
    from briefing.intake.quotemarks import Stretch
    from briefing.intake.quoteunits import Unit
    from briefing.intake.speakers import Told

_BEGINS_ADJUNCT: Final = word_set("this last earlier next during when as after before")
_CONCEDED: Final = word_set("although though if despite given unless")
#: What is said in more words than these has a verb in it, whether it is known or not.
_SURELY: Final = 6
_SURELY_CLAUSE: Final = word_set("say think believe")
_ASIDES: Final = word_set("think guess believe suppose imagine")
_LEADS: Final = word_set("which that who but and because while although")
_SPEAKING: Final = word_set(
    "say tell add write argue warn insist claim announce deny ask welcome praise condemn reject dismiss "
    "denounce call describe urge"
)
_OPENS: Final = word_set("that whether if how why what who where when which")
_STOPS: Final = word_set("according although though while after before because as when but since")


def content(
    unit: Unit, told: Told, others: list[Told], marked: Sequence[Stretch]
) -> tuple[list[Words], str] | None:
    """The words that a telling covers, in one or two pieces, and the rule that says so."""
    if told.speaker is None and not told.passive:
        return None
    if (
        told.verb.has(AFTER)
        and (told.verb.base not in NEVER_AFTER or _is_aside(unit, told))
        and (told.turned or _ends_clause(unit, told))
    ):
        after = _before(unit, told, others, marked)
        if after:
            return after
    if told.turned:
        return _after_source(unit, told, others, marked) if told.rule == "according to" else None
    if (
        told.speaker
        and told.speaker[0]
        and words_before(unit, told) == "as"
        and not (told.speaker[0] > 1 and unit.kinds[told.speaker[0] - 2] & STRETCH)
        and told.verb.has(QUOTED)
    ):
        after = _after_source(unit, told, others, marked)
        if after:
            return after
    return _following(unit, told, others, marked)


def words_before(unit: Unit, told: Told) -> str:
    """The word before the speaker."""
    return unit.words[told.speaker[0] - 1] if told.speaker and told.speaker[0] else ""


def _is_aside(unit: Unit, told: Told) -> bool:
    """`That, I think, was it.`: of oneself, and with nothing but a word or two."""
    at = told.speaker[0] if told.speaker else 0
    return unit.words[at] == "i" and told.last - at == 2 and told.verb.base in _ASIDES


def _ends_clause(unit: Unit, told: Told) -> bool:
    """Whether nothing that could have been said follows the verb: `…, officials say.`"""
    kinds, words = unit.kinds, unit.words
    j = told.last
    j = over_adjuncts(unit, j)
    return j >= len(words) or bool(kinds[j] & END) or words[j] in (",", ")", "—", "–", ";", "-")


def over_adjuncts(unit: Unit, j: int) -> int:
    """Past "on Friday", "in a statement", "at a rally in Ohio" and the like."""
    words, kinds = unit.words, unit.kinds
    while j < len(words) and (
        (kinds[j] & (TIME | ADVERB) and not kinds[j] & SUBORDINATOR) or words[j] == "ago"
    ):
        j += 1
    if j >= len(words) or not (kinds[j] & PREPOSITION or words[j] in _BEGINS_ADJUNCT):
        return j
    clause = words[j] in ("when", "as", "after", "before")
    k = j + 1
    while k < len(words) and not kinds[k] & (BREAK | END | STRETCH):
        if words[k] in ("that", "which"):
            break
        if not clause and (kinds[k] & AUXILIARY or words[k] in SUBJECTS):
            return j
        k += 1
    ended = k >= len(words) or kinds[k] & (END | BREAK) or words[k] == "that"
    return k if ended else j


def _after_source(
    unit: Unit, told: Told, others: list[Told], marked: Sequence[Stretch]
) -> tuple[list[Words], str] | None:
    """`According to Lee, …`: all that follows the comma."""
    words = unit.words
    if (
        told.rule == "according to"
        and told.at > 2
        and words[told.at - 1] not in (",", "because", "but", "and", "that", "which")
    ):
        return None
    j = over_adjuncts(unit, told.last)
    if told.rule != "according to" and words[told.last : told.last + 1] == ["that"]:
        return None
    while j < len(words) and words[j] != "," and j - told.last < 14:
        j += 1
    if j + 1 < len(words) and words[j] == "," and unit.kinds[j + 1] & RELATIVE:
        # "a man in Oslo, who asked to be unnamed, …"
        j = next((k for k in range(j + 1, min(len(words), j + 25)) if words[k] == ","), j)
    if j + 2 >= len(words) or words[j] != ",":
        return None
    stop = limit(unit, j + 1, told, others, marked)
    return ([(j + 1, stop)], "after its source") if stop - j > 2 else None


def _before(
    unit: Unit, told: Told, others: list[Told], marked: Sequence[Stretch]
) -> tuple[list[Words], str] | None:
    words, kinds = unit.words, unit.kinds
    begin = min(told.first, told.speaker[0] if told.speaker else told.first)
    k = begin - 1
    while k > 0 and kinds[k] & ADVERB:
        k -= 1
    if k < 1:
        return None
    if words[k] not in (",", "—", "–", "-", "--") and not kinds[k] & STRETCH:
        if not (_is_aside(unit, told) and told.last >= len(words) - 1 and k > 1):
            return None
        k += 1  # "It was late I think."
    if words[k : k + 1] == [","] and words[k - 1] in _LEADS:
        # "boats which, Lee says, never came"
        nxt = told.last + 1
        if nxt >= len(words) or words[told.last] != ",":
            return None
        stop = limit(unit, nxt, told, others, marked)
        return ([(nxt, stop)], "before its speaker") if stop - nxt > 2 else None
    end = k + 1 if k < begin and kinds[k] & STRETCH else k
    first = min(unit.stretch, default=k)  # a full stop after marks ends what was said in them
    start = next((x + 1 for x in range(k - 1, first, -1) if kinds[x] & END), 0)
    start = _in_brackets(unit, start, k)
    pieces: list[Words] = [(start, end)]
    j = over_adjuncts(unit, told.last)
    marks_follow = j + 1 < len(words) and (kinds[j] | kinds[j + 1]) & STRETCH
    if marks_follow and not kinds[k] & STRETCH and kinds[0] & (PREPOSITION | SUBORDINATOR):
        return None  # only "On Friday," stands before
    if j < len(words) and words[j] == "," and j + 1 < len(words):
        nxt = j + 1
        if (
            not (kinds[nxt] & CUE and words[nxt].endswith("ing"))
            and words[nxt] not in _STOPS
            and not kinds[nxt] & STRETCH
        ):
            stop = limit(unit, nxt, told, others, marked)
            # "The firms, according to Lee, made engines": the verb comes behind the source.
            led = kinds[nxt] & RELATIVE or any(kinds[x] & STRETCH for x in range(start, end))
            goes_on = not told.turned or not (led or has_verb(unit, start, end))
            if stop - nxt > 2 and j == told.last and goes_on:
                pieces.append((nxt, stop))
    if end - start < 2 and len(pieces) < 2 and not kinds[k] & STRETCH:
        return None
    return pieces, "before its speaker"


def _in_brackets(unit: Unit, start: int, stop: int) -> int:
    """`One in five (one in four, Lee says) …`: only what stands in the same brackets."""
    for k in range(stop - 1, start, -1):
        if unit.words[k] == ")":
            return start
        if unit.words[k] == "(":
            return k + 1
    return start


def _following(
    unit: Unit, told: Told, others: list[Told], marked: Sequence[Stretch]
) -> tuple[list[Words], str] | None:
    words, kinds, verb = unit.words, unit.kinds, told.verb
    j = told.last
    n = len(words)
    if j >= n:
        return None
    if told.passive:
        if _is_infinitive(unit, j) and verb.has(CLAUSE | TO):
            stop = limit(unit, j, told, others, marked)
            return ([(j, stop)], "passive with an infinitive") if stop - j > 1 else None
        return None
    if (
        verb.has(HEARER)
        and not (kinds[j] & (PREPOSITION | STRETCH | BREAK))
        and words[j] not in ("that", "to")
    ):
        hearer = phrase_after(unit, j)
        if hearer:
            rest = _first_clause_word(unit, hearer)
            after = over_adjuncts(unit, rest)
            if after < n and words[after] == "that":
                rest = after
            if rest < n and not kinds[rest] & (END | BREAK) and rest > j:
                if (
                    _is_infinitive(unit, rest)
                    or words[rest] in _OPENS
                    or (
                        verb.has(CLAUSE)
                        and verb.base
                        in ("tell", "remind", "inform", "assure", "warn", "advise", "notify")
                    )
                ):
                    stop = limit(unit, rest, told, others, marked)
                    return [(rest, stop)], "clause after the hearer"
                if words[rest] == "on" and rest + 2 < n and kinds[rest + 1] & TIME:
                    rest += 2  # "accused Chad on Friday of …"
                if words[rest] in verb.prepositions and not verb.has(QUOTED | CLAUSE):
                    return [(j, limit(unit, rest, told, others, marked))], "object and its reason"
                if words[rest] in verb.prepositions:
                    stop = limit(unit, rest + 1, told, others, marked)
                    return [(rest + 1, stop)], "object after the hearer"
        if not verb.has(CLAUSE | OBJECT):
            return None
    if words[j] in ("is", "was") and verb.has(CLAUSE) and j + 2 < n:
        # "All I say is that …"
        j += 1
    after = over_adjuncts(unit, j)
    if after < n and words[after] == "," and after + 1 < n and words[after + 1] == "that":
        after += 1
    if after < n and words[after] == "that" and verb.has(CLAUSE | HEARER | QUOTED):
        stop = limit(unit, after, told, others, marked)
        return ([(after, stop)], "clause with that") if stop - after > 1 else None
    if verb.has(TO) and _is_infinitive(unit, j):
        stop = limit(unit, j, told, others, marked)
        return ([(j, stop)], "infinitive") if stop - j > 1 else None
    if words[j] in verb.prepositions:
        stop = object_limit(unit, j + 1, limit(unit, j + 1, told, others, marked))
        return ([(j + 1, stop)], "object after a preposition") if stop - j > 1 else None
    if words[j] in _OPENS and verb.has(CLAUSE | HEARER):
        stop = limit(unit, j, told, others, marked)
        return ([(j, stop)], "dependent question") if stop - j > 1 else None
    if words[j] == ":" and j + 3 < n and verb.has(CLAUSE) and not kinds[j + 1] & STRETCH:
        stop = limit(unit, j + 1, told, others, marked)
        return ([(j + 1, stop)], "clause after a colon") if stop - j > 2 else None
    conceded = words[j] in _CONCEDED and verb.has(QUOTED)
    if kinds[j] & (END | BREAK | SUBORDINATOR) and not conceded:
        return None
    if kinds[j] & PREPOSITION and not (verb.has(CLAUSE) and verb.base in BARE):
        return None
    if verb.has(NAMING | AS | OBJECT | CLAUSE):
        stop = limit(unit, j, told, others, marked)
        if stop - j < 1:
            return None
        finite = any(
            kinds[k] & AUXILIARY
            or (kinds[k] & CUE and k > j)
            # "said he "may yet go"": the verb stands in the marks.
            or (kinds[k] & STRETCH and k > j and words[k - 1] not in (":", ","))
            or kinds[k] & PLAIN_VERB
            or words[k].endswith("ed")
            for k in range(j, stop)
        )
        if verb.base in _SURELY_CLAUSE and stop - j > _SURELY and not kinds[j] & PREPOSITION:
            finite = True  # "said each year yields a tenth more"
        bare = verb.has(CLAUSE) and finite and verb.base in BARE
        characterized = verb.has(AS) and "as" in words[j : min(stop, j + 14)]
        if not (bare or characterized or verb.has(OBJECT | NAMING)):
            return None
        if verb.has(CLAUSE) and finite:
            return [(j, stop)], "clause without that"
        return [(j, object_limit(unit, j, stop))], "object"
    return None


def _is_infinitive(unit: Unit, j: int) -> bool:
    """Whether "to" and a verb stand here, not "to" and a noun."""
    if unit.words[j] != "to" or j + 1 >= len(unit):
        return False
    return not unit.kinds[j + 1] & (DETERMINER | NAME | PRONOUN | NUMBER | BREAK | END)


def _first_clause_word(unit: Unit, hearer: Words) -> int:
    """Where the clause begins that follows a hearer: "told reporters he would go"."""
    for k in range(hearer[0] + 1, hearer[1]):
        if (
            unit.kinds[k] & DETERMINER
            and not unit.kinds[k - 1] & PREPOSITION
            and unit.words[k - 1] not in ("and",)
        ):
            return k
    return hearer[1]


def announces(unit: Unit, pieces: list[Words]) -> bool:
    """Whether an object only leads to the marked words at its end."""
    start, stop = pieces[-1]
    while stop > start and unit.kinds[stop - 1] & (BREAK | END):
        stop -= 1
    at = stop - 1
    return at > start and bool(unit.kinds[at] & STRETCH) and unit.words[at - 1] in (":", ",")


def adds_nothing(unit: Unit, pieces: list[Words], empty: frozenset[str]) -> bool:
    """Whether a clause is its marked words and no more: `that "…"`."""
    kinds, words = unit.kinds, unit.words
    held = [k for start, stop in pieces for k in range(start, stop)]
    if all(kinds[k] & (PRONOUN | BREAK | END) or words[k] == "one" for k in held):
        return True  # "they welcomed it"
    return any(kinds[k] & STRETCH for k in held) and all(
        kinds[k] & (STRETCH | BREAK | END) or words[k] in empty for k in held
    )


def passes_on(
    unit: Unit, outer: tuple[Told, list[Words], str], contents: list[tuple[Told, list[Words], str]]
) -> bool:
    """Whether "according to" only names the source of what somebody else is told to have said."""
    told, pieces, _ = outer
    if told.rule != "according to" or unit.words[told.first - 1 : told.first] != [","]:
        return False
    return any(
        one is not told
        and one.speaker is not None
        and one.verb.base in _SPEAKING
        and bool(unit.kinds[one.speaker[1] - 1] & (NAME | PRONOUN))
        and any(start <= one.speaker[0] < stop for start, stop in pieces)
        for one, _, _ in contents
    )
