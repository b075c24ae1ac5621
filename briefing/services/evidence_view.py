"""What an entry rests on, source by source with the words around each passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorName, Membership, Office
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import BlocMember
from briefing.domain.briefing import Section
from briefing.domain.citing import parse_citations
from briefing.domain.claim import Claim
from briefing.domain.dates import short
from briefing.domain.hypothesis import Evidence
from briefing.domain.judgment import Basis
from briefing.domain.quote import QuoteSpeaker
from briefing.domain.records import KINDS, word
from briefing.domain.relation import Relation
from briefing.domain.source import (
    AnchorState,
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceLink,
    SourceLinkKind,
)
from briefing.services.source_view import title_of
from briefing.services.surroundings import after as words_after
from briefing.services.surroundings import before as words_before
from briefing.store import quotes
from briefing.store.records import find, get, get_many
from briefing.store.sameness import actors_by_id, ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Passages shown at most; the rest are only counted.
MOST = 20

_HEADINGS = {
    "source": "What this source is used for",
    "passage": "Where this passage stands",
    "actor": "Sources on this actor",
    "section": "Sources for this section",
    "bloc": "Sources for this bloc",
    "bloc_member": "Sources for this member",
    "judgment": "Sources for this judgment",
}


@dataclass(frozen=True, slots=True)
class PassageWords:
    """A passage with the words around it.

    ``role`` is "asserts", "denies" or empty. ``through`` names the entry that stands between: what a
    judgment rests on, rests on a passage itself.
    """

    id: str
    before: str
    exact: str
    after: str
    document_id: str
    state: str
    role: str
    through: str


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """A source that the entry rests on. ``credibility`` is empty where nobody has judged it."""

    id: str
    title: str
    about: str
    issued: str
    reported_by: str
    reliability: str
    credibility: str
    reason: str
    passages: tuple[PassageWords, ...]

    @property
    def grade(self) -> str:
        """The letter and, where the information was judged, the digit: "B2" or "B"."""
        return self.reliability + self.credibility


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """All that an entry rests on. ``more`` counts passages that are left out."""

    kind: str
    id: str
    heading: str
    title: str
    total: int
    cards: tuple[SourceEvidence, ...]
    more: int

    @property
    def counted(self) -> str:
        """How many of the briefing's sources are here: "2 of 9"."""
        return f"{len(self.cards)} of {self.total}"


@dataclass(frozen=True, slots=True)
class _Use:
    """A passage in use: whose words they are, what they are for, and through which entry."""

    passage_id: str
    source_id: str | None = None
    role: str = ""
    through: str = ""


def entry_title(ws: Workspace, kind: str, record_id: str) -> str:
    """The words by which an entry is known; empty where it is unknown."""
    with ws.read() as connection:
        title, heading = _title(connection, kind, record_id), ""
        record = get(connection, kind, record_id) if kind == "relation" else None
        if record is not None:
            heading = _heading(connection, kind, record) + ": "
        return heading + title


def _title(connection: Connection, kind: str, record_id: str) -> str:
    record = get(connection, kind, record_id) if kind in KINDS else None
    if record is None:
        return ""
    if isinstance(record, Passage):
        return record.exact
    if isinstance(record, Relation):
        # Its two ends are the heading.
        parts = (record.relation_kind, record.certainty, short(record.held))
        words = " · ".join(filter(None, parts))
        return words[:1].upper() + words[1:]
    return title_of(connection, [record]).get(record_id, "")


