"""What an analyst does to judgments: likelihood, confidence, basis, indicators, order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.dates import DateError, parse
from briefing.domain.grades import Confidence
from briefing.domain.judgment import Basis, Indicator, Judgment
from briefing.domain.likelihood import ROWS
from briefing.domain.ordering import after, moved
from briefing.errors import UserError
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.domain.record import Record
    from briefing.services.workspace import Workspace
    from briefing.store.unit_of_work import UnitOfWork

#: The states of an indicator, in the order in which they come about.
INDICATOR_STATES = ("not seen", "emerging", "seen")


def move_among(unit: UnitOfWork, siblings: Sequence[Record], record_id: str, to: int) -> None:
    """Put a record at place ``to`` among its siblings; ``to`` counts without the record itself."""
    ids = [one.id for one in siblings]
    if record_id not in ids:
        return
    start, end = ids.index(record_id), max(0, min(to, len(ids) - 1))
    keys = [str(getattr(one, "position", "")) for one in siblings]
    for at, key in moved(keys, start, end).items():
        unit.change(siblings[at].kind, ids[at], position=key)


def last_position(siblings: Sequence[Record]) -> str:
    """A key after all of the siblings'."""
    return after(max((str(getattr(one, "position", "")) for one in siblings), default=""))


def add_judgment(workspace: Workspace, briefing_id: str, text: str, *, key: bool = False) -> str:
    """Make a judgment of its words; its id. UserError where there are none."""
    words = _words(text, "The judgment has no words yet.")
    judgment_id = new_id()
    with workspace.write("Add judgment") as unit:
        others = find(unit.connection, Judgment, briefing_id=briefing_id)
        unit.add(
            Judgment(
                id=judgment_id,
                marking=need(unit.connection, "briefing", briefing_id).marking,
                briefing_id=briefing_id,
                text=words,
                key=key,
                position=last_position(others),
            )
        )
    return judgment_id


def set_likelihood(workspace: Workspace, judgment_id: str, row_key: str, term: str) -> None:
    """State how likely it is by a term of one row; an empty term makes it an assessment of fact."""
    row = ROWS[row_key]
    if term:
        row.band(term)
    fields = {"likelihood": term, "scale": row.scale} if term else {"likelihood": ""}
    with workspace.write("Change likelihood") as unit:
        unit.change("judgment", judgment_id, **fields)


def switch_row(workspace: Workspace, row_key: str, choices: Mapping[str, str]) -> None:
    """Restate judgments on another row, as a person chose for each: judgment id → term.

    An empty term takes the likelihood away. What is not in ``choices`` stays as it is.
    """
    row = ROWS[row_key]
    with workspace.write(f"Change the scale to {row.name}") as unit:
        for judgment_id, term in choices.items():
            if term:
                row.band(term)
            unit.change("judgment", judgment_id, likelihood=term, scale=row.scale)


def set_confidence(workspace: Workspace, judgment_id: str, level: str) -> None:
    """State how well it is founded: high, moderate, low, or empty for not stated."""
    if level:
        Confidence(level)
    with workspace.write("Change confidence") as unit:
        unit.change("judgment", judgment_id, confidence=level)


def set_words(workspace: Workspace, judgment_id: str, field: str, text: str) -> None:
    """Save the judgment's text, the reason of its confidence or its assumptions."""
    labels = {
        "text": "Edit judgment",
        "confidence_reason": "Edit reason of confidence",
        "assumptions": "Edit assumptions",
    }
    words = text.strip()
    if field == "text":
        words = _words(text, "A judgment needs words; delete it if it is not to be.")
    with workspace.write(labels[field]) as unit:
        unit.change("judgment", judgment_id, **{field: words})


def set_key(workspace: Workspace, judgment_id: str, *, key: bool) -> None:
    """Count it among the key judgments, or not."""
    with workspace.write("Make key judgment" if key else "Make further judgment") as unit:
        unit.change("judgment", judgment_id, key=key)


