"""Names in running words, and the states under the names that people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.geography import label_points
from briefing.domain import states
from briefing.domain.codes import ALPHA_2
from briefing.domain.naming import kind_of, names_in


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


def test_a_state_is_known_under_its_names():
    assert states.code_of("Saudi Arabia") == "SA"
    assert states.code_of("the united states") == states.code_of("U.S.") == "US"
    assert states.code_of("Türkiye") == states.code_of("turkiye") == "TR"
    assert states.code_of("Atlantis") == ""
    assert kind_of("Iran") == "state"


def test_every_state_is_told_by_its_name_and_has_its_place_on_the_map():
    drawn = label_points()
    for code in states.codes():
        assert states.code_of(states.usual_name(code)) == code
        assert code in ALPHA_2
    # Islands that are too small to be drawn are placed by nobody.
    missing = [code for code in states.codes() if code not in drawn]
    assert len(missing) <= 12, missing
