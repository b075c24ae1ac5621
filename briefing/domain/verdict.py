"""What a person decided about something that the program proposed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from briefing.domain.record import Record, ref


class Outcome(StrEnum):
    """What became of a proposal."""

    ACCEPTED = "accepted"
    MERGED = "merged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Record):
    """A decision about one proposal; without one it waits.

    Proposals are not kept: the same text gives the same ones. ``key`` names one among those of its
    document, by what it is and where it stands. ``entry_kind`` and ``entry_id`` are what was made of it,
    or the known entry with which it was merged. ``rule``, ``confidence`` (0 to 1) and ``tool`` (the
    program and its version) tell how it came about, as ICS 206-01 asks of machine-made statements.
    ``looked_at`` is false where it was accepted together with others of its kind.
    """

    kind: ClassVar[str] = "verdict"
    briefing_id: str | None = ref("briefing")
    document_id: str | None = ref("document")
    proposal_kind: str
    key: str
    outcome: str
    entry_kind: str = ""
    entry_id: str = ""
    rule: str = ""
    confidence: float = 0.0
    tool: str = ""
    looked_at: bool = True
