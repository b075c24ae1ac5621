"""The actors whom an article names, as those who speak are looked up among them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from briefing.intake.readers.result import words as word_set
from briefing.intake.titles import BODIES, COMMON, GROUNDS, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.intake.article import Article
    from briefing.intake.draft import Span

# ruff: noqa: D102  what the properties of a protocol are stands in its head


class Mention(Protocol):
    """Where an actor is named; ``actor`` is its number, ``kind`` that of the actor.

    ``rule`` is "capital" where it is the capital of a state.
    """

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def actor(self) -> int: ...
    @property
    def rule(self) -> str: ...


class Office(Protocol):
    """A title that the article gives somebody; ``of`` is the number of an actor, or None."""

    @property
    def title(self) -> str: ...
    @property
    def of(self) -> int | None: ...


class Actor(Protocol):
    """Somebody named; ``sex`` is "m", "f" or empty, ``iso`` the code of a state or of a place's state."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def iso(self) -> str: ...
    @property
    def offices(self) -> Sequence[Office]: ...


class Names(Protocol):
    """The actors of an article and where they are named, in order."""

    @property
    def actors(self) -> Sequence[Actor]: ...
    @property
    def mentions(self) -> Sequence[Mention]: ...


@dataclass(frozen=True, slots=True)
class Added:
    """An actor whom nothing but his or her speaking names, and where: what ``Names`` does not know."""

    kind: str
    name: str
    start: int
    end: int
    sex: str = ""
    iso: str = ""
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class _Here:
    start: int
    end: int
    kind: str
    actor: int
    rule: str = ""


#: How far back a reader keeps a name in mind, in code points and in mentions.
_REACH: Final = 1500
_MOST: Final = 40
#: Words with capitals side by side, particles of names between them.
RUN: Final = re.compile(
    r"\b[^\W\d_a-z][\w’'-]+(?:\.[A-Z]\.)?"
    r"(?:[ \u00a0](?:al-|de |da |van |von |bin |ibn |del |der |la )?[^\W\d_a-z][\w’'.-]+)*"
)
BODY_NAME: Final = re.compile(
    r"\b(?:Times|Post|News|Press|Journal|Herald|Star|Sun|Telegraph|Guardian|Tribune|Agency|Ministry|Council|"
    r"Committee|Commission|Association|University|Institute|Center|Centre|Department|Court|Bank|Party|Union|"
    r"Authority|Office|Foundation|Group|Network|Television|Radio|Review|Wire|Daily|Independent|Corporation|"
    r"Church|Federation|Army|Police|Force|Board|Bureau|Society|League|Club|Fund|Company|Gazette|Observer|Monitor)\b"
)
#: One word that is called as papers, broadcasters and their like are.
_PAPER: Final = re.compile(r"[A-Z]\w{2,}(?:news|press|leaks|media|pedia|post|radio|cast)")
#: Two words in one, as bodies are called: "FactCheck"; but "MacLeod", "FitzRoy", "DelVecchio".
_TWO_CAPITALS: Final = re.compile(r"(?!Mac|Fitz|Del|Della|Van|Von|Des|Abu)[A-Z][a-z]{2,}[A-Z]\w+")
#: A given name, and an initial or a second one behind it, before a family name.
_GIVEN: Final = re.compile(r"(?<![\w’'-])[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?: [A-Z]\.| [A-Z][a-z]+)?\Z")
_LONGEST_GIVEN: Final = 40
_OWNED_END: Final = re.compile(r"['’]s?$")
#: How far around it a word is looked for that may be a name, in code points.
_AROUND: Final = 4000
_NO_NAMES: Final = word_set(
    "The A An This That These Those He She They It We You I In On At But And Or For From To As If "
    "When While Some Many Most All Both Other Others Another One Two Three Several Few No Every "
    "Each Any Such More Much Mr Mrs Ms Dr Sir President Minister Officials Critics Experts "
    "Analysts Police Researchers Scientists Reports Figures Estimates Republicans Democrats "
    "People Americans Speaker Democratic Republican Earlier Later His Her Their Its Our My Your "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Today Yesterday Among According Police "
    "Municipality Government Ministry Parliament Congress Senate Meanwhile However Instead "
    "Article Court Church Army Navy Council Committee Commission Department University Church "
    "Party"
)


