"""What is reported without marks: where it begins, where it ends, whose it is."""

from __future__ import annotations

import pytest

from briefing.intake.article import Article
from briefing.intake.quotereading import voices


def reported(text: str) -> list[tuple[str, str]]:
    """The words and the mention of who said them, of what stands in no marks."""
    return [
        (" … ".join(text[a:b] for a, b in voice.fragments), text[slice(*(voice.speaker or (0, 0)))])
        for voice in voices(Article(text))
        if voice.kind == "indirect"
    ]


@pytest.mark.parametrize(
    ("text", "words", "mention"),
    [
        (
            "Lind said each year of schooling yields a tenth more.",
            "each year of schooling yields a tenth more",
            "Lind",
        ),
        (
            "55 percent of pilots say the pier is rotten.",
            "the pier is rotten",
            "55 percent of pilots",
        ),
        ("Pilots — and some clerks — say that it is late.", "that it is late", "Pilots"),
        (
            "One in five (one in four is closer, according to Lind) stayed.",
            "one in four is closer",
            "Lind",
        ),
        (
            "One of the authors of that long report, Anna Lind, said the pier is rotten.",
            "the pier is rotten",
            "One of the authors of that long report, Anna Lind",
        ),
        (
            "The listed firms, according to Lind, make ropes for the bay.",
            "The listed firms … make ropes for the bay",
            "Lind",
        ),
        (
            "Anna Lind, who was mayor until May 2024, said by telephone that she knew the pier.",
            "that she knew the pier",
            "Anna Lind",
        ),
        (
            "Anna Lind, a pilot, believes the tide matters less than the wind.",
            "the tide matters less than the wind",
            "Anna Lind",
        ),
        (
            "Lind said the ferries are late, even though nobody had asked.",
            "the ferries are late",
            "Lind",
        ),
        (
            "Lind said the ferries are late, compared with last year.",
            "the ferries are late",
            "Lind",
        ),
    ],
)
def test_what_is_reported(text: str, words: str, mention: str) -> None:
    assert reported(text) == [(words, mention)]


def test_what_one_says_next_is_told_apart_without_a_comma() -> None:
    text = "She said she had met Vik twice but said neither had spoken."
    assert reported(text) == [("she had met Vik twice", "She"), ("neither had spoken", "She")]


@pytest.mark.parametrize("text", ["Lind said yes.", "Lind said a word.", "Lind says no to it."])
def test_a_word_or_two_without_a_verb_are_no_clause(text: str) -> None:
    assert reported(text) == []
