"""Names that a person may mean by a few letters, and what sort of actor a name is likely to be.

To what :mod:`briefing.intake.names` finds this adds what does not follow from anything but looks like a name
of English prose: it is worth offering, since a person chooses among what is offered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind
from briefing.intake import gazetteer, names
from briefing.intake.article import Article
from briefing.intake.datewords import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Small words within a name: "Mohammed bin Salman", "Ursula von der Leyen".
_WITHIN = r"(?:al|el|bin|bint|ibn|abu|de|da|del|della|der|den|di|dos|du|la|le|van|von|ter|y)"
_CAPITAL = r"(?:(?:al|el|ad|an|ar|as|at|az)-)?[^\W\d_a-zß-öø-ÿ][\w’'-]*"
_RUN = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:[ \u00a0](?:{_WITHIN}[ \u00a0]){{0,2}}{_CAPITAL})*")
_LOOSE_WORDS = "brigades front group militia movement network rebels resistance"
_LOOSE = frozenset(_LOOSE_WORDS.split())
_TITLES_WORDS = (
    "president vice prime minister foreign crown prince princess king queen sheikh sultan emir "
    "chancellor ambassador general admiral colonel secretary senator governor mayor mr mrs ms dr "
    "sir lord pope ayatollah deputy spokesman spokeswoman spokesperson envoy special "
    "defence defense finance interior"
)
_TITLES = frozenset(_TITLES_WORDS.split())
#: Words that begin with a capital and are no part of a name.
_PLAIN_WORDS = (
    "the a an in on at by of for from to with as and but or if so since after before during while "
    "when where who what why how he she they it we you i his her their its this that these those "
    "there then some many most all both each one two three four five six nine no not now mr "
    "analysts officials sources whether although "
    "because however meanwhile about against among between under over until also only even"
)
_PLAIN = frozenset((*_PLAIN_WORDS.split(), *MONTHS, *WEEKDAYS))
_LEAST_ACRONYM = 2
_KINDS = frozenset(kind.value for kind in ActorKind)
#: "Iranian officials" are nobody whom a person would enter.
_BODY_OF_STATE = "state body"
#: What parts two names: "Iran’s Supreme National Security Council".
_POSSESSIVE = re.compile(r"[’']s(?:[ \u00a0]|$)|(?<=s)[’'][ \u00a0]")


@dataclass(frozen=True, slots=True)
class Named:
    """A name at a place in a text, in code points."""

    start: int
    end: int
    name: str
    kind: str


def kind_of(name: str) -> str:
    """What sort of actor a name is likely to be, as a value of :class:`ActorKind`."""
    if gazetteer.state_code(name):
        return ActorKind.STATE.value
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", name)]
    if not _LOOSE.isdisjoint(words):
        return ActorKind.GROUP.value
    whole = [one.kind for one in _found(name) if one.end == len(name) and one.kind in _KINDS]
    if whole:
        return whole[-1]
    bare = name.replace(".", "")
    if bare.isupper() and bare.isalpha() and len(bare) >= _LEAST_ACRONYM:
        return ActorKind.ORGANISATION.value
    return ActorKind.PERSON.value


def names_in(text: str) -> Iterator[Named]:
    """The names of a text in its order: those that :mod:`briefing.intake.names` finds, and beside them
    runs of capitals of two words and more, or of an acronym.

    A single word is no name for its capital alone: at the beginning of a sentence any word has one.
    """
    found = _found(text)
    named = [one for one in found if one.kind in _KINDS and one.rule != _BODY_OF_STATE]
    known = [
        Named(one.name_start, one.end, text[one.name_start : one.end], one.kind) for one in named
    ]
    taken = [(one.start, one.end) for one in found]
    for run in _RUN.finditer(text):
        at = bisect_right(taken, (run.end(), 0)) - 1
        if at < 0 or taken[at][1] <= run.start():
            known.extend(_parted(text, *run.span()))
    for one in sorted(known, key=lambda one: one.start):
        if " " in one.name or one.kind != ActorKind.PERSON.value:
            kind = kind_of(one.name) if one.kind == ActorKind.ORGANISATION.value else one.kind
            yield Named(one.start, one.end, " ".join(one.name.split()), kind)


def _found(text: str) -> tuple[names.Mention, ...]:
    return names.find(Article(text)).mentions


def _parted(text: str, start: int, end: int) -> Iterator[Named]:
    for part in _POSSESSIVE.finditer(text, start, end):
        yield from _within(text, start, part.start())
        start = part.end()
    yield from _within(text, start, end)


def _within(text: str, start: int, end: int) -> Iterator[Named]:
    pieces = [
        (start + word.start(), start + word.end())
        for word in re.finditer(r"[^ \u00a0]+", text[start:end])
    ]
    while pieces and _is_plain(text, pieces[0]):
        pieces.pop(0)
    titles = 0
    while titles < len(pieces) and _plain(text, pieces[titles]) in _TITLES:
        titles += 1
    # A title before a person is none of the name; "Foreign Ministry" keeps its words.
    if titles and kind_of(text[pieces[titles - 1][0] : end]) == ActorKind.PERSON.value:
        pieces = pieces[titles:]
    if not pieces:
        return
    begin, stop = pieces[0][0], pieces[-1][1]
    name = text[begin:stop].rstrip("’'-")
    kind = kind_of(name)
    single = " " not in name and "\u00a0" not in name
    if single and kind != ActorKind.STATE.value and not name.isupper():
        found = gazetteer.longest([name.replace("’", "'")], 0)
        if found is None or found[1].kind not in _KINDS:
            return
    yield Named(begin, begin + len(name), " ".join(name.split()), kind)


def _plain(text: str, piece: tuple[int, int]) -> str:
    return text[piece[0] : piece[1]].casefold().strip("’'-.")


def _is_plain(text: str, piece: tuple[int, int]) -> bool:
    return _plain(text, piece) in _PLAIN
