"""An article becomes a draft: actors, quotes, events, claims and relations, each with its words and rule.

By rules and lists alone, in time that grows with the length of the text. Nothing here touches a library.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from briefing.intake import claims, events, longtexts, model_names, names, quotes, relations
from briefing.intake.article import Article
from briefing.intake.draft import Draft, ProposedActor, ProposedOffice, plain_id
from briefing.intake.parties import Parties
from briefing.intake.when import dates_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.intake.draft import ProposedClaim, ProposedEvent, ProposedRelation, Span
    from briefing.intake.knownnames import Added
    from briefing.intake.names import NamedActor, Names
    from briefing.intake.quotes import Quotations
    from briefing.intake.when import When

#: Regions and cities are places, and no actors.
_ACTORS = ("state", "person", "organisation", "group")


def extract(text: str, *, title: str = "", published: str = "", language: str = "") -> Draft:
    """Draw out of a text what a person may take over. ``published`` is EDTF and may be empty."""
    if len(text) > longtexts.PIECE:
        draw = partial(_drawn, title="", published=published, language=language)
        return longtexts.together(text, title, published, language, draw)
    drawn = _drawn(text, title=title, published=published, language=language)
    return model_names.added(drawn)


def _drawn(text: str, *, title: str, published: str, language: str) -> Draft:
    article = Article(text, published, language)
    named = names.find(article)
    dates = dates_in(article)
    quoted = quotes.find(article, named)
    parties = Parties(article, named, quoted)
    ids = _ids([*named.actors, *quoted.added])
    found_events = events.find(article, named, parties, dates)
    found_claims = claims.find(article, parties, dates, quoted)
    found_relations = relations.find(article, named, parties, dates)
    meant = {actor for one in quoted.said for actor in one.behind.actors}
    meant |= {int(actor) for one in found_events for actor, _ in one.participants}
    meant |= {int(a) for one in found_claims for a in (*one.asserted_by, *one.denied_by)}
    meant |= {int(a) for one in found_relations for a in (one.from_id, one.to_id)}
    return Draft(
        text=text,
        sha256=longtexts.sha256_of(text),
        title=title,
        published=published,
        language=language,
        actors=(*_actors(named, ids, meant), *_only_speaking(quoted, ids[len(named.actors) :])),
        quotes=quotes.proposals(article, quoted, ids, partial(_date_in, dates)),
        events=tuple(_event(one, ids) for one in found_events),
        claims=tuple(_claim(one, ids) for one in found_claims),
        relations=tuple(_relation(one, ids) for one in found_relations),
    )


def _ids(actors: Iterable[NamedActor | Added]) -> list[str]:
    """An id for each actor that follows from its kind and name alone."""
    taken: set[str] = set()
    return [plain_id(one.kind, one.name, taken) for one in actors]


def _actors(named: Names, ids: list[str], meant: set[int]) -> tuple[ProposedActor, ...]:
    """Those who are named, and those whom a capital or an office stands for."""
    spans: list[list[tuple[int, int]]] = [[] for _ in named.actors]
    for one in named.mentions:
        spans[one.actor].append((one.start, one.end))
    needed = {office.of for one in named.actors for office in one.offices} | meant
    found: list[ProposedActor] = []
    for number, one in enumerate(named.actors):
        if one.kind not in _ACTORS or not (spans[number] or number in needed):
            continue
        offices = tuple(
            ProposedOffice(
                office.title,
                ids[office.of] if office.of is not None else "",
                office.since,
                office.until,
            )
            for office in one.offices
        )
        found.append(
            ProposedActor(
                rule=one.rule or "office",
                confidence=one.confidence or 0.5,
                passages=tuple(spans[number][:1]),
                id=ids[number],
                kind=one.kind,
                name=one.name,
                aliases=tuple(one.aliases),
                iso3166=one.iso if one.kind == "state" else "",
                family_name=one.family_name,
                family_first=one.family_first,
                offices=offices,
                mentions=tuple(spans[number]),
            )
        )
    return tuple(found)


def _only_speaking(quoted: Quotations, ids: list[str]) -> tuple[ProposedActor, ...]:
    """The actors whom nothing but their speaking names."""
    return tuple(
        ProposedActor(
            rule="named as a speaker",
            confidence=0.6,
            passages=((one.start, one.end),),
            id=key,
            kind=one.kind,
            name=one.name,
            mentions=((one.start, one.end),),
        )
        for one, key in zip(quoted.added, ids, strict=True)
    )


def _date_in(dates: list[When], span: Span) -> str:
    """The EDTF date that is told within a span, the first where there are several; or nothing."""
    at = bisect_left(dates, span[0], key=lambda one: one.start)
    return dates[at].edtf if at < len(dates) and dates[at].start < span[1] else ""


def _event(one: ProposedEvent, ids: list[str]) -> ProposedEvent:
    return replace(one, participants=tuple((ids[int(a)], role) for a, role in one.participants))


def _claim(one: ProposedClaim, ids: list[str]) -> ProposedClaim:
    return replace(
        one,
        asserted_by=tuple(ids[int(a)] for a in one.asserted_by),
        denied_by=tuple(ids[int(a)] for a in one.denied_by),
    )


def _relation(one: ProposedRelation, ids: list[str]) -> ProposedRelation:
    return replace(one, from_id=ids[int(one.from_id)], to_id=ids[int(one.to_id)])
