"""The notes on the entry in hand, thread by thread, in the panel beside the tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing.domain.annotation import Motivation
from briefing.i18n import _, ngettext
from briefing.services import note_threads
from briefing.services.note_threads import Thread
from briefing.ui import theme
from briefing.ui.shell.notes import NoteCard, WrappedLabel
from briefing.ui.widgets.panels import SectionHeading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.changes import ChangeSet
    from briefing.services.note_threads import NoteRow
    from briefing.ui.session import Entry, Session

#: A thread with more replies than this shows only its newest, and how many stand before.
FOLDED = 3
_SHOWN = 2
#: Threads on one entry beyond which the panel shows only the newest; the list of all notes has them all.
MOST = 30
_INDENT = 16


class NoteThread(QWidget):
    """A first note with its replies beneath, and the reply that is being written."""

    #: Nothing is left of the thread.
    gone = Signal(object)
    #: A widget that is to be seen.
    revealed = Signal(object)

    def __init__(
        self,
        session: Session,
        target: Entry,
        thread: Thread | None,
        parent: QWidget | None = None,
        *,
        motivation: str = Motivation.COMMENTING,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._target = target
        self._unfolded = False
        self.replies: list[NoteCard] = []
        self.draft: NoteCard | None = None
        row = thread.first if thread else None
        self.first = NoteCard(session, target, row, self, motivation=motivation)
        self.first.gone.connect(self._on_gone)
        self.first.reply_wanted.connect(self.start_reply)
        self.deleted = WrappedLabel(self, "muted")
        self.deleted.setText(_("Deleted note"))
        self.more = QPushButton(self)
        self.more.setAutoDefault(False)
        theme.set_role(self.more, "link")
        self.more.clicked.connect(self.unfold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.first)
        self._column.addWidget(self.deleted)
        self._below = QVBoxLayout()
        self._below.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._below)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.deleted.hide()
        self.more.hide()
        if thread is not None:
            self.set_thread(thread)

    @property
    def note_id(self) -> str:
        """The id of the first note; empty while it is not saved."""
        return self.first.note_id

    def cards(self) -> list[NoteCard]:
        """The notes in order, the reply being written last; a deleted first note is none."""
        first = [] if self._first_row_deleted() else [self.first]
        return [*first, *self.replies, *([self.draft] if self.draft else [])]

    def set_thread(self, thread: Thread) -> None:
        """Show the thread as it is now; a note being written stays open."""
        self.first.set_row(thread.first)
        self.first.setVisible(not thread.first.deleted)
        self.deleted.setVisible(thread.first.deleted)
        rows = {row.id: row for row in thread.replies}
        if self.draft is not None:
            self.draft.set_above(thread.first)
            if self.draft.note_id in rows:
                self.replies.append(self.draft)
                self.draft = None
        for card in tuple(self.replies):
            if card.note_id not in rows:
                self._take(card)
        known = {card.note_id: card for card in self.replies}
        for row in thread.replies:
            if row.id in known:
                known[row.id].set_row(row, thread.first)
            else:
                known[row.id] = self._put(row, thread.first)
        order = {row.id: at for at, row in enumerate(thread.replies)}
        self.replies.sort(key=lambda card: order[card.note_id])
        for at, card in enumerate(self.replies, 1):
            if self._below.indexOf(card) != at:
                self._below.insertWidget(at, card)
        self._fold()

    def renew(self, rows: Mapping[str, NoteRow]) -> None:
        """Show notes of this thread as they are now, where none came or went."""
        if (first := rows.get(self.first.note_id) or self.first.row) is None:
            return
        cards = (*self.replies, self.draft) if self.draft else self.replies
        found = (rows.get(card.note_id) or card.row for card in cards if card.note_id)
        self.set_thread(Thread(first, tuple(filter(None, found))))

    def start_reply(self) -> None:
        """Open a reply under the thread, with the keyboard on its words."""
        self.first.flush()
        above = self.first.row
        if above is None:
            # Saved this moment; the change set that tells of it is still under way.
            saved = note_threads.note_rows(self._session.workspace, [self.note_id])
            if (above := saved.get(self.note_id)) is None:
                return
            self.first.set_row(above)
        if self.draft is None:
            self.draft = self._make(None, above)
            self._below.addWidget(self.draft)
            self.draft.show()
        self.draft.start_editing()
        self.revealed.emit(self.draft)

    def unfold(self) -> None:
        """Show every reply."""
        self._unfolded = True
        self._fold()
        if self.replies:
            self.replies[0].edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_note(self, note_id: str) -> NoteCard | None:
        """The card of a note of this thread, unfolded where it was folded away."""
        found = next((card for card in self.cards() if card.note_id == note_id), None)
        if found is not None and found.isHidden():
            self._unfolded = True
            self._fold()
        return found

    def flush(self) -> None:
        """Save what is typed anywhere in the thread."""
        for card in self.cards():
            card.flush()

    def discard(self) -> None:
        """Save nothing any more."""
        for card in (self.first, *self.cards()):
            card.discard()

    def _first_row_deleted(self) -> bool:
        return self.first.row is not None and self.first.row.deleted

    def _make(self, row: NoteRow | None, above: NoteRow) -> NoteCard:
        card = NoteCard(self._session, self._target, row, self, above=above)
        card.gone.connect(self._on_gone)
        card.reply_wanted.connect(self.start_reply)
        return card

    def _put(self, row: NoteRow, above: NoteRow) -> NoteCard:
        card = self._make(row, above)
        self.replies.append(card)
        card.show()
        return card

    def _take(self, card: NoteCard) -> None:
        if card is self.draft:
            self.draft = None
        elif card in self.replies:
            self.replies.remove(card)
        card.discard()
        self._below.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _fold(self) -> None:
        before = len(self.replies) - _SHOWN
        folded = not self._unfolded and len(self.replies) > FOLDED
        for at, card in enumerate(self.replies):
            card.setVisible(not folded or at >= before or card.editing)
        words = ngettext("Show {n} earlier reply", "Show {n} earlier replies", before)
        self.more.setText(words.format(n=before))
        self.more.setAccessibleName(self.more.text())
        self.more.setVisible(folded)

    def _on_gone(self, card: NoteCard) -> None:
        if card is not self.first:
            self._take(card)
            self._fold()
            self.revealed.emit(self.first)
            self.first.reply_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.replies:
            self.gone.emit(self)

    def _on_theme_changed(self) -> None:
        gap = theme.px(6)
        self._column.setSpacing(gap)
        self._below.setSpacing(gap)
        self._below.setContentsMargins(theme.px(_INDENT), 0, 0, 0)


class NoteColumn(QWidget):
    """The threads on one entry, with the ways to begin another."""

    #: A widget that is to be seen.
    revealed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entry: Entry | None = None
        #: A note that is shown however old it is.
        self._asked = ""
        self.threads: list[NoteThread] = []
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(SectionHeading(_("Notes"), self, quiet=True), 1)
        self.ask_button = self._button(_("? Ask"), _("Ask the analyst a question"))
        self.ask_button.clicked.connect(self.ask)
        self.add_button = self._button(_("+ Add"), _("Add a note"))
        self.add_button.clicked.connect(self.add_note)
        head.addWidget(self.ask_button)
        head.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self.earlier = WrappedLabel(self, "small")
        self.earlier.hide()
        self._column.addWidget(self.earlier)
        self._threads = QVBoxLayout()
        self._column.addLayout(self._threads)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoDefault(False)
        button.setVisible(self._session.may_change("annotation"))
        theme.set_role(button, "link")
        return button

    def cards(self) -> list[NoteCard]:
        """Every note, thread by thread."""
        return [card for thread in self.threads for card in thread.cards()]

    def show_entry(self, entry: Entry | None) -> None:
        """Show the notes on another entry; what is typed on the one before is saved."""
        if entry != self._entry:
            for thread in tuple(self.threads):
                thread.flush()
                self._take(thread)
            self._entry, self._asked = entry, ""
        self.setVisible(entry is not None)
        self.reload()

    def take(self, done: ChangeSet) -> None:
        """Show what a change set brought: words of notes that stand here alone, or all anew."""
        shown = {card.note_id: thread for thread in self.threads for card in thread.cards()}
        ids = done.touched.get("annotation", frozenset())
        narrow = done.touched.keys() == {"annotation"} and ids <= shown.keys()
        rows = note_threads.note_rows(self._session.workspace, ids) if narrow else {}
        if not narrow or any(row.vanished for row in rows.values()):
            self.reload()
            return
        for thread in {shown[one] for one in ids}:
            thread.renew(rows)

    def reload(self) -> None:
        """Read the threads anew; a note being written stays open."""
        entry = self._entry
        if entry is None:
            return
        found, left = note_threads.newest_threads(
            self._session.workspace, entry.kind, entry.id, MOST, self._kept()
        )
        self._tell_left(left)
        present = {thread.id for thread in found}
        for shown in tuple(self.threads):
            if shown.note_id and shown.note_id not in present:
                self._take(shown)
        known = {shown.note_id: shown for shown in self.threads if shown.note_id}
        for thread in found:
            if thread.id in known:
                known[thread.id].set_thread(thread)
            else:
                self._put(NoteThread(self._session, entry, thread, self))
        order = {thread.id: at for at, thread in enumerate(found)}
        self.threads.sort(key=lambda shown: order.get(shown.note_id, len(order)))
        for at, shown in enumerate(self.threads):
            if self._threads.indexOf(shown) != at:
                self._threads.insertWidget(at, shown)

    def _kept(self) -> frozenset[str]:
        """First notes of the threads being written in, and the note that was asked for."""
        written = {t.note_id for t in self.threads if any(c.editing for c in t.cards())}
        return frozenset(filter(None, (*written, self._asked)))

    def _tell_left(self, left: int) -> None:
        words = ngettext(
            "{n} earlier note is in the list of all notes (Ctrl+9).",
            "{n} earlier notes are in the list of all notes (Ctrl+9).",
            left,
        ).format(n=f"{left:,}")
        self.earlier.setText(words)
        self.earlier.setVisible(left > 0)

    def add_note(self) -> None:
        """Open a new note, with the keyboard on its words."""
        self._begin(Motivation.COMMENTING)

    def ask(self) -> None:
        """Open a new question, with the keyboard on its words."""
        self._begin(Motivation.QUESTIONING)

    def reply_to(self, note_id: str) -> bool:
        """Open a reply in the thread of a note; False where that is not here."""
        self._ask_for(note_id)
        for thread in self.threads:
            if thread.show_note(note_id) is not None or thread.note_id == note_id:
                thread.start_reply()
                return True
        return False

    def edit_note(self, note_id: str) -> bool:
        """Open the words of a note; False where it is not here."""
        card = self.show_note(note_id)
        if card is not None:
            card.start_editing()
        return card is not None

    def show_note(self, note_id: str) -> NoteCard | None:
        """Bring a note into view."""
        self._ask_for(note_id)
        for thread in self.threads:
            card = thread.show_note(note_id)
            if card is not None:
                self.revealed.emit(card)
                return card
        return None

    def _ask_for(self, note_id: str) -> None:
        if not self.earlier.isHidden() and note_id not in {c.note_id for c in self.cards()}:
            self._asked = note_id
            self.reload()

    def _begin(self, motivation: Motivation) -> None:
        entry = self._entry
        if entry is None:
            return
        draft = next(
            (t for t in self.threads if not t.note_id and t.first.sort.currentData() == motivation),
            None,
        )
        if draft is None:
            draft = self._put(NoteThread(self._session, entry, None, self, motivation=motivation))
        draft.first.start_editing()
        self.revealed.emit(draft)

    def _put(self, thread: NoteThread) -> NoteThread:
        thread.gone.connect(self._on_gone)
        thread.revealed.connect(self.revealed)
        self.threads.append(thread)
        self._threads.addWidget(thread)
        thread.show()
        return thread

    def _take(self, thread: NoteThread) -> None:
        if thread not in self.threads:
            return
        self.threads.remove(thread)
        thread.discard()
        self._threads.removeWidget(thread)
        thread.hide()
        thread.deleteLater()

    def _on_gone(self, thread: NoteThread) -> None:
        self._take(thread)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_theme_changed(self) -> None:
        self._column.setSpacing(theme.px(10))
        self._threads.setSpacing(theme.px(10))
