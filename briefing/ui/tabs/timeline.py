"""The Timeline tab: when things happened and were said, drawn in lanes and listed by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.paths import config_folder
from briefing.services import timeline_view
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.pictures.timeline_view import TimelineView
from briefing.ui.tabs.base import Tab
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.panels import EmptyState
from briefing.ui.widgets.pill import Chip

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.services.timeline_view import TimeRow
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Entry, Session

_KEPT = "timeline/lanes"


#: More entries than these get cards of one height.
_MEASURED = 300


class TimelineTab(Tab):
    """A picture of lanes above rows by date; both choose the same entry."""

    key = "timeline"
    title = "Timeline"
    kinds = frozenset(
        {
            "same_as",
            "event",
            "participant",
            "quote",
            "quote_speaker",
            "tag",
            "actor",
            "passage_link",
            "passage",
            "briefing",
        }
    )
    home_of = frozenset({"event"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._briefing: str | None = None
        self.by = str(_settings().value(_KEPT) or timeline_view.ACTOR)
        controls = QWidget(self)
        flow = FlowLayout(controls)
        flow.setContentsMargins(theme.px(26), theme.px(8), theme.px(22), theme.px(6))
        self.chips: dict[str, Chip] = {}
        for by, words in (
            (timeline_view.ACTOR, _("Lanes by actor")),
            (timeline_view.THEME, _("Lanes by theme")),
        ):
            chip = Chip(words, controls, checkable=True)
            chip.setProperty("by", by)
            chip.clicked.connect(self._on_by)
            flow.addWidget(chip)
            self.chips[by] = chip
        self.picture = TimelineView(self)
        for words, tip, run in (
            ("−", _("Zoom out (−)"), self._on_zoom_out),
            ("+", _("Zoom in (+)"), self._on_zoom_in),
            (_("Fit"), _("Show all that has a date (0 or F)"), self.picture.fit),
            (_("Today"), _("Go to today (T)"), self._on_today),
        ):
            flow.addWidget(_button(controls, words, tip, run))
        self.left_out = QLabel(self)
        theme.set_role(self.left_out, "small")
        self.left_out.setContentsMargins(theme.px(28), 0, theme.px(22), theme.px(4))
        self.left_out.setWordWrap(True)
        self.picture.chosen.connect(self._on_picture_chosen)
        self.picture.opened.connect(self._on_row_opened)
        self.list = RowList(_("Events and quotes by date"), self, roomy=True)
        self.list.choose_several()
        self.list.chosen.connect(self._on_chosen)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.picture)
        self.splitter.addWidget(self.list)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([380, 240])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(controls)
        layout.addWidget(self.left_out)
        layout.addWidget(self.splitter, 1)
        words = _("Select words in a source: E makes an event of them, Q a quote.")
        self.empty = EmptyState(_("Nothing to draw yet"), words, "", self)
        self.empty.hide()
        layout.addWidget(self.empty, 1)

    def reload(self) -> None:
        """Read the entries anew; the window of time stays unless the briefing is another."""
        briefing = self.session.briefing_id
        for by, chip in self.chips.items():
            chip.setChecked(by == self.by)
        if briefing is None:
            self.list.set_rows(())
            return
        view = timeline_view.timeline(self.session.workspace, briefing, self.by)
        self.left_out.setVisible(bool(view.left_out))
        self.left_out.setText(
            _("{n} quotes are too many to be drawn; they stand in the Quotes tab.").format(
                n=view.left_out
            )
        )
        self.picture.set_scene(view.scene, keep=briefing == self._briefing)
        self._briefing = briefing
        rows = [_row(one) for one in view.rows]
        if view.undated:
            at = len(rows) - view.undated
            rows.insert(at, Row(heading=True, head=_("Date not known"), tail=str(view.undated)))
        # Too many to be measured one by one.
        self.list.shape_for(len(rows), _MEASURED)
        self.list.set_rows(rows)
        self.splitter.setVisible(bool(rows))
        self.empty.setVisible(not rows and not view.left_out)

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many events and dated quotes the briefing has."""
        return timeline_view.count_timeline(workspace, briefing_id)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Choose an event or a quote and bring it into view."""
        if kind not in ("event", "quote"):
            return False
        self.ensure_fresh()
        found = self.list.select_entry(kind, record_id)
        if found:
            self.picture.set_selected(record_id, reveal=True)
        return found

    def _on_chosen(self, entry: Entry) -> None:
        self.picture.set_selected(entry.id, reveal=True)
        self.session.select(entry)

    def _on_picture_chosen(self, entry: Entry) -> None:
        self.list.select_entry(entry.kind, entry.id)
        self.session.select(entry)

    def _on_row_opened(self, entry: Entry) -> None:
        if entry.kind in self.home_of:
            super()._on_row_opened(entry)
        else:
            self.session.open_entry(entry)

    def _on_by(self) -> None:
        chip = self.sender()
        if chip is None:
            return
        self.by = str(chip.property("by"))
        kept = _settings()
        kept.setValue(_KEPT, self.by)
        kept.sync()
        self.reload()

    def _on_zoom_in(self) -> None:
        self.picture.zoom(1.6)

    def _on_zoom_out(self) -> None:
        self.picture.zoom(1 / 1.6)

    def _on_today(self) -> None:
        self.picture.go_to_today()


def _button(parent: QWidget, words: str, tip: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(tip)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    theme.set_role(button, "link")
    button.clicked.connect(run)
    return button


def _row(one: TimeRow) -> Row:
    chips = [] if one.certainty in ("", "confirmed") else [(one.certainty, "warn")]
    if one.kind == "quote":
        chips.append((_("quote"), "plain"))
    if one.planned:
        chips.append((_("planned"), "accent"))
    if one.doubt:
        chips.append((_("date in doubt"), "warn"))
    if one.reported:
        chips.append((_("reported {date}").format(date=one.reported), "plain"))
    quote = one.kind == "quote"
    return Row(
        head=one.who if quote else one.what,
        text=one.what if quote else " · ".join(filter(None, (one.place, one.who))),
        detail=one.note or (one.place if quote else ""),
        kind=one.kind,
        id=one.id,
        chips=tuple(chips),
        side=(one.date or _("date not known"),),
        side_chip=(_("passage ✓"), "plain") if one.passages else (_("no passage"), "warn"),
        serif=quote,
    )


def _settings() -> QSettings:
    return QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)
