"""The page of a document that words stand on: its picture, and their places on it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.source import Document
from briefing.errors import UserError
from briefing.store import quotes
from briefing.store.records import get

if TYPE_CHECKING:
    from briefing.intake.readers.pdf import Picture
    from briefing.intake.readers.pdflayout import Box, Page
    from briefing.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: ``number`` from 0, its picture, and the code points of the document that are on it."""

    document_id: str
    number: int
    start: int
    text: str
    picture: Picture
    layout: Page | None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Where the code points of the document stand, in shares of the page; none for other pages."""
        from briefing.intake.readers.pdf import boxes_in

        first, last = start - self.start, end - self.start
        if self.layout is None or last <= 0 or first >= len(self.text):
            return ()
        return boxes_in(self.layout, self.text, max(0, first), min(len(self.text), last))


def page_starts(workspace: Workspace, document_id: str) -> tuple[int, ...]:
    """The code points at which the pages of a document begin; none where it has no pages."""
    with workspace.read() as connection:
        document = get(connection, "document", document_id) if document_id else None
    if not isinstance(document, Document):
        return ()
    return tuple(int(n) for n in document.page_starts.split() if n.isdecimal())


def page_at(starts: tuple[int, ...], offset: int) -> int:
    """The page, from 0, on which a code point of the text stands."""
    return max(0, bisect_right(starts, offset) - 1)


def load_sheet(workspace: Workspace, document_id: str, number: int, width: int) -> Sheet:
    """Paint a page ``width`` pixels wide, not on the GUI thread. Raises UserError, one line."""
    from briefing.intake.readers.pdf import page_layout, page_picture

    starts = page_starts(workspace, document_id)
    with workspace.read() as connection:
        document = get(connection, "document", document_id)
        if not isinstance(document, Document) or not 0 <= number < len(starts):
            raise UserError("This document has no such page.")
        data = quotes.original_bytes(connection, document.original_sha256)
        text = quotes.document_text(connection, document.text_sha256)
    if not data:
        raise UserError("The file that this text was read from is not in this library.")
    start = starts[number]
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    picture = page_picture(data, number, width)
    layout = page_layout(data, number)
    return Sheet(document_id, number, start, text[start:end], picture, layout)
