"""The checks of a briefing: what they find, and what a person lets stand with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from briefing.analysis.material import Finding, Material, Severity, Support
from briefing.analysis.origins import goes_back
from briefing.analysis.tradecraft import RULES, check
from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, Section, Waiver
from briefing.domain.citing import Ref, parse_blocks
from briefing.domain.claim import Claim, ClaimLink, ClaimParty
from briefing.domain.event import Event, Participant
from briefing.domain.hypothesis import HypothesisMatrix
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.person import Person
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.record import Record
from briefing.domain.records import KINDS
from briefing.domain.relation import Relation, Stance
from briefing.domain.source import (
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceLink,
)
from briefing.errors import NotFoundError, UserError
from briefing.services.source_view import entry_lines
from briefing.store import quotes
from briefing.store.journal import new_id
from briefing.store.records import find, get_many
from briefing.store.sameness import canonical_ids, followed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

__all__ = ["RULES", "Finding", "Severity", "check_briefing", "take_back", "waive"]

#: Kinds of record whose change may change what the checks find.
KINDS_CHECKED = frozenset(
    {
        *("briefing", "section", "waiver", "actor", "source", "source_link", "briefing_source"),
        "same_as",
        *("document", "passage", "passage_link", "quote", "quote_speaker", "event", "participant"),
        *("relation", "bloc", "bloc_member", "claim", "claim_link", "judgment", "basis"),
        *("indicator", "hypothesis_matrix"),
    }
)
#: More entries than these are checked when asked for, not after every change.
LIVE = 5_000
_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with the words by which its entry is known and the title of its rule.

    Of one that a person lets stand, ``waiver_id``, ``reason``, ``by`` and ``when`` tell who and why.
    """

    finding: Finding
    title: str
    entry: str
    waiver_id: str = ""
    reason: str = ""
    by: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found. ``spent`` are waivers of findings that are no longer there."""

    briefing_id: str
    open: tuple[FindingRow, ...] = ()
    waived: tuple[FindingRow, ...] = ()
    spent: tuple[FindingRow, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many open findings there are of a severity."""
        return sum(row.finding.severity is severity for row in self.open)


def _silent(_done: int, _total: int) -> None:
    """Nobody wants to hear how far it is."""


def check_briefing(
    ws: Workspace, briefing_id: str, report: Callable[[int, int], None] = _silent
) -> Checked:
    """Run every check. ``report`` hears how far it is and may raise Cancelled.

    Raises NotFoundError where there is no such briefing.
    """
    steps = 4
    report(0, steps)
    with ws.read() as connection:
        material = gather(connection, briefing_id)
        report(1, steps)
        waivers = find(connection, Waiver, briefing_id=briefing_id)
        people = get_many(connection, Person, [w.author_id for w in waivers if w.author_id])
        found = check(material)
        report(2, steps)
        where = [(one.entry_kind, one.entry_id) for one in found]
        where += [(w.entry_kind, w.entry_id) for w in waivers]
        lines = {line.id: line.text for line in entry_lines(connection, where)}
        lines.update(_file_names(connection, [id_ for kind, id_ in where if kind == "source"]))
    report(3, steps)
    titles = {rule.id: rule.title for rule in RULES}
    by_key = {(w.rule, w.entry_kind, w.entry_id, w.detail): w for w in waivers}

    def row(finding: Finding, waiver: Waiver | None = None) -> FindingRow:
        plain = FindingRow(
            finding, titles.get(finding.rule, finding.rule), lines.get(finding.entry_id, "")
        )
        if waiver is None:
            return plain
        author = people.get(waiver.author_id or "")
        return replace(
            plain,
            waiver_id=waiver.id,
            reason=waiver.reason,
            by=author.name if author else "Analyst",
            when=waiver.created,
        )

    keys = {one.key for one in found}
    return Checked(
        briefing_id,
        tuple(row(one) for one in found if one.key not in by_key),
        tuple(row(one, by_key[one.key]) for one in found if one.key in by_key),
        tuple(
            row(Finding(w.rule, Severity.NOTE, w.entry_kind, w.entry_id, "", w.detail), w)
            for key, w in by_key.items()
            if key not in keys
        ),
    )


