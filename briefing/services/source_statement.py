"""The source summary statement of ICD 206, drafted from the facts for a person to edit.

It says how many sources there are and of which grades, what they go back to, which judgments rest on
one of them, where they agree and contradict, and what is missing. What the facts do not tell is left
to the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.origins import count_independent
from briefing.domain.briefing import Section, SectionKind
from briefing.domain.grades import Reliability
from briefing.domain.relation import Stance
from briefing.errors import UserError
from briefing.services.checking import gather
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.analysis.material import Material, Support
    from briefing.services.workspace import Workspace

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def draft(ws: Workspace, briefing_id: str) -> str:
    """The statement as the facts have it, in Markdown. Raises NotFoundError for no such briefing."""
    with ws.read() as connection:
        material = gather(connection, briefing_id)
    paragraphs = [_base(material), _weight(material), _agreement(material), _gaps(material)]
    return "\n\n".join(
        " ".join(filter(None, sentences)) for sentences in paragraphs if any(sentences)
    )


def statement_of(ws: Workspace, briefing_id: str) -> Section | None:
    """The section that holds the statement; of several, the first with words in it."""
    with ws.read() as connection:
        found = find(
            connection,
            Section,
            briefing_id=briefing_id,
            section_kind=SectionKind.SOURCE_SUMMARY.value,
        )
    return next((s for s in found if s.body.strip()), found[0] if found else None)


def write_statement(ws: Workspace, briefing_id: str, body: str, *, replace: bool = False) -> str:
    """Put the statement into its section, as one step; the section's id.

    Raises UserError where the section has words already, unless ``replace``: what a person wrote is
    never overwritten without a question.
    """
    present = statement_of(ws, briefing_id)
    if present is not None and present.body.strip() and not replace:
        raise UserError("The source summary has words already; say that they are to be replaced.")
    with ws.write("Draft source summary") as unit:
        if present is not None:
            unit.change("section", present.id, body=body)
            return present.id
        briefing = need(unit.connection, "briefing", briefing_id)
        last = max(
            (s.position for s in find(unit.connection, Section, briefing_id=briefing_id)),
            default="",
        )
        made = Section(
            id=new_id(),
            marking=briefing.marking,
            briefing_id=briefing_id,
            section_kind=SectionKind.SOURCE_SUMMARY.value,
            heading="Sources",
            body=body,
            position=last + "m" if last else "m",
        )
        unit.add(made)
    return made.id


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{_number(count)} {one if count == 1 else many or one + 's'}"


def _some(count: int) -> str:
    return "none is" if not count else "one is" if count == 1 else f"{_number(count)} are"


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]


def _listed(words: Iterable[str]) -> str:
    given = list(words)
    return " and ".join(filter(None, (", ".join(given[:-1]), given[-1]))) if given else ""


def _used(material: Material) -> list[str]:
    """Sources whose words carry something, those that carry most first."""
    counts: dict[str, int] = {}
    for supports in material.support.values():
        for source_id in {s.source_id for s in supports}:
            counts[source_id] = counts.get(source_id, 0) + 1
    return sorted(counts, key=lambda i: (-counts[i], material.name_of(i), i))


def _base(material: Material) -> list[str]:
    """How many sources, of which grades, through how many documents, of how many origins."""
    used = _used(material)
    if not used:
        return ["This briefing rests on no source yet."]
    outlets = {s.outlet_id for some in material.support.values() for s in some}
    origins = count_independent(used, material.steps)
    first = f"This briefing rests on {_counted(len(used), 'source')}"
    if origins < len(used):
        first += f", of which {_number(origins)} {'is' if origins == 1 else 'are'} independent"
    told = [first + "."]
    only = [i for i in used if i not in outlets]
    if only:
        through = _listed(
            material.name_of(i) or "a source not received"
            for i in sorted(outlets, key=material.name_of)
            if any(
                s.outlet_id == i and s.source_id in only
                for some in material.support.values()
                for s in some
            )
        )
        was = "was not seen itself" if len(only) == 1 else "were not seen themselves"
        told.append(f"{_start(_number(len(only)))} of them {was}, but as reported by {through}.")
    grades: dict[str, int] = {}
    for one in used:
        source = material.sources.get(one)
        grade = source.reliability if source and source.reliability in set(Reliability) else "F"
        grades[grade] = grades.get(grade, 0) + 1
    parts = [
        f"{_number(grades[g])} {'is' if grades[g] == 1 else 'are'} {_label(g)} ({g})"
        for g in Reliability
        if g in grades and g != Reliability.F
    ]
    if Reliability.F in grades:
        parts.append(f"the reliability of {_number(grades[Reliability.F])} cannot be judged (F)")
    told.append(_start(_listed(parts)) + " on the NATO scale.")
    return told


def _label(grade: Reliability) -> str:
    return grade.label[:1].lower() + grade.label[1:]


def _asserting(supports: Iterable[Support]) -> list[str]:
    return list(dict.fromkeys(s.source_id for s in supports if s.role != Stance.DENIES))


def _weight(material: Material) -> list[str]:
    """Which sources matter most to the judgments, and which judgments rest on one."""
    judgments = [j for j in material.judgments if j.key] or list(material.judgments)
    if not judgments:
        return []
    what = "key judgment" if any(j.key for j in judgments) else "judgment"
    behind = {j.id: _asserting(material.behind(j.id)) for j in judgments}
    carries: dict[str, int] = {}
    for sources in behind.values():
        for one in sources:
            carries[one] = carries.get(one, 0) + 1
    told: list[str] = []
    most = sorted(carries, key=lambda i: (-carries[i], material.name_of(i)))[:3]
    names = [material.name_of(i) for i in most if material.name_of(i)]
    if names:
        told.append(f"Most of what the {what}s rest on comes from {_listed(names)}.")
    alone = [j for j in judgments if len(behind[j.id]) == 1]
    one_origin = [
        j
        for j in judgments
        if len(behind[j.id]) > 1 and count_independent(behind[j.id], material.steps) == 1
    ]
    nothing = [j for j in judgments if not behind[j.id]]
    for some, words in (
        (alone, "on one source alone"),
        (one_origin, "on several sources that go back to one"),
        (nothing, "on no source"),
    ):
        if some:
            titles = _listed(f"“{j.text.rstrip('.')}”" for j in some)
            rest = "rests" if len(some) == 1 else "rest"
            told.append(f"{_start(_counted(len(some), what))} {rest} {words}: {titles}.")
    if not alone and not one_origin and not nothing:
        told.append(f"No {what} rests on one source alone.")
    return told


def _agreement(material: Material) -> list[str]:
    """How many claims are borne out by independent origins, how many are denied."""
    claims = material.claims
    if not claims:
        return []
    supports = {c.id: material.support.get(c.id, ()) for c in claims}
    borne = sum(
        count_independent(_asserting(some), material.steps) > 1 for some in supports.values()
    )
    denied = sum(
        claim_id in material.denied or any(s.role == Stance.DENIES for s in some)
        for claim_id, some in supports.items()
    )
    told = [
        f"Of {_counted(len(claims), 'claim')}, {_some(borne)} asserted by two independent origins or "
        f"more, and {_some(denied)} denied."
    ]
    if material.rivals:
        told.append("Rival versions are set beside each other.")
    return told


def _gaps(material: Material) -> list[str]:
    """What is unsourced, undated, ungraded."""
    told: list[str] = []
    bare = [one for one in material.statements() if not material.support.get(one.id)]
    if bare:
        verb = "has" if len(bare) == 1 else "have"
        told.append(f"{_start(_counted(len(bare), 'statement'))} {verb} no source.")
    used = [material.sources[i] for i in _used(material) if i in material.sources]
    undated = sum(not s.issued.strip() for s in used)
    if undated:
        told.append(f"The date of {_counted(undated, 'source')} is not known.")
    received = len(_used(material)) - len(used)
    if received:
        verb = "has" if received == 1 else "have"
        told.append(f"{_start(_counted(received, 'source'))} {verb} not been received.")
    return told
