"""Final versions of a briefing: what there are, and what the next one changes in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing, Release, Section, Status
from briefing.domain.grades import band_of
from briefing.domain.judgment import Judgment
from briefing.domain.likelihood import span_words
from briefing.domain.person import Person
from briefing.domain.records import word
from briefing.i18n import _, ngettext
from briefing.services import comparing, standing
from briefing.services.note_threads import NAMELESS
from briefing.services.reading import What
from briefing.store.records import find, get_many, need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.services.comparing import EntryDifference
    from briefing.services.workspace import Workspace

#: As much of a judgment's words as helps to know it again.
_WORDS = 110


@dataclass(frozen=True, slots=True)
class FinalVersion:
    """A final version. ``released`` is ISO 8601 in UTC; ``clock`` that of the change set that froze it."""

    id: str
    number: int
    released: str
    who: str
    changes: str
    clock: int


@dataclass(frozen=True, slots=True)
class Versions:
    """The final versions of a briefing, the newest first, and what lies on the desk now."""

    number: int
    is_final: bool
    final: tuple[FinalVersion, ...]

    @property
    def last(self) -> FinalVersion | None:
        """The newest final version."""
        return self.final[0] if self.final else None

    @property
    def before(self) -> FinalVersion | None:
        """The final version before what is on the desk: that which a correction is held against."""
        return next((one for one in self.final if one.number < self.number), None)

    @property
    def changes(self) -> str:
        """What the final version on the desk says of its changes; empty for a draft and for the first."""
        own = next((one for one in self.final if one.number == self.number), None)
        return own.changes if own is not None and self.is_final else ""


def versions_of(ws: Workspace, briefing_id: str) -> Versions:
    """The final versions of a briefing. Raises NotFoundError."""
    with ws.read() as connection:
        briefing = need(connection, "briefing", briefing_id)
        assert isinstance(briefing, Briefing)
        found = find(connection, Release, briefing_id=briefing_id)
        people = get_many(connection, Person, {one.author_id or "" for one in found} - {""})
    final = [
        FinalVersion(
            one.id,
            one.number,
            one.released,
            people[one.author_id].name if one.author_id in people else NAMELESS,
            one.changes,
            one.clock,
        )
        for one in found
    ]
    final.sort(key=lambda one: (one.number, one.clock), reverse=True)
    return Versions(briefing.version, briefing.status == Status.FINAL, tuple(final))


def proposed_changes(ws: Workspace, briefing_id: str) -> str:
    """What differs from the final version before, for a person to edit; empty where there is none.

    Judgments come first, likelihood and confidence in sentences of their own, and where none changed that
    is said (ICD 203: change to or consistency of analytic judgments).
    """
    before = versions_of(ws, briefing_id).before
    if before is None:
        return ""
    with standing.past(ws, before.clock) as past:
        found = comparing.compare(past, ws, briefing_id)
        lines = list(_of_judgments(_judgments(past, briefing_id), _judgments(ws, briefing_id)))
        names = {**_sections(past, briefing_id), **_sections(ws, briefing_id)}
    if not lines:
        lines = [_("No judgment changed.")]
    others = [one for one in found if one.kind != "judgment"]
    lines += _of_others(others, names)
    return "\n".join(lines)


def _judgments(ws: Workspace, briefing_id: str) -> dict[str, Judgment]:
    with ws.read() as connection:
        return {one.id: one for one in find(connection, Judgment, briefing_id=briefing_id)}


def _sections(ws: Workspace, briefing_id: str) -> dict[str, str]:
    with ws.read() as connection:
        found = find(connection, Section, briefing_id=briefing_id)
    return {one.id: one.heading.strip() or one.section_kind.capitalize() for one in found}


def _of_judgments(before: dict[str, Judgment], after: dict[str, Judgment]) -> Iterator[str]:
    for key, now in after.items():
        was = before.get(key)
        name = _named(now)
        if was is None:
            yield _("New: {judgment}").format(judgment=_likely(now))
            if now.confidence:
                yield _("{judgment}: the confidence is {level}.").format(
                    judgment=name, level=now.confidence
                )
            continue
        if (was.likelihood, was.scale) != (now.likelihood, now.scale):
            yield _("{judgment}: {now}; before: {was}.").format(
                judgment=name, now=_term(now), was=_term(was)
            )
        if was.confidence != now.confidence:
            yield _("{judgment}: the confidence is {now}; before: {was}.").format(
                judgment=name,
                now=now.confidence or _("not stated"),
                was=was.confidence or _("not stated"),
            )
        if was.text != now.text:
            yield _("Reworded: {judgment}; before: {was}.").format(judgment=name, was=_named(was))
        if was.key != now.key:
            words = (
                _("{judgment} is a key judgment now.")
                if now.key
                else _("{judgment} is no key judgment any more.")
            )
            yield words.format(judgment=name)
    for key, was in before.items():
        if key not in after:
            yield _("Dropped: {judgment}").format(judgment=_likely(was))


def _of_others(found: Sequence[EntryDifference], names: Mapping[str, str]) -> Iterator[str]:
    for one in found:
        if one.kind == "section" and one.what is not What.REMOVED:
            shape = (
                _("Section “{title}” is new.")
                if one.what is What.NEW
                else _("Section “{title}” was revised.")
            )
            yield shape.format(title=names.get(one.id, one.title))
        elif one.kind == "section":
            yield _("Section “{title}” was dropped.").format(title=names.get(one.id, one.title))
    counts: dict[tuple[str, What], int] = {}
    for one in found:
        if one.kind not in ("section", "briefing"):
            counts[one.kind, one.what] = counts.get((one.kind, one.what), 0) + 1
    if counts:
        parts = [
            _("{n} {what} {kind}").format(n=n, what=_(what.value), kind=_plural(kind, n))
            for (kind, what), n in counts.items()
        ]
        yield _("Besides: {parts}.").format(parts=", ".join(parts))


def _plural(kind: str, number: int) -> str:
    one = word(kind)
    many = f"{one[:-1]}ces" if one.endswith("x") else f"{one}s"
    return ngettext(one, many, number)


def _named(one: Judgment) -> str:
    words = " ".join(one.text.split())
    if len(words) > _WORDS:
        words = words[: _WORDS - 1].rsplit(" ", 1)[0] + "…"
    return f"“{words}”"


def _term(one: Judgment) -> str:
    if not one.likelihood:
        return _("an assessment of fact")
    band = band_of(one.likelihood, one.scale)
    span = span_words(band) if band is not None else ""
    return f"{one.likelihood} ({span})" if span else one.likelihood


def _likely(one: Judgment) -> str:
    return f"{_named(one)}: {_term(one)}."
