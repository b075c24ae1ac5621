"""Claims as rows: what is said to be so, who asserts and who denies it, how far it is borne out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor
from briefing.domain.claim import Claim, ClaimParty, Quantity
from briefing.domain.dates import short
from briefing.domain.grades import Credibility
from briefing.domain.relation import Stance
from briefing.domain.source import Source
from briefing.store import quotes
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim ready to be shown; ``meaning`` explains the digit ``credibility``."""

    id: str
    proposition: str
    asserted_by: str
    denied_by: str
    quantities: tuple[str, ...]
    credibility: str
    meaning: str
    holds: str
    hedge: str
    note: str
    passages: int


def claim_rows(ws: Workspace, briefing_id: str) -> list[ClaimRow]:
    """The briefing's claims in their order."""
    with ws.read() as connection:
        claims = find(connection, Claim, briefing_id=briefing_id)
        ids = [c.id for c in claims]
        parties = find(connection, ClaimParty, claim_id=ids) if ids else ()
        amounts = find(connection, Quantity, claim_id=ids) if ids else ()
        actors = get_many(connection, Actor, [p.actor_id for p in parties if p.actor_id])
        sources = get_many(connection, Source, [p.source_id for p in parties if p.source_id])
        passages = quotes.passage_counts(connection, ids)

    def names(claim_id: str, stance: Stance) -> str:
        found: list[str] = []
        for party in parties:
            if party.claim_id != claim_id or party.stance != stance.value:
                continue
            if party.actor_id in actors:
                found.append(actors[party.actor_id].name)
            elif party.source_id in sources:
                source = sources[party.source_id]
                found.append(source.title or source.descriptor)
        return ", ".join(found)

    rows: list[ClaimRow] = []
    for claim in claims:
        known = claim.credibility in set(Credibility)
        grade = Credibility(claim.credibility) if known else Credibility.NOT_JUDGED
        rows.append(
            ClaimRow(
                claim.id,
                claim.proposition,
                names(claim.id, Stance.ASSERTS),
                names(claim.id, Stance.DENIES),
                tuple(
                    " ".join(filter(None, (f"{q.value:,.10g}", q.unit, q.of_what)))
                    for q in amounts
                    if q.claim_id == claim.id
                ),
                grade.value,
                grade.label,
                short(claim.holds),
                claim.hedge,
                claim.note,
                passages.get(claim.id, 0),
            )
        )
    return rows
