"""What is exported, for whom and how: the choices that the format at hand can obey, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.markings import Marking
from briefing.export.excerpt import Notes
from briefing.i18n import _
from briefing.services.export_formats import FORMATS, ExportRequest, Format, List, Part
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.exportable import Exportable, Preview
    from briefing.settings import Settings

PAPERS = (("a4", "A4"), ("us-letter", "US Letter"))
#: What parts are called where they stand. Notes have no box: it would do nothing without them.
PARTS = {
    Part.BOTTOM_LINE: "Bottom line",
    Part.JUDGMENTS: "Key judgments",
    Part.DISPUTED: "What is disputed",
    Part.SECTIONS: "Sections",
    Part.OTHER_JUDGMENTS: "Other judgments",
    Part.CLAIMS: "Claims side by side",
    Part.ACTORS: "Actors",
    Part.QUOTES: "Quotes by date",
    Part.EVENTS: "Events by date",
    Part.RELATIONS: "Relations",
    Part.BLOCS: "Blocs",
    Part.FIGURES: "Pictures",
    Part.HYPOTHESES: "Competing hypotheses",
    Part.GAPS: "Open questions",
    Part.IMPLICATIONS: "Implications",
    Part.SOURCES: "Sources",
}


class Choices(QScrollArea):
    """From top to bottom as one decides: what, for whom, with which notes, on which paper, which parts."""

    #: Another export is asked for.
    changed = Signal()

    def __init__(
        self,
        what: Exportable,
        settings: Settings,
        rows: Iterable[Format] = FORMATS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._formats = tuple(rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("What is exported and how"))
        self._holder = QWidget(self)
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, theme.px(10), 0)
        self._build(what)
        self.setWidget(self._holder)
        self._recall(settings)
        self._on_format_changed()
        self.format.currentIndexChanged.connect(self._on_format_changed)
        self.audience.currentIndexChanged.connect(self._on_audience_changed)
        for box in (self.paper, self.list):
            box.currentIndexChanged.connect(self._on_changed)
        self.notes.toggled.connect(self._on_changed)
        for part in self.parts.values():
            part.toggled.connect(self._on_changed)

    def _build(self, what: Exportable) -> None:
        self.format = self._box(_("What"))
        for one in self._formats:
            self.format.addItem(_(one.label), one.key)
        self.audience = self._box(_("For whom"))
        for marking in Marking:
            self.audience.addItem(marking.label, marking.value)
        self.audience.setCurrentIndex(self.audience.findData(what.marking.value))
        self.who = self._words("small")
        self.left_out = self._words("small")
        self._on_audience_changed(quiet=True)
        self.notes = QCheckBox(_("Shared notes go along"), self._holder)
        self.notes.setAccessibleName(self.notes.text())
        self.notes.setToolTip(_("Private notes never do"))
        self._column.addWidget(self.notes)
        self.paper_row = QWidget(self._holder)
        self.paper = self._box(_("Paper"), self.paper_row)
        for key, words in PAPERS:
            self.paper.addItem(words, key)
        self.list_row = QWidget(self._holder)
        self.list = self._box(_("Which list"), self.list_row)
        self.parts_row = QWidget(self._holder)
        self._build_parts()
        self._column.addWidget(self.parts_row)
        self._column.addStretch(1)

    def _build_parts(self) -> None:
        column = QVBoxLayout(self.parts_row)
        column.setContentsMargins(0, theme.px(6), 0, 0)
        column.setSpacing(theme.px(4))
        head = QHBoxLayout()
        title = QLabel(_("Parts"), self.parts_row)
        theme.set_role(title, "strong")
        head.addWidget(title)
        head.addStretch(1)
        self.all_parts = self._link(_("All"), _("All parts"))
        self.no_parts = self._link(_("None"), _("No parts"))
        self.all_parts.clicked.connect(self._on_all_wanted)
        self.no_parts.clicked.connect(self._on_none_wanted)
        head.addWidget(self.all_parts)
        head.addWidget(self.no_parts)
        column.addLayout(head)
        self.parts: dict[Part, QCheckBox] = {}
        for part, words in PARTS.items():
            box = QCheckBox(_(words), self.parts_row)
            box.setAccessibleName(box.text())
            box.setChecked(True)
            self.parts[part] = box
            column.addWidget(box)

    def _box(self, words: str, row: QWidget | None = None) -> QComboBox:
        """A list to choose from under its name, in the column or in a row that can be hidden."""
        holder = row or QWidget(self._holder)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        label = QLabel(words, holder)
        theme.set_role(label, "strong")
        box = QComboBox(holder)
        box.setAccessibleName(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(14)
        label.setBuddy(box)
        column.addWidget(label)
        column.addWidget(box)
        self._column.addWidget(holder)
        return box

    def _words(self, role: str) -> QLabel:
        label = QLabel(self._holder)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(label, role)
        self._column.addWidget(label)
        return label

    def _link(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words, self.parts_row)
        button.setAccessibleName(name)
        button.setAutoDefault(False)
        theme.set_role(button, "link")
        return button

    # ------------------------------------------------------------------ what is chosen

    @property
    def chosen(self) -> Format:
        """The format and kind that are chosen."""
        key = self.format.currentData()
        return next(one for one in self._formats if one.key == key)

    def request(self) -> ExportRequest:
        """All choices that the format can obey."""
        one = self.chosen
        parts = frozenset(Part)
        if one.parts:
            kept = {part for part, box in self.parts.items() if box.isChecked()}
            # Notes stand beside what they are about: with no part there are none.
            parts = frozenset(kept | {Part.NOTES} if kept else ())
        return ExportRequest(
            format=one.id,
            kind=one.kind,
            audience=self.audience.currentData(),
            notes=Notes.SHARED if one.notes and self.notes.isChecked() else Notes.NONE,
            paper=self.paper.currentData() if one.paper else "a4",
            parts=parts,
            list=(self.list.currentData() or "") if one.lists else "",
        )

    def choose(self, key: str) -> None:
        """Choose a format by the key of its row, where there is such a row."""
        at = self.format.findData(key)
        if at >= 0:
            self.format.setCurrentIndex(at)

    def remember(self, settings: Settings) -> None:
        """Put what was chosen into the settings; for whom and with which notes is asked anew each time."""
        settings.export_format = self.chosen.key
        settings.export_paper = str(self.paper.currentData())
        without = [part.value for part, box in self.parts.items() if not box.isChecked()]
        settings.export_without = " ".join(without)
        settings.export_list = str(self.list.currentData() or "")

    def _recall(self, settings: Settings) -> None:
        without = set(settings.export_without.split())
        if without < {part.value for part in PARTS}:
            for part, box in self.parts.items():
                box.setChecked(part.value not in without)
        self.paper.setCurrentIndex(max(0, self.paper.findData(settings.export_paper)))
        self._wanted_list = settings.export_list
        self.choose(settings.export_format)

    def tell(self, found: Preview | None) -> None:
        """Say what the audience will not get; nothing while that is not known."""
        words = ""
        if found is not None:
            left_out = found.made.left_out
            words = _("Left out: {what}.").format(what=", ".join(left_out)) if left_out else ""
        theme.set_role(self.left_out, "warn" if words else "small")
        self.left_out.setText(words or _("Nothing is left out.") if found else "")

    # ------------------------------------------------------------------ what changes

    def _on_format_changed(self) -> None:
        one = self.chosen
        self.notes.setVisible(one.notes)
        self.paper_row.setVisible(one.paper)
        self.parts_row.setVisible(one.parts)
        self.list_row.setVisible(one.lists)
        self._fill_lists(one)
        self.changed.emit()

    def _fill_lists(self, one: Format) -> None:
        wanted = self.list.currentData() if self.list.count() else self._wanted_list
        self.list.blockSignals(True)
        self.list.clear()
        if not one.needs_list:
            self.list.addItem(_("All lists"), "")
        for name in List:
            self.list.addItem(_(name.value.capitalize()), name.value)
        self.list.setCurrentIndex(max(0, self.list.findData(wanted)))
        self.list.blockSignals(False)

    def _on_audience_changed(self, _at: int = 0, *, quiet: bool = False) -> None:
        marking = Marking(self.audience.currentData())
        self.who.setText(_("For {whom}.").format(whom=_(marking.audience)))
        if not quiet:
            self.changed.emit()

    def _on_changed(self) -> None:
        self.changed.emit()

    def _on_all_wanted(self) -> None:
        self._check_all(on=True)

    def _on_none_wanted(self) -> None:
        self._check_all(on=False)

    def _check_all(self, *, on: bool) -> None:
        for box in self.parts.values():
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self.changed.emit()
