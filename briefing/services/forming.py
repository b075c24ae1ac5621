"""An entry with its parts as a person fills it in: loaded, checked, and saved as one step.

A :class:`Draft` is the state of a form. What was changed elsewhere while the form was open is told
field by field: what the person did not touch takes the newer value, what they did asks.
"""

# long because: loading, comparing and saving a draft speak of the same three versions of each field.
from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.domain.actor import ActorKind
from briefing.domain.bloc import Bloc
from briefing.domain.dates import DateError
from briefing.domain.folding import script_of
from briefing.domain.ordering import after, moved
from briefing.domain.record import defaults, edtf_fields, references, values
from briefing.domain.records import KINDS, word
from briefing.domain.rules import BLOC_COLOURS, check, check_parts
from briefing.domain.said_dates import said_date
from briefing.errors import NotFoundError, UserError
from briefing.intake import gazetteer
from briefing.services.anchoring import Span, passage_of
from briefing.services.choosing import actor_of, newcomer
from briefing.services.form_table import FORMS
from briefing.store import journal
from briefing.store.journal import new_id
from briefing.store.records import find, get, last_position, need

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from briefing.domain.record import Record, Scalar
    from briefing.services.choosing import Choice
    from briefing.services.form_table import Field, Form, Part
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork


@dataclass(slots=True)
class Row:
    """A part in a form. ``base`` is what the library held when it was loaded, None for a new one.

    ``span`` is a place in a document of which the passage is made when the draft is saved.
    """

    id: str
    values: dict[str, Scalar]
    base: dict[str, Scalar] | None = None
    span: Span | None = None


@dataclass(slots=True)
class Draft:
    """An entry being filled in; ``base`` is None for a new one.

    ``dropped`` are the parts taken out here. ``actors`` are new actors that the form names: they are
    made with the entry, in the same step.
    """

    kind: str
    id: str
    values: dict[str, Scalar]
    parts: dict[str, list[Row]]
    base: dict[str, Scalar] | None = None
    dropped: dict[str, list[Row]] = field(default_factory=dict[str, "list[Row]"])
    actors: dict[str, tuple[str, str]] = field(default_factory=dict[str, "tuple[str, str]"])

    @property
    def form(self) -> Form:
        """How the entry is edited."""
        return FORMS[self.kind]

    def part(self, kind: str) -> Part:
        """How a list of parts is edited."""
        return next(part for part in self.form.parts if part.kind == kind)

    def is_changed(self) -> bool:
        """Whether saving would write anything."""
        return (
            self.base != self.values
            or any(self.dropped.values())
            or any(row.base != row.values for rows in self.parts.values() for row in rows)
        )

    def add_row(self, kind: str, at: int | None = None, /, **given: Scalar) -> Row:
        """A new part at a place, or after the last."""
        rows = self.parts[kind]
        filled = _blank(kind, self.part(kind).fields, str(self.values["marking"]))
        filled.update(given)
        row = Row(new_id(), filled)
        if "position" in filled:
            filled["position"] = after(str(rows[-1].values["position"])) if rows else after()
        rows.append(row)
        if at is not None and at < len(rows) - 1:
            self.move_row(kind, len(rows) - 1, at)
        return row

    def copy_row(self, kind: str, at: int) -> Row:
        """A part like the one at a place, right after it."""
        return self.add_row(kind, at + 1, **self.parts[kind][at].values)

    def drop_row(self, kind: str, at: int) -> None:
        """Take a part out; saving puts it into the trash."""
        row = self.parts[kind].pop(at)
        if row.base is not None:
            self.dropped.setdefault(kind, []).append(row)

    def move_row(self, kind: str, start: int, end: int) -> None:
        """Put the part at ``start`` at the place ``end``."""
        rows = self.parts[kind]
        end = max(0, min(end, len(rows) - 1))
        if start == end or not 0 <= start < len(rows):
            return
        if self.part(kind).ordered:
            keys = [str(row.values["position"]) for row in rows]
            for at, key in moved(keys, start, end).items():
                rows[at].values["position"] = key
        rows.insert(end, rows.pop(start))

    def take_back(self, kind: str, name: str, value: Scalar) -> bool:
        """Put a part that was taken out here to the end again, by the value of a field."""
        for row in self.dropped.get(kind, []):
            if row.values[name] == value:
                self.dropped[kind].remove(row)
                rows = self.parts[kind]
                last = str(rows[-1].values["position"]) if rows else ""
                if str(row.values["position"]) <= last:
                    row.values["position"] = after(last)
                rows.append(row)
                return True
        return False

    def new_actor(self, name: str, actor_kind: str) -> str:
        """The id of an actor that is made when the draft is saved."""
        plain = " ".join(name.split())
        for actor_id, known in self.actors.items():
            if known == (plain, actor_kind):
                return actor_id
        actor_id = new_id()
        self.actors[actor_id] = (plain, actor_kind)
        return actor_id


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: of the entry or part ``record_id``, in a field, with what would be right.

    ``part`` is the kind of part, "" for the entry. A problem of a whole list has the entry's id.
    """

    part: str
    record_id: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was changed here and elsewhere: what stands here and what stands there now."""

    part: str
    record_id: str
    field: str
    mine: Scalar
    theirs: Scalar


