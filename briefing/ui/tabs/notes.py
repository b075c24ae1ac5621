"""The Notes tab: every thread in one list, to find what is open, whose turn it is, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from briefing.domain.records import word
from briefing.i18n import _, ngettext
from briefing.services import annotating, note_list
from briefing.services.note_list import NOBODY, NoteCard, NoteFilter
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import PagedModel, Row
from briefing.ui.shell.notes import motivation_word
from briefing.ui.tabs.base import Tab
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.panels import EmptyState
from briefing.ui.widgets.pill import Chip, FilterChip
from briefing.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.note_list import Facet
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Entry, Session

_ORDERS: Final = {"newest": "newest first", "place": "by place"}
_TYPING_MS: Final = 150
#: Field of the filter → the word on its chip.
_CHIPS: Final = {
    "state": "State",
    "motivation": "Kind",
    "author_id": "Author",
    "assigned": "For",
    "tag": "Tag",
    "privacy": "Seen by",
    "entry_kind": "On",
}
_WORDS: Final = {
    "open": "open",
    "resolved": "resolved",
    "private": "only you (private)",
    "shared": "others too (shared)",
    NOBODY: "nobody",
}


def _value_words(name: str, facet: Facet) -> str:
    if name == "motivation":
        return motivation_word(facet.key)
    if name == "entry_kind":
        return _(word(facet.key))
    return _(_WORDS[facet.key]) if facet.key in _WORDS else facet.text


def card_row(card: NoteCard, *, everywhere: bool) -> Row:
    """A thread as a row of the list; ``everywhere`` names its briefing, too."""
    chips: list[tuple[str, str]] = []
    if card.assigned_to:
        chips.append((_("for {name}").format(name=card.assigned_to), "accent"))
    if card.private:
        chips.append((_("private"), "warn"))
    if card.replies:
        words = ngettext("{n} reply", "{n} replies", card.replies)
        chips.append((words.format(n=card.replies), "new"))
    chips += [(f"#{tag}", "plain") for tag in card.tags]
    by = card.resolved_by if card.resolved else ""
    detail = [f"{_(word(card.entry_kind)).capitalize()}: {card.entry}"]
    detail += [card.briefing] if everywhere and card.briefing else []
    detail += [_("resolved by {name}").format(name=by)] if by else []
    return Row(
        head=card.author,
        tail=motivation_word(card.motivation),
        text=_("Deleted note") if card.deleted else card.words or _("No words yet"),
        detail=" · ".join(detail),
        kind="annotation",
        id=card.id,
        chips=tuple(chips),
        side=(card.when,),
        side_chip=(_("resolved ✓"), "plain") if card.resolved else (_("open"), "warn"),
        tip=_("Enter goes to what the note is on."),
    )


class NotesTab(Tab):
    """Threads as cards, with filters above. Choosing one shows it beside the tabs."""

    key = "notes"
    title = "Notes"
    kinds = frozenset(
        {
            *("annotation", "tag", "person", "passage", "section", "actor", "quote", "bloc"),
            *("relation", "event", "claim", "judgment", "hypothesis_matrix", "source"),
        }
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._filter = NoteFilter()
        self._named: dict[str, str] = {}
        self._order = "newest"
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._on_rested)
        self.words = SearchField(_("Words in notes and replies"), "", self)
        self.words.setMaximumWidth(theme.px(320))
        self.words.textChanged.connect(self._on_typed)
        self.words.results_requested.connect(self._on_results_requested)
        self.chips = {name: FilterChip(_(words), self) for name, words in _CHIPS.items()}
        self.everywhere = Chip(_("All briefings"), self, checkable=True)
        self.everywhere.toggled.connect(self._on_everywhere)
        bar = QWidget(self)
        flow = FlowLayout(bar)
        for chip in self.chips.values():
            flow.addWidget(chip)
            chip.menu().aboutToShow.connect(self._on_menu_about_to_show)
            chip.menu().triggered.connect(self._on_filter_chosen)
        flow.addWidget(self.everywhere)
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
        self._first = QHBoxLayout()
        self._first.addWidget(self.words, 9)
        self._first.addStretch(1)
        self._first.addWidget(self.order_button)
        self._second = QHBoxLayout()
        self._second.addWidget(bar, 1)
        rule = QFrame(self)
        theme.set_role(rule, "rule")
        rule.setFixedHeight(1)
        self.list = RowList(_("Notes"), self, model=PagedModel(self._fetch, self), roomy=True)
        self.list.choose_several()
        # With very large text the filters need the room first; the rows scroll.
        self.list.setMinimumHeight(1)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.empty = EmptyState(
            _("No notes here"),
            _("Select anything and press Ctrl+M to write one, or Ctrl+Shift+A to ask something."),
            _("Show every note of this briefing"),
            self,
        )
        self.empty.action_requested.connect(self._on_all_wanted)
        self.empty.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._first)
        layout.addLayout(self._second)
        layout.addWidget(rule)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def reload(self) -> None:
        """Ask for the ids anew; rows follow as they come into view."""
        ids: Sequence[str] = ()
        if self.session.briefing_id is not None:
            ids = note_list.note_ids(self.session.workspace, self._wanted(), self._order)
        # Where the keyboard was in the list it stays in the tab, even when the last row goes.
        focused = self.list.hasFocus()
        self.list.set_ids(ids)
        self.list.setVisible(bool(ids))
        self.empty.setVisible(not ids)
        self.empty.button.setVisible(self._filter != NoteFilter())
        if focused and not ids:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_words(len(ids))

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many threads the briefing has."""
        return note_list.count_notes(workspace, briefing_id)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose the thread of a note, with the filters lifted where they hide it."""
        if kind != "annotation":
            return False
        first = annotating.first_note(self.session.workspace, record_id)
        self.ensure_fresh()
        if self.list.select_entry(kind, first):
            return True
        self.set_filter(NoteFilter())
        return self.list.select_entry(kind, first)

    def set_filter(self, wanted: NoteFilter, **named: str) -> None:
        """Show only the wanted threads; ``named`` are the words on the chips of the fields set."""
        self._filter, self._named = wanted, named
        self.words.blockSignals(True)
        self.words.setText(wanted.words)
        self.words.blockSignals(False)
        self.reload()

    # ------------------------------------------------------------------ inside

    def _wanted(self) -> NoteFilter:
        here = "" if self.everywhere.isChecked() else self.session.briefing_id or ""
        return replace(self._filter, briefing_id=here)

    def _fetch(self, ids: Sequence[str]) -> list[Row]:
        everywhere = self.everywhere.isChecked()
        return [
            card_row(card, everywhere=everywhere)
            for card in note_list.note_cards(self.session.workspace, ids)
        ]

    def _show_words(self, shown: int) -> None:
        number = ngettext("{n} note", "{n} notes", shown).format(n=f"{shown:,}")
        self.order_button.setText(f"{number} · {_(_ORDERS[self._order])} ▾")
        self.order_button.setAccessibleName(self.order_button.text())
        for name, chip in self.chips.items():
            chip.set_value(self._named.get(name, ""))

    def _on_menu_about_to_show(self) -> None:
        menu = self.sender()
        name = next((key for key, chip in self.chips.items() if chip.menu() is menu), None)
        if name is None or self.session.briefing_id is None or not isinstance(menu, QMenu):
            return
        menu.clear()
        anyone = menu.addAction(_("any"))
        anyone.setData((name, "", ""))
        menu.addSeparator()
        for facet in note_list.facets(self.session.workspace, name, self._wanted()):
            words = _value_words(name, facet)
            action = menu.addAction(f"{words.replace('&', '&&')}  ({facet.count:,})")
            action.setData((name, facet.key, words))
            action.setCheckable(True)
            action.setChecked(getattr(self._filter, name) == facet.key)

    def _on_filter_chosen(self, action: QAction) -> None:
        name, key, words = action.data()
        self._filter = replace(self._filter, **{name: key})
        self._named[name] = words
        self.reload()

    def _on_order_chosen(self, action: QAction) -> None:
        self._order = action.data()
        self.reload()

    def _on_everywhere(self, _checked: bool) -> None:
        self.reload()

    def _on_typed(self, _text: str) -> None:
        self._typing.start()

    def _on_rested(self) -> None:
        self._filter = replace(self._filter, words=self.words.text().strip())
        self.reload()

    def _on_results_requested(self) -> None:
        if not self.list.rows.rowCount():
            return
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.list.current_entry() is None:
            self.list.setCurrentIndex(self.list.rows.index(0, 0))

    def _on_all_wanted(self) -> None:
        self.set_filter(NoteFilter())
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, entry: Entry) -> None:
        self.session.select(entry)

    def _on_opened(self, entry: Entry) -> None:
        self.session.open_entry(entry)

    def _on_theme_changed(self) -> None:
        left, right = theme.px(25), theme.px(22)
        self._first.setContentsMargins(left, theme.px(6), right, 0)
        self._second.setContentsMargins(left, theme.px(2), right, theme.px(6))
        self.words.setMaximumWidth(theme.px(320))
