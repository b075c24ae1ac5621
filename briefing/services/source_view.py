"""Sources as a card, their documents with passages, and what rests on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Section
from briefing.domain.citing import Run, without_citations
from briefing.domain.claim import Claim
from briefing.domain.dates import short
from briefing.domain.event import Event
from briefing.domain.grades import Reliability
from briefing.domain.hypothesis import Evidence, HypothesisMatrix
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.quote import Quote
from briefing.domain.records import KINDS, word
from briefing.domain.relation import Relation
from briefing.domain.source import (
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceAuthor,
    SourceLink,
    SourceLinkKind,
    newest_of,
)
from briefing.services.actor_view import Line, quoted
from briefing.store import quotes
from briefing.store.coverage import passage_counts
from briefing.store.records import find, get_many
from briefing.store.sameness import actors_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Entries that ought to rest on a passage.
STATEMENTS = ("quote", "claim", "event", "relation", "bloc", "judgment")
_UNTITLED = "Untitled"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the list; ``passages`` counts those of its documents."""

    id: str
    title: str
    about: str
    reliability: str
    passages: int


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage of the text, in code points, with what rests on it."""

    id: str
    start: int
    end: int
    exact: str
    state: str
    rests: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source opened: how it is cited and graded, where it stands, and its document."""

    id: str
    title: str
    citation: str
    reliability: str
    meaning: str
    reason: str
    links: tuple[str, ...]
    document_id: str
    text: str
    spans: tuple[PassageSpan, ...]
    rests: tuple[Line, ...]


def title_of(connection: Connection, records: Iterable[Record]) -> dict[str, str]:
    """Id → the words by which an entry is known in a list."""
    found: dict[str, str] = {}
    relations: list[Relation] = []
    members: list[BlocMember] = []
    for one in records:
        match one:
            case Quote():
                found[one.id] = quoted(one.words, one.quote_kind)
            case Claim():
                found[one.id] = one.proposition
            case Event():
                found[one.id] = one.what
            case Judgment() | Indicator() | Evidence():
                found[one.id] = one.text
            case HypothesisMatrix():
                found[one.id] = one.question
            case Bloc() | Actor():
                found[one.id] = one.name
            case Relation():
                relations.append(one)
            case BlocMember():
                members.append(one)
            case Source():
                found[one.id] = one.title or one.csl_type
            case Section():
                words = one.heading or without_citations(one.body)
                found[one.id] = words or one.section_kind.capitalize()
            case _:
                found[one.id] = str(
                    getattr(one, "title", "") or getattr(one, "body", "") or one.kind
                )
    ends = actors_by_id(
        connection,
        [i for r in relations for i in (r.from_id, r.to_id)] + [m.actor_id for m in members],
    )
    for m in members:
        actor = ends.get(m.actor_id or "")
        found[m.id] = actor.name if actor else "not received"
    for r in relations:
        names = [
            ends[i].name if i in ends else "not received" for i in (r.from_id or "", r.to_id or "")
        ]
        found[r.id] = f"{names[0]} – {names[1]}: {r.relation_kind}"
    return found


def entry_lines(connection: Connection, entries: Iterable[tuple[str, str]]) -> list[Line]:
    """Lines of entries named by kind and id; what is deleted or unknown is left out."""
    wanted = list(dict.fromkeys(entries))
    by_kind: dict[str, list[str]] = {}
    for kind, entry_id in wanted:
        if kind in KINDS:
            by_kind.setdefault(kind, []).append(entry_id)
    titles: dict[str, str] = {}
    for kind, ids in by_kind.items():
        found = [r for r in get_many(connection, KINDS[kind], ids).values() if not r.deleted]
        titles.update(title_of(connection, found))
    return [Line(titles[i], word(k), "", k, i) for k, i in wanted if i in titles]


def cite(ws: Workspace, source_id: str) -> str:
    """The citation of a source: formatted where that is at hand, else title, publisher, date."""
    return "".join(run.text for run in cite_rich(ws, source_id))


