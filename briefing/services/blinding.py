"""Blind rounds: people answer the same question about the same entries, each without the others.

Nobody is shown another's answer before everybody who takes part has handed in, and what is handed in
stays as it is. Ids follow from round, item and person: whatever way packs take between laptops, a person
has one part in a round and one answer to an item.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.blind import BlindAnswer, BlindItem, BlindPart, BlindRound
from briefing.domain.ordering import after
from briefing.errors import UserError
from briefing.services.blind_scales import SCALES, Scale, Subject
from briefing.services.blind_view import is_complete
from briefing.store import journal
from briefing.store.journal import new_id
from briefing.store.records import find, get, get_many, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.workspace import Workspace

_NAMES = uuid.UUID("6f4a4f3e-7d0b-5d5e-9a57-1c2b8f5f0c11")
_CODE = 60


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
        if is_complete(find(unit.connection, BlindPart, round_id=round_id)):
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
