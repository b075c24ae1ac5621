"""Tables of the field whose columns are known: ATOP, Correlates of War, strategic rivalries.

Their rows are members or pairs under number codes, dates in three columns, and ends that say whether a
thing ended or the data did. They are turned into rows of relations; what follows, the mapping and the
preview, is the same as for any table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from briefing.analysis.reference_set import days_of, kind_of, pacts, states
from briefing.domain.relation import OBLIGATIONS, RelationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from briefing.analysis.reference_set import RefState
    from briefing.intake.tables import Table

#: What the rows become; headings that the mapping knows.
HEADER = (
    "From", "To", "Kind", "Sign", "When", "Phase",
    *(f"Obligation: {word}" for word in
      ("defence", "offence", "neutrality", "non-aggression", "consultation")),
    "Note",
)  # fmt: skip
_PLEDGES = {
    "defense": "defense",
    "offense": "offense",
    "neutral": "neutrality",
    "neutrality": "neutrality",
    "nonagg": "nonaggression",
    "nonaggression": "nonaggression",
    "consul": "consultation",
    "entente": "consultation",
}
_YES = frozenset(("1", "1.0", "true", "yes"))
_NUMBER = re.compile(r"-?\d+(\.0+)?\Z")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A kind of table: what it is called, and the columns by which it is known."""

    name: str
    columns: frozenset[str]
    rows: Callable[[Sequence[Row]], list[tuple[str, ...]]]


def recognised(table: Table) -> KnownTable | None:
    """Which known table this is; None for any other."""
    heads = {_head(one) for one in table.header}
    return next((one for one in KNOWN if one.columns <= heads), None)


def reshaped(table: Table, known: KnownTable) -> Table:
    """The same as rows of relations."""
    heads = [_head(one) for one in table.header]
    rows = known.rows([dict(zip(heads, cells, strict=True)) for cells in table.rows])
    return replace(table, header=HEADER, rows=tuple(rows))


def narrowed(table: Table, names: Collection[str] | None, period: tuple[int, int] | None) -> Table:
    """The rows of a reshaped table between these states, and of a time; None keeps all."""
    kept: list[tuple[str, ...]] = []
    for row in table.rows:
        if names is not None and not (row[0] in names and row[1] in names):
            continue
        if period is not None:
            first, _, last = row[4].partition("/")
            low, high = days_of(first, last or ("" if "/" in row[4] else first))
            if low > period[1] or high < period[0]:
                continue
        kept.append(row)
    return replace(table, rows=tuple(kept))