def cite_rich(ws: Workspace, source_id: str) -> tuple[Run, ...]:
    """The same as runs, the titles of books and periodicals in italics; none where it is not known."""
    with ws.read() as connection:
        source = get_many(connection, Source, [source_id]).get(source_id)
        return _citation(connection, source) if source else ()


def _citation(connection: Connection, source: Source) -> tuple[Run, ...]:
    authors = find(connection, SourceAuthor, source_id=source.id)
    names = [a.literal or ", ".join(filter(None, (a.family, a.given))) for a in authors]
    if source.title:
        # Loaded here, for it takes a while and most views never cite.
        from briefing.export.citations import cite_rich as formatted
        from briefing.export.citations import csl_item

        return formatted([csl_item(source, authors)])[0]
    parts = [
        "; ".join(names),
        # No name of a file: what is cited goes elsewhere.
        source.descriptor or _UNTITLED,
        source.container,
        source.publisher if source.publisher not in names else "",
        short(source.issued),
    ]
    return (Run(", ".join(filter(None, parts))),)


def sources_of(ws: Workspace, kind: str, entry_id: str) -> list[str]:
    """Ids of the sources that an entry rests on, each once: who said it, then where it was read."""
    with ws.read() as connection:
        links = find(connection, PassageLink, entry_kind=kind, entry_id=entry_id)
        passages = get_many(connection, Passage, [x.passage_id for x in links])
        documents = get_many(connection, Document, [p.document_id for p in passages.values()])
        ids: list[str] = []
        for link in links:
            passage = passages.get(link.passage_id)
            document = documents.get(passage.document_id) if passage else None
            if link.source_id:
                ids.append(link.source_id)
            if document:
                ids.append(document.source_id)
        found = get_many(connection, Source, ids)
        return [i for i in dict.fromkeys(ids) if i in found]


def source_list(ws: Workspace, briefing_id: str) -> list[SourceRow]:
    """The sources on a briefing's desk in their order."""
    with ws.read() as connection:
        desk = find(connection, BriefingSource, briefing_id=briefing_id)
        ids = list(dict.fromkeys(d.source_id for d in desk if d.source_id))
        sources = get_many(connection, Source, ids)
        passages: dict[str, int] = {}
        files: dict[str, str] = {}
        if ids:
            held = find(connection, Document, source_id=ids)
            documents = {d.id: d.source_id for d in held}
            files = {d.source_id: d.filename for d in held}
            if documents:
                for p in find(connection, Passage, document_id=list(documents)):
                    owner = documents[p.document_id]
                    passages[owner] = passages.get(owner, 0) + 1
    rows: list[SourceRow] = []
    for one in (sources[i] for i in ids if i in sources and not sources[i].deleted):
        about = one.genre or one.csl_type.replace("_", " ").replace("-", " ")
        about = about[:1].upper() + about[1:]
        rows.append(
            SourceRow(
                one.id,
                one.title or one.descriptor or files.get(one.id) or _UNTITLED,
                " · ".join(filter(None, (about, short(one.issued)))),
                one.reliability,
                passages.get(one.id, 0),
            )
        )
    return rows


def source_card(ws: Workspace, source_id: str, document_id: str = "") -> SourceCard | None:
    """A source with its (newest, or named) document; None where there is no such source."""
    with ws.read() as connection:
        source = get_many(connection, Source, [source_id]).get(source_id)
        if source is None:
            return None
        documents = find(connection, Document, source_id=source_id)
        document = next((d for d in documents if d.id == document_id), None)
        document = document or newest_of(documents)
        text = quotes.document_text(connection, document.text_sha256) if document else ""
        spans, rests = _spans(connection, document, source_id)
        known = source.reliability in set(Reliability)
        grade = Reliability(source.reliability) if known else None
        cited = "".join(run.text for run in _citation(connection, source))
        return SourceCard(
            source.id,
            source.title
            or source.descriptor
            or (document.filename if document else "")
            or _UNTITLED,
            # The file's name stands above as its title already.
            cited if source.title or source.descriptor else _without_title(cited),
            source.reliability,
            f"{grade.label}. {grade.meaning}" if grade else "",
            " ".join(filter(None, (source.reliability_reason, source.descriptor))),
            tuple(_links(connection, source_id)),
            document.id if document else "",
            text,
            spans,
            rests,
        )


