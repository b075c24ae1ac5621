"""A text longer than any article is drawn out piece by piece, so that memory stays bounded.

The pieces end where paragraphs do. Actors are one where kind and name are the same; what a piece does not
name in full it does not know from the piece before. Reading ends where more has been proposed than anybody
could look through; the draft says where.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from briefing.intake.draft import (
    Draft,
    Proposal,
    ProposedActor,
    ProposedClaim,
    ProposedEvent,
    ProposedQuote,
    ProposedRelation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.intake.draft import Span

#: Code points in a piece: a book. Every article is one piece.
PIECE = 1_000_000
#: With so many proposals reading ends.
MOST_PROPOSALS = 50_000
#: Places where one actor is named that are kept.
_MOST_MENTIONS = 10_000

_P = TypeVar("_P", bound=Proposal)


def sha256_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, without a second copy of a long one."""
    digest = hashlib.sha256()
    for start in range(0, len(text), PIECE):
        digest.update(text[start : start + PIECE].encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def pieces(text: str) -> Iterator[Span]:
    """Where the pieces of a text stand; together they are all of it."""
    start = 0
    while start < len(text):
        end = min(len(text), start + PIECE)
        if end < len(text):
            # At the end of a paragraph, else of a line, else of a word.
            for mark in ("\n\n", "\n", " "):
                cut = text.rfind(mark, start + PIECE // 2, end)
                if cut > 0:
                    end = cut + len(mark)
                    break
        yield start, end
        start = end


def together(
    text: str, title: str, published: str, language: str, draw: Callable[[str], Draft]
) -> Draft:
    """The draft of a long text, of which ``draw`` draws out the pieces."""
    made = _Together()
    unread: int | None = None
    for start, end in pieces(text):
        if made.count >= MOST_PROPOSALS:
            unread = start
            break
        made.add(draw(text[start:end]), start)
    return Draft(
        text=text,
        sha256=sha256_of(text),
        title=title,
        published=published,
        language=language,
        actors=made.all_actors(),
        quotes=tuple(made.quotes),
        events=tuple(made.events),
        claims=tuple(made.claims),
        relations=tuple(made.relations),
        unread_from=unread,
    )


class _Together:
    """What the pieces gave so far, each at its place in the whole text."""

    def __init__(self) -> None:
        self.quotes: list[ProposedQuote] = []
        self.events: list[ProposedEvent] = []
        self.claims: list[ProposedClaim] = []
        self.relations: list[ProposedRelation] = []
        self._actors: dict[str, ProposedActor] = {}
        self._mentions: dict[str, list[Span]] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._ties: dict[tuple[str, str, str], int] = {}

    @property
    def count(self) -> int:
        """How many proposals there are."""
        parts = (self._actors, self.quotes, self.events, self.claims, self.relations)
        return sum(map(len, parts))

    def all_actors(self) -> tuple[ProposedActor, ...]:
        """The actors with all places where they are named."""
        return tuple(
            replace(one, mentions=tuple(self._mentions[key])) for key, one in self._actors.items()
        )

    def add(self, draft: Draft, by: int) -> None:
        """Take the draft of the piece that begins at ``by``."""
        ids = {one.id: self._actor(one, by) for one in draft.actors}
        for one in draft.actors:
            self._offices(one, ids)
        for one in draft.quotes:
            self.quotes.append(_quote(one, ids, by))
        for one in draft.events:
            when = _moved(one.when_text, by) if one.when_text else None
            people = tuple((ids[key], role) for key, role in one.participants)
            self.events.append(replace(_at(one, by), when_text=when, participants=people))
        for one in draft.claims:
            self.claims.append(_claim(one, ids, by))
        for one in draft.relations:
            self._relation(replace(_at(one, by), from_id=ids[one.from_id], to_id=ids[one.to_id]))

    def _actor(self, one: ProposedActor, by: int) -> str:
        known = self._ids.get((one.kind, one.name))
        spans = [_moved(span, by) for span in one.mentions]
        if known is None:
            key, number = one.id, 1
            while key in self._actors:
                number += 1
                key = f"{one.id}-{number}"
            self._ids[one.kind, one.name] = key
            self._actors[key] = replace(_at(one, by), id=key, mentions=(), offices=())
            self._mentions[key] = spans
            return key
        held = self._mentions[known]
        held += spans[: max(0, _MOST_MENTIONS - len(held))]
        before = self._actors[known]
        aliases = tuple(dict.fromkeys((*before.aliases, *one.aliases)))
        if aliases != before.aliases:
            self._actors[known] = replace(before, aliases=aliases)
        return known

    def _offices(self, one: ProposedActor, ids: dict[str, str]) -> None:
        """Give an actor the offices that it has not; those of states known only now, too."""
        if not one.offices:
            return
        key = ids[one.id]
        held = self._actors[key]
        told = (replace(office, of=ids.get(office.of, "")) for office in one.offices)
        titles = {office.title.lower() for office in held.offices}
        more = tuple(office for office in told if office.title.lower() not in titles)
        self._actors[key] = replace(held, offices=(*held.offices, *more))

    def _relation(self, one: ProposedRelation) -> None:
        """A tie told in several pieces is one, resting on the words of the first few."""
        key = one.from_id, one.to_id, one.kind
        place = self._ties.setdefault(key, len(self.relations))
        if place == len(self.relations):
            self.relations.append(one)
            return
        known = self.relations[place]
        passages = (*known.passages, *one.passages)[:6]
        self.relations[place] = replace(
            known,
            passages=passages,
            confidence=max(known.confidence, one.confidence),
            when=known.when or one.when,
            phase=known.phase or one.phase,
        )


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _at(one: _P, by: int) -> _P:
    return replace(one, passages=tuple(_moved(span, by) for span in one.passages))


def _quote(one: ProposedQuote, ids: dict[str, str], by: int) -> ProposedQuote:
    return replace(
        _at(one, by),
        start=one.start + by,
        end=one.end + by,
        fragments=tuple(_moved(span, by) for span in one.fragments),
        speakers=tuple(ids[key] for key in one.speakers),
        speaker_start=None if one.speaker_start is None else one.speaker_start + by,
        speaker_end=None if one.speaker_end is None else one.speaker_end + by,
    )


def _claim(one: ProposedClaim, ids: dict[str, str], by: int) -> ProposedClaim:
    return replace(
        _at(one, by),
        asserted_by=tuple(ids[key] for key in one.asserted_by),
        denied_by=tuple(ids[key] for key in one.denied_by),
        quantities=tuple(
            replace(amount, start=amount.start + by, end=amount.end + by)
            for amount in one.quantities
        ),
    )