def _head(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


def _whole(text: str) -> int:
    """A number of a cell; 0 where there is none, as for an end that has not come."""
    cell = text.strip()
    return int(float(cell)) if _NUMBER.match(cell) else 0


def _date(row: Mapping[str, str], year: str, month: str, day: str) -> str:
    """A day out of three columns; a month or a year where the rest is not told."""
    parts = [_whole(row.get(name, "")) for name in (year, month, day)]
    if parts[0] <= 0:
        return ""
    text = f"{parts[0]:04d}"
    if parts[1] > 0:
        text += f"-{parts[1]:02d}"
        if parts[2] > 0:
            text += f"-{parts[2]:02d}"
    return text


@cache
def _by_code() -> dict[str, list[RefState]]:
    found: dict[str, list[RefState]] = defaultdict(list)
    for state in states().values():
        found[state.code].append(state)
    return found


def state_name(code: str, date: str) -> str:
    """The state that a code of the Correlates of War stood for; the code itself where it is unknown.

    One code can stand for several states of history, which the date tells apart.
    """
    number = str(_whole(code)) if _NUMBER.match(code.strip()) else code.strip()
    held = _by_code().get(number, [])
    if len(held) < 2 or not date:
        return held[-1].name if held else code.strip()
    day = days_of(date, date)[0]

    def away(state: RefState) -> int:
        return min(max(low - day, day - high, 0) for low, high in state.days)

    return min(held, key=lambda s: (away(s), -s.days[-1][0])).name


def _relation(
    codes: tuple[str, str], first: str, last: str, pledges: Sequence[str], note: str
) -> tuple[str, ...]:
    """An alliance of a pair; without ``last`` its end is unknown, not come."""
    kind = kind_of(pledges)
    sign = "0" if kind is RelationKind.NEUTRALITY else "+"
    return (
        *(state_name(code, first) for code in codes),
        kind.value,
        sign,
        _held(first, last),
        "ended" if last else "in force",
        *("yes" if name in pledges else "" for name in OBLIGATIONS),
        note,
    )


def _held(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"


def _pledges(row: Mapping[str, str]) -> list[str]:
    found = {
        ours for theirs, ours in _PLEDGES.items() if row.get(theirs, "").strip().lower() in _YES
    }
    return [name for name in OBLIGATIONS if name in found]


@cache
def _titles() -> dict[str, str]:
    return {pact.number: pact.title for pact in pacts()}


def _title(number: str) -> str:
    return _titles().get(number) or f"Alliance ATOP {number}"


def _atop_members(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Members of treaties become pairs that were bound at one time."""
    treaties: dict[str, list[tuple[str, str, str, list[str]]]] = defaultdict(list)
    for row in rows:
        first = _date(row, "yrent", "moent", "dayent")
        last = _date(row, "yrexit", "moexit", "dayexit")
        treaties[str(_whole(row["atopid"]))].append((row["member"], first, last, _pledges(row)))
    found: list[tuple[str, ...]] = []
    for number, members in treaties.items():
        for at, one in enumerate(members):
            for two in members[at + 1 :]:
                if one[0] == two[0]:
                    continue
                low = max(one, two, key=lambda m: days_of(m[1], m[2])[0])
                high = min(one, two, key=lambda m: days_of(m[1], m[2])[1])
                if not low[1] or days_of(low[1], "")[0] < days_of(high[1], high[2])[1]:
                    pledges = [p for p in OBLIGATIONS if p in one[3] or p in two[3]]
                    found.append(
                        _relation((one[0], two[0]), low[1], high[2], pledges, _title(number))
                    )
    return found


def _cow_alliances(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """COW's alliances by dyad; ``right_censor`` says that the data ended and not the alliance."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        first = _date(row, "dyad_st_year", "dyad_st_month", "dyad_st_day")
        last = _date(row, "dyad_end_year", "dyad_end_month", "dyad_end_day")
        if row.get("right_censor", "").strip().lower() in _YES:
            last = ""
        note = f"Alliance COW {row['version4id'].strip()}" if row.get("version4id") else ""
        found.append(_relation((row["ccode1"], row["ccode2"]), first, last, _pledges(row), note))
    return found


def _cow_spells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Spells of alliances by years, one pledge a row."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        censored = row["right_censored"].strip().lower() in _YES
        last = "" if censored else _date(row, "end_year", "", "")
        pledge = _PLEDGES.get(row["type"].strip().lower(), "")
        first = _date(row, "start_year", "", "")
        pledges = [pledge] if pledge else []
        found.append(_relation((row["ccode1"], row["ccode2"]), first, last, pledges, ""))
    return found


def _hostile(codes: tuple[str, str], held: str, kind: RelationKind, note: str) -> tuple[str, ...]:
    first = held.split("/")[0]
    names = tuple(state_name(code, first) for code in codes)
    return (*names, kind.value, "-", held, "not a treaty", *("" for _ in OBLIGATIONS), note)


def _disputes(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Dyad years of disputes with force or war become one relation for each dispute and pair."""
    years: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        level = _whole(row["hostlev"])
        if level >= 4:
            key = (row["dispnum"].strip(), row["ccode1"].strip(), row["ccode2"].strip())
            years[key].append((_whole(row["year"]), level))
    found: list[tuple[str, ...]] = []
    for (number, one, two), held in years.items():
        first, last = min(held)[0], max(held)[0]
        kind = RelationKind.WAR if any(level == 5 for _, level in held) else RelationKind.DISPUTE
        found.append(_hostile((one, two), _held(str(first), str(last)), kind, f"Dispute {number}"))
    return found


def _rivalries(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    newest = max((_whole(row["end"]) for row in rows), default=0)
    found: list[tuple[str, ...]] = []
    for row in rows:
        first, last = _whole(row["start"]), _whole(row["end"])
        # A rivalry that lasts when the list ends has no end in it.
        held = f"{first}/" if last == newest else _held(str(first), str(last))
        note = f"Rivalry: {row.get('rivalry', '').strip()}".rstrip(": ")
        found.append(_hostile((row["ccode1"], row["ccode2"]), held, RelationKind.DISPUTE, note))
    return found


KNOWN = (
    KnownTable(
        "ATOP, members of alliances",
        frozenset(("atopid", "member", "yrent", "moent", "dayent", "yrexit", "defense", "nonagg")),
        _atop_members,
    ),
    KnownTable(
        "Correlates of War, alliances by dyad",
        frozenset(("ccode1", "ccode2", "dyad_st_year", "dyad_end_year", "defense", "right_censor")),
        _cow_alliances,
    ),
    KnownTable(
        "Correlates of War, spells of alliances",
        frozenset(("ccode1", "ccode2", "type", "start_year", "end_year", "right_censored")),
        _cow_spells,
    ),
    KnownTable(
        "Correlates of War, dyad years of disputes",
        frozenset(("dispnum", "ccode1", "ccode2", "year", "hostlev")),
        _disputes,
    ),
    KnownTable(
        "Strategic rivalries",
        frozenset(("tssr_id", "ccode1", "ccode2", "start", "end")),
        _rivalries,
    ),
)
