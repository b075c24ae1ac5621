"""A quote made from words of a document: the quote, its speakers, its passage, in one step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation
from briefing.domain.dates import DateError, parse
from briefing.domain.quote import Quote, QuoteKind, QuoteSpeaker, Tag
from briefing.domain.source import Document, Passage, PassageLink
from briefing.errors import UserError
from briefing.store import quotes
from briefing.store.journal import new_id
from briefing.store.records import find, get, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace

#: Code points kept before and after a passage, to find it again in another version of the text.
CONTEXT = 32

_OUTER = {"“": "”", "„": "“", "«": "»", "‘": "’", '"': '"', "'": "'", "「": "」", "『": "』"}
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")


def trim_marks(words: str) -> tuple[str, bool]:
    """The words without outer white space and quotation marks, and whether there were marks."""
    plain = " ".join(words.split())
    if len(plain) >= 2 and _OUTER.get(plain[0]) == plain[-1]:
        return plain[1:-1].strip(), True
    if plain and plain[0] in "“„«「『" and not any(mark in plain[1:] for mark in "”»」』"):
        return plain[1:].strip(), True
    return plain, False


def guess_kind(text: str, start: int, end: int) -> str:
    """Direct, partial or indirect, from the marks at and around code points of a text.

    Marked words that begin with a capital and are a sentence count as direct, other marked words
    as partial, unmarked ones as indirect.
    """
    words, marked = trim_marks(text[start:end])
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    marked = marked or (before in _OUTER and _OUTER[before] == after and bool(before))
    if not marked:
        return QuoteKind.INDIRECT.value
    sentence = words[:1].isupper() and (words.endswith(_SENTENCE_ENDS) or len(words.split()) > 7)
    return (QuoteKind.DIRECT if sentence else QuoteKind.PARTIAL).value


def add_quote(
    ws: Workspace,
    briefing_id: str,
    document_id: str,
    start: int,
    end: int,
    *,
    words: str,
    speaker_ids: Sequence[str],
    quote_kind: str,
    said: str,
    place: str = "",
    about: str = "",
    tags: Sequence[str] = (),
) -> str:
    """Make a quote of the code points ``start`` to ``end`` of a document; its id.

    Raises UserError where there are no words, the span lies outside the text, the date is none,
    or a quote that somebody said has no speaker. A scare quote keeps no speaker.
    """
    words = words.strip()
    if not words:
        raise UserError("A quote needs words; select some in the document.")
    if said:
        try:
            parse(said)
        except DateError as error:
            raise UserError(f"{said}: {error}") from error
    speakers = [] if quote_kind == QuoteKind.SCARE else list(dict.fromkeys(speaker_ids))
    if not speakers and quote_kind != QuoteKind.SCARE:
        raise UserError("Name the speaker; words that nobody said are a scare quote.")
    with ws.read() as connection:
        document = need(connection, "document", document_id)
        assert isinstance(document, Document)
        text = quotes.document_text(connection, document.text_sha256)
        marking = need(connection, "briefing", briefing_id).marking
        known = find(connection, Passage, document_id=document_id, start=start, end=end)
        last = max(
            (q.position for q in find(connection, Quote, briefing_id=briefing_id)), default=""
        )
    if not 0 <= start < end <= len(text):
        raise UserError("These words lie outside the document; select them again.")
    quote_id, passage_id = new_id(), known[0].id if known else new_id()
    records: list[Record] = [
        Quote(
            id=quote_id,
            marking=marking,
            briefing_id=briefing_id,
            words=words,
            quote_kind=quote_kind,
            about=about,
            said=said,
            place=place,
            position=last + "m" if last else "m",
        )
    ]
    records += [
        QuoteSpeaker(id=new_id(), marking=marking, quote_id=quote_id, actor_id=a, position=str(n))
        for n, a in enumerate(speakers)
    ]
    if not known:
        records.append(_passage(passage_id, marking, document_id, text, start, end))
    records.append(
        PassageLink(
            id=new_id(),
            marking=marking,
            entry_kind="quote",
            entry_id=quote_id,
            passage_id=passage_id,
        )
    )
    records += [
        Tag(id=new_id(), marking=marking, entry_kind="quote", entry_id=quote_id, text=t.strip())
        for t in dict.fromkeys(tags)
        if t.strip()
    ]
    with ws.write("Add quote") as unit:
        unit.add_all(records)
    return quote_id


def add_passage_note(
    ws: Workspace,
    briefing_id: str | None,
    document_id: str,
    start: int,
    end: int,
    *,
    body: str = "",
) -> tuple[str, str]:
    """Put a private note on the code points ``start`` to ``end``; ids of passage and note.

    The passage is made where there is none yet. Raises UserError where the span lies outside.
    """
    with ws.read() as connection:
        document = need(connection, "document", document_id)
        assert isinstance(document, Document)
        text = quotes.document_text(connection, document.text_sha256)
        owner = need(connection, "briefing", briefing_id) if briefing_id else document
        known = find(connection, Passage, document_id=document_id, start=start, end=end)
    if not 0 <= start < end <= len(text):
        raise UserError("These words lie outside the document; select them again.")
    passage_id, note_id = known[0].id if known else new_id(), new_id()
    with ws.write("Add note") as unit:
        if not known:
            unit.add(_passage(passage_id, owner.marking, document_id, text, start, end))
        unit.add(
            Annotation(
                id=note_id,
                marking=owner.marking,
                target_kind="passage",
                target_id=passage_id,
                briefing_id=briefing_id,
                body=body,
                author_id=ws.author.person_id,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                private=True,
            )
        )
    return passage_id, note_id


def discard_empty_note(ws: Workspace, passage_id: str, note_id: str) -> bool:
    """Delete a note nothing was written into, and its passage where nothing else points there."""
    with ws.read() as connection:
        note = get(connection, "annotation", note_id)
        if not isinstance(note, Annotation) or note.deleted or note.body.strip():
            return False
        used = find(connection, PassageLink, passage_id=passage_id) or [
            a for a in find(connection, Annotation, target_id=passage_id) if a.id != note_id
        ]
    with ws.write("Discard empty note") as unit:
        unit.delete("annotation", note_id)
        if not used:
            unit.delete("passage", passage_id)
    return True


def _passage(
    passage_id: str, marking: str, document_id: str, text: str, start: int, end: int
) -> Passage:
    """The words of a text with those around them, by which they are found again."""
    return Passage(
        id=passage_id,
        marking=marking,
        document_id=document_id,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )
