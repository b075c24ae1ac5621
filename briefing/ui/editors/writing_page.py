"""The Brief in writing: every section with its text and how it reads, judgments in their place."""

# long because: what comes and goes, its order and its numbers are kept together in one page.

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.briefing import SectionKind
from briefing.domain.citing import CitationNumbers, Ref
from briefing.errors import NotFoundError, UserError
from briefing.i18n import _
from briefing.services import finishing, starting, writing
from briefing.services.brief_view import brief_view, number_page
from briefing.services.citable import CiteIndex, build_index, touches
from briefing.services.spelling import load_speller
from briefing.ui import theme
from briefing.ui.editors.section_editor import SectionEditor
from briefing.ui.session import Entry
from briefing.ui.tabs.judgment_row import JudgmentRow
from briefing.ui.tasks import uncollected
from briefing.ui.widgets.panels import MessageBar, SectionHeading

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QAction, QPaintEvent

    from briefing.domain.changes import ChangeSet
    from briefing.services.brief_view import BriefView, JudgmentLine
    from briefing.services.spelling import Speller
    from briefing.services.writing import SectionRow
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

#: After the last key the page is read anew; while keys follow one another it stays as it is.
READ_MS: Final = 140
INDEX_MS: Final = 1_000
#: Pixels at 100 %.
_COLUMN: Final = 1_180


