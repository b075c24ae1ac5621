"""The styles of a Word file, its lists and its fonts.

Styles bear the names of the built-in ones wherever there is one, so that a secretary finds them, contents
follow headings, and a template of the house can take their place. The fonts are those of Word; their
names lead LibreOffice to its own of the same widths, and the font table names what else will do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SERIF, SANS = "Cambria", "Calibri"
#: The language of Han, Hangul and Kana of which a text does not tell more.
EASTERN_LANGUAGE = "ko-KR"
_EASTERN, _COMPLEX = "Malgun Gothic", "Times New Roman"
# Name, other names in the order in which they will do, family.
_FONTS = (
    (SERIF, "Caladea, Noto Serif", "roman"),
    (SANS, "Carlito, Noto Sans", "swiss"),
    (_EASTERN, "Noto Sans CJK KR, Yu Gothic, Microsoft YaHei", "swiss"),
    (_COMPLEX, "Liberation Serif, Noto Sans Arabic, Noto Sans Hebrew", "roman"),
    ("Symbol", "OpenSymbol", "roman"),
)


def fonts_of(name: str) -> str:
    """A font for every kind of script, ``name`` for Latin, Cyrillic and Greek."""
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{_EASTERN}" w:cs="{_COMPLEX}"/>'
    )


def font_table() -> str:
    """The fonts that the styles name, and what will do where one is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font>\n'
        for name, others, family in _FONTS
    )
    return f"{HEAD}<w:fonts {NAMESPACES}>\n{fonts}</w:fonts>\n"


def numbering() -> str:
    """The two lists there are: bullets, and the signs to watch under a judgment."""
    bullets = "".join(
        _level(level, sign, "ListBullet" if level == 0 else "", 360 * (level + 1), 260)
        for level, sign in enumerate(("•", "–", "•"))
    )
    kinds = (bullets, _level(0, "–", "JudgmentSign", 440, 200))
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>\n'
        f"{levels}</w:abstractNum>\n"
        for number, levels in enumerate(kinds, 1)
    )
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>\n'
        for number in range(1, len(kinds) + 1)
    )
    return f"{HEAD}<w:numbering {NAMESPACES}>\n{made}{lists}</w:numbering>\n"


def _level(level: int, sign: str, style: str, left: int, hanging: int) -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>{styled}'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>\n'
    )


def styles(tokens: Mapping[str, str], language: str, width: int) -> str:
    """Every style. ``tokens`` are the colours of paper; ``width`` is that of the text in twips."""
    return _Styles(tokens, width).made(language)


