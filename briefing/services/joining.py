"""Facts of the reference set join a briefing: chosen by date, actors and kind, previewed, then one step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.analysis import reference_set
from briefing.analysis.reference_sheets import sheet
from briefing.analysis.reference_sources import DATA_SETS, Sheet
from briefing.domain.actor import Actor, ActorKind, ActorName
from briefing.domain.dates import OPEN_END, OPEN_START, DateError, parse, short
from briefing.domain.records import KINDS
from briefing.domain.relation import RelationKind
from briefing.domain.said_dates import said_date
from briefing.errors import UserError
from briefing.services.actor_view import actor_ids
from briefing.services.knowing import level
from briefing.services.reference_records import (
    desk_record,
    document_hash,
    relation_id,
    relation_records,
    source_records,
    state_id,
    state_records,
)
from briefing.store.records import find, get_many, need
from briefing.store.sameness import canonical_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from briefing.analysis.reference_set import Fact, RefState
    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork

RIVALRY = "rivalry"
#: What can be asked for, in words for several and for one: alliances, then what sets states at odds.
SORTS = (
    (RelationKind.DEFENCE_PACT.value, "defence pacts", "defence pact"),
    (RelationKind.CO_BELLIGERENCE.value, "pacts of attack alone", "pact of attack alone"),
    (RelationKind.NON_AGGRESSION.value, "non-aggression pacts", "non-aggression pact"),
    (RelationKind.NEUTRALITY.value, "neutrality pacts", "neutrality pact"),
    (RelationKind.CONSULTATION.value, "consultation pacts", "consultation pact"),
    (RelationKind.WAR.value, "wars", "war"),
    (RelationKind.DISPUTE.value, "disputes with force used", "dispute with force used"),
    (RIVALRY, "strategic rivalries", "strategic rivalry"),
)
_WORDS = {key: one for key, _, one in SORTS}
_ALLIED = frozenset(key for key, _, _ in SORTS[:5])


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as it would join. ``state`` is "new", "here", "deleted" (it comes back) or why it cannot."""

    fact: Fact
    one: str
    two: str
    held: str
    what: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would join: the facts, and the states that the library does not know yet."""

    rows: tuple[FactRow, ...]
    newcomers: tuple[str, ...]

    @property
    def fresh(self) -> int:
        """How many facts are not here yet."""
        return sum(row.state in ("new", "deleted") for row in self.rows)


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of it: new relations, new actors, and facts that were here already."""

    relations: tuple[str, ...]
    actors: tuple[str, ...]
    here: int


def read_period(text: str) -> tuple[int, int]:
    """The first and last day of what a person typed: a year, a month, a day, "1949 to 1955".

    Raises UserError where it is no time, or one that is open.
    """
    try:
        date = parse(said_date(text))
    except DateError as error:
        raise UserError(f"{text.strip() or 'No date'}: {error}.") from error
    if date.earliest is None or date.latest is None:
        raise UserError(f"{text.strip()}: write a year, a day or a span, such as 1949/1955.")
    if date.earliest <= OPEN_START or date.latest >= OPEN_END:
        raise UserError(f"{text.strip()}: write a year, a day or a span, such as 1949/1955.")
    return date.earliest, date.latest


def sort_of(fact: Fact) -> str:
    """Which of ``SORTS`` a fact is."""
    return RIVALRY if fact.sheet is Sheet.RIVALRIES else fact.kind


class Known:
    """The states of the reference set that a library has as actors, however they are called there."""

    def __init__(self, connection: Connection, briefing_id: str | None) -> None:
        same = canonical_ids(connection)
        near = set(actor_ids(connection, briefing_id)) if briefing_id else set[str]()
        by_name: dict[str, set[str]] = {}
        by_code: dict[str, set[str]] = {}
        own: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for actor in find(connection, Actor, actor_kind=ActorKind.STATE.value):
            end = same.get(actor.id, actor.id)
            own[actor.id] = end
            if end == actor.id:
                self.names[end] = actor.name
            by_name.setdefault(level(actor.name), set()).add(end)
            if actor.iso3166 and not actor.territory:
                by_code.setdefault(actor.iso3166, set()).add(end)
        for name in find(connection, ActorName):
            if name.actor_id in own:
                by_name.setdefault(level(name.text), set()).add(own[name.actor_id])
        self.ids: dict[str, str] = {}
        for key, state in reference_set.states().items():
            named = (by_name.get(level(n), set[str]()) for n in (state.name, *state.others))
            choices = [
                {own[state_id(key)]} if state_id(key) in own else set[str](),
                *named,
                by_code.get(state.iso2, set[str]()) if state.iso2 else set[str](),
            ]
            found = next((some for some in choices if some), None)
            if found:
                self.ids[key] = min(found, key=lambda one: (one not in near, one))
        self.near = frozenset(key for key, actor in self.ids.items() if actor in near)


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for key, state in reference_set.states().items():
        codes = (state.iso3, state.iso2, state.cow) if state.iso2 else (state.cow,)
        for name in (state.name, *state.others, *codes):
            if name:
                found.setdefault(level(name), key)
    return found


