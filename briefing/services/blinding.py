"""Blind rounds: people answer the same question about the same entries, each without the others.

Nobody is shown another's answer before everybody who takes part has handed in, and what is handed in
stays as it is. Ids follow from round, item and person: whatever way packs take between laptops, a person
has one part in a round and one answer to an item.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.analysis.agreement import Agreement, agreement
from briefing.analysis.hypotheses import MEANINGS, RATINGS
from briefing.domain.blind import BlindAnswer, BlindItem, BlindPart, BlindRound
from briefing.domain.grades import ICD_203, Credibility, Reliability
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix
from briefing.domain.likelihood import ROWS, span_words
from briefing.domain.ordering import after
from briefing.domain.person import Person
from briefing.domain.records import KINDS
from briefing.domain.source import BriefingSource, Source
from briefing.errors import UserError
from briefing.services.source_view import title_of
from briefing.store import journal
from briefing.store.journal import new_id
from briefing.store.records import find, get, get_many, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_NAMES = uuid.UUID("6f4a4f3e-7d0b-5d5e-9a57-1c2b8f5f0c11")
_CODE = 60


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers to choose from, each with its meaning, and the kinds of entry they are about.

    ``order`` ranks the answers of an ordinal scale, least first. Reliability and credibility have none:
    F and 6 say "not judged", and what cannot be ranked whole is compared as equal or different. Without
    answers each is a code in the rater's own words.
    """

    key: str
    name: str
    kinds: tuple[str, ...]
    answers: tuple[tuple[str, str], ...] = ()
    order: tuple[str, ...] = ()


#: The scales by key.
SCALES: dict[str, Scale] = {
    scale.key: scale
    for scale in (
        Scale(
            "reliability",
            "Reliability of sources (Admiralty A to F)",
            ("source",),
            tuple((one.value, one.meaning) for one in Reliability),
        ),
        Scale(
            "credibility",
            "Credibility of claims (Admiralty 1 to 6)",
            ("claim",),
            tuple((one.value, one.meaning) for one in Credibility),
        ),
        Scale(
            "likelihood",
            f"Likelihood of judgments ({ROWS['icd203-a'].name})",
            ("judgment",),
            tuple((t, span_words(ROWS["icd203-a"].band(t))) for t in ROWS["icd203-a"].terms),
            ROWS["icd203-a"].terms,
        ),
        Scale(
            "matrix",
            "Evidence under hypotheses (CC to II)",
            ("hypothesis_matrix",),
            tuple((value, MEANINGS[value]) for value in RATINGS),
            RATINGS,
        ),
        Scale("codes", "Codes in one's own words", ("quote", "claim", "event", "judgment")),
    )
}
assert ROWS["icd203-a"].scale == ICD_203


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a round can ask about."""

    kind: str
    id: str
    title: str
    beside_id: str = ""


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


def subjects(ws: Workspace, briefing_id: str, scale: str) -> list[Subject]:
    """What a round on a scale can ask about in a briefing, in its order."""
    with ws.read() as connection:
        if scale == "matrix":
            return _cells(connection, briefing_id)
        return [one for kind in SCALES[scale].kinds for one in _of(connection, briefing_id, kind)]


def _of(connection: Connection, briefing_id: str, kind: str) -> list[Subject]:
    if kind == "source":
        desk = find(connection, BriefingSource, briefing_id=briefing_id)
        held = get_many(connection, Source, [one.source_id for one in desk if one.source_id])
        records = [one for one in held.values() if not one.deleted]
    else:
        records = list(find(connection, KINDS[kind], briefing_id=briefing_id))
    titles = title_of(connection, records)
    return [Subject(kind, one.id, titles.get(one.id, "")) for one in records]


def _cells(connection: Connection, briefing_id: str) -> list[Subject]:
    found: list[Subject] = []
    for matrix in find(connection, HypothesisMatrix, briefing_id=briefing_id):
        columns = find(connection, Hypothesis, matrix_id=matrix.id)
        rows = find(connection, Evidence, matrix_id=matrix.id)
        words = _evidence_words(connection, rows)
        found += [
            Subject("evidence", row.id, f"{words[row.id]} — {column.text}", column.id)
            for row in rows
            for column in columns
        ]
    return found


def _evidence_words(connection: Connection, rows: Iterable[Evidence]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        entry = get(connection, row.entry_kind, row.entry_id) if row.entry_kind in KINDS else None
        titles = title_of(connection, [entry]) if entry else {}
        found[row.id] = row.text or titles.get(row.entry_id, "")
    return found


def open_round(
    ws: Workspace, briefing_id: str, question: str, scale: str, asked: Sequence[Subject]
) -> str:
    """Begin a round in which this person takes part; its id.

    Raises UserError without a question, for a scale that is not known, or with nothing to ask about.
    """
    words = " ".join(question.split())
    if not words:
        raise UserError("The round needs a question, such as “How reliable is this source?”.")
    if scale not in SCALES:
        raise UserError(f"There is no scale {scale}; choose one of {', '.join(SCALES)}.")
    if not asked:
        raise UserError("Choose at least one thing that the round asks about.")
    round_id = new_id()
    with ws.write("Open blind round") as unit:
        marking = need(unit.connection, "briefing", briefing_id).marking
        unit.add(
            BlindRound(
                id=round_id,
                marking=marking,
                briefing_id=briefing_id,
                question=words,
                scale=scale,
                created=_now(),
                author_id=ws.author.person_id,
            )
        )
        position = ""
        for one in asked:
            position = after(position)
            unit.add(
                BlindItem(
                    id=new_id(),
                    marking=marking,
                    round_id=round_id,
                    entry_kind=one.kind,
                    entry_id=one.id,
                    beside_id=one.beside_id,
                    position=position,
                )
            )
        unit.add(_part(ws, round_id, marking))
    return round_id


def take_part(ws: Workspace, round_id: str) -> None:
    """Let this person answer too, as long as no answers are shown."""
    with ws.write("Take part in blind round") as unit:
        if _complete(find(unit.connection, BlindPart, round_id=round_id)):
            raise UserError("All have handed in and their answers are shown; open a new round.")
        new = _part(ws, round_id, need(unit.connection, "blind_round", round_id).marking)
        if get(unit.connection, "blind_part", new.id) is None:
            unit.add(new)
        else:
            unit.restore("blind_part", new.id)


def answer(ws: Workspace, item_id: str, value: str, note: str = "") -> None:
    """Give this person's answer to an item, or take it back with an empty one.

    Raises UserError for an answer that is not on the scale, and once they have handed in.
    """
    value = " ".join(value.split())[:_CODE]
    with ws.write("Answer in blind round") as unit:
        item = need(unit.connection, "blind_item", item_id)
        assert isinstance(item, BlindItem)
        asked = need(unit.connection, "blind_round", item.round_id)
        assert isinstance(asked, BlindRound)
        scale = SCALES.get(asked.scale)
        if scale is None:
            raise UserError(f"This program does not know the scale {asked.scale}.")
        if value and scale.answers and value not in dict(scale.answers):
            raise UserError(f"{value} is not on the scale; choose one of {_choices(scale)}.")
        mine = get(unit.connection, "blind_part", _key(item.round_id, ws.author.person_id))
        if not isinstance(mine, BlindPart) or mine.deleted:
            unit.add(_part(ws, item.round_id, asked.marking))
        elif mine.handed_in or journal.base_of(unit.connection, mine.id, "handed_in"):
            # Also once that was undone: they may have seen what the others answered.
            raise UserError("You have handed in; your answers stay as they are.")
        key = _key(item_id, ws.author.person_id)
        if get(unit.connection, "blind_answer", key) is None:
            if value or note:
                unit.add(
                    BlindAnswer(
                        id=key,
                        marking=asked.marking,
                        item_id=item_id,
                        person_id=ws.author.person_id,
                        answer=value,
                        note=note,
                    )
                )
        else:
            unit.change("blind_answer", key, answer=value, note=note)


def hand_in(ws: Workspace, round_id: str) -> None:
    """Hand this person's answers in; they stay as they are. UserError where none was given."""
    with ws.write("Hand in blind round") as unit:
        mine = get(unit.connection, "blind_part", _key(round_id, ws.author.person_id))
        items = find(unit.connection, BlindItem, round_id=round_id)
        keys = [_key(item.id, ws.author.person_id) for item in items]
        given = get_many(unit.connection, BlindAnswer, keys).values()
        if not isinstance(mine, BlindPart) or not any(one.answer for one in given):
            raise UserError("You have answered nothing yet; answer at least one item first.")
        unit.change("blind_part", mine.id, handed_in=_now())


