"""Events and dated quotes in time: rows by date, and the scene of the picture above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.timeline_scene import NO_LANE, Lane, TimelineEntry, TimelineScene
from briefing.domain.actor import Actor
from briefing.domain.briefing import Briefing
from briefing.domain.dates import (
    OPEN_END,
    OPEN_START,
    DateError,
    friendly,
    parse,
    short,
    sort_key,
)
from briefing.domain.event import Event, Participant
from briefing.domain.quote import Quote, QuoteKind, QuoteSpeaker, Tag
from briefing.services.actor_view import quoted
from briefing.store import quotes
from briefing.store.coverage import passage_counts
from briefing.store.quotes import count_dated_quotes
from briefing.store.records import find, get, get_many
from briefing.store.sameness import canonical_ids, followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.domain.dates import Edtf
    from briefing.services.workspace import Workspace

#: With more entries than these the quotes are left to their own tab.
MOST = 5_000


#: What the lanes can stand for.
ACTOR, THEME = "actor", "theme"
_UNNAMED = {ACTOR: "No actor named", THEME: "No theme"}


@dataclass(frozen=True, slots=True)
class TimeRow:
    """An event or a quote ready to be listed; ``date`` is empty where it is not known."""

    kind: str
    id: str
    what: str
    date: str
    reported: str
    place: str
    who: str
    certainty: str
    planned: bool
    doubt: bool
    note: str
    passages: int


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The rows in the order of time, those without a date last, and the scene of the same entries.

    ``left_out`` counts the quotes of a briefing that has too many to be drawn.
    """

    rows: tuple[TimeRow, ...]
    undated: int
    left_out: int
    scene: TimelineScene


def timeline(ws: Workspace, briefing_id: str, by: str = ACTOR) -> TimelineView:
    """The briefing's events and dated quotes in lanes ``by`` actor or theme.

    An entry stands in the lane of each of its actors or themes. A quote without a tag has what it
    is about for its theme. Words that are nobody's quote are left out.
    """
    with ws.read() as connection:
        briefing = get(connection, "briefing", briefing_id)
        events = find(connection, Event, briefing_id=briefing_id)
        dated_quotes = count_dated_quotes(connection, briefing_id)
        said: Sequence[Quote] = ()
        if len(events) + dated_quotes <= MOST:
            said = [q for q in find(connection, Quote, briefing_id=briefing_id) if counts(q)]
        wanted = [one.id for one in (*events, *said)]
        same = canonical_ids(connection)
        spoken = find(connection, QuoteSpeaker, quote_id=[q.id for q in said])
        took_part = find(connection, Participant, event_id=[e.id for e in events])
        parts = followed(took_part, same, "actor_id")
        speakers = followed(spoken, same, "actor_id")
        tags = find(connection, Tag, entry_id=wanted)
        ids = [one.actor_id for one in (*parts, *speakers) if one.actor_id]
        actors = {
            i: actor for i, actor in get_many(connection, Actor, ids).items() if not actor.deleted
        }
        passages = passage_counts(connection, wanted)
    head = briefing if isinstance(briefing, Briefing) else None
    rows, scene = arrange(head, events, said, parts, speakers, tags, actors, passages, by)
    left_out = dated_quotes if dated_quotes and not said else 0
    return TimelineView(rows, scene.undated, left_out, scene)


