"""Where a statement comes from: sources, the documents read from them, and passages of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from briefing.domain.record import Record, edtf, part_of, ref

if TYPE_CHECKING:
    from collections.abc import Iterable


class SourceLinkKind(StrEnum):
    """How a source stands to another."""

    DERIVES_FROM = "derives from"
    REPORTED_BY = "reported by"


class AnchorState(StrEnum):
    """How surely a passage sits in its document."""

    EXACT = "exact"
    MOVED = "moved"
    UNCERTAIN = "uncertain"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """A CSL-JSON item with a NATO reliability grade. What is not known stays empty.

    ``csl_type`` is a CSL 1.0.2 type; ``extra`` holds CSL properties that have no field here, as JSON.
    ``descriptor`` and the last three fields are the source descriptor of ICD 206: what bears on its
    quality, how near it is to what it tells, how it held up before, and whose interest it serves.
    """

    kind: ClassVar[str] = "source"
    csl_type: str = "document"
    title: str = ""
    issued: str = edtf()
    accessed: str = edtf()
    container: str = ""
    publisher: str = ""
    place: str = ""
    genre: str = ""
    url: str = ""
    language: str = ""
    reliability: str = "F"
    reliability_reason: str = ""
    descriptor: str = ""
    extra: str = ""
    level_of_access: str = ""
    track_record: str = ""
    bias: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAuthor(Record):
    """A name on a source: ``literal`` for a body, ``family`` and ``given`` for a person."""

    kind: ClassVar[str] = "source_author"
    source_id: str = part_of("source")
    role: str = "author"
    literal: str = ""
    family: str = ""
    given: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGrade(Record):
    """A reliability that a source was given on a day, with the reason: the past of ``reliability``."""

    kind: ClassVar[str] = "source_grade"
    source_id: str = part_of("source")
    reliability: str
    reason: str = ""
    graded: str = edtf()
    author_id: str | None = ref("person")
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink(Record):
    """``source_id`` derives from, or is reported by, ``other_id``."""

    kind: ClassVar[str] = "source_link"
    source_id: str = part_of("source")
    other_id: str | None = ref("source")
    link_kind: str = SourceLinkKind.REPORTED_BY.value


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingSource(Record):
    """A source put on a briefing's desk. Sources are shared; this says which briefing uses one."""

    kind: ClassVar[str] = "briefing_source"
    briefing_id: str = part_of("briefing")
    source_id: str | None = ref("source")
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """The snapshot a source was read from. Immutable: bytes and text are kept by their SHA-256.

    ``page_starts`` lists, for a document with pages, the code point in the text at which each begins,
    separated by blanks. ``supersedes`` is the earlier document of the same source, where it changed.
    """

    kind: ClassVar[str] = "document"
    source_id: str = part_of("source")
    filename: str = ""
    media_type: str = "text/plain"
    original_sha256: str
    text_sha256: str
    length: int = 0
    reader: str = ""
    reader_version: str = ""
    imported: str = ""
    page_starts: str = ""
    supersedes: str | None = ref("document")


def newest_of(documents: Iterable[Document]) -> Document | None:
    """The document of a source that no other supersedes; of several the one that came in last."""
    held = list(documents)
    older = {one.supersedes for one in held}
    # Where two supersede each other all the same, one of them has to be shown.
    newest = [one for one in held if one.id not in older] or held
    return max(newest, key=lambda one: (one.imported, one.id), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """A span of a document's text in Unicode code points, end excluded, with W3C quote selectors.

    ``moved_from`` is the passage of an earlier document whose place this one was accepted to take.
    """

    kind: ClassVar[str] = "passage"
    document_id: str = part_of("document")
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    state: str = AnchorState.EXACT.value
    moved_from: str | None = ref("passage")


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageLink(Record):
    """An entry rests on a passage.

    ``source_id`` names the source whose words the passage carries where that is not the document's own:
    a passage of a digest can carry what a speaker said. ``role`` is empty, "asserts" or "denies".
    """

    kind: ClassVar[str] = "passage_link"
    entry_kind: str
    entry_id: str
    passage_id: str = part_of("passage")
    source_id: str | None = ref("source")
    role: str = ""
    position: str = ""
