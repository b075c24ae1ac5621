"""Blind work: two or more people judge the same things, and see each other's answers only afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.domain.record import Record, part_of, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindRound(Record):
    """A question that several people answer independently about the same entries.

    ``scale`` names the answers: the reliability or credibility of the Admiralty code, a likelihood, the
    ratings of a hypothesis matrix, or free codes. ``created`` is ISO 8601 in UTC.
    """

    kind: ClassVar[str] = "blind_round"
    briefing_id: str | None = ref("briefing")
    question: str
    scale: str
    created: str = ""
    author_id: str | None = ref("person")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindItem(Record):
    """One of the things that a round asks about: an entry, or a hypothesis under a row of evidence.

    ``beside_id`` is the hypothesis where the scale is that of a matrix and the entry is the evidence.
    """

    kind: ClassVar[str] = "blind_item"
    round_id: str = part_of("blind_round")
    entry_kind: str
    entry_id: str
    beside_id: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindPart(Record):
    """A person who takes part in a round. ``handed_in`` is ISO 8601 in UTC, empty until they have."""

    kind: ClassVar[str] = "blind_part"
    round_id: str = part_of("blind_round")
    person_id: str | None = ref("person")
    handed_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindAnswer(Record):
    """What one person answers about one item; hidden from the others until all have handed in."""

    kind: ClassVar[str] = "blind_answer"
    item_id: str = part_of("blind_item")
    person_id: str | None = ref("person")
    answer: str
    note: str = ""
