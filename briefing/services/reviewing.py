"""The proposals of an article as rows that wait for a person, with what was decided of each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.domain.event import Event
from briefing.domain.quote import QuoteKind
from briefing.domain.records import KINDS
from briefing.domain.relation import Relation
from briefing.domain.source import Passage, PassageLink, Source
from briefing.domain.verdict import Outcome
from briefing.services.actor_view import actor_ids
from briefing.services.draft_words import detail_of, text_of, why
from briefing.services.drafting import Drawn, Group, decided, drawn_of
from briefing.services.knowing import KnownActors
from briefing.store.records import find, get, get_many, need
from briefing.store.sameness import canonical_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from briefing.domain.verdict import Verdict
    from briefing.intake.draft import Proposal, ProposedActor, Span
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_CHUNK = 500
#: Documents that are counted within one read.
_AT_ONCE = 50
#: The share of two spans from which on an entry made by hand says what a proposal there says.
_ALIKE = 0.6


class State(StrEnum):
    """What became of a proposal.

    Known: the briefing had it before anybody was asked. Told: the words in marks within an indirect
    quotation are proposed themselves, and one of the two is enough; it waits where those were rejected.
    """

    WAITING = "waiting"
    ACCEPTED = "accepted"
    MERGED = "merged"
    REJECTED = "rejected"
    KNOWN = "known"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal as it is shown. ``spans`` are code points, the words that it rests on first.

    ``why`` is its rule in plain words. ``entry_*`` is what was made of it or what it was merged with;
    ``known_id`` is the actor of the library that it seems to be, surely so where ``is_sure``.
    """

    key: str
    kind: str
    group: Group
    text: str
    detail: str
    spans: tuple[Span, ...]
    rule: str
    why: str
    confidence: float
    state: State
    entry_kind: str = ""
    entry_id: str = ""
    known_id: str = ""
    known_name: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """The proposals of a document for a briefing, in the order of their groups and of the text."""

    briefing_id: str
    document_id: str
    source: str
    rows: tuple[ProposalRow, ...]
    #: What drew them out: the rules, and a model where one is installed.
    tool: str = ""
    #: Whether years stay open because the source has no date.
    undated: bool = False

    def count(self, state: State = State.WAITING) -> int:
        """How many proposals are in a state."""
        return sum(row.state is state for row in self.rows)

    def settled(
        self, keys: Collection[str], state: State, entries: Mapping[str, tuple[str, str]]
    ) -> Review:
        """The proposals after a decision about some; ``entries`` by key are what was made of them."""
        settled = frozenset(keys)

        def decided(row: ProposalRow) -> ProposalRow:
            kind, entry = entries.get(row.key, ("", ""))
            return replace(row, state=state, entry_kind=kind, entry_id=entry)

        rows = tuple(decided(row) if row.key in settled else row for row in self.rows)
        return replace(self, rows=rows)


def _silent() -> None:
    """Nobody wants to hear."""


def review(ws: Workspace, briefing_id: str, document_id: str) -> Review:
    """The proposals of a document with what was decided of each. May draw them out: not for the GUI."""
    with ws.read() as connection:
        drawn = drawn_of(connection, document_id)
        document = need(connection, "document", document_id)
        source = get_many(connection, Source, [getattr(document, "source_id", "")])
        known = KnownActors(connection, actor_ids(connection, briefing_id))
        rows = _Rows(connection, briefing_id, document_id, drawn, known).rows()
    head = next(iter(source.values()), None)
    draft = drawn.draft
    dates = [one.when for one in (*draft.events, *draft.claims, *draft.relations)]
    return Review(
        briefing_id,
        document_id,
        head.title if head else "",
        tuple(rows),
        draft.tool,
        undated=not draft.published and any(one.startswith("XXXX") for one in dates),
    )


