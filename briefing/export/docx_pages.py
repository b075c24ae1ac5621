"""The pages of a Word file: paper, edges, and what a section says of its pages."""

from __future__ import annotations

from briefing.export.docx_package import relation_of

# Twips, twentieths of a point. Width and height of the paper, then what its edges take.
_PAPERS = {"a4": (11_906, 16_838), "us-letter": (12_240, 15_840)}
_SIDE, _TOP, _BOTTOM, _RUNNING = 1_077, 1_420, 1_250, 560


class Paper:
    """A paper, upright or turned on its side."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._size = _PAPERS[name]

    def room(self, turned: bool) -> tuple[int, int]:
        """Width and height of what a page holds, in twips."""
        wide, tall = self._sides(turned)
        return wide - 2 * _SIDE, tall - _TOP - _BOTTOM

    def section(self, turned: bool) -> str:
        """The end of a section with pages of this kind; head and foot have the number of the kind."""
        number = 2 if turned else 1
        wide, tall = self._sides(turned)
        parts = "".join(
            f'<w:{name}Reference w:type="default" r:id="{relation_of(f"word/{name}{number}.xml")}"/>'
            for name in ("header", "footer")
        )
        side = ' w:orient="landscape"' if turned else ""
        return (
            f'<w:sectPr>{parts}<w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr>'
            f'<w:type w:val="nextPage"/><w:pgSz w:w="{wide}" w:h="{tall}"{side}/>'
            f'<w:pgMar w:top="{_TOP}" w:right="{_SIDE}" w:bottom="{_BOTTOM}" w:left="{_SIDE}" '
            f'w:header="{_RUNNING}" w:footer="{_RUNNING}" w:gutter="0"/></w:sectPr>'
        )

    def _sides(self, turned: bool) -> tuple[int, int]:
        wide, tall = self._size
        return (tall, wide) if turned else (wide, tall)
