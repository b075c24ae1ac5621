"""A whole briefing as PDF: against Typst without our layout, against WeasyPrint, and ten times as long.

Every time is of the first file that a fresh process makes, fonts and all: Typst keeps what it has set, so
a second file of the same words would cost next to nothing. The report and the modules of either side are
loaded before the clock starts. The rows:

- 20 pages at most 1.5 times ``plain.typ``, which sets the same words and pictures one below another;
- 20 pages at most half of WeasyPrint with the same words, tables and pictures as HTML; the row is
  passed over where WeasyPrint is not installed, since nothing of the program needs it;
- a page of 200 at most 1.2 times one of 20;
- 200 pages in at most 500 MB;
- the same as a Word file in at most 5 s.
"""

from __future__ import annotations

import html
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.export.blocks import Block, FullReport
    from briefing.export.report import Words

ROUNDS = 5
# Chapters that come out at some 20 and 200 pages.
SHORT, LONG = 4, 37
PLAIN_LIMIT, WEASY_LIMIT, GROWTH_LIMIT, MEMORY_LIMIT, WORD_LIMIT = 1.5, 0.5, 1.2, 500.0, 5.0


def _ours(report: FullReport) -> Callable[[], bytes]:
    import typst as typst  # loaded with the modules

    from briefing.export.full_pdf import full_pdf

    return partial(full_pdf, report)


def _plain(report: FullReport) -> Callable[[], bytes]:
    pictures: dict[str, str] = {}
    texts = list(_texts(report, pictures))
    inputs = {"data": json.dumps(texts), **pictures}
    file = Path(__file__).with_name("plain.typ")

    import typst

    from briefing.paths import resource as shipped

    def make() -> bytes:
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(shipped("fonts"))],
        )
        made: Any = typst.Compiler(
            file, root=file.parent, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs
        ).compile(format="pdf")
        return made

    return make


def _weasyprint(report: FullReport) -> Callable[[], bytes]:
    from weasyprint import HTML  # type: ignore[import-not-found]

    page = _page(report)

    def make() -> bytes:
        return HTML(string=page).write_pdf(pdf_tags=True)

    return make


def _word(report: FullReport) -> Callable[[], bytes]:
    from briefing.export.docx import full_docx

    return partial(full_docx, report)


def _said(runs: Iterable[Words]) -> str:
    return "".join(
        run.text + (f" {','.join(map(str, run.notes))}" if run.notes else "") for run in runs
    )


def _texts(report: FullReport, pictures: dict[str, str]) -> Iterator[str]:
    """Every text that our page shows, in its order; a picture by its name."""
    yield from (report.title, report.as_of, report.cutoff, report.desk, *report.authors)
    for block in report.blocks:
        yield from _block_texts(block, pictures)
    for note in report.endnotes:
        yield f"{note.number} {_said(note.citation)} ({note.grade})"
    yield from (report.scales, *report.left_out)


def _block_texts(block: Block, pictures: dict[str, str]) -> Iterator[str]:
    from briefing.export import blocks

    match block:
        case blocks.Heading():
            # Once in the contents, too.
            yield from (block.text, block.text)
        case blocks.Paragraph():
            yield _said(block.runs)
        case blocks.Listing():
            yield from map(_said, block.items)
        case blocks.Table():
            yield from (block.caption, *block.head)
            for row in block.rows:
                yield from map(_said, row)
        case blocks.JudgmentBlock():
            one = block.judgment
            yield from (one.term, one.band, _said(one.text), one.confidence, one.confidence_reason)
            yield from (_said(block.basis), block.assumptions, *block.indicators)
        case blocks.QuoteBlock():
            yield from (block.words, _said(block.attribution), block.about, block.original)
        case blocks.FigureBlock():
            for figure in (*block.figures, *([block.key] if block.key else [])):
                name = f"figure{len(pictures)}"
                pictures[name] = figure.svg
                yield name
            yield block.caption


_STYLE = """
@page { size: A4; margin: 25mm 19mm 22mm;
  @top-right { content: "TLP:AMBER"; background: #000; color: #ffc000; font: bold 12pt sans-serif }
  @bottom-right { content: "TLP:AMBER"; background: #000; color: #ffc000; font: bold 12pt sans-serif }
  @bottom-center { content: counter(page) " of " counter(pages) } }
body { font: 10.2pt/1.4 "Noto Serif"; hyphens: auto; orphans: 2; widows: 2 }
h1, h2 { break-after: avoid } table { width: 100%; border-collapse: collapse; font-size: 8.4pt }
td, th { border-bottom: 0.5pt solid #ccc; text-align: left; padding: 4pt } tr { break-inside: avoid }
nav a::after { content: leader(".") target-counter(attr(href), page) }
.judgment, blockquote { break-inside: avoid } img { width: 48% } img.key { width: 100% }
"""


