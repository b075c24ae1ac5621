"""Structural balance against counting every division."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import balance as module
from briefing.analysis.balance import balance, frustration
from briefing.analysis.ties import Tie

ACTORS = "abcdefg"
SIGNS = st.dictionaries(
    st.sampled_from(list(combinations(ACTORS, 2))), st.sampled_from((1, -1)), max_size=21
)


def tie(one: str, two: str, sign: int, kind: str = "defence pact") -> Tie:
    return Tie(f"{one}{two}{sign}", one, two, kind, sign)


def counted(signs: dict[tuple[str, str], int]) -> int:
    best = len(signs)
    for sides in product((1, -1), repeat=len(ACTORS)):
        side = dict(zip(ACTORS, sides, strict=True))
        best = min(best, sum(s * side[a] * side[b] < 0 for (a, b), s in signs.items()))
    return best


@settings(deadline=None)
@given(SIGNS)
def test_frustration_is_the_least_that_any_division_leaves(signs):
    found = frustration(signs)
    assert found.exact
    assert found.high == len(found.misfits) == counted(signs)
    camps = {a: number for number, who in enumerate(found.camps) for a in who}
    assert set(camps) == {a for pair in signs for a in pair}
    for pair, sign in signs.items():
        fits = (camps[pair[0]] == camps[pair[1]]) == (sign > 0)
        assert fits == (pair not in found.misfits)


@settings(deadline=None)
@given(SIGNS)
def test_a_search_that_is_cut_short_tells_true_bounds(signs):
    before, module._STEPS = module._STEPS, 3
    try:
        found = frustration(signs)
    finally:
        module._STEPS = before
    assert found.low <= counted(signs) <= found.high == len(found.misfits)


@settings(deadline=None)
@given(SIGNS)
def test_triads_are_those_with_one_enmity(signs):
    ties = [tie(a, b, s) for (a, b), s in signs.items()]
    found = balance(ties, {}).triads
    wanted = {
        frozenset(three)
        for three in combinations(ACTORS, 3)
        if [signs.get(p) for p in combinations(three, 2)].count(1) == 2
        and [signs.get(p) for p in combinations(three, 2)].count(-1) == 1
    }
    assert {frozenset((t.friend, t.one, t.two)) for t in found} == wanted
    assert len(found) == len(wanted)
    for triad in found:
        assert signs[min(triad.one, triad.two), max(triad.one, triad.two)] == -1


def test_a_triad_names_the_relations_that_say_so():
    ties = [
        tie("a", "b", 1),
        tie("a", "c", 1),
        tie("b", "c", 1),
        tie("b", "c", -1, "dispute"),
    ]
    (triad,) = balance(ties, {}).triads
    assert (triad.friend, triad.one, triad.two) == ("a", "b", "c")
    assert triad.friendly == ("ab1", "ac1")
    # A pair with a pact and a dispute is at odds: allies who quarrel pull their friends both ways.
    assert triad.hostile == ("bc-1",)


def test_who_is_in_two_blocs_or_bound_to_two_stands_between():
    ties = [
        tie(a, b, 1) for a, b in ("ab", "ac", "bc", "xy", "xz", "yz", "ax", "gb", "gc", "gx", "gy")
    ]
    found = balance(ties, {"one": "abc", "two": "axyz"}).between
    assert [(b.actor, b.blocs, b.member_of) for b in found] == [
        ("a", ("one", "two"), ("one", "two")),
        ("g", ("one", "two"), ()),
    ]
    assert set(found[0].ties) == {"ab1", "ac1", "ax1"}


def test_no_tie_is_no_frustration():
    assert frustration({}).high == 0
    assert balance([], {}).triads == ()
