"""Reviewing what was drawn out of an article: opens the tray, does what is pressed, counts what waits."""

# long because: the tray, its keys, its commands and what is counted act on one another.

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QPushButton

from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import choosing
from briefing.store.journal import new_id
from briefing.ui import theme
from briefing.ui.commands.registry import Command
from briefing.ui.proposals import Proposals
from briefing.ui.session import Entry
from briefing.ui.shell.command_table import is_changeable
from briefing.ui.tabs.beside import Beside
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Mapping, Sequence

    from briefing.domain.changes import ChangeSet
    from briefing.services.accepting import Accepted
    from briefing.services.choosing import Choice
    from briefing.services.drafting import Group
    from briefing.services.importing import Imported
    from briefing.services.reviewing import ProposalRow, Review
    from briefing.services.verifying import Verdict
    from briefing.ui.commands.registry import Context
    from briefing.ui.session import Session
    from briefing.ui.shell.form_visit import FormVisit
    from briefing.ui.shell.review_tray import ReviewTray
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tabs.sources import SourcesTab
    from briefing.ui.tasks import CancelToken, Progress, Task

_KINDS = frozenset(
    {
        *("verdict", "actor", "actor_name", "same_as", "quote", "event", "claim", "relation"),
        *("source", "document", "passage_link"),
    }
)
#: Articles from which on it is told what was drawn out of all of them.
_MANY = 2
#: Until the hands rest.
_REST_MS = 60


