"""The search index: one row per entry, FTS5 over it, and short keys for the first two letters.

Runs of Han, Hangul and Kana have no blanks between words, so they are indexed as bigrams too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, text

from briefing.domain.folding import bigrams, cjk_runs, fold
from briefing.domain.records import KINDS
from briefing.store import records
from briefing.store.sameness import ids_of
from briefing.store.search_text import BUILDERS, OWNERS, SearchText, naming
from briefing.store.tables import RECORD_TABLES, search_entry, search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

OPEN, CLOSE = "\x02", "\x03"
_WORD = re.compile(r"\w+", re.UNICODE)
_KEY_LENGTH = 24
_CHUNK = 500
#: Code points of an entry's words beside its title.
_SNIPPET = 160


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry. ``snippet`` marks the words found between U+0002 and U+0003."""

    kind: str
    id: str
    briefing_id: str | None
    title: str
    snippet: str


def refresh(connection: Connection, touched: Mapping[str, Iterable[str]]) -> None:
    """Index anew the entries that a change set touched, and those its parts belong to."""
    wanted: dict[str, set[str]] = {}
    for kind, ids in touched.items():
        if kind in BUILDERS:
            wanted.setdefault(kind, set()).update(ids)
        if kind == "same_as":
            for named, entries in naming(connection, _of_sameness(connection, ids)).items():
                wanted.setdefault(named, set()).update(entries)
        owner = OWNERS.get(kind)
        if owner is None:
            continue
        for record in records.get_many(connection, KINDS[kind], ids).values():
            owner_kind = owner.kind or getattr(record, "entry_kind", "")
            if owner_kind in BUILDERS:
                wanted.setdefault(owner_kind, set()).add(getattr(record, owner.field))
    for kind, ids in wanted.items():
        _index(connection, kind, sorted(ids))


def _of_sameness(connection: Connection, ids: Iterable[str]) -> list[str]:
    """The actors that records of sameness are about, with all that are one with these."""
    found = records.get_many(connection, KINDS["same_as"], ids).values()
    ends = {getattr(one, field) for one in found for field in ("actor_id", "canonical_id")}
    return sorted({every for one in ends if one for every in ids_of(connection, one)})


_FTS = "INSERT INTO search_fts(search_fts, rowid, title, body, names, grams) VALUES"
_FTS_DELETE = f"{_FTS} ('delete', ?, ?, ?, ?, ?)"
_FTS_INSERT = "INSERT INTO search_fts(rowid, title, body, names, grams) VALUES (?, ?, ?, ?, ?)"
_COLUMNS = "kind, entry_id, briefing_id, title, body, names, grams, earliest, latest"
_PUT = f"INSERT OR REPLACE INTO search_entry (rowid, {_COLUMNS}) VALUES ({', '.join('?' * 10)})"
_KEY_DELETE = "DELETE FROM search_key WHERE entry = ?"
_KEY_INSERT = "INSERT OR IGNORE INTO search_key (key, entry) VALUES (?, ?)"


def _store(connection: Connection, kind: str, found: Sequence[SearchText], ids: set[str]) -> None:
    """Replace what the index holds of these entries, all of them with each statement.

    Plain SQL: a merge indexes thousands at once.
    """
    fresh = {entry.id: entry for entry in found}
    rows = connection.exec_driver_sql(
        "SELECT entry_id, rowid, title, body, names, grams FROM search_entry "
        f"WHERE entry_id IN ({', '.join('?' * len(ids))})",
        tuple(sorted(ids)),
    )
    old = {row[0]: tuple(row[1:]) for row in rows}
    last = 0
    if fresh.keys() - old.keys():
        newest = connection.exec_driver_sql("SELECT max(rowid) FROM search_entry").scalar()
        last = newest or 0
    put: list[tuple[Any, ...]] = []
    unnamed: list[tuple[int]] = []
    named: list[tuple[str, int]] = []
    for entry_id in sorted(fresh):
        entry = fresh[entry_id]
        names = " · ".join(entry.names)
        before = old.get(entry_id)
        if before is None:
            last += 1
        row = before[0] if before else last
        words = grams(" ".join((entry.title, entry.body, *entry.names)))
        of = entry.briefing_id
        days = (entry.earliest, entry.latest)
        put.append((row, kind, entry_id, of, entry.title, entry.body, names, words, *days))
        if before is None or (before[1], before[3]) != (entry.title, names):
            if before is not None:
                unnamed.append((row,))
            named += [(key, row) for key in sorted(keys((entry.title, *entry.names)))]
    gone = [(old[entry_id][0],) for entry_id in sorted(old.keys() - fresh.keys())]
    _all(connection, _FTS_DELETE, [old[entry_id] for entry_id in sorted(old)])
    _all(connection, "DELETE FROM search_entry WHERE rowid = ?", gone)
    _all(connection, _KEY_DELETE, [*gone, *unnamed])
    _all(connection, _PUT, put)
    _all(connection, _FTS_INSERT, [(row[0], *row[4:8]) for row in put])
    _all(connection, _KEY_INSERT, named)


