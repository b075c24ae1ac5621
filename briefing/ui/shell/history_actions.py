"""Commands on what was: the history of an entry, a briefing as it stood, two versions compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.changes import local_minute
from briefing.i18n import _
from briefing.ui.commands.registry import Command
from briefing.ui.session import Entry
from briefing.ui.shell.command_table import is_open

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.comparing import EntryDifference
    from briefing.services.workspace import Workspace
    from briefing.ui.commands.registry import Context
    from briefing.ui.dialogs.compare import CompareDialog
    from briefing.ui.dialogs.history import HistoryDialog
    from briefing.ui.dialogs.moment import MomentDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.past_window import PastWindow
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tasks import CancelToken, Progress


def has_history(context: Context) -> bool:
    """Whether an entry is selected, or a briefing is on the desk."""
    return context.entry is not None or context.briefing is not None


class HistoryActions:
    """Histories of entries, and the windows on what was."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        #: Windows on earlier states; they close with this one.
        self.past_windows: list[PastWindow] = []
        #: The comparison that was opened last.
        self.compared: CompareDialog | None = None
        session.moment_requested.connect(self.show_at)
        session.compare_requested.connect(self.compare_with_present)
        session.registry.add(
            Command(
                "entry.history",
                _history_title,
                self.show_history,
                "Ctrl+H",
                when=has_history,
                group=_("Entry"),
            ),
            Command(
                "briefing.at",
                _("Earlier versions, as it stood on…"),
                self.ask_moment,
                "Ctrl+Shift+H",
                when=is_open,
                group=_("Briefing"),
            ),
        )

    def show_history(self, entry: Entry | None = None) -> HistoryDialog | None:
        """Show every version of an entry, by default the selected one or the briefing's particulars."""
        chosen = entry or self.session.selection
        if chosen is None and self.session.briefing_id is not None:
            chosen = Entry("briefing", self.session.briefing_id)
        if chosen is None:
            return None
        # What is being typed belongs to the history as well.
        self.window.writing_actions.save_typing()
        # Loaded when it is first asked for, which the first picture of the window does not wait for.
        from briefing.ui.dialogs.history import HistoryDialog

        dialog = HistoryDialog(self.session, chosen, self.window)
        dialog.moment_wanted.connect(self.show_at)
        dialog.show()
        return dialog

    def ask_moment(self) -> MomentDialog:
        """Ask for a day or a time, and show the briefing as it stood then, or compare it."""
        self.window.writing_actions.save_typing()
        from briefing.ui.dialogs.moment import MomentDialog

        dialog = MomentDialog(self.session, self.window)
        dialog.shown.connect(self.show_at)
        dialog.compared.connect(self.compare_with_present)
        dialog.two_compared.connect(self.compare)
        dialog.open()
        return dialog

    def show_at(self, clock: int, words: str = "") -> None:
        """Open a window on the library as it stood at a clock. ``words`` say what that was."""
        workspace, briefing_id = self.session.workspace, self.session.briefing_id
        if briefing_id is None:
            return

        def job(_progress: Progress, token: CancelToken) -> tuple[Workspace, str]:
            from briefing.services import standing

            past = standing.open_past(workspace, clock, token.check)
            if standing.has_briefing(past, briefing_id):
                return past, ""
            past.close()
            return past, _("This briefing had not been made then.")

        def done(found: tuple[Workspace, str]) -> None:
            past, wrong = found
            if wrong:
                self.session.say(wrong, error=True)
            else:
                self._show(past, clock, words, briefing_id)

        self.session.tasks.run(job, done, name=_("Look back"), owner=self.window)

    def _show(self, past: Workspace, clock: int, words: str, briefing_id: str) -> None:
        from briefing.ui.shell.past_window import PastWindow

        told = words or _("As it stood on {when}").format(when=local_minute(clock))
        told += " · " + _("read-only")
        made = PastWindow(past, self.session.settings, clock, told, briefing_id)
        made.compare_wanted.connect(self.compare_with_present)
        made.closed.connect(self._on_past_closed)
        self.past_windows.append(made)
        made.show_tab(self.window.current_key())
        made.resize(self.window.size())
        made.show()

    def compare_with_present(self, clock: int, words: str = "") -> None:
        """Hold the briefing as it stood at a clock against the present, entry by entry."""
        self.compare((clock, words), None)

    def compare(self, then: tuple[int, str], later: tuple[int, str] | None) -> None:
        """Hold two states of the briefing against each other; None is the present.

        A state is a clock with words for it; without words its time is told.
        """
        workspace, briefing_id = self.session.workspace, self.session.briefing_id
        if briefing_id is None:
            return
        self.window.writing_actions.save_typing()
        older = then[1] or local_minute(then[0])
        newer = (later[1] or local_minute(later[0])) if later else self._present()

        def job(_progress: Progress, token: CancelToken) -> Sequence[EntryDifference]:
            from briefing.services import comparing, standing

            past = standing.open_past(workspace, then[0], token.check)
            other = workspace
            try:
                if later is not None:
                    other = standing.open_past(workspace, later[0], token.check)
                return comparing.compare(past, other, briefing_id)
            finally:
                past.close()
                if other is not workspace:
                    other.close()

        def done(found: Sequence[EntryDifference]) -> None:
            from briefing.ui.dialogs.compare import CompareDialog

            self.compared = CompareDialog(self.session, found, (older, newer), self.window)
            self.compared.destroyed.connect(self._on_compared_closed)
            self.compared.show()

        self.session.tasks.run(job, done, name=_("Compare"), owner=self.window)

    def _present(self) -> str:
        """What the state on the desk is called: in a window on the past it is that moment."""
        clock = getattr(self.session.workspace.library, "clock", None)
        return _("the present") if clock is None else local_minute(clock)

    def stop(self) -> None:
        """The window closes, and those on earlier states with it."""
        for one in list(self.past_windows):
            one.close()

    def _on_past_closed(self, window: PastWindow) -> None:
        self.past_windows.remove(window)

    def _on_compared_closed(self) -> None:
        self.compared = None


def _history_title(context: Context) -> str:
    return _("History…") if context.kind else _("History of this briefing…")
