"""A new briefing: how it begins, its title, date and desk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from briefing.domain.dates import DateError, friendly
from briefing.domain.said_dates import said_date
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import library_view, starting
from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from briefing.services.library_view import BriefingRow
    from briefing.ui.session import Session

_START = Qt.ItemDataRole.UserRole
_EMPTY, _TEMPLATE, _EARLIER = "empty", "template", "earlier"


class NewBriefingDialog(QDialog):
    """Enter in any field makes the briefing, Escape makes none."""

    #: The id of the briefing that was made.
    made = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(_("New briefing"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._proposed = ""
        self._earlier: dict[str, BriefingRow] = {}
        self.starts = QListWidget(self)
        self.starts.setAccessibleName(_("How it begins"))
        self.starts.setAlternatingRowColors(False)
        self.starts.setWordWrap(True)
        self.starts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.set_role(self.starts, "choices")
        self._fill()
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.about, "small")
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(_("A sentence with the judgment in it"))
        self.as_of = QLineEdit(date.today().isoformat(), self)  # noqa: DTZ011 - the reader's day
        self.reading = QLabel(self)
        theme.set_role(self.reading, "small")
        self.desk = QLineEdit(self)
        form = QFormLayout()
        for words, field in (
            (_("Title"), self.title),
            (_("As of"), self.as_of),
            ("", self.reading),
            (_("Desk"), self.desk),
        ):
            form.addRow(words, field)
            if words:
                field.setAccessibleName(words)
        self.error = QLabel(self)
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.error, "error")
        self.error.hide()
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel, self)
        self.ok = buttons.button(box.Ok)
        self.ok.setText(_("Make briefing"))
        self.ok.setAccessibleName(self.ok.text())
        # The style sheet makes its words bolder than Qt measures them.
        bold = QFontMetrics(theme.sans(1.0, QFont.Weight.DemiBold))
        self.ok.setMinimumWidth(bold.horizontalAdvance(self.ok.text()) + theme.px(36))
        buttons.accepted.connect(self.make)
        buttons.rejected.connect(self.reject)
        head = QLabel(_("Begin with"), self)
        theme.set_role(head, "strong")
        layout = QVBoxLayout(self)
        for widget in (head, self.starts, self.about):
            layout.addWidget(widget, 1 if widget is self.starts else 0)
        layout.addLayout(form)
        layout.addWidget(self.error)
        layout.addWidget(buttons)
        self.resize(theme.px(560), theme.px(520))
        for field in (self.title, self.as_of, self.desk):
            field.textChanged.connect(self.error.hide)
        self.as_of.textChanged.connect(self._on_date_typed)
        self.starts.currentRowChanged.connect(self._on_chosen)
        self.starts.setCurrentRow(1 if self.starts.count() > 1 else 0)
        self._on_chosen()
        self._on_date_typed()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, start: str, key: str = "") -> None:
        """Choose how the briefing begins: "empty", "template" or "earlier" with its key or id."""
        for row in range(self.starts.count()):
            if self.starts.item(row).data(_START) == (start, key):
                self.starts.setCurrentRow(row)

    def make(self) -> None:
        """Make the briefing and close; what is wrong is told here."""
        start, key = self.starts.currentItem().data(_START)
        ws = self.session.workspace
        fields = {"as_of": self.as_of.text(), "desk": self.desk.text()}
        try:
            if start == _EARLIER:
                made = starting.briefing_from(ws, key, title=self.title.text(), **fields)
            else:
                made = starting.new_briefing(ws, self.title.text(), template=key, **fields)
        except UserError as error:
            self.error.setText(str(error))
            self.error.show()
            # Back to the field that is to be mended.
            field = self.as_of if self.title.text().strip() else self.title
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
            return
        self.accept()
        self.made.emit(made)

    def _fill(self) -> None:
        self._add(_("Empty"), _EMPTY)
        for one in starting.templates():
            self._add(_(one.title), _TEMPLATE, one.key)
        for row in library_view.briefings(self.session.workspace):
            self._earlier[row.id] = row
            self._add(
                _("From: {title} ({date})").format(title=row.title, date=row.date),
                _EARLIER,
                row.id,
            )

    def _add(self, words: str, start: str, key: str = "") -> None:
        item = QListWidgetItem(words, self.starts)
        item.setData(_START, (start, key))

    def _on_chosen(self) -> None:
        item = self.starts.currentItem()
        start, key = item.data(_START) if item else (_EMPTY, "")
        about = _("A title and nothing else.")
        if start == _TEMPLATE:
            about = next(_(one.summary) for one in starting.templates() if one.key == key)
        elif start == _EARLIER:
            about = _(
                "Takes over sections, judgments, blocs and sources, with their citations, as a "
                "draft of today, and adds a section for what changed."
            )
        self.about.setText(about)
        self._propose(key if start == _EARLIER else "")

    def _propose(self, earlier_id: str) -> None:
        """Offer the title that the earlier briefing would have now, unless one was typed."""
        if self.title.text() not in ("", self._proposed):
            return
        self._proposed = ""
        if earlier_id:
            self._proposed = starting.proposed_title(
                self.session.workspace, earlier_id, _day(self.as_of.text())
            )
        self.title.setText(self._proposed)

    def _on_date_typed(self) -> None:
        text = self.as_of.text().strip()
        try:
            self.reading.setText(friendly(said_date(text)) if text else "")
        except DateError:
            self.reading.setText(_("not a date yet"))
        item = self.starts.currentItem()
        start, key = item.data(_START) if item else (_EMPTY, "")
        if start == _EARLIER:
            self._propose(key)


def _day(text: str) -> str:
    """The date typed, as EDTF; the text as it is while it is none."""
    try:
        return said_date(text)
    except DateError:
        return text.strip()
