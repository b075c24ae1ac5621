"""Who speaks, as the sentence tells it: the noun phrase before or after a verb of saying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from briefing.intake.cues import (
    AFTER,
    ALSO_NOUNS,
    AS,
    BASE,
    DENIES,
    ING,
    NAMING,
    PARTICIPLE,
    PARTICLES,
    PAST,
    PRESENT,
    QUOTED,
    VERBS,
    WEAK,
    Verb,
)
from briefing.intake.nounorverb import is_ambiguous, is_noun, is_plural, over_adverbs
from briefing.intake.phrases import (
    around,
    clause_subject,
    phrase_after,
    phrase_before,
    subject_before,
)
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
    STRETCH,
    SUBORDINATOR,
    TIME,
)
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.intake.phrases import Words
    from briefing.intake.quoteunits import Unit

BE: Final = word_set("is are was were be been being am 's ’s 'm ’m 're ’re")
_HAVE: Final = word_set("has have had having 've ’ve 'd ’d")
_STARTING: Final = word_set(
    "kept keeps keep began begins begin started starts start continued continues continue stopped"
)
#: How far behind a participle that begins a sentence its subject stands.
_FAR: Final = 40
_WAYS: Final = word_set(
    "telephone phone email e-mail letter text video radio satellite mail fax then"
)
_PAPERS: Final = word_set("statement letter tweet note memo message email report ad video release")


class Told(NamedTuple):
    """That somebody says: the word that tells it, the speaker, how it was found.

    ``first``–``last`` are the words that tell (verb with auxiliaries and particles); ``turned`` where the
    speaker stands after the verb.
    """

    at: int
    first: int
    last: int
    verb: Verb
    speaker: Words | None
    rule: str
    turned: bool = False
    passive: bool = False

    @property
    def denies(self) -> bool:
        """Whether what is said is that something is not so."""
        return self.verb.has(DENIES)


def tellings(unit: Unit, places: Sequence[int]) -> list[Told]:
    """Every one of the places of a unit where a verb tells that somebody says, thinks or shows something."""
    found: list[Told] = []
    for at in places:
        if unit.kinds[at] & CUE:
            told = _telling(unit, at, VERBS[unit.words[at]], found)
            if told:
                found.append(told)
    return found


def _telling(unit: Unit, at: int, verb: Verb, before: list[Told]) -> Told | None:
    words, kinds = unit.words, unit.kinds
    last = at + 1
    if kinds[at] & NAME and at and not kinds[at - 1] & (STRETCH | END | BREAK):
        return None  # a name: "Ian Read", "the United States"
    if kinds[at] & NAME and last < len(words) and kinds[last] & CUE:
        return None
    for rest, frames in PARTICLES.get(words[at], ()):
        if tuple(words[last : last + len(rest)]) == rest:
            last += len(rest)
            verb = Verb(verb.base, frames, verb.prepositions, verb.form)
            break
    else:
        if verb.frames == WEAK and not verb.prepositions:
            return None
    first = at
    be = have = to = modal = False
    while first > 0:
        word = words[first - 1]
        if not kinds[first - 1] & (ADVERB | AUXILIARY) and word != "to":
            break
        if word == "to":
            if verb.form & BASE and first - 1 > 0:
                to = True
                first -= 1
            break
        if kinds[first - 1] & AUXILIARY and not kinds[first - 1] & ADVERB:
            if word in ("'s", "’s") and verb.form & PARTICIPLE and not verb.form & ING:
                have = True  # "he's said"
            elif word in BE:
                be = True
            elif word in _HAVE:
                have = True
            else:
                modal = True
        first -= 1
    while first < at and kinds[first] & ADVERB and not kinds[first] & AUXILIARY:
        first += 1  # adverbs before the auxiliaries belong to the sentence
    form = verb.form
    present = form & (PRESENT | BASE) and not form & PAST
    followed = last < len(words) and kinds[last] & AUXILIARY
    if present and followed and not (modal or to) and words[last] not in ("being", "having"):
        return None  # "their plans are": a noun
    follows = kinds[last] if last < len(words) else 0
    if (
        form & ING
        and not be
        and follows & CUE
        and not follows & NAME
        and VERBS[words[last]].form & PAST
    ):
        return None  # "a man close to her thinking said": a noun
    passive = be and bool(form & PARTICIPLE) and not form & ING
    if passive:
        return _passive(unit, at, first, last, verb)
    if (form & ING and not be) or (have and words[first] == "having"):
        return _participle(unit, at, last, verb, before)
    if to:
        return _infinitive(unit, at, first, last, verb, before)
    turned = _turned(unit, at, last, verb)
    if turned:
        return turned
    if form == PARTICIPLE and not have:
        return None
    if form & PARTICIPLE and not have and last < len(words) and words[last] == "by":
        # "a standoff characterized by …" is no speech of the standoff.
        told = _passive(unit, at, first, last, verb)
        if told and (told.speaker or kinds[last + 1 : last + 2] == [STRETCH]):
            return told
    if form & PARTICIPLE and not have and verb.has(NAMING | AS):
        told = _called_by(unit, at, first, last, verb)
        if told.speaker:
            return told
    lead = over_adverbs(unit, first)  # "and later said"
    joining = lead > 0 and words[lead - 1] in ("and", "but", "or", "then")
    joined = joining and bool(before)
    alone = not (modal or have or joined)
    if present and form & BASE and alone and not is_plural(unit, first):
        return None
    goes_on = joined and last < len(words) and kinds[last] & (PRONOUN | DETERMINER)
    noun = words[at] in ALSO_NOUNS and not goes_on and is_ambiguous(unit, first, last, verb)
    if present and not (modal or be) and (noun or is_noun(unit, first)):
        return None
    speaker, rule = subject_before(unit, first)
    if speaker is None:
        other = main_teller(unit, before, at) if joining and before else None
        if other:
            if not any(kinds[k] & END for k in range(other.at, at)):
                return Told(at, first, last, verb, other.speaker, "same subject")
        elif lead and words[lead - 1] == "and":
            subject = clause_subject(unit, first)
            if subject:
                return Told(at, first, last, verb, subject, "same subject")
        return None
    return Told(at, first, last, verb, speaker, rule)


#: What opens a clause that is beside the main one.
_BESIDE: Final = word_set("as when while after before since although though because if until once")


def _is_beside(unit: Unit, one: Told, at: int) -> bool:
    """Whether a telling stands in a clause that a comma ends: "As Lee began to speak, …"."""
    start = over_adverbs(unit, one.speaker[0]) if one.speaker else 0
    led = start > 0 and unit.words[start - 1] in _BESIDE
    return led and "," in unit.words[one.last : at]


def main_teller(unit: Unit, before: list[Told], at: int) -> Told | None:
    """The last telling whose speaker begins a clause, else the first one that has a speaker."""
    told = [
        t
        for t in before
        if t.speaker
        and not t.passive
        and t.rule != "relative pronoun"
        and not _is_beside(unit, t, at)
    ]
    for one in reversed(told):
        start = over_adverbs(unit, one.speaker[0]) if one.speaker else 0
        if (
            start == 0
            or unit.kinds[start - 1] & (BREAK | STRETCH)
            or unit.words[start - 1] == "but"
        ):
            return one
    return told[0] if told else None


def _passive(unit: Unit, at: int, first: int, last: int, verb: Verb) -> Told | None:
    if _by_whom(unit, last):
        phrase = phrase_after(unit, last + 1)
        if phrase:
            return Told(at, first, phrase[1], verb, phrase, "passive with by", passive=True)
    return _called_by(unit, at, first, last, verb)


def _by_whom(unit: Unit, at: int) -> bool:
    """Whether "by" and somebody stand here, not "by saying", "by 2050" or "by Friday"."""
    if at + 1 >= len(unit) or unit.words[at] != "by" or unit.words[at + 1].endswith("ing"):
        return False
    return not unit.kinds[at + 1] & (NUMBER | TIME | STRETCH) and unit.words[at + 1] not in _WAYS


def _called_by(unit: Unit, at: int, first: int, last: int, verb: Verb) -> Told:
    """`often labelled a "…" by critics`."""
    words, kinds = unit.words, unit.kinds
    for k in range(last, min(len(words) - 1, last + 8)):
        if kinds[k] & STRETCH and words[k + 1] == "by":
            phrase = phrase_after(unit, k + 2)
            if phrase:
                return Told(at, first, last, verb, phrase, "passive with by", passive=True)
        if kinds[k] & (BREAK | END | AUXILIARY):
            break
    return Told(at, first, last, verb, None, "passive", passive=True)


def _participle(unit: Unit, at: int, last: int, verb: Verb, before: list[Told]) -> Told | None:
    kinds, words = unit.kinds, unit.words
    led = at and (kinds[at - 1] & DETERMINER or words[at - 1] == "of")
    if led and (not verb.has(QUOTED) or (last < len(words) and kinds[last] & PREPOSITION)):
        return None  # "the warning about …": a noun
    j = at
    while j and kinds[j - 1] & ADVERB:
        j -= 1
    if j and words[j - 1] in _STARTING:
        speaker, rule = subject_before(unit, j - 1)
        if speaker:
            return Told(at, j - 1, last, verb, speaker, rule)
    if (
        j
        and not kinds[j - 1] & (BREAK | STRETCH | PREPOSITION | AND)
        and words[j - 1] not in _PAPERS
    ):
        speaker = phrase_before(unit, j)
        if speaker and (
            kinds[speaker[1] - 1] & (NAME | PRONOUN)
            or (speaker[0] and words[speaker[0] - 1] == "with")
        ):
            first = speaker[0]
            inside = any(kinds[k] & PREPOSITION and not kinds[k] & NAME for k in range(first, j))
            led = first and (kinds[first - 1] & PREPOSITION or inside)
            if led and words[first - 1] != "with" and not kinds[first - 1] & BREAK:
                # "Lee answered a question on paper, writing": what stands before is no subject
                speaker = clause_subject(unit, at) or speaker
            return Told(at, at, last, verb, speaker, "participle after its subject")
    other = main_teller(unit, before, at)
    if other:
        return Told(at, at, last, verb, other.speaker, "participle of the same speaker")
    speaker = clause_subject(unit, at) or (_later_subject(unit, last) if j <= 1 else None)
    if speaker is None:
        return None
    return Told(at, at, last, verb, speaker, "participle")


def _later_subject(unit: Unit, last: int) -> Words | None:
    """`After saying that it was late, she left`: the subject of the clause that follows."""
    words, kinds = unit.words, unit.kinds
    for k in range(last, min(len(unit) - 2, last + _FAR)):
        if kinds[k] & END:
            return None
        if words[k] != "," and not kinds[k] & STRETCH:
            continue
        phrase = phrase_after(unit, k + 1)
        if phrase is None or phrase[1] >= len(unit) or not kinds[phrase[0]] & (NAME | PRONOUN):
            continue
        verb = kinds[phrase[1]]
        if verb & (AUXILIARY | PLAIN_VERB) or words[phrase[1]].endswith("ed"):
            return phrase
    return None


def _infinitive(
    unit: Unit, at: int, first: int, last: int, verb: Verb, before: list[Told]
) -> Told | None:
    other = main_teller(unit, before, at)
    speaker = other.speaker if other else None
    speaker = speaker or clause_subject(unit, first)
    if speaker is None:
        return None
    return Told(at, at, last, verb, speaker, "infinitive")


def _turned(unit: Unit, at: int, last: int, verb: Verb) -> Told | None:
    """`"…," said Ann Lee, a lawyer`: the speaker after the verb."""
    words, kinds = unit.words, unit.kinds
    if not verb.has(QUOTED | AFTER) or not verb.form & (PAST | PRESENT):
        return None
    before = at - 1
    while before >= 0 and kinds[before] & ADVERB:
        before -= 1
    if before >= 0 and not (
        kinds[before] & STRETCH or words[before] in (",", "—", "–", "-", "so", "as")
    ):
        return None
    if before < 0 and not (last < len(words) and kinds[last] & NAME):
        return None
    if last >= len(words) or kinds[last] & (
        PREPOSITION | AUXILIARY | BREAK | END | SUBORDINATOR | TIME
    ):
        return None
    if words[last] in ("he", "she", "they", "i", "we", "it") and kinds[max(before, 0)] & BREAK:
        return None
    phrase = phrase_after(unit, last)
    if phrase is None:
        return None
    stop = phrase[1]
    if stop < len(words) and kinds[stop] & (AUXILIARY | CUE) and not words[stop].endswith("ing"):
        return None
    if (before < 0 or not kinds[before] & STRETCH) and not (
        before > 0 and kinds[before - 1] & STRETCH
    ):
        # Nothing in marks before: the sentence must end with its speaker.
        if stop < len(words) and not (kinds[stop] & END or words[stop] in (",", "(", "—")):
            return None
        if before >= 0 and words[before] in (",", "—", "–") and around(unit, before)[0]:
            return None
    if before >= 0 and words[before] == "," and not kinds[last] & (NAME | DETERMINER):
        return None
    return Told(at, at, stop, verb, phrase, "subject after the verb", turned=True)
