"""Judgments with what they rest on, and competing hypotheses with their weighed inconsistency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis import hypotheses as ach
from briefing.domain.claim import Claim
from briefing.domain.dates import short
from briefing.domain.grades import Credibility, band_of
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.likelihood import (
    DEFAULT,
    ROWS,
    TermRow,
    equal,
    overlapping,
    row_in_use,
    row_of,
    span_words,
)
from briefing.domain.source import Document, Passage, PassageLink, Source
from briefing.services.source_view import entry_lines
from briefing.store.records import find, get, get_many
from briefing.store.search import listed, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.actor_view import Line
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.search import Hit

#: Kinds of entry that a judgment or a row of evidence can rest on, as the picker lists them.
PICKED = ("claim", "quote", "event", "relation", "judgment")
_MOST_PICKED = 80
#: Letters of a word that tells something by itself, and words that are looked for one by one.
_TELLING, _MOST_WORDS = 4, 8


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator; ``noted`` is the EDTF date of its state as written, ``when`` as it is read."""

    id: str
    text: str
    state: str
    noted: str
    when: str


@dataclass(frozen=True, slots=True)
class JudgmentRow:
    """A judgment ready to be shown; ``low`` and ``high`` are its band in per cent, 0 for none.

    ``row_name`` names the row of terms that its likelihood stands in, ``span`` its band in words.
    """

    id: str
    text: str
    likelihood: str
    scale: str
    row_name: str
    low: int
    high: int
    span: str
    confidence: str
    reason: str
    key: bool
    assumptions: str
    basis: tuple[Line, ...]
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class Restatement:
    """What a change of row takes for one judgment: an equal term, or those that overlap."""

    id: str
    text: str
    likelihood: str
    row_name: str
    span: str
    equal: str | None
    overlapping: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of a matrix: its words, grade, one rating a hypothesis, and the entry behind it.

    ``credibility`` is what weighs; ``by_hand`` tells that it was set for this row and does not
    follow the entry's grade. ``apart`` is the row's diagnosticity, ``turns`` whether the order
    would be another without it.
    """

    id: str
    text: str
    grade: str
    credibility: str
    by_hand: bool
    ratings: tuple[str, ...]
    entry_kind: str
    entry_id: str
    apart: int
    turns: bool


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A question with its hypotheses, rows in their own order; of the scores low is better.

    ``ungraded`` counts the rows that nobody has graded: they are shown and not weighed. ``order``
    and ``sensitivity`` say the result in words.
    """

    id: str
    question: str
    exclusive: bool
    hypothesis_ids: tuple[str, ...]
    hypotheses: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    scores: tuple[str, ...]
    plain: tuple[str, ...]
    ungraded: int
    order: str
    sensitivity: tuple[str, ...]


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
        row = row_of(one.likelihood, one.scale)
        rows.append(
            JudgmentRow(
                one.id,
                one.text,
                one.likelihood,
                one.scale,
                row.name if row else one.scale,
                band.low if band else 0,
                band.high if band else 0,
                span_words(band) if band else "",
                one.confidence,
                one.confidence_reason,
                one.key,
                one.assumptions,
                tuple(
                    lines[b.entry_id]
                    for b in basis
                    if b.judgment_id == one.id and b.entry_id in lines
                ),
                tuple(
                    IndicatorRow(i.id, i.text, i.state, i.noted, short(i.noted))
                    for i in indicators
                    if i.judgment_id == one.id
                ),
            )
        )
    return rows


def count_assessments(ws: Workspace, briefing_id: str) -> int:
    """How many judgments and matrices the briefing has."""
    with ws.read() as connection:
        return len(find(connection, Judgment, briefing_id=briefing_id)) + len(
            find(connection, HypothesisMatrix, briefing_id=briefing_id)
        )


def term_row(ws: Workspace, briefing_id: str, otherwise: str = DEFAULT) -> TermRow:
    """The row of terms that the briefing's judgments use; ``otherwise`` where none has any."""
    with ws.read() as connection:
        judgments = find(connection, Judgment, briefing_id=briefing_id)
    return row_in_use(((j.likelihood, j.scale) for j in judgments if j.likelihood), otherwise)


def restatements(ws: Workspace, briefing_id: str, row_key: str) -> list[Restatement]:
    """What putting the briefing on another row takes, judgment by judgment.

    A judgment whose term stands in that row already is left out.
    """
    row = ROWS[row_key]
    found: list[Restatement] = []
    for one in judgment_rows(ws, briefing_id):
        if not one.likelihood or (one.scale == row.scale and one.likelihood in row.terms):
            continue
        found.append(
            Restatement(
                one.id,
                one.text,
                one.likelihood,
                one.row_name,
                one.span,
                equal(one.likelihood, one.scale, row),
                overlapping(one.likelihood, one.scale, row),
            )
        )
    return found


def pick_entries(
    ws: Workspace, briefing_id: str, words: str, kinds: Sequence[str] = PICKED
) -> list[Line]:
    """Entries of the briefing that words find, or its first ones; of a quote ``side`` says whose."""
    with ws.read() as connection:
        hits = (
            search(connection, words, limit=_MOST_PICKED, kinds=kinds, briefing_id=briefing_id)
            if words.strip()
            else listed(connection, kinds, briefing_id, _MOST_PICKED)
        )
        return _picked(connection, hits)


