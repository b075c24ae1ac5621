"""Writing a briefing: its sections typed, named, put in order, added and put into the trash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing, Section, SectionKind
from briefing.domain.ordering import between
from briefing.errors import NotFoundError, UserError
from briefing.services.editing import move_entry
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork

_RANK = {kind.value: place for place, kind in enumerate(SectionKind)}
#: Kinds that stand above the judgments wherever else their place is.
_FIRST = {SectionKind.BOTTOM_LINE.value: 0, SectionKind.DISPUTED.value: 1}


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as it is typed."""

    id: str
    section_kind: str
    heading: str
    body: str
    position: str


class SectionChangedError(UserError):
    """A section holds other words than the ones the writer began with; ``body`` is what it holds."""

    def __init__(self, body: str) -> None:
        super().__init__("This section was changed elsewhere while you wrote; choose what stays.")
        self.body = body


def section_rows(workspace: Workspace, briefing_id: str) -> tuple[SectionRow, ...]:
    """The sections of a briefing in the order of the page, those with no words yet too."""
    with workspace.read() as connection:
        return tuple(
            SectionRow(s.id, s.section_kind, s.heading, s.body, s.position)
            for s in page_order(find(connection, Section, briefing_id=briefing_id))
        )


def page_order(sections: Iterable[Section]) -> list[Section]:
    """Sections as they are read: the bottom line, what is disputed, and the rest by its place."""
    return sorted(sections, key=_group)


def _group(section: Section | SectionRow) -> int:
    return group_of(section.section_kind)


def group_of(section_kind: str) -> int:
    """Which part of the page a kind belongs to: 0 bottom line, 1 disputed, 2 all others."""
    return _FIRST.get(section_kind, 2)


def _briefing(connection: Connection, briefing_id: str) -> Briefing:
    found = need(connection, "briefing", briefing_id)
    assert isinstance(found, Briefing)
    return found


def _open(unit: UnitOfWork, section_id: str) -> Section:
    section = unit.get("section", section_id)
    if not isinstance(section, Section) or section.deleted:
        raise NotFoundError("This section is in the trash; take it out to write in it.")
    return section


def set_section_body(
    workspace: Workspace,
    section_id: str,
    body: str,
    *,
    expected: str,
    intention: str | None = None,
) -> None:
    """Save the words of a section as they are typed; one ``intention`` is one step to undo.

    ``expected`` is what the writer began with. Raises SectionChangedError where the section holds
    something else, NotFoundError where it is in the trash.
    """
    with workspace.write("Edit section", intention=intention) as unit:
        present = _open(unit, section_id).body
        if present not in (expected, body):
            raise SectionChangedError(present)
        unit.change("section", section_id, body=body)


def set_section_heading(workspace: Workspace, section_id: str, heading: str) -> None:
    """Name a section; without a name its kind is shown."""
    with workspace.write("Rename section") as unit:
        _open(unit, section_id)
        unit.change("section", section_id, heading=" ".join(heading.split()))


def set_section_kind(workspace: Workspace, section_id: str, section_kind: str) -> None:
    """Say what a section is for."""
    with workspace.write("Change kind of section") as unit:
        _open(unit, section_id)
        unit.change("section", section_id, section_kind=str(section_kind))


def add_section(
    workspace: Workspace,
    briefing_id: str,
    section_kind: str,
    *,
    heading: str = "",
    body: str = "",
) -> str:
    """Add a section after those that come before its kind in a new briefing; its id."""
    section_id = new_id()
    with workspace.write("Add section") as unit:
        present = find(unit.connection, Section, briefing_id=briefing_id)
        rank = _RANK.get(str(section_kind), len(_RANK))
        at = max(
            (n for n, s in enumerate(present, 1) if _RANK.get(s.section_kind, len(_RANK)) <= rank),
            default=0,
        )
        low = present[at - 1].position if at else ""
        later = [s.position for s in present[at:] if s.position > low]
        unit.add(
            Section(
                id=section_id,
                briefing_id=briefing_id,
                marking=_briefing(unit.connection, briefing_id).marking,
                section_kind=str(section_kind),
                heading=heading,
                body=body,
                position=between(low, min(later, default=None)),
            )
        )
    return section_id


def move_section(
    workspace: Workspace, section_id: str, *, by: int = 0, before: str | None = None
) -> bool:
    """Put a section ``by`` places on among those of its part of the page, or before another of them.

    ``before`` "" is the end of the part. False where it stands there already.
    """
    with workspace.read() as connection:
        section = need(connection, "section", section_id)
        assert isinstance(section, Section)
        every = find(connection, Section, briefing_id=section.briefing_id)
    among = [s.id for s in every if _group(s) == _group(section)]
    return move_entry(workspace, "section", section_id, by=by, before=before, among=among)


def delete_section(workspace: Workspace, section_id: str) -> None:
    """Put a section into the trash."""
    with workspace.write("Delete section") as unit:
        _open(unit, section_id)
        unit.delete("section", section_id)


def restore_section(workspace: Workspace, section_id: str, body: str) -> None:
    """Take a section out of the trash with the words that its writer had not saved yet."""
    with workspace.write("Restore section") as unit:
        unit.restore("section", section_id)
        unit.change("section", section_id, body=body)
