"""Blind rounds as one person may see them, and the agreement when all have handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.agreement import Agreement, agreement
from briefing.domain.blind import BlindAnswer, BlindItem, BlindPart, BlindRound
from briefing.domain.hypothesis import Evidence, Hypothesis
from briefing.domain.person import Person
from briefing.domain.records import KINDS
from briefing.services.blind_scales import SCALES, Scale, evidence_words
from briefing.services.source_view import title_of
from briefing.store.records import find, get, get_many, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in the list. ``state`` is for a person: whose turn it is."""

    id: str
    question: str
    state: str
    complete: bool


@dataclass(frozen=True, slots=True)
class PartLine:
    """A person in a round. ``handed_in`` is the day, or empty."""

    person_id: str
    name: str
    handed_in: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item with the reader's own answer; ``others`` is empty before all have handed in.

    ``others`` has name, answer and note of everybody, the reader among them.
    """

    id: str
    kind: str
    entry_id: str
    title: str
    mine: str
    note: str
    others: tuple[tuple[str, str, str], ...] = ()

    @property
    def differs(self) -> bool:
        """Whether not all who answered gave the same answer."""
        return len({answer for _, answer, _ in self.others}) > 1


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as one person may see it."""

    id: str
    question: str
    scale: Scale
    parts: tuple[PartLine, ...]
    items: tuple[ItemLine, ...]
    taking_part: bool
    handed_in: bool
    complete: bool
    result: Agreement | None

    @property
    def open_items(self) -> int:
        """How many items the reader has not answered."""
        return sum(not item.mine for item in self.items)


def rounds(ws: Workspace, briefing_id: str) -> list[RoundRow]:
    """The rounds of a briefing, the newest first."""
    with ws.read() as connection:
        held = find(connection, BlindRound, briefing_id=briefing_id)
        parts = {one.id: find(connection, BlindPart, round_id=one.id) for one in held}
    me = ws.author.person_id
    return [
        RoundRow(one.id, one.question, _state(parts[one.id], me), is_complete(parts[one.id]))
        for one in sorted(held, key=lambda one: (one.created, one.id), reverse=True)
    ]


def _state(parts: Sequence[BlindPart], me: str | None) -> str:
    if is_complete(parts):
        return "all have handed in"
    mine = next((part for part in parts if part.person_id == me), None)
    waiting = sum(not part.handed_in for part in parts)
    if mine is None:
        return "you may take part"
    if not mine.handed_in:
        return "waits for your answers"
    if len(parts) < 2:
        return "waits for a second person"
    return f"waits for {waiting} more"


def round_view(ws: Workspace, round_id: str) -> RoundView:
    """A round as this person may see it."""
    me = ws.author.person_id
    with ws.read() as connection:
        asked = need(connection, "blind_round", round_id)
        assert isinstance(asked, BlindRound)
        scale = SCALES.get(asked.scale, Scale(asked.scale, asked.scale, ()))
        parts = find(connection, BlindPart, round_id=round_id)
        items = find(connection, BlindItem, round_id=round_id)
        complete = is_complete(parts)
        by_item: dict[str, list[BlindAnswer]] = {}
        for one in find(connection, BlindAnswer, item_id=[item.id for item in items]):
            # Another's answer is not even read before all have handed in.
            if complete or one.person_id == me:
                by_item.setdefault(one.item_id, []).append(one)
        people = get_many(connection, Person, [part.person_id for part in parts if part.person_id])
        titles = _titles(connection, items)
    names = _distinct_names(people, parts)
    lines = tuple(
        _line(item, titles.get(item.id, ""), by_item.get(item.id, ()), me, names, complete)
        for item in items
    )
    mine = next((part for part in parts if part.person_id == me), None)
    return RoundView(
        id=round_id,
        question=asked.question,
        scale=scale,
        parts=tuple(
            PartLine(part.person_id or "", names[part.person_id or ""], part.handed_in[:10])
            for part in parts
        ),
        items=lines,
        taking_part=mine is not None,
        handed_in=mine is not None and bool(mine.handed_in),
        complete=complete,
        result=agreement(
            [
                {one.person_id or "": one.answer for one in by_item.get(item.id, ()) if one.answer}
                for item in items
            ],
            scale.order,
        )
        if complete
        else None,
    )


def withheld(
    parts: Iterable[BlindPart], items: Iterable[BlindItem], answers: Iterable[BlindAnswer]
) -> frozenset[str]:
    """The ids of those answers that must not leave the library: their givers have not handed them in."""
    done = {(one.round_id, one.person_id) for one in parts if one.handed_in and not one.deleted}
    rounds_of = {one.id: one.round_id for one in items}
    return frozenset(
        one.id for one in answers if (rounds_of.get(one.item_id, ""), one.person_id) not in done
    )


def may_be_seen(connection: Connection, answer_id: str, person_id: str | None) -> bool:
    """Whether a person may see an answer, its earlier versions included: their own, or when all are in."""
    one = get(connection, "blind_answer", answer_id)
    if not isinstance(one, BlindAnswer) or one.person_id == person_id:
        return True
    item = get(connection, "blind_item", one.item_id)
    if not isinstance(item, BlindItem):
        return False
    return is_complete(find(connection, BlindPart, round_id=item.round_id))


def _line(
    item: BlindItem,
    title: str,
    given: Sequence[BlindAnswer],
    me: str | None,
    names: Mapping[str, str],
    complete: bool,
) -> ItemLine:
    mine = next((one for one in given if one.person_id == me), None)
    everybody = sorted(
        (names.get(one.person_id or "", "Analyst"), one.answer, one.note)
        for one in given
        if one.answer
    )
    return ItemLine(
        item.id,
        item.entry_kind,
        item.entry_id,
        title,
        mine.answer if mine else "",
        mine.note if mine else "",
        tuple(everybody) if complete else (),
    )


def _titles(connection: Connection, items: Iterable[BlindItem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items:
        entry = (
            get(connection, item.entry_kind, item.entry_id) if item.entry_kind in KINDS else None
        )
        if entry is None:
            found[item.id] = "Not received yet"
        elif isinstance(entry, Evidence):
            column = get(connection, "hypothesis", item.beside_id)
            words = evidence_words(connection, [entry])[entry.id]
            found[item.id] = f"{words} — {column.text}" if isinstance(column, Hypothesis) else words
        else:
            found[item.id] = title_of(connection, [entry]).get(entry.id, "")
    return found


def _distinct_names(people: Mapping[str, Person], parts: Iterable[BlindPart]) -> dict[str, str]:
    """Names of those who take part; two of one name are told apart by the end of their ids."""
    names = {
        key: people[key].name if key in people else "Analyst"
        for key in (part.person_id or "" for part in parts)
    }
    often = {name for name in names.values() if list(names.values()).count(name) > 1}
    return {key: f"{name} ({key[-4:]})" if name in often else name for key, name in names.items()}


def is_complete(parts: Sequence[BlindPart]) -> bool:
    """Whether all who take part have handed in, and there are two at least."""
    return len(parts) > 1 and all(part.handed_in for part in parts)
