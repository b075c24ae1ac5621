from __future__ import annotations

import pytest

from briefing.analysis.diagram_lines import courses
from briefing.analysis.map_lines import Node


@pytest.mark.parametrize("y", [15.0, 300.0, 585.0])
def test_a_line_makes_way_for_an_actor_but_stays_in_the_picture(y):
    nodes = {"a": Node(200, y, 12), "b": Node(800, y, 12), "wall": Node(500, y, 12)}
    (curve,) = courses({("a", "b"): 1}, nodes, list(nodes), (0.0, 0.0, 1000.0, 600.0))["a", "b"]
    assert abs(curve.at(0.5)[1] - y) > 15
    assert all(0 <= curve.at(t / 10)[1] <= 600 for t in range(11))
