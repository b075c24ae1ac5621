"""The keys of decisions about proposed members: an actor, and the core that it was proposed for."""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KIND = "bloc_member"
#: Share of two cores in common from which they count as one.
ALIKE = 0.5


def digest(core: Iterable[str]) -> list[str]:
    """A core as short as a key can be and still be compared part by part."""
    return sorted(sha1(one.encode(), usedforsecurity=False).hexdigest()[:8] for one in core)


def matches(key: str, actor: str, core: Sequence[str]) -> bool:
    """Whether a key is about this actor and a core like this one, given as its digest."""
    who, _, parts = key.partition(":")
    return who == actor and alike(parts.split("."), core)


def alike(one: Iterable[str], two: Iterable[str]) -> bool:
    """Whether two cores, given as digests, have half of all their actors in common."""
    first, second = set(one), set(two)
    return len(first & second) >= ALIKE * len(first | second)
