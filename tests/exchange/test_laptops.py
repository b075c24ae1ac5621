"""Laptops that edit, exchange and undo at random come to hold the same, and lose no word."""

from __future__ import annotations

import random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.exchange.laptops import (
    FIELDS,
    World,
    check,
    check_all,
    random_history,
    scratch,
    step,
)

WHO = st.integers(0, 4)
WHICH = st.integers(0, 7)
WORDS = st.sampled_from(["x", "y", "", "long words\nof two lines", "b"])


@pytest.fixture(scope="module")
def world():
    with scratch() as folder:
        made = World(folder)
        yield made
        made.close()


def machine(world):
    class Laptops(RuleBasedStateMachine):
        @initialize(count=st.integers(3, 5), kinds=st.lists(st.sampled_from(tuple(FIELDS))))
        def begin(self, count, kinds):
            world.begin(count)
            for kind in ("section", *kinds):
                world.add(0, kind, "a\nb\nc")
            for one in world.laptops[1:]:
                one.merge(world.laptops[0].everything())

        @rule(who=WHO, kind=st.sampled_from(tuple(FIELDS)), words=WORDS)
        def add(self, who, kind, words):
            world.add(who, kind, words)

        @rule(who=WHO, which=WHICH, words=WORDS)
        def edit(self, who, which, words):
            world.edit(who, which, words)

        @rule(who=WHO, which=WHICH, restore=st.booleans())
        def trash(self, who, which, restore):
            world.trash(who, which, restore=restore)

        @rule(who=WHO, which=WHICH, marking=st.sampled_from(["RED", "GREEN", "CLEAR"]))
        def mark(self, who, which, marking):
            world.mark(who, which, marking)

        @rule(who=WHO, redo=st.booleans(), force=st.booleans())
        def undo(self, who, redo, force):
            world.undo(who, redo=redo, force=force)

        @rule(who=WHO, which=WHICH, words=WORDS)
        def settle(self, who, which, words):
            world.settle(who, which, words)

        @rule(who=WHO, days=st.sampled_from([-9, -2, 0, 3, 30]))
        def skew(self, who, days):
            world.laptops[who % len(world.laptops)].skew = days

        @rule(who=WHO, seed=st.none() | st.integers(0, 3))
        def send(self, who, seed):
            world.send(who, None if seed is None else random.Random(seed))

        @rule(who=WHO, which=st.integers(0, 20))
        def deliver(self, who, which):
            world.deliver(who, which)

        def teardown(self):
            if world.laptops:
                world.exchange_everything(random.Random(0))
                check_all(world)

    return Laptops


def test_laptops_that_exchanged_everything_hold_the_same_and_every_word(world):
    run_state_machine_as_test(
        lambda: machine(world)(),
        settings=settings(max_examples=12, stateful_step_count=30),
    )


def test_what_stands_in_the_records_follows_from_the_journal_after_every_step(world):
    for seed in range(4):
        choose = random.Random(seed)
        world.begin(3)
        world.add(0, "section", "a\nb\nc")
        for _ in range(30):
            step(world, choose)
            for one in world.laptops:
                check(one)


@pytest.mark.parametrize("seed", range(8))
def test_a_random_history_ends_with_equal_libraries(world, seed):
    random_history(world, seed)
