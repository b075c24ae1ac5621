"""What turns out to be one: actors under two names, articles that carry one story."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import choosing, same_story, sameness
from briefing.ui.commands.registry import Command
from briefing.ui.session import Entry
from briefing.ui.shell.command_table import is_changeable, is_writable, may_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.services.choosing import Choice
    from briefing.services.same_story import Story
    from briefing.services.sameness import Pair
    from briefing.ui.commands.registry import Context
    from briefing.ui.dialogs.merge_actor import MergeActor
    from briefing.ui.dialogs.pairs import PairsDialog
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tasks import CancelToken, Progress


def _is_actor(context: Context) -> bool:
    return context.kind == "actor" and may_change("actor", context)


class SameActions(QObject):
    """The commands that say that two are one, and that take it back."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self.window = window
        self.session = session
        self.dialog: PairsDialog | MergeActor | None = None
        group = _("Review")
        session.registry.add(
            Command(
                "actor.merge",
                _("Merge this actor with another…"),
                self.merge,
                when=_is_actor,
                group=group,
            ),
            Command(
                "actor.split",
                _("Split this actor again"),
                self.split,
                when=self._is_merged,
                group=group,
            ),
            Command(
                "actors.duplicates",
                _("Actors that may be one…"),
                self.show_duplicates,
                when=is_writable,
                group=group,
            ),
            Command(
                "sources.stories",
                _("Articles with one story…"),
                self.find_stories,
                when=is_changeable,
                group=group,
            ),
        )

    def merge(self) -> None:
        """Ask with whom the selected actor is one."""
        from briefing.ui.dialogs.merge_actor import MergeActor

        chosen = self.session.selection
        if chosen is None:
            return
        names = choosing.names_of(self.session.workspace, "actor", [chosen.id])
        dialog = MergeActor(names.get(chosen.id, ""), self._others, self.window)
        dialog.picked.connect(partial(self._on_picked, chosen.id))
        self.dialog = dialog
        dialog.open()

    def split(self) -> None:
        """Let the selected actor be what it was before it was merged."""
        chosen = self.session.selection
        if chosen is not None:
            sameness.split_actors(self.session.workspace, chosen.id)
            self.session.say(_("Split again; each stands for itself."))

    def show_duplicates(self) -> None:
        """List the actors that may be one."""
        from briefing.ui.dialogs.pairs import PairsDialog

        pairs = sameness.duplicates(self.session.workspace)
        if not pairs:
            self.session.say(_("No two actors have the same name, code or words."))
            return
        dialog = PairsDialog(
            _("Actors that may be one"),
            _("The first of each pair stays in sight; Ctrl+Z and “Split” part them again."),
            [(f"{one.kept} = {one.other}", _(one.why)) for one in pairs],
            self.window,
        )
        dialog.joined.connect(partial(self._on_duplicates, pairs))
        self.dialog = dialog
        dialog.open()

    def find_stories(self) -> None:
        """Look for articles on the desk that carry one story, in the background."""
        ws, briefing = self.session.workspace, self.session.briefing_id
        if briefing is None:
            return

        def job(progress: Progress, token: CancelToken) -> list[Story]:
            def report(done: int, total: int) -> None:
                token.check()
                progress.report(done, total, _("Comparing articles"))

            return same_story.same_stories(ws, briefing, report)

        self.session.tasks.run(job, self._on_stories, name=_("Compare articles"), owner=self)

    def _on_stories(self, found: list[Story]) -> None:
        from briefing.ui.dialogs.pairs import PairsDialog

        if not found:
            self.session.say(_("No two articles of this briefing carry one story."))
            return
        rows = [
            (
                _("{later} carries the story of {origin}").format(
                    later=one.later, origin=one.origin
                ),
                _("{n} % of their words in common").format(n=round(one.share * 100)),
            )
            for one in found
        ]
        dialog = PairsDialog(
            _("Articles with one story"),
            _(
                "Those that are one count as one origin. The earlier is taken for the origin; that is "
                "a guess where both have it from an agency."
            ),
            rows,
            self.window,
        )
        dialog.joined.connect(partial(self._on_joined, found))
        dialog.kept_apart.connect(partial(self._on_apart, found))
        self.dialog = dialog
        dialog.open()

    def _others(self) -> Sequence[Choice]:
        chosen = self.session.selection
        every = choosing.choices(self.session.workspace, "actor")
        return [one for one in every if chosen is None or one.id != chosen.id]

    def _on_picked(self, actor_id: str, canonical_id: str) -> None:
        try:
            sameness.merge_actors(self.session.workspace, actor_id, canonical_id)
        except UserError as error:
            self.session.say(str(error), error=True)
            return
        self.session.say(_("Merged; “Split this actor again” parts them."))
        self.session.open_entry(Entry("actor", canonical_id))

    def _on_duplicates(self, pairs: Sequence[Pair], numbers: Sequence[int]) -> None:
        done = 0
        for number in numbers:
            one = pairs[number]
            try:
                sameness.merge_actors(self.session.workspace, one.other_id, one.kept_id)
            except UserError:
                # Through another pair they are one already.
                continue
            done += 1
        words = ngettext("{n} pair of actors merged.", "{n} pairs of actors merged.", done)
        self.session.say(words.format(n=done))

    def _on_joined(self, found: Sequence[Story], numbers: Sequence[int]) -> None:
        some = [found[number] for number in numbers]
        done = same_story.mark_one_origin(self.session.workspace, some)
        words = ngettext(
            "{n} article linked to its origin.", "{n} articles linked to their origins.", done
        )
        self.session.say(words.format(n=done))

    def _on_apart(self, found: Sequence[Story], numbers: Sequence[int]) -> None:
        briefing = self.session.briefing_id
        if briefing is not None:
            some = [found[number] for number in numbers]
            same_story.reject_stories(self.session.workspace, briefing, some)

    def _is_merged(self, context: Context) -> bool:
        return _is_actor(context) and sameness.is_merged(
            self.session.workspace, context.entry or ""
        )
