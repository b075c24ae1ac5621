"""A whole briefing as blocks in reading order, made from an excerpt; every reading format prints these.

The work grows with what is in the briefing and no faster: whatever an entry needs is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc
from briefing.domain.briefing import (
    BriefingAuthor,
    Release,
    Section,
    SectionKind,
    Status,
    desk_words,
)
from briefing.domain.citing import Ref, parse_blocks, parse_runs
from briefing.domain.claim import Claim
from briefing.domain.dates import friendly
from briefing.domain.event import Event
from briefing.domain.hypothesis import HypothesisMatrix
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.person import Person
from briefing.domain.quote import Quote
from briefing.domain.records import word
from briefing.domain.relation import Relation
from briefing.export.blocks import FullReport, Heading, JudgmentBlock, Listing, Paragraph
from briefing.export.report import Words
from briefing.services import report_lists as lists
from briefing.services.export_formats import Part
from briefing.services.report_matrix import hypotheses
from briefing.services.report_matter import NOT_SHOWN, UNSOURCED, Matter
from briefing.services.report_words import (
    cutoff_words,
    judgment_words,
    release_shown,
    scale_words,
    status_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from briefing.domain.record import Record
    from briefing.export.blocks import Block, FigureBlock
    from briefing.export.excerpt import Excerpt

#: In which part an entry stands, so that a link to it lands.
_PRINTED_IN: dict[Part, type[Record]] = {
    Part.CLAIMS: Claim,
    Part.ACTORS: Actor,
    Part.QUOTES: Quote,
    Part.EVENTS: Event,
    Part.RELATIONS: Relation,
    Part.BLOCS: Bloc,
    Part.HYPOTHESES: HypothesisMatrix,
}
#: The sections that have a part of their own; all others are the discussion.
_OWN_PART = {
    SectionKind.BOTTOM_LINE: Part.BOTTOM_LINE,
    SectionKind.KEY_JUDGMENTS: Part.JUDGMENTS,
    SectionKind.DISPUTED: Part.DISPUTED,
    SectionKind.GAPS: Part.GAPS,
    SectionKind.IMPLICATIONS: Part.IMPLICATIONS,
    SectionKind.SOURCE_SUMMARY: Part.SOURCES,
}
_LISTS: tuple[tuple[Part, str, Callable[[Matter], Iterator[Block]]], ...] = (
    (Part.CLAIMS, "Claims side by side", lists.claims),
    (Part.ACTORS, "Actors", lists.actors),
    (Part.QUOTES, "Quotes by date", lists.quotes),
    (Part.EVENTS, "Events by date", lists.events),
    (Part.RELATIONS, "Relations", lists.relations),
    (Part.BLOCS, "Blocs", lists.blocs),
)


def full_report(
    excerpt: Excerpt,
    *,
    parts: Collection[Part] = frozenset(Part),
    figures: Iterable[FigureBlock] = (),
    step: Callable[[int, int, str], None] | None = None,
) -> FullReport:
    """The report of an excerpt. ``figures`` are put in where pictures stand.

    ``step`` hears the parts done, those there are and the next one's name, and may raise Cancelled.
    """
    maker = _Maker(excerpt, parts, figures)
    blocks: list[Block] = []
    for number, part in enumerate(Part):
        if step is not None:
            step(number, len(Part), part.value)
        if part in parts:
            blocks += maker.part(part)
    if excerpt.drawn_words:
        blocks += _under("Made by a tool", [Paragraph((Words(excerpt.drawn_words),))])
    briefing = excerpt.briefing
    signed = excerpt.parts(BriefingAuthor, briefing.id)
    names = (excerpt.get(Person, one.person_id) for one in signed)
    return FullReport(
        title=briefing.title,
        marking=excerpt.marking.label,
        as_of=friendly(briefing.as_of) if briefing.as_of else "",
        cutoff=cutoff_words(briefing.cutoff),
        desk=desk_words(briefing.desk),
        authors=tuple(one.name for one in names if one),
        audience=briefing.audience,
        status=status_words(briefing),
        is_draft=briefing.status != Status.FINAL,
        language=briefing.language,
        blocks=tuple(blocks),
        endnotes=maker.matter.endnotes.notes,
        scales=scale_words(excerpt.all(Judgment)),
        left_out=excerpt.left_out,
        timestamp=excerpt.timestamp,
    )


class _Maker:
    """Makes the parts one by one; numbers grow in the order in which they are asked for."""

    def __init__(
        self, excerpt: Excerpt, parts: Collection[Part], figures: Iterable[FigureBlock]
    ) -> None:
        self.excerpt = excerpt
        self._figures = figures
        self._sections: dict[Part, list[Section]] = {}
        for one in excerpt.all(Section):
            kind = SectionKind(one.section_kind) if one.section_kind in set(SectionKind) else None
            part = _OWN_PART.get(kind, Part.SECTIONS) if kind else Part.SECTIONS
            if one.body.strip() or one.heading.strip():
                self._sections.setdefault(part, []).append(one)
        mine = [one for one in excerpt.all(Judgment) if one.briefing_id == excerpt.briefing.id]
        self._key = [one for one in mine if one.key]
        known = {one.id for one in self._key}
        self._other = [one for one in excerpt.all(Judgment) if one.id not in known]
        self.matter = Matter(excerpt, self._printed(parts))

    def _printed(self, parts: Collection[Part]) -> Iterator[Record]:
        for part, cls in _PRINTED_IN.items():
            if part in parts:
                yield from self.excerpt.all(cls)
        for part, found in self._sections.items():
            if part in parts:
                yield from found
        yield from self._key if Part.JUDGMENTS in parts else ()
        yield from self._other if Part.OTHER_JUDGMENTS in parts else ()

    def part(self, part: Part) -> Iterator[Block]:
        """The blocks of a part under its heading; nothing where there is nothing to say."""
        if part is Part.JUDGMENTS:
            yield from self._judgments()
        elif part is Part.OTHER_JUDGMENTS:
            yield from _under("Other judgments", map(self._judgment, self._other))
        elif part is Part.FIGURES:
            yield from _under("Pictures", self._figures)
        elif part is Part.HYPOTHESES:
            yield from _under("Competing hypotheses", hypotheses(self.matter))
        elif part is Part.NOTES:
            yield from _under("Notes", self._notes())
        else:
            for name, title, blocks in _LISTS:
                if name is part:
                    yield from _under(title, blocks(self.matter))
            for one in self._sections.get(part, ()):
                yield from self._section(one, "lead" if part is Part.BOTTOM_LINE else "body")
            if part is Part.BOTTOM_LINE:
                yield from self._changes()

    def _changes(self) -> Iterator[Block]:
        """What a final version changes from the one before (ICD 203)."""
        own = release_shown(self.excerpt.briefing, self.excerpt.all(Release))
        if own is not None:
            lines = [line.strip() for line in own.changes.splitlines() if line.strip()]
            yield Heading(1, f"Changed since version {own.number - 1}")
            yield Listing(tuple((Words(line),) for line in lines))

    def _section(self, one: Section, look: str) -> Iterator[Block]:
        kind = one.section_kind
        named = one.heading.strip() or (kind[:1].upper() + kind[1:])
        yield Heading(1, named, f"section-{one.id}")
        yield from self._prose(one.body, look)

    def _prose(self, body: str, look: str) -> Iterator[Block]:
        items: list[tuple[Words, ...]] = []
        for block in parse_blocks(body):
            if block.kind == "item":
                items.append(self.matter.runs(block.runs))
                continue
            if items:
                yield Listing(tuple(items))
                items = []
            if block.kind == "heading":
                yield Heading(2, "".join(run.text for run in block.runs))
                if notes := self.matter.cite(ref for run in block.runs for ref in run.cites):
                    yield Paragraph((Words(notes=notes),), "quiet")
            else:
                yield Paragraph(self.matter.runs(block.runs), look)
        if items:
            yield Listing(tuple(items))

    def _judgments(self) -> Iterator[Block]:
        written = self._sections.get(Part.JUDGMENTS, [])
        for one in written:
            yield from self._section(one, "body")
        blocks = map(self._judgment, self._key)
        yield from blocks if written else _under("Key judgments", blocks)

    def _judgment(self, one: Judgment) -> JudgmentBlock:
        matter = self.matter
        text = list(matter.runs(parse_runs(one.text)))
        basis = [
            (words, Ref(b.entry_kind, b.entry_id))
            for b in self.excerpt.parts(Basis, one.id)
            if (words := matter.label(b.entry_kind, b.entry_id))
        ]
        if self.excerpt.supports(one.kind, one.id):
            text.append(matter.mark(one))
        elif self.excerpt.is_withheld(one.kind, one.id):
            text.append(Words(NOT_SHOWN, italic=True))
        elif not basis:
            text.append(Words(UNSOURCED, italic=True))
        runs: list[Words] = []
        for words, ref in basis:
            runs += [Words("; ")] if runs else []
            runs.append(Words(words, notes=matter.cite([ref]), to=matter.link(ref.kind, ref.id)))
        return JudgmentBlock(
            judgment_words(one, text),
            matter.anchor(one),
            tuple(runs),
            one.assumptions,
            tuple(map(_indicator, self.excerpt.parts(Indicator, one.id))),
        )

    def _notes(self) -> Iterator[Block]:
        for one in sorted(self.excerpt.all(Annotation), key=lambda a: (a.created, a.id)):
            person = self.excerpt.get(Person, one.author_id)
            who = ", ".join(
                filter(None, (person.name if person else "", friendly(one.created[:10])))
            )
            about = self._about(one)
            answer = "answer" if one.replies_to else "note"
            state = ", settled" if one.resolved else ""
            head = f"{answer.capitalize()} by {who}{state}" if who else answer.capitalize()
            yield Paragraph((Words(head, bold=True), *about))
            yield from self._prose(one.body, "body")

    def _about(self, one: Annotation) -> tuple[Words, ...]:
        kind, key = one.target_kind, one.target_id
        label = self.matter.label(kind, key) or word(kind)
        return Words(", on "), Words(label, to=self.matter.link(kind, key))


def _under(title: str, blocks: Iterable[Block]) -> Iterator[Block]:
    found = list(blocks)
    if found:
        yield Heading(1, title, title.lower().replace(" ", "-"))
        yield from found


def _indicator(one: Indicator) -> str:
    when = f", {friendly(one.noted)}" if one.noted else ""
    return f"{one.text} ({one.state}{when})" if one.state else one.text
