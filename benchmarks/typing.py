"""A key typed with 100,000 entries behind it: p95 at most 16 ms, one picture of sixty.

Three places are typed into: a section, the first note of an entry, and a note on an entry that has 5,000
notes. Keys are sent one by one into the real window, offscreen, in the rhythm of a hand: most follow
within a fifth of a second, about one in twelve after so long that the save of the words before it is under
way when it comes. A key's time is what passes between the moment at which it was due and its picture, so
whatever kept the program busy counts. ``--cold`` first drops the library from the system's memory.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from benchmarks.large import BRIEFING, COUNT, MANY_NOTES, folder, large_library, percentile

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

    from briefing.services.workspace import Workspace

KEYS = 330
_BARE_KEYS = 120
LIMIT = 16.0
#: Milliseconds between keys: their middle, and the spread of their logarithm.
_GAP_MS, _SPREAD = 120, 0.6
_WORDS = "the treaty holds while both sides keep to the words that were said at noon "
_CITED = ("trea", "bord", "speaker 0", "harb")


class Hand:
    """Types, and notes down what each key took."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.times: list[float] = []
        self.computing: list[float] = []

    def rest(self, milliseconds: float) -> None:
        """Let the program run for that long, and no longer than its own work makes it."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(milliseconds), loop.quit)
        loop.exec()

    def gap(self) -> float:
        """Milliseconds to the next key."""
        return min(900.0, _GAP_MS * self.chance.lognormvariate(0, _SPREAD))

    def key(self, field: QWidget, picture: QWidget, key: object) -> None:
        """Press one key at its own time: a hand does not wait until the program is idle."""
        from PySide6.QtTest import QTest

        gap = self.gap()
        due = time.perf_counter() + round(gap) / 1000
        self.rest(gap)
        computed = time.thread_time()
        QTest.keyClick(field, key)  # pyright: ignore[reportCallIssue, reportArgumentType]
        picture.repaint()
        self.computing.append((time.thread_time() - computed) * 1000)
        self.times.append((time.perf_counter() - due) * 1000)

    def write(
        self, field: QPlainTextEdit | QTextEdit, keys: int, cite: Callable[[], str] | None = None
    ) -> None:
        """Type words, with a citation now and then where ``cite`` says what to look for."""
        from PySide6.QtCore import Qt

        for number in range(keys):
            self.key(field, field.viewport(), _WORDS[number % len(_WORDS)])
            if cite and number % 60 == 59:
                for each in "@" + cite():
                    self.key(field, field.viewport(), each)
                self.key(field, field.viewport(), Qt.Key.Key_Return)

    def tell(self, name: str) -> float:
        """Print what was measured; the p95 in milliseconds."""
        p95 = percentile(self.times, 0.95)
        late = sum(one > LIMIT for one in self.times)
        floor = bare(percentile(self.computing, 0.5))
        print(
            f"{name}: {len(self.times)} keys, median {percentile(self.times, 0.5):.1f} ms, p95 "
            f"{p95:.1f} ms, p99 {percentile(self.times, 0.99):.1f} ms, most {max(self.times):.1f} ms, "
            f"over the limit {late}; computed for the key itself: p95 "
            f"{percentile(self.computing, 0.95):.1f} ms; a bare loop of events computing as long: p95 "
            f"{floor:.1f} ms; ratio to the limit {p95 / LIMIT:.2f}",
            flush=True,
        )
        return p95


def bare(computing: float) -> float:
    """The p95 of a bare loop of events that computes so many milliseconds a key, in milliseconds.

    It is what this machine makes of a key at this moment whatever the program does: on one that others
    keep busy a process waits for its turn.
    """
    hand = Hand(5)
    times: list[float] = []
    for _key in range(_BARE_KEYS):
        gap = round(hand.gap())
        due = time.perf_counter() + gap / 1000
        hand.rest(gap)
        begun = time.thread_time()
        while (time.thread_time() - begun) * 1000 < computing:
            pass
        times.append((time.perf_counter() - due) * 1000)
    return percentile(times, 0.95)


def forget() -> None:
    """Drop the library from the system's cache of files, so that it is read from the disk."""
    for path in folder().glob(f"large-{COUNT}.briefings*"):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def many_notes(workspace: Workspace, quote_id: str) -> None:
    """Put ``MANY_NOTES`` notes on a quote, once."""
    from briefing.domain.annotation import Annotation
    from briefing.store.journal import new_id
    from briefing.store.records import find

    with workspace.read() as connection:
        there = len(find(connection, Annotation, target_kind="quote", target_id=quote_id))
    if there >= MANY_NOTES:
        return
    with workspace.write("Fill") as unit:
        unit.add_all(
            Annotation(
                id=new_id(),
                target_kind="quote",
                target_id=quote_id,
                briefing_id=BRIEFING,
                body=f"{_WORDS}{n}",
                created=f"2024-01-01T{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}+00:00",
            )
            for n in range(MANY_NOTES - there)
        )


