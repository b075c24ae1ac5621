"""Ties between actors: who arms, sanctions, fights, joins or signs with whom."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.domain.relation import DIRECTED, Certainty, Phase, RelationKind
from briefing.intake import gazetteer, ties
from briefing.intake.dealings import Dealings
from briefing.intake.standing import joins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.intake.article import Article
    from briefing.intake.draft import ProposedRelation
    from briefing.intake.names import Names
    from briefing.intake.parties import Parties, Party
    from briefing.intake.when import When

_TO = re.compile(r"\b(?:to|for) (?:the )?(?=[A-Z])")
_WITH = re.compile(r"\b(?:between|with) (?:[a-z]+ ){0,2}(?=[A-Z]|both|the two)")
_ADJECTIVE = re.compile(r"(?:[A-Z]\w+ )?[A-Z][\w.]+ $")


def find(
    article: Article, names: Names, parties: Parties, dates: Sequence[When]
) -> tuple[ProposedRelation, ...]:
    """The ties that an article tells of, each once; parties are numbers of actors as text."""
    found: dict[tuple[str, str, str], ProposedRelation] = {}
    for start, end in article.sentences:
        present = [one for one in parties.between(start, end) if _is_political(names, one)]
        if len({one.state for one in present}) < 2:
            continue
        sentence = _Ties(article.text, start, end, names, parties, present, dates)
        for one in sentence.ties():
            key = _key(one)
            known = found.get(key)
            if known is None:
                found[key] = one
            else:
                best = one if one.confidence > known.confidence else known
                passages = tuple(dict.fromkeys((*known.passages, *one.passages)))
                when = known.when or one.when
                phase = known.phase or one.phase
                found[key] = replace(best, passages=passages[:6], when=when, phase=phase)
    return tuple(found.values())


def _is_political(names: Names, one: Party) -> bool:
    actor = names.actors[one.state]
    if actor.kind == "organisation":
        return actor.name in ties.POWERS or ties.POWER.search(actor.name) is not None
    # Whoever "the West" is in an article, it is nobody that a tie has an end in.
    return actor.kind in ("state", "group") and actor.rule != "name of a group"


def _key(one: ProposedRelation) -> tuple[str, str, str]:
    if one.kind in DIRECTED:
        return one.from_id, one.to_id, one.kind
    first, second = sorted((one.from_id, one.to_id))
    return first, second, one.kind


class _Ties(Dealings):
    """One sentence, asked for every sort of tie in turn."""

    def ties(self) -> Iterator[ProposedRelation]:
        """Every tie that the sentence tells of."""
        told = set(ties.BEGINNINGS.findall(self.text[self.start : self.end].lower()))
        for signs, rules in _RULES:
            if all(not one.isdisjoint(told) for one in signs):
                for rule in rules:
                    yield from rule(self)

    # The ties ---------------------------------------------------------------------------------------

    def transfers(self) -> Iterator[ProposedRelation]:
        """Who arms whom."""
        for match in ties.TRANSFER.finditer(self.text, self.start, self.end):
            no = ties.NOT.search(self.text, max(self.start, match.start() - 24), match.start())
            # "denied having shipped them, as Paris alleged" tells what is claimed.
            if no and not (
                no[0].startswith("den") and ties.CLAIMED.search(self.text, match.end(), self.end)
            ):
                continue
            for target in self.at(match.end()):
                source = self._giver(match.start(), target)
                yield from self.tie(
                    source, target, RelationKind.ARMS_TRANSFER, "arms to", confidence=0.8
                )
        match = self.search(ties.MADE_BY)
        if match is not None:
            for maker in self.at(match.end()):
                user = next((one for one in self.before(match.start()) if one != maker), None)
                if len(self.before(match.start())) > 1:
                    # "Ukraine has alleged that Russia launched …": who uses them stands nearest.
                    user = next(
                        (one for one in self.before(match.start())[::-1] if one != maker), None
                    )
                yield from self.tie(
                    maker, user, RelationKind.ARMS_TRANSFER, "arms made by", confidence=0.65
                )

    def _giver(self, at: int, target: int) -> int | None:
        """Who gives: the one named last before the verb, as whoever says so stands further off."""
        before = [one for one in self.before(at) if one != target]
        return before[-1] if before else None

    def technology(self) -> Iterator[ProposedRelation]:
        """Military technology, passed on or hinted at."""
        match = self.search(ties.TECHNOLOGY)
        if match is None:
            return
        others = self.at(match.end())
        here = self.before(match.start())
        if others and not match[0].rstrip().lower().endswith(("with", "to")):
            others = []
        if not others:
            return
        phase = Phase.PLANNED if ties.HINT.search(self.text, self.start, self.end) else Phase.NONE
        for other in others:
            source = next((one for one in here if one != other), None)
            yield from self.tie(
                source, other, RelationKind.MILITARY_TECHNOLOGY, "technology with", phase=phase
            )

    def sanctions(self) -> Iterator[ProposedRelation]:
        """Who has put sanctions on whom."""
        match = self.search(ties.SANCTIONS)
        if match is None:
            return
        by: list[int] = []
        on: list[int] = []
        told = self.search(ties.FROM_BY)
        if told is not None:
            by, on = self.at(told.end()), self.before(told.start())
            on = [one for one in on if self.names.actors[one].kind == "state"][-2:]
        against = self.search(ties.ON)
        if against is not None:
            on = self.at(against.end())
            by = by or self._owners(match.start()) or self.before(match.start())[:1]
        if not by and ties.BREACH.search(self.text, self.start, match.start()):
            by = self._owners(match.start())
            on = self._given_to(match.start())
        for source in by:
            for target in on:
                if source not in on:
                    yield from self.tie(
                        source,
                        target,
                        RelationKind.SANCTIONS,
                        "sanctions",
                        phase=Phase.IN_FORCE,
                        certainty=Certainty.STATED,
                        confidence=0.75,
                    )

    def _owners(self, at: int) -> list[int]:
        """Whose the sanctions are: named right before the word, joined to each other."""
        found: list[int] = []
        here = at
        for one in reversed([p for p in self.present if p.end <= at]):
            gap = self.text[one.end : here]
            if len(gap) > 14 or not (joins(gap) or not gap.strip(" ’'s")):
                break
            found.append(one.state)
            here = one.start
        return found[::-1]

    def _given_to(self, at: int) -> list[int]:
        """To whom something is given that sanctions forbid."""
        match = ties.TRANSFER_TO.search(self.text, self.start, at) or _TO.search(
            self.text, self.start, at
        )
        return self.at(match.end())[:1] if match else []

    def partnerships(self) -> Iterator[ProposedRelation]:
        """Strategic partnerships and pacts of defence."""
        match = self.search(ties.PARTNERSHIP)
        kind = RelationKind.STRATEGIC_PARTNERSHIP
        if match is None and self.search(ties.TREATY):
            match = self.search(ties.DEFENCE)
            kind = RelationKind.DEFENCE_PACT
        if match is None:
            match = self.search(ties.COMPREHENSIVE)
            kind = RelationKind.STRATEGIC_PARTNERSHIP
        if match is None:
            return
        two = self._two(match)
        if two is None:
            return
        signed = self.search(ties.SIGNED) is not None and self.search(ties.TREATY) is not None
        treaty = self.search(ties.TREATY) is not None
        phase = Phase.SIGNED if signed else Phase.NONE if treaty else Phase.NOT_A_TREATY
        certainty = Certainty.CONFIRMED if signed else Certainty.STATED
        yield from self.tie(
            *two, kind, "partnership", phase=phase, certainty=certainty, confidence=0.8
        )

    def _two(self, match: re.Match[str]) -> tuple[int, int] | None:
        """The two whom a treaty or partnership joins: named after it, or the first two before it."""
        after = self._between_after(match.end())
        if len(after) >= 2:
            return after[0], after[1]
        before = self.before(match.start())
        if after and any(one != after[0] for one in before):
            return next(one for one in before if one != after[0]), after[0]
        states = list(dict.fromkeys(one.state for one in self.present))
        return (states[0], states[1]) if len(states) >= 2 else None

    def _between_after(self, at: int) -> list[int]:
        found = _WITH.search(self.text, at, min(self.end, at + 60))
        return self.at(found.end()) if found else []

    def wars(self) -> Iterator[ProposedRelation]:
        """Who makes war on whom."""
        for match in ties.WAR.finditer(self.text, self.start, self.end):
            targets = self.at(match.end())[:1]
            source = self._owner_or_subject(match.start())
            if (
                match[0].split()[0] in ("aggression", "fighting", "offensive")
                and " " not in match[0].strip()
            ):
                continue
            for target in targets:
                yield from self.tie(
                    source,
                    target,
                    RelationKind.WAR,
                    "war on",
                    certainty=Certainty.STATED,
                    confidence=0.6,
                )

    def _owner_or_subject(self, at: int) -> int | None:
        adjective = _ADJECTIVE.search(self.text, max(self.start, at - 40), at)
        if adjective:
            for words in (adjective[0].strip(), adjective[0].split()[-1]):
                called = self.parties.called(words)
                if called is not None:
                    return called
        before = self.before(at)
        return before[-1] if before else None

    def _between(
        self, pattern: re.Pattern[str], kind: RelationKind, rule: str
    ) -> Iterator[ProposedRelation]:
        match = self.search(pattern)
        if match is None:
            return
        targets = self.at(match.end())
        if match[0].rstrip(" the").endswith("between") and len(targets) >= 2:
            yield from self.tie(targets[0], targets[1], kind, rule, certainty=Certainty.STATED)
            return
        before = self.before(match.start())
        for target in targets[:1]:
            source = next((one for one in reversed(before) if one != target), None)
            yield from self.tie(source, target, kind, rule, certainty=Certainty.STATED)

    def disputes(self) -> Iterator[ProposedRelation]:
        """ "Egypt’s dispute with Ethiopia"."""
        yield from self._between(ties.DISPUTE, RelationKind.DISPUTE, "dispute")

    def neutrality(self) -> Iterator[ProposedRelation]:
        """Who stays out, towards whom."""
        match = self.search(ties.NEUTRAL)
        if match is None:
            return
        before = self.before(match.start())
        source = self.owner(match.start()) or (before[0] if before else None)
        pair = self.search(ties.PAIR_WAR)
        sides = [one for one in self._pair(pair) if one is not None] if pair else []
        between = self.search(ties.WAR_BETWEEN)
        if between is not None and not sides:
            sides = self.at(between.end())[:2]
        if not sides:
            told = _TO.search(self.text, match.end(), self.end)
            sides = list(self.at(told.end())[:1]) if told else []
        if pair and before and source in sides:
            source = next((one for one in before if one not in sides), None)
        for side in sides:
            yield from self.tie(
                source, side, RelationKind.NEUTRALITY_STANCE, "neutral", certainty=Certainty.STATED
            )

    def allies(self) -> Iterator[ProposedRelation]:
        """Whom somebody calls an ally."""
        match = self.search(ties.ALLIES)
        if match is None:
            return
        before = self.before(match.start())
        if not before:
            return
        for ally in self.at(match.end()):
            yield from self.tie(
                before[-1],
                ally,
                RelationKind.DEFENCE_PACT,
                "allies",
                certainty=Certainty.STATED,
                confidence=0.6,
            )

    def members(self) -> Iterator[ProposedRelation]:
        """Who has joined what."""
        match = self.search(ties.MEMBER)
        if match is None:
            return
        for body in self.at(match.end())[:1]:
            source = self.subject(match.start())
            if source is None or self.names.actors[source].kind != "state":
                continue
            if self.names.actors[body].kind == "organisation":
                yield from self.tie(
                    source,
                    body,
                    RelationKind.MEMBERSHIP,
                    "member of",
                    confidence=0.65,
                )

    def contacts(self) -> Iterator[ProposedRelation]:
        """Who has met or visited whom."""
        match = self.search(ties.CONTACT)
        if match is None or ties.NOT.search(
            self.text, max(self.start, match.start() - 16), match.start()
        ):
            return
        targets = self._after(match.end())
        # "At the invitation of their president, Ana Diaz of Peru visited Chad": nobody visits themselves.
        source = next((one for one in self.before(match.start()) if one not in targets[:1]), None)
        phase = (
            Phase.PLANNED if ties.PLAN.search(self.text, self.start, match.start()) else Phase.NONE
        )
        for target in targets[:1]:
            yield from self.tie(
                source,
                target,
                RelationKind.DIPLOMATIC_CONTACT,
                "met",
                phase=phase,
                certainty=Certainty.STATED,
                confidence=0.6,
            )

    def _after(self, at: int) -> list[int]:
        return [
            one.state
            for one in self.present
            if at <= one.start <= at + 60
            and not ties.ASIDE.search(self.text, at, max(at, one.start))
        ]

    def pairs(self) -> Iterator[ProposedRelation]:
        """ "Russia-Ukraine war": two names joined by a hyphen."""
        for match in ties.PAIR_WAR.finditer(self.text, self.start, self.end):
            source, target = self._pair(match)
            yield from self.tie(
                source,
                target,
                RelationKind.WAR,
                "war between",
                certainty=Certainty.STATED,
                confidence=0.8,
            )

    def _pair(self, match: re.Match[str]) -> tuple[int | None, int | None]:
        return self._named(match["a"]), self._named(match["b"])

    def _named(self, name: str) -> int | None:
        name = name.removeprefix("The ")
        for words, known in gazetteer.phrases().get(name.split()[0], ()):
            if " ".join(words) == name and known.kind == gazetteer.STATE:
                return self.parties.named(known.iso)
        return None


#: The rules, each with the beginnings of words of which a sentence must have one of every set.
_RULES: tuple[
    tuple[tuple[frozenset[str], ...], tuple[Callable[[_Ties], Iterator[ProposedRelation]], ...]],
    ...,
] = (
    ((ties.FIGHTING,), (_Ties.pairs,)),
    ((ties.GIVING, ties.ARMING), (_Ties.transfers, _Ties.bought, _Ties.given_by)),
    ((ties.TECHNICAL,), (_Ties.technology,)),
    ((ties.SANCTIONING,), (_Ties.sanctions,)),
    ((ties.PARTNERING,), (_Ties.partnerships,)),
    ((ties.FIGHTING,), (_Ties.wars,)),
    ((ties.DISPUTING,), (_Ties.disputes, _Ties.rows)),
    ((ties.NEUTRALS,), (_Ties.neutrality,)),
    ((ties.ALLYING,), (_Ties.allies,)),
    ((ties.JOINING,), (_Ties.members, _Ties.joining)),
    ((ties.MEETING,), (_Ties.contacts, _Ties.spoke)),
    ((ties.TOGETHER,), (_Ties.between_two,)),
)
