"""The Quotes tab: who said what, narrowed and ordered in the library itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from briefing.domain.dates import friendly
from briefing.i18n import _
from briefing.services import quote_view
from briefing.services.quote_view import QuoteCard, QuoteFilter
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import PagedModel, Row
from briefing.ui.tabs.base import Tab
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.panels import EmptyState
from briefing.ui.widgets.pill import FilterChip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from briefing.services.workspace import Workspace
    from briefing.ui.session import Entry, Session

_ORDERS = {
    "date": "by date",
    "newest": "newest first",
    "speaker": "by speaker",
    "entered": "as entered",
}
_KINDS = {
    "direct": "direct",
    "partial": "partial",
    "indirect": "indirect",
    "scare": "scare quote",
}
_NARROW = 500


def card_row(card: QuoteCard) -> Row:
    """A quote's card as a row of the list."""
    chips = [(_KINDS.get(card.quote_kind, card.quote_kind), "plain")]
    chips += [(tag, "plain") for tag in card.tags]
    if card.occasion and not card.place:
        chips.append((card.occasion, "plain"))
    if card.notes:
        words = _("1 note") if card.notes == 1 else _("{n} notes").format(n=card.notes)
        chips.append((words, "new"))
    if card.collective:
        chips.append((_("speaker is collective"), "warn"))
    tip = "\n".join(filter(None, (card.about, card.occasion)))
    return Row(
        head=card.speaker,
        tail=card.office,
        text=card.shown,
        kind="quote",
        id=card.id,
        chips=tuple(chips),
        side=(card.date, card.place),
        side_chip=(_("passage ✓"), "plain") if card.passages else (_("no passage"), "warn"),
        avatar=card.initials,
        shade=card.colour,
        serif=True,
        tip=tip,
    )


