"""A draft as JSON: what ``briefing extract --json`` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.intake.draft import (
        Draft,
        Proposal,
        ProposedActor,
        ProposedClaim,
        ProposedEvent,
        ProposedQuote,
        ProposedRelation,
        Span,
    )


_SLICE = 1_000_000


def written_draft(draft: Draft, *, ascii_only: bool) -> Iterator[str]:
    """The draft as JSON in one line, in parts: a long text is nowhere held twice.

    Every offset is in code points into ``document.text``.
    """

    def written(value: object) -> str:
        return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))

    yield f'{{"document":{written(_document(draft))[:-1]},"text":"'
    for start in range(0, len(draft.text), _SLICE):
        yield written(draft.text[start : start + _SLICE])[1:-1]
    yield '"}'
    for name, group in _groups(draft):
        yield f',"{name}":['
        for number, one in enumerate(group):
            yield f",{written(one)}" if number else written(one)
        yield "]"
    yield f',"tool":{written(draft.tool)}}}'


def _document(draft: Draft) -> dict[str, Any]:
    unread = {} if draft.unread_from is None else {"unread_from": draft.unread_from}
    return {
        "title": draft.title,
        "published": draft.published,
        "language": draft.language,
        "sha256": draft.sha256,
        **unread,
    }


def _groups(draft: Draft) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    yield "actors", map(_actor, draft.actors)
    yield "quotes", map(_quote, draft.quotes)
    yield "events", map(_event, draft.events)
    yield "claims", map(_claim, draft.claims)
    yield "relations", map(_relation, draft.relations)


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(one) for one in spans]


def _why(one: Proposal) -> dict[str, Any]:
    return {"rule": one.rule, "confidence": one.confidence, "passages": _spans(one.passages)}


def _actor(one: ProposedActor) -> dict[str, Any]:
    offices = [
        {"title": o.title, "of": o.of, "from": o.since, "until": o.until} for o in one.offices
    ]
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "aliases": list(one.aliases),
        "iso3166": one.iso3166,
        "family_name": one.family_name,
        "family_first": one.family_first,
        "offices": offices,
        "mentions": _spans(one.mentions),
        **_why(one),
    }


def _quote(one: ProposedQuote) -> dict[str, Any]:
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "fragments": _spans(one.fragments),
        "kind": one.kind,
        "speakers": list(one.speakers),
        "speaker": one.speakers[0] if one.speakers else None,
        "speaker_text": one.speaker_text,
        "speaker_start": one.speaker_start,
        "speaker_end": one.speaker_end,
        "cue": one.cue,
        "to": one.to,
        "said": one.said,
        **_why(one),
    }


def _event(one: ProposedEvent) -> dict[str, Any]:
    return {
        "what": one.what,
        "when": one.when,
        "when_text": list(one.when_text) if one.when_text else None,
        "where": one.where,
        "participants": [{"actor": actor, "role": role} for actor, role in one.participants],
        "cameo": one.cameo,
        **_why(one),
    }


def _claim(one: ProposedClaim) -> dict[str, Any]:
    quantities = [
        {"value": q.value, "unit": q.unit, "of_what": q.of_what, "start": q.start, "end": q.end}
        for q in one.quantities
    ]
    return {
        "proposition": one.proposition,
        "asserted_by": list(one.asserted_by),
        "denied_by": list(one.denied_by),
        "hedge": one.hedge,
        "quantities": quantities,
        "when": one.when,
        **_why(one),
    }


def _relation(one: ProposedRelation) -> dict[str, Any]:
    return {
        "from": one.from_id,
        "to": one.to_id,
        "kind": one.kind,
        "sign": one.sign,
        "when": one.when,
        "phase": one.phase,
        "certainty": one.certainty,
        **_why(one),
    }
