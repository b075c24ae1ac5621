"""Every kind of record that a library holds, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorName, Membership, Office, SameAs
from briefing.domain.annotation import Annotation, SavedSearch
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, BriefingAuthor, Section, Waiver
from briefing.domain.claim import Claim, ClaimLink, ClaimParty, Quantity
from briefing.domain.event import Event, Participant
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.person import Person
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.domain.relation import Relation, RelationParty
from briefing.domain.source import (
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceAuthor,
    SourceGrade,
    SourceLink,
)

if TYPE_CHECKING:
    from briefing.domain.record import Record

KINDS: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        Person,
        Briefing,
        BriefingAuthor,
        Section,
        Waiver,
        Actor,
        ActorName,
        Office,
        Membership,
        SameAs,
        Source,
        SourceAuthor,
        SourceGrade,
        SourceLink,
        BriefingSource,
        Document,
        Passage,
        PassageLink,
        Quote,
        QuoteSpeaker,
        Tag,
        Event,
        Participant,
        Relation,
        RelationParty,
        Bloc,
        BlocMember,
        Claim,
        ClaimParty,
        ClaimLink,
        Quantity,
        Judgment,
        Basis,
        Indicator,
        HypothesisMatrix,
        Hypothesis,
        Evidence,
        Rating,
        Annotation,
        SavedSearch,
    )
}

#: Entries that stand for themselves in lists, in search and as targets of notes.
ENTRY_KINDS: tuple[str, ...] = (
    "briefing",
    "section",
    "actor",
    "source",
    "document",
    "quote",
    "event",
    "relation",
    "bloc",
    "claim",
    "judgment",
    "hypothesis_matrix",
    "annotation",
)

#: What a person calls a kind, in labels such as "Edit quote".
WORDS: dict[str, str] = {
    "actor_name": "name",
    "hypothesis_matrix": "hypothesis matrix",
    "annotation": "note",
    "saved_search": "saved search",
    "quote_speaker": "speaker",
    "passage_link": "passage link",
    "relation_party": "party",
    "claim_party": "party",
    "bloc_member": "member",
    "source_author": "author",
    "source_link": "source link",
    "source_grade": "reliability",
    "claim_link": "rival version",
    "briefing_author": "author",
    "briefing_source": "source",
    "same_as": "same actor",
}


def word(kind: str) -> str:
    """What a person calls a kind of record."""
    return WORDS.get(kind, kind)


#: What a person calls a field, where that is not its name with blanks for underlines.
FIELD_WORDS: dict[str, str] = {
    "about": "subject",
    "iso3166": "ISO 3166 code",
    "csl_type": "type",
    "section_kind": "kind",
    "relation_kind": "kind",
    "link_kind": "kind",
    "entry_kind": "kind of entry",
    "target_kind": "kind of entry",
    "said": "date",
    "happened": "date",
    "held": "date",
    "holds": "date",
    "issued": "date",
    "cutoff": "information cut-off",
    "url": "web address",
    "deleted": "in the trash",
    "what": "what happened",
    "reliability_reason": "reason for the reliability",
    "confidence_reason": "reason for the confidence",
    "cameo": "CAMEO code",
    "original_sha256": "SHA-256 of the file",
    "text_sha256": "SHA-256 of the text",
}


def field_word(field: str) -> str:
    """What a person calls a field of a record: "actor" for ``actor_id``."""
    return FIELD_WORDS.get(field) or field.removesuffix("_id").replace("_", " ")
