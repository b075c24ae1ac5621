"""Names that a person may mean by a few letters, and what sort of actor a name is likely to be.

Looser than :mod:`briefing.intake.names`, which leaves out what does not follow from anything: here all that
looks like a name of English prose is worth offering, since a person chooses among what is offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind
from briefing.intake import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Small words within a name: "Mohammed bin Salman", "Ursula von der Leyen".
_WITHIN = r"(?:al|el|bin|bint|ibn|abu|de|da|del|della|der|den|di|dos|du|la|le|van|von|ter|y)"
_CAPITAL = r"(?:(?:al|el|ad|an|ar|as|at|az)-)?[^\W\d_a-zß-öø-ÿ][\w’'-]*"
_RUN = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:[ \u00a0](?:{_WITHIN}[ \u00a0]){{0,2}}{_CAPITAL})*")
_OF = re.compile(rf"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?{_CAPITAL}(?:[ \u00a0]{_CAPITAL})*")

_BODIES_WORDS = (
    "agency alliance army assembly association authority bank board bureau cabinet center centre "
    "commission committee confederation congress corporation council court department directorate "
    "federation forces foundation fund government guard guards house institute league ministry "
    "mission nations navy office organisation organization parliament party pact police review "
    "secretariat senate service society treasury tribunal union university"
)
_BODIES = frozenset(_BODIES_WORDS.split())
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
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december analysts officials sources whether although "
    "because however meanwhile about against among between under over until also only even"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
_LEAST_ACRONYM = 2
_KINDS = frozenset(kind.value for kind in ActorKind)
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
    known = gazetteer.longest(name.replace("’", "'").split() or [""], 0)
    if known is not None and known[0] == len(name.split()) and known[1].kind in _KINDS:
        return known[1].kind
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", name)]
    if not _BODIES.isdisjoint(words):
        return ActorKind.ORGANISATION.value
    if not _LOOSE.isdisjoint(words):
        return ActorKind.GROUP.value
    bare = name.replace(".", "")
    if bare.isupper() and bare.isalpha() and len(bare) >= _LEAST_ACRONYM:
        return ActorKind.ORGANISATION.value
    return ActorKind.PERSON.value


def names_in(text: str) -> Iterator[Named]:
    """The names of a text in its order: states, bodies, and persons of two words and more.

    A single word is taken for a name only where it is a state or an acronym: at the beginning of a
    sentence any word has a capital.
    """
    done = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        if start < done:
            continue
        extended = _OF.match(text, end)
        if extended:
            whole = text[start : extended.end()]
            body = kind_of(run[0]) == ActorKind.ORGANISATION.value
            if body or any(gazetteer.state_code(whole[at:]) for at in _beginnings(whole)):
                end = extended.end()
        done = end
        for part in _POSSESSIVE.finditer(text, start, end):
            yield from _within(text, start, part.start())
            start = part.end()
        yield from _within(text, start, end)


def _beginnings(words: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\s+", words))][:2]


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
