"""The summary of the sample against a plain Typst file of its text and pictures: limit 1.5 x.

Four pairs, the two sides of each in turns, and the medians compared:

- warm, unchanged: one process, the library open, all loaded. We export the same library again; the
  plain side sets the same file again with a compiler that has it in memory.
- warm, one word changed: the same, but before every turn one word of a section is changed, in the
  library and in the plain file. The change itself is not timed.
- cold, library opened: fresh processes, from before the start until the PDF lies on the disk. We
  open the library and export; the plain side opens the library too, through the same store, reads
  the briefing and sets its plain file.
- cold, Typst alone: as before, but the plain side loads nothing except Typst. It needs neither the
  database nor its driver nor citations, which we cannot do without.

Our file is written to the disk to stay (fsync) and renamed; the plain one is only written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 9
COLD_ROUNDS = 5
LIMIT = 1.5
WORD = "containers"

# All that a plain script needs, and what a script that reads the library needs before.
_PLAIN = """
import sys
from pathlib import Path
import typst
folder, fonts = map(Path, sys.argv[1:3])
compiler = typst.Compiler(
    folder / "plain.typ",
    root=folder,
    font_paths=typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
    ),
    ignore_system_fonts=True,
)
(folder / "plain.pdf").write_bytes(compiler.compile(format="pdf"))
"""
_WITH_LIBRARY = """
import sys
from pathlib import Path
from briefing.domain.changes import Author
from briefing.services.workspace import open_workspace
from briefing.store import records
workspace = open_workspace(Path(sys.argv[1]) / "a.briefings", Author("", "bench"))
with workspace.read() as connection:
    records.need(connection, "briefing", sys.argv[3])
"""
_OURS = """
import sys
from pathlib import Path
from briefing.domain.changes import Author
from briefing.services.export_formats import export_briefing
from briefing.services.workspace import open_workspace
folder = Path(sys.argv[1])
workspace = open_workspace(folder / "a.briefings", Author("", "bench"))
export_briefing(workspace, sys.argv[3], folder / "ours.pdf")
"""


class _Ours:
    """The library opened, its summary written, and one word of it changed."""

    def __init__(self, folder: Path) -> None:
        from briefing.domain.changes import Author
        from briefing.services.sample import BRIEFING_KEY, sample_id
        from briefing.services.workspace import open_workspace

        self.workspace = open_workspace(folder / "a.briefings", Author("", "bench"))
        self.briefing = sample_id("briefing", BRIEFING_KEY)
        self._to = folder / "ours.pdf"

    def export(self) -> None:
        from briefing.services.export_formats import export_briefing

        export_briefing(self.workspace, self.briefing, self._to)

    def change(self, word: str) -> None:
        from briefing.domain.briefing import Section, SectionKind
        from briefing.store.records import find

        with self.workspace.read() as connection:
            kind = SectionKind.DISPUTED.value
            one = find(connection, Section, briefing_id=self.briefing, section_kind=kind)[0]
        self._body = getattr(self, "_body", one.body)
        assert WORD in self._body
        with self.workspace.write("Edit section") as unit:
            unit.change("section", one.id, body=self._body.replace(WORD, word))


class _Plain:
    """The plain file with our fonts, set with a compiler made once."""

    def __init__(self, folder: Path) -> None:
        import typst

        self._file, self._to = folder / "plain.typ", folder / "plain.pdf"
        self._text = self._file.read_text("utf-8")
        self._compiler = typst.Compiler(
            self._file,
            root=folder,
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[_fonts()],
            ),
            ignore_system_fonts=True,
        )

    def compile(self) -> None:
        made: Any = self._compiler.compile(format="pdf")
        self._to.write_bytes(made)

    def change(self, word: str) -> None:
        assert WORD in self._text
        self._file.write_text(self._text.replace(WORD, word), "utf-8")


def _fonts() -> str:
    from briefing.paths import resource

    return str(resource("fonts"))


def _write_plain(ours: _Ours, folder: Path) -> None:
    """Take the words and pictures that the program gives to Typst, without any of its layout."""
    from unittest.mock import patch

    from briefing.export import pdf

    seen: list[dict[str, str]] = []
    inner = pdf._inputs

    def inputs(*args: Any) -> dict[str, str]:
        seen.append(inner(*args))
        return seen[-1]

    with patch.object(pdf, "_inputs", inputs):
        ours.export()
    words = json.loads(seen[-1]["data"])
    lines = ['#set page("a4", margin: 15mm)', '#set text(font: "Noto Serif", size: 7pt)']
    for figure in words.pop("figures"):
        name = f"{figure['picture']}.svg"
        (folder / name).write_text(seen[-1][figure["picture"]], "utf-8")
        lines.append(f'#image("{name}", width: 48%)')
    for key in ("tokens", "figure_legend"):
        words.pop(key, None)
    lines += [f"#{json.dumps(text, ensure_ascii=False)}\n" for text in _texts(words)]
    (folder / "plain.typ").write_text("\n".join(lines), "utf-8")


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            return [value["text"]]
        return [" ".join(_texts(one)) for one in value.values()]
    if isinstance(value, list | tuple):
        return [" ".join(_texts(one)) for one in value]
    return []


def _cold(program: str, folder: Path, briefing: str) -> float:
    fonts = _fonts()

    def run() -> None:
        subprocess.run(
            [sys.executable, "-c", program, str(folder), fonts, briefing],
            check=True,
            timeout=120,
            cwd=Path(__file__).parent.parent,
            env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        )

    return _timed(run)


def _timed(made: Callable[[], None]) -> float:
    start = time.perf_counter()
    made()
    return (time.perf_counter() - start) * 1e3


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def _pairs(folder: Path) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    ours = _Ours(folder)
    _write_plain(ours, folder)
    plain = _Plain(folder)
    plain.compile()

    def again() -> tuple[float, float]:
        return _timed(ours.export), _timed(plain.compile)

    words = (f"{WORD[:-1]}{number}" for number in count())

    def changed() -> tuple[float, float]:
        word = next(words)
        ours.change(word)
        plain.change(word)
        return again()

    yield "warm, unchanged", [again() for _ in range(ROUNDS)]
    changed()
    yield "warm, one word changed", [changed() for _ in range(ROUNDS)]
    ours.workspace.close()

    def cold(program: str) -> tuple[float, float]:
        return _cold(_OURS, folder, ours.briefing), _cold(program, folder, ours.briefing)

    opened = _WITH_LIBRARY + _PLAIN
    cold(opened)
    yield "cold, library opened", [cold(opened) for _ in range(COLD_ROUNDS)]
    yield "cold, Typst alone", [cold(_PLAIN) for _ in range(COLD_ROUNDS)]


def main() -> float:
    """Print the times of every pair; returns the greatest of the ratios."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        for words, times in _pairs(Path(name)):
            ours, theirs = _median([a for a, _ in times]), _median([b for _, b in times])
            worst = max(worst, ours / theirs)
            print(
                f"summary, {words}: {ours:.1f} ms, plain Typst {theirs:.1f} ms, "
                f"ratio {ours / theirs:.2f} (limit {LIMIT})"
            )
    return worst


if __name__ == "__main__":
    raise SystemExit(main() > LIMIT)
