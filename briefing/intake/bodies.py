"""How far the name of a body reaches: "Ministry of Trade and Industry", "the Iraqi government"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.intake import gazetteer
from briefing.intake.readers.result import words
from briefing.intake.titles import (
    BODIES,
    COMMON,
    OFFICES,
    REALMS,
    STATE_BODIES,
    STRONG_TITLES,
    TITLES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.intake.runs import Word

#: After "and" these still belong to the body before: "Trade and Industry".
_FIELDS = words(
    "Studies Affairs Industry Trade Development Cooperation Co-operation Agriculture Fisheries "
    "Security Technology Science Sciences Health Culture Sports Tourism Communications Justice "
    "Planning Reconstruction Research Engineering Environment Food Rights Immigration Customs Defence "
    "Defense Technologies Medicine Arts Letters Infrastructure Transport Energy Mines Water Resources "
    "Labour Labor Welfare Education Drug Firearms International Human Strategic Political Social "
    "Economic Informatics Explosives Families Pensions"
)
#: Groups of states that sources name by a point of the compass, and that are no body.
GROUPS_ALONE = words("West")
#: Bodies that are named by one word after "the".
ALONE = words(
    "Coalition Army Navy Council Commission Committee Party Ministry Department Government Union "
    "Alliance League Congress Senate Parliament Assembly Cabinet Court Treasury Church Bank Agency "
    "Authority Guard Marines Administration Secretariat Fund Federation Front Forces Police Board "
    "Opposition Organisation Organization Bureau Institute Foundation Association Tribunal Embassy "
    "Corps Command"
)
_DIRECTIONS = words(
    "North South East West Northern Southern Eastern Western Islamic Christian Muslim Orthodox World "
    "First New Young Old Great Allied Third Second Social"
)


#: "a Comprehensive Partnership" is a treaty.
_OF_TREATIES = frozenset(("Strategic", "Comprehensive", "Special"))
#: "Radio Tamazuj": these lead the name of a body.
LEADING = frozenset(("Radio", "TV", "Télévision", "Banco", "Banque"))
_LONGEST = 12
_FOR = ("of", "for", "on")
_ONE_OF_MANY = ("court", "courts")
_BODY = re.compile(rf" (?P<body>{STATE_BODIES})(?!\w)")
_BEFORE = re.compile(r"(?:[A-Z][\w.]*[ ]){0,2}[A-Z][\w.]*$")


def body_end(run: Sequence[Word], plain: Sequence[str], at: int) -> int:
    """Where the organisation that begins at a word ends; 0 if none does. ``plain``: the words' texts."""
    if plain[at] in COMMON and plain[at] not in _DIRECTIONS:
        return 0
    last = at + 2 if plain[at] in LEADING and at + 1 < len(run) and not run[at + 1].join else 0
    for number in range(at, min(len(run), at + _LONGEST)):
        join = run[number].join if number > at else ""
        word = plain[number]
        if join and not (last and _goes_on(run, number, join)):
            break
        if word in TITLES and word not in BODIES | REALMS and word in OFFICES | STRONG_TITLES:
            # "Foreign" may begin a ministry, a president no body.
            break
        if word == "Partnership" and plain[number - 1] in _OF_TREATIES:
            break
        if word == "District" and number > at and plain[number - 1] == "School":
            last = number + 1  # a body that is called a place
        elif join or (word in BODIES and (number > at or _of_follows(run, at))):
            last = number + 1
        elif last:
            if not _in_of(run, plain, at, number) and not _body_follows(run, plain, number):
                break
            last = number + 1
    return last if last > at + 1 else 0


def _body_follows(run: Sequence[Word], plain: Sequence[str], at: int) -> bool:
    """Whether the name goes on to another such noun: "Army Special Operations Command"."""
    for number in range(at, min(at + 3, len(run))):
        if run[number].join or plain[number] in gazetteer.given_names():
            return False
        if plain[number] in TITLES and plain[number] not in REALMS | BODIES | _DIRECTIONS:
            return False
        if number > at and plain[number] in BODIES:
            return True
    return False


def _goes_on(run: Sequence[Word], number: int, join: str) -> bool:
    """Whether what follows a small word still belongs to the body."""
    if join in ("and", "&"):
        return any(one.text in _FIELDS for one in run[number : number + 2])
    return join.startswith(_FOR)


def _of_follows(run: Sequence[Word], at: int) -> bool:
    return at + 1 < len(run) and run[at + 1].join.startswith(_FOR)


def _in_of(run: Sequence[Word], plain: Sequence[str], at: int, number: int) -> bool:
    """Whether a word still stands in what follows "of": "Ministry of Foreign Affairs"."""
    if plain[number] in TITLES - REALMS or plain[number] in gazetteer.given_names():
        return False
    for word in reversed(run[at + 1 : number]):
        if word.join.startswith(_FOR):
            return True
        if word.text in BODIES:
            return False
    return False


def state_bodies(text: str) -> Iterator[tuple[int, int, str]]:
    """Bodies that are called after their state and in small letters, with its ISO code (or none)."""
    for match in _BODY.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 40), match.start())
        if before is None:
            continue
        names = before[0].split(" ")
        for count in range(min(2, len(names)), 0, -1):
            name = " ".join(names[-count:])
            iso = called_after(name)
            at = match.start() - len(name)
            if match["body"].endswith(_ONE_OF_MANY) and text.endswith(
                (" a ", " an ", "A ", "An "), 0, at
            ):
                break  # "a Greek court" is any
            if iso is not None:
                yield match.start() - len(name), match.end(), iso
                break


def called_after(name: str) -> str | None:
    """The ISO code behind "Russian" or "U.S."; empty for an organisation, None for any other word."""
    iso = gazetteer.adjectives().get(name)
    if iso is not None:
        return iso
    for parts, known in gazetteer.phrases().get(name.split(" ")[0], ()):
        if " ".join(parts) == name and known.kind != "place":
            return known.iso
    return None