class TrayActions(QObject):
    """Owns the tray, its commands and what stands in the status line."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self.window = window
        self.session = session
        session.proposals = self.proposals = Proposals(session, self)
        self._tray: ReviewTray | None = None
        self._visit: FormVisit | None = None
        self.status_button = QPushButton(window)
        theme.set_role(self.status_button, "link")
        self.status_button.setToolTip(_("Review what was drawn out of the articles (F5)"))
        self.status_button.clicked.connect(self.review)
        self.status_button.hide()
        self._document = ""
        self._task: Task | None = None
        self._again = False
        self._followed: SourcesTab | None = None
        self._beside: Beside | None = None
        self._visiting = False
        #: The words that what is edited rests on; what the tray said last in vain.
        self._edited: Sequence[tuple[int, int]] = ()
        self._complaint = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._load)
        self.proposals.changed.connect(self._on_counted)
        self.proposals.drawn.connect(self._on_drawn)
        session.changed.connect(self._on_changed)
        session.briefing_changed.connect(self._on_briefing_changed)
        session.registry.add(
            Command(
                "proposals.review",
                _("Review proposals"),
                self.review,
                "F5",
                when=is_changeable,
                group=_("Review"),
            ),
            Command(
                "entry.confirm",
                _("Confirm: I have looked at this entry"),
                self.confirm,
                "F12",
                when=self._is_unlooked,
                group=_("Review"),
            ),
        )

    @property
    def tray(self) -> ReviewTray:
        """The tray, loaded and made when it is first asked for: no window waits for it."""
        if self._tray is None:
            from briefing.ui.shell.review_tray import ReviewTray

            self._tray = made = ReviewTray(self._actors, self.window)
            made.hide()
            made.wanted.connect(self._on_wanted)
            made.merge_wanted.connect(self._on_merge_wanted)
            made.chosen.connect(self._on_chosen)
            made.refitted.connect(self._on_refitted)
            made.closed.connect(self.close)
        return self._tray

    @property
    def is_open(self) -> bool:
        """Whether the tray stands beside the article."""
        return self._tray is not None and not self._tray.isHidden()

    def review(self) -> None:
        """Open the tray for the article that is being read, else for one with proposals that wait."""
        document = self._read_now() or self._best()
        if not document:
            self.session.say(_("No article stands on the desk yet; import one with Ctrl+O."))
            return
        self.open(document)

    def open(self, document_id: str, *, keyboard: bool = True) -> None:
        """Open the tray beside a document, with the keyboard in it or in the article."""
        if self.session.briefing_id is None or self.session.refuses():
            return
        self.session.open_entry(Entry("document", document_id))
        self._follow()
        if self._beside is not None:
            self._beside.put()
        self.window.room.fit()
        if document_id != self._document:
            self._document = document_id
            self.tray.show_waiting(_("Drawing out what the article tells…"))
        if keyboard:
            self.tray.focus_list()
        self.window.room.let_go_of_library()
        self._load()

    def close(self) -> None:
        """Put the sources back in their place."""
        if not self.is_open:
            return
        self._document = ""
        tab = self._follow()
        if self._beside is not None:
            self._beside.take_back()
        tab.refresh_marks()
        tab.set_reviewed(reviewed=False)
        self.window.room.fit()
        tab.view.mark_words(())
        if tab.isVisible():
            tab.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def imported(self, done: Sequence[Imported]) -> None:
        """Articles came in: count what they give, and open the tray for the last of them."""
        ids = [one.document_id for one in done if one.document_id]
        if not ids or self.session.destination is None or not self.session.may_change():
            return
        self.proposals.want(ids)
        # The keyboard stays in the article: its letters go through the tray while no words are chosen.
        self.open(ids[-1], keyboard=False)

    def takes_keyboard(self) -> bool:
        """Give the keyboard back to the tray where a form was opened from it; False otherwise."""
        if not self.is_open or not self._visiting:
            return False
        self._visiting = False
        self._mark(self.tray.current())
        self.tray.focus_list()
        return True

    def confirm(self) -> None:
        """Say that a person has looked at the selected entry."""
        from briefing.services import accepting

        chosen = self.session.selection
        if chosen is not None and accepting.confirm(self.session.workspace, chosen.kind, chosen.id):
            self.session.say(_("Confirmed: the mark of what was drawn out is gone."))

    def stop(self) -> None:
        """Begin nothing any more: the window closes."""
        self._rest.stop()
        self.proposals.stop()
        if self._task is not None:
            self._task.cancel()

    def _actors(self) -> Sequence[Choice]:
        return choosing.choices(self.session.workspace, "actor")

    def _read_now(self) -> str:
        tab = self.window.tabs.get("sources")
        if self.window.current_key() != "sources" or tab is None:
            return ""
        return str(tab.view.document_id)  # pyright: ignore[reportAttributeAccessIssue]

    def _best(self) -> str:
        """The article with the most that waits, else the first of the desk."""
        from briefing.services import drafting

        counts = self.proposals.counts
        most = max(counts, key=lambda one: counts[one], default="")
        if most and counts[most]:
            return most
        briefing = self.session.briefing_id
        desk = drafting.desk_documents(self.session.workspace, briefing) if briefing else []
        return next(iter(desk), "")

    def _follow(self) -> SourcesTab:
        """The tab in which the tray stands; another source that is opened there is reviewed instead."""
        tab = cast("SourcesTab", self.window.tab("sources"))
        if self._followed is not tab:
            from briefing.ui.shell.article_keys import ArticleKeys

            self._followed = tab
            ArticleKeys(tab.view, self.tray, self)
            self._beside = Beside(tab.both, tab.list, self.tray, self)
            tab.source_opened.connect(self._on_source_opened)
        return tab

    def _load(self) -> None:
        if not self.is_open or not self._document or self.session.briefing_id is None:
            return
        if self._task is not None and not self._task.over:
            self._again = True
            return
        ws, briefing, document = self.session.workspace, self.session.briefing_id, self._document

        def job(_progress: Progress, token: CancelToken) -> Review:
            from briefing.services import reviewing

            token.check()
            return reviewing.review(ws, briefing, document)

        self._task = self.session.tasks.run(job, self._on_loaded, self._on_failed, owner=self)

    def _on_loaded(self, review: Review) -> None:
        if review.document_id == self._document and review.briefing_id == self.session.briefing_id:
            self.tray.show_review(review)
            self.proposals.counted(review.document_id, review.count())
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        self.tray.show_waiting(str(error))
        self._go_on()

    def _go_on(self) -> None:
        if self._again:
            self._again = False
            self._rest.start()

    def _on_changed(self, done: ChangeSet) -> None:
        if self.is_open and not _KINDS.isdisjoint(done.touched):
            self._rest.start()

    def _on_briefing_changed(self, _briefing_id: object) -> None:
        self.close()

    def _on_source_opened(self) -> None:
        document = self._read_now()
        if self.is_open and document and document != self._document:
            self._document = document
            self.tray.show_waiting(_("Drawing out what the article tells…"))
            self._rest.start()

    def _on_refitted(self) -> None:
        self._mark(self.tray.current())

    def _mark(self, row: ProposalRow | None) -> None:
        view = self._follow().view
        if self.is_open and view.document_id == self._document:
            spans = row.spans if row is not None else ()
            view.mark_words(self._edited if self._visiting else spans)

    def _on_chosen(self, row: ProposalRow | None) -> None:
        self._mark(row)
        if row is not None and row.entry_id:
            self.session.select(Entry(row.entry_kind, row.entry_id))

    def _on_counted(self) -> None:
        waiting = self.proposals.waiting
        words = ngettext("{n} proposal waits", "{n} proposals wait", waiting).format(n=waiting)
        self.status_button.setText(words)
        self.status_button.setAccessibleName(words)
        self.status_button.setVisible(waiting > 0)
        for one in self.window.tabs.values():
            one.refresh_marks()
        self.window.refresh_commands()

    def _on_drawn(self, waiting: Counter[Group], articles: int) -> None:
        """Many articles came in: say what was drawn out of them."""
        if articles < _MANY:
            return
        from briefing.ui.shell.proposal_list import group_word

        parts = [f"{group_word(group)}: {waiting[group]:,}" for group in waiting if waiting[group]]
        words = _("Of {n} articles {total} proposals wait (F5). {parts}.").format(
            n=f"{articles:,}", total=f"{waiting.total():,}", parts=" · ".join(parts)
        )
        self.session.say(words)

    def _is_unlooked(self, context: Context) -> bool:
        return not context.read_only and context.entry in self.proposals.marks

    def _on_wanted(self, deed: str) -> None:
        now = self.tray.current()
        deeds: dict[str, Callable[[ProposalRow], None]] = {
            "accept": self._accept,
            "edit": self._edit,
            "reject": self._reject,
            "take_back": self._take_back,
            "accept_all": self._accept_all,
        }
        try:
            if deed == "undo":
                self.window.actions_of_window.undo()
            elif now is not None:
                deeds[deed](now)
        except UserError as error:
            self._complaint = str(error)
            self.session.say(self._complaint, error=True)
            return
        if self._complaint and self.window.message_bar.text == self._complaint:
            # What was wanted in vain is past.
            self.window.message_bar.hide()
        self._complaint = ""

    def _accept(self, row: ProposalRow) -> None:
        from briefing.services import accepting

        ws, briefing = self.session.workspace, self._briefing()
        done = accepting.accept(ws, briefing, self._document, [row.key])
        self._settle([row.key], "accepted", done.entries)
        kind, entry = done.entries.get(row.key, ("", ""))
        if kind == "quote":
            self._verify(entry)

    def _accept_all(self, row: ProposalRow) -> None:
        from briefing.services import accepting

        del row
        ws, briefing, document = self.session.workspace, self._briefing(), self._document
        keys = self.tray.of_kind()

        def job(_progress: Progress, _token: CancelToken) -> Accepted:
            return accepting.accept(ws, briefing, document, keys, looked_at=False)

        self.session.tasks.run(
            job,
            self._on_all_accepted,
            name=_("Accept proposals"),
            executor=Executor.STORE,
            owner=self,
        )

    def _on_all_accepted(self, done: Accepted) -> None:
        number = len(done.entries)
        words = ngettext(
            "{n} entry taken over, marked as not looked at yet.",
            "{n} entries taken over, marked as not looked at yet.",
            number,
        ).format(n=number)
        if done.left:
            left = ngettext("{n} still waits: {why}", "{n} still wait: {why}", len(done.left))
            why = next(iter(done.left.values()))
            words = f"{words} {left.format(n=len(done.left), why=why)}"
        self.session.say(words)
        self._settle(done.entries, "accepted", done.entries)
        quotes = [entry for kind, entry in done.entries.values() if kind == "quote"]
        if quotes:
            self._verify(*quotes)

    def _reject(self, row: ProposalRow) -> None:
        from briefing.services import accepting

        accepting.reject(self.session.workspace, self._briefing(), self._document, [row.key])
        self._settle([row.key], "rejected")

    def _take_back(self, row: ProposalRow) -> None:
        from briefing.services import accepting

        accepting.take_back(self.session.workspace, self._briefing(), self._document, [row.key])
        self._settle([row.key], "waiting")

    def _on_merge_wanted(self, actor_id: str) -> None:
        from briefing.services import accepting

        now = self.tray.current()
        if now is None:
            return
        try:
            accepting.merge(
                self.session.workspace, self._briefing(), self._document, now.key, actor_id
            )
        except UserError as error:
            self.session.say(str(error), error=True)
            return
        self._settle([now.key], "merged")

    def _edit(self, row: ProposalRow) -> None:
        from briefing.services import accepting

        form = self.window.entry_form()
        if not form.leave():
            return
        entry, step = Entry(row.entry_kind, row.entry_id), ""
        if not row.entry_id:
            step = new_id()
            done = accepting.accept(
                self.session.workspace,
                self._briefing(),
                self._document,
                [row.key],
                intention=step,
                complete=False,
            )
            if row.key not in done.entries:
                # It was decided a moment ago; what is shown follows.
                return
            entry = Entry(*done.entries[row.key])
        if not form.open_entry(entry.kind, entry.id):
            return
        if self._visit is None:
            from briefing.ui.shell.form_visit import FormVisit

            self._visit = FormVisit(self.session.workspace, self)
        self._visit.begin(form, step)
        self._visiting, self._edited = True, row.spans
        self.window.show_form()
        self._mark(row)
        draft = form.draft
        if row.kind == "quote" and draft is not None and not draft.parts.get("quote_speaker"):
            form.focus_field("quote_speaker")

    def _briefing(self) -> str:
        briefing = self.session.briefing_id
        if briefing is None:
            raise UserError(_("Open a briefing first."))
        return briefing

    def _settle(
        self,
        keys: Collection[str],
        state: str,
        entries: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """Show at once what was decided; what the library says follows."""
        from briefing.services.reviewing import State

        review = self.tray.review
        if review is not None:
            self.tray.show_review(review.settled(keys, State(state), entries or {}))

    def _verify(self, *quote_ids: str) -> None:
        ws = self.session.workspace

        def job(_progress: Progress, token: CancelToken) -> list[Verdict]:
            from briefing.services import verifying

            def report(_done: int, _total: int, _what: str) -> None:
                token.check()

            return verifying.verify_quotes(ws, quote_ids, report)

        self.session.tasks.run(job, self._on_verified, owner=self)

    def _on_verified(self, found: list[Verdict]) -> None:
        self.tray.show_checks({one.quote_id: one for one in found})
