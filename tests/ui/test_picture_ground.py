"""The land of a map that is kept as an image from one date to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage, QPainter

from briefing.analysis.bloc_map import draw_map
from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene
from briefing.ui import theme as themes
from briefing.ui.pictures import painter as painting
from briefing.ui.pictures.ground import Grounds
from briefing.ui.pictures.painter import paint_items, paint_picture

if TYPE_CHECKING:
    from briefing.domain.picture import Picture

_STATES = ("US", "BR", "ZA", "RU", "CN", "AU", "FR")


def _map(colour: str, *members: str, size: tuple[float, float] = (800, 420)) -> Picture:
    scene = MapScene(
        tuple(MapActor(code, code, iso2=(code,)) for code in _STATES),
        (MapRelation("r", "US", members[0], "defence pact"),),
        (MapBloc("b", "Bloc", f"bloc.{colour}", members),),
        "2024",
    )
    return draw_map(scene, *size)


@pytest.fixture(autouse=True)
def grounds(qapp, monkeypatch):
    themes.install(qapp, "light", 100)
    found = Grounds()
    monkeypatch.setattr(painting, "_grounds", found)
    yield found
    themes.install(qapp, "light", 100)


def _painted(picture: Picture, ratio: float = 1.0, *, whole: bool = True) -> bytes:
    image = QImage(
        int(picture.width * ratio), int(picture.height * ratio), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    if whole:
        paint_picture(painter, picture)
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_items(painter, picture.items)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_what_is_kept_paints_the_same_as_what_is_painted_anew(monkeypatch, whole, ratio):
    first, later = _map("blue", "FR", "US"), _map("blue", "FR", "US")
    with monkeypatch.context() as without:
        without.setattr(Grounds, "paint", lambda *_rest: 0)
        plain = _painted(first, ratio, whole=whole)
    assert _painted(first, ratio, whole=whole) == plain
    assert _painted(later, ratio, whole=whole) == plain


def test_an_image_is_kept_for_the_next_date_and_made_once(monkeypatch, grounds):
    _painted(_map("blue", "FR", "US"))
    shapes = []
    plain = painting._shape
    monkeypatch.setattr(painting, "_shape", lambda *what: (shapes.append(what), plain(*what))[1])
    _painted(_map("blue", "FR", "US"))
    assert len(shapes) < 60


def test_other_blocs_have_other_land(grounds):
    alone = {}
    for colour, member in (("blue", "FR"), ("green", "FR"), ("blue", "BR")):
        grounds.forget()
        alone[colour, member] = _painted(_map(colour, member))
    assert len(set(alone.values())) == 3
    grounds.forget()
    for colour, member in [*alone, *reversed(alone)]:
        assert _painted(_map(colour, member)) == alone[colour, member]


def test_another_theme_or_size_is_painted_anew(qapp):
    light = _painted(_map("blue", "FR"))
    small = _painted(_map("blue", "FR", size=(640, 360)))
    themes.install(qapp, "dark", 100)
    dark = _painted(_map("blue", "FR"))
    assert dark != light
    themes.install(qapp, "light", 100)
    assert _painted(_map("blue", "FR")) == light
    assert _painted(_map("blue", "FR", size=(640, 360))) == small
