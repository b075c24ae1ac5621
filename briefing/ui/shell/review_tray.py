"""The tray beside an article: what was drawn out of it, gone through with single keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _, ngettext
from briefing.services.drafting import Group
from briefing.services.reviewing import State
from briefing.ui import theme
from briefing.ui.shell.merge_bar import MergeBar
from briefing.ui.shell.notes import WrappedLabel
from briefing.ui.shell.proposal_list import (
    PROPOSAL,
    Cards,
    ProposalList,
    check_word,
    nothing_words,
    state_word,
)
from briefing.ui.shell.tray_buttons import TrayButtons
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.panels import EmptyState, SectionHeading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from briefing.services.choosing import Choice
    from briefing.services.reviewing import ProposalRow, Review
    from briefing.services.verifying import Verdict
    from briefing.ui.models.rows import Row
    from briefing.ui.session import Entry

#: More proposals than these get cards of one height.
_MEASURED = 300
#: Height in pixels at 100 % text below which the room is given to the list.
_ROOMY = 520
#: Lines of a proposal's words on its card, and where there is little room or there are many cards.
_WHOLE, _CUT = 4, 2
#: The share of the height that what is told of a proposal takes at most.
_TOLD = 0.34


class ReviewTray(QWidget):
    """Shows a :class:`Review` and says what is to be done; its owner does it."""

    #: What is to be done with the proposal at hand: "accept", "edit", "reject", "take_back",
    #: "accept_all", "undo"; carries the word.
    wanted = Signal(object)
    #: The proposal at hand is to be merged with an actor; carries the actor's id.
    merge_wanted = Signal(object)
    #: Another proposal is at hand; carries its ProposalRow, or None.
    chosen = Signal(object)
    #: The tray has another size; what it rests on may have gone out of sight.
    refitted = Signal()
    #: The tray is to be closed.
    closed = Signal()

    def __init__(
        self, actors: Callable[[], Sequence[Choice]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Proposals drawn out of the article"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, "panel")
        self.review: Review | None = None
        self._rows: dict[str, ProposalRow] = {}
        self._cramped = False
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.timeout.connect(self._on_settled)
        self._cards = Cards()
        #: What the list holds.
        self._listed: list[Row] = []
        #: Quote id → what became of its words.
        self._checks: dict[str, Verdict] = {}
        self.bar = QWidget(self)
        self._flow = FlowLayout(self.bar, gap=8)
        self.heading = SectionHeading(_("Review proposals"), self.bar)
        self.filter = QComboBox(self.bar)
        self.filter.setAccessibleName(_("Which proposals are shown"))
        for value, words in (
            ("waiting", _("Waiting")),
            ("all", _("All")),
            ("rejected", _("Rejected")),
        ):
            self.filter.addItem(words, value)
        self.filter.currentIndexChanged.connect(self._on_filter)
        self.close_button = QToolButton(self.bar)
        theme.set_role(self.close_button, "plain")
        self.close_button.setAccessibleName(_("Close the review"))
        self.close_button.setToolTip(_("Close (Escape)"))
        self.close_button.clicked.connect(self.closed)
        for one in (self.heading, self.filter, self.close_button):
            self._flow.addWidget(one)
        self.counted = WrappedLabel(self, "small")
        self.list = ProposalList(_("Proposals"), self)
        self.list.chosen.connect(self._on_chosen)
        self.list.deed.connect(self.do)
        self.list.setDragEnabled(False)
        self.empty = EmptyState(_("Nothing waits here"), "", parent=self)
        self.empty.hide()
        self.told = WrappedLabel(self, "small")
        self.told.setAccessibleName(_("Why it was proposed"))
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setWidget(self.told)
        self.told.setAutoFillBackground(False)
        self.line = MergeBar(actors, self)
        self.line.picked.connect(self._on_picked)
        self.line.left.connect(self._on_pick_left)
        self.pick = self.line.pick
        self.deeds = TrayButtons(self)
        self.deeds.pressed.connect(self._on_button)
        self.buttons = self.deeds.of
        self.column = QVBoxLayout(self)
        for one in (
            self.bar,
            self.counted,
            self.list,
            self.empty,
            self.area,
            self.line,
            self.deeds,
        ):
            self.column.addWidget(one)
        self.column.setStretch(2, 1)
        self.column.setStretch(3, 1)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # ------------------------------------------------------------------ what is shown

    def show_waiting(self, words: str) -> None:
        """Nothing is known yet: say what is being done."""
        self.review = None
        self._rows = {}
        self._cards.clear()
        self._listed = []
        self.list.set_rows(())
        self.counted.show_text(words)
        self.told.show_text("")
        self._enable(None)

    def show_review(self, review: Review) -> None:
        """Show proposals; the one at hand stays so while it is in the list."""
        same = self.review is not None and self.review.document_id == review.document_id
        at = self.list.currentIndex().row() if same else -1
        held = self.current() if same else None
        self.review = review
        self._rows = {row.key: row for row in review.rows}
        self._fill()
        if held is not None and self.list.select_entry(PROPOSAL, held.key, scroll=False):
            self._tell(self._rows.get(held.key))
        else:
            self._choose_from(max(at, 0))

    def current(self) -> ProposalRow | None:
        """The proposal at hand."""
        entry = self.list.current_entry()
        return self._rows.get(entry.id) if entry is not None else None

    def of_kind(self) -> list[str]:
        """Keys of all proposals that wait in the group of the one at hand."""
        now = self.current()
        if now is None or self.review is None:
            return []
        return [
            row.key
            for row in self.review.rows
            if row.group is now.group and row.state is State.WAITING
        ]

    def next_waiting(self, by: int = 1) -> bool:
        """Go to the next proposal that waits, going round; False where none does."""
        rows, start = self.list.rows, self.list.currentIndex().row()
        number = rows.rowCount()
        for step in range(1, number + 1):
            row = rows.row((start + by * step) % number)
            if row is not None and row.id:
                found = self._rows.get(row.id)
                if found is not None and found.state is State.WAITING:
                    return self._go(row)
        return False

    def begin_merge(self) -> None:
        """Ask with which known actor the one at hand is to be merged."""
        now = self.current()
        if now is None or now.group is not Group.ACTOR:
            return
        self.line.ask(now.known_name or now.text)

    def show_checks(self, found: Mapping[str, Verdict]) -> None:
        """Quotes that were taken over have been held against the documents."""
        self._checks |= found
        self._fill()
        self._tell(self.current())

    def focus_list(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        self._enable(self.current())
        self._fit()
        self._settle_timer.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle_timer.stop()

    def _on_settled(self) -> None:
        # What is at hand stays in sight.
        self.list.scrollTo(self.list.currentIndex())
        self.refitted.emit()

    def _make_room(self) -> None:
        """Where there is little height, leave out what the list says too and put buttons in one line."""
        cramped = self.height() < theme.px(_ROOMY)
        if cramped == self._cramped:
            return
        self._cramped = cramped
        self.heading.setVisible(not cramped)
        self.counted.setVisible(not cramped)
        self._flow.removeWidget(self.close_button)
        self.deeds.lend(self._flow, lent=cramped)
        self._flow.addWidget(self.close_button)
        self._shape(self.list.rows.rowCount())

    def _shape(self, number: int) -> None:
        """How high so many cards are."""
        whole = _CUT if self._cramped else _WHOLE
        self.list.shape_for(number, _MEASURED, whole=whole, cut=_CUT)

    def _fill(self) -> None:
        review = self.review
        if review is None:
            return
        shown = self.filter.currentData()
        rows = self._cards.rows(review, shown, self._checks)
        # Before they are set: what is too much is not measured.
        self._shape(len(rows))
        if rows != self._listed:
            self._listed = rows
            self.list.set_rows(rows)
        waiting = review.count()
        words = ngettext("{n} proposal waits", "{n} proposals wait", waiting).format(n=waiting)
        undated = _("years are open: give the source its date (F2)") if review.undated else ""
        told = (words, review.source, review.tool, undated)
        self.counted.show_text(" · ".join(filter(None, told)))
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.set_words(*nothing_words(review, shown))

    def _choose_from(self, at: int) -> None:
        """Choose the first that waits from a place on, else the nearest there is."""
        rows = self.list.rows
        number = rows.rowCount()
        nearest: Row | None = None
        first: Row | None = None
        for place in (*range(at, number), *range(min(at, number))):
            row = rows.row(place)
            if row is None or not row.id:
                continue
            nearest = nearest or row
            if row.id in self._rows and self._rows[row.id].state is State.WAITING:
                first = row
                break
        first = first or nearest
        if first is None:
            self._tell(None)
            self.chosen.emit(None)
        else:
            self._go(first)

    def _go(self, row: Row) -> bool:
        done = self.list.select_entry(row.kind, row.id)
        now = self.current()
        self._tell(now)
        self.chosen.emit(now)
        return done

    def _tell(self, row: ProposalRow | None) -> None:
        self.line.hide()
        lines: list[str] = []
        if row is not None:
            lines.append(
                _("{why} Confidence {n} %.").format(why=row.why, n=round(row.confidence * 100))
            )
            if row.known_name:
                words = (
                    _("Known already as {name}: A adds the names and offices found here.")
                    if row.is_sure
                    else _("Perhaps {name}, who is known already: M merges the two.")
                )
                lines.append(words.format(name=row.known_name))
            if row.state is not State.WAITING:
                lines.append(_("State: {state}.").format(state=state_word(row.state)))
            if (check := self._checks.get(row.entry_id)) is not None:
                lines.append(_("Quote check: {outcome}.").format(outcome=check_word(check.outcome)))
                lines += [text[:1].upper() + text[1:] for text in check.differences]
        self.told.show_text("\n".join(lines))
        self._enable(row)
        self._fit()

    def _enable(self, row: ProposalRow | None) -> None:
        others = bool(self.of_kind())
        self.deeds.show_for(row, others=others, cramped=self._cramped)

    def _fit(self) -> None:
        for part, layout in ((self.bar, self._flow), (self.deeds, self.deeds.flow)):
            part.setFixedHeight(layout.heightForWidth(max(self.width() - theme.px(24), 1)))
        wanted = self.told.heightForWidth(max(self.area.viewport().width(), 1))
        self.area.setFixedHeight(min(max(wanted, theme.px(20)), round(self.height() * _TOLD)))

    # ------------------------------------------------------------------ what a person does

    def _on_chosen(self, _entry: Entry) -> None:
        now = self.current()
        self._tell(now)
        self.chosen.emit(now)

    def _on_filter(self, _at: int) -> None:
        held = self.current()
        self._fill()
        if held is None or not self.list.select_entry(PROPOSAL, held.key):
            self._choose_from(0)

    def _on_button(self, deed: str) -> None:
        self.do(deed)
        if not self.line.isVisible():
            self.focus_list()

    def do(self, deed: str) -> None:
        """Do what a key or a button means, where that can be done now."""
        button = self.buttons.get(deed)
        if button is not None and not button.isEnabled():
            return
        if deed in ("down", "up"):
            self._step(1 if deed == "down" else -1)
        elif deed == "next":
            self.next_waiting()
        elif deed == "merge":
            self.begin_merge()
        elif deed == "close":
            self.closed.emit()
        else:
            self.wanted.emit(deed)

    def _step(self, by: int) -> None:
        rows = self.list.rows
        at = self.list.currentIndex().row() + by
        while 0 <= at < rows.rowCount():
            row = rows.row(at)
            if row is not None and row.id:
                self._go(row)
                return
            at += by

    def _on_picked(self, actor_id: str) -> None:
        self.merge_wanted.emit(actor_id)
        self.focus_list()

    def _on_pick_left(self) -> None:
        self.focus_list()

    def _on_theme_changed(self) -> None:
        side = theme.px(12)
        self.column.setContentsMargins(side, theme.px(8), side, theme.px(10))
        self.column.setSpacing(theme.px(6))
        self.close_button.setIcon(theme.icon("close"))
        self.list.setMinimumHeight(theme.px(84))
        self.close_button.setIconSize(QSize(theme.px(14), theme.px(14)))
        self._fit()
