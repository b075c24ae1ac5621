"""The reference set as records, with the same ids on every laptop: two who join a fact hold it once.

Ids are UUIDv5 of written-down names. Sources, documents, passages and states are shared by all briefings; a
relation belongs to one, and its id follows from the briefing and the fact.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from briefing.analysis.reference_set import states
from briefing.analysis.reference_sheets import sheet
from briefing.analysis.reference_sources import DATA_SETS, Sheet
from briefing.domain.actor import Actor, ActorKind, ActorName, NameKind
from briefing.domain.dates import parse
from briefing.domain.relation import OBLIGATIONS, Certainty, Relation
from briefing.domain.source import (
    BriefingSource,
    Document,
    Passage,
    PassageLink,
    Source,
    SourceAuthor,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.analysis.reference_set import Fact, RefState
    from briefing.domain.record import Record

NAMESPACE = UUID("c0a4f3e2-6b1d-5d8e-9f27-3e5b8a1c7d46")
"""Of every id in the reference set; never to be changed, or laptops would hold its facts twice."""

_CONTEXT = 32  # code points kept before and after a passage
_MARKING = "CLEAR"
_REASON = (
    "A published data set, coded by hand from treaties and histories and used widely; single days and "
    "years can be wrong. The grade is this program's; change it where you judge otherwise."
)


def reference_id(kind: str, key: str) -> str:
    """The id of a record of the reference set."""
    return str(uuid5(NAMESPACE, f"{kind}/{key}"))


def relation_id(briefing_id: str, fact: Fact) -> str:
    """The id of the relation that a fact is in a briefing."""
    return reference_id("relation", f"{briefing_id}/{fact.key}")


@cache
def source_ids() -> dict[str, Sheet]:
    """The sources of the reference set, by id."""
    return {reference_id("source", one.value): one for one in Sheet}


def is_reference(sources: Iterable[str]) -> bool:
    """Whether any of these sources, given by id, is a data set of the reference set."""
    return not source_ids().keys().isdisjoint(sources)


def known_until(sources: Iterable[str], held: str) -> int | None:
    """The last day up to which an unknown end is known not to have come; None where nothing tells it.

    What was in force when a data set ends was so on every day before, which EDTF has no way to say.
    """
    start, slash, end = held.partition("/")
    if not (start and slash) or end:
        return None
    ends = (
        parse(DATA_SETS[source_ids()[one]].until).latest for one in sources if one in source_ids()
    )
    return max((day for day in ends if day is not None), default=None)


def unknown_after(sources: Iterable[str], held: str) -> str:
    """The year after which the reference set tells nothing of what has no end; empty where it has one."""
    if known_until(sources, held) is None:
        return ""
    return max(DATA_SETS[source_ids()[one]].until[:4] for one in sources if one in source_ids())


_KNOWN = {Sheet.PACTS: "alliances", Sheet.DISPUTES: "disputes", Sheet.RIVALRIES: "rivalries"}


def data_end(sources: Iterable[str]) -> str:
    """Up to when the data sets among these sources tell: "Reference set: alliances to 2016"; or empty."""
    there = {source_ids()[one] for one in sources if one in source_ids()}
    parts = [
        f"{words} to {DATA_SETS[one].until[:4]}" for one, words in _KNOWN.items() if one in there
    ]
    return f"Reference set: {', '.join(parts)}" if parts else ""


@cache
def document_hash(which: Sheet) -> str:
    """The SHA-256 of a sheet."""
    return sha256(sheet(which).text.encode()).hexdigest()


def document_id(which: Sheet) -> str:
    """The id of a sheet as a document."""
    return reference_id("document", document_hash(which))


def source_records(which: Sheet) -> list[Record]:
    """The data set as a source with its authors and its sheet as a document."""
    about = DATA_SETS[which]
    source = reference_id("source", which.value)
    found: list[Record] = [
        Source(
            id=source,
            marking=_MARKING,
            csl_type="dataset",
            title=about.title,
            issued=about.issued,
            container=about.container,
            language="en",
            reliability="B",
            reliability_reason=_REASON,
            descriptor=f"{about.about} Data to {about.until}.",
        )
    ]
    for number, (family, given) in enumerate(about.authors):
        found.append(
            SourceAuthor(
                id=reference_id("source_author", f"{which.value}/{number}"),
                marking=_MARKING,
                source_id=source,
                literal="" if family else given,
                family=family,
                given=given if family else "",
                position=f"a{number + 1}",
            )
        )
    text = sheet(which).text
    found.append(
        Document(
            id=document_id(which),
            marking=_MARKING,
            source_id=source,
            filename=f"{about.short}.txt",
            original_sha256=document_hash(which),
            text_sha256=document_hash(which),
            length=len(text),
            reader="text",
            reader_version="1",
        )
    )
    return found


def desk_record(briefing_id: str, which: Sheet) -> BriefingSource:
    """The data set on a briefing's desk."""
    return BriefingSource(
        id=reference_id("briefing_source", f"{briefing_id}/{which.value}"),
        marking=_MARKING,
        briefing_id=briefing_id,
        source_id=reference_id("source", which.value),
        position=f"zr{list(Sheet).index(which) + 1}",
    )


