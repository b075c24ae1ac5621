"""Outlines around the members of a bloc: they hold nobody else, not even in a hole."""

from __future__ import annotations

from dataclasses import replace

from briefing.analysis.diagram import draw_diagram
from briefing.analysis.map_scene import MapActor, MapBloc, MapScene, Whole
from briefing.domain.picture import Polygon
from tests.analysis.test_diagram import discs, groups, holds, pact


def test_an_outline_opens_for_who_has_left_from_the_midst_of_a_bloc():
    who = tuple(f"s{n:02d}" for n in range(20))
    everybody = tuple(MapActor(one, f"State {one}") for one in who)
    ever = MapScene(everybody, pact("Treaty", who))
    for left in who:
        stayed = tuple(one for one in who if one != left)
        bloc = MapBloc("bloc", "Bloc", "bloc.blue", stayed)
        shown = MapScene(everybody, pact("Treaty", stayed), (bloc,), whole=Whole(ever))
        picture = draw_diagram(shown, 1200, 700)
        x, y, _ = discs(picture)[left]
        for group in groups(picture, "bloc"):
            for one in group.items:
                if isinstance(one, Polygon):
                    for ring in one.rings:
                        assert not holds(replace(one, rings=(ring,)), x, y), left
