"""``briefing reference`` and ``briefing suggest``: facts that join, and blocs that the ties suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.cli.main import WrongCallError
from briefing.cli.output import check_date, print_json, print_line
from briefing.domain.dates import OPEN_END, friendly
from briefing.errors import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from briefing.analysis.reference_set import Fact
    from briefing.services.balancing import BalanceView
    from briefing.services.suggesting import BlocProposal, Suggested
    from briefing.services.workspace import Workspace


def reference(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing reference ID --at TIME``."""
    from briefing.services import joining

    sorts = [key for key, _, _ in joining.SORTS]
    for kind in options.kind:
        if kind not in sorts:
            raise WrongCallError(f"{kind}: no such kind; choose {', '.join(sorts)}.")
    try:
        period = joining.read_period(options.at)
    except UserError as error:
        raise WrongCallError(str(error)) from error
    keys = set(joining.states_of(workspace, options.id))
    for name in options.state:
        key = joining.state_named(name)
        if not key:
            raise WrongCallError(f"{name}: the reference set has no such state.")
        keys.add(key)
    if options.all:
        keys |= {state.key for state in joining.states_standing(*period)}
    wanted = options.kind or sorts[:1]
    seen = joining.preview(workspace, options.id, keys, period, wanted)
    told: dict[str, Any] = {
        "facts": [
            {**_fact(row.fact), "from": row.one, "to": row.two, "state": row.state}
            for row in seen.rows
        ],
        "new_states": list(seen.newcomers),
    }
    if not options.dry_run:
        done = joining.join(workspace, options.id, [row.fact for row in seen.rows], keys)
        told |= {"added": len(done.relations), "here": done.here}
    if options.json:
        print_json(told)
        return 0
    for row in seen.rows:
        print_line(f"{row.one} – {row.two}: {row.what}, {row.held} ({row.name}); {row.state}")
    if seen.newcomers:
        print_line(f"New states: {', '.join(seen.newcomers)}.")
    if not options.dry_run:
        print_line(f"{told['added']} added, {told['here']} were here already.")
    return 0


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "name": fact.name,
        "held": fact.held,
        "phase": fact.phase,
        "obligations": list(fact.pledges),
    }


def suggest(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing suggest ID``: nothing is changed by it."""
    from briefing.analysis.communities import FEW, MANY
    from briefing.services.balancing import balance_view
    from briefing.services.bloc_view import default_date, read_day
    from briefing.services.suggesting import suggestions

    check_date(options.at)
    try:
        resolution = float(options.resolution)
    except ValueError:
        resolution = 0.0
    if not FEW <= resolution <= MANY:
        raise WrongCallError(
            f"{options.resolution}: give a resolution from {FEW:g} (few large) to {MANY:g} (many small)."
        )
    date, day = read_day(options.at or default_date(workspace, options.id))
    if not 0 < day < OPEN_END:
        raise WrongCallError(f"{options.at}: write a year or a day.")
    found = suggestions(workspace, options.id, day, resolution, friendly(date))
    view = balance_view(workspace, options.id, day)
    if options.json:
        print_json(_suggested(date, found, view))
        return 0
    for line in _lines(found, view):
        print_line(line)
    return 0


def _suggested(date: str, found: Suggested, view: BalanceView) -> dict[str, Any]:
    return {
        "at": date,
        "resolution": found.resolution,
        "agreement": round(found.agreement, 3),
        "blocs": [_bloc(one) for one in found.blocs],
        "unaligned": [{"actor": actor, "name": name} for actor, name in found.unaligned],
        "balance": {
            "summary": view.summary,
            "triads": [
                {"words": triad.words, "relations": list(triad.relations)}
                for feud in view.feuds
                for triad in feud.triads
            ],
        },
    }


def _bloc(one: BlocProposal) -> dict[str, Any]:
    return {
        "name": one.name,
        "bloc": one.bloc_id or None,
        "bond": one.bond,
        "members": [
            {
                "actor": m.actor,
                "name": m.name,
                "core": m.core,
                "home": m.home,
                "why": m.why,
                "state": m.state or "proposed",
                "relations": list(m.ties),
            }
            for m in one.members
        ],
        "not_proposed": [
            {"actor": b.actor, "name": b.name, "why": b.why, "relations": list(b.ties)}
            for b in one.beside
        ],
    }


def _lines(found: Suggested, view: BalanceView) -> Iterable[str]:
    for bloc in found.blocs:
        yield f"{bloc.name} ({len(bloc.members)}, held together by {bloc.bond})"
        for one in bloc.members:
            yield f"  {one.name}: {one.why}" + (f" [{one.state}]" if one.state else "")
        for other in bloc.beside:
            yield f"  not proposed: {other.name}: {other.why}"
    if found.unaligned:
        yield f"Unaligned: {', '.join(name for _, name in found.unaligned)}"
    yield view.summary
    for feud in view.feuds:
        yield from (f"  {triad.words}" for triad in feud.triads)
