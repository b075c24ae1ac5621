"""A saved edit through the services, against the same statements by hand: limit 5 x, aim 3 x.

Both write into the same file, through the same driver, WAL and FULL, on the same disk, in turns: the
row, the change set, the change of the field with its base, and the search index.
"""

from __future__ import annotations

import time
from typing import Any

import sqlcipher3.dbapi2 as driver

from benchmarks.large import AUTHOR, BRIEFING, large_library, percentile
from briefing.services import editing
from briefing.store.journal import new_id

ROUNDS = 300
LIMIT = 5.0


def _by_hand(connection: Any, quote_id: str, number: int) -> None:
    run = connection.execute
    run("BEGIN IMMEDIATE")
    before = run("SELECT words FROM quote WHERE id = ?", (quote_id,)).fetchone()[0]
    after = f"by hand {number} " + before[:200]
    run("UPDATE quote SET words = ? WHERE id = ?", (after, quote_id))
    base = run(
        "SELECT change_set FROM change WHERE record_id = ? AND field = 'words' "
        "ORDER BY seq DESC LIMIT 1",
        (quote_id,),
    ).fetchone()
    clock = run("SELECT max(clock) FROM change_set WHERE clock < ?", (2**62,)).fetchone()[0] + 1
    last = run(
        "SELECT max(number) FROM change_set WHERE device_id = ?", (AUTHOR.device_id,)
    ).fetchone()[0]
    this = new_id()
    run(
        "INSERT INTO change_set (id, label, sort, person_id, device_id, number, clock, intention) "
        "VALUES (?, 'Edit quote', 'edit', ?, ?, ?, ?, ?)",
        (this, AUTHOR.person_id, AUTHOR.device_id, last + 1, clock, this),
    )
    run(
        'INSERT INTO change (change_set, kind, record_id, field, "before", "after", base) '
        "VALUES (?, 'quote', ?, 'words', ?, ?, ?)",
        (this, quote_id, before, after, base[0]),
    )
    old = run(
        "SELECT rowid, title, body, names, grams FROM search_entry WHERE entry_id = ?", (quote_id,)
    ).fetchone()
    run(
        "INSERT INTO search_fts(search_fts, rowid, title, body, names, grams) "
        "VALUES ('delete', ?, ?, ?, ?, ?)",
        old,
    )
    run("UPDATE search_entry SET body = ? WHERE rowid = ?", (after, old[0]))
    run(
        "INSERT INTO search_fts(rowid, title, body, names, grams) VALUES (?, ?, ?, ?, ?)",
        (old[0], old[1], after, old[3], old[4]),
    )
    run("COMMIT")


def main() -> float:
    """Print both times and their ratio; returns the ratio of the medians."""
    workspace = large_library()
    with workspace.read() as connection:
        ids = [
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT id FROM quote WHERE briefing_id = ? LIMIT ?", (BRIEFING, ROUNDS)
            )
        ]
    hand = driver.connect(str(workspace.path))
    hand.isolation_level = None
    hand.execute("PRAGMA journal_mode=WAL")
    hand.execute("PRAGMA synchronous=FULL")
    ours: list[float] = []
    theirs: list[float] = []
    for number, quote_id in enumerate(ids):
        start = time.perf_counter()
        editing.change_fields(workspace, "quote", quote_id, words=f"through services {number} " * 9)
        ours.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
        _by_hand(hand, quote_id, number)
        theirs.append((time.perf_counter() - start) * 1e3)
    hand.close()
    workspace.close()
    ratio = percentile(ours, 0.5) / percentile(theirs, 0.5)
    for name, times in (("services", ours), ("by hand", theirs)):
        print(
            f"{name:9} p50 {percentile(times, 0.5):6.2f} ms   p95 {percentile(times, 0.95):6.2f} ms"
        )
    print(f"ratio {ratio:.2f} (limit {LIMIT}, aim 3)")
    return ratio


if __name__ == "__main__":
    raise SystemExit(main() > LIMIT)
