"""Texts that are nearly the same, found in time that grows with their length.

Every text is cut into runs of five words; of their hashes the lowest are kept (a bottom-k sketch, Broder
1997). Two texts share as much of their sketches as they share of their runs. Texts are compared only
where they share a run that is not in very many texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import blake2b
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Words of a run, and hashes that are kept of a text.
RUN, KEPT = 5, 192
#: Texts with fewer runs are too short to tell.
_LEAST = 30
#: Texts of a bucket that are compared with the first of it: a run in more of them is a set phrase.
_MOST = 200
_WORD = re.compile(r"\w+")

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """The lowest hashes of a text's runs, in order; empty for a text too short to tell."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _LEAST + RUN - 1:
        return ()
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return tuple(sorted(nsmallest(KEPT, map(_hash, runs))))


def _hash(run: str) -> int:
    # Python's own hash is another in each process.
    data = run.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def likeness(one: Sketch, other: Sketch) -> float:
    """Which share of the runs of both texts stands in both, from 0 to 1, as their sketches tell."""
    if not one or not other:
        return 0.0
    first, second = set(one), set(other)
    lowest = nsmallest(min(KEPT, len(first | second)), first | second)
    return sum(h in first and h in second for h in lowest) / len(lowest)


def alike(sketches: Mapping[str, Sketch], least: float) -> Iterable[tuple[str, str, float]]:
    """Pairs of texts that are alike by at least ``least``, each later one with an earlier.

    Texts are taken in the order given. A text is compared with the first of those that share a run.
    """
    first: dict[int, list[str]] = defaultdict(list)
    for key, hashes in sketches.items():
        shared: dict[str, int] = defaultdict(int)
        for one in hashes:
            held = first[one]
            for other in held[:2]:
                shared[other] += 1
            if len(held) < _MOST:
                held.append(key)
        best = max(shared, key=lambda other: (shared[other], other), default="")
        if best:
            share = likeness(hashes, sketches[best])
            if share >= least:
                yield best, key, share
