"""The rows of words in which a briefing states likelihoods, and what a change of row takes.

ICD 203 has two rows of terms for the same bands and asks for the use of one; the PHIA yardstick has
bands of its own. A term is carried over by itself only where the other row has the very same band.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.grades import ICD_203, LIKELIHOOD, PHIA, Band, band_of

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class TermRow:
    """One row of terms, least likely first, each with its band. ``name`` says the scale in full."""

    key: str
    name: str
    scale: str
    terms: tuple[str, ...]

    def band(self, term: str) -> Band:
        """The band of a term of this row. ValueError for another."""
        found = band_of(term, self.scale) if term in self.terms else None
        if found is None:
            raise ValueError(f"{term!r} is no term of {self.name}")
        return found


def _row(key: str, name: str, scale: str, at: int) -> TermRow:
    return TermRow(key, name, scale, tuple(band.terms[at] for band in LIKELIHOOD[scale]))


#: The rows by key. PHIA's "likely or probable" is one term with two words; the first is used.
ROWS: dict[str, TermRow] = {
    row.key: row
    for row in (
        _row("icd203-a", "ICD 203, row A", ICD_203, 0),
        _row("icd203-b", "ICD 203, row B", ICD_203, 1),
        _row("phia", "PHIA yardstick", PHIA, 0),
    )
}
DEFAULT = "icd203-a"


def row_of(term: str, scale: str) -> TermRow | None:
    """The row that a term of a scale stands in; None for no term of it."""
    found = band_of(term, scale) if scale in LIKELIHOOD else None
    if found is None:
        return None
    plain = " ".join(term.casefold().split())
    for row in ROWS.values():
        if row.scale == scale and plain in row.terms:
            return row
    return next(row for row in ROWS.values() if row.scale == scale)


def row_in_use(used: Iterable[tuple[str, str]], otherwise: str = DEFAULT) -> TermRow:
    """The row that most of the likelihoods (term, scale) are of; ``otherwise`` where there is none."""
    counts: dict[str, int] = {}
    for term, scale in used:
        row = row_of(term, scale)
        if row is not None:
            counts[row.key] = counts.get(row.key, 0) + 1
    best = max(counts, key=lambda key: (counts[key], key == otherwise), default=otherwise)
    return ROWS.get(best, ROWS[DEFAULT])


def span_words(band: Band) -> str:
    """A band as it is written: "55–80 %". PHIA's "realistic possibility" ends below 50 per cent."""
    least = "<" if band.scale == PHIA and band.high == 50 else ""
    return f"{band.low}–{least}{band.high} %"


def equal(term: str, scale: str, row: TermRow) -> str | None:
    """The term of ``row`` with the very same band, or None: then a person has to choose."""
    band = band_of(term, scale) if scale in LIKELIHOOD else None
    if band is None:
        return None
    same = (one for one in row.terms if _ends(row.band(one)) == _ends(band))
    return next(same, None)


def overlapping(term: str, scale: str, row: TermRow) -> tuple[str, ...]:
    """The terms of ``row`` whose bands share more than an end with the term's."""
    band = band_of(term, scale) if scale in LIKELIHOOD else None
    if band is None:
        return ()
    return tuple(
        one for one in row.terms if row.band(one).low < band.high and band.low < row.band(one).high
    )


def _ends(band: Band) -> tuple[int, int]:
    return band.low, band.high