def evidence(ws: Workspace, kind: str, record_id: str, briefing_id: str | None) -> EvidenceView:
    """What an entry rests on, source by source in the order of its passages.

    A judgment, a bloc, a section and an actor rest on what belongs to them, too. An entry that is not
    known has no cards.
    """
    with ws.read() as connection:
        record = get(connection, kind, record_id) if kind in KINDS else None
        if isinstance(record, Document):
            # A document is its source as it was read: it rests on itself.
            record = get(connection, "source", record.source_id or "") or record
        desk = find(connection, BriefingSource, briefing_id=briefing_id) if briefing_id else ()
        total = len({d.source_id for d in desk})
        heading = _heading(connection, record.kind if record else kind, record)
        if record is None or record.deleted:
            return EvidenceView(kind, record_id, heading, "", total, (), 0)
        uses = _uses(connection, record)
        shown = uses[:MOST]
        credibility = record.credibility if isinstance(record, (Claim, Evidence)) else ""
        cards = _cards(connection, record, shown, credibility)
        title = _title(connection, record.kind, record.id)
        if isinstance(record, Source):
            title = next((c.title for c in cards if c.id == record.id), title)
    return EvidenceView(kind, record_id, heading, title, total, cards, len(uses) - len(shown))


def _heading(connection: Connection, kind: str, record: Record | None) -> str:
    if isinstance(record, Relation):
        ends = actors_by_id(connection, [record.from_id, record.to_id])
        names = [
            ends[i].name if i in ends else "not received"
            for i in (record.from_id or "", record.to_id or "")
        ]
        return " — ".join(names)
    return _HEADINGS.get(kind, "Sources for this statement")


def _uses(connection: Connection, record: Record) -> list[_Use]:
    """The passages of an entry, its own first, each once for a source and a role."""
    if isinstance(record, Passage):
        carried = find(connection, PassageLink, passage_id=record.id)
        origin = next((link.source_id for link in carried if link.source_id), None)
        return [_Use(record.id, origin)]
    if isinstance(record, Source):
        return _uses_of_source(connection, record.id)
    entries = [(record.kind, record.id), *_beneath(connection, record)]
    found: dict[tuple[str, str | None, str], _Use] = {}
    links = _links(connection, entries)
    titles = _titles(connection, {e for e in entries[1:] if e in links})
    for entry in dict.fromkeys(entries):
        for link in links.get(entry, ()):
            through = titles.get(entry, "")
            key = (link.passage_id, link.source_id, link.role)
            found.setdefault(key, _Use(link.passage_id, link.source_id, link.role, through))
    return list(found.values())


def _uses_of_source(connection: Connection, source_id: str) -> list[_Use]:
    documents = [d.id for d in find(connection, Document, source_id=source_id)]
    own = find(connection, Passage, document_id=documents) if documents else ()
    uses = [_Use(p.id, source_id) for p in sorted(own, key=lambda p: (p.document_id, p.start))]
    uses += [
        _Use(link.passage_id, source_id, link.role)
        for link in find(connection, PassageLink, source_id=source_id)
    ]
    return list({use.passage_id: use for use in reversed(uses)}.values())[::-1]


def _beneath(connection: Connection, record: Record) -> list[tuple[str, str]]:
    """The entries that an entry rests on or consists of."""
    own = record.id
    match record.kind:
        case "judgment":
            return [(b.entry_kind, b.entry_id) for b in find(connection, Basis, judgment_id=own)]
        case "bloc":
            return [("bloc_member", m.id) for m in find(connection, BlocMember, bloc_id=own)]
        case "bloc_member" if isinstance(record, BlocMember):
            # Who has no passage of its own stands there by those of the bloc.
            return [("bloc", record.bloc_id)]
        case "hypothesis_matrix":
            rows = find(connection, Evidence, matrix_id=own)
            return [("evidence", e.id) for e in rows] + [(e.entry_kind, e.entry_id) for e in rows]
        case "actor":
            parts: list[tuple[str, str]] = []
            every = ids_of(connection, own)
            for cls in (Office, ActorName, Membership):
                parts += [(cls.kind, p.id) for p in find(connection, cls, actor_id=every)]
            spoken = find(connection, QuoteSpeaker, actor_id=every)
            return parts + [("quote", s.quote_id) for s in spoken]
        case _:
            pass
    if isinstance(record, Evidence):
        return [(record.entry_kind, record.entry_id)] if record.entry_id else []
    if isinstance(record, Annotation):
        return [(record.target_kind, record.target_id)]
    if isinstance(record, Section):
        runs = parse_citations(record.body)
        return [(cite.kind, cite.id) for run in runs for cite in run.cites]
    return []


