"""Two people change one text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.merging import merge_texts

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=7).map("\n".join)


def test_changes_of_different_paragraphs_are_both_kept():
    base = "One.\n\nTwo.\n\nThree."
    assert merge_texts(base, "One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree?") == (
        "One!\n\nTwo.\n\nThree?"
    )


def test_changes_of_one_line_are_not_guessed_at():
    assert merge_texts("One.", "One, mine.", "One, theirs.") is None


def test_the_same_change_of_both_is_made_once():
    assert merge_texts("One.", "1.", "1.") == "1."


def test_lines_put_in_at_one_place_by_both_are_not_guessed_at():
    assert merge_texts("One.\nTwo.", "One.\nmine\nTwo.", "One.\ntheirs\nTwo.") is None


@given(LINES, LINES)
def test_a_text_that_one_left_alone_is_the_others(base, changed):
    assert merge_texts(base, base, changed) == changed
    assert merge_texts(base, changed, base) == changed


@given(LINES, LINES, LINES)
def test_it_does_not_matter_who_asks(base, mine, theirs):
    assert merge_texts(base, mine, theirs) == merge_texts(base, theirs, mine)
