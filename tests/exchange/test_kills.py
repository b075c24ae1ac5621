"""A merge or a pack that is interrupted leaves what was there, or what should be, and nothing between."""

from __future__ import annotations

import errno
import os
import resource

import pytest

from briefing.errors import UserError
from briefing.services import merging, packing
from briefing.services.workspace import Workspace
from briefing.store.library import Library
from tests.exchange.kills import OTHER, Bench, run
from tests.exchange.laptops import scratch

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


@pytest.fixture(scope="module")
def bench():
    with scratch() as folder:
        yield Bench(folder, count=60)


def test_a_process_that_is_killed_leaves_nothing_half_done(bench):
    found = run(bench, 16, seed=7)
    assert sum(found.values()) == 16


def in_a_process(do):
    """The one line that it said in a process whose files cannot grow; empty where it said nothing."""
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            do()
            os.write(tell, b"done")
        except UserError as error:
            os.write(tell, str(error).encode())
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(ready, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


def test_a_merge_with_no_room_left_says_so_and_leaves_the_library_as_it_was(bench):
    path = bench.copy("full")

    def merge():
        workspace = Workspace(Library(path), OTHER)
        merging.merge(workspace, merging.open_pack(bench.pack))

    told = in_a_process(merge)
    assert told.startswith("full.briefings: the disk ")
    assert "\n" not in told
    assert bench.state(path) == bench.before


def test_a_pack_with_no_room_left_says_so_and_leaves_the_old_one(bench):
    to = bench.folder / "small.briefpack"
    to.write_bytes(b"the old one")
    told = in_a_process(lambda: packing.write(bench.prepared, to, bench.key))
    assert os.strerror(errno.EFBIG) in told
    assert to.read_bytes() == b"the old one"
    assert [one.name for one in to.parent.glob("small*")] == ["small.briefpack"]


def test_a_stick_that_was_pulled_says_so(bench, tmp_path):
    gone = tmp_path / "stick" / "out.briefpack"
    with pytest.raises(UserError, match="cannot be written"):
        packing.write(bench.prepared, gone, bench.key)
    with pytest.raises(UserError, match="cannot be read"):
        merging.open_pack(gone)
