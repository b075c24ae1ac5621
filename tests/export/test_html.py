"""The HTML file: read again by a parser and a browser, whole, quiet, and only text where text is meant."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from itertools import pairwise

import pypdfium2
import pytest
from lxml import etree
from lxml import html as parser

from briefing.domain.markings import Marking
from briefing.errors import UserError
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
from briefing.export.html import html
from briefing.export.report import Endnote, Figure, KeyJudgment, Words
from briefing.services.full_report import full_report
from tests.excerpts import HOSTILE, small_excerpt

SVG = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" '
    'height="9" viewBox="0 0 9 9" role="img">\n<title>t</title>\n<defs><clipPath id="frame">'
    '<rect width="9" height="9"/></clipPath></defs><g clip-path="url(#frame)"><text x="1" y="8">'
    ' id="frame" url(#frame)</text></g></svg>\n'
)


def small(**over):
    return full_report(small_excerpt(left_out=("2 quotes",), **over))


def read(report, **more):
    return parser.document_fromstring(html(report, **more))


def hostile_report(text):
    words = (Words(text, True, True, (1,)),)
    return FullReport(
        text,
        "TLP:RED",
        text,
        text,
        text,
        (text,),
        text,
        text,
        True,
        text,
        (
            Heading(1, text, "a b"),
            Paragraph(words, "lead"),
            Listing((words,)),
            Table((text,), ((words,),), (1.0,), text, True),
            JudgmentBlock(
                KeyJudgment(words, text, text, 1, 2, text, text), text, words, text, (text,)
            ),
            QuoteBlock(text, words, "direct", text, text, text, "q"),
            FigureBlock((Figure(SVG, text, text),), Figure(SVG, text), text),
        ),
        (Endnote(1, words, text),),
        text,
        (text,),
        1,
    )


def test_the_small_briefing_is_as_it_was(golden):
    golden("full.html", html(small()).decode())


def test_every_link_lands_and_no_name_is_there_twice():
    page = read(small())
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    links = page.xpath("//@href")
    assert links
    for link in links:
        assert link.startswith("#")
        assert link[1:] in names
    assert {f"#n{li.get('value')}" for li in page.xpath('//ol[@class="notes"]/li')} <= set(links)
    assert page.xpath('//a[@role="doc-backlink"]')


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_is_loaded_or_run_whatever_is_written(text):
    raw = html(hostile_report(text)).decode()
    page = parser.document_fromstring(raw)
    assert not page.xpath("//script|//link|//img|//iframe|//object|//embed|//form|//base|//image")
    assert not page.xpath(
        "//@src|//@style|//@onerror|//@onload|//@xlink:href", namespaces={"xlink": "x"}
    )
    assert {re.sub(r"\d", "", link[:2]) for link in page.xpath("//@href")} <= {
        "#n",
        "#h",
        "#r",
        "#a",
        "#s",
        "#l",
    }
    policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    (style,) = page.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "url(" not in style
    assert "@import" not in style
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", raw)


def test_tags_of_a_text_are_seen_as_they_were_written():
    text = '<script>alert("1")</script>]]> &amp;'
    page = read(hostile_report(text))
    assert page.xpath("//h1")[0].text_content() == text
    assert page.xpath("//blockquote/p")[0].text_content() == f"“{text}”"
    assert page.xpath("//td|//th[@scope='row']")[0].text_content().startswith(text)


def test_pictures_have_names_of_their_own_and_words_for_those_who_do_not_see_them():
    raw = html(hostile_report("x")).decode()
    page = etree.HTML(raw)
    pictures = page.findall(".//svg")
    assert len(pictures) == 2
    assert all(one.get("role") == "img" and one.get("aria-label") == "x" for one in pictures)
    assert raw.count('id="p1-frame"') == raw.count("url(#p1-frame)") == 1
    assert raw.count(' id="frame" url(#frame)</text>') == 2
    assert "<?xml" not in raw


def test_marking_draft_title_and_language_are_told():
    page = read(small(marking=Marking.AMBER, status="draft", language="pt-BR"))
    assert page.get("lang") == "pt-BR"
    assert [s.text_content() for s in page.xpath('//span[@class="marking"]')] == ["TLP:AMBER"] * 2
    assert page.text_content().count("DRAFT") == 2
    assert page.xpath("//title")[0].text == page.xpath("//h1")[0].text
    assert "2 quotes." in page.text_content()
    assert "#ffc000" in page.xpath("//style")[0].text
    assert read(small(language='x" onload="y')).get("lang") == "en"
    with pytest.raises(UserError, match="a5"):
        html(small(), paper="a5")


def test_headings_follow_each_other_without_a_gap():
    levels = [int(h.tag[1]) for h in read(small()).iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no browser here")
def test_a_browser_prints_the_marking_on_every_page(tmp_path):
    (tmp_path / "a.html").write_bytes(html(small(marking=Marking.RED, status="draft")))
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={tmp_path / 'a.pdf'}",
            (tmp_path / "a.html").as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    assert len(document) > 1
    for page in document:
        assert page.get_textpage().get_text_bounded().count("TLP:RED") == 2
