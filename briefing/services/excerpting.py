"""A briefing taken out of the library for one audience: what its marking lets through, and no more.

The one sieve before every format. What is marked higher is left out and counted, with whatever would
point to it; private notes, replies to them, waivers, file names and addresses on this laptop stay here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from briefing.domain import markings
from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Briefing, BriefingAuthor, Section
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.domain.source import Document, Passage, PassageLink, SourceGrade
from briefing.export.excerpt import Excerpt, Notes
from briefing.services.audience import (
    audience_of,
    counted,
    newest_time,
    of_no_laptop,
    refuse_citation,
)
from briefing.services.drawn_marks import made_by_tools
from briefing.services.gathering import cited_by, gather, named_by, noted_elsewhere
from briefing.store import journal
from briefing.store.records import need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.markings import Marking
    from briefing.domain.record import Record
    from briefing.services.gathering import Found
    from briefing.services.workspace import Workspace

# Records that stay without what they point to; all others say nothing, or the wrong thing, without it.
_STAND_ALONE = (Document, Passage, Annotation, SourceGrade, BriefingAuthor)


def excerpt(
    ws: Workspace,
    briefing_id: str,
    *,
    audience: str = "",
    notes: Notes = Notes.NONE,
    texts: bool = True,
) -> Excerpt:
    """Take out a briefing for those who may read ``audience``, by default its own marking.

    ``texts`` is False where no section leaves, as with a picture: what they cite need not be there then.
    Raises NotFoundError for an unknown id, and UserError where the briefing, or an entry that a kept
    section cites, is marked higher: such a briefing would not be whole.
    """
    with ws.read() as connection:
        briefing = cast("Briefing", need(connection, Briefing.kind, briefing_id))
        limit = audience_of(briefing, audience)
        found = gather(connection, briefing, notes)
        elsewhere = noted_elsewhere(connection, found)
        newest = newest_time(connection)
        drawn = made_by_tools(connection, (key for group in found.values() for key in group))
    sieve = Sieve(found, limit, elsewhere)
    kept, left_out = sieve.sift(texts=texts)
    marks = [briefing.marking, *(one.marking for group in kept.values() for one in group)]
    return Excerpt(
        briefing,
        kept,
        audience=limit,
        marking=markings.highest(marks),
        left_out=left_out,
        withheld=sieve.withheld(),
        timestamp=newest,
        drawn=drawn,
    )


def written_at(ws: Workspace, found: Excerpt) -> dict[str, tuple[int, int]]:
    """When each record of an excerpt was first and last written, in milliseconds since 1970."""
    ids = [found.briefing.id, *(one.id for cls in KINDS.values() for one in found.all(cls))]
    with ws.read() as connection:
        return journal.times(connection, ids)


class Sieve:
    """Takes out what is marked higher, and then whatever pointed to it, until nothing does."""

    def __init__(
        self, found: Found, limit: Marking, elsewhere: Mapping[tuple[str, str], Marking]
    ) -> None:
        self._limit = limit
        # Not of this briefing, so not counted; but a note on it would tell of it.
        self._hidden = {key for key, mark in elsewhere.items() if not markings.allows(limit, mark)}
        self._kept = {cls: dict(group) for cls, group in found.items()}
        self._out: dict[tuple[str, str], Record] = {}
        self._count: Counter[str] = Counter()

    def sift(self, *, texts: bool) -> tuple[dict[str, tuple[Record, ...]], tuple[str, ...]]:
        """The records that stay, and in words what does not."""
        for cls, group in self._kept.items():
            for one in list(group.values()):
                if not markings.allows(self._limit, one.marking):
                    self._take_out(cls, one)
        while self._again():
            pass
        if texts:
            self._refuse_citations()
        for cls in self._kept:
            if cls in _STAND_ALONE:
                self._unlink(cls)
        kept = {
            cls.kind: tuple(map(of_no_laptop, group.values())) for cls, group in self._kept.items()
        }
        return kept, counted({kind: self._count[kind] for kind in KINDS if self._count[kind]})

    def withheld(self) -> set[tuple[str, str]]:
        """The entries that rest on a passage, and the judgments on an entry, which was left out."""
        found: set[tuple[str, str]] = set()
        for one in self._out.values():
            if isinstance(one, PassageLink):
                found.add((one.entry_kind, one.entry_id))
            elif isinstance(one, Basis):
                found.add((Judgment.kind, one.judgment_id))
        return found

    def _take_out(self, cls: type[Record], one: Record) -> None:
        del self._kept[cls][one.id]
        self._out[one.kind, one.id] = one
        owner = owner_field(cls)
        # The parts of what is left out are not counted beside it.
        if owner is None or not self._is_out(references(cls)[owner], getattr(one, owner)):
            self._count[one.kind] += 1

    def _is_out(self, kind: str, key: str | None) -> bool:
        return (kind, key or "") in self._out

    def _again(self) -> bool:
        before = len(self._out)
        for cls, group in self._kept.items():
            for one in list(group.values()):
                if self._points_out(cls, one):
                    self._take_out(cls, one)
        self._silenced()
        return len(self._out) > before

    def _points_out(self, cls: type[Record], one: Record) -> bool:
        named = named_by(one)
        if self._is_out(named.kind, named.id) or (named.kind, named.id) in self._hidden:
            return True
        owner = owner_field(cls)
        for field, kind in references(cls).items():
            alone = cls in _STAND_ALONE and field != owner
            if not alone and self._is_out(kind, getattr(one, field)):
                return True
        # A reply says nothing without what it answers.
        return isinstance(one, Annotation) and self._is_out(one.kind, one.replies_to)

    def _silenced(self) -> None:
        """A quote all of whose speakers are left out would stand there as nobody's."""
        speaking = {cast("QuoteSpeaker", one).quote_id for one in self._group(QuoteSpeaker)}
        lost = {
            cast("QuoteSpeaker", one).quote_id
            for (kind, _), one in self._out.items()
            if kind == QuoteSpeaker.kind
        }
        for key in lost - speaking:
            quote = self._kept.get(Quote, {}).get(key)
            if quote is not None:
                self._take_out(Quote, quote)

    def _group(self, cls: type[Record]) -> Iterable[Record]:
        return self._kept.get(cls, {}).values()

    def _refuse_citations(self) -> None:
        for ref in cited_by(one for one in self._group(Section) if not one.deleted):
            if self._is_out(ref.kind, ref.id):
                raise refuse_citation(self._out[ref.kind, ref.id], self._limit)

    def _unlink(self, cls: type[Record]) -> None:
        for one in list(self._group(cls)):
            gone = {
                field: None
                for field, kind in references(cls).items()
                if self._is_out(kind, getattr(one, field))
            }
            if gone:
                self._kept[cls][one.id] = replace(one, **gone)
