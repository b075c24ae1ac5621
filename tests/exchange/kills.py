"""Kills a merge or the writing of a pack at a random instant, and looks at what is left:

python -m tests.exchange.kills 500
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from briefing.domain.briefing import Briefing, Section
from briefing.domain.changes import Author
from briefing.domain.quote import Quote
from briefing.exchange import signature
from briefing.services import merging, packing
from briefing.services.workspace import Workspace
from briefing.store.library import Library, create
from tests.builders import rows
from tests.exchange.laptops import scratch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE = Author("00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000d1")
OTHER = Author("00000000-0000-4000-8000-0000000000a2", "00000000-0000-4000-8000-0000000000d2")


class Bench:
    """A pack, a library before and after merging it, and how long each takes."""

    def __init__(self, folder: Path, count: int = 300) -> None:
        self.folder = folder
        self.key = signature.own_key(folder / "key")
        self.pack = folder / "whole.briefpack"
        self.base = folder / "base.briefings"
        one = Workspace(create(folder / "one.briefings"), ONE)
        with one.write("Begin") as unit:
            unit.add(Briefing(id="b", title="A treaty"))
            unit.add(Section(id="s", briefing_id="b", section_kind="discussion", body="Text."))
        self.prepared = packing.prepare(one, ["b"], key=self.key)
        packing.write(self.prepared, self.pack, self.key)
        other = Workspace(create(self.base), OTHER)
        merging.merge(other, merging.open_pack(self.pack))
        other.close()
        for number in range(count):
            with one.write("Add") as unit:
                unit.add(Quote(id=f"q{number}", briefing_id="b", words=f"words {number} " * 20))
                unit.change("section", "s", body=f"Text {number}.\n" * 20)
        self.prepared = packing.prepare(one, ["b"], key=self.key)
        packing.write(self.prepared, self.pack, self.key)
        one.close()
        self.before = self.state(self.base)
        start = time.perf_counter()
        self.after = self.state(self._merge(self.copy("after")))
        self.merge_takes = time.perf_counter() - start
        start = time.perf_counter()
        packing.write(self.prepared, folder / "again.briefpack", self.key)
        self.write_takes = time.perf_counter() - start

    def copy(self, name: str) -> Path:
        """A fresh copy of the library before the merge."""
        path = self.folder / f"{name}.briefings"
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.base, path)
        return path

    def _merge(self, path: Path) -> Path:
        workspace = Workspace(Library(path), OTHER)
        merging.merge(workspace, merging.open_pack(self.pack))
        workspace.close()
        return path

    def state(self, path: Path) -> Any:
        """Everything that stands in a library; raises where it is damaged."""
        workspace = Workspace(Library(path), OTHER)
        try:
            with workspace.read() as connection:
                whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
                assert whole == "ok", whole
                journal = [
                    connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                    for table in ("change", "change_set", "merge_step", "search_entry")
                ]
            return rows(workspace), journal
        finally:
            workspace.close()

    def killed_merge(self, instant: float) -> str:
        """Merge in a process that is killed; whether it left the library "before" or "after"."""
        path = self.copy("killed")
        _killed(lambda: self._merge(path), instant)
        found = self.state(path)
        assert found in (self.before, self.after), "a merge was left half done"
        # Merging it again comes to the same in either case.
        assert self.state(self._merge(path)) == self.after
        return "before" if found == self.before else "after"

    def killed_writing(self, instant: float) -> str:
        """Write a pack over another in a process that is killed; whether the "old" or "new" one stands."""
        to = self.folder / "to.briefpack"
        to.write_bytes(b"the old one")
        _killed(lambda: packing.write(self.prepared, to, self.key), instant)
        data = to.read_bytes()
        assert data in (b"the old one", self.pack.read_bytes()), "a pack was left half written"
        return "old" if data == b"the old one" else "new"


def _killed(do: Callable[[], object], instant: float) -> None:
    """Do something in a process of its own and kill that after so many seconds, if it still runs."""
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(tell, b".")
        try:
            do()
        finally:
            os._exit(0)
    os.close(tell)
    os.read(ready, 1)
    # Ends sooner where the process does.
    select.select([ready], [], [], instant)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)


def run(bench: Bench, count: int, seed: int) -> Counter[str]:
    """Kill so many times, a merge and a writing in turn; what was left how often."""
    choose = random.Random(seed)
    found: Counter[str] = Counter()
    for number in range(count):
        if number % 2:
            found["pack " + bench.killed_writing(choose.random() * bench.write_takes * 1.3)] += 1
        else:
            found["merge " + bench.killed_merge(choose.random() * bench.merge_takes * 1.3)] += 1
    return found


if __name__ == "__main__":
    with scratch() as place:
        for what, times in sorted(run(Bench(place), int(sys.argv[1]), 1).items()):
            print(f"{what}: {times}")
