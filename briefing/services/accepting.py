"""Decisions about proposals: taken over, merged with a known actor, rejected, taken back.

Each is one step. What is taken over becomes an ordinary entry with its passages; beside it stands a
verdict that tells by which rule it was drawn out and whether a person has looked at it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind, ActorName, NameKind, Office
from briefing.domain.folding import script_of
from briefing.domain.ordering import after
from briefing.domain.records import KINDS, word
from briefing.domain.verdict import Outcome, Verdict
from briefing.errors import NotFoundError, UserError
from briefing.intake.draft import ProposedActor, ProposedRelation
from briefing.services import drafting
from briefing.services.actor_view import actor_ids
from briefing.services.knowing import KnownActors
from briefing.services.taking import Incomplete, Taking, Text
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.intake.draft import Proposal
    from briefing.services.drafting import Drawn, Keyed
    from briefing.services.workspace import Workspace
    from briefing.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: the entries by key, and why the others were left waiting, a line for each key."""

    entries: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    left: dict[str, str] = field(default_factory=dict[str, str])


def accept(
    ws: Workspace,
    briefing_id: str,
    document_id: str,
    keys: Iterable[str],
    *,
    looked_at: bool | None = None,
    intention: str | None = None,
    complete: bool = True,
) -> Accepted:
    """Take proposals over as one step, with the actors that they need.

    ``looked_at`` is whether a person has looked at each; as a rule so for one and not for several.
    Of several, what lacks something that a person has to give (a quote its speaker) stays waiting;
    one by itself raises UserError. Without ``complete`` it is taken over to be edited at once.
    """
    wanted = list(dict.fromkeys(keys))
    seen = len(wanted) == 1 if looked_at is None else looked_at
    with ws.read() as connection:
        # Drawn out before the write begins: nobody else waits for that.
        drawn = drafting.drawn_of(connection, document_id)
    proposals = [_proposal(drawn, key) for key in wanted]
    done = Accepted()
    with ws.write(_label("Accept", [p.kind for p in proposals]), intention=intention) as unit:
        work = _Work(unit, briefing_id, document_id, drawn, seen=seen, complete=complete)
        for key, proposal in zip(wanted, proposals, strict=True):
            try:
                made = work.take(proposal)
            except Incomplete as lacking:
                if len(wanted) == 1:
                    raise
                done.left[key] = str(lacking)
                continue
            if made is not None:
                done.entries[key] = made
        if done.left:
            taken = [p.kind for p in proposals if p.key not in done.left]
            unit.label = _label("Accept", taken) if taken else unit.label
    return done


def merge(ws: Workspace, briefing_id: str, document_id: str, key: str, actor_id: str) -> int:
    """Say that a proposed actor is a known one, as one step; how many names and offices that one gained.

    Raises UserError where the proposal is no actor.
    """
    with ws.read() as connection:
        drawn = drafting.drawn_of(connection, document_id)
    one = _proposal(drawn, key).one
    if not isinstance(one, ProposedActor):
        raise UserError("Only an actor can be merged with a known one.")
    with ws.write(f"Merge {word('actor')}") as unit:
        work = _Work(unit, briefing_id, document_id, drawn, seen=True)
        if need(unit.connection, "actor", actor_id).deleted:
            raise UserError("This actor is in the trash; take it out first.")
        work.withdraw(key)
        return work.merge(key, one, actor_id)


def reject(ws: Workspace, briefing_id: str, document_id: str, keys: Iterable[str]) -> int:
    """Reject proposals as one step; how many. They are not proposed again.

    What was accepted before goes into the trash with its parts.
    """
    wanted = list(dict.fromkeys(keys))
    with ws.read() as connection:
        drawn = drafting.drawn_of(connection, document_id)
    proposals = [_proposal(drawn, key) for key in wanted]
    kinds = [p.kind for p in proposals]
    with ws.write(_label("Reject", kinds)) as unit:
        work = _Work(unit, briefing_id, document_id, drawn, seen=True)
        done = 0
        for proposal in proposals:
            verdict = work.verdicts.get(proposal.key)
            if verdict is not None and verdict.outcome == Outcome.REJECTED:
                continue
            work.withdraw(proposal.key)
            work.decide(proposal.key, proposal.kind, proposal.one, Outcome.REJECTED)
            done += 1
    return done


def take_back(ws: Workspace, briefing_id: str, document_id: str, keys: Sequence[str]) -> int:
    """Let proposals wait again, as one step; how many.

    What was made of them goes into the trash; the names and offices that a merge gave to an actor go, too.
    """
    with ws.read() as connection:
        drawn = drafting.drawn_of(connection, document_id)
    with ws.write("Take back decision" if len(keys) == 1 else "Take back decisions") as unit:
        work = _Work(unit, briefing_id, document_id, drawn, seen=True)
        return sum(work.withdraw(key) for key in keys)


