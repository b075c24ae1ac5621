"""The Actors tab: who takes part, and the dossier of the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services import actor_view
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.tabs.base import Tab

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Entry, Session


class ActorsTab(Tab):
    """Actors by kind at the left, a dossier at the right."""

    key = "actors"
    title = "Actors"
    kinds = frozenset(
        {
            "same_as",
            "actor",
            "actor_name",
            "office",
            "membership",
            "bloc",
            "bloc_member",
            "quote",
            "quote_speaker",
            "event",
            "participant",
            "relation",
            "relation_party",
            "claim",
            "claim_party",
        }
    )
    home_of = frozenset({"actor"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._actor = ""
        self.list = RowList(_("Actors"), self)
        self.list.choose_several()
        self.list.chosen.connect(self._on_actor_chosen)
        self.dossier = RowList(_("Dossier"), self)
        self.dossier.choose_several()
        self.dossier.chosen.connect(self._on_line_chosen)
        self.dossier.opened.connect(session.open_entry)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.dossier)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([290, 490])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def reload(self) -> None:
        """Read the list and the open dossier anew."""
        briefing = self.session.briefing_id
        if briefing is None:
            self.list.set_rows(())
            self.dossier.set_rows(())
            return
        found = actor_view.actor_list(self.session.workspace, briefing)
        rows: list[Row] = []
        group = ""
        for one in found:
            if one.actor_kind != group:
                group = one.actor_kind
                number = sum(other.actor_kind == group for other in found)
                head = _(actor_view.GROUPS.get(group, group))
                rows.append(Row(heading=True, head=head, tail=str(number)))
            rows.append(
                Row(
                    head=one.name,
                    text=one.native,
                    detail=one.role,
                    kind="actor",
                    id=one.id,
                    avatar=one.initials,
                    shade=one.colour,
                )
            )
        self.list.set_rows(rows)
        if self._actor not in {one.id for one in found}:
            self._actor = found[0].id if found else ""
        self.list.select_entry("actor", self._actor, scroll=False)
        self._show_dossier()

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many actors the briefing's entries name."""
        return actor_view.count_actors(workspace, briefing_id)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose an actor and open the dossier."""
        if kind != "actor":
            return False
        self.ensure_fresh()
        if not self.list.select_entry(kind, record_id):
            return False
        self._actor = record_id
        self._show_dossier()
        return True

    def _show_dossier(self) -> None:
        briefing = self.session.briefing_id
        found = (
            actor_view.dossier(self.session.workspace, briefing, self._actor)
            if briefing and self._actor
            else None
        )
        if found is None:
            self.dossier.set_rows(())
            return
        who = found.actor
        rows = [
            Row(
                head=who.name,
                text=who.role,
                detail=who.native,
                avatar=who.initials,
                shade=who.colour,
            )
        ]
        for head, lines in found.sections:
            rows.append(Row(heading=True, head=_(head), tail=str(len(lines))))
            rows += [
                Row(
                    text=line.text,
                    detail=line.detail,
                    side=(line.side,),
                    kind=line.kind,
                    id=line.id,
                    serif=line.kind == "quote",
                )
                for line in lines
            ]
        self.dossier.set_rows(rows)
        self.dossier.scrollToTop()

    def _on_actor_chosen(self, entry: Entry) -> None:
        self._actor = entry.id
        self._show_dossier()
        self.session.select(entry)

    def _on_line_chosen(self, entry: Entry) -> None:
        self.session.select(entry)
