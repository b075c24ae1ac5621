from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.errors import UserError
from briefing.intake.readers import ReadResult, read_bytes, word
from briefing.paths import resource
from tests import files

ARTICLE = (resource("samples") / "pyongyang-2024" / "digest.txt").read_text("utf-8")
PARAGRAPHS = [p for p in ARTICLE.split("\n") if p.strip()]
PAGE = "<html><head><title>Visit</title></head><body>{}</body></html>".format(
    "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
)


def refused(data: bytes, name: str) -> str:
    with pytest.raises(UserError) as caught:
        read_bytes(data, name)
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        (files.word(PARAGRAPHS), "a.docx", "word"),
        (files.message(ARTICLE), "a.eml", "mail"),
        (files.message("See below.", page=PAGE), "a.eml", "mail"),
        (files.saved_page(PAGE), "a.mhtml", "mhtml"),
    ],
    ids=["word", "mail", "mail with a page", "saved page"],
)
def test_the_article_comes_out_of_each_kind_as_it_went_in(data, name, reader):
    read = read_bytes(data, name)
    assert read.text.split() == ARTICLE.split()
    assert read.reader == reader
    assert read.notes == ()
    renamed = read_bytes(data, "a.txt")
    assert renamed.text == read.text
    assert "Its name does not say so" in renamed.notes[0]