def arrange(
    briefing: Briefing | None,
    events: Sequence[Event],
    said: Sequence[Quote],
    parts: Iterable[Participant],
    speakers: Iterable[QuoteSpeaker],
    tags: Iterable[Tag],
    actors: Mapping[str, Actor],
    passages: Mapping[str, int],
    by: str = ACTOR,
) -> tuple[tuple[TimeRow, ...], TimelineScene]:
    """Events and quotes that were read in rows by date, and the scene of them.

    ``passages`` counts those of an entry; an actor that is not among ``actors`` is not named.
    """
    who: dict[str, list[str]] = {}
    for owner, actor_id in (
        *((p.event_id, p.actor_id) for p in parts),
        *((s.quote_id, s.actor_id) for s in speakers),
    ):
        known = who.setdefault(owner, [])
        if actor_id and actor_id in actors and actor_id not in known:
            known.append(actor_id)
    themes: dict[str, list[str]] = {}
    for tag in tags:
        themes.setdefault(tag.entry_id, []).append(tag.text)
    dated: list[tuple[Edtf | None, str, Event | Quote]] = [
        (_date(_when(one)), one.position, one) for one in (*events, *said)
    ]
    dated.sort(key=_order)
    rows: list[TimeRow] = []
    entries: list[TimelineEntry] = []
    for date, _position, one in dated:
        names = ", ".join(actors[i].name for i in who.get(one.id, ()))
        lanes: Sequence[str] = who.get(one.id, ())
        if by == THEME:
            about = [one.about] if isinstance(one, Quote) and one.about else []
            lanes = themes.get(one.id) or about
        entries.append(_entry(one, date, names, tuple(lanes) or (NO_LANE,)))
        rows.append(_row(one, date, names, passages.get(one.id, 0)))
    named = {key: actors[key].name for key in actors} if by == ACTOR else {}
    as_of = _date(briefing.as_of) if briefing is not None else None
    scene = TimelineScene(
        tuple(entries),
        _lanes(entries, named, by),
        by,
        as_of.latest if as_of else None,
        f"as of {short(as_of.text)}" if as_of else "",
    )
    return tuple(rows), scene


def counts(quote: Quote) -> bool:
    """Whether a quote stands on the timeline: somebody said it on a day."""
    return bool(quote.said) and quote.quote_kind != QuoteKind.SCARE


def count_timeline(ws: Workspace, briefing_id: str) -> int:
    """How many events and dated quotes the briefing has; words that are nobody's do not count."""
    with ws.read() as connection:
        return quotes.count_entries(connection, "event", briefing_id) + count_dated_quotes(
            connection, briefing_id
        )


def _when(one: Event | Quote) -> str:
    return one.happened if isinstance(one, Event) else one.said


def _order(
    item: tuple[Edtf | None, str, Event | Quote],
) -> tuple[tuple[bool, int, int, str], bool, str]:
    date, position, one = item
    return sort_key(date), isinstance(one, Quote), position


def _date(text: str) -> Edtf | None:
    try:
        return parse(text) if text else None
    except DateError:
        return None


def _words(one: Event | Quote) -> str:
    return one.what if isinstance(one, Event) else quoted(one.words, one.quote_kind)


def _entry(
    one: Event | Quote, date: Edtf | None, names: str, lanes: tuple[str, ...]
) -> TimelineEntry:
    low = date.earliest if date else None
    high = date.latest if date else None
    told = _date(one.reported) if isinstance(one, Event) else None
    differs = told is not None and (told.earliest, told.latest) != (low, high)
    day = told.earliest if told is not None and differs else None
    return TimelineEntry(
        one.id,
        one.kind,
        _words(one),
        short(_when(one)) or "date not known",
        None if low == OPEN_START else low,
        None if high == OPEN_END else high,
        bool(date and date.is_interval),
        low == OPEN_START,
        high == OPEN_END,
        bool(date and (date.uncertain or date.approximate)),
        isinstance(one, Event) and one.planned,
        one.certainty if isinstance(one, Event) else "",
        day if day is not None and OPEN_START < day < OPEN_END else None,
        short(told.text) if told is not None and differs else "",
        names,
        lanes,
    )


def _row(one: Event | Quote, date: Edtf | None, names: str, passages: int) -> TimeRow:
    known = date is not None and not (date.earliest is None and date.latest is None)
    told = _date(one.reported) if isinstance(one, Event) else None
    differs = told is not None and told.text != _when(one)
    return TimeRow(
        one.kind,
        one.id,
        _words(one),
        friendly(_when(one)) if known or _when(one) else "",
        friendly(told.text) if told is not None and differs else "",
        one.place,
        names,
        one.certainty if isinstance(one, Event) else "",
        isinstance(one, Event) and one.planned,
        bool(date and (date.uncertain or date.approximate)),
        one.note if isinstance(one, Event) else "",
        passages,
    )


def _lanes(entries: Iterable[TimelineEntry], named: dict[str, str], by: str) -> tuple[Lane, ...]:
    counts: dict[str, int] = {}
    for entry in entries:
        for key in entry.lanes:
            counts[key] = counts.get(key, 0) + 1

    def rank(key: str) -> tuple[bool, int, str]:
        return key == NO_LANE, -counts[key], named.get(key, key)

    return tuple(
        Lane(key, _UNNAMED[by] if key == NO_LANE else named.get(key, key))
        for key in sorted(counts, key=rank)
    )
