"""From an article to a draft: events, claims and relations, one case that must and one that must not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.dates import parse
from briefing.domain.relation import Certainty, Phase, RelationKind
from briefing.intake.draft_json import plain_draft
from briefing.intake.extract import extract

DAY = "2024-06-20"


def relations(text):
    draft = extract(text, published=DAY)
    called = {one.id: one.name for one in draft.actors}
    return [
        (called[one.from_id], called[one.to_id], one.kind, one.phase, one.certainty)
        for one in draft.relations
    ]


def ties(text):
    return {(a, b, kind) for a, b, kind, _, _ in relations(text)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Iran shipped drones and missiles to Russia.", ("Iran", "Russia", "arms transfer")),
        ("Turkey fired rockets made by China.", ("China", "Turkey", "arms transfer")),
        ("France imposed sanctions on Belarus.", ("France", "Belarus", "sanctions")),
        ("Mali faces sanctions from the United States.", ("United States", "Mali", "sanctions")),
        (
            "Giving engines to Iran would violate United Nations sanctions.",
            ("United Nations", "Iran", "sanctions"),
        ),
        ("The Russia-Ukraine war drags on. Russia and Ukraine talk.", ("Russia", "Ukraine", "war")),
        ("Ethiopia invaded Eritrea.", ("Ethiopia", "Eritrea", "war")),
        ("Egypt’s dispute with Ethiopia grew.", ("Egypt", "Ethiopia", "dispute")),
        ("India stressed its neutrality to Russia.", ("India", "Russia", "neutrality stance")),
        ("Japan and its ally Australia agreed.", ("Japan", "Australia", "defence pact")),
        ("Finland joined NATO.", ("Finland", "North Atlantic Treaty Organization", "membership")),
        ("Brazil held talks with Chile.", ("Brazil", "Chile", "diplomatic contact")),
        (
            "Serbia and China signed a strategic partnership agreement.",
            ("Serbia", "China", "strategic partnership"),
        ),
        (
            "Russia may begin military-technology cooperation with Iran.",
            ("Russia", "Iran", "military-technology cooperation"),
        ),
    ],
)
def test_a_tie_is_found(text, wanted):
    assert wanted in ties(text)


@pytest.mark.parametrize(
    "text",
    [
        "Iran did not ship missiles to Russia.",
        "France and Belarus are in Europe.",
        "Norway never met with Chile.",
        "The war was long. Peru is far away.",
        "Missiles are dangerous.",
    ],
)
def test_no_tie_is_made_up(text):
    assert ties(text) == set()


def test_a_tie_says_how_far_it_has_come_and_on_whose_word():
    signed = relations("Serbia and China signed a strategic partnership agreement.")[0]
    assert signed[3:] == (Phase.SIGNED, Certainty.CONFIRMED)
    hinted = relations("Russia may begin military-technology cooperation with Iran.")[0]
    assert hinted[3:] == (Phase.PLANNED, Certainty.HINTED)
    claimed = relations("Ukraine alleged that Iran shipped drones to Russia.")
    assert ("Iran", "Russia", "arms transfer", "", Certainty.CLAIMED) in claimed


def test_the_two_countries_are_those_named_last():
    text = "Mali and Niger left. Both countries face sanctions from the United States."
    assert ("United States", "Mali", "sanctions") in ties(text)
    assert ("United States", "Niger", "sanctions") in ties(text)


def test_an_event_has_its_date_place_and_people():
    draft = extract("On June 3 Foreign Minister Ivo Marek met Hana Novak in Oslo.", published=DAY)
    event = draft.events[0]
    called = {one.id: one.name for one in draft.actors}
    assert (event.when, event.where, event.cameo) == ("2024-06-03", "Oslo", "04")
    assert [called[one] for one, _ in event.participants] == ["Ivo Marek", "Hana Novak"]
    assert event.when_text == (3, 9)
    assert "June 3" not in event.what


def test_a_date_alone_is_no_event():
    assert extract("It was 3 June 2024.", published=DAY).events == ()


def test_a_claim_keeps_its_speaker_its_number_and_its_denial():
    text = (
        "Kenya stated that 400 trucks of grain went to Somalia. Ghana alleged that Somalia sold the grain. "
        "Somalia denied these claims."
    )
    draft = extract(text, published=DAY)
    called = {one.id: one.name for one in draft.actors}
    first, second = draft.claims
    assert [called[one] for one in first.asserted_by] == ["Kenya"]
    assert [called[one] for one in second.asserted_by] == ["Ghana"]
    assert {called[one] for claim in draft.claims for one in claim.denied_by} == {"Somalia"}
    assert [(q.value, q.unit, text[q.start : q.end]) for q in first.quantities] == [
        (400, "trucks", "400 trucks")
    ]


def test_a_denial_of_its_own_is_a_claim_against_which_somebody_stands():
    draft = extract("Chad denied that its soldiers had crossed the border.", published=DAY)
    claim = draft.claims[0]
    assert (claim.asserted_by, claim.denied_by) == ((), ("state:chad",))
    assert claim.proposition == "Its soldiers had crossed the border"


def test_what_is_merely_said_is_no_claim():
    assert extract("Kenya said that it was glad of the rain.", published=DAY).claims == ()


def test_the_same_text_gives_the_same_draft():
    text = "Iran shipped drones to Russia. President Ivo Marek denied it on May 3."
    assert plain_draft(extract(text, published=DAY)) == plain_draft(extract(text, published=DAY))


_WORDS = st.sampled_from(
    [
        *(
            "Russia",
            "Iran",
            "shipped",
            "drones",
            "to",
            "the",
            "U.S.",
            "President",
            "Ivo",
            "Marek",
            "said",
        ),
        *(
            "that",
            "denied",
            "these",
            "claims",
            "on",
            "May",
            "3",
            "sanctions",
            "from",
            "“",
            "”",
            '"',
            "'",
            "\n",
        ),
        *(
            ".",
            ",",
            "Russia-Ukraine",
            "war",
            "1,000",
            "trucks",
            "in",
            "2022",
            "since",
            "both",
            "countries",
        ),
        *("\u202e", "北京", "\U0001f600", "NATO", "joined", "strategic", "partnership", "al-Qaeda"),
    ]
)


@settings(deadline=None)
@given(st.lists(_WORDS, max_size=60).map(" ".join) | st.text(max_size=200))
def test_whatever_comes_in_every_span_lies_in_the_text(text):
    draft = extract(text, published=DAY)
    plain = plain_draft(draft)
    json.dumps(plain, ensure_ascii=True)
    ids = {one["id"] for one in plain["actors"]}
    for kind in ("actors", "quotes", "events", "claims", "relations"):
        for one in plain[kind]:
            assert 0 <= one["confidence"] <= 1
            assert one["rule"]
            for start, end in one["passages"]:
                assert 0 <= start < end <= len(text)
    for event in plain["events"]:
        parse(event["when"])
        assert {one["actor"] for one in event["participants"]} <= ids
    for claim in plain["claims"]:
        assert {*claim["asserted_by"], *claim["denied_by"]} <= ids
    for one in plain["relations"]:
        assert {one["from"], one["to"]} <= ids
        assert one["kind"] in list(RelationKind)
