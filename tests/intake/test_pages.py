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


@pytest.mark.parametrize(
    ("times", "published"),
    [
        ('<time datetime="2024-06-19T08:00Z">', "2024-06-19"),
        ('<time datetime="2024-06-19"></time><time datetime="2024-06-19T09:00">', "2024-06-19"),
        ('<time datetime="2023-01-01"></time><time datetime="2024-06-19">', ""),
        (
            '<time datetime="2023-01-01"></time><time pubdate datetime="2024-06-19">',
            "2024-06-19",
        ),
        (
            '<time datetime="2023-01-01"></time>'
            '<time class="entry-date published" datetime="2024-06-19">',
            "2024-06-19",
        ),
        ("<time>19 June</time>", ""),
    ],
)
def test_a_date_in_the_text_counts_where_it_is_plainly_the_page_s_own(times, published):
    page = f"<html><body><p>Words. {times}</p></body></html>"
    assert read_bytes(page.encode(), "a.html").published == published


def test_a_page_with_another_name_is_noted():
    read = read_bytes(PAGE.encode(), "treaty.txt")
    assert (read.reader, read.text.split("\n\n")) == ("html", PARAGRAPHS)
    assert len(read.notes) == 1
    assert "web page" in read.notes[0]


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
