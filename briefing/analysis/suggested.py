"""What is suggested of blocs: who would be in, who stands beside, and the ties behind each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Place:
    """Where an actor stands to a suggested bloc, and why.

    ``partners`` are the members of the core to whom it is bound, ``ties`` the relations that bind it,
    ``kinds`` their number by kind, each treaty of many counted once; ``pacts`` names these. Who stands
    beside is told by all ties to members, ``through`` whom, those of the community where there is no
    member. ``against`` are relations of hostility with members. ``home`` is true in one bloc of each
    actor, that to which it belongs most; ``steady`` is the share of runs that put it with this core.
    """

    actor: str
    core: bool
    partners: tuple[str, ...]
    ties: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    against: tuple[str, ...] = ()
    home: bool = True
    steady: float = 1.0
    through: tuple[str, ...] = ()
    pacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested bloc. ``beside`` are in its community without being bound to enough of the core."""

    members: tuple[Place, ...]
    beside: tuple[Place, ...]
    core: tuple[str, ...]
    strength: int
    hub: str = ""
    pacts: tuple[tuple[str, int], ...] = ()

    @property
    def actors(self) -> tuple[str, ...]:
        """The members."""
        return tuple(place.actor for place in self.members)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggested blocs, largest first; actors without a positive tie; and in how far runs agree."""

    blocs: tuple[Suggestion, ...] = ()
    unaligned: tuple[str, ...] = ()
    agreement: float = 1.0
    community: Mapping[str, int] = field(default_factory=dict[str, int])

    def homes(self) -> dict[str, int]:
        """Each member and the number of the one bloc to which it belongs most."""
        return {
            place.actor: number
            for number, bloc in enumerate(self.blocs)
            for place in bloc.members
            if place.home
        }
