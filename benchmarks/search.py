"""The best 50 with snippets among 100,000 entries, against the same SQL run bare: limit 1.3 x."""

from __future__ import annotations

import random
import time

import sqlcipher3.dbapi2 as driver

from benchmarks.large import large_library, percentile, vocabulary
from briefing.store.search import match_expression, search

LIMIT = 1.3
_COMMON = ("treaty", "border talks", "grain harb", "sanction", "ceas", "tre", "Speaker 042")
ROUNDS = 150
SQL = (
    "SELECT e.kind, e.entry_id, e.briefing_id, e.title, "
    "snippet(search_fts, 1, char(2), char(3), '…', 24), "
    "highlight(search_fts, 0, char(2), char(3)), e.names "
    "FROM search_fts JOIN search_entry e ON e.rowid = search_fts.rowid "
    "WHERE search_fts MATCH ? ORDER BY bm25(search_fts, 8.0, 1.0, 6.0, 2.0), e.rowid LIMIT 50"
)


def main() -> float:
    """Print both times and their ratio; returns the ratio of the sums."""
    workspace = large_library()
    bare = driver.connect(str(workspace.path))
    bare.execute("PRAGMA cache_size=-16000")
    chance = random.Random(7)
    words_known = vocabulary()
    queries = [*_COMMON, *(chance.choice(words_known) for _ in range(8))]
    queries += [" ".join(chance.sample(words_known[:400], 2)) for _ in range(8)]
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(ROUNDS):
        words = queries[number % len(queries)]
        with workspace.read() as connection:
            expression = match_expression(connection, words)
        start = time.perf_counter()
        found = bare.execute(SQL, (expression,)).fetchall()
        theirs.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
        with workspace.read() as connection:
            hits = search(connection, words)
        ours.append((time.perf_counter() - start) * 1e3)
        assert [h.id for h in hits] == [row[1] for row in found]
    bare.close()
    workspace.close()
    ratio = sum(ours) / sum(theirs)
    for name, times in (("services", ours), ("bare SQL", theirs)):
        print(
            f"{name:9} p50 {percentile(times, 0.5):6.2f} ms   p95 {percentile(times, 0.95):6.2f} ms"
        )
    print(f"ratio {ratio:.2f} (limit {LIMIT})")
    return ratio


if __name__ == "__main__":
    raise SystemExit(main() > LIMIT)
