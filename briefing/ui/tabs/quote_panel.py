"""The panel beneath a document that makes a quote of the selected words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from briefing.domain.dates import DateError, friendly
from briefing.domain.said_dates import said_date
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import quoting
from briefing.services.anchoring import Span
from briefing.services.choosing import newcomer
from briefing.ui import theme
from briefing.ui.editors.pickers import PickLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from briefing.services.choosing import Choice

_KINDS = ("direct", "partial", "indirect", "scare")


class QuotePanel(QFrame):
    """Words, speaker, kind and date of a quote to be. Enter saves, Escape leaves."""

    #: All is filled in; the owner saves with :meth:`values`.
    save_requested = Signal()
    #: The person changed their mind.
    cancelled = Signal()
    #: The whole form is wanted, with what is filled in here.
    more_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.place = Span("", 0, 0)
        self._choices: list[Choice] = []
        self._evident: Choice | None = None
        self.words = QLineEdit(self)
        self.speaker = PickLine(self._known, self, several=True, maker=self._make)
        self.kind = QComboBox(self)
        for one in _KINDS:
            self.kind.addItem(_("scare quote") if one == "scare" else _(one), one)
        self.said = QLineEdit(self)
        self.said.setPlaceholderText(_("19 June 2024"))
        self.reading = QLabel(self)
        theme.set_role(self.reading, "small")
        self.wrong = QLabel(self)
        theme.set_role(self.wrong, "error")
        self.wrong.setWordWrap(True)
        self.save = QPushButton(_("Save quote"), self)
        theme.set_role(self.save, "primary")
        self.save.clicked.connect(self._on_save)
        self.more = QPushButton(_("More…"), self)
        self.more.setToolTip(_("Fill in the whole form"))
        self.more.setAccessibleName(_("More fields of the quote"))
        self.more.setAutoDefault(False)
        theme.set_role(self.more, "link")
        self.more.clicked.connect(self.more_requested)
        self.said.textChanged.connect(self._on_said_changed)
        self.speaker.returnPressed.connect(self._on_speaker_return)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        grid.setVerticalSpacing(theme.px(4))
        fields = ((_("Words"), self.words), (_("Speaker"), self.speaker))
        for row, (name, field) in enumerate(fields):
            grid.addWidget(self._label(name, field), row, 0)
            grid.addWidget(field, row, 1, 1, 5)
        grid.addWidget(self._label(_("Kind"), self.kind), 2, 0)
        grid.addWidget(self.kind, 2, 1)
        grid.addWidget(self._label(_("Said"), self.said), 2, 2)
        grid.addWidget(self.said, 2, 3)
        grid.addWidget(self.save, 2, 4)
        grid.addWidget(self.more, 2, 5)
        grid.addWidget(self.wrong, 3, 0, 1, 3)
        grid.addWidget(self.reading, 3, 3, 1, 3)
        grid.setColumnStretch(3, 1)
        self.hide()

    def open_for(
        self,
        place: Span,
        text: str,
        choices: Sequence[Choice],
        likely: Sequence[str] = (),
        evident: Choice | None = None,
    ) -> None:
        """Begin a quote of the code points of a text; ``choices`` are the actors by their names.

        ``likely`` are ids of those who may have said it: they are offered first. Enter on no name takes
        the ``evident`` one, who is shown in the empty field.
        """
        self.place = place
        _document, start, end = place
        self.words.setText(quoting.trim_marks(text[start:end])[0])
        self.words.setCursorPosition(0)
        self.kind.setCurrentIndex(_KINDS.index(quoting.guess_kind(text, start, end)))
        self._choices = list(choices)
        self._evident = evident
        self.speaker.setPlaceholderText(
            _("{name}? Enter takes this; or another name").format(name=evident.main)
            if evident
            else _("Name in any script; several parted by ;")
        )
        self.speaker.likely = likely
        self.speaker.clear()
        self.wrong.clear()
        self._on_said_changed(self.said.text())
        self.show()
        self.speaker.setFocus(Qt.FocusReason.OtherFocusReason)

    def speakers(self) -> list[Choice]:
        """The actors named; raises UserError for a name that nobody has."""
        return self.speaker.choices()

    def named(self) -> list[Choice]:
        """The actors named as far as they are understood."""
        try:
            return self.speakers()
        except UserError:
            return []

    def newcomers(self) -> list[Choice]:
        """The actors that can be named and would be made with the quote."""
        return [one for one in self._choices if one.new]

    def said_date(self) -> str:
        """The date in EDTF; raises UserError where the text is none."""
        text = self.said.text().strip()
        if not text:
            return ""
        try:
            return said_date(text)
        except DateError as error:
            raise UserError(f"{text}: {error}.") from error

    def show_error(self, text: str) -> None:
        """Say beside the fields what is wrong."""
        self.wrong.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _known(self) -> Sequence[Choice]:
        return self._choices

    def _make(self, name: str, actor_kind: str) -> str:
        made = newcomer(name, actor_kind)
        self._choices.append(made)
        return made.id

    def _label(self, text: str, field: QWidget) -> QLabel:
        label = QLabel(text, self)
        theme.set_role(label, "muted")
        label.setBuddy(field)
        field.setAccessibleName(text)
        return label

    def _on_speaker_return(self) -> None:
        # The list of names keeps Enter from the panel: one that a person went to is only picked.
        if self.speaker.names.shown and not self.speaker.names.is_used:
            self.speaker.settle_first()
            self._on_save()

    def _on_save(self) -> None:
        if self.isHidden():
            return
        self.wrong.clear()
        nobody = self.kind.currentData() == "scare"
        if self._evident is not None and not nobody and not self.speaker.text().strip():
            self.speaker.show_choices([self._evident])
        self.save_requested.emit()

    def _on_said_changed(self, text: str) -> None:
        try:
            self.reading.setText(
                friendly(self.said_date()) if text.strip() else _("date not known")
            )
        except UserError:
            self.reading.setText(_("not a date yet"))
