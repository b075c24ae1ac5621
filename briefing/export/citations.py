"""Citations of sources, set by citeproc in a style of our own.

A source arrives as a CSL-JSON item. What is not known stays out: there is no "n.d." and no
"[anonymous]". Dates are said as everywhere in the program, because EDTF says more than the
dates that CSL can take apart.
"""

from __future__ import annotations

import importlib
import json
import threading
import warnings
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from briefing.domain import csl, dates
from briefing.domain.citing import Run
from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.domain.source import Source, SourceAuthor

_TEXTS = (
    *("title", "genre", "container-title", "collection-title", "volume", "issue", "number"),
    *("event", "publisher", "publisher-place", "event-place", "archive", "page", "DOI", "URL"),
)
_NAMES = ("author", "editor", "translator")
_DATES = ("issued", "accessed")
_NAME_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix")
# Types whose titles stand without quotation marks and italics, and whose word is their name.
_PLAIN_TYPES = ("broadcast", "interview", "map", "pamphlet", "report", "speech", "treaty")
_RENAMED = {"event-title": "event", "interviewer": "author"}
# Around what the style sets in italics; taken out of every text that comes in.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = str.maketrans("", "", _OPEN + _CLOSE)
_LONGEST = 2000
_SEASONS = {"1": 21, "2": 22, "3": 23, "4": 24}
# One style, one tree of lxml, and citeproc keeps what it has said on its nodes.
_lock = threading.Lock()


def cite(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """One plain sentence for each CSL-JSON item, in the order given."""
    return ["".join(run.text for run in runs) for runs in cite_rich(items)]


def cite_rich(items: Sequence[Mapping[str, Any]]) -> list[tuple[Run, ...]]:
    """The same sentences as runs, the titles of books and periodicals in italics."""
    return [_runs(json.dumps(_readable(item), sort_keys=True)) for item in items]


def csl_item(source: Source, authors: Sequence[SourceAuthor]) -> dict[str, Any]:
    """A source as a CSL-JSON item, its dates as EDTF; what is not known is not in it."""
    item = extra_item(source.extra)
    place = "event-place" if source.csl_type == "speech" else "publisher-place"
    fields = {
        "type": source.csl_type,
        "title": source.title or source.descriptor,
        "container-title": source.container,
        "publisher": source.publisher,
        place: source.place,
        "genre": source.genre,
        "URL": source.url,
        "language": source.language,
        "issued": source.issued,
        "accessed": source.accessed,
    }
    item.update({key: value for key, value in fields.items() if value})
    for author in authors:
        names = {"literal": author.literal, "family": author.family, "given": author.given}
        known = {key: value for key, value in names.items() if value}
        role = author.role if author.role in csl.NAMES else "contributor"
        held = item.get(role)
        if known:
            item[role] = [*(cast("list[object]", held) if isinstance(held, list) else []), known]
    return item


def extra_item(extra: str) -> dict[str, Any]:
    """The CSL that a source has no field for; empty where it is none."""
    try:
        told: object = json.loads(extra) if extra else None
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


@lru_cache(maxsize=4096)
def _runs(item: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    for index, piece in enumerate(_render(json.loads(item)).split(_OPEN)):
        inside, closed, after = piece.partition(_CLOSE)
        if index and closed:
            runs.append(Run(inside, italic=True))
        elif inside:
            runs.append(Run(inside))
        if after:
            runs.append(Run(after))
    return tuple(runs)


def _render(item: dict[str, Any]) -> str:
    with _lock, warnings.catch_warnings():
        # It warns of every property that it does not know and of every style with a newer schema.
        warnings.simplefilter("ignore")
        citeproc = _citeproc()
        source = citeproc.source.json.CiteProcJSON([item])
        bibliography = citeproc.CitationStylesBibliography(_style(), source, _formatter())
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        return str(bibliography.bibliography()[0])


def _citeproc() -> Any:  # noqa: ANN401 - it has no types, and loads too slowly for the first screen
    return importlib.import_module("citeproc")


@lru_cache(maxsize=1)
def _style() -> Any:  # noqa: ANN401 - a class of citeproc's

    # Valid once and for all: a test holds the style to the schema.
    return _citeproc().CitationStylesStyle(
        str(resource("csl", "briefing-note.csl")), validate=False
    )


@lru_cache(maxsize=1)
def _formatter() -> SimpleNamespace:
    looks = ("Oblique", "Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps")
    return SimpleNamespace(preformat=str, Italic=_italic, **dict.fromkeys(looks, str))


def _italic(text: object) -> str:
    return f"{_OPEN}{text}{_CLOSE}"


def _readable(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item with nothing in it but what the style prints, in the form that citeproc takes."""
    known = {_RENAMED.get(key, key): value for key, value in item.items()} | dict(item)
    # The key is not the caller's: citeproc folds its case, and two would become one.
    kept: dict[str, Any] = {"id": "it", "type": _text(item.get("type")) or "document"}
    for key in _TEXTS:
        text = _text(known.get(key))
        if text:
            kept[key] = text
    for key in _NAMES:
        names = [name for name in map(_name, _list(known.get(key))) if name]
        if names:
            kept[key] = names
    _say_once(kept)
    for key in _DATES:
        said = _date(known.get(key))
        if said:
            kept[key] = {"literal": said}
    return kept


def _say_once(item: dict[str, Any]) -> None:
    """Take out the author and the type where the title tells them already."""
    title = item.get("title", "").casefold()
    authors = item.get("author", [])
    if len(authors) == 1:
        name = authors[0].get("literal") or " ".join(
            filter(None, (authors[0].get("given"), authors[0].get("family")))
        )
        if title.startswith(name.casefold()):
            del item["author"]
    if item["type"] in _PLAIN_TYPES and item["type"] in title.split():
        item["type"] = "document"


def _text(value: object) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return " ".join(str(value).translate(_MARKS).split())[:_LONGEST]


def _list(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(cast("Sequence[object]", value))
    return [value] if value else []


def _name(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        text = _text(value)
        return {"literal": text} if text else {}
    given = cast("dict[str, object]", value)
    literal = _text(given.get("literal"))
    if literal:
        return {"literal": literal}
    parts = {part: _text(given.get(part)) for part in _NAME_PARTS}
    if not parts["family"]:
        return {"literal": parts["given"]} if parts["given"] else {}
    return {part: text for part, text in parts.items() if text}


def _date(value: object) -> str:
    """A CSL-JSON date, or an EDTF text, in words; empty where it says nothing."""
    if not isinstance(value, dict):
        text = _text(value)
        return dates.friendly(text) if text else ""
    date = cast("dict[str, object]", value)
    for key in ("edtf", "raw"):
        if text := _text(date.get(key)):
            return dates.friendly(text)
    ends = [_day(_list(end), date) for end in _list(date.get("date-parts"))[:2]]
    text = "/".join(end for end in ends if end)
    return dates.friendly(text) if text else _text(date.get("literal"))


def _day(parts: list[object], date: dict[str, object]) -> str:
    numbers: list[int] = []
    for part in parts[:3]:
        text = _text(part)
        if not text.lstrip("-").isdecimal():
            break
        numbers.append(int(text))
    if not numbers or abs(numbers[0]) > 9999:
        return ""
    season = _SEASONS.get(_text(date.get("season")))
    if season and len(numbers) == 1:
        numbers.append(season)
    year = f"{'-' if numbers[0] < 0 else ''}{abs(numbers[0]):04}"
    marked = "~" if date.get("circa") else ""
    return "-".join([year, *(f"{number:02}" for number in numbers[1:])]) + marked
