"""What somebody is told to have said without marks, and how far it reaches in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefing.intake.cues import (
    WEAK,
)
from briefing.intake.readers.result import words as word_set

if TYPE_CHECKING:

    from briefing.intake.quoteunits import Unit
    from briefing.intake.speakers import Told

_BEGINS_ADJUNCT: Final = word_set("this last earlier next during when as after before")
_OPENS: Final = word_set("that whether if how why what who where when which")
_STOPS: Final = word_set("according although though while after before because as when but since")
_SUBORDINATE: Final = word_set(
    "while although though as if when because since after before whereas what"
)
_NESTED: Final = word_set(
    "as although if when while though because after before since despite given unless once whereas"
)
#: Where one who speaks freely begins anew: "I think it is late, and they …".
_SPOKEN: Final = word_set("and but because so if in they he she it i we you there why what")
_CUTS: Final = word_set("according who which whose while although though whom where")


def _tells_next(unit: Unit, j: int, told: Told, others: list[Told]) -> bool:
    """Whether the next clause is a telling of its own: ", and Ann Lee said"."""
    words = unit.words
    if j < len(words) and words[j] in ("and", "but", "while", "though", "although", "so"):
        j += 1
        if j < len(words) and words[j] == "so":
            j += 1
    return any(
        other.at > told.at
        and other.speaker is not None
        and (
            other.speaker[0] == j
            or (other.rule == "same subject" and other.first == j and not other.verb.has(WEAK))
            or (other.turned and other.at == j)
        )
        for other in others
    )
