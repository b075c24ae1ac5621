"""The whole briefing as PDF: what stands on its pages, and what holds whatever is put into it."""

# long because: one report with every kind of block is set once and looked at from all sides.

from __future__ import annotations

import ctypes
import logging
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256

import page
import pypdfium2
import pypdfium2.raw as raw
import pytest

from briefing.errors import UserError
from briefing.export import typesetting
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
from briefing.export.full_pdf import full_pdf
from briefing.export.report import Endnote, Figure, KeyJudgment, Words
from briefing.paths import resource

ACCESSIBLE, ARCHIVED = b"<pdfuaid:part>1</pdfuaid:part>", b"<pdfaid:part>2</pdfaid:part>"
NAMES = (
    "Kim Jŏng-ŭn", "Владимир Путин", "Κυριάκος Μητσοτάκης", "김정은", "習近平", "习近平",
    "いしばしげる", "イシバ",
)  # fmt: skip
RIGHT_TO_LEFT = ("محمد بن زايد آل نهيان", "יצחק הרצוג")
HOSTILE = '#panic("no") *bold* $x$ @ref <tag> `raw` \\u{41} #import "/etc/passwd": * // end'


def picture(wide: int = 400, high: int = 200, letters: float = 9) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}"><rect width="{wide}" height="{high}" fill="#123456"/>'
        f'<text x="4" y="20" font-family="Noto Sans" font-size="{letters}" fill="#fff">Seoul</text></svg>'
    )


def said(text: str, *notes: int, to: str = "", anchor: str = "") -> tuple[Words, ...]:
    return (Words(text, notes=notes, to=to, anchor=anchor),)


def blocks(text: str = "Words.") -> tuple:
    judgment = KeyJudgment(
        said(text, 1), "Very likely", "80–95 %", 80, 95, "Low confidence.", "Little is known."
    )
    return (
        Heading(1, "Bottom line"),
        Paragraph(said(text, 1), "lead"),
        Heading(1, "Key judgments"),
        JudgmentBlock(
            judgment, "j1", said("the words of Putin", to="q1"), "No war.", ("A test", "A visit")
        ),
        Heading(2, "Beside the matter", "beside"),
        Paragraph(said(text), "quiet"),
        Listing((said("first point"), said("second point", 2))),
        Heading(2, "Names"),
        Table(
            ("Name", "Count"),
            ((said("Kim Jong Un", anchor="kim"), said("6,700")), (said("Putin"), said("12"))),
            caption="Who is who",
        ),
        Paragraph(said("See Kim above.", to="kim")),
        QuoteBlock("mutual assistance", said("Putin, 19 June 2024.", 2), anchor="q1", about="help"),
        QuoteBlock("it is a foundation", said("Kim."), "indirect", original="Это основа", language="ru"),
        Table(
            ("Evidence", "Energy", "Money"),
            ((said("A call"), said("CC"), said("II")), (said("A visit"), said("N"), said("I"))),
            first_is_head=True,
        ),
        FigureBlock(
            (Figure(picture(), "A map of 1951", "1951"), Figure(picture(), "A map of 2024", "2024")),
            Figure(picture(760, 20, 11), "Signs"),
            "Nothing differs.",
        ),
    )  # fmt: skip


def report(**changes: object) -> FullReport:
    values: dict[str, object] = {
        "title": "Moscow and Pyongyang",
        "marking": "TLP:AMBER",
        "as_of": "19 June 2024",
        "cutoff": "20 June 2024, 12:00 UTC",
        "desk": "Northeast Asia desk",
        "authors": ("A. Writer", "B. Reader"),
        "audience": "the cabinet",
        "status": "draft 3",
        "is_draft": True,
        "blocks": blocks(),
        "endnotes": (
            Endnote(1, said("Remarks, 19 June 2024, https://example.org/a/b?c=d."), "B2"),
            Endnote(2, said("Digest."), "F"),
        ),
        "scales": "Likelihood: ICD 203.",
        "left_out": ("2 quotes", "1 judgment"),
        "timestamp": 1718884800,
    }
    return FullReport(**(values | changes))  # type: ignore[arg-type]


def texts(made: bytes) -> list[str]:
    """The text of each page, without what only tells where a line may end."""
    document = pypdfium2.PdfDocument(made)
    try:
        found = [one.get_textpage().get_text_bounded() for one in document]
    finally:
        document.close()
    # A hyphen at the end of a line comes out as one of these.
    return [
        re.sub(r"\s+", " ", re.sub("[\x02\u00ad\ufffe]\\s*", "", one.replace("\u200b", "")))
        for one in found
    ]


