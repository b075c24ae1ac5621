"""What a field holds that several people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.heads import Link, common, heads, hold

if TYPE_CHECKING:
    import random


def link(name, *bases, clock=0, device="d", key=0):
    return Link(name, clock or ord(name[0]), device, bases, key)


def held(field, links, values, kind="section"):
    return hold(kind, field, links, lambda one: values[one.change_set])


def test_a_value_that_was_replaced_is_no_longer_a_head():
    assert [one.change_set for one in heads([link("a"), link("b", "a"), link("c", "b")])] == ["c"]


def test_two_edits_of_one_value_conflict_and_the_greater_shows():
    links = [link("a"), link("b", "a"), link("c", "a")]
    found = held("heading", links, {"a": "one", "b": "two", "c": "three"})
    assert (found.value, found.bases, found.contested) == ("three", ("c",), True)
    assert [one.change_set for one in found.heads] == ["b", "c"]


def test_what_a_person_is_called_is_never_in_conflict():
    links = [link("a"), link("b", "a"), link("c", "a")]
    found = held("name", links, {"a": "Analyst", "b": "Ana", "c": "Ann"}, kind="person")
    assert (found.value, found.bases, found.contested) == ("Ann", ("b", "c"), False)


def test_two_who_wrote_the_same_do_not_conflict_and_the_next_edit_replaces_both():
    links = [link("a"), link("b", "a"), link("c", "a")]
    found = held("heading", links, {"a": "one", "b": "two", "c": "two"})
    assert (found.value, found.bases, found.contested) == ("two", ("b", "c"), False)


def test_a_choice_that_names_all_heads_ends_the_conflict():
    links = [link("a"), link("b", "a"), link("c", "a"), link("s", "b", "c")]
    found = held("heading", links, {"a": "one", "b": "two", "c": "three", "s": "two"})
    assert (found.value, found.contested) == ("two", False)


def test_edits_of_different_paragraphs_of_a_text_are_joined():
    links = [link("a"), link("b", "a"), link("c", "a")]
    texts = {"a": "one\n\ntwo\n\nthree", "b": "ONE\n\ntwo\n\nthree", "c": "one\n\ntwo\n\nTHREE"}
    found = held("body", links, texts)
    assert (found.value, found.bases) == ("ONE\n\ntwo\n\nTHREE", ("b", "c"))
    assert not found.contested


def test_edits_of_one_paragraph_conflict_with_both_texts():
    links = [link("a"), link("b", "a"), link("c", "a")]
    found = held("body", links, {"a": "one\n\ntwo", "b": "1\n\ntwo", "c": "uno\n\ntwo"})
    assert (found.value, found.contested) == ("uno\n\ntwo", True)


def test_texts_are_joined_upon_the_newest_that_all_grew_from():
    links = [link("a"), link("b", "a"), link("x", "b"), link("y", "b"), link("z", "a")]
    assert common(links, [links[2], links[3]]).change_set == "b"
    assert common(links, [links[2], links[4]]).change_set == "a"


def test_what_one_deleted_and_another_kept_stays_in_sight():
    links = [link("a"), link("b", "a"), link("c", "a")]
    found = held("deleted", links, {"a": 0, "b": 0, "c": 1})
    assert found.value is False
    assert found.contested


def test_a_circle_of_bases_still_holds_one_value():
    assert [one.change_set for one in heads([link("a", "b"), link("b", "a")])] == ["b"]


@st.composite
def histories(draw):
    """Written values of a text, each upon some of those before it."""
    links, values = [], {}
    for number in range(draw(st.integers(1, 8))):
        before = [one.change_set for one in links]
        bases = tuple(draw(st.sets(st.sampled_from(before), max_size=3))) if before else ()
        clock = draw(st.integers(1, 5))
        links.append(Link(f"s{number}", clock, draw(st.sampled_from("de")), bases, number))
        values[f"s{number}"] = "\n".join(draw(st.lists(st.sampled_from("abc"), max_size=4)))
    return links, values


@given(histories(), st.randoms(use_true_random=False))
def test_what_is_held_does_not_depend_on_the_order_of_arrival(made, chance: random.Random):
    links, values = made
    shuffled = list(links)
    chance.shuffle(shuffled)
    assert held("body", links, values) == held("body", shuffled, values)
    assert held("heading", links, values) == held("heading", shuffled, values)


@given(histories())
def test_every_value_is_shown_or_in_conflict_or_was_replaced(made):
    links, values = made
    found = held("heading", links, values)
    named = {base for one in links for base in one.bases}
    for one in links:
        assert one.change_set in named or one in found.heads
    assert found.contested == (len({values[one.change_set] for one in found.heads}) > 1)
