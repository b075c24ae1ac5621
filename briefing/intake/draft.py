"""What is drawn out of an article, waiting for a person: every proposal with its words and its rule.

Offsets are Unicode code points into the text of the draft, end exclusive. A proposal names the rule that
made it and a confidence from 0 to 1; what cannot be told is empty, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
#: Which rules made a draft; kept with what is accepted from it.
TOOL = "Briefing rules 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What every proposal carries. ``passages`` are the words that it rests on."""

    rule: str
    confidence: float
    passages: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ProposedOffice:
    """An office as the article tells it; ``of`` is the id of an actor of the draft, or empty."""

    title: str
    of: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedActor(Proposal):
    """A state, person, organisation, group, or a place that no actor is (``kind`` "place").

    ``iso3166`` is the alpha-2 code of a state. ``mentions`` are all places where it is named, pronouns
    left out. ``family_name`` is empty where the order of the names is not known.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    iso3166: str = ""
    family_name: str = ""
    family_first: bool = False
    offices: tuple[ProposedOffice, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedQuote(Proposal):
    """Words that the article puts into somebody's mouth, or (kind "scare") into marks and no mouth.

    ``start`` to ``end`` are the words without the outer marks, ``fragments`` their pieces where "he said"
    stands between. ``speakers`` are ids of actors of the draft; ``speaker_*`` is the mention, which may be
    a pronoun. ``said`` is EDTF.
    """

    start: int
    end: int
    text: str
    fragments: tuple[Span, ...]
    kind: str
    speakers: tuple[str, ...] = ()
    speaker_text: str = ""
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue: str = ""
    to: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedEvent(Proposal):
    """Something dated. ``when`` is EDTF, ``when_text`` where the date stands, ``cameo`` a root code."""

    what: str
    when: str
    when_text: Span | None
    where: str = ""
    participants: tuple[tuple[str, str], ...] = ()
    cameo: str = ""


@dataclass(frozen=True, slots=True)
class ProposedQuantity:
    """A number with its unit, and where it stands."""

    value: float
    unit: str
    start: int
    end: int
    of_what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedClaim(Proposal):
    """A proposition that somebody asserts or denies; parties are ids of actors of the draft."""

    proposition: str
    asserted_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    hedge: str = ""
    quantities: tuple[ProposedQuantity, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRelation(Proposal):
    """A tie between two actors of the draft, in the words of ``domain.relation``."""

    from_id: str
    to_id: str
    kind: str
    sign: int
    when: str = ""
    phase: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article and all that was proposed from it. ``published`` and ``language`` may be empty.

    ``unread_from`` is where reading ended in a text with more in it than anybody could look through; None,
    as for every article, where all of it was read.
    """

    text: str
    sha256: str
    title: str = ""
    published: str = ""
    language: str = ""
    actors: tuple[ProposedActor, ...] = ()
    quotes: tuple[ProposedQuote, ...] = ()
    events: tuple[ProposedEvent, ...] = ()
    claims: tuple[ProposedClaim, ...] = ()
    relations: tuple[ProposedRelation, ...] = ()
    unread_from: int | None = None
    #: What made it: the rules, and a model where one was used.
    tool: str = TOOL


_NO_LETTER = re.compile(r"[^a-z0-9]+")


def plain_id(kind: str, name: str, taken: set[str]) -> str:
    """An id that follows from kind and name alone, and is then taken; a number tells namesakes apart."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = f"{kind}:{_NO_LETTER.sub('-', plain).strip('-') or 'unnamed'}"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key
