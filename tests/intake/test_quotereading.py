"""Labels, headings, signatures and leads: what stands near a quotation and is none of it."""

from __future__ import annotations

import pytest

from briefing.intake.article import Article
from briefing.intake.cues import VERBS
from briefing.intake.quotereading import voices
from tests.intake.test_quotes import marked, reported


@pytest.mark.parametrize(
    "text",
    [
        "“We stay,” Ada Lind said. The “blue line” runs past the mill.",
        "“We stay,” Ada Lind said. The “Long Walk Home” tour ended.",
        "“We stay,” Ada Lind said.\n‘Nobody Came’\nIt rained for a week.",
        "The “Clean River Plan,” which began in May, cost too much, Ada Lind said.",
    ],
)
def test_a_label_near_a_speaker_is_nobodys_words(text):
    assert [kind for kind, _, _ in marked(text) if kind == "partial"] == []


def test_a_longer_part_of_a_sentence_goes_on_with_who_spoke_last():
    text = "“We stay,” Ada Lind said. The plan was “no more than a line on a map”."
    assert marked(text)[-1] == ("partial", "no more than a line on a map", "Ada Lind")


def test_the_subject_before_marks_belongs_to_the_clause():
    text = "Ada Lind said the plan “was no more than a line on a map and would soon be forgotten by all”."
    words = "the plan “was no more than a line on a map and would soon be forgotten by all"
    assert ("partial", words, "Ada Lind") in marked(text) or (words, "Ada Lind") in [
        (told.rstrip("”"), who) for told, who in reported(text)
    ]


def test_what_leads_to_a_quotation_is_no_report_of_its_own():
    assert reported("Ada Lind explained it this way: “You wait for the ferry.”") == []
    assert marked("He said of the council: “They just wait.”") == [
        ("direct", "They just wait.", "He")
    ]


@pytest.mark.parametrize("dash", ["—", "-", "–", "--"])
def test_a_signature_below_a_quotation(dash):
    text = f"“A fine day for all of us.”\n\n{dash} Ada Lind, harbour master\n\nIt rained."
    assert marked(text) == [("direct", "A fine day for all of us.", "Ada Lind")]


def test_a_line_with_a_dash_that_tells_something_is_no_signature():
    text = "“A fine day for all of us.”\n\n— Ada Lind left on Friday for Oslo"
    assert marked(text)[0][2] == ""


def test_a_question_and_whoever_pressed_it():
    text = "“Where is the ferry now?” Lind pressed. It rained."
    assert marked(text) == [("direct", "Where is the ferry now?", "Lind")]


def test_marks_that_open_twice_open_once():
    assert marked('"“We stay,” Ada Lind said.') == [("direct", "We stay", "Ada Lind")]


def test_what_stands_behind_which_and_its_source():
    text = "The port keeps ships which, Ada Lind says, carried grain in March."
    assert reported(text) == [("carried grain in March", "Ada Lind")]


@pytest.mark.parametrize(
    "rest", ["", " that", " on", " to", " him", " of", " it as", ",", ":", " “"]
)
def test_a_text_may_break_off_anywhere(rest):
    for start in ("Ada Lind ", "I ", "", "It was ", "“No,” "):
        for verb in VERBS:
            voices(Article(f"{start}{verb}{rest}"))


def test_a_wish_of_ones_own_is_no_report():
    assert reported("I want a rest.") == []
    assert reported("I think it will rain.") == [("it will rain", "I")]


def test_a_quotation_over_two_paragraphs_is_one_though_a_report_stands_beside_its_beginning():
    text = (
        "It quoted critics like Ivo Marek, with Ada Lind stating: “We wait for the ferry.\n\n"
        "“Nobody told us when it comes.”"
    )
    assert marked(text)[-1] == (
        "direct",
        "We wait for the ferry.\n\n“Nobody told us when it comes.",
        "Ada Lind",
    )


def test_who_speaks_freely_goes_on_behind_a_semicolon():
    assert reported("I think this is a fine day; but we have to wait.") == [
        ("this is a fine day; but we have to wait", "I")
    ]
    assert reported("Ada Lind said it was a fine day; but nobody came.") == [
        ("it was a fine day", "Ada Lind")
    ]