def waiting_groups(
    ws: Workspace,
    briefing_id: str,
    documents: Iterable[str],
    report: Callable[[], bool | None] = _silent,
) -> dict[str, Counter[Group]]:
    """Document id → how many of its proposals wait in each group.

    ``report`` is called before each document; it may raise, or return False to end with what was counted.
    """
    found: dict[str, Counter[Group]] = {}
    wanted = list(documents)
    for start in range(0, len(wanted), _AT_ONCE):
        # Not all in one read: that would keep what is written meanwhile out of the file.
        with ws.read() as connection:
            known = KnownActors(connection, actor_ids(connection, briefing_id))
            for one in wanted[start : start + _AT_ONCE]:
                if report() is False:
                    return found
                document = get(connection, "document", one)
                if document is None or document.deleted:
                    found[one] = Counter()
                    continue
                drawn = drawn_of(connection, one)
                rows = _Rows(connection, briefing_id, one, drawn, known).rows()
                found[one] = Counter(row.group for row in rows if row.state is State.WAITING)
    return found


@dataclass(slots=True)
class _Rows:
    """The rows of one draft. What the briefing holds is read once."""

    connection: Connection
    briefing_id: str
    document_id: str
    drawn: Drawn
    known: KnownActors
    actors: dict[str, str] = field(init=False)
    verdicts: dict[str, Verdict] = field(init=False)

    def __post_init__(self) -> None:
        self.actors = {one.id: self.known.find(one) for one in self.drawn.draft.actors}
        self.verdicts = decided(self.connection, self.briefing_id, self.document_id)

    def rows(self) -> list[ProposalRow]:
        held = self._held()
        told = self._told()
        draft = self.drawn.draft
        names = {one.id: one.name for one in draft.actors}
        found: list[ProposalRow] = []
        for keyed_one in self.drawn.proposals:
            key, kind, one = keyed_one.key, keyed_one.kind, keyed_one.one
            verdict = self.verdicts.get(key)
            entry_kind, entry_id, known_id, is_sure = "", "", "", False
            if verdict is not None:
                state = State(verdict.outcome)
                entry_kind, entry_id = verdict.entry_kind, verdict.entry_id
            else:
                state, entry_kind, entry_id, known_id, is_sure = self._standing(kind, one, held)
                if state is State.WAITING and key in told:
                    state = State.TOLD
            found.append(
                ProposalRow(
                    key,
                    kind,
                    keyed_one.group,
                    text_of(one, names),
                    detail_of(one, names, draft.text),
                    _spans(one),
                    one.rule,
                    why(kind, one.rule),
                    one.confidence,
                    state,
                    entry_kind,
                    entry_id,
                    known_id,
                    self.known.names.get(known_id, ""),
                    is_sure,
                )
            )
        return found

    def _standing(self, kind: str, one: Proposal, held: _Held) -> tuple[State, str, str, str, bool]:
        """State, entry, known actor of a proposal of which nobody has decided."""
        from briefing.intake.draft import ProposedActor

        if isinstance(one, ProposedActor):
            sure = self.actors[one.id]
            if sure and not self._has_news(one, sure):
                return State.KNOWN, "actor", sure, sure, True
            perhaps = sure or self.known.perhaps(one)
            return State.WAITING, "", "", perhaps, bool(sure)
        entry = held.entry(kind, one, self.actors)
        if entry:
            return State.KNOWN, kind, entry, "", False
        return State.WAITING, "", "", "", False

    def _has_news(self, one: ProposedActor, known_id: str) -> bool:
        """Whether an article tells a name or an office of a known actor that is not known yet."""
        if not all(self.known.bears(known_id, name) for name in (one.name, *one.aliases)):
            return True
        # An office of somebody who is not known yet is new with that one.
        return any(
            not self.known.holds(known_id, office, self.actors.get(office.of, ""))
            for office in one.offices
        )

    def _told(self) -> set[str]:
        """Keys of indirect quotations whose words in marks are proposed for the same speakers."""
        from briefing.intake.draft import ProposedQuote

        marked: list[tuple[int, int, tuple[str, ...]]] = []
        retold: list[tuple[str, ProposedQuote]] = []
        for proposal in self.drawn.proposals:
            one = proposal.one
            if not isinstance(one, ProposedQuote):
                continue
            if one.kind == QuoteKind.INDIRECT:
                retold.append((proposal.key, one))
            elif one.kind != QuoteKind.SCARE:
                verdict = self.verdicts.get(proposal.key)
                if verdict is None or verdict.outcome != Outcome.REJECTED:
                    marked.append((one.start, one.end, tuple(sorted(one.speakers))))
        marked.sort()
        told: set[str] = set()
        for key, one in retold:
            speakers = tuple(sorted(one.speakers))
            first = bisect_left(marked, (one.start, 0, ()))
            last = bisect_left(marked, (one.end, 0, ()))
            if any(end <= one.end and who == speakers for _at, end, who in marked[first:last]):
                told.add(key)
        return told

    def _held(self) -> _Held:
        connection = self.connection
        passages = {p.id: p for p in find(connection, Passage, document_id=self.document_id)}
        ids = list(passages)
        links: list[PassageLink] = []
        for at in range(0, len(ids), _CHUNK):
            links += find(connection, PassageLink, passage_id=ids[at : at + _CHUNK])
        here: dict[str, list[tuple[int, int, str]]] = {}
        for link in links:
            place = passages[link.passage_id]
            here.setdefault(link.entry_kind, []).append((place.start, place.end, link.entry_id))
        same = canonical_ids(connection)
        events = get_many(connection, Event, [i for *_p, i in here.get("event", ())])
        ties = find(connection, Relation, briefing_id=self.briefing_id)
        mine = self._mine(here)
        return _Held(
            mine,
            {
                kind: max((end - start for start, end, _entry in some), default=0)
                for kind, some in mine.items()
            },
            {i: one.happened for i, one in events.items()},
            {
                (same.get(r.from_id, r.from_id), same.get(r.to_id, r.to_id), r.relation_kind): r.id
                for r in ties
                if r.from_id and r.to_id
            },
        )

    def _mine(
        self, here: Mapping[str, list[tuple[int, int, str]]]
    ) -> dict[str, list[tuple[int, int, str]]]:
        """What rests on the document, belongs to this briefing, and was not drawn out itself."""
        drawn = {verdict.entry_id for verdict in self.verdicts.values()}
        found: dict[str, list[tuple[int, int, str]]] = {}
        for kind in ("quote", "event", "claim"):
            entries = get_many(self.connection, KINDS[kind], [i for *_p, i in here.get(kind, ())])
            mine = {
                i
                for i, one in entries.items()
                if not one.deleted
                and getattr(one, "briefing_id", "") == self.briefing_id
                and i not in drawn
            }
            found[kind] = sorted(place for place in here.get(kind, ()) if place[2] in mine)
        return found


