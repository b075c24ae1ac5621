"""What an entry says, in words: for programs that know STIX and nothing of our own objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefing.domain.actor import Actor
from briefing.domain.citing import without_citations
from briefing.domain.claim import Claim, ClaimParty, Quantity
from briefing.domain.dates import friendly
from briefing.domain.event import Event, Participant
from briefing.domain.grades import Credibility, band_of
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Indicator, Judgment
from briefing.domain.likelihood import span_words
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.records import word
from briefing.domain.relation import Stance
from briefing.domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.briefing import Section
    from briefing.domain.record import Record
    from briefing.export.excerpt import Excerpt


_WORDED = (Quote, Event, Claim, Judgment)


@dataclass(frozen=True, slots=True)
class Said:
    """Title and words of an entry, the actors it is about, and its STIX confidence where it has one.

    ``matrix`` holds what a matrix has beside its parts: the ratings of each row.
    """

    title: str
    words: str
    actors: tuple[str, ...] = ()
    confidence: int | None = None
    matrix: dict[str, Any] = field(default_factory=dict[str, Any])


def said_of(excerpt: Excerpt, entry: Record) -> Said:
    """The words for an entry of a kind that STIX has no object for."""
    title = word(entry.kind).capitalize()
    match entry:
        case Quote():
            return _quote(excerpt, entry, title)
        case Event():
            return _event(excerpt, entry, title)
        case Claim():
            return _claim(excerpt, entry, title)
        case Judgment():
            return _judgment(excerpt, entry, title)
        case HypothesisMatrix():
            return _matrix(excerpt, entry, title)
        case _:
            raise ValueError(f"there are no words for {entry.kind}")


def section_words(section: Section) -> str:
    """A section with its heading, without its citations; empty where nothing is written."""
    head = section.heading or section.section_kind.capitalize()
    body = without_citations(section.body).strip()
    return f"## {head}\n\n{body}" if body else ""


def _quote(excerpt: Excerpt, quote: Quote, title: str) -> Said:
    speakers = [one.actor_id or "" for one in excerpt.parts(QuoteSpeaker, quote.id)]
    who = _names(excerpt, speakers)
    about = f"About: {quote.about}." if quote.about else ""
    lines = (
        f"“{quote.words}”",
        "; ".join(filter(None, (who, quote.cue, _date(quote.said), quote.place, quote.occasion))),
        f"In the original: “{quote.original_words}”" if quote.original_words else "",
        about,
    )
    return Said(title, _lines(lines), tuple(speakers))


def _event(excerpt: Excerpt, event: Event, title: str) -> Said:
    parts = excerpt.parts(Participant, event.id)
    actors = [one.actor_id or "" for one in parts]
    certainty = "planned" if event.planned else event.certainty
    lines = (
        event.what,
        "; ".join(filter(None, (_date(event.happened), event.place, certainty))),
        f"Took part: {_names(excerpt, actors)}" if any(actors) else "",
        event.note,
    )
    return Said(title, _lines(lines), tuple(actors))


def _claim(excerpt: Excerpt, claim: Claim, title: str) -> Said:
    parties = excerpt.parts(ClaimParty, claim.id)
    sides = {
        stance: ", ".join(_party(excerpt, one) for one in parties if one.stance == stance)
        for stance in (Stance.ASSERTS, Stance.DENIES)
    }
    grade = Credibility(claim.credibility) if claim.credibility in set(Credibility) else None
    numbers = [f"{n.value:g} {n.unit} {n.of_what}" for n in excerpt.parts(Quantity, claim.id)]
    lines = (
        claim.proposition,
        _date(claim.holds),
        f"Numbers: {'; '.join(number.strip() for number in numbers)}" if numbers else "",
        f"Asserted by: {sides[Stance.ASSERTS]}" if sides[Stance.ASSERTS] else "",
        f"Denied by: {sides[Stance.DENIES]}" if sides[Stance.DENIES] else "",
        f"Credibility {grade.value} (NATO): {grade.label}" if grade else "",
        f"Status: {claim.status}",
        claim.note,
    )
    actors = tuple(one.actor_id or "" for one in parties)
    return Said(title, _lines(lines), actors, grade.stix_confidence if grade else None)


def _judgment(excerpt: Excerpt, judgment: Judgment, title: str) -> Said:
    likelihood = ""
    if judgment.likelihood:
        band = band_of(judgment.likelihood, judgment.scale)
        span = f", {span_words(band)}" if band else ""
        likelihood = f"Likelihood: {judgment.likelihood} ({judgment.scale}{span})."
    signs = [f"{one.text} ({one.state})" for one in excerpt.parts(Indicator, judgment.id)]
    lines = (
        without_citations(judgment.text),
        likelihood,
        f"Confidence: {judgment.confidence}." if judgment.confidence else "",
        judgment.confidence_reason,
        f"Taken for granted: {judgment.assumptions}" if judgment.assumptions else "",
        f"Would change it: {'; '.join(signs)}" if signs else "",
    )
    return Said("Key judgment" if judgment.key else title, _lines(lines))


def _matrix(excerpt: Excerpt, matrix: HypothesisMatrix, title: str) -> Said:
    answers = excerpt.parts(Hypothesis, matrix.id)
    numbers = {one.id: number for number, one in enumerate(answers, 1)}
    lines = [matrix.question, *(f"{n}. {one.text}" for n, one in enumerate(answers, 1))]
    rows: list[dict[str, object]] = []
    for row in excerpt.parts(Evidence, matrix.id):
        entry = excerpt.entry(row.entry_kind, row.entry_id)
        told = "" if not isinstance(entry, _WORDED) else said_of(excerpt, entry).words
        text = (row.text or told).partition("\n")[0]
        rated = {
            numbers[one.hypothesis_id]: one.value
            for one in excerpt.parts(Rating, row.id)
            if one.hypothesis_id in numbers
        }
        ratings = [f"{number}: {value}" for number, value in sorted(rated.items())]
        lines.append(f"- {text} ({', '.join(ratings)})" if ratings else f"- {text}")
        found = [{"hypothesis": n, "value": value} for n, value in sorted(rated.items())]
        rows.append({"evidence": text, "ratings": found})
    return Said(title, _lines(lines), matrix={"ratings_by_row": rows})


def _party(excerpt: Excerpt, party: ClaimParty) -> str:
    """An actor, or the source where none stands behind it."""
    actor = excerpt.get(Actor, party.actor_id)
    source = excerpt.get(Source, party.source_id)
    return actor.name if actor else (source.title or source.descriptor) if source else "unknown"


def _names(excerpt: Excerpt, ids: Iterable[str]) -> str:
    found = [excerpt.get(Actor, one) for one in ids]
    return ", ".join(one.name for one in found if one)


def _date(edtf: str) -> str:
    return friendly(edtf) if edtf else ""


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line.strip()) or "(no words)"