def _page(report: FullReport) -> str:
    """The report as HTML with the layout of our pages, in the style that printing from HTML has."""
    from briefing.export import blocks

    body: list[str] = [f"<h1>{html.escape(report.title)}</h1><p>{html.escape(report.cutoff)}</p>"]
    heads = [one for one in report.blocks if isinstance(one, blocks.Heading)]
    links = "".join(
        f'<a href="#h{n}">{html.escape(one.text)}</a><br>' for n, one in enumerate(heads)
    )
    body.append(f"<nav>{links}</nav>")
    seen = 0
    for block in report.blocks:
        body.append(_block_html(block, seen))
        seen += isinstance(block, blocks.Heading)
    notes = "".join(
        f'<li id="n{one.number}">{_html(one.citation)} ({one.grade})</li>'
        for one in report.endnotes
    )
    body.append(f"<h1>Endnotes</h1><ol>{notes}</ol>")
    return f"<html lang=en><style>{_STYLE}</style><body>{''.join(body)}</body></html>"


def _html(runs: Iterable[Words]) -> str:
    return "".join(
        f"{html.escape(run.text)}"
        + "".join(f'<sup><a href="#n{n}">{n}</a></sup>' for n in run.notes)
        for run in runs
    )


def _block_html(block: Block, seen: int) -> str:
    from base64 import b64encode

    from briefing.export import blocks

    match block:
        case blocks.Heading():
            return f'<h{block.level} id="h{seen}">{html.escape(block.text)}</h{block.level}>'
        case blocks.Table():
            head = "".join(f"<th>{html.escape(one)}</th>" for one in block.head)
            rows = "".join(
                f"<tr>{''.join(f'<td>{_html(cell)}</td>' for cell in row)}</tr>"
                for row in block.rows
            )
            return f"<table><thead><tr>{head}</tr></thead>{rows}</table>"
        case blocks.FigureBlock():
            shown = [(one.svg, "") for one in block.figures]
            shown += [(block.key.svg, "key")] if block.key else []
            return "".join(
                f'<img class="{name}" alt="Map" src="data:image/svg+xml;base64,'
                f'{b64encode(svg.encode()).decode()}">'
                for svg, name in shown
            )
        case blocks.Paragraph():
            return f"<p>{_html(block.runs)}</p>"
        case blocks.QuoteBlock():
            about = html.escape(block.about)
            return f"<blockquote>{html.escape(block.words)}<br>{about}</blockquote>"
        case _:
            inner = "".join(f"<p>{html.escape(one)}</p>" for one in _block_texts(block, {}))
            return f'<div class="judgment">{inner}</div>'


_MAKERS = {"ours": _ours, "plain": _plain, "weasyprint": _weasyprint, "word": _word}


def _once(what: str, chapters: int) -> dict[str, float]:
    """One file in a process of its own: milliseconds, megabytes at the highest, pages."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.export", what, str(chapters)],
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
        cwd=Path(__file__).parent.parent,
        env=os.environ,
    )
    return json.loads(done.stdout)


def _child(what: str, chapters: int) -> None:
    import pypdfium2

    from benchmarks.pages import make_report

    make = _MAKERS[what](make_report(chapters))
    start = time.perf_counter()
    made = make()
    took = (time.perf_counter() - start) * 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = len(pypdfium2.PdfDocument(made)) if made.startswith(b"%PDF") else 0
    print(json.dumps({"ms": took, "mb": peak, "pages": pages}))


def _middle(runs: list[dict[str, float]]) -> dict[str, float]:
    return sorted(runs, key=lambda one: one["ms"])[len(runs) // 2]


def main() -> float:
    """Print every row; returns the greatest ratio of a row to its own limit, so 1 is the limit."""
    turns = [(_once("ours", SHORT), _once("plain", SHORT)) for _ in range(ROUNDS)]
    ours, plain = _middle([a for a, _ in turns]), _middle([b for _, b in turns])
    long = _middle([_once("ours", LONG) for _ in range(3)])
    worst = 0.0

    def row(words: str, ratio: float, limit: float) -> None:
        nonlocal worst
        worst = max(worst, ratio / limit)
        print(f"full PDF, {words}: {ratio:.2f} (limit {limit:g})", flush=True)

    row(
        f"{ours['pages']:.0f} pages {ours['ms']:.0f} ms, plain Typst {plain['ms']:.0f} ms, ratio",
        ours["ms"] / plain["ms"],
        PLAIN_LIMIT,
    )
    if importlib.util.find_spec("weasyprint") is None:
        print("full PDF, WeasyPrint: not installed, this row is passed over")
    else:
        other = _middle([_once("weasyprint", SHORT) for _ in range(3)])
        row(
            f"{ours['pages']:.0f} pages {ours['ms']:.0f} ms, WeasyPrint {other['pages']:.0f} pages "
            f"{other['ms']:.0f} ms, ratio",
            ours["ms"] / other["ms"],
            WEASY_LIMIT,
        )
    row(
        f"{long['pages']:.0f} pages {long['ms']:.0f} ms, a page against one of {ours['pages']:.0f}",
        long["ms"] / long["pages"] / (ours["ms"] / ours["pages"]),
        GROWTH_LIMIT,
    )
    row(f"{long['pages']:.0f} pages, megabytes at the highest", long["mb"], MEMORY_LIMIT)
    word = _once("word", LONG)
    row(f"{long['pages']:.0f} pages as a Word file, seconds", word["ms"] / 1e3, WORD_LIMIT)
    return worst


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _child(sys.argv[1], int(sys.argv[2]))
    else:
        raise SystemExit(main() > 1)
