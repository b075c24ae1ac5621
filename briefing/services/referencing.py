"""Entries of reference managers become sources; one that is here already is recognised."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.folding import fold
from briefing.domain.source import BriefingSource, Source, SourceAuthor
from briefing.store.journal import new_id
from briefing.store.records import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.record import Record
    from briefing.intake.references import Reference, References
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_MOST_NOTES = 5
_URL_NOISE = re.compile(r"[?&](?:utm_[a-z]+|fbclid|gclid)=[^&#]*")
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Added:
    """The ids of sources that are new, and of those that were here already, in the file's order."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    notes: tuple[str, ...]


def add_references(
    workspace: Workspace, found: References, name: str, briefing_id: str | None, marking: str
) -> Added:
    """Take in the entries of one file as one step; sources go onto the briefing's desk too."""
    new: list[str] = []
    known: list[str] = []
    records: list[Record] = []
    with workspace.read() as connection:
        held = Held(connection)
        desk = (
            {d.source_id for d in find(connection, BriefingSource, briefing_id=briefing_id)}
            if briefing_id
            else set[str | None]()
        )
    for entry in found.entries:
        names = [n for n in entry.names if n.role == "author"]
        first = (names[0].family or names[0].literal) if names else ""
        keys = _keys(entry.doi, entry.fields.get("url", ""), entry.fields.get("title", ""))
        source = _source(entry, marking)
        keys += _by_title(source, first)
        source_id = held.find(keys)
        if source_id is None:
            source_id = source.id
            new.append(source_id)
            records += [source, *_authors(entry, source_id, marking)]
        elif source_id not in new and source_id not in known:
            known.append(source_id)
        held.add(keys, source_id)
        if briefing_id and source_id not in desk:
            desk.add(source_id)
            records.append(
                BriefingSource(
                    id=new_id(), marking=marking, briefing_id=briefing_id, source_id=source_id
                )
            )
    if records:
        with workspace.write(f"Import {len(found.entries)} sources from {name}"[:80]) as unit:
            unit.add_all(records)
    return Added(tuple(new), tuple(known), _notes(found, len(known)))


def _notes(found: References, known: int) -> tuple[str, ...]:
    notes = [f"Not read: {line}." for line in found.failed[:_MOST_NOTES]]
    if len(found.failed) > _MOST_NOTES:
        notes.append(f"Not read: {len(found.failed) - _MOST_NOTES} more entries.")
    if known:
        verb = "was" if known == 1 else "were"
        notes.append(f"{known} of {len(found.entries)} {verb} here already.")
    return tuple(notes)


class Held:
    """The sources of a library by what tells them apart: DOI, address, or title, date and author."""

    def __init__(self, connection: Connection) -> None:
        self._ids: dict[str, str] = {}
        sources = find(connection, Source)
        first: dict[str, str] = {}
        for author in find(connection, SourceAuthor):
            if author.role == "author":
                first.setdefault(author.source_id, author.family or author.literal)
        for one in sources:
            doi = _DOI.search(one.extra) if '"DOI"' in one.extra else None
            keys = _keys(doi[0].lower().rstrip(".,;") if doi else "", one.url, one.title)
            keys += _by_title(one, first.get(one.id, ""))
            self.add(keys, one.id)

    def find(self, keys: Iterable[str]) -> str | None:
        """The source that one of the keys names, the surest key first."""
        return next((self._ids[key] for key in keys if key in self._ids), None)

    def add(self, keys: Iterable[str], source_id: str) -> None:
        """Let keys name a source, unless another has them."""
        for key in keys:
            self._ids.setdefault(key, source_id)


def _keys(doi: str, url: str, title: str) -> list[str]:
    keys = [f"doi:{doi}"] if doi else []
    if url:
        plain = _URL_NOISE.sub("", url.partition("#")[0])
        plain = re.sub(r"^[a-z]+://(?:www\.)?", "", plain, flags=re.IGNORECASE).rstrip("/?&")
        host, slash, path = plain.partition("/")
        # The page of a newspaper is no article: an address with no path tells nothing apart.
        tail = path if slash else fold(title)
        keys.append(f"url:{host.lower()}/{tail}")
    return keys


def _by_title(source: Source, author: str) -> list[str]:
    """Title with date and author; where neither is known all else must be the same too."""
    if not source.title:
        return []
    title = fold(source.title)
    if source.issued or author:
        return [f"title:{title}|{source.issued}|{fold(author)}"]
    rest = (source.csl_type, source.container, source.publisher, source.url, source.extra)
    return ["|".join(("bare:" + title, *rest))]


def _source(entry: Reference, marking: str) -> Source:
    return Source(
        id=new_id(),
        marking=marking,
        csl_type=entry.csl_type,
        issued=entry.issued,
        accessed=entry.accessed,
        reliability=entry.fields.get("reliability", "F"),
        reliability_reason=entry.fields.get("reliability_reason", "")
        if "reliability" in entry.fields
        else "Not judged yet",
        extra=json.dumps(entry.extra, ensure_ascii=False, sort_keys=True) if entry.extra else "",
        title=entry.fields.get("title", ""),
        container=entry.fields.get("container", ""),
        publisher=entry.fields.get("publisher", ""),
        place=entry.fields.get("place", ""),
        genre=entry.fields.get("genre", ""),
        url=entry.fields.get("url", ""),
        language=entry.fields.get("language", ""),
        descriptor=entry.fields.get("descriptor", ""),
        level_of_access=entry.fields.get("level_of_access", ""),
        track_record=entry.fields.get("track_record", ""),
        bias=entry.fields.get("bias", ""),
    )


def _authors(entry: Reference, source_id: str, marking: str) -> list[SourceAuthor]:
    return [
        SourceAuthor(
            id=new_id(),
            marking=marking,
            source_id=source_id,
            role=name.role,
            literal=name.literal,
            family=name.family,
            given=name.given,
            position=f"a{n:03d}",
        )
        for n, name in enumerate(entry.names)
    ]
