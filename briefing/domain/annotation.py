"""Notes of readers and analysts, and the searches they keep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from briefing.domain.record import Record, ref


class Motivation(StrEnum):
    """Why a note was made (W3C Web Annotation)."""

    COMMENTING = "commenting"
    HIGHLIGHTING = "highlighting"
    QUESTIONING = "questioning"
    ASSESSING = "assessing"
    EDITING = "editing"
    TAGGING = "tagging"
    REPLYING = "replying"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Record):
    """A note on an entry or a passage, in Markdown. Private ones never leave the library.

    A reply names the first note of its thread in ``replies_to``. ``assigned_to`` is who is to see to it.
    """

    kind: ClassVar[str] = "annotation"
    target_kind: str
    target_id: str
    briefing_id: str | None = ref("briefing")
    body: str = ""
    motivation: str = Motivation.COMMENTING.value
    author_id: str | None = ref("person")
    created: str = ""
    replies_to: str | None = ref("annotation")
    resolved: bool = False
    private: bool = True
    assigned_to: str | None = ref("person")
    resolved_by: str | None = ref("person")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch(Record):
    """A search kept in the watch list. Private."""

    kind: ClassVar[str] = "saved_search"
    name: str
    query: str
    position: str = ""
