"""Fractional keys: the order of records that two people may change at once.

A key is a text, compared character by character. Between any two different keys there is room for
another, so that putting a record elsewhere changes that record alone.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The digits of a key, in the order of their code points. A key never ends with the lowest.
DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LAST = len(DIGITS) - 1


def after(key: str = "") -> str:
    """A key greater than ``key``; without one the first of all.

    Counts on: "m", "n", …, and after "z" with more digits each time, so that a long list that only
    grows at its end keeps short keys.
    """
    full = len(key) - len(key.lstrip(DIGITS[_LAST]))
    block = [_digit(c) for c in key[full : full + full + 1].ljust(full + 1, DIGITS[0])]
    at = len(block) - 1
    while block[at] == _LAST:
        block[at] = 0
        at -= 1
    block[at] += 1
    made = key[:full] + "".join(DIGITS[d] for d in block)
    # One that ends with the lowest digit would leave no room before it.
    return made + DIGITS[1] if made.endswith(DIGITS[0]) else made


def between(low: str, high: str | None) -> str:
    """A key greater than ``low`` and less than ``high``; "" is before and None after all others.

    Raises ValueError where no key lies between: the two are one, or in the wrong order.
    """
    if high is None:
        return after(low)
    if not low < high:
        raise ValueError(f"no key lies between {low!r} and {high!r}")
    made = _middle(low, high)
    if not low < made < high:
        raise ValueError(f"no key lies between {low!r} and {high!r}")
    return made


def _digit(character: str) -> int:
    return min(_LAST, bisect_left(DIGITS, character))


def _middle(low: str, high: str) -> str:
    made = ""
    bounded = True
    for at in range(len(low) + len(high) + 1):
        least = _digit(low[at]) if at < len(low) else 0
        most = _digit(high[at]) if bounded and at < len(high) else _LAST + 1
        if bounded and at >= len(high):
            break
        if most - least > 1:
            return made + DIGITS[(least + most) // 2]
        made += DIGITS[least]
        bounded = bounded and most == least
    return made + DIGITS[(_LAST + 1) // 2]


def moved(keys: Sequence[str], start: int, end: int) -> dict[int, str]:
    """What changes when the record at ``start`` is put at ``end``: place before the move → new key.

    Only the moved record has a new key, unless its neighbours there share one: then records that
    share a key are told apart too. ``end`` counts without the record itself.
    """
    if start == end:
        return {}
    order = [*range(start), *range(start + 1, len(keys))]
    order.insert(end, start)
    low = keys[order[end - 1]] if end else ""
    high = keys[order[end + 1]] if end + 1 < len(order) else None
    try:
        return {start: between(low, high)}
    except ValueError:
        return {order[at]: key for at, key in arranged([keys[n] for n in order]).items()}


def arranged(keys: Sequence[str]) -> dict[int, str]:
    """The fewest new keys by which the keys stand in a strictly rising order: place → key."""
    kept = _rising(keys)
    changed: dict[int, str] = {}
    low = ""
    for at, key in enumerate(keys):
        if at in kept:
            low = key
            continue
        high = next((keys[n] for n in range(at + 1, len(keys)) if n in kept), None)
        low = changed[at] = between(low, high)
    return changed


def _rising(keys: Sequence[str]) -> frozenset[int]:
    """The places of the longest strictly rising run of usable keys among them."""
    tails: list[str] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for at, key in enumerate(keys):
        if not key or key.endswith(DIGITS[0]) or any(c not in DIGITS for c in key):
            continue
        place = bisect_left(tails, key)
        before[at] = ends[place - 1] if place else None
        tails[place : place + 1] = [key]
        ends[place : place + 1] = [at]
    kept: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return frozenset(kept)
