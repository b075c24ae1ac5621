"""The lines of a pack, looked at before anything believes them: kinds, fields, types and sizes."""

from __future__ import annotations

import math
import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from briefing.domain import markings
from briefing.domain.changes import ChangeSet, FieldChange, Sent, Sort, clock_ms
from briefing.domain.record import defaults
from briefing.domain.records import KINDS
from briefing.domain.rules import DRAWN
from briefing.exchange.packfile import PackError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.record import Scalar

_ID = re.compile(r"[0-9a-z][0-9a-z_-]{0,63}")
_SETS = frozenset(one.value for one in Sort)
_MOST_COUNT = 5_000_000
_MOST_TEXT = 10_000
_MOST_CLOCK = (1 << 63) - 1
_MOST_NUMBER = (1 << 31) - 1
_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
#: Of a pack's first line: name → type of what is taken over as it is.
_HEAD = {"schema": str, "name": str, "marking": str, "newest": int}
_COUNTS = ("sets", "changes", "records", "originals", "texts")
_NONE: Mapping[str, tuple[type, bool]] = {}
_WRONG = "The pack holds a line that is not as Briefing writes it"


def head(line: dict[str, Any], schema: str, version: int) -> tuple[dict[str, Any], dict[str, int]]:
    """The fields of a pack from its first line, and how many lines of each sort follow."""
    if line.get("briefpack") != version:
        raise PackError("The pack is of a version that this Briefing does not know: update it")
    if line.get("sort") not in ("working", "edition", "questions"):
        raise PackError(_WRONG)
    found: dict[str, Any] = {}
    for name, kind in _HEAD.items():
        value = line.get(name)
        if type(value) is not kind:
            raise PackError(_WRONG)
        found[name] = _plain(value) if kind is str else value
    if found["schema"] > schema:
        raise PackError("The pack was made by a newer Briefing: update the program to open it")
    if not 0 <= found["newest"] <= clock_ms(_MOST_CLOCK):
        raise PackError(_WRONG)
    _check_marking(found["marking"])
    found["person_id"] = None if line.get("person") is None else _id(line["person"])
    for name in ("titles", "left_out"):
        found[name] = tuple(_plain(one) for one in _list(line.get(name)))
    found["briefings"] = tuple(_id(one) for one in _list(line.get("briefings")))
    found["accounts"] = _accounts(line.get("accounts"))
    counts = {name: _count(line.get(name)) for name in _COUNTS}
    return found, counts


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MOST_COUNT:
        raise PackError(_WRONG)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(cast("list[object]", value)) > _MOST_TEXT:
        raise PackError(_WRONG)
    return cast("list[object]", value)


