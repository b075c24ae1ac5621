"""Names that a person may mean, and the states under the names that people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.territory import label_points
from briefing.intake import gazetteer
from briefing.intake.likely_names import kind_of, names_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The outcome pleased Wang Yi.", [("Wang Yi", "person")]),
        ("On Friday President Ebrahim Raisi left.", [("Ebrahim Raisi", "person")]),
        ("Crown Prince Mohammed bin Salman spoke", [("Mohammed bin Salman", "person")]),
        ("by Musaid al-Aiban, an adviser", [("Musaid al-Aiban", "person")]),
        ("Ursula von der Leyen agreed", [("Ursula von der Leyen", "person")]),
        (
            "Iran’s Supreme National Security Council met",
            [("Iran", "state"), ("Supreme National Security Council", "organisation")],
        ),
        (
            "the International Committee of the Red Cross and the EU",
            [("International Committee of the Red Cross", "organisation"), ("EU", "organisation")],
        ),
        ("the Islamic Republic of Iran", [("Islamic Republic of Iran", "state")]),
        ("the Houthi Movement", [("Houthi Movement", "group")]),
        ("In Washington the Foreign Minister said nothing on Monday.", []),
        ("He came. They left. Analysts differ.", []),
    ],
)
def test_names_stand_in_running_words(text, found):
    named = list(names_in(text))
    assert [(one.name, one.kind) for one in named] == found
    assert all(text[one.start : one.end] == one.name for one in named)


@given(st.text(st.sampled_from("Ab c'’-.\nÉ of al bin Iran 김\u00a0"), max_size=60))
def test_names_lie_within_any_text_in_its_order(text):
    end = 0
    for one in names_in(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end].split() == one.name.split()
        end = one.end


def test_a_state_of_today_is_known_under_its_names():
    assert gazetteer.state_code("Saudi Arabia") == "SA"
    assert gazetteer.state_code("the united states") == gazetteer.state_code("US") == "US"
    assert gazetteer.state_code("Türkiye") == gazetteer.state_code("turkiye") == "TR"
    assert gazetteer.state_code("Atlantis") == gazetteer.state_code("Soviet Union") == ""
    assert kind_of("Iran") == "state"
    assert kind_of("Hezbollah") in ("organisation", "group")


def test_nearly_every_state_has_its_place_on_the_map():
    drawn = label_points()
    told = {gazetteer.state_code(state.name) for state in gazetteer.states()} - {""}
    assert len(told) > 190
    # Islands that are too small to be drawn are placed by nobody.
    missing = [code for code in told if code not in drawn]
    assert len(missing) <= 12, missing
