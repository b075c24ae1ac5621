"""Beside the tabs: what the selected entry rests on, with the words around, and its notes."""

# long because: a card, its words and the panel that holds them belong together.
from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.grades import CREDIBILITY, RELIABILITY
from briefing.domain.source import AnchorState
from briefing.i18n import _, ngettext
from briefing.services import evidence_view, searching
from briefing.ui import theme
from briefing.ui.session import Entry
from briefing.ui.shell.conflict_bar import ConflictBar
from briefing.ui.shell.note_column import NoteColumn
from briefing.ui.shell.notes import NoteCard, WrappedLabel
from briefing.ui.shell.origin_bar import OriginBar
from briefing.ui.widgets.badges import GradeBadge
from briefing.ui.widgets.panels import Card, SectionHeading

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from briefing.domain.changes import ChangeSet
    from briefing.services.evidence_view import PassageWords, SourceEvidence
    from briefing.ui.session import Session

_NOTE_KINDS = frozenset({"annotation", "tag", "person"})
_KINDS = frozenset(
    {
        *("passage_link", "passage", "source", "source_link", "briefing_source", "document"),
        *("basis", "bloc_member", "evidence", "claim", "relation", "quote", "judgment", "section"),
        *("quote_speaker", "actor", "office", "actor_name", "membership", "event", "bloc"),
        *("verdict", "same_as"),
    }
)
_TITLE_LENGTH = 120
#: Until the panel has taken the height of a note that was opened.
_LOOK_MS = 30
_TYPED_MS = 700
#: Text scale in per cent from which a grade stands under its title.
_LARGE = 150


