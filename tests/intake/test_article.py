"""Paragraphs and sentences are spans of the unchanged text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.intake.article import LONGEST, Article


def sentences(text):
    return [text[start:end] for start, end in Article(text).sentences]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("Mr. Kim met Gen. Shoigu. They spoke.", ["Mr. Kim met Gen. Shoigu.", "They spoke."]),
        (
            "The U.S. Treasury agreed. Nobody else did.",
            ["The U.S. Treasury agreed.", "Nobody else did."],
        ),
        ("“We won.” He smiled.", ["“We won.”", "He smiled."]),
        ("“Why?” he asked. No one knew.", ["“Why?” he asked.", "No one knew."]),
        ("It rose 3.5 per cent. Then it fell.", ["It rose 3.5 per cent.", "Then it fell."]),
        ("They met at 7 p.m. He left.", ["They met at 7 p.m.", "He left."]),
        ("They met at 7 p.m. Monday.", ["They met at 7 p.m. Monday."]),
        ("It left the U.S. The crew stayed.", ["It left the U.S.", "The crew stayed."]),
        ("Ada J. Lind came.", ["Ada J. Lind came."]),
        ("조약에 서명했다。 회담은 끝났다。", ["조약에 서명했다。", "회담은 끝났다。"]),
        ("One line\nAnother line\r\n\r\nA third", ["One line", "Another line", "A third"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences(text, wanted):
    assert sentences(text) == wanted


def test_a_text_without_an_end_is_cut():
    text = "word " * 10_000
    assert all(end - start <= LONGEST for start, end in Article(text).sentences)
    assert "".join("".join(s.split()) for s in sentences(text)) == "word" * 10_000


@given(st.text(alphabet=st.sampled_from("aB .!?…。\"“”'’\n\r\t1\u202e\U0001f600金é")))
def test_every_letter_stands_in_one_sentence(text):
    article = Article(text)
    covered = [i for start, end in article.sentences for i in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    for number, (start, _) in enumerate(article.sentences):
        assert article.sentence_at(start) == number
