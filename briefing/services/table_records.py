"""What a row of a table becomes: an actor with its names, an event with those who took part, a relation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.domain.actor import Actor, ActorName, NameKind
from briefing.domain.event import Event, Participant
from briefing.domain.folding import script_of
from briefing.domain.relation import Relation
from briefing.services.table_fields import Rows
from briefing.store.journal import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.record import Record

_NAME_KINDS = {"aliases": NameKind.ALIAS, "native": NameKind.NATIVE}


def records_of(
    values: Mapping[str, Any], rows: Rows, marking: str, briefing_id: str | None, position: str
) -> list[Record]:
    """The records of a row by its fields, the entry itself first."""
    own: dict[str, Any] = {"id": new_id(), "marking": marking}
    plain = dict(values)
    if rows is Rows.ACTORS:
        names: list[Record] = []
        for key in ("aliases", "native", "abbreviations"):
            for number, text in enumerate(plain.pop(key, ())):
                names.append(
                    ActorName(
                        id=new_id(),
                        marking=marking,
                        actor_id=own["id"],
                        text=text,
                        name_kind=_NAME_KINDS.get(key, NameKind.ABBREVIATION).value,
                        script=script_of(text),
                        position=f"{key[0]}{number:03d}",
                    )
                )
        return [Actor(**own, **plain), *names]
    own |= {"briefing_id": briefing_id, "position": position}
    if rows is Rows.RELATIONS:
        return [Relation(**own, **plain)]
    parts = list(dict.fromkeys([*plain.pop("participants", ()), *plain.pop("others", ())]))
    return [
        Event(**own, **plain),
        *(
            Participant(
                id=new_id(),
                marking=marking,
                event_id=own["id"],
                actor_id=actor,
                position=f"a{number:03d}",
            )
            for number, actor in enumerate(parts)
        ),
    ]
