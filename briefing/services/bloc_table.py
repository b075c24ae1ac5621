"""Who stands with whom at a date or two, as plain values: what the command line prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from briefing.domain.briefing import Briefing
from briefing.domain.dates import friendly
from briefing.errors import UserError
from briefing.services.bloc_changes import changes
from briefing.services.bloc_material import read_material
from briefing.services.bloc_view import read_day, view_on
from briefing.store.records import need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.bloc_changes import BlocChanges
    from briefing.services.bloc_material import BlocMaterial
    from briefing.services.bloc_view import BlocView
    from briefing.services.workspace import Workspace


def bloc_table(ws: Workspace, briefing_id: str, at: str = "", other: str = "") -> dict[str, Any]:
    """Who stands with whom at a date; ``at`` empty: the as-of date.

    With ``other``, what holds at that date stands under "and", and what lies between the two, the earlier
    first, under "changes". ``sources`` of a relation are ids of the sources whose passages it rests on.
    Raises NotFoundError for an unknown id, UserError for a text that is no date.
    """
    with ws.read() as connection:
        briefing = cast("Briefing", need(connection, Briefing.kind, briefing_id))
    wanted = at.strip() or briefing.as_of
    if not wanted:
        raise UserError("The briefing has no as-of date; name a date, as in --at 2024-06.")
    material = read_material(ws, briefing_id)
    text, day = read_day(wanted)
    view = view_on(material, day, friendly(text))
    table = {"at": text, **_table(material, view)}
    if not other.strip():
        return table
    other_text, other_day = read_day(other)
    second = view_on(material, other_day, friendly(other_text))
    table["and"] = {"at": other_text, **_table(material, second)}
    before, after = sorted((view, second), key=lambda one: one.day)
    table["changes"] = _changes(changes(material, before, after))
    return table


def _table(material: BlocMaterial, view: BlocView) -> dict[str, Any]:
    names = {one.id: one.name for one in view.scene.actors}
    return {
        "blocs": [
            {
                "id": bloc.id,
                "name": bloc.name,
                "members": [
                    {"actor": m.actor, "name": m.name, "may_belong": m.faint} for m in bloc.who
                ],
            }
            for bloc in view.blocs
        ],
        "relations": [
            {
                "id": r.id,
                "from": r.from_id,
                "from_name": names[r.from_id],
                "to": r.to_id,
                "to_name": names[r.to_id],
                "kind": r.kind,
                "sign": r.sign,
                "phase": r.phase,
                "certainty": r.certainty,
                "denied_by": list(material.denied.get(r.id, ())),
                "may_hold": r.faint,
                "sources": list(material.backed(r.id).sources),
            }
            for r in view.scene.relations
        ],
    }


def _changes(found: BlocChanges) -> dict[str, Any]:
    return {
        "sentence": found.sentence,
        "began": _ids(found.began),
        "ended": _ids(found.ended),
        "changed": [
            {"before": one.before.id, "after": one.after.id, "what": one.what}
            for one in found.changed
        ],
        "kept": _ids(found.kept),
        "members": [
            {
                "actor": one.actor,
                "name": one.name,
                "left": one.before,
                "joined": one.after,
                "former": one.former or None,
                "same_side": one.same_side,
            }
            for one in found.sides
        ],
    }


def _ids(rows: Iterable[Any]) -> list[str]:
    return [row.id for row in rows]
