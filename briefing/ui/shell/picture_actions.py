"""Commands on the bloc pictures: which is shown, on which day, drawn into blocs, brought out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from briefing.i18n import _
from briefing.services import bloc_drawing
from briefing.services.bloc_pictures import PICTURES
from briefing.ui.commands.menus import SEPARATOR, build_menu
from briefing.ui.commands.registry import Command
from briefing.ui.shell.command_table import is_open, may_change

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from briefing.services.bloc_exporting import BlocRequest
    from briefing.services.workspace import Workspace
    from briefing.ui.commands.registry import Context
    from briefing.ui.session import Session
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tabs.base import Tab
    from briefing.ui.tabs.blocs import BlocsTab
    from briefing.ui.tasks import CancelToken, Progress

#: What the menu of a picture offers.
PICTURE_MENU = (
    *(f"blocs.show.{one.key}" for one in PICTURES),
    SEPARATOR,
    "blocs.compare",
    "blocs.difference",
    SEPARATOR,
    "blocs.draw",
    "blocs.new",
    SEPARATOR,
    "blocs.export",
    "blocs.copy",
)
#: What the menu of a member of a bloc offers.
MEMBER_MENU = ("blocs.until", "blocs.edit", SEPARATOR, "entry.delete")


def in_blocs(context: Context) -> bool:
    """Whether the Blocs tab is in front."""
    return context.tab == "blocs" and is_open(context)


def can_draw(context: Context) -> bool:
    """Whether blocs can be drawn now."""
    return in_blocs(context) and may_change("bloc", context)


def is_member(context: Context) -> bool:
    """Whether a member of a bloc is selected and can be changed."""
    return context.kind == "bloc_member" and may_change("bloc_member", context)


class PictureActions:
    """The commands of the menu "Blocs"."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        group = _("Blocs")
        session.registry.add(
            *(
                Command(
                    f"blocs.show.{one.key}",
                    _("Blocs as {picture}").format(picture=_(one.title).lower()),
                    partial(self.show_picture, one.key),
                    when=is_open,
                    checkable=True,
                    checked=partial(self._is_shown, one.key),
                    group=group,
                )
                for one in PICTURES
            ),
            Command(
                "blocs.compare",
                _("Compare two dates"),
                self.toggle_compare,
                when=in_blocs,
                checkable=True,
                checked=self._compares,
                group=group,
            ),
            Command(
                "blocs.difference",
                _("Both dates in one picture"),
                self.toggle_difference,
                when=self._is_comparing,
                checkable=True,
                checked=self._differs,
                group=group,
            ),
            Command(
                "blocs.next", _("Next change"), partial(self.step, 1), "Ctrl+.", "", in_blocs,
                group=group,
            ),
            Command(
                "blocs.previous", _("Previous change"), partial(self.step, -1), "Ctrl+,", "",
                in_blocs, group=group,
            ),
            Command("blocs.play", _("Play the changes"), self.play, when=in_blocs, group=group),
            Command(
                "blocs.draw",
                _("Draw blocs"),
                self.toggle_draw,
                when=can_draw,
                checkable=True,
                checked=self._draws,
                group=group,
            ),
            Command(
                "blocs.new",
                _("New bloc of the chosen actors…"),
                self.new,
                "Ctrl+B",
                when=can_draw,
                group=group,
            ),
            Command(
                "blocs.until",
                _("Member until the date shown"),
                self.end_membership,
                when=is_member,
                group=group,
            ),
            Command("blocs.edit", _("Edit the bloc…"), self.edit_bloc, when=is_member, group=group),
            Command(
                "blocs.export",
                _("Export picture…"),
                self.export,
                "Ctrl+Shift+E",
                icon="export",
                when=is_open,
                group=_("File"),
            ),
            Command(
                "blocs.copy", _("Copy picture"), self.copy, icon="copy", when=in_blocs, group=group
            ),
            Command(
                "view.motion",
                _("Reduce motion"),
                self.toggle_motion,
                checkable=True,
                checked=self._is_still,
                group=_("View"),
            ),
        )  # fmt: skip

    def attach(self, tab: Tab) -> None:
        """Hear what is wished in the tab, once it is there."""
        blocs = cast("BlocsTab", tab)
        blocs.strip.new_bloc_wanted.connect(self.new_of)
        blocs.export_wanted.connect(self.export)
        blocs.picture_menu_wanted.connect(self._on_menu)

    @property
    def tab(self) -> BlocsTab:
        """The tab, brought to the front."""
        return cast("BlocsTab", self.window.show_tab("blocs"))

    def show_picture(self, key: str) -> None:
        """Draw the blocs another way."""
        self.tab.show_picture(key)

    def toggle_compare(self) -> None:
        """Show two dates, or one."""
        self.tab.compare.toggle()
        self.window.refresh_commands()

    def toggle_difference(self) -> None:
        """Show two dates in one picture, or side by side."""
        self.tab.bar.difference.toggle()

    def step(self, by: int) -> None:
        """Go to the next change, or the one before."""
        self.tab.years.stop()
        if not self.tab.years.slider.step(by):
            self.session.say(_("There is no further change."))

    def play(self) -> None:
        """Let one change follow another, or stop."""
        self.tab.years.toggle_play()

    def toggle_draw(self) -> None:
        """Choose actors in the picture, or go back to looking."""
        self.tab.bar.draw.toggle()

    def new(self) -> None:
        """Open the form of a new bloc with the chosen actors as members from the date shown on."""
        self.new_of(tuple(self.tab.pair.actors.actors))

    def new_of(self, actors: tuple[str, ...]) -> None:
        """Open the form of a new bloc with these actors; saved, it is one step."""
        tab = self.tab
        if self.session.refuses("bloc") or self.session.briefing_id is None:
            return
        names = tab.pair.actors.actors
        held = bloc_drawing.since(tab.strip.date)
        self.window.note_keyboard()
        opened = self.window.entry_form().open_new(
            "bloc",
            {"name": ", ".join(names[one] for one in actors if names.get(one))},
            parts={
                "bloc_member": [{"actor_id": one, "held": held} for one in actors],
                "passage_link": [
                    {"passage_id": one}
                    for one in bloc_drawing.passages_between(
                        self.session.workspace, self.session.briefing_id, actors
                    )
                ],
            },
        )
        if opened:
            self.window.show_form()

    def end_membership(self) -> None:
        """Let the selected membership end with the date of the picture."""
        chosen = self.session.selection
        if chosen is not None:
            date = self.tab.strip.date
            held = bloc_drawing.end_membership(self.session.workspace, chosen.id, date)
            self.session.say(_("Member {held}; Ctrl+Z takes it back.").format(held=held))

    def edit_bloc(self) -> None:
        """Open the form of the bloc that the selected member belongs to."""
        chosen = self.session.selection
        if chosen is not None:
            self.tab.open_bloc_of(chosen.id)

    def export(self) -> None:
        """Ask for a file and write what is shown into it; its suffix says in which format."""
        # Loaded when it is first asked for: the first picture of the window needs none of it.
        from briefing.services.bloc_exporting import FORMATS
        from briefing.services.exportable import exportable

        briefing_id = self.session.briefing_id
        if briefing_id is None:
            return
        stem = exportable(self.session.workspace, briefing_id).stem
        folder = self.session.settings.export_folder or str(Path.home())
        given, _filter = QFileDialog.getSaveFileName(
            self.window,
            _("Export picture"),
            str(Path(folder) / f"{stem}-blocs.svg"),
            ";;".join(f"{_(one.label)} (*{one.suffix})" for one in FORMATS),
        )
        if given:
            self.export_to(_suffixed(given, _filter))

    def export_to(self, path: Path) -> None:
        """Write what is shown into a file, in the background."""
        briefing_id = self.session.briefing_id
        if briefing_id is not None:
            job = _Write(self.session.workspace, briefing_id, self.tab.request(), path)
            self.session.tasks.run(
                job, self._on_written, name=_("Writing {name}").format(name=path.name),
                owner=self.window,
            )  # fmt: skip

    def copy(self) -> None:
        """Put the picture on the clipboard as it would be written, painted."""
        briefing_id = self.session.briefing_id
        if briefing_id is not None:
            job = _Write(self.session.workspace, briefing_id, self.tab.request(), None)
            self.session.tasks.run(
                job, self._on_painted, name=_("Copying the picture"), owner=self.window
            )

    def toggle_motion(self) -> None:
        """Let nothing move by itself, or do."""
        settings = self.session.settings
        settings.reduce_motion = not settings.reduce_motion
        settings.save()

    def _on_written(self, path: Path) -> None:
        self.window.actions_of_window.exports.show_written(path)

    def _on_painted(self, png: bytes) -> None:
        QGuiApplication.clipboard().setImage(QImage.fromData(png))
        self.session.say(_("The picture is on the clipboard, with its marking and sources."))

    def _on_menu(self, place: QPoint) -> None:
        menu = build_menu(PICTURE_MENU, self.session.registry, self.window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _made(self) -> BlocsTab | None:
        return cast("BlocsTab | None", self.window.tabs.get("blocs"))

    def _is_shown(self, key: str, _context: Context) -> bool:
        tab = self._made()
        return tab is not None and tab.picture.key == key

    def _compares(self, _context: Context) -> bool:
        tab = self._made()
        return tab is not None and tab.compare.isChecked()

    def _is_comparing(self, context: Context) -> bool:
        return in_blocs(context) and self._compares(context)

    def _differs(self, _context: Context) -> bool:
        tab = self._made()
        return tab is not None and tab.bar.difference.isChecked()

    def _draws(self, _context: Context) -> bool:
        tab = self._made()
        return tab is not None and tab.bar.draw.isChecked()

    def _is_still(self, _context: Context) -> bool:
        return self.session.settings.reduce_motion


class _Write:
    """Makes a file, or its picture as PNG where no path is given, away from the GUI thread."""

    def __init__(
        self, ws: Workspace, briefing_id: str, request: BlocRequest, path: Path | None
    ) -> None:
        self._ws, self._briefing_id, self._request, self._path = ws, briefing_id, request, path

    def __call__(self, _progress: Progress, token: CancelToken) -> Path | bytes:
        from briefing.services.bloc_exporting import make_blocs, write_blocs

        token.check()
        if self._path is None:
            return make_blocs(self._ws, self._briefing_id, "png", self._request)
        return write_blocs(self._ws, self._briefing_id, self._path, self._request)


def _suffixed(given: str, chosen: str) -> Path:
    """The path, with the suffix of the format chosen in the dialog where it has none."""
    path = Path(given)
    if path.suffix or "(*" not in chosen:
        return path
    return path.with_name(path.name + chosen.rpartition("(*")[2].rstrip(")"))
