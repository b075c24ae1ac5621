"""Every rule with a case that must fire and one that must not."""

# long because: each rule has a case that must and one that must not fire, beside the others.

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.analysis.material import Material, Severity, Support
from briefing.analysis.tradecraft import RULES, check
from briefing.domain.actor import Actor
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Bloc, BlocMember
from briefing.domain.briefing import Briefing, Section
from briefing.domain.citing import Ref
from briefing.domain.claim import Claim, ClaimLink
from briefing.domain.event import Event
from briefing.domain.judgment import Indicator, Judgment
from briefing.domain.quote import Quote
from briefing.domain.relation import Relation
from briefing.domain.source import Passage, Source

CHECKOUT = Path(__file__).parents[2]
TEXT = "He said that “the pact will hold”, and left. Seoul denies it."


def passage(number=1, **over):
    given = {"document_id": "d", "start": 0, "end": 2, "exact": "He"}
    return Passage(**{"id": f"p{number}", **given, **over})


def support(source="s1", outlet=None, role="", number=1, **over):
    return Support(passage(number, **over), "d", outlet or source, source, role)


def source(name, **over):
    return Source(
        **{
            "id": name,
            "title": f"Source {name}",
            "reliability": "B",
            "reliability_reason": "Seen.",
            **over,
        }
    )


SOURCES = {name: source(name) for name in ("s1", "s2", "s3")}
SUMMARY = Section(id="sum", briefing_id="b", section_kind="source summary", body="All is known.")


def judgment(text="The pact holds.", **over):
    return Judgment(**{"id": "j", "briefing_id": "b", "text": text, **over})


def material(**over):
    head = {"id": "b", "title": "T", "as_of": "2024-06-19", "cutoff": "2024-06-20T12:00:00+00:00"}
    given = {
        "briefing": Briefing(**{**head, **over.pop("head", {})}),
        "sections": (SUMMARY, *over.pop("sections", ())),
        "sources": SOURCES,
        "texts": {"d": TEXT},
    }
    return Material(**{**given, **over})


def well_founded(*entries, **over):
    """Judgments and claims that two sources carry, so that other rules keep quiet."""
    both = (support("s1"), support("s2", number=2))
    carried = {one.id: both for one in entries} | {"q0": both}
    kinds = {"judgment": "judgments", "claim": "claims", "relation": "relations"}
    kinds |= {"event": "events", "quote": "quotes", "bloc": "blocs"}
    given = {}
    for one in entries:
        given[kinds[one.kind]] = (*given.get(kinds[one.kind], ()), one)
    basis = {one.id: (Ref("quote", "q0"),) for one in entries if one.kind == "judgment"}
    return material(**{"support": carried, "basis": basis, **given, **over})


def section(body, kind="bottom line"):
    return Section(id="sec", briefing_id="b", section_kind=kind, body=body)


def quote(words="the pact will hold", **over):
    return Quote(**{"id": "q", "briefing_id": "b", "words": words, **over})


def event(**over):
    return Event(**{"id": "e", "briefing_id": "b", "what": "Talks", **over})


def claim(name="c", **over):
    return Claim(**{"id": name, "briefing_id": "b", "proposition": "It is so.", **over})


def relation(**over):
    return Relation(**{"id": "r", "briefing_id": "b", "relation_kind": "sanctions", **over})


PUTIN = Actor(id="a", actor_kind="person", name="Putin", existed="1952/..")
USSR = Actor(id="u", actor_kind="state", name="Soviet Union", existed="1922/1991")
CITED = section("The pact holds, as was said at the talks [@quote:q0].")
SPOKEN = {"actors": {"q": (PUTIN,)}}
ONE_ROW = judgment(id="j2", text="War is very unlikely.")
RING = {"j": (Ref("judgment", "j2"),), "j2": (Ref("judgment", "j"),)}

