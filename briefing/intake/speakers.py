"""Who speaks, as the sentence tells it: the noun phrase before or after a verb of saying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from briefing.intake.cues import (
    ALSO_NOUNS, AS, NAMING, BASE, ING, NOUNS, PARTICIPLE, PARTICLES, PAST, PRESENT, VERBS, WEAK, Verb
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
    RELATIVE,
    STRETCH,
    SUBORDINATOR,
    TIME,
)

if TYPE_CHECKING:
    from briefing.intake.quoteunits import Unit

#: Where a span of words begins and ends, as numbers of words of a unit, the end exclusive.
Words = tuple[int, int]

_BE: Final = frozenset("is are was were be been being am 's ’s 'm ’m 're ’re".split())
_HAVE: Final = frozenset("has have had having 've ’ve 'd ’d".split())
_SUBJECTS: Final = frozenset("he she they it we i you who".split())
_LONE: Final = frozenset(
    "he she they it we i you who this that these those some many others all both one most none few several "
    "another everyone nobody someone neither each".split()
)
_TIME_BEFORE: Final = frozenset("on in this last next late early since of by until".split())
_STARTING: Final = frozenset(
    "kept keeps keep began begins begin started starts start continued continues continue stopped".split()
)
_MANY: Final = frozenset("people men women police media children critics".split())
_PAPERS: Final = frozenset("statement letter tweet note memo message email report ad video release".split())
_TITLES: Final = frozenset(
    "mr mrs ms dr sen rep gov gen col lt maj capt sgt adm rev prof sir st president senator".split()
)
_LONGEST: Final = 30
_OPEN_CLASS: Final = PREPOSITION | AUXILIARY | SUBORDINATOR | BREAK | END | STRETCH | ADVERB


@dataclass(frozen=True, slots=True)
class Told:
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


def tellings(unit: Unit) -> list[Told]:
    """Every place of a unit where a verb tells that somebody says, thinks or shows something."""
    found: list[Told] = []
    for at, word in enumerate(unit.words):
        if unit.kinds[at] & CUE:
            told = _telling(unit, at, VERBS[word], found)
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
    while first > 0 and kinds[first - 1] & (ADVERB | AUXILIARY) or (first > 0 and words[first - 1] in ("to", "not", "n't")):
        word = words[first - 1]
        if word == "to":
            if verb.form & BASE and first - 1 > 0:
                to = True
                first -= 1
            break
        if kinds[first - 1] & AUXILIARY and not kinds[first - 1] & ADVERB:
            if word in ("'s", "’s") and verb.form & PARTICIPLE and not verb.form & ING:
                have = True  # "he's said"
            elif word in _BE:
                be = True
            elif word in _HAVE:
                have = True
            else:
                modal = True
        first -= 1
    while first < at and kinds[first] & ADVERB and not kinds[first] & AUXILIARY:
        first += 1  # adverbs before the auxiliaries belong to the sentence
    form = verb.form
    if form & (PRESENT | BASE) and not form & PAST and last < len(words):
        if kinds[last] & AUXILIARY and not (modal or to) and words[last] not in ("being", "having"):
            return None  # "their plans are": a noun
    passive = be and bool(form & PARTICIPLE) and not form & ING
    if passive:
        return _passive(unit, at, first, last, verb)
    if form & ING and not be:
        return _participle(unit, at, last, verb, before)
    if to:
        return _infinitive(unit, at, first, last, verb, before)
    turned = _turned(unit, at, last, verb)
    if turned:
        return turned
    if form == PARTICIPLE and not have:
        return None
    if form & PARTICIPLE and not have and last < len(words) and words[last] == "by":
        return _passive(unit, at, first, last, verb)
    if form & PARTICIPLE and not have and verb.has(NAMING | AS):
        told = _called_by(unit, at, first, last, verb)
        if told.speaker:
            return told
    joined = first > 0 and words[first - 1] in ("and", "but", "or", "then") and bool(before)
    if form & BASE and not form & PAST and not (modal or have or joined) and not _plural(unit, first):
        return None
    if form & (PRESENT | BASE) and not (modal or be) and not form & PAST:
        if _is_noun(unit, first) or (words[at] in ALSO_NOUNS and _ambiguous(unit, first, last, verb)):
            return None
    speaker, rule = subject_before(unit, first)
    if speaker is None:
        if first and words[first - 1] in ("and", "but", "or", "then") and before:
            other = main_teller(unit, before)
            if other and not any(kinds[k] & END for k in range(other.at, at)):
                return Told(at, first, last, verb, other.speaker, "same subject")
        elif first and words[first - 1] == "and":
            subject = clause_subject(unit, first)
            if subject:
                return Told(at, first, last, verb, subject, "same subject")
        return None
    return Told(at, first, last, verb, speaker, rule)


def main_teller(unit: Unit, before: list[Told]) -> Told | None:
    """The last telling whose speaker begins a clause, else the first one that has a speaker."""
    told = [t for t in before if t.speaker and not t.passive and t.rule != "relative pronoun"]
    for one in reversed(told):
        start = one.speaker[0] if one.speaker else 0
        if start == 0 or unit.kinds[start - 1] & (BREAK | STRETCH) or unit.words[start - 1] == "but":
            return one
    return told[0] if told else None


def _ambiguous(unit: Unit, first: int, last: int, verb: Verb) -> bool:
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
    if not follows:
        if kind & (END | BREAK):
            # `"…," the paper reports.`
            phrase = _phrase_before(unit, first)
            return phrase is None or not phrase[0] or not kinds[phrase[0] - 1] & STRETCH
        return True
    first = _over_adverbs(unit, first)
    before = unit.words[first - 1] if first else ""
    if before in _SUBJECTS or (first and kinds[first - 1] & (NAME | BREAK)):
        return False
    phrase = _phrase_before(unit, first)
    if phrase and phrase[0] and kinds[phrase[0] - 1] & PREPOSITION:
        return True
    return phrase is None or not kinds[phrase[0]] & (NAME | DETERMINER | NUMBER) and not before.endswith("s")


def _over_adverbs(unit: Unit, first: int) -> int:
    while first and unit.kinds[first - 1] & ADVERB:
        first -= 1
    return first


def _is_noun(unit: Unit, first: int) -> bool:
    """Whether "claims", "report", "views" before which this stands is a noun here."""
    if first == 0:
        return True
    first = _over_adverbs(unit, first)
    if first == 0:
        return True
    kind, word = unit.kinds[first - 1], unit.words[first - 1]
    if word in _SUBJECTS:
        return False
    if kind & (DETERMINER | NUMBER) and word not in _LONE:
        return True
    if kind & PREPOSITION and not kind & PRONOUN:
        return True
    return word.endswith(("'s", "’s", "s’", "s'")) and not kind & PRONOUN


def _plural(unit: Unit, first: int) -> bool:
    """Whether what stands before may be the subject of "say": they, officials, A and B."""
    if first == 0:
        return False
    word = unit.words[first - 1]
    if word in ("he", "she", "it", "this", "that"):
        return False
    if word in _LONE or unit.kinds[first - 1] & (BREAK | NUMBER | STRETCH):
        return True
    if word in ("two", "three", "four", "five", "six", "few", "dozens"):
        return True
    phrase = _phrase_before(unit, first)
    if phrase is None:
        return False
    head = phrase[1] - 1
    for k in range(phrase[0] + 1, phrase[1]):
        if unit.kinds[k] & PREPOSITION and not unit.kinds[k] & NAME:
            head = k - 1
            break
    word = unit.words[head]
    return word.endswith("s") or word in _MANY or "and" in unit.words[phrase[0] : phrase[1]]


def _passive(unit: Unit, at: int, first: int, last: int, verb: Verb) -> Told | None:
    words = unit.words
    if last < len(words) and words[last] == "by":
        phrase = phrase_after(unit, last + 1)
        if phrase:
            return Told(at, first, phrase[1], verb, phrase, "passive with by", passive=True)
    return _called_by(unit, at, first, last, verb)


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
    if at and (kinds[at - 1] & DETERMINER or words[at - 1] in ("of",)) and not verb.has(1):
        return None
    j = at
    while j and kinds[j - 1] & ADVERB:
        j -= 1
    if j and words[j - 1] in _STARTING:
        speaker, rule = subject_before(unit, j - 1)
        if speaker:
            return Told(at, j - 1, last, verb, speaker, rule)
    if j and not kinds[j - 1] & (BREAK | STRETCH | PREPOSITION | AND) and words[j - 1] not in _PAPERS:
        speaker = _phrase_before(unit, j)
        if speaker and (kinds[speaker[1] - 1] & (NAME | PRONOUN) or (speaker[0] and words[speaker[0] - 1] == "with")):
            return Told(at, at, last, verb, speaker, "participle after its subject")
    other = main_teller(unit, before)
    if other:
        return Told(at, at, last, verb, other.speaker, "participle of the same speaker")
    speaker = clause_subject(unit, at)
    if speaker is None:
        return None
    return Told(at, at, last, verb, speaker, "participle")


def _infinitive(unit: Unit, at: int, first: int, last: int, verb: Verb, before: list[Told]) -> Told | None:
    other = main_teller(unit, before)
    speaker = other.speaker if other else None
    speaker = speaker or clause_subject(unit, first)
    if speaker is None:
        return None
    return Told(at, at, last, verb, speaker, "infinitive")


def _turned(unit: Unit, at: int, last: int, verb: Verb) -> Told | None:
    """`"…," said Ann Lee, a lawyer`: the speaker after the verb."""
    words, kinds = unit.words, unit.kinds
    if not verb.has(1 | 128) or not verb.form & (PAST | PRESENT):
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
    if last >= len(words) or kinds[last] & (PREPOSITION | AUXILIARY | BREAK | END | SUBORDINATOR | TIME):
        return None
    if words[last] in ("he", "she", "they", "i", "we", "it") and kinds[max(before, 0)] & BREAK:
        return None
    phrase = phrase_after(unit, last)
    if phrase is None:
        return None
    stop = phrase[1]
    if stop < len(words) and kinds[stop] & (AUXILIARY | CUE):
        return None
    if (before < 0 or not kinds[before] & STRETCH) and not (
        before > 0 and kinds[before - 1] & STRETCH
    ):
        # Nothing in marks before: the sentence must end with its speaker.
        if stop < len(words) and not (kinds[stop] & END or words[stop] in (",", "(", "—")):
            return None
        if before >= 0 and words[before] == "," and _around(unit, before)[0]:
            return None
    if before >= 0 and words[before] == "," and not kinds[last] & (NAME | DETERMINER) :
        return None
    return Told(at, at, stop, verb, phrase, "subject after the verb", turned=True)


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
    if j == 0:
        return None, ""
    word = words[j - 1]
    if word in (",", "—", "–", "--", "-", ")"):
        return _around(unit, j - 1)
    if kinds[j - 1] & RELATIVE:
        if word in ("who", "which"):
            return (j - 1, j), "relative pronoun"
        return None, ""
    phrase = _phrase_before(unit, j)
    if phrase is None:
        if word == "that" and j > 1 and not kinds[j - 2] & (BREAK | CUE):
            return _phrase_before(unit, j - 1), "relative pronoun"
        return None, ""
    rule = "pronoun before the verb" if phrase[1] - phrase[0] == 1 and words[phrase[0]] in _LONE else "subject before the verb"
    return phrase, rule


def _around(unit: Unit, at: int) -> tuple[Words | None, str]:
    """The phrase before an apposition that closes here: `Ann Lee, who leads it, said`."""
    words, kinds = unit.words, unit.kinds
    sign = words[at]
    opened = {")": "(", "—": "—", "–": "–", "--": "--", "-": "-"}.get(sign, ",")
    fallback: Words | None = None
    k = at - 1
    while k > 0 and at - k < _LONGEST + 15:
        if kinds[k] & END and words[k] != ".":
            break
        if kinds[k] & AUXILIARY and sign == "," and not any(
            kinds[x] & RELATIVE or words[x] == "that" for x in range(max(0, k - 10), k)
        ):
            break  # a clause of its own, no aside
        if words[k] == opened and k + 1 < at:
            if k and kinds[k - 1] & STRETCH:
                break
            phrase = _phrase_before(unit, k)
            led = kinds[phrase[0] - 1] if phrase and phrase[0] else 0
            if phrase and not kinds[phrase[1] - 1] & TIME and not (
                led & PREPOSITION or (led & SUBORDINATOR and words[phrase[0] - 1] in ("after", "before", "since", "until"))
            ):
                after = k + 1
                aside = kinds[after]
                place = kinds[after] & NAME and at - after <= 2 and not kinds[after] & DETERMINER
                sure = kinds[phrase[1] - 1] & (NAME | PRONOUN) or kinds[phrase[0]] & DETERMINER
                if sign != "," or aside & RELATIVE or sure and (
                    aside & (DETERMINER | NUMBER | ADVERB | PRONOUN)
                    or (not place and not aside & (NAME | AND | SUBORDINATOR | PREPOSITION))
                ):
                    return phrase, "subject before an aside"
                fallback = phrase
        k -= 1
    return fallback, "subject before an aside"


def _nounlike(kind: int) -> bool:
    return not kind & (_OPEN_CLASS | DETERMINER | AND | PLAIN_VERB) or bool(kind & PRONOUN and not kind & SUBORDINATOR)


def _phrase_before(unit: Unit, stop: int) -> Words | None:
    """The noun phrase whose last word is the one before ``stop``."""
    words, kinds = unit.words, unit.kinds
    j = stop - 1
    if j < 0:
        return None
    kind = kinds[j]
    if words[j] in _LONE and not (kind & DETERMINER and False):
        start = j
        if words[j] in ("all", "both", "others", "many", "some", "one", "several", "most") and j and kinds[j - 1] & (DETERMINER):
            start = j - 1
        return (start, stop) if words[j] != "that" else None
    if kind & (_OPEN_CLASS | AND | DETERMINER) and not kind & NAME:
        return None
    if kind & (BREAK | END | STRETCH | AUXILIARY | SUBORDINATOR) or (kind & PLAIN_VERB and not kind & NAME):
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
        if kind & DETERMINER and not (word in ("that", "other") and False):
            begin = j
            if j and (
                (kinds[j - 1] & PREPOSITION and j > 1 and _nounlike(kinds[j - 2]) and not kinds[j - 2] & CUE)
                or kinds[j - 1] & DETERMINER
            ):
                j -= 1
                continue
            if j > 1 and words[j - 1] == "and" and _nounlike(kinds[j - 2]):
                j -= 1
                continue
            break
        if kind & PREPOSITION and (not kind & NAME or j == 0):
            if j == 0 or not (_nounlike(kinds[j - 1]) or kinds[j - 1] & DETERMINER) or kinds[j - 1] & SUBORDINATOR:
                break
            j -= 1
            begin = j
            if words[j] in _LONE:
                break
            continue
        if kind & (AUXILIARY | SUBORDINATOR | RELATIVE) or (kind & PLAIN_VERB and not kind & NAME):
            break
        if kind & CUE and not kind & NAME and VERBS[word].form & (PAST | ING) and not VERBS[word].form == 0:
            break
        if kind & AND:
            if j and _nounlike(kinds[j - 1]) and not kinds[j - 1] & CUE:
                j -= 1
                continue
            break
        if kind & PRONOUN and word in _SUBJECTS:
            break
        if kind & ADVERB and not kind & NAME:
            j -= 1
            continue
        begin = j
        j -= 1
    return begin, stop


def phrase_after(unit: Unit, start: int) -> Words | None:
    """The noun phrase that begins at a word."""
    words, kinds = unit.words, unit.kinds
    if start >= len(words) or words[start] in ("there", "there's", "there’s"):
        return None
    if words[start] in _LONE or words[start] in ("him", "her", "them", "us", "me"):
        if start + 1 >= len(words) or not _nounlike(kinds[start + 1]) or words[start] in _SUBJECTS or words[start] in ("him", "them", "us", "me"):
            return (start, start + 1)
    j = start
    while j < len(words) and j - start < _LONGEST:
        kind, word = kinds[j], words[j]
        if word == "." and j > start and j + 1 < len(words) and (len(words[j - 1]) <= 4 or "." in words[j - 1]):
            j += 1
            continue
        if kind & (BREAK | END | STRETCH | AUXILIARY) or (kind & PLAIN_VERB and not kind & NAME):
            break
        if word.endswith("ed") and j > start + 1 and not kind & NAME and not kinds[j - 1] & (DETERMINER | AND):
            break
        if kind & SUBORDINATOR and not (word == "that" and j == start):
            break
        if kind & RELATIVE:
            break
        if kind & TIME and not (j > start and kinds[j - 1] & DETERMINER):
            break
        if j > start and kind & PREPOSITION and not kind & NAME:
            if word not in ("of", "for", "from", "at", "with") and not (word == "in" and j - start < 4):
                break
            if word != "of" and j + 1 < len(words) and words[j + 1] in ("a", "an", "the", "his", "her") and word in ("in", "at", "from"):
                break
        if kind & ADVERB and not kind & NAME:
            break
        if kind & CUE and not kind & NAME and j > start and VERBS[word].form & (PAST | ING):
            break
        j += 1
    while j > start and kinds[j - 1] & (PREPOSITION | DETERMINER | AND) and not words[j - 1] in _LONE:
        j -= 1
    return (start, j) if j > start else None


def clause_subject(unit: Unit, at: int) -> Words | None:
    """The first noun phrase of the clause in which a word stands: whose "saying" it is."""
    words, kinds = unit.words, unit.kinds
    j = 0
    # over what stands before the subject: "In Geneva on Monday, …", "But …"
    while j < at:
        kind = kinds[j]
        if kind & (PREPOSITION | SUBORDINATOR) and not (kind & PRONOUN) or words[j].endswith("ing"):
            comma = next((k for k in range(j, min(at, j + 25)) if words[k] == ","), -1)
            if comma < 0:
                if kind & SUBORDINATOR or words[j] in ("but", "and", "so", "yet"):
                    j += 1
                    continue
                return None
            j = comma + 1
            continue
        if kind & (ADVERB | BREAK | STRETCH | TIME | AND) and words[j] not in _LONE:
            j += 1
            continue
        break
    if j >= at:
        return None
    return phrase_after(unit, j)


_FEELING: Final = frozenset(
    "sure certain confident convinced aware concerned worried afraid hopeful optimistic pessimistic skeptical "
    "sceptical surprised happy unhappy glad proud disappointed adamant satisfied grateful sorry doubtful "
    "pleased angry upset furious alarmed dismayed encouraged troubled unaware fearful clear outraged".split()
)
_LINKING: Final = _BE | frozenset("feel feels felt remain remains remained seem seems seemed".split())


def feelings(unit: Unit) -> list[Told]:
    """`The ministry is confident that …`: what somebody is told to be sure or afraid of."""
    words, kinds = unit.words, unit.kinds
    found: list[Told] = []
    for at in range(2, len(words) - 1):
        if words[at] not in _FEELING or words[at + 1] not in ("that", "about", "of"):
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
            verb = Verb(words[at], 2, frozenset(("about", "of")), PAST)
            found.append(Told(at, k, at + 1, verb, speaker, "feeling"))
    return found


_USING: Final = frozenset("use uses used using invoked coined borrowed adopted".split())
_WORDED: Final = frozenset("word words phrase phrases term terms expression slogan label epithet".split())


def noun_tellings(unit: Unit) -> list[Told]:
    """Speakers told by a noun: "Lee's claim that", "a warning from Lee", "in Lee's words", "used the term"."""
    words, kinds = unit.words, unit.kinds
    found: list[Told] = []
    for at, word in enumerate(words):
        if word in _WORDED and at >= 1:
            told = _worded(unit, at)
        elif word in NOUNS and at >= 1 and at + 1 < len(words):
            told = _noun(unit, at)
        else:
            continue
        if told:
            found.append(told)
    return found


def _owner(unit: Unit, at: int) -> Words | None:
    """Whose a noun is: "his", "Ann Lee's", within three adjectives before it."""
    words, kinds = unit.words, unit.kinds
    for k in range(at - 1, max(-1, at - 5), -1):
        if words[k] in ("his", "her", "their", "its", "my", "our"):
            return k, k + 1
        if words[k].endswith(("'s", "’s", "s'", "s’")) and not kinds[k] & AUXILIARY:
            start = k
            while start and (kinds[start - 1] & NAME and not kinds[start - 1] & (PREPOSITION | BREAK | SUBORDINATOR)):
                start -= 1
            return start, k + 1
        if kinds[k] & (_OPEN_CLASS | DETERMINER | CUE) and not kinds[k] & ADVERB:
            return None
    return None


def _noun(unit: Unit, at: int) -> Told | None:
    words, kinds = unit.words, unit.kinds
    nxt = words[at + 1]
    if nxt not in ("that", "of", ":", "from", "by", "about", "to") and not kinds[at + 1] & STRETCH:
        return None
    verb = Verb(words[at], 1 | 2, frozenset(("of", "about")), BASE)
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
    return None


def _worded(unit: Unit, at: int) -> Told | None:
    words, kinds = unit.words, unit.kinds
    verb = Verb("word", 1, frozenset(), BASE)
    k = at - 1
    while k > 0 and (kinds[k] & DETERMINER or k == at - 1 and kinds[k] == 0):
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
    if owner and owner[0] and words[owner[0] - 1] == "in":
        return Told(at, owner[0] - 1, at + 1, verb, owner, "in the words of", turned=True)
    if at + 2 < len(words) and words[at + 1] == "of" and k >= 0 and words[k] == "in":
        phrase = phrase_after(unit, at + 2)
        if phrase:
            return Told(at, k, phrase[1], verb, phrase, "in the words of", turned=True)
    return None
