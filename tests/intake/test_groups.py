"""Groups of states that sources name by a point of the compass."""

from __future__ import annotations

import pytest

from tests.intake.test_names import found


@pytest.mark.parametrize(
    ("text", "is_group"),
    [
        ("Relations with the West, he said, are bad.", True),
        ("The West must act.", True),
        ("He sailed to the West Coast.", False),
        ("In the West of Chad rain fell.", False),
        ("The Wild West was filmed there.", False),
        ("They walked to the west.", False),
        ("Kanye West sang in the West Bank.", False),
    ],
)
def test_the_west_by_itself_is_a_group(text, is_group):
    assert (
        ("group", "The West", "West") in found(text)
        if is_group
        else not [one for one in found(text) if one[1] == "The West"]
    )


def test_a_group_of_no_members_has_no_ties():
    from briefing.intake.extract import extract

    text = "Norway has risked the ire of the West by supplying military equipment to Chad."
    assert not [one for one in extract(text).relations if "west" in f"{one.from_id} {one.to_id}"]
