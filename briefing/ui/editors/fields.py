"""One editor for each sort of field: it shows a value, gives it back, and says what is no value."""

# long because: the sorts of field are small and are read side by side.
from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.dates import DateError, friendly, parse
from briefing.domain.moments import friendly_moment, read_moment
from briefing.domain.rules import sentence
from briefing.domain.said_dates import said_date
from briefing.i18n import _
from briefing.services.form_table import Editor
from briefing.ui import theme
from briefing.ui.shell.notes import WrappedLabel
from briefing.ui.widgets.growing_text import GrowingText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QMouseEvent, QWheelEvent

    from briefing.domain.record import Scalar
    from briefing.services.form_table import Choices, Field

_THOUSANDS = re.compile(r"[-−+]?\d{1,3}([,\u202f\u00a0 ]\d{3})+(\.\d+)?")


class FieldEditor(QWidget):
    """What all editors of a field have in common."""

    #: A person changed the value.
    changed = Signal()
    #: Enter was pressed where it makes no new line.
    entered = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(2))

    @property
    def target(self) -> QWidget:
        """The widget that takes the keyboard."""
        raise NotImplementedError(type(self).__name__)

    def value(self) -> Scalar:
        """What is filled in."""
        raise NotImplementedError(type(self).__name__)

    def set_value(self, value: Scalar) -> None:
        """Show a value without telling anyone."""
        raise NotImplementedError(type(self).__name__)

    def said(self, value: Scalar) -> str:
        """A value as a person reads it."""
        return str(value) if value not in (None, "") else _("nothing")

    def problem(self) -> str:
        """Why what is typed is no value; empty where it is one."""
        return ""

    def depend_on(self, values: Mapping[str, Scalar]) -> None:
        """Offer what fits the values of the other fields."""

    def _dress(self, widget: QWidget, *, placeholder: bool = True) -> None:
        """Name the inner widget, with the help line where it is looked for."""
        self.column.addWidget(widget)
        self.setFocusProxy(widget)
        widget.setAccessibleName(_(self.field.label))
        if self.field.help:
            widget.setToolTip(_(self.field.help))
            widget.setAccessibleDescription(_(self.field.help))
            if placeholder and isinstance(widget, QLineEdit | GrowingText):
                widget.setPlaceholderText(_(self.field.help))


class LineEditor(FieldEditor):
    """One line of text."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        self.line.setMinimumWidth(1)
        self._dress(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.line.returnPressed.connect(self.entered)

    @property
    def target(self) -> QWidget:
        return self.line

    def value(self) -> Scalar:
        return self.line.text()

    def set_value(self, value: Scalar) -> None:
        text = "" if value is None else str(value)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def _on_edited(self, _text: str) -> None:
        self.changed.emit()


class TextEditor(FieldEditor):
    """Words of any length; the field grows with them."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.text = GrowingText(self, lines=1.0)
        self._dress(self.text)
        self.text.textChanged.connect(self._on_changed)
        self._quiet = False

    @property
    def target(self) -> QWidget:
        return self.text

    def value(self) -> Scalar:
        return self.text.toPlainText()

    def set_value(self, value: Scalar) -> None:
        text = "" if value is None else str(value)
        if text != self.text.toPlainText():
            self._quiet = True
            self.text.setPlainText(text)
            self._quiet = False

    def _on_changed(self) -> None:
        if not self._quiet:
            self.changed.emit()


class NumberEditor(LineEditor):
    """A number, or nothing. Thousands may be parted: 6,700."""

    def value(self) -> Scalar:
        text = self.line.text().strip()
        if not text:
            return None
        if _THOUSANDS.fullmatch(text):
            text = re.sub(r"[,\u202f\u00a0 ]", "", text)
        try:
            number = float(text.replace("−", "-"))
        except ValueError:
            return None
        if number - number != 0:  # endless or no number
            return None
        if self.field.whole:
            return int(number) if number.is_integer() else None
        return number

    def set_value(self, value: Scalar) -> None:
        if value is None and self.value() is None:
            # What is no number yet stays as it is typed.
            return
        super().set_value(f"{value:.15g}" if isinstance(value, int | float) else value)

    def said(self, value: Scalar) -> str:
        return f"{value:g}" if isinstance(value, int | float) else super().said(value)

    def problem(self) -> str:
        if not self.line.text().strip() or self.value() is not None:
            return ""
        return _("A whole number.") if self.field.whole else _("A number such as 6700 or 0.5.")


