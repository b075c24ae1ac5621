"""Numbers and dates in running words."""

from __future__ import annotations

import pytest

from briefing.intake.quantities import Amount, amounts
from briefing.intake.writtendates import dates_within


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "6,700 containers of artillery ammunition went by rail",
            [Amount(6700, "containers", "artillery ammunition")],
        ),
        ("worth $3 billion", [Amount(3e9, "US dollars")]),
        ("at 12.5 km from the line", [Amount(12.5, "km")]),
        ("some 11,000 North Korean troops", [Amount(11000, "North Korean troops")]),
        ("3 million rounds and 40 per cent of it", [Amount(3e6, "rounds"), Amount(40, "%", "it")]),
        ("on 19 June 2024 at 10:30", []),
        ("in 2024 he said", []),
        ("along the 38th parallel", []),
        ("version 1.2.3 of it", []),
        ("there were 12.", []),
        ("12,000", []),
    ],
)
def test_numbers_of_something(words, found):
    assert amounts(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("signed on 19 June 2024 in Pyongyang", ["2024-06-19"]),
        ("On June 19th, 2024, and again in June 2024", ["2024-06-19", "2024-06"]),
        ("since 2023 and in 2024", ["2023", "2024"]),
        ("2024-06-19 and 19 June 2024", ["2024-06-19"]),
        ("2,024 trains, 2024 trains", []),
        ("on 06/07/2024", []),
        ("on 31 June 2024", []),
    ],
)
def test_dates_in_words(words, found):
    assert dates_within(words) == found
