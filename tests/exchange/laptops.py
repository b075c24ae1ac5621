"""Several laptops that edit, exchange and undo at random, for the tests of exchange and a longer run by hand:

python -m tests.exchange.laptops 10000
"""

# long because: all that a laptop can do stands beside what must hold afterwards.

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from briefing.domain.actor import Actor, ActorName
from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Section
from briefing.domain.changes import Author, Sort
from briefing.domain.quote import Quote
from briefing.errors import UserError
from briefing.services import conflicts, history
from briefing.services.workspace import Workspace
from briefing.store import exchanging, heads, journal, receiving, sending
from briefing.store.library import Library, create
from briefing.store.records import need
from briefing.store.tables import RECORD_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.domain.changes import Sent

#: The fields that are edited, by kind.
FIELDS = {
    "section": ("body", "heading"),
    "quote": ("words", "place"),
    "actor": ("name",),
    "actor_name": ("text",),
    "annotation": ("body",),
}
_LOCAL = ("merge_step", "aside_change_set", "aside_change", "accounted", "field_head")
_JOURNAL = ("change", "change_set", "search_entry", "search_key")
_DAY = 86_400_000_000_000


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: a disk would be asked to write at every step."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


class Laptop:
    """One library, its person, and a clock that may be days off."""

    def __init__(self, path: Path, number: int) -> None:
        author = Author(f"00000000-0000-4000-8000-0000000000a{number}", f"d{number}")
        self.workspace = Workspace(Library(path), author)
        self.number = number
        self.skew = 0
        self.known = 0

    def wipe(self) -> None:
        """Everything out of the library, without making its file anew."""
        kinds = ("person", "briefing", *FIELDS)
        with self.workspace.library.aside() as connection:
            connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES ('delete-all')")
            for table in (*kinds, *_LOCAL, *_JOURNAL):
                connection.exec_driver_sql(f"DELETE FROM {table}")
        self.workspace._introduced = False
        self.skew = self.known = 0

    def ids(self, kind: str) -> list[str]:
        """The entries of a kind that are not in the trash."""
        with self.workspace.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT id FROM {kind} WHERE NOT deleted ORDER BY id"
            )
            return [row[0] for row in rows]

    def everything(self) -> list[Sent]:
        """All change sets that stand here."""
        with self.workspace.read() as connection:
            return sending.sent(connection)

    def merge(self, sent: Sequence[Sent]) -> bool:
        """Merge change sets as a step; whether they brought anything."""
        with self.workspace.write("Merge", sort=Sort.MERGE) as unit:
            received = receiving.receive(unit.connection, sent)
            if received is None:
                return False
            receiving.remember(unit.connection, unit.id, received)
            unit.heard_of(received.touched)
        return True

    def state(self) -> dict[str, Any]:
        """Every record, and what is in conflict."""
        with self.workspace.read() as connection:
            found: dict[str, Any] = {
                kind: [tuple(r) for r in connection.execute(select(table).order_by(table.c.id))]
                for kind, table in ((k, RECORD_TABLES[k]) for k in ("person", "briefing", *FIELDS))
            }
            found["contested"] = connection.exec_driver_sql(
                "SELECT record_id, field, kind, base FROM field_head WHERE contested ORDER BY 1, 2"
            ).all()
            found["indexed"] = connection.exec_driver_sql(
                "SELECT entry_id, title, body FROM search_entry ORDER BY 1"
            ).all()
        return found

    def values(self, since: int = 0) -> set[tuple[str, str, Any]]:
        """Every value that stands in the journal after a row of it."""
        with self.workspace.read() as connection:
            rows = connection.exec_driver_sql(
                'SELECT record_id, field, "after" FROM change WHERE seq > ?', (since,)
            )
            return {(row[0], row[1], row[2]) for row in rows}

    def contested(self) -> set[tuple[str, str]]:
        """Record and field of what is in conflict."""
        with self.workspace.read() as connection:
            return {(key, name) for _, key, name in exchanging.contested(connection)}

    def value(self, kind: str, key: str, name: str) -> Any:
        """What a field holds."""
        with self.workspace.read() as connection:
            return getattr(need(connection, kind, key), name)

    def newest(self) -> int:
        """The newest row of the journal."""
        with self.workspace.read() as connection:
            return connection.exec_driver_sql("SELECT max(seq) FROM change").scalar() or 0

    def close(self) -> None:
        """Let go of the library."""
        self.workspace.close()