class InvalidError(UserError):
    """Some fields are wrong; nothing was saved."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = tuple(problems)


class ConflictError(UserError):
    """Some fields were changed elsewhere since; nothing was saved."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__("This was changed elsewhere while the form was open.")
        self.conflicts = tuple(conflicts)


def _blank(kind: str, shown: Iterable[Field], marking: str) -> dict[str, Scalar]:
    cls = KINDS[kind]
    filled = {name: value for name, value in defaults(cls).items() if name not in ("id", "deleted")}
    filled["marking"] = marking
    for one in shown:
        # What must be chosen begins with the first of the choices.
        known = one.choices_for(filled)
        if known and filled.get(one.name) is None and one.name not in references(cls):
            filled[one.name] = known[0][0]
    for name, value in filled.items():
        if value is None and name not in references(cls) and _is_text(kind, name):
            filled[name] = ""
    return filled


def _is_text(kind: str, name: str) -> bool:
    return str(KINDS[kind].__dataclass_fields__[name].type) == "str"


def _held(record: Record) -> dict[str, Scalar]:
    return {name: value for name, value in values(record) if name != "deleted"}


def _owner_values(part: Part, kind: str, entry_id: str) -> dict[str, str]:
    given = {part.owner: entry_id}
    if part.owner == "entry_id":
        given["entry_kind"] = kind
    return given


def _siblings(connection: Connection, part: Part, kind: str, entry_id: str) -> list[Record]:
    return list(find(connection, KINDS[part.kind], **_owner_values(part, kind, entry_id)))


def new_draft(
    ws: Workspace,
    kind: str,
    briefing_id: str | None,
    *,
    given: Mapping[str, Scalar] | None = None,
    parts: Mapping[str, Sequence[Mapping[str, Scalar]]] | None = None,
    passages: Iterable[Span] = (),
    newcomers: Iterable[Choice] = (),
) -> Draft:
    """An empty form for a kind of entry, with what is known already filled in.

    ``passages`` are places in documents on which the entry will rest, ``newcomers`` actors who can be
    named and are made with the entry.
    """
    form = FORMS[kind]
    cls = KINDS[kind]
    with ws.read() as connection:
        owner = get(connection, "briefing", briefing_id) if briefing_id else None
        marking = owner.marking if owner else "CLEAR"
        filled = _blank(kind, form.fields, marking)
        if "briefing_id" in filled:
            if owner is None:
                raise UserError("Open a briefing first: this belongs to one.")
            filled["briefing_id"] = briefing_id
            if "position" in filled:
                last = last_position(connection, cls, briefing_id=str(briefing_id))
                filled["position"] = after(last)
            if kind == Bloc.kind:
                filled["colour"] = _free_colour(connection, str(briefing_id), filled["colour"])
    filled.update(given or {})
    draft = Draft(kind, new_id(), filled, {part.kind: [] for part in form.parts})
    draft.actors.update((one.id, (one.name, one.sort)) for one in newcomers)
    for part in form.parts:
        ownership = _owner_values(part, kind, draft.id)
        for row in (parts or {}).get(part.kind, ()):
            draft.add_row(part.kind, **ownership, **row)
        if part.kind == "passage_link":
            for span in passages:
                draft.add_row(part.kind, **ownership).span = span
    return draft


