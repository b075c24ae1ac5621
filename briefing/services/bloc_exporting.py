"""Pictures and graphs of the blocs that leave the library, made for one audience."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from briefing.domain.dates import OPEN_END, OPEN_START, DateError, friendly, ordinal_to_text, parse
from briefing.domain.records import word
from briefing.domain.source import Source
from briefing.errors import UserError
from briefing.services.bloc_changes import balance_told, changes
from briefing.services.bloc_filter import BlocFilter, grade_of
from briefing.services.bloc_material import material_of
from briefing.services.bloc_pictures import PICTURES, Look, difference, picture_of
from briefing.services.bloc_view import default_in, read_day, view_on
from briefing.services.excerpting import excerpt
from briefing.services.report_words import status_words
from briefing.store.sameness import canonical_ids
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from briefing.analysis.map_scene import MapScene
    from briefing.domain.briefing import Briefing
    from briefing.domain.picture import Picture
    from briefing.export.excerpt import Excerpt
    from briefing.export.graph_files import Graph, GraphEdge
    from briefing.services.bloc_changes import BlocChanges
    from briefing.services.bloc_material import BlocMaterial
    from briefing.services.bloc_view import BlocView
    from briefing.services.workspace import Workspace

#: The view that draws two dates in one picture.
DIFFERENCE = "difference"
# In picture units. A page of this width has letters of 8 pt at its own size.
_WIDE = 1200.0
_MARKING = {"RED": "red", "AMBER": "amber", "AMBER+STRICT": "amber", "GREEN": "green"}


@dataclass(frozen=True, slots=True)
class BlocRequest:
    """What is asked for: ``at`` and, for two dates, ``other``, as EDTF or words.

    Without ``at`` the date is that at which the window opens: the month of the as-of date.

    ``view`` is the key of a picture, or "difference". ``audience`` is a TLP label, by default the
    briefing's own marking. ``in_one`` draws two dates of any picture in one, as "difference" does of the map.
    ``uncited`` shows lines that rest on no passage in diagram and matrix, too.
    """

    at: str = ""
    other: str = ""
    view: str = "map"
    audience: str = ""
    shown: BlocFilter = field(default_factory=BlocFilter)
    in_one: bool = False
    uncited: bool = False


@dataclass(frozen=True, slots=True)
class BlocFormat:
    """A format in which the blocs leave: ``graph`` ones are for other programs, the rest to be looked at."""

    id: str
    label: str
    suffix: str
    graph: bool = False


FORMATS: tuple[BlocFormat, ...] = (
    BlocFormat("svg", "SVG picture", ".svg"),
    BlocFormat("pdf", "PDF picture", ".pdf"),
    BlocFormat("png", "PNG picture", ".png"),
    BlocFormat("graphml", "GraphML graph", ".graphml", graph=True),
    BlocFormat("gexf", "GEXF graph with dates", ".gexf", graph=True),
    BlocFormat("geojson", "GeoJSON map", ".geojson", graph=True),
)
#: Names of the views that ``BlocRequest.view`` takes.
VIEWS: tuple[str, ...] = (*(one.key for one in PICTURES), DIFFERENCE)


@dataclass(frozen=True, slots=True)
class _Ready:
    """Everything that one file is made of."""

    excerpt: Excerpt
    material: BlocMaterial
    request: BlocRequest
    view: BlocView
    before: BlocView | None
    changes: BlocChanges | None

    @property
    def views(self) -> tuple[BlocView, ...]:
        return (self.view,) if self.before is None else (self.before, self.view)

    @property
    def in_one(self) -> bool:
        return self.request.in_one or self.request.view == DIFFERENCE


def format_of(to: Path) -> BlocFormat:
    """The format that a file's suffix names. Raises UserError where it names none."""
    found = next((one for one in FORMATS if to.name.lower().endswith(one.suffix)), None)
    if found is None:
        known = ", ".join(one.suffix for one in FORMATS)
        raise UserError(f"{to.name}: name a file with one of {known}.")
    return found


def write_blocs(
    ws: Workspace, briefing_id: str, to: Path, request: BlocRequest | None = None
) -> Path:
    """Write a picture or a graph of the blocs; the file appears whole or not at all.

    Raises NotFoundError for an unknown id; UserError for a text that is no date, a view or suffix that is
    not known, a briefing that the audience may not read, and where the folder cannot be written.
    """
    from briefing.services.exporting import write_whole

    made = make_blocs(ws, briefing_id, format_of(to).id, request)
    return write_whole(to, made)


