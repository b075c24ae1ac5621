"""One write about proposed members of blocs: what it makes, what it decides."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.ordering import after
from briefing.domain.rules import BLOC_COLOURS
from briefing.domain.source import PassageLink
from briefing.domain.verdict import Outcome, Verdict
from briefing.services.bloc_days import may
from briefing.services.suggestion_keys import KIND, alike, matches
from briefing.store.journal import new_id
from briefing.store.records import find, last_position, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.record import Record
    from briefing.services.suggesting import BlocProposal, Proposed
    from briefing.store.unit_of_work import UnitOfWork

TOOL = "Briefing blocs 1"
_RULE = "leiden core"
#: Passages that most members share and that the bloc itself rests on.
_SHOWN = 3


class Work:
    """One write about proposed members."""

    def __init__(self, unit: UnitOfWork, briefing_id: str, *, seen: bool) -> None:
        self._unit = unit
        self._briefing = briefing_id
        self._seen = seen
        self._marking = need(unit.connection, "briefing", briefing_id).marking
        self._decided = find(unit.connection, Verdict, briefing_id=briefing_id, proposal_kind=KIND)
        self._last: dict[str, str] = {}

    def bloc_of(self, core: str) -> str:
        """The bloc that was made of a core like this one; empty where none was."""
        made = [
            verdict.entry_id
            for verdict in self._decided
            if verdict.outcome == Outcome.ACCEPTED
            and alike(verdict.key.partition(":")[2].split("."), core.split("."))
        ]
        members = find(self._unit.connection, BlocMember, id=made) if made else ()
        blocs = Counter(member.bloc_id for member in members)
        held = find(self._unit.connection, Bloc, id=list(blocs)) if blocs else ()
        return max(held, key=lambda b: (blocs[b.id], b.id)).id if held else ""

    def members_of(self, bloc_id: str, day: int) -> set[str]:
        """Ids of the actors that stand in a bloc on a day."""
        held = find(self._unit.connection, BlocMember, bloc_id=bloc_id)
        return {one.actor_id for one in held if one.actor_id and may(one.held, day)}

    def bloc(self, proposal: BlocProposal, name: str) -> str:
        """A new bloc; its id."""
        held = find(self._unit.connection, Bloc, briefing_id=self._briefing)
        used = Counter(one.colour for one in held)
        # The least used of the colours, the first of equals.
        colour = min((f"bloc.{c}" for c in BLOC_COLOURS), key=lambda c: used[c])
        made = Bloc(
            id=new_id(),
            marking=self._marking,
            briefing_id=self._briefing,
            name=name or proposal.name,
            colour=colour,
            basis=proposal.basis,
            position=after(last_position(self._unit.connection, Bloc, briefing_id=self._briefing)),
        )
        ties = [tie for one in proposal.members for tie in one.ties]
        self._unit.add_all([made, *self._links("bloc", made.id, ties, _SHOWN)])
        return made.id

    def member(self, bloc_id: str, one: Proposed) -> str:
        """A new member with what its ties rest on; its id."""
        last = self._last.get(bloc_id) or last_position(
            self._unit.connection, BlocMember, bloc_id=bloc_id
        )
        self._last[bloc_id] = after(last)
        made = BlocMember(
            id=new_id(),
            marking=self._marking,
            bloc_id=bloc_id,
            actor_id=one.actor,
            held=one.held,
            position=self._last[bloc_id],
        )
        self._unit.add_all([made, *self._links("bloc_member", made.id, one.ties)])
        self.withdraw(one)
        self.decide(one, Outcome.ACCEPTED, made.id)
        return made.id

    def decide(self, one: Proposed, outcome: Outcome, entry_id: str = "") -> None:
        """Keep the decision."""
        self._unit.add(
            Verdict(
                id=new_id(),
                marking=self._marking,
                briefing_id=self._briefing,
                proposal_kind=KIND,
                key=one.key,
                outcome=outcome.value,
                entry_kind="bloc_member" if entry_id else "",
                entry_id=entry_id,
                rule=_RULE,
                confidence=round(one.share, 2),
                tool=TOOL,
                looked_at=self._seen,
            )
        )

    def withdraw(self, one: Proposed) -> None:
        """Let a refusal be none."""
        core = one.key.partition(":")[2].split(".")
        for verdict in self._decided:
            if verdict.outcome == Outcome.REJECTED and matches(verdict.key, one.actor, core):
                self._unit.delete("verdict", verdict.id)

    def _links(
        self, kind: str, entry_id: str, ties: Sequence[str], most: int | None = None
    ) -> list[Record]:
        """Links to the passages that relations rest on, those that most of them share first."""
        if not ties:
            return []
        held = find(
            self._unit.connection, PassageLink, entry_kind="relation", entry_id=sorted(set(ties))
        )
        shared = Counter(
            (link.passage_id, link.source_id) for link in held if link.role != "denies"
        )
        position = ""
        made: list[Record] = []
        for passage, source in [one for one, _ in shared.most_common(most)]:
            position = after(position)
            made.append(
                PassageLink(
                    id=new_id(),
                    marking=self._marking,
                    entry_kind=kind,
                    entry_id=entry_id,
                    passage_id=passage,
                    source_id=source,
                    position=position,
                )
            )
        return made