def test_a_word_file_tells_title_and_author_and_has_lists_tables_and_headings():
    import docx

    document = docx.Document()
    document.core_properties.title = "Visit to Pyongyang"
    document.core_properties.author = "Kim Hong-kyun"
    document.add_heading("The visit", 1)
    document.add_paragraph("First", style="List Bullet")
    document.add_paragraph("one", style="List Number")
    document.add_paragraph("two", style="List Number")
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, (("State", "Since"), ("Russia", "2024\nJune")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("End.")
    out = io.BytesIO()
    document.save(out)
    read = read_bytes(out.getvalue(), "a.docx")
    assert (read.title, read.authors) == ("Visit to Pyongyang", ("Kim Hong-kyun",))
    assert read.text == (
        "The visit\n\n• First\n1. one\n2. two\n\nState\tSince\nRussia\t2024 June\n\nEnd."
    )


def test_a_heading_is_the_title_where_none_is_told_and_templates_are_not_believed():
    read = read_bytes(
        files.word_xml(
            '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>The visit</w:t></w:r></w:p>'
        ),
        "a.docx",
    )
    assert read.title == "The visit"
    assert read_bytes(files.word(["One."], author="python-docx"), "a.docx").authors == ()


def test_footnotes_stand_at_the_end_behind_their_number():
    data = files.word_xml(
        '<w:p><w:r><w:t>Signed</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t>.</w:t></w:r></w:p>",
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>On 19 June.</w:t></w:r></w:p></w:footnote>',
    )
    assert read_bytes(data, "a.docx").text == "Signed[2].\n\n[2] On 19 June."


def test_tracked_changes_are_read_as_accepted_and_hidden_words_are_not_read():
    data = files.word_xml(
        '<w:p><w:r><w:t xml:space="preserve">They </w:t></w:r>'
        "<w:del><w:r><w:delText>denied</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>confirmed</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:r><w:instrText>PAGE</w:instrText><w:t xml:space="preserve"> it.</w:t></w:r></w:p>'
    )
    read = read_bytes(data, "a.docx")
    assert read.text == "They confirmed it."
    assert "tracked changes" in read.notes[0]


def _with(data: bytes, name: str, inner: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if inner:
            new.writestr(name, inner, zipfile.ZIP_DEFLATED)
    return out.getvalue()


SMALL = files.word(["Words of an article.", "And more."])
ENTITY = (
    b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>x&a;</w:t></w:r></w:p></w:body></w:document>'
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (SMALL[: len(SMALL) // 2], "damaged or cut off"),
        (_with(SMALL, "word/document.xml", b""), "no Word text"),
        (_with(SMALL, "word/document.xml", b"<w:document>"), "damaged"),
        (_with(SMALL, "word/document.xml", ENTITY), "entities"),
        (_with(SMALL, "word/document.xml", b" " * (word.LARGEST_PART + 1)), "over 48 MB"),
        (files.word_xml("<w:p/>"), "no words"),
        (files.word_xml("<w:p>" * 300 + "</w:p>" * 300), "Word file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
    ],
    ids=["cut", "no text", "broken", "entity", "bomb", "empty", "deep", "locked"],
)
def test_a_word_file_that_cannot_be_read_is_refused_in_one_line(data, told):
    assert told in refused(data, "a.docx")


def test_parts_beside_the_text_may_be_damaged():
    for part in ("word/styles.xml", "word/numbering.xml", "docProps/core.xml"):
        assert read_bytes(_with(SMALL, part, b"<broken"), "a.docx").text.startswith("Words")


def test_a_message_gives_subject_sender_and_date():
    data = files.message(
        "The words.\n",
        subject="Договор — treaty",
        date="Wed, 19 Jun 2024 23:30:00 -0400",
        attached=[("report.pdf", b"%PDF-" + b"x" * 3000), ("run.exe", b"MZ")],
        **{"from": '"Kim, Hong-kyun" <k@example.org>, b@example.org'},
    )
    read = read_bytes(data, "a.eml")
    assert read.text == "The words."
    assert read.title == "Договор — treaty"
    assert read.authors == ("Kim, Hong-kyun", "b@example.org")
    assert read.published == "2024-06-19"
    assert read.notes == ("Attached and not read: report.pdf (3 kB), run.exe (1 kB).",)


def test_a_forwarded_message_is_named_and_not_mixed_in():
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    outer = EmailMessage()
    outer["Subject"], outer["From"], outer["Message-ID"] = "Fwd", "a@example.org", "<2@a>"
    outer.set_content("See this.")
    inner = files.message("Inner words.", subject="The treaty")
    outer.add_attachment(message_from_bytes(inner, policy=policy.default))
    read = read_bytes(outer.as_bytes(), "a.eml")
    assert read.text == "See this."
    assert "a message “The treaty”" in read.notes[0]


def test_the_declared_encoding_of_a_part_may_be_wrong_or_missing():
    head = (
        "From: a@example.org\nMessage-ID: <1@a>\nSubject: Нота\n"
        "Content-Type: text/plain; charset={}\n\n"
    )
    words = "Путин и Ким подписали договор."
    for declared, encoding in (
        ("windows-1251", "cp1251"),
        ("utf-8", "cp1251"),
        ("us-ascii", "utf-8"),
        ("none-such", "utf-8"),
        ("rot13", "utf-8"),
        ('""', "utf-8"),
    ):
        data = head.format(declared).encode() + words.encode(encoding)
        read = read_bytes(data, "a.eml")
        assert read.text == words
        assert read.title == "Нота"


def test_a_damaged_header_is_kept_as_it_stands():
    data = files.message("Words.").replace(b"subject: News", b"Subject: =?utf-8?b?TmV3c?=")
    assert read_bytes(data, "a.eml").title.startswith("=?utf-8?b?")


def test_flowed_lines_are_joined():
    data = (
        b"From: a@example.org\nMessage-ID: <1@a>\n"
        b"Content-Type: text/plain; format=flowed\n\nOne long \nline.\n> kept \nNext.\n-- \nSigned"
    )
    assert read_bytes(data, "a.eml").text == "One long line.\n> kept Next.\n--\nSigned"


def test_a_saved_page_keeps_its_address_and_the_day_it_was_saved():
    read = read_bytes(files.saved_page(PAGE, url="https://example.org/visit"), "a.mht")
    assert (read.title, read.url) == ("Visit", "https://example.org/visit")
    assert (read.accessed, read.published) == ("2024-06-19", "")
    assert read.media_type == "multipart/related"
    assert "holds no page" in refused(
        files.saved_page(PAGE).replace(b"text/html; charset", b"image/gif; charset"), "a.mhtml"
    )


def test_a_text_that_begins_as_a_letter_does_is_text():
    letter = b"From: the minister\nTo: the embassy\nSubject: treaty\n\nWords."
    assert read_bytes(letter, "a.txt").reader == "text"
    assert read_bytes(letter, "a.eml").reader == "mail"
    assert read_bytes(b"Note: nothing else\n\nWords.", "a.eml").reader == "text"


def test_a_message_without_words_is_refused():
    data = files.message("", attached=[("a.pdf", b"x")])
    assert "holds no words; it holds only a.pdf" in refused(data, "a.eml")
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(200)
    )
    assert "damaged" in refused(b"From: a@a\nMIME-Version: 1.0\n" + deep, "a.eml")


MAIL = files.message("The words.", page=PAGE[:500], attached=[("a.bin", b"x" * 50)])
SAVED = files.saved_page("<html><body><p>Words.</p></body></html>")


@settings(max_examples=150)
@given(
    st.sampled_from([(SMALL, "a.docx"), (MAIL, "a.eml"), (SAVED, "a.mhtml")]),
    st.integers(0, 2**32),
    st.floats(0, 1),
)
@example((SMALL, "a.docx"), 0, 1.0)
def test_damaged_files_are_read_or_refused(file, seed, kept):
    data, name = bytearray(file[0]), file[1]
    dice = random.Random(seed)
    for _number in range(dice.randrange(8)):
        at = dice.randrange(len(data))
        data[at : at + dice.randrange(5)] = dice.randbytes(dice.randrange(5))
    try:
        read = read_bytes(bytes(data[: round(kept * len(data))]), name)
    except UserError as error:
        line = str(error)
        assert line.startswith(f"{name}: ")
        assert "\n" not in line
    else:
        assert isinstance(read, ReadResult)
        assert read.text.strip()


@settings(max_examples=100)
@given(
    st.sampled_from(
        [b"PK\x03\x04word/", b"From: a@b\nMIME-Version: 1.0\n", b"\xd0\xcf\x11\xe0", b""]
    ),
    st.binary(max_size=400),
    st.sampled_from(["a.docx", "a.eml", "a.mhtml", "a.txt"]),
)
def test_any_bytes_are_read_or_refused(start, rest, name):
    try:
        assert read_bytes(start + rest, name).text.strip()
    except UserError as error:
        line = str(error)
        assert "\n" not in line
