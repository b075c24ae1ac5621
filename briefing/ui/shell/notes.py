"""A note beside the page: read, edited where it stands, answered, assigned, resolved, deleted."""

# long because: a card is one thing to read and to write in, with all that can be done to its note.

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.annotation import Motivation
from briefing.domain.citing import parse_blocks
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import annotating
from briefing.ui import theme
from briefing.ui.session import Entry
from briefing.ui.shell.assigning import AssignMenu
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.growing_text import GrowingText
from briefing.ui.widgets.panels import Card
from briefing.ui.widgets.pill import Chip

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QHideEvent

    from briefing.services.note_threads import NoteRow
    from briefing.ui.session import Session

SAVE_MS: Final = 250
_LONG: Final = re.compile(r"(\S{14})(?=\S{3})")

#: Motivation → what a note of it is called, and the token of its edge.
_SORTS: Final = {
    Motivation.COMMENTING: ("comment", "status.new"),
    Motivation.QUESTIONING: ("question", "status.warn"),
    Motivation.ASSESSING: ("assessment", "accent.main"),
    Motivation.EDITING: ("correction", "bloc.purple"),
    Motivation.HIGHLIGHTING: ("highlight", "bloc.yellow"),
    Motivation.TAGGING: ("tags", "text.faint"),
    Motivation.REPLYING: ("reply", "bloc.sky"),
}


def motivation_word(motivation: str) -> str:
    """What a note made for that reason is called; an unknown reason stands as it is."""
    known = motivation in set(Motivation)
    return _(_SORTS[Motivation(motivation)][0]) if known else motivation


class WrappedLabel(QLabel):
    """Wraps into whatever width there is, and asks for the height that this takes."""

    def __init__(self, parent: QWidget | None = None, role: str = "") -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if role:
            theme.set_role(self, role)

    def show_text(self, text: str) -> None:
        """Show words, with places to break those that no narrow panel can hold."""
        self.setText(_LONG.sub("\\1\u200b", text))

    def sizeHint(self) -> QSize:
        # Qt guesses the height for a width of its own; a scroll area would keep it as empty room.
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.fontMetrics().height())


def as_html(markdown: str) -> str:
    """A note's words with bold, italic and lists; everything else in them is text."""
    parts: list[str] = []
    for block in parse_blocks(markdown):
        words = ""
        for run in block.runs:
            text = escape(run.text)
            text = f"<i>{text}</i>" if run.italic else text
            words += f"<b>{text}</b>" if run.bold or block.kind == "heading" else text
        parts.append(f"• {words}" if block.kind == "item" else words)
    return "<br>".join(parts)


class NoteEdit(GrowingText):
    """Plain words, as high as they need. What is typed here is taken back here first."""

    #: The words have lost the keyboard, or were hidden.
    left = Signal()
    #: Escape was pressed.
    done = Signal()
    #: Ctrl+Enter was pressed.
    sent = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Words of the note"))
        self.setPlaceholderText(_("Write a note…"))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window where nothing typed here is left to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            document = self.document()
            spent = (undo and not document.isUndoAvailable()) or (
                redo and not document.isRedoAvailable()
            )
            if spent:
                self.left.emit()
                event.ignore()
                return False
        return super().event(event)