class DateEditor(LineEditor):
    """A date in EDTF, or as it is said ("June 2024"), with how it reads beneath."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText(_("19 June 2024, since 2023, 2024-05~"))
        self.reading = WrappedLabel(self, "small")
        self.column.addWidget(self.reading)
        self.line.textChanged.connect(self._on_text_changed)
        self._on_text_changed("")

    def value(self) -> Scalar:
        text = self.line.text().strip()
        if not text:
            return ""
        try:
            return said_date(text)
        except DateError:
            # Kept as typed: beside the field stands what is wrong with it.
            return text

    def said(self, value: Scalar) -> str:
        return friendly(str(value or ""))

    def problem(self) -> str:
        text = self.line.text().strip()
        try:
            if text:
                said_date(text)
        except DateError as error:
            return sentence(_(str(error)))
        return ""

    def show_reading(self, *, shown: bool) -> None:
        """Show how the date reads, or nothing where something better is said beneath."""
        self.reading.setVisible(shown and bool(self.reading.text()))

    def _on_text_changed(self, _text: str) -> None:
        value = str(self.value() or "")
        try:
            parse(value or "2024")
        except DateError:
            self.reading.setText(_("not a date yet"))
        else:
            self.reading.setText(friendly(value) if value else "")
        self.reading.setVisible(bool(self.reading.text()))
        self.line.setAccessibleDescription(self.reading.text())


class MomentEditor(LineEditor):
    """A point in time as it is said ("today 14:00"), with how it reads beneath."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText(_("today 14:00"))
        self.reading = WrappedLabel(self, "small")
        self.column.addWidget(self.reading)
        self.line.textChanged.connect(self._on_text_changed)
        self._on_text_changed("")

    def value(self) -> Scalar:
        text = self.line.text().strip()
        try:
            return read_moment(text, datetime.now().astimezone()) if text else ""
        except ValueError:
            # Kept as typed: the rules of the record say beside the field what is wrong with it.
            return text

    def said(self, value: Scalar) -> str:
        return friendly_moment(str(value or ""))

    def _on_text_changed(self, _text: str) -> None:
        text, said = self.line.text().strip(), ""
        if text:
            try:
                moment = read_moment(text, datetime.now().astimezone())
                said = friendly_moment(moment)
            except ValueError as error:
                said = _(str(error))
        self.reading.setText(said)
        self.reading.setVisible(bool(said))
        self.line.setAccessibleDescription(said)


class _Combo(QComboBox):
    """A box that a turning wheel does not change while a person scrolls past it."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        #: Since the last letter by which a choice is looked for.
        self._typed = QElapsedTimer()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
            return
        if event.key() == Qt.Key.Key_Space and plain and self._is_typing():
            # Within words that are being typed a space is one of their letters: "in force".
            event = QKeyEvent(event.type(), Qt.Key.Key_unknown, event.modifiers(), " ")
        minus = self.findText("−", Qt.MatchFlag.MatchStartsWith) if event.text() == "-" else -1
        if minus >= 0:
            # Keyboards have a hyphen where the choice says minus.
            self.setCurrentIndex(minus)
            self.activated.emit(minus)
            return
        if event.text().isprintable() and event.text():
            self._typed.start()
        super().keyPressEvent(event)

    def _is_typing(self) -> bool:
        return self._typed.isValid() and not self._typed.hasExpired(
            QApplication.keyboardInputInterval()
        )


class ChoiceEditor(FieldEditor):
    """One of some values. A value that is not among them is shown as it stands."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = _Combo(self)
        self._dress(self.box)
        self._choices: Choices = ()
        if not callable(field.choices):
            self._offer(field.choices)
        self.box.activated.connect(self._on_activated)
        self.box.entered.connect(self.entered)

    @property
    def target(self) -> QWidget:
        return self.box

    def value(self) -> Scalar:
        at = self.box.currentIndex()
        return self._choices[at][0] if 0 <= at < len(self._choices) else None

    def set_value(self, value: Scalar) -> None:
        known = [one for one, _words in self._choices]
        if value not in known:
            self._offer((*self._choices, (value, self.said(value))))
            known.append(value)
        self.box.setCurrentIndex(known.index(value))

    def said(self, value: Scalar) -> str:
        words = dict(self._choices).get(value)
        return _(words) if words else super().said(value)

    def depend_on(self, values: Mapping[str, Scalar]) -> None:
        offered = self.field.choices_for(values)
        if callable(self.field.choices) and offered != self._choices:
            kept = values.get(self.field.name)
            self._offer(offered)
            self.set_value(kept)

    def _offer(self, choices: Choices) -> None:
        at = self.box.currentIndex()
        self.box.clear()
        self._choices = choices
        for _value, words in choices:
            self.box.addItem(_(words) if words else "")
        if 0 <= at < len(choices):
            self.box.setCurrentIndex(at)

    def _on_activated(self, _at: int) -> None:
        self.changed.emit()


