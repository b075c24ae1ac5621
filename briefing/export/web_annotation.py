"""Shared notes as W3C Web Annotations (Recommendation of 23 February 2017) in JSON-LD.

Offsets count Unicode code points from 0, the end excluded. The context is named and never fetched.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from briefing.domain import markings
from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.citing import without_citations
from briefing.domain.codes import LANGUAGE
from briefing.domain.person import Person
from briefing.domain.records import word
from briefing.domain.source import Document, Passage, Source
from briefing.export.plain_json import instant, json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.record import Record
    from briefing.export.excerpt import Excerpt

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Of ids that stand for no record; never to be changed, or files made again would name other things.
_NAMESPACE = UUID("b1c6f7de-0a53-5d5e-9f57-7c6f0f1f3a52")
_WORDS = ("words", "what", "proposition", "text", "question", "name", "title", "heading")
_LONGEST_LABEL = 200

Node = dict[str, Any]


def web_annotations(excerpt: Excerpt, times: Mapping[str, tuple[int, int]] | None = None) -> bytes:
    """The notes of an excerpt as an AnnotationCollection with one page, oldest first.

    ``times`` says when a note was first and last written, in milliseconds; without it no note tells
    that it was changed. An excerpt without notes gives an empty collection that says so.
    """
    notes = sorted(excerpt.all(Annotation), key=lambda one: (one.created, one.id))
    briefing = excerpt.briefing
    collection = _made("collection", briefing.id)
    page: Node = {
        "id": _made("page", briefing.id),
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": 0,
        "items": [_annotation(excerpt, note, times or {}) for note in notes],
    }
    about = "Notes on" if notes else "No shared notes in this export of"
    whole: Node = {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": f"{about} “{briefing.title}”",
        "audience": _audience(excerpt.marking),
        "generator": {"id": _made("program", ""), "type": "Software", "name": "Briefing"},
        "generated": instant(excerpt.timestamp),
        "total": len(notes),
        "first": page,
    }
    if excerpt.left_out:
        whole["rdfs:comment"] = f"Left out: {', '.join(excerpt.left_out)}"
    return json_bytes(whole)


def urn(record_id: str) -> str:
    """The IRI of a record: its UUID; of an id that is none, a UUID made from it."""
    try:
        return UUID(record_id).urn
    except ValueError:
        return uuid5(_NAMESPACE, record_id).urn


def _annotation(excerpt: Excerpt, note: Annotation, times: Mapping[str, tuple[int, int]]) -> Node:
    found: Node = {"id": urn(note.id), "type": "Annotation"}
    motivations = set(Motivation)
    motivation = note.motivation if note.motivation in motivations else Motivation.COMMENTING.value
    first = excerpt.get(Annotation, note.replies_to)
    found["motivation"] = Motivation.REPLYING.value if first else motivation
    person = excerpt.get(Person, note.author_id)
    if person:
        found["creator"] = {"id": urn(person.id), "type": "Person", "name": person.name}
    created = _utc(note.created)
    if created:
        found["created"] = created
    changed = times.get(note.id)
    if changed and changed[1] // 1000 > changed[0] // 1000:
        found["modified"] = instant(changed[1] // 1000)
    bodies = _bodies(excerpt, note)
    if bodies:
        found["body"] = bodies
    found["target"] = urn(first.id) if first else _target(excerpt, note)
    found["audience"] = _audience(_highest(excerpt, note))
    if not note.replies_to:
        found["schema:creativeWorkStatus"] = "resolved" if note.resolved else "open"
    return found


def _bodies(excerpt: Excerpt, note: Annotation) -> list[Node]:
    bodies: list[Node] = []
    if note.body:
        text: Node = {"type": "TextualBody", "value": note.body, "format": "text/markdown"}
        if LANGUAGE.fullmatch(excerpt.briefing.language):
            text["language"] = excerpt.briefing.language
        bodies.append(text)
    tags = excerpt.tags(note.kind, note.id)
    bodies += [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in tags]
    return bodies


def _target(excerpt: Excerpt, note: Annotation) -> object:
    passage = excerpt.get(Passage, note.target_id) if note.target_kind == Passage.kind else None
    if passage:
        return _words_of(excerpt, passage)
    entry = excerpt.entry(note.target_kind, note.target_id)
    if entry is None:
        return urn(note.target_id)
    return {"id": urn(entry.id), "rdfs:label": _label(entry)}


def _highest(excerpt: Excerpt, note: Annotation) -> str:
    """The marking of a note together with what is told of its target."""
    told: list[Record | None] = [note]
    if excerpt.get(Annotation, note.replies_to) is None:
        target = excerpt.entry(note.target_kind, note.target_id)
        told.append(target)
        if isinstance(target, Passage):
            document = excerpt.get(Document, target.document_id)
            told += [document, excerpt.get(Source, document.source_id) if document else None]
    return markings.highest(one.marking for one in told if one is not None)


def _words_of(excerpt: Excerpt, passage: Passage) -> Node:
    document = excerpt.get(Document, passage.document_id)
    source = excerpt.get(Source, document.source_id) if document else None
    text: Node = {"id": urn(passage.document_id), "type": "Text", "format": "text/plain"}
    if source:
        text["rdfs:label"] = source.title or source.descriptor
        if source.url:
            text["rdfs:seeAlso"] = {"id": source.url}
        if LANGUAGE.fullmatch(source.language):
            text["language"] = source.language
    quote: Node = {"type": "TextQuoteSelector", "exact": passage.exact}
    quote |= {k: v for k, v in (("prefix", passage.prefix), ("suffix", passage.suffix)) if v}
    place = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    target: Node = {"type": "SpecificResource", "source": text, "selector": [quote, place]}
    state = _state(document) if document else {}
    return {**target, "state": state} if state else target


def _state(document: Document) -> Node:
    """The stored text by its hash, named as RFC 6920 names things; when it was read, where known."""
    state: Node = {"type": "TimeState"}
    try:
        digest = bytes.fromhex(document.text_sha256)
    except ValueError:
        return {}
    name = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    state["cached"] = f"ni:///sha-256;{name}"
    read = _utc(document.imported)
    return {**state, "sourceDate": read} if read else state


def _label(entry: Record) -> str:
    said = next((text for key in _WORDS if (text := getattr(entry, key, ""))), "")
    text = " ".join(without_citations(str(said)).split())
    if len(text) > _LONGEST_LABEL:
        text = f"{text[: _LONGEST_LABEL - 1]}…"
    kind = word(entry.kind).capitalize()
    return f"{kind}: {text}" if text else kind


def _audience(marking: str) -> Node:
    return {"type": "schema:Audience", "schema:audienceType": markings.parse(marking).label}


def _utc(text: str) -> str:
    """An ISO 8601 time with its zone as xsd:dateTime in UTC; empty for any other text."""
    try:
        when = datetime.fromisoformat(text)
        return "" if when.tzinfo is None else when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def _made(what: str, key: str) -> str:
    return uuid5(_NAMESPACE, f"{what}/{key}").urn