def rounds(ws: Workspace, briefing_id: str) -> list[RoundRow]:
    """The rounds of a briefing, the newest first."""
    with ws.read() as connection:
        held = find(connection, BlindRound, briefing_id=briefing_id)
        parts = {one.id: find(connection, BlindPart, round_id=one.id) for one in held}
    me = ws.author.person_id
    return [
        RoundRow(one.id, one.question, _state(parts[one.id], me), _complete(parts[one.id]))
        for one in sorted(held, key=lambda one: (one.created, one.id), reverse=True)
    ]


def _state(parts: Sequence[BlindPart], me: str | None) -> str:
    if _complete(parts):
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
        complete = _complete(parts)
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


def withheld(connection: Connection) -> frozenset[str]:
    """The ids of answers that must not leave the library: their givers have not handed them in."""
    parts = {
        (part.round_id, part.person_id): bool(part.handed_in)
        for part in find(connection, BlindPart)
    }
    rounds_of = {item.id: item.round_id for item in find(connection, BlindItem)}
    return frozenset(
        one.id
        for one in find(connection, BlindAnswer)
        if not parts.get((rounds_of.get(one.item_id, ""), one.person_id))
    )


def may_be_seen(connection: Connection, answer_id: str, person_id: str | None) -> bool:
    """Whether a person may see an answer, its earlier versions included: their own, or when all are in."""
    one = get(connection, "blind_answer", answer_id)
    if not isinstance(one, BlindAnswer) or one.person_id == person_id:
        return True
    item = get(connection, "blind_item", one.item_id)
    if not isinstance(item, BlindItem):
        return False
    return _complete(find(connection, BlindPart, round_id=item.round_id))


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
            words = _evidence_words(connection, [entry])[entry.id]
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


def _complete(parts: Sequence[BlindPart]) -> bool:
    return len(parts) > 1 and all(part.handed_in for part in parts)


def _choices(scale: Scale) -> str:
    return ", ".join(value for value, _ in scale.answers)


def _part(ws: Workspace, round_id: str, marking: str) -> BlindPart:
    person = ws.author.person_id
    return BlindPart(
        id=_key(round_id, person), marking=marking, round_id=round_id, person_id=person
    )


def _key(owner: str, person_id: str | None) -> str:
    return str(uuid.uuid5(_NAMES, f"{owner}:{person_id or ''}"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
