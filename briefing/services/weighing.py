"""What an analyst does to a matrix of competing hypotheses; each is one step to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.hypotheses import RATINGS
from briefing.domain.grades import Credibility
from briefing.domain.hypothesis import Evidence, Hypothesis, HypothesisMatrix, Rating
from briefing.domain.ordering import after
from briefing.errors import UserError
from briefing.services.assessing import last_position, move_among
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.workspace import Workspace

#: A new matrix begins with these, to be renamed.
_FIRST = ("First hypothesis", "Second hypothesis")


def add_matrix(workspace: Workspace, briefing_id: str, question: str) -> str:
    """Open a question with two hypotheses to be named; its id."""
    words = _words(question, "The matrix needs a question, such as “What does it want?”.")
    matrix_id = new_id()
    with workspace.write("Add hypothesis matrix") as unit:
        marking = need(unit.connection, "briefing", briefing_id).marking
        others = find(unit.connection, HypothesisMatrix, briefing_id=briefing_id)
        unit.add(
            HypothesisMatrix(
                id=matrix_id,
                marking=marking,
                briefing_id=briefing_id,
                question=words,
                exclusive=True,
                position=last_position(others),
            )
        )
        position = ""
        for text in _FIRST:
            position = after(position)
            unit.add(
                Hypothesis(
                    id=new_id(),
                    marking=marking,
                    matrix_id=matrix_id,
                    text=text,
                    position=position,
                )
            )
    return matrix_id


def set_question(workspace: Workspace, matrix_id: str, question: str) -> None:
    """Word the question anew."""
    words = _words(question, "The matrix needs a question, such as “What does it want?”.")
    with workspace.write("Edit question") as unit:
        unit.change("hypothesis_matrix", matrix_id, question=words)


def set_exclusive(workspace: Workspace, matrix_id: str, *, exclusive: bool) -> None:
    """Say whether at most one hypothesis can be true, or several."""
    label = "Make hypotheses exclusive" if exclusive else "Let several hypotheses be true"
    with workspace.write(label) as unit:
        unit.change("hypothesis_matrix", matrix_id, exclusive=exclusive)


def add_hypothesis(workspace: Workspace, matrix_id: str, text: str = "New hypothesis") -> str:
    """Add a hypothesis at the right; its id."""
    words = _words(text, "The hypothesis has no words yet.")
    hypothesis_id = new_id()
    with workspace.write("Add hypothesis") as unit:
        matrix = need(unit.connection, "hypothesis_matrix", matrix_id)
        present = find(unit.connection, Hypothesis, matrix_id=matrix_id)
        unit.add(
            Hypothesis(
                id=hypothesis_id,
                marking=matrix.marking,
                matrix_id=matrix_id,
                text=words,
                position=last_position(present),
            )
        )
    return hypothesis_id


def rename_hypothesis(workspace: Workspace, hypothesis_id: str, text: str) -> None:
    """Word a hypothesis anew."""
    words = _words(text, "A hypothesis needs words; delete it if it is not to be.")
    with workspace.write("Edit hypothesis") as unit:
        unit.change("hypothesis", hypothesis_id, text=words)


def move_hypothesis(workspace: Workspace, hypothesis_id: str, by: int) -> bool:
    """Move a hypothesis left or right; False at the end."""
    with workspace.write("Move hypothesis") as unit:
        one = need(unit.connection, "hypothesis", hypothesis_id)
        assert isinstance(one, Hypothesis)
        group = find(unit.connection, Hypothesis, matrix_id=one.matrix_id)
        to = [other.id for other in group].index(hypothesis_id) + by
        if not 0 <= to < len(group):
            return False
        move_among(unit, group, hypothesis_id, to)
    return True


def delete_hypothesis(workspace: Workspace, hypothesis_id: str) -> None:
    """Put a hypothesis into the trash; its ratings come back with it."""
    with workspace.write("Delete hypothesis") as unit:
        unit.delete("hypothesis", hypothesis_id)


def add_evidence_words(workspace: Workspace, matrix_id: str, text: str) -> str:
    """Add a row in the analyst's own words, ungraded at first; its id."""
    words = _words(text, "The evidence has no words yet.")
    return _add_evidence(workspace, matrix_id, [("", "", words)])[0]


