"""Blind rounds: nobody sees another's answer before all have handed in, and then all is compared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.domain.blind import BlindAnswer, BlindItem, BlindPart
from briefing.errors import UserError
from briefing.services import blind_scales, blind_view, blinding, history
from briefing.services.blind_scales import SCALES
from briefing.services.sample import sample_id
from briefing.services.snapshot import show_briefing
from briefing.services.workspace import open_workspace
from briefing.store.records import find
from tests.builders import ME, OTHER

BRIEFING = sample_id("briefing", "pyongyang-2024")


@pytest.fixture
def ws(tmp_path):
    made = open_workspace(tmp_path / "a.briefings", ME)
    made.rename_person("Ann")
    yield made
    made.close()


@pytest.fixture
def ben(ws):
    other = open_workspace(ws.path, OTHER)
    other.rename_person("Ben")
    yield other
    other.close()


def _round(ws, scale="reliability", many=3, question="How reliable is this source?"):
    asked = blind_scales.subjects(ws, BRIEFING, scale)[:many]
    return blinding.open_round(ws, BRIEFING, question, scale, asked)


def _answer(ws, round_id, *values):
    items = blind_view.round_view(ws, round_id).items
    for item, value in zip(items, values, strict=False):
        blinding.answer(ws, item.id, value, f"because {value}")


def _withheld(ws):
    with ws.read() as connection:
        held = (find(connection, cls) for cls in (BlindPart, BlindItem, BlindAnswer))
        return blind_view.withheld(*held)


@pytest.mark.parametrize("scale", list(SCALES))
def test_the_sample_has_something_to_ask_about_on_every_scale(ws, scale):
    asked = blind_scales.subjects(ws, BRIEFING, scale)
    assert len(asked) > 1
    assert all(one.title for one in asked)
    assert len({(one.id, one.beside_id) for one in asked}) == len(asked)


def test_nobody_sees_anothers_answers_before_both_have_handed_in(ws, ben):
    round_id = _round(ws)
    _answer(ws, round_id, "B", "C", "A")
    blinding.hand_in(ws, round_id)
    blinding.take_part(ben, round_id)
    seen = blind_view.round_view(ben, round_id)
    assert not seen.complete
    assert seen.result is None
    assert all(not item.others and not item.mine and not item.note for item in seen.items)
    _answer(ben, round_id, "B", "D", "A")
    assert all(not item.others for item in blind_view.round_view(ws, round_id).items)
    blinding.hand_in(ben, round_id)
    seen = blind_view.round_view(ws, round_id)
    assert seen.complete
    assert seen.items[1].others == (("Ann", "C", "because C"), ("Ben", "D", "because D"))
    assert [item.differs for item in seen.items] == [False, True, False]
    assert seen.result.same == 2
    # 2 of 3 the same; by chance 2/9 (both A or both B): (6/9 - 2/9) / (7/9).
    assert seen.result.kappa == pytest.approx(4 / 7)


def test_the_history_of_an_answer_is_as_hidden_as_the_answer(ws, ben):
    round_id = _round(ws)
    _answer(ws, round_id, "B")
    (hidden,) = _withheld(ws)
    assert history.history_of(ws, hidden)
    with pytest.raises(UserError, match="until all"):
        history.history_of(ben, hidden)
    blinding.hand_in(ws, round_id)
    assert not _withheld(ws)
    with pytest.raises(UserError, match="until all"):
        history.history_of(ben, hidden)


def test_one_alone_waits_for_a_second(ws):
    round_id = _round(ws)
    _answer(ws, round_id, "B")
    blinding.hand_in(ws, round_id)
    (row,) = blind_view.rounds(ws, BRIEFING)
    assert (row.state, row.complete) == ("waits for a second person", False)


def test_what_is_handed_in_stays(ws, ben):
    round_id = _round(ws)
    _answer(ws, round_id, "B")
    blinding.hand_in(ws, round_id)
    with pytest.raises(UserError, match="stay as they are"):
        _answer(ws, round_id, "A")


def test_undoing_the_handing_in_opens_no_answer_again(ws, ben):
    round_id = _round(ws)
    for one in (ws, ben):
        _answer(one, round_id, "B", "C")
        blinding.hand_in(one, round_id)
    history.undo(ben)
    assert not blind_view.round_view(ben, round_id).complete
    with pytest.raises(UserError, match="stay as they are"):
        _answer(ben, round_id, "A")


def test_nobody_joins_once_answers_are_shown(ws, ben, tmp_path):
    round_id = _round(ws)
    for one in (ws, ben):
        _answer(one, round_id, "B", "C")
        blinding.hand_in(one, round_id)
    from briefing.domain.changes import Author

    late = open_workspace(ws.path, Author("late", "third laptop"))
    with pytest.raises(UserError, match="new round"):
        blinding.take_part(late, round_id)
    late.close()


def test_handing_in_nothing_is_refused(ws):
    with pytest.raises(UserError, match="answered nothing"):
        blinding.hand_in(ws, _round(ws))


def test_an_answer_off_the_scale_is_refused(ws):
    round_id = _round(ws)
    with pytest.raises(UserError, match="not on the scale"):
        _answer(ws, round_id, "G")


def test_a_round_needs_a_question_and_something_to_ask_about(ws):
    with pytest.raises(UserError, match="question"):
        _round(ws, question="  ")
    with pytest.raises(UserError, match="at least one"):
        _round(ws, many=0)


def test_a_round_is_one_step_to_undo(ws):
    _round(ws)
    assert history.undo(ws) == "Open blind round"
    assert blind_view.rounds(ws, BRIEFING) == []


def test_a_final_briefing_can_be_rated(ws, ben):
    from briefing.services import finishing

    finishing.set_status(ws, BRIEFING, "final")
    round_id = _round(ws)
    _answer(ben, round_id, "B")
    assert blind_view.round_view(ben, round_id).taking_part


def test_nothing_of_a_round_is_in_what_is_shown_or_exported(ws):
    round_id = _round(ws, question="Unmistakable question?")
    _answer(ws, round_id, "B")
    assert "Unmistakable" not in str(show_briefing(ws, BRIEFING))


def test_two_of_one_name_are_told_apart(ws, ben):
    ben.rename_person("Ann")
    round_id = _round(ws)
    blinding.take_part(ben, round_id)
    names = {part.name for part in blind_view.round_view(ws, round_id).parts}
    assert len(names) == 2


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 2), st.sampled_from("ABCDEF"), st.booleans()),
        max_size=12,
    )
)
def test_whatever_is_done_no_answer_shows_too_early(steps):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        ann = open_workspace(Path(folder) / "a.briefings", ME)
        ben = open_workspace(ann.path, OTHER)
        round_id = _round(ann)
        for who, at, value, hands_in in steps:
            one = ben if who else ann
            try:
                blinding.answer(one, blind_view.round_view(one, round_id).items[at].id, value)
                if hands_in:
                    blinding.hand_in(one, round_id)
            except UserError:
                pass
            for reader in (ann, ben):
                view = blind_view.round_view(reader, round_id)
                everybody_in = len(view.parts) > 1 and all(p.handed_in for p in view.parts)
                assert any(item.others for item in view.items) <= everybody_in
        ben.close()
        ann.close()
