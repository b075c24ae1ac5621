"""What is said to be so, by whom, against whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref
from briefing.domain.relation import Stance


class ClaimStatus(StrEnum):
    """How a claim stands, as a person judges it; asserted until somebody has judged."""

    ASSERTED = "asserted"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"
    REFUTED = "refuted"
    CANNOT_BE_JUDGED = "cannot be judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """A proposition. ``credibility`` is the NATO digit "1" to "6"; "6" is not judged, not worst.

    ``status`` is a :class:`ClaimStatus`, given by a person with a reason.
    """

    kind: ClassVar[str] = "claim"
    briefing_id: str | None = ref("briefing")
    proposition: str
    hedge: str = ""
    holds: str = edtf()
    credibility: str = "6"
    status: str = ClaimStatus.ASSERTED.value
    note: str = ""
    position: str = ""
    status_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimParty(Record):
    """Who asserts or denies a claim: an actor, or a source where no actor stands behind it."""

    kind: ClassVar[str] = "claim_party"
    claim_id: str = part_of("claim")
    actor_id: str | None = ref("actor")
    source_id: str | None = ref("source")
    stance: str = Stance.ASSERTS.value
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Record):
    """A number with its unit in a claim."""

    kind: ClassVar[str] = "quantity"
    claim_id: str = part_of("claim")
    value: float
    unit: str
    of_what: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLink(Record):
    """Two claims are rival versions of one matter: at most one of them is so."""

    kind: ClassVar[str] = "claim_link"
    claim_id: str = part_of("claim")
    other_id: str | None = ref("claim")
    position: str = ""
