from __future__ import annotations

import hashlib
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.errors import UserError
from briefing.intake import readers
from briefing.intake.readers import read_bytes, read_file

NEWS = {
    "cp1251": "Путин и Ким Чен Ын подписали договор о стратегическом партнёрстве.",
    "cp1252": "Le président a déclaré : « Nous étions là » – déjà vu, naïveté, Übergröße.",
    "cp949": "북한과 러시아는 포괄적 전략 동반자 관계에 관한 조약을 체결했다.",
    "cp932": "北朝鮮とロシアは包括的戦略パートナーシップ条約に署名した。",
    "gb18030": "朝鲜和俄罗斯签署了全面战略伙伴关系条约。双方将加强合作。",
}


def refused(data: bytes, name: str) -> str:
    with pytest.raises(UserError) as caught:
        read_bytes(data, name)
    line = str(caught.value)
    assert name in line
    assert "\n" not in line
    return line


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def test_plain_text_is_unchanged_but_for_its_byte_order_mark():
    told = "One.\r\nTwo.\rThree.\n\n  Four \t"
    for data in (told.encode(), b"\xef\xbb\xbf" + told.encode()):
        read = read_bytes(data, "a.txt")
        assert read.text == told
        assert read.original == data
        assert read.original_sha256 == hashlib.sha256(data).hexdigest()
        assert read.text_sha256 == hashlib.sha256(told.encode()).hexdigest()
        assert (read.media_type, read.reader) == ("text/plain", "text")
        assert (read.title, read.authors, read.published, read.url) == ("", (), "", "")


@pytest.mark.parametrize(
    "words",
    ["قال الوزير: «لا حرب».", "אמר השר", "조약을 체결했다", "👩🏽‍🚀 🇰🇵 e\u0301", "𝔸\u200f\u202e"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_words_of_every_script_come_through(words, encoding):
    assert read_bytes(words.encode(encoding), "a.txt").text == words
    assert read_bytes(words.encode("utf-8"), "a.md").text == words
    assert read_bytes(f"<p>{words}</p>".encode(encoding), "a.html").text == words


@pytest.mark.parametrize("encoding", sorted(NEWS))
@pytest.mark.parametrize("times", [1, 3000])
def test_older_encodings_are_recognised(encoding, times):
    words = "\n".join([NEWS[encoding]] * times)
    assert read_bytes(words.encode(encoding), "a.txt").text == words


def test_one_accent_among_ascii_is_western():
    assert read_bytes("The café was closed.".encode("cp1252"), "a.txt").text.endswith("closed.")
    assert "café" in read_bytes("The café was closed.".encode("cp1252"), "a.txt").text


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("euc-kr", "cp949"),
        ("Shift_JIS", "cp932"),
        ("windows-1251", "cp1251"),
        ("gb2312", "gb18030"),
    ],
)
def test_a_page_declares_its_encoding(declared, encoding):
    words = NEWS[encoding][:9].strip()
    for meta in (
        f"<meta charset={declared}>",
        f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>",
    ):
        page = f"<html><head>{meta}</head><body><p>{words}</p></body></html>"
        assert read_bytes(page.encode(encoding), "a.html").text == words


def test_a_page_that_declares_what_is_no_character_set_or_lies():
    for declared in ("rot13", "unicode_escape", "idna", "utf-8", "none-such", "utf-7"):
        page = f"<meta charset={declared}><p>{NEWS['cp1251']}</p>".encode("cp1251")
        assert read_bytes(page, "a.html").text == NEWS["cp1251"]
    page = f"<meta charset=euc-kr><p>{NEWS['cp949']}</p>".encode()
    assert read_bytes(page, "a.html").text == NEWS["cp949"]


def test_damaged_utf8_is_refused_with_its_line():
    data = "Первая.\nВторая.\n".encode() + b"bad \xff here\n" + "Последняя.".encode()
    assert "line 3" in refused(data, "mixed.txt")
    half = "Нота.\r\n".encode() * 3 + "Нота — протест.".encode()[:-2]
    assert "line 4" in refused(half[:-1] + b"\xd0", "cut.txt")


