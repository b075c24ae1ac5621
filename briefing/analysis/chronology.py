"""Checks of dates that contradict one another.

A date is a span of days in which the thing may lie (EDTF level 1). Two dates contradict only where no
reading of them agrees: what may overlap is never told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.material import Finding, Severity
from briefing.domain.dates import OPEN_END, DateError, Edtf, friendly, may_overlap, parse
from briefing.domain.record import edtf_fields
from briefing.domain.relation import Phase
from briefing.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.analysis.material import Material
    from briefing.domain.record import Record
    from briefing.domain.source import Source

_FIELDS = {
    "as_of": "as-of date",
    "said": "day it was said",
    "happened": "day it happened",
    "reported": "day it was reported",
    "held": "time it held",
    "holds": "time it holds",
    "issued": "day of issue",
    "accessed": "day of access",
    "noted": "day it was noted",
}


def read(text: str) -> Edtf | None:
    """The date, or None where there is none or it cannot be read."""
    try:
        return parse(text) if text.strip() else None
    except DateError:
        return None


def _before(one: Edtf | None, other: Edtf | None) -> bool:
    """Whether the first lies wholly before the second, whichever reading is taken."""
    if one is None or other is None or one.latest is None or other.earliest is None:
        return False
    return one.latest < other.earliest


def unreadable_date(material: Material) -> Iterator[Finding]:
    """A date that is no EDTF date, such as an interval that ends before it begins."""
    for record, (kind, entry_id) in _dated(material):
        for name in edtf_fields(type(record)):
            text = str(getattr(record, name) or "")
            if not text.strip():
                continue
            try:
                parse(text)
            except DateError as error:
                words = _("{field} “{text}”: {error}.")
                yield Finding(
                    *("unreadable-date", Severity.ERROR, kind, entry_id),
                    words.format(
                        field=_(_FIELDS.get(name, name)).capitalize(), text=text, error=error
                    ),
                    f"{name} {text}",
                )


def _dated(material: Material) -> Iterator[tuple[Record, tuple[str, str]]]:
    """Every record with dates, and the entry to which it leads."""
    plain = (
        *(material.briefing, *material.quotes, *material.events, *material.relations),
        *(*material.claims, *sorted(material.sources.values(), key=lambda s: s.id)),
    )
    for record in plain:
        yield record, (record.kind, record.id)
    for bloc, members in material.members.items():
        for member in members:
            yield member, ("bloc", bloc)
    for judgment, indicators in material.indicators.items():
        for indicator in indicators:
            yield indicator, ("judgment", judgment)


def reported_too_early(material: Material) -> Iterator[Finding]:
    """An event that was reported before it happened and is not called planned."""
    for event in material.events:
        if not event.planned and _before(read(event.reported), read(event.happened)):
            words = _("Reported {reported}, before it happened ({happened}); is it planned?")
            yield Finding(
                *("reported-too-early", Severity.ERROR, "event", event.id),
                words.format(reported=friendly(event.reported), happened=friendly(event.happened)),
                f"{event.reported} {event.happened}",
            )


def after_cutoff(material: Material) -> Iterator[Finding]:
    """What happened, was said, reported or issued after the information cut-off."""
    cutoff = read(material.briefing.cutoff[:10])
    if cutoff is None or cutoff.precision != "day":
        return
    happened = [(e, e.happened) for e in material.events if not e.planned]
    happened += [(e, e.reported) for e in material.events if e.reported]
    said = [(q, q.said) for q in material.quotes]
    issued = [(s, s.issued) for s in material.sources.values()]
    for entry, text in (*happened, *said, *sorted(issued, key=lambda one: one[0].id)):
        if _before(cutoff, read(text)):
            words = _("{date} lies after the information cut-off, {cutoff}.")
            yield Finding(
                *("after-cutoff", Severity.ERROR, entry.kind, entry.id),
                words.format(date=friendly(text), cutoff=friendly(cutoff.text)),
                f"{text} {cutoff.text}",
            )


def said_after_source(material: Material) -> Iterator[Finding]:
    """A quote that was said after a source that carries it was issued."""
    for quote in material.quotes:
        said = read(quote.said)
        for source in _sources(material, quote.id):
            if _before(read(source.issued), said):
                words = _("Said {said}, after “{source}” was issued ({issued}).")
                yield Finding(
                    *("said-after-source", Severity.ERROR, "quote", quote.id),
                    words.format(
                        said=friendly(quote.said),
                        source=material.name_of(source.id),
                        issued=friendly(source.issued),
                    ),
                    f"{quote.said} {source.id} {source.issued}",
                )


def happened_after_sources(material: Material) -> Iterator[Finding]:
    """An event, not planned, that happened after every source that carries it was issued."""
    for event in material.events:
        happened = read(event.happened)
        sources = list(_sources(material, event.id))
        if event.planned or not sources:
            continue
        if all(_before(read(source.issued), happened) for source in sources):
            words = _("Happened {date}, after all its sources were issued; is it planned?")
            yield Finding(
                *("happened-after-sources", Severity.ERROR, "event", event.id),
                words.format(date=friendly(event.happened)),
                " ".join([event.happened, *sorted(s.issued for s in sources)]),
            )


def _sources(material: Material, entry_id: str) -> Iterator[Source]:
    ids = [i for s in material.support.get(entry_id, ()) for i in (s.source_id, s.outlet_id)]
    for source_id in dict.fromkeys(ids):
        if source_id in material.sources:
            yield material.sources[source_id]


def phase_against_dates(material: Material) -> Iterator[Finding]:
    """A tie called ended with an open end, or in force when it had ended before the as-of date."""
    as_of = read(material.briefing.as_of)
    for relation in material.relations:
        held = read(relation.held)
        if held is None:
            continue
        words = ""
        if relation.phase == Phase.ENDED and held.latest == OPEN_END:
            words = _("Called ended, and its dates are open at the end ({held}).")
        elif relation.phase == Phase.ENDED and as_of and as_of.earliest is not None:
            if held.is_interval and _before(as_of, _last_day(held)):
                words = _("Called ended, and it holds beyond the as-of date ({held}).")
        elif relation.phase == Phase.IN_FORCE and held.is_interval and _before(held, as_of):
            words = _("Called in force, and it ended before the as-of date ({held}).")
        if words:
            yield Finding(
                *("phase-against-dates", Severity.WARNING, "relation", relation.id),
                words.format(held=friendly(relation.held)),
                f"{relation.phase} {relation.held} {material.briefing.as_of}",
            )


def _last_day(date: Edtf) -> Edtf | None:
    """The end of an interval as a date of its own."""
    end = date.text.partition("/")[2]
    return read(end) if end not in ("", "..") else None


def accessed_too_early(material: Material) -> Iterator[Finding]:
    """A source that was read before it was issued."""
    for source in sorted(material.sources.values(), key=lambda s: s.id):
        if _before(read(source.accessed), read(source.issued)):
            words = _("Read {accessed}, before it was issued ({issued}).")
            yield Finding(
                *("accessed-too-early", Severity.WARNING, "source", source.id),
                words.format(accessed=friendly(source.accessed), issued=friendly(source.issued)),
                f"{source.accessed} {source.issued}",
            )


def actor_not_there(material: Material) -> Iterator[Finding]:
    """An actor who takes part at a time at which it did not exist."""
    dated: list[tuple[Record, str]] = [(e, e.happened) for e in material.events]
    dated += [(q, q.said) for q in material.quotes]
    dated += [(r, r.held) for r in material.relations]
    for entry, text in dated:
        for actor in material.actors.get(entry.id, ()):
            yield from _absent(entry.kind, entry.id, actor.name, actor.existed, text)
    for bloc, members in material.members.items():
        for member in members:
            actor = material.actor_of.get(member.actor_id or "")
            if actor is not None:
                yield from _absent("bloc", bloc, actor.name, actor.existed, member.held)


def _absent(kind: str, entry_id: str, name: str, existed: str, text: str) -> Iterator[Finding]:
    lived, then = read(existed), read(text)
    if lived is None or then is None or then.earliest is None or then.latest is None:
        return
    if not may_overlap(lived, then.earliest, then.latest):
        words = _("{name} existed {existed}, not {then}.")
        yield Finding(
            *("actor-not-there", Severity.WARNING, kind, entry_id),
            words.format(name=name, existed=friendly(existed), then=friendly(text)),
            f"{name} {existed} {text}",
        )
