"""The fixed parts of our STIX 2.1: ids, extension definitions, TLP 2.0 markings, and how values are written.

Ids are UUIDv5 in a namespace of our own: STIX allows no UUIDv7, and wants an id to be that of one
object even where two stand for one record, as a state's land and its government do.
"""

from __future__ import annotations

import math
import re
from typing import Any, cast
from uuid import UUID, uuid5

from briefing.domain import markings
from briefing.domain.dates import OPEN_END, OPEN_START, DateError, from_ordinal, parse
from briefing.domain.markings import Marking
from briefing.domain.records import word
from briefing.export.plain_json import scrubbed

Object = dict[str, Any]

# Never to be changed: files made again would name other objects.
_NAMESPACE = UUID("7d0c3f0e-6c8a-5a57-9a55-0d1b1f6f6d21")
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_FIXED = "2026-11-25T00:00:00.000Z"
_TLP_CREATED = "2022-10-01T00:00:00.000Z"  # OASIS, common object repository
_WHERE = "Described in the file formats of Briefing, under STIX 2.1."


def stix_id(kind: str, key: str) -> str:
    """The id of the object of a STIX type that stands for a record, or for what else is named."""
    return f"{kind}--{uuid5(_NAMESPACE, f'{kind}/{key}')}"


PROGRAM = stix_id("identity", "program")
DETAILS = stix_id("extension-definition", "details")
#: The label of what a tool made and nobody has looked at.
DRAWN = "drawn-out-by-tool-not-looked-at"
#: Kinds of record that STIX has no object for: each is a note with an extension.
NOTED = ("quote", "event", "claim", "judgment", "hypothesis_matrix")
_DESCRIPTIONS = {
    "quote": "What somebody said, in which words, when and where.",
    "event": "What happened, when, and who took part.",
    "claim": "What is said to be so, who asserts and who denies it, and how credible it is (NATO).",
    "judgment": "An analytic judgment with its likelihood and, apart from it, its confidence (ICD 203).",
    "hypothesis_matrix": "A question, its possible answers, and how evidence sits with each.",
}


def extension_of(kind: str) -> str:
    """The id of the extension that holds the fields of a kind of record."""
    return stix_id("extension-definition", kind)


def fixed_objects(used: set[str]) -> list[Object]:
    """The program's identity, the extension definitions of what is used, by kind, and the details'."""
    program = {
        **_fixed(PROGRAM),
        "name": "Briefing",
        "description": "The program that wrote this bundle.",
        "identity_class": "system",
    }
    details = _definition(
        DETAILS,
        "Briefing details",
        "What a record holds beyond the properties of STIX: dates in EDTF, grades, further names.",
    )
    ours = [
        _definition(extension_of(kind), f"Briefing {word(kind)}", _DESCRIPTIONS[kind])
        for kind in NOTED
        if kind in used
    ]
    return [program, details, *ours]


def marking_object(marking: Marking) -> Object:
    """The TLP 2.0 marking as the common object repository of OASIS has it."""
    level = {"extension_type": "property-extension", "tlp_2_0": marking.value.lower()}
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": marking.stix_id,
        "created": _TLP_CREATED,
        "name": marking.label,
        "extensions": {markings.STIX_EXTENSION: level},
    }


def _fixed(key: str) -> Object:
    return {
        "type": key.partition("--")[0],
        "spec_version": "2.1",
        "id": key,
        "created": _FIXED,
        "modified": _FIXED,
        "object_marking_refs": [Marking.CLEAR.stix_id],
    }


def _definition(key: str, name: str, description: str) -> Object:
    return {
        **_fixed(key),
        "created_by_ref": PROGRAM,
        "name": name,
        "description": description,
        "schema": _WHERE,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def bounds(edtf: str) -> Object:
    """``start_time`` and ``stop_time`` of an EDTF date, each only where it is known and not open."""
    found: Object = {}
    try:
        date = parse(edtf)
    except DateError:
        return found
    if date.earliest not in (None, OPEN_START):
        found["start_time"] = _stamp(date.earliest, "00:00:00.000")
    if date.latest not in (None, OPEN_END):
        found["stop_time"] = _stamp(date.latest, "23:59:59.999")
    return {name: stamp for name, stamp in found.items() if stamp}


def _stamp(day: int | None, time: str) -> str:
    year, month, number = from_ordinal(day or 0)
    return f"{year:04}-{month:02}-{number:02}T{time}Z" if 1 <= year <= 9999 else ""


def slug(text: str, otherwise: str) -> str:
    """A name of a relationship: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:250] or otherwise


def web_address(text: str) -> str:
    """The address where it is one that STIX takes; else empty."""
    return (
        text if re.fullmatch(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?", text, re.ASCII) else ""
    )


def filled(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    """The value without what is empty: STIX allows no null, no empty list and no empty object."""
    if isinstance(value, dict):
        told = cast("Object", value)
        kept = {name: filled(one) for name, one in told.items()}
        return {name: one for name, one in kept.items() if one not in _EMPTY}
    if isinstance(value, list):
        return [one for one in map(filled, cast("list[Any]", value)) if one not in _EMPTY]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return scrubbed(value) if isinstance(value, str) else value
