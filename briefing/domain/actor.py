"""Who acts: states, people, organisations and groups that sources name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref


class ActorKind(StrEnum):
    """What sort of actor it is. A group is named by sources and has no body of its own."""

    STATE = "state"
    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"


class NameKind(StrEnum):
    """What a further name of an actor is."""

    ALIAS = "alias"
    NATIVE = "native"
    FORMER = "former"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Record):
    """An actor, shared by all briefings.

    ``iso3166`` is alpha-2 for a state of today; ``territory`` lists alpha-2 codes, separated by blanks,
    of the present states that hold a former state's land. ``family_name`` is the word to sort by;
    ``family_first`` tells the order of the name as written. Longitude and latitude are in degrees.
    """

    kind: ClassVar[str] = "actor"
    actor_kind: str
    name: str
    family_name: str = ""
    family_first: bool = False
    iso3166: str = ""
    territory: str = ""
    existed: str = edtf()
    longitude: float | None = None
    latitude: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorName(Record):
    """A further name: an alias, a native or former name. ``script`` is ISO 15924, ``language`` ISO 639."""

    kind: ClassVar[str] = "actor_name"
    actor_id: str = part_of("actor")
    text: str
    name_kind: str = NameKind.ALIAS.value
    script: str = ""
    language: str = ""
    used: str = edtf()
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Record):
    """A position that a person holds, in which state or organisation, from when to when."""

    kind: ClassVar[str] = "office"
    actor_id: str = part_of("actor")
    title: str
    of_actor_id: str | None = ref("actor")
    held: str = edtf()
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Record):
    """An actor's membership in an organisation or group."""

    kind: ClassVar[str] = "membership"
    actor_id: str = part_of("actor")
    organisation_id: str | None = ref("actor")
    role: str = ""
    held: str = edtf()
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs(Record):
    """A person's decision that two actors are one. Readers follow it; nothing is rewritten."""

    kind: ClassVar[str] = "same_as"
    actor_id: str | None = ref("actor")
    canonical_id: str | None = ref("actor")
