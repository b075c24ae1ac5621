"""Actors fixed in the diagram of a briefing, and let go again."""

from __future__ import annotations

import math
import uuid
from typing import TYPE_CHECKING, cast

from briefing.domain.actor import Actor
from briefing.domain.bloc import Pin
from briefing.domain.briefing import Briefing
from briefing.errors import UserError
from briefing.store.records import find, need
from briefing.store.sameness import canonical_ids, ids_of

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:briefing:pin")


def pin_id(briefing_id: str, actor_id: str) -> str:
    """The id of an actor's pin: the same on every laptop, so that two that move it meet in one."""
    return str(uuid.uuid5(_NAMES, f"{briefing_id}:{actor_id}"))


def pin_actor(workspace: Workspace, briefing_id: str, actor_id: str, x: float, y: float) -> str:
    """Fix where an actor stands in the diagram of a briefing, in shares of width and height; its id.

    Shares beyond the page are taken as its edge. One step to undo. Raises NotFoundError for an
    unknown briefing or actor, UserError for what is no number.
    """
    if not (math.isfinite(x) and math.isfinite(y)):
        raise UserError("That is no place in the diagram; give shares from 0 to 1.")
    x, y = (round(min(1.0, max(0.0, share)), 4) for share in (x, y))
    with workspace.write("Move actor in the diagram") as unit:
        briefing = cast("Briefing", need(unit.connection, Briefing.kind, briefing_id))
        actor_id = canonical_ids(unit.connection).get(actor_id, actor_id)
        need(unit.connection, Actor.kind, actor_id)
        key = pin_id(briefing_id, actor_id)
        if unit.get(Pin.kind, key) is None:
            unit.add(
                Pin(
                    id=key,
                    marking=briefing.marking,
                    briefing_id=briefing_id,
                    actor_id=actor_id,
                    x=x,
                    y=y,
                )
            )
        else:
            unit.change(Pin.kind, key, x=x, y=y, deleted=False)
    return key


def unpin_actor(workspace: Workspace, briefing_id: str, actor_id: str) -> None:
    """Let an actor stand where the diagram puts it; nothing happens where it is not fixed."""
    with workspace.write("Let actor go in the diagram") as unit:
        for one in find(
            unit.connection,
            Pin,
            briefing_id=briefing_id,
            actor_id=ids_of(unit.connection, actor_id),
        ):
            unit.delete(Pin.kind, one.id)


def reset_pins(workspace: Workspace, briefing_id: str) -> int:
    """Let all actors of a briefing go, in one step; how many were fixed."""
    with workspace.write("Reset places in the diagram") as unit:
        pins = find(unit.connection, Pin, briefing_id=briefing_id)
        for one in pins:
            unit.delete(Pin.kind, one.id)
    return len(pins)
