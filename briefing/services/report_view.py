"""A briefing of the library as a report for paper: what its marking lets through, and its notes.

Annotations never come in here, so no private note can leave the library by this door.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from briefing.domain import grades, markings
from briefing.domain.actor import Actor
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, Section, SectionKind, Status
from briefing.domain.citing import CitationNumbers, Ref, parse_citations, parse_runs
from briefing.domain.claim import Claim
from briefing.domain.dates import friendly
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.records import KINDS, word
from briefing.domain.relation import Relation, RelationParty, Stance
from briefing.domain.source import Document, Passage, PassageLink, Source, SourceAuthor
from briefing.export.citations import cite_rich, csl_item
from briefing.export.report import Endnote, KeyJudgment, SummaryReport, Words
from briefing.services.audience import audience_of, counted, newest_time, refuse_citation
from briefing.services.library_view import desk_words
from briefing.store.records import find, get_many, need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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


def at_marking(ws: Workspace, briefing_id: str, scene: MapScene, limit: str) -> MapScene:
    """The scene of a bloc map without what is marked higher than ``limit``."""
    with ws.read() as connection:
        actors = get_many(connection, Actor, [a.id for a in scene.actors])
        relations = get_many(connection, Relation, [r.id for r in scene.relations])
        blocs = get_many(connection, Bloc, [b.id for b in scene.blocs])
        hidden = {
            (m.bloc_id, m.actor_id)
            for m in (find(connection, BlocMember, bloc_id=list(blocs)) if blocs else ())
            if not markings.allows(limit, m.marking)
        }
        parties = (
            find(connection, RelationParty, relation_id=list(relations), stance=Stance.DENIES.value)
            if relations
            else ()
        )
    denied = {p.relation_id for p in parties if markings.allows(limit, p.marking)}
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
            and markings.allows(limit, relations[r.id].marking)
        ),
        blocs=tuple(
            replace(b, members=tuple(m for m in b.members if m in seen and (b.id, m) not in hidden))
            for b in scene.blocs
            if b.id in blocs and markings.allows(limit, blocs[b.id].marking)
        ),
    )


class _Evidence:
    """Whatever sections and judgments may rest on, read with few statements before it is told."""

    def __init__(
        self, connection: Connection, sections: Sequence[Section], judgments: Sequence[Judgment]
    ) -> None:
        self.basis = _grouped(
            find(connection, Basis, judgment_id=[one.id for one in judgments]) if judgments else (),
            lambda one: one.judgment_id,
        )
        cited: dict[str, list[str]] = {}
        for section in sections:
            if section.section_kind in _PRINTED:
                for run in parse_citations(section.body):
                    for ref in run.cites:
                        cited.setdefault(ref.kind, []).append(ref.id)
        for group in self.basis.values():
            for one in group:
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
        self.sources = get_many(connection, Source, said)
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
        self._numbers = CitationNumbers()
        self._first_with: dict[tuple[tuple[Words, ...], str], Ref] = {}
        self._notes: dict[Ref, Endnote] = {}
        self._said: dict[str, tuple[Words, ...]] = {}
        self._left_out: dict[str, int] = {}
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
            cutoff=_cutoff(briefing.cutoff),
            desk=desk_words(briefing.desk),
            status=_status(briefing),
            is_draft=briefing.status != Status.FINAL,
            language=briefing.language,
            bottom_line=bottom_line,
            judgments=key,
            disputed=disputed,
            would_change=would_change,
            source_statement=statement,
            endnotes=tuple(self._notes[ref] for ref in self._numbers.ordered),
            scales=_scales(judgments),
            left_out=counted(self._left_out),
            timestamp=newest_time(self._connection),
        )

    def _allowed(self, records: Iterable[Any]) -> list[Any]:
        kept: list[Any] = []
        for one in records:
            if markings.allows(self._limit, one.marking):
                kept.append(one)
                self._shown.append(one.marking)
            else:
                self._left_out[one.kind] = self._left_out.get(one.kind, 0) + 1
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
        runs = [Words(r.text, r.bold, r.italic) for r in parse_runs(one.text) if r.text]
        notes = self._cite(refs, must=False)
        if notes:
            runs.append(Words(notes=notes))
        elif not refs:
            runs.append(Words(" (unsourced)", italic=True))
        band = grades.band_of(one.likelihood, one.scale) if one.likelihood else None
        return KeyJudgment(
            tuple(runs),
            one.likelihood[:1].upper() + one.likelihood[1:],
            f"{band.low}–{band.high} %" if band else "",
            band.low if band else None,
            band.high if band else None,
            f"{one.confidence.capitalize()} confidence." if one.confidence else "",
            one.confidence_reason,
        )

    def _indicators(self, judgments: Sequence[Judgment]) -> list[Indicator]:
        ids = [one.id for one in judgments]
        found = find(self._connection, Indicator, judgment_id=ids) if ids else ()
        return self._allowed(sorted(found, key=lambda i: (ids.index(i.judgment_id), i.position)))

    def _cite(self, refs: Iterable[Ref], *, must: bool) -> tuple[int, ...]:
        """The numbers of entries; those that rest on the same words of the same source share one."""
        numbers: list[int] = []
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
            for citation, grade in self._rests_on(ref, entry):
                numbers.append(self._note(ref, citation, grade))
        return tuple(sorted(set(numbers)))

    def _note(self, ref: Ref, citation: tuple[Words, ...], grade: str) -> int:
        known = self._first_with.setdefault(
            # A second source of the same entry has a name of its own.
            (citation, grade),
            Ref(ref.kind, f"{ref.id}/{len(self._first_with)}"),
        )
        number = self._numbers.number(known)
        self._notes.setdefault(known, Endnote(number, citation, grade))
        return number

    def _rests_on(self, ref: Ref, entry: Record) -> list[tuple[tuple[Words, ...], str]]:
        """Citation and grade of each source of an entry; a statement without one says so."""
        known = self._evidence
        pairs: list[tuple[str, str]] = []
        for link in self._allowed(known.links.get(ref, ())):
            passage = known.passages.get(link.passage_id)
            document = known.documents.get(passage.document_id) if passage else None
            held = document.source_id if document else ""
            said = link.source_id or held
            if said:
                pairs.append((said, held if held != said else ""))
        if not pairs:
            what = Words(f"Unsourced: {word(entry.kind).lower()} without a passage.")
            return [((what,), "")]
        credibility = entry.credibility if isinstance(entry, Claim) else ""
        # What was held alone is named with the source whose words it carries.
        carriers = {held for _, held in pairs if held}
        pairs = [(said, held) for said, held in pairs if held or said not in carriers]
        found: list[tuple[tuple[Words, ...], str]] = []
        for said, held in dict.fromkeys(pairs):
            source, via = known.sources.get(said), known.sources.get(held)
            if source is None:
                found.append(((Words("A source that is not received yet."),), ""))
            elif not self._allowed([source]):
                found.append(((Words("A source that this marking does not carry."),), ""))
            else:
                grade = f"{source.reliability}{credibility}"
                found.append((self._citation(source, via), grade))
        return found

    def _citation(self, source: Source, via: Source | None) -> tuple[Words, ...]:
        words = self._formatted(source)
        if via is None or not self._allowed([via]):
            return words
        name = via.title or via.descriptor
        return (*words, Words(f" Reported by {name}, {via.reliability}.")) if name else words

    def _formatted(self, source: Source) -> tuple[Words, ...]:
        known = self._said.get(source.id)
        if known is None:
            authors = self._evidence.authors.get(source.id, ())
            runs = cite_rich([csl_item(source, authors)])[0]
            known = tuple(Words(run.text, run.bold, run.italic) for run in runs)
            self._said[source.id] = known
        return known


def _status(briefing: Briefing) -> str:
    if briefing.status == Status.FINAL:
        return f"version {briefing.version}"
    return f"{briefing.status} {briefing.version}"


def _cutoff(text: str) -> str:
    """An ISO 8601 time as it is said, with its zone; a text that is none as it stands."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = friendly(f"{when:%Y-%m-%d}")
    offset = when.utcoffset()
    if offset is None:
        return f"{day}, {when:%H:%M}" if "T" in text else day
    zone = "UTC" if not offset else when.strftime("%:z").join(("UTC", ""))
    if not offset:
        when = when.astimezone(UTC)
    return f"{day}, {when:%H:%M} {zone}"


def _scales(judgments: Sequence[Judgment]) -> str:
    names = list(dict.fromkeys(one.scale for one in judgments if one.likelihood)) or [
        grades.ICD_203
    ]
    return (
        f"Likelihood: {' and '.join(names)}. Confidence: ICD 203, apart from likelihood. Grades in "
        "brackets: NATO, reliability of the source A–F, credibility of the claim 1–6; F and 6 say "
        "“cannot be judged”. Marking: TLP 2.0."
    )
