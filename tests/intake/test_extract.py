"""From an article to a draft: events, claims and relations, one case that must and one that must not."""

# long because: events, claims and ties come out of one draft.

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.dates import parse
from briefing.domain.relation import Certainty, Phase, RelationKind
from briefing.intake.draft_json import written_draft
from briefing.intake.extract import extract
from tests.extraction import scores

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
            "Warsaw signed a contract worth $2.1 billion for 96 howitzers from South Korea.",
            ("South Korea", "Poland", "arms transfer"),
        ),
        (
            "Vietnam will supply Ghana with four patrol boats.",
            ("Vietnam", "Ghana", "arms transfer"),
        ),
        (
            "Ghana and Vietnam agreed on a comprehensive partnership.",
            ("Ghana", "Vietnam", "strategic partnership"),
        ),
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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Uganda buys rifles from Brazil.", ("Brazil", "Uganda", "arms transfer")),
        ("Mali got drones that Turkey delivered to Niger.", ("Turkey", "Niger", "arms transfer")),
        (
            "China is the largest seller of arms to Pakistan.",
            ("China", "Pakistan", "arms transfer"),
        ),
        (
            "The sanctions of the European Union against Syria stand.",
            ("European Union", "Syria", "sanctions"),
        ),
        (
            "Sanctions imposed by the United States on Iran hurt.",
            ("United States", "Iran", "sanctions"),
        ),
        ("It feared a war between Chad and Sudan.", ("Chad", "Sudan", "war")),
        ("Chad accused Sudan of theft.", ("Chad", "Sudan", "dispute")),
        ("Peru recalled its ambassador from Chile.", ("Peru", "Chile", "dispute")),
        ("Chad may leave the African Union.", ("Chad", "African Union", "membership")),
        (
            "Finland joined NATO in 2023, Sweden followed.",
            ("Sweden", "North Atlantic Treaty Organization", "membership"),
        ),
        (
            "Foreign Minister Ivo Marek of Chad spoke by telephone with Foreign Minister Hana Novak of Peru.",
            ("Chad", "Peru", "diplomatic contact"),
        ),
        (
            "Bolivia signed a non-aggression pact with Chile.",
            ("Bolivia", "Chile", "non-aggression"),
        ),
        (
            "Switzerland stays neutral in the war between Russia and Ukraine.",
            ("Switzerland", "Ukraine", "neutrality stance"),
        ),
    ],
)
def test_a_tie_told_from_the_other_end_is_found(text, wanted):
    assert wanted in ties(text)


def test_newspapers_and_places_of_meeting_have_no_ties():
    assert ties("CNN spoke of its rivalry with Fox News.") == set()
    assert (
        ties("In Paris Peru and its guests rested. A meeting in Oslo with farmers in Chile failed.")
        == set()
    )


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


def test_a_charge_is_denied_in_its_own_sentence():
    draft = extract("Chad accused Sudan of shelling 40 trucks, a charge that Khartoum denied.")
    claim = draft.claims[0]
    assert (claim.asserted_by, claim.denied_by) == (("state:chad",), ("state:sudan",))
    assert {"state:chad", "state:sudan"} <= {one.id for one in draft.actors}


def test_she_asserts_what_she_said_and_nobody_denies_for_his_own_side():
    text = (
        "Minister Hana Novak of Chad came. She said that 38 balloons had crossed the border. "
        "The Chadian army denied the report."
    )
    claim = extract(text, published=DAY).claims[0]
    assert claim.asserted_by == ("person:hana-novak",)
    assert claim.denied_by == ()


def test_not_denying_is_no_denial():
    text = "Le Monde said that the price was 3 billion euros. Hana Novak, the minister, did not deny it."
    assert [one.denied_by for one in extract(text, published=DAY).claims] == [()]


def test_a_tenure_is_no_event_and_a_dateline_is_none():
    text = "MANILA, Feb. 27 – Ivo Marek, who was president of Chad from 2010 to 2014, met Hana Novak in May."
    assert [one.when for one in extract(text, published=DAY).events] == ["2024-05"]


def test_an_event_is_told_without_its_line_of_place_and_date():
    text = "WARSAW, March 4 (Newswire) - Ivo Marek met Hana Novak on Tuesday night, and it rained."
    assert [one.what for one in extract(text, published="2025-03-07").events] == [
        "Ivo Marek met Hana Novak, and it rained"
    ]
    assert extract("Hanoi, 9 May 2025", published=DAY).events == ()


def test_what_is_merely_said_is_no_claim():
    assert extract("Kenya said that it was glad of the rain.", published=DAY).claims == ()


def test_the_same_text_gives_the_same_draft():
    text = "Iran shipped drones to Russia. President Ivo Marek denied it on May 3."
    assert extract(text, published=DAY) == extract(text, published=DAY)


