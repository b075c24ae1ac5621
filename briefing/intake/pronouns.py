"""Pronouns as speakers: he and she by sex, nearness and subject; it and they; "who"; "I" in interviews."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from briefing.intake.interviews import Interview
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:
    from briefing.intake.draft import Span
    from briefing.intake.knownnames import Known


class Behind(NamedTuple):
    """The actors behind a mention, by number; none where it is not told who it is."""

    actors: tuple[int, ...]
    rule: str
    confidence: float


NOBODY: Final = Behind((), "not told", 0.0)
_HE: Final = word_set("he him his himself")
_SHE: Final = word_set("she her hers herself")
_IT: Final = word_set("it its itself")
_THEY: Final = word_set("they them their themselves both")
_I: Final = word_set("i me my mine myself we us our")
_WE: Final = word_set("we us our")
_YOU: Final = word_set("you your")
_WHO: Final = word_set("who which whose whom that")
#: How many sentences an unnamed speaker is still meant by a pronoun.
_NEXT: Final = 2
#: Between a name and "who": "(D-Ohio),", ", the mayor of", ", 34, a pilot".
_ASIDE: Final = re.compile(
    r"(?: \([^()]{1,30}\))?,?(?: \d\d,)? ?(?:(?:an?|the|his|her|its|their) [^.;:!?“”\"()]{1,80})?[ ,—–-]*"
)
#: How far back, in code points, "it" and "they" look.
_NEAR: Final = 500
_SPOKE_NEAR: Final = 700


class Pronouns:
    """Who a pronoun is; it remembers who spoke, to be asked in the order of the text."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._heard: tuple[int, tuple[int, ...]] | None = None
        self._spoke: list[tuple[int, tuple[int, ...]]] = []
        self._interview = Interview(known)

    def heard(self, at: int, actors: tuple[int, ...], *, somebody: bool) -> None:
        """Note who spoke last, and that it was ``somebody`` whom no name tells."""
        self._heard = (at, actors) if somebody else None

    def remember(self, at: int, actors: tuple[int, ...]) -> None:
        """Note that these actors spoke."""
        self._spoke.append((at, actors))
        del self._spoke[:-8]

    def who(self, word: str, span: Span) -> Behind | None:
        """The actors behind a word in small letters, or None where it is no pronoun."""
        at = span[0]
        if word in _HE:
            return self._person(at, "m")
        if word in _SHE:
            return self._person(at, "f")
        if word in _IT:
            return self._thing(at)
        if word in _THEY:
            return self._several(at)
        if word in _WHO:
            return self._head(at)
        if word in _I or word in _YOU:
            if word in _WE:
                return NOBODY
            speaker, rule = self._interview.speaker(at, you=word in _YOU)
            return NOBODY if speaker is None else Behind((speaker,), rule, 0.75)
        return None

    def _head(self, at: int) -> Behind:
        """The name right before "who"."""
        text = self._known.text
        for mention in self._known.before(at):
            if mention.kind == "place":
                continue  # "Ada Lind, the mayor of Oslo who …"
            between = text[mention.end : at]
            if not between.strip(" ,'’s—–-("):
                return Behind((mention.actor,), "name before who", 0.9)
            aside = mention.kind == "person" and _ASIDE.fullmatch(between)
            return Behind((mention.actor,), "name before who", 0.85) if aside else NOBODY
        return NOBODY

    def _person(self, at: int, sex: str) -> Behind:
        """The person who is nearest, was subject or spoke, and may be of that sex."""
        seen: dict[int, float] = {}
        article, known = self._known.article, self._known
        here, paragraph = article.sentence_at(at), article.paragraph_at(at)
        if (unnamed := self._unnamed(at, here)) is not None:
            return unnamed
        for order, mention in enumerate(known.before(at)):
            theirs = known.actors[mention.actor].sex if mention.kind == "person" else "?"
            if theirs and theirs != sex:
                continue
            sentence = article.sentence_at(mention.start)
            # Of those whose sex is not known, most in the news are men.
            sure = 0.0 if theirs != sex else 1.0 if sex == "f" else 0.4
            value = 3.0 / (1 + here - sentence) + sure - 0.01 * order
            if paragraph - article.paragraph_at(mention.start) > 1:
                value -= 1.0
            if mention.start - article.sentences[sentence][0] < 12:
                value += 0.8  # a subject, as the pronoun is one as a rule
            elif known.owned(mention):
                value -= 0.5
            seen[mention.actor] = max(seen.get(mention.actor, -9.0), value)
        self._add_who_spoke(seen, here, sex)
        ranked = sorted(seen.items(), key=lambda one: -one[1])
        if not ranked or ranked[0][1] <= 0:
            return NOBODY
        clear = len(ranked) == 1 or ranked[0][1] - max(0.0, ranked[1][1]) > 0.8
        rule, sure = ("he or she, clearly", 0.85) if clear else ("he or she", 0.65)
        return Behind((ranked[0][0],), rule, sure)

    def _unnamed(self, at: int, here: int) -> Behind | None:
        """`A fisherman said so. He left.`: nobody whom the article names, or whom he spoke for."""
        if self._heard is None:
            return None
        where, actors = self._heard
        if not 0 <= here - self._known.article.sentence_at(where) <= _NEXT:
            return None
        between = (one for one in self._known.before(at) if one.kind == "person")
        if any(where < one.start for one in between):
            return None
        return Behind(actors, "he or she, who spoke for it", 0.6) if actors else NOBODY

    def _add_who_spoke(self, seen: dict[int, float], here: int, sex: str) -> None:
        """Whoever of that sex spoke last is likely to be spoken of again."""
        for where, actors in reversed(self._spoke[-6:]):
            away = here - self._known.article.sentence_at(where)
            one = actors[0]
            if len(actors) > 1 or not 0 <= away <= 4 or self._known.kind(one) != "person":
                continue
            if self._known.actors[one].sex in ("", sex):
                seen[one] = max(seen.get(one, 0.0), 2.5 / (1 + away)) + 1.2
                return

    def _thing(self, at: int) -> Behind:
        for where, actors in reversed(self._spoke[-2:]):
            one = len(actors) == 1 and self._known.kind(actors[0]) != "person"
            if one and at - where < _SPOKE_NEAR:
                return Behind(actors, "it, who spoke last", 0.7)
        for mention in self._known.before(at):
            if mention.kind in ("organisation", "state", "group") and at - mention.start < _NEAR:
                return Behind((mention.actor,), "it, named last", 0.45)
        return NOBODY

    def _several(self, at: int) -> Behind:
        for where, actors in reversed(self._spoke[-3:]):
            many = len(actors) > 1 or self._known.kind(max(actors)) in ("organisation", "group")
            if many and at - where < _SPOKE_NEAR:
                return Behind(actors, "they, who spoke last", 0.6)
        near = [one for one in self._known.before(at) if at - one.start < _NEAR]
        for after, before in pairwise(near):
            between = self._known.text[before.end : after.start].strip()
            if between == "and" and before.kind == after.kind:
                both = tuple(dict.fromkeys((before.actor, after.actor)))
                return Behind(both, "they, named together", 0.6)
        for one in near:
            if one.kind in ("organisation", "group"):
                return Behind((one.actor,), "they, named last", 0.4)
        return NOBODY
