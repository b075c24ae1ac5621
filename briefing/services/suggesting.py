"""Suggested blocs of a briefing: each member proposed with its reason, accepted or refused one by one.

Nothing of a proposal is stored: the same relations give the same ones. A decision is a record, the verdict.
It names the actor and the core of the bloc that was proposed; a core that is alike by at least half counts
as the same, so that what was refused stays so while the slider moves or a treaty more becomes known.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.communities import USUAL, suggest
from briefing.domain.dates import DateError, friendly, ordinal_to_text, parse
from briefing.domain.verdict import Outcome, Verdict
from briefing.errors import UserError
from briefing.services import suggestion_words as words
from briefing.services.bloc_days import may
from briefing.services.bloc_material import material_in
from briefing.services.bloc_ties import actors_on, ties_on
from briefing.services.suggestion_keys import ALIKE, KIND, alike, digest, matches
from briefing.services.suggestion_work import Work
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.analysis.suggested import Place, Suggestion
    from briefing.domain.relation import Relation
    from briefing.services.bloc_material import BlocMaterial
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed member. ``state`` is empty, "in" (it stands in the bloc) or "refused".

    ``home`` is true in the one bloc to which the actor belongs most.
    """

    key: str
    actor: str
    name: str
    why: str
    further: str
    ties: tuple[str, ...]
    against: tuple[str, ...]
    core: bool
    share: float
    held: str
    state: str = ""
    home: bool = True


@dataclass(frozen=True, slots=True)
class Beside:
    """An actor of the community that is not proposed, with the reason and the relations behind it."""

    actor: str
    name: str
    why: str
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlocProposal:
    """A suggested bloc. ``bloc_id`` is the bloc of the briefing that it would add to; empty: a new one."""

    key: str
    name: str
    basis: str
    bond: str
    members: tuple[Proposed, ...]
    beside: tuple[Beside, ...]
    bloc_id: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """All suggestions for a day: blocs, largest first, who has no positive tie, how far runs agree."""

    day: int
    resolution: float
    blocs: tuple[BlocProposal, ...]
    unaligned: tuple[tuple[str, str], ...]
    agreement: float

    def find(self, key: str) -> tuple[BlocProposal, Proposed]:
        """A proposed member by its key. Raises UserError where it is not proposed any more."""
        for bloc in self.blocs:
            for one in bloc.members:
                if one.key == key:
                    return bloc, one
        raise UserError("This member is not proposed any more; the relations have changed.")


def suggestions(
    ws: Workspace, briefing_id: str, day: int, resolution: float = USUAL, when: str = ""
) -> Suggested:
    """What the relations of a day suggest; ``when`` is the day in the words of whoever chose it."""
    with ws.read() as connection:
        return _suggested(connection, briefing_id, day, resolution, when)


def accept(
    ws: Workspace,
    briefing_id: str,
    shown: Suggested,
    keys: Iterable[str],
    names: Mapping[str, str] | None = None,
) -> list[str]:
    """Take proposed members in, as one step; ids of the new members.

    A bloc that is not there yet is made, under the name given for its key, if any. Who is in already is
    left; who was refused is taken back.
    """
    wanted = list(dict.fromkeys(keys))
    picked: dict[str, list[Proposed]] = {}
    blocs: dict[str, BlocProposal] = {}
    for key in wanted:
        bloc, one = shown.find(key)
        if one.state != "in":
            blocs[bloc.key] = bloc
            picked.setdefault(bloc.key, []).append(one)
    if not picked:
        return []
    made: list[str] = []
    count = sum(map(len, picked.values()))
    label = "Accept member" if count == 1 else f"Accept {count} members"
    with ws.write(label) as unit:
        work = Work(unit, briefing_id, seen=count == 1)
        for key, some in picked.items():
            # What is shown may be older than what was accepted a moment ago.
            bloc_id = blocs[key].bloc_id or work.bloc_of(key)
            if not bloc_id:
                bloc_id = work.bloc(blocs[key], (names or {}).get(key, "").strip())
            inside = work.members_of(bloc_id, shown.day)
            made += [work.member(bloc_id, one) for one in some if one.actor not in inside]
    return made


def refuse(ws: Workspace, briefing_id: str, shown: Suggested, keys: Iterable[str]) -> int:
    """Refuse proposed members, as one step; how many. They are not proposed for this core again."""
    wanted = [shown.find(key)[1] for key in dict.fromkeys(keys)]
    wanted = [one for one in wanted if not one.state]
    if not wanted:
        return 0
    label = "Refuse member" if len(wanted) == 1 else f"Refuse {len(wanted)} members"
    with ws.write(label) as unit:
        work = Work(unit, briefing_id, seen=True)
        for one in wanted:
            work.decide(one, Outcome.REJECTED)
    return len(wanted)


