"""An article comes in: a source with what the file tells, and an immutable, hashed document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.dates import DateError, parse
from briefing.domain.source import BriefingSource, Document, Source, SourceAuthor
from briefing.errors import UserError
from briefing.store.journal import new_id
from briefing.store.records import find, get

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from briefing.domain.record import Record
    from briefing.intake.readers import ReadResult
    from briefing.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. ``duplicate_of`` is the document that holds the same text already.

    ``notes`` are sentences about how it was read: that its encoding was guessed, pages without text,
    attachments that were not read.
    """

    file: str
    source_id: str = ""
    document_id: str = ""
    duplicate_of: str | None = None
    error: str = ""
    notes: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The notes as lines that name the file."""
        return tuple(f"{self.file}: {note[:1].lower()}{note[1:]}" for note in self.notes)


def import_file(
    workspace: Workspace, path: Path, *, briefing_id: str | None = None, date: str = ""
) -> Imported:
    """Read a file into the library. Raises UserError with one line where it cannot be read."""
    from briefing.intake.readers import read_file
    from briefing.intake.readers.result import plain_name

    _check(date)
    return _store(workspace, read_file(path), plain_name(path.name), briefing_id, date)


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
            done.append(import_file(workspace, path, briefing_id=briefing_id, date=date))
        except UserError as error:
            done.append(Imported(str(path), error=str(error)))
    return done


def _check(date: str) -> None:
    if date:
        try:
            parse(date)
        except DateError as error:
            raise UserError(f"{date}: {error}.") from error


def _store(
    workspace: Workspace, read: ReadResult, name: str, briefing_id: str | None, date: str
) -> Imported:
    marking = "CLEAR"
    with workspace.read() as connection:
        same = find(connection, Document, text_sha256=read.text_sha256)
        if briefing_id is not None:
            owner = get(connection, "briefing", briefing_id)
            if owner is None:
                raise UserError(f"No briefing has the id {briefing_id}; see the list for the ids.")
            marking = owner.marking
    if same:
        known = same[0]
        if briefing_id is not None:
            _put_on_desk(workspace, known.source_id, briefing_id, marking)
        return Imported(name, known.source_id, known.id, known.id, notes=read.notes)
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
    document = Document(
        id=new_id(),
        marking=marking,
        source_id=source.id,
        filename=name,
        media_type=read.media_type,
        original_sha256=read.original_sha256,
        text_sha256=read.text_sha256,
        length=len(read.text),
        reader=read.reader,
        reader_version=read.reader_version,
        imported=datetime.now(UTC).isoformat(timespec="seconds"),
        page_starts=" ".join(map(str, read.page_starts)),
    )
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
