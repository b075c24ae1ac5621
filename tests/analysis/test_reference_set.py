"""The facts of the reference set, checked against what happened."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import reference_set, reference_sheets
from briefing.analysis.reference_scene import scene
from briefing.analysis.reference_sources import Sheet
from briefing.domain.dates import from_day, parse


def day(text: str) -> int:
    found = parse(text).earliest
    assert found is not None
    return found


def bound(one: str, two: str, on: str) -> list[reference_set.Fact]:
    return list(reference_set.pact_facts(day(on), day(on), {one, two}))


@pytest.mark.parametrize(
    ("on", "members"),
    [("1950-07-01", 12), ("1960-07-01", 15), ("2004-07-01", 26), ("2009-07-01", 28)],
)
def test_nato_grows_with_its_accessions(on, members):
    facts = [
        f for f in reference_set.pact_facts(day(on), day(on)) if f.name == "North Atlantic Treaty"
    ]
    assert len({key for f in facts for key in (f.one, f.two)}) == members
    assert all(f.key.startswith("atop/3180/") for f in facts)


def test_the_treaties_of_1951_and_1960_between_the_united_states_and_japan_are_two():
    before = bound("japan", "united-states", "1955-01-01")
    after = bound("japan", "united-states", "1965-01-01")
    assert [f.held for f in before] == ["1951-09-08/1960-01-19"]
    assert [f.first for f in after] == ["1960-01-19"]


def test_what_is_in_force_when_the_data_end_has_an_unknown_end():
    (fact,) = [
        f for f in bound("south-korea", "united-states", "2016-12-31") if "defense" in f.pledges
    ]
    assert fact.held == "1953-10-01/"
    assert fact.phase == "in force"
    start, end = reference_sheets.sheet(Sheet.PACTS).spans[fact.lines[0]]
    assert (
        reference_sheets.sheet(Sheet.PACTS)
        .text[start:end]
        .endswith(
            "South Korea, United States, from 1953-10-01, unknown after 2016; "
            "pledge defence, non-aggression, consultation."
        )
    )


def test_a_state_ends_where_its_era_does():
    assert [f.held for f in bound("finland", "soviet-union", "1985-01-01")][:1]
    assert bound("soviet-union", "united-states", "1992-06-01") == []
    assert [f.one for f in bound("russia", "united-states", "1992-06-01")] == ["russia"]
    russia = reference_set.states()["russia"]
    assert not russia.stood(day("1985-01-01"), day("1985-12-31"))


def test_the_code_of_namibia_is_not_lost():
    assert reference_set.states()["namibia"].iso2 == "NA"


def test_years_of_the_last_disputes_are_open():
    at = (day("2014-01-01"), day("2014-12-31"))
    last = list(reference_set.hostile_facts(*at, with_rivalries=False))
    assert last
    assert all(f.last == "" for f in last)
    assert all(f.held.endswith("/") for f in last)


def test_every_member_is_a_state_of_the_list_and_every_code_is_known():
    known = reference_set.states()
    for pact in reference_set.pacts():
        for spell in pact.spells:
            assert set(spell.members) <= set(known), pact.number
            assert spell.days[0] <= spell.days[1]
    facts = reference_set.hostile_facts(0, reference_set.NO_END)
    assert all({f.one, f.two} <= set(known) for f in facts)


def test_no_two_facts_have_one_key():
    facts = [
        *reference_set.pact_facts(0, reference_set.NO_END),
        *reference_set.hostile_facts(0, reference_set.NO_END),
    ]
    assert len({f.key for f in facts}) == len(facts)
    assert all(f.one < f.two for f in facts)


@settings(max_examples=20, deadline=None)
@given(st.integers(1816, 2016), st.integers(1, 12))
def test_what_holds_on_a_day_is_what_may_hold_by_its_own_date(year, month):
    at = day(from_day(year, month, 15))
    for fact in reference_set.pact_facts(at, at):
        held = parse(fact.held)
        assert held.earliest is not None
        assert held.earliest <= at
        assert held.latest is None or at <= held.latest


#: Libraries keep the sheets as documents under these hashes: a change of one is a new document.
HASHES = {
    Sheet.STATES: "75c27e88ef6cc9307014bcf7d3ffd8dbefc960a4395849db7c57feb2455b9d7c",
    Sheet.PACTS: "a276a56d0729522d7ba958bf5bb9282022a2818c4b662b25801a911801645bb6",
    Sheet.DISPUTES: "00f6653799a25061101b8281d6ee879243961fad5ba6684f89bf6b296c9b2402",
    Sheet.RIVALRIES: "89be3b5ea1d7d9b60e9e9054a7b10ff44946947fb171c366b0d9bc341c2e1490",
}


@pytest.mark.parametrize("which", list(Sheet))
def test_a_sheet_stays_the_document_that_libraries_hold(which):
    text = reference_sheets.sheet(which).text
    assert sha256(text.encode()).hexdigest() == HASHES[which]


def test_the_scene_of_a_year_has_its_states_and_pacts():
    shown = scene(1985)
    assert len(shown.actors) == 161
    assert {"soviet-union", "east-germany"} <= {a.id for a in shown.actors}
    warsaw = [r for r in shown.relations if r.pact == "Warsaw Pact"]
    assert len(warsaw) == 21
    assert not any(
        r.pact for r in shown.relations if {r.from_id, r.to_id} == {"japan", "united-states"}
    )
    assert "North Atlantic Treaty" in {b.name for b in shown.blocs}
