"""Competing hypotheses (Heuer, Psychology of Intelligence Analysis, 1999, ch. 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.domain.record import Record, part_of, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisMatrix(Record):
    """A question and whether its answers exclude each other."""

    kind: ClassVar[str] = "hypothesis_matrix"
    briefing_id: str = part_of("briefing")
    question: str
    exclusive: bool = False
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis(Record):
    """One possible answer: a column of the matrix."""

    kind: ClassVar[str] = "hypothesis"
    matrix_id: str = part_of("hypothesis_matrix")
    text: str
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A row of the matrix: an entry of the briefing, or words of its own."""

    kind: ClassVar[str] = "evidence"
    matrix_id: str = part_of("hypothesis_matrix")
    text: str = ""
    entry_kind: str = ""
    entry_id: str = ""
    credibility: str = "6"
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Record):
    """How a row of evidence sits with a hypothesis: CC, C, N, I or II."""

    kind: ClassVar[str] = "rating"
    evidence_id: str = part_of("evidence")
    hypothesis_id: str | None = ref("hypothesis")
    value: str
