"""A speaker is called by the fullest name that the article gives."""

from __future__ import annotations

import pytest

from briefing.intake.extract import extract


def speakers(text: str, published: str = "") -> list[tuple[str, ...]]:
    """The names of the actors behind each quotation, in order."""
    draft = extract(text, published=published)
    called = {actor.id: actor.name for actor in draft.actors}
    return [tuple(called[one] for one in quote.speakers) for quote in draft.quotes]


def test_a_family_name_that_speaks_is_found_in_full_where_no_list_knows_it() -> None:
    text = "Orbel Quistrand will not come. Then Quistrand hit back in March, calling it “sad”."
    assert set(speakers(text)) == {("Orbel Quistrand",)}


@pytest.mark.parametrize("before", ["But", "Mr.", "President", "While", "Nearly"])
def test_what_is_no_given_name_is_none(before: str) -> None:
    text = f"{before} Quistrand will not come. “We stay,” Quistrand said."
    assert speakers(text)[0] == ("Quistrand",)


def test_mr_and_a_full_name_are_one() -> None:
    text = "Much was owed to Orbel Quistrand III of Moor. “We stay,” Mr. Quistrand said."
    assert speakers(text) == [("Orbel Quistrand III",)]


def test_a_president_without_a_given_name_has_the_one_of_the_list() -> None:
    text = "Brigitte Macron came too. President Macron spoke. “We stay,” Mr. Macron said."
    assert speakers(text, "2024-06-20") == [("Emmanuel Macron",)]


def test_mr_and_mrs_of_one_name_are_two() -> None:
    text = "Brigitte Macron met Emmanuel Macron. “We stay,” Mr. Macron said. Mrs. Macron said “no”."
    assert speakers(text) == [("Emmanuel Macron",), ("Brigitte Macron",)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Later FerryWatch said the pier was rotten.", "organisation"),
        ("The pier, says MacQuistrand, is rotten.", "person"),
    ],
)
def test_two_words_in_one_are_a_body(text: str, kind: str) -> None:
    assert [actor.kind for actor in extract(text).actors] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lind, the former mayor of Oslo who supports tolls, said “no”.",
        "Anna Lind (L-Moor), who supports tolls, said “no”.",
        "Anna Lind—who had supported tolls—said “no”.",
        "Anna Lind, 34, a pilot who supports tolls, said “no”.",
    ],
)
def test_who_is_the_name_before_the_aside(text: str) -> None:
    assert set(speakers(text)) == {("Anna Lind",)}


def test_whom_a_clause_names_is_not_who_speaks() -> None:
    text = "The group met Ada Lind. A nurse who supports Lind said “no”."
    assert () in speakers(text)
    draft = extract(text)
    told = {(quote.text, quote.speaker_text) for quote in draft.quotes}
    assert told == {("Lind", "who"), ("no", "A nurse")}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Admiral Anna Lind came. “Two goals,” the admiral said.", ("Anna Lind",)),
        ("Justice Anna Lind wrote for the court. “Two goals,” the justice said.", ("Anna Lind",)),
        ("Anna Lind met Erik Vik. “Two goals,” the pair said.", ("Anna Lind", "Erik Vik")),
        ("A sailor met Anna Lind. “Two goals,” the admiral said.", ()),
    ],
)
def test_a_rank_alone_is_who_holds_it(text: str, names: tuple[str, ...]) -> None:
    assert speakers(text) == [names]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr. Singer said the pier was “rotten”.", "Singer"),
        ("Harbour City Mayor Michael Bloomberg said the pier was “rotten”.", "Michael Bloomberg"),
        ("Foreign Minister Anna Guardian said the pier was “rotten”.", "Anna Guardian"),
    ],
)
def test_behind_a_title_stands_a_name_whatever_it_is_elsewhere(text: str, name: str) -> None:
    assert set(speakers(text)) == {(name,)}


def test_mr_speaker_is_no_name() -> None:
    assert set(speakers("Mr. Speaker said the pier was “rotten”.")) == {()}
