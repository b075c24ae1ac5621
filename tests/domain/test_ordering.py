"""Fractional keys keep their order whatever is moved, and only the moved record changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.ordering import DIGITS, after, arranged, between, moved

#: Keys as earlier versions and the sample made them, and as this one makes them.
KEYS = st.one_of(
    st.text("0123456789abcmyz", min_size=1, max_size=5),
    st.text(DIGITS, min_size=1, max_size=6).filter(lambda key: not key.endswith("-")),
)


@given(KEYS, KEYS)
def test_between_two_keys_there_is_room_for_another(one, other):
    low, high = sorted((one, other))
    if low == high:
        with pytest.raises(ValueError, match="no key"):
            between(low, high)
        return
    assert low < between(low, high) < high
    assert "" < between("", low) < low
    assert between(high, None) > high


@given(KEYS)
def test_after_is_greater_and_leaves_room(key):
    nxt = after(key)
    assert nxt > key
    assert key < between(key, nxt) < nxt


def test_a_list_that_grows_at_its_end_keeps_short_keys():
    keys = [after()]
    for _ in range(20_000):
        keys.append(after(keys[-1]))
    assert keys == sorted(set(keys))
    assert max(map(len, keys)) <= 6


@given(
    st.lists(KEYS, min_size=2, max_size=12, unique=True),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40),
)
def test_any_moves_keep_the_order_never_collide_and_change_the_moved_record_alone(keys, moves):
    rows = [(key, n) for n, key in enumerate(sorted(keys))]
    for start, end in moves:
        start, end = start % len(rows), end % len(rows)
        changed = moved([key for key, _ in rows], start, end)
        assert set(changed) == ({start} if start != end else set())
        rows = [(changed.get(at, key), name) for at, (key, name) in enumerate(rows)]
        wanted = rows.copy()
        wanted.insert(end, wanted.pop(start))
        assert sorted(rows) == wanted
        assert len({key for key, _ in rows}) == len(rows)
        rows = wanted


@given(st.lists(st.one_of(KEYS, st.just("")), min_size=2, max_size=12), st.data())
def test_records_that_share_a_key_are_told_apart_when_one_is_moved_between_them(keys, data):
    keys = sorted(keys)
    start = data.draw(st.integers(0, len(keys) - 1))
    end = data.draw(st.integers(0, len(keys) - 1))
    changed = moved(keys, start, end)
    order = [n for n in range(len(keys)) if n != start]
    order.insert(end, start)
    after_move = [changed.get(n, keys[n]) for n in order]
    assert after_move == sorted(after_move)
    # The moved record is not confused with its neighbours.
    if start != end:
        assert after_move.count(after_move[end]) == 1


@given(st.lists(st.one_of(KEYS, st.just("")), max_size=12))
def test_arranging_changes_as_little_as_it_can(keys):
    changed = arranged(keys)
    now = [changed.get(n, key) for n, key in enumerate(keys)]
    assert now == sorted(set(now))
    if keys == sorted(set(keys)) and "" not in keys:
        assert changed == {}
