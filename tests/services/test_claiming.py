"""Claims by matter: rivals, standing, and corroboration by independent origins alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.domain.changes import Author
from briefing.domain.claim import ClaimLink, Quantity
from briefing.domain.source import PassageLink, SourceLink
from briefing.errors import UserError
from briefing.services import claiming, editing, history
from briefing.services.claim_view import group, matters
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from briefing.store.records import find

BRIEFING = sample_id("briefing", BRIEFING_KEY)
CONTAINERS, MISSILES, HARDWARE = (
    sample_id("claim", key) for key in ("containers", "missiles", "hardware")
)


@pytest.fixture
def ws(tmp_path):
    opened = open_workspace(tmp_path / "a.briefings", Author("person", "device"))
    yield opened
    opened.close()


def rivals(ws):
    return [[c.id for c in m.claims] for m in matters(ws, BRIEFING) if len(m.claims) > 1]


def row(ws, claim_id):
    return next(c for m in matters(ws, BRIEFING) for c in m.claims if c.id == claim_id)


def test_every_claim_is_a_matter_of_its_own_until_rivals_are_marked(ws):
    assert len(matters(ws, BRIEFING)) == 7
    assert rivals(ws) == []
    assert claiming.make_rivals(ws, [MISSILES, CONTAINERS]) == 1
    assert rivals(ws) == [[CONTAINERS, MISSILES]]
    assert matters(ws, BRIEFING)[0].claims[0].id == CONTAINERS
    assert claiming.make_rivals(ws, [CONTAINERS, MISSILES, HARDWARE]) == 1
    assert rivals(ws) == [[CONTAINERS, MISSILES, HARDWARE]]
    assert history.undo(ws) == "Mark as rivals"
    assert rivals(ws) == [[CONTAINERS, MISSILES]]


def test_the_whole_briefing_shows_rivals_grades_and_waivers(ws):
    from briefing.services import checking, source_work
    from briefing.services.snapshot import show_briefing

    claiming.make_rivals(ws, [CONTAINERS, MISSILES])
    source_work.regrade(ws, sample_id("source", "talks"), "C", "Doubt.")
    finding = checking.check_briefing(ws, BRIEFING).open[0].finding
    checking.waive(ws, BRIEFING, finding, "Known.")
    whole = show_briefing(ws, BRIEFING)
    (link,) = next(c for c in whole["claims"] if c["id"] == CONTAINERS)["rivals"]
    assert link["other_id"] == MISSILES
    talks = next(s for s in whole["sources"] if s["id"] == sample_id("source", "talks"))
    assert [g["reliability"] for g in talks["grades"]] == ["B", "C"]
    assert [w["reason"] for w in whole["waivers"]] == ["Known."]


def test_taking_the_middle_one_out_leaves_the_others_rivals_in_one_step(ws):
    claiming.make_rivals(ws, [CONTAINERS, MISSILES, HARDWARE])
    claiming.take_out(ws, CONTAINERS)
    assert rivals(ws) == [[MISSILES, HARDWARE]]
    history.undo(ws)
    assert rivals(ws) == [[CONTAINERS, MISSILES, HARDWARE]]
    claiming.take_out(ws, HARDWARE)
    claiming.take_out(ws, MISSILES)
    assert rivals(ws) == []
    with pytest.raises(UserError):
        claiming.take_out(ws, MISSILES)


def test_rivals_ask_for_two_claims_of_one_briefing(ws):
    from briefing.domain.claim import Claim

    with pytest.raises(UserError):
        claiming.make_rivals(ws, [CONTAINERS, CONTAINERS])
    editing.add_records(ws, "Add claim", [Claim(id="x", briefing_id="other", proposition="No.")])
    with pytest.raises(UserError):
        claiming.make_rivals(ws, [CONTAINERS, "x"])
    with ws.read() as connection:
        assert find(connection, ClaimLink) == ()


def test_a_person_judges_how_a_claim_stands_in_one_step(ws):
    claiming.set_status(ws, CONTAINERS, "contested", "  Both states deny it. ")
    assert (row(ws, CONTAINERS).status, row(ws, CONTAINERS).reason) == (
        "contested",
        "Both states deny it.",
    )
    assert history.undo(ws) == "Judge claim"
    assert (row(ws, CONTAINERS).status, row(ws, CONTAINERS).reason) == ("asserted", "")
    claiming.set_credibility(ws, CONTAINERS, "2")
    assert row(ws, CONTAINERS).meaning == "Probably true"
    with pytest.raises(UserError):
        claiming.set_status(ws, CONTAINERS, "perhaps", "")
    with pytest.raises(UserError):
        claiming.set_credibility(ws, CONTAINERS, "7")


def test_three_outlets_that_carry_one_report_are_one(ws):
    talks, treaty, csis = (sample_id("source", k) for k in ("talks", "treaty", "csis-report"))
    with ws.read() as connection:
        link = find(connection, PassageLink, entry_id=HARDWARE)[0]
    more = [
        PassageLink(
            id=f"l{n}",
            entry_kind="claim",
            entry_id=HARDWARE,
            passage_id=link.passage_id,
            source_id=s,
        )
        for n, s in enumerate((talks, treaty))
    ]
    editing.add_records(ws, "Add passages", more)
    assert (row(ws, HARDWARE).sources, row(ws, HARDWARE).origins) == (3, 3)
    derived = [
        SourceLink(id=f"s{n}", source_id=s, other_id=csis, link_kind="derives from")
        for n, s in enumerate((talks, treaty))
    ]
    editing.add_records(ws, "Add links", derived)
    assert (row(ws, HARDWARE).sources, row(ws, HARDWARE).origins) == (3, 1)


def test_who_denies_is_not_counted_as_a_source_for_it(ws):
    found = row(ws, CONTAINERS)
    assert (found.sources, found.origins, found.denying) == (1, 1, 1)
    assert found.denied_by == "Russia, North Korea"
    assert [p.role for p in found.passages] == ["asserts", "denies"]
    assert found.passages[0].source == "South Korea’s statement on shipments"
    assert found.passages[0].through == "Digest prepared for this sample"


def test_quantities_of_rivals_are_aligned_by_what_they_count(ws):
    editing.add_records(
        ws,
        "Add quantities",
        [
            Quantity(
                id="q1",
                claim_id=HARDWARE,
                value=9000,
                unit="containers",
                of_what="weapons and ammunition",
            ),
            Quantity(id="q2", claim_id=HARDWARE, value=3, unit="ships"),
        ],
    )
    claiming.make_rivals(ws, [CONTAINERS, HARDWARE])
    matter = matters(ws, BRIEFING)[0]
    label = "containers weapons and ammunition"
    assert matter.labels == (label, "ships")
    assert [c.amounts.get(label) for c in matter.claims] == ["6,700", "9,000"]
    assert [c.amounts.get("ships") for c in matter.claims] == [None, "3"]


names = st.sampled_from("abcdefg")


@given(st.lists(st.tuples(names, names), max_size=12))
def test_groups_part_the_claims_and_keep_their_order(pairs):
    groups = group("abcdef", pairs)
    assert sorted(one for some in groups for one in some) == list("abcdef")
    assert all(some == sorted(some) for some in groups)
    of = {one: n for n, some in enumerate(groups) for one in some}
    assert all(of[a] == of[b] for a, b in pairs if a in of and b in of)
