"""The Claims tab: claims by matter, and the versions of the one chosen side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.claim import ClaimStatus
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import claim_view, claiming
from briefing.services.entry_counts import count_entries
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab
from briefing.ui.tabs.claim_compare import ClaimCompare
from briefing.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from briefing.services.claim_view import ClaimRow, Matter
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Session

#: Least width in pixels at 100 % text at which list and versions stand side by side.
_SIDE_BY_SIDE = 520
_STANDING = {
    ClaimStatus.CORROBORATED: "new",
    ClaimStatus.CONTESTED: "warn",
    ClaimStatus.REFUTED: "error",
    ClaimStatus.CANNOT_BE_JUDGED: "plain",
}


class ClaimList(RowList):
    """Claims of which several can be chosen; R marks them as rivals."""

    #: R was pressed.
    rivals_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.choose_several()

    def chosen_ids(self) -> list[str]:
        """Ids of the claims chosen, from the top down."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        rows = [self.rows.row(at) for at in places]
        return [row.id for row in rows if row is not None and row.id]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self.rivals_requested.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class ClaimsTab(Tab):
    """Claims by matter at the left; at the right the versions of one matter in columns."""

    key = "claims"
    title = "Claims"
    kinds = frozenset(
        {
            *("same_as", "verdict"),
            *("claim", "claim_party", "claim_link", "quantity", "actor", "source", "source_link"),
            *("passage_link", "passage"),
        }
    )
    home_of = frozenset({"claim"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._matters: dict[str, Matter] = {}
        self.list = ClaimList(_("Claims"), self)
        self.list.chosen.connect(self._on_chosen)
        self.list.set_movable(frozenset({"claim"}))
        self.list.rivals_requested.connect(self.make_rivals)
        self.list.selectionModel().selectionChanged.connect(self._on_selected)
        self.rivals_button = QPushButton(_("Mark as rivals"), self)
        self.rivals_button.setAutoDefault(False)
        self.rivals_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rivals_button.setToolTip(
            _("Mark the claims chosen as rival versions (R); Ctrl or Shift chooses several")
        )
        self.rivals_button.setAccessibleName(self.rivals_button.toolTip())
        self.rivals_button.clicked.connect(self.make_rivals)
        self.compare = ClaimCompare(self)
        self.compare.status_chosen.connect(self._on_status)
        self.compare.credibility_chosen.connect(self._on_credibility)
        self.compare.taken_out.connect(self._on_taken_out)
        self.compare.passage_opened.connect(self._on_passage)
        self.empty = EmptyState(
            _("No claims yet"), _("Select words in a source and press L to make one."), "", self
        )
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.rivals_button)
        self.both = QSplitter(Qt.Orientation.Horizontal, self)
        self.both.setChildrenCollapsible(False)
        self.both.addWidget(left)
        self.both.addWidget(self.compare)
        self.both.setStretchFactor(0, 0)
        self.both.setStretchFactor(1, 1)
        self.both.setSizes([theme.px(290), theme.px(500)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.both)
        layout.addWidget(self.empty)

    def reload(self) -> None:
        """Read the claims anew."""
        briefing = self.session.briefing_id
        found = claim_view.matters(self.session.workspace, briefing) if briefing else []
        self._matters = {claim.id: matter for matter in found for claim in matter.claims}
        rows: list[Row] = []
        alone = [m for m in found if len(m.claims) == 1]
        for number, matter in enumerate((m for m in found if len(m.claims) > 1), 1):
            head = _("Rival versions, matter {n}").format(n=number)
            rows.append(Row(heading=True, head=head, tail=str(len(matter.claims))))
            rows += [_row(claim) for claim in matter.claims]
        if alone and len(alone) < len(found):
            rows.append(Row(heading=True, head=_("No rival version"), tail=str(len(alone))))
        rows += [_row(matter.claims[0]) for matter in alone]
        self.list.set_rows(rows)
        chosen = self.list.current_entry()
        if chosen is None and found:
            # Something to read at first sight.
            self.list.select_entry("claim", found[0].claims[0].id, scroll=False)
            chosen = Entry("claim", found[0].claims[0].id)
        self.compare.writable = self.session.may_change("claim")
        self.compare.show_matter(self._matters.get(chosen.id) if chosen else None)
        self.both.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._refresh_button()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Side by side only where both have room to be read.
        wide = self.width() >= theme.px(_SIDE_BY_SIDE)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.both.orientation() != way:
            self.both.setOrientation(way)
            whole = self.width() if wide else self.height()
            self.both.setSizes([round(whole * 0.36), round(whole * 0.64)])

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many claims the briefing has."""
        return count_entries(workspace, "claim", briefing_id)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose a claim and show its matter."""
        if kind != "claim":
            return False
        self.ensure_fresh()
        if not self.list.select_entry(kind, record_id):
            return False
        self.compare.show_matter(self._matters.get(record_id))
        return True

    def make_rivals(self) -> None:
        """Mark the claims chosen as rival versions of one matter."""
        chosen = self.list.chosen_ids()
        ws = self.session.workspace
        if not self._try(lambda: claiming.make_rivals(ws, chosen)):
            return
        self.session.say(_("Marked as rival versions."))

    def _try(self, act: Callable[[], object]) -> bool:
        """Do what a person asked for; a refusal is told in the message bar."""
        if self.session.refuses("claim"):
            self.reload()
            return False
        try:
            act()
        except UserError as error:
            self.session.say(str(error), error=True)
            return False
        return True

    def _refresh_button(self) -> None:
        number = len(self.list.chosen_ids())
        self.rivals_button.setEnabled(number > 1 and self.session.may_change("claim"))
        words = _("Mark as rivals")
        if number > 1:
            words = ngettext("Mark {n} as rivals", "Mark {n} as rivals", number).format(n=number)
        self.rivals_button.setText(words)

    def _on_selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._refresh_button()

    def _on_chosen(self, entry: Entry) -> None:
        self.session.select(entry)
        self.compare.show_matter(self._matters.get(entry.id))

    def _on_status(self, chosen: tuple[str, str, str]) -> None:
        claim_id, status, reason = chosen
        ws = self.session.workspace
        self._try(lambda: claiming.set_status(ws, claim_id, status, reason))

    def _on_credibility(self, chosen: tuple[str, str]) -> None:
        claim_id, credibility = chosen
        ws = self.session.workspace
        self._try(lambda: claiming.set_credibility(ws, claim_id, credibility))

    def _on_taken_out(self, claim_id: str) -> None:
        ws = self.session.workspace
        if self._try(lambda: claiming.take_out(ws, claim_id)):
            self.session.say(_("No longer a rival version."))

    def _on_passage(self, passage_id: str) -> None:
        self.session.open_entry(Entry("passage", passage_id))


def _row(claim: ClaimRow) -> Row:
    lines: list[str] = []
    if claim.asserted_by:
        lines.append(_("Asserted by {who}").format(who=claim.asserted_by))
    if claim.denied_by:
        lines.append(_("Denied by {who}").format(who=claim.denied_by))
    chips: list[tuple[str, str]] = []
    if claim.status != ClaimStatus.ASSERTED:
        chips.append((_(claim.status), _STANDING[ClaimStatus(claim.status)]))
    if claim.hedge:
        chips.append((claim.hedge, "plain"))
    if claim.denied_by:
        chips.append((_("disputed"), "warn"))
    if not claim.passages:
        chips.append((_("no passage"), "warn"))
    return Row(
        text=claim.proposition,
        detail="\n".join(lines),
        kind="claim",
        id=claim.id,
        chips=tuple(chips),
        grade=claim.credibility,
        tip=claim.meaning,
        serif=True,
    )
