"""Ties told the other way round: who buys, what was sent by whom, who spoke, who joins, who leaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.domain.relation import Certainty, Phase, RelationKind
from briefing.intake import ties
from briefing.intake.standing import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.intake.draft import ProposedRelation

_ARMS = rf"\b(?:{ties.ARMS})\b"
_TAKE = (
    r"bought|buys?|buying|purchas\w+|acquir\w+|receiv\w+|import(?:s|ed|ing)?|order(?:s|ed|ing)?|"
    r"obtain\w*"
)
_GAVE = r"(?:ship|suppl|transfer|sen[dt]|deliver|export|provid|sold|sell|gave|giv)\w*"
_BOUGHT = re.compile(rf"\b(?:{_TAKE})\b[^.;]{{0,80}}?{_ARMS}[^.;]{{0,40}}? from (?:the )?(?=[A-Z])")
_USED = re.compile(rf"\bus(?:es|ed|ing) (?:\w+ ){{0,2}}?{_ARMS} from (?:the )?(?=[A-Z])")
_FIRE = re.compile(r"\b(?:fire|attacks?|strikes?)\b")
_BOUGHT_FROM = re.compile(
    rf"{_ARMS} (?:\w+ )?(?:bought|purchased|acquired|received|imported|ordered) from (?:the )?(?=[A-Z])"
)
_CONTRACT = re.compile(
    rf"\b(?:contract|deal|agreement)\b(?:[^.;]|\.\d){{0,50}}? (?:for|on) [^.;]{{0,30}}?{_ARMS}"
    rf"[^.;]{{0,30}}? from (?:the )?(?=[A-Z])"
)
_SUPPLIED_WITH = re.compile(
    r"\b(?:suppl(?:y|ies|ied)|provid(?:e|es|ed)|equip(?:s|ped)?|arm(?:s|ed)) (?:the )?(?=[A-Z])"
)
_WITH_ARMS = re.compile(rf" with [^.;]{{0,40}}?{_ARMS}")
_WHICH_ONE_GAVE = re.compile(rf"{_ARMS},? (?:that|which) (?:the )?(?=[A-Z])")
_GAVE_TO = re.compile(rf"[^.;,]{{0,30}}?\b{_GAVE} to (?:the )?(?=[A-Z])")
_SELLER = re.compile(
    rf"\b(?:seller|supplier|exporter|provider|source) of (?:\w+ ){{0,2}}?{_ARMS} (?:to|for) "
    rf"(?:the )?(?=[A-Z])"
)
_FOUGHT = re.compile(r"(?: have| had)? fought\b(?! for\b| with\b| against\b)")
_ACCUSED = re.compile(r"\baccus(?:ed|es|ing) (?:the )?(?=[A-Z])")
_BREAK = re.compile(
    r"\b(?:recall(?:ed|s|ing)? (?:its|the|their) (?:ambassador|envoy)s? (?:from|to)|"
    r"(?:cut|sever(?:ed|s)?|broke off) (?:all )?(?:diplomatic )?(?:ties|relations) with) (?:the )?(?=[A-Z])"
)
_EXPELLED = re.compile(
    r"\bexpel(?:led|s|ling) (?:\w+ ){0,3}?(?P<of>[A-Z]\w+(?: [A-Z]\w+)?) (?:diplomat|ambassador|envoy)"
)
_LEAVE = re.compile(
    r"\b(?:leave|leaves|leaving|left|quit|quits|quitting|withdr\w+ from|suspended (?:from|by)) "
    r"(?:the )?(?=[A-Z])"
)
_GONE = re.compile(r"\b(?:left|quit|withdrew)\b")
_FOLLOWED = re.compile(r" (?:has |had )?followed\b")
_JOINED = re.compile(r"\bjoin(?:ed|s|ing) (?:the )?(?=[A-Z])")
_BOTH_BELONG = re.compile(r", to which (?:both|the two|they) belong")
_SPOKE = re.compile(
    r"\b(?:spoke\b[^.;]{0,50}? with|(?:tele)?phoned|held (?:\w+ ){0,2}talks\b[^.;]{0,40}? with|"
    r"received\b[^.;,]{0,40}? by|conferred with|was hosted by|was welcomed by) (?:the )?(?=[A-Z])"
)
_TOGETHER = re.compile(
    r"(?:,[^,.;]{0,60},)?(?: have| had| has)?(?: \w+ly)? (?:agreed\b|met\b(?! with)|meet\b|"
    r"(?:hold|held) (?:\w+ ){0,2}(?:talks|consultations|a summit)|negotiat\w+)"
)
_NON_AGGRESSION = re.compile(
    r"\bnon-?aggression (?:pact|treaty|agreement)s? (?:with|between) (?:the )?(?=[A-Z])"
)


class Dealings(Sentence):
    """One sentence, asked for the ties that are told from the other end."""

    def bought(self) -> Iterator[ProposedRelation]:
        """Who buys arms from whom."""
        for pattern in (_BOUGHT, _BOUGHT_FROM, _USED, _CONTRACT):
            match = self.search(pattern)
            if match is None or self._denied(match.start()) or _FIRE.search(match[0]):
                continue
            for seller in self.at(match.end())[:1]:
                buyer = self._nearest(match.start(), seller)
                yield from self.tie(
                    seller, buyer, RelationKind.ARMS_TRANSFER, "arms from", confidence=0.7
                )

    def given_by(self) -> Iterator[ProposedRelation]:
        """Arms that one gave to another, and who sells to whom."""
        match = self.search(_SUPPLIED_WITH)
        if match is not None and not self._denied(match.start()):
            taker = next((p for p in self.present if p.start == match.end()), None)
            if taker is not None and _WITH_ARMS.match(self.text, taker.end, self.end):
                planned = ties.PLAN.search(
                    self.text, max(self.start, match.start() - 16), match.start()
                )
                yield from self.tie(
                    self._nearest(match.start(), taker.state),
                    taker.state,
                    RelationKind.ARMS_TRANSFER,
                    "supplied with arms",
                    phase=Phase.PLANNED if planned else Phase.NONE,
                    confidence=0.75,
                )
        match = self.search(_WHICH_ONE_GAVE)
        if match is not None:
            givers = self.at(match.end())[:1]
            after = next((p.end for p in self.present if p.start >= match.end()), match.end())
            to = _GAVE_TO.match(self.text, after, self.end)
            for taker in self.at(to.end())[:1] if to else ():
                yield from self.tie(
                    givers[0] if givers else None,
                    taker,
                    RelationKind.ARMS_TRANSFER,
                    "arms that one gave",
                    confidence=0.75,
                )
        match = self.search(_SELLER)
        if match is not None:
            for taker in self.at(match.end())[:1]:
                yield from self.tie(
                    self._nearest(match.start(), taker),
                    taker,
                    RelationKind.ARMS_TRANSFER,
                    "seller of arms",
                    confidence=0.75,
                )

    def between_two(self) -> Iterator[ProposedRelation]:
        """Wars, pacts and meetings of two who are named side by side."""
        match = self.search(ties.WAR_BETWEEN)
        two = self.at(match.end()) if match else []
        if len(two) >= 2:
            yield from self.tie(
                two[0],
                two[1],
                RelationKind.WAR,
                "war between",
                certainty=Certainty.STATED,
                confidence=0.8,
            )
        match = self.search(_NON_AGGRESSION)
        two = self.at(match.end()) if match else []
        if match is not None and len(two) == 1:
            before = [one for one in self.before(match.start()) if one != two[0]]
            two = [*before[-1:], *two]
        if match is not None and len(two) >= 2:
            signed = ties.SIGNED.search(self.text, self.start, self.end) is not None
            yield from self.tie(
                two[0],
                two[1],
                RelationKind.NON_AGGRESSION,
                "non-aggression",
                phase=Phase.SIGNED if signed else Phase.NONE,
                confidence=0.75,
            )
        for first, second, after in self._joined():
            if _FOUGHT.match(self.text, after, self.end):
                yield from self.tie(
                    first,
                    second,
                    RelationKind.WAR,
                    "fought",
                    phase=Phase.ENDED,
                    certainty=Certainty.STATED,
                    confidence=0.6,
                )
            elif _TOGETHER.match(self.text, after, self.end):
                yield from self.tie(
                    first,
                    second,
                    RelationKind.DIPLOMATIC_CONTACT,
                    "together",
                    certainty=Certainty.STATED,
                    confidence=0.55,
                )

    def _joined(self) -> Iterator[tuple[int, int, int]]:
        """Two actors with "and" between them, or "both countries", and where the second ends."""
        for one, other in zip(self.present, self.present[1:], strict=False):
            gap = self.text[one.end : other.start].strip()
            if one.state != other.state and (one.start == other.start or gap in ("and", "and the")):
                yield one.state, other.state, other.end

    def rows(self) -> Iterator[ProposedRelation]:
        """Accusations, ambassadors called back and sent away."""
        match = self.search(_ACCUSED)
        if match is not None and not self._denied(match.start()):
            for target in self.at(match.end())[:1]:
                yield from self._dispute(self._nearest(match.start(), target), target, "accused")
        match = self.search(_BREAK)
        if match is not None:
            for target in self.at(match.end())[:1]:
                yield from self._dispute(self._nearest(match.start(), target), target, "ties cut")
        match = self.search(_EXPELLED)
        if match is not None:
            target = self.parties.called(match["of"])
            yield from self._dispute(self._nearest(match.start(), target), target, "expelled")

    def _dispute(
        self, source: int | None, target: int | None, rule: str
    ) -> Iterator[ProposedRelation]:
        if self._is_state(source) and self._is_state(target):
            yield from self.tie(
                source,
                target,
                RelationKind.DISPUTE,
                rule,
                certainty=Certainty.STATED,
                confidence=0.55,
            )

    def joining(self) -> Iterator[ProposedRelation]:
        """Who leaves a body, who follows another into it."""
        match = self.search(_LEAVE)
        if match is not None:
            gone = _GONE.match(match[0]) is not None
            for body in self._bodies(match.end()):
                yield from self._membership(
                    self._nearest(match.start(), body), body, Phase.ENDED if gone else Phase.NONE
                )
        match = self.search(_JOINED)
        if match is not None:
            for body in self._bodies(match.end()):
                for one in self.present:
                    if one.start > match.end() and _FOLLOWED.match(self.text, one.end, self.end):
                        yield from self._membership(one.state, body, Phase.NONE)
        match = self.search(_BOTH_BELONG)
        if match is not None:
            body = next((p.state for p in reversed(self.present) if p.end <= match.start()), None)
            for one in self.parties.last_two(self.start):
                yield from self._membership(one, body, Phase.NONE)

    def _bodies(self, at: int) -> list[int]:
        return [one for one in self.at(at)[:1] if self.names.actors[one].kind == "organisation"]

    def _is_state(self, number: int | None) -> bool:
        return number is not None and self.names.actors[number].kind == "state"

    def _membership(
        self, member: int | None, body: int | None, phase: Phase
    ) -> Iterator[ProposedRelation]:
        if self._is_state(member):
            yield from self.tie(
                member, body, RelationKind.MEMBERSHIP, "member of", phase=phase, confidence=0.65
            )

    def spoke(self) -> Iterator[ProposedRelation]:
        """Who spoke with whom, who was received by whom."""
        match = self.search(_SPOKE)
        if match is None or self._denied(match.start()):
            return
        targets = [p.state for p in self.present if match.end() <= p.start <= match.end() + 60]
        source = self.subject(match.start())
        for target in targets[:1]:
            yield from self.tie(
                source,
                target,
                RelationKind.DIPLOMATIC_CONTACT,
                "spoke with",
                certainty=Certainty.STATED,
                confidence=0.65,
            )

    def _nearest(self, at: int, other: int | None) -> int | None:
        """Who stands before a verb nearest, and is not at its other end."""
        before = [one for one in self.before(at) if one != other]
        return before[-1] if before else None

    def _denied(self, at: int) -> bool:
        return ties.NOT.search(self.text, max(self.start, at - 24), at) is not None
