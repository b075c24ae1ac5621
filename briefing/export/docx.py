"""A whole briefing as a Word file that a secretary can edit, written part by part as ECMA-376 has it.

The XML is written here and not by a library: notes, contents, two scripts in one line and the same
bytes every time are all beyond the one there is, which is slow with long tables besides. It reads the
file again in the tests.

The notes are Word's own footnotes. Where a source is cited first its number is a reference to the note;
where it is cited again it is a cross reference to that number (``NOTEREF``), so that a note which somebody
puts in between moves every number, and no source is told twice. Word numbers notes in the order of their
first references, and so do we. They are no endnotes because LibreOffice before 24.8 sets the endnotes of
a Word file on pages without head and foot: a page without its marking. Word turns all footnotes into
endnotes at a stroke for those who want them.

The contents are filled in and lead to their headings. Page numbers come when Word or LibreOffice counts
them (F9): before that nobody knows them, and a guess would be worse than none.
"""

from __future__ import annotations

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
from briefing.export.docx_package import (
    app,
    core,
    footnotes,
    packed,
    picture_relation,
    running,
    settings,
)
from briefing.export.docx_pages import Paper
from briefing.export.docx_pictures import Placed, drawing, painted, placed
from briefing.export.docx_styles import HEAD, NAMESPACES, font_table, numbering, styles
from briefing.export.docx_tables import columns_of, table_xml
from briefing.export.docx_text import escaped, language_tag, run, runs_leftward
from briefing.export.docx_words import BOLD, WordsWriter
from briefing.export.page_room import GUTTER, TURNED, UPRIGHT, arrange
from briefing.export.typesetting import check_paper, clean, cut_at_word, look
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefing.export.blocks import Block, FullReport
    from briefing.export.report import Figure, KeyJudgment, Words

_CONTENTS = 70
# A table with more columns is set on a page turned on its side.
_COLUMNS = 9
_RUNNING_TITLE, _RUNNING_FOOT = 64, 40
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


def full_docx(
    report: FullReport,
    *,
    paper: str = "a4",
    step: Callable[[int, int, str], None] | None = None,
) -> bytes:
    """The report as a Word file (.docx).

    ``step`` hears the parts done, those there are and the next one's name, and may raise Cancelled.
    Raises UserError for a paper that is not known, or for a picture that cannot be painted.
    """
    check_paper(paper)
    tell = step or _tell_nobody
    tell(0, 3, "text")
    writer = _Writer(report, paper)
    parts = writer.parts()
    tell(1, 3, "pictures")
    pictures = painted(writer.pictures)
    tell(2, 3, "file")
    return packed(parts, pictures)


def _tell_nobody(_done: int, _total: int, _text: str) -> None:
    pass


