"""What a field holds where several people wrote it: the values that nobody has replaced.

Every written value names the change sets whose values it replaced, its bases. The *heads* of a field are
the values that no other names. One head is the ordinary case; several are edits that did not know of each
other. What is shown follows from the set of written values alone, whatever the order in which they came,
so libraries that hold the same changes show the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.merging import merge_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefing.domain.record import Scalar

#: Texts of which two edits are joined by lines where they do not meet.
TEXTS = frozenset({("section", "body"), ("annotation", "body")})

#: Where the greatest value stands without a question: what people are called is theirs alone to say, and
#: they may say it in several libraries.
_GREATEST = frozenset({("person", "name"), ("person", "public_key")})


@dataclass(frozen=True, slots=True)
class Link:
    """One written value by its change set, without the value itself.

    ``place`` tells apart two values that one change set gave a field; ``key`` finds the value; ``number``
    is the device's running number.
    """

    change_set: str
    clock: int
    device_id: str
    bases: tuple[str, ...]
    key: int
    place: int = 0
    number: int = 0

    @property
    def order(self) -> tuple[int, str, str, int]:
        """By what the value to show is chosen: the greatest."""
        return (self.clock, self.device_id, self.change_set, self.place)


@dataclass(frozen=True, slots=True)
class Held:
    """What a field holds. ``bases`` are the change sets that an edit of the shown value replaces.

    ``heads`` are in their order; ``contested`` says that a person has to choose among them.
    """

    value: Scalar
    bases: tuple[str, ...]
    heads: tuple[Link, ...]
    contested: bool = False


def bases_of(base: str | None) -> tuple[str, ...]:
    """The change sets that a base of the journal names."""
    return tuple(base.split()) if base else ()


def heads(links: Sequence[Link]) -> tuple[Link, ...]:
    """The values that no other replaced, in their order.

    Where all name each other in a circle, which no laptop writes, the greatest stands for them.
    """
    if len(links) == 1:
        return tuple(links)
    named = {base for one in links for base in one.bases if base != one.change_set}
    found = sorted((one for one in links if one.change_set not in named), key=lambda o: o.order)
    if not found and links:
        found = [max(links, key=lambda o: o.order)]
    return tuple(found)


def hold(
    kind: str, field: str, links: Sequence[Link], value: Callable[[Link], Scalar]
) -> Held | None:
    """What a field with these written values holds; None where there are none."""
    top = heads(links)
    if not top:
        return None
    shown = value(top[-1])
    if len(top) == 1:
        return Held(shown, (top[0].change_set,), top)
    values = [value(one) for one in top]
    everybody = tuple(dict.fromkeys(one.change_set for one in top))
    if (kind, field) in _GREATEST or all(_same(one, shown) for one in values):
        return Held(shown, everybody, top)
    if (kind, field) in TEXTS:
        joined = _joined(links, top, values, value)
        if joined is not None:
            return Held(joined, everybody, top)
    if field == "deleted":
        # What one person deleted and another kept is looked at once more, so it stays in sight.
        shown = False
    agreeing = [one.change_set for one, v in zip(top, values, strict=True) if _same(v, shown)]
    return Held(shown, tuple(dict.fromkeys(agreeing)), top, contested=True)


def _same(left: Scalar, right: Scalar) -> bool:
    return left == right and (left is None) == (right is None)


def _joined(
    links: Sequence[Link],
    top: Sequence[Link],
    values: Sequence[Scalar],
    value: Callable[[Link], Scalar],
) -> str | None:
    """The heads of a text joined with the newest text that all of them grew from."""
    ancestor = common(links, top)
    if ancestor is None:
        return None
    base = value(ancestor)
    if not isinstance(base, str):
        return None
    joined = base
    for one in values:
        if not isinstance(one, str):
            return None
        merged = merge_texts(base, joined, one)
        if merged is None:
            return None
        joined = merged
    return joined


def common(links: Sequence[Link], top: Iterable[Link]) -> Link | None:
    """The greatest of the values that all of ``top`` replaced, itself or through others."""
    by_set: dict[str, list[Link]] = {}
    for one in links:
        by_set.setdefault(one.change_set, []).append(one)
    shared: set[str] | None = None
    for one in top:
        above = ancestors(by_set, one)
        shared = above if shared is None else shared & above
    known = [one for key in shared or () for one in by_set[key]]
    # Not behind another that is shared as well: a clock may have run back, so the chain decides first.
    behind: set[str] = set()
    for one in known:
        behind |= ancestors(by_set, one) - {one.change_set}
    nearest = [one for one in known if one.change_set not in behind]
    return max(nearest, key=lambda o: o.order, default=None)


def ancestors(by_set: Mapping[str, Sequence[Link]], of: Link) -> set[str]:
    """The change sets, of those that are here, whose values one replaced, itself or through others."""
    found: set[str] = set()
    waiting = list(of.bases)
    while waiting:
        key = waiting.pop()
        if key in found or key not in by_set:
            continue
        found.add(key)
        for one in by_set[key]:
            waiting.extend(one.bases)
    return found