class Known:
    """The actors and mentions of an article; actors may be added while the speakers are looked up."""

    def __init__(self, article: Article, names: Names) -> None:
        self.article, self.text = article, article.text
        self.mentions: list[Mention] = [*names.mentions]
        self.actors: list[Actor] = [*names.actors]
        self.added: list[Added] = []
        self._starts = [one.start for one in self.mentions]
        self._by_last: dict[str, list[int]] = {}
        self._by_office: dict[str, list[int]] = {}
        self.states: dict[str, int] = {}
        for number, actor in enumerate(self.actors):
            self._index(number, actor)
            if actor.kind == "state" and actor.iso:
                self.states[actor.iso] = number

    def _index(self, number: int, actor: Actor) -> None:
        last = actor.name.split()[-1:]
        if last:
            self._by_last.setdefault(last[0], []).append(number)
        for office in actor.offices:
            for word in {*office.title.casefold().split()}:
                self._by_office.setdefault(word, []).append(number)

    def kind(self, number: int) -> str:
        """The kind of an actor."""
        return self.actors[number].kind

    def inside(self, span: Span) -> list[Mention]:
        """The mentions that touch a span."""
        start, end = span
        first = bisect_left(self._starts, start)
        if first and self.mentions[first - 1].end > start:
            first -= 1
        found: list[Mention] = []
        while first < len(self.mentions) and self.mentions[first].start < end:
            found.append(self.mentions[first])
            first += 1
        return found

    def before(self, at: int) -> Iterator[Mention]:
        """The mentions before an offset, the nearest first, no more than a reader keeps in mind."""
        stop = bisect_left(self._starts, at)
        for number in range(stop - 1, max(-1, stop - 1 - _MOST), -1):
            if at - self._starts[number] > _REACH:
                return
            yield self.mentions[number]

    def owned(self, mention: Mention) -> bool:
        """Whether a mention only tells whose something is: "Lee's office"."""
        return self.text.startswith(("'s ", "’s ", "' ", "’ "), mention.end) or self.text[
            mention.start : mention.end
        ].endswith(("'s", "’s"))

    def named(self, last: str, kinds: tuple[str, ...]) -> Iterator[int]:
        """The actors of these kinds whose name ends with a word."""
        return (one for one in self._by_last.get(last, ()) if self.kind(one) in kinds)

    def in_office(self, word: str, of: int | None) -> list[int]:
        """The people with an office of whose title this is a word; of an actor where one is given."""
        return [
            one
            for one in dict.fromkeys(self._by_office.get(word, ()))
            if self.kind(one) == "person"
            and any(
                word in office.title.casefold() and of in (None, office.of)
                for office in self.actors[one].offices
            )
        ]

    # actors that only their speaking names

    def add(self, span: Span) -> int | None:
        """The number of the actor that a run of capitals names, added where it is new; or None.

        A word that may be a common one is no name.
        """
        start = span[0]
        words = _OWNED_END.sub("", self.text[slice(*span)]).split()
        while (
            len(words) > 1 and words[0] != "The" and (words[0] in _NO_NAMES or words[0] in COMMON)
        ):
            start += len(words[0]) + 1
            words = words[1:]
        name, last = " ".join(words), words[-1]
        for number in self.named(last, ("person", "organisation")):
            if len(words) == 1 or self.actors[number].name.endswith(name):
                return number
        if len(words) > 1:
            body = BODY_NAME.search(name)
        else:
            body = _PAPER.fullmatch(last) or _TWO_CAPITALS.fullmatch(last)
        if not body and not self._is_person(words, start):
            return None
        if not body and len(words) == 1:
            name = self._in_full(name, start) or name
        added = Added(
            "organisation" if body else "person", name, start, start + len(" ".join(words))
        )
        number = len(self.actors)
        self.added.append(added)
        self.actors.append(added)
        self._index(number, added)
        at = bisect_left(self._starts, start)
        self._starts.insert(at, start)
        self.mentions.insert(at, _Here(start, added.end, added.kind, number))
        return number

    def _is_person(self, words: list[str], start: int) -> bool:
        last = words[-1]
        if len(words) > 4 or last in _NO_NAMES or words[0] in _NO_NAMES:
            return False
        if last in TITLES or last in BODIES or last in GROUNDS:
            return False
        if all(word.isupper() for word in words):
            return False
        if len(words) > 1:
            return True
        if last.endswith("s") or len(last) < 4:
            return False
        begins = self.article.sentences[self.article.sentence_at(start)][0] >= start - 1
        return not begins or self._has_capital_always(last, start)

    def _in_full(self, family: str, start: int) -> str:
        """`Rosamund Vik` where the article has it near a Vik who speaks, else nothing."""
        text, wanted = self.text, f" {family}"
        at = text.find(wanted, max(0, start - _AROUND), start + _AROUND)
        while at >= 0:
            end = at + len(wanted)
            given = _GIVEN.search(text, max(0, at - _LONGEST_GIVEN), at)
            whole = not _is_letter(text[end : end + 1]) and text[end : end + 1] != "-"
            if whole and given and not any(map(self._is_no_given, given[0].split())):
                return f"{given[0]} {family}"
            at = text.find(wanted, end, start + _AROUND)
        return ""

    @staticmethod
    def _is_no_given(word: str) -> bool:
        """Whether a word before a family name is none of the name: "But Vik", "Mr. Vik"."""
        plain = word.rstrip(".")
        if (
            plain in _NO_NAMES
            or word in TITLES
            or plain in TITLES
            or word in BODIES
            or word in GROUNDS
        ):
            return True
        return word in COMMON or word.endswith(("ly", "ing", "’s", "'s"))

    def _has_capital_always(self, word: str, start: int) -> bool:
        """Whether a word at the head of a sentence has a capital elsewhere too, and never none."""
        near = slice(max(0, start - _AROUND), start + _AROUND)
        text, small = self.text[near], self.article.small[near]
        inside = False
        for at in _places(small, word.lower()):
            if text[at].islower():
                return False
            before = text[max(0, at - 2) : at]
            inside |= before.endswith(" ") and (before[0] == "," or "a" <= before[0] <= "z")
        return inside


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word stands by itself."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and _is_letter(text[at - 1])) and not _is_letter(text[end : end + 1]):
            yield at
        at = text.find(word, end)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
