"""The full report as one HTML file: no script, nothing loaded from elsewhere, pictures as vectors inside.

It reads on a telephone and prints with the marking in head and foot of every page. The paper is light
wherever it is read. What the file may do is written into it: nothing but its own style sheet counts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.export.blocks import (
    FigureBlock,
    Heading,
    JudgmentBlock,
    Listing,
    Paragraph,
    QuoteBlock,
    Table,
)
from briefing.export.page_room import is_wide
from briefing.export.typesetting import check_paper, clean, look
from briefing.paths import resource
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.export.blocks import Block, FullReport
    from briefing.export.report import Figure, Words

_TAG = re.compile(r"<[^<>]*>")
_NAMED = re.compile(r'(?<= id=")([^"]*)(?=")|(?<=url\(#)([^)]*)(?=\))')
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_TOKEN = re.compile(r"\$\{([a-z_.]+)\}")
_SIZES = {"a4": "A4", "us-letter": "letter"}


def html(report: FullReport, *, paper: str = "a4") -> bytes:
    """The report as UTF-8. Raises UserError for a paper that is not known."""
    check_paper(paper)
    return "".join(_Page(report, paper).pieces()).encode()


def escaped(text: str) -> str:
    """A text as it stands in an element or, in double quotation marks, in an attribute."""
    plain = clean(text, keep_ends=True)
    return (
        plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


@lru_cache(maxsize=8)
def _sheet(paper: str, marking: str) -> str:
    tokens = {
        **load_tokens(PRINT_THEME),
        "paper": _SIZES[paper],
        "marking": str(look(marking)["marking_colour"]),
    }
    text = resource("templates", "briefing.css").read_text("utf-8")
    return _TOKEN.sub(lambda found: tokens[found[1]], text)


class _Page:
    """One report; each anchor and each number gets a short name in the order in which it is met."""

    def __init__(self, report: FullReport, paper: str) -> None:
        self._report = report
        self._style = _sheet(paper, report.marking) + _columns(report)
        self._names: dict[str, str] = {}
        self._met: set[int] = set()
        self._pictures = 0

    def pieces(self) -> Iterator[str]:
        report = self._report
        title = escaped(report.title).strip() or "Untitled"
        digest = hashlib.sha256(self._style.encode()).digest()
        allowed = f"'sha256-{base64.b64encode(digest).decode()}'"
        when = datetime.fromtimestamp(max(0, report.timestamp), UTC)
        yield (
            f'<!DOCTYPE html>\n<html lang="{_language(report.language) or "en"}">\n<head>\n'
            '<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            f"style-src {allowed}; base-uri 'none'; form-action 'none'\">\n"
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="color-scheme" content="only light">\n'
            f'<meta name="dcterms.modified" content="{when:%Y-%m-%dT%H:%M:%SZ}">\n'
            f"<title>{title}</title>\n<style>{self._style}</style>\n</head>\n<body>\n"
            f'<div class="paper">\n<header class="strip">{self._strip()}</header>\n<main>\n'
        )
        yield from self._cover(title)
        yield from self._contents()
        for at, block in enumerate(report.blocks):
            yield from self._block(block, at)
        yield from self._end()
        yield f'</main>\n<footer class="strip">{self._strip()}</footer>\n</div>\n</body>\n</html>\n'

    def _strip(self) -> str:
        draft = '<strong class="draft">DRAFT</strong> ' if self._report.is_draft else ""
        return f'{draft}<span class="marking">{escaped(self._report.marking)}</span>'

    def _cover(self, title: str) -> Iterator[str]:
        report = self._report
        yield f'<h1 dir="auto">{title}</h1>\n'
        lines = [
            report.facts,
            f"By {', '.join(report.authors)}" if report.authors else "",
            f"For {report.audience}" if report.audience else "",
        ]
        for line in filter(None, lines):
            yield f'<p class="facts" dir="auto">{escaped(line)}</p>\n'

    def _contents(self) -> Iterator[str]:
        entries = [
            (f"h{at}", one)
            for at, one in enumerate(self._report.blocks)
            if isinstance(one, Heading) and one.level == 1
        ]
        yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ol>\n'
        for name, one in entries:
            yield f'<li dir="auto"><a href="#{name}">{escaped(one.text)}</a></li>\n'
        more = [("notes", "Endnotes")] if self._report.endnotes else []
        more += [("left-out", "Left out by marking")] if self._report.left_out else []
        for name, text in (*more, ("scales", "Scales")):
            yield f'<li><a href="#{name}">{text}</a></li>\n'
        yield "</ol>\n</nav>\n"

    def _block(self, block: Block, at: int) -> Iterator[str]:
        match block:
            case Heading():
                level = block.level + 1
                anchor = f'<span id="{self._name(block.anchor)}"></span>' if block.anchor else ""
                yield (
                    f'<h{level} id="h{at}" dir="auto">{anchor}{escaped(block.text)}</h{level}>\n'
                )
            case Paragraph():
                yield f'<p class="{escaped(block.look)}" dir="auto">{self._runs(block.runs)}</p>\n'
            case Listing():
                items = (f'<li dir="auto">{self._runs(item)}</li>\n' for item in block.items)
                yield f"<ul>\n{''.join(items)}</ul>\n"
            case Table():
                yield from self._table(block)
            case JudgmentBlock():
                yield from self._judgment(block)
            case QuoteBlock():
                yield from self._quote(block)
            case FigureBlock():
                yield from self._figures(block)

    def _judgment(self, block: JudgmentBlock) -> Iterator[str]:
        one = block.judgment
        yield f'<section class="judgment"{self._id(block.anchor)}>\n'
        yield f'<p dir="auto">{self._runs(one.text)}</p>\n<dl>\n'
        band = f" ({one.band})" if one.band else ""
        confidence = " ".join(filter(None, (one.confidence, one.confidence_reason)))
        facts = [
            ("Likelihood", escaped(f"{one.term}{band}" if one.term else "Assessment of fact")),
            ("Confidence", escaped(confidence)),
            ("Rests on", self._runs(block.basis)),
            ("Assumes", escaped(block.assumptions)),
            ("Would change it", "<br>".join(escaped(text) for text in block.indicators)),
        ]
        for name, words in facts:
            if words:
                yield f'<dt>{name}</dt><dd dir="auto">{words}</dd>\n'
        yield "</dl>\n</section>\n"

    def _quote(self, block: QuoteBlock) -> Iterator[str]:
        open_, close = ("", "") if block.kind == "indirect" else ("“", "”")
        yield f'<figure class="quote"{self._id(block.anchor)}>\n<blockquote>'
        yield f'<p dir="auto">{open_}{escaped(block.words).strip()}{close}</p>'
        if block.original:
            tongue = _language(block.language)
            lang = f' lang="{tongue}"' if tongue else ""
            yield f'<p{lang} dir="auto">“{escaped(block.original).strip()}”</p>'
        about = f" – on {escaped(block.about)}" if block.about else ""
        said = self._runs(block.attribution)
        yield f'</blockquote>\n<figcaption dir="auto">{said}{about}</figcaption>\n</figure>\n'

    def _figures(self, block: FigureBlock) -> Iterator[str]:
        yield '<figure class="pictures">\n<div class="beside">\n'
        for one in block.figures:
            wide = " wide" if len(block.figures) == 1 or is_wide(one.svg) else ""
            caption = f'<p dir="auto">{escaped(one.caption)}</p>' if one.caption else ""
            yield f'<div class="picture{wide}" tabindex="0">{caption}{self._svg(one)}</div>\n'
        yield "</div>\n"
        if block.key is not None:
            yield f'<div class="picture wide" tabindex="0">{self._svg(block.key)}</div>\n'
        if block.caption:
            yield f'<figcaption dir="auto">{escaped(block.caption)}</figcaption>\n'
        yield "</figure>\n"

    def _svg(self, one: Figure) -> str:
        """The picture with names of its own, for all pictures share those of the page."""
        self._pictures += 1
        mine = f"p{self._pictures}-"
        plain = one.svg[one.svg.index("<svg") :]
        named = _TAG.sub(
            lambda tag: (
                _NAMED.sub(lambda found: mine + found[0], tag[0]) if '"' in tag[0] else tag[0]
            ),
            plain,
        )
        return named.replace("<svg ", f'<svg aria-label="{escaped(one.alt)}" ', 1).strip()

    def _table(self, block: Table) -> Iterator[str]:
        label = f' aria-label="{escaped(block.caption)}"' if block.caption else ""
        yield f'<div class="rows" role="region" tabindex="0"{label}>\n<table>\n'
        if block.caption:
            yield f'<caption dir="auto">{escaped(block.caption)}</caption>\n'
        heads = "".join(
            f'<th scope="col" dir="auto">{escaped(text)}</th>' if text else "<td></td>"
            for text in block.head
        )
        if block.widths:
            columns = "".join(f'<col class="{_column(share)}">' for share in block.widths)
            yield f"<colgroup>{columns}</colgroup>\n"
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for row in block.rows:
            cells = (
                f'<th scope="row" dir="auto">{self._runs(cell)}</th>'
                if block.first_is_head and not at
                else f'<td dir="auto">{self._runs(cell)}</td>'
                for at, cell in enumerate(row)
            )
            yield f"<tr>{''.join(cells)}</tr>\n"
        yield "</tbody>\n</table>\n</div>\n"

    def _end(self) -> Iterator[str]:
        report = self._report
        if report.endnotes:
            yield '<section role="doc-endnotes" aria-labelledby="notes">\n'
            yield '<h2 id="notes">Endnotes</h2>\n<ol class="notes">\n'
            for one in report.endnotes:
                grade = f' <span class="grade">({escaped(one.grade)})</span>' if one.grade else ""
                back = (
                    f' <a href="#r{one.number}" role="doc-backlink" aria-label="Back to where note '
                    f'{one.number} is first cited">↩</a>'
                    if one.number in self._met
                    else ""
                )
                yield (
                    f'<li id="n{one.number}" value="{one.number}" dir="auto">'
                    f"{self._runs(one.citation)}{grade}{back}</li>\n"
                )
            yield "</ol>\n</section>\n"
        if report.left_out:
            yield '<section>\n<h2 id="left-out">Left out by marking</h2>\n'
            yield f"<p>{escaped(', '.join(report.left_out))}.</p>\n</section>\n"
        yield '<section>\n<h2 id="scales">Scales</h2>\n'
        yield f'<p class="quiet">{escaped(report.scales)}</p>\n</section>\n'

    def _runs(self, runs: Sequence[Words]) -> str:
        return "".join(map(self._words, runs))

    def _words(self, one: Words) -> str:
        text = escaped(one.text)
        if one.bold and text:
            text = f"<b>{text}</b>"
        if one.italic and text:
            text = f"<i>{text}</i>"
        if one.to and text:
            text = f'<a href="#{self._name(one.to)}">{text}</a>'
        if one.anchor:
            text = f'<span id="{self._name(one.anchor)}">{text}</span>'
        return text + (self._notes(one.notes) if one.notes else "")

    def _notes(self, numbers: Sequence[int]) -> str:
        made: list[str] = []
        for number in numbers:
            name = "" if number in self._met else f' id="r{number}"'
            self._met.add(number)
            made.append(f'<a href="#n{number}"{name} role="doc-noteref">{number}</a>')
        return f"<sup>{', '.join(made)}</sup>"

    def _id(self, anchor: str) -> str:
        return f' id="{self._name(anchor)}"' if anchor else ""

    def _name(self, anchor: str) -> str:
        return self._names.setdefault(anchor, f"a{len(self._names) + 1}")


def _columns(report: FullReport) -> str:
    """The widths of the tables as rules of the sheet: no element has a style of its own."""
    shares = {s for one in report.blocks if isinstance(one, Table) for s in one.widths}
    return "".join(
        f".{_column(share)} {{ width: {share:.1%}; }}\n"
        for share in sorted(shares, key=_column)
        if 0 < share <= 1
    )


def _column(share: float) -> str:
    return f"c{share * 1000:.0f}"


def _language(text: str) -> str:
    return text if _LANGUAGE.fullmatch(text) else ""
