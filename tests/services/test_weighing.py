"""A matrix made and worked: what is written, what it comes to, what one undo takes back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.briefing import Briefing
from briefing.domain.claim import Claim
from briefing.errors import UserError
from briefing.services import assessment_view, history, weighing
from briefing.services.editing import add_records, change_fields, restore_entry
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from tests.builders import ME, empty_workspace, rows


@pytest.fixture
def ws(tmp_path):
    made = empty_workspace(tmp_path)
    add_records(
        made,
        "Add",
        [
            Briefing(id="b", title="On grain", marking="GREEN"),
            Claim(id="c", briefing_id="b", proposition="Ships are loaded.", credibility="2"),
        ],
    )
    yield made
    made.close()


def seen(ws, matrix_id):
    view = assessment_view.matrix(ws, matrix_id)
    assert view is not None
    return view


def test_a_new_matrix_asks_its_question_of_two_hypotheses(ws):
    made = weighing.add_matrix(ws, "b", " What does it want? ")
    view = seen(ws, made)
    assert (view.question, len(view.hypotheses), view.exclusive) == ("What does it want?", 2, True)
    assert (view.order, view.sensitivity) == ("All hypotheses are level (0.0).", ())
    assert history.undo(ws) == "Add hypothesis matrix"
    assert assessment_view.matrices(ws, "b") == []
    with pytest.raises(UserError, match="needs a question"):
        weighing.add_matrix(ws, "b", "  ")


def test_a_row_of_a_claim_follows_its_grade_until_one_is_set(ws):
    made = weighing.add_matrix(ws, "b", "Why?")
    (row,) = weighing.add_evidence_entries(ws, made, [("claim", "c"), ("claim", "c")])
    assert weighing.add_evidence_entries(ws, made, [("claim", "c")]) == []
    view = seen(ws, made)
    assert (view.rows[0].text, view.rows[0].credibility) == ("Ships are loaded.", "2")
    weighing.rate(ws, row, view.hypothesis_ids[0], "II")
    assert seen(ws, made).scores == ("1.6", "0.0")
    change_fields(ws, "claim", "c", credibility="4")
    assert seen(ws, made).scores == ("0.8", "0.0")
    weighing.set_credibility(ws, row, "1")
    assert (seen(ws, made).scores, seen(ws, made).rows[0].by_hand) == (("2.0", "0.0"), True)
    change_fields(ws, "claim", "c", credibility="5")
    assert seen(ws, made).scores == ("2.0", "0.0")
    weighing.set_credibility(ws, row, "")
    assert (seen(ws, made).scores, seen(ws, made).plain) == (("0.4", "0.0"), ("2.0", "0.0"))
    assert seen(ws, made).sensitivity == (
        "Without “Ships are loaded.” all hypotheses would be level.",
    )


def test_words_of_ones_own_are_not_weighed_until_they_are_graded(ws):
    made = weighing.add_matrix(ws, "b", "Why?")
    row = weighing.add_evidence_words(ws, made, "The harbour is busy.")
    weighing.rate(ws, row, seen(ws, made).hypothesis_ids[0], "I")
    view = seen(ws, made)
    assert (view.ungraded, view.scores, view.plain) == (1, ("0.0", "0.0"), ("1.0", "0.0"))
    weighing.set_credibility(ws, row, "3")
    assert (seen(ws, made).ungraded, seen(ws, made).scores) == (0, ("0.6", "0.0"))


def test_a_cell_typed_again_is_one_step_and_undo_gives_back_what_was_before(ws):
    made = weighing.add_matrix(ws, "b", "Why?")
    row = weighing.add_evidence_words(ws, made, "The harbour is busy.")
    one = seen(ws, made).hypothesis_ids[0]
    weighing.rate(ws, row, one, "C")
    for value in ("I", "", "II"):
        weighing.rate(ws, row, one, value, intention="typed")
    assert seen(ws, made).rows[0].ratings == ("II", "")
    history.undo(ws)
    assert seen(ws, made).rows[0].ratings == ("C", "")
    history.undo(ws)
    assert seen(ws, made).rows[0].ratings == ("", "")
    history.redo(ws)
    history.redo(ws)
    assert seen(ws, made).rows[0].ratings == ("II", "")


def test_entries_are_picked_by_their_words_and_a_quote_names_its_speaker(tmp_path):
    sample = open_workspace(tmp_path / "s.briefings", ME)
    briefing = sample_id("briefing", BRIEFING_KEY)
    found = {line.id: line for line in assessment_view.pick_entries(sample, briefing, "absurd")}
    quote = found[sample_id("quote", "absurd")]
    assert (quote.text, quote.kind) == ("“absurd”", "quote")
    assert quote.side == "Russia, North Korea"
    first = assessment_view.pick_entries(sample, briefing, "")
    assert [line.kind for line in first][:7] == ["claim"] * 7
    assert {line.kind for line in first} == set(assessment_view.PICKED)
    assert assessment_view.pick_entries(sample, briefing, "nobody wrote this") == []
    sample.close()


def test_rows_and_columns_move_and_stop_at_the_ends(ws):
    made = weighing.add_matrix(ws, "b", "Why?")
    third = weighing.add_hypothesis(ws, made, "Third")
    assert weighing.move_hypothesis(ws, third, -1)
    assert seen(ws, made).hypotheses[1] == "Third"
    assert weighing.move_hypothesis(ws, third, -1)
    assert not weighing.move_hypothesis(ws, third, -1)
    rows_made = [weighing.add_evidence_words(ws, made, words) for words in "ABC"]
    assert weighing.move_evidence(ws, rows_made[2], -1)
    assert [row.text for row in seen(ws, made).rows] == ["A", "C", "B"]
    assert not weighing.move_evidence(ws, rows_made[0], -1)


def test_what_is_deleted_comes_back_with_its_ratings(ws):
    made = weighing.add_matrix(ws, "b", "Why?")
    row = weighing.add_evidence_words(ws, made, "The harbour is busy.")
    first, second = seen(ws, made).hypothesis_ids
    weighing.rate(ws, row, second, "II")
    weighing.delete_hypothesis(ws, second)
    assert seen(ws, made).hypothesis_ids == (first,)
    restore_entry(ws, "hypothesis", second)
    assert seen(ws, made).rows[0].ratings == ("", "II")
    weighing.delete_evidence(ws, row)
    assert seen(ws, made).rows == ()


@pytest.mark.parametrize("value", ["X", "iii", "0"])
def test_what_is_no_rating_is_refused_in_words(ws, value):
    made = weighing.add_matrix(ws, "b", "Why?")
    row = weighing.add_evidence_words(ws, made, "The harbour is busy.")
    with pytest.raises(UserError, match="a rating is CC, C, N, I or II"):
        weighing.rate(ws, row, seen(ws, made).hypothesis_ids[0], value)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["rate", "grade", "row", "column", "move", "drop"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(max_examples=15)
@given(STEPS)
def test_any_work_on_a_matrix_can_be_undone_and_done_again(tmp_path_factory, steps):
    ws = empty_workspace(tmp_path_factory.mktemp("m"))
    add_records(ws, "Add", [Briefing(id="b", title="On grain")])
    made = weighing.add_matrix(ws, "b", "Why?")
    before = visible(ws)
    done = 0
    for sort, one, two in steps:
        view = seen(ws, made)
        row = view.rows[one % len(view.rows)].id if view.rows else None
        column = view.hypothesis_ids[two % len(view.hypothesis_ids)]
        labels = len(history.log(ws))
        if sort == "row" or row is None:
            weighing.add_evidence_words(ws, made, f"Row {one}")
        elif sort == "column":
            weighing.add_hypothesis(ws, made, f"Answer {two}")
        elif sort == "rate":
            weighing.rate(ws, row, column, ("CC", "C", "N", "I", "II", "")[one])
        elif sort == "grade":
            weighing.set_credibility(ws, row, str(1 + two))
        elif sort == "move":
            weighing.move_evidence(ws, row, 1 if two % 2 else -1)
        else:
            weighing.delete_evidence(ws, row)
        done += len(history.log(ws)) - labels
    after = visible(ws)
    for _ in range(done):
        history.undo(ws)
    assert visible(ws) == before
    for _ in range(done):
        history.redo(ws)
    assert visible(ws) == after
    ws.close()


def visible(ws):
    """The matrices as anybody sees them."""
    return assessment_view.matrices(ws, "b"), len(rows(ws)["briefing"])
