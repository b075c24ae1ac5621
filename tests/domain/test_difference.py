"""What differs between two texts: told word by word, and never with a letter lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.difference import Was, difference, marked

WORDS = st.lists(
    st.sampled_from(["the", "treaty", "is", "signed", "\n", " ", ",", "6,700", "朝鮮", "é", "a"]),
    max_size=40,
).map(" ".join)
ANY = st.text(max_size=60)


def _side(pieces, lost):
    return "".join(one.text for one in pieces if one.was is not lost)


@given(st.one_of(WORDS, ANY), st.one_of(WORDS, ANY))
def test_both_texts_come_out_letter_for_letter(before, after):
    pieces = difference(before, after)
    assert _side(pieces, Was.ADDED) == before
    assert _side(pieces, Was.REMOVED) == after
    assert all(one.text for one in pieces)


@given(st.one_of(WORDS, ANY))
def test_the_same_text_is_one_piece_that_stayed(text):
    assert {one.was for one in difference(text, text)} <= {Was.SAME}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("6,700 containers went", "6,900 containers have gone", "[-6,700 -]{+6,900 +}containers "
         "[-went-]{+have gone+}"),
        ("It is likely.", "It is very likely.", "It is {+very +}likely."),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("朝鮮は動く", "朝鮮が動く", "朝鮮[-は-]{+が+}動く"),
    ],
    ids=["number", "word", "made", "lost", "no blanks"],
)  # fmt: skip
def test_whole_words_are_told(before, after, told):
    assert marked(difference(before, after)) == told


@pytest.mark.parametrize("numbered", [True, False], ids=["all different", "all the same"])
def test_long_texts_are_compared_at_all(numbered):
    lines = [f"the treaty {n if numbered else ''} is in force\n" for n in range(3_000)]
    before = "".join(lines)
    after = before.replace("force\n", "doubt\n", 1) + "the end"
    pieces = difference(before, after)
    assert _side(pieces, Was.ADDED) == before
    assert _side(pieces, Was.REMOVED) == after
    if numbered:
        assert [one.text.strip() for one in pieces if one.was is Was.ADDED] == ["doubt", "the end"]


def test_a_blank_that_became_a_line_end_is_told():
    pieces = difference("one two", "one\ntwo")
    assert _side(pieces, Was.REMOVED) == "one\ntwo"
    assert len(pieces) > 1
