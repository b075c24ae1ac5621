"""How two actors stand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref


class RelationKind(StrEnum):
    """The ties and breaks that a bloc picture draws."""

    DEFENCE_PACT = "defence pact"
    NEUTRALITY = "neutrality"
    NON_AGGRESSION = "non-aggression"
    CONSULTATION = "consultation"
    STRATEGIC_PARTNERSHIP = "strategic partnership"
    ARMS_TRANSFER = "arms transfer"
    MILITARY_TECHNOLOGY = "military-technology cooperation"
    SANCTIONS = "sanctions"
    DISPUTE = "dispute"
    WAR = "war"
    CO_BELLIGERENCE = "co-belligerence"
    NEUTRALITY_STANCE = "neutrality stance"
    MEMBERSHIP = "membership"
    DIPLOMATIC_CONTACT = "diplomatic contact"


class Phase(StrEnum):
    """How far a treaty or measure has come. Signed, in force and ended are three dates."""

    NONE = ""
    PLANNED = "planned"
    SIGNED = "signed"
    IN_FORCE = "in force"
    ENDED = "ended"
    NOT_A_TREATY = "not a treaty"


class Certainty(StrEnum):
    """On whose word a relation stands."""

    CONFIRMED = "confirmed"
    STATED = "stated"
    CLAIMED = "claimed"
    HINTED = "hinted"


class Stance(StrEnum):
    """Whether a party asserts a statement or denies it."""

    ASSERTS = "asserts"
    DENIES = "denies"


#: The obligations of ATOP that a relation may pledge, as its fields are called.
OBLIGATIONS = ("defense", "offense", "neutrality", "nonaggression", "consultation")
#: Kinds that run from one actor to the other; the rest hold both ways.
DIRECTED = frozenset(
    {
        RelationKind.ARMS_TRANSFER,
        RelationKind.MILITARY_TECHNOLOGY,
        RelationKind.SANCTIONS,
        RelationKind.NEUTRALITY_STANCE,
        RelationKind.MEMBERSHIP,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Record):
    """A signed, dated tie. ``sign`` is -1, 0 or 1. The five ATOP obligations stand beside a treaty."""

    kind: ClassVar[str] = "relation"
    briefing_id: str | None = ref("briefing")
    from_id: str | None = ref("actor")
    to_id: str | None = ref("actor")
    relation_kind: str
    sign: int = 0
    held: str = edtf()
    phase: str = Phase.NONE.value
    certainty: str = Certainty.STATED.value
    defense: bool = False
    offense: bool = False
    neutrality: bool = False
    nonaggression: bool = False
    consultation: bool = False
    note: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationParty(Record):
    """Who asserts a relation and who denies it."""

    kind: ClassVar[str] = "relation_party"
    relation_id: str = part_of("relation")
    actor_id: str | None = ref("actor")
    stance: str = Stance.ASSERTS.value
    position: str = ""
