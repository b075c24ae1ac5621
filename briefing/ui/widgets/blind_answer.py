"""One item of a blind round: the answers to choose from, or what everybody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _
from briefing.ui import theme

if TYPE_CHECKING:
    from briefing.services.blind_view import ItemLine, RoundView


class AnswerPanel(QScrollArea):
    """Choosing an answer tells it at once; the note is told when it is left."""

    #: The answer, the note, and whether to go on to the next item.
    answered = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.group: QButtonGroup | None = None
        self.code: QLineEdit | None = None
        self.note: QLineEdit | None = None
        self._shown: object = None

    def show_item(self, view: RoundView, item: ItemLine) -> None:
        """Show an item; the same one as before keeps what has the keyboard."""
        state = (view.id, item, view.complete, view.handed_in, view.taking_part)
        if state == self._shown:
            return
        self._shown = state
        had = self._focus()
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(_label(item.title, "reading", page))
        layout.addSpacing(theme.px(6))
        self.group = self.code = self.note = None
        if view.complete:
            self._fill_result(item, page, layout)
        else:
            self._fill_answers(view, item, page, layout)
        before = self.takeWidget()
        if before is not None:
            # Perhaps the very button whose press brought us here.
            before.deleteLater()
        self.setWidget(page)
        self._focus_again(had)

    def choose(self, number: int) -> bool:
        """Give the answer with a number, from 1 on; False where there is none."""
        if self.group is None:
            return False
        button = self.group.button(number)
        if button is None or not button.isEnabled():
            return False
        button.click()
        return True

    def _fill_answers(
        self, view: RoundView, item: ItemLine, page: QWidget, layout: QVBoxLayout
    ) -> None:
        free = not view.handed_in
        if view.scale.answers:
            self.group = QButtonGroup(page)
            for number, (value, meaning) in enumerate(view.scale.answers, start=1):
                # Its digit stands before it, where that is not the answer itself.
                words = value if value == str(number) else f"{number}   {value}"
                button = QRadioButton(words, page)
                button.setAccessibleName(f"{value}: {meaning}")
                button.setProperty("answer", value)
                button.setChecked(value == item.mine)
                button.setEnabled(free)
                self.group.addButton(button, number)
                layout.addWidget(button)
                about = _label(meaning, "small", page)
                about.setContentsMargins(theme.px(24), 0, 0, theme.px(4))
                layout.addWidget(about)
            self.group.idClicked.connect(self._on_clicked)
        else:
            self.code = QLineEdit(item.mine, page)
            self.code.setAccessibleName(_("Code"))
            self.code.setPlaceholderText(_("A code in a word or two"))
            self.code.setEnabled(free)
            self.code.returnPressed.connect(self._on_code_entered)
            self.code.editingFinished.connect(self._on_left)
            layout.addWidget(self.code)
        self.note = QLineEdit(item.note, page)
        self.note.setAccessibleName(_("Why"))
        self.note.setPlaceholderText(_("Why, in a line (may be left empty)"))
        self.note.setEnabled(free)
        self.note.editingFinished.connect(self._on_left)
        layout.addSpacing(theme.px(6))
        layout.addWidget(self.note)
        if not free:
            words = _("You have handed in. The others' answers show when they have, too.")
            layout.addWidget(_label(words, "small", page))

    def _fill_result(self, item: ItemLine, page: QWidget, layout: QVBoxLayout) -> None:
        for name, answer, note in item.others:
            layout.addWidget(_label(f"{name}: {answer}", "strong", page))
            if note:
                about = _label(note, "small", page)
                about.setContentsMargins(theme.px(12), 0, 0, theme.px(4))
                layout.addWidget(about)
        if not item.others:
            layout.addWidget(_label(_("Nobody answered."), "small", page))

    def _value(self) -> str:
        if self.code is not None:
            return self.code.text()
        button = self.group.checkedButton() if self.group is not None else None
        return str(button.property("answer")) if button is not None else ""

    def _tell(self, *, go_on: bool) -> None:
        note = self.note.text().strip() if self.note is not None else ""
        self.answered.emit(self._value(), note, go_on)

    def _on_clicked(self, _number: int) -> None:
        self._tell(go_on=True)

    def _on_code_entered(self) -> None:
        self._tell(go_on=True)

    def _on_left(self) -> None:
        self._tell(go_on=False)

    def _focus(self) -> str:
        for name in ("note", "code"):
            field = getattr(self, name)
            if field is not None and field.hasFocus():
                return name
        group = self.group
        return "group" if group is not None and any(b.hasFocus() for b in group.buttons()) else ""

    def _focus_again(self, had: str) -> None:
        if had == "group" and self.group is not None:
            button = self.group.checkedButton() or self.group.button(1)
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had and getattr(self, had) is not None:
            getattr(self, had).setFocus(Qt.FocusReason.OtherFocusReason)


def _label(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    theme.set_role(label, role)
    return label