def make_blocs(
    ws: Workspace, briefing_id: str, format_id: str, request: BlocRequest | None = None
) -> bytes:
    """The bytes that ``write_blocs`` would write; raises as it does."""
    request = request or BlocRequest()
    if request.view not in VIEWS:
        raise UserError(f"{request.view}: this view is not known; choose {', '.join(VIEWS)}.")
    if request.view == DIFFERENCE and not request.other:
        raise UserError("A difference needs two dates: name the second one too.")
    ready = _ready(ws, briefing_id, request)
    return _MAKERS[format_id](ready)


def page_picture(ws: Workspace, briefing_id: str, request: BlocRequest | None = None) -> Picture:
    """The whole picture as a display list, title, marking and sources with it; raises as ``make_blocs``."""
    return _page(_ready(ws, briefing_id, request or BlocRequest()))


def excerpt_material(ws: Workspace, found: Excerpt) -> BlocMaterial:
    """What the pictures draw from, out of an excerpt and nothing else."""
    with ws.read() as connection:
        same = canonical_ids(connection)
    return material_of(found, same, _today(found.briefing))


def _ready(ws: Workspace, briefing_id: str, request: BlocRequest) -> _Ready:
    found = excerpt(ws, briefing_id, audience=request.audience, texts=False)
    material = excerpt_material(ws, found)
    at = request.at.strip() or default_in(material)
    dates = [read_day(text) for text in (at, request.other) if text.strip()]
    dates.sort(key=lambda one: one[1])
    views = [view_on(material, day, _heading(text), request.shown) for text, day in dates]
    # The label stands at head and foot of the page.
    views = [replace(one, scene=replace(one.scene, marking="")) for one in views]
    before = views[0] if len(views) > 1 else None
    between = (
        changes(material, before, views[-1], told=balance_told(before, views[-1]))
        if before
        else None
    )
    return _Ready(found, material, request, views[-1], before, between)


def _today(briefing: Briefing) -> int | None:
    try:
        return parse(briefing.as_of).latest if briefing.as_of else None
    except DateError:
        return None


def _heading(text: str) -> str:
    words = friendly(text)
    return words[:1].upper() + words[1:]


# ---------------------------------------------------------------------- pictures


def _page(ready: _Ready) -> Picture:
    from briefing.analysis.picture_page import MARGIN, Page, compose

    wide = _WIDE - 2 * MARGIN
    briefing = ready.excerpt.briefing
    return compose(
        Page(
            briefing.title.strip() or "Untitled briefing",
            " · ".join(filter(None, (_kind(ready), _facts(briefing)))),
            ready.excerpt.marking.label,
            f"tlp.{_MARKING.get(ready.excerpt.marking.value, 'clear')}",
            ready.changes.sentence if ready.changes else "",
            tuple(_notes(ready)),
        ),
        _pictures(ready, wide),
        _WIDE,
    )


def _pictures(ready: _Ready, wide: float) -> list[Picture]:
    drawn = picture_of("map" if ready.request.view == DIFFERENCE else ready.request.view)
    if ready.before is not None and ready.changes is not None and ready.in_one:
        from briefing.analysis.bloc_difference import mark

        scene, marks = difference(ready.before, ready.view, ready.changes)
        look = Look(uncited=ready.request.uncited, apart=True)
        made = drawn.draw(scene, wide, drawn.height(scene, wide, look), look)
        return [mark(made, marks, look.min_text)]
    scenes = [one.scene for one in ready.views]
    looks = [
        Look(
            legend=scene is scenes[-1],
            like=tuple(s for s in scenes if s is not scene),
            uncited=ready.request.uncited,
            apart=True,
        )
        for scene in scenes
    ]
    return [
        drawn.draw(scene, wide, drawn.height(scene, wide, look), look)
        for scene, look in zip(scenes, looks, strict=True)
    ]


def _kind(ready: _Ready) -> str:
    names = " and ".join(one.scene.heading for one in ready.views)
    if ready.before is not None and ready.in_one:
        names = f"what changed between {names}"
    return f"Who stands with whom: {names}"


def _facts(briefing: Briefing) -> str:
    as_of = f"as of {friendly(briefing.as_of)}" if briefing.as_of else ""
    return " · ".join(filter(None, (as_of, status_words(briefing))))


def _notes(ready: _Ready) -> Iterable[str]:
    for view in ready.views:
        if len(view.relations) != view.total:
            shown = f"{len(view.relations)} of {view.total} relations shown"
            yield f"{shown} at {view.scene.heading}."
    sources = _sources(ready)
    if sources:
        yield f"Sources: {'; '.join(sources)}."
    bare = {row.id for view in ready.views for row in view.relations if not row.sources}
    if bare:
        yield (
            "1 relation rests on no passage; its line says so."
            if len(bare) == 1
            else f"{len(bare)} relations rest on no passage; their lines say so."
        )
    names = [word(kind).lower() for kind in ("actor", "relation", "bloc", "bloc_member")]
    out = [told for told in ready.excerpt.left_out if any(name in told for name in names)]
    if out:
        yield f"Left out by marking: {', '.join(out)}."


