"""What happened, when, and who took part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """An event. ``cameo`` is a CAMEO root code, kept as text: "010" and "10" differ.

    ``certainty`` uses the words of relations; ``planned`` events have not happened yet.
    """

    kind: ClassVar[str] = "event"
    briefing_id: str | None = ref("briefing")
    what: str
    happened: str = edtf()
    reported: str = edtf()
    place: str = ""
    cameo: str = ""
    certainty: str = "confirmed"
    planned: bool = False
    note: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Record):
    """An actor's part in an event."""

    kind: ClassVar[str] = "participant"
    event_id: str = part_of("event")
    actor_id: str | None = ref("actor")
    role: str = ""
    position: str = ""
