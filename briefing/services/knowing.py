"""Whom the library knows already of those that an article names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorKind, ActorName, Office
from briefing.domain.folding import fold
from briefing.store.records import find
from briefing.store.sameness import canonical_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from briefing.intake.draft import ProposedActor, ProposedOffice
    from briefing.store.engine import Connection

_BODIES = frozenset({ActorKind.ORGANISATION.value, ActorKind.GROUP.value})
#: Letters of an abbreviation that names one body; fewer are the initials of many.
_LETTERS = 3


def level(name: str) -> str:
    """A name made comparable: case, diacritics, hyphens, full stops and a leading article levelled."""
    return " ".join(fold(name).replace("-", " ").replace(".", "").split()).removeprefix("the ")


def spellings(name: str) -> str:
    """The words of a name in no order: "Kim Jong Un" and "Jong-un Kim" are one."""
    return " ".join(sorted(level(name).split()))


@cache
def _codes() -> dict[str, str]:
    from briefing.intake.gazetteer import states

    return {level(name): state.iso for state in states() for name in state.names}


def iso_of(name: str, code: str = "") -> str:
    """The ISO 3166 code of a state, from its own or from its name; empty for an unknown one."""
    return code or _codes().get(level(name), "")


def title_of(office: str) -> str:
    """The title of an office made comparable: "President of the Russian Federation" is "president"."""
    return level(office).split(" of ", 1)[0].strip()


def names_of(one: ProposedActor) -> list[str]:
    """The names by which a proposed actor can be recognised; a family name alone is borne by many."""
    said = [
        alias
        for alias in one.aliases
        if " " in alias.strip()
        or (one.kind != ActorKind.PERSON and len(alias.replace(".", "")) >= _LETTERS)
    ]
    return [one.name, *said]


class KnownActors:
    """The actors of a library by every name and code. Those that were merged count as one.

    ``near`` are ids that are preferred where several bear a name: those of the briefing at hand.
    """

    def __init__(self, connection: Connection, near: Collection[str] = ()) -> None:
        self._near = frozenset(near)
        self._names: dict[str, list[str]] = {}
        self._turned: dict[str, list[str]] = {}
        self._codes: dict[str, list[str]] = {}
        self._kinds: dict[str, str] = {}
        self._borne: dict[str, set[str]] = {}
        self._offices: dict[str, set[tuple[str, str]]] = {}
        self.names: dict[str, str] = {}
        same = canonical_ids(connection)
        for actor in find(connection, Actor):
            self.add(actor, same.get(actor.id, actor.id))
        for name in find(connection, ActorName):
            self.add_name(same.get(name.actor_id, name.actor_id), name.text)
        for held in find(connection, Office):
            of = held.of_actor_id or ""
            self.add_office(same.get(held.actor_id, held.actor_id), held.title, same.get(of, of))

    def add(self, actor: Actor, actor_id: str = "") -> None:
        """Let an actor be known; ``actor_id`` is the one that it is the same as."""
        end = actor_id or actor.id
        if end == actor.id:
            self.names[end] = actor.name
            self._kinds[end] = actor.actor_kind
        if actor.actor_kind == ActorKind.PERSON:
            self._turned.setdefault(spellings(actor.name), []).append(end)
        elif actor.actor_kind == ActorKind.STATE and (code := iso_of(actor.name, actor.iso3166)):
            self._codes.setdefault(code, []).append(end)
        self.add_name(end, actor.name)

    def add_name(self, actor_id: str, name: str) -> None:
        """Let a name mean an actor."""
        self._names.setdefault(level(name), []).append(actor_id)
        self._borne.setdefault(actor_id, set()).add(level(name))

    def add_office(self, actor_id: str, title: str, of: str) -> None:
        """Let an actor hold an office of another."""
        self._offices.setdefault(actor_id, set()).add((title_of(title), of))

    def holds(self, actor_id: str, office: ProposedOffice, of: str) -> bool:
        """Whether an actor is known to hold an office; ``of`` is the known actor whose office it is.

        One that is told with no state or body is known where any has its title.
        """
        held, title = self._offices.get(actor_id, set()), title_of(office.title)
        return (title, of) in held or (not of and any(title == one for one, _of in held))

    def find(self, one: ProposedActor) -> str:
        """The id of the known actor that is meant, by ISO code, name or alias in any script; or empty."""
        if one.kind == ActorKind.STATE and (code := iso_of(one.name, one.iso3166)):
            found = self._best(self._codes.get(code, ()), one.kind)
            if found:
                return found
        for name in names_of(one):
            found = self._best(self._names.get(level(name), ()), one.kind)
            if found:
                return found
        return ""

    def perhaps(self, one: ProposedActor) -> str:
        """The id of a person whose name has the same words in another order; or empty."""
        if one.kind != ActorKind.PERSON:
            return ""
        return self._best(self._turned.get(spellings(one.name), ()), one.kind)

    def bears(self, actor_id: str, name: str) -> bool:
        """Whether an actor is known by a name, or by a longer one: a family name is known."""
        borne = self._borne.get(actor_id, ())
        words = set(level(name).split())
        return level(name) in borne or any(words < set(known.split()) for known in borne)

    def _best(self, ids: Iterable[str], kind: str) -> str:
        fitting = sorted(i for i in set(ids) if self._fits(i, kind))
        near = [i for i in fitting if i in self._near]
        return next(iter(near or fitting), "")

    def _fits(self, actor_id: str, kind: str) -> bool:
        known = self._kinds.get(actor_id, "")
        return known == kind or {known, kind} <= _BODIES