def _file_names(connection: Connection, source_ids: list[str]) -> dict[str, str]:
    """Source without a title → the name of its file, by which its row in Sources is known."""
    known = get_many(connection, Source, source_ids).values()
    untitled = [one.id for one in known if not one.title]
    if not untitled:
        return {}
    held = find(connection, Document, source_id=untitled)
    return {one.source_id: one.filename for one in held if one.filename}


def is_light(ws: Workspace, briefing_id: str) -> bool:
    """Whether a briefing is small enough to be checked after every change."""
    kinds = ("quote", "event", "relation", "claim", "judgment")
    with ws.read() as connection:
        return sum(quotes.count_entries(connection, k, briefing_id) for k in kinds) <= LIVE


def waive(ws: Workspace, briefing_id: str, finding: Finding, reason: str) -> str:
    """Let a finding stand, with the reason, as one step; the waiver's id.

    Raises UserError where no reason is given.
    """
    reason = reason.strip()
    if not reason:
        raise UserError("Say why this may stand; the reason is kept with it.")
    with ws.read() as connection:
        marking = next(iter(find(connection, Briefing, id=briefing_id))).marking
        known = [w for w in find(connection, Waiver, briefing_id=briefing_id) if _same(w, finding)]
    if known:
        with ws.write("Change waiver") as unit:
            unit.change("waiver", known[0].id, reason=reason)
        return known[0].id
    waiver = Waiver(
        id=new_id(),
        marking=marking,
        briefing_id=briefing_id,
        rule=finding.rule,
        entry_kind=finding.entry_kind,
        entry_id=finding.entry_id,
        detail=finding.detail,
        reason=reason,
        author_id=ws.author.person_id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    with ws.write("Let finding stand") as unit:
        unit.add(waiver)
    return waiver.id


def _same(waiver: Waiver, finding: Finding) -> bool:
    return (waiver.rule, waiver.entry_kind, waiver.entry_id, waiver.detail) == finding.key


def take_back(ws: Workspace, waiver_id: str) -> None:
    """Take a waiver back; its finding shows again. One step."""
    with ws.write("Take back waiver") as unit:
        unit.delete("waiver", waiver_id)


def gather(connection: Connection, briefing_id: str) -> Material:
    """A briefing laid out for the checks. Raises NotFoundError where there is none."""
    head = find(connection, Briefing, id=briefing_id)
    if not head:
        raise NotFoundError(f"No briefing has the id {briefing_id}; see the list for the ids.")
    sections = find(connection, Section, briefing_id=briefing_id)
    spoken = find(connection, Quote, briefing_id=briefing_id)
    events = find(connection, Event, briefing_id=briefing_id)
    same = canonical_ids(connection)
    relations = tuple(
        followed(find(connection, Relation, briefing_id=briefing_id), same, "from_id", "to_id")
    )
    claims = find(connection, Claim, briefing_id=briefing_id)
    blocs = find(connection, Bloc, briefing_id=briefing_id)
    judgments = find(connection, Judgment, briefing_id=briefing_id)
    rivals = find(connection, ClaimLink, claim_id=[c.id for c in claims])
    parties = find(connection, ClaimParty, claim_id=[c.id for c in claims])
    members = followed(
        find(connection, BlocMember, bloc_id=[b.id for b in blocs]), same, "actor_id"
    )
    indicators = find(connection, Indicator, judgment_id=[j.id for j in judgments])
    basis: dict[str, list[Ref]] = {}
    for one in find(connection, Basis, judgment_id=[j.id for j in judgments]):
        basis.setdefault(one.judgment_id, []).append(Ref(one.entry_kind, one.entry_id))
    carried = [*spoken, *events, *relations, *claims, *blocs, *judgments, *members]
    others = [ref.id for refs in basis.values() for ref in refs]
    support = _support(connection, [*(r.id for r in carried), *others])
    for member in members:
        if member.id in support:
            support[member.bloc_id] = support.get(member.bloc_id, ()) + support.pop(member.id)
    used = {i for some in support.values() for s in some for i in (s.source_id, s.outlet_id) if i}
    desk = find(connection, BriefingSource, briefing_id=briefing_id)
    used |= {d.source_id for d in desk if d.source_id}
    steps = goes_back(find(connection, SourceLink))
    actors, actor_of = _actors(connection, spoken, events, relations, members)
    cited = {r for s in sections for r in _cited(s.body)} | {
        r for j in judgments for r in _cited(j.text)
    }
    cited |= {ref for refs in basis.values() for ref in refs}
    return Material(
        briefing=head[0],
        sections=sections,
        quotes=spoken,
        events=events,
        relations=relations,
        claims=claims,
        rivals=tuple(rivals),
        denied=frozenset(p.claim_id for p in parties if p.stance == Stance.DENIES),
        blocs=blocs,
        judgments=judgments,
        matrices=find(connection, HypothesisMatrix, briefing_id=briefing_id),
        notes=find(connection, Annotation, briefing_id=briefing_id, private=False),
        members=_by(members, "bloc_id"),
        indicators=_by(indicators, "judgment_id"),
        basis={key: tuple(refs) for key, refs in basis.items()},
        actors=actors,
        actor_of=actor_of,
        support=support,
        sources={i: s for i, s in get_many(connection, Source, used).items() if not s.deleted},
        steps=steps,
        missing=_missing(connection, cited),
        texts=_texts(connection, support),
    )


def _by(records: Iterable[_R], field: str) -> dict[str, tuple[_R, ...]]:
    grouped: dict[str, list[_R]] = {}
    for one in records:
        grouped.setdefault(getattr(one, field), []).append(one)
    return {key: tuple(some) for key, some in grouped.items()}


def _support(connection: Connection, entries: Iterable[str]) -> dict[str, tuple[Support, ...]]:
    """Entry id → its passages. A link to a passage in the trash counts for nothing."""
    links = find(connection, PassageLink, entry_id=list(dict.fromkeys(entries)))
    passages = get_many(connection, Passage, (link.passage_id for link in links))
    documents = get_many(connection, Document, (p.document_id for p in passages.values()))
    found: dict[str, list[Support]] = {}
    for link in links:
        passage = passages.get(link.passage_id)
        if passage is None or passage.deleted:
            continue
        document = documents.get(passage.document_id)
        # A document not received yet still is one outlet.
        outlet = document.source_id if document else passage.document_id
        found.setdefault(link.entry_id, []).append(
            Support(passage, passage.document_id, outlet, link.source_id or outlet, link.role)
        )
    return {key: tuple(some) for key, some in found.items()}


def _actors(
    connection: Connection,
    spoken: Iterable[Quote],
    events: Iterable[Event],
    relations: Iterable[Relation],
    members: Iterable[BlocMember],
) -> tuple[dict[str, tuple[Actor, ...]], dict[str, Actor]]:
    named: list[tuple[str, str]] = []
    same = canonical_ids(connection)
    speakers = followed(
        find(connection, QuoteSpeaker, quote_id=[q.id for q in spoken]), same, "actor_id"
    )
    named += [(one.quote_id, one.actor_id or "") for one in speakers]
    parts = followed(
        find(connection, Participant, event_id=[e.id for e in events]), same, "actor_id"
    )
    named += [(one.event_id, one.actor_id or "") for one in parts]
    for one in relations:
        named += [(one.id, one.from_id or ""), (one.id, one.to_id or "")]
    ids = [actor for _entry, actor in named] + [m.actor_id or "" for m in members]
    actors = get_many(connection, Actor, filter(None, ids))
    by_entry: dict[str, tuple[Actor, ...]] = {}
    for entry, actor in dict.fromkeys(named):
        if actor in actors:
            by_entry[entry] = (*by_entry.get(entry, ()), actors[actor])
    return by_entry, actors


def _cited(markdown: str) -> set[Ref]:
    return {ref for block in parse_blocks(markdown) for run in block.runs for ref in run.cites}


def _missing(connection: Connection, refs: Iterable[Ref]) -> frozenset[Ref]:
    by_kind: dict[str, list[Ref]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref)
    missing: set[Ref] = set()
    for kind, some in by_kind.items():
        here = get_many(connection, KINDS[kind], (r.id for r in some)) if kind in KINDS else {}
        missing.update(r for r in some if r.id not in here or here[r.id].deleted)
    return frozenset(missing)


def _texts(connection: Connection, support: Mapping[str, tuple[Support, ...]]) -> dict[str, str]:
    ids = {s.document_id for some in support.values() for s in some}
    return {
        d.id: quotes.document_text(connection, d.text_sha256)
        for d in get_many(connection, Document, ids).values()
    }
