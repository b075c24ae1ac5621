"""Dated shapes of states from a file: tried first, then taken in as one step; and read again for a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.reference_set import states
from briefing.analysis.territory import former_state
from briefing.domain.actor import Actor, ActorKind, ActorName
from briefing.domain.bloc import Outline
from briefing.domain.dates import short
from briefing.domain.source import Source
from briefing.errors import UserError
from briefing.intake import outlines
from briefing.services.knowing import iso_of, level
from briefing.store.journal import new_id
from briefing.store.records import find, get_many
from briefing.store.sameness import canonical_ids

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefing.domain.record import Record
    from briefing.intake.outlines import Shape, Shapes
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_MARKING = "CLEAR"


@dataclass(frozen=True, slots=True)
class Tried:
    """A shape as it would come in. Without ``actor_id`` the library has no state that it is of.

    ``known``: the very shape is here already.
    """

    name: str
    held: str
    actor_id: str
    actor: str
    known: bool
    shape: Shape


@dataclass(frozen=True, slots=True)
class Preview:
    """What of a file would come in. ``failed`` has a line for each shape that cannot be read."""

    name: str
    rows: tuple[Tried, ...]
    failed: tuple[str, ...]
    until: str

    @property
    def matched(self) -> tuple[Tried, ...]:
        """The shapes of states that the library has, which are not here yet."""
        return tuple(one for one in self.rows if one.actor_id and not one.known)

    def left_out(self) -> list[str]:
        """A line for each shape that does not come in, and why."""
        lines = [f"Not read: {one}" for one in self.failed]
        for one in self.rows:
            words = f"{one.name}, {short(one.held) or 'no date'}"
            if not one.actor_id:
                lines.append(f"{words}: no state of this name or code in the library.")
            elif one.known:
                lines.append(f"{words}: here already, for {one.actor}.")
        return lines


def try_file(ws: Workspace, path: Path) -> Preview:
    """What of a file of shapes would come in. Raises UserError, one line, where it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path.name}: cannot be opened ({error.strerror}).") from error
    return try_shapes(ws, outlines.read(data, path.name), path.name)


def try_shapes(ws: Workspace, found: Shapes, name: str) -> Preview:
    """The same of shapes that were read already."""
    with ws.read() as connection:
        known = _States(connection)
        held = {(one.actor_id, one.held, one.geometry) for one in find(connection, Outline)}
    rows: list[Tried] = []
    for shape in found.shapes:
        actor_id = known.find(shape)
        here = (actor_id, shape.held, shape.geometry) in held
        called = known.names.get(actor_id, "")
        rows.append(Tried(shape.name, shape.held, actor_id, called, here, shape))
    return Preview(name, tuple(rows), found.failed, found.until)


def take_in(ws: Workspace, tried: Preview) -> int:
    """Take in the shapes of a file that are of states in the library, as one step; how many.

    The file becomes their source. Raises UserError where none would come in.
    """
    rows = tried.matched
    if not rows:
        raise UserError(
            f"{tried.name}: none of its shapes is of a state in the library that lacks it; "
            "add the states first."
        )
    with ws.write(f"Import {len(rows)} dated shapes from {tried.name}"[:80]) as unit:
        actors = get_many(unit.connection, Actor, [one.actor_id for one in rows])
        source = next(
            (
                one
                for one in find(unit.connection, Source, title=tried.name)
                if one.csl_type == "dataset"
            ),
            None,
        )
        records: list[Record] = []
        if source is None:
            source = Source(
                id=new_id(),
                marking=_MARKING,
                csl_type="dataset",
                title=tried.name,
                descriptor=f"Data to {tried.until}" if tried.until else "",
            )
            records.append(source)
        records += [
            Outline(
                id=new_id(),
                marking=actors[one.actor_id].marking,
                actor_id=one.actor_id,
                held=one.held,
                geometry=one.shape.geometry,
                source_id=source.id,
            )
            for one in rows
        ]
        unit.add_all(records)
    return len(rows)


class _States:
    """The states of a library by number, code and name, those that were merged as one."""

    def __init__(self, connection: Connection) -> None:
        same = canonical_ids(connection)
        self.names: dict[str, str] = {}
        self._by_code: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        found = [one for one in find(connection, Actor) if one.actor_kind == ActorKind.STATE]
        for actor in found:
            end = same.get(actor.id, actor.id)
            if end == actor.id:
                self.names[end] = actor.name
            former = former_state(actor.name)
            code = actor.iso3166 or ("" if former else iso_of(actor.name))
            if code and not actor.territory:
                self._by_code.setdefault(code, []).append(end)
            self._by_name.setdefault(level(actor.name), []).append(end)
        ids = [actor.id for actor in found]
        for name in find(connection, ActorName, actor_id=ids) if ids else ():
            self._by_name.setdefault(level(name.text), []).append(
                same.get(name.actor_id, name.actor_id)
            )

    def find(self, shape: Shape) -> str:
        """The id of the state that a shape is of, or empty; by its name before its codes.

        One number and one code can stand for several states in turn, as Russia's did for the Soviet Union.
        """
        for name in _names(shape):
            if found := _one(self._by_name.get(level(name), ())):
                return found
        named = shape.iso2 or iso_of(shape.name)
        return "" if former_state(shape.name) else _one(self._by_code.get(named, ()))


def _names(shape: Shape) -> list[str]:
    """The names by which a shape's state may be known here."""
    former = former_state(shape.name)
    found = [shape.name, *([former.name] if former else [])]
    # "Russia (Soviet Union)", "Germany (Prussia)": both may be meant.
    if "(" in shape.name:
        before, _, inner = shape.name.partition("(")
        found += [inner.rstrip(") "), before.strip()]
    for state in states().values():
        if shape.cow and state.cow == shape.cow and level(state.name) == level(shape.name):
            found += [state.name, *state.others]
    return [one for one in found if one]


def _one(ids: Iterable[str]) -> str:
    """The state, if it is one alone."""
    found = sorted(set(ids))
    return found[0] if len(found) == 1 else ""
