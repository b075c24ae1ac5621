"""How many entries of a kind a briefing has, for the numbers beside the tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.store import quotes

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace


def count_entries(ws: Workspace, kind: str, briefing_id: str) -> int:
    """How many entries of a kind that names its briefing there are."""
    with ws.read() as connection:
        return quotes.count_entries(connection, kind, briefing_id)
