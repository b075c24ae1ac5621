"""What the Brief says of its final versions: which this is, what it changes, and the way to the last."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from briefing.domain.briefing import Status
from briefing.domain.dates import friendly
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.panels import Card

if TYPE_CHECKING:
    from briefing.domain.briefing import Release
    from briefing.services.brief_view import BriefView


def release_title(one: Release) -> str:
    """ "Version 2, final since 25 November 2026"."""
    return _("Version {n}, final since {day}").format(n=one.number, day=release_day(one.released))


def release_day(released: str) -> str:
    """The day of the laptop on which a version became final."""
    try:
        return friendly(datetime.fromisoformat(released).astimezone().date().isoformat())
    except ValueError:
        return released


class ReleaseNote(Card):
    """Stands on the page of a briefing that has a final version."""

    #: A final version is to be shown as it stood; carries its Release.
    open_wanted = Signal(object)
    #: A final version is to be compared with what lies on the desk; carries its Release.
    compare_wanted = Signal(object)

    def __init__(self, view: BriefView, parent: QWidget) -> None:
        super().__init__(parent, edge="accent.main")
        is_final = view.status == Status.FINAL
        own = next((r for r in view.releases if is_final and r.number == view.version), None)
        self.before = next((r for r in view.releases if r.number < view.version), None)
        if own is not None:
            title = release_title(own)
        else:
            title = _("{status} of version {n}").format(
                status=_(view.status).capitalize(), n=view.version
            )
        self.title = self._label(title, "strong")
        self.changes: QLabel | None = None
        said = [title]
        if own is not None and own.changes.strip() and self.before is not None:
            head = _("Changed since version {n}:").format(n=self.before.number)
            lines = [line.strip() for line in own.changes.splitlines() if line.strip()]
            self.changes = self._label("\n".join((head, *(f"• {one}" for one in lines))), "")
            said += [head, *lines]
        elif own is None and self.before is not None:
            said.append(release_title(self.before))
            self._label(release_title(self.before), "small")
        self.setAccessibleName(". ".join(said))
        self.open_button = self.compare_button = None
        if self.before is not None:
            links = QWidget(self)
            flow = FlowLayout(links)
            flow.setContentsMargins(0, 0, 0, 0)
            n = self.before.number
            self.open_button = self._link(_("Open version {n}").format(n=n))
            self.open_button.clicked.connect(self._on_open)
            self.compare_button = self._link(_("Compare with version {n}").format(n=n))
            self.compare_button.clicked.connect(self._on_compare)
            flow.addWidget(self.open_button)
            flow.addWidget(self.compare_button)
            self.body.addWidget(links)

    def _label(self, words: str, role: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if role:
            theme.set_role(label, role)
        self.body.addWidget(label)
        return label

    def _link(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        theme.set_role(button, "link")
        return button

    def _on_open(self) -> None:
        self.open_wanted.emit(self.before)

    def _on_compare(self) -> None:
        self.compare_wanted.emit(self.before)