class PassageLabel(WrappedLabel):
    """The words around a passage with its own marked; a click or Enter on them opens it."""

    #: Carries the passage's id.
    opened = Signal(object)

    def __init__(self, words: PassageWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Passage: {words}").format(words=words.exact))
        self.setAccessibleDescription(
            _("{words} Press Enter to show it in its source.").format(
                words=f"{words.before}{words.exact}{words.after}"
            )
        )
        self.setToolTip(_("Show in source"))
        self.linkActivated.connect(self._on_link)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def current_entry(self) -> Entry:
        """The passage, for copying."""
        return Entry("passage", self._words.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._words.id)
            return
        super().keyPressEvent(event)

    def _on_link(self, _link: str) -> None:
        self.opened.emit(self._words.id)

    def _on_theme_changed(self) -> None:
        self.setFont(theme.serif(1.1))
        ink, ground = theme.colour("text.body").name(), theme.colour("status.highlight").name()
        look = f"color:{ink}; background-color:{ground}; text-decoration:none"
        words = self._words
        self.setText(
            f'{escape(words.before)}<a href="passage" style="{look}">{escape(words.exact)}</a>'
            f"{escape(words.after)}"
        )


class SourceCard(Card):
    """One source: what it is, how it is graded, and the words that the entry rests on."""

    #: An Entry to be shown in its own tab.
    opened = Signal(object)

    def __init__(self, source: SourceEvidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = source
        title = WrappedLabel(self, "strong")
        title.show_text(source.title)
        self.badge = _badge(source, self)
        self._top = QHBoxLayout()
        self._top.setSpacing(theme.px(8))
        self._top.addWidget(title, 1)
        self.body.addLayout(self._top)
        self._on_theme_changed()
        parts = [source.about, source.issued]
        if source.reported_by:
            parts.append(_("reported by {title}").format(title=source.reported_by))
        self.about = WrappedLabel(self, "small")
        self.about.show_text(" · ".join(filter(None, parts)))
        self.body.addWidget(self.about)
        self.passages: list[PassageLabel] = []
        for words in source.passages:
            self._add_passage(words)
        self.show_button = QPushButton(_("Show in source"), self)
        self.show_button.setAccessibleName(_("Show in source: {title}").format(title=source.title))
        self.show_button.setAutoDefault(False)
        theme.set_role(self.show_button, "link")
        self.show_button.clicked.connect(self._on_show_clicked)
        self.body.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(
            _("Source: {title}. {about}").format(
                title=source.title, about=" · ".join(filter(None, parts))
            )
        )

    def current_entry(self) -> Entry:
        """The source, for copying."""
        return Entry("source", self.source.id)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        # Large words need the room that would stand empty round them.
        self.body.setContentsMargins(12, theme.px(9), 12, theme.px(9))
        top = getattr(self, "_top", None)
        if top is not None:
            large = theme.current().text_scale >= _LARGE
            (top if large else self.body).removeWidget(self.badge)
            if large:
                self.body.insertWidget(1, self.badge)
            else:
                top.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)

    def _add_passage(self, words: PassageWords) -> None:
        said = {"asserts": _("Asserts"), "denies": _("Denies")}.get(words.role, "")
        state = {
            AnchorState.MOVED: _("the passage has moved in the text"),
            AnchorState.UNCERTAIN: _("the place in the text is uncertain"),
            AnchorState.ORPHANED: _("no longer found in the text"),
        }.get(AnchorState(words.state) if words.state in set(AnchorState) else AnchorState.EXACT)
        above = " · ".join(filter(None, (said, _cut(words.through), state)))
        if above:
            label = WrappedLabel(self, "small")
            label.show_text(above)
            self.body.addWidget(label)
        passage = PassageLabel(words, self)
        passage.opened.connect(self._on_passage_opened)
        self.passages.append(passage)
        self.body.addWidget(passage)

    def _on_passage_opened(self, passage_id: str) -> None:
        self.opened.emit(Entry("passage", passage_id))

    def _on_show_clicked(self) -> None:
        found = self.source.passages
        self.opened.emit(
            Entry("passage", found[0].id) if found else Entry("source", self.source.id)
        )


class SourcesPanel(QWidget):
    """Follows the selection of the window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("sources_panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, "panel")
        self.setAccessibleName(_("Sources and notes"))
        self._stale = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._on_look)
        self._entry: Entry | None = None
        #: What is shown: the entry that is selected, or that the selected note is on.
        self._shown: Entry | None = None
        self.cards: list[SourceCard] = []
        #: A note that is to be in view when its height is known.
        self._wanted: QWidget | None = None
        self.heading = SectionHeading(_("Sources"), self, quiet=True)
        self.heading.setWordWrap(True)
        self.heading.setMinimumWidth(1)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.heading.setSizePolicy(policy)
        self.count = QLabel(self)
        theme.set_role(self.count, "small")
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        self._head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self._content = QWidget(self)
        self._column = QVBoxLayout(self._content)
        self._sources = QVBoxLayout()
        self.title = WrappedLabel(self._content, "muted")
        self.empty = WrappedLabel(self._content, "muted")
        self.more = WrappedLabel(self._content, "small")
        self.note_column = NoteColumn(session, self._content)
        self.note_column.revealed.connect(self._on_revealed)
        self.origin = OriginBar(session, self._content)
        self.conflicts = ConflictBar(session, self._content)
        self._column.addWidget(self.title)
        self._column.addWidget(self.origin)
        self._column.addWidget(self.conflicts)
        self._column.addWidget(self.empty)
        self._column.addLayout(self._sources)
        self._column.addWidget(self.more)
        self._column.addWidget(self.note_column)
        self._column.addStretch(1)
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.viewport().setAutoFillBackground(False)
        self.scroll_area.setWidget(self._content)
        self._content.setAutoFillBackground(False)
        self._outer = QVBoxLayout(self)
        self._outer.addLayout(self._head)
        self._outer.addWidget(self.scroll_area, 1)
        session.selection_changed.connect(self._on_selection_changed)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._show_sources)
        session.changed.connect(self._on_changed)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.reload()

    @property
    def notes(self) -> list[NoteCard]:
        """The notes on the entry, thread by thread."""
        return self.note_column.cards()

    def reload(self) -> None:
        """Read sources and notes of the selection anew; a note being written stays open."""
        self._stale = False
        chosen = self.session.selection
        moved = chosen != self._entry
        if moved:
            home = (
                searching.home_of(self.session.workspace, chosen.kind, chosen.id)
                if chosen
                else None
            )
            self._entry, self._shown = chosen, Entry(*home) if home else None
            self.scroll_area.verticalScrollBar().setValue(0)
        self.note_column.show_entry(self._shown)
        self._show_sources()
        self._rest.start()
        if moved and chosen is not None and chosen.kind == "annotation":
            self.note_column.show_note(chosen.id)

    def _on_rest(self) -> None:
        # A card gets its fonts when it is first shown; the heights asked for before are too small.
        for label in self._content.findChildren(WrappedLabel):
            label.updateGeometry()
        self._column.invalidate()
        if self._wanted is not None:
            self._look.start()

    def _on_look(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted in (*self.notes, *self.note_column.threads):
            self.scroll_area.ensureWidgetVisible(wanted)

    def add_note(self) -> None:
        """Open a new note on the selection, with the keyboard on its words."""
        if self._is_ready():
            self.note_column.add_note()

    def ask(self) -> None:
        """Open a question to the analyst on the selection, with the keyboard on its words."""
        if self._is_ready():
            self.note_column.ask()

    def reply_to(self, note_id: str) -> bool:
        """Open a reply in the thread of a note on the selection."""
        return self._is_ready() and self.note_column.reply_to(note_id)

    def edit_note(self, note_id: str) -> bool:
        """Open the words of a note on the selection."""
        return self._is_ready() and self.note_column.edit_note(note_id)

    def _is_ready(self) -> bool:
        if self._stale or self.session.selection != self._entry:
            self.reload()
        if self._entry is None:
            self.session.say(_("Select a statement to write a note on it."))
        return self._entry is not None

    def _on_revealed(self, part: QWidget) -> None:
        self._column.activate()
        self.scroll_area.ensureWidgetVisible(part)
        # Once more at its full height, which it takes only when it has been shown.
        self._wanted = part
        self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while the panel was hidden."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _show_sources(self) -> None:
        for card in self.cards:
            self._sources.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        entry = self._shown
        self.more.hide()
        self.origin.show_entry(entry)
        self.conflicts.show_entry(entry)
        if entry is None:
            self.heading.set_text(_("Sources"))
            self.count.setText("")
            self.title.hide()
            self.empty.setText(_("Select a statement to see what it rests on."))
            self.empty.show()
            return
        view = evidence_view.evidence(
            self.session.workspace, entry.kind, entry.id, self.session.briefing_id
        )
        self.heading.set_text(view.heading)
        self.count.setText(
            _("{here} of {total}").format(here=len(view.cards), total=view.total)
            if view.cards
            else ""
        )
        self.count.setAccessibleName(
            _("{here} of the briefing’s {total} sources").format(
                here=len(view.cards), total=view.total
            )
        )
        self.title.show_text(_cut(view.title))
        self.title.setToolTip(view.title)
        self.title.setVisible(bool(view.title))
        self.empty.setText(_("No source: nothing in the library supports this yet."))
        self.empty.setVisible(not view.cards)
        for source in view.cards:
            card = SourceCard(source, self._content)
            card.opened.connect(self.session.open_entry)
            self.cards.append(card)
            self._sources.addWidget(card)
        if view.more:
            self.more.setText(
                ngettext("and {n} more passage", "and {n} more passages", view.more).format(
                    n=view.more
                )
            )
            self.more.show()

    def _on_selection_changed(self, _entry: object) -> None:
        # At once even where hidden: what is being written belongs to the entry left behind.
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = self._stale or self._typed.isActive()
        self._typed.stop()

    def _on_changed(self, done: ChangeSet) -> None:
        sources = not _KINDS.isdisjoint(done.touched)
        notes = not _NOTE_KINDS.isdisjoint(done.touched)
        if not self.isVisible():
            self._stale = self._stale or sources or notes
            return
        if set(done.touched) == {"section"}:
            # Saved as it is typed: what it rests on is read again when the hands rest.
            self._typed.start()
        elif sources:
            self._show_sources()
        if notes:
            self.note_column.take(done)
            self._rest.start()

    def _on_theme_changed(self) -> None:
        gap = theme.px(10)
        self._outer.setContentsMargins(14, theme.px(12), 6, 0)
        self._outer.setSpacing(theme.px(6))
        self._head.setContentsMargins(0, 0, 10, 0)
        self._column.setContentsMargins(0, 0, 6, gap)
        for layout in (self._column, self._sources):
            layout.setSpacing(gap)


def _badge(source: SourceEvidence, parent: QWidget) -> GradeBadge:
    letter = source.reliability if source.reliability in RELIABILITY else ""
    digit = source.credibility if source.credibility in CREDIBILITY else ""
    badge = GradeBadge(letter, digit, parent)
    lines = [f"{letter} — {RELIABILITY[letter]}" if letter else ""]
    lines += [f"{digit} — {CREDIBILITY[digit]}" if digit else _("Information not graded here.")]
    lines += [source.reason]
    meaning = "\n".join(filter(None, lines))
    badge.setToolTip(meaning)
    badge.setAccessibleDescription(meaning)
    return badge


def _cut(text: str) -> str:
    if len(text) <= _TITLE_LENGTH:
        return text
    return text[:_TITLE_LENGTH].rpartition(" ")[0] + " …"