def _all(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))


def grams(words: str) -> str:
    """The bigrams of every Han, Hangul and Kana run in a text."""
    return " ".join(" ".join(bigrams(run)) for run in cjk_runs(words))


def keys(names: Iterable[str]) -> set[str]:
    """Where a name may be met by its first letters: every word's start, every CJK character's."""
    found: set[str] = set()
    for name in names:
        folded = fold(name)[:400]
        for match in _WORD.finditer(folded):
            found.add(folded[match.start() : match.start() + _KEY_LENGTH])
        for run in cjk_runs(name):
            plain = fold(run)
            found.update(plain[at : at + _KEY_LENGTH] for at in range(len(plain)))
    return found


def rebuild(connection: Connection) -> None:
    """Make the whole index anew from the records."""
    connection.execute(delete(search_key))
    connection.execute(delete(search_entry))
    connection.execute(text("INSERT INTO search_fts(search_fts) VALUES ('delete-all')"))
    for kind in BUILDERS:
        table = RECORD_TABLES[kind]
        _index(connection, kind, [row[0] for row in connection.execute(select(table.c.id))])


def _index(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _CHUNK):
        batch = set(ids[start : start + _CHUNK])
        _store(connection, kind, BUILDERS[kind](connection, batch), batch)


def match_expression(connection: Connection, words: str) -> str:
    """The FTS5 expression for what a person typed: every word must be met.

    A word may be met by its beginning (three letters at least), through the bigrams of its Han, Hangul
    or Kana, or through the name of an actor that has it among its names in any script.
    """
    terms: list[str] = []
    for word in words.split():
        options: list[str] = []
        runs = cjk_runs(word)
        if runs:
            for run in runs:
                pairs = bigrams(run)
                if len(run) > 1:
                    options.append("grams:" + _phrase(" ".join(pairs)))
        plain = " ".join(_WORD.findall(word))
        if plain:
            options.append(_phrase(plain) + (" *" if len(plain) >= 3 else ""))
            options.extend(_phrase(name) for name in _names_behind(connection, plain))
        if options:
            terms.append("(" + " OR ".join(options) + ")")
    return " AND ".join(terms)


