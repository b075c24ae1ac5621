"""The Sources tab: what the briefing was made from, with the text and what rests on it."""

# long because: the list, the text, its panel and what rests on it act on one another.
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import capturing, choosing, margin_view, quoting, source_view
from briefing.services.drafting import waiting_by_source
from briefing.services.versions import without_place
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.document_view import DocumentView
from briefing.ui.models.rows import Row
from briefing.ui.session import Entry
from briefing.ui.tabs.base import Tab
from briefing.ui.tabs.quote_panel import QuotePanel
from briefing.ui.tabs.source_card import SourceWorth
from briefing.ui.tabs.source_page import SourcePage
from briefing.ui.tabs.source_rows import line_row, source_row
from briefing.ui.tabs.versions_bar import VersionsBar
from briefing.ui.widgets.modest import ModestArea
from briefing.ui.widgets.passage_margin import PassageMargin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from briefing.domain.changes import ChangeSet
    from briefing.services.actor_view import Line
    from briefing.services.anchoring import Span
    from briefing.services.margin_view import Mark
    from briefing.services.source_view import SourceCard, SourceRow
    from briefing.services.workspace import Workspace
    from briefing.ui.session import Session

#: Height in pixels at 100 % text from which what rests on a source is listed below it.
_ROOM = 440
#: More sources than these get cards of one height.
_MEASURED = 200
#: So many passages of a source, and its keys are told no more.
_LEARNT = 3
#: The share of the reading part that what is said about its source takes at most.
_HEAD = 0.45