def _free_colour(connection: Connection, briefing_id: str, usual: Scalar) -> Scalar:
    """A colour in which no other bloc of the briefing is drawn; the usual one where all are taken."""
    taken = {one.colour for one in find(connection, Bloc, briefing_id=briefing_id)}
    free = (
        colour for colour in (usual, *(f"bloc.{c}" for c in BLOC_COLOURS)) if colour not in taken
    )
    return next(free, usual)


def load_draft(ws: Workspace, kind: str, entry_id: str) -> Draft:
    """The form of an entry, filled with what the library holds. NotFoundError for an unknown id."""
    form = FORMS.get(kind)
    if form is None:
        raise UserError(f"A {word(kind)} has no form.")
    with ws.read() as connection:
        record = need(connection, kind, entry_id)
        parts: dict[str, list[Row]] = {}
        for part in form.parts:
            rows: list[Row] = []
            for one in _siblings(connection, part, kind, entry_id):
                held = _held(one)
                rows.append(Row(one.id, dict(held), held))
            parts[part.kind] = rows
    held = _held(record)
    return Draft(kind, entry_id, dict(held), parts, held)


def blank_values(draft: Draft) -> dict[str, Scalar]:
    """What a new entry of the kind begins with."""
    return _blank(draft.kind, draft.form.fields, str(draft.values["marking"]))


def copied(draft: Draft) -> Draft:
    """The draft as it is now, to compare it with later."""
    return deepcopy(draft)


def problems(draft: Draft) -> list[Problem]:
    """What is wrong with a draft, in the order of its form; empty where it can be saved."""
    wrong = check(draft.kind, draft.values)
    shown = {one.name: at for at, one in enumerate(draft.form.fields)}
    found = [
        Problem("", draft.id, name, wrong[name])
        for name in sorted(wrong, key=lambda n: shown.get(n, len(shown)))
    ]
    tied: dict[tuple[str, int], list[tuple[str, str]]] = {}
    rows = {kind: [row.values for row in many] for kind, many in draft.parts.items()}
    for kind, at, name, message in check_parts(draft.kind, {**draft.values, "id": draft.id}, rows):
        tied.setdefault((kind, at), []).append((name, message))
    for part in draft.form.parts:
        for name, message in tied.get((part.kind, -1), ()):
            found.append(Problem(part.kind, draft.id, name, message))
        for at, row in enumerate(draft.parts[part.kind]):
            wrong = check(part.kind, row.values)
            if row.span is not None:
                wrong.pop("passage_id", None)
            for name, message in tied.get((part.kind, at), ()):
                wrong.setdefault(name, message)
            found += [Problem(part.kind, row.id, name, text) for name, text in wrong.items()]
    return found


def save_draft(
    ws: Workspace,
    draft: Draft,
    *,
    keep_mine: Iterable[tuple[str, str]] = (),
    label: str = "",
    intention: str | None = None,
) -> str:
    """Save an entry with all that changed in its parts as one step; its id.

    Nothing is written where nothing changed. Raises InvalidError where a field is wrong, and
    ConflictError where a field that was changed here was changed elsewhere too, unless its record id
    and name are in ``keep_mine``.
    """
    tidy(draft)
    if not draft.is_changed():
        return draft.id
    wrong = problems(draft)
    if wrong:
        raise InvalidError(wrong)
    verb = "Add" if draft.base is None else "Edit"
    with ws.write(label or f"{verb} {word(draft.kind)}", intention=intention) as unit:
        _add_actors(unit, draft)
        _Saving(unit, draft, frozenset(keep_mine)).run()
    return draft.id


