"""Places in documents, and the passages made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefing.domain.source import Document, Passage
from briefing.errors import UserError
from briefing.store import quotes
from briefing.store.journal import new_id
from briefing.store.records import find, get, need

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace
    from briefing.store.unit_of_work import UnitOfWork

#: Code points kept before and after a passage, to find it again in another version of the text.
CONTEXT = 32


class Span(NamedTuple):
    """The code points ``start`` to ``end`` of a document's text, the end excluded."""

    document_id: str
    start: int
    end: int


def document_words(ws: Workspace, document_id: str) -> str:
    """The whole text of a document; empty where it is not here."""
    with ws.read() as connection:
        document = get(connection, "document", document_id)
        if not isinstance(document, Document):
            return ""
        return quotes.document_text(connection, document.text_sha256)


def words_at(ws: Workspace, span: Span) -> str:
    """The words at a place; empty where there is no such document."""
    return document_words(ws, span.document_id)[span.start : span.end]


def words_of(ws: Workspace, passage_id: str) -> str:
    """The words of a passage; empty where it is not here."""
    with ws.read() as connection:
        passage = get(connection, "passage", passage_id)
    return passage.exact if isinstance(passage, Passage) else ""


def passage_of(unit: UnitOfWork, span: Span, marking: str) -> str:
    """The id of the passage at a place; made where there is none yet.

    Raises UserError where the place lies outside the text.
    """
    document = need(unit.connection, "document", span.document_id)
    assert isinstance(document, Document)
    text = quotes.document_text(unit.connection, document.text_sha256)
    if not 0 <= span.start < span.end <= len(text):
        raise UserError("These words lie outside the document; select them again.")
    known = find(
        unit.connection, Passage, document_id=span.document_id, start=span.start, end=span.end
    )
    if known:
        return known[0].id
    made = Passage(
        id=new_id(),
        marking=marking,
        document_id=span.document_id,
        start=span.start,
        end=span.end,
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
    )
    unit.add(made)
    return made.id
