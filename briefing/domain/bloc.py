"""Who stands together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc(Record):
    """A group of actors drawn by a person, or suggested and then accepted.

    ``colour`` is a theme token such as "bloc.blue", so that every theme draws it readably.
    """

    kind: ClassVar[str] = "bloc"
    briefing_id: str | None = ref("briefing")
    name: str
    colour: str = "bloc.blue"
    basis: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocMember(Record):
    """An actor in a bloc from when until when."""

    kind: ClassVar[str] = "bloc_member"
    bloc_id: str = part_of("bloc")
    actor_id: str | None = ref("actor")
    held: str = edtf()
    role: str = ""
    position: str = ""