class _Writer:
    """Writes the blocks of one report."""

    def __init__(self, report: FullReport, paper: str) -> None:
        self.pictures: list[Placed] = []
        self._report = report
        self._tokens = load_tokens(PRINT_THEME)
        self._colour = str(look(report.marking)["marking_colour"]).removeprefix("#").upper()
        self._language = language_tag(report.language)
        self._paper = Paper(paper)
        self._words = WordsWriter(report)
        self._contents: list[tuple[int, str, str]] = []
        self._is_turned = self._has_turned = self._after_table = False

    def parts(self) -> dict[str, str]:
        """Every part by its name."""
        report = self._report
        text = [made for block in report.blocks for made in self._block(block)]
        text += self._turn(False)
        text += self._end()
        cover = self._cover()
        body = "\n".join([*cover, *self._table_of_contents(), *text, self._paper.section(False)])
        made = {
            "word/document.xml": f"{HEAD}<w:document {NAMESPACES} {_DRAWING}>\n<w:body>\n{body}\n"
            "</w:body>\n</w:document>\n",
            "word/styles.xml": styles(self._tokens, self._language, self._paper.room(False)[0]),
            "word/numbering.xml": numbering(),
            "word/settings.xml": settings(self._language),
            "word/fontTable.xml": font_table(),
            "word/footnotes.xml": footnotes(self._words.notes()[0]),
        }
        for number, turned in enumerate((False, True)[: 1 + self._has_turned], 1):
            head, foot = running(*self._running(), self._marking(), self._paper.room(turned)[0])
            made |= {f"word/header{number}.xml": head, f"word/footer{number}.xml": foot}
        return made | {
            "docProps/core.xml": core(
                report.title,
                report.authors,
                report.marking,
                report.status or ("draft" if report.is_draft else ""),
                self._language,
                report.timestamp,
            ),
            "docProps/app.xml": app(),
        }

    # ------------------------------------------------------------------ pages

    def _turn(self, turned: bool) -> list[str]:
        """The end of a section where the page is turned, or turned back."""
        if turned == self._is_turned:
            return []
        ended, self._is_turned = self._paper.section(self._is_turned), turned
        self._has_turned = True
        self._after_table = False
        least = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        return [f"<w:p><w:pPr>{least}{ended}</w:pPr></w:p>"]

    def _marking(self) -> str:
        shade = (
            f'<w:rStyle w:val="Marking"/><w:color w:val="{self._colour}"/>'
            '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
        )
        # Blanks that stay are shaded too.
        label = escaped(f"\u00a0{clean(self._report.marking)}\u00a0")
        return f'<w:r><w:rPr>{shade}</w:rPr><w:t xml:space="preserve">{label}</w:t></w:r>'

    def _running(self) -> tuple[str, str]:
        report = self._report
        draft = run("DRAFT", '<w:rStyle w:val="Draft"/>') + run(" · ") if report.is_draft else ""
        foot = " · ".join(filter(None, (clean(report.status), clean(report.as_of))))
        title = cut_at_word(clean(report.title) or "Untitled", _RUNNING_TITLE)
        return draft + run(title), run(cut_at_word(foot, _RUNNING_FOOT))

    def _cover(self) -> list[str]:
        report = self._report
        authors = ", ".join(filter(None, map(clean, report.authors)))
        lines = (
            (
                f"As of {clean(report.as_of)}" if report.as_of else "",
                f"information cut-off {clean(report.cutoff)}" if report.cutoff else "",
            ),
            (clean(report.desk), authors),
            (
                clean(report.marking),
                clean(report.status),
                f"for {clean(report.audience)}" if report.audience else "",
            ),
        )
        told = (" · ".join(filter(None, one)) for one in lines)
        return [
            self._paragraph("Title", run(clean(report.title) or "Untitled"), report.title),
            *(self._paragraph("Subtitle", run(line)) for line in told if line),
        ]

    def _table_of_contents(self) -> list[str]:
        if not self._contents:
            return []
        depth = 2 if len([one for one in self._contents if one[0] <= 2]) <= _CONTENTS else 1
        shown = [one for one in self._contents if one[0] <= depth]
        lines: list[str] = []
        for number, (level, text, name) in enumerate(shown):
            begin = end = ""
            if number == 0:
                code = f' TOC \\o "1-{depth}" \\h \\z \\u '
                begin = (
                    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
                    f'<w:instrText xml:space="preserve">{escaped(code)}</w:instrText></w:r>'
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                )
            if number == len(shown) - 1:
                end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            link = f'<w:hyperlink w:anchor="{name}" w:history="1">{run(text)}</w:hyperlink>'
            lines.append(self._paragraph(f"TOC{level}", f"{begin}{link}{end}"))
        head = self._paragraph("TOCHeading", run("Contents"))
        return [
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>",
            head,
            *lines,
            "</w:sdtContent></w:sdt>",
        ]

    def _end(self) -> list[str]:
        """What stands after the blocks."""
        report = self._report
        made: list[str] = []
        if scales := clean(report.scales):
            made += [*self._heading(Heading(1, "Scales")), self._paragraph("Normal", run(scales))]
        if report.left_out:
            made += self._heading(Heading(1, "Left out by marking"))
            made += [self._paragraph("ListBullet", run(one)) for one in report.left_out]
        _, unused = self._words.notes()
        if unused:
            made += self._heading(Heading(1, "Sources not cited in the text"))
            made += [self._paragraph("ListBullet", one) for one in unused]
        # A table cannot be the last thing of a file.
        return made or ([self._paragraph("Normal", "")] if self._after_table else [])

    # ------------------------------------------------------------------ blocks

    def _block(self, block: Block) -> list[str]:
        made = self._turn(False) if not isinstance(block, Table | FigureBlock) else []
        match block:
            case Heading():
                made += self._heading(block)
            case Paragraph():
                style = {"lead": "Lead", "quiet": "Quiet"}.get(block.look, "Normal")
                made += self._said(style, block.runs)
            case Listing():
                for item in block.items:
                    made += self._said("ListBullet", item)
            case Table():
                made += self._table(block)
            case JudgmentBlock():
                made += self._judgment(block)
            case QuoteBlock():
                made += self._quote(block)
            case FigureBlock():
                made += self._figures(block)
        return made

    def _paragraph(self, style: str, runs: str, text: str = "", tabs: str = "") -> str:
        """``text`` tells the direction; ``tabs`` are those that the style has not."""
        styled = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
        layout = styled + tabs
        if text and runs_leftward(text[:400]):
            layout += "<w:bidi/>"
        if self._after_table and style not in ("Caption", "Figure") and not style.startswith("H"):
            layout += '<w:spacing w:before="160"/>'
        self._after_table = False
        return f"<w:p><w:pPr>{layout}</w:pPr>{runs}</w:p>" if layout else f"<w:p>{runs}</w:p>"

    def _said(self, style: str, runs: Sequence[Words], before: str = "") -> list[str]:
        made = self._words.runs(runs)
        if not made:
            return []
        text = "".join(one.text for one in runs)
        return [self._paragraph(style, before + made, text)]

    def _heading(self, one: Heading) -> list[str]:
        text = clean(one.text)
        if not text:
            return []
        level = min(max(one.level, 1), 3)
        name = f"_Toc{len(self._contents) + 1:06}"
        self._contents.append((level, text, name))
        inside = self._words.bookmark(name, run(text))
        return [self._paragraph(f"Heading{level}", self._words.anchored(one.anchor) + inside, text)]

    def _judgment(self, one: JudgmentBlock) -> list[str]:
        judgment = one.judgment
        term = run(f"{clean(judgment.term) or 'Assessment of fact'}")
        band = clean(judgment.band)
        if band:
            term += run(f" · {band}", '<w:b w:val="0"/><w:bCs w:val="0"/>')
        made = [self._paragraph("JudgmentLikelihood", self._words.anchored(one.anchor) + term)]
        made += self._said("Judgment", judgment.text)
        made += [self._paragraph("JudgmentDetail", text) for text in self._beneath(one, judgment)]
        if len(one.indicators) > 1:
            made += [self._paragraph("JudgmentSign", run(text), text) for text in one.indicators]
        return made

    def _beneath(self, one: JudgmentBlock, judgment: KeyJudgment) -> Iterable[str]:
        if sure := clean(judgment.confidence):
            reason = clean(judgment.confidence_reason)
            yield run(sure, BOLD) + (run(f" {reason}") if reason else "")
        if basis := self._words.runs(one.basis):
            yield run("Rests on: ", BOLD) + basis
        if assumed := clean(one.assumptions):
            yield run("Assumes: ", BOLD) + run(assumed)
        if one.indicators:
            only = run(f" {clean(one.indicators[0])}") if len(one.indicators) == 1 else ""
            yield run("Would change it:", BOLD) + only

    def _quote(self, one: QuoteBlock) -> list[str]:
        words = clean(one.words)
        said = words if one.kind == "indirect" else f"“{words}”"
        made = [
            self._paragraph("Quote", self._words.anchored(one.anchor) + run(said), words),
        ]
        if original := clean(one.original):
            language = language_tag(one.language) if one.language else ""
            made.append(self._paragraph("QuoteOriginal", run(original, "", language), original))
        made += self._said("QuoteSource", one.attribution)
        if about := clean(one.about):
            made.append(self._paragraph("QuoteSource", run(about), about))
        return made

    def _table(self, one: Table) -> list[str]:
        count = columns_of(one)
        if not count:
            return []
        turned = count > _COLUMNS
        made = self._turn(turned)
        if caption := clean(one.caption):
            made.append(self._paragraph("Caption", run(caption), caption))
        elif self._after_table:
            # Two tables that touch become one.
            made.append(self._paragraph("Normal", ""))
        made.append(table_xml(one, self._words, self._tokens, self._paper.room(turned)[0]))
        self._after_table = True
        return made

    def _figures(self, block: FigureBlock) -> list[str]:
        if not block.figures:
            return []
        columns, turned = arrange(block.figures, self._paper.name)
        made = self._turn(turned)
        room = (TURNED if turned else UPRIGHT)[self._paper.name]
        part = (room[0] - GUTTER * (columns - 1)) / columns, room[1]
        for start in range(0, len(block.figures), columns):
            row = block.figures[start : start + columns]
            captions = [clean(one.caption) for one in row]
            if any(captions):
                text = "<w:r><w:tab/></w:r>".join(map(run, captions))
                step = round(20 * room[0] / columns)
                stops = "".join(
                    f'<w:tab w:val="left" w:pos="{step * n}"/>' for n in range(1, columns)
                )
                tabs = f"<w:tabs>{stops}</w:tabs>" if stops else ""
                made.append(self._paragraph("Caption", text, captions[0], tabs))
            # A blank between two pictures is as wide as the gutter at most.
            pictures = run(" ").join(self._picture(one, part) for one in row)
            made.append(self._paragraph("Figure", pictures))
        if block.key:
            made.append(self._paragraph("Figure", self._picture(block.key, room)))
        if below := clean(block.caption):
            made.append(self._paragraph("Quiet", run(below), below))
        return made

    def _picture(self, figure: Figure, room: tuple[float, float]) -> str:
        self.pictures.append(placed(figure, room))
        number = len(self.pictures)
        return drawing(self.pictures[-1], number, picture_relation(number))
