"""The Brief tab: the page a reader opens first, from the bottom line down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.briefing import SectionKind
from briefing.domain.citing import CitationNumbers, Ref
from briefing.errors import NotFoundError
from briefing.i18n import _
from briefing.services import editing
from briefing.services.brief_view import brief_view
from briefing.services.reading import What
from briefing.ui import theme
from briefing.ui.news import news_words
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab
from briefing.ui.tabs.brief_news import NewsGround, NewsStrip
from briefing.ui.tabs.brief_parts import PAD, BottomLine, WriteHere, nothing
from briefing.ui.tabs.judgment_row import JudgmentRow
from briefing.ui.tabs.reading_text import ReadingText
from briefing.ui.widgets.inline_edit import InlineEdit
from briefing.ui.widgets.panels import SectionHeading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QPoint

    from briefing.domain.briefing import Release
    from briefing.domain.changes import ChangeSet
    from briefing.services.brief_view import BriefView, JudgmentLine, SectionText
    from briefing.ui.editors.writing_page import WritingPage
    from briefing.ui.session import Session
    from briefing.ui.tabs.release_note import ReleaseNote

# Pixels at 100 %: the text column of about 75 letters, and what is left round its rows.
_COLUMN, _PAD = 640, PAD
#: Kinds of section that stand above the others.
_ABOVE = frozenset({SectionKind.BOTTOM_LINE.value, SectionKind.DISPUTED.value})


class BriefTab(Tab):
    """Bottom line, key judgments, what is disputed, other assessments and the sections."""

    key = "brief"
    title = "Brief"
    has_lists = False
    #: Writing began or ended.
    writing_changed = Signal()
    #: The person wants a final briefing to be a draft again.
    draft_asked = Signal()
    kinds = frozenset(
        {"briefing", "section", "judgment", "basis", "indicator", "passage_link", "release"}
    )
    home_of = frozenset({"briefing", "section", "judgment"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.view: BriefView | None = None
        self.rows: dict[str, JudgmentRow] = {}
        #: Section id → its heading, changed in place.
        self.headings: dict[str, InlineEdit] = {}
        self._places: dict[str, QWidget] = {}
        self._marks: dict[Ref, What] = {}
        self.strip: NewsStrip | None = None
        self.release_note: ReleaseNote | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page: WritingPage | None = None
        outer.addWidget(self.area)
        self.area.verticalScrollBar().valueChanged.connect(self._start_looking)
        session.selection_changed.connect(self._on_selection)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def reload(self) -> None:
        """Read the briefing on the desk anew; the place on the page is kept."""
        before = self.view.id if self.view else None
        self.view = None
        if self.session.briefing_id:
            try:
                self.view = brief_view(self.session.workspace, self.session.briefing_id)
            except NotFoundError as error:
                self.session.say(str(error), error=True)
        if self.page is not None and self.writing:
            if self.view is None:
                self.set_writing(on=False)
            else:
                self.page.open(self.session.briefing_id)
                return
        self._build(keep=bool(self.view and self.view.id == before))

    @property
    def writing(self) -> bool:
        """Whether the page is written in now."""
        return self.page is not None and not self.page.isHidden()

    def set_writing(self, *, on: bool) -> None:
        """Write in the page, or read it; the place on it is kept."""
        if on == self.writing or (on and self.session.briefing_id is None):
            return
        at = self._in_sight()
        if self.page is None:
            # Loaded when it is first written, which the first picture of the window does not need.
            from briefing.ui.editors.writing_page import WritingPage

            self.page = WritingPage(self.session, self)
            self.page.done.connect(self._on_done)
            self.page.draft_asked.connect(self.draft_asked)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.page)
        if on:
            self.area.hide()
            self.page.show()
            self.page.open(self.session.briefing_id)
            self.page.focus_section(at)
        else:
            chosen = self.session.selection
            self.page.flush()
            self.page.hide()
            self.area.show()
            self.reload()
            if chosen is not None and chosen.kind == "section":
                self.show_entry("section", chosen.id)
        self.writing_changed.emit()

    def _in_sight(self) -> str:
        """The section that stands uppermost in view; empty for the first."""
        top = self.area.verticalScrollBar().value()
        if not top or self.view is None:
            return ""
        shown = (*self.view.bottom_line, *self.view.disputed, *self.view.sections)
        page = self.area.widget()
        for text in shown:
            place = self._places.get(text.id)
            if place is not None and page is not None:
                spot = place.mapTo(page, place.rect().bottomLeft())
                if spot.y() >= top:
                    return text.id
        return ""

    def _on_done(self) -> None:
        self.set_writing(on=False)

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Scroll to a judgment or section; a judgment is selected as well."""
        self.ensure_fresh()
        if self.view is None:
            return False
        if self.page is not None and self.writing and kind == "section":
            return self.page.focus_section(record_id)
        if kind == "briefing":
            self.area.verticalScrollBar().setValue(0)
            return record_id == self.view.id
        place = self._places.get(record_id)
        if place is None:
            return False
        if kind == "judgment":
            self.session.select(Entry("judgment", record_id))
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(place)
        return True

    def _build(self, *, keep: bool) -> None:
        bar = self.area.verticalScrollBar()
        at = bar.value() if keep else 0
        focused = next((key for key, row in self.rows.items() if row.hasFocus()), None)
        self.rows, self._places, self.strip, self.release_note = {}, {}, None, None
        self._marks = dict(self.session.news.marks)
        page = QWidget()
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(page, "page")
        sides = QHBoxLayout(page)
        sides.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(28))
        column = QWidget(page)
        column.setMaximumWidth(theme.px(_COLUMN + 2 * _PAD))
        sides.addStretch(1)
        sides.addWidget(column, 1000)
        sides.addStretch(1)
        body = QVBoxLayout(column)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.px(6))
        if self.view is not None:
            self._fill(self.view, column, body)
        if not body.count():
            body.addWidget(nothing(column, is_open=self.view is not None))
        else:
            body.addStretch(1)
        self.area.setWidget(page)
        self._on_selection(self.session.selection)
        if focused in self.rows:
            self.rows[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        if at:
            sides.activate()
            bar.setValue(at)
        self._start_looking()

    def _fill(self, view: BriefView, column: QWidget, body: QVBoxLayout) -> None:
        if self._marks:
            self.strip = NewsStrip(self._marks, column)
            self.strip.setContentsMargins(theme.px(_PAD), 0, theme.px(_PAD), theme.px(10))
            self.strip.wanted.connect(self._on_news_wanted)
            self.strip.read.connect(self.session.news.mark_read)
            self.strip.listed.connect(self._on_news_listed)
            body.addWidget(self.strip)
        if view.releases:
            # Loaded with the first briefing that was final once.
            from briefing.ui.tabs.release_note import ReleaseNote

            self.release_note = ReleaseNote(view, column)
            self.release_note.open_wanted.connect(self._on_version_wanted)
            self.release_note.compare_wanted.connect(self._on_compare_wanted)
            body.addWidget(self.release_note)
            body.addSpacing(theme.px(10))
        blank = self._to_write(view)
        for text in blank:
            if text.section_kind == SectionKind.BOTTOM_LINE:
                self._add_section(text, text.heading, column, body)
        if view.bottom_line:
            first = BottomLine(column)
            for text in view.bottom_line:
                first.body.addWidget(self._on_ground(text, self._text(text, first, 1.36), first))
            body.addWidget(first)
        self._add_rows(_("Key judgments"), view.key_judgments, column, body)
        disputed = [t for t in blank if t.section_kind == SectionKind.DISPUTED]
        for text in (*view.disputed, *disputed):
            self._add_section(text, _("What is disputed"), column, body)
        self._add_rows(_("Other assessments"), view.other_judgments, column, body)
        others = [*view.sections, *(t for t in blank if t.section_kind not in _ABOVE)]
        for text in sorted(others, key=lambda t: view.order.index(t.id)):
            heading = self._add_section(text, text.heading, column, body)
            keep = partial(self._rename, text.id)
            self.headings[text.id] = InlineEdit(
                heading, _("Heading of the section"), partial(str, text.heading), keep
            )

    def _to_write(self, view: BriefView) -> tuple[SectionText, ...]:
        """Sections with neither words nor a name, for which only who may write has a use."""
        return view.unnamed if self.session.may_change("section") else ()

    def _add_rows(
        self, heading: str, lines: Sequence[JudgmentLine], column: QWidget, body: QVBoxLayout
    ) -> None:
        if lines:
            self._add_heading(heading, column, body)
        for line in lines:
            news = self._marks.get(Ref("judgment", line.id))
            row = JudgmentRow(line, self._numbers(), news, column)
            row.chosen.connect(self._on_chosen)
            row.text.cited.connect(self._on_cited)
            self._give_menu(row, "judgment", line.id)
            self._give_menu(row.text, "judgment", line.id)
            self.rows[line.id] = self._places[line.id] = row
            body.addWidget(row)

    def _add_section(
        self, text: SectionText, heading: str, column: QWidget, body: QVBoxLayout
    ) -> SectionHeading:
        label = self._add_heading(heading, column, body)
        self._give_menu(label, "section", text.id)
        if self.view is not None and text.id in self.view.blank:
            if self.session.may_change("section"):
                body.addWidget(self._write_here(text, heading, column))
            return label
        shown = self._text(text, column)
        # In line with the words of the rows, whose ground reaches a little further out.
        shown.setViewportMargins(theme.px(_PAD), 0, theme.px(_PAD), 0)
        body.addWidget(self._on_ground(text, shown, column))
        return label

    def _write_here(self, text: SectionText, heading: str, parent: QWidget) -> QWidget:
        """What stands in for the words of a section that has none: a click begins them."""
        line = WriteHere(heading, parent)
        line.button.clicked.connect(partial(self._on_write_here, text.id))
        self._give_menu(line.button, "section", text.id)
        self._places[text.id] = line.button
        return line

    def _on_write_here(self, section_id: str) -> None:
        self.set_writing(on=True)
        if self.page is not None:
            self.page.focus_section(section_id)

    def _rename(self, section_id: str, heading: str) -> None:
        if self.session.refuses("section"):
            return
        editing.change_fields(
            self.session.workspace,
            "section",
            section_id,
            label=_("Rename section"),
            heading=heading,
        )

    def _on_ground(self, text: SectionText, shown: ReadingText, parent: QWidget) -> QWidget:
        """The text of a section, on tinted ground with a pill where it is news."""
        words = news_words(self._marks.get(Ref("section", text.id)))
        return NewsGround(shown, words, parent) if words else shown

    def _add_heading(self, heading: str, column: QWidget, body: QVBoxLayout) -> SectionHeading:
        if body.count():
            body.addSpacing(theme.px(14))
        label = SectionHeading(heading, column)
        label.setWordWrap(True)
        label.setContentsMargins(theme.px(_PAD), 0, theme.px(_PAD), 0)
        body.addWidget(label)
        return label

    def _text(self, text: SectionText, parent: QWidget, size: float = 1.25) -> ReadingText:
        shown = ReadingText(self._numbers(), parent, size=size)
        shown.set_blocks(text.blocks)
        shown.cited.connect(self._on_cited)
        self._give_menu(shown, "section", text.id)
        self._places[text.id] = shown
        return shown

    def _give_menu(self, widget: QWidget, kind: str, entry_id: str) -> None:
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(
            partial(self._on_menu, widget, Entry(kind, entry_id))
        )

    def _on_menu(self, widget: QWidget, entry: Entry, place: QPoint) -> None:
        self.session.menu_requested.emit(entry, widget.mapToGlobal(place))

    def _numbers(self) -> CitationNumbers:
        return self.view.numbers if self.view else CitationNumbers()

    def _on_cited(self, ref: Ref) -> None:
        self.session.select(Entry(ref.kind, ref.id))

    def _on_chosen(self, judgment_id: str) -> None:
        self.session.select(Entry("judgment", judgment_id))

    def _on_selection(self, entry: Entry | None) -> None:
        for key, row in self.rows.items():
            row.set_selected(entry == Entry("judgment", key))

    def _on_theme_changed(self) -> None:
        if not self._stale and not self.writing:
            self._build(keep=True)

    def _on_news(self) -> None:
        shown = self.view is not None and self.view.id == self.session.briefing_id
        if (
            shown
            and not self._stale
            and not self.writing
            and self._marks != self.session.news.marks
        ):
            self._build(keep=True)
        self._start_looking()

    def _on_version_wanted(self, release: Release) -> None:
        words = _("Version {n}, final").format(n=release.number)
        self.session.moment_requested.emit(release.clock, words)

    def _on_compare_wanted(self, release: Release) -> None:
        words = _("version {n}").format(n=release.number)
        self.session.compare_requested.emit(release.clock, words)

    def _on_news_listed(self) -> None:
        self.session.registry.run("news.open")

    def _on_news_wanted(self, ref: Ref) -> None:
        self.session.news.saw([ref])
        self.session.open_entry(Entry(ref.kind, ref.id))

    def _on_changed(self, done: ChangeSet) -> None:
        if self.page is not None and self.isVisible() and self.writing and self.page.take(done):
            return
        super()._on_changed(done)

    def entries_in_view(self) -> Iterable[Ref]:
        return (ref for ref in self.session.news.waiting() if self._in_view(ref))

    def _in_view(self, ref: Ref) -> bool:
        told_above = ref.kind == "briefing" or self._marks.get(ref) is What.REMOVED
        place = self.strip if told_above else self._places.get(ref.id)
        if place is None:
            return False
        shown = place.visibleRegion().boundingRect().height()
        # Of what is higher than the view, a view full is as much as can be seen.
        return shown >= min(place.height(), self.area.viewport().height()) * 0.8
