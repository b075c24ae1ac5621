"""What a map keeps from one picture to the next: it saves time and changes nothing."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

from briefing.analysis.bloc_map import MapActor, MapBloc, MapRelation, MapScene, draw_map
from briefing.analysis.map_scene import Whole
from briefing.analysis.territory import label_points
from briefing.domain.picture import Lens

_KINDS = ("defence pact", "arms transfer", "sanctions", "war", "non-aggression")


def scene(first: int, states: int = 120, relations: int = 260) -> MapScene:
    """States of today with lines between any two; those before ``first`` have ended."""
    chance = random.Random(5)
    codes = sorted(code for code in label_points() if len(code) == 2)[:states]
    ties = [
        MapRelation(
            str(number),
            *chance.sample(codes, 2),
            chance.choice(_KINDS),
            certainty=chance.choice(("confirmed", "claimed")),
            cited=chance.random() < 0.8,
            directed=number % 3 == 0,
        )
        for number in range(first + relations)
    ]
    actors = tuple(MapActor(code, f"State of {code}", iso2=(code,)) for code in codes)
    blocs = tuple(
        MapBloc(colour, colour, f"bloc.{colour}", tuple(codes[number + first :: 5]))
        for number, colour in enumerate(("blue", "green"))
    )
    whole = Whole(MapScene(actors, tuple(ties), blocs, "all"))
    return MapScene(actors, tuple(ties[first:]), blocs, str(first), whole=whole)


def told(first: int) -> str:
    """What a map and what is seen of it through a lens are, as a few letters."""
    pictures = (
        draw_map(scene(first), 1200, 700),
        draw_map(scene(first), 1200, 700, lens=Lens(3.0, -1500, -500)),
        draw_map(scene(first, 30, 40), 900, 500, opened=True),
    )
    return hashlib.sha256(repr(pictures).encode()).hexdigest()


def _alone(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ,
        check=True,
    )
    return done.stdout.strip()


def test_a_map_is_the_same_whatever_was_drawn_before():
    for first in (0, 4, 8):
        told(first)
    found = [told(first) for first in (8, 4, 0, 4)]
    assert len(set(found)) == 3
    assert found[1] == found[3]
    code = "from tests.analysis.test_map_kept import told; print(told({}))"
    assert _alone(code.format(4)) == found[1]
    assert _alone(code.format(8)) == found[0]


def test_a_map_of_many_lines_without_pacts_loads_no_numpy():
    code = (
        "import sys; from tests.analysis.test_map_kept import scene, draw_map;"
        "draw_map(scene(0, 180, 900), 1600, 900); print('numpy' in sys.modules)"
    )
    assert _alone(code) == "False"
