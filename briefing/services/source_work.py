"""Work on a source: its reliability over time, its descriptor, what it goes back to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.analysis.origins import chain, goes_back
from briefing.domain.dates import DateError, friendly, parse
from briefing.domain.grades import Reliability
from briefing.domain.person import Person
from briefing.domain.source import Source, SourceGrade, SourceLink
from briefing.errors import UserError
from briefing.store.journal import new_id
from briefing.store.records import find, get_many, need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A reliability that a source was given, when, by whom and why."""

    id: str
    reliability: str
    label: str
    when: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A source in a list indented by how many steps back it lies; ``again`` says it stands above too."""

    id: str
    title: str
    reliability: str
    depth: int
    is_origin: bool
    again: bool


@dataclass(frozen=True, slots=True)
class SourceWork:
    """All that is known of a source's worth.

    ``descriptor`` holds (name, words) of the parts of ICD 206's source descriptor that are filled.
    ``back`` leads to the origins; ``forward`` are the sources that go back to this one.
    """

    id: str
    reliability: str
    reason: str
    grades: tuple[GradeLine, ...]
    descriptor: tuple[tuple[str, str], ...]
    back: tuple[TreeLine, ...]
    forward: tuple[TreeLine, ...]


def source_work(ws: Workspace, source_id: str) -> SourceWork | None:
    """What is known of a source's worth; None where there is no such source."""
    with ws.read() as connection:
        source = get_many(connection, Source, [source_id]).get(source_id)
        if source is None:
            return None
        grades = find(connection, SourceGrade, source_id=source_id)
        people = get_many(connection, Person, [g.author_id for g in grades if g.author_id])
        steps = goes_back(find(connection, SourceLink))
        forward: dict[str, list[str]] = {}
        for later, earlier in steps.items():
            for one in earlier:
                forward.setdefault(one, []).append(later)
        back = chain(source_id, steps)
        onward = chain(source_id, forward)
        sources = get_many(connection, Source, [i for _depth, i in (*back, *onward)])
    return SourceWork(
        source.id,
        source.reliability,
        source.reliability_reason,
        tuple(_grade(g, people) for g in sorted(grades, key=_by_day, reverse=True)),
        tuple(
            (name, words.strip())
            for name, words in (
                ("Factors", source.descriptor),
                ("Level of access", source.level_of_access),
                ("Track record", source.track_record),
                ("Bias", source.bias),
            )
            if words.strip()
        ),
        _tree(back, sources, steps),
        _tree(onward, sources, forward),
    )


def _by_day(grade: SourceGrade) -> tuple[int, str, str]:
    try:
        day = parse(grade.graded).earliest if grade.graded else None
    except DateError:
        day = None
    # One whose day is not known is older than any.
    return (day if day is not None else -(10**13), grade.position, grade.id)


def _grade(grade: SourceGrade, people: Mapping[str, Person]) -> GradeLine:
    known = grade.reliability in set(Reliability)
    author = people.get(grade.author_id or "")
    return GradeLine(
        grade.id,
        grade.reliability,
        Reliability(grade.reliability).label if known else "",
        friendly(grade.graded),
        author.name if author else "",
        grade.reason,
    )


def _tree(
    rows: list[tuple[int, str]], sources: Mapping[str, Source], steps: Mapping[str, object]
) -> tuple[TreeLine, ...]:
    """The rows below the source itself."""
    met = {rows[0][1]}
    lines: list[TreeLine] = []
    for depth, one in rows[1:]:
        source = sources.get(one)
        lines.append(
            TreeLine(
                one,
                (source.title or source.descriptor or "Untitled") if source else "not received",
                source.reliability if source else "",
                depth,
                not steps.get(one),
                one in met,
            )
        )
        met.add(one)
    return tuple(lines)


def regrade(ws: Workspace, source_id: str, reliability: str, reason: str, graded: str = "") -> str:
    """Give a source another reliability and keep the one before, as one step; the new grade's id.

    ``graded`` is the day, an EDTF date; today where none is given. Raises UserError for what is no
    grade, no date, or has no reason.
    """
    reason = reason.strip()
    if reliability not in set(Reliability):
        raise UserError(f"“{reliability}” is no reliability; it goes from A to F.")
    if not reason:
        raise UserError("Say why the source is graded so; the reason is kept with the date.")
    graded = graded.strip() or date.today().isoformat()  # noqa: DTZ011 - the grader's day
    try:
        parse(graded)
    except DateError as error:
        raise UserError(f"{graded}: {error}.") from error
    with ws.write("Grade source") as unit:
        source = need(unit.connection, "source", source_id)
        assert isinstance(source, Source)
        known = find(unit.connection, SourceGrade, source_id=source_id)
        last = max((g.position for g in known), default="")
        if not known:
            # What it was graded before the history began, on a day that nobody wrote down.
            last = "m"
            unit.add(
                SourceGrade(
                    id=new_id(),
                    marking=source.marking,
                    source_id=source_id,
                    reliability=source.reliability,
                    reason=source.reliability_reason,
                    position=last,
                )
            )
        made = SourceGrade(
            id=new_id(),
            marking=source.marking,
            source_id=source_id,
            reliability=reliability,
            reason=reason,
            graded=graded,
            author_id=ws.author.person_id,
            position=last + "m",
        )
        unit.add(made)
        unit.change("source", source_id, reliability=reliability, reliability_reason=reason)
    return made.id
