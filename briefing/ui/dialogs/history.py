"""The history of an entry: every version, what it changed, two side by side, any of them restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from briefing.domain.changes import Sort
from briefing.domain.records import word
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import entry_history
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.widgets.difference_view import DifferenceView
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from briefing.domain.changes import ChangeSet
    from briefing.services.entry_history import EntryHistory, Version
    from briefing.ui.session import Entry, Session

_KIND = "version"
_SORTS = {
    Sort.UNDO: "undone",
    Sort.REDO: "done again",
    Sort.MERGE: "merged",
    Sort.SHIPPED: "shipped",
}
#: Fields named in a row; the rest are counted.
_NAMED = 3


class HistoryDialog(QDialog):
    """At the left the versions, the newest first; at the right what the chosen one changed.

    With two chosen it shows both side by side. Stays open beside the window and follows changes.
    """

    #: The briefing is to be shown as it stood at a version; carries its clock.
    moment_wanted = Signal(object)

    def __init__(self, session: Session, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.entry = entry
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("History of this {kind}").format(kind=_(word(entry.kind))))
        self.history: EntryHistory | None = None
        self._versions: dict[str, Version] = {}
        self.heading = QLabel(self)
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.heading, "subtitle")
        self.list = RowList(_("Versions, the newest first"), self)
        self.list.setDragEnabled(False)
        self.list.choose_several()
        self.list.selectionModel().selectionChanged.connect(self._on_selection)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.told, "strong")
        self.view = DifferenceView(_("What this version changed"), self)
        self.restore_button = self._button(_("Restore this version"), self.restore)
        theme.set_role(self.restore_button, "primary")
        self.sides_button = self._button(_("Side by side"), self._show_chosen)
        self.sides_button.setCheckable(True)
        self.moment_button = self._button(_("The briefing as it stood then"), self._on_moment)
        self.close_button = self._button(_("Close"), self.reject)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.px(8), 0, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.view, 1)
        self.panes = QSplitter(Qt.Orientation.Horizontal, self)
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(self.list)
        self.panes.addWidget(right)
        self.panes.setStretchFactor(1, 1)
        self.wrong = QLabel(self)
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        theme.set_role(self.wrong, "error")
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for button in (
            *(self.restore_button, self.sides_button, self.moment_button),
            self.close_button,
        ):
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self.panes, 1)
        layout.addWidget(self.wrong)
        layout.addWidget(buttons)
        self._fit(parent)
        session.changed.connect(self._on_changed)
        self.reload()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the history anew; the chosen version stays chosen."""
        ws = self.session.workspace
        try:
            self.history = entry_history.entry_history(ws, self.entry.kind, self.entry.id)
        except UserError as error:
            self._say(str(error))
            return
        found = self.history
        newest = found.versions[0].id if found.versions else ""
        was_newest = self.chosen()[:1] == list(self._versions.values())[:1]
        self._versions = {one.id: one for one in found.versions}
        lost = " · " + _("in the trash") if found.deleted else ""
        kind = _(word(self.entry.kind)).capitalize()
        self.heading.setText(f"{found.title or kind}{lost}")
        self.list.set_rows([_row(one, is_present=one.id == newest) for one in found.versions])
        if newest and (was_newest or not self.chosen()):
            self.list.select_entry(_KIND, newest)
        self._show_chosen()

    def chosen(self) -> list[Version]:
        """The chosen versions, the newest first; two at most."""
        found = [self._versions.get(one.id) for one in self.list.chosen_entries(2)]
        return [one for one in found if one is not None]

    def restore(self) -> None:
        """Let the entry be as it was at the chosen version."""
        chosen = self.chosen()
        if len(chosen) != 1 or self.session.refuses(self.entry.kind):
            return
        ws, entry = self.session.workspace, self.entry
        try:
            done = entry_history.restore_version(ws, entry.kind, entry.id, chosen[0].id)
        except UserError as error:
            self._say(str(error))
            return
        words = _("Version {n} is back; Ctrl+Z takes this back.")
        same = _("Nothing to restore: it is as in version {n} already.")
        self.session.say((words if done else same).format(n=chosen[0].number))
        self.list.clearSelection()
        self.reload()

    def _button(self, words: str, slot: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.clicked.connect(slot)  # pyright: ignore[reportArgumentType]
        return button

    def _fit(self, parent: QWidget | None) -> None:
        wide, high = theme.px(980), theme.px(620)
        if parent is not None:
            room = parent.screen().availableGeometry()
            wide, high = min(wide, room.width() - 40), min(high, room.height() - 80)
        self.resize(wide, high)
        self.panes.setSizes([round(wide * 0.36), round(wide * 0.64)])

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _on_selection(self, _chosen: object, _left: object) -> None:
        self._say("")
        self._show_chosen()

    def _on_changed(self, done: ChangeSet) -> None:
        del done
        self.reload()

    def _on_moment(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.moment_wanted.emit(chosen[0].clock)

    def _show_chosen(self, _checked: bool = False) -> None:
        chosen = self.chosen()
        self._refresh_buttons(chosen)
        if not chosen:
            self.told.setText(_("Choose a version."))
            self.view.show_changes([])
            return
        if len(chosen) == 2 or self.sides_button.isChecked():
            self._show_sides(chosen)
            return
        one = chosen[0]
        self.told.setText(_title(one))
        self.view.show_changes(one.lines, empty=_("Nothing that is shown differs."))

    def _show_sides(self, chosen: list[Version]) -> None:
        newer = chosen[0]
        older = chosen[1] if len(chosen) == 2 else self._before(newer)
        lines = entry_history.compare_versions(
            self.session.workspace,
            self.entry.kind,
            self.entry.id,
            older.id if older else "",
            newer.id,
        )
        different = sum(one.before != one.after for one in lines)
        told = ngettext("{n} field differs", "{n} fields differ", different)
        self.told.setText(told.format(n=different))
        self.view.show_side_by_side(
            lines,
            _title(older) if older else _("Before it was made"),
            _title(newer),
            empty=_("Nothing that is shown differs."),
        )

    def _before(self, one: Version) -> Version | None:
        return next((v for v in self._versions.values() if v.number == one.number - 1), None)

    def _refresh_buttons(self, chosen: list[Version]) -> None:
        newest = next(iter(self._versions.values()), None)
        one = chosen[0] if len(chosen) == 1 else None
        gone = self.history is not None and self.history.deleted
        is_present = one is not None and one is newest and not gone
        can = one is not None and not one.deleted and not is_present
        self.restore_button.setEnabled(can and self.session.may_change(self.entry.kind))
        self.sides_button.setEnabled(len(chosen) == 1)
        self.moment_button.setEnabled(len(chosen) == 1 and self.session.briefing_id is not None)
        self.sides_button.setChecked(self.sides_button.isChecked() or len(chosen) == 2)


def _title(one: Version) -> str:
    by = one.who or _("Briefing")
    return _("Version {n}: {label}, {when}, {who}").format(
        n=one.number, label=one.label, when=one.when, who=by
    )


def _row(one: Version, *, is_present: bool) -> Row:
    named = list(dict.fromkeys(line.label for line in one.lines))
    told = ", ".join(named[:_NAMED])
    if len(named) > _NAMED:
        told += " " + _("and {n} more").format(n=len(named) - _NAMED)
    sort = _SORTS.get(Sort(one.sort)) if one.sort in set(Sort) else None
    chips: list[tuple[str, str]] = []
    if is_present:
        chips.append((_("present"), "accent"))
    if one.deleted:
        chips.append((_("in the trash"), "warn"))
    if sort is not None:
        chips.append((_(sort), "plain"))
    return Row(
        head=one.when,
        tail=one.who or _("Briefing"),
        text=one.label,
        detail=_("Version {n}").format(n=one.number) + (f" · {told}" if told else ""),
        kind=_KIND,
        id=one.id,
        chips=tuple(chips),
    )
