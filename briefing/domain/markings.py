"""The Traffic Light Protocol, version 2.0 (FIRST, August 2022): who may read what.

TLP says how far something may be passed on; it is no secrecy classification. Labels hold no blank,
stand in capitals and are never translated.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STIX_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
"""Id of the STIX 2.1 extension that defines the TLP 2.0 marking objects."""


class MarkingError(ValueError):
    """A text that is no TLP 2.0 label; the message says what would be one."""


class Marking(StrEnum):
    """A TLP 2.0 marking; its value is what the library keeps. Compares by how narrow it is."""

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"
    RED = "RED"

    @property
    def label(self) -> str:
        """The label as it is printed: ``TLP:AMBER+STRICT``."""
        return f"TLP:{self.value}"

    @property
    def rank(self) -> int:
        """0 for CLEAR, which all may read, to 4 for RED."""
        return _ORDER.index(self)

    @property
    def audience(self) -> str:
        """Whom the marked thing may be shown to, in a few words."""
        return _AUDIENCE[self]

    @property
    def stix_id(self) -> str:
        """Id of the marking-definition object that stands for this marking in STIX 2.1."""
        return f"marking-definition--{_STIX[self]}"

    def __lt__(self, other: str) -> bool:
        return self.rank < parse(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= parse(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > parse(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= parse(other).rank


_ORDER = tuple(Marking)
_AUDIENCE = {
    Marking.CLEAR: "everybody, without limit",
    Marking.GREEN: "the community, not the public",
    Marking.AMBER: "the organisation and its clients, who need to know",
    Marking.AMBER_STRICT: "the organisation alone, who need to know",
    Marking.RED: "the named recipients alone",
}
_STIX = {
    Marking.CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
}


def parse(text: str) -> Marking:
    """Read a marking with or without ``TLP:``, in any case. Raises MarkingError.

    The label WHITE of TLP 1 is refused, with the word that has replaced it, and not changed in
    silence: whoever marked it shall say so.
    """
    if isinstance(text, Marking):
        return text
    word = text.strip().upper().removeprefix("TLP:")
    if word == "WHITE":
        raise MarkingError("TLP:WHITE is obsolete since TLP 2.0; write TLP:CLEAR instead")
    try:
        return Marking(word)
    except ValueError:
        known = ", ".join(marking.label for marking in Marking)
        raise MarkingError(f"{text!r} is no TLP 2.0 marking; write one of {known}") from None


parse_marking = parse
"""The same under a name that says what is parsed, for callers that import names alone."""


def highest(markings: Iterable[str]) -> Marking:
    """The narrowest of the markings; CLEAR where there are none."""
    return max(map(parse, markings), key=_ORDER.index, default=Marking.CLEAR)


def allows(limit: str, marking: str) -> bool:
    """Whether an export or pack at ``limit`` may take what carries ``marking``."""
    return parse(marking) <= parse(limit)
