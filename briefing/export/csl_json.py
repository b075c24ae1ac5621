"""Sources as items of CSL-JSON: as the citations are set from them, and as a file for other programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from briefing.domain import csl, markings
from briefing.domain.codes import CSL_TYPES
from briefing.domain.dates import DateError, friendly, parse
from briefing.domain.source import Source, SourceAuthor
from briefing.export.citations import csl_item, extra_item
from briefing.export.plain_json import json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.export.excerpt import Excerpt

_VARIABLES = csl.TEXTS | csl.NUMBERS | csl.DATES | csl.NAMES | frozenset(csl.OTHER_NAMES)
_SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}
_DAY = re.compile(r"(Y?-?[0-9]{4,9})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?")
# A file's place on some laptop: an address of the scheme "file", a home folder, a drive, a share.
_PLACE = re.compile(
    r"(?:^|[\s\"'(;,=])(?:file:|~/|/(?:home|users|root|tmp|var|mnt|media|volumes|private)/"
    r"|[a-z]:[\\/]|\\\\[^\s\\])",
    re.IGNORECASE,
)

Item = dict[str, Any]


def tells_of_a_laptop(text: str) -> bool:
    """Whether a text names a file by its place on some laptop."""
    return _PLACE.search(text) is not None


def public_extra(extra: str) -> str:
    """What may leave the library of the CSL that a source has no field for, as JSON again.

    A reference manager's remarks, attachments and private fields stay here: they hold the paths,
    logins and notes of whoever kept the list. Only variables of CSL go, and the date as it was told
    where it is none.
    """
    kept = extra_item(extra)
    found: Item = {
        key: value
        for key, value in kept.items()
        if key in _VARIABLES and key not in csl.REMARKS and not _any_place(value)
    }
    custom = kept.get("custom")
    if isinstance(custom, dict):
        told = {
            key: value
            for key, value in cast("Item", custom).items()
            if key in ("issued", "accessed") and not _any_place(value)
        }
        if told:
            found["custom"] = told
    return json.dumps(found, ensure_ascii=False, sort_keys=True) if found else ""


def csl_json(excerpt: Excerpt) -> bytes:
    """The sources of an excerpt as a file of CSL-JSON, valid against the schema of CSL 1.0.2."""
    return json_bytes([_entry(excerpt, source, item) for source, item in listed(excerpt)])


def listed(excerpt: Excerpt) -> Iterator[tuple[Source, Item]]:
    """Each source with its item, by title; of what stands beside CSL in it only what may go."""
    sources = sorted(excerpt.all(Source), key=lambda one: (one.title or one.descriptor, one.id))
    for source in sources:
        url = "" if tells_of_a_laptop(source.url) else source.url
        public = replace(source, url=url, extra=public_extra(source.extra))
        item = csl_item(public, excerpt.parts(SourceAuthor, source.id))
        # A date that is none was kept apart when it came in.
        for key, told in cast("Item", item.pop("custom", {})).items():
            item.setdefault(key, _literal(told))
        if item["type"] not in CSL_TYPES:
            item["type"] = "document"
        yield source, item


def csl_date(text: str) -> dict[str, object]:
    """An EDTF date as CSL takes dates apart; where CSL cannot, in words.

    A day, a month, a year, a season and an interval of the first three have parts; ``circa`` stands
    for uncertain too. A decade, an open end and what is no date are a literal text.
    """
    try:
        date = parse(text)
    except DateError:
        return {"literal": text}
    ends = [_parts(end) for end in date.text.rstrip("?~%").split("/")]
    if len(ends) == 2:
        ends = [_parts(end.rstrip("?~%")) for end in date.text.split("/")]
    if not all(ends):
        return {"literal": friendly(text)}
    season = _SEASONS.get(ends[0][1] if len(ends[0]) > 1 else 0)
    found: dict[str, object] = {"date-parts": ends}
    if season:
        if len(ends) > 1:
            return {"literal": friendly(text)}
        found = {"date-parts": [ends[0][:1]], "season": season}
    elif any(len(end) > 1 and end[1] > 12 for end in ends):
        return {"literal": friendly(text)}
    if date.approximate or date.uncertain:
        found["circa"] = True
    return found


def text_of(value: object) -> str:
    """A value of an item as text on one line; empty for what is neither text nor number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def names_of(value: object) -> list[dict[str, str]]:
    """The names of a list in an item, each with its parts that say something."""
    found: list[dict[str, str]] = []
    for one in cast("list[object]", value) if isinstance(value, list) else []:
        parts = cast("dict[str, object]", one) if isinstance(one, dict) else {"literal": one}
        name = {part: text_of(parts.get(part)) for part in csl.NAME_PARTS}
        name = {part: text for part, text in name.items() if text}
        if name:
            found.append(name)
    return found


def _parts(text: str) -> list[int]:
    match = _DAY.fullmatch(text)
    if match is None:
        return []
    return [int(part.removeprefix("Y")) for part in match.groups() if part]


def _entry(excerpt: Excerpt, source: Source, item: Mapping[str, Any]) -> Item:
    entry: Item = {"id": source.id, "type": item["type"]}
    for key in sorted(item):
        name, value = csl.OTHER_NAMES.get(key, key), item[key]
        if name in csl.NAMES:
            kept: object = names_of(value)
        elif name in csl.DATES:
            kept = _date(value)
        elif name in csl.NUMBERS and isinstance(value, int | float):
            kept = value if not isinstance(value, bool) else ""
        elif isinstance(value, str):
            kept = value
        else:
            kept = text_of(value)
        if kept == 0 or kept:
            entry[name] = kept
    own: dict[str, object] = {name: getattr(source, name) for name in csl.OWN_FIELDS}
    own |= {"issued": source.issued, "accessed": source.accessed}
    own |= {"marking": markings.parse(source.marking).label, "left_out": list(excerpt.left_out)}
    entry["custom"] = {csl.OWN: {key: value for key, value in own.items() if value}}
    return entry


def _date(value: object) -> object:
    if isinstance(value, str):
        return csl_date(value) if value else {}
    if not isinstance(value, dict):
        return {}
    date = cast("dict[str, Any]", value)
    kept = {key: date[key] for key in ("season", "circa", "literal", "raw") if date.get(key)}
    ends: list[list[int | str]] = []
    told = date.get("date-parts")
    for end in cast("list[object]", told)[:2] if isinstance(told, list) else []:
        numbers = cast("list[object]", end)[:3] if isinstance(end, list) else []
        if numbers and all(isinstance(n, int | str) and n != "" for n in numbers):
            ends.append(cast("list[int | str]", numbers))
    return {**kept, "date-parts": ends} if ends else kept


def _literal(value: object) -> object:
    if isinstance(value, dict):
        date = cast("dict[str, object]", value)
        return {"literal": text_of(date.get("literal") or date.get("raw"))}
    return {"literal": text_of(value)}


def _any_place(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_any_place, cast("Item", value).values()))
    if isinstance(value, list):
        return any(map(_any_place, cast("list[object]", value)))
    return isinstance(value, str) and tells_of_a_laptop(value)
