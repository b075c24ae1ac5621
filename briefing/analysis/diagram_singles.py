"""The lines of a diagram that run from one actor to another, and when: not those in a pact's star."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.diagram_shown import is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.analysis.map_scene import MapRelation, Whole


@dataclass(frozen=True, slots=True)
class Single:
    """A relation that is drawn as a line of its own from ``first`` to ``last``, in days."""

    relation: MapRelation
    first: int
    last: int


def singles(whole: Whole, pacts: Mapping[str, Mapping[str, tuple[int, int]]]) -> list[Single]:
    """The relations that are lines of their own at some date; ``pacts`` are those that have stars.

    The same tie between two parties of a pact runs in its star while both are parties.
    """
    spans: dict[tuple[str, str, str], tuple[int, int]] = {}
    in_pacts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    held = whole.held or [(0, 0)] * len(whole.scene.relations)
    for relation, (first, last) in zip(whole.scene.relations, held, strict=True):
        if relation.pact not in pacts:
            continue
        for actor in (relation.from_id, relation.to_id):
            key = (actor, relation.pact, relation.kind)
            start, end = spans.get(key, (first, last))
            spans[key] = (min(start, first), max(end, last))
            in_pacts[actor].add((relation.pact, relation.kind))
    found: list[Single] = []
    if not pacts:
        return [Single(r, *span) for r, span in zip(whole.scene.relations, held, strict=True)]
    for relation, (first, last) in zip(whole.scene.relations, held, strict=True):
        if relation.pact in pacts:
            continue
        rest: tuple[int, int] | None = (first, last)
        both = in_pacts[relation.from_id] & in_pacts[relation.to_id] if is_plain(relation) else ()
        for pact, kind in sorted(both):
            if rest is None or kind != relation.kind:
                continue
            one, two = (spans[end, pact, kind] for end in (relation.from_id, relation.to_id))
            rest = _outside(rest, max(one[0], two[0]), min(one[1], two[1]))
        if rest is not None:
            found.append(Single(relation, *rest))
    return found


def _outside(span: tuple[int, int], start: int, end: int) -> tuple[int, int] | None:
    """What is left of a span outside another, where that is one piece; all of it where it is two."""
    first, last = span
    if start > end or end < first or last < start:
        return span
    if start <= first:
        return None if last <= end else (end + 1, last)
    return (first, start - 1) if last <= end else span
