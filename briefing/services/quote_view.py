"""Quotes as cards: who said what, when and where, and whether a passage carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorKind
from briefing.domain.dates import DateError, friendly, parse, short
from briefing.domain.quote import Quote, QuoteKind, QuoteSpeaker, Tag
from briefing.services import actor_view
from briefing.services.actor_view import initials, quoted
from briefing.services.as_of import briefing_day
from briefing.store import quotes
from briefing.store.coverage import passage_counts
from briefing.store.quotes import ORDERS, Facet, QuoteFilter
from briefing.store.records import find, get_many
from briefing.store.sameness import canonical_ids, followed, ids_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

__all__ = [
    "ORDERS",
    "Facet",
    "QuoteCard",
    "QuoteFilter",
    "count_quotes",
    "facets",
    "month_filter",
    "quote_cards",
    "quote_ids",
    "said_by",
]


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A quote ready to be shown. ``shown`` has its marks; ``colour`` is a token or empty."""

    id: str
    speaker: str
    office: str
    initials: str
    colour: str
    shown: str
    quote_kind: str
    about: str
    tags: tuple[str, ...]
    notes: int
    collective: bool
    date: str
    place: str
    occasion: str
    passages: int


def quote_ids(
    ws: Workspace, briefing_id: str, wanted: QuoteFilter, order: str = "date"
) -> list[str]:
    """Ids of the wanted quotes in one of ``ORDERS``."""
    with ws.read() as connection:
        return quotes.quote_ids(connection, briefing_id, _whole(connection, wanted), order)


def count_quotes(ws: Workspace, briefing_id: str) -> int:
    """How many quotes the briefing has."""
    with ws.read() as connection:
        return quotes.count_quotes(connection, briefing_id)


def facets(ws: Workspace, briefing_id: str, by: str, wanted: QuoteFilter) -> list[Facet]:
    """Values of "speaker", "tag", "kind" or "said" with their counts under the other filters."""
    with ws.read() as connection:
        wanted = _whole(connection, wanted)
        if by == "speaker":
            return _speakers(connection, briefing_id, wanted)
        if by == "tag":
            return quotes.tag_facets(connection, briefing_id, wanted)
        if by == "kind":
            order = [kind.value for kind in QuoteKind]
            found = quotes.kind_facets(connection, briefing_id, wanted)
            return sorted(found, key=lambda f: order.index(f.key) if f.key in order else 9)
        dates: list[Facet] = []
        for one in quotes.date_facets(connection, briefing_id, wanted):
            try:
                parse(one.key)
            except DateError:
                continue
            dates.append(Facet(one.key, friendly(one.key), one.count))
        return dates


def _whole(connection: Connection, wanted: QuoteFilter) -> QuoteFilter:
    """A filter that means a speaker under all names."""
    if not wanted.speaker_id:
        return wanted
    first, *others = ids_of(connection, wanted.speaker_id)
    return replace(wanted, speaker_id=first, also=tuple(others))


def _speakers(connection: Connection, briefing_id: str, wanted: QuoteFilter) -> list[Facet]:
    """Speakers with their quotes; of several actors that are one, the one that stays in sight."""
    found = quotes.speaker_facets(connection, briefing_id, wanted)
    same = canonical_ids(connection)
    if not any(one.key in same for one in found):
        return found
    names = get_many(connection, Actor, (same.get(one.key, one.key) for one in found))
    counts: dict[str, int] = {}
    for one in found:
        end = same.get(one.key, one.key)
        counts[end] = counts.get(end, 0) + one.count
    facets = [Facet(i, names[i].name, n) for i, n in counts.items() if i in names]
    return sorted(facets, key=lambda one: (-one.count, one.text))


def month_filter(month: str) -> tuple[int | None, int | None]:
    """First and last day of a month or year as a facet names it."""
    try:
        date = parse(month)
    except DateError:
        return None, None
    return date.earliest, date.latest


def quote_cards(ws: Workspace, briefing_id: str, ids: Sequence[str]) -> list[QuoteCard]:
    """The cards of some quotes in the order of ``ids``; those that are gone are left out."""
    with ws.read() as connection:
        found = get_many(connection, Quote, ids)
        keys = list(found)
        day = briefing_day(connection, briefing_id)
        spoken: dict[str, list[str]] = {}
        tags: dict[str, list[str]] = {}
        if keys:
            same = canonical_ids(connection)
            held_by = find(connection, QuoteSpeaker, quote_id=keys)
            for one in followed(held_by, same, "actor_id"):
                spoken.setdefault(one.quote_id, []).append(one.actor_id or "")
            for tag in find(connection, Tag, entry_kind="quote", entry_id=keys):
                tags.setdefault(tag.entry_id, []).append(tag.text)
        people = list(dict.fromkeys(i for some in spoken.values() for i in some if i))
        actors = get_many(connection, Actor, people)
        held = actor_view.roles(connection, people, day)
        colours = actor_view.bloc_colours(connection, briefing_id, day)
        notes = quotes.note_counts(connection, keys)
        passages = passage_counts(connection, keys)
    cards: list[QuoteCard] = []
    for quote_id in ids:
        quote = found.get(quote_id)
        if quote is None:
            continue
        scare = quote.quote_kind == QuoteKind.SCARE
        who = [] if scare else [actors[i] for i in spoken.get(quote_id, ()) if i in actors]
        if len(who) > 1:
            letters = "".join(a.name.removeprefix("the ")[:1].upper() for a in who[:2])
        else:
            letters = initials(who[0].name, who[0].actor_kind) if who else "“”"
        cards.append(
            QuoteCard(
                quote_id,
                ", ".join(a.name for a in who) or "Unattributed",
                (held.get(who[0].id, "") if len(who) == 1 else ""),
                letters,
                next((colours[a.id] for a in who if a.id in colours), ""),
                quoted(quote.words, quote.quote_kind),
                quote.quote_kind,
                quote.about,
                tuple(tags.get(quote_id, ())),
                notes.get(quote_id, 0),
                bool(who) and all(a.actor_kind != ActorKind.PERSON for a in who),
                short(quote.said) or "no date",
                quote.place,
                quote.occasion,
                passages.get(quote_id, 0),
            )
        )
    return cards


def said_by(ws: Workspace, briefing_id: str, quote_id: str) -> tuple[str, str]:
    """The words of a quote as they are shown, and who said them where and when; empty where unknown."""
    cards = quote_cards(ws, briefing_id, [quote_id])
    if not cards:
        return "", ""
    card = cards[0]
    who = f"{card.speaker}, {card.office}" if card.office else card.speaker
    return card.shown, ", ".join(filter(None, (who, card.place, card.date)))
