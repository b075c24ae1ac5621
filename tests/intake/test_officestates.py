"""Whose an office is that is told without its state, with a counterpart, or with where somebody is sent."""

from __future__ import annotations

import pytest

from briefing.intake import names
from briefing.intake.article import Article
from tests.intake.test_names import actor


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        (
            "President Laura Mendieta spoke with Prime Minister Nguyen Van Thuc of Vietnam. "
            "Ecuador and Vietnam trade in rice. Vietnam and Ecuador signed.",
            "Laura Mendieta",
            "Ecuador",
        ),
        (
            "At the invitation of President Rustam Yuldashev, Prime Minister Azlan bin Hamid of Malaysia "
            "went to Uzbekistan. The Malaysian and the Uzbek side met.",
            "Rustam Yuldashev",
            "Uzbekistan",
        ),
    ],
)
def test_of_two_states_the_other_ones_office(text, name, state):
    told = names.find(Article(text, "2024-06-20"))
    (held,) = next(one for one in told.actors if one.name == name).offices
    assert held.of is not None
    assert told.actors[held.of].name == state


@pytest.mark.parametrize(
    "text",
    [
        "President Laura Mendieta spoke. Ecuador and Vietnam trade in rice. Vietnam and Ecuador signed.",
        "President Laura Mendieta met Prime Minister Nguyen Van Thuc of Vietnam. Ecuador, Peru and Chile "
        "trade with Vietnam. Peru, Chile and Ecuador signed.",
    ],
)
def test_where_more_than_one_state_may_be_meant_none_is(text):
    told = names.find(Article(text, "2024-06-20"))
    (held,) = next(one for one in told.actors if one.name == "Laura Mendieta").offices
    assert held.of is None


def test_a_shorter_title_is_told_by_the_longer_one():
    person = actor("Foreign Minister Ana Diaz of Peru spoke. Minister Ana Diaz left.", "Ana Diaz")
    assert [one.title for one in person.offices] == ["Foreign Minister"]


def test_a_counterpart_holds_the_same_office():
    text = "Portugal’s minister Rui Falcão came. His Moroccan counterpart, Salma Benjelloun, spoke."
    told = names.find(Article(text, "2024-06-20"))
    (held,) = next(one for one in told.actors if one.name == "Salma Benjelloun").offices
    assert (held.title, told.actors[held.of].name) == ("minister", "Morocco")


@pytest.mark.parametrize(
    "text",
    [
        "South Korea's ambassador to Poland, Yoo Jae-min, welcomed it.",
        "South Korea offered charts. Its ambassador in Warsaw, Yoo Jae-min, said so.",
    ],
)
def test_where_an_ambassador_is_sent_is_not_whose_she_is(text):
    told = names.find(Article(text, "2024-06-20"))
    (held,) = next(one for one in told.actors if one.name == "Yoo Jae-min").offices
    assert (held.title, told.actors[held.of].name) == ("ambassador", "South Korea")


def test_a_ministry_named_with_its_spokesperson_is_part_of_the_title():
    text = "BEIJING, Jan. 14 – China stayed. “We stay,” Foreign Ministry spokesperson Shen Yutong said."
    told = names.find(Article(text, "2024-06-20"))
    (held,) = next(one for one in told.actors if one.name == "Shen Yutong").offices
    assert (held.title, told.actors[held.of].name) == ("Foreign Ministry spokesperson", "China")


def test_its_spokesman_in_a_new_sentence_is_that_of_the_body_before():
    text = "The Chinese Foreign Ministry would resume them in June. Its spokesman, Xu Jianguo, declined."
    told = names.find(Article(text, "2024-06-20"))
    (held,) = next(one for one in told.actors if one.name == "Xu Jianguo").offices
    assert (held.title, told.actors[held.of].name) == ("spokesman", "China")