class _Styles:
    def __init__(self, tokens: Mapping[str, str], width: int) -> None:
        self._tokens = tokens
        self._width = width

    def made(self, language: str) -> str:
        defaults = (
            f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts_of(SERIF)}{self._colour('text.body')}"
            f'{_size(10.5)}<w:lang w:val="{language}" w:eastAsia="{EASTERN_LANGUAGE}" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>"
            '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
            "</w:docDefaults>\n"
        )
        parts = (
            *self._headings(),
            *self._contents(),
            *self._running(),
            *self._judgments(),
            *self._quotes(),
            *self._tables(),
            *_characters(),
        )
        return f"{HEAD}<w:styles {NAMESPACES}>\n{defaults}{''.join(parts)}</w:styles>\n"

    def _colour(self, token: str) -> str:
        return f'<w:color w:val="{self._hex(token)}"/>'

    def _hex(self, token: str) -> str:
        return self._tokens[token].removeprefix("#").upper()

    def _sans(self, size: float, token: str, *, bold: bool = False) -> str:
        return f"{fonts_of(SANS)}{_BOLD if bold else ''}{self._colour(token)}{_size(size)}"

    def _bar(self, token: str, width: int) -> str:
        return (
            f'<w:pBdr><w:left w:val="single" w:sz="{width}" w:space="8" '
            f'w:color="{self._hex(token)}"/></w:pBdr>'
        )

    def _headings(self) -> tuple[str, ...]:
        def heading(level: int, before: int, after: int, look: str) -> str:
            return _paragraph(
                f"Heading{level}",
                f"heading {level}",
                f"<w:keepNext/><w:keepLines/>{_space(before, after, 240)}"
                f'<w:outlineLvl w:val="{level - 1}"/>',
                look,
                then="Normal",
                built_in=True,
            )

        title = f"{fonts_of(SERIF)}{_BOLD}{self._colour('text.heading')}{_size(22)}"
        first = f"{fonts_of(SERIF)}{_BOLD}{self._colour('text.heading')}{_size(15)}"
        return (
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
            '<w:name w:val="Normal"/><w:qFormat/></w:style>\n',
            _paragraph(
                *("Title", "Title", f"<w:keepNext/>{_space(0, 120, 240)}", title),
                then="Subtitle",
                built_in=True,
            ),
            _paragraph(
                *("Subtitle", "Subtitle", _space(0, 40, 240), self._sans(9.5, "text.muted")),
                built_in=True,
            ),
            heading(1, 400, 120, first),
            heading(2, 280, 80, self._sans(11.5, "accent.main", bold=True)),
            heading(3, 220, 60, self._sans(10.5, "text.body", bold=True)),
            _paragraph(
                "Lead",
                "Lead",
                f"{self._bar('accent.line', 18)}{_space(0, 120, 288)}"
                '<w:ind w:left="200" w:right="0"/>',
                _size(12),
            ),
            _paragraph("Quiet", "Quiet", _space(0, 100, 252), self._sans(9, "text.muted")),
            _paragraph(
                "ListBullet",
                "List Bullet",
                f'<w:numPr><w:numId w:val="1"/></w:numPr>{_space(0, 70)}',
                built_in=True,
            ),
            _paragraph(
                "Caption",
                "caption",
                f"<w:keepNext/>{_space(200, 80, 240)}",
                f"{fonts_of(SANS)}{_BOLD}{self._colour('text.body')}{_size(9)}",
                built_in=True,
            ),
            _paragraph("Figure", "Figure", f"<w:keepNext/>{_space(60, 60, 240)}"),
        )

    def _contents(self) -> tuple[str, ...]:
        def line(level: int, look: str) -> str:
            return _paragraph(
                f"TOC{level}",
                f"toc {level}",
                f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self._width}"/></w:tabs>'
                f'{_space(40 if level == 1 else 0, 40, 240)}<w:ind w:left="{240 * (level - 1)}" '
                'w:right="400"/>',
                look,
                then="Normal",
                built_in=True,
            )

        return (
            _paragraph(
                "TOCHeading",
                "TOC Heading",
                f"<w:keepNext/>{_space(320, 100, 240)}",
                self._sans(10.5, "accent.main", bold=True),
                built_in=True,
            ),
            line(1, self._sans(9.5, "text.body", bold=True)),
            line(2, self._sans(9.5, "text.body")),
        )

    def _running(self) -> tuple[str, ...]:
        look = self._sans(8.5, "text.muted")
        note = f'{_space(0, 60, 240)}<w:ind w:left="360" w:hanging="360"/>'
        tab = '<w:tabs><w:tab w:val="left" w:pos="360"/></w:tabs>'
        return (
            _paragraph("Header", "header", _space(0, 0, 240), look, built_in=True),
            _paragraph("Footer", "footer", _space(0, 0, 240), look, built_in=True),
            _paragraph(
                "FootnoteText",
                "footnote text",
                f"{tab}{note}",
                self._sans(9, "text.body"),
                built_in=True,
            ),
        )

    def _judgments(self) -> tuple[str, ...]:
        bar, indent = self._bar("likelihood.bar", 12), '<w:ind w:left="200"/>'
        return (
            _paragraph(
                "JudgmentLikelihood",
                "Judgment Likelihood",
                f"<w:keepNext/><w:keepLines/>{bar}{_space(200, 0, 252)}{indent}",
                self._sans(9.5, "accent.main", bold=True),
                then="Judgment",
            ),
            _paragraph(
                "Judgment",
                "Judgment",
                f"<w:keepNext/>{bar}{_space(0, 0, 264)}{indent}",
                then="JudgmentDetail",
            ),
            _paragraph(
                "JudgmentDetail",
                "Judgment Detail",
                f"<w:keepLines/>{bar}{_space(0, 160, 252)}{indent}{_TOGETHER}",
                self._sans(9, "text.muted"),
            ),
            _paragraph(
                "JudgmentSign",
                "Judgment Sign",
                f'<w:numPr><w:numId w:val="2"/></w:numPr>{bar}{_space(0, 160, 252)}{_TOGETHER}',
                self._sans(9, "text.muted"),
            ),
        )

    def _quotes(self) -> tuple[str, ...]:
        bar, indent = self._bar("window.line", 12), '<w:ind w:left="200" w:right="200"/>'
        return (
            _paragraph(
                "Quote",
                "Quote",
                f"<w:keepNext/>{bar}{_space(200, 0, 264)}{indent}",
                then="QuoteSource",
                built_in=True,
            ),
            _paragraph(
                "QuoteOriginal",
                "Quote Original",
                f"<w:keepNext/>{bar}{_space(0, 0, 252)}{indent}",
                f"{self._colour('text.muted')}{_size(9.5)}",
            ),
            _paragraph(
                "QuoteSource",
                "Quote Source",
                f"<w:keepLines/>{bar}{_space(0, 160, 252)}{indent}{_TOGETHER}",
                self._sans(9, "text.muted"),
            ),
        )

    def _tables(self) -> tuple[str, ...]:
        line = f'w:val="single" w:sz="4" w:space="0" w:color="{self._hex("window.line")}"'
        strong = f'w:val="single" w:sz="8" w:space="0" w:color="{self._hex("accent.line")}"'
        margins = "".join(
            f'<w:{side} w:w="{width}" w:type="dxa"/>'
            for side, width in (("top", 50), ("left", 80), ("bottom", 50), ("right", 80))
        )
        small = self._sans(9, "text.body")
        return (
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
            '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
            '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
            '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            "</w:tblPr></w:style>\n",
            '<w:style w:type="table" w:customStyle="1" w:styleId="BriefingTable">'
            '<w:name w:val="Briefing Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
            f'<w:tblStylePr w:type="firstRow"><w:rPr>{_BOLD}{self._colour("text.muted")}</w:rPr>'
            f'<w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders><w:vAlign w:val="bottom"/>'
            "</w:tcPr></w:tblStylePr>"
            f'<w:tblStylePr w:type="firstCol"><w:rPr>{_BOLD}</w:rPr></w:tblStylePr></w:style>\n',
            _paragraph("TableText", "Table Text", _space(0, 0, 247), small),
            _paragraph(
                "TableHead",
                "Table Head",
                f"<w:keepNext/>{_space(0, 0, 240)}",
                self._sans(9, "text.muted", bold=True),
            ),
        )


