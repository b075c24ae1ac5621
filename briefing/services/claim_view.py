"""Claims grouped by matter: rival versions beside each other, who stands behind each, on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis.origins import count_independent, goes_back
from briefing.domain.actor import Actor
from briefing.domain.claim import Claim, ClaimLink, ClaimParty, ClaimStatus, Quantity
from briefing.domain.dates import short
from briefing.domain.grades import Credibility
from briefing.domain.record import Record
from briefing.domain.relation import Stance
from briefing.domain.source import Document, Passage, PassageLink, Source, SourceLink
from briefing.services.drawn_marks import made_by_tools
from briefing.store.records import find, get_many
from briefing.store.sameness import canonical_ids, followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True, slots=True)
class ClaimPassage:
    """Words that carry or deny a claim. ``source`` is whose they are, ``through`` who tells them."""

    id: str
    document_id: str
    exact: str
    state: str
    role: str
    source: str
    through: str
    reliability: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim ready to be shown; ``meaning`` explains the digit ``credibility``.

    ``sources`` counts the different ones that assert it, ``origins`` those of them that are independent;
    ``denying`` counts the ones that deny it. ``amounts`` has the value of each quantity by its label.
    """

    id: str
    proposition: str
    asserted_by: str
    denied_by: str
    amounts: Mapping[str, str]
    credibility: str
    meaning: str
    status: str
    reason: str
    holds: str
    hedge: str
    note: str
    sources: int
    origins: int
    denying: int
    passages: tuple[ClaimPassage, ...]
    #: A tool drew it out and nobody has looked at it.
    is_drawn: bool = False

    @property
    def quantities(self) -> tuple[str, ...]:
        """Each quantity as words: "6,700 containers weapons and ammunition"."""
        return tuple(f"{value} {label}".strip() for label, value in self.amounts.items())


@dataclass(frozen=True, slots=True)
class Matter:
    """Rival versions of one matter, or one claim alone. ``labels`` are all their quantities, in order."""

    claims: tuple[ClaimRow, ...]
    labels: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the first claim, by which the matter is known."""
        return self.claims[0].id


def claim_rows(ws: Workspace, briefing_id: str) -> list[ClaimRow]:
    """The briefing's claims in their order."""
    with ws.read() as connection:
        return list(_rows(connection, find(connection, Claim, briefing_id=briefing_id)).values())


def matters(ws: Workspace, briefing_id: str) -> list[Matter]:
    """The briefing's claims by matter: those with rivals first, then the rest, each in their order."""
    with ws.read() as connection:
        claims = find(connection, Claim, briefing_id=briefing_id)
        rows = _rows(connection, claims)
        links = find(connection, ClaimLink, claim_id=[c.id for c in claims])
    pairs = [(link.claim_id, link.other_id or "") for link in links]
    grouped = [tuple(rows[i] for i in some) for some in group([c.id for c in claims], pairs)]
    made = [
        Matter(some, tuple(dict.fromkeys(label for row in some for label in row.amounts)))
        for some in grouped
    ]
    return sorted(made, key=lambda matter: len(matter.claims) == 1)


def group(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Ids in groups: two are in one where pairs lead from one to the other. The order is kept."""
    leader = {one: one for one in ids}

    def lead(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for one, other in pairs:
        if one in leader and other in leader:
            leader[lead(other)] = lead(one)
    groups: dict[str, list[str]] = {}
    for one in ids:
        groups.setdefault(lead(one), []).append(one)
    return list(groups.values())


def _rows(connection: Connection, claims: Sequence[Claim]) -> dict[str, ClaimRow]:
    ids = [c.id for c in claims]
    parties = _by(find(connection, ClaimParty, claim_id=ids), "claim_id")
    amounts = _by(find(connection, Quantity, claim_id=ids), "claim_id")
    links = _by(find(connection, PassageLink, entry_id=ids), "entry_id")
    every = [link for some in links.values() for link in some]
    passages = get_many(connection, Passage, (link.passage_id for link in every))
    documents = get_many(connection, Document, (p.document_id for p in passages.values()))
    same = canonical_ids(connection)
    parties = {key: followed(some, same, "actor_id") for key, some in parties.items()}
    named = [p for some in parties.values() for p in some]
    actors = get_many(connection, Actor, (p.actor_id for p in named if p.actor_id))
    wanted = [link.source_id for link in every] + [p.source_id for p in named]
    wanted += [d.source_id for d in documents.values()]
    sources = get_many(connection, Source, filter(None, wanted))
    steps = goes_back(find(connection, SourceLink)) if claims else {}
    rows: dict[str, ClaimRow] = {}
    drawn = made_by_tools(connection, ids) if claims else {}
    for claim in claims:
        carried = [
            _passage(link, passages[link.passage_id], documents, sources)
            for link in links.get(claim.id, ())
            if link.passage_id in passages and not passages[link.passage_id].deleted
        ]
        asserting = {i for i, one in carried if one.role != Stance.DENIES}
        denying = {i for i, one in carried if one.role == Stance.DENIES}
        known = claim.credibility in set(Credibility)
        grade = Credibility(claim.credibility) if known else Credibility.NOT_JUDGED
        own = parties.get(claim.id, ())
        rows[claim.id] = ClaimRow(
            claim.id,
            claim.proposition,
            _names(own, Stance.ASSERTS, actors, sources),
            _names(own, Stance.DENIES, actors, sources),
            {
                " ".join(filter(None, (q.unit, q.of_what))): f"{q.value:,.10g}"
                for q in amounts.get(claim.id, ())
            },
            grade.value,
            grade.label,
            claim.status if claim.status in set(ClaimStatus) else ClaimStatus.ASSERTED.value,
            claim.status_reason,
            short(claim.holds),
            claim.hedge,
            claim.note,
            len(asserting),
            count_independent(asserting, steps),
            len(denying),
            tuple(one for _source, one in carried),
            claim.id in drawn,
        )
    return rows


def _by(records: Iterable[_R], field: str) -> dict[str, list[_R]]:
    grouped: dict[str, list[_R]] = {}
    for one in records:
        grouped.setdefault(getattr(one, field), []).append(one)
    return grouped


def _passage(
    link: PassageLink,
    passage: Passage,
    documents: Mapping[str, Document],
    sources: Mapping[str, Source],
) -> tuple[str, ClaimPassage]:
    """The id of the source whose words they are, and the passage."""
    document = documents.get(passage.document_id)
    # A document not received yet still is one source.
    outlet = document.source_id if document else passage.document_id
    whose = link.source_id or outlet
    source = sources.get(whose)
    return whose, ClaimPassage(
        passage.id,
        passage.document_id,
        passage.exact,
        passage.state,
        link.role,
        _name(sources, whose),
        _name(sources, outlet) if outlet != whose else "",
        source.reliability if source else "",
    )


def _name(sources: Mapping[str, Source], source_id: str) -> str:
    source = sources.get(source_id)
    return (source.title or source.descriptor or "Untitled") if source else "not received"


def _names(
    parties: Iterable[ClaimParty],
    stance: Stance,
    actors: Mapping[str, Actor],
    sources: Mapping[str, Source],
) -> str:
    found: list[str] = []
    for party in parties:
        if party.stance != stance.value:
            continue
        if party.actor_id and party.actor_id in actors:
            found.append(actors[party.actor_id].name)
        elif party.source_id and party.source_id in sources:
            found.append(_name(sources, party.source_id))
    return ", ".join(found)
