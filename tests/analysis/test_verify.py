"""Quoted words looked for in texts: what is found, what is told, what is not taken for the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.likeness import Piece, find_altered, folded, may_hold
from briefing.analysis.verify import find_words, needle

TEXT = (
    "Putin stated that “the comprehensive partnership agreement signed today provides, among other "
    "things, for mutual assistance in the event of aggression against one of the parties to this "
    "agreement”. It’s a long-term plan — he said — and “we don’t know”.\n\nNext paragraph, "
    "with line\nbreaks and a café."
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("mutual assistance in the event of aggression", ""),
        ("“mutual assistance in the event of aggression.”", ""),
        ("It's a long-term plan", "apostrophes"),
        ("long–term plan – he said – and", "dashes"),
        ("The comprehensive partnership agreement", "first letter"),
        ("with line breaks", "white space"),
        ("agreement … provides", "leaves out “signed today”"),
        ("agreement [...] provides, among other things, for mutual assistance", "signed today"),
        ("[T]he comprehensive partnership agreement", "“[T]” stands for “t”"),
        ("provides [expressly] for", "“[expressly]” stands for “, among other things,”"),
        ("provides, among other things, for [full] mutual assistance", "“[full]” is put in"),
        ("aggression against [either] of the parties", "“[either]” stands for “one”"),
        ("a cafe\u0301", ""),
        ("mutual assistance in the event of war", None),
        ("utual assistance", None),
        ("mutual assist", None),
        ("…", None),
        ("", None),
    ],
)
def test_words_are_found_and_what_differs_is_told(words, told):
    match = find_words(TEXT, words)
    if told is None:
        assert match is None
        return
    assert match is not None
    if told:
        assert any(told in one for one in match.differences), match.differences
    else:
        assert match.differences == ()


def test_offsets_are_code_points_beyond_the_first_plane():
    text = "🇰🇵 𠮷野 said: he “will not yield” today"
    match = find_words(text, "will not yield")
    assert text[match.start : match.end] == "will not yield"


def test_scripts_without_blanks_are_found_within_a_run():
    text = "中国对俄罗斯和乌克兰保持中立立场。"
    match = find_words(text, "保持中立")
    assert text[match.start : match.end] == "保持中立"
    altered = find_altered(text, "中国对俄罗斯和乌克兰保持友好立场")
    assert (Piece.ADDED, "友 好") in altered.pieces


def test_a_changed_word_is_shown_as_such():
    altered = find_altered(
        TEXT, "provides for mutual help in the event of aggression against one of them"
    )
    assert TEXT[altered.start : altered.end].startswith("provides")
    assert (Piece.LEFT_OUT, "assistance") in altered.pieces
    assert (Piece.ADDED, "help") in altered.pieces
    assert altered.likeness >= 0.6


def test_what_is_left_out_without_an_ellipsis_is_an_alteration():
    assert find_words(TEXT, "provides for mutual assistance in the event of aggression") is None
    altered = find_altered(TEXT, "provides for mutual assistance in the event of aggression")
    assert [p for p in altered.pieces if p[0] is not Piece.SAME] == [
        (Piece.LEFT_OUT, "among other things")
    ]


def test_other_case_within_the_words_is_an_alteration():
    altered = find_altered(TEXT, "mutual ASSISTANCE in the event of aggression")
    assert (Piece.ADDED, "ASSISTANCE") in altered.pieces


@pytest.mark.parametrize("words", ["absurd", "no such words stand anywhere here", "the of to in"])
def test_what_is_not_there_is_not_found(words):
    assert find_words(TEXT, words) is None
    assert find_altered(TEXT, words) is None


def test_many_ellipses_and_brackets_in_a_long_text_end():
    text = "a b " * 20_000
    assert find_words(text, "a … b … a … b … a [x] b … a [y] b … c zz") is None
    assert find_words(text, "a … b … a … b … a [x] b … a [y] b … b") is not None


def test_an_inserted_word_at_the_edge_is_told():
    match = find_words(TEXT, "[They] don’t know")
    assert match.differences == ("“[They]” is put in",)
    assert find_words("they agree to it", "agree[d] to it").differences == ("“[d]” is put in",)


def test_a_text_with_none_of_the_telling_words_is_passed_over():
    sought = needle("comprehensive partnership agreement signed today")
    assert may_hold(folded(TEXT), sought)
    assert not may_hold(folded("Nothing of it was ever signed."), sought)


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=60))
def test_what_was_cut_out_of_a_text_is_found_in_it(before, words, after):
    text = f"{before} {words} {after}"
    quote = needle(words)
    match = find_words(text, words)
    if len(quote.parts) == 1 and not quote.outer:
        assert match is not None
        assert 0 <= match.start <= match.end <= len(text)


@pytest.mark.parametrize("words", ["\uf900", "caf\u00e9", "cafe\u0301", "\u212b"])
def test_signs_that_unicode_writes_in_two_ways_are_found_as_they_stand(words):
    assert find_words(f"So {words} it is", words) is not None


@given(st.text(max_size=200), st.text(max_size=80))
def test_no_text_is_too_strange(text, words):
    find_words(text, words)
    found = find_altered(text, words)
    if found:
        assert 0 <= found.start < found.end <= len(text)