def main(*, cold: bool = False, only: str = "") -> float:
    """Print the times of every place, or of one; returns the worst p95 in milliseconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["BRIEFING_CONFIG"] = tempfile.mkdtemp()
    # As the program does while it starts.
    gc.disable()
    from PySide6.QtGui import QTextCursor
    from PySide6.QtWidgets import QApplication

    from briefing.services import annotating, quote_view, writing
    from briefing.services.quote_view import QuoteFilter
    from briefing.settings import load_settings
    from briefing.ui import theme
    from briefing.ui.app import collect_from_now_on, make_window
    from briefing.ui.session import Entry

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.install(app, "light", 100)
    workspace = large_library()
    for kind in ("bottom line", "discussion", "outlook"):
        if not any(r.section_kind == kind for r in writing.section_rows(workspace, BRIEFING)):
            writing.add_section(workspace, BRIEFING, kind, body=_WORDS * 40)
    # The first section is as long at the start of every run.
    first = writing.section_rows(workspace, BRIEFING)[0]
    writing.set_section_body(workspace, first.id, _WORDS * 40, expected=first.body)
    few, many = quote_view.quote_ids(workspace, BRIEFING, QuoteFilter())[:2]
    many_notes(workspace, many)
    workspace.close()
    if cold:
        forget()
    workspace = large_library()
    window = make_window(workspace, load_settings())
    window.resize(1440, 900)
    window.show()
    collect_from_now_on()
    session = window.session
    session.open_briefing(BRIEFING)
    Hand(0).rest(500)

    def section() -> float:
        hand = Hand(7)
        session.registry.run("brief.write")
        page = window.tab("brief").page  # pyright: ignore[reportAttributeAccessIssue]
        started = time.perf_counter()
        while page.index is None:
            hand.rest(20)
        print(f"index of {len(page.index.entries)} entries: {time.perf_counter() - started:.2f} s")
        text = page.ordered()[0].text
        text.setFocus()
        text.moveCursor(QTextCursor.MoveOperation.End)
        hand.write(text, KEYS, lambda: hand.chance.choice(_CITED))
        page.flush()
        session.registry.run("brief.write")
        return hand.tell("a section")

    def note(on: str, name: str) -> float:
        hand = Hand(11)
        session.select(Entry("quote", on))
        hand.rest(300)
        column = window.sources.note_column
        column.add_note()
        card = next(t.first for t in column.threads if not t.note_id)
        card.edit.setFocus()
        hand.write(card.edit, KEYS)
        card.finish()
        hand.rest(200)
        p95 = hand.tell(name)
        annotating.delete_note(workspace, card.note_id)
        return p95

    places = {
        "section": section,
        "note": lambda: note(few, "a note"),
        "many": lambda: note(many, f"a note among {MANY_NOTES:,}"),
    }
    worst = max(run() for name, run in places.items() if only in ("", name))
    print(f"worst p95 with {COUNT:,} entries: {worst:.1f} ms (limit {LIMIT:.0f} ms)")
    window.close()
    workspace.close()
    return worst


if __name__ == "__main__":
    named = [one for one in sys.argv[1:] if not one.startswith("-")]
    raise SystemExit(main(cold="--cold" in sys.argv, only="".join(named)) > LIMIT)
