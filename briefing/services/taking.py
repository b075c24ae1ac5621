"""A proposal becomes an entry: quote, event, claim or relation, with its parts and its passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefing.domain.claim import Claim, ClaimParty, Quantity
from briefing.domain.dates import DateError, parse
from briefing.domain.event import Event, Participant
from briefing.domain.ordering import after
from briefing.domain.quote import Quote, QuoteKind, QuoteSpeaker
from briefing.domain.relation import Certainty, Relation, Stance
from briefing.domain.source import Document, PassageLink, Source
from briefing.errors import UserError
from briefing.intake.draft import ProposedClaim, ProposedEvent, ProposedQuote, ProposedRelation
from briefing.services.anchoring import Span, passage_of
from briefing.store.journal import new_id
from briefing.store.records import last_position, need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefing.domain.record import Record
    from briefing.intake.draft import Proposal
    from briefing.intake.draft import Span as Words
    from briefing.store.unit_of_work import UnitOfWork


class Incomplete(UserError):  # noqa: N818 - a proposal that lacks something is no failure
    """A proposal lacks what only a person can give."""


class Text(NamedTuple):
    """A document with its text."""

    document_id: str
    words: str


class Taking:
    """Makes entries of a briefing from proposals of a document.

    ``actor`` gives the id of an actor for the id of a proposed one, "" where that was rejected.
    """

    def __init__(
        self,
        unit: UnitOfWork,
        briefing_id: str,
        text: Text,
        marking: str,
        actor: Callable[[str], str],
        *,
        complete: bool,
    ) -> None:
        self._unit = unit
        self._briefing_id = briefing_id
        self._text = text
        self._marking = marking
        self._actor = actor
        self._complete = complete
        self._last: dict[type[Record], str] = {}
        document = need(unit.connection, "document", text.document_id)
        assert isinstance(document, Document)
        self._source_id = document.source_id
        source = need(unit.connection, "source", document.source_id)
        self._issued = source.issued if isinstance(source, Source) else ""

    def entry(self, one: Proposal) -> str:
        """Make the entry; its id. Raises Incomplete, with nothing written, where it lacks something."""
        if isinstance(one, ProposedQuote):
            return self._quote(one)
        if isinstance(one, ProposedEvent):
            return self._event(one)
        if isinstance(one, ProposedClaim):
            return self._claim(one)
        assert isinstance(one, ProposedRelation)
        return self._relation(one)

    def _quote(self, one: ProposedQuote) -> str:
        is_scare = one.kind == QuoteKind.SCARE
        speakers = [] if is_scare else self._all(one.speakers)
        if not speakers and not is_scare and self._complete:
            raise Incomplete("Nobody is named as the speaker: press E and say who said it.")
        pieces = one.fragments or ((one.start, one.end),)
        words = [" ".join(self._text.words[slice(*piece)].split()) for piece in pieces]
        made = Quote(
            id=new_id(),
            marking=self._marking,
            briefing_id=self._briefing_id,
            # What the writer put between the pieces is left out, as it is where words are cited.
            words=" … ".join(words) if len(words) > 1 else " ".join(one.text.split()) or words[0],
            quote_kind=one.kind,
            cue=one.cue,
            addressee=one.to,
            said=_date(one.said),
            position=self._place(Quote),
        )
        self._unit.add(made)
        self._parts(QuoteSpeaker, quote_id=made.id, each=[{"actor_id": one} for one in speakers])
        self._rest("quote", made.id, pieces)
        return made.id

    def _event(self, one: ProposedEvent) -> str:
        parts = [(self._actor(actor), role) for actor, role in one.participants]
        made = Event(
            id=new_id(),
            marking=self._marking,
            briefing_id=self._briefing_id,
            what=one.what,
            happened=_date(one.when),
            reported=_date(self._issued),
            place=one.where,
            cameo=one.cameo,
            # On the article's word, until somebody judges.
            certainty=Certainty.STATED.value,
            position=self._place(Event),
        )
        self._unit.add(made)
        each = [{"actor_id": actor, "role": role} for actor, role in dict.fromkeys(parts) if actor]
        self._parts(Participant, event_id=made.id, each=each)
        self._rest("event", made.id, one.passages)
        return made.id

    def _claim(self, one: ProposedClaim) -> str:
        asserts, denies = self._all(one.asserted_by), self._all(one.denied_by)
        made = Claim(
            id=new_id(),
            marking=self._marking,
            briefing_id=self._briefing_id,
            proposition=one.proposition,
            hedge=one.hedge,
            holds=_date(one.when),
            position=self._place(Claim),
        )
        self._unit.add(made)
        each: list[Mapping[str, object]] = [
            {"actor_id": actor, "stance": Stance.ASSERTS.value} for actor in asserts
        ]
        if not asserts:
            # Where nobody stands behind it, the source itself says so.
            each = [{"source_id": self._source_id, "stance": Stance.ASSERTS.value}]
        each += [{"actor_id": actor, "stance": Stance.DENIES.value} for actor in denies]
        self._parts(ClaimParty, claim_id=made.id, each=each)
        numbers: list[Mapping[str, object]] = [
            {"value": q.value, "unit": q.unit, "of_what": q.of_what} for q in one.quantities
        ]
        self._parts(Quantity, claim_id=made.id, each=numbers)
        self._rest("claim", made.id, one.passages)
        return made.id

    def _relation(self, one: ProposedRelation) -> str:
        start, end = self._actor(one.from_id), self._actor(one.to_id)
        if not start or not end or start == end:
            raise Incomplete("One of the two actors was rejected: take that back first.")
        made = Relation(
            id=new_id(),
            marking=self._marking,
            briefing_id=self._briefing_id,
            from_id=start,
            to_id=end,
            relation_kind=str(one.kind),
            sign=one.sign,
            held=_date(one.when),
            phase=str(one.phase),
            certainty=str(one.certainty or Certainty.STATED.value),
            position=self._place(Relation),
        )
        self._unit.add(made)
        self._rest("relation", made.id, one.passages)
        return made.id

    def _all(self, ids: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(filter(None, (self._actor(one) for one in ids))))

    def _place(self, cls: type[Record]) -> str:
        if cls not in self._last:
            self._last[cls] = last_position(
                self._unit.connection, cls, briefing_id=self._briefing_id
            )
        self._last[cls] = after(self._last[cls])
        return self._last[cls]

    def _parts(
        self, cls: type[Record], *, each: Iterable[Mapping[str, object]], **owner: str
    ) -> None:
        position = ""
        for values in each:
            position = after(position)
            self._unit.add(
                cls(id=new_id(), marking=self._marking, position=position, **owner, **values)  # pyright: ignore
            )

    def _rest(self, kind: str, entry_id: str, places: Iterable[Words]) -> None:
        position = ""
        for start, end in dict.fromkeys(places):
            if start >= end:
                continue
            position = after(position)
            passage = passage_of(
                self._unit, Span(self._text.document_id, start, end), self._marking
            )
            self._unit.add(
                PassageLink(
                    id=new_id(),
                    marking=self._marking,
                    entry_kind=kind,
                    entry_id=entry_id,
                    passage_id=passage,
                    position=position,
                )
            )


def _date(text: str) -> str:
    """A date that can be kept, or none."""
    try:
        return parse(text).text if text else ""
    except DateError:
        return ""
