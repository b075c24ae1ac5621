"""Which lines of a bloc picture are shown: by kind, by sign, and by the grade of what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.grades import Reliability
from briefing.services.reference_records import is_reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.relation import Relation
    from briefing.services.bloc_material import Backing, BlocMaterial

#: What a filter by grade can ask for, with its words. F and 6 say "not judged": they are no worst grade.
GRADES = (
    ("", "any"),
    ("AB", "source A or B"),
    ("ABC", "source A to C"),
    ("F", "sources not judged"),
    ("12", "information 1 or 2"),
    ("123", "information 1 to 3"),
    ("cited", "with a passage"),
    ("unsourced", "without a passage"),
    ("own", "the briefing’s own evidence"),
    ("reference", "the reference set"),
)
SIGNS = ((1, "with (+)"), (0, "neither (0)"), (-1, "against (−)"))


@dataclass(frozen=True, slots=True)
class BlocFilter:
    """Kinds and signs that are shown, all where empty, and the least grade, a key of ``GRADES``."""

    kinds: frozenset[str] = frozenset()
    signs: frozenset[int] = frozenset()
    grade: str = ""

    @property
    def is_on(self) -> bool:
        """Whether it may leave something out."""
        return bool(self.kinds or self.signs or self.grade)

    def passes(self, relation: Relation, backing: Backing) -> bool:
        """Whether a relation is shown."""
        if self.kinds and relation.relation_kind not in self.kinds:
            return False
        if self.signs and relation.sign not in self.signs:
            return False
        return meets(backing, self.grade)


def meets(backing: Backing, grade: str) -> bool:
    """Whether what a line rests on has the grade asked for, a key of ``GRADES``."""
    match grade:
        case "":
            return True
        case "cited":
            return backing.passages > 0
        case "unsourced":
            return backing.passages == 0
        case "own":
            return not is_reference(backing.sources) or len(backing.sources) > 1
        case "reference":
            return is_reference(backing.sources)
        case "F":
            return backing.reliabilities == frozenset({Reliability.F.value})
        case _:
            held = backing.credibilities if grade.isdigit() else backing.reliabilities
            return not held.isdisjoint(grade)


def grade_of(backing: Backing) -> str:
    """The best letter of the sources and, where a claim on the same words was judged, its best digit.

    F and 6 count only where nothing else is there; without a source it is empty.
    """
    letter = min(backing.reliabilities, default="")
    digit = min(backing.credibilities - {"6"}, default="")
    return f"{letter}{digit}" if letter else ""


def kinds_in(material: BlocMaterial) -> list[tuple[str, int]]:
    """The kinds of relation of a briefing with how many there are, the commonest first."""
    return _counted(one.relation_kind for one in material.relations)


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))
