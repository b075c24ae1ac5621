"""Pages as news sites write them: which of their words are the article's, and when it appeared."""

from __future__ import annotations

import pytest

from briefing.intake.readers import read_bytes

ARTICLE = """<article>
  <header><h1>Two neighbours sign a treaty</h1>
  <p class="byline">By A. Writer, <time datetime="2024-06-19T08:00:00+09:00">19 June</time></p>
  </header>
  <p>Pyongyang&nbsp;&mdash; The two leaders signed it on Wednesday, after talks
     that lasted longer than planned.<br>Nobody else was let in.</p>
  <figure><img src="https://img.example/a.jpg"><figcaption>The hall, before.</figcaption></figure>
  <script>track("https://ads.example/?q=" + location)</script>
  <p>“It is peaceful and defensive,” one of them said. 調印式 조약 🤝</p>
</article>"""
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Treaty - The Daily Example</title>
<link rel="stylesheet" href="https://cdn.example/x.css"></head><body>
<header><p>The Daily Example</p></header><nav><a href="/">Home</a></nav>
{ARTICLE}
<iframe src="https://video.example/1">Play the film</iframe>
<footer><p>All rights reserved.</p></footer></body></html>"""
PARAGRAPHS = [
    "Two neighbours sign a treaty",
    "By A. Writer, 19 June",
    "Pyongyang\xa0— The two leaders signed it on Wednesday, after talks that lasted longer than "
    "planned.\nNobody else was let in.",
    "The hall, before.",
    "“It is peaceful and defensive,” one of them said. 調印式 조약 🤝",
]


def test_only_the_article_of_a_news_page_is_read():
    read = read_bytes(PAGE.encode(), "treaty.html")
    assert read.text.split("\n\n") == PARAGRAPHS
    assert (read.title, read.language) == ("Treaty - The Daily Example", "en-GB")
    assert read.notes == ()


def test_a_page_of_many_short_articles_is_read_whole():
    page = "<body><p>Top</p>" + "".join(f"<article><p>Item {n}</p></article>" for n in "123")
    assert read_bytes(page.encode(), "a.html").text == "Top\n\nItem 1\n\nItem 2\n\nItem 3"


def test_a_main_part_is_read_where_there_is_no_article():
    page = "<body><div>Menu</div><main><p>What happened at the border.</p></main><p>Ads</p>"
    assert read_bytes(page.encode(), "a.html").text == "What happened at the border."


_HEADLINE = "<h1>A treaty is signed</h1>"
_JUNE = '<time datetime="2024-06-19T08:00Z">19 June</time>'
_JULY = '<time datetime="2024-07-01">1 July</time>'


@pytest.mark.parametrize(
    "body",
    [
        f"<article><header>{_HEADLINE}{_JUNE}</header><p>Words.</p></article>",
        f"<article><header>{_JUNE}{_HEADLINE}</header><p>Words, on {_JULY}.</p></article>",
        f"<main>{_HEADLINE}<p>What it is about.</p><p class='Byline'>By A. B., {_JUNE}</p></main>",
        f"{_HEADLINE}<div class='post-meta small'><span>{_JUNE}</span></div><p>Words.</p>",
        f"<article>{_HEADLINE}<div class=byline>{_JUNE} {_JUNE}</div></article>",
        f"<article>{_HEADLINE}<div class=byline>{_JUNE}"
        "<time class=updated datetime='2024-06-21'>21 June</time></div></article>",
        "<p>Words. <time pubdate datetime='2024-06-19'></time></p>",
        "<p>Words. <time itemprop='datePublished' datetime='2024-06-19'></time></p>",
        f"<p>{_JULY} <time class='entry-date published' datetime='2024-06-19'></time></p>",
        "<article><h1>A</h1><time pubdate datetime='2024-06-19'></time>"
        "<article class=comment><time pubdate datetime='2024-06-20'></time></article></article>",
        "<h1>A</h1><time class=published datetime='2024-06-19'></time><p>Words.</p>"
        "<aside><time class=published datetime='2021-01-01'></time> Another story</aside>",
    ],
)
def test_a_time_is_the_page_s_date_where_it_says_so_or_stands_by_the_headline(body):
    assert read_bytes(f"<html><body>{body}<p>.".encode(), "a.html").published == "2024-06-19"


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Words. {_JUNE}</p>",
        f"<article>{_HEADLINE}<p>The war began on {_JUNE}.</p></article>",
        f"<article>{_HEADLINE}<p>Words.</p><footer>{_JUNE}</footer></article>",
        f"{_HEADLINE}<p>Words.</p><div class=comments><p class=byline>Joe, {_JUNE}</p></div>",
        f"<header><h1>The Daily Example</h1><p>{_JUNE}</p></header><p>Words.</p>",
        f"<article><header>{_HEADLINE}{_JUNE}{_JULY}</header><p>Words.</p></article>",
        f"<main>{_HEADLINE}<p>{'Words. ' * 200}</p><p class=byline>Also: {_JUNE}</p></main>",
        f"<article><h2>One</h2><p class=byline>{_JUNE}</p></article>"
        f"<article><h2>Two</h2><p class=byline>{_JULY}</p></article>",
        "<p><time class=published datetime='2024-06-19'></time> One</p>"
        "<p><time class=published datetime='2024-06-20'></time> Two</p>",
        "<article><header><h1>A</h1><time>19 June 2024</time></header></article>",
        "<article><header><h1>A</h1><time class=updated datetime='2024-06-19'></time></header></article>",
        f"<aside><h1>Elsewhere</h1><p class=byline>{_JUNE}</p></aside><p>Words.</p>",
    ],
)
def test_a_time_elsewhere_leaves_the_date_unknown(body):
    assert read_bytes(f"<html><body>{body}<p>.".encode(), "a.html").published == ""


def test_the_date_beside_the_headline_of_a_news_page_is_found():
    assert read_bytes(PAGE.encode(), "treaty.html").published == "2024-06-19"


def test_a_date_in_the_head_of_the_page_goes_before_those_in_its_text():
    head = '<meta property="article:published_time" content="2024-06-18">'
    page = PAGE.replace("</head>", f"{head}</head>")
    assert read_bytes(page.encode(), "treaty.html").published == "2024-06-18"


def test_a_page_with_another_name_is_noted():
    read = read_bytes(PAGE.encode(), "treaty.txt")
    assert (read.reader, read.text.split("\n\n")) == ("html", PARAGRAPHS)
    assert len(read.notes) == 1
    assert "web page" in read.notes[0]


def test_a_guessed_encoding_is_noted_and_a_sure_one_is_not():
    words = "Ким Чен Ын принял гостя в Пхеньяне, где стороны подписали договор о партнёрстве."
    (note,) = read_bytes((words * 5).encode("cp1251"), "news.txt").notes
    assert "Cyrillic (Windows-1251)" in note
    for sure in (words.encode(), words.encode("utf-16"), b"Plain words."):
        assert read_bytes(sure, "news.txt").notes == ()
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{words}</p></body></html>'
    assert read_bytes(page.encode("cp1251"), "news.html").notes == ()


def test_declarations_inside_a_doctype_leave_nothing_behind():
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/hostname">]><html><body><p>Laugh &b; &c;</p></body></html>'
    )
    assert read_bytes(page.encode(), "a.xhtml").text == "Laugh &b; &c;"


def test_right_to_left_words_keep_their_order_and_marks():
    words = "وقّع الزعيمان \u200f«المعاهدة»\u200f يوم الأربعاء (19 يونيو)."
    read = read_bytes(f"<html lang=ar dir=rtl><body><p>{words}</p>".encode(), "a.html")
    assert read.text == words
    assert read.language == "ar"
