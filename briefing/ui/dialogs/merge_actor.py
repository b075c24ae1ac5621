"""Asks with which other actor one is to be merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.shell.merge_bar import MergeBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.services.choosing import Choice


class MergeActor(QDialog):
    """A line that completes the names of actors; Enter merges, Escape leaves."""

    #: An actor was named; carries its id.
    picked = Signal(object)

    def __init__(
        self, name: str, actors: Callable[[], Sequence[Choice]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = _("Merge {name}").format(name=name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = QLabel(
            _(
                "{name} will stand in lists and pictures as the actor named here. Nothing is "
                "rewritten: the two can be split again."
            ).format(name=name),
            self,
        )
        about.setWordWrap(True)
        about.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(about, "small")
        self.bar = MergeBar(actors, self)
        self.bar.picked.connect(self._on_picked)
        self.bar.left.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        self.resize(theme.px(460), theme.px(170))
        self.bar.ask("")

    def _on_picked(self, actor_id: str) -> None:
        self.picked.emit(actor_id)
        self.accept()
