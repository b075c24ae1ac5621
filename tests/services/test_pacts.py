from __future__ import annotations

import pytest

from briefing.domain.relation import Relation
from briefing.services.pacts import named, pacts_of


def tie(one: str, two: str, note: str, kind: str = "defence pact", sign: int = 1) -> Relation:
    return Relation(
        id=f"{one}{two}", from_id=one, to_id=two, relation_kind=kind, sign=sign, note=note
    )


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("NATO", "North Atlantic Treaty"),
        ("the North Atlantic Treaty: Article 5", "North Atlantic Treaty"),
        ("Warsaw treaty; renewed in 1985.", "Warsaw Pact"),
        ("Joint declaration – signed by three", "Joint declaration"),
        ("U.S.-led coalition. It met twice.", "U.S.-led coalition"),
        ("AUKUS", "AUKUS"),
        ("Support in the war, as the digest draws it", ""),
        ("", ""),
        ("x" * 200, ""),
    ],
)
def test_a_note_begins_with_the_name_of_the_pact(note, name):
    assert named(note) == name


def test_relations_of_one_name_are_one_pact():
    found = pacts_of([tie("a", "b", "NATO"), tie("b", "c", "North Atlantic Treaty: Article 5")])
    assert found == {"ab": "North Atlantic Treaty", "bc": "North Atlantic Treaty"}


def test_a_treaty_of_two_is_no_pact_of_many():
    assert pacts_of([tie("a", "b", "Treaty of 1961"), tie("b", "a", "Treaty of 1961")]) == {}


def test_what_is_no_treaty_is_no_pact():
    ties = [tie("a", "b", "KN-23", "arms transfer"), tie("b", "c", "KN-23", "arms transfer")]
    hostile = [tie("a", "b", "NATO", "dispute", -1), tie("b", "c", "NATO", "dispute", -1)]
    assert pacts_of(ties) == pacts_of(hostile) == {}


def test_to_fight_side_by_side_makes_no_pact_unless_it_is_known_by_its_name():
    def beside(key, one, two, note):
        return Relation(
            id=key, from_id=one, to_id=two, note=note, sign=1, relation_kind="co-belligerence"
        )

    line_up = [
        beside("1", "a", "b", "A wartime line-up."),
        beside("2", "b", "c", "A wartime line-up."),
    ]
    assert pacts_of(line_up) == {}
