"""Where an export goes: a name proposed from title and version, kept once a person has given one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from briefing.errors import UserError
from briefing.i18n import _
from briefing.services.export_formats import FORMATS
from briefing.services.exportable import proposed_name
from briefing.ui import theme

if TYPE_CHECKING:
    from briefing.services.export_formats import Format
    from briefing.services.exportable import Exportable
    from briefing.settings import Settings


class FileRow(QWidget):
    """A path that can be typed or chosen; its suffix follows the format."""

    #: The person gave another path.
    edited = Signal()

    def __init__(self, what: Exportable, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._settings = settings
        self._format = FORMATS[0]
        self._proposed = ""
        label = QLabel(_("File"), self)
        theme.set_role(label, "strong")
        self.path = QLineEdit(self)
        self.path.setAccessibleName(_("File to be written"))
        label.setBuddy(self.path)
        self.browse = QPushButton(_("Choose…"), self)
        self.browse.setAccessibleName(_("Choose folder and name"))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._on_browse)
        self.path.textEdited.connect(self._on_edited)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label)
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)

    def propose(self, chosen: Format) -> None:
        """Offer a name; one that a person gave keeps its words and gets the suffix of the format."""
        self._format = chosen
        text = self.path.text().strip()
        if text and text != self._proposed:
            self._proposed = ""
            self.path.setText(f"{_without_suffix(text)}{chosen.suffixes[0]}")
        else:
            self._proposed = str(self.folder() / proposed_name(self._what, chosen))
            self.path.setText(self._proposed)

    def target(self) -> Path:
        """The file that would be written, with a suffix of the format. Raises UserError where it is none."""
        text = self.path.text().strip()
        if not text:
            raise UserError(_("Name the file to be written."))
        path = self.folder() / Path(text).expanduser()
        if text.endswith("/") or path.is_dir():
            raise UserError(_("{path}: this is a folder; name a file.").format(path=path))
        if not path.name.lower().endswith(self._format.suffixes):
            path = path.with_name(path.name + self._format.suffixes[0])
        if path.is_dir():
            raise UserError(_("{path}: this is a folder; name a file.").format(path=path))
        return path

    def folder(self) -> Path:
        """The folder used last, or the one for documents."""
        kept = self._settings.export_folder
        if kept and Path(kept).is_dir():
            return Path(kept)
        place = QStandardPaths.StandardLocation.DocumentsLocation
        documents = Path(QStandardPaths.writableLocation(place))
        return documents if documents.is_dir() else Path.home()

    def _on_edited(self, _text: str) -> None:
        self.edited.emit()

    def _on_browse(self) -> None:
        pattern = " ".join(f"*{suffix}" for suffix in self._format.suffixes)
        given, _filter = QFileDialog.getSaveFileName(
            self,
            _("Export"),
            self.path.text(),
            f"{_(self._format.label)} ({pattern})",
            # Asked once, when it is written.
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if given:
            self.path.setText(given)
            self.edited.emit()


def _without_suffix(text: str) -> str:
    """A path without the suffix of any format, the longest of those that fit."""
    known = sorted({one for row in FORMATS for one in row.suffixes}, key=len, reverse=True)
    for suffix in known:
        if text.lower().endswith(suffix) and not text.lower().endswith(f"/{suffix}"):
            return text[: -len(suffix)]
    return text
