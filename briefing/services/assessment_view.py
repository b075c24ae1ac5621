"""Judgments with what they rest on, and competing hypotheses with their weighed inconsistency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.grades import band_of
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.source import Document, Passage, PassageLink, Source
from briefing.services.source_view import entry_lines
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.actor_view import Line
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: How much a row counts, by its credibility. A row that is not judged is not weighed but counted.
#: The weights are this program's convention; the method is Heuer's (1999, ch. 8).
WEIGHTS = {"1": 1.0, "2": 0.8, "3": 0.6, "4": 0.4, "5": 0.2}
_AGAINST = {"I": 1.0, "II": 2.0}
_ORDER = {"II": -2, "I": -1, "N": 0, "": 0, "C": 1, "CC": 2}


@dataclass(frozen=True, slots=True)
class JudgmentRow:
    """A judgment ready to be shown; ``low`` and ``high`` are its band in per cent, 0 for none."""

    id: str
    text: str
    likelihood: str
    low: int
    high: int
    confidence: str
    reason: str
    key: bool
    basis: tuple[Line, ...]
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of a matrix: its words, grade, one rating a hypothesis, and the entry behind it."""

    text: str
    grade: str
    ratings: tuple[str, ...]
    entry_kind: str
    entry_id: str


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A question with its hypotheses; ``scores`` are the weighed inconsistencies, low is better.

    ``ungraded`` counts the rows that nobody has graded: they are shown and not weighed.
    """

    id: str
    question: str
    exclusive: bool
    hypotheses: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    scores: tuple[float, ...]
    ungraded: int


def judgment_rows(ws: Workspace, briefing_id: str) -> list[JudgmentRow]:
    """The briefing's judgments, key ones first, each group in its order."""
    with ws.read() as connection:
        judgments = find(connection, Judgment, briefing_id=briefing_id)
        ids = [j.id for j in judgments]
        basis = find(connection, Basis, judgment_id=ids) if ids else ()
        indicators = find(connection, Indicator, judgment_id=ids) if ids else ()
        lines = {
            line.id: line
            for line in entry_lines(connection, [(b.entry_kind, b.entry_id) for b in basis])
        }
    rows: list[JudgmentRow] = []
    for one in sorted(judgments, key=lambda j: not j.key):
        band = band_of(one.likelihood, one.scale) if one.likelihood else None
        rows.append(
            JudgmentRow(
                one.id,
                one.text,
                one.likelihood,
                band.low if band else 0,
                band.high if band else 0,
                one.confidence,
                one.confidence_reason,
                one.key,
                tuple(
                    lines[b.entry_id]
                    for b in basis
                    if b.judgment_id == one.id and b.entry_id in lines
                ),
                tuple((i.text, i.state) for i in indicators if i.judgment_id == one.id),
            )
        )
    return rows


def count_assessments(ws: Workspace, briefing_id: str) -> int:
    """How many judgments and matrices the briefing has."""
    with ws.read() as connection:
        return len(find(connection, Judgment, briefing_id=briefing_id)) + len(
            find(connection, HypothesisMatrix, briefing_id=briefing_id)
        )


def matrices(ws: Workspace, briefing_id: str) -> list[MatrixView]:
    """The briefing's matrices; rows that tell hypotheses apart come first.

    A hypothesis is weakened by what speaks against it (Heuer 1999, ch. 8): an I counts once, an II
    twice, each by the weight of the row's credibility; what speaks for it does not count.
    """
    with ws.read() as connection:
        found = find(connection, HypothesisMatrix, briefing_id=briefing_id)
        return [_matrix(connection, one) for one in found]


def _matrix(connection: Connection, matrix: HypothesisMatrix) -> MatrixView:
    hypotheses = find(connection, Hypothesis, matrix_id=matrix.id)
    evidence = find(connection, Evidence, matrix_id=matrix.id)
    ids = [e.id for e in evidence]
    ratings = {
        (r.evidence_id, r.hypothesis_id): r.value
        for r in (find(connection, Rating, evidence_id=ids) if ids else ())
    }
    letters = _reliability(connection, evidence)
    titles = {
        line.id: line.text
        for line in entry_lines(
            connection, [(e.entry_kind, e.entry_id) for e in evidence if e.entry_id]
        )
    }
    scores = [0.0] * len(hypotheses)
    rows: list[tuple[float, EvidenceRow]] = []
    for one in evidence:
        values = tuple(ratings.get((one.id, h.id), "") for h in hypotheses)
        weight = WEIGHTS.get(one.credibility, 0.0)
        for at, value in enumerate(values):
            scores[at] += _AGAINST.get(value, 0.0) * weight
        numbers = [_ORDER.get(v, 0) for v in values] or [0]
        digit = one.credibility if one.credibility != "6" else "–"
        grade = letters.get(one.id, "–") + digit
        rows.append(
            (
                max(numbers) - min(numbers),
                EvidenceRow(
                    one.text or titles.get(one.entry_id, ""),
                    "" if grade == "––" else grade,
                    values,
                    one.entry_kind,
                    one.entry_id,
                ),
            )
        )
    rows.sort(key=lambda row: -row[0])
    return MatrixView(
        matrix.id,
        matrix.question,
        matrix.exclusive,
        tuple(h.text for h in hypotheses),
        tuple(row for _spread, row in rows),
        tuple(scores),
        sum(e.credibility not in WEIGHTS for e in evidence),
    )


def _reliability(connection: Connection, evidence: Sequence[Evidence]) -> dict[str, str]:
    """Evidence id → reliability of the first source that it, or the entry behind it, rests on."""
    behind = {e.entry_id or e.id: e.id for e in evidence}
    wanted = [*behind, *(e.id for e in evidence)]
    links = find(connection, PassageLink, entry_id=wanted) if wanted else ()
    passages = get_many(connection, Passage, [x.passage_id for x in links])
    documents = get_many(connection, Document, [p.document_id for p in passages.values()])
    owner: dict[str, str] = {}
    for link in links:
        passage = passages.get(link.passage_id)
        document = documents.get(passage.document_id) if passage else None
        source_id = link.source_id or (document.source_id if document else "")
        owner.setdefault(behind.get(link.entry_id, link.entry_id), source_id)
    sources = get_many(connection, Source, filter(None, owner.values()))
    return {e: sources[s].reliability for e, s in owner.items() if s in sources}
