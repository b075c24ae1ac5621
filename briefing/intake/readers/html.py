"""Web pages: the words that a reader sees, and what the page's head tells of itself.

The parser hands over events and builds no tree, so depth costs nothing; it opens no address and
resolves no entity but the characters that HTML names.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from briefing.intake.readers.htmlmeta import Head
from briefing.intake.readers.result import failure, result, scrub, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.intake.readers.result import ReadResult

VERSION = "1"

# Never shown, or no words of the article.
_DROPPED = words(
    "script style nav noscript template iframe object embed applet canvas svg math audio video map"
    " button select textarea datalist title frameset dialog menu"
)
_FORM = "form"
_BLOCKS = words(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p"
    " pre section summary table tbody tfoot thead tr ul"
)
_CELLS = frozenset(("td", "th"))
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_SUBSET = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?<!doctype\s[^\[\]<>]{0,1000}(\[)", re.IGNORECASE
)
_REGIONS = ("article", "main")
_ENOUGH = 0.6
_AROUND_BREAKS = re.compile(r" ?\n ?")


def read(original: bytes, text: str, name: str) -> ReadResult:
    """The paragraphs of a page, a blank line between them. Raises UserError where it has none."""
    text = _without_subset(text)
    collector = _parse(text, keep_forms=False)
    if not collector.paragraphs and collector.has_form:
        # Some sites wrap the whole page in one form.
        collector = _parse(text, keep_forms=True)
    if not collector.paragraphs:
        raise failure(
            name,
            "this page holds no text of its own; open it in a browser, "
            "copy the article, and save it as text.",
        )
    return result(
        original,
        scrub("\n\n".join(collector.article())),
        collector.head.told(),
        media_type="text/html",
        reader="html",
        version=VERSION,
    )


def _without_subset(text: str) -> str:
    """The page without the declarations inside its DOCTYPE, which HTML does not know."""
    match = _SUBSET.match(text)
    end = text.find("]>", match.end()) if match else -1
    return text if match is None or end < 0 else text[: match.start(1)] + text[end + 1 :]


def _parse(text: str, *, keep_forms: bool) -> _Collector:
    from lxml import etree

    collector = _Collector(keep_forms=keep_forms)
    target: Any = collector  # the stubs ask for a target of either kind of string
    parser = etree.HTMLParser(
        target=target, encoding="utf-8", no_network=True, huge_tree=True, recover=True
    )
    try:
        etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        # A page without one element ends so; the collector has what there was.
        collector.close()
    return collector


class _Collector:
    """Takes the parser's events and gathers paragraphs and the head."""

    def __init__(self, *, keep_forms: bool) -> None:
        self.paragraphs: list[str] = []
        self.head = Head()
        self.has_form = False
        self._dropped = _DROPPED if keep_forms else _DROPPED | {_FORM}
        self._skipping = 0
        self._preformatted = 0
        self._pieces: list[str] = []
        self._caught: list[str] | None = None
        self._open: list[tuple[str, int]] = []
        self._regions: list[tuple[str, int, int]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.has_form = self.has_form or tag == _FORM
        if tag in ("title", "script") and not self._skipping:
            self._caught = []
        self.head.start(tag, attributes)
        if self._skipping or tag in self._dropped:
            self._skipping += 1
            return
        if tag in _BLOCKS:
            self._flush()
            if tag in _REGIONS:
                self._open.append((tag, len(self.paragraphs)))
        elif tag == "br":
            self._pieces.append("\n")
        elif tag in _CELLS:
            self._pieces.append(" ")
        if tag == "pre":
            self._preformatted += 1

    def end(self, tag: str) -> None:
        self.head.end()
        if self._caught is not None and tag in ("title", "script"):
            self.head.said(tag, "".join(self._caught))
            self._caught = None
        if self._skipping:
            self._skipping -= 1
            return
        if tag in _BLOCKS:
            self._flush()
            if self._open and self._open[-1][0] == tag:
                self._regions.append((*self._open.pop(), len(self.paragraphs)))
        if tag == "pre":
            self._preformatted -= 1

    def data(self, data: str) -> None:
        if self._caught is not None:
            self._caught.append(data)
        if self._skipping:
            return
        self.head.passed(data)
        self._pieces.append(data if self._preformatted else _SPACES.sub(" ", data))

    def comment(self, text: str) -> None:
        """Nothing: a comment is not shown."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Nothing: nor is an instruction to a program."""

    def close(self) -> None:
        self._flush()

    def article(self) -> list[str]:
        """The paragraphs of the page's article, where one plainly is the page; else all of them.

        It is the longest ``article``, or else ``main``, with three fifths of the page's words or
        more. A page of many short articles is taken whole: nothing is left out on a guess.
        """
        until = [0, *accumulate(map(len, self.paragraphs))]
        for wanted in _REGIONS:
            spans = [(until[b] - until[a], a, b) for tag, a, b in self._regions if tag == wanted]
            size, first, last = max(spans, default=(0, 0, 0))
            if size and size >= _ENOUGH * until[-1]:
                return self.paragraphs[first:last]
        return self.paragraphs

    def _flush(self) -> None:
        if not self._pieces:
            return
        block = "".join(self._pieces)
        self._pieces = []
        if self._preformatted:
            block = block.replace("\r\n", "\n").strip("\n").rstrip()
        else:
            block = _AROUND_BREAKS.sub("\n", re.sub(" {2,}", " ", block)).strip()
        if block.strip():
            self.paragraphs.append(block)
