"""A briefing of the library as a report for paper: what its marking lets through, and its notes.

Annotations never come in here, so no private note can leave the library by this door.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from briefing.domain import markings
from briefing.domain.actor import Actor, SameAs
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, Release, Section, SectionKind, Status, desk_words
from briefing.domain.citing import Ref, parse_citations, parse_runs
from briefing.domain.claim import Claim
from briefing.domain.dates import friendly
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.records import KINDS
from briefing.domain.relation import Relation, RelationParty, Stance
from briefing.domain.source import Document, Passage, PassageLink, Source, SourceAuthor
from briefing.export.excerpt import drawn_words
from briefing.export.report import KeyJudgment, SummaryReport, Words
from briefing.services.audience import (
    audience_of,
    counted,
    newest_time,
    of_no_laptop,
    refuse_citation,
)
from briefing.services.drawn_marks import made_by_tools
from briefing.services.endnoting import NOT_RECEIVED, WITHHELD, Cited, Endnotes, unsourced, voices
from briefing.services.report_words import (
    changes_words,
    cutoff_words,
    judgment_words,
    scale_words,
    status_words,
)
from briefing.store.records import find, get_many, need
from briefing.store.sameness import ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.analysis.map_scene import MapScene
    from briefing.domain.citing import Run
    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_PRINTED = (SectionKind.BOTTOM_LINE, SectionKind.DISPUTED, SectionKind.SOURCE_SUMMARY)

K = TypeVar("K")
R = TypeVar("R")


def summary_report(ws: Workspace, briefing_id: str, *, marking: str = "") -> SummaryReport:
    """The report of a briefing at a marking, by default the briefing's own; without pictures.

    What is marked higher is left out, and the report says how much. Raises NotFoundError for an
    unknown id, and UserError where the briefing, or an entry that a kept section cites, is marked
    higher: such a page would not be whole.
    """
    with ws.read() as connection:
        briefing = cast("Briefing", need(connection, Briefing.kind, briefing_id))
        limit = audience_of(briefing, marking)
        return _Maker(connection, briefing, limit).report()


def at_marking(ws: Workspace, scene: MapScene, limit: str) -> MapScene:
    """The scene of a bloc map without what is marked higher than ``limit``."""
    with ws.read() as connection:
        actors = get_many(connection, Actor, [a.id for a in scene.actors])
        relations = get_many(connection, Relation, [r.id for r in scene.relations])
        blocs = get_many(connection, Bloc, [b.id for b in scene.blocs])
        # Where it may not be told that two are one, what stands under the other is not told of this one.
        told = ends(s for s in find(connection, SameAs) if markings.allows(limit, s.marking))
        joined = {
            (m.bloc_id, told.get(m.actor_id or "", m.actor_id))
            for m in (find(connection, BlocMember, bloc_id=list(blocs)) if blocs else ())
            if markings.allows(limit, m.marking)
        }
        parties = (
            find(connection, RelationParty, relation_id=list(relations), stance=Stance.DENIES.value)
            if relations
            else ()
        )
        deniers = get_many(connection, Actor, [p.actor_id for p in parties if p.actor_id])
    # A party who may not be named denies nothing here: the lists do not tell of it either.
    silent = {i for i, one in deniers.items() if not markings.allows(limit, one.marking)}
    denied = {
        p.relation_id
        for p in parties
        if markings.allows(limit, p.marking) and p.actor_id not in silent
    }
    seen = {i for i, one in actors.items() if markings.allows(limit, one.marking)}
    return replace(
        scene,
        actors=tuple(a for a in scene.actors if a.id in seen),
        relations=tuple(
            replace(r, denied=r.denied and r.id in denied)
            for r in scene.relations
            if r.from_id in seen
            and r.to_id in seen
            and r.id in relations
            and told.get(one := relations[r.id].from_id or "", one) == r.from_id
            and told.get(two := relations[r.id].to_id or "", two) == r.to_id
            and markings.allows(limit, relations[r.id].marking)
        ),
        blocs=tuple(
            replace(b, members=tuple(m for m in b.members if m in seen and (b.id, m) in joined))
            for b in scene.blocs
            if b.id in blocs and markings.allows(limit, blocs[b.id].marking)
        ),
    )


class _Evidence:
    """Whatever sections and judgments may rest on, read with few statements before it is told."""

    def __init__(
        self, connection: Connection, sections: Sequence[Section], judgments: Sequence[Judgment]
    ) -> None:
        cited: dict[str, list[str]] = {Judgment.kind: [one.id for one in judgments]}
        for section in sections:
            if section.section_kind in _PRINTED:
                for run in parse_citations(section.body):
                    for ref in run.cites:
                        cited.setdefault(ref.kind, []).append(ref.id)
        self.basis: dict[str, list[Basis]] = {}
        asked: set[str] = set()
        # A judgment may rest on another.
        while ids := set(cited[Judgment.kind]) - asked:
            asked |= ids
            found = find(connection, Basis, judgment_id=ids)
            self.basis |= _grouped(found, lambda one: one.judgment_id)
            for one in found:
                cited.setdefault(one.entry_kind, []).append(one.entry_id)
        self.entries: dict[Ref, Record] = {}
        self.links: dict[Ref, list[PassageLink]] = {}
        for kind, ids in cited.items():
            if kind not in KINDS:
                continue
            found = get_many(connection, KINDS[kind], ids)
            self.entries |= {Ref(kind, key): entry for key, entry in found.items()}
            if found:
                links = find(connection, PassageLink, entry_kind=kind, entry_id=list(found))
                self.links |= _grouped(links, lambda one: Ref(one.entry_kind, one.entry_id))
        links = [link for group in self.links.values() for link in group]
        self.passages = get_many(connection, Passage, [one.passage_id for one in links])
        held = [one.document_id for one in self.passages.values()]
        self.documents = get_many(connection, Document, held)
        said = [one.source_id for one in (*links, *self.documents.values()) if one.source_id]
        said += [one.id for one in self.entries.values() if isinstance(one, Source)]
        found = get_many(connection, Source, said)
        self.sources = {key: of_no_laptop(one) for key, one in found.items()}
        self.authors = _grouped(
            find(connection, SourceAuthor, source_id=list(self.sources)) if self.sources else (),
            lambda one: one.source_id,
        )


def _grouped(records: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    """Records by what ``key`` says of them, each group in the order given."""
    groups: dict[K, list[R]] = {}
    for one in records:
        groups.setdefault(key(one), []).append(one)
    return groups


class _Maker:
    """Reads one briefing; numbers grow in the order in which the page is read."""

    def __init__(self, connection: Connection, briefing: Briefing, limit: markings.Marking) -> None:
        self._connection = connection
        self._briefing = briefing
        self._limit = limit
        self._notes = Endnotes(lambda source_id: self._evidence.authors.get(source_id, ()))
        self._left_out: dict[str, set[str]] = {}
        self._asked: set[Ref] = set()
        #: Ids of the entries that the page rests on.
        self._used: set[str] = set()
        self._shown: list[str] = [briefing.marking]

    def report(self) -> SummaryReport:
        """The report; the parts are read in the order of the page, for the numbers' sake."""
        briefing = self._briefing
        sections = self._allowed(find(self._connection, Section, briefing_id=briefing.id))
        judgments = self._allowed(
            find(self._connection, Judgment, briefing_id=briefing.id, key=True)
        )
        self._evidence = _Evidence(self._connection, sections, judgments)
        bottom_line = self._section(sections, SectionKind.BOTTOM_LINE)
        key = tuple(self._judgment(one) for one in judgments)
        disputed = self._section(sections, SectionKind.DISPUTED)
        would_change = tuple(dict.fromkeys(one.text for one in self._indicators(judgments)))
        statement = self._section(sections, SectionKind.SOURCE_SUMMARY)
        return SummaryReport(
            title=briefing.title,
            marking=markings.highest(self._shown).label,
            as_of=friendly(briefing.as_of) if briefing.as_of else "",
            cutoff=cutoff_words(briefing.cutoff),
            desk=desk_words(briefing.desk),
            status=status_words(briefing),
            is_draft=briefing.status != Status.FINAL,
            language=briefing.language,
            bottom_line=bottom_line,
            judgments=key,
            disputed=disputed,
            would_change=would_change,
            source_statement=statement,
            endnotes=self._notes.notes,
            scales=scale_words(judgments),
            drawn=self._drawn(),
            changes=changes_words(briefing, self._releases()),
            left_out=counted({kind: len(ids) for kind, ids in self._left_out.items()}),
            timestamp=newest_time(self._connection),
        )

    def _releases(self) -> list[Release]:
        """The final versions that this page may tell of."""
        found = find(self._connection, Release, briefing_id=self._briefing.id)
        return [one for one in found if markings.allows(self._limit, one.marking)]

    def _drawn(self) -> str:
        """That a tool made some of what the page rests on or draws, and nobody has looked at it."""
        connection = self._connection
        ties = find(connection, Relation, briefing_id=self._briefing.id)
        seen = {one.id for one in ties if markings.allows(self._limit, one.marking)}
        made = made_by_tools(connection, seen | self._used)
        return drawn_words(len(made), (one.tool for one in made.values()))

    def _allowed(self, records: Iterable[Any]) -> list[Any]:
        kept: list[Any] = []
        for one in records:
            if markings.allows(self._limit, one.marking):
                kept.append(one)
                self._shown.append(one.marking)
            else:
                self._left_out.setdefault(one.kind, set()).add(one.id)
        return kept

    def _section(self, sections: Sequence[Section], kind: SectionKind) -> tuple[Words, ...]:
        found = [one for one in sections if one.section_kind == kind]
        runs: list[Words] = []
        for one in found:
            if runs:
                runs.append(Words(" "))
            runs += self._words(parse_citations(one.body))
        return tuple(runs)

    def _words(self, runs: Iterable[Run]) -> list[Words]:
        return [
            Words(run.text, run.bold, run.italic, self._cite(run.cites, must=True)) for run in runs
        ]

    def _judgment(self, one: Judgment) -> KeyJudgment:
        basis = self._evidence.basis.get(one.id, ())
        refs = [Ref(b.entry_kind, b.entry_id) for b in self._allowed(basis)]
        own = Ref(one.kind, one.id)
        if own in self._evidence.links:
            refs.insert(0, own)
        runs = [Words(r.text, r.bold, r.italic) for r in parse_runs(one.text) if r.text]
        notes = self._cite(refs, must=False)
        if notes:
            runs.append(Words(notes=notes))
        elif not refs and not basis:
            runs.append(Words(" (unsourced)", italic=True))
        return judgment_words(one, runs)

    def _indicators(self, judgments: Sequence[Judgment]) -> list[Indicator]:
        ids = [one.id for one in judgments]
        found = find(self._connection, Indicator, judgment_id=ids) if ids else ()
        return self._allowed(sorted(found, key=lambda i: (ids.index(i.judgment_id), i.position)))

    def _cite(self, refs: Iterable[Ref], *, must: bool) -> tuple[int, ...]:
        """The numbers of entries; those that rest on the same words of the same source share one."""
        return tuple(sorted({self._notes.number(one) for one in self._behind(refs, must=must)}))

    def _behind(self, refs: Iterable[Ref], *, must: bool) -> Iterator[Cited]:
        """What is cited of each entry that is here and may be shown."""
        for ref in refs:
            if ref.kind not in KINDS:
                continue
            entry = self._evidence.entries.get(ref)
            if entry is None or entry.deleted:
                continue
            if not markings.allows(self._limit, entry.marking):
                if must:
                    raise refuse_citation(entry, self._limit)
                self._allowed([entry])
                continue
            self._shown.append(entry.marking)
            self._used.add(entry.id)
            # Judgments can rest on each other in a ring.
            if ref not in self._asked:
                self._asked.add(ref)
                yield from self._rests_on(ref, entry)
                self._asked.discard(ref)

    def _rests_on(self, ref: Ref, entry: Record) -> list[Cited]:
        """Citation and grade of each source of an entry; a statement without one says so."""
        known = self._evidence
        pairs: list[tuple[str, str]] = []
        links = known.links.get(ref, ())
        shown = self._allowed(links)
        withheld = len(shown) < len(links)
        for link in shown:
            passage = known.passages.get(link.passage_id)
            document = known.documents.get(passage.document_id) if passage else None
            if len(self._allowed(filter(None, (passage, document)))) < bool(passage) + bool(
                document
            ):
                withheld = True
                continue
            held = document.source_id if document else ""
            said = link.source_id or held
            if said:
                pairs.append((said, held if held != said else ""))
        if not pairs:
            if isinstance(entry, Source):
                # As it is kept beside: without what tells of this laptop.
                source = known.sources[entry.id]
                return [(self._notes.citation(source), source.reliability)]
            basis = known.basis.get(entry.id, ()) if isinstance(entry, Judgment) else ()
            refs = [Ref(b.entry_kind, b.entry_id) for b in self._allowed(basis)]
            through = list(self._behind(refs, must=False))
            return through or [WITHHELD if withheld or basis else unsourced(entry)]
        credibility = entry.credibility if isinstance(entry, Claim) else ""
        found: list[Cited] = []
        for said, held in voices(pairs):
            source, via = known.sources.get(said), known.sources.get(held)
            if source is None:
                found.append(NOT_RECEIVED)
            elif not self._allowed([source]):
                found.append(WITHHELD)
            else:
                carrier = via if via is not None and self._allowed([via]) else None
                grade = f"{source.reliability}{credibility}"
                found.append((self._notes.citation(source, carrier), grade))
        return found