def _links(
    connection: Connection, entries: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], list[PassageLink]]:
    ids = list(dict.fromkeys(entry_id for _, entry_id in entries))
    found: dict[tuple[str, str], list[PassageLink]] = {}
    for link in find(connection, PassageLink, entry_id=ids):
        found.setdefault((link.entry_kind, link.entry_id), []).append(link)
    return found


def _titles(
    connection: Connection, entries: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    by_kind: dict[str, list[str]] = {}
    for kind, entry_id in entries:
        by_kind.setdefault(kind, []).append(entry_id)
    titles: dict[tuple[str, str], str] = {}
    for kind, ids in by_kind.items():
        if kind not in KINDS:
            continue
        found = title_of(connection, get_many(connection, KINDS[kind], ids).values())
        for entry_id, title in found.items():
            known = title if title != kind else ""
            what = word(kind)[:1].upper() + word(kind)[1:]
            titles[kind, entry_id] = f"{what}: {known}" if known else what
    return titles


def _cards(
    connection: Connection, record: Record, uses: list[_Use], credibility: str
) -> tuple[SourceEvidence, ...]:
    passages = get_many(connection, Passage, [u.passage_id for u in uses])
    documents = get_many(connection, Document, [p.document_id for p in passages.values()])
    texts = {d.id: quotes.document_text(connection, d.text_sha256) for d in documents.values()}
    grouped: dict[str, list[PassageWords]] = {}
    through: dict[str, list[str]] = {}
    if isinstance(record, Source):
        grouped[record.id] = []
    for use in uses:
        passage = passages.get(use.passage_id)
        document = documents.get(passage.document_id) if passage else None
        if passage is None or passage.deleted or document is None:
            continue
        owner = use.source_id or document.source_id
        grouped.setdefault(owner, []).append(_words(passage, texts[document.id], use))
        if owner != document.source_id:
            through.setdefault(owner, []).append(document.source_id)
    for link in find(
        connection,
        SourceLink,
        source_id=list(grouped),
        link_kind=SourceLinkKind.REPORTED_BY.value,
    ):
        if link.other_id:
            through.setdefault(link.source_id, []).append(link.other_id)
    wanted = [*grouped, *(i for some in through.values() for i in some)]
    sources = get_many(connection, Source, wanted)
    files = {d.source_id: d.filename for d in documents.values()}
    if isinstance(record, Source):
        held = find(connection, Document, source_id=record.id)
        files.update({d.source_id: d.filename for d in held})
    cards: list[SourceEvidence] = []
    for source_id, words in grouped.items():
        source = sources.get(source_id)
        if source is None or source.deleted:
            continue
        ways = [i for i in dict.fromkeys(through.get(source_id, ())) if i in sources]
        by = [_name(sources[i], files) for i in ways]
        about = source.genre or source.csl_type.replace("_", " ").replace("-", " ")
        cards.append(
            SourceEvidence(
                source_id,
                _name(source, files),
                about[:1].upper() + about[1:],
                short(source.issued),
                ", ".join(by),
                source.reliability,
                credibility,
                source.reliability_reason,
                tuple(words),
            )
        )
    return tuple(cards)


def _name(source: Source, files: Mapping[str, str]) -> str:
    return source.title or source.descriptor or files.get(source.id) or "Untitled"


def _words(passage: Passage, text: str, use: _Use) -> PassageWords:
    lost = passage.state == AnchorState.ORPHANED or not text
    before = passage.prefix if lost else text[: passage.start]
    after = passage.suffix if lost else text[passage.end :]
    return PassageWords(
        passage.id,
        words_before(before),
        " ".join(passage.exact.split()),
        words_after(after),
        passage.document_id,
        passage.state,
        use.role,
        use.through,
    )
