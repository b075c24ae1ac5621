"""A Word file: read again by python-docx, by its own XML, and by LibreOffice where there is one."""

# long because: one report with every kind of block is written once and read in many ways.

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from lxml import etree

from briefing.errors import Cancelled, UserError
from briefing.export.blocks import (
    FigureBlock,
    FullReport,
    Heading,
    JudgmentBlock,
    Listing,
    Paragraph,
    QuoteBlock,
    Table,
)
from briefing.export.docx import full_docx
from briefing.export.report import Endnote, Figure, KeyJudgment, Words
from tests.office import convert, needs_office

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">'
    '<rect width="400" height="200" fill="#123456"/>'
    '<text x="9" y="40" font-size="16" fill="#ffffff">Map</text></svg>'
)
BLOCKS = (
    Heading(1, "Bottom line", "top"),
    Paragraph((Words("They have moved close", notes=(1, 2)), Words(".")), "lead"),
    Heading(1, "Key judgments"),
    JudgmentBlock(
        KeyJudgment(
            (Words("Cooperation deepens."),),
            *("Very likely", "80–95 %", 80, 95, "Low confidence.", "Little is known."),
        ),
        "judgment",
        (Words("the quote", to="quote", notes=(2,)), Words("; "), Words("nothing", to="nowhere")),
        "That both want it.",
        ("A transfer seen", "A test"),
    ),
    Heading(2, "Quotes"),
    QuoteBlock(
        "Words in marks", (Words("A speaker, 19 June 2024 (B2)", notes=(3, 1)),), anchor="quote"
    ),
    QuoteBlock("what he said", (Words("Another"),), "indirect", "On arms", "مرحبا بالعالم", "ar"),
    Listing(((Words("First point"),), (Words("Second", bold=True), Words(" point", italic=True)))),
    Table(
        ("Claim", "Who"),
        (((Words("6,700 containers", anchor="row"),), (Words("Seoul"),)), ((Words("None"),), ())),
        (0.7, 0.3),
        "Claims and who makes them",
    ),
    Paragraph((Words("See the first row", to="row"), Words(", and 한국어, 中国, שלום.")), "quiet"),
    FigureBlock(
        (Figure(SVG, "A map of 1951", "1951"), Figure(SVG, "A map of 2024", "2024")),
        Figure(SVG, "The key"),
        "Then and now",
    ),
    Heading(3, "Matrix"),
    Table(
        ("Evidence", *(f"H{n}" for n in range(1, 11))),
        (((Words("It rained"),), *(((Words(mark),)) for mark in ("CC", "C", "N", "I", "II") * 2)),),
        first_is_head=True,
    ),
)


def report(**changes: object) -> FullReport:
    values: dict[str, object] = {
        "title": "Moscow and Pyongyang",
        "marking": "TLP:AMBER+STRICT",
        "as_of": "19 June 2024",
        "cutoff": "20 June 2024, 12:00 UTC",
        "desk": "Northeast Asia desk",
        "authors": ("A. Analyst", "김민지"),
        "audience": "the minister",
        "status": "draft 3",
        "is_draft": True,
        "blocks": BLOCKS,
        "endnotes": tuple(
            Endnote(number, (Words(f"Source {number}, "), Words("Paper", italic=True)), "B2")
            for number in (1, 2, 3, 4)
        ),
        "scales": "Likelihood: ICD 203.",
        "left_out": ("2 quotes",),
        "timestamp": 1718884800,
    }
    return FullReport(**(values | changes))  # type: ignore[arg-type]


def parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(made: bytes) -> etree._Element:
    return etree.fromstring(parts(made)["word/document.xml"])


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext(f"{W}t"))


@pytest.fixture(scope="module")
def made() -> bytes:
    return full_docx(report())


@pytest.fixture(scope="module")
def read(made):
    return docx.Document(BytesIO(made))


