"""What leaves the library as a file: the summary on one page, and the bloc picture."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, cast

from briefing.domain import markings
from briefing.domain.annotation import Annotation
from briefing.domain.briefing import Briefing, Section
from briefing.domain.dates import friendly
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.errors import UserError
from briefing.export.report import Figure
from briefing.services.bloc_view import BlocView, bloc_view, differences, read_day, suggested_dates
from briefing.services.report_blocs import drawn, line_up_dates
from briefing.services.report_view import at_marking, summary_report
from briefing.store import journal
from briefing.store.records import need

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.services.workspace import Workspace

# Number and id of the newest change set; pictures, signs and caption.
_State: TypeAlias = tuple[int, str]
_Figures: TypeAlias = tuple[tuple[Figure, ...], Figure | None, str]


@dataclass(frozen=True, slots=True)
class Summary:
    """The one page as PDF, with what is told of it beside."""

    content: bytes
    marking: str
    left_out: tuple[str, ...]


# Summaries that were made last, each some hundred kilobytes.
_KEPT = 4
_made: dict[tuple[str, _State, str, str, str, str], Summary] = {}
_pictures: dict[tuple[str, str, str], tuple[_State, _Figures]] = {}
# Kinds that no map shows, and how many change sets are looked through for others.
_WORDS = frozenset(one.kind for one in (Section, Judgment, Basis, Indicator, Annotation))
_FEW = 20
_lock = threading.Lock()


def make_summary(ws: Workspace, briefing_id: str, paper: str = "a4", audience: str = "") -> Summary:
    """The PDF, made anew only where the library holds another change set than last time.

    Raises NotFoundError for an unknown id, UserError where the briefing cites what the audience may
    not read. The journal is asked before anything is read: what is written
    meanwhile makes a newer file under an older key, and that key never comes back.
    """
    from briefing.export.pdf import summary_pdf
    from briefing.export.typesetting import template_state

    state = _state(ws)
    key = (str(ws.path), state, briefing_id, paper, audience, template_state("summary"))
    with _lock:
        if key in _made:
            return _made[key]
    report = summary_report(ws, briefing_id, marking=audience)
    figures, legend, caption = _kept_figures(ws, briefing_id, report.marking, state)
    report = replace(report, figures=figures, figure_legend=legend, figure_caption=caption)
    made = Summary(summary_pdf(report, paper=paper), report.marking, report.left_out)
    with _lock:
        _made[key] = made
        while len(_made) > _KEPT:
            del _made[next(iter(_made))]
    return made


def _state(ws: Workspace) -> _State:
    with ws.read() as connection:
        newest = journal.log(connection, 1)
        return journal.newest_seq(connection), newest[0].id if newest else ""


def _kept_figures(ws: Workspace, briefing_id: str, marking: str, state: _State) -> _Figures:
    """The pictures made last, unless something else than words was changed since."""
    key = (str(ws.path), briefing_id, marking)
    with _lock:
        before, figures = _pictures.get(key, (None, None))
    if before is None or figures is None or not _only_words_since(ws, before, state):
        figures = _figures(ws, briefing_id, marking)
    with _lock:
        _pictures[key] = (state, figures)
        while len(_pictures) > _KEPT:
            del _pictures[next(iter(_pictures))]
    return figures


def _only_words_since(ws: Workspace, before: _State, now: _State) -> bool:
    """Whether the change sets from one state to the other touch nothing that a map may show."""
    if not 0 <= now[0] - before[0] <= _FEW:
        return False
    with ws.read() as connection:
        _, sets = journal.since(connection, before[0] - 1)
    # Where another file lies now at the same place, its sets are others.
    same = bool(sets) and sets[0].id == before[1]
    return same and all(_WORDS.issuperset(one.touched) for one in sets[1:])


def write_whole(to: Path, content: bytes) -> Path:
    """Write beside the goal and rename, so that nobody ever meets half a file.

    Raises UserError where the folder cannot be written.
    """
    part = to.with_name(f"{to.name}.part")
    try:
        if to.is_dir():
            raise UserError(f"{to}: this is a folder; name a file.")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(to)
    except OSError as error:
        part.unlink(missing_ok=True)
        why = error.strerror or type(error).__name__
        raise UserError(f"{to}: cannot be written ({why}); choose another folder.") from error
    return to


def _briefing(ws: Workspace, briefing_id: str) -> Briefing:
    with ws.read() as connection:
        return cast("Briefing", need(connection, Briefing.kind, briefing_id))


def _figures(ws: Workspace, briefing_id: str, marking: str) -> _Figures:
    """The picture at the briefing's date with an earlier line-up beside it, their signs, a caption."""
    briefing = _briefing(ws, briefing_id)
    limit = markings.parse(marking)
    views: list[BlocView] = []
    for text in line_up_dates(briefing, suggested_dates(ws, briefing.id)):
        written, day = read_day(text)
        view = bloc_view(ws, briefing_id, day, friendly(written))
        # The label stands in head and foot of the page already.
        scene = replace(at_marking(ws, view.scene, limit), marking="")
        if scene.actors:
            views.append(replace(view, scene=scene))
    if not views:
        return (), None, ""
    figures, legend = drawn(tuple(view.scene for view in views), side_by_side=True)
    caption = ""
    if len(views) > 1:
        shown = [{r.id for r in view.scene.relations} for view in views]
        kept = [
            replace(view, relations=tuple(r for r in view.relations if r.id in ids))
            for view, ids in zip(views, shown, strict=True)
        ]
        caption = differences(kept[0], kept[1])
    return figures, legend, caption
