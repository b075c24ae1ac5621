"""Whom the names in a table mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorName
from briefing.domain.folding import fold
from briefing.services.joining import Known, state_named
from briefing.services.reference_records import state_id
from briefing.store.records import find
from briefing.store.sameness import canonical_ids

if TYPE_CHECKING:
    from briefing.store.engine import Connection


class Names:
    """The actors of a library by every name, in any script; if asked, the states of the reference set too."""

    def __init__(self, connection: Connection, *, states: bool = False) -> None:
        self._states = Known(connection, None).ids if states else None
        self._ids: dict[str, set[str]] = {}
        self._names: dict[str, str] = {}
        same = canonical_ids(connection)
        for actor in find(connection, Actor):
            self._names[actor.id] = actor.name
            self.add(actor.name, same.get(actor.id) or actor.id)
        for name in find(connection, ActorName):
            if name.actor_id in self._names:
                self.add(name.text, same.get(name.actor_id) or name.actor_id)

    def add(self, name: str, actor_id: str) -> None:
        """Let a name mean an actor."""
        self._ids.setdefault(fold(name), set()).add(actor_id)
        self._names.setdefault(actor_id, name)

    def find(self, name: str) -> list[str]:
        """The actors with that name."""
        return sorted(self._ids.get(fold(name), ()))

    def state(self, name: str) -> tuple[str, str]:
        """The id of a state of the reference set, and its key where the library lacks it; or empty."""
        key = state_named(name) if self._states is not None else ""
        if not key or self._states is None:
            return "", ""
        here = self._states.get(key, "")
        return (here, "") if here else (state_id(key), key)

    def name(self, actor_id: str) -> str:
        """The name of an actor."""
        return self._names.get(actor_id, "")
