"""A briefing on the terminal: as it is, or as it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.cli.main import WrongCallError
from briefing.cli.output import print_json, print_line
from briefing.domain.changes import local_minute
from briefing.domain.citing import without_citations
from briefing.domain.dates import friendly
from briefing.errors import NotFoundError, UserError
from briefing.services import snapshot

if TYPE_CHECKING:
    import argparse

    from briefing.services.workspace import Workspace


def show(workspace: Workspace, options: argparse.Namespace) -> int:
    """``briefing show ID``."""
    whole, stood = _whole(workspace, options.id, options.at)
    if options.json:
        print_json(whole)
        return 0
    if stood:
        print_line(f"As it stood on {stood}.")
    print_line(f"{whole['title']}\nAs of {friendly(whole['as_of'])} · TLP:{whole['marking']}")
    for section in whole["sections"]:
        print_line(
            f"\n{section['heading'] or section['section_kind'].upper()}\n{without_citations(section['body'])}"
        )
    for name in ("judgments", "quotes", "events", "relations", "blocs", "claims"):
        print_line(f"\n{name.upper()} ({len(whole[name])})")
        for entry in whole[name]:
            words = next(
                entry[key]
                for key in ("text", "words", "what", "proposition", "name", "relation_kind")
                if key in entry
            )
            print_line(f"  {entry['id']}  {words}")
    return 0


def _whole(workspace: Workspace, briefing_id: str, at: str) -> tuple[dict[str, Any], str]:
    """A briefing as it is, or as it stood at a moment, and then that moment."""
    if not at:
        return snapshot.show_briefing(workspace, briefing_id), ""
    from briefing.services import standing

    try:
        clock = standing.clock_of(at)
    except UserError as error:
        raise WrongCallError(f"briefing show: --at {error}") from error
    with standing.past(workspace, clock) as then:
        try:
            return snapshot.show_briefing(then, briefing_id), local_minute(clock)
        except NotFoundError as error:
            raise NotFoundError(f"No briefing had the id {briefing_id} at {at}.") from error