def confirm(ws: Workspace, entry_kind: str, entry_id: str) -> bool:
    """Say that a person has looked at an entry that was drawn out, as one step; False where one had."""
    with ws.read() as connection:
        open_ones = find(
            connection, Verdict, entry_kind=entry_kind, entry_id=entry_id, looked_at=False
        )
    if not open_ones:
        return False
    with ws.write(f"Confirm {word(entry_kind)}") as unit:
        for one in open_ones:
            unit.change("verdict", one.id, looked_at=True)
    return True


def _proposal(drawn: Drawn, key: str) -> Keyed:
    found = drawn.by_key.get(key)
    if found is None:
        raise NotFoundError("This proposal is not there any more; the source has changed.")
    return found


def _label(verb: str, kinds: Sequence[str]) -> str:
    if len(kinds) == 1:
        return f"{verb} {word(kinds[0])}"
    counted = Counter(kinds)
    what = f"{word(kinds[0])}s" if len(counted) == 1 else "proposals"
    return f"{verb} {len(kinds)} {what}"


class _Work:
    """One write about the proposals of one document."""

    def __init__(
        self,
        unit: UnitOfWork,
        briefing_id: str,
        document_id: str,
        drawn: Drawn,
        *,
        seen: bool,
        complete: bool = True,
    ) -> None:
        self.unit = unit
        self.briefing_id = briefing_id
        self.document_id = document_id
        self.verdicts = drafting.decided(unit.connection, briefing_id, document_id)
        self._seen = seen
        self._complete = complete
        self._marking = need(unit.connection, "briefing", briefing_id).marking
        self._known = KnownActors(unit.connection, actor_ids(unit.connection, briefing_id))
        self._tool = drawn.draft.tool
        self._actors = {one.id: one for one in drawn.draft.actors}
        self._keys = {p.one.id: p.key for p in drawn.proposals if isinstance(p.one, ProposedActor)}
        self._taking = Taking(
            unit,
            briefing_id,
            Text(document_id, drawn.draft.text),
            self._marking,
            self.actor,
            complete=complete,
        )

    def take(self, proposal: Keyed) -> tuple[str, str] | None:
        """Make the entry of a proposal; kind and id, or None where it was made before."""
        key, kind, one = proposal.key, proposal.kind, proposal.one
        verdict = self.verdicts.get(key)
        if verdict is not None and verdict.outcome != Outcome.REJECTED and self._stands(verdict):
            return None
        if isinstance(one, ProposedRelation) and self._lacks_end(one):
            raise Incomplete("One of the two actors was rejected: take that back first.")
        if isinstance(one, ProposedActor):
            if verdict is not None:
                self.withdraw(key)
            known = self._known.find(one)
            if known:
                self.merge(key, one, known)
                return "actor", known
            return "actor", self._new_actor(one, seen=self._seen)
        entry_id = self._taking.entry(one)
        if verdict is not None:
            self.withdraw(key)
        self.decide(key, kind, one, Outcome.ACCEPTED, kind, entry_id)
        return kind, entry_id

    def _stands(self, verdict: Verdict) -> bool:
        held = self.unit.get(verdict.entry_kind, verdict.entry_id)
        return held is not None and not held.deleted

    def _lacks_end(self, one: ProposedRelation) -> bool:
        """Whether an end was rejected: told before the other is made."""
        verdicts = [self.verdicts.get(self._keys.get(i, "")) for i in (one.from_id, one.to_id)]
        return any(v is not None and v.outcome == Outcome.REJECTED for v in verdicts)

    def actor(self, proposed_id: str) -> str:
        """The actor that a proposal needs: decided, known, or taken over; "" for one that was rejected."""
        one = self._actors.get(proposed_id)
        if one is None:
            return ""
        verdict = self.verdicts.get(self._keys[proposed_id])
        if verdict is not None:
            if verdict.outcome == Outcome.REJECTED:
                return ""
            if self._stands(verdict):
                return verdict.entry_id
        known = self._known.find(one)
        if known:
            return known
        if verdict is not None:
            # What was made of it lies in the trash.
            self.unit.delete("verdict", verdict.id)
        return self._new_actor(one, seen=False)

    def merge(self, key: str, one: ProposedActor, actor_id: str) -> int:
        """Give a known actor the names and offices that were found; how many were new."""
        held = [n.position for n in find(self.unit.connection, ActorName, actor_id=actor_id)]
        last, added = max(held, default=""), 0
        for name in (one.name, *one.aliases):
            if self._known.bears(actor_id, name):
                continue
            last = after(last)
            self._add_name(actor_id, name, one.kind, last)
            added += 1
        added += self._add_offices(actor_id, one)
        self.decide(key, "actor", one, Outcome.MERGED, "actor", actor_id)
        return added

    def decide(
        self,
        key: str,
        kind: str,
        one: Proposal,
        outcome: Outcome,
        entry_kind: str = "",
        entry_id: str = "",
        *,
        seen: bool | None = None,
    ) -> None:
        """Keep what was decided of a proposal."""
        verdict = Verdict(
            id=new_id(),
            marking=self._marking,
            briefing_id=self.briefing_id,
            document_id=self.document_id,
            proposal_kind=kind,
            key=key,
            outcome=outcome.value,
            entry_kind=entry_kind,
            entry_id=entry_id,
            rule=one.rule,
            confidence=one.confidence,
            tool=self._tool,
            looked_at=self._seen if seen is None else seen,
        )
        self.unit.add(verdict)
        self.verdicts[key] = verdict

    def withdraw(self, key: str) -> bool:
        """Let a proposal wait again; what was made of it goes into the trash."""
        verdict = self.verdicts.pop(key, None)
        if verdict is None:
            return False
        self.unit.delete("verdict", verdict.id)
        if verdict.outcome == Outcome.ACCEPTED and verdict.entry_kind in KINDS:
            held = self.unit.get(verdict.entry_kind, verdict.entry_id)
            if held is not None and not held.deleted:
                self.unit.delete(verdict.entry_kind, verdict.entry_id)
        elif verdict.outcome == Outcome.MERGED:
            self._take_parts_off(verdict)
        return True

    def _take_parts_off(self, verdict: Verdict) -> None:
        """The names and offices that came with a merge: those made in the same step."""
        from briefing.store import journal

        made = journal.history(self.unit.connection, verdict.id)
        if not made:
            return
        step = made[0][0].id
        ids = {c.record_id for c in journal.changes_of(self.unit.connection, step)}
        for cls in (ActorName, Office):
            for part in find(self.unit.connection, cls, actor_id=verdict.entry_id):
                if part.id in ids:
                    self.unit.delete(cls.kind, part.id)

    def _new_actor(self, one: ProposedActor, *, seen: bool) -> str:
        actor_id = new_id()
        key = self._keys[one.id]
        actor = KINDS["actor"](
            id=actor_id,
            marking=self._marking,
            actor_kind=one.kind,  # pyright: ignore[reportCallIssue]
            name=one.name,  # pyright: ignore[reportCallIssue]
            family_name=one.family_name,  # pyright: ignore[reportCallIssue]
            family_first=one.family_first,  # pyright: ignore[reportCallIssue]
            # The code of a former state is none of today.
            iso3166=one.iso3166 if len(one.iso3166) == 2 else "",  # pyright: ignore[reportCallIssue]
        )
        self.unit.add(actor)
        self._known.add(actor)  # pyright: ignore[reportArgumentType]
        self.decide(key, "actor", one, Outcome.ACCEPTED, "actor", actor_id, seen=seen)
        position = ""
        for alias in one.aliases:
            position = after(position)
            self._add_name(actor_id, alias, one.kind, position)
        self._add_offices(actor_id, one)
        return actor_id

    def _add_offices(self, actor_id: str, one: ProposedActor) -> int:
        """The offices that an actor is not known to hold; how many."""
        held = [o.position for o in find(self.unit.connection, Office, actor_id=actor_id)]
        position, added = max(held, default=""), 0
        for office in one.offices:
            of = self.actor(office.of) if office.of else ""
            if self._known.holds(actor_id, office, of):
                continue
            position = after(position)
            since = f"{office.since}/{office.until or '..'}" if office.since else ""
            self.unit.add(
                Office(
                    id=new_id(),
                    marking=self._marking,
                    actor_id=actor_id,
                    title=office.title,
                    of_actor_id=of or None,
                    held=since,
                    position=position,
                )
            )
            self._known.add_office(actor_id, office.title, of)
            added += 1
        return added

    def _add_name(self, actor_id: str, name: str, kind: str, position: str) -> None:
        short = name.replace(".", "")
        letters = kind != ActorKind.PERSON and " " not in name and short.isupper()
        self.unit.add(
            ActorName(
                id=new_id(),
                marking=self._marking,
                actor_id=actor_id,
                text=name,
                name_kind=(NameKind.ABBREVIATION if letters else NameKind.ALIAS).value,
                script=script_of(name),
                position=position,
            )
        )
        self._known.add_name(actor_id, name)