@dataclass(frozen=True, slots=True)
class _Held:
    """What the briefing holds already of a document: entries by place, dates of events, its ties."""

    places: Mapping[str, list[tuple[int, int, str]]]
    longest: Mapping[str, int]
    dates: Mapping[str, str]
    ties: Mapping[tuple[str, str, str], str]

    def entry(self, kind: str, one: Proposal, actors: Mapping[str, str]) -> str:
        """The entry that says what a proposal says, or nothing."""
        from briefing.intake.draft import ProposedEvent, ProposedRelation

        if isinstance(one, ProposedRelation):
            start, end = actors.get(one.from_id, ""), actors.get(one.to_id, "")
            return self.ties.get((start, end, one.kind), "") if start and end else ""
        for span in _spans(one):
            places = self.places.get(kind, [])
            first = span[0] - self.longest.get(kind, 0)
            near = bisect_left(places, (first,)), bisect_left(places, (span[1],))
            for start, end, entry in places[slice(*near)]:
                common = min(end, span[1]) - max(start, span[0])
                if common < _ALIKE * (max(end, span[1]) - min(start, span[0])):
                    # Words within other words say something else: a part that is quoted, a clause.
                    continue
                if not isinstance(one, ProposedEvent) or self.dates.get(entry) == one.when:
                    return entry
        return ""


def _spans(one: Proposal) -> tuple[Span, ...]:
    from briefing.intake.draft import ProposedActor, ProposedQuote

    if isinstance(one, ProposedActor):
        return one.mentions or one.passages
    if isinstance(one, ProposedQuote):
        return one.fragments or ((one.start, one.end),)
    return one.passages
