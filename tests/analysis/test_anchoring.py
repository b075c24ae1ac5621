"""Passages are found again in a changed text, or proposed, and never placed in doubt."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefing.analysis.anchoring import Anchorer, alike
from briefing.domain.source import AnchorState

OLD = """The envoy arrived on Monday 🕊️ and met the minister at noon. They spoke of grain.

“Our roads will meet where the river bends,” he said. The minister said that 6,700 containers went by rail.

On Tuesday the envoy left. They spoke of grain again; the minister 𠮷 was silent.
"""
FEW = st.text(alphabet="ab c🕊𠮷\n", min_size=1, max_size=60)
ANY = st.text(max_size=30)


def _propose(new, words, old=OLD, nth=0):
    at = -1
    for _n in range(nth + 1):
        at = old.index(words, at + 1)
    return Anchorer(old, new).propose(at, at + len(words))


def test_nothing_changed_means_exact_also_where_words_stand_twice():
    for nth in (0, 1):
        found = _propose(OLD, "They spoke of grain", nth=nth)
        assert found.state is AnchorState.EXACT


def test_words_that_moved_as_a_whole():
    new = "A new heading 🚂\n\n" + OLD
    found = _propose(new, "where the river bends")
    assert found.state is AnchorState.MOVED
    assert new[found.start : found.end] == "where the river bends"


def test_of_equal_places_the_surroundings_decide():
    new = OLD.replace("The envoy arrived", "An envoy from afar arrived")
    second = _propose(new, "They spoke of grain", nth=1)
    assert second.state is AnchorState.MOVED
    assert new[second.start :].startswith("They spoke of grain again")


def test_equal_places_with_equal_surroundings_are_left_to_a_person():
    old = "One. Two. " * 12
    found = Anchorer(old, "Zero. " + old).propose(50, 54)
    assert found.state is AnchorState.UNCERTAIN
    assert found.alike == 1
    assert len(found.places) == 12


def test_an_edited_passage_is_not_taken_for_its_double():
    new = OLD.replace("They spoke of grain.", "They spoke of rye.")
    found = _propose(new, "They spoke of grain")
    assert found.state is AnchorState.UNCERTAIN
    assert new[found.start : found.end] == "They spoke of grain"


def test_a_small_change_is_proposed_with_how_alike_it_is():
    words = "The minister said that 6,700 containers went by rail"
    new = "New. " + OLD.replace("6,700", "6,900")
    found = _propose(new, words)
    assert found.state is AnchorState.UNCERTAIN
    assert 0.9 <= found.alike < 1
    assert new[found.start : found.end] == words.replace("6,700", "6,900")


@pytest.mark.parametrize("size", [1, 40])
def test_a_long_passage_with_words_exchanged(size):
    words = "".join(f"Sentence {n} tells of town number {n * 7}. " for n in range(size)).strip()
    old = f"Before it. {words} After it."
    edited = words.replace("tells of", "tells us of", max(1, size // 10))
    new = f"Another beginning, rather long. {edited} After it."
    found = _propose(new, words, old=old)
    assert found.state is AnchorState.UNCERTAIN
    assert new[found.start : found.end] == edited


def test_words_without_blanks_between_them():
    old = "前文。两国领导人在平壤签署了全面战略伙伴关系条约。后文。"
    new = "新的前文。两国领导人昨日在平壤签署了全面战略伙伴关系条约。后文。"
    found = _propose(new, "两国领导人在平壤签署了全面战略伙伴关系条约", old=old)
    assert found.state is AnchorState.UNCERTAIN
    assert new[found.start : found.end] == "两国领导人昨日在平壤签署了全面战略伙伴关系条约"


def test_what_is_gone_is_orphaned_with_where_it_may_have_stood():
    gone = "“Our roads will meet where the river bends,” he said. "
    new = OLD.replace(gone, "")
    found = _propose(new, "Our roads will meet where the river bends")
    assert found.state is AnchorState.ORPHANED
    assert found.places == ()
    assert abs(found.start - OLD.index(gone)) <= 4


@pytest.mark.parametrize("new", ["", "x", "🕊️"])
def test_an_empty_or_tiny_text_holds_no_passage(new):
    found = _propose(new, "where the river bends")
    assert (found.state, found.alike) == (AnchorState.ORPHANED, 0)
    assert 0 <= found.start <= len(new)


@pytest.mark.parametrize("place", [(0, 0), (-1, 2), (3, 2), (0, len(OLD) + 1)])
def test_a_place_outside_the_text_is_refused(place):
    with pytest.raises(ValueError, match="no passage"):
        Anchorer(OLD, OLD).propose(*place)


@st.composite
def _texts(draw):
    """Before, passage, after, in texts full of doubles."""
    part = draw(st.sampled_from([FEW, ANY]))
    passage = draw(part.filter(bool))
    return draw(part), passage, draw(part)


@settings(max_examples=300, deadline=None)
@given(_texts(), ANY, ANY, st.data())
def test_an_edit_outside_keeps_a_passage_exact_or_moved(texts, lead, trail, data):
    before, words, after = texts
    cut = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(0, len(after)))
    old = before + words + after
    new = before[:cut] + lead + before[cut:] + words + after[:end] + trail + after[end:]
    at = len(before) + len(lead)
    found = Anchorer(old, new).propose(len(before), len(before) + len(words))
    alone = old.count(words) == 1 and _times(old, words) == 1 and _times(new, words) == 1
    if alone:
        assert found.state is (AnchorState.EXACT if at == len(before) else AnchorState.MOVED)
        assert found.start == at
    elif found.state in (AnchorState.EXACT, AnchorState.MOVED):
        # Where the words stand several times, a place that was decided is the right one.
        if not (lead or trail):
            assert found.start == at
        assert new[found.start : found.end] == words
    else:
        assert found.state is AnchorState.UNCERTAIN


def _times(text, words):
    return sum(text.startswith(words, at) for at in range(len(text)))


@settings(max_examples=300, deadline=None)
@given(_texts(), ANY, st.data())
def test_an_edit_inside_never_yields_moved(texts, put, data):
    before, words, after = texts
    low = data.draw(st.integers(0, len(words) - 1))
    high = data.draw(st.integers(low, len(words)))
    assume(low > 0 or high < len(words))
    changed = words[:low] + put + words[high:]
    assume(changed != words)
    old, new = before + words + after, before + changed + after
    # An edit that writes the same words anew at its own place cannot be told from one beside them.
    touched = range(len(before) - len(words) + 1, len(before) + len(changed))
    assume(not any(new.startswith(words, at) for at in touched if at >= 0))
    found = Anchorer(old, new).propose(len(before), len(before) + len(words))
    assert found.state not in (AnchorState.EXACT, AnchorState.MOVED)


@settings(max_examples=200, deadline=None)
@given(_texts(), st.one_of(ANY, FEW, st.just("")))
def test_places_lie_within_the_new_text(texts, new):
    before, words, after = texts
    found = Anchorer(before + words + after, new).propose(len(before), len(before) + len(words))
    assert 0 <= found.start <= found.end <= len(new)
    for start, end in found.places:
        assert 0 <= start < end <= len(new)
        assert alike(words, new[start:end]) >= 0.9
    if found.state is AnchorState.ORPHANED:
        assert words not in new
    else:
        assert found.places[0] == (found.start, found.end)
