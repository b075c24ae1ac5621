"""What every record has in common, and how its fields say what they hold.

A record is flat: every field is a scalar. What repeats (an alias, an office, a participant) is a record
of its own with its own id, so that additions on two laptops never conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Scalar = str | int | float | bool | None


def edtf() -> Any:  # noqa: ANN401 - a dataclass field takes the type of its annotation
    """A date in EDTF, kept as written; the store adds its earliest and latest day."""
    return field(default="", metadata={"edtf": True})


def ref(kind: str) -> Any:  # noqa: ANN401
    """The id of a record of ``kind``, or None; it may wait for a record not yet received."""
    return field(default=None, metadata={"ref": kind})


def part_of(kind: str) -> Any:  # noqa: ANN401
    """The id of the record that this one is a part of."""
    return field(metadata={"ref": kind, "owner": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of the library: an id, a marking, and whether it has been put into the trash.

    ``deleted`` is a field like another: deleting, restoring and undoing are edits of it, so a deletion
    on one laptop and an edit on another meet as two values and nothing is lost.
    """

    kind: ClassVar[str] = ""
    id: str
    marking: str = "CLEAR"
    deleted: bool = False


@cache
def field_names(cls: type[Record]) -> tuple[str, ...]:
    """The fields of a kind that hold values, ``id`` left out, in their declared order."""
    return tuple(f.name for f in fields(cls) if f.name != "id")


@cache
def edtf_fields(cls: type[Record]) -> tuple[str, ...]:
    """The fields of a kind that hold an EDTF date."""
    return tuple(f.name for f in fields(cls) if f.metadata.get("edtf"))


@cache
def owner_field(cls: type[Record]) -> str | None:
    """The field that names the record this kind is a part of, if it is a part."""
    return next((f.name for f in fields(cls) if f.metadata.get("owner")), None)


@cache
def references(cls: type[Record]) -> dict[str, str]:
    """Field name → kind of record that it refers to."""
    return {f.name: f.metadata["ref"] for f in fields(cls) if "ref" in f.metadata}


@cache
def defaults(cls: type[Record]) -> dict[str, Scalar]:
    """Field name → value of a field nobody filled (None where a value is required)."""
    return {f.name: (f.default if isinstance(f.default, Scalar) else None) for f in fields(cls)}


def values(record: Record) -> Iterator[tuple[str, Scalar]]:
    """Each field but ``id`` with its value."""
    for name in field_names(type(record)):
        yield name, getattr(record, name)
