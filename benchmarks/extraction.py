"""Extraction: words a second on one core against textacy with spaCy, and whether time grows in line.

The forty articles of the regression set are repeated; both sides read the same texts in one run, and only
the time of the processor counts, program start and loading left out. The peer lives in an environment of its
own: ``BRIEFING_NLP`` names its Python (by default ``build/nlp/bin/python``). It needs ``textacy`` and a small
English model of spaCy's; where they are missing the benchmark says so and prints our side alone.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.intake.extract import extract

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "tests" / "extraction" / "articles.jsonl"
#: Words a second on one core that must be reached, and how much longer ten times the text may take.
LEAST = 60_000
MOST_GROWTH = 12.0
ROUNDS = 5
_PEER_ROUNDS = 2
#: Memory that a megabyte of text may take, beside what the program needs anyway.
MOST_MEMORY = 60.0

_PEER = r"""
import json, sys, time
import spacy
from textacy import extract

names = [n for n in spacy.util.get_installed_models() if n.startswith("en_core_web_sm")]
if not names:
    sys.exit("no small English model of spaCy's is installed there")
nlp = spacy.load(names[0])
texts = [json.loads(line) for line in sys.stdin]
list(nlp.pipe(texts[:2]))
start, quotes, entities, failed = time.process_time(), 0, 0, 0
for text in texts:
    for paragraph in text.split("\n"):
        doc = nlp(paragraph)
        entities += len(doc.ents)
        try:
            quotes += sum(1 for _ in extract.direct_quotations(doc))
        except Exception:
            failed += 1
seconds = time.process_time() - start
print(json.dumps({"seconds": seconds, "quotes": quotes, "entities": entities, "failed": failed,
                  "what": f"spaCy {spacy.__version__}, {names[0]}"}))
"""


def articles() -> list[tuple[str, str]]:
    """The texts of the regression set, each with the day on which it appeared."""
    lines = ARTICLES.read_text(encoding="utf-8").splitlines()
    return [(one["text"], one["published"]) for one in map(json.loads, lines)]


def main() -> float:
    """Print all; returns the worst of what was measured to what is allowed (over 1.0: passed a limit)."""
    if "--memory" in sys.argv:
        _memory(float(sys.argv[sys.argv.index("--memory") + 1]))
        return 0.0
    worst = LEAST / _speed()
    print("\ntime at ten times the text (limit 12 x)")
    for name, short, long in _growth():
        ratio = long / short
        worst = max(worst, ratio / MOST_GROWTH)
        print(f"{name:24} {short:7.3f} s {long:8.3f} s   {ratio:5.1f} x")
    print("\na text as large as a book of many volumes, in a process of its own")
    for megabytes in _sizes():
        seconds, peak = _large(megabytes)
        worst = max(worst, peak / (megabytes * MOST_MEMORY))
        print(f"{megabytes:6.0f} MB {seconds:8.1f} s, {peak:6.0f} MB of memory")
    return worst


def _sizes() -> list[float]:
    """2 MB, and 100 MB with ``--large`` (minutes)."""
    return [2.0, 100.0] if "--large" in sys.argv else [2.0]


def _speed() -> float:
    texts = articles()
    for text, published in texts:
        extract(text, published=published)
    words = sum(len(text.split()) for text, _ in texts)
    start = time.process_time()
    for _ in range(ROUNDS):
        for text, published in texts:
            extract(text, published=published)
    ours = words * ROUNDS / (time.process_time() - start)
    print(f"{'briefing':26} {ours:9,.0f} words/s (limit {LEAST:,})")
    theirs = _peer([text for text, _ in texts] * _PEER_ROUNDS)
    if theirs is not None:
        rate = words * _PEER_ROUNDS / theirs["seconds"]
        print(f"{'textacy, ' + theirs['what']:26} {rate:9,.0f} words/s: {ours / rate:.1f} times")
    return ours


def _peer(texts: list[str]) -> dict | None:
    python = Path(os.environ.get("BRIEFING_NLP", ROOT / "build" / "nlp" / "bin" / "python"))
    if not python.exists():
        print("the peer is missing: make an environment with textacy and a small English model")
        print(f"of spaCy's, and name its Python in BRIEFING_NLP (looked for {python.name} in")
        print("build/nlp/bin)")
        return None
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for name in ("PYTHONPATH", "PYTHONHOME"):
        one_core.pop(name, None)
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        [python, "-c", _PEER],
        input=lines,
        capture_output=True,
        text=True,
        env=one_core,
        check=False,
    )
    if done.returncode:
        print(f"the peer does not run: {done.stderr.strip().splitlines()[-1]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def _growth() -> Iterator[tuple[str, float, float]]:
    for name, piece, size in _pieces():
        short = (piece * (size // len(piece) + 1))[:size]
        long = (piece * (10 * size // len(piece) + 1))[: 10 * size]
        yield name, _time(short), _time(long)


def _pieces() -> Iterator[tuple[str, str, int]]:
    """What is repeated, and the shorter of the two lengths in characters."""
    chance = random.Random(11)
    prose = "\n\n".join(text for text, _ in articles()) + "\n\n"
    yield "articles", prose, 60_000
    yield "any characters", "".join(chr(chance.randrange(1, 0xD800)) for _ in range(9973)), 40_000
    # Ten times as long: a million of them.
    yield "quotation marks", '“”"', 100_000
    yield "one side of marks", "“", 100_000
    yield "apostrophes", "‘’'", 100_000
    yield "no sentence end", "word Another and Russia said that ships came to ", 60_000
    yield "mixed directions", "روسيا وقعت Russia signed 俄罗斯签署 חתמה “נוסח” said he. ", 60_000
    yield "bidi controls", "\u202eRussia said “\u202cno\u2066”\u2069, he said.\u200f ", 60_000
    yield "capitals", "Xa Yb Zc ", 60_000
    yield "dates", "12 3 May 4,000 in 1999 ", 60_000
    yield "white space", " \t", 100_000
    yield "one word", "a", 100_000


def _time(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        extract(text, published="2025-01-01")
        best = min(best, time.process_time() - start)
    return best


def _large(megabytes: float) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.extraction", "--memory", str(megabytes)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def _memory(megabytes: float) -> None:
    prose = "\n\n".join(text for text, _ in articles()) + "\n\n"
    size = int(megabytes * 1e6)
    text = (prose * (size // len(prose) + 1))[:size]
    before = _peak()
    start = time.process_time()
    extract(text, published="2025-01-01")
    seconds = time.process_time() - start
    print(f"{seconds:.1f} {(_peak() - before) / 1024:.0f}")


def _peak() -> int:
    """The most memory that this process has had, in kB: ``getrusage`` would count its parent's too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(x for x in status.read_text("utf-8").splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1])


if __name__ == "__main__":
    raise SystemExit(main() > 1.0)
