"""Commands on the words selected in a document: one key each makes an entry of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from briefing.domain.records import word
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import capturing, quoting
from briefing.ui.commands.menus import SEPARATOR, build_menu
from briefing.ui.commands.registry import Command
from briefing.ui.session import Entry
from briefing.ui.shell.command_table import FROM_WORDS, in_sources, is_changeable, may_change

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from briefing.services.anchoring import Span
    from briefing.ui.commands.registry import Context
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tabs.base import Tab
    from briefing.ui.tabs.sources import SourcesTab

#: Kind of entry → its key. The form is filled from the words.
_FORMED = {"claim": "L", "event": "E", "actor": "A", "relation": "R"}


def has_words(context: Context) -> bool:
    """Whether words of a document wait for a key."""
    return context.words


def has_words_and_briefing(context: Context) -> bool:
    """Whether words wait for a key and what they become has a briefing to stand in."""
    return context.words and is_changeable(context)


def can_add(context: Context) -> bool:
    """Whether the selected entry can rest on the selected words, too."""
    return (
        context.words
        and context.entry is not None
        and capturing.can_rest(context.kind)
        and may_change(context.kind, context)
    )


def can_remove(context: Context) -> bool:
    """Whether the selected entry may rest on the passage at hand."""
    return (
        bool(context.passage)
        and context.tab == "sources"
        and context.entry is not None
        and capturing.can_rest(context.kind)
        and may_change(context.kind, context)
    )


class CaptureActions:
    """The commands of the menu "Words"."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        self._tab: SourcesTab | None = None
        #: The id of the entry whose form was opened from words, to which the keyboard goes back.
        self._begun = ""
        group = _("Words selected in a document")
        titles = {
            "claim": _("Claim of the words…"),
            "event": _("Event of the words…"),
            "actor": _("Actor of the words…"),
            "relation": _("Relation of the words…"),
        }
        session.registry.add(
            Command(
                "words.quote",
                _("Quote of the words"),
                self.quote,
                "Q",
                when=has_words_and_briefing,
                group=group,
            ),
            *(
                Command(
                    f"words.{kind}",
                    titles[kind],
                    partial(self.begin, kind),
                    key,
                    when=has_words if kind == "actor" else has_words_and_briefing,
                    group=group,
                )
                for kind, key in _FORMED.items()
            ),
            Command(
                "words.note", _("Note on the words"), self.note, "N", when=has_words, group=group
            ),
            Command(
                "words.highlight",
                _("Highlight the words, or no more"),
                self.highlight,
                "H",
                when=has_words,
                group=group,
            ),
            Command("words.add", _add_title, self.add, "P", when=can_add, group=group),
            Command(
                "words.remove", _remove_title, self.remove, "Shift+P", when=can_remove, group=group
            ),
            Command(
                "passage.next",
                _("Next passage"),
                partial(self.step, 1),
                "F8",
                when=in_sources,
                group=group,
            ),
            Command(
                "passage.previous",
                _("Previous passage"),
                partial(self.step, -1),
                "Shift+F8",
                when=in_sources,
                group=group,
            ),
        )

    def attach(self, tab: Tab) -> None:
        """Act on the words of the document in this tab."""
        from briefing.ui.tabs.sources import SourcesTab

        assert isinstance(tab, SourcesTab)
        self._tab = tab
        tab.view.words_held_changed.connect(self._on_words_held_changed)
        tab.view.passage_chosen.connect(self._on_words_held_changed)
        tab.source_opened.connect(self._on_words_held_changed)
        tab.view.menu_requested.connect(self._on_menu_requested)
        tab.form_requested.connect(self._on_form_requested)

    @property
    def holds_words(self) -> bool:
        """Whether words wait for a key in a library that can be written."""
        tab = self._tab
        return tab is not None and tab.view.holds_words and self._writable()

    @property
    def passage(self) -> str:
        """The passage of the document last shown or pressed."""
        return self._tab.view.chosen_passage if self._tab and self._writable() else ""

    @property
    def source(self) -> str | None:
        """The source that is open in the Sources tab."""
        return self._tab.card.id if self._tab and self._tab.card else None

    def give_back(self, entry: Entry | None) -> bool:
        """Go back to the words from which the form was opened; False where it was not.

        ``entry`` is what was made of them and is selected.
        """
        begun, self._begun = self._begun, ""
        if not begun or (entry is not None and entry.id != begun):
            return False
        if self._tab is None or not self._tab.isVisible():
            return False
        if entry is not None:
            self.session.select(entry)
        self._tab.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def quote(self) -> None:
        """Open the panel for a quote of the words."""
        tab, place = self._words()
        tab.begin_quote(place)

    def begin(self, kind: str) -> None:
        """Open the form of a new entry, filled from the words."""
        _tab, place = self._words()
        ws = self.session.workspace
        begun = capturing.begin(ws, kind, place)
        if kind == "actor" and (known := capturing.known_actor(ws, str(begun.given["name"]))):
            self.session.select(Entry("actor", known))
            self.session.say(
                _("{name} is in the library already and selected now; P adds these words.").format(
                    name=begun.given["name"]
                )
            )
            return
        self._open_form(kind, begun, place)

    def note(self) -> None:
        """Put a note on the words and let it be typed at once."""
        _tab, place = self._words()
        passage_id, note_id = quoting.add_passage_note(
            self.session.workspace, self.session.briefing_id, *place
        )
        self.session.select(Entry("passage", passage_id))
        panel = self.window.sources
        panel.reload()
        for note in panel.notes:
            if note.note_id == note_id:
                note.start_editing()
                note.edit.done.connect(partial(self._on_note_done, passage_id, note_id))
                panel.scroll_area.ensureWidgetVisible(note)

    def highlight(self) -> None:
        """Highlight the words, or take the highlight off."""
        _tab, place = self._words()
        on = capturing.toggle_highlight(self.session.workspace, self.session.briefing_id, place)
        self.session.say(_("Highlighted.") if on else _("The highlight is gone."))

    def add(self) -> None:
        """Let the selected entry rest on the words, too."""
        _tab, place = self._words()
        chosen = self.session.selection
        if chosen is None:
            return
        capturing.add_words(self.session.workspace, chosen.kind, chosen.id, place)
        self.session.say(
            _("The {kind} rests on these words, too.").format(kind=_(word(chosen.kind)))
        )

    def remove(self) -> None:
        """Let the selected entry rest on the passage at hand no more."""
        chosen, passage = self.session.selection, self.passage
        if chosen is None or not passage:
            return
        kind = _(word(chosen.kind))
        if not capturing.remove_words(self.session.workspace, chosen.kind, chosen.id, passage):
            raise UserError(_("The {kind} does not rest on this passage itself.").format(kind=kind))
        self.session.say(_("The {kind} rests on these words no more.").format(kind=kind))

    def step(self, by: int) -> None:
        """Go to the next or the previous passage and select what rests on it."""
        if self._tab is not None:
            self._tab.step_passage(by)

    def _words(self) -> tuple[SourcesTab, Span]:
        place = self._tab.view.selected_place() if self._tab else None
        if self._tab is None or place is None:
            raise UserError(_("Select words in a document first."))
        return self._tab, place

    def _writable(self) -> bool:
        return not self.session.workspace.library.read_only

    def _on_words_held_changed(self, _passage: object = None) -> None:
        registry = self.session.registry
        registry.refresh(
            replace(
                registry.context,
                words=self.holds_words,
                passage=self.passage,
                source=self.source,
            )
        )

    def _on_menu_requested(self, place: QPoint) -> None:
        entries = (
            *(f"words.{verb}" for verb in FROM_WORDS),
            SEPARATOR,
            "words.add",
            SEPARATOR,
            "edit.copy",
        )
        menu = build_menu(entries, self.session.registry, self.window)
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.actions():
            menu.popup(place)

    def _on_form_requested(self) -> None:
        """Go on with the quote of the panel in the whole form."""
        tab = self._tab
        if tab is None:
            return
        panel = tab.panel
        speakers = [{"actor_id": one.id} for one in panel.named()]
        given = {
            "words": panel.words.text(),
            "quote_kind": panel.kind.currentData(),
            "said": panel.said.text(),
        }
        begun = capturing.Begun(given, {"quote_speaker": speakers}, panel.newcomers())
        opened = self._open_form("quote", begun, panel.place)
        if opened:
            panel.hide()

    def _open_form(self, kind: str, begun: capturing.Begun, place: Span) -> bool:
        form = self.window.entry_form()
        self.window.note_keyboard()
        if not form.open_new(
            kind,
            begun.given,
            parts=begun.parts,
            passages=[place],
            newcomers=begun.newcomers,
            likely=begun.likely,
        ):
            return False
        self._begun = form.draft.id if form.draft else ""
        self.window.show_form()
        return True

    def _on_note_done(self, passage_id: str, note_id: str) -> None:
        """Escape leads back to the document; a note with no words goes."""
        quoting.discard_empty_note(self.session.workspace, passage_id, note_id)
        if self._tab is not None and self._tab.view.isVisible():
            self._tab.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _add_title(context: Context) -> str:
    if not capturing.can_rest(context.kind):
        return _("Add the words to the selected entry")
    return _("Add the words to the selected {kind}").format(kind=_(word(context.kind)))


def _remove_title(context: Context) -> str:
    if not capturing.can_rest(context.kind):
        return _("Take the passage off the selected entry")
    return _("Take the passage off the selected {kind}").format(kind=_(word(context.kind)))
