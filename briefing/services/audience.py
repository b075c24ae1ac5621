"""For whom a briefing leaves the library, and what is said of that which may not go along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from briefing.domain import markings
from briefing.domain.changes import clock_ms
from briefing.domain.record import Record
from briefing.domain.records import word
from briefing.domain.source import Document, Source
from briefing.errors import UserError
from briefing.export.csl_json import public_extra, tells_of_a_laptop
from briefing.store import journal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.briefing import Briefing
    from briefing.domain.markings import Marking
    from briefing.store.engine import Connection

R = TypeVar("R", bound=Record)


def audience_of(briefing: Briefing, audience: str) -> Marking:
    """The marking to export at. Raises UserError where the briefing itself is marked higher."""
    try:
        limit = markings.parse(audience or briefing.marking)
    except markings.MarkingError as error:
        raise UserError(f"{error}.") from None
    if not markings.allows(limit, briefing.marking):
        raise UserError(
            f"The briefing is marked TLP:{briefing.marking}; it cannot be exported as {limit.label}. "
            "Choose a higher audience, or mark the briefing lower."
        )
    return limit


def refuse_citation(entry: Record, limit: Marking) -> UserError:
    """What is said where a text cites what its reader may not see."""
    name = word(entry.kind).lower()
    if markings.allows(limit, entry.marking):
        why = f"{name} that says who spoke or acted only above {limit.label}"
    else:
        why = f"{name} marked TLP:{entry.marking}"
    return UserError(
        f"The text cites a {why}; raise the briefing’s marking or take the citation out."
    )


def newest_time(connection: Connection) -> int:
    """When the library was last changed, in seconds since 1970; 0 where it never was."""
    sets = journal.log(connection, 1)
    return clock_ms(sets[0].clock) // 1000 if sets else 0


def counted(numbers: Mapping[str, int]) -> tuple[str, ...]:
    """Numbers of kinds in words: ``"2 quotes"``."""
    return tuple(
        f"{number} {word(kind).lower()}{'' if number == 1 else 's'}"
        for kind, number in numbers.items()
    )


def of_no_laptop(one: R) -> R:
    """The record without names of files, addresses of a laptop, and what a reference manager kept."""
    if isinstance(one, Document) and one.filename:
        return replace(one, filename="")
    if isinstance(one, Source):
        url = "" if tells_of_a_laptop(one.url) else one.url
        return replace(one, url=url, extra=public_extra(one.extra))
    return one
