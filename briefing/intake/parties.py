"""Who acts in a sentence: the actors named, the states that people speak for, and "both countries"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from briefing.intake import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.intake.article import Article
    from briefing.intake.names import Mention, Names
    from briefing.intake.quotes import Quotations

_BOTH = re.compile(
    r"\b(?:(?:both|the two|these two) (?:presidents|leaders|ministers|foreign ministers|"
    r"prime ministers|delegations)|the presidents|(?:both|the two|these two|the) (?:countries|"
    r"nations|states|sides|governments|capitals|neighbours|neighbors|parties|allies))\b"
)
_SEAT = re.compile(r"\b(?:[Ii]n|at|near|outside|around) $")
#: He and she where a clause begins; its first letter comes before what is looked at behind it: that is fast.
_PRONOUN = re.compile(r"[HhSs](?<![\w’'].)(?:(?<=[Hh])e|(?<=[Ss])he)(?= [a-z])")
#: "the Kazakh side" is the state.
_SIDE = re.compile(r" (?:side|counterparts?)\b")
_OF_SIDE = re.compile(r"\b[A-Z]\w+(?: [A-Z]\w+)?\Z")
_LONGEST_NAME = 60
#: How far back "both countries" looks.
_REACH = 1500


class Party(NamedTuple):
    """Somebody in a sentence: the number of the actor, and the span that names it.

    ``state`` is the number of the state that a person or a body speaks for, or that is meant by its
    capital; an actor that is a state, or stands for itself, is its own.
    """

    actor: int
    state: int
    start: int
    end: int
    kind: str


class Parties:
    """Finds the parties of sentences; asked in the order of the text."""

    def __init__(self, article: Article, names: Names, quoted: Quotations) -> None:
        self._text, self._small = article.text, article.small
        self._names = names
        self._states = {a.iso: n for n, a in enumerate(names.actors) if a.kind == "state"}
        # Events, claims and relations ask for the same sentences in turn.
        self._all = [party for one in names.mentions if (party := self._party(one))]
        self._all += self._together()
        self._all += [
            Party(actor, self._speaks_for(actor), *span, "person")
            for span, actor in self._resolved(quoted)
        ]
        self._all += self._sides()
        self._all.sort(key=_begin)
        self._starts = [one.start for one in self._all]

    def _resolved(self, quoted: Quotations) -> Iterator[tuple[tuple[int, int], int]]:
        """Each he and she with the number of the person: as it speaks, else who was named last."""
        speaks = {
            one.voice.speaker[0]: one.behind.actors[0]
            for one in quoted.said
            if one.voice.speaker and len(one.behind.actors) == 1
        }
        people = [one for one in self._names.mentions if one.kind == "person"]
        total, at = len(self._names.actors), 0
        last: dict[str, int] = {}
        for match in _PRONOUN.finditer(self._text):
            while at < len(people) and people[at].end <= match.start():
                one = people[at].actor
                sex = self._names.actors[one].sex
                last.update(dict.fromkeys([sex] if sex else ["m", "f"], one))
                at += 1
            wanted = "f" if match[0].lower() == "she" else "m"
            actor = speaks.get(match.start(), last.get(wanted))
            if actor is not None and actor < total:
                last[wanted] = actor
                yield match.span(), actor

    def between(self, start: int, end: int) -> list[Party]:
        """The parties that begin in a stretch of text, in order; "both countries" gives two of one span."""
        low = bisect_left(self._starts, start)
        return self._all[low : bisect_left(self._starts, end, low)]

    def _together(self) -> Iterator[Party]:
        for match in _BOTH.finditer(self._small):
            for number in self.last_two(match.start()):
                yield Party(number, number, *match.span(), "state")

    def _sides(self) -> Iterator[Party]:
        for match in _SIDE.finditer(self._small):
            at = match.start()
            of = _OF_SIDE.search(self._text, max(0, at - _LONGEST_NAME), at)
            number = self.called(of[0]) if of else None
            if of and number is not None:
                yield Party(number, number, of.start(), match.end(), "state")

    def _speaks_for(self, person: int) -> int:
        """The number of the state or body whose office a person holds; else of the person."""
        offices = self._names.actors[person].offices
        held = (o.of for o in offices if o.of is not None and not o.is_past)
        return next(held, person)

    def _party(self, one: Mention) -> Party | None:
        actor = self._names.actors[one.actor]
        if one.kind == "person":
            return Party(one.actor, self._speaks_for(one.actor), one.start, one.end, "person")
        if one.kind == "place":
            state = self._states.get(actor.iso) if one.rule == "capital" else None
            if state is None:
                return None
            # "in Paris" is where, "Paris said" is who.
            seat = _SEAT.search(self._text, max(0, one.start - 10), one.start) is not None
            return Party(state, state, one.start, one.end, "seat" if seat else "capital")
        state = one.actor
        if actor.kind == "organisation" and actor.iso:
            state = self._states.get(actor.iso, one.actor)
        return Party(one.actor, state, one.start, one.end, one.kind)

    def side(self, actor: int) -> int:
        """The number of the state that an actor speaks for; of the actor where that is none."""
        if actor >= len(self._names.actors):
            return actor
        one = self._names.actors[actor]
        if one.kind == "person":
            return self._speaks_for(actor)
        if one.kind == "organisation" and one.iso:
            return self._states.get(one.iso, actor)
        return actor

    def last_two(self, before: int) -> list[int]:
        """The two states that were named last before a place, in the order in which they were named."""
        near = [
            party.state
            for one in reversed(self._names.between(max(0, before - _REACH), before))
            if (party := self._party(one)) and self._names.actors[party.state].kind == "state"
        ]
        told = Counter(near)
        # A state that is told of once in passing is no side where two are told of again and again.
        often = [one for one in told if told[one] > 1]
        two = list(dict.fromkeys(one for one in near if len(often) < 2 or one in often))[:2]
        return two[::-1] if len(two) == 2 else []

    def named(self, iso: str) -> int | None:
        """The number of a state by its ISO code, where the article names it."""
        return self._states.get(iso)

    def called(self, adjective: str) -> int | None:
        """The number of a state by its adjective, where the article names the state too."""
        iso = gazetteer.adjectives().get(adjective, "")
        return self._states.get(iso)


def _begin(one: Party) -> int:
    return one.start