class NoteCard(Card):
    """One note. Without a row it is a draft, which becomes a note with its first words.

    ``above`` is the first note of the thread of a reply. A reply has no kind, tags or privacy of its own.
    """

    #: Nothing was written into a draft, or the note was deleted.
    gone = Signal(object)
    #: A reply to this note is wanted.
    reply_wanted = Signal()

    def __init__(
        self,
        session: Session,
        target: Entry,
        row: NoteRow | None,
        parent: QWidget | None = None,
        *,
        above: NoteRow | None = None,
        motivation: str = Motivation.COMMENTING,
    ) -> None:
        super().__init__(parent, edge=_SORTS[Motivation.COMMENTING][1])
        self._session = session
        self._target = target
        self.row = row
        self._above = above
        self.note_id = row.id if row else ""
        self._intention = str(uuid4())
        self._saved = row.body if row else ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self.flush)
        self._head = WrappedLabel(self, "small")
        self.words = WrappedLabel(self)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self._tags_shown = WrappedLabel(self, "small")
        for one in (self._head, self.words, self._tags_shown):
            self.body.addWidget(one)
        self._build_editor(motivation)
        self._build_buttons()
        self._show_row()
        self._set_editing(False)

    def _build_editor(self, motivation: str) -> None:
        self.form = QWidget(self)
        layout = QVBoxLayout(self.form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(5))
        self.edit = NoteEdit(self.form)
        if self._above is not None:
            self.edit.setAccessibleName(_("Words of the reply"))
            self.edit.setPlaceholderText(_("Write a reply…"))
        elif motivation == Motivation.QUESTIONING:
            self.edit.setAccessibleName(_("Words of the question"))
            self.edit.setPlaceholderText(_("What do you want to know?"))
        self.edit.setPlainText(self._saved)
        self.edit.textChanged.connect(self._on_typed)
        self.edit.left.connect(self._on_left)
        self.edit.done.connect(self.finish)
        self.edit.sent.connect(self._on_sent)
        self.sort = QComboBox(self.form)
        self.sort.setAccessibleName(_("Kind of note"))
        self.sort.setMinimumWidth(1)
        for one in Motivation:
            if one != Motivation.REPLYING:
                self.sort.addItem(motivation_word(one).capitalize(), one.value)
        self.sort.setCurrentIndex(self.sort.findData(str(motivation)))
        self.sort.activated.connect(self._on_sort_chosen)
        self.private = Chip(_("Private"), self.form, checkable=True)
        self.private.setToolTip(_("A private note never leaves this library, nor do its replies."))
        # A question is for somebody else to answer.
        self.private.setChecked(motivation != Motivation.QUESTIONING)
        self.private.clicked.connect(self._on_private_clicked)
        self.tags = QLineEdit(self.form)
        self.tags.setAccessibleName(_("Tags of the note, parted by commas"))
        self.tags.setPlaceholderText(_("Tags, parted by commas"))
        self.tags.setMinimumWidth(1)
        self.tags.editingFinished.connect(self._on_tags_typed)
        for widget in (self.edit, self.sort, self.private, self.tags):
            layout.addWidget(widget)
        if self._above is not None:
            for widget in (self.sort, self.private, self.tags):
                widget.hide()
        self.body.addWidget(self.form)

    def _build_buttons(self) -> None:
        bar = QWidget(self)
        flow = FlowLayout(bar, gap=2)
        flow.setContentsMargins(0, 0, 0, 0)
        self.reply_button = self._button(_("Reply"), bar)
        self.reply_button.clicked.connect(self.reply_wanted)
        self.edit_button = self._button(_("Edit"), bar)
        self.edit_button.clicked.connect(self.start_editing)
        self.done_button = self._button(_("Done"), bar)
        self.done_button.clicked.connect(self.finish)
        self.close_button = self._button(_("Done and resolve"), bar)
        self.close_button.clicked.connect(self.finish_and_resolve)
        self.resolve_button = self._button(_("Resolve"), bar)
        self.resolve_button.clicked.connect(self._on_resolve_clicked)
        self.assign_button = self._button(_("Assign"), bar)
        self.assign_button.clicked.connect(self._on_assign_clicked)
        self.assign_menu = AssignMenu(self._session, self)
        self.delete_button = self._button(_("Delete"), bar)
        self.delete_button.clicked.connect(self._on_delete_clicked)
        self._buttons = (
            self.reply_button,
            self.edit_button,
            self.done_button,
            self.close_button,
            self.resolve_button,
            self.assign_button,
            self.delete_button,
        )
        for one in self._buttons:
            flow.addWidget(one)
        self.body.addWidget(bar)

    def _button(self, text: str, parent: QWidget) -> QPushButton:
        button = QPushButton(text, parent)
        button.setAutoDefault(False)
        theme.set_role(button, "link")
        return button

    @property
    def editing(self) -> bool:
        """Whether the words can be typed into now."""
        return not self.form.isHidden()

    def start_editing(self) -> None:
        """Open the words for typing, with the keyboard on them."""
        self._intention = str(uuid4())
        self._set_editing(True)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)

    def finish(self) -> None:
        """Save what is typed and show the note for reading; an empty draft goes."""
        self.flush()
        if not self.note_id:
            self.gone.emit(self)
            return
        self._set_editing(False)
        self._show_row()
        self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish_and_resolve(self) -> None:
        """Save the reply and close its thread, as one step; an empty reply closes nothing."""
        self.flush()
        if self.note_id and self._above is not None and not self._above.resolved:
            annotating.resolve_note(
                self._session.workspace, self.note_id, intention=self._intention
            )
        self.finish()

    def current_entry(self) -> Entry | None:
        """The note, for copying; None while it is not saved."""
        return Entry("annotation", self.note_id) if self.note_id else None

    def set_row(self, row: NoteRow, above: NoteRow | None = None) -> None:
        """Show the note as it is now; words not yet saved stay."""
        self.row, self._above = row, above
        if not self._timer.isActive() and row.body != self.edit.toPlainText():
            # Taken back or changed elsewhere: what is typed from here on is another step.
            self._intention = str(uuid4())
            self._saved = row.body
            self.edit.blockSignals(True)
            self.edit.setPlainText(row.body)
            self.edit.blockSignals(False)
            self.edit.fit()
        self._show_row()

    def set_above(self, above: NoteRow) -> None:
        """The thread of a reply has changed: it may have become private, or be resolved."""
        self._above = above
        self._show_row()

    def flush(self) -> None:
        """Save the words now if they are not saved yet."""
        self._timer.stop()
        text = self.edit.toPlainText()
        if text == self._saved or (not self.note_id and not text.strip()):
            return
        try:
            self._save(text)
        except UserError as error:
            self._session.say(str(error), error=True)
            return
        self._saved = text

    def _save(self, text: str) -> None:
        ws = self._session.workspace
        if self.note_id:
            annotating.set_note_body(ws, self.note_id, text, intention=self._intention)
        elif self._above is not None:
            self.note_id = annotating.reply(ws, self._above.id, text, intention=self._intention)
            self._show_row()
        else:
            self.note_id = annotating.add_note(
                ws,
                self._target.kind,
                self._target.id,
                self._session.briefing_id,
                text,
                motivation=self.sort.currentData(),
                private=self.private.isChecked(),
                tags=self._typed_tags(),
                intention=self._intention,
            )
            self._show_row()

    def discard(self) -> None:
        """Save nothing any more: the note is gone, or all is saved."""
        self._timer.stop()
        self._saved = self.edit.toPlainText()

    def _set_editing(self, editing: bool) -> None:
        self.form.setVisible(editing)
        self.words.setVisible(not editing)
        self._tags_shown.setVisible(not editing and bool(self._tags_shown.text()))
        self._show_buttons()

    def _show_buttons(self) -> None:
        editing, first = self.editing, self._above is None
        self.edit_button.setVisible(not editing)
        self.done_button.setVisible(editing)
        self.reply_button.setVisible(not editing)
        self.close_button.setVisible(
            editing and self._above is not None and not self._above.resolved
        )
        self.resolve_button.setVisible(first)
        self.assign_button.setVisible(first)
        for button in (self.resolve_button, self.assign_button):
            button.setEnabled(bool(self.note_id))

    def _show_row(self) -> None:
        row = self.row
        motivation = row.motivation if row else self._draft_motivation()
        parts = self._head_words(motivation)
        self._head.show_text(" · ".join(parts))
        known = motivation in set(Motivation)
        self._edge = _SORTS[Motivation(motivation)][1] if known else "text.faint"
        self.words.setText(as_html(self._saved))
        self.setAccessibleName(_("Note: {words}").format(words=" · ".join(parts)))
        self.setAccessibleDescription(self._saved)
        tags = row.tags if row else ()
        self._tags_shown.show_text(" ".join(f"#{tag}" for tag in tags))
        self._tags_shown.setVisible(not self.editing and bool(tags))
        if row and self._above is None:
            self.sort.setCurrentIndex(self.sort.findData(motivation))
            self.private.setChecked(row.private)
            if not self.tags.hasFocus():
                self.tags.setText(", ".join(tags))
        self.private.set_text(_("Private") if self.private.isChecked() else _("Shared"))
        self.private.setAccessibleName(_("Private note"))
        resolved = bool(row and row.resolved)
        self.resolve_button.setText(_("Reopen") if resolved else _("Resolve"))
        asked = self._above is not None and self._above.question
        self.close_button.setText(_("Answer and resolve") if asked else _("Done and resolve"))
        self.close_button.setToolTip(_("Ctrl+Enter") if asked else "")
        self._show_buttons()
        for button in self._buttons:
            button.setAccessibleName(_("{action} this note").format(action=button.text()))
        self.update()

    def _draft_motivation(self) -> str:
        if self._above is not None:
            return Motivation.REPLYING.value
        return str(self.sort.currentData())

    def _head_words(self, motivation: str) -> list[str]:
        """Who wrote what, for whom, and how it stands."""
        row, above = self.row, self._above
        parts = [row.author if row else self._session.workspace.person_name()]
        asked = above is not None and above.question
        parts.append(_("answer") if asked else motivation_word(motivation))
        if above is None:
            if row and row.resolved:
                by = row.resolved_by
                parts.append(_("resolved by {name}").format(name=by) if by else _("resolved"))
            else:
                parts.append(_("open"))
            if row and row.assigned_to:
                parts.append(_("for {name}").format(name=row.assigned_to))
        private = self.private.isChecked() if above is None else above.private
        if row:
            private = row.private
        parts.append(_("private") if private else _("shared"))
        if row and row.when:
            parts.append(row.when)
        return parts

    def _typed_tags(self) -> list[str]:
        return [tag.strip() for tag in self.tags.text().split(",") if tag.strip()]

    def _on_typed(self) -> None:
        self._timer.start()

    def _on_left(self) -> None:
        self.flush()
        self._intention = str(uuid4())

    def _on_sent(self) -> None:
        if self._above is not None and self._above.question:
            self.finish_and_resolve()
        else:
            self.finish()

    def _on_sort_chosen(self) -> None:
        if self.note_id:
            annotating.set_note_motivation(
                self._session.workspace, self.note_id, self.sort.currentData()
            )
        else:
            self._show_row()

    def _on_private_clicked(self) -> None:
        if self.note_id:
            annotating.share_note(
                self._session.workspace, self.note_id, private=self.private.isChecked()
            )
        else:
            self._show_row()

    def _on_tags_typed(self) -> None:
        if self.note_id and self.row and self._typed_tags() != list(self.row.tags):
            annotating.set_note_tags(self._session.workspace, self.note_id, self._typed_tags())

    def _on_resolve_clicked(self) -> None:
        self.flush()
        resolved = not (self.row and self.row.resolved)
        annotating.resolve_note(self._session.workspace, self.note_id, resolved=resolved)

    def _on_assign_clicked(self) -> None:
        self.flush()
        place = self.assign_button.mapToGlobal(self.assign_button.rect().bottomLeft())
        self.assign_menu.ask(self.note_id, self.row.assigned_id if self.row else "", place)

    def _on_delete_clicked(self) -> None:
        self.discard()
        if self.note_id:
            annotating.delete_note(self._session.workspace, self.note_id)
        self.gone.emit(self)
