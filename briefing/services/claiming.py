"""What a person decides about claims: how each stands, how credible it is, which are rivals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.claim import Claim, ClaimLink, ClaimStatus
from briefing.domain.grades import Credibility
from briefing.errors import UserError
from briefing.services.claim_view import group
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


def set_status(ws: Workspace, claim_id: str, status: str, reason: str) -> None:
    """Say how a claim stands, with the reason, as one step. Raises UserError for what is no status."""
    if status not in set(ClaimStatus):
        known = ", ".join(ClaimStatus)
        raise UserError(f"“{status}” is no standing of a claim; choose one of {known}.")
    with ws.write("Judge claim") as unit:
        unit.change("claim", claim_id, status=status, status_reason=reason.strip())


def set_credibility(ws: Workspace, claim_id: str, credibility: str) -> None:
    """Grade what a claim says, 1 to 6, as one step. Raises UserError for another grade."""
    if credibility not in set(Credibility):
        raise UserError(f"“{credibility}” is no credibility; it goes from 1 to 6.")
    with ws.write("Grade claim") as unit:
        unit.change("claim", claim_id, credibility=credibility)


def make_rivals(ws: Workspace, claim_ids: Sequence[str]) -> int:
    """Mark claims as rival versions of one matter, as one step; how many links that took.

    Claims that are rivals already, through others too, get no second link. Raises UserError for fewer
    than two claims, or claims of two briefings.
    """
    ids = list(dict.fromkeys(claim_ids))
    if len(ids) < 2:
        raise UserError("Choose two claims or more to mark them as rival versions.")
    with ws.write("Mark as rivals") as unit:
        claims = [_claim(unit.connection, i) for i in ids]
        if len({c.briefing_id for c in claims}) > 1:
            raise UserError("Rival versions belong to one briefing; these belong to two.")
        everyone, pairs = _linked(unit.connection, claims[0].briefing_id)
        made = 0
        for claim in claims[1:]:
            if _together(everyone, pairs, ids[0], claim.id):
                continue
            unit.add(
                ClaimLink(id=new_id(), marking=claim.marking, claim_id=ids[0], other_id=claim.id)
            )
            pairs.append((ids[0], claim.id))
            made += 1
    return made


def take_out(ws: Workspace, claim_id: str) -> None:
    """Take a claim out of its matter, as one step; the others stay rivals of one another.

    Raises UserError where it has no rival.
    """
    with ws.write("No longer a rival") as unit:
        claim = _claim(unit.connection, claim_id)
        links = [
            *find(unit.connection, ClaimLink, claim_id=claim_id),
            *find(unit.connection, ClaimLink, other_id=claim_id),
        ]
        if not links:
            raise UserError("This claim has no rival version.")
        beside = [k.other_id if k.claim_id == claim_id else k.claim_id for k in links]
        for link in links:
            unit.delete("claim_link", link.id)
        everyone, pairs = _linked(unit.connection, claim.briefing_id)
        left = [i for i in dict.fromkeys(beside) if i in everyone]
        for other in left[1:]:
            if not _together(everyone, pairs, left[0], other):
                unit.add(
                    ClaimLink(id=new_id(), marking=claim.marking, claim_id=left[0], other_id=other)
                )
                pairs.append((left[0], other))


def _claim(connection: Connection, claim_id: str) -> Claim:
    claim = need(connection, "claim", claim_id)
    assert isinstance(claim, Claim)
    return claim


def _linked(
    connection: Connection, briefing_id: str | None
) -> tuple[list[str], list[tuple[str, str]]]:
    everyone = [c.id for c in find(connection, Claim, briefing_id=briefing_id)]
    links = find(connection, ClaimLink, claim_id=everyone)
    return everyone, [(link.claim_id, link.other_id or "") for link in links]


def _together(
    everyone: Sequence[str], pairs: Sequence[tuple[str, str]], one: str, other: str
) -> bool:
    return any(one in some and other in some for some in group(everyone, pairs))
