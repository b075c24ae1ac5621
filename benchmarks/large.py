"""A library of 100,000 entries, made once: invented words, nobody's speech."""

from __future__ import annotations

import os
import random
from pathlib import Path

from briefing.domain.actor import Actor
from briefing.domain.briefing import Briefing
from briefing.domain.changes import Author
from briefing.domain.quote import Quote, QuoteSpeaker
from briefing.services.workspace import Workspace, open_workspace
from briefing.store.journal import new_id

COUNT = 100_000
#: Notes on one entry, where a benchmark wants many.
MANY_NOTES = 5_000
AUTHOR = Author("00000000-0000-4000-8000-00000000be01", "00000000-0000-4000-8000-00000000be02")
BRIEFING = "00000000-0000-4000-8000-00000000be03"

_STEMS = [
    "treaty",
    "border",
    "talks",
    "grain",
    "harbour",
    "minister",
    "envoy",
    "summit",
    "missile",
    "corridor",
    "sanction",
    "ceasefire",
    "pipeline",
    "election",
    "strait",
    "tariff",
    "alliance",
    "convoy",
    "ministry",
    "statement",
    "delegation",
    "exercise",
    "accord",
]


def folder() -> Path:
    """Where benchmark libraries lie."""
    path = Path(os.environ.get("BRIEFING_BENCH", "build/bench"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def vocabulary() -> list[str]:
    """12,000 invented words, the commonest first; drawn with Zipf's weights they read like prose."""
    chance = random.Random(1)
    syllables = [c + v + e for c in "bdfgklmnprstv" for v in "aeiou" for e in ("", "n", "r", "s")]
    made = {"".join(chance.choices(syllables, k=chance.randrange(2, 5))) for _ in range(14_000)}
    return [*_STEMS, *sorted(made - set(_STEMS), key=lambda w: (hash_of(w), w))][:12_000]


def hash_of(word: str) -> int:
    """A shuffle that is the same in every process."""
    return int.from_bytes(word.encode()[::-1], "big") * 2_654_435_761 % 2**32


def large_library(count: int = COUNT) -> Workspace:
    """The library, with the sample briefing and ``count`` quotes of a second one."""
    path = folder() / f"large-{count}.briefings"
    if path.exists():
        return open_workspace(path, AUTHOR)
    part = path.with_suffix(".making")
    part.unlink(missing_ok=True)
    workspace = open_workspace(part, AUTHOR)
    chance = random.Random(2024)
    words = vocabulary()
    weights = [1 / (rank + 8) for rank in range(len(words))]
    actors = [
        Actor(
            id=new_id(),
            actor_kind="person",
            name=f"Speaker {n:03d} {chance.choice(_STEMS).title()}",
        )
        for n in range(200)
    ]
    with workspace.write("Fill") as unit:
        unit.add(Briefing(id=BRIEFING, title="A briefing of many quotes", as_of="2024-06-19"))
        unit.add_all(actors)
    for start in range(0, count, 5_000):
        records: list[Quote | QuoteSpeaker] = []
        for n in range(start, min(start + 5_000, count)):
            quote_id = new_id()
            year, month, day = 1950 + n % 75, 1 + n % 12, 1 + n % 28
            records.append(
                Quote(
                    id=quote_id,
                    briefing_id=BRIEFING,
                    words=" ".join(chance.choices(words, weights, k=40)),
                    said=f"{year}-{month:02d}-{day:02d}",
                )
            )
            records.append(
                QuoteSpeaker(id=new_id(), quote_id=quote_id, actor_id=chance.choice(actors).id)
            )
        with workspace.write("Fill") as unit:
            unit.add_all(records)
    workspace.close()
    for end in ("", "-wal", "-shm"):
        made = part.with_name(part.name + end)
        if made.exists():
            made.rename(path.with_name(path.name + end))
    return open_workspace(path, AUTHOR)


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
