"""Asks what a blind round is about: its question, its scale and the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import blind_scales, blinding
from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from briefing.ui.session import Session

_QUESTIONS = {
    "reliability": "How far can this source be relied on?",
    "credibility": "How far is this claim borne out?",
    "likelihood": "How likely is this?",
    "matrix": "How does this evidence sit with this hypothesis?",
    "codes": "What is this an instance of?",
}


class NewRoundDialog(QDialog):
    """Enter opens the round, Escape opens none."""

    #: The id of the round that was opened.
    made = Signal(object)

    def __init__(self, session: Session, briefing_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws = session.workspace
        self._briefing = briefing_id
        self._subjects: list[blind_scales.Subject] = []
        self.setWindowTitle(_("New blind round"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.scale = QComboBox(self)
        for one in blind_scales.SCALES.values():
            self.scale.addItem(_(one.name), one.key)
        self.scale.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.scale.setAccessibleName(_("Scale"))
        self.question = QLineEdit(self)
        self.question.setAccessibleName(_("Question"))
        self.items = QListWidget(self)
        self.items.setAccessibleName(_("What the round asks about"))
        self.items.setWordWrap(True)
        theme.set_role(self.items, "choices")
        self.count = QLabel(self)
        theme.set_role(self.count, "small")
        self.all = QPushButton(_("All"), self)
        self.none = QPushButton(_("None"), self)
        for button in (self.all, self.none):
            theme.set_role(button, "link")
            button.setAutoDefault(False)
        self.error = QLabel(self)
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.error, "error")
        self.error.hide()
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel, self)
        self.ok = buttons.button(box.Ok)
        self.ok.setText(_("Open round"))
        form = QFormLayout()
        form.addRow(_("Scale"), self.scale)
        form.addRow(_("Question"), self.question)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.all)
        line.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addLayout(line)
        layout.addWidget(self.items, 1)
        layout.addWidget(self.error)
        layout.addWidget(buttons)
        self.resize(theme.px(620), theme.px(560))
        self.scale.currentIndexChanged.connect(self._on_scale_chosen)
        self.items.itemChanged.connect(self._on_item_changed)
        self.question.textChanged.connect(self.error.hide)
        self.all.clicked.connect(self._on_all_clicked)
        self.none.clicked.connect(self._on_none_clicked)
        buttons.accepted.connect(self.make)
        buttons.rejected.connect(self.reject)
        self._on_scale_chosen()
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)

    def make(self) -> None:
        """Open the round and close; what is missing is told here."""
        chosen = [one for at, one in enumerate(self._subjects) if self._is_checked(at)]
        key = self.scale.currentData()
        try:
            made = blinding.open_round(self._ws, self._briefing, self.question.text(), key, chosen)
        except UserError as error:
            self.error.setText(str(error))
            self.error.show()
            return
        self.accept()
        self.made.emit(made)

    def _is_checked(self, at: int) -> bool:
        return self.items.item(at).checkState() == Qt.CheckState.Checked

    def _on_scale_chosen(self) -> None:
        key = self.scale.currentData()
        if self.question.text() in ("", *map(_, _QUESTIONS.values())):
            self.question.setText(_(_QUESTIONS[key]))
            self.question.selectAll()
        self._subjects = blind_scales.subjects(self._ws, self._briefing, key)
        self.items.blockSignals(True)
        self.items.clear()
        for one in self._subjects:
            item = QListWidgetItem(one.title, self.items)
            item.setCheckState(Qt.CheckState.Checked)
        self.items.blockSignals(False)
        self._on_item_changed()

    def _set_all(self, state: Qt.CheckState) -> None:
        for at in range(self.items.count()):
            self.items.item(at).setCheckState(state)

    def _on_all_clicked(self) -> None:
        self._set_all(Qt.CheckState.Checked)

    def _on_none_clicked(self) -> None:
        self._set_all(Qt.CheckState.Unchecked)

    def _on_item_changed(self) -> None:
        self.error.hide()
        chosen = sum(map(self._is_checked, range(self.items.count())))
        if not self._subjects:
            self.count.setText(_("This briefing has nothing to ask about on this scale."))
            return
        self.count.setText(
            ngettext("{n} of {all} chosen", "{n} of {all} chosen", chosen).format(
                n=chosen, all=len(self._subjects)
            )
        )
