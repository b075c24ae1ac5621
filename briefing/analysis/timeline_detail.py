"""Which part of a long timeline is worth a second picture: where most entries stand close together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.domain.dates import from_ordinal, ordinal

if TYPE_CHECKING:
    from briefing.analysis.timeline_scene import TimelineScene

#: An entry of more days than this is better seen on the whole.
_SHORT = 62
#: Fewer entries than these are no crowd, and one that takes this share of the whole is seen there.
_FEW, _SHARE = 6, 0.08
#: As many days before and after a crowd belong to the picture of it.
_BEFORE, _AFTER = 30, 7


@dataclass(frozen=True, slots=True)
class Detail:
    """The entries of a stretch of time, and its first and last day."""

    scene: TimelineScene
    first: int
    last: int


def detail(scene: TimelineScene) -> Detail | None:
    """The shortest stretch with half of the short entries, and what stands around it.

    None where they are few, or where the whole shows them as well.
    """
    short = sorted(
        (entry.first, entry.last)
        for entry in scene.entries
        if entry.first is not None and entry.last is not None and entry.last - entry.first < _SHORT
    )
    half = (len(short) + 1) // 2
    if half < _FEW:
        return None
    stretches = [
        (short[at + half - 1][0] - short[at][0], -at) for at in range(len(short) - half + 1)
    ]
    length, at = min(stretches)
    low, high = scene.extent
    if length + _BEFORE > (high - low) * _SHARE:
        return None
    year, month, _day = from_ordinal(short[-at][0] - _BEFORE)
    first = ordinal(year, month, 1)
    last = max(end for begin, end in short if begin <= short[-at][0] + length) + _AFTER
    kept = tuple(
        entry
        for entry in scene.entries
        if entry.first is not None
        and entry.last is not None
        and first <= entry.first <= entry.last <= last
    )
    met = {key for entry in kept for key in entry.lanes}
    lanes = tuple(lane for lane in scene.lanes if lane.key in met)
    seen = scene.as_of is not None and first <= scene.as_of <= last
    return Detail(
        replace(scene, entries=kept, lanes=lanes, as_of=scene.as_of if seen else None),
        first,
        last,
    )
