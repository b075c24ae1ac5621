"""What the window's commands are called, when they can be run, and where its menus show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.i18n import _
from briefing.services.bloc_pictures import PICTURES
from briefing.services.finishing import is_part
from briefing.ui.commands.menus import SEPARATOR, Menu

if TYPE_CHECKING:
    from briefing.ui.commands.registry import Context

TAB_TITLES = (
    ("brief", "Brief"),
    ("actors", "Actors"),
    ("quotes", "Quotes"),
    ("blocs", "Blocs"),
    ("timeline", "Timeline"),
    ("claims", "Claims"),
    ("assessment", "Assessment"),
    ("sources", "Sources"),
    ("notes", "Notes"),
)
THEMES = (
    ("system", "Theme: as the system"),
    ("light", "Theme: light"),
    ("dark", "Theme: dark"),
    ("contrast", "Theme: high contrast"),
)

#: Kinds of entry that a person makes from the menu, in its order.
NEW_KINDS = (
    "quote",
    "claim",
    "event",
    "relation",
    "bloc",
    "judgment",
    "hypothesis_matrix",
    "section",
    "actor",
    "source",
)

NOTE_COMMANDS = ("note.add", "note.ask", "note.reply", "note.resolve", "note.assign")

#: What can be done with the file that was written last.
LAST_EXPORT = ("export.open", "export.folder", "export.path")

#: What is done with the bloc pictures.
BLOC_COMMANDS = (
    *(f"blocs.show.{one.key}" for one in PICTURES),
    SEPARATOR,
    *("blocs.compare", "blocs.difference"),
    SEPARATOR,
    *("blocs.next", "blocs.previous", "blocs.play"),
    SEPARATOR,
    *("blocs.draw", "blocs.new", "blocs.until", "blocs.edit"),
    SEPARATOR,
    "blocs.copy",
)

#: What selected words of a document become, by their commands.
FROM_WORDS = ("quote", "claim", "event", "actor", "relation", "note", "highlight")

MENUS = (
    Menu(
        "&File",
        (
            "file.import",
            "file.import_folder",
            "file.import_table",
            "file.import_outlines",
            "file.paste",
            SEPARATOR,
            *("pack.write", "pack.open", "questions.send"),
            SEPARATOR,
            "file.export",
            "file.print",
            "blocs.export",
            Menu("&Last export", LAST_EXPORT),
            "file.backup",
            SEPARATOR,
            "file.quit",
        ),
    ),
    Menu(
        "&Edit",
        (
            "edit.undo",
            "edit.redo",
            SEPARATOR,
            "edit.copy",
            SEPARATOR,
            "edit.find",
            "search.keep",
            SEPARATOR,
            Menu("&Notes", NOTE_COMMANDS),
            "briefing.read",
        ),
    ),
    Menu(
        "E&ntry",
        (
            Menu("&New", tuple(f"entry.new.{kind}" for kind in NEW_KINDS)),
            SEPARATOR,
            "entry.edit",
            "entry.duplicate",
            SEPARATOR,
            "entry.up",
            "entry.down",
            SEPARATOR,
            "claims.rivals",
            "claim.alone",
            "source.grade",
            SEPARATOR,
            "entry.history",
            "entry.delete",
            "entry.trash",
        ),
    ),
    Menu(
        "&Words",
        (
            *(f"words.{verb}" for verb in FROM_WORDS),
            SEPARATOR,
            "words.add",
            "words.remove",
            SEPARATOR,
            "passage.next",
            "passage.previous",
            SEPARATOR,
            "source.import_version",
            "source.version_of",
            "source.repair",
        ),
    ),
    Menu(
        "&Briefing",
        (
            "briefing.new",
            "entry.briefing",
            SEPARATOR,
            "brief.write",
            "brief.reading",
            "brief.spelling",
            SEPARATOR,
            "briefing.at",
            SEPARATOR,
            "brief.status.draft",
            "brief.status.in_review",
            "brief.status.final",
        ),
    ),
    Menu("Bl&ocs", BLOC_COMMANDS),
    Menu(
        "&View",
        (
            *(f"tab.{key}" for key, _title in TAB_TITLES),
            SEPARATOR,
            "sources.page",
            "part.next",
            "part.previous",
            SEPARATOR,
            "text.larger",
            "text.smaller",
            "text.normal",
            "view.motion",
            Menu("&Theme", tuple(f"theme.{key}" for key, _title in THEMES)),
        ),
    ),
    Menu(
        "&Review",
        (
            *("proposals.review", "entry.confirm", "sources.stories"),
            SEPARATOR,
            *("actors.duplicates", "actor.merge", "actor.split"),
            SEPARATOR,
            *("check.open", "check.next", "check.previous", "conflicts.open"),
            SEPARATOR,
            *("news.open", "news.entry", "news.library", "news.next", "news.previous"),
            SEPARATOR,
            *("quote.verify", "quotes.verify"),
            SEPARATOR,
            *("blocs.reference", "blocs.suggest", "blocs.balance"),
            SEPARATOR,
            *("sources.summary", "blind.open"),
        ),
    ),
    Menu("&Help", ("palette.open", "help.shortcuts", "person.rename", "help.about")),
)


def is_open(context: Context) -> bool:
    """Whether a briefing is on the desk."""
    return context.briefing is not None


def may_change(kind: str, context: Context) -> bool:
    """Whether entries of the kind can be changed: not in a final briefing, nor where all is read-only."""
    if context.edition:
        return kind == "annotation" and not context.read_only
    return not context.read_only and not (context.locked and is_part(kind))


def is_changeable(context: Context) -> bool:
    """Whether a briefing is on the desk and can be changed."""
    return is_open(context) and may_change("briefing", context)


def is_writable(context: Context) -> bool:
    """Whether all that is in the library can be changed."""
    return not context.read_only and not context.edition


def is_edition(context: Context) -> bool:
    """Whether the library is a reader's edition in which questions can be asked."""
    return context.edition and not context.read_only


def is_chosen(context: Context) -> bool:
    """Whether an entry is selected."""
    return context.entry is not None


def in_sources(context: Context) -> bool:
    """Whether the Sources tab is in front."""
    return context.tab == "sources"


def can_undo(context: Context) -> bool:
    """Whether there is a step to take back."""
    return context.can_undo and not context.read_only


def can_redo(context: Context) -> bool:
    """Whether there is a step to do again."""
    return context.can_redo and not context.read_only


def undo_title(context: Context) -> str:
    """ "Undo Edit quote"."""
    return _("Undo {step}").format(step=context.undo_label) if context.can_undo else _("Undo")


def redo_title(context: Context) -> str:
    """ "Redo Edit quote"."""
    return _("Redo {step}").format(step=context.redo_label) if context.can_redo else _("Redo")


def is_theme(name: str, context: Context) -> bool:
    """Whether a theme is the one chosen."""
    return context.theme == name
