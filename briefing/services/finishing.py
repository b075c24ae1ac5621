"""How far a briefing has come: draft, in review, final; what a final one lacks, and its lock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing, Release, Section, SectionKind, Status
from briefing.domain.citing import without_citations
from briefing.domain.judgment import Judgment
from briefing.domain.markings import highest
from briefing.domain.record import Scalar, owner_field, references
from briefing.domain.records import KINDS
from briefing.errors import UserError
from briefing.store.coverage import coverage
from briefing.store.journal import new_id
from briefing.store.markings import markings
from briefing.store.records import find, get_many, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.services.workspace import Workspace
    from briefing.store.unit_of_work import UnitOfWork

#: What readers add beside a final briefing: notes, questions and highlights, kept searches, and what
#: they think of it when they are asked blind.
_BESIDE = frozenset(
    {"annotation", "saved_search", "person"}
    | {"blind_round", "blind_item", "blind_part", "blind_answer"}
)
#: What changes with the status itself.
_OF_STATUS = frozenset({"status", "version"})
#: Parts of any entry, which they name by its kind and id.
_OF_ENTRY = frozenset({"tag", "passage_link"})
_TITLE = 60


class FinalError(UserError):
    """What was to be changed belongs to a final briefing."""

    def __init__(self, briefing: Briefing) -> None:
        title = " ".join(briefing.title.split())
        if len(title) > _TITLE:
            title = title[: _TITLE - 1].rstrip() + "…"
        super().__init__(_line(f"“{title}”", briefing))


def _line(which: str, briefing: Briefing) -> str:
    return f"{which} is final (version {briefing.version}); set it back to draft to change it."


def status_of(workspace: Workspace, briefing_id: str) -> str:
    """How far a briefing has come."""
    with workspace.read() as connection:
        return str(getattr(need(connection, "briefing", briefing_id), "status", ""))


def set_status(workspace: Workspace, briefing_id: str, status: str, changes: str = "") -> None:
    """Take a briefing a step on or back; out of final begins the next version.

    Becoming final freezes it under its number as a :class:`Release`, with ``changes`` since the final
    version before; where none are given and there is one, those that are proposed.
    """
    if status == Status.FINAL and not changes.strip():
        # Loaded by the first briefing that becomes final.
        from briefing.services.releasing import proposed_changes

        changes = proposed_changes(workspace, briefing_id)
    with workspace.write(f"Set to {Status(status).value}") as unit:
        briefing = need(unit.connection, "briefing", briefing_id)
        assert isinstance(briefing, Briefing)
        reopened = briefing.status == Status.FINAL and status != Status.FINAL
        if status == Status.FINAL and briefing.status != Status.FINAL:
            unit.add(
                Release(
                    id=new_id(),
                    briefing_id=briefing_id,
                    number=briefing.version,
                    released=datetime.now(UTC).isoformat(timespec="seconds"),
                    clock=unit.clock(),
                    changes=changes.strip(),
                    author_id=workspace.author.person_id,
                    marking=_marking(unit, briefing),
                )
            )
        unit.change(
            "briefing",
            briefing_id,
            status=Status(status).value,
            version=briefing.version + reopened,
        )


def _marking(unit: UnitOfWork, briefing: Briefing) -> str:
    """The words of a release tell of judgments: they are marked as the highest of the entries."""
    return highest((briefing.marking, *markings(unit.connection, briefing.id))).value


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


def is_part(kind: str) -> bool:
    """Whether an entry of the kind belongs to one briefing, which freezes it by becoming final."""
    return kind == "briefing" or (kind not in _BESIDE and "briefing_id" in references(KINDS[kind]))


def is_beside(kind: str) -> bool:
    """Whether records of the kind stand beside a briefing and are written also where it is final."""
    return kind in _BESIDE


def lock_line(workspace: Workspace, briefing_id: str) -> str:
    """What the page of a final briefing says about being changed; empty where it is not final."""
    with workspace.read() as connection:
        briefing = need(connection, "briefing", briefing_id)
    assert isinstance(briefing, Briefing)
    return _line("This briefing", briefing) if briefing.status == Status.FINAL else ""


def is_final(workspace: Workspace, briefing_id: str) -> bool:
    """Whether a briefing is not to be changed until it is set back to draft."""
    return status_of(workspace, briefing_id) == Status.FINAL


def refuse_final(unit: UnitOfWork) -> None:
    """Raise FinalError where a write changed what belongs to a briefing that is final and stays so.

    To a briefing belong its own fields, all that names it, and all parts of that: a tag or a passage
    that an entry rests on belongs to the entry. Actors, sources and their documents are shared by
    briefings and belong to none. Notes stand beside a briefing. The status can always be changed.
    """
    touched = unit.touched()
    heads = touched.get("briefing", {})
    final = {one.id: one for one in find(unit.connection, Briefing, status=Status.FINAL.value)}
    # Also those that this write puts into the trash.
    final |= get_many(unit.connection, Briefing, heads)
    for briefing_id, before in heads.items():
        now = final[briefing_id]
        stays = before.get("status", now.status) == now.status == Status.FINAL
        if unit.is_new(briefing_id) or not stays:
            # It comes in, or becomes final or a draft, in this very write.
            del final[briefing_id]
        elif before.keys() - _OF_STATUS and before.get("deleted") is not True:
            raise FinalError(now)
    if not final:
        return
    level: dict[str, set[str]] = {
        kind: set(records)
        for kind, records in touched.items()
        if kind not in _BESIDE and kind != "briefing"
    }
    while level:
        above: dict[str, set[str]] = {}
        for kind, ids in level.items():
            for up, up_id in _belongs(unit, kind, ids, touched.get(kind, {})):
                if up == "briefing" and up_id in final:
                    raise FinalError(final[up_id])
                if up in KINDS and up not in _BESIDE and up != "briefing":
                    above.setdefault(up, set()).add(up_id)
        level = above


def _belongs(
    unit: UnitOfWork,
    kind: str,
    ids: Iterable[str],
    before: Mapping[str, Mapping[str, Scalar]],
) -> set[tuple[str, str]]:
    """Kind and id of what records are parts of, now and, where this write moved them, before."""
    cls = KINDS[kind]
    owner = owner_field(cls)
    if kind in _OF_ENTRY:
        links: tuple[str, ...] = ("entry_kind", "entry_id")
    elif "briefing_id" in references(cls):
        links = ("briefing_id",)
    elif owner is not None:
        links = (owner,)
    else:
        return set()
    held = get_many(unit.connection, cls, (i for i in ids if not unit.is_new(i)))
    found: set[tuple[str, str]] = set()
    for record_id in ids:
        record = held.get(record_id)
        now = {
            name: getattr(record, name) if record else unit.value(kind, record_id, name)
            for name in links
        }
        for values in (now, {**now, **before.get(record_id, {})}):
            up_id = values[links[-1]]
            up = values["entry_kind"] if len(links) > 1 else references(cls)[links[0]]
            if up and up_id:
                found.add((str(up), str(up_id)))
    return found
