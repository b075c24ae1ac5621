"""Later versions of a document: passages are proposed places in them, and accepted by a person.

A changed article is a second document of its source that supersedes the first. What rests on a passage
of the first one waits until a person accepts a place in the second or keeps the passage without one.
Accepting moves the links and notes to a new passage; the old one stays in its document, and the new one
names it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis.anchoring import Anchorer, Proposal, alike
from briefing.domain.annotation import Annotation
from briefing.domain.source import (
    AnchorState,
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceLink,
    newest_of,
)
from briefing.errors import UserError
from briefing.services.anchoring import Span, passage_of
from briefing.services.source_view import entry_lines
from briefing.store import quotes
from briefing.store.records import find, get, get_many, need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Version:
    """A document of a source, as it is told from its other versions."""

    document_id: str
    filename: str
    imported: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many passages of earlier versions have no place in the newest one.

    ``open`` wait for a person, ``kept`` were looked at and have none.
    """

    open: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Moving:
    """A passage of an earlier version with the place proposed for it in the newest one.

    ``kept`` tells that a person said it has none. ``rests`` are the titles of what rests on it.
    """

    passage_id: str
    document_id: str
    start: int
    end: int
    exact: str
    newest_id: str
    kept: bool
    rests: tuple[str, ...]
    proposal: Proposal

    @property
    def is_sure(self) -> bool:
        """Whether the words were found beyond doubt."""
        return self.proposal.state in (AnchorState.EXACT, AnchorState.MOVED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage shall stand, in code points of the newest document."""

    passage_id: str
    document_id: str
    start: int
    end: int


def versions_of(ws: Workspace, document_id: str) -> tuple[Version, ...]:
    """The versions of a document, the oldest first."""
    with ws.read() as connection:
        document = get(connection, "document", document_id)
        if not isinstance(document, Document):
            return ()
        held = find(connection, Document, source_id=document.source_id)
    newest = _chain(held)
    if document.id not in {one.id for one in newest}:
        newest = [document]
    return tuple(Version(one.id, one.filename, one.imported[:10]) for one in reversed(newest))


def count_versions(ws: Workspace, source_id: str) -> int:
    """How many versions of a source's document are here."""
    with ws.read() as connection:
        return len(_chain(find(connection, Document, source_id=source_id)))


def waiting_passages(ws: Workspace, source_id: str) -> dict[str, bool]:
    """Passages of earlier versions with no place in the newest one → whether a person kept them so."""
    with ws.read() as connection:
        used = _left_behind(connection, _chain(find(connection, Document, source_id=source_id)))
    return {one.id: one.state == AnchorState.ORPHANED for one in used}


def waiting(ws: Workspace, source_id: str) -> Waiting:
    """How many passages of a source's earlier versions have no place in its newest one."""
    found = waiting_passages(ws, source_id)
    kept = sum(found.values())
    return Waiting(len(found) - kept, kept)


def without_place(ws: Workspace, briefing_id: str) -> dict[str, Waiting]:
    """Source on a briefing's desk → its passages with no place, where there are some."""
    with ws.read() as connection:
        desk = find(connection, BriefingSource, briefing_id=briefing_id)
        ids = list({one.source_id for one in desk if one.source_id})
        changed = (
            {d.source_id for d in find(connection, Document, source_id=ids) if d.supersedes}
            if ids
            else set[str]()
        )
    found = {source_id: waiting(ws, source_id) for source_id in sorted(changed)}
    return {source_id: one for source_id, one in found.items() if one.open or one.kept}


def places(
    ws: Workspace, source_id: str, report: Callable[[int, int], None] | None = None
) -> list[Moving]:
    """The passages of earlier versions with a place proposed for each, in the order of the text.

    Slow for long texts; ``report`` is called with what is done and the total and may raise Cancelled.
    """
    with ws.read() as connection:
        chain = _chain(find(connection, Document, source_id=source_id))
        used = _left_behind(connection, chain)
        if not used:
            return []
        titles = _rests(connection, [one.id for one in used])
        texts = {
            one.id: quotes.document_text(connection, one.text_sha256)
            for one in chain
            if one.id == chain[0].id or one.id in {p.document_id for p in used}
        }
    newest = chain[0].id
    order = {one.id: at for at, one in enumerate(chain)}
    anchorers = {
        document_id: Anchorer(text, texts[newest])
        for document_id, text in texts.items()
        if document_id != newest
    }
    found: list[Moving] = []
    used.sort(key=lambda p: (order[p.document_id], p.start, p.end))
    for done, one in enumerate(used):
        if report is not None:
            report(done, len(used))
        found.append(
            Moving(
                one.id,
                one.document_id,
                one.start,
                one.end,
                one.exact,
                newest,
                one.state == AnchorState.ORPHANED,
                titles.get(one.id, ()),
                anchorers[one.document_id].propose(one.start, one.end),
            )
        )
    return found


def accept(ws: Workspace, chosen: Sequence[Place]) -> list[str]:
    """Let passages stand at these places of the newer document, as one step; the new passages' ids.

    What rested on the old passages, entries and notes, rests on the new ones. The state tells how the
    words agree: exact at the same place, moved, or uncertain where they differ.
    """
    if not chosen:
        return []
    label = (
        "Accept place of passage"
        if len(chosen) == 1
        else f"Accept places of {len(chosen)} passages"
    )
    with ws.write(label) as unit:
        return [_accept(unit, one) for one in chosen]


def keep_without_place(ws: Workspace, passage_id: str) -> None:
    """Say that a passage has no place in the newer version; what rests on it stays there."""
    with ws.write("Keep passage without a place") as unit:
        unit.change("passage", passage_id, state=AnchorState.ORPHANED.value)


def earlier_document(connection: Connection, url: str, name: str, title: str) -> Document | None:
    """The newest document of the one source that was read from the same address or file.

    The same file name counts only with the same title. None where no source or more than one fits.
    """
    sources: list[str] = []
    if url:
        sources = [one.id for one in find(connection, Source, url=url)]
    if not sources and name and title:
        held = {one.source_id for one in find(connection, Document, filename=name)}
        same = get_many(connection, Source, held).values()
        # Two addresses are two articles, whatever their files are called.
        sources = [
            one.id
            for one in same
            if one.title == title and not one.deleted and not (url and one.url)
        ]
    if len(sources) != 1:
        return None
    return newest_of(find(connection, Document, source_id=sources[0]))


def newest_document(connection: Connection, source_id: str) -> Document | None:
    """The document of a source that no other supersedes."""
    return newest_of(find(connection, Document, source_id=source_id))


def make_version_of(ws: Workspace, document_id: str, source_id: str) -> None:
    """Say that a document is a newer version of what another source was read from.

    It becomes a document of that source, with its passages. Its own source goes into the trash where
    nothing else belongs to it. Raises UserError where it is one of that source's already.
    """
    with ws.write("Make a newer version") as unit:
        connection = unit.connection
        document = need(connection, "document", document_id)
        assert isinstance(document, Document)
        need(connection, "source", source_id)
        if document.source_id == source_id:
            raise UserError("This document belongs to that source already.")
        earlier = newest_document(connection, source_id)
        own = document.source_id
        unit.change(
            "document",
            document_id,
            source_id=source_id,
            supersedes=earlier.id if earlier else None,
        )
        if _is_bare(connection, own):
            for one in find(connection, BriefingSource, source_id=own):
                unit.delete("briefing_source", one.id)
            unit.delete("source", own)


def _is_bare(connection: Connection, source_id: str) -> bool:
    return not (
        find(connection, Document, source_id=source_id)
        or find(connection, PassageLink, source_id=source_id)
        or find(connection, SourceLink, source_id=source_id)
        or find(connection, SourceLink, other_id=source_id)
        or find(connection, Annotation, target_kind="source", target_id=source_id)
    )


def _chain(held: Iterable[Document]) -> list[Document]:
    """The newest document and those it supersedes, one after the other."""
    by_id = {one.id: one for one in held}
    found: list[Document] = []
    one = newest_of(by_id.values())
    while one is not None and one not in found:
        found.append(one)
        one = by_id.get(one.supersedes or "")
    return found


def _left_behind(connection: Connection, chain: Sequence[Document]) -> list[Passage]:
    """Passages of all but the newest document on which something rests."""
    if len(chain) < 2:
        return []
    passages = find(connection, Passage, document_id=[one.id for one in chain[1:]])
    ids = [one.id for one in passages]
    used = {link.passage_id for link in find(connection, PassageLink, passage_id=ids)}
    used |= {
        note.target_id
        for note in find(connection, Annotation, target_kind="passage", target_id=ids)
    }
    return [one for one in passages if one.id in used]


def _rests(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    links = find(connection, PassageLink, passage_id=list(ids))
    lines = {
        line.id: f"{line.detail}: {line.text}"
        for line in entry_lines(connection, [(x.entry_kind, x.entry_id) for x in links])
    }
    found: dict[str, tuple[str, ...]] = {}
    for link in links:
        if link.entry_id in lines:
            found[link.passage_id] = (*found.get(link.passage_id, ()), lines[link.entry_id])
    return found


def _accept(unit: UnitOfWork, place: Place) -> str:
    connection = unit.connection
    old = need(connection, "passage", place.passage_id)
    assert isinstance(old, Passage)
    new_id = passage_of(unit, Span(place.document_id, place.start, place.end), old.marking)
    new = need(connection, "passage", new_id)
    assert isinstance(new, Passage)
    if new.moved_from is None:
        unit.change("passage", new_id, moved_from=old.id, state=_state(old, new).value)
    present = {
        (link.entry_kind, link.entry_id, link.source_id, link.role)
        for link in find(connection, PassageLink, passage_id=new_id)
    }
    for link in find(connection, PassageLink, passage_id=old.id):
        key = (link.entry_kind, link.entry_id, link.source_id, link.role)
        if key in present:
            unit.delete("passage_link", link.id)
        else:
            unit.change("passage_link", link.id, passage_id=new_id)
    for note in find(connection, Annotation, target_kind="passage", target_id=old.id):
        unit.change("annotation", note.id, target_id=new_id)
    if old.state == AnchorState.ORPHANED:
        unit.change("passage", old.id, state=AnchorState.EXACT.value)
    return new_id


def _state(old: Passage, new: Passage) -> AnchorState:
    if old.exact != new.exact:
        return AnchorState.UNCERTAIN
    return AnchorState.EXACT if old.start == new.start else AnchorState.MOVED


def by_hand(ws: Workspace, moving: Moving, start: int, end: int) -> Moving:
    """The same passage with a place that a person chose in the newest document."""
    with ws.read() as connection:
        document = need(connection, "document", moving.newest_id)
        assert isinstance(document, Document)
        text = quotes.document_text(connection, document.text_sha256)
    if not 0 <= start < end <= len(text):
        raise UserError("These words lie outside the document; select them again.")
    share = alike(moving.exact, text[start:end])
    state = AnchorState.UNCERTAIN if share < 1 else AnchorState.MOVED
    return replace(moving, proposal=Proposal(state, start, end, share, ((start, end),)))
