"""Pictures of a Word file: painted as PNG, placed in their lines, described for those who do not see them.

SVG stays out. Word draws it with the fonts of the machine it runs on, and its older versions and other
programs draw nothing; painted with the shipped fonts a picture is everywhere the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.export.docx_text import escaped
from briefing.export.page_room import shown
from briefing.export.typesetting import Typesetter, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.export.report import Figure

#: Dots to an inch of a painted picture.
DOTS = 220.0
# A point in the unit of drawings (ECMA-376, part 1, 20.1.2.1).
_EMU = 12_700
_ALT = 2_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture with the size, in points, in which it is shown."""

    figure: Figure
    width: float
    height: float


def placed(figure: Figure, room: tuple[float, float]) -> Placed:
    """The picture as large as the room, in points, allows."""
    return Placed(figure, *shown(figure.svg, *room))


def painted(pictures: Sequence[Placed]) -> list[bytes]:
    """A PNG of each picture. Raises UserError for one that is no SVG."""
    if not pictures:
        return []
    sizes = [(round(one.width, 2), round(one.height, 2)) for one in pictures]
    inputs = {f"picture{number}": one.figure.svg for number, one in enumerate(pictures)}
    return Typesetter("pictures", inputs | {"data": json.dumps(sizes)}).pngs(DOTS)


def drawing(picture: Placed, number: int, relation: str) -> str:
    """A run with the picture; ``number`` is its own in the file, ``relation`` leads to its PNG."""
    alt = clean(picture.figure.alt)
    if len(alt) > _ALT:
        alt = f"{alt[:_ALT]}…"
    named = f'id="{number}" name="Picture {number}" descr="{escaped(alt or "Picture")}"'
    size = f'cx="{round(picture.width * _EMU)}" cy="{round(picture.height * _EMU)}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {named}/>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
