"""The file of a table as a source: what comes in of it rests on its rows."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from briefing.domain.source import BriefingSource, Document, Passage, PassageLink, Source
from briefing.store.journal import new_id
from briefing.store.records import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.record import Record
    from briefing.services.tabling import Tried
    from briefing.store.unit_of_work import UnitOfWork

_CONTEXT = 32  # code points kept before and after a passage
_READER, _VERSION = "table", "1"
#: Fields in the order in which a row is told; the rest follows.
_FIRST = ("from_id", "to_id", "relation_kind", "held")


def rest_on_rows(
    unit: UnitOfWork,
    briefing_id: str,
    marking: str,
    name: str,
    original: bytes,
    taken: Sequence[tuple[str, Tried]],
) -> list[Record]:
    """Source, document and passages of the rows that came in as relations, given with the ids of these.

    The document keeps the file's bytes; its text has a line for each row. The same file is one source.
    """
    digest = sha256(original).hexdigest()
    before = find(unit.connection, Document, original_sha256=digest)
    records: list[Record] = []
    if before:
        source_id = before[0].source_id
    else:
        source = Source(id=new_id(), marking=marking, csl_type="dataset", title=name)
        source_id = source.id
        records.append(source)
    if not find(unit.connection, BriefingSource, briefing_id=briefing_id, source_id=source_id):
        records.append(
            BriefingSource(
                id=new_id(),
                marking=marking,
                briefing_id=briefing_id,
                source_id=source_id,
                position="m",
            )
        )
    text = f"{name}\n\nRows of the table as they came in.\n\n"
    spans: list[tuple[int, int]] = []
    for _id, row in taken:
        line = told(row)
        spans.append((len(text), len(text) + len(line)))
        text += line + "\n"
    text_digest = sha256(text.encode()).hexdigest()
    document = Document(
        id=new_id(),
        marking=marking,
        source_id=source_id,
        filename=name,
        media_type="text/csv",
        original_sha256=digest,
        text_sha256=text_digest,
        length=len(text),
        reader=_READER,
        reader_version=_VERSION,
        imported=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    unit.keep_original(digest, original)
    unit.keep_text(text_digest, text)
    records.append(document)
    for (entry_id, _row), (start, end) in zip(taken, spans, strict=True):
        words = Passage(
            id=new_id(),
            marking=marking,
            document_id=document.id,
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[max(0, start - _CONTEXT) : start],
            suffix=text[end : end + _CONTEXT],
        )
        link = PassageLink(
            id=new_id(),
            marking=marking,
            entry_kind="relation",
            entry_id=entry_id,
            passage_id=words.id,
            position="m",
        )
        records += [words, link]
    return records


def told(row: Tried) -> str:
    """A row in one line: who, what, when, and whatever else its cells say."""
    cells = {key: text for key, text in row.shown.items() if text}
    one, two, kind, held = (cells.pop(key, "") for key in _FIRST)
    parts = [f"{one} – {two}: {kind}", held, *(f"{k}: {v}" for k, v in cells.items())]
    return "; ".join(part for part in parts if part) + "."
