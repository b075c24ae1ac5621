"""A quote made from words of a document: the quote, its speakers, its passage, in one step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation
from briefing.domain.dates import DateError, parse
from briefing.domain.ordering import after
from briefing.domain.quote import Quote, QuoteKind, QuoteSpeaker, Tag
from briefing.domain.source import PassageLink
from briefing.errors import UserError
from briefing.services.anchoring import Span, passage_of
from briefing.services.choosing import actor_of
from briefing.store.journal import new_id
from briefing.store.records import find, get, last_position, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.record import Record
    from briefing.services.choosing import Choice
    from briefing.services.workspace import Workspace

_OUTER = {"“": "”", "„": "“", "«": "»", "‘": "’", '"': '"', "'": "'", "「": "」", "『": "』"}
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")
#: More words than this after "that" are a clause, not a term.
_CLAUSE = 6
#: Code points before and after words in which their marks are looked for.
_REACH = 1_000


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

    Marked words that begin with a capital and are a sentence count as direct, and so do those that
    are long enough for a clause and follow "that" at once; other marked words count as partial,
    unmarked ones as indirect.
    """
    words, marked = trim_marks(text[start:end])
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    marked = marked or (before in _OUTER and _OUTER[before] == after and bool(before))
    if not (marked or _stands_in_marks(text, start, end)):
        return QuoteKind.INDIRECT.value
    lead = text[:start].rstrip().rstrip("".join(_OUTER)).split()[-1:]
    if lead == ["that"] and len(words.split()) > _CLAUSE:
        return QuoteKind.DIRECT.value
    sentence = words[:1].isupper() and (words.endswith(_SENTENCE_ENDS) or len(words.split()) > 7)
    return (QuoteKind.DIRECT if sentence else QuoteKind.PARTIAL).value


def _stands_in_marks(text: str, start: int, end: int) -> bool:
    """Whether marks that tell beginning from end open before these words and close after them."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    for begin, close in _OUTER.items():
        if begin == close:
            continue
        opened = before.rfind(begin)
        closed = after.find(close)
        if opened > before.rfind(close) and "\n\n" not in before[opened:] and closed >= 0:
            between = after[:closed]
            if begin not in between and "\n\n" not in between:
                return True
    return False


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
    newcomers: Sequence[Choice] = (),
) -> str:
    """Make a quote of the code points ``start`` to ``end`` of a document; its id.

    Speakers who are among ``newcomers`` are made in the same step.

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
        marking = need(connection, "briefing", briefing_id).marking
        last = last_position(connection, Quote, briefing_id=briefing_id)
    quote_id = new_id()
    records: list[Record] = [actor_of(one, marking) for one in newcomers if one.id in speakers]
    records += [
        Quote(
            id=quote_id,
            marking=marking,
            briefing_id=briefing_id,
            words=words,
            quote_kind=quote_kind,
            about=about,
            said=said,
            place=place,
            position=after(last),
        )
    ]
    position = ""
    for actor_id in speakers:
        position = after(position)
        records.append(
            QuoteSpeaker(
                id=new_id(),
                marking=marking,
                quote_id=quote_id,
                actor_id=actor_id,
                position=position,
            )
        )
    records += [
        Tag(id=new_id(), marking=marking, entry_kind="quote", entry_id=quote_id, text=t.strip())
        for t in dict.fromkeys(tags)
        if t.strip()
    ]
    with ws.write("Add quote") as unit:
        passage_id = passage_of(unit, Span(document_id, start, end), marking)
        unit.add_all(records)
        unit.add(
            PassageLink(
                id=new_id(),
                marking=marking,
                entry_kind="quote",
                entry_id=quote_id,
                passage_id=passage_id,
            )
        )
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
        owner = need(
            connection,
            "briefing" if briefing_id else "document",
            briefing_id or document_id,
        )
    note_id = new_id()
    with ws.write("Add note") as unit:
        passage_id = passage_of(unit, Span(document_id, start, end), owner.marking)
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
