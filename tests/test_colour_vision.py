"""The colours of blocs and lines as those see them who lack one of the three sorts of cones.

Matrices for a complete lack: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes (2009), "A
physiologically-based model for simulation of color vision deficiency", IEEE Transactions on Visualization
and Computer Graphics 15 (6), 1291-1298, doi:10.1109/TVCG.2009.113, applied to linear RGB. Distances are
ΔE 76 in CIELAB (D65).
"""

from __future__ import annotations

from itertools import combinations

import pytest

from briefing.analysis.map_legend import fill_of
from briefing.analysis.map_lines import STYLES
from briefing.domain.relation import RelationKind
from briefing.themes import load_tokens

SIGHT = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
THEMES = ("light", "dark", "contrast", "print")
#: A difference that nobody overlooks between areas of a map.
CLEAR = 10.0


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def lab(colour, matrix):
    red, green, blue = (
        max(0.0, min(1.0, sum(m * c for m, c in zip(row, linear(colour), strict=True))))
        for row in matrix
    )
    xyz = (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one, other, sight):
    a, b = lab(one, SIGHT[sight]), lab(other, SIGHT[sight])
    return sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5


def fills(theme):
    tokens = load_tokens(theme)
    return {
        key: tokens[fill_of(key)]
        for key in tokens
        if key.startswith("bloc.") and not key.endswith("_fill")
    }


def test_the_measure_knows_what_is_alike():
    assert apart("#ffffff", "#ffffff", "protan") == 0
    # Red and green of one lightness: far apart for most, near for those without the middle cones.
    red, green = "#c05a3c", "#7d7d3c"
    assert apart(red, green, "all cones") > 2 * apart(red, green, "deutan")
    assert lab("#ffffff", SIGHT["all cones"])[0] == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_land_of_blocs_is_told_from_other_land_and_the_sea(theme, sight):
    tokens = load_tokens(theme)
    for name, fill in fills(theme).items():
        for ground in ("map.land", "map.sea"):
            assert apart(fill, tokens[ground], sight) >= CLEAR, (name, ground)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_land_of_blocs_is_told_apart(theme, sight):
    colours = fills(theme)
    for one, other in combinations(colours, 2):
        assert apart(colours[one], colours[other], sight) >= CLEAR, (one, other)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_two_kinds_of_lines_of_like_colour_differ_by_their_signs(theme, sight):
    tokens = load_tokens(theme)
    for one, other in combinations([kind.value for kind in RelationKind], 2):
        a, b = STYLES[one], STYLES[other]
        if apart(tokens[a.colour], tokens[b.colour], sight) < CLEAR:
            assert (a.middle, a.end, a.width) != (b.middle, b.end, b.width), (one, other)
