"""Every kind of record that a library holds, by name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.domain.record import Record

#: Kind → the module beside this one and the class in it.
_CLASSES: dict[str, tuple[str, str]] = {
    "person": ("person", "Person"),
    "briefing": ("briefing", "Briefing"),
    "briefing_author": ("briefing", "BriefingAuthor"),
    "section": ("briefing", "Section"),
    "waiver": ("briefing", "Waiver"),
    "actor": ("actor", "Actor"),
    "actor_name": ("actor", "ActorName"),
    "office": ("actor", "Office"),
    "membership": ("actor", "Membership"),
    "same_as": ("actor", "SameAs"),
    "source": ("source", "Source"),
    "source_author": ("source", "SourceAuthor"),
    "source_grade": ("source", "SourceGrade"),
    "source_link": ("source", "SourceLink"),
    "briefing_source": ("source", "BriefingSource"),
    "document": ("source", "Document"),
    "passage": ("source", "Passage"),
    "passage_link": ("source", "PassageLink"),
    "quote": ("quote", "Quote"),
    "quote_speaker": ("quote", "QuoteSpeaker"),
    "tag": ("quote", "Tag"),
    "event": ("event", "Event"),
    "participant": ("event", "Participant"),
    "relation": ("relation", "Relation"),
    "relation_party": ("relation", "RelationParty"),
    "bloc": ("bloc", "Bloc"),
    "bloc_member": ("bloc", "BlocMember"),
    "pin": ("bloc", "Pin"),
    "outline": ("bloc", "Outline"),
    "claim": ("claim", "Claim"),
    "claim_party": ("claim", "ClaimParty"),
    "claim_link": ("claim", "ClaimLink"),
    "quantity": ("claim", "Quantity"),
    "judgment": ("judgment", "Judgment"),
    "basis": ("judgment", "Basis"),
    "indicator": ("judgment", "Indicator"),
    "hypothesis_matrix": ("hypothesis", "HypothesisMatrix"),
    "hypothesis": ("hypothesis", "Hypothesis"),
    "evidence": ("hypothesis", "Evidence"),
    "rating": ("hypothesis", "Rating"),
    "verdict": ("verdict", "Verdict"),
    "release": ("briefing", "Release"),
    "blind_round": ("blind", "BlindRound"),
    "blind_item": ("blind", "BlindItem"),
    "blind_part": ("blind", "BlindPart"),
    "blind_answer": ("blind", "BlindAnswer"),
    "annotation": ("annotation", "Annotation"),
    "saved_search": ("annotation", "SavedSearch"),
}


class _Kinds(Mapping[str, "type[Record]"]):
    """The classes by kind, each loaded when it is first asked for: a start needs a few of them."""

    def __init__(self) -> None:
        self._loaded: dict[str, type[Record]] = {}

    def __getitem__(self, kind: str) -> type[Record]:
        found = self._loaded.get(kind)
        if found is None:
            module, name = _CLASSES[kind]
            found = getattr(import_module(f"briefing.domain.{module}"), name)
            self._loaded[kind] = found
        return found

    def __contains__(self, kind: object) -> bool:
        return kind in _CLASSES

    def __iter__(self) -> Iterator[str]:
        return iter(_CLASSES)

    def __len__(self) -> int:
        return len(_CLASSES)


KINDS: Mapping[str, type[Record]] = _Kinds()

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
    "release": "final version",
    "blind_round": "blind round",
    "blind_item": "item of a blind round",
    "blind_part": "part in a blind round",
    "blind_answer": "answer",
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