def poppler(made: bytes, folder) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler's pdftotext is not installed")
    (folder / "p.pdf").write_bytes(made)
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(folder / "p.pdf"), "-"], capture_output=True, check=True
    )
    # Marks around words of the other direction are poppler's own.
    return re.sub("[\u202a-\u202e\u200b]", "", done.stdout.decode())


def links(document: pypdfium2.PdfDocument, number: int) -> list[tuple[int, float] | None]:
    """Page and height that each link of a page leads to; None for one that leads nowhere here."""
    one = document[number]
    found, start, link = [], ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(one, ctypes.byref(start), ctypes.byref(link)):
        goal = raw.FPDFLink_GetDest(document, link)
        if not goal:
            found.append(None)
            continue
        has = [ctypes.c_int() for _ in range(3)]
        at = [ctypes.c_float() for _ in range(3)]
        raw.FPDFDest_GetLocationInPage(goal, *map(ctypes.byref, (*has, *at)))
        found.append((raw.FPDFDest_GetDestPageIndex(document, goal), at[1].value))
    return found


@pytest.fixture(scope="module")
def plain() -> bytes:
    return full_pdf(report())


def test_every_part_stands_there_in_reading_order(plain):
    text = " ".join(texts(plain))
    place = 0
    for words in (
        *("Moscow and Pyongyang", "As of 19 June 2024", "20 June 2024, 12:00 UTC"),
        *("Northeast Asia desk · A. Writer, B. Reader", "draft 3 · audience: the cabinet"),
        *("CONTENTS", "Bottom line", "Key judgments", "Scales", "Left out by marking", "Endnotes"),
        *("Bottom line", "Words.1", "Very likely", "80–95 %", "Words.1", "Low confidence."),
        *("Rests on: the words of Putin", "Assumes: No war.", "A test", "A visit"),
        *("Beside the matter", "first point", "second point2", "Who is who", "Name Count"),
        *("Kim Jong Un 6,700", "“mutual assistance”", "Putin, 19 June 2024.2", "help"),
        *("it is a foundation", "Это основа", "Kim.", "Evidence Energy Money", "A call CC II"),
        *("1951", "2024", "Nothing differs.", "Likelihood: ICD 203.", "2 quotes", "1 judgment"),
        *("1 Remarks, 19 June 2024", "(B2)", "2 Digest. (F)"),
    ):
        assert words in text[place:], words
        place = text.index(words, place) + len(words)


def test_words_that_were_not_said_so_get_no_marks(plain):
    assert "“it is a foundation”" not in " ".join(texts(plain))


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_marking_and_number_stand_in_head_and_foot_of_every_page(paper):
    long = report(blocks=blocks() + tuple(Paragraph(said("Much. " * 80)) for _ in range(40)))
    document = pypdfium2.PdfDocument(full_pdf(long, paper=paper))
    assert len(document) > 3
    for number, one in enumerate(document, 1):
        width, height = one.get_size()
        assert (round(width), round(height)) == ((595, 842) if paper == "a4" else (612, 792))
        found = one.get_textpage()
        head = found.get_text_bounded(bottom=height - 62)
        foot = found.get_text_bounded(top=55)
        for part in (head, foot):
            assert "TLP:AMBER" in part
        assert "DRAFT" in head
        assert "Moscow and Pyongyang" in head
        assert f"{number} of {len(document)}" in foot
        assert "draft 3" in foot
        large = [
            round(one.get_matrix().d * raw_size(one), 1)
            for one in one.get_objects([raw.FPDF_PAGEOBJ_TEXT], max_depth=3)
            if "TLP:AMBER" in object_text(one, found)
        ]
        # On the first page it stands among the small letters of the cover line, too.
        assert large.count(12.0) == 2


def raw_size(one) -> float:
    size = ctypes.c_float()
    assert raw.FPDFTextObj_GetFontSize(one, ctypes.byref(size))
    return size.value


