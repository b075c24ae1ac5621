"""What we judge, how likely, how sure, on what, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment(Record):
    """An analytic judgment. ``likelihood`` is a term of ``scale`` or empty for an assessment of fact.

    ``assumptions`` is what it takes for granted where information is lacking.
    """

    kind: ClassVar[str] = "judgment"
    briefing_id: str = part_of("briefing")
    text: str
    likelihood: str = ""
    scale: str = "ICD 203"
    confidence: str = ""
    confidence_reason: str = ""
    key: bool = False
    position: str = ""
    assumptions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis(Record):
    """An entry that a judgment rests on."""

    kind: ClassVar[str] = "basis"
    judgment_id: str = part_of("judgment")
    entry_kind: str
    entry_id: str
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Record):
    """Something that, when seen, would change a judgment. ``state``: not seen, emerging, seen."""

    kind: ClassVar[str] = "indicator"
    judgment_id: str = part_of("judgment")
    text: str
    state: str = "not seen"
    noted: str = edtf()
    position: str = ""
