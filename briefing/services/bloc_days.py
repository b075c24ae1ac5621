"""Whether relations and members hold on a day: may, or beyond doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.dates import OPEN_END, OPEN_START, DateError, certainly_holds, may_hold, parse
from briefing.services.reference_records import known_until

if TYPE_CHECKING:
    from briefing.domain.bloc import BlocMember
    from briefing.domain.relation import Relation
    from briefing.services.bloc_material import BlocMaterial

#: Days around the briefing's date that count as its present.
_NOW = 31


def may(text: str, day: int) -> bool:
    """Whether what is dated so may hold on the day; without a readable date it may at all times."""
    if not text:
        return True
    try:
        return may_hold(parse(text), day)
    except DateError:
        return True


def certain(text: str, day: int, today: int | None) -> bool:
    """Whether what may hold on the day does so beyond doubt.

    A span open at both ends says only that it holds now, about the briefing's own date.
    """
    if not text:
        return False
    if text.replace(" ", "") == "../..":
        return today is not None and abs(day - today) <= _NOW
    try:
        return certainly_holds(parse(text), day)
    except DateError:
        return False


def sure(material: BlocMaterial, one: Relation | BlocMember, day: int) -> bool:
    """Whether a relation or a membership holds on the day beyond doubt.

    What was in force when a data set of the reference set ends was so on every day before.
    """
    if certain(one.held, day, material.today):
        return True
    until = known_until(material.backed(one.id).sources, one.held)
    return until is not None and day <= until and certain(f"{one.held}..", day, None)


def span(text: str) -> tuple[int, int]:
    """The first and last day on which something may hold; all days where its dates tell nothing."""
    try:
        date = parse(text)
    except DateError:
        return OPEN_START, OPEN_END
    first = OPEN_START if date.earliest is None else date.earliest
    return first, OPEN_END if date.latest is None else date.latest