def test_styles_are_those_that_a_secretary_knows(read):
    styled = [(one.style.name, one.text) for one in read.paragraphs if one.text]
    for expected in (
        ("Title", "Moscow and Pyongyang"),
        ("Subtitle", "As of 19 June 2024 · information cut-off 20 June 2024, 12:00 UTC"),
        ("Subtitle", "Northeast Asia desk · A. Analyst, 김민지"),
        ("Subtitle", "TLP:AMBER+STRICT · draft 3 · for the minister"),
        ("Heading 1", "Bottom line"),
        ("Heading 2", "Quotes"),
        ("Heading 3", "Matrix"),
        ("Judgment Likelihood", "Very likely · 80–95 %"),
        ("Judgment", "Cooperation deepens."),
        ("Judgment Detail", "Low confidence. Little is known."),
        ("Judgment Detail", "Assumes: That both want it."),
        ("Judgment Sign", "A test"),
        ("Quote", "“Words in marks”"),
        ("Quote", "what he said"),
        ("Quote Original", "مرحبا بالعالم"),
        ("Quote Source", "On arms"),
        ("List Bullet", "Second point"),
        ("Caption", "Claims and who makes them"),
        ("Heading 1", "Left out by marking"),
        ("List Bullet", "2 quotes"),
        ("Heading 1", "Sources not cited in the text"),
        ("List Bullet", "Source 4, Paper (B2)"),
    ):
        assert expected in styled
    used = {one.get(f"{W}val") for one in read.element.iter(f"{W}pStyle", f"{W}rStyle")}
    assert used <= {one.style_id for one in read.styles}
    likely = next(text for style, text in styled if style == "Judgment Likelihood")
    assert "onfidence" not in likely


def test_head_and_foot_carry_the_marking_on_every_kind_of_page(read):
    assert len(read.sections) == 3
    assert [one.orientation for one in read.sections] == [
        *(WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT),
    ]
    for section in read.sections:
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        assert head.text.startswith("DRAFT · Moscow and Pyongyang\t")
        assert foot.text.startswith("draft 3 · 19 June 2024\tPage ")
        codes = [one.text.strip() for one in foot._p.iter(f"{W}instrText")]
        assert codes == ["PAGE", "NUMPAGES"]
        for paragraph in (head, foot):
            mark = paragraph.runs[-1]
            assert mark.text.strip("\u00a0") == "TLP:AMBER+STRICT"
            assert mark.style.font.bold
            assert mark.style.font.size.pt >= 12
            assert str(mark.font.color.rgb) == "FFC000"
            assert mark._r.find(f".//{W}shd").get(f"{W}fill") == "000000"


def test_a_final_briefing_is_no_draft():
    final = docx.Document(BytesIO(full_docx(report(is_draft=False, status="final"))))
    assert "DRAFT" not in final.sections[0].header.paragraphs[0].text


def test_the_file_tells_who_signs_and_when_it_changed(read, made):
    told = read.core_properties
    assert (told.title, told.author) == ("Moscow and Pyongyang", "A. Analyst; 김민지")
    assert told.created.isoformat() == told.modified.isoformat() == "2024-06-20T12:00:00+00:00"
    assert (told.keywords, told.content_status, told.language) == (
        *("TLP:AMBER+STRICT", "draft 3", "en-GB"),
    )
    assert not told.last_modified_by
    assert b"python-docx" not in b"".join(parts(made).values())


def test_tables_repeat_their_head_and_keep_rows_whole(read):
    claims, matrix = read.tables
    assert claims.style.name == "Briefing Table"
    assert [[cell.text for cell in row.cells] for row in claims.rows] == [
        ["Claim", "Who"],
        ["6,700 containers", "Seoul"],
        ["None", ""],
    ]
    for table in (claims, matrix):
        head, *rows = table._tbl.findall(f"{W}tr")
        assert head.find(f".//{W}tblHeader") is not None
        assert all(row.find(f".//{W}cantSplit") is not None for row in (head, *rows))
    assert [cell.text for cell in matrix.rows[1].cells][1:4] == ["CC", "C", "N"]
    fills = [
        cell._tc.find(f".//{W}shd").get(f"{W}fill")
        for cell in matrix.rows[1].cells
        if cell._tc.find(f".//{W}shd") is not None
    ]
    assert len(fills) == 8
    assert len(set(fills)) == 4


