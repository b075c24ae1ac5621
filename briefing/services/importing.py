"""An article comes in: a source with what the file tells, and an immutable, hashed document."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.domain.dates import DateError, parse
from briefing.domain.source import BriefingSource, Document, Source, SourceAuthor
from briefing.errors import UserError
from briefing.services.referencing import add_references
from briefing.services.versions import earlier_document, newest_document
from briefing.store.journal import new_id
from briefing.store.records import find, get, need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from briefing.domain.record import Record
    from briefing.intake.readers import ReadResult
    from briefing.services.workspace import Workspace


MOST_FILES = 10_000
"""The most files that are read in one go."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. ``duplicate_of`` is the document that holds the same text already.

    ``notes`` are sentences about how it was read: that its encoding was guessed, pages without text,
    attachments that were not read. ``supersedes`` is the earlier document of the same source, where this
    is a newer version of it. A file of references gives ``sources`` that are new and ``known``
    ones that were here, and no document.
    """

    file: str
    source_id: str = ""
    document_id: str = ""
    duplicate_of: str | None = None
    error: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    supersedes: str = ""

    @property
    def is_list(self) -> bool:
        """Whether the file was one of references."""
        return bool(self.sources or self.known)

    def lines(self) -> tuple[str, ...]:
        """The notes as lines that name the file."""
        return tuple(f"{self.file}: {note[:1].lower()}{note[1:]}" for note in self.notes)


def import_file(
    workspace: Workspace,
    path: Path,
    *,
    briefing_id: str | None = None,
    date: str = "",
    version_of: str = "",
) -> Imported:
    """Read a file into the library. Raises UserError with one line where it cannot be read.

    ``version_of`` is the source of which it is a newer version; without it, it is one of the source that
    was read from the same address, or from a file of the same name and title.
    """
    from briefing.intake import references, tables
    from briefing.intake.readers import file_bytes, read_bytes
    from briefing.intake.readers.result import plain_name

    _check(date)
    data, name = file_bytes(path), plain_name(path.name)
    if not version_of and references.format_of(data, name):
        marking = _marking(workspace, briefing_id)
        found = references.read(data, name)
        done = add_references(workspace, found, name, briefing_id, marking)
        first = (*done.new, *done.known)[0]
        return Imported(name, first, notes=done.notes, sources=done.new, known=done.known)
    if tables.is_named_as_table(name):
        raise UserError(
            f"{name}: a table; say whether its rows are actors, events or relations "
            "(Import a table, or --as)."
        )
    return _store(workspace, read_bytes(data, name), name, briefing_id, date, version_of)


def import_text(
    workspace: Workspace,
    text: str,
    *,
    name: str = "Pasted text.txt",
    briefing_id: str | None = None,
    date: str = "",
) -> Imported:
    """Take in pasted words as a document of their own."""
    from briefing.intake.readers import read_bytes

    _check(date)
    return _store(workspace, read_bytes(text.encode("utf-8"), name), name, briefing_id, date)


def import_files(
    workspace: Workspace,
    paths: Iterable[Path],
    *,
    briefing_id: str | None = None,
    date: str = "",
    version_of: str = "",
    report: Callable[[int, str], None] | None = None,
) -> list[Imported]:
    """Read several files; one that fails is told in its place and the rest are done.

    ``report`` is called before each file with its number and name and may raise Cancelled.
    """
    done: list[Imported] = []
    for number, path in enumerate(paths):
        if report is not None:
            report(number, path.name)
        try:
            done.append(
                import_file(
                    workspace, path, briefing_id=briefing_id, date=date, version_of=version_of
                )
            )
        except UserError as error:
            done.append(Imported(str(path), error=str(error)))
    return done


def files_within(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those in the folders named, at any depth and in order of their names.

    Hidden ones are left out, and links to folders are not followed. Raises UserError where there
    are more than ``MOST_FILES``, and where a folder holds none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        before = len(found)
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            found += [Path(folder, n) for n in sorted(names) if not n.startswith(".")]
            if len(found) > MOST_FILES:
                raise UserError(
                    f"{path.name}: over {MOST_FILES:,} files; choose a folder further down."
                )
        if len(found) == before:
            raise UserError(f"{path.name}: the folder holds no files; choose another.")
    return found


def _check(date: str) -> None:
    if date:
        try:
            parse(date)
        except DateError as error:
            raise UserError(f"{date}: {error}.") from error


def _store(
    workspace: Workspace,
    read: ReadResult,
    name: str,
    briefing_id: str | None,
    date: str,
    version_of: str = "",
) -> Imported:
    marking = _marking(workspace, briefing_id)
    with workspace.read() as connection:
        same = find(connection, Document, text_sha256=read.text_sha256)
    if same:
        known = same[0]
        if briefing_id is not None:
            _put_on_desk(workspace, known.source_id, briefing_id, marking)
        return Imported(name, known.source_id, known.id, known.id, notes=read.notes)
    with workspace.read() as connection:
        if version_of:
            need(connection, "source", version_of)
            earlier = newest_document(connection, version_of)
        else:
            earlier = earlier_document(connection, read.url or "", name, read.title or "")
    if version_of or earlier is not None:
        source_id = version_of or (earlier.source_id if earlier else "")
        return _store_version(workspace, read, name, source_id, earlier, briefing_id)
    source = Source(
        id=new_id(),
        marking=marking,
        csl_type=_csl_type(read),
        title=read.title or "",
        issued=read.published or date,
        accessed=read.accessed,
        container=read.publisher or "",
        url=read.url or "",
        language=read.language or "",
        reliability="F",
        reliability_reason="Not judged yet",
    )
    document = _document(read, name, source.id, marking)
    records: list[Record] = [source, document]
    records.extend(
        SourceAuthor(
            id=new_id(), marking=marking, source_id=source.id, literal=author, position=f"a{n:03d}"
        )
        for n, author in enumerate(read.authors)
    )
    if briefing_id is not None:
        records.append(
            BriefingSource(
                id=new_id(), marking=marking, briefing_id=briefing_id, source_id=source.id
            )
        )
    with workspace.write("Import " + (read.title or name)[:60]) as unit:
        unit.keep_original(read.original_sha256, read.original)
        unit.keep_text(read.text_sha256, read.text)
        unit.add_all(records)
    return Imported(name, source.id, document.id, notes=read.notes)


def _document(
    read: ReadResult, name: str, source_id: str, marking: str, supersedes: str | None = None
) -> Document:
    return Document(
        id=new_id(),
        marking=marking,
        source_id=source_id,
        filename=name,
        media_type=read.media_type,
        original_sha256=read.original_sha256,
        text_sha256=read.text_sha256,
        length=len(read.text),
        reader=read.reader,
        reader_version=read.reader_version,
        imported=datetime.now(UTC).isoformat(timespec="seconds"),
        page_starts=" ".join(map(str, read.page_starts)),
        supersedes=supersedes,
    )


def _store_version(
    workspace: Workspace,
    read: ReadResult,
    name: str,
    source_id: str,
    earlier: Document | None,
    briefing_id: str | None,
) -> Imported:
    """A changed text as a second document of its source."""
    with workspace.read() as connection:
        marking = need(connection, "source", source_id).marking
    document = _document(read, name, source_id, marking, earlier.id if earlier else None)
    with workspace.write("Import new version of " + (read.title or name)[:60]) as unit:
        unit.keep_original(read.original_sha256, read.original)
        unit.keep_text(read.text_sha256, read.text)
        unit.add(document)
        on_desk = briefing_id is None or find(
            unit.connection, BriefingSource, briefing_id=briefing_id, source_id=source_id
        )
        if not on_desk and briefing_id is not None:
            unit.add(
                BriefingSource(
                    id=new_id(), marking=marking, briefing_id=briefing_id, source_id=source_id
                )
            )
    return Imported(
        name, source_id, document.id, notes=read.notes, supersedes=earlier.id if earlier else ""
    )


def _marking(workspace: Workspace, briefing_id: str | None) -> str:
    """The marking of what comes into a briefing, or into none."""
    if briefing_id is None:
        return "CLEAR"
    with workspace.read() as connection:
        owner = get(connection, "briefing", briefing_id)
    if owner is None:
        raise UserError(f"No briefing has the id {briefing_id}; see the list for the ids.")
    return owner.marking


def _csl_type(read: ReadResult) -> str:
    if read.reader == "mail":
        return "personal_communication"
    return "webpage" if read.url else "document"


def _put_on_desk(workspace: Workspace, source_id: str, briefing_id: str, marking: str) -> None:
    with workspace.write("Add source to briefing") as unit:
        if not find(unit.connection, BriefingSource, briefing_id=briefing_id, source_id=source_id):
            unit.add(
                BriefingSource(
                    id=new_id(), marking=marking, briefing_id=briefing_id, source_id=source_id
                )
            )