def take_back(ws: Workspace, briefing_id: str, shown: Suggested, keys: Iterable[str]) -> int:
    """Let refused members be proposed again, as one step; how many."""
    wanted = [one for one in (shown.find(key)[1] for key in keys) if one.state == "refused"]
    if not wanted:
        return 0
    with ws.write("Take back refusal" if len(wanted) == 1 else "Take back refusals") as unit:
        work = Work(unit, briefing_id, seen=True)
        for one in wanted:
            work.withdraw(one)
    return len(wanted)


def _suggested(
    connection: Connection, briefing_id: str, day: int, resolution: float, when: str
) -> Suggested:
    need(connection, "briefing", briefing_id)
    material = material_in(connection, briefing_id)
    names = actors_on(material, day)
    found = suggest(names, ties_on(material, day), resolution)
    decided = find(connection, Verdict, briefing_id=briefing_id, proposal_kind=KIND)
    relations = {one.id: one for one in material.relations}
    when = when or friendly(ordinal_to_text(day))
    blocs: list[BlocProposal] = []
    taken: set[str] = set()
    for bloc in found.blocs:
        target = _target(bloc, material, decided, taken)
        taken |= {target} if target else set()
        blocs.append(
            _proposal(bloc, target, material, day, names, decided, relations, when, resolution)
        )
    return Suggested(
        day,
        resolution,
        tuple(blocs),
        tuple((one, names[one]) for one in sorted(found.unaligned, key=lambda i: names[i])),
        found.agreement,
    )


def _proposal(
    bloc: Suggestion,
    target: str,
    material: BlocMaterial,
    day: int,
    names: Mapping[str, str],
    decided: Sequence[Verdict],
    relations: Mapping[str, Relation],
    when: str,
    resolution: float,
) -> BlocProposal:
    core = digest(bloc.core)
    inside = {m.actor_id for m in material.members_of(target) if may(m.held, day)}
    named = next((b.name for b in material.blocs if b.id == target), "")
    members: list[Proposed] = []
    for place in bloc.members:
        refused = any(
            v.outcome == Outcome.REJECTED and matches(v.key, place.actor, core) for v in decided
        )
        against = [_other(relations[tie], place.actor) for tie in place.against]
        members.append(
            Proposed(
                f"{place.actor}:{'.'.join(core)}",
                place.actor,
                names[place.actor],
                words.why_in(place, bloc, names),
                words.further(place, names, list(dict.fromkeys(against))),
                place.ties,
                place.against,
                place.core or bool(bloc.hub),
                _share(place, bloc),
                span_of([relations[tie].held for tie in place.ties]),
                "in" if place.actor in inside else "refused" if refused else "",
                place.home,
            )
        )
    beside = [
        Beside(p.actor, names[p.actor], words.why_beside(p, bloc, names), p.ties)
        for p in bloc.beside
    ]
    return BlocProposal(
        ".".join(core),
        named or words.name_of(bloc, names),
        words.basis_of(bloc, when, resolution),
        words.bond(bloc.strength),
        tuple(sorted(members, key=lambda m: (not m.core, -m.share, m.name))),
        tuple(sorted(beside, key=lambda b: b.name)),
        target,
    )


def _share(place: Place, bloc: Suggestion) -> float:
    others = len(bloc.core) - place.core
    return len(place.partners) / others if others else 1.0


def _other(relation: Relation, actor: str) -> str:
    return (relation.to_id if relation.from_id == actor else relation.from_id) or ""


def _target(
    bloc: Suggestion, material: BlocMaterial, decided: Sequence[Verdict], taken: set[str]
) -> str:
    """The bloc of the briefing that a suggestion is: the one made of it before, else the most alike."""
    core = digest(bloc.core)
    owner = {m.id: m.bloc_id for m in material.members}
    made = Counter(
        owner[v.entry_id]
        for v in decided
        if v.outcome == Outcome.ACCEPTED
        and v.entry_id in owner
        and alike(v.key.partition(":")[2].split("."), core)
    )
    for one, _ in made.most_common():
        if one not in taken:
            return one
    best, most = "", ALIKE
    for one in material.blocs:
        who = {m.actor_id for m in material.members_of(one.id)}
        share = len(who & set(bloc.actors)) / len(who | set(bloc.actors))
        if share >= most and one.id not in taken:
            best, most = one.id, share
    return best


def span_of(held: Iterable[str]) -> str:
    """From when until when any of several dated ties held, as EDTF; empty where no date is known.

    An end that is unknown for one of them is unknown, and one that is open is open.
    """
    starts: list[tuple[int, str]] = []
    ends: list[tuple[int, str]] = []
    unknown = still = False
    for text in held:
        try:
            date = parse(text)
        except DateError:
            continue
        first, slash, last = date.text.partition("/")
        if not slash:
            last = first
        if first not in ("", "..") and date.earliest is not None:
            starts.append((date.earliest, first))
        still = still or last == ".."
        unknown = unknown or last == ""
        if last not in ("", "..") and date.latest is not None:
            ends.append((date.latest, last))
    if not starts:
        return ""
    start = min(starts)[1]
    end = ".." if still else "" if unknown or not ends else max(ends)[1]
    return start if start == end else f"{start}/{end}"