def test_a_row_that_no_page_can_hold_may_break():
    long = Table(("A", "B"), (((Words("word " * 4_000),), (Words("x"),)),))
    row = body(full_docx(report(blocks=(long,)))).findall(f".//{W}tr")[1]
    assert row.find(f".//{W}cantSplit") is None


def test_two_tables_that_follow_each_other_stay_two():
    one = Table(("A",), (((Words("x"),),),))
    found = docx.Document(BytesIO(full_docx(report(blocks=(one, one), scales="", left_out=()))))
    assert len(found.tables) == 2
    kinds = [one.tag.removeprefix(W) for one in found.element.body]
    assert ("tbl", "tbl") not in list(pairwise(kinds))
    assert kinds[-2:] == ["p", "sectPr"]


def test_a_source_is_one_footnote_however_often_it_is_cited(made):
    notes = etree.fromstring(parts(made)["word/footnotes.xml"])
    told = [text_of(one) for one in notes if int(one.get(f"{W}id")) > 0]
    assert told == [f"Source {number}, Paper (B2)" for number in (1, 2, 3)]
    first = [int(one.get(f"{W}id")) for one in body(made).iter(f"{W}footnoteReference")]
    assert first == [1, 2, 3]
    again = [
        one.text.split()[1]
        for one in body(made).iter(f"{W}instrText")
        if one.text.strip().startswith("NOTEREF")
    ]
    assert again == ["_Ref000002", "_Ref000001"]
    marked = {one.get(f"{W}name") for one in body(made).iter(f"{W}bookmarkStart")}
    assert set(again) <= marked


def test_notes_are_numbered_as_word_counts_them_whatever_their_order():
    blocks = (Paragraph((Words("b", notes=(7,)), Words("a", notes=(3, 7)))),)
    notes = (Endnote(3, (Words("Three"),)), Endnote(7, (Words("Seven"),)))
    found = full_docx(report(blocks=blocks, endnotes=notes))
    told = [text_of(one) for one in etree.fromstring(parts(found)["word/footnotes.xml"])]
    assert told[2:] == ["Seven", "Three"]
    paragraph = next(p for p in body(found).iter(f"{W}p") if text_of(p).startswith("ba"))
    assert text_of(paragraph) == "ba,1"


def test_every_link_lands(made):
    document = body(made)
    names = [one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in names)
    links = {text_of(one): one.get(f"{W}anchor") for one in document.iter(f"{W}hyperlink")}
    assert set(links.values()) <= set(names)
    assert {"the quote", "See the first row"} <= set(links)
    # What leads nowhere is plain text.
    assert "nothing" not in links
    start = document.find(f".//{W}bookmarkStart[@{W}name='{links['See the first row']}']")
    cell = next(start.iterancestors(f"{W}tc"))
    assert text_of(cell) == "6,700 containers"