_BOLD = "<w:b/><w:bCs/>"
# No room between two paragraphs of the same style.
_TOGETHER = "<w:contextualSpacing/>"


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def _space(before: int, after: int, line: int = 276) -> str:
    """Room before and after in twips, and the distance of lines in 240ths of their own."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _paragraph(
    style_id: str,
    name: str,
    layout: str = "",
    look: str = "",
    *,
    then: str = "",
    built_in: bool = False,
) -> str:
    own = "" if built_in else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/>'
        + (f'<w:next w:val="{then}"/>' if then else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{layout}</w:pPr>" if layout else "")
        + (f"<w:rPr>{look}</w:rPr>" if look else "")
        + "</w:style>\n"
    )


def _characters() -> tuple[str, ...]:
    def style(style_id: str, name: str, look: str, more: str = "") -> str:
        return (
            f'<w:style w:type="character"{more} w:styleId="{style_id}"><w:name w:val="{name}"/>'
            f"<w:rPr>{look}</w:rPr></w:style>\n"
        )

    raised = f'{fonts_of(SANS)}<w:vertAlign w:val="superscript"/>'
    return (
        style("DefaultParagraphFont", "Default Paragraph Font", "", ' w:default="1"'),
        style("Strong", "Strong", _BOLD),
        style("Emphasis", "Emphasis", "<w:i/><w:iCs/>"),
        style("Hyperlink", "Hyperlink", ""),
        style("FootnoteReference", "footnote reference", raised),
        style("Marking", "Marking", f"{fonts_of(SANS)}{_BOLD}{_size(12)}", ' w:customStyle="1"'),
        style(
            "Draft",
            "Draft",
            f'{fonts_of(SANS)}{_BOLD}<w:spacing w:val="12"/>{_size(10)}',
            ' w:customStyle="1"',
        ),
    )