CASES = {
    "unsourced": (
        [
            material(events=(event(),)),
            material(quotes=(quote(),), **SPOKEN),
            material(claims=(claim(),)),
            material(relations=(relation(),)),
            material(blocs=(Bloc(id="bl", name="B"),)),
            material(judgments=(judgment(),), basis={"j": (Ref("quote", "q0"),)}),
        ],
        [well_founded(event(), claim(), relation(), judgment()), material()],
    ),
    "no-basis": (
        [
            material(judgments=(judgment(),)),
            material(judgments=(judgment(),), support={"j": (support(),)}),
            material(
                judgments=(judgment(),),
                basis={"j": (Ref("quote", "gone"),)},
                missing=frozenset({Ref("quote", "gone")}),
            ),
        ],
        [well_founded(judgment())],
    ),
    "circular-basis": (
        [well_founded(judgment(), judgment(id="j2"), basis=RING)],
        [well_founded(judgment(), judgment(id="j2"), basis={"j": RING["j"]})],
    ),
    "one-source": (
        [
            material(
                judgments=(judgment(),),
                basis={"j": (Ref("quote", "q0"),)},
                support={"q0": (support(), support(number=2), support("s2", role="denies"))},
            )
        ],
        [well_founded(judgment())],
    ),
    "shared-origin": (
        [
            well_founded(judgment(), steps={"s1": ("s3",), "s2": ("s3",)}),
            well_founded(claim(), steps={"s2": ("s1",)}),
            well_founded(relation(), steps={"s1": ("s2",), "s2": ("s1",)}),
        ],
        [
            well_founded(judgment(), claim(), steps={"s1": ("s3",)}),
            well_founded(event(), steps={"s2": ("s1",)}),
        ],
    ),
    "one-outlet": (
        [
            material(
                judgments=(judgment(),),
                basis={"j": (Ref("quote", "q0"),)},
                support={"q0": (support("s1", "s3"), support("s2", "s3", number=2))},
            )
        ],
        [well_founded(judgment())],
    ),
    "not-corroborated": (
        [
            well_founded(claim(credibility="1"), steps={"s2": ("s1",)}),
            well_founded(claim(status="corroborated", status_reason="x"), support={}),
            well_founded(
                claim(credibility="1"),
                support={"c": (support("s1"), support("s2", role="denies", number=2))},
            ),
        ],
        [
            well_founded(claim(credibility="1", status="corroborated", status_reason="x")),
            material(claims=(claim(credibility="2"),), support={"c": (support(),)}),
        ],
    ),
    "rivals-agree": (
        [
            well_founded(
                claim(credibility="1"),
                claim("c2", status="corroborated", status_reason="x"),
                rivals=(ClaimLink(id="l", claim_id="c", other_id="c2"),),
            )
        ],
        [
            well_founded(
                claim(credibility="1"),
                claim("c2", credibility="5"),
                rivals=(ClaimLink(id="l", claim_id="c", other_id="c2"),),
            ),
            well_founded(claim(credibility="1"), claim("c2", credibility="1")),
        ],
    ),
    "status-without-reason": (
        [well_founded(claim(status="contested"))],
        [
            well_founded(claim(status="contested", status_reason="Two denials.")),
            well_founded(claim()),
        ],
    ),
    "source-not-graded": (
        [
            well_founded(
                claim(),
                sources={**SOURCES, "s1": source("s1", reliability="F", reliability_reason="")},
            ),
            well_founded(
                claim(),
                sources={
                    **SOURCES,
                    "s1": source("s1", reliability="F", reliability_reason="Not judged yet"),
                },
            ),
        ],
        [
            well_founded(claim()),
            well_founded(
                claim(),
                sources={
                    **SOURCES,
                    "s1": source("s1", reliability="F", reliability_reason="Unnamed."),
                },
            ),
            material(sources={"s9": source("s9", reliability="F", reliability_reason="")}),
        ],
    ),
    "missing-entry": (
        [
            material(sections=(CITED,), missing=frozenset({Ref("quote", "q0")})),
            well_founded(judgment(), missing=frozenset({Ref("quote", "q0")})),
        ],
        [material(sections=(CITED,)), well_founded(judgment())],
    ),
    "uncited-paragraph": (
        [material(sections=(section("The pact holds beyond any doubt.", "discussion"),))],
        [
            material(sections=(CITED,)),
            material(sections=(section("## The pact and what it means"),)),
            material(sections=(section("Nobody knows what it says.", "gaps"),)),
        ],
    ),
    "no-source-summary": (
        [Material(briefing=Briefing(id="b", title="T"), judgments=(judgment(),))],
        [well_founded(judgment()), Material(briefing=Briefing(id="b", title="T"))],
    ),
    "marking": (
        [
            well_founded(claim(marking="AMBER"), head={"marking": "GREEN"}),
            well_founded(claim(marking="WHITE")),
            material(sections=(section("Words.", "gaps"),), head={"marking": "SECRET"}),
            well_founded(claim(), sources={**SOURCES, "s1": source("s1", marking="RED")}),
            material(
                notes=(Annotation(id="n", target_kind="claim", target_id="c", marking="RED"),)
            ),
            well_founded(claim(), support={"c": (support(marking="GREEN"),)}),
        ],
        [
            well_founded(claim(marking="GREEN"), head={"marking": "AMBER"}),
            well_founded(claim(marking="amber"), head={"marking": "AMBER"}),
        ],
    ),
    "quote-words": (
        [well_founded(quote("the pact will never hold"), **SPOKEN)],
        [
            well_founded(quote(), **SPOKEN),
            well_founded(quote("The pact … hold."), **SPOKEN),
            well_founded(quote("that it would stand", quote_kind="indirect"), **SPOKEN),
            well_founded(quote("le pacte tiendra", original_words="the pact will hold"), **SPOKEN),
        ],
    ),
    "no-speaker": (
        [well_founded(quote())],
        [well_founded(quote(), **SPOKEN), well_founded(quote(quote_kind="scare"))],
    ),
    "passage-astray": (
        [
            well_founded(claim(), support={"c": (support(exact="She"),)}),
            well_founded(claim(), support={"c": (support(state="orphaned"),)}),
        ],
        [well_founded(claim())],
    ),
    "likelihood-with-confidence": (
        [
            material(sections=(section("We have high confidence that war is UNLIKELY.", "gaps"),)),
            well_founded(judgment("It is probable, our confidence being low confidence.")),
            well_founded(
                judgment(confidence="low", confidence_reason="Confidence is low as it is likely.")
            ),
            material(
                sections=(
                    section("Low confidence: the U.S. Navy will almost certainly go.", "gaps"),
                )
            ),
        ],
        [
            well_founded(judgment("War is unlikely. We have high confidence in this.")),
            material(
                sections=(section("She said “with high confidence” that war is unlikely.", "gaps"),)
            ),
            material(sections=(section("Consumer confidence is low and likely to fall.", "gaps"),)),
        ],
    ),
    "mixed-scales": (
        [
            well_founded(judgment("War is improbable."), ONE_ROW),
            well_founded(
                judgment(likelihood="likely"), judgment(id="j2", likelihood="likely", scale="PHIA")
            ),
            well_founded(ONE_ROW, sections=(section("It is highly likely.", "gaps"),)),
        ],
        [
            well_founded(judgment("War is unlikely."), ONE_ROW),
            well_founded(judgment("He calls it “improbable”."), ONE_ROW),
            well_founded(judgment("Peace is highly likely, war probable.")),
        ],
    ),
    "vague-hedge": (
        [
            well_founded(judgment("Russia may act.")),
            well_founded(judgment("A strike CANNOT be ruled out.")),
            material(sections=(section("War might come [@quote:q0].", "outlook"),)),
        ],
        [
            well_founded(judgment("Russia is likely to act in May 2024.")),
            well_founded(judgment("He says “we may act”, and «might».")),
            material(sections=(section("Some hold that war might come.", "discussion"),)),
        ],
    ),
    "differs-from-grade": (
        [
            well_founded(judgment("War is likely.", likelihood="very likely")),
            well_founded(judgment("We have high confidence.", confidence="low")),
        ],
        [
            well_founded(judgment("War is probable.", likelihood="likely")),
            well_founded(judgment("We have low confidence.", confidence="low")),
            well_founded(judgment("War is likely.")),
        ],
    ),
    "unknown-likelihood": (
        [
            well_founded(judgment(likelihood="rather likely")),
            well_founded(judgment(likelihood="likely", scale="Ours")),
            well_founded(judgment(confidence="solid")),
        ],
        [well_founded(judgment(likelihood="Likely", confidence="high", confidence_reason="x"))],
    ),
    "no-confidence": (
        [well_founded(judgment(likelihood="likely")), well_founded(judgment(confidence="high"))],
        [
            well_founded(judgment()),
            well_founded(judgment(likelihood="likely", confidence="low", confidence_reason="x")),
        ],
    ),
    "unreadable-date": (
        [
            well_founded(event(happened="2024-06/2024-05")),
            well_founded(quote(said="June"), **SPOKEN),
            material(
                indicators={"j": (Indicator(id="i", judgment_id="j", text="x", noted="soon"),)}
            ),
            material(members={"bl": (BlocMember(id="m", bloc_id="bl", held="1953/1950"),)}),
        ],
        [well_founded(event(happened="2024-05~/2024-06"), relation(held="../.."))],
    ),
    "reported-too-early": (
        [well_founded(event(happened="2024-06-19", reported="2024-06-18"))],
        [
            well_founded(event(happened="2024-06", reported="2024-06-18")),
            well_founded(event(happened="2024-06-19", reported="2024-06")),
            well_founded(event(happened="2024-06-20", reported="2024-06-18", planned=True)),
            well_founded(event(happened="2024-06-19/..", reported="2024-06-19")),
        ],
    ),
    "after-cutoff": (
        [
            well_founded(event(happened="2024-06-21")),
            well_founded(event(happened="2024-06-01", reported="2024-07")),
            well_founded(quote(said="2024-07"), **SPOKEN),
            material(sources={"s1": source("s1", issued="2025")}),
        ],
        [
            well_founded(event(happened="2024-06-20")),
            well_founded(event(happened="2024-06")),
            well_founded(event(happened="2024-06-20~/..")),
            well_founded(event(happened="2024-07", planned=True)),
            well_founded(event(happened="2025"), head={"cutoff": ""}),
        ],
    ),
    "said-after-source": (
        [
            well_founded(
                quote(said="2024-06-19"),
                sources={**SOURCES, "s2": source("s2", issued="2024-06-18")},
                **SPOKEN,
            )
        ],
        [
            well_founded(
                quote(said="2024-06-19"),
                sources={**SOURCES, "s2": source("s2", issued="2024-06")},
                **SPOKEN,
            ),
            well_founded(quote(said="2024-06-19"), **SPOKEN),
        ],
    ),
    "happened-after-sources": (
        [
            well_founded(
                event(happened="2024-06-19"),
                sources={n: source(n, issued="2024-06-18") for n in ("s1", "s2")},
            )
        ],
        [
            well_founded(
                event(happened="2024-06-19"),
                sources={"s1": source("s1", issued="2024-06-18"), "s2": source("s2")},
            ),
            well_founded(
                event(happened="2024-06-19", planned=True),
                sources={n: source(n, issued="2024-06-18") for n in ("s1", "s2")},
            ),
        ],
    ),
    "phase-against-dates": (
        [
            well_founded(relation(phase="ended", held="2020/..")),
            well_founded(relation(phase="in force", held="2020/2022")),
            well_founded(relation(phase="ended", held="2020/2026")),
        ],
        [
            well_founded(relation(phase="ended", held="1950/1953")),
            well_founded(relation(phase="ended", held="2020/2024")),
            well_founded(relation(phase="in force", held="2020/..")),
            well_founded(relation(phase="in force", held="2022")),
            well_founded(relation(phase="in force", held="2020/")),
        ],
    ),
    "accessed-too-early": (
        [material(sources={"s1": source("s1", issued="2024-06-19", accessed="2024-06-18")})],
        [material(sources={"s1": source("s1", issued="2024-06", accessed="2024-06-18")})],
    ),
    "actor-not-there": (
        [
            well_founded(event(happened="2024"), actors={"e": (USSR,)}),
            well_founded(relation(held="1992/.."), actors={"r": (USSR,)}),
            material(
                members={"bl": (BlocMember(id="m", bloc_id="bl", actor_id="u", held="2000/.."),)},
                actor_of={"u": USSR},
            ),
        ],
        [
            well_founded(event(happened="1991"), actors={"e": (USSR,)}),
            well_founded(relation(held="1950/.."), actors={"r": (USSR,)}),
            well_founded(event(happened=""), actors={"e": (USSR,)}),
        ],
    ),
}


