"""Whose words an "I" tells: in interviews, in turns with labels, and in speech as it is spoken."""

from __future__ import annotations

import pytest

from briefing.intake.article import Article
from briefing.intake.extract import extract
from briefing.intake.quotereading import voices

_ONE = """Interview with the poet Anna Lind

On Monday, Anna Lind sat down with Tom Berg for an interview in Oslo.

First I wanted to ask you if you had thought of leaving.

I think it was never on my mind.

Tell us about the book.

I know it sells badly.
"""
_TWO = """Two singers on their first record

The Gazette's Tom Berg sat down with Anna Lind and Erik Vik for an interview in Oslo.

What do you think of the record?

Anna Lind: It took us long.

I know that nobody waited for it.

Why did you wait?

VIK: We had to.

I believe that it is good.

Was it?

I hope that people like it.
"""


def told(text: str) -> dict[str, tuple[str, ...]]:
    """What is reported and by whom, by name."""
    draft = extract(text)
    called = {actor.id: actor.name for actor in draft.actors}
    return {quote.text: tuple(called[one] for one in quote.speakers) for quote in draft.quotes}


def test_who_asks_and_who_answers() -> None:
    found = told(_ONE)
    assert found["if you had thought of leaving"] == ("Tom Berg",)
    assert found["it was never on my mind"] == ("Anna Lind",)
    assert found["it sells badly"] == ("Anna Lind",)


@pytest.mark.parametrize(
    "asked",
    ["I just wanted to know if you had", "I was wondering whether you", "I’m curious how you"],
)
def test_a_question_without_its_mark_is_who_asks(asked: str) -> None:
    text = _ONE.replace("First I wanted to ask you if you had", asked).replace(
        "thought of leaving.", "seen the reviews, I hear that they are good."
    )
    assert told(text)["that they are good"] == ("Tom Berg",)


def test_a_turn_is_whose_label_stands_before_it() -> None:
    found = told(_TWO)
    assert found["that nobody waited for it"] == ("Anna Lind",)
    assert found["that it is good"] == ("Erik Vik",)


def test_of_two_who_are_interviewed_neither_is_guessed() -> None:
    text = _TWO.replace("Anna Lind: ", "").replace("VIK: ", "")
    assert told(text)["that nobody waited for it"] == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It began there. That, I think, changed my view of ships.", "changed my view of ships"),
        ("It was in my third year at sea I think. Then I left.", "It was in my third year at sea"),
        ("The only thing I would say is that it is too late.", "that it is too late"),
        (
            "I think the question is, what is it for, and who will pay?",
            "the question is, what is it for",
        ),
    ],
)
def test_how_people_speak_of_what_they_think(text: str, words: str) -> None:
    assert [text[a:b] for voice in voices(Article(text)) for a, b in voice.fragments] == [words]
