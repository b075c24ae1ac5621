"""What differs between two states of an entry and its parts, in the words that people read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.dates import friendly
from briefing.domain.markings import Marking
from briefing.domain.record import defaults, edtf_fields, field_names, owner_field, references
from briefing.domain.records import KINDS, field_word, word
from briefing.i18n import _
from briefing.services.form_table import FORMS
from briefing.services.note_threads import NAMELESS
from briefing.services.source_view import title_of
from briefing.store import journal
from briefing.store.records import get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefing.domain.record import Scalar
    from briefing.store.engine import Connection

#: Parts that name what they belong to by its kind and id.
OF_ANY = ("passage_link", "tag")
#: What people are not told of a part: where it belongs and where it stands.
_UNTOLD = frozenset({"position", "deleted"})
#: Fields whose value is no words, and such as go without saying of what was just made.
_SILENT, _AT_BIRTH = frozenset({"position"}), frozenset({"briefing_id"})
#: Fields that hold the id of an entry whose kind stands in the field beside it.
_NAMED_BY = {"entry_id": "entry_kind", "target_id": "target_kind"}
#: What a part is called here, where that is not the word for its kind.
_PART_WORDS = {"passage_link": "passage", "basis": "rests on", "release": "final version"}
#: As much of a title as helps to know it again.
_TITLE = 160

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field, or a whole part, before and after; empty where there was or is nothing."""

    label: str
    before: str
    after: str


Values = dict[str, "Scalar"]
#: The fields of an entry and of its parts at a moment, by kind and id of the record.
State = dict[Key, Values]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry, by kind and id, and what the ids in it are called."""

    key: Key
    titles: Mapping[str, str]


def lines(told: Told, before: State, after: State, *, same: bool = False) -> tuple[FieldWords, ...]:
    """What differs between two states, the entry's own fields first; all of it where ``same``."""
    found: list[FieldWords] = []
    for key in sorted(before.keys() | after.keys(), key=lambda one: _place(told, one)):
        old, new = before.get(key), after.get(key)
        if key == told.key:
            found += _entry_lines(told, old, new, same=same)
        else:
            found += _part_lines(told, key, old, new, same=same)
    return tuple(found)


def _place(told: Told, key: Key) -> tuple[bool, int, str]:
    form = FORMS.get(told.key[0])
    kinds = [part.kind for part in form.parts] if form else []
    return key != told.key, kinds.index(key[0]) if key[0] in kinds else len(kinds), key[1]


def _entry_lines(
    told: Told, old: Values | None, new: Values | None, *, same: bool
) -> Iterator[FieldWords]:
    kind = told.key[0]
    blank = defaults(KINDS[kind])
    for name in _ordered(kind):
        left = old.get(name) if old else None
        right = new.get(name) if new else None
        label = _label(kind, name)
        if name == "deleted":
            if old is not None and bool(left) != bool(right):
                yield FieldWords(label, _truth(bool(left)), _truth(bool(right)))
            continue
        if name in _SILENT:
            if old is not None and new is not None and left != right:
                yield FieldWords(_("Place in the order"), "", _("moved"))
            continue
        if journal.same(left, right) and not same:
            continue
        alone = not same and (old is None or new is None)
        value = right if old is None else left
        if alone and (name in _AT_BIRTH or journal.same(value, blank[name])):
            continue
        shown = [
            _words(told, kind, name, value, values or {})
            for value, values in ((left, old), (right, new))
        ]
        if any(shown) and (same or shown[0] != shown[1]):
            yield FieldWords(label, *shown)


def _part_lines(
    told: Told, key: Key, old: Values | None, new: Values | None, *, same: bool
) -> Iterator[FieldWords]:
    kind = key[0]
    gone = [values is None or bool(values.get("deleted")) for values in (old, new)]
    if all(gone):
        return
    shown = [
        "" if lost or values is None else _part_words(told, kind, values)
        for lost, values in zip(gone, (old, new), strict=True)
    ]
    if same or shown[0] != shown[1]:
        yield FieldWords(_(_PART_WORDS.get(kind, word(kind))).capitalize(), *shown)


def _part_words(told: Told, kind: str, values: Values) -> str:
    owner = owner_field(KINDS[kind]) if kind not in OF_ANY else "entry_id"
    blank = defaults(KINDS[kind])
    shown: list[str] = []
    for name in _ordered(kind):
        value = values.get(name)
        named = kind in OF_ANY and name in _NAMED_BY.values()
        hidden = name in _UNTOLD or name == owner or named or name in _NAMED_BY.values()
        if hidden or value in (None, ""):
            continue
        words = _words(told, kind, name, value, values)
        if name == "marking":
            if value != blank[name]:
                shown.append(words)
        elif isinstance(value, bool):
            if value:
                shown.append(_label(kind, name).lower())
        else:
            shown.append(words)
    return ", ".join(filter(None, shown)) or word(kind)


@cache
def _ordered(kind: str) -> tuple[str, ...]:
    """The fields of a kind as its form has them, then those that no form shows."""
    form = FORMS.get(kind)
    shown = [one.name for one in form.fields] if form else []
    rest = [name for name in field_names(KINDS[kind]) if name not in shown]
    known = [name for name in shown if name in field_names(KINDS[kind])]
    return (*known, *(n for n in rest if n != "marking"), *(n for n in rest if n == "marking"))


@cache
def _label(kind: str, name: str) -> str:
    form = FORMS.get(kind)
    found = next((one.label for one in form.fields if one.name == name), "") if form else ""
    return found or field_word(name).capitalize()


def _truth(value: bool) -> str:
    return _("yes") if value else _("no")


def _words(told: Told, kind: str, name: str, value: Scalar, values: Mapping[str, Scalar]) -> str:
    """A value as a person reads it; the title of what it names where it is an id."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _truth(value)
    cls = KINDS[kind]
    if name in references(cls) or name in _NAMED_BY:
        return told.titles.get(str(value), "") or _("not received")
    if name in edtf_fields(cls):
        return friendly(str(value))
    if name == "marking":
        try:
            return Marking(str(value)).label
        except ValueError:
            return str(value)
    form = FORMS.get(kind)
    shown = next((one for one in form.fields if one.name == name), None) if form else None
    if shown is not None and shown.choices:
        return next((w for v, w in shown.choices_for(values) if v == value and w), str(value))
    return str(value)


def titles(connection: Connection, states: Iterable[State]) -> dict[str, str]:
    """Id → words of everything that states of entries name."""
    wanted: dict[str, set[str]] = {}
    for state in states:
        for (kind, _record), values in state.items():
            told = references(KINDS[kind])
            for name, value in values.items():
                beside = _NAMED_BY.get(name)
                named = values.get(beside) if beside else told.get(name)
                if isinstance(value, str) and value and named in KINDS:
                    wanted.setdefault(str(named), set()).add(value)
    found: dict[str, str] = {}
    for kind, ids in wanted.items():
        named = get_many(connection, KINDS[kind], ids).values()
        if kind == "passage":
            found |= {one.id: f"“{shortened(str(getattr(one, 'exact', '')))}”" for one in named}
        elif kind == "person":
            found |= {one.id: str(getattr(one, "name", "")) or NAMELESS for one in named}
        else:
            found |= {i: shortened(words) for i, words in title_of(connection, named).items()}
    return found


def shortened(words: str) -> str:
    """Words as one line, cut where they are longer than helps to know them again."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _TITLE else plain[: _TITLE - 1].rstrip() + "…"
