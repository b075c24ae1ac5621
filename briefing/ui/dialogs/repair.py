"""Places for the passages of an earlier version: proposed side by side, accepted one by one or at once."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.difference import Was, difference
from briefing.domain.source import AnchorState
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import versions
from briefing.services.anchoring import document_words
from briefing.services.source_view import PassageSpan
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.document_view import DocumentView
from briefing.ui.models.rows import Row
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.domain.changes import ChangeSet
    from briefing.services.versions import Moving
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Entry, Session
    from briefing.ui.tasks import CancelToken, Progress, Task

Given = TypeVar("Given")

_KINDS = frozenset({"passage", "passage_link", "annotation", "document"})
_WORDS = 160


class RepairDialog(QDialog):
    """At the left the passages by how surely they were found, then the old text and the new one."""

    def __init__(self, session: Session, source_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.source_id = source_id
        self.setWindowTitle(_("Places in the newest version"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._found: dict[str, Moving] = {}
        self._groups: list[tuple[str, list[Moving]]] = []
        self._texts: dict[str, str] = {}
        self._task: Task | None = None
        self.counts = QLabel(_("Looking for the passages…"), self)
        self.counts.setWordWrap(True)
        theme.set_role(self.counts, "subtitle")
        self.list = RowList(_("Passages without a place"), self)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.old = DocumentView(self)
        self.old.setAccessibleName(_("Text of the earlier version"))
        self.new = DocumentView(self)
        self.new.setAccessibleName(_("Text of the newest version"))
        self.new.words_held_changed.connect(self._show_buttons)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setAccessibleName(_("How the words differ"))
        texts = QSplitter(Qt.Orientation.Horizontal, self)
        texts.setChildrenCollapsible(False)
        texts.addWidget(self._titled(_("Earlier version"), self.old))
        texts.addWidget(self._titled(_("Newest version"), self.new))
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        both.addWidget(self.list)
        both.addWidget(texts)
        both.setStretchFactor(1, 1)
        both.setSizes([theme.px(300), theme.px(700)])
        buttons = QWidget(self)
        row = FlowLayout(buttons)
        self.accept_button = self._button(_("Accept"), "A", self.accept_place)
        self.next_button = self._button(_("Next place"), "N", self.next_place)
        self.choose_button = self._button(_("Take the selected words"), "C", self.choose)
        self.keep_button = self._button(_("Keep without a place"), "O", self.keep)
        self.all_button = self._button(_("Accept all found"), "Shift+A", self.accept_all)
        theme.set_role(self.accept_button, "primary")
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.setAccessibleName(self.close_button.text())
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        for button in (
            *(self.accept_button, self.next_button, self.choose_button, self.keep_button),
            *(self.all_button, self.close_button),
        ):
            row.addWidget(button)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self._on_undo)
        layout = QVBoxLayout(self)
        layout.addWidget(self.counts)
        layout.addWidget(both, 1)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        self._fit(parent)
        session.changed.connect(self._on_changed)
        self._show_buttons()
        self._look()

    # ------------------------------------------------------------------ what a person does

    def current(self) -> Moving | None:
        """The passage that is looked at."""
        entry = self.list.current_entry()
        return self._found.get(entry.id) if entry else None

    def accept_place(self) -> None:
        """Let the passage stand at the place proposed."""
        one = self.current()
        if one is not None and one.proposal.places:
            self._accept([one])

    def accept_all(self) -> None:
        """Accept every place that was found beyond doubt, as one step."""
        self._accept([one for one in self._found.values() if one.is_sure])

    def next_place(self) -> None:
        """Look at the next of several places."""
        one = self.current()
        if one is None or len(one.proposal.places) < 2:
            return
        places = one.proposal.places
        following = places[(places.index((one.proposal.start, one.proposal.end)) + 1) % len(places)]
        turned = replace(one.proposal, start=following[0], end=following[1])
        self._found[one.passage_id] = replace(one, proposal=turned)
        self._show(self._found[one.passage_id])

    def choose(self) -> None:
        """Let the passage stand at the words selected in the newest version."""
        one, place = self.current(), self.new.selected_place()
        if one is None or place is None:
            return
        self._accept([versions.by_hand(self.session.workspace, one, place.start, place.end)])

    def keep(self) -> None:
        """Say that the passage has no place in the newest version."""
        one = self.current()
        if one is not None and not one.kept:
            self._write(versions.keep_without_place, one.passage_id)

    # ------------------------------------------------------------------ inside

    def _accept(self, chosen: list[Moving]) -> None:
        places = [
            versions.Place(one.passage_id, one.newest_id, one.proposal.start, one.proposal.end)
            for one in chosen
        ]
        if places:
            self._write(versions.accept, places)

    def _write(self, what: Callable[[Workspace, Given], object], given: Given) -> None:
        if self.session.workspace.library.read_only:
            return
        try:
            what(self.session.workspace, given)
        except UserError as error:
            self.told.setText(escape(str(error)))
            return
        # The change is heard a moment later; the list follows at once.
        self._refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        """Look for places in the background."""
        workspace, source_id = self.session.workspace, self.source_id

        def job(progress: Progress, token: CancelToken) -> list[Moving]:
            def report(done: int, total: int) -> None:
                token.check()
                progress.report(done, total, "")

            return versions.places(workspace, source_id, report)

        if self._task is not None:
            self._task.cancel()
        self._task = self.session.tasks.run(job, self._on_places, self._on_failed, owner=self)

    def _on_places(self, found: list[Moving]) -> None:
        self._task = None
        self._found = {one.passage_id: one for one in found}
        self._refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.counts.setText(str(error))

    def _refresh(self) -> None:
        waiting = versions.waiting_passages(self.session.workspace, self.source_id)
        if any(one not in self._found for one in waiting):
            self._look()
            return
        here = {
            one.passage_id: replace(one, kept=waiting[one.passage_id])
            for one in self._found.values()
            if one.passage_id in waiting
        }
        self._found.update(here)
        groups = _groups(list(here.values()))
        before = self.list.current_entry()
        order = [one.passage_id for _name, many in self._groups for one in many]
        rows: list[Row] = []
        for name, many in groups:
            rows.append(Row(heading=True, head=name, tail=str(len(many))))
            rows += [_row(one) for one in many]
        self._groups = groups
        self.list.set_rows(rows)
        self.counts.setText(_counted(groups))
        wanted = before.id if before and before.id in here else ""
        if not wanted and before and before.id in order:
            later = [one for one in order[order.index(before.id) :] if one in here]
            wanted = later[0] if later else ""
        wanted = wanted or next((one.passage_id for _name, many in groups for one in many), "")
        if wanted:
            self.list.select_entry("passage", wanted)
        self._show(here.get(wanted))

    def _show(self, one: Moving | None) -> None:
        """Both texts with the passage and its place, and how they differ."""
        self._show_buttons()
        if one is None:
            for view in (self.old, self.new):
                view.set_document("", "", ())
            self.told.setText("")
            return
        old = PassageSpan(one.passage_id, one.start, one.end, one.exact, "", ())
        self.old.set_document(one.document_id, self._text(one.document_id), (old,))
        self.old.show_passage(one.passage_id)
        place = one.proposal
        spans = [
            PassageSpan(f"{start}-{end}", start, end, "", "", ()) for start, end in place.places
        ]
        self.new.set_document(one.newest_id, self._text(one.newest_id), spans)
        if spans:
            self.new.show_passage(f"{place.start}-{place.end}")
        else:
            self.new.show_place(place.start)
        self.told.setText(self._told(one))

    def _told(self, one: Moving) -> str:
        place = one.proposal
        if not place.places:
            words = _("Not found. Select the words in the newest version and press C, or O.")
            return escape(words)
        if len(place.places) > 1:
            number = place.places.index((place.start, place.end)) + 1
            words = _("Place {n} of {total}: the words fit several. N shows the next.").format(
                n=number, total=len(place.places)
            )
            return escape(words)
        if place.alike >= 1:
            return escape(_("The same words, found once."))
        new = self._text(one.newest_id)[place.start : place.end]
        pieces = "".join(_piece(one.was, one.text) for one in difference(one.exact, new))
        share = _("{n} % alike:").format(n=int(place.alike * 100))
        return f"{escape(share)} {pieces}"

    def _text(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts[document_id] = document_words(self.session.workspace, document_id)
        return self._texts[document_id]

    def _show_buttons(self) -> None:
        one = self.current()
        writable = not self.session.workspace.library.read_only
        proposed = one is not None and bool(one.proposal.places)
        self.accept_button.setEnabled(writable and proposed)
        self.next_button.setEnabled(one is not None and len(one.proposal.places) > 1)
        self.choose_button.setEnabled(
            writable and one is not None and self.new.selected_span() is not None
        )
        self.keep_button.setEnabled(writable and one is not None and not one.kept)
        waiting = [m for _name, many in self._groups for m in many if m.is_sure]
        self.all_button.setEnabled(writable and bool(waiting))

    def _on_chosen(self, _entry: Entry) -> None:
        self._show(self.current())

    def _on_opened(self, _entry: Entry) -> None:
        self.accept_place()

    def _on_undo(self) -> None:
        self.session.registry.run("edit.undo")
        self._refresh()

    def _on_changed(self, done: ChangeSet) -> None:
        if not _KINDS.isdisjoint(done.touched) and self._task is None:
            self._refresh()

    def done(self, result: int) -> None:
        """Stop looking when the dialog is closed."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)

    def _titled(self, title: str, view: QWidget) -> QWidget:
        holder = QWidget(self)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(theme.px(8), 0, 0, 0)
        label = QLabel(title, holder)
        theme.set_role(label, "muted")
        label.setBuddy(view)
        layout.addWidget(label)
        layout.addWidget(view, 1)
        return holder

    def _button(self, words: str, keys: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(f"{words} ({QKeySequence(keys).toString()})", self)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        # A shortcut of the button itself would wait for its animation: keys pressed fast were lost.
        QShortcut(QKeySequence(keys), self).activated.connect(slot)
        button.clicked.connect(slot)
        return button

    def _fit(self, parent: QWidget | None) -> None:
        wide, high = theme.px(1060), theme.px(680)
        if parent is not None:
            wide, high = min(wide, parent.width() - 40), min(high, parent.height() - 40)
        self.resize(wide, high)


def _groups(found: list[Moving]) -> list[tuple[str, list[Moving]]]:
    """Passages by what a person has to do, those that are sure first."""
    named: list[tuple[str, list[Moving]]] = [
        (_("Found word for word"), [m for m in found if not m.kept and m.is_sure]),
        (_("Nearly the same"), [m for m in found if not m.kept and _is_alike(m)]),
        (_("Several places fit"), [m for m in found if not m.kept and _is_several(m)]),
        (_("Not found"), [m for m in found if not m.kept and not m.proposal.places]),
        (_("Kept without a place"), [m for m in found if m.kept]),
    ]
    return [(name, many) for name, many in named if many]


def _is_several(one: Moving) -> bool:
    return one.proposal.state == AnchorState.UNCERTAIN and len(one.proposal.places) > 1


def _is_alike(one: Moving) -> bool:
    return one.proposal.state == AnchorState.UNCERTAIN and len(one.proposal.places) == 1


def _counted(groups: list[tuple[str, list[Moving]]]) -> str:
    total = sum(len(many) for _name, many in groups)
    if not total:
        return _("Every passage has its place in the newest version.")
    words = ngettext("{n} passage without a place", "{n} passages without a place", total)
    parts = [f"{name}: {len(many)}" for name, many in groups]
    return " · ".join([words.format(n=total), *parts])


def _row(one: Moving) -> Row:
    words = " ".join(one.exact.split())
    rests = "; ".join(one.rests) or _("notes only")
    return Row(
        text=words if len(words) <= _WORDS else words[:_WORDS].rstrip() + "…",
        detail=rests if len(rests) <= _WORDS else rests[:_WORDS].rstrip() + "…",
        kind="passage",
        id=one.passage_id,
        serif=True,
    )


def _piece(was: Was, words: str) -> str:
    text = escape(words)
    if was is Was.REMOVED:
        return f'<s style="color:{theme.colour("status.error").name()}">{text}</s>'
    if was is Was.ADDED:
        return f'<u style="color:{theme.colour("status.ok").name()}"><b>{text}</b></u>'
    return text
