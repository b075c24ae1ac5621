"""Section text with citations, read into runs, and the numbers that the citations get.

The Markdown subset: paragraphs, ``- `` lists, ``## `` headings, ``*italic*``, ``**bold**`` and citations
``[@quote:ID; @claim:ID]``. Everything else is text and is printed as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<cite>\[@[a-z_]+:[^\];\s]+(?:\s*;\s*@[a-z_]+:[^\];\s]+)*\])"
    r"|\*\*(?P<bold>[^*\n]+)\*\*|\*(?P<italic>[^*\n]+)\*"
)
_REF = re.compile(r"@([a-z_]+):([^\];\s]+)")


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
    runs: list[Run] = []
    at = 0
    for match in _TOKEN.finditer(text):
        before = text[at : match.start()]
        if match["cite"]:
            # A citation follows its word without a gap.
            before = before.rstrip(" ")
        if before:
            runs.append(Run(before))
        if match["cite"]:
            runs.append(Run(cites=tuple(Ref(k, i) for k, i in _REF.findall(match["cite"]))))
        elif match["bold"]:
            runs.append(Run(match["bold"], bold=True))
        else:
            runs.append(Run(match["italic"], italic=True))
        at = match.end()
    if text[at:]:
        runs.append(Run(text[at:]))
    return tuple(runs)


def without_citations(markdown: str) -> str:
    """A text with its citations taken out, for search and for plain reading."""
    return re.sub(r"\s*\[@[a-z_]+:[^\]\n]*\]", "", markdown)


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
    def ordered(self) -> tuple[Ref, ...]:
        """The entries by number."""
        return tuple(self._numbers)