def state_named(text: str) -> str:
    """The key of the state of the reference set with a name or code (ISO 3166, COW's letters); or empty."""
    return _by_name().get(level(text), "")


def follows(former: str, later: str) -> bool:
    """Whether a state became the later one from one day to the next, both being one state for COW."""
    one, two = (reference_set.states().get(state_named(name)) for name in (former, later))
    if one is None or two is None or one.key == two.key or one.code != two.code:
        return False
    begins = {first for first, _last in two.days}
    return any(last + 1 in begins for _first, last in one.days)


def states_of(ws: Workspace, briefing_id: str) -> frozenset[str]:
    """Keys of the states of the reference set that the briefing names."""
    with ws.read() as connection:
        return Known(connection, briefing_id).near


def own_states(ws: Workspace, briefing_id: str) -> frozenset[str]:
    """Names, as the reference set has them, of the states that the briefing names."""
    known = reference_set.states()
    return frozenset(known[key].name for key in states_of(ws, briefing_id))


def states_standing(earliest: int, latest: int) -> list[RefState]:
    """The states that are counted as such, or bound by a pact, on any of the days; by name."""
    bound = {
        member
        for pact in reference_set.pacts()
        for spell in pact.spells
        if spell.days[0] <= latest and earliest <= spell.days[1]
        for member in spell.members
    }
    found = [
        s for s in reference_set.states().values() if s.stood(earliest, latest) or s.key in bound
    ]
    return sorted(found, key=lambda s: level(s.name))


def pacts_of(earliest: int, latest: int, least: int = 3) -> list[tuple[str, frozenset[str]]]:
    """Alliances of several in force on any of the days, by name, each with its members; largest first."""
    found: dict[str, set[str]] = {}
    for pact in reference_set.pacts():
        for spell in pact.spells:
            if spell.days[0] <= latest and earliest <= spell.days[1]:
                found.setdefault(pact.title, set()).update(spell.members)
    many = [(name, frozenset(who)) for name, who in found.items() if len(who) >= least]
    return sorted(many, key=lambda one: (-len(one[1]), one[0]))


def facts_of(keys: Collection[str], period: tuple[int, int], sorts: Collection[str]) -> list[Fact]:
    """The facts of these sorts among these states that hold on any day of the period."""
    wanted = set(sorts)
    found: list[Fact] = []
    if wanted & _ALLIED:
        found += [f for f in reference_set.pact_facts(*period, keys) if sort_of(f) in wanted]
    if wanted - _ALLIED:
        found += [f for f in reference_set.hostile_facts(*period, keys) if sort_of(f) in wanted]
    return found


def preview(
    ws: Workspace,
    briefing_id: str,
    keys: Collection[str],
    period: tuple[int, int],
    sorts: Collection[str],
) -> Preview:
    """What would join the briefing, with what of it is here."""
    facts = facts_of(keys, period, sorts)
    with ws.read() as connection:
        known = Known(connection, briefing_id)
        held = _held(connection, briefing_id, facts)
    states = reference_set.states()
    rows: list[FactRow] = []
    for fact in facts:
        one, two = known.ids.get(fact.one), known.ids.get(fact.two)
        state = held.get(relation_id(briefing_id, fact), "new")
        if one is not None and one == two:
            state = f"{known.names.get(one, states[fact.one].name)} is both"
        rows.append(
            FactRow(
                fact,
                states[fact.one].name,
                states[fact.two].name,
                held_words(fact),
                _WORDS[sort_of(fact)],
                fact.name,
                state,
            )
        )
    newcomers = [states[key].name for key in sorted(keys) if key not in known.ids]
    return Preview(tuple(rows), tuple(newcomers))


