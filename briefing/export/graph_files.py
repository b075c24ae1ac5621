"""Who stands with whom as a graph for other programs: GraphML, GEXF 1.2 and GeoJSON (RFC 7946).

Written by hand: the same graph gives the same bytes, with no day of writing in them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class GraphNode:
    """An actor. ``colour`` is that of its first bloc, ``"#b84f00"``; the place is in degrees."""

    id: str
    name: str
    kind: str
    iso: str = ""
    blocs: tuple[str, ...] = ()
    colour: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A relation. ``start`` and ``end`` are days, ``held`` the date as it was written (EDTF).

    ``state`` is what became of it between two dates, empty where there is one date only.
    """

    id: str
    source: str
    target: str
    kind: str
    sign: int
    directed: bool
    phase: str = ""
    certainty: str = ""
    denied_by: tuple[str, ...] = ()
    may_hold: bool = False
    passages: int = 0
    grade: str = ""
    held: str = ""
    start: str = ""
    end: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """A picture's actors and relations, with what is said of all of it."""

    title: str
    date: str
    marking: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    sources: tuple[str, ...] = ()


def _node_values(one: GraphNode) -> dict[str, str | float | None]:
    return {
        "name": one.name,
        "kind": one.kind,
        "iso3166": one.iso,
        "blocs": "; ".join(one.blocs),
        "longitude": one.lon,
        "latitude": one.lat,
    }


def _edge_values(one: GraphEdge) -> dict[str, str | int | bool]:
    return {
        "kind": one.kind,
        "sign": one.sign,
        "directed": one.directed,
        "phase": one.phase,
        "certainty": one.certainty,
        "denied_by": "; ".join(one.denied_by),
        "may_hold": one.may_hold,
        "passages": one.passages,
        "grade": one.grade,
        "held": one.held,
        "state": one.state,
    }


_NODE_TYPES = {"longitude": "double", "latitude": "double"}
_EDGE_TYPES = {"sign": "int", "directed": "boolean", "may_hold": "boolean", "passages": "int"}
_NODE_NAMES = tuple(_node_values(GraphNode("", "", "")))
_EDGE_NAMES = tuple(_edge_values(GraphEdge("", "", "", "", 0, False)))


def graphml(graph: Graph) -> bytes:
    """The graph as GraphML. A tie without direction says ``directed = false``; GraphML readers take one
    sort of edge only, so all are written as arcs.
    """
    keys = [
        f'<key id="n{n}" for="node" attr.name="{name}" attr.type="{_NODE_TYPES.get(name, "string")}"/>'
        for n, name in enumerate(_NODE_NAMES)
    ]
    keys += [
        f'<key id="e{n}" for="edge" attr.name="{name}" attr.type="{_EDGE_TYPES.get(name, "string")}"/>'
        for n, name in enumerate(_EDGE_NAMES)
    ]
    about = _about(graph)
    keys += [
        f'<key id="g{n}" for="graph" attr.name="{name}" attr.type="string"/>'
        for n, name in enumerate(about)
    ]
    body = [f'<data key="g{n}">{_text(words)}</data>' for n, words in enumerate(about.values())]
    for node in graph.nodes:
        body.append(f'<node id="{_text(node.id)}">')
        body += _data("n", _node_values(node))
        body.append("</node>")
    for edge in graph.edges:
        ends = f'source="{_text(edge.source)}" target="{_text(edge.target)}"'
        body.append(f'<edge id="{_text(edge.id)}" {ends}>')
        body += _data("e", _edge_values(edge))
        body.append("</edge>")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *keys,
        '<graph id="blocs" edgedefault="directed">',
        *body,
        "</graph>",
        "</graphml>",
    ]
    return _whole(lines)


def _data(prefix: str, values: Mapping[str, object]) -> list[str]:
    return [
        f'<data key="{prefix}{n}">{_text(_said(value))}</data>'
        for n, value in enumerate(values.values())
        if value is not None and value != ""
    ]


