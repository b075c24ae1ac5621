"""What may leave the library with one briefing: its records, sifted once for every format.

Nothing here knows the library. Whoever fills an excerpt has taken out what the audience may not read,
whatever is private, and whatever would tell of this laptop; a format can print all that it finds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from briefing.domain.actor import Actor, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.quote import Tag
from briefing.domain.record import owner_field
from briefing.domain.sameness import ends, joined
from briefing.domain.source import Document, Passage, PassageLink, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.briefing import Briefing
    from briefing.domain.markings import Marking
    from briefing.domain.record import Record

R = TypeVar("R", bound="Record")

#: Kinds of entry that a tool can draw out.
_DRAWABLE = ("actor", "quote", "event", "claim", "relation")


def drawn_words(number: int, tools: Iterable[str]) -> str:
    """That entries were drawn out by tools and not looked at, as a sentence; empty for none."""
    if not number:
        return ""
    what = "1 entry was" if number == 1 else f"{number} entries were"
    by = ", ".join(sorted(set(filter(None, tools)))) or "a tool"
    return f"{what} drawn out of the sources by {by} and not looked at yet."


class Notes(StrEnum):
    """Which notes go along. Private ones never do."""

    NONE = "none"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Support:
    """One passage that an entry rests on, and where its words come from.

    ``source`` is who said it; ``carrier`` is the source in which it was read, where that is another.
    Whatever is not in the excerpt is None.
    """

    link: PassageLink
    passage: Passage
    document: Document | None
    source: Source | None
    carrier: Source | None


@dataclass(frozen=True, slots=True)
class ToolMade:
    """How an entry came about that a program drew out and no person has looked at since (ICS 206-01).

    ``why`` is the rule as a sentence, ``confidence`` from 0 to 1, ``tool`` its name and version.
    """

    why: str
    confidence: float
    tool: str


class Excerpt:
    """A briefing with all that belongs to it or that it uses, for one audience.

    ``audience`` is the marking asked for, ``marking`` the highest of what is in here. ``left_out``
    says in words what the audience may not read, ``"2 quotes"``. ``timestamp`` is of the newest change
    of the library, in seconds since 1970. ``drawn`` tells by id what a tool made and nobody looked at.
    """

    def __init__(
        self,
        briefing: Briefing,
        records: Mapping[str, Iterable[Record]],
        *,
        audience: Marking,
        marking: Marking,
        left_out: Iterable[str] = (),
        withheld: Iterable[tuple[str, str]] = (),
        timestamp: int = 0,
        drawn: Mapping[str, ToolMade] | None = None,
    ) -> None:
        self.briefing = briefing
        self.audience = audience
        self.marking = marking
        self.left_out = tuple(left_out)
        self.timestamp = timestamp
        self._withheld = frozenset(withheld)
        self._drawn = dict(drawn or {})
        self._records = joined(records)
        self._parts: dict[type[Record], dict[str, list[Record]]] = {}

    @cached_property
    def same(self) -> dict[str, str]:
        """Actor id → id of the actor that it is one with, for those that are not told of by themselves.

        Every record names the latter already; what is asked for by the id of the former is found there.
        """
        same = ends(self.all(SameAs))
        return {one: end for one, end in same.items() if self.get(Actor, end) is not None}

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """The actors that are told of, each once whatever names it was entered under."""
        return tuple(one for one in self.all(Actor) if one.id not in self.same)

    def merged_into(self, actor_id: str) -> tuple[Actor, ...]:
        """The actors that turned out to be this one."""
        return tuple(self._merged.get(actor_id, ()))

    @cached_property
    def _merged(self) -> dict[str, list[Actor]]:
        found: dict[str, list[Actor]] = {}
        for one in self.all(Actor):
            if one.id in self.same:
                found.setdefault(self.same[one.id], []).append(one)
        return found

    def _shown(self, kind: str, record_id: str) -> tuple[str, str]:
        return kind, self.same.get(record_id, record_id) if kind == Actor.kind else record_id

    def all(self, cls: type[R]) -> tuple[R, ...]:
        """Every record of a kind, in the order that people gave them."""
        return cast("tuple[R, ...]", self._records.get(cls.kind, ()))

    def get(self, cls: type[R], record_id: str | None) -> R | None:
        """The record of this kind and id, or None where it is not in here."""
        return cast("R | None", self._by_id.get((cls.kind, record_id or "")))

    def entry(self, kind: str, record_id: str) -> Record | None:
        """The record that a citation names, or None where it is not in here."""
        return self._by_id.get(self._shown(kind, record_id))

    def parts(self, cls: type[R], owner_id: str) -> tuple[R, ...]:
        """The parts of a record, in order: the speakers of a quote, the members of a bloc."""
        if cls not in self._parts:
            field = owner_field(cls) or ""
            groups: dict[str, list[Record]] = defaultdict(list)
            for one in self.all(cls):
                groups[getattr(one, field)].append(one)
            self._parts[cls] = groups
        return cast("tuple[R, ...]", tuple(self._parts[cls].get(owner_id, ())))

    def supports(self, kind: str, record_id: str) -> tuple[Support, ...]:
        """The passages that an entry rests on; none where it is unsourced."""
        return tuple(self._supports.get(self._shown(kind, record_id), ()))

    def is_withheld(self, kind: str, record_id: str) -> bool:
        """Whether an entry rests on what this audience may not see: not the same as on nothing.

        A passage, and of a judgment an entry too.
        """
        return (kind, record_id) in self._withheld

    def drawn(self, record_id: str) -> ToolMade | None:
        """How an entry was drawn out that no person has looked at; None for every other."""
        return self._drawn.get(record_id)

    @cached_property
    def drawn_words(self) -> str:
        """How many entries a tool made and nobody has looked at, as a sentence; empty where none are."""
        met = [one for one in self._drawn if any((kind, one) in self._by_id for kind in _DRAWABLE)]
        return drawn_words(len(met), (self._drawn[one].tool for one in met))

    def tags(self, kind: str, record_id: str) -> tuple[str, ...]:
        """The tags of an entry."""
        return tuple(self._tags.get(self._shown(kind, record_id), ()))

    def notes_on(self, kind: str, record_id: str) -> tuple[Annotation, ...]:
        """The shared notes on a record, oldest first, replies among them."""
        return tuple(self._notes.get(self._shown(kind, record_id), ()))

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Record]:
        found = {(kind, one.id): one for kind, group in self._records.items() for one in group}
        return found | {(self.briefing.kind, self.briefing.id): self.briefing}

    @cached_property
    def _supports(self) -> dict[tuple[str, str], list[Support]]:
        found: dict[tuple[str, str], list[Support]] = defaultdict(list)
        for link in self.all(PassageLink):
            passage = self.get(Passage, link.passage_id)
            if passage is None:
                continue
            document = self.get(Document, passage.document_id)
            held = self.get(Source, document.source_id) if document else None
            said = self.get(Source, link.source_id) if link.source_id else held
            carrier = held if held is not said else None
            found[link.entry_kind, link.entry_id].append(
                Support(link, passage, document, said, carrier)
            )
        return found

    @cached_property
    def _tags(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for tag in self.all(Tag):
            found[tag.entry_kind, tag.entry_id].append(tag.text)
        return found

    @cached_property
    def _notes(self) -> dict[tuple[str, str], list[Annotation]]:
        found: dict[tuple[str, str], list[Annotation]] = defaultdict(list)
        for note in sorted(self.all(Annotation), key=lambda one: (one.created, one.id)):
            found[note.target_kind, note.target_id].append(note)
        return found