def _plain(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise PackError(_WRONG)
    _check_letters(value)
    return value


def _check_letters(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise PackError("The pack holds half of a letter") from error


def _id(value: object) -> str:
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        raise PackError("The pack holds an id that is none")
    return value


def _check_marking(value: object) -> None:
    try:
        markings.parse(str(value))
    except markings.MarkingError as error:
        raise PackError("The pack holds a marking that is none") from error


def _check_drawn(kind: str, name: str, value: Scalar) -> None:
    """Refuse what no window could draw: unknown colours, numbers that no place or time has."""
    if isinstance(value, int) and not (
        0 <= value <= _MOST_CLOCK if name == "clock" else abs(value) <= _MOST_NUMBER
    ):
        raise PackError("The pack holds a number that is greater than any of its sort")
    if value not in DRAWN.get((kind, name), (value,)):
        raise PackError("The pack holds a colour or a rating that this Briefing does not know")


def _accounts(value: object) -> dict[str, tuple[tuple[int, int], ...]]:
    if not isinstance(value, dict):
        raise PackError(_WRONG)
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for device, ranges in cast("dict[object, object]", value).items():
        pairs: list[tuple[int, int]] = []
        for one in _list(ranges):
            pair = _list(one)
            if len(pair) != 2:
                raise PackError(_WRONG)
            first, last = (_number(n) for n in pair)
            if first > last:
                raise PackError(_WRONG)
            pairs.append((first, last))
        found[_id(device)] = tuple(pairs)
    return found


def _number(value: object) -> int:
    if type(value) is not int or not 1 <= value < 1 << 31:
        raise PackError(_WRONG)
    return value


def change_set(line: dict[str, Any]) -> Sent:
    """A change set from its line."""
    try:
        changes = line["changes"]
        clock = line["clock"]
        person, undoes = line["person"], line["undoes"]
        if line["sort"] not in _SETS or type(clock) is not int or not 0 <= clock <= _MOST_CLOCK:
            raise PackError(_WRONG)
        one = ChangeSet(
            id=_id(line["id"]),
            label=_plain(line["label"]),
            sort=line["sort"],
            person_id=None if person is None else _id(person),
            device_id=_id(line["device"]),
            number=_number(line["number"]),
            clock=clock,
            intention=_id(line["intention"]),
            undoes=None if undoes is None else _id(undoes),
        )
    except KeyError as error:
        raise PackError(_WRONG) from error
    if not isinstance(changes, list) or not changes or len(line) != 10:
        raise PackError(_WRONG)
    return Sent(one, tuple(_change(row) for row in cast("list[object]", changes)))


def _change(row: object) -> FieldChange:
    if not isinstance(row, list) or len(cast("list[object]", row)) != 6:
        raise PackError(_WRONG)
    kind, record_id, name, before, after, base = cast("list[Any]", row)
    known = _fields(kind) if isinstance(kind, str) else _NONE
    if name not in known:
        raise PackError("The pack holds a field that this Briefing does not know")
    expected, empty = known[name]
    # What was there before may have been nothing, or is not told.
    before = None if before is None else _value(before, expected)
    after = None if after is None and empty else _value(after, expected)
    if name == "marking":
        _check_marking(after)
    _check_drawn(kind, name, after)
    if base is not None:
        if not isinstance(base, str):
            raise PackError(_WRONG)
        base = " ".join(_id(one) for one in base.split())
    return FieldChange(kind, _id(record_id), name, before, after, base or None)


def _value(value: Any, expected: type) -> Scalar:  # noqa: ANN401 - out of a file
    if expected is str and type(value) is str:
        if not value.isascii():
            _check_letters(value)
        return value
    if expected is bool and (value is True or value is False or value in (0, 1)):
        # As SQLite keeps a truth.
        return int(value)
    if expected is int and type(value) is int and abs(value) < 1 << 63:
        return value
    if expected is float and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    raise PackError("The pack holds a value of another type than its field")


@cache
def _fields(kind: str) -> Mapping[str, tuple[type, bool]]:
    """Field → its type and whether it may be nothing; empty for a kind that is not known."""
    if kind not in KINDS:
        return {}
    found: dict[str, tuple[type, bool]] = {}
    for one in fields(KINDS[kind]):
        name = str(one.type)
        if one.name != "id":
            found[one.name] = (_TYPES[name.split(" | ")[0]], "None" in name)
    return found


def record(line: dict[str, Any]) -> tuple[str, Mapping[str, Scalar]]:
    """Kind and fields of a record of a reader's edition, ``id`` among them."""
    kind, given = line.get("kind"), line.get("fields")
    known = _fields(kind) if isinstance(kind, str) else _NONE
    if not known or not isinstance(given, dict) or len(line) != 2:
        raise PackError(_WRONG)
    values = cast("dict[str, Any]", given)
    found: dict[str, Scalar] = {"id": _id(values.get("id"))}
    for name, value in values.items():
        if name == "id":
            continue
        if name not in known:
            raise PackError("The pack holds a field that this Briefing does not know")
        expected, empty = known[name]
        found[name] = None if value is None and empty else _value(value, expected)
        _check_drawn(str(kind), name, found[name])
    _check_marking(found.get("marking", ""))
    blank = defaults(KINDS[str(kind)])
    required = {name for name, (_, empty) in known.items() if blank[name] is None and not empty}
    if not required <= found.keys():
        raise PackError("The pack holds a record that lacks what it cannot be without")
    return str(kind), found


def text_of(data: bytes) -> str:
    """The text of a document. Raises PackError where it is none."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise PackError("The pack holds a text that is none") from error
