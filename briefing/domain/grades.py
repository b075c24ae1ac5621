"""How likely, how sure, how good the source: scales of the field, each named where it is shown.

Likelihood is about the event (ICD 203, or the PHIA yardstick of the United Kingdom as the second
scale), confidence about what the judgment rests on; the two never share a sentence. Reliability
and credibility are NATO's, judged apart; F and 6 say "not judged" and are never ranked as worst.
The STIX confidence number is written, never read back into a term: its bands are others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

ICD_203 = "ICD 203"
PHIA = "PHIA"
CONFIDENCE_SCALE = "Confidence (ICD 203)"


@dataclass(frozen=True, slots=True)
class Band:
    """A step of a likelihood scale: its terms, and the ends of its range in percent.

    ``terms`` begins with the one of row A. ``spoken`` are the forms found in running text: a term
    that has everyday meanings ("remote") is found only beside a word that settles its meaning.
    """

    scale: str
    terms: tuple[str, ...]
    low: int
    high: int
    spoken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a term means on its scale; low and high in percent, None where it has no range."""

    term: str
    scale: str
    low: int | None
    high: int | None
    meaning: str


class Found(NamedTuple):
    """A term in a text: start and end in code points, the end excluded."""

    start: int
    end: int
    term: str
    scale: str


def _band(scale: str, low: int, high: int, *terms: str, also: dict[str, str] | None = None) -> Band:
    found = {term: term for term in terms if term != "remote"} | (also or {})
    return Band(scale, terms, low, high, tuple(found.items()))


LIKELIHOOD: dict[str, tuple[Band, ...]] = {
    ICD_203: (
        _band(
            *(ICD_203, 1, 5, "almost no chance", "remote"),
            also={
                "remote possibility": "remote",
                "remote prospect": "remote",
                "remote likelihood": "remote",
            },
        ),
        _band(ICD_203, 5, 20, "very unlikely", "highly improbable"),
        _band(ICD_203, 20, 45, "unlikely", "improbable", also={"improbably": "improbable"}),
        _band(ICD_203, 45, 55, "roughly even chance", "roughly even odds"),
        _band(ICD_203, 55, 80, "likely", "probable", also={"probably": "probable"}),
        _band(
            *(ICD_203, 80, 95, "very likely", "highly probable"),
            also={"highly probably": "highly probable"},
        ),
        _band(
            *(ICD_203, 95, 99, "almost certain", "nearly certain"),
            also={"almost certainly": "almost certain", "nearly certainly": "nearly certain"},
        ),
    ),
    PHIA: (
        _band(PHIA, 0, 5, "remote chance"),
        _band(PHIA, 10, 20, "highly unlikely"),
        _band(PHIA, 25, 35, "unlikely"),
        _band(PHIA, 40, 50, "realistic possibility"),
        _band(PHIA, 55, 75, "likely", "probable", also={"probably": "probable"}),
        _band(PHIA, 80, 90, "highly likely"),
        _band(PHIA, 95, 100, "almost certain", also={"almost certainly": "almost certain"}),
    ),
}
"""Scale to bands, least likely first: ICD 203 (2 January 2015), PHIA (24 March 2025)."""


class Confidence(StrEnum):
    """How well a judgment is founded (ICD 203); says nothing of how likely it is."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"

    @property
    def meaning(self) -> str:
        """What the level says, in one sentence."""
        return _CONFIDENCE[self]


class Reliability(StrEnum):
    """How far a source can be relied on (NATO, A to F); F is not judged, not worst."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def label(self) -> str:
        """NATO's name of the grade."""
        return _RELIABILITY[self][0]

    @property
    def meaning(self) -> str:
        """What the grade says, in one sentence."""
        return _RELIABILITY[self][1]

    @property
    def judged(self) -> bool:
        """False for F."""
        return self is not Reliability.F


class Credibility(StrEnum):
    """How far a piece of information is borne out (NATO, 1 to 6); 6 is not judged, not worst."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    NOT_JUDGED = "6"

    @property
    def label(self) -> str:
        """NATO's name of the grade."""
        return _CREDIBILITY[self][0]

    @property
    def meaning(self) -> str:
        """What the grade says, in one sentence."""
        return _CREDIBILITY[self][1]

    @property
    def judged(self) -> bool:
        """False for 6."""
        return self is not Credibility.NOT_JUDGED

    @property
    def stix_confidence(self) -> int | None:
        """The STIX 2.1 ``confidence`` of appendix A; None where the property is left out."""
        return 110 - 20 * int(self.value) if self.judged else None


