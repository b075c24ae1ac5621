"""Change sets: one intention of a person, as the journal keeps it and as views hear of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.record import Scalar

_COUNTER_BITS = 16


class Sort(StrEnum):
    """How a change set came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    SHIPPED = "shipped"
    #: A pack was merged; the change sets that it brought keep their own sorts.
    MERGE = "merge"
    #: A person chose among values in conflict.
    SETTLE = "settle"
    #: Words that may travel from now on, said once more, so that those before them need not travel.
    RESTATE = "restate"
    #: The person's public key, written when it was made.
    KEY = "key"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record: its words before and after, and the change set whose value it replaced.

    Where it replaced several values, which nobody had chosen among before, ``base`` names all of them,
    separated by blanks.
    """

    kind: str
    record_id: str
    field: str
    before: Scalar
    after: Scalar
    base: str | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one intention did. ``number`` runs per device: a gap shows a lost pack."""

    id: str
    label: str
    sort: str
    person_id: str | None
    device_id: str
    number: int
    clock: int
    intention: str
    undoes: str | None = None
    touched: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])


@dataclass(frozen=True, slots=True)
class Sent:
    """A change set with its changes, or with those of them that may travel."""

    change_set: ChangeSet
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and on which device."""

    person_id: str | None
    device_id: str


def tick(last: int, now_ms: int) -> int:
    """The next hybrid logical clock value.

    Milliseconds since 1970 in the upper bits, a counter in the lower sixteen (Kulkarni and others,
    "Logical Physical Clocks", 2014). A clock more than a day ahead of ours is kept in the journal for
    order but must not be passed here as ``last``.
    """
    physical = now_ms << _COUNTER_BITS
    return physical if physical > last else last + 1


def clock_ms(clock: int) -> int:
    """The milliseconds since 1970 of a clock value."""
    return clock >> _COUNTER_BITS


def local_minute(clock: int) -> str:
    """When a clock value was, by the clock on the wall: "2026-03-12 14:05"."""
    then = datetime.fromtimestamp(clock_ms(clock) / 1000, UTC).astimezone()
    return then.strftime("%Y-%m-%d %H:%M")
