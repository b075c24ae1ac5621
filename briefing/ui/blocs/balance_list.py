"""Structural balance as a list: who is with two who fight, what fits no two camps, who stands between."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.i18n import _, ngettext
from briefing.services.balancing import BalanceView, balance_view
from briefing.ui.blocs.evidence_dialog import EvidenceDialog
from briefing.ui.models.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from briefing.ui.session import Session


class BalanceList(EvidenceDialog):
    """Choosing a row shows the relations behind it; they lead to their sources."""

    def __init__(
        self, session: Session, day: int, words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, day, words, _("Structural balance, {date}"), parent)
        self.view: BalanceView | None = None
        self.empty.set_words(
            _("Nobody is pulled both ways"), _("No friend of two who fight, nobody between blocs.")
        )
        self.fit(760, 640)
        self.find()

    def work(self) -> Callable[[], object]:
        """The balance of the day."""
        return partial(balance_view, self.session.workspace, self.briefing, self.day)

    def show_found(self, found: object) -> Sequence[Row]:
        """The summary above, the rows below."""
        assert isinstance(found, BalanceView)
        self.view = found
        self.about.setText(f"{found.summary} {found.method}")
        return list(_rows(found))

    def ties_of(self, kind: str, row: str) -> Sequence[str]:
        """The relations behind a row."""
        del kind
        return self.view.relations_of(row) if self.view is not None else ()


def _rows(view: BalanceView) -> Iterator[Row]:
    for number, feud in enumerate(view.feuds):
        count = len(feud.triads)
        words = ngettext("{n} is with both", "{n} are with both", count).format(n=count)
        yield Row(head=feud.words, kind="balance", id=f"feud-{number}", side_chip=(words, "warn"))
        for place, triad in enumerate(feud.triads):
            yield Row(
                text=triad.words,
                detail=triad.detail,
                kind="balance",
                id=f"triad-{number}-{place}",
                indent=1,
            )
    if view.misfits:
        yield Row(
            heading=True,
            head=_("Pairs that fit no two camps"),
            tail=str(len(view.misfits)),
        )
        for number, (words, _ties) in enumerate(view.misfits):
            yield Row(head=words, kind="balance", id=f"misfit-{number}")
    if view.between:
        yield Row(heading=True, head=_("Between blocs"), tail=str(len(view.between)))
        for number, one in enumerate(view.between):
            yield Row(head=one.name, text=one.words, kind="balance", id=f"between-{number}")