def catch_up(ws: Workspace, draft: Draft) -> list[Conflict]:
    """Take over what was changed elsewhere since the draft was loaded.

    Untouched fields take the newer value, parts added there appear, untouched parts taken out there
    go. The conflicts that remain are what a person has to decide.
    """
    if draft.base is None:
        return []
    conflicts: list[Conflict] = []
    with ws.read() as connection:
        now = get(connection, draft.kind, draft.id)
        if now is None:
            raise NotFoundError(f"This {word(draft.kind)} is not in the library any more.")
        if now.deleted:
            conflicts.append(Conflict("", draft.id, "deleted", mine=False, theirs=True))
        draft.base, found = _merged("", draft.id, draft.values, draft.base, _held(now))
        conflicts += found
        for part in draft.form.parts:
            conflicts += _catch_up_part(connection, draft, part)
    return conflicts


def _catch_up_part(connection: Connection, draft: Draft, part: Part) -> list[Conflict]:
    conflicts: list[Conflict] = []
    there = {one.id: one for one in _siblings(connection, part, draft.kind, draft.id)}
    rows = draft.parts[part.kind]
    for row in list(rows):
        if row.base is None:
            continue
        other = there.get(row.id)
        if other is None:
            if row.values == row.base:
                rows.remove(row)
            else:
                conflicts.append(Conflict(part.kind, row.id, "deleted", mine=False, theirs=True))
            continue
        row.base, found = _merged(part.kind, row.id, row.values, row.base, _held(other))
        conflicts += found
    dropped = draft.dropped.get(part.kind, [])
    for row in list(dropped):
        other = there.get(row.id)
        if other is None:
            dropped.remove(row)
        elif _held(other) != row.base:
            conflicts.append(Conflict(part.kind, row.id, "deleted", mine=True, theirs=False))
            row.base = _held(other)
    known = {row.id for row in rows} | {row.id for row in dropped}
    for one in there.values():
        if one.id not in known:
            held = _held(one)
            rows.append(Row(one.id, dict(held), held))
    if part.ordered:
        rows.sort(key=lambda row: (str(row.values["position"]), row.id))
    return conflicts


def _merged(
    part: str,
    record_id: str,
    mine: dict[str, Scalar],
    base: dict[str, Scalar],
    now: dict[str, Scalar],
) -> tuple[dict[str, Scalar], list[Conflict]]:
    """The new base, with ``mine`` brought up to date, and the fields that both sides changed."""
    conflicts: list[Conflict] = []
    for name, theirs in now.items():
        if journal.same(theirs, base[name]) or journal.same(theirs, mine[name]):
            continue
        if journal.same(mine[name], base[name]):
            mine[name] = theirs
        elif name != "position":
            # Of two places in an order the later one holds; it is no matter to ask about.
            conflicts.append(Conflict(part, record_id, name, mine[name], theirs))
    return now, conflicts


def tidy(draft: Draft, keep: Collection[str] = ()) -> None:
    """Outer blanks go, dates are kept as EDTF has them, parts a person left empty are no parts.

    ``keep`` names parts into which something was typed that is no value yet.
    """
    _plain(draft.kind, draft.values, draft.base)
    if draft.kind == "actor" and draft.base is None and not draft.values["iso3166"]:
        state = draft.values["actor_kind"] == ActorKind.STATE.value
        draft.values["iso3166"] = gazetteer.state_code(str(draft.values["name"])) if state else ""
    for part in draft.form.parts:
        rows = draft.parts[part.kind]
        for row in rows:
            row.values.update(_owner_values(part, draft.kind, draft.id))
            _plain(part.kind, row.values, row.base)
            old = str(draft.base["marking"]) if draft.base else row.values["marking"]
            if row.values["marking"] == old:
                row.values["marking"] = draft.values["marking"]
        draft.parts[part.kind] = [
            r for r in rows if r.base is not None or r.id in keep or not _is_empty(part, r)
        ]
    for name in draft.parts.get("actor_name", ()):
        if not name.values["script"] and name.values != name.base:
            name.values["script"] = script_of(str(name.values["text"]))