def near_entries(
    ws: Workspace, briefing_id: str, words: str, kinds: Sequence[str] = PICKED
) -> list[Line]:
    """Entries that at least half of the telling words find, those that most of them find first."""
    some = [word for word in dict.fromkeys(words.split()) if len(word) >= _TELLING][:_MOST_WORDS]
    met: dict[str, tuple[int, Hit]] = {}
    with ws.read() as connection:
        for word in some:
            for hit in search(
                connection, word, limit=_MOST_PICKED, kinds=kinds, briefing_id=briefing_id
            ):
                met[hit.id] = (met.get(hit.id, (0, hit))[0] + 1, hit)
        near = [one for one in met.values() if 2 * one[0] >= len(some)]
        best = sorted(near, key=lambda one: -one[0])[:_MOST_PICKED]
        return _picked(connection, [hit for _times, hit in best])


def _picked(connection: Connection, hits: Sequence[Hit]) -> list[Line]:
    speakers = {hit.id: hit.title for hit in hits if hit.kind == "quote"}
    return [
        replace(line, side=speakers.get(line.id, ""))
        for line in entry_lines(connection, [(hit.kind, hit.id) for hit in hits])
    ]


def matrices(ws: Workspace, briefing_id: str) -> list[MatrixView]:
    """The briefing's matrices in their order, weighed as :mod:`briefing.analysis.hypotheses` says."""
    with ws.read() as connection:
        found = find(connection, HypothesisMatrix, briefing_id=briefing_id)
        return [_matrix(connection, one) for one in found]


def matrix(ws: Workspace, matrix_id: str) -> MatrixView | None:
    """One matrix, or None where it is not here or in the trash."""
    with ws.read() as connection:
        one = get(connection, "hypothesis_matrix", matrix_id)
        if not isinstance(one, HypothesisMatrix) or one.deleted:
            return None
        return _matrix(connection, one)


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
    claims = get_many(connection, Claim, [e.entry_id for e in evidence if e.entry_kind == "claim"])
    rows: list[ach.Row] = []
    for one in evidence:
        claim = claims.get(one.entry_id)
        follows = claim.credibility if claim else Credibility.NOT_JUDGED.value
        values = tuple(ratings.get((one.id, h.id), "") for h in hypotheses)
        rows.append(ach.Row(one.id, one.credibility or follows, values))
    texts = tuple(h.text for h in hypotheses)
    wide = len(texts)
    turns = ach.sensitivity(rows, wide)
    turning = {turn.row_id for turn in turns}
    scores = ach.scores(rows, wide)
    by_id = {row.id: row for row in rows}
    words = {e.id: e.text or titles.get(e.entry_id, "") for e in evidence}
    return MatrixView(
        matrix.id,
        matrix.question,
        matrix.exclusive,
        tuple(h.id for h in hypotheses),
        texts,
        tuple(
            EvidenceRow(
                one.id,
                words[one.id],
                grade_words(letters.get(one.id, ""), row.credibility),
                row.credibility,
                bool(one.credibility and one.entry_id),
                row.ratings,
                one.entry_kind,
                one.entry_id,
                ach.diagnosticity(row.ratings),
                one.id in turning,
            )
            for one, row in zip(evidence, rows, strict=True)
        ),
        tuple(map(ach.points, scores)),
        tuple(map(ach.points, ach.plain_scores(rows, wide))),
        ach.ungraded(rows),
        order_words(texts, ach.ranking(scores), scores),
        tuple(
            turn_words(words[turn.row_id], ach.scores_without(scores, by_id[turn.row_id]), texts)
            for turn in turns
        ),
    )


def grade_words(letter: str, digit: str) -> str:
    """The grade as shown; a digit 6 is "not judged" and shown as a dash, as in every badge."""
    grade = (letter or "–") + (digit if digit in ach.WEIGHTS else "–")
    return "" if grade == "––" else grade


def order_words(
    texts: Sequence[str], groups: Sequence[Sequence[int]], scores: Sequence[int]
) -> str:
    """ "Least inconsistent: A and B, level (0.0); then C (1.6)"."""
    if len(groups) == 1 and len(texts) > 1:
        return f"All hypotheses are level ({ach.points(scores[0])})."
    parts = [f"{_level(texts, group)} ({ach.points(scores[group[0]])})" for group in groups]
    return f"Least inconsistent: {'; then '.join(parts)}." if parts else ""


def _level(texts: Sequence[str], group: Sequence[int]) -> str:
    names = [texts[at] for at in group]
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}, level"


def turn_words(evidence: str, less: Sequence[int], texts: Sequence[str]) -> str:
    """What the order would be without a row of evidence; ``less`` are the scores without it."""
    groups = ach.ranking(less)
    if len(groups) == 1:
        after = "all hypotheses would be level"
    else:
        after = "the order would be " + "; then ".join(_level(texts, group) for group in groups)
    return f"Without “{evidence}” {after}."


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