def rules_of(found):
    return {one.rule for one in found}


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_fires_where_it_must_and_not_where_it_must_not(rule):
    must, must_not = CASES[rule]
    for number, one in enumerate(must):
        found = [f for f in check(one) if f.rule == rule]
        assert found, f"case {number} must fire"
        assert all(f.words and f.entry_kind and f.entry_id for f in found)
    for number, one in enumerate(must_not):
        assert rule not in rules_of(check(one)), f"case {number} must not fire"


def test_every_rule_is_explained_to_the_analyst():
    guide = (CHECKOUT / "docs" / "checks.md").read_text("utf-8")
    headings = [line.split("`")[1] for line in guide.splitlines() if line.startswith("### `")]
    assert headings == [rule.id for rule in RULES]
    assert set(CASES) == set(headings)


def test_the_gravest_come_first_and_each_is_told_once():
    found = check(
        well_founded(
            judgment("We have high confidence that war is likely. Russia may act."),
            steps={"s2": ("s1",)},
        )
    )
    ranks = [one.severity.rank for one in found]
    assert ranks == sorted(ranks)
    assert found[0].severity is Severity.ERROR
    assert len({one.key for one in found}) == len(found)


def test_high_confidence_on_one_source_is_an_error():
    (found,) = [
        one
        for one in check(
            material(
                judgments=(judgment(confidence="high", confidence_reason="x"),),
                basis={"j": (Ref("quote", "q0"),)},
                support={"q0": (support(),)},
            )
        )
        if one.rule == "one-source"
    ]
    assert found.severity is Severity.ERROR
    assert "Source s1" in found.words


def test_changed_words_make_another_finding():
    first, second = (
        next(f for f in check(well_founded(judgment(text))) if f.rule == "vague-hedge")
        for text in ("Russia may act.", "Russia may act at once.")
    )
    assert first.key != second.key
