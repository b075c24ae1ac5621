"""A briefing with every entry in full, as plain values for scripts and for checking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.domain import markings
from briefing.domain.briefing import Briefing, Waiver
from briefing.errors import NotFoundError
from briefing.export.excerpt import Excerpt, Notes
from briefing.export.nesting import nest, plain
from briefing.services.gathering import gather
from briefing.store.records import find

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace


def list_briefings(workspace: Workspace) -> list[dict[str, str]]:
    """Every briefing with its id, title, as-of date and status, newest first."""
    with workspace.read() as connection:
        found = find(connection, Briefing)
    ordered = sorted(found, key=lambda b: (b.as_of, b.id), reverse=True)
    return [{"id": b.id, "title": b.title, "as_of": b.as_of, "status": b.status} for b in ordered]


def show_briefing(workspace: Workspace, briefing_id: str) -> dict[str, Any]:
    """The briefing and everything that belongs to it or that it uses, each entry with its parts.

    Whatever its marking: this stays on the laptop. Entries that it cites from an earlier briefing stand
    among its own and name that one in ``briefing_id``.
    """
    with workspace.read() as connection:
        head = find(connection, Briefing, id=briefing_id)
        if not head:
            raise NotFoundError(f"No briefing has the id {briefing_id}; see the list for the ids.")
        found = gather(connection, head[0], Notes.SHARED)
        waivers = find(connection, Waiver, briefing_id=briefing_id)
    whole = Excerpt(
        head[0],
        {cls.kind: group.values() for cls, group in found.items()},
        audience=markings.Marking.RED,
        marking=markings.Marking.RED,
    )
    shown = nest(whole)
    shown["waivers"] = [plain(one) for one in waivers]
    return shown
