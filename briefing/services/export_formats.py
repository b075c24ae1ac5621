"""Every way in which a briefing leaves the library: one table of formats, and one function that writes.

The command line, the dialog and the tests walk ``FORMATS``. Nothing that a format needs is loaded before
that format is made.
"""
# long because: what can be asked for stands beside the rows that answer to it.

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from briefing.errors import Cancelled, UserError
from briefing.export.excerpt import Notes
from briefing.export.typesetting import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from briefing.export.blocks import FigureBlock, FullReport
    from briefing.export.excerpt import Excerpt
    from briefing.services.workspace import Workspace


class Kind(StrEnum):
    """How much of a briefing is written: one page for the reader, or all of it."""

    SUMMARY = "summary"
    FULL = "full"


class Part(StrEnum):
    """The parts of a full report, in the order in which they are read; each can be left out."""

    BOTTOM_LINE = "bottom-line"
    JUDGMENTS = "judgments"
    DISPUTED = "disputed"
    SECTIONS = "sections"
    OTHER_JUDGMENTS = "other-judgments"
    CLAIMS = "claims"
    ACTORS = "actors"
    QUOTES = "quotes"
    EVENTS = "events"
    RELATIONS = "relations"
    BLOCS = "blocs"
    FIGURES = "figures"
    HYPOTHESES = "hypotheses"
    GAPS = "gaps"
    IMPLICATIONS = "implications"
    SOURCES = "sources"
    NOTES = "notes"


class List(StrEnum):
    """The lists that a sheet of rows can hold."""

    ACTORS = "actors"
    SOURCES = "sources"
    QUOTES = "quotes"
    EVENTS = "events"
    RELATIONS = "relations"
    BLOCS = "blocs"
    CLAIMS = "claims"
    JUDGMENTS = "judgments"
    HYPOTHESES = "hypotheses"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is asked for. Empty texts ask for what goes without saying.

    ``format`` is the id of a format, by default that of the file's suffix; ``kind`` by default the
    first that the format has. ``audience`` is a TLP label, by default the briefing's own marking.
    ``list`` names the one list of a sheet; empty: all lists where the format can hold them.
    """

    format: str = ""
    kind: str = ""
    audience: str = ""
    notes: Notes = Notes.NONE
    paper: str = "a4"
    parts: frozenset[Part] = frozenset(Part)
    list: str = ""


@dataclass
class Job:
    """One export under way: what a format asks for while it makes its bytes.

    ``marking`` and ``left_out`` say of the finished file what the reader is told.
    """

    ws: Workspace
    briefing_id: str
    request: ExportRequest
    progress: Callable[[int, int, str], None] | None = None
    cancelled: Callable[[], bool] | None = None
    marking: str = field(default="", init=False)
    left_out: tuple[str, ...] = field(default=(), init=False)

    @cached_property
    def excerpt(self) -> Excerpt:
        """The briefing for the audience asked for."""
        from briefing.services.excerpting import excerpt

        request = self.request
        found = excerpt(self.ws, self.briefing_id, audience=request.audience, notes=request.notes)
        self.marking, self.left_out = found.marking.label, found.left_out
        return found

    @cached_property
    def report(self) -> FullReport:
        """The parts asked for as blocks for a reader."""
        from briefing.services.full_report import full_report

        wanted = self.request.parts
        figures = self._figures() if Part.FIGURES in wanted else ()
        return full_report(self.excerpt, parts=wanted, figures=figures, step=self.step)

    def _figures(self) -> Iterator[FigureBlock]:
        from briefing.services.report_blocs import bloc_figures
        from briefing.services.report_figures import timeline_figures

        blocs = bloc_figures(self.ws, self.excerpt)
        if blocs is not None:
            yield blocs
        yield from timeline_figures(self.excerpt)

    def step(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is. Raises Cancelled where somebody asked to stop."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(done, total, text)


@dataclass(frozen=True, slots=True)
class Format:
    """One format in one kind. The first suffix is the one proposed.

    ``notes``, ``parts``, ``paper`` and ``lists`` tell which parts of a request it can obey;
    ``needs_list`` that it holds one list and no more.
    """

    id: str
    label: str
    kind: Kind
    suffixes: tuple[str, ...]
    media_type: str
    make: Callable[[Job], bytes]
    notes: bool = False
    parts: bool = False
    paper: bool = False
    lists: bool = False
    needs_list: bool = False

    @property
    def key(self) -> str:
        """What names the row: ``"pdf-summary"``."""
        return f"{self.id}-{self.kind}"


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a finished export; ``left_out`` says in words what the audience may not read."""

    content: bytes
    format: Format
    marking: str
    left_out: tuple[str, ...]


