"""The strip on which blocs are drawn: a chip for each bloc takes the actors that are chosen or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import bloc_drawing
from briefing.ui import theme
from briefing.ui.entry_drag import MIME, dragged_entries
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.pill import Chip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from briefing.ui.blocs.draw_layer import ChosenActors
    from briefing.ui.session import Session

_LONGEST = 36


class BlocChip(Chip):
    """A bloc, or a new one where ``bloc_id`` is empty, that actors can be dropped on."""

    #: Actors were dropped here; carries (bloc id, actor ids).
    dropped = Signal(object)

    def __init__(self, words: str, bloc_id: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.bloc_id = bloc_id
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME) and self._actors(event):
            event.acceptProposedAction()
            self.setDown(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.setDown(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.setDown(False)
        actors = self._actors(event)
        if actors:
            event.acceptProposedAction()
            self.dropped.emit((self.bloc_id, actors))

    def _actors(self, event: QDropEvent) -> tuple[str, ...]:
        return tuple(one for kind, one in dragged_entries(event.mimeData()) if kind == "actor")


class BlocStrip(QWidget):
    """What is shown while blocs are drawn: how many actors are chosen, and where they can go."""

    #: A new bloc of these actors is to be made; carries their ids.
    new_bloc_wanted = Signal(object)
    #: Actors are chosen by plain presses from now on, or no longer; carries a bool.
    drawing = Signal(object)

    def __init__(
        self, session: Session, chosen: ChosenActors, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen = chosen
        self._is_drawing = False
        #: The date shown, EDTF, from which on actors belong to what they are put into.
        self.date = ""
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(6))
        self.told = QLabel(self)
        theme.set_role(self.told, "small")
        self.clear = Chip(_("Choose nobody"), self)
        self.clear.clicked.connect(chosen.clear)
        self._flow.addWidget(self.told)
        self._flow.addWidget(self.clear)
        self.chips: list[BlocChip] = []
        chosen.changed.connect(self._on_changed)
        self.set_blocs(())

    def set_blocs(self, blocs: Sequence[tuple[str, str]]) -> None:
        """Offer these blocs, each with id and name, and a new one."""
        for old in self.chips:
            self._flow.removeWidget(old)
            old.deleteLater()
        self.chips = []
        for bloc_id, name in (("", _("New bloc…")), *blocs):
            short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
            chip = BlocChip(short, bloc_id, self)
            chip.setAccessibleName(
                _("Put the chosen actors into {bloc}").format(bloc=name)
                if bloc_id
                else _("Make a new bloc of the chosen actors")
            )
            chip.setToolTip(name)
            chip.clicked.connect(self._on_pressed)
            chip.dropped.connect(self.put_into)
            self._flow.addWidget(chip)
            chip.show()
            self.chips.append(chip)
        self._on_changed()

    def set_drawing(self, on: bool) -> None:
        """Choose by plain presses, or go back to looking with nobody chosen."""
        self._is_drawing = on
        if not on:
            self._chosen.clear()
        self.drawing.emit(on)
        self._on_changed()

    def put_into(self, wanted: tuple[str, tuple[str, ...]]) -> None:
        """Put actors into a bloc from the date shown on; into a new one where the id is empty."""
        bloc_id, actors = wanted
        session = self._session
        if session.refuses("bloc"):
            return
        if not bloc_id:
            self.new_bloc_wanted.emit(actors)
            return
        try:
            held = bloc_drawing.since(self.date)
            made = bloc_drawing.add_members(session.workspace, bloc_id, actors, held=held)
        except UserError as error:
            session.say(str(error), error=True)
            return
        self._chosen.clear()
        session.say(
            ngettext(
                "{n} member added; Ctrl+Z takes it back, F2 edits its dates.",
                "{n} members added; Ctrl+Z takes them back, F2 edits their dates.",
                len(made),
            ).format(n=len(made))
        )

    def _on_pressed(self) -> None:
        chip = self.sender()
        if isinstance(chip, BlocChip):
            self.put_into((chip.bloc_id, tuple(self._chosen.actors)))

    def _on_changed(self) -> None:
        some = bool(self._chosen.actors)
        # Chosen with Ctrl while one only looks: now there is something to do with them.
        self.setVisible(self._is_drawing or some)
        hint = _("Press actors, draw a lasso round them, or drag one onto a bloc")
        self.told.setText(f"{self._chosen.words()} · {hint}" if not some else self._chosen.words())
        self.clear.setVisible(some)
        for chip in self.chips:
            # A new bloc can be begun with nobody in it.
            chip.setEnabled(some or not chip.bloc_id)