class QuotesTab(Tab):
    """Cards of what was said, with filters above."""

    key = "quotes"
    title = "Quotes"
    kinds = frozenset(
        {
            "same_as",
            "quote",
            "quote_speaker",
            "tag",
            "actor",
            "office",
            "bloc",
            "bloc_member",
            "annotation",
            "passage_link",
            "passage",
        }
    )
    home_of = frozenset({"quote"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._filter = QuoteFilter()
        self._said = ""
        self._speaker_name = ""
        self._order = "date"
        self.chips = {
            "speaker": FilterChip(_("Speaker"), self),
            "tag": FilterChip(_("About"), self),
            "kind": FilterChip(_("Kind"), self),
            "said": FilterChip(_("Said"), self),
        }
        bar = QWidget(self)
        flow = FlowLayout(bar)
        for chip in self.chips.values():
            flow.addWidget(chip)
            chip.menu().aboutToShow.connect(self._on_menu_about_to_show)
            chip.menu().triggered.connect(self._on_filter_chosen)
        self.order_button = QToolButton(self)
        theme.set_role(self.order_button, "plain")
        self.order_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        orders = QMenu(self.order_button)
        group = QActionGroup(orders)
        for key, words in _ORDERS.items():
            action = orders.addAction(_(words))
            action.setData(key)
            action.setCheckable(True)
            action.setChecked(key == self._order)
            group.addAction(action)
        orders.triggered.connect(self._on_order_chosen)
        self.order_button.setMenu(orders)
        self._top = top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setContentsMargins(theme.px(25), theme.px(6), theme.px(22), theme.px(6))
        top.addWidget(bar, 1)
        # Without a side to keep to, a button beneath the filters would let them be no wider than it.
        sides = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        top.addWidget(self.order_button, 0, sides)
        rule = QFrame(self)
        theme.set_role(rule, "rule")
        rule.setFixedHeight(1)
        model = PagedModel(self._fetch, self)
        self.list = RowList(_("Quotes"), self, model=model, roomy=True)
        self.list.choose_several()
        self.list.chosen.connect(self._on_chosen)
        self.empty = EmptyState(
            _("No quotes here"), _("Select words in a source and press Q to make one."), "", self
        )
        self.empty.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(rule)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)

    def reload(self) -> None:
        """Ask for the ids anew; rows follow as they come into view."""
        briefing = self.session.briefing_id
        ids: Sequence[str] = ()
        if briefing is not None:
            ids = quote_view.quote_ids(self.session.workspace, briefing, self._filter, self._order)
        self.list.set_ids(ids)
        self.list.setVisible(bool(ids))
        self.empty.setVisible(not ids)
        self._show_words(len(ids))

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many quotes the briefing has."""
        return quote_view.count_quotes(workspace, briefing_id)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose a quote, with the filters lifted where they hide it."""
        if kind != "quote":
            return False
        self.ensure_fresh()
        if self.list.select_entry(kind, record_id):
            return True
        if self._filter != QuoteFilter():
            self.set_filter(QuoteFilter())
        return self.list.select_entry(kind, record_id)

    def set_filter(self, wanted: QuoteFilter, said: str = "", speaker_name: str = "") -> None:
        """Show only the wanted quotes; ``said`` and ``speaker_name`` are the words on the chips."""
        self._filter, self._said, self._speaker_name = wanted, said, speaker_name
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The order stands beside the filters while they keep one line, else beneath them.
        narrow = event.size().width() < theme.px(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._top.setDirection(way)
        self._top.setStretch(0, 0 if narrow else 1)

    # ------------------------------------------------------------------ inside

    def _fetch(self, ids: Sequence[str]) -> list[Row]:
        briefing = self.session.briefing_id
        if briefing is None:
            return []
        cards = quote_view.quote_cards(self.session.workspace, briefing, ids)
        return [card_row(card) for card in cards]

    def _show_words(self, shown: int) -> None:
        number = _("1 quote") if shown == 1 else _("{n} quotes").format(n=f"{shown:,}")
        self.order_button.setText(f"{number} · {_(_ORDERS[self._order])} ▾")
        self.order_button.setAccessibleName(self.order_button.text())
        self.chips["speaker"].set_value(self._speaker_name)
        self.chips["tag"].set_value(self._filter.tag)
        self.chips["kind"].set_value(
            ", ".join(words for key, words in _KINDS.items() if key in self._filter.kinds)
        )
        self.chips["said"].set_value(friendly(self._said) if self._said else "")

    def _without(self, name: str) -> QuoteFilter:
        if name == "speaker":
            return replace(self._filter, speaker_id="")
        if name == "tag":
            return replace(self._filter, tag="")
        if name == "kind":
            return replace(self._filter, kinds=frozenset())
        return replace(self._filter, earliest=None, latest=None)

    def _on_menu_about_to_show(self) -> None:
        menu = self.sender()
        briefing = self.session.briefing_id
        name = next((key for key, chip in self.chips.items() if chip.menu() is menu), None)
        if name is None or briefing is None or not isinstance(menu, QMenu):
            return
        menu.clear()
        anyone = menu.addAction(_("any"))
        anyone.setData((name, "", ""))
        menu.addSeparator()
        for facet in quote_view.facets(self.session.workspace, briefing, name, self._without(name)):
            text = _KINDS.get(facet.text, facet.text) if name == "kind" else facet.text
            action = menu.addAction(f"{text.replace('&', '&&')}  ({facet.count:,})")
            action.setData((name, facet.key, facet.text))
            if name == "kind":
                action.setCheckable(True)
                action.setChecked(facet.key in self._filter.kinds)

    def _on_filter_chosen(self, action: QAction) -> None:
        name, key, text = action.data()
        if name == "speaker":
            self._filter, self._speaker_name = replace(self._filter, speaker_id=key), text
        elif name == "tag":
            self._filter = replace(self._filter, tag=key)
        elif name == "kind":
            kinds = self._filter.kinds ^ {key} if key else frozenset[str]()
            self._filter = replace(self._filter, kinds=kinds)
        else:
            earliest, latest = quote_view.month_filter(key) if key else (None, None)
            self._filter, self._said = replace(self._filter, earliest=earliest, latest=latest), key
        self.reload()

    def _on_order_chosen(self, action: QAction) -> None:
        self._order = action.data()
        self.reload()

    def _on_chosen(self, entry: Entry) -> None:
        self.session.select(entry)