_WORDS = st.sampled_from(
    [
        *(
            "Russia",
            "Iran",
            "the U.S.",
            "Seoul",
            "the Kremlin",
            "both countries",
            "NATO",
            "al-Qaeda",
        ),
        *(
            "President Ivo Marek",
            "Kim Jong Un",
            "Lin Guoqiang",
            "Mr",
            "She",
            "he",
            "Maude Le Guennec",
        ),
        *(
            "shipped drones to",
            "accused",
            "denied",
            "said that",
            "said",
            "these claims",
            "according to",
        ),
        *(
            "bought rifles from",
            "sanctions of",
            "a war between",
            "joined",
            "met",
            "a charge that",
            "it",
        ),
        *(
            "who was president of",
            "until",
            "from 2010 to 2014",
            "the former minister,",
            "'s",
            "’s",
            "s’",
        ),
        *(
            "on May 3",
            "3 to 5 July 2024",
            "31.02.2024",
            "since June",
            "last week",
            "today",
            "in 2022",
        ),
        *(
            "May 31-2",
            "the end of the year",
            "spring 2024",
            "1990s",
            "99 June",
            "0 May 0000",
            "2024-13-45",
        ),
        *("1,000", "three trucks", "$3 billion", "40 %", "1,2,3", "9" * 30, "12.5"),
        *(
            "“",
            "”",
            '"',
            "'",
            "‘",
            "’",
            "«",
            "»",
            "「",
            "」",
            "(",
            ")",
            "[",
            "–",
            "-",
            "—",
            ";",
            ":",
        ),
        *(
            ".",
            ",",
            "!",
            "?",
            "…",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "\u2028",
            "\u00a0",
            "\x00",
            "\ud800",
        ),
        *(
            "\u202e",
            "\u2066",
            "\u200f",
            "北京说",
            "روسيا",
            "Москва заявила",
            "\U0001f600",
            "é",
            "İ",
            "ß",
            "ﬁ",
        ),
    ]
)
#: Articles of the regression set, cut anywhere and put together anew.
_PIECES = st.sampled_from([one["text"] for one in scores.load()]).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda ends: text[min(ends) : max(ends)]
    )
)
TEXTS = (
    st.lists(_WORDS, max_size=80).map(" ".join)
    | st.lists(_WORDS, max_size=80).map("".join)
    | st.text(max_size=300)
    | st.text(alphabet="“”‘’'\"«» .\nAa", max_size=300)
    | st.lists(_PIECES | _WORDS, max_size=4).map("".join)
)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["", DAY, "2024", "2024-06", "19XX", "0001-01-01", "9999-12-31"]))
def test_whatever_comes_in_every_span_lies_in_the_text(text, published):
    holds_together(extract(text, published=published), text)


def holds_together(draft, text):
    """Every span lies in the text, every id is an actor's, every date is one."""
    plain = scores.plain(draft)
    assert json.loads("".join(written_draft(draft, ascii_only=False))) == plain
    assert plain["document"]["text"] == text
    ids = [one["id"] for one in plain["actors"]]
    assert len(ids) == len(set(ids))
    for kind in ("actors", "quotes", "events", "claims", "relations"):
        for one in plain[kind]:
            assert 0 <= one["confidence"] <= 1
            assert one["rule"]
            _lie_inside(one["passages"], text)
    for actor in plain["actors"]:
        _lie_inside(actor["mentions"], text)
        assert {held["of"] for held in actor["offices"]} <= {"", *ids}
        for held in actor["offices"]:
            _parse_all(held["from"], held["until"])
    for quote in plain["quotes"]:
        _lie_inside([[quote["start"], quote["end"]], *quote["fragments"]], text)
        assert text[quote["start"] : quote["end"]] == quote["text"]
        assert {*quote["speakers"]} <= {*ids}
        if quote["speaker_start"] is not None:
            said = text[quote["speaker_start"] : quote["speaker_end"]]
            assert said == quote["speaker_text"]
        _parse_all(quote["said"])
    for event in plain["events"]:
        _parse_all(event["when"])
        _lie_inside([event["when_text"]], text)
        assert {one["actor"] for one in event["participants"]} <= {*ids}
    for claim in plain["claims"]:
        assert {*claim["asserted_by"], *claim["denied_by"]} <= {*ids}
        _lie_inside([[one["start"], one["end"]] for one in claim["quantities"]], text)
        _parse_all(claim["when"])
    for one in plain["relations"]:
        assert {one["from"], one["to"]} <= {*ids}
        assert one["from"] != one["to"]
        assert one["kind"] in list(RelationKind)
        _parse_all(one["when"])


def _lie_inside(spans, text):
    for start, end in spans:
        assert 0 <= start < end <= len(text)


def _parse_all(*dates):
    for one in dates:
        if one:
            parse(one)


@settings(deadline=None, max_examples=25)
@given(st.lists(_WORDS, min_size=1, max_size=6).map(" ".join), st.integers(200, 3000))
def test_whatever_is_repeated_the_draft_stays_bounded(piece, times):
    text = (piece + " ") * times
    draft = extract(text, published=DAY)
    assert len(draft.quotes) <= len(text) // 2
    assert len(draft.events) <= len(text) // 4
    assert all(len(one.proposition) <= 330 for one in draft.claims)
    assert all(len(one.participants) <= 12 for one in draft.events)
    assert len(draft.relations) <= 400