def _plain(kind: str, filled: dict[str, Scalar], base: Mapping[str, Scalar] | None) -> None:
    dates = edtf_fields(KINDS[kind])
    for name, value in filled.items():
        if not isinstance(value, str) or (base is not None and value == base[name]):
            continue
        filled[name] = value.strip()
        if name in dates and value.strip():
            try:
                filled[name] = said_date(value)
            except DateError:
                # Told beside the field by the check.
                continue


def _is_empty(part: Part, row: Row) -> bool:
    if row.span is not None:
        return False
    blank = _blank(part.kind, part.fields, "")
    return all(row.values.get(one.name) in (blank.get(one.name), "", None) for one in part.fields)


def _add_actors(unit: UnitOfWork, draft: Draft) -> None:
    """Make the new actors that the entry or its parts name."""
    named = set(draft.values.values())
    for rows in draft.parts.values():
        for row in rows:
            named |= set(row.values.values())
    for actor_id, (name, actor_kind) in draft.actors.items():
        if actor_id in named and unit.get("actor", actor_id) is None:
            marking = str(draft.values["marking"])
            unit.add(actor_of(newcomer(name, actor_kind, actor_id), marking))


class _Saving:
    """The one write of a draft."""

    def __init__(self, unit: UnitOfWork, draft: Draft, keep: frozenset[tuple[str, str]]) -> None:
        self._unit = unit
        self._draft = draft
        self._keep = keep
        self._conflicts: list[Conflict] = []

    def run(self) -> None:
        draft = self._draft
        if draft.base is None:
            self._add(draft.kind, draft.id, draft.values)
        else:
            self._edit("", draft.kind, draft.id, draft.values, draft.base)
        for part in draft.form.parts:
            for row in draft.parts[part.kind]:
                if row.span is not None:
                    made = passage_of(self._unit, row.span, str(row.values["marking"]))
                    row.values["passage_id"] = made
                if row.base is None:
                    self._add(part.kind, row.id, row.values)
                else:
                    self._edit(part.kind, part.kind, row.id, row.values, row.base)
            for row in draft.dropped.get(part.kind, ()):
                self._drop(part.kind, row)
        if self._conflicts:
            raise ConflictError(self._conflicts)

    def _add(self, kind: str, record_id: str, filled: Mapping[str, Scalar]) -> None:
        self._unit.add(KINDS[kind](id=record_id, **dict(filled)))  # pyright: ignore[reportArgumentType]

    def _edit(
        self,
        part: str,
        kind: str,
        record_id: str,
        mine: dict[str, Scalar],
        base: dict[str, Scalar],
    ) -> None:
        changed = {n: v for n, v in mine.items() if not journal.same(v, base[n])}
        if not changed:
            return
        present = self._unit.get(kind, record_id)
        if present is None:
            raise NotFoundError(f"This {word(kind)} is not in the library any more.")
        if present.deleted:
            if (record_id, "deleted") not in self._keep:
                self._conflicts.append(
                    Conflict(part, record_id, "deleted", mine=False, theirs=True)
                )
            changed["deleted"] = False
        for name, value in changed.items():
            theirs = getattr(present, name)
            elsewhere = name in base and not journal.same(theirs, base[name])
            told = (record_id, name) in self._keep or name in ("position", "deleted")
            if elsewhere and not told and not journal.same(theirs, value):
                self._conflicts.append(Conflict(part, record_id, name, value, theirs))
        self._unit.change(kind, record_id, **changed)

    def _drop(self, kind: str, row: Row) -> None:
        present = self._unit.get(kind, row.id)
        if present is None or present.deleted:
            return
        if _held(present) != row.base and (row.id, "deleted") not in self._keep:
            self._conflicts.append(Conflict(kind, row.id, "deleted", mine=True, theirs=False))
        self._unit.delete(kind, row.id)
