"""The rows of every list: an entry with what stands beside it, each cell a text, a number or a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from briefing.domain import dates
from briefing.domain.actor import Actor, ActorName, Membership, Office
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.citing import without_citations
from briefing.domain.claim import Claim, ClaimLink, ClaimParty, Quantity
from briefing.domain.event import Event, Participant
from briefing.domain.grades import Credibility, Reliability, explain
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.person import Person
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.records import word
from briefing.domain.relation import OBLIGATIONS, Relation, RelationParty, Stance
from briefing.domain.source import Passage, Source, SourceAuthor, SourceLink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.domain.record import Record
    from briefing.export.excerpt import Excerpt

Cell: TypeAlias = "str | int | float | date | None"

_UNSOURCED, _NOT_SHOWN = "unsourced", "source not shown at this marking"
_SIGNS = {-1: "against", 0: "neutral", 1: "with"}


class _Lookup:
    """What rows say of records beside them."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt

    def name(self, actor_id: str | None) -> str:
        actor = self.excerpt.get(Actor, actor_id)
        return actor.name if actor else ("not received" if actor_id else "")

    def source(self, source_id: str | None) -> str:
        found = self.excerpt.get(Source, source_id)
        if found is None:
            return "not received" if source_id else ""
        return found.title or found.descriptor or found.container or found.url

    def person(self, person_id: str | None) -> str:
        found = self.excerpt.get(Person, person_id)
        return found.name if found else ""

    def rests_on(self, one: Record, *, must: bool = True) -> tuple[Cell, ...]:
        """Sources, their grades, the exact words; ``must`` where none is worth telling."""
        found = self.excerpt.supports(one.kind, one.id)
        hidden = self.excerpt.is_withheld(one.kind, one.id)
        if not found:
            return (_NOT_SHOWN if hidden else _UNSOURCED if must else "", "", "")
        titles: dict[str, str] = {}
        for support in found:
            said = self.source(support.source.id) if support.source else "not received"
            via = f" (in {self.source(support.carrier.id)})" if support.carrier else ""
            titles.setdefault(said + via, support.source.reliability if support.source else "")
        words = [
            f"“{support.passage.exact}”{f' ({support.link.role})' if support.link.role else ''}"
            for support in found
        ]
        lines = [*titles, *([_NOT_SHOWN] if hidden else [])]
        return "\n".join(lines), "\n".join(titles.values()), "\n".join(words)

    def label(self, kind: str, entry_id: str) -> str:
        """What an entry says, after what it is."""
        entry = self.excerpt.entry(kind, entry_id)
        if entry is None:
            return f"{word(kind)}: not received" if entry_id else ""
        return f"{word(kind)}: {self._words(entry)}"

    def _words(self, entry: Record) -> str:
        match entry:
            case Relation():
                return (
                    f"{self.name(entry.from_id)} – {self.name(entry.to_id)}, {entry.relation_kind}"
                )
            case Source():
                return self.source(entry.id)
            case Passage():
                return f"“{entry.exact}”"
            case _:
                names = ("words", "what", "proposition", "text", "question", "heading", "name")
                found = (getattr(entry, name, "") for name in (*names, "title", "body"))
                return without_citations(next(filter(None, found), ""))

    def last(self, one: Record) -> tuple[Cell, ...]:
        """Tags, who has not looked at it, marking and id, with which every row ends."""
        made = self.excerpt.drawn(one.id)
        drawn = f"{made.tool}, not looked at" if made else ""
        tags = "; ".join(self.excerpt.tags(one.kind, one.id))
        return tags, drawn, f"TLP:{one.marking}", one.id


def _date(text: str) -> tuple[Cell, ...]:
    """A date as written, its earliest and its latest day; a day that no calendar here holds as text."""
    if not text:
        return "", None, None
    try:
        found = dates.parse(text)
    except dates.DateError:
        return text, None, None
    return text, _day(found.earliest), _day(found.latest)


