"""The Assessment tab: judgments, how likely and how sure, and competing hypotheses."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.citing import Ref
from briefing.i18n import _
from briefing.paths import config_folder
from briefing.services import assessing, assessment_view, weighing
from briefing.ui import theme
from briefing.ui.assessment.judgment_card import JudgmentCard
from briefing.ui.assessment.matrix_block import MatrixBlock
from briefing.ui.assessment.term_switch import TermSwitch
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.inline_text import InlineText
from briefing.ui.widgets.panels import SectionHeading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QResizeEvent

    from briefing.services.workspace import Workspace
    from briefing.ui.session import Session


class AssessmentTab(Tab):
    """Judgments, then the matrices of competing hypotheses, on one page."""

    key = "assessment"
    title = "Assessment"
    kinds = frozenset(
        {
            "judgment",
            "basis",
            "indicator",
            "hypothesis_matrix",
            "hypothesis",
            "evidence",
            "rating",
            "claim",
            "quote",
            "event",
            "relation",
            "source",
            "passage_link",
        }
    )
    home_of = frozenset({"judgment", "hypothesis_matrix", "evidence", "indicator"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.cards: list[JudgmentCard] = []
        self.blocks: list[MatrixBlock] = []
        self.switch: TermSwitch | None = None
        self._briefing: str | None = None
        self._sheet = page = QWidget(self)
        theme.set_role(page, "page")
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(0, 0, 0, theme.px(20))
        self._page.setSpacing(0)
        self._bar = QWidget(page)
        flow = FlowLayout(self._bar)
        flow.setContentsMargins(theme.px(22), theme.px(8), theme.px(22), 0)
        self.go_matrices = _link(self._bar, _("Hypotheses ↓"), self._on_go_matrices)
        self.add_matrix = _link(self._bar, _("New matrix"), self._on_add_matrix)
        self.terms = _link(self._bar, _("Terms of likelihood…"), self.ask_terms)
        for widget in (self.go_matrices, self.add_matrix, self.terms):
            flow.addWidget(widget)
        self.heads = (SectionHeading(_("Key judgments"), page), SectionHeading("", page))
        self.heads[1].set_text(_("Further judgments"))
        self._groups = (QVBoxLayout(), QVBoxLayout())
        self.new_judgment = InlineText(
            _("New judgment"), self._add_judgment, page, placeholder=_("Add a judgment …")
        )
        self.none = QLabel(_("No judgment yet. Write the first one here:"), page)
        theme.set_role(self.none, "muted")
        self._page.addWidget(self._bar)
        for head, group in zip(self.heads, self._groups, strict=True):
            # Room around the heading, not within it, where large text makes it be lost.
            room = QHBoxLayout()
            room.setContentsMargins(theme.px(28), theme.px(14), 0, theme.px(2))
            room.addWidget(head)
            self._page.addLayout(room)
            self._page.addLayout(group)
        low = QVBoxLayout()
        low.setContentsMargins(theme.px(26), theme.px(8), theme.px(26), theme.px(4))
        low.addWidget(self.none)
        low.addWidget(self.new_judgment)
        self._page.addLayout(low)
        self._matrices = QVBoxLayout()
        self._page.addLayout(self._matrices)
        self._page.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self.area.verticalScrollBar().valueChanged.connect(self._start_looking)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fit)
        self._may: bool | None = None
        self._tabbed: tuple[int, ...] = ()
        session.selection_changed.connect(self._on_selection_changed)
        theme.current().theme_changed.connect(self._on_theme_changed)

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read judgments and matrices anew; what is being typed or opened stays so."""
        briefing, may = self.session.briefing_id, self.session.may_change("judgment")
        if (briefing, may) != (self._briefing, self._may):
            self._briefing = briefing
            self._clear()
            self._let(may=may)
        self._show_judgments()
        self._show_matrices()
        self._order_tabs()
        self._timer.start(0)

    def main_part(self) -> QWidget | None:
        """The judgment that is selected, else the first one."""
        chosen = self.session.selection
        wanted = chosen.id if chosen is not None else ""
        here = [card for card in self.cards if card.row.id == wanted]
        card = next(iter(here or self.cards), None)
        if card is not None:
            # What a layout was given just now would be shown a moment too late for the keyboard.
            card.show()
        return card

    def _order_tabs(self) -> None:
        """Let Tab go down the page, where what was made last stands higher than what was there."""
        parts = (self._bar, *self.cards, self.new_judgment, *self.blocks)
        order = tuple(id(part) for part in parts)
        if order == self._tabbed:
            return
        self._tabbed = order
        chain = [one for part in parts for one in _in_tab_order(part)]
        for one, after in pairwise(chain):
            QWidget.setTabOrder(one, after)

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many judgments and matrices the briefing has."""
        return assessment_view.count_assessments(workspace, briefing_id)

    def refresh_marks(self) -> None:
        super().refresh_marks()
        for card in self.cards:
            card.show_news()

    def entries_in_view(self) -> Iterable[Ref]:
        for card in self.cards:
            shown = card.visibleRegion().boundingRect().height()
            if shown >= min(card.height(), self.area.viewport().height()) * 0.8:
                yield Ref("judgment", card.row.id)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose a judgment, a matrix or a row of one, and scroll to it."""
        self.ensure_fresh()
        for card in self.cards:
            inside = any(line.row.id == record_id for line in card.indicators)
            if (kind == "judgment" and card.row.id == record_id) or (
                kind == "indicator" and inside
            ):
                self._mark(card.row.id)
                self._reveal(card)
                return True
        for block in self.blocks:
            if kind == "hypothesis_matrix" and block.matrix_id == record_id:
                self._reveal(block)
                return True
            place = block.model.place(record_id, None, 0) if kind == "evidence" else None
            if place is not None and place.isValid():
                block.grid.setCurrentIndex(place)
                self._reveal(block)
                return True
        return False

    def _let(self, *, may: bool) -> None:
        """Offer what changes the page, or do not."""
        self._may = may
        for widget in (self.new_judgment, self.add_matrix, self.terms):
            if widget.isHidden() == may:
                widget.setVisible(may)
        self.none.setText(
            _("No judgment yet. Write the first one here:") if may else _("No judgment.")
        )

    def _clear(self) -> None:
        for widget in (*self.cards, *self.blocks):
            widget.hide()
            widget.deleteLater()
        self.cards, self.blocks = [], []

    def _show_judgments(self) -> None:
        briefing, ws = self._briefing, self.session.workspace
        found = assessment_view.judgment_rows(ws, briefing) if briefing else []
        terms = assessment_view.term_row(ws, briefing or "", self._kept_terms())
        known = {card.row.id: card for card in self.cards}
        self.cards = []
        for row in found:
            card = known.pop(row.id, None)
            if card is None:
                card = JudgmentCard(self.session, row, terms, self._sheet)
                card.chosen.connect(self._on_chosen)
                card.step_requested.connect(self._on_step)
                card.switch_requested.connect(self.ask_terms)
                card.moved_here.connect(self._on_moved_here)
            else:
                card.set_row(row, terms)
            self._groups[0 if row.key else 1].addWidget(card)
            self.cards.append(card)
        for card in known.values():
            card.hide()
            card.deleteLater()
        self.heads[0].setVisible(any(row.key for row in found))
        self.heads[1].setVisible(any(not row.key for row in found))
        self.none.setVisible(not found)
        self.terms.setText(_("Terms of likelihood: {name}…").format(name=terms.name))
        self.terms.setAccessibleName(self.terms.text())
        chosen = self.session.selection
        self._mark(chosen.id if chosen is not None and chosen.kind == "judgment" else "")

    def _show_matrices(self) -> None:
        briefing, ws = self._briefing, self.session.workspace
        found = assessment_view.matrices(ws, briefing) if briefing else []
        known = {block.matrix_id: block for block in self.blocks}
        self.blocks = []
        for view in found:
            block = known.pop(view.id, None)
            if block is None:
                block = MatrixBlock(self.session, view, self._sheet)
                block.cell_moved.connect(self._on_cell_moved)
            else:
                block.set_view(view)
            self._matrices.addWidget(block)
            self.blocks.append(block)
        for block in known.values():
            block.hide()
            block.deleteLater()
        self.go_matrices.setVisible(bool(found))

    def _mark(self, judgment_id: str) -> None:
        for card in self.cards:
            card.set_current(card.row.id == judgment_id)

    def _reveal(self, widget: QWidget) -> None:
        self._settle()
        self.area.verticalScrollBar().setValue(max(0, widget.y() - theme.px(8)))

    def _settle(self) -> None:
        self._fit()
        self._page.activate()

    def _fit(self) -> None:
        for block in self.blocks:
            block.grid.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start(0)

    # ------------------------------------------------------------------ what can be done

    def ask_terms(self) -> None:
        """Ask in which terms likelihoods are stated, and what each judgment is to say."""
        if self._briefing is None or self.session.refuses("judgment"):
            return
        now = assessment_view.term_row(self.session.workspace, self._briefing, self._kept_terms())
        self.switch = TermSwitch(self.session, self._briefing, now.key, self.window())
        self.switch.switched.connect(self._on_switched)
        self.switch.open()

    def _kept_terms(self) -> str:
        """The row chosen for a briefing that has no likelihood yet."""
        return str(_settings().value(f"likelihood/{self._briefing}") or "")

    def _on_switched(self, row_key: str) -> None:
        kept = _settings()
        kept.setValue(f"likelihood/{self._briefing}", row_key)
        kept.sync()
        self.reload()

    def _add_judgment(self, text: str) -> None:
        if text and self._briefing is not None:
            assessing.add_judgment(self.session.workspace, self._briefing, text)

    def _on_add_matrix(self) -> None:
        if self._briefing is None:
            return
        made = weighing.add_matrix(
            self.session.workspace, self._briefing, _("What is the question?")
        )
        self.reload()
        for block in self.blocks:
            if block.matrix_id == made:
                self._reveal(block)
                block.question.start()

    def _on_go_matrices(self) -> None:
        if self.blocks:
            self._reveal(self.blocks[0])
            self.blocks[0].grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, judgment_id: str) -> None:
        self._mark(judgment_id)
        self.session.select(Entry("judgment", judgment_id))

    def _on_step(self, step: tuple[str, int]) -> None:
        judgment_id, by = step
        ids = [card.row.id for card in self.cards]
        to = ids.index(judgment_id) + by
        if 0 <= to < len(self.cards):
            self.cards[to].setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(self.cards[to], 0, theme.px(10))

    def _on_cell_moved(self) -> None:
        """Keep the current cell in view: a grid is as high as its rows and does not scroll itself."""
        block = self.sender()
        if isinstance(block, MatrixBlock):
            grid = block.grid
            box = grid.visualRect(grid.currentIndex())
            top = grid.viewport().mapTo(self._sheet, box.topLeft()).y()
            half = box.height() // 2
            self.area.ensureVisible(0, top + half, 0, half + theme.px(10))

    def _on_moved_here(self, move: tuple[str, str, bool]) -> None:
        """A judgment was dropped on another: it goes before or after it, within its group."""
        moved, onto, before = move
        rows = {card.row.id: card.row for card in self.cards}
        if moved == onto or moved not in rows or onto not in rows:
            return
        if rows[moved].key != rows[onto].key:
            self.session.say(_("K makes a judgment a key judgment or a further one."))
            return
        ids = [one for one, row in rows.items() if row.key == rows[onto].key]
        rest = [one for one in ids if one != moved]
        at = rest.index(onto) + (0 if before else 1)
        following = Entry("judgment", rest[at]) if at < len(rest) else None
        self.session.move_requested.emit(Entry("judgment", moved), following, tuple(ids))

    def _on_selection_changed(self, entry: object) -> None:
        is_mine = isinstance(entry, Entry) and entry.kind == "judgment"
        self._mark(entry.id if is_mine and isinstance(entry, Entry) else "")

    def _on_theme_changed(self) -> None:
        self._timer.start(0)


def _in_tab_order(part: QWidget) -> list[QWidget]:
    """A part of the page and all within it that the keyboard reaches, as it is reached now."""
    found: list[QWidget] = [part]
    one = part.nextInFocusChain()
    while one is not None and one is not part:
        if part.isAncestorOf(one):
            found.append(one)
        one = one.nextInFocusChain()
    by_tab = Qt.FocusPolicy.TabFocus.value
    return [one for one in found if one.focusPolicy().value & by_tab]


def _link(parent: QWidget, words: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    theme.set_role(button, "link")
    button.clicked.connect(run)
    return button


def _settings() -> QSettings:
    return QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)