class World:
    """Some laptops and the packs that are under way between them."""

    def __init__(self, folder: Path, count: int = 5) -> None:
        template = folder / "empty.briefings"
        create(template).close()
        self._all: list[Laptop] = []
        for number in range(count):
            path = folder / f"{number}.briefings"
            shutil.copyfile(template, path)
            self._all.append(Laptop(path, number))
        self._time = journal.time
        self.laptops: list[Laptop] = []
        self.mail: list[list[Sent]] = []
        self.committed: set[tuple[str, str, Any]] = set()
        self._now = 0
        self._made = 0

    def begin(self, count: int) -> None:
        """A new history with so many laptops."""
        self.laptops = self._all[:count]
        for one in self.laptops:
            one.wipe()
        self.mail, self.committed, self._now, self._made = [], set(), 0, 0

    def close(self) -> None:
        """Let go of every library."""
        for one in self._all:
            one.close()

    def at(self, number: int, do: Callable[[Laptop], object]) -> None:
        """Let a laptop do something at its own time; what it refuses does not happen."""
        laptop = self.laptops[number % len(self.laptops)]
        self._now += 1_000_000_000
        now = 1_700_000_000_000_000_000 + self._now + laptop.skew * _DAY
        journal.time = SimpleNamespace(time_ns=lambda: now)  # type: ignore[assignment]
        try:
            with suppress(UserError):
                do(laptop)
        finally:
            journal.time = self._time
        newest = laptop.newest()
        # Row numbers are given again after an undone merge.
        self.committed |= laptop.values(since=laptop.known if newest > laptop.known else 0)
        laptop.known = newest

    def add(self, number: int, kind: str, words: str) -> None:
        """A new entry; a part goes to an entry that is there."""
        self._made += 1
        key = f"{kind}-{self._made:03}"

        def do(laptop: Laptop) -> None:
            if kind == "actor_name":
                actors = laptop.ids("actor")
                if not actors:
                    return
                new = ActorName(id=key, actor_id=actors[-1], text=words)
            elif kind == "section":
                new = Section(id=key, briefing_id="b", section_kind="discussion", body=words)
            elif kind == "actor":
                new = Actor(id=key, actor_kind="state", name=words)
            elif kind == "annotation":
                new = Annotation(
                    id=key, target_kind="briefing", target_id="b", body=words, private=False
                )
            else:
                new = Quote(id=key, words=words)
            with laptop.workspace.write("Add") as unit:
                unit.add(new)

        self.at(number, do)

    def edit(self, number: int, which: int, words: str) -> None:
        """Change a field of an entry."""

        def do(laptop: Laptop) -> None:
            choices = [
                (k, i, f) for k, names in FIELDS.items() for i in laptop.ids(k) for f in names
            ]
            if not choices:
                return
            kind, key, name = choices[which % len(choices)]
            before = laptop.contested()
            with laptop.workspace.write("Edit") as unit:
                value = words
                if name == "body":
                    value = _with_line(getattr(unit.get(kind, key), name), which, words)
                unit.change(kind, key, **{name: value})
            if (key, name) not in before:
                # Whoever edits has seen all that stood there.
                assert laptop.value(kind, key, name) == value
                assert (key, name) not in laptop.contested()

        self.at(number, do)

    def trash(self, number: int, which: int, *, restore: bool = False) -> None:
        """Delete an entry, or take one out of the trash."""

        def do(laptop: Laptop) -> None:
            with laptop.workspace.write("Trash") as unit:
                choices = [
                    (kind, row[0])
                    for kind in FIELDS
                    for row in unit.connection.exec_driver_sql(
                        f"SELECT id FROM {kind} WHERE deleted = ? ORDER BY id", (restore,)
                    )
                ]
                if not choices:
                    return
                kind, key = choices[which % len(choices)]
                unit.change(kind, key, deleted=not restore)
            # Whoever deletes or restores knows of all that is in the entry.
            assert laptop.value(kind, key, "deleted") is not restore
            assert (key, "deleted") not in laptop.contested()

        self.at(number, do)

    def mark(self, number: int, which: int, marking: str) -> None:
        """Mark an entry higher or lower."""

        def do(laptop: Laptop) -> None:
            choices = [(k, i) for k in FIELDS for i in laptop.ids(k)]
            if choices:
                with laptop.workspace.write("Mark") as unit:
                    unit.change(*choices[which % len(choices)], marking=marking)

        self.at(number, do)

    def undo(self, number: int, *, redo: bool = False, force: bool = True) -> None:
        """Take the newest step back, which may be a merge, or do it again."""
        step = history.redo if redo else history.undo
        self.at(number, lambda laptop: step(laptop.workspace, force=force))

    def settle(self, number: int, which: int, words: str) -> None:
        """Choose one of the values in conflict, or a third."""

        def do(laptop: Laptop) -> None:
            open_ = conflicts.conflicts(laptop.workspace)
            if not open_:
                return
            one = open_[which % len(open_)]
            value: Any = words
            if one.field == "marking":
                value = "GREEN"
            elif which % 3 or one.field == "deleted":
                value = one.sides[which % len(one.sides)].value
            conflicts.settle(laptop.workspace, one.kind, one.id, one.field, value)

        self.at(number, do)

    def send(self, number: int, choose: random.Random | None = None) -> None:
        """Make a pack of all that stands on a laptop, or of a part of it chosen at random."""
        sent = self.laptops[number % len(self.laptops)].everything()
        if choose is not None:
            sent = [one for one in sent if choose.random() < 0.6]
        if sent:
            self.mail.append(sent)

    def deliver(self, number: int, which: int) -> None:
        """A pack is opened; it may have been opened before, here or elsewhere."""
        if self.mail:
            pack = self.mail[which % len(self.mail)]
            self.at(number, lambda laptop: laptop.merge(pack))

    def exchange_everything(self, choose: random.Random) -> None:
        """All laptops get all that stands on the others, in any order, until there is nothing new."""
        for one in self.laptops:
            one.skew = 0
        while True:
            news = False
            order = [(a, b) for a in self.laptops for b in self.laptops if a is not b]
            choose.shuffle(order)
            for a, b in order:
                sent = a.everything()
                choose.shuffle(sent)
                news = b.merge(sent) or news
            if not news:
                return


