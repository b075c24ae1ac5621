from __future__ import annotations

import dataclasses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.errors import Cancelled, UserError
from briefing.intake.readers import linewords, pdf, pdfium_process, read_bytes
from briefing.paths import resource
from tests import files

ARTICLE = (resource("samples") / "pyongyang-2024" / "digest.txt").read_text("utf-8")
PARAGRAPHS = [p for p in ARTICLE.split("\n") if p.strip()]


def refused(data: bytes, name: str = "a.pdf") -> str:
    with pytest.raises(UserError) as caught:
        read_bytes(data, name)
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    return line


def paragraphs(text: str) -> list[str]:
    return [" ".join(p.split()) for p in text.split("\n\n")]


@pytest.mark.parametrize(
    "setting",
    [
        '#set page(paper: "a4")',
        '#set page(paper: "a5")\n#set text(hyphenate: true, lang: "en")\n#set par(justify: true)',
        '#set page(paper: "a4", columns: 2)\n#set par(justify: true)',
        '#set page(paper: "a5", flipped: true, header: [The Daily], footer: context align(center)'
        "[Page #counter(page).display()])",
        "#set par(first-line-indent: 1.5em, spacing: 0.65em)",
    ],
    ids=["plain", "divided words", "two columns", "running heads", "indented"],
)
def test_the_article_comes_out_of_a_pdf_as_it_went_in(setting, tmp_path):
    data = files.pdf(PARAGRAPHS, tmp_path, setting=setting)
    found = paragraphs(read_bytes(data, "a.pdf").text)
    assert " ".join(found) == " ".join(" ".join(PARAGRAPHS).split())
    # Where one ends with the last full line of a page nothing tells that another begins.
    whole = [" ".join(p.split()) for p in PARAGRAPHS]
    assert len(set(whole) - set(found)) <= 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ja",
            "北朝鮮とロシアは包括的戦略パートナーシップ条約に署名した。両国は関係を強化する。" * 5,
        ),
        ("ko", "북한과 러시아는 포괄적 전략 동반자 관계에 관한 조약을 체결했다. " * 8),
    ],
)
def test_lines_of_scripts_with_no_hyphens_are_joined(language, words, tmp_path):
    setting = f'#set page(paper: "a5")\n#set text(font: "Noto Sans CJK KR", lang: "{language}")'
    data = files.pdf([words.strip()], tmp_path, setting=setting)
    assert read_bytes(data, "a.pdf").text == words.strip()


def test_a_pdf_tells_title_authors_and_pages(tmp_path):
    setting = '#set page(width: 10cm, height: 8cm, header: [Annual Review], numbering: "1")'
    data = files.pdf(
        PARAGRAPHS[:4], tmp_path, setting=setting, title="Visit to Pyongyang", author="A. Writer"
    )
    read = read_bytes(data, "a.pdf")
    assert (read.title, read.authors) == ("Visit to Pyongyang", ("A. Writer",))
    assert (read.media_type, read.reader) == ("application/pdf", "pdf")
    assert "Annual Review" not in read.text
    assert any("Running heads" in note for note in read.notes)
    starts = read.page_starts
    assert len(starts) > 2
    assert starts[0] == 0
    assert list(starts) == sorted(starts)
    for start in starts[1:]:
        assert not read.text[start].isspace()


def test_the_places_of_words_are_found_again_in_the_bytes(tmp_path):
    setting = '#set page(width: 10cm, height: 8cm, header: [Head], numbering: "1")'
    data = files.pdf(PARAGRAPHS[:4], tmp_path, setting=setting)
    read = read_bytes(data, "a.pdf")
    for page, (start, end) in enumerate(
        zip(read.page_starts, [*read.page_starts[1:], len(read.text)], strict=True)
    ):
        text = read.text[start:end]
        whole = pdf.page_boxes(data, page, text, 0, len(text))
        assert len(whole) > 3
        assert all(0 <= b.x0 < b.x1 <= 1 and 0 <= b.y0 < b.y1 <= 1 for b in whole)
        assert [b.y0 for b in whole] == sorted(b.y0 for b in whole)
        one = pdf.page_boxes(data, page, text, 0, len(text.split()[0]))
        assert len(one) == 1
        assert one[0].y0 == whole[0].y0
        assert one[0].x1 - one[0].x0 < whole[0].x1 - whole[0].x0
    assert pdf.page_boxes(data, 0, "Other words than those.", 0, 5) == ()


def test_words_stand_where_they_are_on_a_turned_page():
    stream = files.shown((300, 500, "Here"))
    data = files.raw_pdf([stream])
    box = pdf.page_boxes(data, 0, "Here", 0, 4)[0]
    assert box.x0 == pytest.approx(300 / 400, abs=0.01)
    assert box.y0 < 1 - 500 / 600 < box.y1
    turned = data.replace(b"/MediaBox [0 0 400 600]", b"/Rotate 90 /MediaBox [0 0 400 600]")
    box = pdf.page_boxes(turned, 0, "Here", 0, 4)[0]
    assert box.x0 < 500 / 600 < box.x1
    assert box.y0 == pytest.approx(300 / 400, abs=0.01)