_CONFIDENCE = {
    Confidence.HIGH: "Sound argument on good, agreeing reports from several sources, with few gaps "
    "or assumptions. It is still no certainty.",
    Confidence.MODERATE: "Credible and plausible, but not good or corroborated enough for more.",
    Confidence.LOW: "Scant, questionable or broken reports; nothing firm can be inferred.",
}
_RELIABILITY = {
    Reliability.A: ("Completely reliable", "No doubt of the source; always reliable so far."),
    Reliability.B: ("Usually reliable", "Minor doubt of the source; valid most of the time."),
    Reliability.C: ("Fairly reliable", "Some doubt of the source; has been valid in the past."),
    Reliability.D: ("Not usually reliable", "Grave doubt of the source; valid now and then."),
    Reliability.E: ("Unreliable", "The source lacks what earns trust; often invalid so far."),
    Reliability.F: ("Reliability cannot be judged", "Nothing to judge the source by; not bad."),
}
_CREDIBILITY = {
    Credibility.CONFIRMED: ("Confirmed by other sources", "Independent sources say the same."),
    Credibility.PROBABLY_TRUE: ("Probably true", "Not confirmed; fits what else is known."),
    Credibility.POSSIBLY_TRUE: ("Possibly true", "Not confirmed; agrees with part of the known."),
    Credibility.DOUBTFUL: ("Doubtful", "Not confirmed; possible, but nothing speaks for it."),
    Credibility.IMPROBABLE: ("Improbable", "Not confirmed; goes against what else is known."),
    Credibility.NOT_JUDGED: ("Truth cannot be judged", "Nothing to judge it by; not false."),
}
RELIABILITY: dict[str, str] = {g.value: f"{g.label}: {g.meaning}" for g in Reliability}
"""Grade to its name and meaning, in the order of the letters; F is apart, not last in worth."""
CREDIBILITY: dict[str, str] = {g.value: f"{g.label}: {g.meaning}" for g in Credibility}
"""Grade to its name and meaning, in the order of the figures; 6 is apart, not last in worth."""
# Before a term these make another statement of it, one that is on no scale.
_WORD = re.compile(r"\w+")
_CHANGES_MEANING = frozenset(
    (
        *("not", "no", "hardly", "scarcely", "more", "most", "less", "least", "equally", "very"),
        *("highly", "extremely", "quite", "rather", "fairly", "so", "too", "as", "how"),
    )
)


def band_of(term: str, scale: str = ICD_203) -> Band | None:
    """The band of a term on a scale, or None where the scale does not have it or is not known."""
    known = _forms(scale)
    found = known.get(_plain(term))
    return found[1] if found else None


def band(term: str, scale: str = ICD_203) -> tuple[int, int]:
    """The range of a term in percent. Raises ValueError where the scale does not have the term."""
    found = band_of(term, scale)
    if found is None:
        raise ValueError(f"{term!r} is no likelihood on the scale {scale}")
    return found.low, found.high


def explain(term: str, scale: str = ICD_203) -> Explanation | None:
    """What an estimative term means, on the scale given or else on the one that has it.

    Knows the likelihoods of both scales and "high confidence", "moderate confidence" and "low
    confidence"; None for any other word.
    """
    plain = _plain(term)
    for name in (scale, *(other for other in LIKELIHOOD if other != scale)):
        if found := _forms(name).get(plain):
            canonical, band = found
            return Explanation(canonical, name, band.low, band.high, _meaning(band))
    level, _, word = plain.partition(" ")
    if word == "confidence" and level in set(Confidence):
        return Explanation(plain, CONFIDENCE_SCALE, None, None, Confidence(level).meaning)
    return None


def find_estimative(text: str, scale: str = ICD_203) -> list[Found]:
    """The estimative terms in a text, in its order.

    The longest term wins: "very likely" is not "likely". A term of both scales is read on the one
    given. Words that change a term ("not likely", "more likely", "very probable") make it one that
    no scale defines, and it is left out; so is "remote" where it may mean a place.
    """
    found: list[Found] = []
    words = set(_WORD.findall(text.casefold()))
    possible = tuple(form for form, needed in _needed() if needed <= words)
    for match in _pattern(possible).finditer(text) if possible else ():
        before = re.search(r"([^\W\d_]+)\s+$", text[max(0, match.start() - 24) : match.start()])
        if before and before[1].casefold() in _CHANGES_MEANING:
            continue
        meant = explain(match[0], scale)
        if meant:
            found.append(Found(match.start(), match.end(), meant.term, meant.scale))
    return found


def _plain(term: str) -> str:
    return " ".join(term.casefold().split())


def _meaning(band: Band) -> str:
    words = " or ".join(f"“{term}”" for term in band.terms)
    if band.scale == PHIA and band.high == 50:
        return f"{words}: 40 to less than 50 per cent on the PHIA yardstick"
    name = "the PHIA yardstick" if band.scale == PHIA else band.scale
    return f"{words}: {band.low} to {band.high} per cent on {name}"


@lru_cache(maxsize=4)
def _forms(scale: str) -> dict[str, tuple[str, Band]]:
    bands = LIKELIHOOD.get(scale, ())
    forms = {term: (term, band) for band in bands for term in band.terms}
    for band in bands:
        forms.update({form: (term, band) for form, term in band.spoken})
    return forms


@lru_cache(maxsize=1)
def _needed() -> tuple[tuple[str, frozenset[str]], ...]:
    """Every form that a term takes, the longest first, with the words that must be there for it."""
    forms = {form for bands in LIKELIHOOD.values() for band in bands for form, _ in band.spoken}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return tuple((form, frozenset(_WORD.findall(form.casefold()))) for form in longest_first)


@lru_cache(maxsize=256)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the forms given. One pattern of all of them takes long to make, and a text has few."""
    choices = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)
