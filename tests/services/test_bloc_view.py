"""Who stands with whom on a day: what may hold, what is filtered, what it rests on."""

from __future__ import annotations

import pytest

from briefing.services import evidence_view
from briefing.services.bloc_filter import BlocFilter, grade_of, kinds_in, meets
from briefing.services.bloc_material import Backing, read_material
from briefing.services.bloc_view import read_day, view_on
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.services.workspace import open_workspace
from tests.builders import ME

SAMPLE = sample_id("briefing", BRIEFING_KEY)
JUNE = read_day("June 2024")[1]


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    made = open_workspace(tmp_path_factory.mktemp("l") / "a.briefings", ME)
    yield made
    made.close()


@pytest.fixture(scope="module")
def material(ws):
    return read_material(ws, SAMPLE)


def test_a_filter_by_kind_leaves_the_rest_out_and_says_how_many_there_are(material):
    whole = view_on(material, JUNE)
    sanctions = view_on(material, JUNE, shown=BlocFilter(kinds=frozenset({"sanctions"})))
    assert {row.relation_kind for row in sanctions.relations} == {"sanctions"}
    assert len(sanctions.relations) == dict(kinds_in(material))["sanctions"] == 3
    assert sanctions.total == whole.total == len(whole.relations)
    # Who belongs to a bloc is drawn all the same.
    assert sanctions.scene.blocs == whole.scene.blocs


def test_a_filter_by_sign(material):
    against = view_on(material, JUNE, shown=BlocFilter(signs=frozenset({-1})))
    assert {r.sign for r in against.scene.relations} == {-1}
    assert 0 < len(against.relations) < against.total


def test_what_a_line_rests_on_is_graded_and_filtered(material):
    arms = material.backed(sample_id("relation", "arms-transfer"))
    assert arms.passages >= 3
    assert len(arms.sources) >= 3
    for grade in ("AB", "cited"):
        shown = view_on(material, JUNE, shown=BlocFilter(grade=grade))
        assert all(meets(material.backed(row.id), grade) for row in shown.relations)
        assert shown.relations
    assert not view_on(material, JUNE, shown=BlocFilter(grade="unsourced")).relations


@pytest.mark.parametrize(
    ("letters", "digits", "grade"),
    [("B", "", "B"), ("BF", "26", "B2"), ("F", "6", "F"), ("", "2", ""), ("CA", "31", "A1")],
)
def test_a_grade_is_the_best_that_was_judged(letters, digits, grade):
    backing = Backing(1, ("s",), frozenset(letters), frozenset(digits))
    assert grade_of(backing) == grade


def test_not_judged_is_no_worst_grade():
    backing = Backing(1, ("s",), frozenset("F"), frozenset("6"))
    assert meets(backing, "F")
    assert not meets(backing, "ABC")
    assert not meets(Backing(1, ("s",), frozenset("E")), "F")


def test_a_member_leads_to_the_passages_of_its_bloc(ws, material):
    bloc = sample_id("bloc", "now-east")
    member = material.members_of(bloc)[0]
    found = evidence_view.evidence(ws, "bloc_member", member.id, SAMPLE)
    assert found.title in {"Russia", "North Korea"}
    words = {p.through for card in found.cards for p in card.passages}
    assert words == {"Bloc: Russia and North Korea"}


def test_a_briefing_that_is_not_known_has_an_empty_picture(ws):
    view = view_on(read_material(ws, "nothing"), JUNE)
    assert (view.relations, view.blocs, view.scene.actors, view.total) == ((), (), (), 0)