def test_a_word_divided_between_pages_is_joined_and_pages_begin_in_order():
    cut = [files.shown((50, 500, "They signed the agree-")), files.PICTURE]
    data = files.raw_pdf([*cut, files.shown((50, 500, "ment in June.")), files.PICTURE])
    read = read_bytes(data, "a.pdf")
    assert read.text == "They signed the agreement in June."
    assert read.page_starts == (0, 21, 21, len(read.text))
    assert read.text[21:] == "ment in June."


def test_a_page_of_very_many_pieces_is_read():
    many = [(x * 9 % 390, 590 - x * 7 % 580, f"w{x}") for x in range(12_000)]
    read = read_bytes(files.raw_pdf([files.shown(*many, size=1)]), "a.pdf")
    assert len(read.text.split()) > 5_000


def test_a_page_is_painted():
    data = files.raw_pdf([files.shown((50, 300, "Words"), size=80)])
    picture = pdf.page_picture(data, 0, 200)
    assert (picture.wide, picture.high) == (200, 300)
    assert len(picture.pixels) == picture.stride * picture.high
    assert min(picture.pixels) < 50
    with pytest.raises(UserError):
        pdf.page_picture(data, 7, 200)


def test_pages_are_measured_and_painted_together():
    data = files.raw_pdf([files.shown((50, 300, "Words"), size=80)] * 3)
    sizes = pdf.page_sizes(data)
    assert len(sizes) == 3
    assert len(set(sizes)) == 1
    first, last = pdf.page_pictures(data, [(0, 200), (2, 100)])
    assert (first.wide, first.high, last.wide, last.high) == (200, 300, 100, 150)
    assert first.pixels == pdf.page_picture(data, 0, 200).pixels
    assert min(last.pixels) < 50
    assert pdf.page_pictures(data, []) == []
    with pytest.raises(UserError):
        pdf.page_pictures(data, [(0, 200), (3, 200)])


def test_a_picture_that_nobody_wants_any_more_is_not_waited_for(monkeypatch, tmp_path):
    script = tmp_path / "endless.py"
    script.write_text("import threading\nthreading.Event().wait()\n")
    monkeypatch.setattr(pdfium_process, "__file__", str(script))
    with pytest.raises(Cancelled):
        pdf.page_pictures(b"%PDF", [(0, 200)], lambda: True)


def test_columns_are_read_one_after_the_other_and_tables_row_by_row():
    left = [(40, 500 - 14 * n, f"left {n} goes on and on along") for n in range(8)]
    right = [(230, 500 - 14 * n, f"right {n} goes on and on so") for n in range(8)]
    both = [one for pair in zip(left, right, strict=True) for one in pair]
    title = (40, 560, "A title that spans the two columns of the page, and more of it")
    text = read_bytes(files.raw_pdf([files.shown(title, *both, size=11)]), "a.pdf").text
    assert text.startswith("A title")
    assert text.index("left 7") < text.index("right 0")
    cells = [
        (x, 500 - 14 * n, f"{name}{n}") for n in range(8) for x, name in ((40, "a"), (230, "b"))
    ]
    text = read_bytes(files.raw_pdf([files.shown(*cells)]), "a.pdf").text
    assert " ".join(text.split()) == " ".join(f"a{n} b{n}" for n in range(8))


@pytest.mark.parametrize(
    ("before", "after", "known", "joined"),
    [
        ("the agree-", "ment was", (), "the agreement was"),
        ("a long-", "term plan", ("long-term",), "a long-term plan"),
        ("a long-", "term plan", ("longterm",), "a longterm plan"),
        ("for non-", "military aid", ("military",), "for non-military aid"),
        ("Kim Hong-", "kyun said", (), "Kim Hong-kyun said"),
        ("The Cen-", "ter said", (), "The Center said"),
        ("Russia-", "Ukraine war", (), "Russia-Ukraine war"),
        ("in 2023-", "24 it", (), "in 2023-24 it"),
        ("no words -", "they said", (), "no words - they said"),
        ("so\u00ad", "ft", (), "soft"),
        ("条約に", "署名した", (), "条約に署名した"),
        ("one", "two", (), "one two"),
    ],
)
def test_lines_of_a_paragraph_are_joined_as_they_were_written(before, after, known, joined):
    assert linewords.join(before, after, linewords.Vocabulary(frozenset(known))) == joined


