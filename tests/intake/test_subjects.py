"""Who is the subject of a verb of saying, where much stands between the two."""

from __future__ import annotations

import pytest

from briefing.intake.article import Article
from briefing.intake.quotereading import voices


def speakers(text: str) -> list[tuple[str, str]]:
    """What stands in marks and is somebody's, and the mention of who said it."""
    return [
        (" … ".join(text[a:b] for a, b in voice.fragments), text[slice(*(voice.speaker or (0, 0)))])
        for voice in voices(Article(text))
        if voice.kind in ("direct", "partial")
    ]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        (
            "Sen. Ada Lind (L-Moor), chair of the harbour panel, said it was “a poor answer”.",
            "Sen. Ada Lind",
        ),
        (
            "But Ada Lind (Left), citing the cost of the bridge, said, “We cannot pay.”",
            "Ada Lind",
        ),
        (
            "Tor Vik, a pilot who served on the ferries in the long winter and is now the mayor, "
            "said the plan was a “gift to smugglers”.",
            "Tor Vik",
        ),
        (
            "Ada Lind, when asked what was wrong with it, replied that the plan “has no number in it”.",
            "Ada Lind",
        ),
    ],
)
def test_an_aside_between_a_name_and_its_verb(text: str, mention: str) -> None:
    assert [who for _, who in speakers(text)] == [mention]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("As the crowd began to chant, Ada Lind was led out and joked, “My turn.”", "Ada Lind"),
        (
            "Before Tor Vik rose to admit his defeat, her office sent out a message saying: “We won.”",
            "her office",
        ),
        (
            "Alongside warnings from Oslo, even a senior pilot said it was late, adding, “We go home.”",
            "a senior pilot",
        ),
        ("Ada Lind, who opposes tolls, said Vik was “a sleeper”.", "Ada Lind"),
    ],
)
def test_a_clause_beside_the_main_one_gives_no_subject(text: str, mention: str) -> None:
    assert [who for _, who in speakers(text)] == [mention]


def test_a_participle_at_the_head_belongs_to_the_subject_behind_it() -> None:
    text = "After saying the pier was “so rotten we could hear it”, she was led away."
    assert speakers(text) == [("so rotten we could hear it", "she")]


def test_what_a_preposition_leads_to_is_no_subject_of_a_participle() -> None:
    text = "Lind answered the question on Friendnet writing, “Yes, we will.”"
    assert speakers(text) == [("Yes, we will.", "Lind")]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("“We do not follow it,” the two write.", "the two"),
        ("“The pier is ours,” the islanders state in their paper.", "the islanders"),
        ("“The pier is ours,” former harbour planning director Ada Lind wrote to him.", "Lind"),
        (
            "“He only stopped and asked,” Will Sandvik, the pilot, said of the visit.",
            "Will Sandvik",
        ),
        ("“The ferries are late again tonight,” Vik started.", "Vik"),
        ("“Is the pier safe?” a young pilot in the room wondered.", "a young pilot in the room"),
        ("“Is the pier safe?” reacted Vik.", "Vik"),
        ("“Is it safe?” Vik went on, as if nobody had heard. “It never was.”", "Vik"),
    ],
)
def test_who_speaks_right_behind_the_marks(text: str, mention: str) -> None:
    assert all(who.endswith(mention) for _, who in speakers(text))
    assert len(speakers(text)) == 1


def test_a_relative_clause_ends_with_its_comma() -> None:
    text = "Ada Lind, who has praised Vik, said the ferries would run."
    told = {
        text[slice(*voice.fragments[0])]: text[slice(*(voice.speaker or (0, 0)))]
        for voice in voices(Article(text))
    }
    assert told == {"Vik": "who", "the ferries would run": "Ada Lind"}


@pytest.mark.parametrize(
    ("text", "words", "mention"),
    [
        ("“It is a wreck,” in Lind’s view.", "It is a wreck", "Lind’s"),
        ("The pier is, in Moors’ words, “the best in the bay.”", "the best in the bay.", "Moors"),
        ("Lind’s slogan in that race was, “Ferries first.”", "Ferries first.", "Lind’s"),
        ("From Lind’s post: “We must all go.”", "We must all go.", "Lind’s post"),
        ("It was a “lawful toll,” as a harbour memo put it.", "lawful toll", "a harbour memo"),
        ("Lind made the point that tolls “kill ferries.”", "kill ferries.", "Lind"),
        ("“He asked me, ‘Who pays for it?’” Lind said.", "He asked me, ‘Who pays for it?’", "Lind"),
        ("Lind’s campaign slogan is “We go with her.”", "We go with her.", "Lind’s"),
        ("Lind brought up the storm and later said, “It was late.”", "It was late.", "Lind"),
        ("As the Gulls sang long ago, “We stay.”", "We stay.", "the Gulls"),
    ],
)
def test_words_that_a_noun_or_an_aside_gives_to_somebody(
    text: str, words: str, mention: str
) -> None:
    assert speakers(text) == [(words, mention)]


@pytest.mark.parametrize(
    "text",
    [
        "Her message was in the “green box” by the door.",
        "From the pier came the “Gull” and the “Tern”.",
        "Lind boarded ferries, such as the “Gull” and the “Tern”, at dawn.",
        "In view of the “long winter” the ferries stayed away.",
    ],
)
def test_a_noun_of_words_that_leads_to_none(text: str) -> None:
    assert speakers(text) == []


def test_a_question_belongs_to_mr_and_mrs_behind_it() -> None:
    text = "“No,” said Ms. Lind. “Why not?” Mr. Vik asked."
    assert speakers(text) == [("No", "Ms. Lind"), ("Why not?", "Mr. Vik")]
