"""Section text with citations, read into runs, and the numbers that the citations get.

The Markdown subset: paragraphs, ``- `` lists, ``## `` headings, ``*italic*``, ``**bold**`` and
citations ``[@quote:ID; @claim:ID]``. Everything else is text and is printed as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Bounded and without "[" inside, so that no text, however hostile, is scanned over and over.
_ID = r"[^\[\];\s]{1,128}"
_CITE = rf"\[@[a-z_]{{1,32}}:{_ID}(?:\s{{0,8}};\s{{0,8}}@[a-z_]{{1,32}}:{_ID})*\s{{0,8}}\]"
_TOKEN = re.compile(
    rf"(?P<cite>{_CITE})"
    r"|\*\*(?P<bold>(?:[^*\n]|\*(?!\*)[^*\n]*\*(?!\*))+)\*\*"
    r"|\*(?P<italic>[^*\s](?:[^*\n]*[^*\s])?)\*"
)
_REF = re.compile(rf"@([a-z_]+):({_ID})")
_CITATION = re.compile(_CITE)
_GAP_AND_CITE = re.compile(rf"(?<!\s)\s*{_CITE}|{_CITE}")


@dataclass(frozen=True, slots=True)
class Ref:
    """An entry that a text cites."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look, or a citation (then ``text`` is empty)."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    cites: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a heading (``kind``: "paragraph", "item", "heading")."""

    kind: str
    runs: tuple[Run, ...]


def parse_runs(text: str) -> tuple[Run, ...]:
    """The runs of one paragraph."""
    return tuple(_runs(text, bold=False, italic=False))


def _runs(text: str, *, bold: bool, italic: bool) -> Iterator[Run]:
    at = 0
    for match in _TOKEN.finditer(text):
        before = text[at : match.start()]
        if match["cite"]:
            # A citation follows its word without a gap.
            before = before.rstrip()
        if before:
            yield Run(before, bold, italic)
        if match["cite"]:
            yield Run(cites=cited_in(match["cite"]))
        elif match["bold"]:
            yield from _runs(match["bold"], bold=True, italic=italic)
        else:
            yield from _runs(match["italic"], bold=bold, italic=True)
        at = match.end()
    if text[at:]:
        yield Run(text[at:], bold, italic)


def citation_of(refs: Iterable[Ref]) -> str:
    """The Markdown that cites entries: ``[@quote:ID; @claim:ID]``."""
    return "[" + "; ".join(f"@{ref.kind}:{ref.id}" for ref in refs) + "]"


def cited_in(citation: str) -> tuple[Ref, ...]:
    """The entries that one ``[@quote:ID; @claim:ID]`` cites."""
    return tuple(Ref(kind, key) for kind, key in _REF.findall(citation))


def split_citations(markdown: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is a citation; joined they are the text again."""
    at = 0
    for match in _CITATION.finditer(markdown):
        if at < match.start():
            yield markdown[at : match.start()], False
        yield match[0], True
        at = match.end()
    if at < len(markdown):
        yield markdown[at:], False


def parse_citations(markdown: str) -> list[Run]:
    """The runs of a whole text that is set as one paragraph; its blocks are parted by a space."""
    runs: list[Run] = []
    for block in parse_blocks(markdown):
        if runs:
            runs.append(Run(" "))
        runs.extend(block.runs)
    return runs


def without_citations(markdown: str) -> str:
    """A text with its citations taken out, for search and for plain reading."""
    return _GAP_AND_CITE.sub("", markdown)


def parse_blocks(markdown: str) -> tuple[Block, ...]:
    """The paragraphs, list items and headings of a section."""
    blocks: list[Block] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            blocks.append(Block("paragraph", parse_runs(" ".join(paragraph))))
            paragraph.clear()

    for line in markdown.splitlines():
        plain = line.strip()
        if not plain:
            close()
        elif plain.startswith(("- ", "* ")):
            close()
            blocks.append(Block("item", parse_runs(plain[2:])))
        elif plain.startswith("#"):
            close()
            blocks.append(Block("heading", parse_runs(plain.lstrip("#").strip())))
        else:
            paragraph.append(plain)
    close()
    return tuple(blocks)


class CitationNumbers:
    """Numbers entries in the order in which they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[Ref, int] = {}

    def number(self, ref: Ref) -> int:
        """The number of an entry, given now where it has none."""
        return self._numbers.setdefault(ref, len(self._numbers) + 1)

    @property
    def known(self) -> Mapping[Ref, int]:
        """The entries that have a number, with it."""
        return self._numbers

    @property
    def ordered(self) -> tuple[Ref, ...]:
        """The entries by number."""
        return tuple(self._numbers)
