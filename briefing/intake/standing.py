"""Who stands where in one sentence, for the rules that look for ties between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.relation import Certainty, RelationKind
from briefing.intake import ties
from briefing.intake.draft import ProposedRelation
from briefing.intake.when import within

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from briefing.intake.names import Names
    from briefing.intake.parties import Parties, Party
    from briefing.intake.when import When

_SIGNS = {
    RelationKind.SANCTIONS: -1,
    RelationKind.DISPUTE: -1,
    RelationKind.WAR: -1,
    RelationKind.NEUTRALITY_STANCE: 0,
}
#: Words that an article may put between a relation and the actor whose it is.
_NEAR = 170


class Sentence:
    """One sentence with its parties, in the order in which they stand."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        names: Names,
        parties: Parties,
        present: list[Party],
        dates: Sequence[When],
    ) -> None:
        self.text = text
        self.start, self.end = start, end
        self.names, self.parties = names, parties
        self.present = present
        self.dates = dates

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Where a pattern stands in the sentence first."""
        return pattern.search(self.text, self.start, self.end)

    def before(self, at: int) -> list[int]:
        """The states of those before a place, nearest last, each once."""
        return list(
            dict.fromkeys(
                one.state
                for one in self.present
                if one.end <= at and at - one.end <= _NEAR and one.kind != "seat"
            )
        )

    def subject(self, at: int) -> int | None:
        """The state named first before a place."""
        before = self.before(at)
        return before[0] if before else None

    def at(self, at: int) -> list[int]:
        """The states named from a place on, with those joined by "and" or commas."""
        found: list[int] = []
        here = at
        for one in self.present:
            if one.start < at:
                continue
            gap = self.text[here : one.start]
            if one.start - here > (24 if not found else 14) or (found and not joins(gap)):
                break
            found.append(one.state)
            here = one.end
        return list(dict.fromkeys(found))

    def tie(
        self,
        source: int | None,
        target: int | None,
        kind: RelationKind,
        rule: str,
        *,
        phase: str = "",
        certainty: str = "",
        confidence: float = 0.7,
    ) -> Iterator[ProposedRelation]:
        """The tie between two actors; none where one is missing. Whose word it stands on is told by
        the sentence unless ``certainty`` says so.
        """
        if source is None or target is None or source == target:
            return
        sentence = self.text[self.start : self.end]
        if not certainty:
            certainty = (
                Certainty.HINTED
                if ties.HINT.search(sentence)
                else Certainty.CLAIMED
                if ties.CLAIMED.search(sentence)
                else Certainty.STATED
            )
        yield ProposedRelation(
            rule=rule,
            confidence=confidence,
            passages=((self.start, self.end),),
            from_id=str(source),
            to_id=str(target),
            kind=kind.value,
            sign=_SIGNS.get(kind, 1),
            when=self._when(),
            phase=phase,
            certainty=str(certainty),
        )

    def _when(self) -> str:
        return next(
            (one.edtf for one in within(self.dates, self.start, self.end) if "X" not in one.edtf),
            "",
        )

    def owner(self, at: int) -> int | None:
        """Whose something is: "China's neutrality", and the one before "its"."""
        near = [one for one in self.present if one.end <= at and at - one.end <= 60]
        return near[-1].state if near else None


def joins(gap: str) -> bool:
    """Whether what stands between two names puts them side by side: "and", a comma, "'s"."""
    return gap.strip().rstrip("’'s") in (
        "",
        "and",
        ",",
        ", and",
        "and the",
        ", the",
        "and its",
        "or",
        "’s",
        "'s",
    )