def test_the_contents_are_filled_in(made):
    block = body(made).find(f".//{W}sdt")
    assert [text_of(p) for p in block.iter(f"{W}p")] == [
        *("Contents", "Bottom line", "Key judgments", "Quotes"),
        *("Scales", "Left out by marking", "Sources not cited in the text"),
    ]
    assert 'TOC \\o "1-2"' in "".join(one.text for one in block.iter(f"{W}instrText"))
    kinds = [one.get(f"{W}fldCharType") for one in block.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_pictures_are_painted_and_described(read, made):
    assert [one._inline.docPr.get("descr") for one in read.inline_shapes] == [
        *("A map of 1951", "A map of 2024", "The key"),
    ]
    for shape in read.inline_shapes:
        assert shape.width / shape.height == pytest.approx(2, rel=0.01)
    image = parts(made)["word/media/image1.png"]
    assert image.startswith(b"\x89PNG")
    wide = int.from_bytes(image[16:20], "big")
    assert wide / read.inline_shapes[0].width.inches >= 200


def test_words_read_from_the_right_say_so(made):
    original = next(p for p in body(made).iter(f"{W}p") if "مرحبا" in text_of(p))
    assert original.find(f"{W}pPr/{W}bidi") is not None
    run = original.find(f"{W}r")
    assert run.find(f"{W}rPr/{W}rtl") is not None
    assert run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar-SA"
    mixed = next(p for p in body(made).iter(f"{W}p") if "한국어" in text_of(p))
    assert mixed.find(f"{W}pPr/{W}bidi") is None
    hebrew = [r for r in mixed.iter(f"{W}r") if r.find(f"{W}rPr/{W}rtl") is not None]
    assert [text_of(one) for one in hebrew] == ["שלום"]
    assert hebrew[0].find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "he-IL"


@pytest.mark.parametrize(("paper", "size"), [("a4", (11906, 16838)), ("us-letter", (12240, 15840))])
def test_papers(paper, size):
    section = docx.Document(BytesIO(full_docx(report(), paper=paper))).sections[0]
    assert (section.page_width.twips, section.page_height.twips) == size


def test_a_paper_that_is_not_known_is_told():
    with pytest.raises(UserError, match="a5"):
        full_docx(report(), paper="a5")


def test_it_can_be_stopped():
    def stop(done: int, total: int, text: str) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        full_docx(report(), step=stop)


# ---------------------------------------------------------------------- the file itself

#: Children in the order of ECMA-376, as far as they are used: Word refuses another.
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl numPr pBdr tabs bidi spacing ind "
    "contextualSpacing jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing sz szCs shd vertAlign rtl lang",
    "sectPr": "headerReference footerReference footnotePr type pgSz pgMar",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW tcBorders shd vAlign",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
    "tbl": "tblPr tblGrid tr",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr",
    "font": "altName family pitch",
}


def test_elements_stand_in_the_order_of_the_standard(made):
    for name, content in parts(made).items():
        if not name.endswith(".xml"):
            continue
        for element in etree.fromstring(content).iter():
            known = ORDER.get(etree.QName(element).localname)
            if known is None or not element.tag.startswith(W):
                continue
            places = [known.split().index(etree.QName(one).localname) for one in element]
            assert places == sorted(places), (name, element.tag, [one.tag for one in element])


def test_the_package_is_closed(made):
    found = parts(made)
    types = etree.fromstring(found["[Content_Types].xml"])
    named = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
    endings = {one.get("Extension") for one in types if one.get("Extension")}
    assert named <= set(found)
    assert all(name in named or name.rsplit(".", 1)[1] in endings for name in found)
    for name, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        for relation in etree.fromstring(found[name]):
            assert relation.get("TargetMode") is None
            assert folder + relation.get("Target") in found
    known = {one.get("Id") for one in etree.fromstring(found["word/_rels/document.xml.rels"])}
    used = {
        value
        for element in body(made).iter()
        for key, value in element.attrib.items()
        if key.startswith(R)
    }
    assert used <= known


