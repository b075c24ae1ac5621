"""The Equal Earth map projection.

B. Šavrič, T. Patterson, B. Jenny (2019), "The Equal Earth map projection", International Journal of
Geographical Information Science 33 (3), 454-465, doi:10.1080/13658816.2018.1504949.
Areas are true to each other, so no state looks greater than it is.
"""

from __future__ import annotations

import math

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


def parallel(lat: float) -> tuple[float, float]:
    """For a latitude in degrees: x per degree of longitude, and y. The sphere's radius is 1."""
    theta = math.asin(_M * math.sin(math.radians(lat)))
    square = theta * theta
    sixth = square * square * square
    stretch = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    along = math.radians(1) * math.cos(theta) / (_M * stretch)
    return along, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


def forward(lon: float, lat: float, centre: float = 0.0) -> tuple[float, float]:
    """x to the east and y to the north of a place, the map cut opposite to ``centre``."""
    along, y = parallel(lat)
    return wrap(lon, centre) * along, y


def inverse(x: float, y: float, centre: float = 0.0) -> tuple[float, float]:
    """Longitude and latitude of a point on the map, by Newton's method."""
    theta = y
    for _ in range(12):
        square = theta * theta
        sixth = square * square * square
        off = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square)) - y
        step = off / (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
        theta -= step
        if abs(step) < 1e-12:
            break
    sine = max(-1.0, min(1.0, math.sin(theta) / _M))
    lat = math.degrees(math.asin(sine))
    return wrap(x / parallel(lat)[0] + centre), lat


def wrap(lon: float, centre: float = 0.0) -> float:
    """Degrees east of ``centre``, from -180 up to but not including 180."""
    return (lon - centre + 180) % 360 - 180


#: Half the width of the whole world along the equator.
HALF_WIDTH = 180 * parallel(0.0)[0]
#: y of the north pole.
TOP = parallel(90.0)[1]