def add_evidence_entries(
    workspace: Workspace, matrix_id: str, entries: Sequence[tuple[str, str]]
) -> list[str]:
    """Add a row for each entry (kind, id) that has none; their ids.

    A row of a claim has the claim's grade, also when that changes, until a grade is set by hand.
    """
    return _add_evidence(workspace, matrix_id, [(kind, one, "") for kind, one in entries])


def _add_evidence(
    workspace: Workspace, matrix_id: str, rows: Sequence[tuple[str, str, str]]
) -> list[str]:
    made: list[str] = []
    with workspace.write("Add evidence") as unit:
        matrix = need(unit.connection, "hypothesis_matrix", matrix_id)
        present = find(unit.connection, Evidence, matrix_id=matrix_id)
        known = {one.entry_id for one in present if one.entry_id}
        position = last_position(present)
        for kind, entry_id, words in rows:
            if entry_id and entry_id in known:
                continue
            known.add(entry_id)
            made.append(new_id())
            unit.add(
                Evidence(
                    id=made[-1],
                    marking=matrix.marking,
                    matrix_id=matrix_id,
                    text=words,
                    entry_kind=kind,
                    entry_id=entry_id,
                    # Empty: it follows the entry's own grade.
                    credibility="" if entry_id else Credibility.NOT_JUDGED.value,
                    position=position,
                )
            )
            position = after(position)
    return made


def set_evidence_words(workspace: Workspace, evidence_id: str, text: str) -> None:
    """Word a row anew; a row of an entry that loses its words shows the entry's."""
    words = text.strip()
    with workspace.write("Edit evidence") as unit:
        one = need(unit.connection, "evidence", evidence_id)
        if not words and not getattr(one, "entry_id", ""):
            raise UserError("A row of evidence needs words; delete it if it is not to be.")
        unit.change("evidence", evidence_id, text=words)


def set_credibility(workspace: Workspace, evidence_id: str, grade: str) -> None:
    """Grade a row 1 to 6 by hand; empty lets it follow its entry's grade."""
    if grade:
        Credibility(grade)
    with workspace.write("Grade evidence") as unit:
        unit.change("evidence", evidence_id, credibility=grade)


def move_evidence(workspace: Workspace, evidence_id: str, by: int) -> bool:
    """Move a row up or down in the matrix's own order; False at the end."""
    with workspace.write("Move evidence") as unit:
        one = need(unit.connection, "evidence", evidence_id)
        assert isinstance(one, Evidence)
        group = find(unit.connection, Evidence, matrix_id=one.matrix_id)
        to = [other.id for other in group].index(evidence_id) + by
        if not 0 <= to < len(group):
            return False
        move_among(unit, group, evidence_id, to)
    return True


def delete_evidence(workspace: Workspace, evidence_id: str) -> None:
    """Put a row into the trash; its ratings come back with it."""
    with workspace.write("Delete evidence") as unit:
        unit.delete("evidence", evidence_id)


def rate(
    workspace: Workspace,
    evidence_id: str,
    hypothesis_id: str,
    value: str,
    *,
    intention: str | None = None,
) -> None:
    """Rate a cell CC, C, N, I or II; empty takes the rating away.

    Ratings that share ``intention`` are one step to undo: a cell typed again at once.
    """
    if value and value not in RATINGS:
        raise UserError(f"{value}: a rating is CC, C, N, I or II.")
    label = "Rate evidence" if value else "Clear rating"
    with workspace.write(label, intention=intention) as unit:
        present = find(
            unit.connection, Rating, evidence_id=evidence_id, hypothesis_id=hypothesis_id
        )
        if present and value:
            # The last one shows, as in the view; another laptop may have rated the cell too.
            unit.change("rating", present[-1].id, value=value)
        elif value:
            row = need(unit.connection, "evidence", evidence_id)
            unit.add(
                Rating(
                    id=new_id(),
                    marking=row.marking,
                    evidence_id=evidence_id,
                    hypothesis_id=hypothesis_id,
                    value=value,
                )
            )
        else:
            for one in present:
                unit.delete("rating", one.id)


def _words(text: str, otherwise: str) -> str:
    words = text.strip()
    if not words:
        raise UserError(otherwise)
    return words