class WritingPage(QWidget):
    """Sections are typed here. Made when it is first asked for and kept with what can be taken back."""

    #: Reading is asked for instead.
    done = Signal()
    #: The person wants the briefing to be a draft again.
    draft_asked = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.briefing_id: str | None = None
        self.editors: dict[str, SectionEditor] = {}
        self.rows: dict[str, JudgmentRow] = {}
        self.index: CiteIndex | None = None
        self._index_of: str | None = None
        self._task: Task | None = None
        self.speller: Speller | None = None
        self._speller_of: str | None = None
        self._spelling = session.settings.check_spelling
        self._others: list[QWidget] = []
        self._view: BriefView | None = None
        self._numbered: dict[Ref, int] = {}
        self._lock = ""
        self._reading = True
        self._read_soon = QTimer(self)
        self._index_soon = QTimer(self)
        for timer, wait, call in (
            (self._read_soon, READ_MS, self.renumber),
            (self._index_soon, INDEX_MS, self._start_index),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(call)
        self._stale: set[str] = set()
        self._build()
        session.changed.connect(self._on_changed)
        session.selection_changed.connect(self._on_selection)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.notice = MessageBar(self)
        self.notice.close_button.hide()
        self.notice.action_requested.connect(self._on_draft_asked)
        outer.addWidget(self.notice)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self.area)
        page = QWidget()
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(page, "page")
        self._sides = QHBoxLayout(page)
        self.column = _Column(page)
        self._sides.addStretch(1)
        self._sides.addWidget(self.column, 1000)
        self._sides.addStretch(1)
        self._body = QVBoxLayout(self.column)
        self._body.setContentsMargins(0, 0, 0, 0)
        self.add_button = QPushButton(_("Add section"), self.column)
        self.add_button.setAccessibleName(_("Add section"))
        self.add_menu = QMenu(self.add_button)
        for kind in SectionKind:
            self.add_menu.addAction(_(kind.value).capitalize()).setData(kind.value)
        self.add_menu.triggered.connect(self._on_add_chosen)
        self.add_button.setMenu(self.add_menu)
        self._space()
        self.area.setWidget(page)

    def _space(self) -> None:
        side = theme.px(20)
        self._sides.setContentsMargins(side, theme.px(12), side, theme.px(26))
        self.column.setMaximumWidth(theme.px(_COLUMN))
        self._body.setSpacing(theme.px(16))

    # ------------------------------------------------------------------ open and leave

    def open(self, briefing_id: str | None) -> None:
        """Show a briefing for writing; words of the one before are saved first."""
        if briefing_id != self.briefing_id:
            self.flush()
            self._drop_all()
            self.briefing_id = briefing_id
            self.area.verticalScrollBar().setValue(0)
        self.catch_up()
        if briefing_id is not None and self._index_of != briefing_id:
            self.index = None
            self._start_index()

    def flush(self) -> None:
        """Save every word that is not saved yet."""
        for editor in self.editors.values():
            editor.flush()

    def focus_section(self, section_id: str = "", *, at_end: bool = False) -> bool:
        """Put the keyboard into a section, or into the first one."""
        editor = self.editors.get(section_id) if section_id else next(iter(self.ordered()), None)
        if editor is None:
            if not section_id:
                self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        editor.text.setFocus(Qt.FocusReason.OtherFocusReason)
        if at_end:
            editor.text.moveCursor(editor.text.textCursor().MoveOperation.End)
        self.area.ensureWidgetVisible(editor)
        return True

    def ordered(self) -> list[SectionEditor]:
        """The sections in the order of the page."""
        return sorted(
            self.editors.values(),
            key=lambda e: (writing.group_of(e.row.section_kind), e.row.position, e.row.id),
        )

    @property
    def reading_shown(self) -> bool:
        """Whether each section shows how it reads."""
        return self._reading

    def show_reading(self, *, shown: bool) -> None:
        """Show how each section reads, or only the text."""
        self._reading = shown
        for editor in self.editors.values():
            editor.set_reading_shown(shown=shown)

    # ------------------------------------------------------------------ what is shown

    def catch_up(self) -> None:
        """Show the briefing as the library holds it; words not saved yet stay."""
        if self.briefing_id is None:
            self._drop_all()
            return
        try:
            view = brief_view(self.session.workspace, self.briefing_id)
            rows = writing.section_rows(self.session.workspace, self.briefing_id)
            self._lock = finishing.lock_line(self.session.workspace, self.briefing_id)
        except NotFoundError:
            self._drop_all()
            return
        before = self._shape()
        lines = self._view.judgments if self._view else ()
        self._view = view
        fresh = self._meet(rows)
        if fresh or before != self._shape() or lines != view.judgments:
            self._arrange()
        self._show_final()
        self.renumber()
        self._start_speller()

    def take(self, done: ChangeSet) -> bool:
        """Whether a change set brought no more than other words of sections that stand here.

        Such are taken in at once; all else needs the page read anew.
        """
        ids = done.touched.get("section", frozenset())
        if set(done.touched) != {"section"} or self.briefing_id is None:
            return False
        if not ids <= self.editors.keys():
            return False
        found = writing.section_rows(self.session.workspace, self.briefing_id)
        rows = {row.id: row for row in found if row.id in ids}
        for key in ids:
            old, new = self.editors[key].row, rows.get(key)
            if new is None or (old.section_kind, old.position) != (new.section_kind, new.position):
                return False
        for key in ids:
            editor = self.editors[key]
            before = editor.row.heading
            editor.set_row(rows[key])
            if before != editor.row.heading or not editor.dirty:
                self._stale.add(key)
        self._read_soon.start()
        return True

    def _meet(self, rows: tuple[SectionRow, ...]) -> bool:
        """Give every editor its row; whether one came or went."""
        changed = False
        here = {row.id for row in rows}
        beside = [(row.section_kind, row.heading) for row in rows]
        for key, editor in list(self.editors.items()):
            if key in here:
                continue
            if editor.dirty and not editor.lost:
                editor.set_lost()
            elif not editor.lost:
                self._drop(key)
                changed = True
        for row in rows:
            known = self.editors.get(row.id)
            if known is None:
                known = self.editors[row.id] = self._make(row)
                changed = True
            else:
                known.set_row(row)
                known.renew()
            words = starting.guidance(row.section_kind, row.heading, beside)
            known.set_guidance(_(words) if words else "")
        return changed

    def _make(self, row: SectionRow) -> SectionEditor:
        editor = SectionEditor(self.session, row, self._get_index, self.column)
        editor.setProperty("section", row.id)
        editor.typed.connect(self._on_typed)
        editor.cited.connect(self._on_cited)
        editor.entered.connect(self._on_entered)
        editor.move_asked.connect(self._on_move_asked)
        editor.step_asked.connect(self._on_step_asked)
        editor.dragged.connect(self._on_dragged)
        editor.done.connect(self.done)
        editor.text.caret_moved.connect(self._on_caret_moved)
        editor.text.word_kept.connect(self._on_word_kept)
        editor.text.set_speller(self._get_speller)
        editor.set_reading_shown(shown=self._reading)
        return editor

    def _drop(self, key: str) -> None:
        editor = self.editors.pop(key)
        self._stale.discard(key)
        self._body.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    def _drop_all(self) -> None:
        for key in list(self.editors):
            self._drop(key)
        self._view = None
        self._arrange()

    def _shape(self) -> list[tuple[str, int, str]]:
        return [
            (e.row.id, writing.group_of(e.row.section_kind), e.row.position) for e in self.ordered()
        ]

    def _arrange(self) -> None:
        """Put everything into the order of the page; what is typed into keeps the keyboard."""
        while self._body.count():
            self._body.takeAt(0)
        for old in self._others:
            old.hide()
            old.deleteLater()
        self._others, self.rows, self._numbered = [], {}, {}
        groups: dict[int, list[SectionEditor]] = {0: [], 1: [], 2: []}
        for editor in self.ordered():
            groups[writing.group_of(editor.row.section_kind)].append(editor)
        lines = self._view.judgments if self._view else ()
        self._add(groups[0])
        self._add_judgments(_("Key judgments"), [one for one in lines if one.key])
        self._add(groups[1])
        self._add_judgments(_("Other assessments"), [one for one in lines if not one.key])
        self._add(groups[2])
        self._body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addStretch(1)
        self.add_button.setVisible(self.briefing_id is not None and not self._lock)
        before: QWidget | None = None
        for editor in self.ordered():
            for widget in (editor.kind, editor.heading, editor.text, editor.reading):
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget

    def _add(self, editors: list[SectionEditor]) -> None:
        for editor in editors:
            self._body.addWidget(editor)
            editor.set_ends(first=editor is editors[0], last=editor is editors[-1])
            editor.show()

    def _add_judgments(self, words: str, lines: list[JudgmentLine]) -> None:
        if not lines:
            return
        holder = QWidget(self.column)
        body = QVBoxLayout(holder)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.px(4))
        body.addWidget(SectionHeading(words, holder))
        numbers = self._view.numbers if self._view else CitationNumbers()
        for line in lines:
            row = JudgmentRow(line, numbers, None, holder)
            row.setToolTip(_("F2 edits this judgment"))
            row.chosen.connect(self._on_judgment)
            row.text.cited.connect(self._on_cited)
            self.rows[line.id] = row
            body.addWidget(row)
        self._others.append(holder)
        self._body.addWidget(holder)
        holder.show()

    def _show_final(self) -> None:
        locked = bool(self._lock) or self.session.workspace.library.read_only
        for group in (0, 1, 2):
            same = [e for e in self.ordered() if writing.group_of(e.row.section_kind) == group]
            for editor in same:
                editor.set_read_only(final=locked)
                editor.set_ends(first=editor is same[0], last=editor is same[-1])
        self.add_button.setVisible(self.briefing_id is not None and not locked)
        if self._lock:
            self.notice.show_message(self._lock, "warn", _("Set back to draft"))
            self.notice.close_button.hide()
        else:
            self.notice.hide()

    # ------------------------------------------------------------------ numbers

    def renumber(self) -> None:
        """Read anew what was typed, and number the whole page in its order."""
        self._read_soon.stop()
        for key in self._stale & self.editors.keys():
            self.editors[key].renew()
        self._stale.clear()
        if self._view is None:
            return
        groups: dict[int, list[SectionEditor]] = {0: [], 1: [], 2: []}
        for editor in self.ordered():
            groups[writing.group_of(editor.row.section_kind)].append(editor)
        first, disputed, rest = ([e.read for e in groups[n]] for n in (0, 1, 2))
        numbers = number_page(first, self._view.judgments, disputed, rest)
        for editor in self.editors.values():
            editor.show_reading(numbers)
        if dict(numbers.known) != self._numbered:
            self._numbered = dict(numbers.known)
            for row in self.rows.values():
                row.set_numbers(numbers)

    def _get_index(self) -> CiteIndex | None:
        return self.index

    def _start_index(self) -> None:
        """Read what can be cited, off the GUI thread; what is known serves until then."""
        briefing_id, before = self.briefing_id, self.index
        if briefing_id is None or self.session.tasks.is_shut_down:
            return
        workspace = self.session.workspace
        if self._task is not None and not self._task.over:
            self._task.cancel()
        self._index_of = briefing_id

        def job(_progress: Progress, token: CancelToken) -> tuple[str, CiteIndex]:
            with uncollected():
                return briefing_id, build_index(workspace, briefing_id, before, token.check)

        self._task = self.session.tasks.run(
            job, self._on_index, name=_("Entries to cite"), owner=self
        )

    def _on_index(self, made: tuple[str, CiteIndex]) -> None:
        briefing_id, index = made
        if briefing_id != self.briefing_id:
            return
        self.index = index
        for editor in self.editors.values():
            editor.text.renew_chips()
        self._mark_anew()

    # ------------------------------------------------------------------ spelling

    @property
    def spelling(self) -> bool:
        """Whether wrong words are underlined."""
        return self._spelling

    def check_spelling(self, *, on: bool) -> None:
        """Underline wrong words, or do not."""
        self._spelling = on
        self._start_speller()
        self._mark_anew()

    def _get_speller(self) -> Speller | None:
        return self.speller if self._spelling else None

    def _start_speller(self) -> None:
        """Load the dictionaries of the briefing's language, off the GUI thread."""
        language = self._view.language if self._view else None
        if not self._spelling or language is None or language == self._speller_of:
            return
        self._speller_of, self.speller = language, None

        def job(_progress: Progress, _token: CancelToken) -> tuple[str, Speller | None]:
            return language, load_speller(language)

        self.session.tasks.run(job, self._on_speller, name=_("Dictionary"), owner=self)

    def _on_speller(self, loaded: tuple[str, Speller | None]) -> None:
        language, speller = loaded
        if language != self._speller_of:
            return
        self.speller = speller
        if speller is None:
            self.session.say(
                _(
                    "No dictionary for {language} is on this laptop: spelling is not checked."
                ).format(language=language)
            )
        self._mark_anew()

    def _mark_anew(self) -> None:
        for editor in self.editors.values():
            if editor.text.marks is not None:
                editor.text.marks.rehighlight()

    def _on_word_kept(self, word: str) -> None:
        if self.speller is None:
            return
        try:
            self.speller.add(word)
        except UserError as error:
            self.session.say(str(error), error=True)
        self._mark_anew()

    # ------------------------------------------------------------------ events

    def _on_changed(self, done: ChangeSet) -> None:
        if self.isVisible() and touches(done) and self.briefing_id is not None:
            self._index_soon.start()
        elif touches(done):
            self._index_of = None

    def _on_typed(self) -> None:
        editor = self.sender()
        if isinstance(editor, SectionEditor):
            self._stale.add(editor.row.id)
            self._read_soon.start()
            if editor.isHidden() and not editor.dirty:
                self.catch_up()

    def _on_caret_moved(self, caret: QRect) -> None:
        """A section is as high as its words, so it is the page that follows the cursor."""
        text = self.sender()
        page = self.area.widget()
        if not isinstance(text, QWidget) or page is None:
            return
        spot = text.mapTo(page, caret.center())
        room = self.area.viewport().height()
        margin = min(caret.height() + theme.px(24), room // 3)
        layout = page.layout()
        if layout is not None:
            layout.activate()
        self.area.ensureVisible(0, spot.y(), 0, margin)

    def _on_cited(self, ref: Ref) -> None:
        self.session.select(Entry(ref.kind, ref.id))

    def _on_judgment(self, judgment_id: str) -> None:
        self.session.select(Entry("judgment", judgment_id))

    def _on_entered(self, section_id: str) -> None:
        self.session.select(Entry("section", section_id))

    def _on_selection(self, entry: Entry | None) -> None:
        for key, row in self.rows.items():
            row.set_selected(entry == Entry("judgment", key))

    def _on_step_asked(self, by: int) -> None:
        order, editor = self.ordered(), self.sender()
        if isinstance(editor, SectionEditor) and editor in order:
            at = order.index(editor) + by
            if 0 <= at < len(order):
                self.focus_section(order[at].row.id)

    def _on_move_asked(self, by: int) -> None:
        editor = self.sender()
        if isinstance(editor, SectionEditor):
            self._move(editor, by=by)

    def _move(self, editor: SectionEditor, *, by: int = 0, before: str | None = None) -> None:
        editor.flush()
        try:
            moved = writing.move_section(
                self.session.workspace, editor.row.id, by=by, before=before
            )
        except UserError as error:
            self.session.say(str(error), error=True)
            return
        if not moved:
            self.session.say(_("The section stands at its end of this part of the page."))

    def _on_dragged(self, height: int, dropped: bool) -> None:
        editor = self.sender()
        if not isinstance(editor, SectionEditor):
            return
        group = writing.group_of(editor.row.section_kind)
        same = [e for e in self.ordered() if writing.group_of(e.row.section_kind) == group]
        below = next((e for e in same if e.geometry().center().y() > height), None)
        gap = self._body.spacing() // 2
        line = below.geometry().top() - gap if below else same[-1].geometry().bottom() + gap
        self.column.show_line(-1 if dropped else line)
        self.area.ensureVisible(0, self.column.y() + height)
        if dropped and below is not editor:
            self._move(editor, before=below.row.id if below else "")

    def _on_add_chosen(self, action: QAction) -> None:
        if self.briefing_id is None:
            return
        try:
            made = writing.add_section(self.session.workspace, self.briefing_id, action.data())
        except UserError as error:
            self.session.say(str(error), error=True)
            return
        self.catch_up()
        self.focus_section(made)

    def _on_draft_asked(self) -> None:
        self.draft_asked.emit()

    def _on_theme_changed(self) -> None:
        self._space()
        for editor in self.editors.values():
            editor.restyle()
        self._arrange()
        self.renumber()


class _Line(QWidget):
    """Where a dragged section would go."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("accent.main"))


class _Column(QWidget):
    """Holds the sections, and shows where a dragged one would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = _Line(self)
        self.line.hide()

    def show_line(self, height: int) -> None:
        """Draw a line at a height; -1 for none."""
        self.line.setVisible(height >= 0)
        if height >= 0:
            self.line.setGeometry(0, height, self.width(), theme.px(3))
            self.line.raise_()