class SourcesTab(Tab):
    """The sources on the desk at the left; the one chosen, opened, at the right."""

    #: The quote in the panel is wanted in the whole form.
    form_requested = Signal()
    #: Another source is open, or none.
    source_opened = Signal()

    key = "sources"
    title = "Sources"
    kinds = frozenset(
        {
            "source",
            "source_author",
            "source_link",
            "source_grade",
            "briefing_source",
            "document",
            "passage",
            "passage_link",
            "quote",
            "claim",
            "event",
            "relation",
            "bloc",
            "judgment",
        }
    )
    home_of = frozenset({"source", "document", "passage"})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.card: SourceCard | None = None
        self._reviewed = False
        #: The passage that was gone to last.
        self._at = ""
        self.list = RowList(_("Sources"), self)
        self.list.choose_several()
        self.list.chosen.connect(self._on_source_chosen)
        self.heading = QLabel(self)
        theme.set_role(self.heading, "subtitle")
        self.citation = QLabel(self)
        self.grade = QLabel(self)
        theme.set_role(self.grade, "accent")
        self.about = QLabel(self)
        theme.set_role(self.about, "small")
        self.worth = SourceWorth(session, self)
        self.view = DocumentView(self)
        self.view.passage_chosen.connect(self._on_passage_chosen)
        self.margin = PassageMargin(self.view)
        self.margin.chosen.connect(self._on_mark_chosen)
        session.selection_changed.connect(self._on_selection_changed)
        session.changed.connect(self._on_notes_changed)
        self.hint = QLabel(self)
        theme.set_role(self.hint, "faint")
        self.panel = QuotePanel(self)
        self.panel.save_requested.connect(self._on_save_requested)
        self.panel.cancelled.connect(self._on_panel_cancelled)
        self.panel.more_requested.connect(self.form_requested)
        self.rests = RowList(_("What rests on it"), self)
        self.rests.choose_several()
        self.rests.chosen.connect(self._on_rest_chosen)
        self.rests.opened.connect(session.open_entry)

        session.words_requested.connect(self._on_words_requested)

        head = QWidget(self)
        inner = QVBoxLayout(head)
        inner.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(6))
        inner.setSpacing(theme.px(3))
        for label in (self.heading, self.citation, self.grade, self.about, self.hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            inner.addWidget(label)
        inner.insertWidget(inner.count() - 1, self.worth)
        reading = QWidget(self)
        column = QVBoxLayout(reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.versions = VersionsBar(session, head)
        self.versions.document_wanted.connect(self._on_document_wanted)
        inner.insertWidget(1, self.versions)
        self.head_area = ModestArea(head, _("About this source"), _HEAD, reading)
        self.worth.revealed.connect(self._on_revealed)
        column.addWidget(self.head_area)
        self.page = SourcePage(session, self.view, self)
        texts = QSplitter(Qt.Orientation.Horizontal, self)
        texts.setChildrenCollapsible(False)
        texts.addWidget(self.view)
        texts.addWidget(self.page)
        texts.setSizes([300, 300])
        column.addWidget(texts, 1)
        column.addWidget(self.panel)
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.setChildrenCollapsible(False)
        right.addWidget(reading)
        right.addWidget(self.rests)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 1)
        right.setSizes([530, 120])
        self.both = both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        both.addWidget(self.list)
        both.addWidget(right)
        both.setStretchFactor(0, 0)
        both.setStretchFactor(1, 1)
        both.setSizes([270, 510])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(both)

    def reload(self) -> None:
        """Read list and card anew."""
        briefing = self.session.briefing_id
        if briefing is None:
            self.list.set_rows(())
            self._open("")
            return
        sources = self._show_list(briefing)
        known = {one.id for one in sources}
        wanted = self.card.id if self.card and self.card.id in known else ""
        if not wanted and sources:
            # The one that the briefing was read from tells most at first sight.
            wanted = max(sources, key=lambda one: one.passages).id
        self._open(wanted, self.view.document_id if self.card and wanted == self.card.id else "")
        if wanted:
            self.list.select_entry("source", wanted, scroll=False)

    def _show_list(self, briefing: str) -> Sequence[SourceRow]:
        """The sources with how many proposals of each wait, then what has no source."""
        ws = self.session.workspace
        sources = source_view.source_list(ws, briefing)
        left = without_place(ws, briefing)
        proposals = self.session.proposals
        waits = waiting_by_source(ws, proposals.counts if proposals else {})
        rows = [source_row(one, left.get(one.id), waits.get(one.id, 0)) for one in sources]
        missing = source_view.unsourced(ws, briefing)
        rows.append(Row(heading=True, head=_("Without a source"), tail=str(len(missing))))
        rows += [line_row(line) for line in missing]
        self.list.shape_for(len(rows), _MEASURED)
        self.list.set_rows(rows)
        return sources

    def refresh_marks(self) -> None:
        super().refresh_marks()
        # How many proposals wait stands at each source.
        briefing = self.session.briefing_id
        if self.isVisible() and not self._stale and briefing is not None:
            if not self.list.isHidden():
                self._show_list(briefing)
        else:
            self._stale = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room the document goes before what rests on it.
        self._show_room()

    def _show_room(self) -> None:
        has_room = self.height() >= theme.px(_ROOM) and not self._reviewed
        self.rests.setVisible(has_room and bool(self.card and self.card.rests))

    def set_reviewed(self, *, reviewed: bool, cramped: bool = False) -> None:
        """Leave out what rests on the words, which a review needs the room for; ``cramped`` the head too."""
        self._reviewed = reviewed
        self.head_area.setHidden(reviewed and cramped)
        self._show_room()

    @classmethod
    def count_in(cls, workspace: Workspace, briefing_id: str) -> int | None:
        """How many sources are on the desk."""
        return len(source_view.source_list(workspace, briefing_id))

    def show_entry(self, kind: str, record_id: str) -> bool:
        """Open a source or document, or scroll to a passage and let it flash."""
        self.ensure_fresh()
        ws = self.session.workspace
        if kind == "source":
            self._open(record_id)
        elif kind == "document":
            self._open(source_view.document_source(ws, record_id), record_id)
            # Read and marked at once, from the keyboard too.
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif kind == "passage":
            place = source_view.passage_place(ws, record_id)
            if place is None:
                return False
            self._open(*place)
            if not self.view.show_passage(record_id):
                return False
            self._show_rests(record_id)
        else:
            return False
        if self.card is None:
            return False
        self.list.select_entry("source", self.card.id)
        return True

    def step_passage(self, by: int) -> None:
        """Go to the next or the previous passage and select what rests on it."""
        passage = self.view.step(by)
        if passage:
            self._on_passage_chosen(passage)
        elif self.card is not None:
            self.session.say(_("This text has no passages yet."))

    def toggle_page(self) -> None:
        """Show the page of a PDF beside its text, or hide it."""
        if not self.page.toggle() and self.page.wanted:
            self.session.say(_("This source has no pages; those of PDF files are shown here."))

    def _open(self, source_id: str, document_id: str = "") -> None:
        card = (
            source_view.source_card(self.session.workspace, source_id, document_id)
            if source_id
            else None
        )
        fresh = (card.id if card else "") != (self.card.id if self.card else "")
        self.card = card
        # What is being filled in stays while its document does, whatever else was written.
        if not card or card.document_id != self.panel.place[0]:
            self.panel.hide()
        self.heading.setText(card.title if card else "")
        self.citation.setText(card.citation if card and card.citation != card.title else "")
        self.grade.setText(f"{card.reliability} · {card.meaning}" if card else "")
        self.about.setText("\n".join(filter(None, (card.reason, *card.links))) if card else "")
        for label in (self.citation, self.grade, self.about):
            label.setVisible(bool(label.text()))
        self.worth.show_source(card.id if card else "")
        has_text = bool(card and card.text)
        # Who has made some passages knows the keys; the room is the text's.
        if fresh:
            # Not while one works: the words would move from under the pointer.
            self.hint.setVisible(bool(card) and len(card.spans if card else ()) < _LEARNT)
        self.hint.setText(
            _(
                "Select words, then: Q quote, L claim, E event, A actor, R relation, N note, "
                "H highlight, P add to the selected entry."
            )
            if has_text
            else _("No document of this source is held.")
        )
        self.view.set_document(
            card.document_id if card else "",
            card.text if card else "",
            card.spans if card else (),
        )
        self._show_marks()
        self.versions.show_document(self.view.document_id)
        self.page.set_document(
            card.document_id if card else "",
            [(span.start, span.end) for span in card.spans] if card else (),
        )
        self._show_rests("")
        self.source_opened.emit()

    def _on_document_wanted(self, document_id: str) -> None:
        if self.card is not None:
            self._open(self.card.id, document_id)

    def _show_marks(self) -> None:
        spans = self.card.spans if self.card else ()
        self.margin.set_marks(margin_view.marks(self.session.workspace, spans))

    def _on_notes_changed(self, done: ChangeSet) -> None:
        # A note is saved while it is typed: the whole tab need not be read anew for it.
        if "annotation" in done.touched and self.kinds.isdisjoint(done.touched):
            self._show_marks()

    def _on_selection_changed(self, entry: Entry | None) -> None:
        self.margin.select(entry.kind if entry else "", entry.id if entry else "")
        if entry is not None:
            self.rests.select_entry(entry.kind, entry.id)

    def _on_mark_chosen(self, mark: Mark) -> None:
        self.view.choose(mark.passage_id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._at = mark.passage_id
        self._show_rests(mark.passage_id)
        self.rests.select_entry(mark.kind, mark.id)
        self.session.select(Entry(mark.kind, mark.id))

    def _show_rests(self, passage_id: str) -> None:
        card = self.card
        lines: tuple[Line, ...] = card.rests if card else ()
        words = _("What rests on this source")
        if self.versions.is_needed:
            words = _("What rests on this version")
        span = next((s for s in card.spans if s.id == passage_id), None) if card else None
        if span is not None:
            lines, words = span.rests, _("What rests on this passage")
        heading = Row(heading=True, head=words, tail=str(len(lines)))
        self.rests.shape_for(len(lines), _MEASURED)
        self.rests.set_rows([heading, *(line_row(line) for line in lines)])
        self.rests.scrollToTop()
        chosen = self.session.selection
        if chosen is not None:
            self.rests.select_entry(chosen.kind, chosen.id)
        self._show_room()

    def _on_source_chosen(self, entry: Entry) -> None:
        if entry.kind == "source":
            self._open(entry.id)
        self.session.select(entry)

    def _on_rest_chosen(self, entry: Entry) -> None:
        self.session.select(entry)

    def _on_passage_chosen(self, passage_id: str) -> None:
        self._show_rests(passage_id)
        span = next((s for s in self.card.spans if s.id == passage_id), None) if self.card else None
        if span is None:
            return
        if span.rests:
            entries = [Entry(line.kind, line.id) for line in span.rests]
            # The same passage again: the next of the entries that rest on it.
            chosen = self.session.selection
            entry = entries[0]
            if passage_id == self._at and chosen is not None and chosen in entries:
                entry = entries[(entries.index(chosen) + 1) % len(entries)]
            self.rests.select_entry(entry.kind, entry.id)
            self.session.select(entry)
        else:
            self.session.select(Entry("passage", passage_id))
        self._at = passage_id

    def begin_quote(self, place: Span) -> None:
        """Open the panel for a quote of these words, with the keyboard on the speaker."""
        if self.card is None or self.session.refuses("quote"):
            return
        ws = self.session.workspace
        choices = choosing.choices(ws, "actor")
        choices += capturing.newcomers_in(self.card.text, choices)
        likely = capturing.likely_speakers(ws, choices, place)
        evident = capturing.evident_speaker(ws, choices, place)
        self.panel.open_for(place, self.card.text, choices, likely, evident)
        self.view.ensureCursorVisible()

    def _on_revealed(self, part: QWidget) -> None:
        """Scroll to a part of the head that has just been shown."""
        layout = self.worth.layout()
        if layout is not None:
            layout.activate()
        self.head_area.fit()
        self.head_area.ensureWidgetVisible(part)

    def _on_words_requested(self, place: tuple[str, int, int]) -> None:
        document_id, start, end = place
        if document_id == self.view.document_id:
            self.view.select_span(start, end)
            # Once the words above have taken their room.
            QTimer.singleShot(0, self.view, self.view.ensureCursorVisible)

    def _on_panel_cancelled(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save_requested(self) -> None:
        briefing = self.session.briefing_id
        if briefing is None:
            return
        document_id, start, end = self.panel.place
        names = ""
        try:
            speakers = self.panel.speakers()
            names = ", ".join(one.main for one in speakers)
            quote_id = quoting.add_quote(
                self.session.workspace,
                briefing,
                document_id,
                start,
                end,
                words=self.panel.words.text(),
                speaker_ids=[one.id for one in speakers],
                quote_kind=self.panel.kind.currentData(),
                said=self.panel.said_date(),
                newcomers=self.panel.newcomers(),
            )
        except UserError as error:
            self.panel.show_error(str(error))
            return
        self.panel.hide()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.select(Entry("quote", quote_id))
        self.session.say(
            _("The quote of {names} was added.").format(names=names)
            if names and self.panel.kind.currentData() != "scare"
            else _("The quote was added.")
        )
