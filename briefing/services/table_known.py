"""Rows of a table that a briefing holds already, or that stand in the table twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from briefing.domain.event import Event
from briefing.domain.relation import Relation
from briefing.services.table_fields import Rows
from briefing.store.records import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.store.engine import Connection

#: What makes two rows worth comparing, and what of a row is a record of its own.
_KEYS = {Rows.RELATIONS: ("from_id", "to_id", "relation_kind"), Rows.EVENTS: ("what", "happened")}
_PARTS = frozenset({"participants", "others"})


class KnownRows:
    """The relations or events of a briefing, to be compared with rows."""

    def __init__(self, connection: Connection, rows: Rows, briefing_id: str | None) -> None:
        self._keys = _KEYS.get(rows, ())
        self._held: dict[tuple[object, ...], list[dict[str, object]]] = defaultdict(list)
        if briefing_id is None or not self._keys:
            return
        kind = Relation if rows is Rows.RELATIONS else Event
        for one in find(connection, kind, briefing_id=briefing_id):
            self._held[tuple(getattr(one, key) for key in self._keys)].append(
                {key: getattr(one, key) for key in one.__dataclass_fields__}
            )

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether an entry says all that a row says. A row that comes again is held from now on."""
        plain = {key: value for key, value in values.items() if key not in _PARTS}
        if not self._keys:
            return False
        same = self._held[tuple(plain.get(key) for key in self._keys)]
        if any(all(one.get(key) == value for key, value in plain.items()) for one in same):
            return True
        same.append(plain)
        return False
