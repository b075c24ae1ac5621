"""Draw blocs: who stands in which, from when until when, on what evidence. Each function is one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.dates import OPEN_END, OPEN_START, DateError, may_overlap, parse
from briefing.domain.ordering import after
from briefing.domain.relation import Relation
from briefing.domain.source import PassageLink
from briefing.errors import UserError
from briefing.store.journal import new_id
from briefing.store.records import find, need
from briefing.store.sameness import canonical_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.dates import Edtf
    from briefing.services.workspace import Workspace
    from briefing.store.unit_of_work import UnitOfWork


def add_members(
    ws: Workspace,
    bloc_id: str,
    actor_ids: Iterable[str],
    *,
    held: str = "",
    passage_id: str = "",
) -> list[str]:
    """Let actors belong to a bloc for a time (EDTF; empty: undated); the ids of the memberships.

    An actor may stand in several blocs, and in one several times. Who belongs to it at that time already is
    left as it is. ``passage_id`` is the passage that each new membership rests on. Raises UserError for a
    date that is none, and where nobody is left to be added.
    """
    when = _read(held)
    made: list[str] = []
    with ws.write("Add to bloc") as unit:
        bloc = cast("Bloc", need(unit.connection, Bloc.kind, bloc_id))
        same = canonical_ids(unit.connection)
        members = find(unit.connection, BlocMember, bloc_id=bloc_id)
        there = {same.get(m.actor_id or "", m.actor_id) for m in members if _at_once(m, when)}
        last = max((m.position for m in members), default="")
        for actor_id in dict.fromkeys(actor_ids):
            if same.get(actor_id, actor_id) in there:
                continue
            need(unit.connection, "actor", actor_id)
            last = after(last)
            member = BlocMember(
                id=new_id(),
                marking=bloc.marking,
                bloc_id=bloc_id,
                actor_id=actor_id,
                held=held,
                position=last,
            )
            unit.add(member)
            made.append(member.id)
            if passage_id:
                _rest_on(unit, member, passage_id)
        if not made:
            raise UserError(f"All of these belong to “{bloc.name}” at that time already.")
    return made


def end_membership(ws: Workspace, member_id: str, until: str) -> str:
    """Let a membership end with a date (EDTF, of a day, a month or a year); how it is dated now.

    Raises UserError where that would end it before it begins, or is no date.
    """
    last = _read(until)
    if last is None or last.is_interval:
        raise UserError("Name the last day, month or year of the membership.")
    with ws.write("End membership") as unit:
        member = cast("BlocMember", need(unit.connection, BlocMember.kind, member_id))
        start = member.held.partition("/")[0] if member.held else ".."
        held = f"{start}/{last.text}"
        try:
            parse(held)
        except DateError as error:
            raise UserError(
                f"The membership begins after {last.text}; it cannot end then. Delete it instead."
            ) from error
        unit.change(BlocMember.kind, member_id, held=held)
    return held


def passages_between(ws: Workspace, briefing_id: str, actor_ids: Sequence[str]) -> list[str]:
    """The passages of the briefing's relations among these actors: what a bloc of them may rest on."""
    with ws.read() as connection:
        same = canonical_ids(connection)
        wanted = {same.get(one, one) for one in actor_ids}
        among = [
            one.id
            for one in find(connection, Relation, briefing_id=briefing_id)
            if one.sign > 0 and {same.get(i or "", i) for i in (one.from_id, one.to_id)} <= wanted
        ]
        links = find(connection, PassageLink, entry_kind=Relation.kind, entry_id=among)
    return list(dict.fromkeys(one.passage_id for one in links if one.role != "denies"))


def since(day_text: str) -> str:
    """The time from a date on, with an open end: what a membership drawn at that date is dated with."""
    date = _read(day_text)
    return "" if date is None or date.is_interval else f"{date.text}/.."


def _read(text: str) -> Edtf | None:
    if not text.strip():
        return None
    try:
        return parse(text)
    except DateError as error:
        raise UserError(f"{text.strip()}: {error}.") from error


def _at_once(member: BlocMember, when: Edtf | None) -> bool:
    """Whether a membership may hold at some time of another one's."""
    try:
        date = parse(member.held) if member.held else None
    except DateError:
        date = None
    if date is None or when is None:
        return True
    low = OPEN_START if when.earliest is None else when.earliest
    high = OPEN_END if when.latest is None else when.latest
    return may_overlap(date, low, high)


def _rest_on(unit: UnitOfWork, member: BlocMember, passage_id: str) -> None:
    need(unit.connection, "passage", passage_id)
    unit.add(
        PassageLink(
            id=new_id(),
            marking=member.marking,
            entry_kind=BlocMember.kind,
            entry_id=member.id,
            passage_id=passage_id,
            position=after(),
        )
    )
