"""What the program knows of states since 1816: their pacts, disputes and rivalries, as dated facts.

The tables lie in ``resources/reference``, with where each comes from beside them. No table reaches
today: what was in force when a table ends has an end that is unknown, never one that has come.

Each table is also a **sheet**, a text in which every fact has a line. A library that takes facts in keeps
the sheet as the document of the published data set, and the facts rest on passages of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.analysis.reference_sources import DATA_SETS, Sheet
from briefing.domain.dates import friendly, parse
from briefing.domain.relation import OBLIGATIONS, Phase, RelationKind
from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Beyond every day of the tables.
NO_END = 3_652_059


@dataclass(frozen=True, slots=True)
class RefState:
    """A state of history. ``spells`` are the days, first and last, on which it is counted as one."""

    key: str
    code: str
    cow: str
    iso2: str
    iso3: str
    name: str
    others: tuple[str, ...]
    territory: tuple[str, ...]
    existed: str
    region: str
    subregion: str
    spells: tuple[tuple[str, str], ...]
    days: tuple[tuple[int, int], ...]
    capitals: tuple[Capital, ...]

    def stood(self, earliest: int, latest: int) -> bool:
        """Whether it is counted as a state on any of the days."""
        return any(first <= latest and earliest <= last for first, last in self.days)


@dataclass(frozen=True, slots=True)
class Capital:
    """A seat of government: where it lies in degrees, from when until when ("" while it lasts)."""

    name: str
    first: str
    last: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Spell:
    """Members that were bound from one day to another by the same pledges; ``line`` of the sheet.

    ``days`` are the first and the last day as numbers, the last far away where it is unknown.
    """

    members: tuple[str, ...]
    first: str
    last: str
    days: tuple[int, int]
    pledges: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pact:
    """An alliance. ``names`` are those that it is known by, the first one shown; "" for many."""

    number: str
    names: tuple[str, ...]
    began: str
    ended: str
    spells: tuple[Spell, ...]

    @property
    def title(self) -> str:
        """Its name, or the day on which it began; with the number, since a day can have several."""
        if self.names:
            return self.names[0]
        return f"Alliance of {friendly(self.began)} (ATOP {self.number})"


@dataclass(frozen=True, slots=True)
class Fact:
    """What held between two states: the fields of a relation, and the lines of the sheet that say so.

    ``days`` are the first and the last day as numbers, the last far away where it is unknown.
    """

    key: str
    one: str
    two: str
    kind: str
    sign: int
    first: str
    last: str
    days: tuple[int, int]
    phase: str
    pledges: tuple[str, ...]
    name: str
    sheet: Sheet
    lines: tuple[int, ...]

    @property
    def held(self) -> str:
        """EDTF: an end that the data do not tell is unknown, so empty."""
        if self.first == self.last:
            return self.first
        return f"{self.first}/{self.last}"


_PLEDGES = dict(zip("donac", OBLIGATIONS, strict=True))


def days_of(first: str, last: str) -> tuple[int, int]:
    """The first and last day of a spell in EDTF; the last far away where it is unknown."""
    low = parse(first).earliest if first else None
    high = parse(last).latest if last else None
    return (low if low is not None else 0, high if high is not None else NO_END)


def _rows(name: str) -> Iterator[list[str]]:
    text = resource("reference", name).read_text("utf-8")
    for line in text.split("\n")[1:]:
        if line:
            yield line.split("\t")


def _parts(cell: str, mark: str = "|") -> tuple[str, ...]:
    return tuple(part for part in cell.split(mark) if part)


@cache
def states() -> dict[str, RefState]:
    """Every state by its key, those of today and former ones."""
    found: dict[str, RefState] = {}
    for row in _rows("states.tsv"):
        (
            key,
            code,
            cow,
            iso2,
            iso3,
            name,
            others,
            territory,
            existed,
            region,
            sub,
            counted,
            seats,
        ) = row
        spells = tuple((span.partition("/")[0], span.partition("/")[2]) for span in counted.split())
        found[key] = RefState(
            key,
            code,
            cow,
            iso2,
            iso3,
            name,
            _parts(others),
            _parts(territory, " ") or ((iso2,) if iso2 else ()),
            existed,
            region,
            sub,
            spells,
            tuple(days_of(first, last) for first, last in spells),
            tuple(_capital(seat.split(";")) for seat in _parts(seats)),
        )
    return found


def _capital(cells: list[str]) -> Capital:
    name, first, last, latitude, longitude = cells
    return Capital(name, first, last, float(latitude), float(longitude))


@cache
def pacts() -> tuple[Pact, ...]:
    """Every alliance, in the order of their numbers in ATOP."""
    found: list[Pact] = []
    line = 0
    for number, names, began, ended, groups in _rows("pacts.tsv"):
        spells: list[Spell] = []
        for group in groups.split(" "):
            span, letters, members = group.split(":")
            first, _, last = span.partition("/")
            pledges = tuple(_PLEDGES[letter] for letter in letters)
            days = days_of(first, last)
            spells.append(Spell(tuple(members.split(",")), first, last, days, pledges, line))
            line += 1
        found.append(Pact(number, _parts(names), began, ended, tuple(spells)))
    return tuple(found)


def pact_facts(earliest: int, latest: int, among: Collection[str] | None = None) -> Iterator[Fact]:
    """What bound two states on any of the days, a fact for each pair and alliance.

    ``among`` are keys of states; None stands for all. Raises nothing: unknown keys are bound by nothing.
    """
    for pact in pacts():
        members = [
            (member, spell)
            for spell in pact.spells
            if spell.days[0] <= latest
            for member in spell.members
            if among is None or member in among
        ]
        for at, (one, of_one) in enumerate(members):
            for two, of_two in members[at + 1 :]:
                if one != two:
                    fact = _bound(pact, one, of_one, two, of_two)
                    if fact is not None and fact.days[0] <= latest and earliest <= fact.days[1]:
                        yield fact


def _bound(pact: Pact, one: str, of_one: Spell, two: str, of_two: Spell) -> Fact | None:
    """What the alliance was between two members while both were bound; None where they never were."""
    low = max(of_one, of_two, key=lambda s: s.days[0])
    high = min(of_one, of_two, key=lambda s: s.days[1])
    # Who leaves on the day on which another comes in was never bound to it.
    if low.days[0] > high.days[1] or (low is not high and low.days[0] == high.days[1]):
        return None
    first, second = sorted((one, two))
    pledges = tuple(p for p in OBLIGATIONS if p in of_one.pledges or p in of_two.pledges)
    kind = kind_of(pledges)
    return Fact(
        f"atop/{pact.number}/{first}/{second}/{low.first}",
        first,
        second,
        kind.value,
        0 if kind is RelationKind.NEUTRALITY else 1,
        low.first,
        high.last,
        (low.days[0], high.days[1]),
        (Phase.ENDED if high.last else Phase.IN_FORCE).value,
        pledges,
        pact.title,
        Sheet.PACTS,
        tuple(sorted({of_one.line, of_two.line})),
    )


def kind_of(pledges: Collection[str]) -> RelationKind:
    """The kind of relation that an alliance with these pledges is: the one that binds most."""
    for pledge, kind in (
        ("defense", RelationKind.DEFENCE_PACT),
        ("offense", RelationKind.CO_BELLIGERENCE),
        ("nonaggression", RelationKind.NON_AGGRESSION),
        ("neutrality", RelationKind.NEUTRALITY),
    ):
        if pledge in pledges:
            return kind
    return RelationKind.CONSULTATION


@cache
def disputes() -> tuple[Fact, ...]:
    """Every dispute with force and every war, in the order of the sheet."""
    return tuple(
        Fact(
            f"mid/{number}/{one}/{two}/{first}",
            one,
            two,
            (RelationKind.WAR if level == "5" else RelationKind.DISPUTE).value,
            -1,
            first,
            _unless_last(last, Sheet.DISPUTES),
            days_of(first, _unless_last(last, Sheet.DISPUTES)),
            Phase.NOT_A_TREATY.value,
            (),
            f"Dispute {number}",
            Sheet.DISPUTES,
            (line,),
        )
        for line, (number, level, first, last, one, two) in enumerate(_rows("disputes.tsv"))
    )


@cache
def rivalries() -> tuple[Fact, ...]:
    """Every rivalry, in the order of the sheet."""
    return tuple(
        Fact(
            f"tss/{number}/{one}/{two}/{first}",
            one,
            two,
            RelationKind.DISPUTE.value,
            -1,
            first,
            _unless_last(last, Sheet.RIVALRIES),
            days_of(first, _unless_last(last, Sheet.RIVALRIES)),
            Phase.NOT_A_TREATY.value,
            (),
            f"Strategic rivalry ({kinds.replace(',', ', ')})" if kinds else "Strategic rivalry",
            Sheet.RIVALRIES,
            (line,),
        )
        for line, (number, first, last, one, two, kinds) in enumerate(_rows("rivalries.tsv"))
    )


def _unless_last(year: str, sheet: Sheet) -> str:
    return "" if year == DATA_SETS[sheet].until else year


def hostile_facts(
    earliest: int, latest: int, among: Collection[str] | None = None, *, with_rivalries: bool = True
) -> Iterator[Fact]:
    """Disputes with force, wars and rivalries between two states on any of the days."""
    for fact in (*disputes(), *(rivalries() if with_rivalries else ())):
        if among is None or (fact.one in among and fact.two in among):
            low, high = fact.days
            if low <= latest and earliest <= high:
                yield fact
