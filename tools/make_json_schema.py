"""Write the JSON Schema of exported briefings from the records, or say that it is out of date (--check)."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from briefing.domain.actor import Actor, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.bloc import Pin
from briefing.domain.briefing import Briefing, BriefingAuthor, Release
from briefing.domain.hypothesis import Evidence, Rating
from briefing.domain.markings import Marking
from briefing.domain.person import Person
from briefing.domain.record import Record, edtf_fields
from briefing.domain.source import BriefingSource, Passage, PassageLink, Source
from briefing.export.briefing_json import NAME, VERSION
from briefing.export.nesting import ACTOR_PARTS, ARRAYS, ENTRY_PARTS, SOURCE_PARTS, Parts

TARGET = Path(__file__).resolve().parent.parent / "resources/schemas/briefing-export.schema.json"
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema() -> str:
    """The schema as JSON."""
    kinds: dict[str, Any] = {}
    for cls in ARRAYS:
        entry = kinds[cls.kind] = _kind(kinds, cls, ENTRY_PARTS[cls])
        entry["properties"] |= {
            "passages": _array("passage_of_entry"),
            "tags": {"type": "array", "items": {"type": "string"}},
            "passages_left_out": {
                "const": True,
                "description": "It rests on passages that the audience may not read.",
            },
        }
        entry["required"] += ["passages", "tags"]
    kinds[Evidence.kind] = _kind(kinds, Evidence, (("ratings", Rating),))
    for name in ("quote", "event", "claim", "relation"):
        kinds[name]["properties"]["drawn_out"] = _ref("drawn_out")
    kinds["drawn_out"] = _drawn_out()
    actor = kinds[Actor.kind] = _kind(kinds, Actor, ACTOR_PARTS)
    actor["properties"]["drawn_out"] = _ref("drawn_out")
    actor["properties"]["same_as"] = {
        "type": "string",
        "description": "The actor that it turned out to be, whom all other records name.",
    }
    kinds[Source.kind] = _kind(kinds, Source, SOURCE_PARTS)
    for cls in (
        *(Passage, PassageLink, BriefingAuthor, BriefingSource, Person, SameAs),
        *(Release, Pin),
    ):
        kinds[cls.kind] = _kind(kinds, cls, ())
    kinds["passage_of_entry"] = _passage(kinds[Passage.kind])
    kinds[Annotation.kind] = _kind(kinds, Annotation, ())
    kinds[Annotation.kind]["properties"] |= {
        "tags": {"type": "array", "items": {"type": "string"}},
        "passage": _ref(Passage.kind),
    }
    kinds[Annotation.kind]["required"] += ["tags"]
    kinds[Briefing.kind] = _briefing(kinds)
    marking = {"enum": [one.label for one in Marking]}
    top = {
        "format": {"const": NAME},
        "format_version": {"const": VERSION},
        "marking": marking | {"description": "The highest marking in the file."},
        "audience": marking | {"description": "For whom it was made."},
        "left_out": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What the audience may not read, counted in words.",
        },
        "library_changed": {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$",
            "description": "When the library was last changed.",
        },
        "briefing": _ref(Briefing.kind),
    }
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{NAME}:{VERSION}",
        "title": "A briefing, exported",
        **_object(top, list(top)),
        "$defs": dict(sorted(kinds.items())),
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _drawn_out() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "rule": {"type": "string"},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "tool": {"type": "string"},
        "looked_at": {"const": False},
    }
    found = _object(properties, list(properties))
    return found | {"description": "A tool made the entry and no person has looked at it since."}


def _briefing(kinds: dict[str, Any]) -> dict[str, Any]:
    found = _kind(kinds, Briefing, ())
    arrays = {name: _array(cls.kind) for cls, name in ARRAYS.items()} | {
        "authors": _array(BriefingAuthor.kind),
        "releases": _array(Release.kind),
        "pins": _array(Pin.kind),
        "actors": _array(Actor.kind),
        "same_as": _array(SameAs.kind),
        "sources": _array(Source.kind),
        "briefing_sources": _array(BriefingSource.kind),
        "notes": _array(Annotation.kind),
        "people": _array(Person.kind),
    }
    found["properties"] |= arrays
    found["required"] += list(arrays)
    return found


def _passage(passage: dict[str, Any]) -> dict[str, Any]:
    more = {
        "source_id": {"type": ["string", "null"], "description": "Whose words they are."},
        "role": {"type": "string"},
        "link": _ref(PassageLink.kind),
    }
    return _object(passage["properties"] | more, [*passage["required"], *more])


def _kind(kinds: dict[str, Any], cls: type[Record], parts: Parts) -> dict[str, Any]:
    hints = get_type_hints(cls)
    properties: dict[str, Any] = {"id": {"type": "string"}, "kind": {"const": cls.kind}}
    for field in fields(cls):
        if field.name in ("id", "deleted"):
            continue
        types = [_TYPES[one] for one in get_args(hints[field.name]) or (hints[field.name],)]
        # A number that JSON cannot hold is null.
        types += ["null"] if types == ["number"] else []
        properties[field.name] = {"type": types[0] if len(types) == 1 else types}
        if field.name in edtf_fields(cls):
            properties[field.name]["description"] = "EDTF level 1, or empty."
    properties["marking"] = {"enum": [one.value for one in Marking]}
    for name, part in parts:
        properties[name] = _array(part.kind)
        if part is not Evidence:
            kinds.setdefault(part.kind, _kind(kinds, part, ()))
    return _object(properties, list(properties))


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _array(kind: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(kind)}


def _ref(kind: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{kind}"}


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            0 if TARGET.read_text(encoding="utf-8") == schema() else f"{TARGET.name} is out of date"
        )
    TARGET.write_text(schema(), encoding="utf-8")
