"""How sure a quotation and its speaker are: for each rule the share of its proposals that were right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from briefing.intake.pronouns import Behind
    from briefing.intake.quotereading import Voice

_MARKED: Final[dict[str, float]] = {}
_UNMARKED: Final[dict[str, float]] = {}


def sureness(voice: Voice, who: Behind) -> float:
    """From 0 to 1: that the words are somebody's, and that it is the speaker who is named."""
    if not voice.rule:
        return 0.9
    table = _UNMARKED if voice.kind == "indirect" else _MARKED
    sure = table.get(voice.rule, 0.5)
    if who.actors:
        sure *= who.confidence
    return round(sure, 2)
