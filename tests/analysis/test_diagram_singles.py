"""Which relations are lines of their own in a diagram, and when."""

from __future__ import annotations

from itertools import combinations

from briefing.analysis.diagram_clusters import parties
from briefing.analysis.diagram_singles import singles
from briefing.analysis.map_scene import MapActor, MapRelation, MapScene, Whole

WHO = ("ru", "by", "kz")


def spans(*beside, pact=(10, 20)):
    """The lines beside a pact of three that holds on some days; each of ``beside`` is id, kind, days."""
    star = [
        MapRelation(f"{a}{b}", a, b, "defence pact", 1, pact="Treaty")
        for a, b in combinations(WHO, 2)
    ]
    more = [MapRelation(key, "ru", "by", kind, 1) for key, kind, _ in beside]
    actors = tuple(MapActor(key, key) for key in WHO)
    held = (*(pact for _ in star), *(days for _, _, days in beside))
    whole = Whole(MapScene(actors, (*star, *more)), held)
    found = singles(whole, parties(whole).pacts)
    return {one.relation.id: (one.first, one.last) for one in found}


def test_the_same_tie_runs_in_the_star_while_both_are_parties():
    assert spans(("within", "defence pact", (12, 18))) == {}
    assert spans(("before", "defence pact", (5, 18))) == {"before": (5, 9)}
    assert spans(("after", "defence pact", (12, 25))) == {"after": (21, 25)}
    assert spans(("apart", "defence pact", (1, 9))) == {"apart": (1, 9)}


def test_another_tie_is_a_line_of_its_own():
    assert spans(("arms", "arms transfer", (12, 18))) == {"arms": (12, 18)}


def test_what_holds_before_and_after_is_told_whole():
    assert spans(("long", "defence pact", (5, 25))) == {"long": (5, 25)}
