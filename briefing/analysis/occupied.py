"""What stands in a picture already: boxes, and lines as points, found by where they lie."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.picture import Box, Point

_DOT = 8.0
#: Lines of so many points, one in every eight units, can lie beneath one label.
_SHORT = 16
#: What the middle of a line counts for, where the sign of its kind stands.
_MIDDLE = 3
#: Boxes are looked up by the field that they lie in, of 48 units; a row has more of them than any picture.
_PART, _ROW = 1 / 48, 1 << 20


class Occupied:
    """Boxes that are taken, found by where they lie."""

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._cells: dict[int, list[Box]] = {}
        self._boxes: list[Box] = []
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Take a box."""
        self._boxes.append(box)
        across = range(int(box[0] * _PART), int(box[2] * _PART) + 1)
        for row in range(int(box[1] * _PART), int(box[3] * _PART) + 1):
            for column in across:
                self._cells.setdefault(row * _ROW + column, []).append(box)

    def free(self, box: Box) -> bool:
        """Whether a box shares no area with any that is taken."""
        left, top, right, bottom = box
        cells, found = self._cells, ()
        first, last = int(left * _PART), int(right * _PART) + 1
        for row in range(int(top * _PART) * _ROW, int(bottom * _PART) * _ROW + 1, _ROW):
            for cell in range(row + first, row + last):
                for west, north, east, south in cells.get(cell, found):
                    if left < east and west < right and top < south and north < bottom:
                        return False
        return True

    def beside(self, top: float, bottom: float) -> list[tuple[float, float]]:
        """From where to where boxes lie that share height with a row."""
        return [(one[0], one[2]) for one in self._boxes if top < one[3] and one[1] < bottom]

    def cut(self, line: tuple[Point, Point], but: Box) -> int:
        """How many boxes a straight line runs through, one of them left aside."""
        (ax, ay), (bx, by) = line
        found: set[Box] = set()
        for i in range(1, 8):
            x, y = ax + (bx - ax) * i / 8, ay + (by - ay) * i / 8
            for box in self._cells.get(int(y * _PART) * _ROW + int(x * _PART), ()):
                if box != but and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    found.add(box)
        return len(found)


class Dots:
    """How many points of lines lie in each small field of the picture."""

    def __init__(self, lines: Iterable[Sequence[Point]]) -> None:
        held = [list(line) for line in lines]
        self._count = Counter((int(x // _DOT), int(y // _DOT)) for line in held for x, y in line)
        for line in held:
            x, y = line[len(line) // 2]
            self._count[int(x // _DOT), int(y // _DOT)] += _MIDDLE
        self._short = [line for line in held if len(line) <= _SHORT]

    def hidden(self, box: Box) -> int:
        """How many short lines are covered for the most part, so that nobody sees there is one."""
        left, top, right, bottom = box
        return sum(
            2 * sum(left <= x <= right and top <= y <= bottom for x, y in line) > len(line)
            for line in self._short
        )

    def under(self, box: Box) -> int:
        """How many points lie in the fields that a box reaches."""
        if not self._count:
            return 0
        left, right = int((box[0] - 2) // _DOT), int((box[2] + 2) // _DOT)
        top, bottom = int((box[1] - 1) // _DOT), int((box[3] + 1) // _DOT)
        found, count = 0, self._count.get
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                found += count((x, y), 0)
        return found