def held_words(fact: Fact) -> str:
    """When a fact held, with what the data do not tell: "1 Oct 1953, unknown after 2016"."""
    if fact.last or fact.first == fact.last:
        return short(fact.held)
    return f"from {short(fact.first)}, unknown after {DATA_SETS[fact.sheet].until[:4]}"


def _held(connection: Connection, briefing_id: str, facts: Iterable[Fact]) -> dict[str, str]:
    """Which of the facts the briefing has, by the id of the relation."""
    ids = [relation_id(briefing_id, fact) for fact in facts]
    found = get_many(connection, KINDS["relation"], ids)
    return {key: "deleted" if one.deleted else "here" for key, one in found.items()}


def join(
    ws: Workspace,
    briefing_id: str,
    facts: Sequence[Fact],
    keys: Collection[str] = (),
    check: Callable[[], None] | None = None,
) -> Joined:
    """Add facts to a briefing as one step, with the states that it lacks; those that are here stay.

    ``keys`` are states to make known even where no fact names them. ``check`` is called now and then and
    may raise Cancelled. Joining twice adds nothing; what was deleted since comes back.
    """
    wanted = {key for fact in facts for key in (fact.one, fact.two)} | set(keys)
    states = reference_set.states()
    if unknown := sorted(wanted - set(states)):
        raise UserError(f"{unknown[0]}: the reference set has no such state.")
    with ws.read() as connection:
        known = Known(connection, briefing_id)
        marking = need(connection, "briefing", briefing_id).marking
        before = _held(connection, briefing_id, facts)
    newcomers = [key for key in states if key in wanted and key not in known.ids]
    ids = {**known.ids, **{key: state_id(key) for key in newcomers}}
    records: list[Record] = [one for key in newcomers for one in state_records(states[key])]
    made: list[str] = []
    here = 0
    for number, fact in enumerate(facts):
        if check is not None and number % 200 == 0:
            check()
        new = relation_records(briefing_id, marking, fact, ids[fact.one], ids[fact.two])
        if before.get(new[0].id) == "here":
            here += 1
        elif ids[fact.one] != ids[fact.two]:
            made.append(new[0].id)
            records += new
    if not records:
        return Joined((), (), here)
    sheets = {fact.sheet for fact in facts} | ({Sheet.STATES} if newcomers else set[Sheet]())
    with ws.write(_label(len(made), len(newcomers))) as unit:
        _add(unit, [*records, *_on_desk(unit, sheets, briefing_id)])
    return Joined(tuple(made), tuple(ids[key] for key in newcomers), here)


def add_states(unit: UnitOfWork, keys: Collection[str], briefing_id: str) -> None:
    """Make states of the reference set known within a write that is under way."""
    states = reference_set.states()
    records = [one for key in sorted(keys) for one in state_records(states[key])]
    if records:
        _add(unit, [*records, *_on_desk(unit, {Sheet.STATES}, briefing_id)])


def _on_desk(unit: UnitOfWork, sheets: Collection[Sheet], briefing_id: str) -> list[Record]:
    """The data sets as sources on the briefing's desk; their sheets are kept."""
    records: list[Record] = []
    for which in sorted(sheets):
        text = sheet(which).text
        unit.keep_original(document_hash(which), text.encode())
        unit.keep_text(document_hash(which), text)
        records += [*source_records(which), desk_record(briefing_id, which)]
    return records


def _label(relations: int, actors: int) -> str:
    if not relations:
        return f"Add {actors} state{'s' if actors != 1 else ''} from the reference set"
    return f"Add {relations} relation{'s' if relations != 1 else ''} from the reference set"


def _add(unit: UnitOfWork, records: Iterable[Record]) -> None:
    """Add what is not here; take out of the trash what is there; leave the rest as people have it."""
    by_id: dict[str, Record] = {one.id: one for one in records}
    kinds: dict[str, list[str]] = {}
    for one in by_id.values():
        kinds.setdefault(one.kind, []).append(one.id)
    present: dict[str, Record] = {}
    for kind, ids in kinds.items():
        present |= get_many(unit.connection, KINDS[kind], ids)
    unit.add_all(one for key, one in by_id.items() if key not in present)
    for key, one in present.items():
        if one.deleted:
            unit.restore(by_id[key].kind, key)
