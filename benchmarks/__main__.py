"""Runs every benchmark and prints every ratio; the status is not zero where a limit is passed."""

from __future__ import annotations

from benchmarks import (
    blocs,
    edit,
    exchange,
    export,
    extraction,
    search,
    summary,
    timeline,
    typing,
    window,
)


def main() -> int:
    """How many of the ten passed a limit."""
    passed = 0
    for name, run, limit in (
        ("The pictures of blocs", blocs.main, 1.0),
        ("A saved edit", edit.main, edit.LIMIT),
        ("Exchange", exchange.main, 1.0),
        ("The full PDF", export.main, 1.0),
        ("Extraction", extraction.main, 1.0),
        ("Search", search.main, search.LIMIT),
        ("The summary", summary.main, summary.LIMIT),
        ("The timeline", timeline.main, 1.0),
        ("Typing", typing.main, typing.LIMIT),
        ("The window", window.main, 1.0),
    ):
        print(f"\n{name}", flush=True)
        passed += run() > limit
    return passed


if __name__ == "__main__":
    raise SystemExit(main())
