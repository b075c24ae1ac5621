"""What the checks look at, as plain records of one briefing, and what they find."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.domain.actor import Actor
    from briefing.domain.annotation import Annotation
    from briefing.domain.bloc import Bloc, BlocMember
    from briefing.domain.briefing import Briefing, Section
    from briefing.domain.citing import Ref
    from briefing.domain.claim import Claim, ClaimLink
    from briefing.domain.event import Event
    from briefing.domain.hypothesis import HypothesisMatrix
    from briefing.domain.judgment import Indicator, Judgment
    from briefing.domain.quote import Quote
    from briefing.domain.record import Record
    from briefing.domain.relation import Relation
    from briefing.domain.source import Passage, Source


class Severity(StrEnum):
    """How grave a finding is: wrong, to be looked at, or worth a thought."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in an entry. ``detail`` tells it from another one of the rule in the entry.

    ``words`` are for a person. A waiver names rule, entry and detail, so that a finding that changes
    shows again; ``detail`` therefore holds what was found and nothing else.
    """

    rule: str
    severity: Severity
    entry_kind: str
    entry_id: str
    words: str
    detail: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Rule, entry and detail: what a waiver is for."""
        return self.rule, self.entry_kind, self.entry_id, self.detail


@dataclass(frozen=True, slots=True)
class Support:
    """A passage behind an entry: in which document, whose words it carries, for or against.

    ``outlet_id`` is the source of the document, ``source_id`` the one whose words these are; both are
    the same where the outlet speaks for itself.
    """

    passage: Passage
    document_id: str
    outlet_id: str
    source_id: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A briefing laid out for the checks. Maps from entry ids lack those that have nothing."""

    briefing: Briefing
    sections: tuple[Section, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    claims: tuple[Claim, ...] = ()
    rivals: tuple[ClaimLink, ...] = ()
    blocs: tuple[Bloc, ...] = ()
    judgments: tuple[Judgment, ...] = ()
    matrices: tuple[HypothesisMatrix, ...] = ()
    notes: tuple[Annotation, ...] = ()
    members: Mapping[str, tuple[BlocMember, ...]] = field(
        default_factory=dict[str, "tuple[BlocMember, ...]"]
    )
    indicators: Mapping[str, tuple[Indicator, ...]] = field(
        default_factory=dict[str, "tuple[Indicator, ...]"]
    )
    basis: Mapping[str, tuple[Ref, ...]] = field(default_factory=dict[str, "tuple[Ref, ...]"])
    #: Actors of an entry: speakers, participants, the two ends of a relation.
    actors: Mapping[str, tuple[Actor, ...]] = field(default_factory=dict[str, "tuple[Actor, ...]"])
    actor_of: Mapping[str, Actor] = field(default_factory=dict[str, "Actor"])
    support: Mapping[str, tuple[Support, ...]] = field(
        default_factory=dict[str, "tuple[Support, ...]"]
    )
    sources: Mapping[str, Source] = field(default_factory=dict[str, "Source"])
    #: Ids of the claims that somebody denies.
    denied: frozenset[str] = frozenset()
    #: Source → what it goes back to in one step.
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    #: Whatever is cited or rested on and is in the trash or not received.
    missing: frozenset[Ref] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict[str, str])

    def statements(self) -> Iterator[Record]:
        """Every entry that ought to rest on a passage of its own."""
        yield from self.quotes
        yield from self.events
        yield from self.relations
        yield from self.claims
        yield from self.blocs

    def behind(self, entry_id: str) -> tuple[Support, ...]:
        """The passages behind an entry, through all that it rests on; rings are followed once."""
        waiting, met = [entry_id], {entry_id}
        found: list[Support] = []
        while waiting:
            at = waiting.pop()
            found.extend(self.support.get(at, ()))
            for ref in self.basis.get(at, ()):
                if ref.id not in met and ref not in self.missing:
                    met.add(ref.id)
                    waiting.append(ref.id)
        return tuple(found)

    def name_of(self, source_id: str) -> str:
        """How a source is called in a finding."""
        source = self.sources.get(source_id)
        return (source.title or source.descriptor or source.url) if source else ""
