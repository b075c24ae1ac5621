"""Proposals as rows of a list, and the list whose letters are deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from briefing.i18n import _
from briefing.services.drafting import Group
from briefing.services.reviewing import State
from briefing.services.verifying import Outcome
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from briefing.services.reviewing import ProposalRow, Review
    from briefing.services.verifying import Verdict

#: The kind under which proposals stand in the list.
PROPOSAL = "proposal"
_PILLS = {
    State.ACCEPTED: "new",
    State.MERGED: "new",
    State.REJECTED: "error",
    State.KNOWN: "plain",
    State.TOLD: "plain",
}


def group_word(group: Group) -> str:
    """A heading of the tray."""
    return {
        Group.ACTOR: _("Actors"),
        Group.QUOTE: _("Quotes"),
        Group.MARKED: _("Marked words, nobody’s quotes"),
        Group.EVENT: _("Events"),
        Group.CLAIM: _("Claims"),
        Group.RELATION: _("Relations"),
    }[group]


def state_word(state: State) -> str:
    """What became of a proposal, on its pill."""
    return {
        State.WAITING: _("waiting"),
        State.ACCEPTED: _("accepted"),
        State.MERGED: _("merged"),
        State.REJECTED: _("rejected"),
        State.KNOWN: _("in the briefing already"),
        State.TOLD: _("its words in marks are proposed"),
    }[state]


def check_word(outcome: Outcome) -> str:
    """What became of a quote's words."""
    return {
        Outcome.FOUND: _("found word for word"),
        Outcome.ELSEWHERE: _("found in another source"),
        Outcome.ALTERED: _("altered"),
        Outcome.NOT_FOUND: _("not found"),
    }[outcome]


_KEYS = {
    Qt.Key.Key_A: "accept",
    Qt.Key.Key_Return: "accept",
    Qt.Key.Key_Enter: "accept",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_R: "reject",
    Qt.Key.Key_M: "merge",
    Qt.Key.Key_T: "take_back",
    Qt.Key.Key_U: "undo",
    Qt.Key.Key_N: "next",
    Qt.Key.Key_J: "down",
    Qt.Key.Key_K: "up",
    Qt.Key.Key_Escape: "close",
}


class ProposalList(RowList):
    """Rows of proposals; letters are deeds and find nothing."""

    #: A letter, Enter or Escape was pressed; carries what it means.
    deed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if deed := deed_of(event):
            self.deed.emit(deed)
        elif event.text().isprintable() and event.text() and not _is_command(event):
            # Qt would search for rows that begin so.
            event.accept()
        else:
            super().keyPressEvent(event)


def deed_of(event: QKeyEvent) -> str:
    """What a key means in a tray; empty for one that means nothing there."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if plain == Qt.KeyboardModifier.ShiftModifier and event.key() == Qt.Key.Key_A:
        return "accept_all"
    if plain != Qt.KeyboardModifier.NoModifier or event.key() not in _KEYS:
        return ""
    return _KEYS[Qt.Key(event.key())]


def _is_command(event: QKeyEvent) -> bool:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.modifiers() & held)


def is_shown(row: ProposalRow, shown: str) -> bool:
    """Whether a proposal stands in the list under a filter."""
    if shown == "waiting":
        return row.state is State.WAITING
    return shown == "all" or row.state is State.REJECTED


def proposal_row(row: ProposalRow, check: Verdict | None) -> Row:
    """A proposal as a card; ``check`` is what became of its words, where they were checked."""
    first, *rest = row.detail.split("\n")
    chips: list[tuple[str, str]] = []
    if row.state is not State.WAITING:
        chips.append((state_word(row.state), _PILLS[row.state]))
    elif row.known_name:
        words = _("known: {name}") if row.is_sure else _("perhaps {name}")
        chips.append((words.format(name=row.known_name), "plain" if row.is_sure else "warn"))
    if check is not None:
        is_right = check.outcome is Outcome.FOUND
        chips.append((check_word(check.outcome), "new" if is_right else "warn"))
    return Row(
        text=row.text,
        detail="\n".join([f"{first} · {round(row.confidence * 100)} %", *rest]),
        kind=PROPOSAL,
        id=row.key,
        chips=tuple(chips),
        serif=row.group is Group.QUOTE,
        tip=row.why,
    )


class Cards:
    """The cards of a review under a filter, each made once while nothing about it changes."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[ProposalRow, Verdict | None, Row]] = {}

    def rows(self, review: Review, shown: str, checks: Mapping[str, Verdict]) -> list[Row]:
        """A heading for each group with the cards below it; ``checks`` are by the ids of quotes."""
        groups: dict[Group, list[ProposalRow]] = {group: [] for group in Group}
        for row in review.rows:
            groups[row.group].append(row)
        found: list[Row] = []
        for group, some in groups.items():
            wanted = [row for row in some if is_shown(row, shown)]
            if wanted:
                waiting = sum(row.state is State.WAITING for row in some)
                tail = _("{n} of {total} wait").format(n=waiting, total=len(some))
                found.append(Row(heading=True, head=group_word(group), tail=tail))
                found += [self._card(row, checks.get(row.entry_id)) for row in wanted]
        return found

    def _card(self, row: ProposalRow, check: Verdict | None) -> Row:
        known = self._made.get(row.key)
        if known is not None and known[1] is check and (known[0] is row or known[0] == row):
            return known[2]
        made = proposal_row(row, check)
        self._made[row.key] = (row, check, made)
        return made

    def clear(self) -> None:
        """Another article, or another language: make all anew."""
        self._made.clear()


def nothing_words(review: Review, shown: str) -> tuple[str, str]:
    """What stands in an empty list."""
    if not review.rows:
        return _("Nothing was found"), _("No rule found anything to propose in this text.")
    if shown == "rejected":
        return _("Nothing was rejected"), ""
    return _("Nothing waits here"), _("Every proposal of this article has been decided.")