def passage(which: Sheet, line: int) -> Passage:
    """A line of a sheet as a passage."""
    text = sheet(which).text
    start, end = sheet(which).spans[line]
    return Passage(
        id=reference_id("passage", f"{document_hash(which)}/{start}-{end}"),
        marking=_MARKING,
        document_id=document_id(which),
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - _CONTEXT) : start],
        suffix=text[end : end + _CONTEXT],
    )


def state_id(key: str) -> str:
    """The id of a state of the reference set as an actor."""
    return reference_id("actor", key)


def state_records(state: RefState) -> list[Record]:
    """A state as an actor with its other names and the line that tells of it.

    It stands at its land's label point; a former state without land of today at its last capital.
    """
    actor = state_id(state.key)
    seat = None if state.territory or not state.capitals else state.capitals[-1]
    found: list[Record] = [
        Actor(
            id=actor,
            marking=_MARKING,
            actor_kind=ActorKind.STATE.value,
            name=state.name,
            iso3166=state.iso2,
            territory="" if state.iso2 else " ".join(state.territory),
            existed=state.existed,
            longitude=seat.longitude if seat else None,
            latitude=seat.latitude if seat else None,
        )
    ]
    for number, name in enumerate(state.others):
        found.append(
            ActorName(
                id=reference_id("actor_name", f"{state.key}/{name}"),
                marking=_MARKING,
                actor_id=actor,
                text=name,
                name_kind=(NameKind.ABBREVIATION if name.isupper() else NameKind.ALIAS).value,
                position=f"a{number:02d}z",
            )
        )
    line = passage(Sheet.STATES, list(states()).index(state.key))
    return [*found, line, _link("actor", actor, line)]


def relation_records(
    briefing_id: str, marking: str, fact: Fact, one: str, two: str
) -> list[Record]:
    """A fact as a relation of a briefing between two actors, with the lines that say so.

    The note begins with the name of the treaty, by which relations of one pact are known.
    """
    made = relation_id(briefing_id, fact)
    relation = Relation(
        id=made,
        marking=marking,
        briefing_id=briefing_id,
        from_id=one,
        to_id=two,
        relation_kind=fact.kind,
        sign=fact.sign,
        held=fact.held,
        phase=fact.phase,
        certainty=Certainty.CONFIRMED.value,
        note=fact.name,
        # After what people made, by first day: the same on every laptop.
        position=f"zr{fact.days[0]:07d}z",
        **{name: name in fact.pledges for name in OBLIGATIONS},
    )
    found: list[Record] = [relation]
    for line in fact.lines:
        words = passage(fact.sheet, line)
        found += [words, _link("relation", made, words)]
    return found


def _link(kind: str, entry: str, words: Passage) -> PassageLink:
    return PassageLink(
        id=reference_id("passage_link", f"{entry}/{words.id}"),
        marking=_MARKING,
        entry_kind=kind,
        entry_id=entry,
        passage_id=words.id,
        position="m",
    )
