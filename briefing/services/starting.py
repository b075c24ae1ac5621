"""A new briefing: empty, from a template, or from an earlier one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, BriefingAuthor, Section, SectionKind, Status
from briefing.domain.citing import citation_of, cited_in, split_citations
from briefing.domain.dates import DateError, friendly
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.ordering import after, between
from briefing.domain.quote import Tag
from briefing.domain.record import references
from briefing.domain.said_dates import said_date
from briefing.domain.source import BriefingSource, PassageLink
from briefing.errors import UserError
from briefing.paths import resource
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

_RANK = {kind.value: place for place, kind in enumerate(SectionKind)}
#: What is shown in an empty section that no template knows by its heading.
_GUIDANCE = {
    SectionKind.BOTTOM_LINE: "The answer in two or three sentences, for a reader who stops here.",
    SectionKind.KEY_JUDGMENTS: "Words that lead to the judgments, which are entries of their own.",
    SectionKind.DISPUTED: "Where sources contradict each other, and what we hold for now.",
    SectionKind.CHANGES: "What changed since the last briefing: events, judgments, sources.",
    SectionKind.DISCUSSION: "The argument from evidence to judgment. Cite with @.",
    SectionKind.ALTERNATIVE: "The strongest case against our judgment.",
    SectionKind.OUTLOOK: "What comes next, and the signs by which we would see it.",
    SectionKind.GAPS: "What we do not know, and why it matters.",
    SectionKind.IMPLICATIONS: "What follows for our own side.",
    SectionKind.SOURCE_SUMMARY: "How good the sources are, and what rests on one alone.",
}


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """A section that a template begins with. ``guidance`` is shown while it is empty."""

    section_kind: str
    heading: str
    guidance: str


@dataclass(frozen=True, slots=True)
class Template:
    """The frame of a briefing."""

    key: str
    title: str
    summary: str
    sections: tuple[TemplateSection, ...]


@cache
def templates() -> tuple[Template, ...]:
    """The templates that the program ships, in their order."""
    found: list[tuple[int, Template]] = []
    for file in sorted(resource("templates", "briefings").glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        sections = tuple(
            TemplateSection(
                SectionKind(one["kind"]).value, one.get("heading", ""), one.get("guidance", "")
            )
            for one in data["section"]
        )
        found.append((data["order"], Template(file.stem, data["title"], data["summary"], sections)))
    return tuple(one for _order, one in sorted(found, key=lambda pair: pair[0]))


def guidance(section_kind: str, heading: str, beside: Iterable[tuple[str, str]] = ()) -> str:
    """What to write in an empty section; it is shown in the editor only and nowhere kept.

    ``beside`` are kind and heading of all sections: the template with most of them is asked first.
    """
    present = set(beside)

    def shared(template: Template) -> int:
        return len(present & {(one.section_kind, one.heading) for one in template.sections})

    for template in sorted(templates(), key=shared, reverse=True):
        for one in template.sections:
            fits = bool(heading) or shared(template) > len(template.sections) // 2
            if fits and (one.section_kind, one.heading) == (section_kind, heading):
                return one.guidance
    known = section_kind in set(SectionKind)
    return _GUIDANCE[SectionKind(section_kind)] if known else ""


def new_briefing(
    workspace: Workspace,
    title: str,
    *,
    template: str = "",
    as_of: str = "",
    desk: str = "",
    audience: str = "",
    marking: str = "CLEAR",
) -> str:
    """Make a briefing as one step, with the empty sections of a template; its id.

    Its author is the person who works here. Without a date it is as of today.
    """
    known = {one.key: one for one in templates()}
    if template and template not in known:
        raise UserError(f"There is no template {template}; choose one of {', '.join(known)}.")
    briefing = Briefing(
        id=new_id(),
        title=_titled(title),
        as_of=_as_of(as_of),
        desk=desk.strip(),
        audience=audience.strip(),
        marking=marking,
    )
    records: list[Record] = [briefing]
    if workspace.author.person_id is not None:
        records.append(
            BriefingAuthor(
                id=new_id(),
                briefing_id=briefing.id,
                marking=marking,
                person_id=workspace.author.person_id,
                position=after(),
            )
        )
    place = ""
    for one in known[template].sections if template else ():
        place = after(place)
        records.append(
            Section(
                id=new_id(),
                briefing_id=briefing.id,
                marking=marking,
                section_kind=one.section_kind,
                heading=one.heading,
                position=place,
            )
        )
    with workspace.write("New briefing") as unit:
        unit.add_all(records)
    return briefing.id


def briefing_from(
    workspace: Workspace, earlier_id: str, *, title: str = "", as_of: str = "", desk: str = ""
) -> str:
    """Begin a briefing with what an earlier one holds, as one step; its id.

    Copied with new ids: sections, judgments with basis and indicators, blocs with members, authors and
    the sources on the desk. Citations keep their entries; those of copied judgments and blocs
    mean the copies. Status draft, version 1, no cut-off, and an empty section for what changed.
    """
    with workspace.write("New briefing from an earlier one") as unit:
        connection = unit.connection
        earlier = need(connection, "briefing", earlier_id)
        if not isinstance(earlier, Briefing):
            raise UserError("Choose a briefing to begin with.")
        day = _as_of(as_of)
        whole = _to_copy(connection, earlier)
        ids = {one.id: new_id() for one in whole}
        copies = [_copy(one, ids) for one in whole]
        head = replace(
            earlier,
            id=ids[earlier.id],
            title=_titled(title or renewed_title(earlier.title, earlier.as_of, day)),
            as_of=day,
            cutoff="",
            desk=desk.strip() or earlier.desk,
            status=Status.DRAFT.value,
            version=1,
        )
        rest = _with_changes(copies[1:], head, earlier)
        unit.add_all([head, *rest])
    return head.id


def proposed_title(workspace: Workspace, earlier_id: str, as_of: str) -> str:
    """The title that a briefing made from an earlier one would have."""
    with workspace.read() as connection:
        earlier = need(connection, "briefing", earlier_id)
    assert isinstance(earlier, Briefing)
    return renewed_title(earlier.title, earlier.as_of, as_of)


def renewed_title(title: str, old: str, new: str) -> str:
    """A title with the date, the week or the ISO date of its day brought up to another day."""
    first, second = _exact_day(old), _exact_day(new)
    if first is None or second is None:
        return title
    pairs = [
        (friendly(old), friendly(new)),
        (friendly(old, short=True), friendly(new, short=True)),
        (first.isoformat(), second.isoformat()),
    ]
    for before, now in pairs:
        title = title.replace(before, now)
    weeks = rf"\b([Ww]eek ){first.isocalendar().week}\b"
    return re.sub(weeks, rf"\g<1>{second.isocalendar().week}", title)


def _exact_day(edtf: str) -> date | None:
    try:
        return date.fromisoformat(edtf)
    except ValueError:
        return None


def _titled(title: str) -> str:
    plain = " ".join(title.split())
    if not plain:
        raise UserError("Give the briefing a title; it can be changed later.")
    return plain


def _as_of(text: str) -> str:
    # The day of the laptop, as its reader counts it.
    day = text.strip() or date.today().isoformat()  # noqa: DTZ011
    try:
        return said_date(day)
    except DateError as error:
        raise UserError(f"{day}: {error}.") from error


def _to_copy(connection: Connection, earlier: Briefing) -> list[Record]:
    """The briefing first, then all that goes with it."""
    of = {"briefing_id": earlier.id}
    judgments = find(connection, Judgment, **of)
    blocs = find(connection, Bloc, **of)
    members = find(connection, BlocMember, bloc_id=[b.id for b in blocs])
    indicators = find(connection, Indicator, judgment_id=[j.id for j in judgments])
    entries = [one.id for one in (*judgments, *blocs, *members, *indicators)]
    return [
        earlier,
        *find(connection, Section, **of),
        *find(connection, BriefingAuthor, **of),
        *find(connection, BriefingSource, **of),
        *judgments,
        *indicators,
        *find(connection, Basis, judgment_id=[j.id for j in judgments]),
        *blocs,
        *members,
        *find(connection, PassageLink, entry_id=entries),
        *find(connection, Tag, entry_id=entries),
    ]


def _copy(record: Record, ids: dict[str, str]) -> Record:
    fields: dict[str, str] = {"id": ids[record.id]}
    for name in (*references(type(record)), "entry_id"):
        value = getattr(record, name, None)
        if isinstance(value, str) and value in ids:
            fields[name] = ids[value]
    for name in ("body", "text"):
        value = getattr(record, name, None)
        if isinstance(value, str) and "[@" in value:
            fields[name] = _recited(value, ids)
    return replace(record, **fields)  # pyright: ignore[reportArgumentType]


def _recited(markdown: str, ids: dict[str, str]) -> str:
    parts: list[str] = []
    for piece, is_citation in split_citations(markdown):
        refs = cited_in(piece) if is_citation else ()
        if any(ref.id in ids for ref in refs):
            piece = citation_of(replace(ref, id=ids.get(ref.id, ref.id)) for ref in refs)
        parts.append(piece)
    return "".join(parts)


def _with_changes(copies: Iterable[Record], head: Briefing, earlier: Briefing) -> Sequence[Record]:
    """The copies with one empty section for what changed since the earlier briefing."""
    heading = f"Changes since {friendly(earlier.as_of)}" if earlier.as_of else ""
    changes: Section | None = None
    kept: list[Record] = []
    sections: list[Section] = []
    for one in copies:
        if isinstance(one, Section) and one.section_kind == SectionKind.CHANGES:
            changes = changes or replace(one, heading=heading, body="")
            continue
        if isinstance(one, Section):
            sections.append(one)
        kept.append(one)
    if changes is None:
        rank = _RANK[SectionKind.CHANGES]
        at = max(
            (n for n, s in enumerate(sections, 1) if _RANK.get(s.section_kind, 99) <= rank),
            default=0,
        )
        low = sections[at - 1].position if at else ""
        later = [s.position for s in sections[at:] if s.position > low]
        changes = Section(
            id=new_id(),
            briefing_id=head.id,
            marking=head.marking,
            section_kind=SectionKind.CHANGES.value,
            heading=heading,
            position=between(low, min(later, default=None)),
        )
    return [*kept, changes]
