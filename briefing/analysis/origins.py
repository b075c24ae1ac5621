"""What sources go back to, and how many of them are independent of one another.

Three outlets that carry one report are one witness (ICD 203, standard 1; ICD 206: corroboration is
worth what its sources are independent). A source goes back to another where it derives from it, or
where it is the outlet that reports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.source import SourceLinkKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from briefing.domain.source import SourceLink

#: Above this many overlapping sources the count is a lower bound, found by taking the simplest first.
_EXACT = 14


def goes_back(links: Iterable[SourceLink]) -> dict[str, tuple[str, ...]]:
    """Source id → ids of the sources it goes back to in one step, in the order of the links."""
    steps: dict[str, dict[str, None]] = {}
    for link in links:
        if not link.other_id or link.deleted:
            continue
        if link.link_kind == SourceLinkKind.DERIVES_FROM:
            later, earlier = link.source_id, link.other_id
        elif link.link_kind == SourceLinkKind.REPORTED_BY:
            later, earlier = link.other_id, link.source_id
        else:
            continue
        if later != earlier:
            steps.setdefault(later, {})[earlier] = None
    return {source: tuple(found) for source, found in steps.items()}


def _reached(source_id: str, steps: Mapping[str, Collection[str]]) -> set[str]:
    reached, waiting = {source_id}, [source_id]
    while waiting:
        for earlier in steps.get(waiting.pop(), ()):
            if earlier not in reached:
                reached.add(earlier)
                waiting.append(earlier)
    return reached


def origins_of(source_id: str, steps: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The ends of the chains that lead back from a source; itself where none does.

    Sources that go back to one another in a circle are one origin, named by the first id among them.
    """
    found: set[str] = set()
    for one in _reached(source_id, steps):
        circle = _reached(one, steps)
        if all(one in _reached(other, steps) for other in circle):
            found.add(min(circle))
    return frozenset(found)


def independent(origins: Iterable[frozenset[str]]) -> int:
    """How many of the sources, given by their origins, are independent of one another.

    That is the greatest number of them of which no two share an origin. A digest of ten reports is
    not independent of any of the ten.
    """
    sets = sorted(set(origins) - {frozenset()}, key=lambda s: (len(s), sorted(s)))
    # One with a single origin can always be taken: whatever it excludes could give one at most.
    single = [one for one in sets if len(one) == 1]
    used = frozenset[str]().union(*single)
    rest = [one for one in sets if len(one) > 1 and not one & used]
    return len(single) + _pack(rest)


def _pack(sets: list[frozenset[str]]) -> int:
    if not sets:
        return 0
    first, others = sets[0], sets[1:]
    taken = 1 + _pack([one for one in others if not one & first])
    if len(sets) > _EXACT or all(not one & first for one in others):
        return taken
    return max(taken, _pack(others))


def count_independent(sources: Iterable[str], steps: Mapping[str, Collection[str]]) -> int:
    """How many independent origins stand behind some sources."""
    return independent(origins_of(one, steps) for one in set(sources))


def chain(source_id: str, steps: Mapping[str, Collection[str]]) -> list[tuple[int, str]]:
    """What a source goes back to as an indented list: (depth, id), itself first at depth 0.

    A source met before is named again and not followed again, so that a circle ends.
    """
    rows: list[tuple[int, str]] = []
    waiting, met = [(0, source_id)], set[str]()
    while waiting:
        depth, one = waiting.pop()
        rows.append((depth, one))
        if one in met:
            continue
        met.add(one)
        waiting.extend((depth + 1, earlier) for earlier in reversed(tuple(steps.get(one, ()))))
    return rows
