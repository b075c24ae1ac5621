"""How far a briefing has come: draft, in review, final, and what a final one should not lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing, Section, SectionKind, Status
from briefing.domain.citing import without_citations
from briefing.domain.judgment import Judgment
from briefing.store.coverage import coverage
from briefing.store.records import find, need

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace


def status_of(workspace: Workspace, briefing_id: str) -> str:
    """How far a briefing has come."""
    with workspace.read() as connection:
        return str(getattr(need(connection, "briefing", briefing_id), "status", ""))


def set_status(workspace: Workspace, briefing_id: str, status: str) -> None:
    """Take a briefing a step on or back; out of final begins the next version."""
    with workspace.write(f"Set to {Status(status).value}") as unit:
        briefing = need(unit.connection, "briefing", briefing_id)
        assert isinstance(briefing, Briefing)
        reopened = briefing.status == Status.FINAL and status != Status.FINAL
        unit.change(
            "briefing",
            briefing_id,
            status=Status(status).value,
            version=briefing.version + reopened,
        )


def missing_for_final(workspace: Workspace, briefing_id: str) -> list[str]:
    """What a reader of a final briefing would miss, a line each; empty where nothing is missing."""
    with workspace.read() as connection:
        briefing = need(connection, "briefing", briefing_id)
        assert isinstance(briefing, Briefing)
        sections = find(connection, Section, briefing_id=briefing_id)
        judgments = find(connection, Judgment, briefing_id=briefing_id)
        sourced, statements = coverage(connection, briefing_id)
    found: list[str] = []
    if not any(
        s.section_kind == SectionKind.BOTTOM_LINE and without_citations(s.body).strip()
        for s in sections
    ):
        found.append("There is no bottom line.")
    if not any(j.key for j in judgments):
        found.append("There is no key judgment.")
    unsourced = statements - sourced
    if unsourced:
        found.append(
            "One statement rests on no source."
            if unsourced == 1
            else f"{unsourced} statements rest on no source."
        )
    if not briefing.cutoff.strip():
        found.append("The information cut-off is not given.")
    if not briefing.as_of.strip():
        found.append("The as-of date is not given.")
    return found