def _day(ordinal: int | None) -> Cell:
    if ordinal is None or ordinal in (dates.OPEN_START, dates.OPEN_END):
        return None
    if 1 <= ordinal <= date.max.toordinal():
        return date.fromordinal(ordinal)
    return dates.ordinal_to_text(ordinal)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))


def _with(name: str, *more: str) -> str:
    """``"Russia (signatory, 2024)"``."""
    told = ", ".join(filter(None, more))
    return f"{name} ({told})" if told else name


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _actors(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    excerpt = at.excerpt
    for one in excerpt.actors:
        same = ", ".join(other.name for other in excerpt.merged_into(one.id))
        names = (_with(n.text, n.name_kind, n.language) for n in excerpt.parts(ActorName, one.id))
        offices = (
            _with(o.title, at.name(o.of_actor_id), dates.friendly(o.held) if o.held else "")
            for o in excerpt.parts(Office, one.id)
        )
        bodies = (
            _with(at.name(m.organisation_id), m.role, dates.friendly(m.held) if m.held else "")
            for m in excerpt.parts(Membership, one.id)
        )
        yield (
            *(one.name, one.actor_kind, _lines(names), _lines(offices), _lines(bodies)),
            *(one.iso3166, one.territory, *_date(one.existed), one.longitude, one.latitude),
            *(same, one.note, *at.rests_on(one, must=False), *at.last(one)),
        )


def _sources(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    excerpt = at.excerpt
    known = {one.value: one for one in Reliability}
    for one in excerpt.all(Source):
        authors = (
            _with(
                a.literal or " ".join(filter(None, (a.given, a.family))),
                a.role if a.role != "author" else "",
            )
            for a in excerpt.parts(SourceAuthor, one.id)
        )
        links = (
            f"{link.link_kind} {at.source(link.other_id)}"
            for link in excerpt.parts(SourceLink, one.id)
        )
        grade = known.get(one.reliability)
        yield (
            *(one.title or one.descriptor, one.csl_type, _lines(authors), *_date(one.issued)),
            *(one.container, one.publisher, one.place, one.genre, one.url, one.language),
            *(one.accessed, one.reliability, grade.label if grade else ""),
            *(one.reliability_reason, one.descriptor, one.level_of_access, one.track_record),
            *(one.bias, _lines(links), *at.last(one)),
        )


def _quotes(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    for one in at.excerpt.all(Quote):
        who = (at.name(s.actor_id) for s in at.excerpt.parts(QuoteSpeaker, one.id))
        yield (
            *(one.words, ", ".join(who), one.quote_kind, one.cue, one.about, *_date(one.said)),
            *(one.place, one.addressee, one.occasion, one.language, one.original_words),
            *(*at.rests_on(one), *at.last(one)),
        )


def _events(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    for one in at.excerpt.all(Event):
        who = (_with(at.name(p.actor_id), p.role) for p in at.excerpt.parts(Participant, one.id))
        yield (
            *(one.what, *_date(one.happened), one.place, _lines(who), one.certainty),
            *(_yes(one.planned), one.cameo, one.reported, one.note),
            *(*at.rests_on(one), *at.last(one)),
        )


def _relations(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    for one in at.excerpt.all(Relation):
        parties = at.excerpt.parts(RelationParty, one.id)
        says, denies = (
            ", ".join(at.name(p.actor_id) for p in parties if p.stance == stance)
            for stance in (Stance.ASSERTS, Stance.DENIES)
        )
        pledged = ", ".join(name for name in OBLIGATIONS if getattr(one, name))
        yield (
            *(at.name(one.from_id), one.relation_kind, at.name(one.to_id), *_date(one.held)),
            *(_SIGNS.get(one.sign, str(one.sign)), one.phase, one.certainty, pledged),
            *(says, denies, one.note, *at.rests_on(one), *at.last(one)),
        )


def _blocs(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    for one in at.excerpt.all(Bloc):
        for member in at.excerpt.parts(BlocMember, one.id) or (None,):
            who = (at.name(member.actor_id), member.role) if member else ("", "")
            yield (
                *(one.name, *who, *_date(member.held if member else ""), one.basis),
                *(*at.rests_on(one, must=False), *at.last(one), member.id if member else ""),
            )


def _claims(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    excerpt = at.excerpt
    known = {one.value: one for one in Credibility}
    rivals: dict[str, list[str]] = {}
    for link in excerpt.all(ClaimLink):
        for a, b in ((link.claim_id, link.other_id), (link.other_id, link.claim_id)):
            other = excerpt.get(Claim, b)
            if a and other:
                rivals.setdefault(a, []).append(other.proposition)
    for one in excerpt.all(Claim):
        parties = excerpt.parts(ClaimParty, one.id)
        says, denies = (
            ", ".join(
                at.source(p.source_id) if p.source_id else at.name(p.actor_id)
                for p in parties
                if p.stance == stance
            )
            for stance in (Stance.ASSERTS, Stance.DENIES)
        )
        amounts = (
            " ".join(filter(None, (f"{q.value:.15g}", q.unit, q.of_what)))
            for q in excerpt.parts(Quantity, one.id)
        )
        grade = known.get(one.credibility)
        yield (
            *(one.proposition, one.hedge, says, denies, _lines(amounts), *_date(one.holds)),
            *(one.status, one.status_reason, one.credibility, grade.label if grade else ""),
            *(_lines(rivals.get(one.id, ())), one.note, *at.rests_on(one), *at.last(one)),
        )


def _judgments(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    for one in at.excerpt.all(Judgment):
        basis = [at.label(b.entry_kind, b.entry_id) for b in at.excerpt.parts(Basis, one.id)]
        signs = (
            _with(i.text, i.state, dates.friendly(i.noted) if i.noted else "")
            for i in at.excerpt.parts(Indicator, one.id)
        )
        band = explain(one.likelihood, one.scale) if one.likelihood else None
        yield (
            *(without_citations(one.text), _yes(one.key), one.likelihood),
            *((one.scale, band.low, band.high) if band else ("", None, None)),
            *(one.confidence, one.confidence_reason, one.assumptions, _lines(basis)),
            *(_lines(signs), *at.rests_on(one, must=not basis), *at.last(one)),
        )


def _hypotheses(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    excerpt = at.excerpt
    for matrix in excerpt.all(HypothesisMatrix):
        answers = excerpt.parts(Hypothesis, matrix.id)
        rows = excerpt.parts(Evidence, matrix.id)
        for answer in answers:
            for row in rows or (None,):
                words = grade = value = ""
                if row is not None:
                    words = row.text or at.label(row.entry_kind, row.entry_id)
                    grade = row.credibility
                    ratings = excerpt.parts(Rating, row.id)
                    value = next((r.value for r in ratings if r.hypothesis_id == answer.id), "")
                yield (
                    *(matrix.question, answer.text, words, value, grade, _yes(matrix.exclusive)),
                    *(f"TLP:{matrix.marking}", matrix.id, answer.id, row.id if row else ""),
                )


def _notes(at: _Lookup) -> Iterator[tuple[Cell, ...]]:
    excerpt = at.excerpt
    for one in sorted(excerpt.all(Annotation), key=lambda note: (note.created, note.id)):
        first = excerpt.get(Annotation, one.replies_to)
        about = first or one
        yield (
            *(one.body, at.person(one.author_id), one.created, one.motivation),
            *(at.label(about.target_kind, about.target_id), first.body if first else ""),
            *(_yes(one.resolved), at.person(one.resolved_by), at.person(one.assigned_to)),
            *(at.last(one)),
        )


#: What makes the rows of a list, by its name.
ROWS: dict[str, Callable[[_Lookup], Iterator[tuple[Cell, ...]]]] = {
    "actors": _actors,
    "sources": _sources,
    "quotes": _quotes,
    "events": _events,
    "relations": _relations,
    "blocs": _blocs,
    "claims": _claims,
    "judgments": _judgments,
    "hypotheses": _hypotheses,
    "notes": _notes,
}


def rows(excerpt: Excerpt, name: str) -> Iterator[tuple[Cell, ...]]:
    """The rows of the list of this name."""
    return ROWS[name](_Lookup(excerpt))