class ColourEditor(ChoiceEditor):
    """A colour of the theme by its name, with a patch of it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        theme.current().theme_changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        size = theme.px(14)
        self.box.setIconSize(QSize(size, size))
        for at, (token, _words) in enumerate(self._choices):
            try:
                shade = theme.colour(str(token))
            except KeyError:
                continue
            self.box.setItemIcon(at, _patch(shade, size))


def _patch(shade: QColor, size: int) -> QIcon:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawEllipse(pixmap.rect())
    painter.end()
    return QIcon(pixmap)


class _CheckLabel(WrappedLabel):
    """The words of a check box, which wrap where it could not; a click on them counts too."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class CheckEditor(FieldEditor):
    """Yes or no; the label stands beside the box."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(self)
        self._dress(self.box)
        self.column.removeWidget(self.box)
        words = _CheckLabel(self)
        words.show_text(_(field.label))
        words.clicked.connect(self.box.click)
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        self.column.addLayout(line)
        self.box.clicked.connect(self._on_clicked)

    @property
    def target(self) -> QWidget:
        return self.box

    def value(self) -> Scalar:
        return self.box.isChecked()

    def set_value(self, value: Scalar) -> None:
        self.box.setChecked(bool(value))

    def said(self, value: Scalar) -> str:
        return _("yes") if value else _("no")

    def _on_clicked(self, _checked: bool) -> None:
        self.changed.emit()


class WordsLabel(FieldEditor):
    """Words that are shown and not edited here, such as those of a passage."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.words = WrappedLabel(self)
        self.words.setFont(theme.serif(1.05))
        self.column.addWidget(self.words)
        self._value: Scalar = None
        theme.current().theme_changed.connect(self._on_theme_changed)

    @property
    def target(self) -> QWidget:
        return self.words

    def value(self) -> Scalar:
        return self._value

    def set_value(self, value: Scalar) -> None:
        self._value = value

    def show_words(self, words: str) -> None:
        """Show what the value stands for."""
        self.words.show_text(words)

    def _on_theme_changed(self) -> None:
        self.words.setFont(theme.serif(1.05))


PLAIN: dict[Editor, type[FieldEditor]] = {
    Editor.LINE: LineEditor,
    Editor.TEXT: TextEditor,
    Editor.NUMBER: NumberEditor,
    Editor.DATE: DateEditor,
    Editor.MOMENT: MomentEditor,
    Editor.CHOICE: ChoiceEditor,
    Editor.COLOUR: ColourEditor,
    Editor.CHECK: CheckEditor,
    Editor.PASSAGE: WordsLabel,
}


class FieldRow(QWidget):
    """A label, its editor, and beneath it what is wrong or was changed elsewhere."""

    changed = Signal(object)
    entered = Signal(object)
    #: Of two values of a field the person wants the one given here (True), or theirs.
    decided = Signal(object, bool)

    def __init__(self, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        field = editor.field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        self.label = QLabel(_(field.label), self)
        self.label.setWordWrap(True)
        self.label.setMinimumWidth(1)
        theme.set_role(self.label, "small")
        self.label.setBuddy(editor.target)
        self.label.setVisible(field.editor != Editor.CHECK)
        editor.setParent(self)
        self.wrong = WrappedLabel(self, "error")
        self.asked = WrappedLabel(self, "warn")
        self.asked.setTextFormat(Qt.TextFormat.RichText)
        self.asked.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.asked.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.asked.linkActivated.connect(self._on_link)
        for widget in (self.label, editor, self.wrong, self.asked):
            column.addWidget(widget)
        self.wrong.hide()
        self.asked.hide()
        editor.changed.connect(self._on_changed)
        editor.entered.connect(self._on_entered)

    def show_problem(self, message: str) -> None:
        """Say beneath the field what is wrong; nothing takes it away."""
        self.wrong.show_text(message)
        self.wrong.setVisible(bool(message))
        if isinstance(self.editor, DateEditor):
            self.editor.show_reading(shown=not message)
        target = self.editor.target
        name = _(self.editor.field.label)
        target.setAccessibleName(f"{name}. {message}" if message else name)

    def show_conflict(self, theirs: Scalar) -> None:
        """Say that the field was changed elsewhere too, and let the person decide."""
        from html import escape

        ink = theme.colour("accent.main").name()
        words = _("Changed elsewhere to “{value}”.").format(value=self.editor.said(theirs))
        links = "".join(
            f' <a href="{key}" style="color:{ink}">{escape(text)}</a>'
            for key, text in (("mine", _("Keep mine")), ("theirs", _("Take theirs")))
        )
        self.asked.setText(escape(words) + links)
        self.asked.setAccessibleName(words)
        self.asked.show()

    def hide_conflict(self) -> None:
        """Nothing is to be decided any more."""
        self.asked.hide()

    @property
    def undecided(self) -> bool:
        """Whether a person has still to choose between two values."""
        return not self.asked.isHidden()

    def _on_link(self, key: str) -> None:
        self.hide_conflict()
        self.decided.emit(self.editor.field.name, key == "mine")

    def _on_changed(self) -> None:
        self.show_problem("")
        self.changed.emit(self.editor.field.name)

    def _on_entered(self) -> None:
        self.entered.emit(self.editor)
