"""The Brief as one screen shows it: bottom line, judgments, what is disputed, and the sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing, Release, Section, SectionKind
from briefing.domain.citing import Block, CitationNumbers, Ref, parse_blocks, parse_runs
from briefing.domain.grades import band_of
from briefing.domain.judgment import Basis, Judgment
from briefing.domain.source import Document, Passage, PassageLink
from briefing.errors import NotFoundError
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.citing import Run
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


@dataclass(frozen=True, slots=True)
class JudgmentLine:
    """A judgment as a row. ``low`` and ``high``: per cent, None where its scale lacks the term.

    ``sources`` counts the different sources of its own passages and of those of its basis.
    """

    id: str
    text: str
    runs: tuple[Run, ...]
    likelihood: str
    scale: str
    low: int | None
    high: int | None
    confidence: str
    confidence_reason: str
    key: bool
    basis: tuple[Ref, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section with its heading, which is named after its kind where it has none of its own."""

    id: str
    section_kind: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """A briefing ready to be read. ``numbers`` has every entry cited on the page, in its order."""

    id: str
    title: str
    as_of: str
    cutoff: str
    desk: str
    status: str
    version: int
    marking: str
    language: str
    bottom_line: tuple[SectionText, ...]
    judgments: tuple[JudgmentLine, ...]
    disputed: tuple[SectionText, ...]
    sections: tuple[SectionText, ...]
    numbers: CitationNumbers
    #: Sections that say nothing yet, also in what stands above, and the order of all.
    blank: frozenset[str] = frozenset()
    unnamed: tuple[SectionText, ...] = ()
    order: tuple[str, ...] = ()
    #: The final versions, the newest first.
    releases: tuple[Release, ...] = ()

    @property
    def key_judgments(self) -> tuple[JudgmentLine, ...]:
        """The judgments that lead."""
        return tuple(one for one in self.judgments if one.key)

    @property
    def other_judgments(self) -> tuple[JudgmentLine, ...]:
        """The rest: assessments of fact and what is of less weight."""
        return tuple(one for one in self.judgments if not one.key)


def brief_view(ws: Workspace, briefing_id: str) -> BriefView:
    """Everything of the Brief. Raises NotFoundError where there is no such briefing."""
    with ws.read() as connection:
        found = find(connection, Briefing, id=briefing_id)
        if not found:
            raise NotFoundError(f"No briefing has the id {briefing_id}; see the list for the ids.")
        sections = find(connection, Section, briefing_id=briefing_id)
        judgments = find(connection, Judgment, briefing_id=briefing_id)
        releases = find(connection, Release, briefing_id=briefing_id)
        basis: dict[str, list[Ref]] = {}
        for one in find(connection, Basis, judgment_id=[j.id for j in judgments]):
            basis.setdefault(one.judgment_id, []).append(Ref(one.entry_kind, one.entry_id))
        wanted = {j.id for j in judgments}
        wanted.update(ref.id for refs in basis.values() for ref in refs)
        carried = _sources(connection, sorted(wanted))
    head = found[0]
    lines = tuple(_line(j, basis, carried) for j in judgments)
    texts = [
        section_text(s.id, s.section_kind, s.heading, s.body)
        for s in sections
        if s.body.strip() or s.heading.strip()
    ]
    first = tuple(t for t in texts if t.section_kind == SectionKind.BOTTOM_LINE)
    disputed = tuple(t for t in texts if t.section_kind == SectionKind.DISPUTED)
    rest = tuple(t for t in texts if t not in first and t not in disputed)
    shown = {t.id for t in texts}
    return BriefView(
        blank=frozenset(s.id for s in sections if not s.body.strip()),
        unnamed=tuple(
            section_text(s.id, s.section_kind, "", "") for s in sections if s.id not in shown
        ),
        order=tuple(s.id for s in sections),
        releases=tuple(sorted(releases, key=lambda r: (r.number, r.clock), reverse=True)),
        id=head.id,
        title=head.title,
        as_of=head.as_of,
        cutoff=head.cutoff,
        desk=head.desk,
        status=head.status,
        version=head.version,
        marking=head.marking,
        language=head.language,
        bottom_line=first,
        judgments=lines,
        disputed=disputed,
        sections=rest,
        numbers=number_page(first, lines, disputed, rest),
    )


def _sources(connection: Connection, entries: Sequence[str]) -> dict[str, set[str]]:
    """Entry id → ids of the sources whose words carry it, for entries that have a passage."""
    links = find(connection, PassageLink, entry_id=list(entries))
    passages = get_many(connection, Passage, (link.passage_id for link in links))
    kept = {i: p for i, p in passages.items() if not p.deleted}
    own = [
        kept[k.passage_id].document_id for k in links if not k.source_id and k.passage_id in kept
    ]
    documents = get_many(connection, Document, own)
    carried: dict[str, set[str]] = {}
    for link in links:
        passage = kept.get(link.passage_id)
        if passage is None:
            continue
        document = documents.get(passage.document_id)
        # A document not received yet still is one source.
        source = link.source_id or (document.source_id if document else passage.document_id)
        carried.setdefault(link.entry_id, set()).add(source)
    return carried


def _line(
    judgment: Judgment, basis: dict[str, list[Ref]], carried: dict[str, set[str]]
) -> JudgmentLine:
    band = band_of(judgment.likelihood, judgment.scale) if judgment.likelihood else None
    return JudgmentLine(
        id=judgment.id,
        text=judgment.text,
        runs=parse_runs(judgment.text),
        likelihood=judgment.likelihood,
        scale=judgment.scale,
        low=band.low if band else None,
        high=band.high if band else None,
        confidence=judgment.confidence,
        confidence_reason=judgment.confidence_reason,
        key=judgment.key,
        basis=tuple(basis.get(judgment.id, ())),
        sources=len(_behind(judgment.id, basis, carried)),
    )


def _behind(
    judgment_id: str, basis: dict[str, list[Ref]], carried: dict[str, set[str]]
) -> set[str]:
    """The sources behind a judgment, through the judgments it rests on too (which may go round)."""
    sources: set[str] = set()
    waiting, met = [judgment_id], {judgment_id}
    while waiting:
        at = waiting.pop()
        sources |= carried.get(at, set())
        for ref in basis.get(at, ()):
            if ref.kind == "source":
                sources.add(ref.id)
            elif ref.id not in met:
                met.add(ref.id)
                waiting.append(ref.id)
    return sources


def section_text(section_id: str, section_kind: str, heading: str, body: str) -> SectionText:
    """A section read for the page."""
    named = heading.strip() or section_kind.capitalize()
    return SectionText(section_id, section_kind, named, parse_blocks(body))


def number_page(
    first: Iterable[SectionText],
    lines: Sequence[JudgmentLine],
    disputed: Iterable[SectionText],
    rest: Iterable[SectionText],
) -> CitationNumbers:
    """Number what is cited as the page goes: ``first``, key judgments, ``disputed``, the others."""
    numbers = CitationNumbers()

    def note(runs: Iterable[Run]) -> None:
        for run in runs:
            for ref in run.cites:
                numbers.number(ref)

    def note_sections(texts: Iterable[SectionText]) -> None:
        for text in texts:
            for block in text.blocks:
                note(block.runs)

    def note_lines(*, key: bool) -> None:
        for line in lines:
            if line.key is key:
                note(line.runs)
                for ref in line.basis:
                    numbers.number(ref)

    note_sections(first)
    note_lines(key=True)
    note_sections(disputed)
    note_lines(key=False)
    note_sections(rest)
    return numbers