def test_bytes_that_no_encoding_fits_are_refused():
    assert "UTF-8" in refused(bytes(range(1, 256)) * 4, "noise.txt")
    assert "damaged" in refused(b"\xff\xfea\x00b", "odd.txt")
    assert "damaged" in refused("a\ud800b".encode("utf-16", "surrogatepass"), "half.txt")


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t ", "a.txt", "no words"),
        (b"\xef\xbb\xbf", "a.md", "no words"),
        ("\u200b\ufeff\u00a0".encode(), "a.txt", "no words"),
        (b"<html><body><script>x()</script></body></html>", "a.html", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "PNG"),
        (b"\xff\xd8\xff\xe0\x00", "a.html", "JPEG"),
        (b"{\\rtf1 hello}", "a.txt", "RTF file cannot be read yet"),
        (zipped("xl/workbook.xml"), "a.docx", "Excel file cannot be read yet"),
        (zipped("word/document.xml"), "a.txt", "Word file is damaged"),
        (zipped("news.txt"), "a.zip", "zip file cannot be read yet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "old Office file cannot be read yet"),
        (b"abc\x00def", "a.txt", "not a text file"),
        ("a\x00b".encode("utf-16"), "a.txt", "not a text file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data, name, told):
    line = refused(data, name)
    assert told in line
    if "yet" in told:
        assert "save it as text or HTML" in line


def test_a_page_named_as_text_is_read_as_a_page():
    page = b"\n<!-- saved -->\n<!DOCTYPE html><html><body><p>One.<p>Two.</body></html>"
    read = read_bytes(page, "a.txt")
    assert (read.text, read.reader) == ("One.\n\nTwo.", "html")
    assert read_bytes(b"1 < 2 and no tag", "a.html").reader == "text"


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Treaty signed | Paper</title>
<meta name="author" content="Ann Lee"><meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2024-06-19T10:30:00.000+0900">
<link rel="canonical" href="https://example.org/treaty"><style>p {color: red}</style></head>
<body><nav><ul><li>Home</ul></nav><form><input name=q>Search</form><!-- no -->
<h1>Treaty  signed</h1><p>First <b>bold</b>
 words.<br>Second line.</p><?php no ?><script>var no = "<p>no</p>";</script>
<ul><li>one<li>two</ul><table><tr><td>a<td>b</table><pre>x
  y</pre>tail &eacute;&nbsp;&#x1F600;</body></html>"""


def test_a_page_gives_paragraphs_and_what_its_head_tells():
    read = read_bytes(PAGE.encode(), "a.html")
    assert read.text.split("\n\n") == [
        "Treaty signed",
        "First bold words.\nSecond line.",
        "one",
        "two",
        "a b",
        "x\n  y",
        "tail é\u00a0😀",
    ]
    assert read.title == "Treaty signed | Paper"
    assert read.authors == ("Ann Lee",)
    assert read.published == "2024-06-19"
    assert read.publisher == "The Paper"
    assert read.language == "en-GB"
    assert read.url == "https://example.org/treaty"


def test_json_ld_tells_before_the_rest():
    data = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage"},
    {"@type": ["NewsArticle"], "headline": "Pact \\ud800 made", "datePublished": "2024-06-20",
    "author": [{"name": "Bo Kim"}, "Cy Oh"], "publisher": {"name": "Wire"},
    "inLanguage": "ko_KR", "url": "https://example.org/p"}]}</script>"""
    read = read_bytes(f"<head><title>x</title>{data}</head><p>Text".encode(), "a.html")
    assert (read.title, read.authors) == ("Pact \ufffd made", ("Bo Kim", "Cy Oh"))
    assert (read.published, read.publisher) == ("2024-06-20", "Wire")
    assert (read.language, read.url) == ("ko-KR", "https://example.org/p")


@pytest.mark.parametrize("told", ["yesterday", "2024-13-40", "19 June", "0", ""])
def test_a_date_that_is_none_is_not_invented(told):
    page = f'<meta name="date" content="{told}"><p>Text'
    assert read_bytes(page.encode(), "a.html").published == ""


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ("2024/6/9", "2024-06-09"),
        ("20240619", "2024-06-19"),
        ("2024-06", "2024-06"),
        ("2024", "2024"),
    ],
)
def test_dates_as_pages_write_them(told, date):
    assert read_bytes(f'<meta name=date content="{told}"><p>T'.encode(), "a.html").published == date


@pytest.mark.parametrize(
    "ld", ["{", "[" * 200_000, '{"@type": "NewsArticle", "author": 7}', "null"]
)
def test_odd_json_ld_is_passed_over(ld):
    page = f'<script type="application/ld+json">{ld}</script><p>Text</p>'
    assert read_bytes(page.encode(), "a.html").text == "Text"


def test_only_web_addresses_are_taken_as_such():
    page = b'<link rel=canonical href="javascript:x()"><p>Text'
    assert read_bytes(page, "a.html").url == ""


def test_a_page_that_is_one_form_is_read():
    page = b"<html><body><form><p>All of it.</p><input value=x></form></body></html>"
    assert read_bytes(page, "a.html").text == "All of it."


def test_deep_pages_are_read_in_full():
    deep = b"<div>" * 100_000 + b"core" + b"</div>" * 100_000 + b"<p>after"
    assert read_bytes(b"<html><body>" + deep, "a.html").text == "core\n\nafter"
    inline = b"<html><body>" + b"<b>" * 100_000 + b"core"
    assert read_bytes(inline, "a.html").text == "core"


def test_entities_of_a_page_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden words", "utf-8")
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    for head in ("", '<?xml version="1.0"?>'):
        page = (
            f'{head}<!DOCTYPE html [{levels}<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
            "<html><body><p>Text &l9; &e;</p></body></html>"
        )
        read = read_bytes(page.encode(), "a.html")
        assert "Text" in read.text
        assert "hidden" not in read.text
        assert len(read.text) < 2 * len(page)


def test_text_holds_neither_nul_nor_halves_of_characters():
    read = read_bytes(b"<title>&#xD800;t</title><p>a&#0;b&#xDFFF;c", "a.html")
    assert not set(read.text + read.title) & set("\x00\ud800\udfff")


def test_markdown_tells_its_title():
    words = (
        '---\ntitle: "A: pact"\nauthors:\n  - Ann Lee\n  - Bo Kim\ndate: 2024-06-19\n---\n# Other\n'
    )
    read = read_bytes(words.encode(), "a.md")
    assert (read.text, read.reader, read.media_type) == (words, "markdown", "text/markdown")
    assert (read.title, read.authors) == ("A: pact", ("Ann Lee", "Bo Kim"))
    assert read.published == "2024-06-19"
    assert read_bytes(b"author: x\n```\n# no\n```\n## no\n# Yes #\n# no", "a.md").title == "Yes"
    assert read_bytes(b"---\nauthor: [Ann Lee, Bo Kim]\n---\nx", "a.markdown").authors == (
        "Ann Lee",
        "Bo Kim",
    )
    assert read_bytes(b"no heading", "a.md").title == ""


@pytest.mark.parametrize(
    "unit",
    [b"<p>a", b"<", b"<!--", b"&", b"<a href='", b"# \n", b"---\n", b"```\n", b"a: b\n", b" "],
)
@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_long_files_are_read_to_their_end(unit, name):
    """Work that grew with the square of the length would not end here."""
    data = b"<p>x</p>" + b"---\n" * (name == "a.md") + unit * (2_000_000 // len(unit))
    assert "x" in read_bytes(data, name).text


def test_files_are_read_from_disk(tmp_path):
    path = tmp_path / "조약 👋.txt"
    path.write_text("Words.", "utf-8")
    assert read_file(path).text == "Words."


def test_what_is_no_file_is_refused(tmp_path, monkeypatch):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    large = tmp_path / "large.txt"
    large.touch()
    os.truncate(large, readers.LARGEST + 1)
    for path in (
        pipe,
        large,
        tmp_path,
        tmp_path / "none.txt",
        Path("a\x00b"),
        tmp_path / ("n" * 300),
    ):
        with pytest.raises(UserError) as caught:
            read_file(path)
        assert "\n" not in str(caught.value)
    monkeypatch.setattr(readers, "LARGEST", 10)
    assert "200 MB" in refused(b"01234567890", "a.txt")


def test_odd_names_stay_on_one_line():
    with pytest.raises(UserError) as caught:
        read_bytes(b"", "a\nb\udcff\u2028.txt")
    assert str(caught.value).startswith("a\ufffdb\ufffd\ufffd.txt: ")
    str(caught.value).encode("utf-8")


NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a", ""])
TOKENS = st.lists(
    st.sampled_from(
        [
            *("<html>", "<body>", "<p>", "</p>", "<div>", "</nav>", "<nav>", "<pre>", "</pre>"),
            *("<title>", "</title>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>"),
            *("<?x", "<form>", "</form>", "<svg>", "<table>", "<td>", "&#0;", "&#xd800;", "&l;"),
            *("\x01", "é", "한", "---", "#", "title:", "<meta charset=utf-16>", "<br>"),
            *("<frameset>", "<plaintext>", "<textarea>"),
        ]
    ),
    max_size=30,
).map(lambda parts: " ".join(parts).encode())


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=100).map(lambda s: s.encode("utf-16", "surrogatepass")),
        TOKENS,
    ),
    NAMES,
)
@example(b"<html></html></nav></pre>x", "a.html")
def test_only_errors_for_people_escape(data, name):
    try:
        read = read_bytes(data, name)
    except UserError as error:
        line = str(error)
        assert "\n" not in line
        assert line.split(": ")[0] in (name, "The file")
        return
    assert read.text.strip()
    assert "\x00" not in read.text
    assert read.text_sha256 == hashlib.sha256(read.text.encode("utf-8")).hexdigest()
