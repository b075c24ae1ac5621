"""Which entries are in conflict, for the marks beside them and the list of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.records import ENTRY_KINDS, KINDS, field_word, word
from briefing.services.source_view import title_of
from briefing.store import deletions, exchanging
from briefing.store.records import get, get_many

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Contested:
    """A field in conflict: of which record, and the entry in which a person looks at it."""

    kind: str
    id: str
    field: str
    entry_kind: str
    entry_id: str
    title: str

    @property
    def what(self) -> str:
        """What of the entry is in conflict: "date", or "speaker: actor" of a part."""
        name = "deleted and changed" if self.field == "deleted" else field_word(self.field)
        return name if self.kind == self.entry_kind else f"{word(self.kind)}: {name}"


def contested(ws: Workspace) -> list[Contested]:
    """Every field in conflict in the library, in the order of the entries' kinds and titles."""
    with ws.read() as connection:
        found = [
            (kind, key, field, *_entry_of(connection, kind, key))
            for kind, key, field in exchanging.contested(connection)
            if kind in KINDS
        ]
        by_kind: dict[str, set[str]] = {}
        for _, _, _, kind, key in found:
            by_kind.setdefault(kind, set()).add(key)
        titles: dict[str, str] = {}
        for kind, ids in by_kind.items():
            titles |= title_of(connection, get_many(connection, KINDS[kind], ids).values())
    order = {kind: place for place, kind in enumerate(ENTRY_KINDS)}
    rows = [Contested(*one, " ".join(titles.get(one[4], "").split())) for one in found]
    return sorted(
        rows, key=lambda o: (order.get(o.entry_kind, len(order)), o.title, o.entry_id, o.field)
    )


def _entry_of(connection: Connection, kind: str, key: str) -> tuple[str, str]:
    """The nearest entry above a record, or the record itself."""
    met: set[tuple[str, str]] = set()
    at = (kind, key)
    while at[0] not in ENTRY_KINDS and at not in met:
        met.add(at)
        if get(connection, *at) is None:
            break
        above = sorted(deletions.direct_owners(connection, at[0], [at[1]]))
        if not above:
            break
        at = above[0]
    return at