def _summary_pdf(job: Job) -> bytes:
    from briefing.services.exporting import make_summary

    made = make_summary(job.ws, job.briefing_id, job.request.paper, job.request.audience)
    job.marking, job.left_out = made.marking, made.left_out
    return made.content


def _full_pdf(job: Job) -> bytes:
    from briefing.export.full_pdf import full_pdf

    return full_pdf(job.report, paper=job.request.paper)


def _briefing_json(job: Job) -> bytes:
    from briefing.export.briefing_json import briefing_json

    return briefing_json(job.excerpt)


def _with_sources(job: Job) -> Excerpt:
    from briefing.domain.source import Source

    if not job.excerpt.all(Source):
        who = job.excerpt.audience.label
        raise UserError(
            f"The briefing has no source that {who} may read: there is nothing to write."
        )
    return job.excerpt


def _csl_json(job: Job) -> bytes:
    from briefing.export.csl_json import csl_json

    return csl_json(_with_sources(job))


def _ris(job: Job) -> bytes:
    from briefing.export.ris import ris

    return ris(_with_sources(job))


def _bibtex(job: Job) -> bytes:
    from briefing.export.bibtex import bibtex

    return bibtex(_with_sources(job))


def _web_annotations(job: Job) -> bytes:
    from briefing.export.web_annotation import web_annotations
    from briefing.services.excerpting import written_at

    return web_annotations(job.excerpt, written_at(job.ws, job.excerpt))


def _stix(job: Job) -> bytes:
    from briefing.export.stix import stix_bundle
    from briefing.services.excerpting import written_at

    return stix_bundle(job.excerpt, written_at(job.ws, job.excerpt))


def _html(job: Job) -> bytes:
    from briefing.export.html import html

    return html(job.report, paper=job.request.paper)


def _markdown(job: Job) -> bytes:
    from briefing.export.markdown import markdown

    return markdown(job.report)


def _docx(job: Job) -> bytes:
    from briefing.export.docx import full_docx

    return full_docx(job.report, paper=job.request.paper, step=job.step)


def _xlsx(job: Job) -> bytes:
    from briefing.export.tables import sheet, sheets
    from briefing.export.xlsx import xlsx

    wanted = job.request
    lists = (sheet(job.excerpt, wanted.list),) if wanted.list else sheets(job.excerpt)
    return xlsx(lists, job.excerpt, paper=wanted.paper, step=job.step)


def _csv(job: Job) -> bytes:
    from briefing.export.csv_list import csv_list
    from briefing.export.tables import sheet

    return csv_list(sheet(job.excerpt, job.request.list), job.excerpt)


