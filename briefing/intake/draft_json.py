"""A draft as plain values: what ``briefing extract --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def plain_draft(draft: Draft) -> dict[str, Any]:
    """The draft with every offset in code points into ``document.text``."""
    return {
        "document": {
            "title": draft.title,
            "published": draft.published,
            "language": draft.language,
            "sha256": draft.sha256,
            "text": draft.text,
        },
        "actors": [_actor(one) for one in draft.actors],
        "quotes": [_quote(one) for one in draft.quotes],
        "events": [_event(one) for one in draft.events],
        "claims": [_claim(one) for one in draft.claims],
        "relations": [_relation(one) for one in draft.relations],
    }


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
