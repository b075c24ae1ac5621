"""What somebody said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref


class QuoteKind(StrEnum):
    """How much of what was said stands in quotation marks.

    Direct: a sentence or a whole clause. Partial: some words inside the writer's sentence. Indirect: no
    marks. Scare: marks and no speaker, counted as nobody's quote.
    """

    DIRECT = "direct"
    PARTIAL = "partial"
    INDIRECT = "indirect"
    SCARE = "scare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Record):
    """Words and how they were said. ``words`` carries no outer quotation marks."""

    kind: ClassVar[str] = "quote"
    briefing_id: str | None = ref("briefing")
    words: str
    quote_kind: str = QuoteKind.DIRECT.value
    cue: str = ""
    about: str = ""
    said: str = edtf()
    place: str = ""
    addressee: str = ""
    occasion: str = ""
    language: str = ""
    original_words: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSpeaker(Record):
    """A speaker of a quote; several speak together."""

    kind: ClassVar[str] = "quote_speaker"
    quote_id: str = part_of("quote")
    actor_id: str | None = ref("actor")
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Record):
    """A subject word on any entry."""

    kind: ClassVar[str] = "tag"
    entry_kind: str
    entry_id: str
    text: str
    position: str = ""
