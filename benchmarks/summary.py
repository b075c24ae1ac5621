"""The summary of the sample against a plain Typst file of its text and pictures: limit 1.5 x.

Both are set by one process with the library open and everything loaded, in turns; then each in
fresh processes, from before the process is started until the PDF lies on the disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.large import AUTHOR

ROUNDS = 7
COLD_ROUNDS = 3
LIMIT = 1.5


def _ours(library: Path, to: Path) -> Any:
    """The library opened; each call writes its summary."""
    from briefing.services.exporting import export_summary
    from briefing.services.sample import BRIEFING_KEY, sample_id
    from briefing.services.workspace import open_workspace

    workspace = open_workspace(library, AUTHOR)

    def export() -> None:
        export_summary(workspace, sample_id("briefing", BRIEFING_KEY), to)

    return export


def _plain(folder: Path, to: Path) -> Any:
    """The plain file with our fonts; each call sets it with a compiler made once."""
    import typst

    from briefing.paths import resource

    compiler = typst.Compiler(
        folder / "plain.typ",
        root=folder,
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(resource("fonts"))],
        ),
        ignore_system_fonts=True,
    )

    def compile_() -> None:
        to.write_bytes(compiler.compile(format="pdf"))

    return compile_


def _write_plain(export: Any, folder: Path) -> None:
    """Take the words and pictures that the program gives to Typst, without any of its layout."""
    from briefing.export import pdf

    seen: list[dict[str, Any]] = []
    inner = pdf._data

    def data(*args: Any) -> dict[str, Any]:
        seen.append(inner(*args))
        return seen[-1]

    with patch.object(pdf, "_data", data):
        export()
    last = seen[-1]
    lines = ['#set page("a4", margin: 15mm)', '#set text(font: "Noto Serif", size: 7pt)']
    for number, figure in enumerate(last.pop("figures")):
        (folder / f"{number}.svg").write_text(figure["svg"], "utf-8")
        lines.append(f'#image("{number}.svg", width: 48%)')
    for key in ("tokens", "figure_legend"):
        last.pop(key, None)
    lines += [f"#{json.dumps(words, ensure_ascii=False)}\n" for words in _texts(last)]
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


def _cold(what: str, folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "benchmarks.summary", what, str(folder)],
        check=True,
        timeout=120,
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
    )
    return (time.perf_counter() - start) * 1e3


def _timed(made: Any) -> float:
    start = time.perf_counter()
    made()
    return (time.perf_counter() - start) * 1e3


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def main() -> float:
    """Print both times, warm and cold; returns the greater of the two ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = _ours(folder / "a.briefings", folder / "ours.pdf")
        _write_plain(ours, folder)
        plain = _plain(folder, folder / "plain.pdf")
        plain()
        warm = [(_timed(ours), _timed(plain)) for _ in range(ROUNDS)]
        _cold("ours", folder)
        cold = [(_cold("ours", folder), _cold("plain", folder)) for _ in range(COLD_ROUNDS)]
    ratios: list[float] = []
    for words, times in (("warm", warm), ("cold", cold)):
        ours_, theirs = _median([a for a, _ in times]), _median([b for _, b in times])
        ratios.append(ours_ / theirs)
        print(
            f"summary, {words}: {ours_:.0f} ms, plain Typst {theirs:.0f} ms, "
            f"ratio {ratios[-1]:.2f} (limit {LIMIT})"
        )
    return max(ratios)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _folder = Path(sys.argv[2])
        if sys.argv[1] == "ours":
            _ours(_folder / "a.briefings", _folder / "ours.pdf")()
        else:
            _plain(_folder, _folder / "plain.pdf")()
        raise SystemExit
    raise SystemExit(main() > LIMIT)
