"""Sentences as rules read them: word by word, with a marked stretch as one sign.

A sentence that ends inside quotation marks goes on after them, so that `"Go. Now," she said.` is one unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.intake.cues import FEELINGS, NOUNS, PLAIN, VERBS
from briefing.intake.datewords import MONTHS, SHORT_MONTHS, WEEKDAYS
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.intake.article import Article
    from briefing.intake.quotemarks import Stretch

DETERMINER = 1
PREPOSITION = 2
PRONOUN = 4
AUXILIARY = 8
ADVERB = 16
SUBORDINATOR = 32
AND = 64
BREAK = 128  # comma, dash, bracket, colon
RELATIVE = 256
TIME = 512
CUE = 1024
NAME = 2048  # begins with a capital
STRETCH = 4096
END = 8192
NUMBER = 16384
PLAIN_VERB = 32768
CONTRACTED = 131072  # a pronoun and a verb in one: "he's"
TELLS = 65536  # no verb, and may tell that somebody speaks all the same
_BY_ITSELF = 262144  # what it is depends on the words around it
WORDED = 524288  # what words are called: "in her phrase"
_TELLING = CUE | TELLS | WORDED

_CLASSES = {
    DETERMINER: (
        "the a an this that these those his her its their my our your some any no every each "
        "several many most all both another such one two three four five six seven eight nine ten "
        "few other"
    ),
    PREPOSITION: (
        "of in on at by for with from to about into over under during against between among through "
        "without within across behind beyond near amid despite including like via toward towards "
        "upon inside outside alongside throughout along around above below besides except per "
        "regarding concerning off out up down onto than versus"
    ),
    PRONOUN: (
        "he she they it we i you who him them us me himself herself itself themselves others "
        "another someone everyone nobody anyone none everybody somebody many some"
    ),
    AUXILIARY: (
        "is are was were be been being am has have had having do does did will would can could may "
        "might shall should must cannot isn't aren't wasn't weren't hasn't haven't hadn't don't "
        "doesn't didn't won't wouldn't can't couldn't shouldn't isn’t aren’t wasn’t weren’t hasn’t "
        "haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t shouldn’t ain't ain’t 's "
        "’s 'd ’d 'll ’ll 'm ’m 're ’re 've ’ve"
    ),
    ADVERB: (
        "also later then again once often now still just even recently earlier never always not too "
        "already soon thus therefore instead meanwhile however further furthermore moreover simply "
        "merely perhaps maybe indeed first twice ever yet there here only well else rather quite "
        "almost long ago together nevertheless nonetheless"
    ),
    SUBORDINATOR: (
        "that if when while because although though as after before since until unless whether "
        "where why how what whatever once so but nor because whereas"
    ),
    AND: "and or &",
    RELATIVE: "who which whose whom where",
    TIME: (
        "yesterday today tomorrow tonight mon tue wed thu fri sat sun "
        # "may" is a verb wherever it is not known to be a month.
        + " ".join({*WEEKDAYS, *MONTHS, *SHORT_MONTHS} - {"may"})
    ),
    BREAK: ", ; : – — ― - -- ( ) [ ]",
    END: ". ! ? …",
}
KINDS: dict[str, int] = {}
for _flag, _words in _CLASSES.items():
    for _word in _words.split():
        KINDS[_word] = KINDS.get(_word, 0) | _flag
for _word in VERBS:
    KINDS[_word] = KINDS.get(_word, 0) | CUE

for _word in (*NOUNS, *FEELINGS, "words", "phrase", "term", "according"):
    KINDS[_word] = KINDS.get(_word, 0) | TELLS
for _word in PLAIN:
    KINDS[_word] = KINDS.get(_word, 0) | PLAIN_VERB

_TOKEN = re.compile(r"\w+(?:(?:[-’'‑.@&/]|(?<=\d),(?=\d{3}))\w+)*|--+|[^\w\s]")
# "he's" is two words, "Lee's" is one: the first has a verb in it, the other an owner.
_TWO_WORDS = frozenset(
    f"{pronoun}{sign}{verb}"
    for pronoun in ["he", "she", "it", "they", "we", "you", "i", "who", "that", "there"]
    for sign in "'’"
    for verb in ["s", "d", "ll", "m", "re", "ve"]
)
_NAMES_TOO = word_set("will may mark bill rich frank grant chase drew")
_WORDED = (
    "word words phrase phrases term terms expression slogan label epithet motto mantra catchphrase dictum "
    "refrain message view opinion telling estimation"
)
for _word in _WORDED.split():
    KINDS[_word] = KINDS.get(_word, 0) | WORDED
_LONGEST = 400
_LONGEST_REST = 90
_SHORT = 6
_BARE = 5
DASHES = ("-", "–", "—", "―", "--")
MARK = "“”"


@dataclass(slots=True)
class Unit:
    """A sentence as parallel lists: the words in small letters, where they stand, what they may be.

    ``stretch`` holds, where a sign stands for marked words, their number in the list of stretches.
    """

    paragraph: int
    words: list[str] = field(default_factory=list[str])
    spans: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    kinds: list[int] = field(default_factory=list[int])
    stretch: dict[int, int] = field(default_factory=dict[int, int])
    has_cue: bool = False

    def __len__(self) -> int:
        return len(self.words)

    def telling(self) -> list[int]:
        """The words that may tell that somebody speaks."""
        return [at for at, kind in enumerate(self.kinds) if kind & _TELLING]


def units(article: Article, marked: Sequence[Stretch]) -> Iterator[Unit]:
    """The units of an article, in order, none of them kept."""
    before: Unit | None = None
    for unit in _cut(article, marked):
        if before is not None:
            if _belongs(before, unit, marked):
                _join(before, unit)
                continue
            yield before
        before = unit
    if before is not None:
        yield before


def _cut(article: Article, marked: Sequence[Stretch]) -> Iterator[Unit]:
    text = article.text
    sentences = article.sentences
    s, m = 0, 0
    unit: Unit | None = None
    for number, (start, stop) in enumerate(article.paragraphs):
        if unit is not None and not (m and marked[m - 1].outer_end > start):
            yield unit
            unit = None
        while s < len(sentences) and sentences[s][0] < stop:
            begin, end = sentences[s]
            s += 1
            if unit is None:
                unit = Unit(number)
            at = begin
            if m and marked[m - 1].outer_end > at:
                at = marked[m - 1].outer_end  # the stretch before reaches into this sentence
            while m < len(marked) and marked[m].outer_start < end:
                _fill(unit, text, at, marked[m].outer_start)
                unit.stretch[len(unit.words)] = m
                _add(unit, MARK, marked[m].outer_start, marked[m].outer_end, STRETCH)
                at = marked[m].outer_end
                m += 1
            if at < end:
                _fill(unit, text, at, end)
            # Where the sentence ends inside marks, the unit goes on.
            inside = m > 0 and marked[m - 1].outer_end > end
            if not inside or len(unit) > _LONGEST:
                if unit.words:
                    yield unit
                unit = None
    if unit is not None and unit.words:
        yield unit


def _fill(unit: Unit, text: str, start: int, end: int) -> None:
    spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    read = [_READ[text[begin:stop]] for begin, stop in spans]
    kinds = [kind for _, kind in read]
    every = 0
    for kind in set(kinds):
        every |= kind
    if every & _BY_ITSELF:
        every = _fill_slowly(unit, text, spans)
    else:
        unit.words += [low for low, _ in read]
        unit.spans += spans
        unit.kinds += kinds
    if every & (CUE | TELLS):
        unit.has_cue = True


def _fill_slowly(unit: Unit, text: str, spans: list[tuple[int, int]]) -> int:
    """Word by word, where what one is depends on those beside it; the kinds of all together."""
    words, kinds = unit.words, unit.kinds
    every = 0
    for begin, stop in spans:
        low, kind = _READ[text[begin:stop]]
        kind &= ~_BY_ITSELF
        if kind & (CUE | NAME) and (low in _NAMES_TOO or (words and words[-1] in _NAMES_TOO)):
            kind = _name_or_verb(unit, low, kind)
        elif kind == CONTRACTED:
            cut = max(low.find("'"), low.find("’"))
            words.append(low[:cut])
            unit.spans.append((begin, begin + cut))
            kinds.append(KINDS.get(low[:cut], 0) | (NAME if text[begin].isupper() else 0))
            low, kind, begin = low[cut:], AUXILIARY, begin + cut
        every |= kind
        words.append(low)
        unit.spans.append((begin, stop))
        kinds.append(kind)
    return every


def _name_or_verb(unit: Unit, low: str, kind: int) -> int:
    """`Will wrote`, `Mr. May`: a name where no sentence begins, or before a verb of saying."""
    words, kinds = unit.words, unit.kinds
    if kind & NAME:
        if len(words) > 1 and words[-1] in _NAMES_TOO and kinds[-1] & NAME and kinds[-2] & STRETCH:
            kinds[-1] = NAME  # `"…," Will Estrada said`
        inside = words and low in _NAMES_TOO and not kinds[-1] & (END | STRETCH)
        return NAME if inside else kind
    if kind & CUE and words and kinds[-1] & NAME and words[-1] in _NAMES_TOO:
        kinds[-1] = NAME
    return kind


class _Read(dict[str, tuple[str, int]]):
    """Each word met so far in small letters with what it may be; emptied when it grows too large."""

    def __missing__(self, word: str) -> tuple[str, int]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[word] = _read(word)
        return found


_MOST_WORDS = 1 << 16
_READ = _Read()


def _read(word: str) -> tuple[str, int]:
    """A word in small letters, and what it may be."""
    low = word.lower()
    if low in _TWO_WORDS:
        return low, CONTRACTED | _BY_ITSELF
    kind = KINDS.get(low, 0)
    if not kind:
        if word[0].isdigit():
            kind = NUMBER
        elif low.endswith("ly") and len(low) > 4 and low == word:
            kind = ADVERB
        elif low.endswith(("'s", "’s")):
            kind = KINDS.get(low[:-2], 0) & (PRONOUN | TIME)
    if low != word:
        kind |= NAME
        if low in _NAMES_TOO:
            kind |= _BY_ITSELF
    return low, kind


def _add(unit: Unit, word: str, start: int, end: int, kind: int) -> None:
    unit.words.append(word)
    unit.spans.append((start, end))
    unit.kinds.append(kind)


def _belongs(before: Unit, unit: Unit, marked: Sequence[Stretch]) -> bool:
    """`"Why?" Ann asked.` is cut by the question mark: whether the rest goes back to its words."""
    if before.paragraph != unit.paragraph or not before.kinds[-1] & STRETCH:
        return False
    if len(before) == 1 and len(unit) <= _SHORT and unit.words[0] in DASHES:
        return True  # a signature
    ends = marked[before.stretch[len(before) - 1]].ends
    if ends and ends in "?!" and (_only_acts(unit) or _goes_on(unit)):
        return True
    if not unit.has_cue:
        return False
    if not ends or not (
        ends in "?!…—–-" or (ends == "." and len(unit) <= _SHORT and not unit.stretch)
    ):
        return False
    if ends == "." and not any(word in ("said", "says") for word in unit.words):
        return False
    return 1 < len(unit) <= _LONGEST_REST and _only_tells(unit)


def _only_acts(unit: Unit) -> bool:
    """`Vitter demanded.` behind a question: whether a sentence is a name and what it did, and no more."""
    if not 2 < len(unit) <= _BARE or unit.stretch or not unit.kinds[-1] & END:
        return False
    *who, verb = range(len(unit) - 1)
    named = all(unit.kinds[k] & NAME and not unit.kinds[k] & (BREAK | TIME) for k in who)
    return bool(named and not unit.kinds[verb] & NAME and unit.words[verb].endswith("ed"))


def _goes_on(unit: Unit) -> bool:
    """`Lee went on, as if nobody had heard.`"""
    words, kinds = unit.words, unit.kinds
    at = 0
    while at < min(_SHORT, len(unit)) and kinds[at] & (NAME | PRONOUN):
        at += 1
    return at > 0 and words[at : at + 2] == ["went", "on"] and not unit.stretch


def _join(before: Unit, unit: Unit) -> None:
    shift = len(before)
    before.words += unit.words
    before.spans += unit.spans
    before.kinds += unit.kinds
    before.stretch.update({at + shift: number for at, number in unit.stretch.items()})
    before.has_cue = True


def _only_tells(unit: Unit) -> bool:
    """Whether a sentence has a speaker and a verb of saying early on, and no object of its own."""
    for i, word in enumerate(unit.words[:24]):
        if unit.kinds[i] & CUE and word in VERBS:
            rest = unit.words[i + 1 : i + 3]
            return not any(
                w in ("that", "he", "she", "they", "it", ":", "the") for w in rest[:1]
            ) and (VERBS[word].has(1))
        if unit.kinds[i] & (STRETCH | END) and not (
            word == "." and i and unit.kinds[i - 1] & NAME and len(unit.words[i - 1]) < _SHORT
        ):
            return False  # but "Mr. Lee asked"
    return False