#: Every format; the first row of an id is its usual kind, the first with a suffix the one meant by it.
FORMATS: tuple[Format, ...] = (
    Format(
        "pdf", "PDF summary", Kind.SUMMARY, (".pdf",), "application/pdf", _summary_pdf, paper=True
    ),
    Format(
        "pdf",
        "PDF of the whole briefing",
        Kind.FULL,
        (".pdf",),
        "application/pdf",
        _full_pdf,
        notes=True,
        parts=True,
        paper=True,
    ),
    Format(
        "docx",
        "Word document",
        Kind.FULL,
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _docx,
        notes=True,
        parts=True,
        paper=True,
    ),
    Format(
        "html",
        "HTML in one file",
        Kind.FULL,
        (".html", ".htm"),
        "text/html",
        _html,
        notes=True,
        parts=True,
        paper=True,
    ),
    Format(
        "md",
        "Markdown",
        Kind.FULL,
        (".md", ".markdown"),
        "text/markdown",
        _markdown,
        notes=True,
        parts=True,
    ),
    Format(
        "xlsx",
        "Lists as XLSX",
        Kind.FULL,
        (".xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _xlsx,
        notes=True,
        paper=True,
        lists=True,
    ),
    Format(
        "csv",
        "One list as CSV",
        Kind.FULL,
        (".csv",),
        "text/csv",
        _csv,
        notes=True,
        lists=True,
        needs_list=True,
    ),
    Format(
        "json",
        "JSON of the whole briefing",
        Kind.FULL,
        (".json",),
        "application/json",
        _briefing_json,
        notes=True,
    ),
    Format(
        "csl",
        "Sources as CSL-JSON",
        Kind.FULL,
        (".csl.json",),
        "application/vnd.citationstyles.csl+json",
        _csl_json,
    ),
    Format(
        "ris",
        "Sources as RIS",
        Kind.FULL,
        (".ris",),
        "application/x-research-info-systems",
        _ris,
    ),
    Format("bibtex", "Sources as BibTeX", Kind.FULL, (".bib",), "application/x-bibtex", _bibtex),
    Format(
        "annotations",
        "Notes as W3C Web Annotations",
        Kind.FULL,
        (".jsonld",),
        "application/ld+json",
        _web_annotations,
        notes=True,
    ),
    Format(
        "stix",
        "STIX 2.1 bundle",
        Kind.FULL,
        (".stix.json",),
        "application/stix+json",
        _stix,
        notes=True,
    ),
)


def export_briefing(
    ws: Workspace,
    briefing_id: str,
    to: Path,
    request: ExportRequest | None = None,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Write a briefing to a file and return where it lies. The file appears whole or not at all.

    Raises NotFoundError for an unknown id; UserError for what is not known or does not go together,
    for what the audience may not read, and where the folder cannot be written; Cancelled.
    """
    made = make_export(ws, briefing_id, request, to=to, progress=progress, cancelled=cancelled)
    return write_export(made, to)


def make_export(
    ws: Workspace,
    briefing_id: str,
    request: ExportRequest | None = None,
    *,
    to: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Made:
    """The bytes that ``export_briefing`` would write, for a preview or a printer; raises as it does."""
    request = request or ExportRequest()
    chosen = chosen_format(request, to)
    job = Job(ws, briefing_id, request, progress, cancelled)
    job.step(0, 0)
    content = chosen.make(job)
    job.step(1, 1)
    return Made(content, chosen, job.marking, job.left_out)


def write_export(made: Made, to: Path) -> Path:
    """Write what was made, whole or not at all. Raises UserError where the folder cannot be written."""
    from briefing.services.exporting import write_whole

    return write_whole(to, made.content)


def chosen_format(request: ExportRequest, to: Path | None = None) -> Format:
    """The row that a request asks for; the file's suffix decides where it names no format.

    Raises UserError for whatever is not known, and for wishes that the format cannot fulfil.
    """
    if request.format:
        rows = [one for one in FORMATS if one.id == request.format.lower()]
        if not rows:
            raise UserError(f"{request.format}: this format is not known; choose {_known()}.")
    else:
        rows = _by_suffix(to.name if to is not None else "")
    found = next((one for one in rows if one.kind == (request.kind or one.kind)), None)
    if found is None:
        kinds = " or ".join(one.kind for one in rows)
        raise UserError(f"{rows[0].id}: there is no {request.kind} of it; choose {kinds}.")
    _must_suit(found, request)
    return found


def parts_named(names: Iterable[str]) -> frozenset[Part]:
    """The parts with these names. Raises UserError for one that is not known."""
    wanted = list(names)
    for name in wanted:
        if name not in list(Part):
            raise UserError(f"{name}: no such part; there are {', '.join(Part)}.")
    return frozenset(map(Part, wanted))


def _by_suffix(name: str) -> list[Format]:
    """The rows with the longest suffix that the name ends in: ``.csl.json`` before ``.json``."""
    fits = {
        suffix: one.id
        for one in reversed(FORMATS)
        for suffix in one.suffixes
        if name.lower().endswith(suffix)
    }
    if not fits:
        what = f"{name}: no format has this suffix" if name else "No format is named"
        raise UserError(f"{what}; name a file with one of {_suffixes()}, or a format.")
    meant = fits[max(fits, key=len)]
    return [one for one in FORMATS if one.id == meant]


def _must_suit(chosen: Format, request: ExportRequest) -> None:
    name = chosen.label
    if request.paper not in PAPERS:
        raise UserError(f"{request.paper}: this paper is not known; choose {' or '.join(PAPERS)}.")
    if request.notes is not Notes.NONE and not chosen.notes:
        raise UserError(f"{name} holds no notes; choose a format that does, or no notes.")
    if request.parts != frozenset(Part) and not chosen.parts:
        raise UserError(f"{name} has no parts to choose from; leave them out.")
    if chosen.parts and not request.parts:
        raise UserError("No part is left to print; choose at least one.")
    if request.list and not chosen.lists:
        raise UserError(f"{name} is no list; leave the list out, or choose a format for lists.")
    lists = ", ".join(List)
    if request.list and request.list not in list(List):
        raise UserError(f"{request.list}: there is no such list; choose one of {lists}.")
    if request.list == List.NOTES and request.notes is Notes.NONE:
        raise UserError("The list of notes is empty without them; ask for shared notes too.")
    if chosen.needs_list and not request.list:
        raise UserError(f"{name} holds one list; choose one of {lists}.")


def _known() -> str:
    return ", ".join(dict.fromkeys(one.id for one in FORMATS))


def _suffixes() -> str:
    return ", ".join(dict.fromkeys(suffix for one in FORMATS for suffix in one.suffixes))
