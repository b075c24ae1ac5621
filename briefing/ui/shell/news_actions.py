"""Commands on what is new since it was read: the list, and the next of it by one key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.i18n import _
from briefing.ui.commands.registry import Command
from briefing.ui.shell.command_table import is_chosen, is_open
from briefing.ui.shell.news_panel import NewsPanel, Scope

if TYPE_CHECKING:
    from briefing.ui.session import Entry, Session
    from briefing.ui.shell.window import MainWindow


class NewsActions:
    """The list of news below the tabs, and the walk through it."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        self.panel = NewsPanel(session, window)
        self.panel.history_wanted.connect(self._on_history_wanted)
        window.review.add_drawer(self.panel)
        group = _("Review")
        session.registry.add(
            Command(
                "news.next",
                _("Next change since you read it"),
                partial(self.step, 1),
                "F11",
                when=is_open,
                group=group,
            ),
            Command(
                "news.previous",
                _("Previous change since you read it"),
                partial(self.step, -1),
                "Shift+F11",
                when=is_open,
                group=group,
            ),
            Command(
                "news.open",
                _("Since you last read: this briefing"),
                partial(self.show, Scope.BRIEFING),
                "Ctrl+F11",
                when=is_open,
                group=group,
            ),
            Command(
                "news.entry",
                _("Since you last read: about the selected entry"),
                partial(self.show, Scope.ENTRY),
                when=is_chosen,
                group=group,
            ),
            Command(
                "news.library",
                _("Since you last read: the whole library"),
                partial(self.show, Scope.LIBRARY),
                group=group,
            ),
        )

    def show(self, scope: Scope) -> None:
        """Open the list of what is new in something."""
        self.panel.show_scope(scope)
        self.window.review.show_drawer(self.panel)

    def step(self, by: int) -> None:
        """Show the next entry that is new, changed or removed, or the one before."""
        if not self.panel.isVisible() and self.panel.scope is not Scope.BRIEFING:
            self.panel.show_scope(Scope.BRIEFING)
        if not self.panel.step(by):
            self.session.say(_("Nothing is new, changed or removed since you read it."))

    def _on_history_wanted(self, entry: Entry) -> None:
        self.window.history_actions.show_history(entry)
