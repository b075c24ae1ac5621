"""The names that the program knows: states with all that stands for them, organisations, places, people.

The lists lie in ``resources/names``, with where they come from beside them. A name is found by its words:
looked up by the first, the longest that fits is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.codes import ALPHA_2
from briefing.domain.folding import fold
from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Small words that stand within names and that no run of capitals holds.
JOINS = frozenset(("of", "on", "the", "for", "and", "in", "de", "la", "du", "al", "&"))
STATE, ORGANISATION, PLACE = "state", "organisation", "place"


@dataclass(frozen=True, slots=True)
class Known:
    """A known name: its kind, what it is called here, and the ISO 3166 code of the state behind it.

    ``rule`` tells what sort of name it was: "name", "capital" or "metonym" of a state.
    """

    kind: str
    name: str
    iso: str = ""
    rule: str = "name"


@dataclass(frozen=True, slots=True)
class State:
    """A state as the list has it. ``adjectives`` are "Russian", ``people`` are "Russians"."""

    iso: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]
    existed: str


@dataclass(frozen=True, slots=True)
class Leader:
    """A head of state or government: from and until as EDTF months, until empty for who was last known."""

    iso: str
    name: str
    since: str
    until: str


@cache
def states() -> tuple[State, ...]:
    """Every state of the list, former ones at its end."""
    found: list[State] = []
    for iso, name, others, adjectives, people, capitals, metonyms, existed in _rows("states.tsv"):
        found.append(
            State(
                iso,
                name,
                (name, *_parts(others)),
                _parts(adjectives),
                _parts(people),
                _parts(capitals),
                _parts(metonyms),
                existed,
            )
        )
    return tuple(found)


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], Known], ...]]:
    """First word → the names that begin with it, longest first."""
    found: dict[str, dict[tuple[str, ...], Known]] = {}

    def add(name: str, known: Known) -> None:
        words = tuple(name.replace("’", "'").split())
        # Runs of capitals are looked up without the small words between them.
        for one in {words, tuple(word for word in words if word not in JOINS) or words}:
            found.setdefault(one[0], {}).setdefault(one, known)

    for state in states():
        for name in state.names:
            add(name, Known(STATE, state.name, state.iso))
        for name in state.capitals:
            add(name, Known(PLACE, name, state.iso, "capital"))
        for name in state.metonyms:
            add(name, Known(STATE, state.name, state.iso, "metonym"))
    for name, others, kind in _rows("organisations.tsv"):
        for one in (name, *_parts(others)):
            add(one, Known(kind, name))
    for name, others, iso in _rows("places.tsv"):
        for one in (name, *_parts(others)):
            add(one, Known(PLACE, name, iso))
    return {
        first: tuple(sorted(names.items(), key=lambda pair: -len(pair[0])))
        for first, names in found.items()
    }


def longest(words: Sequence[str], at: int) -> tuple[int, Known] | None:
    """The longest known name that begins at a word: how many words it takes, and what it is."""
    for name, known in phrases().get(words[at], ()):
        if len(name) == 1 or tuple(words[at : at + len(name)]) == name:
            return len(name), known
    return None


@cache
def small_names() -> tuple[str, ...]:
    """Known names that begin with a small letter, such as "al-Qaeda"."""
    return tuple(
        " ".join(name) for names in phrases().values() for name, _ in names if name[0][0].islower()
    )


@cache
def adjectives() -> dict[str, str]:
    """ "Russian" → RU."""
    return {one: state.iso for state in reversed(states()) for one in state.adjectives}


@cache
def peoples() -> dict[str, str]:
    """ "Russians" → RU."""
    return {one: state.iso for state in reversed(states()) for one in state.people}


@cache
def state_names() -> dict[str, str]:
    """ISO code → what the state is called."""
    return {state.iso: state.name for state in states()}


def state_code(name: str) -> str:
    """The ISO 3166-1 code of the state of today with this name, "the" before it or not; or empty."""
    return _codes().get(fold(name).removeprefix("the "), "")


@cache
def _codes() -> dict[str, str]:
    return {
        fold(name).removeprefix("the "): state.iso
        for state in states()
        if state.iso in ALPHA_2 and not state.existed
        for name in state.names
    }


@cache
def given_names() -> dict[str, str]:
    """Given name → "m", "f" or "x" for either."""
    found: dict[str, str] = {}
    for line in _lines("given.txt"):
        sex, names = line.split(": ", 1)
        for name in names.split():
            found[name] = sex if found.get(name, sex) == sex else "x"
    return found


@cache
def family_first() -> frozenset[str]:
    """Family names that stand first."""
    return frozenset(name for line in _lines("family-first.txt") for name in line.split())


@cache
def leaders() -> dict[str, tuple[Leader, ...]]:
    """Last word of a name → the heads of state and government so called."""
    found: dict[str, list[Leader]] = {}
    for iso, name, since, until in _rows("leaders.tsv"):
        words = name.split()
        family = words[0] if words[0] in family_first() and len(words) > 1 else words[-1]
        for key in {family, family.partition("-")[2] if family[:3] in ("al-", "el-") else family}:
            found.setdefault(key, []).append(Leader(iso, name, since, until))
    return {family: tuple(held) for family, held in found.items()}


def _rows(name: str) -> Iterator[list[str]]:
    for line in _lines(name):
        yield line.split("\t")


def _lines(name: str) -> Iterator[str]:
    for line in resource("names", name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.strip().split("|") if part)