def object_text(one, found) -> str:
    size = raw.FPDFTextObj_GetText(one, found, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(one, found, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def test_a_final_version_is_not_called_a_draft():
    text = " ".join(texts(full_pdf(report(is_draft=False, status="version 2"))))
    assert "DRAFT" not in text
    assert "version 2" in text


def test_every_link_lands_at_what_it_names(plain):
    document = pypdfium2.PdfDocument(plain)
    found = [one for number in range(len(document)) for one in links(document, number)]
    # Seven entries of the contents, the goals of words, the numbers of notes, and one address.
    inside = [one for one in found if one is not None]
    assert len(inside) == 7 + 2 + 4
    assert found.count(None) == 1
    for number, height in inside:
        landed = document[number].get_textpage().get_text_bounded(bottom=height - 42, top=height)
        assert landed.strip(), (number, height)


def test_a_link_leads_to_the_words_it_is_for():
    many = tuple(Paragraph(said("Much. " * 80)) for _ in range(40))
    made = full_pdf(
        report(
            blocks=(Paragraph(said("Go", to="far")), *many, Heading(1, "Far away", "far")),
            endnotes=(),
        )
    )
    document = pypdfium2.PdfDocument(made)
    goals = {one for one in links(document, 0) if one}
    number = next(n for n, text in enumerate(texts(made)) if n and "Far away" in text)
    assert {goal[0] for goal in goals} >= {number}


def test_bookmarks_follow_the_headings(plain):
    document = pypdfium2.PdfDocument(plain)
    found = [(one.level, one.get_title()) for one in document.get_toc()]
    assert found == [
        (0, "Bottom line"), (0, "Key judgments"), (1, "Beside the matter"), (1, "Names"),
        (0, "Scales"), (0, "Left out by marking"), (0, "Endnotes"),
    ]  # fmt: skip
    assert all(one.get_dest() is not None for one in document.get_toc())


def painted(one, colour: tuple[int, int, int]) -> int:
    """How many pixels of a page have a colour, at one pixel a point."""
    bitmap = one.render(scale=1, rev_byteorder=True)
    bytes_, step = bytes(bitmap.buffer), bitmap.n_channels
    wanted, wide = bytes(colour), bitmap.width * step
    rows = (bytes_[at : at + wide] for at in range(0, len(bytes_), bitmap.stride))
    return sum(row[at : at + 3] == wanted for row in rows for at in range(0, wide, step))


def test_pictures_are_painted_whole_and_their_letters_can_be_read(plain):
    document = pypdfium2.PdfDocument(plain)
    page_of = next(n for n, text in enumerate(texts(plain)) if "Nothing differs." in text)
    ink = painted(document[page_of], (0x12, 0x34, 0x56))
    # Two pictures of 240 by 120 points side by side, and the signs beneath.
    assert ink > 2 * 235 * 115


@pytest.mark.parametrize(
    ("wide", "high", "letters", "columns", "turned"),
    [(400, 200, 12, 2, False), (400, 200, 9, 1, False), (900, 300, 9, 1, True)],
)
def test_pictures_get_the_room_in_which_letters_are_seven_points(
    wide, high, letters, columns, turned
):
    figures = (
        Figure(picture(wide, high, letters), "One"),
        Figure(picture(wide, high, letters), "Two"),
    )
    made = full_pdf(report(blocks=(Heading(1, "Maps"), FigureBlock(figures)), endnotes=()))
    document = pypdfium2.PdfDocument(made)
    sides = [
        (round(box[2] - box[0]), one.get_width() > one.get_height(), box)
        for one in document
        for thing in one.get_objects([raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM], max_depth=1)
        if (box := thing.get_bounds()) and box[2] - box[0] > 150 and box[3] - box[1] > 60
    ]
    assert sides
    assert {one[1] for one in sides} == {turned}
    assert all(one[0] / wide * letters >= 7 for one in sides)
    assert len({round(one[2][0]) for one in sides}) == columns


def test_a_table_repeats_its_head_and_breaks_long_cells():
    rows = tuple((said(f"Row {n}"), said("word " * (2_000 if n == 30 else 9))) for n in range(80))
    made = full_pdf(report(blocks=(Table(("Number", "Text of the row"), rows),)))
    with_rows = [text for text in texts(made) if re.search(r"Row \d|word word", text)]
    assert len(with_rows) > 2
    assert all("Number Text of the row" in text for text in with_rows)
    assert " ".join(texts(made)).count("word") == 79 * 9 + 2_000


def test_a_small_table_stands_on_one_page():
    rows = tuple((said(f"Row {n}"), said("C"), said("I")) for n in range(8))
    table = Table(("Evidence", "Energy", "Money"), rows, first_is_head=True)
    for lines in range(18, 30):
        filler = tuple(Paragraph(said(f"Line {n}")) for n in range(lines))
        found = texts(full_pdf(report(blocks=(*filler, table), endnotes=(), scales="")))
        assert [text.count("Row ") for text in found if "Row " in text] == [8]


def test_no_heading_ends_a_page():
    for lines in range(20, 34):
        filler = tuple(Paragraph(said(f"Line {n}")) for n in range(lines))
        after = (Heading(1, "Part"), Heading(2, "Topic"), Paragraph(said("What follows.")))
        made = full_pdf(report(blocks=filler + after, endnotes=(), scales="", left_out=()))
        for text in texts(made):
            assert not re.search(r"(Part|Topic) (draft 3)", text)


def test_numbers_of_notes_begin_no_line():
    for length in range(60, 110):
        words = ("x " * (length // 2)) + "to do?"
        made = full_pdf(
            report(blocks=(Paragraph((Words(words), Words(notes=(1,)), Words(" So."))),))
        )
        document = pypdfium2.PdfDocument(made)
        lines = document[0].get_textpage().get_text_bounded().splitlines()
        assert not any(re.match(r"1 So", line) for line in lines)
        document.close()


def names_report() -> FullReport:
    table = Table(
        ("Name", "Office"),
        tuple((said(name), said("President")) for name in (*NAMES, *RIGHT_TO_LEFT)),
    )
    lone = tuple(
        QuoteBlock("peace", said("A. Speaker"), original=name, language=code)
        for name, code in zip(RIGHT_TO_LEFT, ("ar", "he"), strict=True)
    )
    return report(blocks=(table, *lone, *(Paragraph(said(one)) for one in NAMES)))


def test_names_of_every_script_are_copied_out_in_the_right_order(tmp_path):
    made = full_pdf(names_report())
    theirs = poppler(made, tmp_path)
    ours = " ".join(texts(made))
    for name in NAMES:
        assert ours.count(name) == 2
        assert theirs.count(name) == 2
    for name in RIGHT_TO_LEFT:
        # PDFium turns the words of such a name around where more stands beside it from left to right.
        assert theirs.count(name) == ours.count(name) == 2
    assert b"/FontFile3" not in made
    # Each face in the file is a part of the shipped one.
    fonts = set(re.findall(rb"/BaseFont/(\S+?)[/\s>]", made))
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+Noto", one) for one in fonts)
    assert len(made) < 400_000


def test_long_words_are_parted_as_their_language_wants_it():
    word = "Donaudampfschifffahrtsgesellschaft "
    made = full_pdf(report(language="de", blocks=(Paragraph(said(word * 40)),), endnotes=()))
    document = pypdfium2.PdfDocument(made)
    found = "".join(one.get_textpage().get_text_bounded() for one in document)
    halves = re.findall(r"(\w+)[\x02\u00ad\ufffe]\s*(\w+)", found)
    assert halves
    assert {first + second for first, second in halves} == {word.strip()}
    assert {first for first, _ in halves} <= {"Donaudampf", "Donaudampfschifffahrts"}
    # Nothing else parts it, and it is copied out as it was.
    assert "\u200b" not in found


def test_the_file_is_tagged_titled_and_in_its_language(plain):
    made = full_pdf(report(language="de"))
    assert b"/StructTreeRoot" in made
    assert b"/Lang(de)" in made
    document = pypdfium2.PdfDocument(plain)
    about = document.get_metadata_dict()
    assert about["Title"] == "Moscow and Pyongyang"
    assert about["Author"] == "A. Writer, B. Reader"
    assert about["CreationDate"].startswith("D:20240620120000")
    for tag in (b"/S/TH", b"/S/Figure", b"/S/Link", b"/S/H1", b"/S/H2", b"/S/L", b"/S/BlockQuote"):
        assert tag in plain or tag == b"/S/BlockQuote"
    assert plain.count(b"/Alt(A map of ") == 2


@pytest.mark.parametrize("case", ["plain", "names", "hostile", "emoji"])
def test_validators_agree_with_what_the_file_claims(case, tmp_path):
    made = full_pdf(
        {
            "plain": report(),
            "names": names_report(),
            "hostile": report(title=HOSTILE, blocks=blocks(HOSTILE)),
            "emoji": report(title="Talks \U0001f600 ☀️ ✔ → ≤ ■ ★ Ⅳ", blocks=blocks("👍🏽 1️⃣")),
        }[case]
    )
    assert ACCESSIBLE in made
    assert ARCHIVED in made
    (tmp_path / "f.pdf").write_bytes(made)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        found = page.validate_pdf(tmp_path / "f.pdf", profile=profile)
        assert [(one.rule_id, one.message) for one in found.failures] == []
        assert found.is_compliant


def test_what_no_font_has_takes_the_claims_away_and_the_log_says_why(caplog):
    with caplog.at_level(logging.WARNING):
        made = full_pdf(report(title="अ"))
    assert ACCESSIBLE not in made
    assert ARCHIVED not in made
    assert "the file does not claim PDF/A-2a and PDF/UA-1: " in caplog.text
    assert "अ" in caplog.text


def test_a_stream_that_ends_in_a_carriage_return_gets_a_clear_end(tmp_path, monkeypatch):
    plain, made = b"", b""
    for number in range(400):
        inner = report(blocks=(Paragraph(said(f"Try {number}.")),), endnotes=())
        with monkeypatch.context() as patch:
            patch.setattr(typesetting, "_with_clear_ends", bytes)
            plain = full_pdf(inner)
        if b"\r\nendstream" in plain:
            made = full_pdf(inner)
            break
    assert len(made) > len(plain)
    assert texts(made) == texts(plain)
    for name, content in (("before", plain), ("after", made)):
        (tmp_path / name).write_bytes(content)
    profile = page.ValidationProfile.PDF_A_2A
    assert not page.validate_pdf(tmp_path / "before", profile=profile).is_compliant
    assert page.validate_pdf(tmp_path / "after", profile=profile).is_compliant


def test_markup_is_printed_as_text():
    made = full_pdf(
        report(
            title=HOSTILE, as_of=HOSTILE, cutoff=HOSTILE, desk=HOSTILE, authors=(HOSTILE,),
            audience=HOSTILE, status=HOSTILE, scales=HOSTILE, left_out=(HOSTILE,),
            blocks=(
                *blocks(HOSTILE), Heading(1, HOSTILE, HOSTILE), Listing((said(HOSTILE),)),
                QuoteBlock(HOSTILE, said(HOSTILE), original=HOSTILE, language=HOSTILE),
                Table((HOSTILE,), ((said(HOSTILE),),), caption=HOSTILE),
            ),
            endnotes=(Endnote(1, said(HOSTILE), HOSTILE),),
        )
    )  # fmt: skip
    text = " ".join(texts(made))
    # Lines may end within it, and what looks like an address is none.
    assert text.replace(" ", "").count('#panic("no")*bold*$x$@ref<tag>`raw`') >= 20


@pytest.mark.parametrize(
    "text",
    [
        "word " * 4_000,
        "x" * 100_000,
        "条" * 20_000,
        "\u202e\u2066" * 50 + "tfarD" + "\x00\ud800\uffff\x1b[0m",
        "a\u0301\u0301\u0301" * 5_000,
        "\n" * 20_000,
        "",
        "مرحبا بالعالم " * 1_000,
    ],
    ids=["words", "no spaces", "han", "overrides", "marks", "lines", "empty", "arabic"],
)
def test_no_text_is_too_much(text):
    made = full_pdf(
        report(
            title=text, as_of=text[:900], cutoff=text[:900], desk=text[:900], authors=(text[:900],),
            status=text[:900], language=text[:9], scales=text, left_out=(text,),
            blocks=(
                Heading(1, text, text), Paragraph(said(text, 1, 7, to=text), "lead"),
                Table((text[:500], "B"), ((said(text), said("6")),), caption=text[:500]),
                QuoteBlock(text, said(text), original=text, language=text[:5], anchor=text),
                JudgmentBlock(KeyJudgment(said(text), text[:50], "", 5, 20), text),
                FigureBlock((Figure(picture(), text, text),), None, text),
            ),
            endnotes=(Endnote(1, said(text), text[:50]), Endnote(1, said(text), "")),
        )
    )  # fmt: skip
    found = texts(made)
    # PDFium turns a head around where the title in it goes from right to left.
    assert all(one.count("TLP:AMBER") + one.count("AMBER:TLP") >= 2 for one in found)
    assert "\u202e" not in "".join(found)


def test_a_long_title_is_there_in_full():
    title = " ".join(f"word{n}" for n in range(400))
    found = texts(full_pdf(report(title=title)))
    assert "…" in found[0]
    assert "Bottom line" in found[0] + found[1]
    whole = " ".join(found)
    whole = whole[whole.rindex("The title in full") :]
    assert "word399" in whole.replace(" ", "")
    assert "no more of it is printed" not in whole


@pytest.mark.parametrize("letter", ["word ", "y"])
def test_a_title_of_a_hundred_thousand_letters_takes_a_page_and_says_so(letter):
    title = (letter * 100_000)[:100_000]
    usual, found = texts(full_pdf(report())), texts(full_pdf(report(title=title)))
    assert len(found) <= len(usual) + 2
    said = " ".join(" ".join(found).split())
    assert "letters long; no more of it is printed" in said
    assert f"{len(title.strip()):,}" in said


def test_the_last_endnote_never_stands_alone_on_a_page():
    def numbers(count: int) -> list[list[str]]:
        notes = tuple(Endnote(n, said(f"Source number {n}."), "B") for n in range(1, count + 1))
        pages = texts(full_pdf(report(blocks=(), endnotes=notes)))
        return [found for one in pages if (found := re.findall(r"Source number (\d+)", one))]

    room = len(numbers(70)[0])
    pages = numbers(room + 1)
    assert sum(map(len, pages)) == room + 1
    assert pages[-1] == [str(room), str(room + 1)]


def test_an_unknown_paper_is_refused_in_one_line():
    with pytest.raises(UserError, match=r"^a0: .*a4 or us-letter\.$"):
        full_pdf(report(), paper="a0")


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Puts a file among the templates of a house."""
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path))
    (tmp_path / "templates").mkdir()

    def put(name: str, text: str):
        file = tmp_path / "templates" / name
        file.write_text(text, "utf-8")
        return file

    return put


def test_a_template_of_the_house_is_used_and_may_take_from_ours(house):
    house("letterhead.typ", '#let head = "Ministry of Examples"')
    house(
        "full.typ",
        '#import "@briefing/parts:1.0.0": *\n#import "letterhead.typ": head\n'
        "#set document(title: data.title)\n#set text(font: serif)\n#head #data.title #label-box",
    )
    assert texts(full_pdf(report())) == ["Ministry of Examples Moscow and Pyongyang TLP:AMBER"]


def test_the_shipped_template_does_the_same_from_the_folder_of_the_house(house, plain):
    house("full.typ", resource("templates", "full.typ").read_text("utf-8"))
    assert full_pdf(report()) == plain


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Fine.\n#nothing-of-the-kind()", 2, "unknown variable"),
        ('#import "@briefing/parts:1.0.0": *\n\n#data.colour', 3, "colour"),
        ('#read("/etc/passwd")', 1, "not found"),
        ('#read("../settings.toml")', 1, ""),
        ('\n#import "@preview/cetz:0.3.0": *', 2, "package"),
    ],
)
def test_a_mistake_in_a_template_of_the_house_is_one_line_with_its_place(house, text, line, words):
    file = house("full.typ", text)
    (file.parent.parent / "settings.toml").write_text("secret = 1", "utf-8")
    with pytest.raises(UserError) as raised:
        full_pdf(report())
    told = str(raised.value)
    assert "\n" not in told
    assert told.startswith(f"{file}, line {line}: ")
    assert words in told
    assert "use the shipped one" in told


def test_a_template_cannot_reach_the_internet(house):
    """Typst would fetch the package itself, beside Python's sockets."""
    house("full.typ", '#import "@preview/cetz:0.3.0": *')
    with pytest.raises(UserError, match="no connection is opened") as raised:
        full_pdf(report())
    assert "SOCKS feature disabled" in str(raised.value.__cause__)


_ALONE = """
import hashlib, sys
sys.path[:0] = [{root!r}, {root!r} + "/tests/export"]
from test_full_pdf import report
from briefing.export.full_pdf import full_pdf
print(hashlib.sha256(full_pdf(report())).hexdigest())
"""


def test_the_bytes_are_the_same_elsewhere(plain, tmp_path):
    root = str(resource().parent)
    for zone, tongue, seed in (("Asia/Seoul", "ko_KR.UTF-8", "1"), ("America/Lima", "C", "2")):
        around = os.environ | {
            "TZ": zone, "LANG": tongue, "LC_ALL": tongue, "PYTHONHASHSEED": seed,
            "HOME": str(tmp_path), "PYTHONUTF8": "1", "BRIEFING_CONFIG": str(tmp_path),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", _ALONE.format(root=root)],
            cwd=tmp_path, env=around, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == sha256(plain).hexdigest()