def _spans(
    connection: Connection, document: Document | None, source_id: str
) -> tuple[tuple[PassageSpan, ...], tuple[Line, ...]]:
    passages = find(connection, Passage, document_id=document.id) if document else ()
    links: list[PassageLink] = []
    ids = [p.id for p in passages]
    for at in range(0, len(ids), 500):
        links += find(connection, PassageLink, passage_id=ids[at : at + 500])
    carried = find(connection, PassageLink, source_id=source_id)
    pairs = [(x.entry_kind, x.entry_id) for x in (*links, *carried)]
    lines = {line.id: line for line in entry_lines(connection, pairs)}
    by_passage: dict[str, list[Line]] = {}
    for link in links:
        if link.entry_id in lines:
            by_passage.setdefault(link.passage_id, []).append(lines[link.entry_id])
    spans = sorted(
        (
            PassageSpan(p.id, p.start, p.end, p.exact, p.state, tuple(by_passage.get(p.id, ())))
            for p in passages
        ),
        key=lambda s: (s.start, s.end),
    )
    return tuple(spans), tuple(lines.values())


def _links(connection: Connection, source_id: str) -> list[str]:
    out = find(connection, SourceLink, source_id=source_id)
    back = find(connection, SourceLink, other_id=source_id)
    names = get_many(
        connection, Source, [x.other_id for x in out if x.other_id] + [x.source_id for x in back]
    )

    def name(other: str | None) -> str:
        found = names.get(other or "")
        return (found.title or found.descriptor) if found else "a source not received"

    grouped: dict[str, list[str]] = {}
    for x in out:
        grouped.setdefault(x.link_kind.capitalize(), []).append(name(x.other_id))
    for x in back:
        verb = "Reports" if x.link_kind == SourceLinkKind.REPORTED_BY else "Is the origin of"
        grouped.setdefault(verb, []).append(name(x.source_id))
    return [f"{verb}: {' · '.join(found)}" for verb, found in grouped.items()]


def passage_place(ws: Workspace, passage_id: str) -> tuple[str, str] | None:
    """Source and document of a passage, or None where it is unknown."""
    with ws.read() as connection:
        passage = get_many(connection, Passage, [passage_id]).get(passage_id)
        if passage is None:
            return None
        document = get_many(connection, Document, [passage.document_id]).get(passage.document_id)
        return (document.source_id, document.id) if document else None


def document_source(ws: Workspace, document_id: str) -> str:
    """The source that a document was read from, or empty."""
    with ws.read() as connection:
        found = get_many(connection, Document, [document_id]).get(document_id)
        return found.source_id if found else ""


def unsourced(ws: Workspace, briefing_id: str) -> list[Line]:
    """The briefing's statements that rest on no passage, a judgment on none of an entry either."""
    with ws.read() as connection:
        bare = quotes.entries_without_passage(connection, briefing_id, STATEMENTS)
        judgments = [record_id for kind, record_id in bare if kind == Judgment.kind]
        basis: dict[str, list[str]] = {}
        for one in find(connection, Basis, judgment_id=judgments):
            basis.setdefault(one.judgment_id, []).append(one.entry_id)
        carried = passage_counts(connection, [i for ids in basis.values() for i in ids])
        resting = {one for one, ids in basis.items() if any(i in carried for i in ids)}
        return entry_lines(connection, [ref for ref in bare if ref[1] not in resting])


def _without_title(cited: str) -> str:
    """What a citation says beside "Untitled": a date, an address, or nothing."""
    return cited.removeprefix(_UNTITLED).lstrip(" ,.")
