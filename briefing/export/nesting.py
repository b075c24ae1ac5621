"""A briefing as plain values, each entry with its parts: the one nesting for the command line and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from briefing.domain.actor import Actor, ActorName, Membership, Office, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc, BlocMember, Outline, Pin
from briefing.domain.briefing import BriefingAuthor, Release, Section
from briefing.domain.claim import Claim, ClaimLink, ClaimParty, Quantity
from briefing.domain.event import Event, Participant
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.person import Person
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.record import values
from briefing.domain.relation import Relation, RelationParty
from briefing.domain.source import (
    BriefingSource,
    Document,
    Passage,
    Source,
    SourceAuthor,
    SourceGrade,
    SourceLink,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.record import Record
    from briefing.export.excerpt import Excerpt

R = TypeVar("R", bound="Record")
Parts = tuple[tuple[str, type["Record"]], ...]
Plain = dict[str, Any]

#: Kind of entry → (name in the output, kind of part) of everything that belongs to it.
ENTRY_PARTS: dict[type[Record], Parts] = {
    Section: (),
    Quote: (("speakers", QuoteSpeaker),),
    Event: (("participants", Participant),),
    Relation: (("parties", RelationParty),),
    Bloc: (("members", BlocMember),),
    Claim: (("parties", ClaimParty), ("quantities", Quantity), ("rivals", ClaimLink)),
    Judgment: (("basis", Basis), ("indicators", Indicator)),
    HypothesisMatrix: (("hypotheses", Hypothesis), ("evidence", Evidence)),
}
#: Kind of entry → name of its array.
ARRAYS: dict[type[Record], str] = {
    Section: "sections",
    Quote: "quotes",
    Event: "events",
    Relation: "relations",
    Bloc: "blocs",
    Claim: "claims",
    Judgment: "judgments",
    HypothesisMatrix: "hypothesis_matrices",
}
#: Of what briefings share.
ACTOR_PARTS: Parts = (
    ("names", ActorName),
    ("offices", Office),
    ("memberships", Membership),
    ("outlines", Outline),
)
SOURCE_PARTS: Parts = (
    ("authors", SourceAuthor),
    ("links", SourceLink),
    ("grades", SourceGrade),
    ("documents", Document),
)


def plain(record: Record) -> Plain:
    """A record's id, kind and fields; the trash mark is left out."""
    return {
        "id": record.id,
        "kind": record.kind,
        **{name: value for name, value in values(record) if name != "deleted"},
    }


def nest(excerpt: Excerpt) -> Plain:
    """The briefing with all that is in an excerpt: a record in full wherever one stands."""
    whole = plain(excerpt.briefing)
    whole["authors"] = _plain_all(excerpt, BriefingAuthor)
    whole["releases"] = _plain_all(excerpt, Release)
    whole["pins"] = _plain_all(excerpt, Pin)
    for cls, name in ARRAYS.items():
        whole[name] = [_entry(excerpt, one, ENTRY_PARTS[cls]) for one in excerpt.all(cls)]
    for matrix in whole[ARRAYS[HypothesisMatrix]]:
        for row in matrix["evidence"]:
            row["ratings"] = [plain(one) for one in excerpt.parts(Rating, row["id"])]
    actors = sorted(excerpt.all(Actor), key=lambda one: (one.name, one.id))
    whole["actors"] = [
        # One that turned out to be another keeps its id and says whose parts it has.
        _with_parts(excerpt, one, ACTOR_PARTS)
        | ({"same_as": excerpt.same[one.id]} if one.id in excerpt.same else {})
        | _drawn(excerpt, one)
        for one in actors
    ]
    whole["same_as"] = _plain_all(excerpt, SameAs)
    sources = sorted(excerpt.all(Source), key=lambda one: (one.title, one.id))
    whole["sources"] = [_with_parts(excerpt, one, SOURCE_PARTS) for one in sources]
    whole["briefing_sources"] = _plain_all(excerpt, BriefingSource)
    whole["notes"] = [_note(excerpt, one) for one in excerpt.all(Annotation)]
    whole["people"] = _plain_all(excerpt, Person)
    return whole


def _plain_all(excerpt: Excerpt, cls: type[R]) -> list[Plain]:
    return [plain(one) for one in excerpt.all(cls)]


def _with_parts(excerpt: Excerpt, one: Record, parts: Parts) -> Plain:
    found: Mapping[str, list[Plain]] = {
        name: [plain(part) for part in excerpt.parts(cls, one.id)] for name, cls in parts
    }
    return {**plain(one), **found}


def _entry(excerpt: Excerpt, one: Record, parts: Parts) -> Plain:
    entry = _with_parts(excerpt, one, parts)
    entry["passages"] = [
        {
            **plain(support.passage),
            "source_id": support.link.source_id,
            "role": support.link.role,
            "link": plain(support.link),
        }
        for support in excerpt.supports(one.kind, one.id)
    ]
    entry["tags"] = list(excerpt.tags(one.kind, one.id))
    if excerpt.is_withheld(one.kind, one.id):
        entry["passages_left_out"] = True
    return entry | _drawn(excerpt, one)


def _drawn(excerpt: Excerpt, one: Record) -> Plain:
    """Of what a tool made and nobody has looked at: how it came about."""
    made = excerpt.drawn(one.id)
    if made is None:
        return {}
    told = {"rule": made.why, "confidence": made.confidence, "tool": made.tool}
    return {"drawn_out": {**told, "looked_at": False}}


def _note(excerpt: Excerpt, one: Annotation) -> Plain:
    note = {**plain(one), "tags": list(excerpt.tags(one.kind, one.id))}
    passage = excerpt.get(Passage, one.target_id) if one.target_kind == Passage.kind else None
    return {**note, "passage": plain(passage)} if passage else note
