"""One section in writing: its kind and name, its text, and beside it how it will read."""

# long because: typing, saving and what others changed meanwhile share the state of one text.

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.briefing import SectionKind
from briefing.domain.citing import CitationNumbers
from briefing.domain.merging import merge_texts
from briefing.errors import NotFoundError, UserError
from briefing.i18n import _
from briefing.services import writing
from briefing.services.brief_view import section_text
from briefing.ui import theme
from briefing.ui.editors.section_text import SectionText
from briefing.ui.tabs.reading_text import ReadingText

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from briefing.domain.citing import Block
    from briefing.services.brief_view import SectionText as ReadSection
    from briefing.services.citable import CiteIndex
    from briefing.services.writing import SectionRow
    from briefing.ui.session import Session

#: Saved when no key was pressed for so long, and at the latest so long after the first.
SAVE_MS: Final = 300
LATEST_MS: Final = 2_000
#: A pause after which what is typed is another step to undo.
PAUSE_S: Final = 20.0
#: Pixels at 100 %: from this width on the reading view stands beside the text.
_BESIDE: Final = 760


class SectionEditor(QWidget):
    """Saves what is typed by itself. Listens to nobody: its page tells it what changed elsewhere."""

    #: The text was changed by the person.
    typed = Signal()
    #: The Ref of a citation that was followed.
    cited = Signal(object)
    #: The section got the keyboard.
    entered = Signal(object)
    #: The section is to go up (-1) or down (1).
    move_asked = Signal(object)
    #: The text of the section before (-1) or after (1) is wanted.
    step_asked = Signal(object)
    #: The handle was dragged to a height of the page, and whether it was let go there.
    dragged = Signal(object, object)
    #: Escape was pressed in the text.
    done = Signal()

    def __init__(
        self,
        session: Session,
        row: SectionRow,
        index: Callable[[], CiteIndex | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.row = row
        self._saved = row.body
        self._dirty = False
        #: What another holds here in place of the words begun with; None: nothing is to be decided.
        self.theirs: str | None = None
        self.lost = False
        self._intention = str(uuid4())
        self._last_key = 0.0
        self._numbers = CitationNumbers()
        self._wanted = True
        self._shown: tuple[tuple[Block, ...], tuple[int, ...]] | None = None
        self.read: ReadSection = section_text(row.id, row.section_kind, row.heading, row.body)
        self._soon, self._latest = QTimer(self), QTimer(self)
        for timer, wait in ((self._soon, SAVE_MS), (self._latest, LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self.flush)
        self._build_head()
        self.text = SectionText(index, self)
        self.text.set_markdown(row.body)
        self.text.typed.connect(self._on_typed)
        self.text.left.connect(self._on_left)
        self.text.done.connect(self.done)
        self.text.move_asked.connect(self.move_asked)
        self.text.step_asked.connect(self.step_asked)
        self.text.followed.connect(self.cited)
        for watched in (self.text, self.kind, self.handle):
            watched.installEventFilter(self)
        self.reading = ReadingText(self._numbers, self, size=1.12)
        self.reading.cited.connect(self.cited)
        self.frame = QFrame(self)
        inner = QVBoxLayout(self.frame)
        self._reading_title = QLabel(_("Reads as"), self.frame)
        theme.set_role(self._reading_title, "faint")
        inner.addWidget(self._reading_title)
        inner.addWidget(self.reading)
        inner.addStretch(1)
        self._inner = inner
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pair.addWidget(self.text, 1)
        self._pair.addWidget(self.frame, 1)
        self._build_question()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(self._head)
        body.addWidget(self.question)
        body.addLayout(self._pair)
        self._body = body
        self._space()
        self._show_row()
        self._name_parts()

    def _build_head(self) -> None:
        self.handle = QLabel("⠿", self)
        self.handle.setCursor(Qt.CursorShape.OpenHandCursor)
        self.handle.setToolTip(_("Drag to put the section elsewhere (Alt+Up, Alt+Down)"))
        theme.set_role(self.handle, "muted")
        self.kind = QComboBox(self)
        for kind in SectionKind:
            self.kind.addItem(_(kind.value).capitalize(), kind.value)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.kind.activated.connect(self._on_kind_chosen)
        self.heading = QLineEdit(self)
        self.heading.setMinimumWidth(1)
        self.heading.editingFinished.connect(self._on_heading_typed)
        self.up, self.down, self.delete = (QToolButton(self) for _n in range(3))
        for button, words, sign in (
            (self.up, _("Move the section up (Alt+Up)"), "↑"),
            (self.down, _("Move the section down (Alt+Down)"), "↓"),
            (self.delete, _("Put the section into the trash"), "×"),
        ):
            button.setText(sign)
            button.setToolTip(words)
            theme.set_role(button, "plain")
        # Keys do the same; Tab goes on to the words.
        self.up.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.down.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.delete.clicked.connect(self._on_delete)
        self._head = QHBoxLayout()
        for widget in (self.handle, self.kind):
            self._head.addWidget(widget)
        self._head.addWidget(self.heading, 1)
        for button in (self.up, self.down, self.delete):
            self._head.addWidget(button)

    def _build_question(self) -> None:
        self.question = QFrame(self)
        self._asks = QLabel(self.question)
        self._asks.setWordWrap(True)
        self._asks.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self._asks, "warn")
        self.keep = QPushButton(self.question)
        self.take = QPushButton(self.question)
        self.both = QPushButton(_("Keep both"), self.question)
        self.keep.clicked.connect(self.keep_mine)
        self.take.clicked.connect(self.take_theirs)
        self.both.clicked.connect(self.keep_both)
        line = QVBoxLayout(self.question)
        line.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        line.addWidget(self._asks)
        buttons = QHBoxLayout()
        for button in (self.keep, self.take, self.both):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        line.addLayout(buttons)
        self.question.hide()

    # ------------------------------------------------------------------ what the page tells

    @property
    def dirty(self) -> bool:
        """Whether words are typed that are not saved yet."""
        return self._dirty

    def set_row(self, row: SectionRow) -> None:
        """The section as the library holds it now; words not yet saved are merged or asked about."""
        self.row = row
        self._show_row()
        if row.body == self.theirs:
            return
        self._ask_nothing()
        if row.body == self._saved:
            if self.dirty and not self._soon.isActive():
                self._soon.start()
            return
        if not self.dirty:
            # Taken back or changed elsewhere: what is typed from here on is another step.
            self._intention = str(uuid4())
            self._saved = row.body
            self.text.set_markdown(row.body)
            self.renew()
            return
        self._meet(row.body)

    def set_lost(self) -> None:
        """The section was put into the trash elsewhere while words of it are not saved."""
        self.lost = True
        self._stop()
        self._ask(
            _("This section was put into the trash while you wrote in it."),
            _("Take it out, with my words"),
            _("Let it go"),
            both=False,
        )

    def set_read_only(self, *, final: bool) -> None:
        """Whether nothing may be changed here."""
        self.text.setReadOnly(final)
        self.heading.setReadOnly(final)
        for widget in (self.kind, self.up, self.down, self.delete, self.handle):
            widget.setEnabled(not final)

    def set_guidance(self, words: str) -> None:
        """What is shown in the empty text; never saved."""
        self.text.set_guidance(words)

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Whether the section is the first or last that it can be."""
        free = not self.text.isReadOnly()
        self.up.setEnabled(free and not first)
        self.down.setEnabled(free and not last)

    def set_reading_shown(self, *, shown: bool) -> None:
        """Show how the section reads, or only its text."""
        self._wanted = shown
        self._shown = None
        self.show_reading(self._numbers)

    # ------------------------------------------------------------------ reading view

    def renew(self) -> None:
        """Read the text anew; the page numbers it then."""
        self.read = section_text(
            self.row.id, self.row.section_kind, self.row.heading, self.text.markdown()
        )

    def show_reading(self, numbers: CitationNumbers) -> None:
        """Paint the reading view and the chips where the words or their numbers changed."""
        self._numbers = numbers
        known = numbers.known
        cites = (ref for block in self.read.blocks for run in block.runs for ref in run.cites)
        state = (self.read.blocks, tuple(known.get(ref, 0) for ref in cites))
        if self._shown == state:
            return
        renumbered = self._shown is None or self._shown[1] != state[1]
        self._shown = state
        if renumbered:
            self.text.set_numbers(numbers)
        shown = self._wanted and bool(self.read.blocks)
        if shown:
            self.reading.set_numbers(numbers)
            self.reading.set_blocks(self.read.blocks)
        self.frame.setVisible(shown)

    # ------------------------------------------------------------------ saving

    def flush(self) -> None:
        """Save the words now if they are not saved yet and nothing is to be decided."""
        self._stop()
        if not self.dirty or self.theirs is not None or self.lost:
            return
        body = self.text.markdown()
        if body == self._saved:
            self._dirty = False
            return
        before, self._saved, self._dirty = self._saved, body, False
        try:
            writing.set_section_body(
                self.session.workspace,
                self.row.id,
                body,
                expected=before,
                intention=self._intention,
            )
        except writing.SectionChangedError as error:
            self._saved, self._dirty = before, True
            self._meet(error.body)
        except NotFoundError:
            self._saved, self._dirty = before, True
            self.set_lost()
        except UserError as error:
            self._saved, self._dirty = before, True
            self.session.say(str(error), error=True)

    def keep_mine(self) -> None:
        """Overwrite what the other wrote, as a step that can be taken back; or take mine out."""
        if self.lost:
            self.lost = False
            body = self._saved = self.text.markdown()
            self._dirty = False
            writing.restore_section(self.session.workspace, self.row.id, body)
        elif self.theirs is not None:
            self._saved = self.theirs
            self._ask_nothing()
            self.flush()
        self._ask_nothing()

    def take_theirs(self) -> None:
        """Let go of my words, or of the section."""
        theirs, lost = self.theirs, self.lost
        self._ask_nothing()
        self._dirty = False
        if theirs is not None:
            self._saved = theirs
            self.text.set_markdown(theirs)
            self._on_changed_here()
        elif lost:
            self.hide()
            self.typed.emit()

    def keep_both(self) -> None:
        """My words, then what the other wrote."""
        theirs = self.theirs
        if theirs is None:
            return
        mine = self.text.markdown().rstrip("\n")
        self._saved = theirs
        self._ask_nothing()
        self.text.merge_markdown(f"{mine}\n\n{theirs}")
        self._dirty = True
        self._on_changed_here()
        self.flush()

    def _meet(self, theirs: str) -> None:
        """Join what another wrote with what is typed here, or ask."""
        merged = merge_texts(self._saved, self.text.markdown(), theirs)
        if merged is None:
            self.theirs = theirs
            self._stop()
            self._ask(
                _(
                    "Another changed the same lines while you wrote. Your words stand here and are "
                    "not saved until you choose."
                ),
                _("Keep mine"),
                _("Take theirs"),
                both=True,
            )
            return
        self._saved = theirs
        self._ask_nothing()
        self.text.merge_markdown(merged)
        self._dirty = merged != theirs
        self._intention = str(uuid4())
        if self._dirty:
            self._soon.start()
        self._on_changed_here()

    def _ask(self, words: str, keep: str, take: str, *, both: bool) -> None:
        self._asks.setText(words)
        self.keep.setText(keep)
        self.take.setText(take)
        self.both.setVisible(both)
        for button in (self.keep, self.take, self.both):
            button.setAccessibleName(button.text())
        self.question.show()

    def _ask_nothing(self) -> None:
        self.theirs, self.lost = None, False
        self.question.hide()

    def _stop(self) -> None:
        self._soon.stop()
        self._latest.stop()

    # ------------------------------------------------------------------ events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.row.id)
        elif watched is self.kind and event.type() == QEvent.Type.Wheel:
            # The page scrolls, also where a list of kinds stands under the mouse.
            event.ignore()
            return True
        elif watched is self.handle and isinstance(event, QMouseEvent) and self.handle.isEnabled():
            return self._drag(event)
        return super().eventFilter(watched, event)

    def _drag(self, event: QMouseEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove or (
            event.type() == QEvent.Type.MouseButtonRelease
        ):
            page = self.parentWidget()
            spot = self.handle.mapTo(page, event.position().toPoint()) if page else QPoint()
            self.dragged.emit(spot.y(), event.type() == QEvent.Type.MouseButtonRelease)
        return event.type() != QEvent.Type.MouseButtonDblClick

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= theme.px(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._pair.direction():
            self._pair.setDirection(way)
            self._align()

    def _align(self) -> None:
        beside = self._pair.direction() == QBoxLayout.Direction.LeftToRight
        top = Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0)
        self._pair.setAlignment(self.text, top)
        self._pair.setAlignment(self.frame, top)

    def restyle(self) -> None:
        """Take sizes and colours of the theme."""
        self._space()
        self.text.restyle()
        self._shown = None
        self.show_reading(self._numbers)

    def _space(self) -> None:
        self._body.setSpacing(theme.px(4))
        self._head.setSpacing(theme.px(6))
        self._pair.setSpacing(theme.px(10))
        self._inner.setContentsMargins(theme.px(7), 0, theme.px(7), theme.px(2))
        self._inner.setSpacing(theme.px(2))
        self.frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def _show_row(self) -> None:
        place = self.kind.findData(self.row.section_kind)
        if place < 0:
            # A kind that another version of the program knows.
            self.kind.addItem(self.row.section_kind.capitalize(), self.row.section_kind)
            place = self.kind.count() - 1
        self.kind.setCurrentIndex(place)
        if not self.heading.hasFocus():
            self.heading.setText(self.row.heading)
        self.heading.setPlaceholderText(_(self.row.section_kind).capitalize())
        self._name_parts()

    def _name_parts(self) -> None:
        name = self.row.heading or _(self.row.section_kind).capitalize()
        self.setAccessibleName(name)
        for widget, words in (
            (self.kind, _("Kind of section: {name}")),
            (self.heading, _("Heading of section: {name}")),
            (self.up, _("Move up: {name}")),
            (self.down, _("Move down: {name}")),
            (self.delete, _("Delete section: {name}")),
        ):
            widget.setAccessibleName(words.format(name=name))
        if hasattr(self, "text"):
            self.text.setAccessibleName(_("Text of section: {name}").format(name=name))

    def _on_typed(self) -> None:
        now = time.monotonic()
        if not self.dirty and now - self._last_key > PAUSE_S:
            self._intention = str(uuid4())
        self._last_key = now
        self._dirty = True
        if self.theirs is None and not self.lost:
            self._soon.start()
            if not self._latest.isActive():
                self._latest.start()
        self.typed.emit()

    def _on_changed_here(self) -> None:
        self.typed.emit()

    def _on_left(self) -> None:
        self.flush()
        self._intention = str(uuid4())

    def _on_kind_chosen(self) -> None:
        self.flush()
        self._try(writing.set_section_kind, self.kind.currentData())

    def _on_heading_typed(self) -> None:
        if self.heading.text().strip() != self.row.heading:
            self._try(writing.set_section_heading, self.heading.text())

    def _on_up(self) -> None:
        self.move_asked.emit(-1)

    def _on_down(self) -> None:
        self.move_asked.emit(1)

    def _on_delete(self) -> None:
        self.flush()
        self._try(writing.delete_section)
        self.session.say(_("The section is in the trash; Ctrl+Z takes it out."))

    def _try(self, change: Callable[..., object], *args: object) -> None:
        try:
            change(self.session.workspace, self.row.id, *args)
        except UserError as error:
            self.session.say(str(error), error=True)