def _with_line(text: str, which: int, words: str) -> str:
    lines = text.split("\n")
    at = which % (len(lines) + 1)
    if which % 3 or at == len(lines):
        lines.insert(at, words)
    else:
        lines[at] = words
    return "\n".join(lines)


def check(laptop: Laptop) -> None:
    """What stands in the records is what follows from the whole journal."""
    before = laptop.state()
    with laptop.workspace.library.aside() as connection:
        keys = {
            (row[0], row[1], row[2])
            for row in connection.exec_driver_sql("SELECT kind, record_id, field FROM change")
        }
        heads.refresh(connection, keys, removed=True)
    assert laptop.state() == before


def check_all(world: World) -> None:
    """After everything was exchanged: equal record for record, and no word lost."""
    first, *others = world.laptops
    for one in world.laptops:
        check(one)
        assert world.committed <= one.values()
    expected = first.state()
    for one in others:
        found = one.state()
        for part, rows in expected.items():
            assert found[part] == rows, part


def random_history(world: World, seed: int) -> int:
    """One history from its seed; how many things happened in it."""
    choose = random.Random(seed)
    world.begin(choose.randint(3, 5))
    for kind in choose.sample(tuple(FIELDS), 2):
        world.add(0, kind, "a\nb\nc")
    if choose.random() < 0.8:
        for one in world.laptops[1:]:
            one.merge(world.laptops[0].everything())
    steps = choose.randint(10, 30)
    for _ in range(steps):
        step(world, choose)
    world.exchange_everything(choose)
    check_all(world)
    return steps


def step(world: World, choose: random.Random) -> None:
    """One thing that happens."""
    who, which, words = choose.randrange(5), choose.randrange(8), f"w{choose.randrange(1000)}"
    what = choose.choices(
        ("add", "edit", "trash", "restore", "undo", "redo", "settle", "send", "part", "deliver"),
        (1, 9, 2, 1, 4, 2, 3, 4, 2, 8),
    )[0]
    if choose.random() < 0.05:
        world.laptops[who % len(world.laptops)].skew = choose.choice((-9, -2, 0, 3, 30))
    if choose.random() < 0.04:
        world.mark(who, which, choose.choice(("RED", "GREEN", "CLEAR")))
    match what:
        case "add":
            world.add(who, choose.choice(tuple(FIELDS)), "\n".join((words, "b", "c")))
        case "edit":
            world.edit(who, which, words)
        case "trash" | "restore":
            world.trash(who, which, restore=what == "restore")
        case "undo" | "redo":
            world.undo(who, redo=what == "redo", force=choose.random() < 0.7)
        case "settle":
            world.settle(who, which, words)
        case "send" | "part":
            world.send(who, choose if what == "part" else None)
        case _:
            world.deliver(who, which)


def main(count: int, seed: int) -> None:
    """Run so many histories and say how many."""
    start, happened = time.perf_counter(), 0
    with scratch() as folder:
        world = World(folder)
        for number in range(count):
            try:
                happened += random_history(world, seed + number)
            except Exception:
                print(f"seed {seed + number} fails")
                raise
        world.close()
    took = time.perf_counter() - start
    print(f"{count} histories from seed {seed}, {happened} steps, {took:.0f} s: all equal")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