def _sources(ready: _Ready) -> list[str]:
    """The sources of what is drawn, in the order in which they come up, with their grades."""
    ids = [row.id for view in ready.views for row in view.relations]
    ids += [i for view in ready.views for b in view.blocs for i in (b.id, *(m.id for m in b.who))]
    wanted = dict.fromkeys(s for i in ids for s in ready.material.backed(i).sources)
    known = {one.id: one for one in ready.excerpt.all(Source)}
    return [_cited(known[one]) for one in wanted if one in known]


def _cited(source: Source) -> str:
    name = source.title or source.descriptor or "Untitled"
    where = source.container or source.publisher
    issued = friendly(source.issued) if source.issued else ""
    return f"{', '.join(filter(None, (name, where, issued)))} ({source.reliability})"


def _svg(ready: _Ready) -> bytes:
    from briefing.export.picture_file import picture_svg

    return picture_svg(_page(ready), load_tokens(PRINT_THEME))


def _pdf(ready: _Ready) -> bytes:
    from briefing.export.picture_file import picture_pdf

    return picture_pdf(
        _page(ready),
        load_tokens(PRINT_THEME),
        marking=ready.excerpt.marking.label,
        language=ready.excerpt.briefing.language,
        timestamp=ready.excerpt.timestamp,
    )


def _png(ready: _Ready) -> bytes:
    from briefing.export.picture_file import picture_png

    marking = ready.excerpt.marking.label
    return picture_png(_page(ready), load_tokens(PRINT_THEME), marking=marking)


# ---------------------------------------------------------------------- graphs


def graph_of(ready: _Ready) -> Graph:
    """Actors and relations of one date, or of both with what became of each between them."""
    from briefing.analysis.map_scene import place_of
    from briefing.export.graph_files import Graph, GraphNode

    colours = load_tokens(PRINT_THEME)
    scenes = [one.scene for one in ready.views]
    actors = {one.id: one for scene in scenes for one in scene.actors}
    blocs = {(b.id, m): b for scene in scenes for b in scene.blocs for m in b.members}
    nodes: list[GraphNode] = []
    for actor in actors.values():
        own = [bloc for (_, member), bloc in blocs.items() if member == actor.id]
        place = place_of(actor)
        nodes.append(
            GraphNode(
                actor.id,
                actor.name,
                actor.kind,
                " ".join(actor.iso2),
                tuple(dict.fromkeys(one.name for one in own)),
                colours[own[0].colour] if own else "",
                *(place or (None, None)),
            )
        )
    return Graph(
        ready.excerpt.briefing.title,
        " and ".join(scene.heading for scene in scenes),
        ready.excerpt.marking.label,
        tuple(nodes),
        tuple(_edges(ready, scenes)),
        tuple(_sources(ready)),
    )


def _edges(ready: _Ready, scenes: Sequence[MapScene]) -> Iterable[GraphEdge]:
    from briefing.export.graph_files import GraphEdge

    known = {one.id: one for one in ready.material.relations}
    states = ready.changes.states() if ready.changes else {}
    for one in {r.id: r for scene in scenes for r in scene.relations}.values():
        relation, backing = known[one.id], ready.material.backed(one.id)
        start, end = _days(relation.held)
        yield GraphEdge(
            one.id,
            one.from_id,
            one.to_id,
            one.kind,
            one.sign,
            one.directed,
            relation.phase,
            one.certainty,
            ready.material.denied.get(one.id, ()),
            one.faint,
            backing.passages,
            grade_of(backing),
            relation.held,
            start,
            end,
            states.get(one.id, ""),
        )


def _days(held: str) -> tuple[str, str]:
    try:
        date = parse(held) if held else None
    except DateError:
        date = None
    if date is None:
        return "", ""
    low, high = date.earliest, date.latest
    return (
        ordinal_to_text(low) if low is not None and low > OPEN_START else "",
        ordinal_to_text(high) if high is not None and high < OPEN_END else "",
    )


def _graph(name: str, ready: _Ready) -> bytes:
    from briefing.export import graph_files

    makers = {
        "graphml": graph_files.graphml,
        "gexf": graph_files.gexf,
        "geojson": graph_files.geojson,
    }
    return makers[name](graph_of(ready))


_MAKERS: dict[str, Callable[[_Ready], bytes]] = {
    "svg": _svg,
    "pdf": _pdf,
    "png": _png,
    **{one.id: functools.partial(_graph, one.id) for one in FORMATS if one.graph},
}