def move_judgment(workspace: Workspace, judgment_id: str, by: int) -> bool:
    """Move it up or down among the judgments of its group, key or not; False at the end."""
    with workspace.write("Move judgment") as unit:
        one = need(unit.connection, "judgment", judgment_id)
        assert isinstance(one, Judgment)
        # Only those of its group are seen as its neighbours, so only they are counted.
        group = find(unit.connection, Judgment, briefing_id=one.briefing_id, key=one.key)
        ids = [other.id for other in group]
        to = ids.index(judgment_id) + by
        if not 0 <= to < len(ids):
            return False
        move_among(unit, group, judgment_id, to)
    return True


def add_basis(workspace: Workspace, judgment_id: str, entries: Sequence[tuple[str, str]]) -> int:
    """Rest a judgment on entries (kind, id); those that are there already are left; how many new."""
    with workspace.write("Add basis") as unit:
        judgment = need(unit.connection, "judgment", judgment_id)
        present = find(unit.connection, Basis, judgment_id=judgment_id)
        known = {(b.entry_kind, b.entry_id) for b in present}
        position = last_position(present)
        added = 0
        for kind, entry_id in dict.fromkeys(entries):
            if (kind, entry_id) in known or entry_id == judgment_id:
                continue
            unit.add(
                Basis(
                    id=new_id(),
                    marking=judgment.marking,
                    judgment_id=judgment_id,
                    entry_kind=kind,
                    entry_id=entry_id,
                    position=position,
                )
            )
            position = after(position)
            added += 1
    return added


def remove_basis(workspace: Workspace, judgment_id: str, entry_id: str) -> None:
    """Let a judgment no longer rest on an entry."""
    with workspace.write("Remove basis") as unit:
        for one in find(unit.connection, Basis, judgment_id=judgment_id, entry_id=entry_id):
            unit.delete("basis", one.id)


def add_indicator(workspace: Workspace, judgment_id: str, text: str) -> str:
    """Name something that would change a judgment; its id."""
    words = _words(text, "The indicator has no words yet.")
    indicator_id = new_id()
    with workspace.write("Add indicator") as unit:
        judgment = need(unit.connection, "judgment", judgment_id)
        present = find(unit.connection, Indicator, judgment_id=judgment_id)
        unit.add(
            Indicator(
                id=indicator_id,
                marking=judgment.marking,
                judgment_id=judgment_id,
                text=words,
                position=last_position(present),
            )
        )
    return indicator_id


def set_indicator_state(
    workspace: Workspace, indicator_id: str, state: str, noted: str = ""
) -> None:
    """Say how far an indicator is seen, and when that was noted (EDTF)."""
    if state not in INDICATOR_STATES:
        raise UserError(f"{state}: an indicator is not seen, emerging or seen.")
    _check_date(noted)
    with workspace.write("Note indicator") as unit:
        unit.change("indicator", indicator_id, state=state, noted=noted)


def set_indicator_noted(workspace: Workspace, indicator_id: str, noted: str) -> None:
    """Correct the day on which an indicator's state was noted (EDTF)."""
    _check_date(noted)
    with workspace.write("Edit date of indicator") as unit:
        unit.change("indicator", indicator_id, noted=noted.strip())


def set_indicator_text(workspace: Workspace, indicator_id: str, text: str) -> None:
    """Save an indicator's words."""
    words = _words(text, "An indicator needs words; remove it if it is not to be.")
    with workspace.write("Edit indicator") as unit:
        unit.change("indicator", indicator_id, text=words)


def _check_date(text: str) -> None:
    if text.strip():
        try:
            parse(text)
        except DateError as error:
            raise UserError(f"{text}: {error}.") from error


def _words(text: str, otherwise: str) -> str:
    words = text.strip()
    if not words:
        raise UserError(otherwise)
    return words
