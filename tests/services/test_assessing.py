"""Judgments changed in their place: likelihood on one row, confidence, basis, indicators, order."""

from __future__ import annotations

import pytest

from briefing.domain.briefing import Briefing
from briefing.domain.judgment import Judgment
from briefing.errors import UserError
from briefing.services import assessing, assessment_view, history
from briefing.services.editing import add_records
from tests.builders import empty_workspace, make_quote


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    add_records(
        made,
        "Add",
        [Briefing(id="b", title="On grain", marking="GREEN"), make_quote(id="q", briefing_id="b")],
    )
    yield made
    made.close()


def judged(ws):
    return assessment_view.judgment_rows(ws, "b")


def test_a_judgment_is_made_and_takes_the_marking_of_its_briefing(ws):
    one = assessing.add_judgment(ws, "b", " Ports close. ", key=True)
    with ws.read() as connection:
        from briefing.store.records import get

        assert get(connection, "judgment", one).marking == "GREEN"
    (row,) = judged(ws)
    assert (row.text, row.key, row.likelihood, row.high) == ("Ports close.", True, "", 0)
    with pytest.raises(UserError, match="no words"):
        assessing.add_judgment(ws, "b", " ")


def test_likelihood_names_its_row_and_confidence_stands_apart(ws):
    one = assessing.add_judgment(ws, "b", "Ports close.")
    assessing.set_likelihood(ws, one, "phia", "realistic possibility")
    assessing.set_confidence(ws, one, "low")
    assessing.set_words(ws, one, "confidence_reason", "One report.")
    (row,) = judged(ws)
    assert (row.row_name, row.span, row.scale) == ("PHIA yardstick", "40–<50 %", "PHIA")
    assert (row.confidence, row.reason) == ("low", "One report.")
    assert history.undo(ws) == "Edit reason of confidence"
    with pytest.raises(ValueError, match="no term"):
        assessing.set_likelihood(ws, one, "icd203-a", "realistic possibility")
    assessing.set_likelihood(ws, one, "phia", "")
    assert judged(ws)[0].likelihood == ""


def test_changing_the_terms_proposes_equals_only_and_is_one_step(ws):
    first = assessing.add_judgment(ws, "b", "Ports close.")
    second = assessing.add_judgment(ws, "b", "Ships wait.")
    assessing.add_judgment(ws, "b", "Grain is stored.")
    assessing.set_likelihood(ws, first, "icd203-a", "likely")
    assessing.set_likelihood(ws, second, "icd203-a", "unlikely")
    assert assessment_view.term_row(ws, "b").key == "icd203-a"
    other = assessment_view.restatements(ws, "b", "icd203-b")
    assert [one.equal for one in other] == ["probable", "improbable"]
    asked = assessment_view.restatements(ws, "b", "phia")
    assert [(one.id, one.equal, one.overlapping) for one in asked] == [
        (first, None, ("likely",)),
        (second, None, ("unlikely", "realistic possibility")),
    ]
    assessing.switch_row(ws, "phia", {first: "likely", second: ""})
    assert [(row.likelihood, row.scale) for row in judged(ws)][:2] == [
        ("likely", "PHIA"),
        ("", "PHIA"),
    ]
    assert assessment_view.restatements(ws, "b", "phia") == []
    assert history.undo(ws) == "Change the scale to PHIA yardstick"
    assert [(row.likelihood, row.scale) for row in judged(ws)][:2] == [
        ("likely", "ICD 203"),
        ("unlikely", "ICD 203"),
    ]


def test_a_judgment_rests_on_each_entry_once(ws):
    one = assessing.add_judgment(ws, "b", "Ports close.")
    assert assessing.add_basis(ws, one, [("quote", "q"), ("quote", "q"), ("judgment", one)]) == 1
    assert assessing.add_basis(ws, one, [("quote", "q")]) == 0
    assert [line.id for line in judged(ws)[0].basis] == ["q"]
    assessing.remove_basis(ws, one, "q")
    assert judged(ws)[0].basis == ()
    history.undo(ws)
    assert [line.id for line in judged(ws)[0].basis] == ["q"]


def test_an_indicator_has_a_state_and_the_day_it_was_noted(ws):
    one = assessing.add_judgment(ws, "b", "Ports close.")
    sign = assessing.add_indicator(ws, one, "Cranes leave.")
    assessing.set_indicator_state(ws, sign, "emerging", "2024-06-19")
    (row,) = judged(ws)[0].indicators
    assert (row.state, row.noted, row.when) == ("emerging", "2024-06-19", "19 Jun 2024")
    assessing.set_indicator_noted(ws, sign, "2024-06~")
    assert judged(ws)[0].indicators[0].when == "c. Jun 2024"
    assessing.set_indicator_text(ws, sign, "Two cranes leave.")
    assert judged(ws)[0].indicators[0].text == "Two cranes leave."
    with pytest.raises(UserError, match="not seen, emerging or seen"):
        assessing.set_indicator_state(ws, sign, "perhaps")
    with pytest.raises(UserError, match="not a date"):
        assessing.set_indicator_noted(ws, sign, "soon")


def test_judgments_move_within_their_group_alone(ws):
    first, other, second = (
        assessing.add_judgment(ws, "b", words, key=key)
        for words, key in (("A", True), ("B", False), ("C", True))
    )
    assert [row.text for row in judged(ws)] == ["A", "C", "B"]
    assert assessing.move_judgment(ws, second, -1)
    assert [row.text for row in judged(ws)] == ["C", "A", "B"]
    assert not assessing.move_judgment(ws, second, -1)
    assert not assessing.move_judgment(ws, other, 1)
    assessing.set_key(ws, first, key=False)
    assert [row.text for row in judged(ws)] == ["C", "A", "B"]


def test_judgments_that_share_a_place_can_be_moved_too(ws):
    add_records(ws, "Add", [Judgment(id=x, briefing_id="b", text=x) for x in "xyz"])
    assert assessing.move_judgment(ws, "z", -1)
    assert [row.text for row in judged(ws)] == ["x", "z", "y"]
