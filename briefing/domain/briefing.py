"""The briefing itself, its sections, and the authors who sign it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref


class Status(StrEnum):
    """How far a briefing has come."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    FINAL = "final"


class SectionKind(StrEnum):
    """What a section is for; the order here is the order of a new briefing."""

    BOTTOM_LINE = "bottom line"
    KEY_JUDGMENTS = "key judgments"
    DISPUTED = "disputed"
    CHANGES = "changes"
    DISCUSSION = "discussion"
    ALTERNATIVE = "alternative view"
    OUTLOOK = "outlook"
    GAPS = "gaps"
    IMPLICATIONS = "implications"
    SOURCE_SUMMARY = "source summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing(Record):
    """A dated judgment of a matter for a reader. ``cutoff`` is ISO 8601 with its zone, or empty."""

    kind: ClassVar[str] = "briefing"
    title: str
    as_of: str = edtf()
    cutoff: str = ""
    desk: str = ""
    audience: str = ""
    status: str = Status.DRAFT.value
    version: int = 1
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Record):
    """A typed stretch of Markdown. ``[@quote:ID; @claim:ID]`` in it cites entries."""

    kind: ClassVar[str] = "section"
    briefing_id: str = part_of("briefing")
    section_kind: str
    heading: str = ""
    body: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingAuthor(Record):
    """A person who signs a briefing."""

    kind: ClassVar[str] = "briefing_author"
    briefing_id: str = part_of("briefing")
    person_id: str | None = ref("person")
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Record):
    """A finding of the checks that a person lets stand, with the reason.

    ``rule`` names the check, ``detail`` what it found: a finding that changes is shown again. ``created``
    is ISO 8601 in UTC.
    """

    kind: ClassVar[str] = "waiver"
    briefing_id: str = part_of("briefing")
    rule: str
    entry_kind: str = ""
    entry_id: str = ""
    detail: str = ""
    reason: str
    author_id: str | None = ref("person")
    created: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Record):
    """A final version of a briefing, frozen under its number.

    ``released`` is ISO 8601 in UTC. ``clock`` is that of the change set that froze it: the briefing as it
    was released is the journal up to there. ``changes`` says what differs from the version before, also
    in the judgments (ICD 203: change or consistency of judgments).
    """

    kind: ClassVar[str] = "release"
    briefing_id: str = part_of("briefing")
    number: int
    released: str = ""
    clock: int = 0
    changes: str = ""
    author_id: str | None = ref("person")


def desk_words(desk: str) -> str:
    """A desk as it is called: "Gulf" and "Gulf desk" are both "Gulf desk"."""
    return desk if not desk or desk.lower().endswith("desk") else f"{desk} desk"
