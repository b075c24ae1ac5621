"""How many entries of a kind a briefing has, and how many name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.store import quotes
from briefing.store.records import find

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace


def count_entries(ws: Workspace, kind: str, briefing_id: str) -> int:
    """How many entries of a kind that names its briefing there are."""
    with ws.read() as connection:
        return quotes.count_entries(connection, kind, briefing_id)


def named_by(ws: Workspace, kind: str, entry_id: str) -> int:
    """How many entries outside the trash name this one, itself or in one of their parts."""
    naming: set[str] = set()
    with ws.read() as connection:
        for cls in KINDS.values():
            owner = owner_field(cls)
            fields = [n for n, target in references(cls).items() if target == kind and n != owner]
            if cls.kind in ("basis", "evidence"):
                fields.append("entry_id")
            for name in fields:
                for one in find(connection, cls, **{name: [entry_id]}):
                    about = "entry_id" if cls.kind == "passage_link" else owner or "id"
                    naming.add(str(getattr(one, about)))
    return len(naming - {entry_id})
