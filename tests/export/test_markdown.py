"""The Markdown file: read again by another program, in the same order, with nothing obeyed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefing.domain.markings import Marking
from briefing.export.blocks import FullReport, Heading, Listing, Paragraph, QuoteBlock, Table
from briefing.export.markdown import escaped, markdown
from briefing.export.report import Words
from briefing.export.typesetting import clean
from briefing.services.full_report import full_report
from tests.excerpts import HOSTILE, small_excerpt
from tests.services.test_full_report import all_words

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def small(**over):
    return full_report(small_excerpt(left_out=("2 quotes",), **over))


def seen(text):
    """What a reader of the Markdown sees, and the kinds of its marks."""
    shown, kinds = [], set()
    for token in READER.parse(text):
        kinds.add(token.type)
        for child in token.children or ():
            kinds.add(child.type)
            shown.append(child.content if child.type in ("text", "code_inline") else "")
        if token.type in ("paragraph_close", "heading_close", "td_close", "th_close"):
            shown.append("\n")
        elif token.type in ("code_block", "fence", "html_block"):
            shown.append(token.content)
    return "".join(shown), kinds


def test_the_small_briefing_is_as_it_was(golden):
    golden("full.md", markdown(small()).decode())


def test_the_words_are_read_again_in_their_order():
    report = small()
    text, _ = seen(markdown(report).decode())
    text = " ".join(re.sub(r"\[\^\d+\]", "", text).split())
    at = 0
    count = 0
    for one in all_words(report.blocks):
        words = " ".join(clean(one.text).split())
        if words:
            found = text.find(words, at)
            assert found >= 0, words
            at = found + len(words)
            count += 1
    assert count > 20


def test_every_footnote_has_its_place_and_every_place_its_footnote():
    text = markdown(small()).decode()
    told = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert told
    assert set(told) == cited
    assert len(told) == len(set(told))


def test_marking_and_draft_stand_first_and_last():
    lines = markdown(small(marking=Marking.AMBER_STRICT, status="draft")).decode().splitlines()
    assert lines[0] == lines[-1] == "**TLP:AMBER+STRICT · DRAFT**"
    assert "2 quotes." in lines


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_seen_as_it_was_written(text):
    words = (Words(text),)
    made = markdown(
        FullReport(
            text,
            "TLP:RED",
            text,
            blocks=(
                Heading(1, text),
                Paragraph(words),
                Listing((words,)),
                Table((text,), ((words,),)),
                QuoteBlock(text, words),
            ),
        )
    ).decode()
    shown, kinds = seen(made)
    plain = clean(text).strip()
    assert shown.count(plain) >= 7
    assert not kinds & {"html_inline", "html_block", "link_open", "image", "fence", "code_block"}


@given(st.text(max_size=60))
def test_any_text_is_seen_as_it_was_written(text):
    made = markdown(FullReport("t", "TLP:CLEAR", "", blocks=(Paragraph((Words(text),)),))).decode()
    body = made.split("# t\n\n")[1].split("## Scales")[0]
    shown, kinds = seen(body)
    assert shown.strip() == clean(text).strip()
    assert kinds <= {"paragraph_open", "inline", "text", "paragraph_close", "text_special"}


@given(
    st.lists(
        st.tuples(st.text("ab .*“”(_€\u0301", max_size=6), st.booleans(), st.booleans()), max_size=5
    )
)
@example([("_", False, True), ("a", False, False)])
@example([("a\u0301", False, False), ("(b", False, True)])
def test_emphasis_never_shows_its_marks(runs):
    words = tuple(Words(text, bold, italic) for text, bold, italic in runs)
    made = markdown(FullReport("t", "TLP:CLEAR", "", blocks=(Paragraph(words),))).decode()
    body = made.split("# t\n\n")[1].split("## Scales")[0]
    shown, _ = seen(body)
    assert "".join(shown.split()) == "".join("".join(w.text for w in words).split())


def test_addresses_stay_words():
    assert escaped("see https://example.org and www.example.org") == (
        r"see https\://example.org and www\.example.org"
    )
