"""Claims that stand behind their denial, or are denied where they are told; and what is no claim."""

from __future__ import annotations

import pytest

from briefing.intake.extract import extract

DAY = "2024-06-20"


def claims(text):
    draft = extract(text, published=DAY)
    called = {one.id: one.name for one in draft.actors}
    return [
        (
            one.proposition,
            [called[key] for key in one.asserted_by],
            [called[key] for key in one.denied_by],
        )
        for one in draft.claims
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Chad rejected as “an invention” a report that its army had sold 40 trucks.",
            ("Its army had sold 40 trucks", [], ["Chad"]),
        ),
        (
            "Iran denied having shipped drones to Sudan, as Washington alleged last week.",
            ("Shipped drones to Sudan", ["United States"], ["Iran"]),
        ),
        (
            "Niger rejected the charge that Niamey was arming the other side.",
            ("Niamey was arming the other side", [], ["Niger"]),
        ),
        (
            "Chad accused Niger on Friday of sending a drone over the lake, and Niger denied it at once.",
            ("Niger on Friday of sending a drone over the lake", ["Chad"], ["Niger"]),
        ),
        (
            "Morocco accuses Portugal of taking 300 tonnes of fish, a figure that Lisbon disputes.",
            ("Portugal of taking 300 tonnes of fish", ["Morocco"], ["Portugal"]),
        ),
        (
            "The government in Belgrade insists that it has kept every word.",
            ("It has kept every word", ["Serbia"], []),
        ),
    ],
)
def test_who_asserts_and_who_denies(text, wanted):
    assert claims(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "Hana Novak told members that the sea was calm, according to the Chad News Agency.",
        "I believe that the ships will come. Hana Novak wrote it.",
        "Hana Novak said that four would be a fleet of excuses.",
        "Hana Novak urged Chad and Niger to withdraw 200 soldiers.",
    ],
)
def test_what_is_no_claim(text):
    assert claims(text) == []