def test_a_document_that_divides_no_words_keeps_its_hyphens():
    ragged = ["a Russia-", "Ukraine war, the second-", "largest economy."]
    known = linewords.vocabulary([ragged])
    assert not known.divides
    assert linewords.join(ragged[1], ragged[2], known).endswith("second-largest economy.")
    divided = [*ragged, "an agree-", "ment, the agreement"]
    assert linewords.vocabulary([divided]).divides


def test_a_scan_says_so():
    line = refused(files.raw_pdf([files.PICTURE] * 3))
    assert "pictures of pages only (3 pages without text)" in line
    assert "OCR" in line
    read = read_bytes(files.raw_pdf([files.shown((50, 500, "Words.")), files.PICTURE]), "a.pdf")
    assert read.text == "Words."
    assert read.page_starts == (0, 6)
    assert read.notes == ("1 of 2 pages holds no text (page 2).",)


def test_a_pdf_of_another_name_is_read_and_says_so():
    read = read_bytes(files.raw_pdf([files.shown((50, 500, "Words."))]), "a.txt")
    assert read.reader == "pdf"
    assert "PDF" in read.notes[0]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (files.raw_pdf([]), "no pages"),
        (files.raw_pdf([b""]), "holds no text"),
        (files.raw_pdf([files.shown((5, 5, "a"))])[:60], "damaged"),
        (b"%PDF-1.7\n%\xe2\xe3", "damaged"),
        (b"%PDF-1.7 and then a text about it", "damaged"),
        (
            files.raw_pdf(
                [files.shown((5, 5, "a"))],
                trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> "
                f"/U <{'cd' * 32}> >> /ID [<00> <00>] ",
            ),
            "locked with a password",
        ),
        (
            files.raw_pdf([files.shown((5, 5, "a"))], kids="4 0 R " * 6000, count=6000),
            "over 5,000 pages",
        ),
    ],
    ids=["no page", "blank", "cut off", "head only", "text", "locked", "many pages"],
)
def test_a_pdf_that_cannot_be_read_is_refused_in_one_line(data, told):
    assert told in refused(data)


def test_a_pdf_that_unpacks_without_end_is_left(monkeypatch):
    bomb = files.raw_pdf([b" " * 150_000_000 + files.shown((5, 5, "a"))])
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(pdf, "_WAIT_SECONDS", 60)
    try:
        assert read_bytes(bomb, "a.pdf").text == "a"
    except UserError as error:
        line = str(error)
        assert line.startswith("a.pdf: ")


def test_a_reader_that_dies_or_hangs_is_told(monkeypatch, tmp_path):
    good = files.raw_pdf([files.shown((5, 5, "a"))])
    script = tmp_path / "dies.py"
    script.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(pdfium_process, "__file__", str(script))
    assert "damaged or too large" in refused(good)
    script.write_text("import threading\nthreading.Event().wait(30)\n")
    monkeypatch.setattr(pdf, "_WAIT_SECONDS", 0.2)
    assert "takes too long" in refused(good)


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ("Visit to Pyongyang", "Visit to Pyongyang"),
        ("Microsoft Word - visit.doc", ""),
        ("untitled-1", ""),
        ("visit_final.indd", ""),
        ("12", ""),
    ],
)
def test_titles_that_programs_write_are_not_believed(told, believed):
    from briefing.intake.readers import credible

    assert credible.title(told) == believed


def test_authors_and_dates_that_programs_write_are_not_believed():
    from briefing.intake.readers import credible

    assert credible.authors("Kim Hong-kyun; Ministry of Defence") == (
        "Kim Hong-kyun",
        "Ministry of Defence",
    )
    for told in ("admin", "jsmith2", "Microsoft Office User", "python-docx", r"PC\user", "Owner"):
        assert credible.authors(told) == ()
    assert credible.made("D:20240619120000+09'00'", "In 2024 they met.") == "2024-06-19"
    assert credible.made("D:20240619120000", "No year is told.") == ""
    assert credible.made("D:20240619", "In 2024.", by="Skia/PDF m120") == ""
    assert credible.made("D:99999999", "In 9999.") == ""


GOOD = files.raw_pdf([files.shown((50, 500, "Words of an article."), (50, 480, "And more."))])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=4)), max_size=6),
    st.integers(0, len(GOOD)),
)
@example([], len(GOOD))
def test_a_damaged_pdf_is_read_or_refused(changes, cut):
    data = bytearray(GOOD)
    for at, new in changes:
        data[at : at + len(new)] = new
    try:
        head, blob = pdfium_process.answer(bytes(data[:cut]), ["text", "0", "-1"])
        if "error" in head:
            assert pdf.reason(head)
            return
        read = pdf.compose(b"", "a.pdf", head, blob)
    except UserError as error:
        line = str(error)
        assert line.startswith("a.pdf: ")
    else:
        assert read.text
        assert len(dataclasses.asdict(read)["page_starts"]) == len(head["pages"])
