"""Blind rounds: the items at the left, the answer to one of them at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import blind_view, blinding
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.widgets.blind_answer import AnswerPanel

if TYPE_CHECKING:
    from briefing.domain.changes import ChangeSet
    from briefing.services.blind_view import ItemLine, RoundView
    from briefing.ui.session import Session

_KINDS = frozenset({"blind_round", "blind_item", "blind_part", "blind_answer", "person"})
_ITEM = "blind_item"


class BlindRounds(QDialog):
    """Digits answer and go on to the next item; what others answered shows when all are in."""

    #: A new round is wanted.
    new_wanted = Signal()

    def __init__(self, session: Session, briefing_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._briefing = briefing_id
        self._view: RoundView | None = None
        self.setWindowTitle(_("Blind rounds"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rounds = QComboBox(self)
        self.rounds.setAccessibleName(_("Round"))
        self.rounds.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.new = QPushButton(_("New round…"), self)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.about, "muted")
        self.outcome = QLabel(self)
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.outcome, "strong")
        self.items = RowList(_("Items of the round"), self)
        self.panel = AnswerPanel(self)
        self.part = QPushButton(_("Take part"), self)
        self.hand_in = QPushButton(_("Hand in…"), self)
        self.shut = QPushButton(_("Close"), self)
        for button in (self.new, self.part, self.hand_in, self.shut):
            button.setAutoDefault(False)
        theme.set_role(self.hand_in, "primary")
        head = QHBoxLayout()
        head.addWidget(self.rounds, 1)
        head.addWidget(self.new)
        self.panes = QSplitter(Qt.Orientation.Horizontal, self)
        self.panes.addWidget(self.items)
        self.panes.addWidget(self.panel)
        self.panes.setSizes([theme.px(400), theme.px(420)])
        self.panes.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(self.part)
        foot.addStretch(1)
        foot.addWidget(self.hand_in)
        foot.addWidget(self.shut)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addWidget(self.outcome)
        layout.addWidget(self.panes, 1)
        layout.addLayout(foot)
        self.resize(theme.px(860), theme.px(600))
        for number in range(1, 10):
            # A shortcut and no key press: lists would look for an entry that begins with the digit.
            QShortcut(str(number), self).activated.connect(partial(self.panel.choose, number))
        self.rounds.currentIndexChanged.connect(self.reload)
        self.new.clicked.connect(self.new_wanted)
        self.items.chosen.connect(self._on_item_chosen)
        self.panel.answered.connect(self._on_answered)
        self.part.clicked.connect(self._on_part_clicked)
        self.hand_in.clicked.connect(self._on_hand_in_clicked)
        self.shut.clicked.connect(self.close)
        session.changed.connect(self._on_changed)
        self.fill()
        self.items.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, round_id: str = "") -> None:
        """List the rounds anew and show one of them, by default the one that is shown."""
        shown = round_id or self.rounds.currentData() or ""
        rows = blind_view.rounds(self._session.workspace, self._briefing)
        self.rounds.blockSignals(True)
        self.rounds.clear()
        for row in rows:
            self.rounds.addItem(f"{row.question} — {_(row.state)}", row.id)
        self.rounds.setCurrentIndex(max(0, self.rounds.findData(shown)) if rows else -1)
        self.rounds.blockSignals(False)
        self.rounds.setEnabled(bool(rows))
        self.reload()

    def reload(self) -> None:
        """Read the round that is chosen."""
        chosen = self.rounds.currentData()
        ws = self._session.workspace
        self._view = view = blind_view.round_view(ws, chosen) if chosen else None
        for widget in (self.panes, self.part, self.hand_in, self.outcome):
            widget.setVisible(view is not None)
        if view is None:
            self.about.setText(
                _(
                    "Two or more people rate the same entries, each without the others' answers. "
                    "When all have handed in, their agreement is computed and differences are listed."
                )
            )
            return
        self.about.setText(_who(view))
        self.outcome.setText(_result(view))
        self.outcome.setVisible(view.complete)
        before = self.items.current_entry()
        self.items.set_rows([_row(view, at, item) for at, item in enumerate(view.items)])
        if before is None or not self.items.select_entry(before.kind, before.id):
            first = next((i for i in view.items if not i.mine), None) if not view.complete else None
            first = first or (view.items[0] if view.items else None)
            if first is not None:
                self.items.select_entry(_ITEM, first.id)
        self._show_item()
        writable = not ws.library.read_only
        self.part.setVisible(not view.taking_part and not view.complete)
        self.part.setEnabled(writable)
        self.hand_in.setVisible(view.taking_part and not view.handed_in)
        self.hand_in.setEnabled(writable and view.open_items < len(view.items))

    def _item(self) -> ItemLine | None:
        entry, view = self.items.current_entry(), self._view
        if entry is None or view is None:
            return None
        return next((item for item in view.items if item.id == entry.id), None)

    def _show_item(self) -> None:
        item, view = self._item(), self._view
        if item is not None and view is not None:
            self.panel.show_item(view, item)

    def _on_item_chosen(self, _entry: Entry) -> None:
        item = self._item()
        self._show_item()
        if item is not None:
            # Its sources stand beside the tabs.
            self._session.select(Entry(item.kind, item.entry_id))

    def _on_answered(self, value: str, note: str, go_on: bool) -> None:
        item, view = self._item(), self._view
        if item is None or view is None or (value, note) == (item.mine, item.note):
            return
        if not self._do(blinding.answer, item.id, value, note):
            return
        if go_on:
            rest = [i for i in view.items if not i.mine and i.id != item.id]
            after = view.items.index(item)
            following = next((i for i in rest if view.items.index(i) > after), None)
            following = following or (rest[0] if rest else None)
            if following is not None:
                self.items.select_entry(_ITEM, following.id)
                self._session.select(Entry(following.kind, following.entry_id))
        self.reload()

    def _on_part_clicked(self) -> None:
        if self._view is not None:
            self._do(blinding.take_part, self._view.id)
            self.fill()

    def _on_hand_in_clicked(self) -> None:
        view = self._view
        if view is None:
            return
        words = _("Your answers stay as they are once they are handed in.")
        if view.open_items:
            words += " " + ngettext(
                "{n} item has no answer.", "{n} items have no answer.", view.open_items
            ).format(n=view.open_items)
        box = QMessageBox(QMessageBox.Icon.Question, _("Hand in"), words, parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.addButton(_("Hand in"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.accepted.connect(self._on_hand_in_meant)
        box.open()

    def _on_hand_in_meant(self) -> None:
        if self._view is not None:
            self._do(blinding.hand_in, self._view.id)
            self.fill()

    def _do(self, intention: object, *arguments: str) -> bool:
        assert callable(intention)
        try:
            intention(self._session.workspace, *arguments)
        except UserError as error:
            self._session.say(str(error), error=True)
            self.about.setText(str(error))
            return False
        return True

    def _on_changed(self, done: ChangeSet) -> None:
        if not _KINDS.isdisjoint(done.touched):
            self.fill()


def _who(view: RoundView) -> str:
    people = ", ".join(
        f"{part.name} ({_('handed in')})" if part.handed_in else part.name for part in view.parts
    )
    words = _("{scale}. Taking part: {people}.").format(scale=_(view.scale.name), people=people)
    if view.complete:
        return words
    return words + " " + _("Answers of others are shown when all have handed in.")


def _result(view: RoundView) -> str:
    found = view.result
    if found is None:
        return ""
    words = [
        _("The same answer to {same} of {rated} items.").format(same=found.same, rated=found.rated)
    ]
    if found.kappa is not None:
        words.append(_("Cohen’s κ {value:.2f}.").format(value=found.kappa))
    if found.alpha is not None:
        words.append(_("Krippendorff’s α {value:.2f}.").format(value=found.alpha))
    if found.kappa is None and found.alpha is None:
        words.append(_("Agreement beyond chance cannot be told from these answers."))
    return " ".join(words)


def _row(view: RoundView, at: int, item: ItemLine) -> Row:
    chips: tuple[tuple[str, str], ...] = ()
    if view.complete:
        answers = " · ".join(dict.fromkeys(answer for _n, answer, _w in item.others))
        chips = ((_("differs"), "warn"),) if item.differs else ()
        detail = answers or _("not answered")
    else:
        detail = item.mine or _("not answered yet")
    return Row(
        head=f"{at + 1}",
        text=item.title or _("Untitled"),
        detail=detail,
        chips=chips,
        kind=_ITEM,
        id=item.id,
    )
