"""The timeline with 2,000 entries: a frame of panning, zooming and scrolling lanes.

Each frame makes the display list of what is seen and paints it, as the widget does between two
pictures on the screen.
"""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

from benchmarks.large import percentile

if TYPE_CHECKING:
    from briefing.analysis.timeline import TimelineScene

COUNT = 2_000
LANES = 40
FRAMES = 120
LIMIT = 16.0  # ms, p95


def scene() -> TimelineScene:
    """2,000 invented entries: most on days of five years, some months, spans and open ends."""
    from briefing.analysis.timeline import Lane, TimelineEntry, TimelineScene
    from briefing.domain.dates import ordinal

    chance = random.Random(2024)
    base = ordinal(2020, 1, 1)
    entries = []
    for n in range(COUNT):
        first = base + chance.randrange(5 * 365)
        sort = n % 10
        last = first if sort < 7 else first + chance.choice((29, 89, 364))
        entries.append(
            TimelineEntry(
                str(n),
                "quote" if n % 3 else "event",
                f"What happened or was said, number {n} of many, in some more words",
                "some day",
                first,
                None if sort == 9 else last,
                sort >= 8,
                open_end=sort == 9,
                doubt=n % 17 == 0,
                reported=first + 20 if n % 11 == 0 else None,
                lanes=(str(min(LANES - 1, int(chance.expovariate(0.12)))),),
            )
        )
    entries.sort(key=lambda e: (e.first, e.id))
    lanes = tuple(Lane(str(n), f"Actor {n}") for n in range(LANES))
    return TimelineScene(tuple(entries), lanes, as_of=base + 1600, as_of_words="as of then")


def main() -> float:
    """The worst p95 of the three as a share of the limit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from briefing.ui import theme
    from briefing.ui.pictures.timeline_view import TimelineView

    app = QApplication.instance() or QApplication([])
    theme.install(app, "light", 100)
    view = TimelineView()
    view.resize(1100, 560)
    view.set_scene(scene())
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image)

    def zoom(n: int) -> None:
        view.zoom(1.12 if n % 60 < 30 else 1 / 1.12, 300 + n % 400)

    def pan(n: int) -> None:
        view.pan(0.03 if n % 60 < 30 else -0.03)

    def lanes(n: int) -> None:
        view.scroll_lanes(30 if n % 60 < 30 else -30)

    worst = 0.0
    for name, move in (("zooming", zoom), ("panning", pan), ("scrolling lanes", lanes)):
        view.fit()
        if move is not zoom:
            view.zoom(6.0, 600)
        view.render(image)
        frames = []
        for n in range(FRAMES):
            began = time.perf_counter()
            move(n)
            view.render(image)
            frames.append((time.perf_counter() - began) * 1e3)
        p50, p95 = percentile(frames, 0.5), percentile(frames, 0.95)
        worst = max(worst, p95)
        print(f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms (limit {LIMIT:.0f})")
    view.deleteLater()
    return worst / LIMIT


if __name__ == "__main__":
    raise SystemExit(main() > 1.0)
