"""CSL-JSON, as Zotero and others write it; RIS and BibTeX are brought into the same form first."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from briefing.domain import csl
from briefing.domain.codes import CSL_TYPES
from briefing.domain.grades import Reliability
from briefing.domain.said_dates import written_date
from briefing.intake.readers.result import failure, one_line, scrub

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = frozenset(CSL_TYPES)
ROLES = csl.NAMES
#: CSL property → field of a source.
FIELDS = {
    "title": "title",
    "container-title": "container",
    "publisher": "publisher",
    "publisher-place": "place",
    "genre": "genre",
    "URL": "url",
    "language": "language",
}
# Properties of CSL 1.0.2 that are kept as they are; the rest go into "custom", as the schema asks.
_KNOWN = (csl.TEXTS | csl.NUMBERS | csl.DATES | frozenset(csl.OTHER_NAMES)) - frozenset(FIELDS)
_DROPPED = frozenset(("id", "type", "issued", "accessed", "custom", "categories"))
_SAME = {ours: name for name, ours in csl.OTHER_NAMES.items()}
_SEASONS = {1: 21, 2: 22, 3: 23, 4: 24}
_LONGEST = 20_000
_URL = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+\Z", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who made a source: ``literal`` for a body, ``family`` and ``given`` for a person."""

    role: str
    literal: str = ""
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source to be. ``fields`` are those of a source, ``extra`` is CSL for which it has none."""

    csl_type: str
    fields: Mapping[str, str]
    names: tuple[Name, ...]
    issued: str = ""
    accessed: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def doi(self) -> str:
        """The DOI in small letters, or empty."""
        found = _DOI.search(str(self.extra.get("DOI", "")) or self.fields.get("url", ""))
        return found[0].lower().rstrip(".,;") if found else ""


@dataclass(frozen=True, slots=True)
class References:
    """What a file held; ``failed`` says of each entry that could not be read where and why."""

    entries: tuple[Reference, ...]
    failed: tuple[str, ...] = ()


def begins(head: str, name: str) -> bool:
    """Whether a text begins as CSL-JSON does."""
    start = head.lstrip()[:1]
    if not start or start not in "[{":
        return False
    has_type = any(f'"{kind}"' in head for kind in TYPES) and '"type"' in head
    return has_type and any(f'"{key}"' in head for key in ("title", "author", "issued", "URL"))


def read(text: str, name: str) -> References:
    """The items of a CSL-JSON file: a list of them, one by itself, or under "items"."""
    try:
        told: object = json.loads(text)
    except RecursionError as error:
        raise failure(name, "this JSON is nested too deeply; export it again.") from error
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        where = f" in line {line}" if line else ""
        raise failure(name, f"damaged JSON{where}; export it again.") from error
    if isinstance(told, dict) and "type" not in told:
        told = cast("dict[str, object]", told).get("items")
    items: list[object] = cast("list[object]", told) if isinstance(told, list) else [told]
    entries: list[Reference] = []
    failed: list[str] = []
    for number, item in enumerate(items, 1):
        if isinstance(item, dict) and item:
            entries.append(reference(cast("dict[str, Any]", item)))
        else:
            failed.append(f"entry {number} is no item of CSL")
    return References(tuple(entries), tuple(failed))


def reference(item: Mapping[str, Any]) -> Reference:
    """A source to be, of a CSL item. Nothing of the item is lost; what is no date is kept as text."""
    told = str(item.get("type", ""))
    custom: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    if isinstance(item.get("custom"), dict):
        custom.update(cast("dict[str, Any]", item["custom"]))
    own = _own(custom)
    if told not in TYPES:
        custom["type"] = told
    dates: dict[str, str] = {}
    for key in ("issued", "accessed"):
        # The parts of a date of CSL say less than EDTF can.
        dates[key] = written_date(own.get(key, "")) or (edtf(item[key]) if item.get(key) else "")
        if item.get(key) and not dates[key]:
            custom[key] = item[key]
    fields = {key: own[key] for key in csl.OWN_FIELDS if own.get(key)}
    names: list[Name] = []
    for key, value in item.items():
        if key in ROLES and isinstance(value, list):
            names += _names(key, cast("list[object]", value))
        elif key in FIELDS and isinstance(value, str):
            fields[FIELDS[key]] = one_line(value)[:_LONGEST]
        elif key not in _DROPPED and value not in (None, "", [], {}):
            name = _SAME.get(key, key)
            (kept if name in _KNOWN else custom)[name] = _plain(value)
    if item.get("type") == "speech" and "event-place" in kept and not fields.get("place"):
        fields["place"] = one_line(str(kept.pop("event-place")))
    url = fields.get("url", "")
    if url and not _URL.match(url):
        custom["URL"] = fields.pop("url")
    if custom:
        kept["custom"] = custom
    csl_type = told if told in TYPES else "document"
    return Reference(csl_type, fields, tuple(names), dates["issued"], dates["accessed"], kept)


def _own(custom: dict[str, Any]) -> dict[str, str]:
    """What a file of our own says of a source beyond CSL, taken out of ``custom``."""
    if not isinstance(custom.get(csl.OWN), dict):
        return {}
    told = cast("dict[str, Any]", custom.pop(csl.OWN))
    own = {key: scrub(v)[:_LONGEST] for key, v in told.items() if isinstance(v, str) and v}
    if own.get("reliability") not in set(Reliability):
        own.pop("reliability", None)
        own.pop("reliability_reason", None)
    return own


def _plain(value: object) -> object:
    return value[:_LONGEST] if isinstance(value, str) else value


def _names(role: str, told: list[object]) -> list[Name]:
    found: list[Name] = []
    for one in told:
        if isinstance(one, str):
            found.append(Name(role, literal=one_line(one)))
        if not isinstance(one, dict):
            continue
        parts = {k: one_line(str(v)) for k, v in cast("dict[str, object]", one).items() if v}
        if parts.get("literal"):
            found.append(Name(role, literal=parts["literal"]))
            continue
        before = parts.get("non-dropping-particle", "")
        family = " ".join(filter(None, (before, parts.get("family", ""))))
        given = " ".join(filter(None, (parts.get("given", ""), parts.get("dropping-particle", ""))))
        if parts.get("suffix"):
            given = ", ".join(filter(None, (given, parts["suffix"])))
        if family and given:
            found.append(Name(role, family=family, given=given))
        elif family or given:
            found.append(Name(role, literal=family or given))
    return [name for name in found if name.literal or name.family]


def edtf(told: object) -> str:
    """The EDTF of a CSL date: its parts, a text, or EDTF itself; empty where it is none."""
    if isinstance(told, (str, int)):
        return written_date(str(told))
    if not isinstance(told, dict):
        return ""
    date = cast("dict[str, Any]", told)
    parts = date.get("date-parts")
    text = ""
    if isinstance(parts, list) and parts:
        ends = [_parts(one, date.get("season")) for one in cast("list[object]", parts)[:2]]
        if all(ends):
            text = written_date("/".join(ends))
    for key in ("edtf", "raw", "literal"):
        text = text or written_date(str(date.get(key) or ""))
    if text and date.get("circa") and text[-1].isdigit() and "/" not in text:
        text += "~"
    return text


def _parts(told: object, season: object) -> str:
    if not isinstance(told, list) or not told:
        return ""
    try:
        numbers = [int(str(n)) for n in cast("list[object]", told)[:3] if n not in (None, "")]
    except ValueError:
        return ""
    if not numbers or not 0 < numbers[0] < 10_000:
        return ""
    text = f"{numbers[0]:04}"
    if len(numbers) == 1 and str(season or "") in ("1", "2", "3", "4"):
        return f"{text}-{_SEASONS[int(str(season))]}"
    return "-".join([text, *(f"{n:02}" for n in numbers[1:])])
