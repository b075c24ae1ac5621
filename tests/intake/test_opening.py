"""Headline and day from the first lines of an article that has no fields for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.dates import parse
from briefing.intake.readers import opening, read_bytes

ARTICLE = """\
Two states agree to restore relations
Gulf Desk, 11 March 2023

The two states agreed on Friday, 10 March 2023, to resume relations.

A second paragraph.
"""


def test_a_text_tells_its_headline_and_the_day_of_its_byline():
    read = read_bytes(ARTICLE.encode(), "a.txt")
    assert (read.title, read.published) == ("Two states agree to restore relations", "2023-03-11")
    assert read.text == ARTICLE


def test_markdown_tells_the_day_of_its_byline_where_no_field_does():
    text = "# Talks\n\n*Strait Review, 20 April 2023. By our own reporters.*\n\nThey went on 8 April 2023.\n"
    read = read_bytes(text.encode(), "a.md")
    assert (read.title, read.published) == ("Talks", "2023-04-20")
    front = "---\ndate: 2023-04-21\n---\n" + text
    assert read_bytes(front.encode(), "a.md").published == "2023-04-21"


@pytest.mark.parametrize(
    "text",
    [
        "A sentence that goes on.\n\nAnother.",
        "Dear Sir,\n\nI write to you.",
        "One line and then\nthe next of the same paragraph.",
        "A headline and nothing else",
        "x" * 200 + "\n\nWords.",
        "",
    ],
)
def test_what_stands_otherwise_is_no_headline(text):
    assert opening.headline(text) == ""


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("11 March 2023", "2023-03-11"),
        ("Saturday, March 11, 2023 at 10:30 GMT", "2023-03-11"),
        ("Published: 2023-03-11", "2023-03-11"),
        ("By Jane Doe | 11 Mar 2023", "2023-03-11"),
        ("Updated 12 March 2023", ""),
        ("They met on Friday, 10 March 2023.", ""),
        ("On 8 April 2023, they met", ""),
        ("11 March 2023 – they met again in Riyadh", ""),
        ("From 11 March 2023 to 12 March 2023", ""),
        ("Gulf Desk, March 2023", ""),
    ],
)
def test_a_byline_is_a_day_beside_names(line, day):
    assert opening.byline_date(line) == day


def test_two_bylines_of_different_days_tell_none():
    assert opening.published("Talks\nRome, 1 May 2023\nOslo, 2 May 2023\n\nWords.") == ""


@given(st.text(st.sampled_from("aB 1203-:,|\n#*MayÉ한\u2028")))
def test_any_text_tells_a_line_of_its_own_and_a_date_or_nothing(text):
    title, day = opening.headline(text), opening.published(text)
    assert title == "" or any(title == " ".join(line.split()) for line in text.splitlines())
    assert day == "" or parse(day)