def gexf(graph: Graph) -> bytes:
    """The graph as GEXF 1.2, each tie with the days on which it begins and ends, for a timeline."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" '
        'version="1.2">',
        "<meta>",
        "<creator>Briefing</creator>",
        f"<description>{_text('. '.join(filter(None, _about(graph).values())))}</description>",
        "</meta>",
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">',
        *_attributes("node", _NODE_NAMES, _NODE_TYPES),
        *_attributes("edge", _EDGE_NAMES, _EDGE_TYPES),
        "<nodes>",
    ]
    for node in graph.nodes:
        lines.append(f'<node id="{_text(node.id)}" label="{_text(node.name)}">')
        lines += _attvalues("n", _node_values(node))
        if re.fullmatch("#[0-9a-fA-F]{6}", node.colour):
            red, green, blue = (int(node.colour[at : at + 2], 16) for at in (1, 3, 5))
            lines.append(f'<viz:color r="{red}" g="{green}" b="{blue}"/>')
        if node.lon is not None and node.lat is not None:
            lines.append(f'<viz:position x="{_number(node.lon)}" y="{_number(node.lat)}" z="0"/>')
        lines.append("</node>")
    lines += ["</nodes>", "<edges>"]
    for edge in graph.edges:
        ends = f'source="{_text(edge.source)}" target="{_text(edge.target)}"'
        days = "".join(
            f' {name}="{_text(day)}"'
            for name, day in (("start", edge.start), ("end", edge.end))
            if day
        )
        label = f' label="{_text(edge.kind)}"'
        lines.append(f'<edge id="{_text(edge.id)}" {ends}{label}{days}>')
        lines += _attvalues("e", _edge_values(edge))
        lines.append("</edge>")
    return _whole([*lines, "</edges>", "</graph>", "</gexf>"])


def _attributes(cls: str, names: Sequence[str], types: Mapping[str, str]) -> list[str]:
    prefix = cls[0]
    rows = [
        f'<attribute id="{prefix}{n}" title="{name}" '
        f'type="{types.get(name, "string").replace("int", "integer")}"/>'
        for n, name in enumerate(names)
    ]
    return [f'<attributes class="{cls}" mode="static">', *rows, "</attributes>"]


def _attvalues(prefix: str, values: Mapping[str, object]) -> list[str]:
    rows = [
        f'<attvalue for="{prefix}{n}" value="{_text(_said(value))}"/>'
        for n, value in enumerate(values.values())
        if value is not None and value != ""
    ]
    return ["<attvalues>", *rows, "</attvalues>"]


def geojson(graph: Graph) -> bytes:
    """Actors as points and relations as lines between them; without a place, a feature without geometry.

    A line that would cross the antimeridian is cut there, as RFC 7946 asks (3.1.9).
    """
    places = {
        one.id: (one.lon, one.lat)
        for one in graph.nodes
        if one.lon is not None and one.lat is not None
    }
    features: list[dict[str, object]] = []
    for node in graph.nodes:
        at = places.get(node.id)
        properties = {key: v for key, v in _node_values(node).items() if not key.endswith("itude")}
        properties["colour"] = node.colour
        features.append(
            {
                "type": "Feature",
                "id": _clean(node.id),
                "geometry": {"type": "Point", "coordinates": _place(at)} if at else None,
                "properties": {"feature": "actor", **_plain(properties)},
            }
        )
    for edge in graph.edges:
        one, two = places.get(edge.source), places.get(edge.target)
        properties = {"from": edge.source, "to": edge.target, **_edge_values(edge)}
        features.append(
            {
                "type": "Feature",
                "id": _clean(edge.id),
                "geometry": _line(one, two) if one and two else None,
                "properties": {"feature": "relation", **_plain(properties)},
            }
        )
    whole = {"type": "FeatureCollection", **_plain(_about(graph)), "features": features}
    return (json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _line(one: tuple[float, float], two: tuple[float, float]) -> dict[str, object]:
    if abs(one[0] - two[0]) <= 180:
        return {"type": "LineString", "coordinates": [_place(one), _place(two)]}
    # The short way round: to the edge of the map at one side, on from the other.
    edge = 180.0 if one[0] > 0 else -180.0
    far = two[0] + (360.0 if edge > 0 else -360.0)
    share = (edge - one[0]) / (far - one[0]) if far != one[0] else 0.0
    lat = one[1] + (two[1] - one[1]) * share
    return {
        "type": "MultiLineString",
        "coordinates": [
            [_place(one), _place((edge, lat))],
            [_place((-edge, lat)), _place(two)],
        ],
    }


def _place(at: tuple[float, float]) -> list[float]:
    return [round(at[0], 4), round(at[1], 4)]


def _about(graph: Graph) -> dict[str, str]:
    return {
        "title": graph.title,
        "date": graph.date,
        "marking": graph.marking,
        "sources": "; ".join(graph.sources),
    }


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {key: _clean(v) if isinstance(v, str) else v for key, v in values.items()}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    """The text without halves of characters, which no UTF-8 file can hold."""
    return _SURROGATES.sub("\ufffd", text)


def _text(text: str) -> str:
    plain = _FORBIDDEN.sub("", text)
    for sign, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot"), ("\n", "#10")):
        plain = plain.replace(sign, f"&{name};")
    return plain


def _whole(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
