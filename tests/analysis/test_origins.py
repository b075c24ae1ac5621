"""What sources go back to: chains, circles, and how many witnesses there really are."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.origins import chain, count_independent, goes_back, independent, origins_of
from briefing.domain.source import SourceLink


def links(*pairs):
    return goes_back(
        SourceLink(id=f"l{n}", source_id=source, other_id=other, link_kind=kind)
        for n, (source, kind, other) in enumerate(pairs)
    )


def test_three_outlets_that_carry_one_report_are_one():
    carried = links(
        ("outlet-1", "derives from", "report"),
        ("report", "reported by", "outlet-2"),
        ("outlet-3", "derives from", "outlet-1"),
    )
    assert count_independent(["outlet-1", "outlet-2", "outlet-3"], carried) == 1
    assert origins_of("outlet-3", carried) == {"report"}


def test_two_reports_told_by_one_digest_stay_two_and_the_digest_adds_nothing():
    told = links(("treaty", "reported by", "digest"), ("talks", "reported by", "digest"))
    assert count_independent(["treaty", "talks"], told) == 2
    assert count_independent(["treaty", "talks", "digest"], told) == 2
    assert count_independent(["treaty", "digest"], told) == 1


def test_a_circle_is_one_origin_and_its_list_ends():
    circle = links(
        ("a", "derives from", "b"), ("b", "derives from", "a"), ("c", "derives from", "b")
    )
    assert origins_of("c", circle) == origins_of("a", circle) == {"a"}
    assert count_independent(["a", "b", "c"], circle) == 1
    assert chain("c", circle) == [(0, "c"), (1, "b"), (2, "a"), (3, "b")]


def test_a_source_without_links_is_its_own_origin():
    assert origins_of("a", {}) == {"a"}
    assert count_independent(["a", "b"], {}) == 2
    assert count_independent([], {}) == 0


small = st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=3)


@given(st.lists(small, max_size=7))
def test_the_count_is_the_greatest_number_without_a_shared_origin(sets):
    best = max(
        size
        for size in range(len(sets) + 1)
        for some in combinations(sets, size)
        if all(not a & b for a, b in combinations(some, 2))
    )
    assert independent(sets) == best


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12))
def test_any_links_give_an_origin_and_a_list_that_ends(pairs):
    steps = links(*((a, "derives from", b) for a, b in pairs))
    for one in "abcde":
        assert origins_of(one, steps)
        assert chain(one, steps)[0] == (0, one)
    assert 1 <= count_independent("abcde", steps) <= 5
