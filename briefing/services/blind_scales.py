"""What a blind round can ask about, and the scales of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.hypotheses import MEANINGS, RATINGS
from briefing.domain.grades import Credibility, Reliability
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix
from briefing.domain.likelihood import ROWS, span_words
from briefing.domain.records import KINDS
from briefing.domain.source import BriefingSource, Source
from briefing.services.source_view import title_of
from briefing.store.records import find, get, get_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers to choose from, each with its meaning, and the kinds of entry they are about.

    ``order`` ranks the answers of an ordinal scale, least first. Reliability and credibility have none:
    F and 6 say "not judged", and what cannot be ranked whole is compared as equal or different. Without
    answers each is a code in the rater's own words.
    """

    key: str
    name: str
    kinds: tuple[str, ...]
    answers: tuple[tuple[str, str], ...] = ()
    order: tuple[str, ...] = ()


#: The scales by key.
SCALES: dict[str, Scale] = {
    scale.key: scale
    for scale in (
        Scale(
            "reliability",
            "Reliability of sources (Admiralty A to F)",
            ("source",),
            tuple((one.value, one.meaning) for one in Reliability),
        ),
        Scale(
            "credibility",
            "Credibility of claims (Admiralty 1 to 6)",
            ("claim",),
            tuple((one.value, one.meaning) for one in Credibility),
        ),
        Scale(
            "likelihood",
            f"Likelihood of judgments ({ROWS['icd203-a'].name})",
            ("judgment",),
            tuple((t, span_words(ROWS["icd203-a"].band(t))) for t in ROWS["icd203-a"].terms),
            ROWS["icd203-a"].terms,
        ),
        Scale(
            "matrix",
            "Evidence under hypotheses (CC to II)",
            ("hypothesis_matrix",),
            tuple((value, MEANINGS[value]) for value in RATINGS),
            RATINGS,
        ),
        Scale("codes", "Codes in one’s own words", ("quote", "claim", "event", "judgment")),
    )
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a round can ask about."""

    kind: str
    id: str
    title: str
    beside_id: str = ""


def subjects(ws: Workspace, briefing_id: str, scale: str) -> list[Subject]:
    """What a round on a scale can ask about in a briefing, in its order."""
    with ws.read() as connection:
        if scale == "matrix":
            return _cells(connection, briefing_id)
        return [one for kind in SCALES[scale].kinds for one in _of(connection, briefing_id, kind)]


def _of(connection: Connection, briefing_id: str, kind: str) -> list[Subject]:
    if kind == "source":
        desk = find(connection, BriefingSource, briefing_id=briefing_id)
        held = get_many(connection, Source, [one.source_id for one in desk if one.source_id])
        records = [one for one in held.values() if not one.deleted]
    else:
        records = list(find(connection, KINDS[kind], briefing_id=briefing_id))
    titles = title_of(connection, records)
    return [Subject(kind, one.id, titles.get(one.id, "")) for one in records]


def _cells(connection: Connection, briefing_id: str) -> list[Subject]:
    found: list[Subject] = []
    for matrix in find(connection, HypothesisMatrix, briefing_id=briefing_id):
        columns = find(connection, Hypothesis, matrix_id=matrix.id)
        rows = find(connection, Evidence, matrix_id=matrix.id)
        words = evidence_words(connection, rows)
        found += [
            Subject("evidence", row.id, f"{words[row.id]} — {column.text}", column.id)
            for row in rows
            for column in columns
        ]
    return found


def evidence_words(connection: Connection, rows: Iterable[Evidence]) -> dict[str, str]:
    """Row of evidence → its own words, or the title of the entry that it is."""
    found: dict[str, str] = {}
    for row in rows:
        entry = get(connection, row.entry_kind, row.entry_id) if row.entry_kind in KINDS else None
        titles = title_of(connection, [entry]) if entry else {}
        found[row.id] = row.text or titles.get(row.entry_id, "")
    return found
