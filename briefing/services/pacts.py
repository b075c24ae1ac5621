"""Which relations are parts of one treaty of many: those whose notes begin with its name.

A relation joins two actors, a treaty often more. What a relation is called stands in its note, typed by a
person ("North Atlantic Treaty: Article 5") or put there with a fact of the reference set; so both are known
by one rule, and a note that is changed changes the pact.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.folding import fold
from briefing.domain.relation import RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.domain.relation import Relation

#: Kinds of relation that a treaty can be.
TREATIES = frozenset(
    {
        RelationKind.DEFENCE_PACT.value,
        RelationKind.CO_BELLIGERENCE.value,
        RelationKind.NEUTRALITY.value,
        RelationKind.NON_AGGRESSION.value,
        RelationKind.CONSULTATION.value,
        RelationKind.STRATEGIC_PARTNERSHIP.value,
        RelationKind.MILITARY_TECHNOLOGY.value,
    }
)
#: Parties that make a treaty one of many.
LEAST = 3
_LONGEST = 100
#: A name of a treaty says so, or is an abbreviation; other notes can begin alike without being one.
_NAME = re.compile(
    r"\b(?:treat(?:y|ies)|pacts?|alliances?|charter|protocols?|agreements?|accords?|declaration|entente"
    r"|convention|covenant|organi[sz]ation|act|league|union|council|front|coalition|partnership)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9-]{2,}\Z")
#: The name ends where a sentence, a remark or a line does; a full stop within a name stands by a letter.
_END = re.compile(r"[:;\n]|\. |\.$| [-–—] ")


def named(note: str) -> str:
    """The name that a note begins with, as the reference set writes it where it knows it; or empty."""
    said = _END.split(note.strip(), maxsplit=1)[0].strip()
    if not said or len(said) > _LONGEST:
        return ""
    known = _known().get(_plain(said))
    if known is None and not (_ABBREVIATION.match(said) or _NAME.search(said)):
        return ""
    return known or said


def pacts_of(relations: Iterable[Relation]) -> dict[str, str]:
    """Relation → name of its pact, for the relations whose pact binds three actors or more."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    parties: dict[str, set[str | None]] = defaultdict(set)
    for one in relations:
        name = named(one.note) if one.relation_kind in TREATIES and one.sign >= 0 else ""
        # To fight side by side takes no treaty: only one that is known by its name makes a pact of it.
        fought = one.relation_kind == RelationKind.CO_BELLIGERENCE
        if name and not (fought and _plain(name) not in _known()):
            key = _plain(name)
            found[key].append((one.id, name))
            parties[key].update((one.from_id, one.to_id))
    many = {key: some for key, some in found.items() if len(parties[key]) >= LEAST}
    # One spelling for each, so that a capital letter more does not part a pact.
    spelt = {key: min(name for _, name in some) for key, some in many.items()}
    return {one: spelt[key] for key, some in many.items() for one, _ in some}


def _plain(name: str) -> str:
    return fold(name).removeprefix("the ")


@cache
def _known() -> dict[str, str]:
    from briefing.analysis.reference_set import pacts

    return {_plain(name): pact.names[0] for pact in pacts() for name in pact.names}
