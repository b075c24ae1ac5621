"""The Claims tab: propositions, who stands behind each, and how far each is borne out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services import claim_view
from briefing.services.entry_counts import count_entries
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.tabs.base import Tab
from briefing.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from briefing.services.claim_view import ClaimRow
    from briefing.ui.session import Entry, Session


class ClaimsTab(Tab):
    """Claims as rows."""

    key = "claims"
    title = "Claims"
    kinds = frozenset(
        {"claim", "claim_party", "quantity", "actor", "source", "passage_link", "passage"}
    )
    home_of = frozenset({"claim"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.list = RowList(_("Claims"), self, roomy=True)
        self.list.chosen.connect(self._on_chosen)
        self.list.set_movable(frozenset({"claim"}))
        self.empty = EmptyState(_("No claims yet"), "", "", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addWidget(self.empty)

    def reload(self) -> None:
        """Read the claims anew."""
        briefing = self.session.briefing_id
        found = claim_view.claim_rows(self.session.workspace, briefing) if briefing else []
        self.list.set_rows([_row(one) for one in found])
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)

    def count(self) -> int | None:
        """How many claims the briefing has."""
        briefing = self.session.briefing_id
        return (
            None if briefing is None else count_entries(self.session.workspace, "claim", briefing)
        )

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose a claim."""
        if kind != "claim":
            return False
        self.ensure_fresh()
        return self.list.select_entry(kind, record_id)

    def _on_chosen(self, entry: Entry) -> None:
        self.session.select(entry)


def _row(claim: ClaimRow) -> Row:
    lines = []
    if claim.asserted_by:
        lines.append(_("Asserted by {who}").format(who=claim.asserted_by))
    if claim.denied_by:
        lines.append(_("Denied by {who}").format(who=claim.denied_by))
    if claim.note:
        lines.append(claim.note)
    chips = [(amount, "plain") for amount in claim.quantities]
    if claim.hedge:
        chips.append((claim.hedge, "plain"))
    if claim.denied_by:
        chips.append((_("disputed"), "warn"))
    number = claim.passages
    words = _("1 passage") if number == 1 else _("{n} passages").format(n=number)
    return Row(
        text=claim.proposition,
        detail="\n".join(lines),
        kind="claim",
        id=claim.id,
        chips=tuple(chips),
        grade=claim.credibility,
        side=(claim.meaning, claim.holds),
        side_chip=(words, "plain") if number else (_("no passage"), "warn"),
        serif=True,
    )