HOSTILE = (
    '{ INCLUDETEXT "C:\\\\secret.txt" }',
    "<w:p><w:r/></w:p>&amp;]]><!--",
    '"><w:fldSimple w:instr="DDEAUTO cmd">',
    "=HYPERLINK(1)",
    "a\x00b\x07c\ud800d\ufffee",
    "\u202egpj.exe\u202c",
    "https://example.org/a?b=1&c=2",
    "x" * 100_000,
    "א" + "." * 5_000 + "ב",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stand_there_as_words(text):
    runs = (Words(text, bold=True, notes=(1,), to=text, anchor=text),)
    hostile = report(
        title=text,
        marking="TLP:RED",
        as_of=text,
        cutoff=text,
        desk=text,
        authors=(text,),
        audience=text,
        status=text,
        language=text,
        scales=text,
        left_out=(text,),
        endnotes=(Endnote(1, (Words(text),), text),),
        blocks=(
            Heading(1, text, text),
            Paragraph(runs, text[:10]),
            Listing((runs,)),
            Table((text, text), ((runs, runs),), (), text, first_is_head=True),
            JudgmentBlock(
                KeyJudgment(runs, text, text, 1, 2, text, text), text, runs, text, (text, text)
            ),
            QuoteBlock(text, runs, text, text, text, text, text),
            FigureBlock((Figure(SVG, text, text),), Figure(SVG, text), text),
        ),
    )
    made = full_docx(hostile)
    for name, content in parts(made).items():
        if name.endswith((".xml", ".rels")):
            tree = etree.fromstring(content)
            assert not [e for e in tree.iter() if etree.QName(e).localname == "fldSimple"]
            assert tree.get("TargetMode") is None
            assert "\u202e" not in content.decode()
    codes = {one.text.split()[0] for one in body(made).iter(f"{W}instrText")}
    assert codes == {"TOC", "NOTEREF"}
    found = docx.Document(BytesIO(made))
    title = next(one.text for one in found.paragraphs if one.style.name == "Title")
    shown = re.sub("[\x00\x07\ud800\ufffe\u202e\u202c]", "", text)
    assert title.replace(" ", "") == shown.replace(" ", "")


@pytest.mark.parametrize("changes", [{"TZ": "Asia/Seoul"}, {"LC_ALL": "de_DE.UTF-8"}])
def test_the_same_report_is_the_same_file_everywhere(made, tmp_path, changes):
    code = (
        "import sys, hashlib; from tests.export.test_docx import report;"
        "from briefing.export.docx import full_docx;"
        "print(hashlib.sha256(full_docx(report())).hexdigest())"
    )
    root = str(Path(__file__).parents[2])
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": root} | changes,
    )
    assert told.stdout.strip() == sha256(made).hexdigest()


def test_nothing_is_loaded_that_only_reads_word_files():
    code = (
        "import sys, briefing.export.docx;"
        "print(*[one for one in ('docx', 'lxml', 'typst') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_golden(made, golden):
    golden("full.docx.xml", parts(made)["word/document.xml"].decode())
    golden("full.docx.notes.xml", parts(made)["word/footnotes.xml"].decode())


# ---------------------------------------------------------------------- another program


@needs_office
def test_libreoffice_shows_all_of_it(made, tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(made)
    document = pypdfium2.PdfDocument(convert(file, tmp_path, "pdf"))
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
        sizes = [tuple(round(side) for side in page.get_size()) for page in document]
        images = [
            (page_number, thing.get_px_size())
            for page_number, page in enumerate(document)
            for thing in page.get_objects()
            if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
        ]
    finally:
        document.close()
    assert 4 <= len(texts) <= 6
    for number, text in enumerate(texts, 1):
        assert text.count("TLP:AMBER+STRICT") >= 2, number
        assert "DRAFT" in text
        assert f"Page {number} of {len(texts)}" in text
    assert (842, 595) in sizes
    assert len(images) == 3
    whole = re.sub(r"\s+", " ", " ".join(texts))
    at = [
        whole.index(words)
        for words in (
            *("Moscow and Pyongyang", "As of 19 June 2024", "Contents", "They have moved close"),
            *("Very likely", "Cooperation deepens.", "Low confidence.", "“Words in marks”"),
            *("First point", "6,700 containers", "Then and now", "It rained"),
            *("Likelihood: ICD 203.", "2 quotes", "Source 4, Paper"),
        )
    ]
    assert at == sorted(at)
    for number in (1, 2, 3):
        assert whole.count(f"Source {number}, Paper (B2)") == 1
