"""Words of likelihood and confidence: what is ours, what is a speaker's, what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.prose import (
    PHIA,
    ROW_A,
    ROW_B,
    confidence_words,
    hedges,
    main_palette,
    palettes_of,
    sentences,
    without_quotations,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russia may send troops.", ["may"]),
        ("RUSSIA MIGHT SEND TROOPS", ["MIGHT"]),
        (
            "We cannot rule out a breach; it can’t be excluded.",
            ["cannot rule out", "can’t be excluded"],
        ),
        ("We cannot yet rule a breach out.", ["cannot yet rule a breach out"]),
        ("It cannot be ruled out that", ["cannot be ruled out"]),
        ("This could change, possibly soon, and perhaps again.", ["could", "possibly", "perhaps"]),
        ("It may\nnot hold.", ["may"]),
        ("A coup is conceivable; there is a good chance of it.", ["conceivable", "a good chance"]),
        ("It is more likely than not.", ["more likely than not"]),
        ("The talks in May 2024 ended in May.", []),
        ("Talks resume in may.", []),
        ("Its military might and China’s might grow.", []),
        ("The figure could not be verified, it couldn’t.", []),
        ("as soon as possible, where possible, not possible", []),
        (
            "We do not rule out a strike; they don’t exclude it.",
            ["do not rule out", "don’t exclude"],
        ),
        ("with the greatest possible speed", []),
        ("The pact makes it possible to train.", []),
        ("He said “we may strike” and that «it might rain».", []),
        ('He said "could be" and ‘perhaps’ and „möglich, may“.', []),
        ("The mayor of Mayfair, maybelline", []),
        ("They don’t stop, it’s certain.", []),
    ],
)
def test_hedges(text, found):
    assert hedges(without_quotations(text)) == found


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("We have high confidence in this.", ["high"]),
        ("with MODERATE to high\u00a0confidence", ["moderate"]),
        ("We judge with moderate to high confidence that", ["moderate"]),
        ("Our confidence is low.", ["low"]),
        ("Confidence: medium", ["moderate"]),
        ("We are highly confident that", [None]),
        ("The truce holds; confidence low.", ["low"]),
        ("We’re very confident; we confidently judge so.", [None, None]),
        ("He is confident of victory.", []),
        ("Consumer confidence is low.", []),
        ("A low-confidence vote", []),
        ("Confidence-building measures", []),
        ("He said “I have high confidence”.", []),
        ("overconfident", []),
    ],
)
def test_confidence(text, levels):
    found = confidence_words(without_quotations(text))
    assert [level.value if level else None for _words, level in found] == levels


def test_sentences_keep_abbreviations_together_and_part_lines():
    text = (
        "The U.S. Navy is ready [@quote:a.b]. Mr. Kim agreed “once. Then no.” And left!\n"
        "- An item. Another\n\n## A heading\nLast… 终于。结束"
    )
    assert [s.text for s in sentences(text)] == [
        "The U.S. Navy is ready.",
        "Mr. Kim agreed “once.",
        "Then no.”",
        "And left!",
        "An item.",
        "Another",
        "A heading",
        "Last…",
        "终于。",
        "结束",
    ]


def test_quoted_words_are_blanked_across_sentences():
    (first, second) = sentences("He said “we may. We might” today.")
    assert "may" not in first.ours
    assert "might" not in second.ours
    assert "today" in second.ours


def test_words_belong_to_their_sets():
    assert palettes_of("likely") == {ROW_A, PHIA}
    assert palettes_of("Probable") == {ROW_B, PHIA}
    assert palettes_of("highly likely") == {PHIA}
    assert palettes_of("nearly certain") == {ROW_B}
    assert palettes_of("likely", PHIA) == {PHIA}
    assert main_palette([palettes_of("likely"), palettes_of("very likely")]) is None
    assert main_palette([palettes_of("likely"), palettes_of("probable")]) is None  # PHIA has both
    assert main_palette([palettes_of("very likely"), palettes_of("probable")]) == ROW_A
    assert main_palette([]) is None


@given(st.text(max_size=300))
def test_no_text_is_too_strange_and_blanking_keeps_offsets(text):
    assert len(without_quotations(text)) == len(text)
    for one in sentences(text):
        assert len(one.text) == len(one.ours)
        hedges(one.ours)
        confidence_words(one.ours)
