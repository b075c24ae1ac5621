"""Whose an office is that is told without its state, where the rest of the article leaves but one answer."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from briefing.intake import gazetteer
from briefing.intake.offices import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.intake.names import NamedActor, NamedOffice

_CAPITAL = re.compile(r"\b[A-Z][a-z]+")


def untold(actors: Iterable[NamedActor]) -> list[NamedOffice]:
    """The offices of a state that are told without one, of people of whom none has one."""
    return [
        held
        for actor in actors
        if actor.kind == "person" and all(one.of is None for one in actor.offices)
        for held in actor.offices
        if held.title.rpartition(" ")[2].lower() in HOME and not held.is_past
    ]


def other_side(text: str, actors: Sequence[NamedActor], named: Iterable[NamedActor]) -> str:
    """The ISO code of the state whose the untold offices are, or empty.

    "President Ivo Marek met Prime Minister Ana Diaz of Peru": where an article is of two states, and only
    one of them has people told to be in its offices, the others are the other's. ``named`` is who every
    mention names.
    """
    if not untold(actors):
        return ""
    two = _two_states(text, named)
    told = {
        actors[held.of].iso
        for actor in actors
        if actor.kind == "person"
        for held in actor.offices
        if held.of is not None and not held.is_past
    }
    other = two - told
    return other.pop() if len(two) == 2 and len(other) == 1 else ""


def _two_states(text: str, named: Iterable[NamedActor]) -> set[str]:
    """The two states that an article speaks of most, each of them oftener than any third."""
    told = Counter(one.iso for one in named if one.kind != "person" and one.iso)
    of = gazetteer.adjectives()
    told.update(of[word] for word in _CAPITAL.findall(text) if word in of)
    first = told.most_common(3)
    third = first[2][1] if len(first) > 2 else 1
    return {iso for iso, times in first[:2] if times > third} if len(first) > 1 else set()


def drop_shorter(held: list[NamedOffice]) -> None:
    """ "Minister" is told by "Foreign Minister"."""
    for one in [*held]:
        if any(
            other is not one
            and other.title.lower().endswith(f" {one.title.lower()}")
            and one.of in (None, other.of)
            and not (one.since or one.until)
            for other in held
        ):
            held.remove(one)