def _phrase(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _names_behind(connection: Connection, word: str) -> list[str]:
    """Main names of actors that have ``word`` in one of their names but not in the main one."""
    folded = fold(word)
    if len(folded) < 2 or folded in {"the", "of", "and", "in"}:
        return []
    actor = RECORD_TABLES["actor"]
    query = (
        select(actor.c.name)
        .join_from(search_key, search_entry, search_entry.c.rowid == search_key.c.entry)
        .join(actor, actor.c.id == search_entry.c.entry_id)
        .where(search_key.c.key == folded, search_entry.c.kind == "actor")
        .limit(5)
    )
    found = [row[0] for row in connection.execute(query)]
    return [name for name in found if folded not in fold(name)]


#: The length of the beginnings that the index holds ready-made (``prefix='3'``).
_INDEXED = 3
_RANK = "bm25(search_fts, 8.0, 1.0, 6.0, 2.0)"
_COLUMNS_SHOWN = (
    "SELECT e.kind, e.entry_id, e.briefing_id, e.title, "
    f"snippet(search_fts, 1, '{OPEN}', '{CLOSE}', '…', 24), "
    f"highlight(search_fts, 0, '{OPEN}', '{CLOSE}'), e.names "
)
_SHOWN = f"{_COLUMNS_SHOWN}FROM search_fts JOIN search_entry e ON e.rowid = search_fts.rowid "
#: SQLite makes a snippet of every row before it sorts them. Three letters are met by very many rows,
#: so the best are chosen first and shown after; where the index has no such beginning ready, looking
#: up each of the best once more would take longer than it saves.
_BEST_OF_MANY = (
    f"{_COLUMNS_SHOWN}FROM (SELECT rowid AS best, {_RANK} AS place FROM search_fts "
    "WHERE search_fts MATCH :words ORDER BY place, best LIMIT :limit) "
    "CROSS JOIN search_fts ON search_fts.rowid = best "
    "JOIN search_entry e ON e.rowid = search_fts.rowid "
    "WHERE search_fts MATCH :words ORDER BY place, best"
)


def search(
    connection: Connection,
    words: str,
    *,
    limit: int = 50,
    kinds: Iterable[str] = (),
    briefing_id: str | None = None,
    earliest: int | None = None,
    latest: int | None = None,
    private: bool = True,
) -> list[Hit]:
    """The best entries for ``words``, best first, by bm25 with titles and names weighing more.

    Without ``private`` neither private notes nor replies to them are found.
    """
    words = words.strip()[:500]
    folded = fold(words)
    if not folded:
        return []
    chosen = [k for k in kinds if k in KINDS]
    where, values = _filters(chosen, briefing_id, earliest, latest)
    if not private:
        where += _NOT_PRIVATE
    letters = len(folded)
    if letters <= 2 and not (cjk_runs(words) and letters == 2):
        return _by_key(connection, folded, where, {**values, "limit": limit})
    expression = match_expression(connection, words)
    if not expression:
        return []
    found = _SHOWN + f"WHERE search_fts MATCH :words{where} ORDER BY {_RANK}, e.rowid LIMIT :limit"
    if not where and all(len(word) == _INDEXED for word in _WORD.findall(folded)):
        found = _BEST_OF_MANY
    rows = connection.execute(text(found), {"words": expression, "limit": limit, **values})
    return [
        Hit(kind, entry_id, briefing, title, _snippet(words, (snippet, marked, names)))
        for kind, entry_id, briefing, title, snippet, marked, names in rows
    ]


def listed(connection: Connection, kinds: Iterable[str], briefing_id: str, limit: int) -> list[Hit]:
    """The first entries of a briefing, a kind after the other in the order given."""
    found: list[Hit] = []
    for kind in kinds:
        if len(found) >= limit:
            break
        rows = connection.execute(_LISTED, {"kind": kind, "briefing": briefing_id, "limit": limit})
        found += [Hit(row[0], row[1], row[2], row[3], "") for row in rows]
    return found[:limit]


_LISTED = text(
    "SELECT kind, entry_id, briefing_id, title FROM search_entry "
    "WHERE kind = :kind AND briefing_id = :briefing ORDER BY rowid LIMIT :limit"
)


_NOT_PRIVATE = (
    " AND NOT (e.kind = 'annotation' AND EXISTS (SELECT 1 FROM annotation n "
    "LEFT JOIN annotation f ON f.id = n.replies_to "
    "WHERE n.id = e.entry_id AND (n.private OR f.private)))"
)


def _snippet(words: str, sides: Sequence[str]) -> str:
    """The side of an entry that shows why it was found, or what it says where its title does that.

    The title stands beside the snippet anyway: of three quotes of one speaker it tells nothing.
    """
    body, title, _names = sides
    if OPEN in body:
        return body
    if OPEN in title:
        return body or title
    for side in sides:
        for run in cjk_runs(words):
            at = side.find(run)
            if at >= 0:
                end = at + len(run)
                start = max(0, at - 40)
                lead = "…" if start else ""
                return f"{lead}{side[start:at]}{OPEN}{run}{CLOSE}{side[end : end + 80]}"
    return next((side for side in sides if side), "")


def _filters(
    kinds: list[str], briefing_id: str | None, earliest: int | None, latest: int | None
) -> tuple[str, dict[str, Any]]:
    where: list[str] = []
    values: dict[str, Any] = {}
    if kinds:
        names = [f"kind{n}" for n in range(len(kinds))]
        where.append("e.kind IN (" + ", ".join(f":{n}" for n in names) + ")")
        values.update(zip(names, kinds, strict=True))
    if briefing_id is not None:
        where.append("e.briefing_id = :briefing")
        values["briefing"] = briefing_id
    if latest is not None:
        where.append("e.earliest <= :latest")
        values["latest"] = latest
    if earliest is not None:
        where.append("e.latest >= :earliest")
        values["earliest"] = earliest
    return "".join(f" AND {clause}" for clause in where), values


def _by_key(connection: Connection, folded: str, where: str, values: dict[str, Any]) -> list[Hit]:
    query = text(
        "SELECT e.kind, e.entry_id, e.briefing_id, e.title, e.names, substr(e.body, 1, :most) "
        "FROM search_entry e "
        "WHERE e.rowid IN (SELECT DISTINCT entry FROM search_key "
        "WHERE key >= :low AND key < :high LIMIT 2000)"
        f"{where} ORDER BY e.kind <> 'actor', length(e.title), e.title LIMIT :limit"
    )
    bounds = {"low": folded, "high": folded + "\U0010ffff", "most": _SNIPPET}
    rows = connection.execute(query, {**bounds, **values})
    return [
        Hit(kind, entry_id, briefing, title, names or body or title)
        for kind, entry_id, briefing, title, names, body in rows
    ]
