"""Entries as text to be pasted elsewhere: their words, and citations of what they rest on."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain import markings
from briefing.domain.actor import Actor, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.claim import Claim, ClaimParty
from briefing.domain.dates import friendly
from briefing.domain.event import Event
from briefing.domain.judgment import Judgment
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.domain.relation import Relation
from briefing.domain.source import Document, Passage, PassageLink, Source
from briefing.services import claim_view, evidence_view, quote_view, source_view
from briefing.store.records import find, get, get_many
from briefing.store.sameness import actors_by_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.domain.citing import Run
    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: As many entries as are copied at once; more are an export.
MOST = 200
# What is nothing to be cited: settings of the person, not entries of a briefing.
_NOT_CITED = frozenset({"saved_search", "person"})
# What HTML has no place for, and what turns the direction of all that follows.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Copied:
    """The same entries as plain text and as HTML; both empty where nothing is left to copy."""

    plain: str = ""
    html: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """One entry: its words line by line, the citations of its sources, the highest of its markings."""

    record: Record
    words: tuple[str, ...]
    sources: tuple[tuple[Run, ...], ...]
    marking: markings.Marking

    @property
    def plain(self) -> str:
        cited = ("".join(run.text for run in runs) for runs in self.sources)
        lead = "" if isinstance(self.record, Source) else "Source: "
        return "\n".join([*self.words, *(f"{lead}{one}" for one in cited)])


def copy_entries(
    ws: Workspace,
    briefing_id: str | None,
    entries: Iterable[tuple[str, str]],
    check: Callable[[], None] | None = None,
) -> Copied:
    """Entries, each a kind and an id, in the order given; what is gone is left out.

    Each with its words and, line by line, the sources that it rests on. Likelihood and confidence stand
    on lines of their own (ICD 203: never in one sentence).
    Above TLP:CLEAR the highest marking of what is copied comes first. ``check`` is called before each
    entry and may raise to end the work.
    """
    parts: list[_Part] = []
    for kind, entry_id in entries:
        if check is not None:
            check()
        if part := _part(ws, briefing_id, kind, entry_id):
            parts.append(part)
    if not parts:
        return Copied()
    marking = markings.highest(part.marking for part in parts)
    label = marking.label if marking.rank else ""
    plain = "\n\n".join(filter(None, [label, *(part.plain for part in parts)]))
    return Copied(plain, _html(label, parts), len(parts))


def _part(ws: Workspace, briefing_id: str | None, kind: str, entry_id: str) -> _Part | None:
    if kind in _NOT_CITED:
        return None
    with ws.read() as connection:
        record = get(connection, kind, entry_id)
        if isinstance(record, Document):
            record = get(connection, "source", record.source_id)
    if record is None or record.deleted:
        return None
    passages: list[str] = []
    if isinstance(record, Source):
        words, ids = [], [record.id]
    elif isinstance(record, Quote) and briefing_id is not None:
        shown, by = quote_view.said_by(ws, briefing_id, record.id)
        words, ids = [f"{shown} — {by}"], source_view.sources_of(ws, record.kind, record.id)
    else:
        words = _words(ws, record, briefing_id)
        cards = evidence_view.evidence(ws, record.kind, record.id, briefing_id).cards
        ids = [card.id for card in cards]
        passages = [passage.id for card in cards for passage in card.passages]
    cited = dict.fromkeys(source_view.cite_rich(ws, one) for one in ids)
    with ws.read() as connection:
        beside = (
            *get_many(connection, Source, ids).values(),
            *get_many(connection, Passage, passages).values(),
        )
        beside = (*beside, *_named(connection, record))
    marking = markings.highest(one.marking for one in (record, *beside))
    return _Part(record, tuple(words), tuple(filter(None, cited)), marking)


def _named(connection: Connection, record: Record) -> Iterator[Record]:
    """Whatever the words of an entry tell of other records: its marking is to cover them too."""
    links = find(connection, PassageLink, entry_kind=record.kind, entry_id=record.id)
    yield from links
    yield from get_many(connection, Passage, [one.passage_id for one in links]).values()
    actors: list[str | None] = []
    match record:
        case Quote():
            speakers = find(connection, QuoteSpeaker, quote_id=record.id)
            yield from speakers
            actors += [one.actor_id for one in speakers]
        case Claim():
            parties = find(connection, ClaimParty, claim_id=record.id)
            yield from parties
            actors += [one.actor_id for one in parties]
            told = [one.source_id for one in parties if one.source_id]
            yield from get_many(connection, Source, told).values()
        case Relation():
            actors += [record.from_id, record.to_id]
        case Annotation() if record.target_kind != record.kind:
            about = get(connection, record.target_kind, record.target_id)
            if about is not None:
                yield about
                yield from _named(connection, about)
        case _:
            pass
    # Who stays in sight of several that are one is named, on the word of who said that they are.
    yield from get_many(connection, Actor, filter(None, actors)).values()
    yield from actors_by_id(connection, actors).values()
    yield from find(connection, SameAs, actor_id=[one for one in actors if one])


def _html(label: str, parts: Iterable[_Part]) -> str:
    body = [_label(label)] if label else []
    for part in parts:
        body += _blocks(part)
    lines = "\n".join(body)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{lines}\n</body></html>\n'


def _label(label: str) -> str:
    """The marking in its own colour on black, as TLP has it."""
    from briefing.export.typesetting import look
    from briefing.themes import PRINT_THEME, load_tokens

    black, colour = load_tokens(PRINT_THEME)["tlp.black"], look(label)["marking_colour"]
    style = f"background-color:{black};color:{colour};font-weight:bold"
    return f'<p><span style="{style}">&nbsp;{_escaped(label)}&nbsp;</span></p>'


def _blocks(part: _Part) -> Iterable[str]:
    words = list(part.words)
    match part.record:
        case Quote() if words:
            shown, _dash, by = words.pop(0).rpartition(" — ")
            yield f'<blockquote dir="auto">{_escaped(shown)}</blockquote>'
            yield f'<p dir="auto">— {_escaped(by)}</p>'
        case Judgment() if words and part.record.likelihood:
            term, _colon, rest = words.pop(0).partition(": ")
            yield f'<p dir="auto"><strong>{_escaped(term)}:</strong> {_escaped(rest)}</p>'
        case _:
            pass
    for line in words:
        yield f'<p dir="auto">{_escaped(line)}</p>'
    lead = "" if isinstance(part.record, Source) else "Source: "
    for runs in part.sources:
        cited = "".join(
            f"<em>{_escaped(run.text)}</em>" if run.italic else _escaped(run.text) for run in runs
        )
        yield f'<p dir="auto"><small>{lead}{cited}</small></p>'


def _escaped(text: str) -> str:
    return html.escape(_UNPRINTABLE.sub("", text)).replace("\n", "<br>")


def _words(ws: Workspace, record: Record, briefing_id: str | None) -> list[str]:
    title = evidence_view.entry_title(ws, record.kind, record.id)
    match record:
        case Judgment():
            likely = f"{record.likelihood[:1].upper()}{record.likelihood[1:]}: "
            sure = f"Confidence: {record.confidence}." if record.confidence else ""
            return [f"{likely if record.likelihood else ''}{title}", *filter(None, [sure])]
        case Event():
            about = ", ".join(filter(None, (friendly(record.happened), record.place)))
            return [f"{title} ({about})" if about else title]
        case Claim() if briefing_id is not None:
            rows = claim_view.claim_rows(ws, briefing_id)
            row = next((one for one in rows if one.id == record.id), None)
            parties = (
                (("Asserted by", row.asserted_by), ("Denied by", row.denied_by)) if row else ()
            )
            return [title, *(f"{how} {who}." for how, who in parties if who)]
        case Annotation():
            about = evidence_view.entry_title(ws, record.target_kind, record.target_id)
            return [record.body, *([f"On: {about}"] if about else [])]
        case _:
            return [f"“{title}”" if record.kind == "passage" else title]
