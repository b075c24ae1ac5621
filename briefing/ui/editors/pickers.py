"""Fields that name other records: by any of their names, in any script, diacritics or not."""

# long because: completion and the fields that use it are read together.
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QWidget

from briefing.domain.folding import fold
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import choosing
from briefing.ui import theme
from briefing.ui.editors.fields import FieldEditor, LineEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.domain.record import Scalar
    from briefing.services.choosing import Choice
    from briefing.services.form_table import Field

    #: Gives the records that can be named; asked for when a field is first used.
    Known = Callable[[], Sequence[Choice]]
    #: Makes an actor of a name and a kind; gives its id.
    Maker = Callable[[str, str], str]

_CHOICE = Qt.ItemDataRole.UserRole.value + 1
_MAKE = Qt.ItemDataRole.UserRole.value + 2
#: Kind of a new actor → how it is offered.
_MAKERS = {
    "person": "New person “{name}”…",
    "state": "New state “{name}”…",
    "organisation": "New organisation “{name}”…",
    "group": "New group “{name}”…",
}
_LEAST_NEW = 2
#: Least width of the list of names, in pixels at 100 %.
_LIST = 300


class NameCompleter(QCompleter):
    """Offers names for what is typed, after the last semicolon where there are several."""

    def __init__(self, field: PickLine) -> None:
        self.offered = QStandardItemModel()
        super().__init__(self.offered, field)
        self.offered.setParent(self)
        self._field = field
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(12)
        popup = self.popup()
        if popup is not None:
            popup.setAccessibleName(_("Names that fit"))
            theme.set_role(popup, "popup")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def shown(self) -> bool:
        """Whether the list is on the screen."""
        popup = self.popup()
        return popup is not None and popup.isVisible()

    @property
    def is_used(self) -> bool:
        """Whether a person went to one of the names."""
        popup = self.popup()
        return popup is not None and popup.currentIndex().isValid()

    def mark_first(self) -> None:
        """Show the first name as the one that Enter takes; it is not current before a person moves."""
        popup = self.popup()
        if popup is not None and self.offered.rowCount() and not self.is_used:
            # Told to nobody: Qt would write the name into the field while it is being typed.
            blocked = popup.selectionModel().blockSignals(True)
            popup.selectionModel().select(
                self.completionModel().index(0, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect,
            )
            popup.selectionModel().blockSignals(blocked)
            popup.viewport().update()

    def go_to_new(self) -> bool:
        """Where nothing but names to add is shown and none is marked, mark the first; whether it did."""
        popup = self.popup()
        if popup is None or not self.shown or self.is_used or self.first() is not None:
            return False
        if not self.offered.rowCount():
            return False
        popup.setCurrentIndex(self.completionModel().index(0, 0))
        return True

    def first(self) -> Choice | None:
        """The first of the names offered."""
        item = self.offered.item(0) if self.offered.rowCount() else None
        return item.data(_CHOICE) if item is not None else None

    def offer(self, found: Sequence[Choice], new: str, *, several_kinds: bool) -> None:
        """Show these names, and ``new`` as one that can be added."""
        rows: list[QStandardItem] = []
        for one in found:
            item = QStandardItem(choosing.described(one) if several_kinds else one.label)
            item.setData(one, _CHOICE)
            rows.append(item)
        likely = choosing.likely_kind(new)
        for kind in sorted(_MAKERS, key=lambda one: one != likely) if new else ():
            item = QStandardItem(_(_MAKERS[kind]).format(name=new))
            item.setData((new, kind), _MAKE)
            rows.append(item)
        self.offered.clear()
        for item in rows:
            self.offered.appendRow(item)
        popup = self.popup()
        if popup is not None:
            # Wide enough for names where the field is narrow.
            popup.setMinimumWidth(max(self._field.width(), theme.px(_LIST)))

    def _on_focus_changed(self, _old: object, now: QWidget | None) -> None:
        # The window system may tell only after Enter has closed the list that the list has the focus.
        # Qt passes that on to its proxy: it must not be the field that the person has left.
        popup = self.popup()
        if popup is not None and now is not None and now.window() is self._field.window():
            popup.setFocusProxy(now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Ctrl+Enter saves a form; Qt would close the list with it and do no more.
        popup = self.popup()
        saves = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )
        if saves and popup is not None and watched is popup:
            popup.hide()
            QApplication.sendEvent(self._field, event)
            return True
        return super().eventFilter(watched, event)

    def splitPath(self, _path: str) -> list[str]:
        # Everything that is offered fits already; Qt need not look for a beginning in it.
        return [""]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return self._field.text_with(index)


class PickLine(QLineEdit):
    """A line in which records are named; ``several`` are parted by semicolons."""

    #: A person changed what is named.
    picked = Signal()

    def __init__(
        self,
        known: Known,
        parent: QWidget | None = None,
        *,
        several: bool = False,
        maker: Maker | None = None,
        found: Callable[[str], Sequence[Choice]] | None = None,
    ) -> None:
        super().__init__(parent)
        #: Ids that are offered before others that fit as well.
        self.likely: Sequence[str] = ()
        self._load = known
        self._several = several
        #: Looks for records of several kinds where there may be too many to know them all.
        self._found = found
        self._maker = maker
        #: Name as it stands in the line → the record that was chosen for it.
        self._chosen: dict[str, Choice] = {}
        self.names = NameCompleter(self)
        self.setCompleter(self.names)
        self.names.activated[QModelIndex].connect(self._on_activated)  # pyright: ignore[reportIndexIssue]
        self.textEdited.connect(self._on_edited)

    @property
    def known(self) -> Sequence[Choice]:
        """The records that can be named."""
        return self._load()

    def show_choices(self, chosen: Sequence[Choice]) -> None:
        """Name these records."""
        self._chosen = {}
        text = "; ".join(self._written(one) for one in chosen)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def choices(self) -> list[Choice]:
        """The records named; raises UserError for a name that nobody or more than one has."""
        text = self.text()
        parts = text.split(";") if self._several else [text]
        found: list[Choice] = []
        for name in filter(None, (part.strip() for part in parts)):
            one = self._chosen.get(fold(name)) or self._meant(name)
            if one is None:
                raise UserError(self._unknown(name))
            if one.id not in {other.id for other in found}:
                found.append(one)
        return found

    def settle(self) -> None:
        """Write the main names of the records where parts of them were typed."""
        try:
            chosen = self.choices()
        except UserError:
            return
        self.show_choices(chosen)

    def settle_first(self) -> None:
        """Take what is named; where the last name is not somebody's whole name, the first one offered."""
        first, last = self.names.first(), self._last()
        if first is not None and last and fold(last) not in self._chosen:
            try:
                one = choosing.meant(self.known, last)
            except UserError:
                one = None
            if one is None or one.key != fold(last):
                before, mark, _last = self.text().rpartition(";") if self._several else ("", "", "")
                name = self._written(first)
                self.setText(f"{before.rstrip()}; {name}" if mark else name)
                self.picked.emit()
        popup = self.names.popup()
        if popup is not None:
            popup.hide()

    def takes_enter(self) -> bool:
        """Enter was pressed: take the name that is marked, or what is typed; False to stay here.

        A name that a person went to in the list is only picked, and one that would be new has to be.
        """
        if self.names.shown:
            if self.names.is_used or self.names.first() is None:
                return False
            self.settle_first()
        self.settle()
        return True

    def text_with(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The text with the offered name in the place of the last one."""
        one, new = index.data(_CHOICE), index.data(_MAKE)
        name = one.main if one is not None else new[0] if new else str(index.data())
        if one is not None:
            name = self._written(one)
        # While a person goes through the list the field shows a choice: names before it stay.
        before, mark, _last = self.text().rpartition(";") if self._several else ("", "", "")
        return f"{before.rstrip()}; {name}" if mark else name

    def _written(self, one: Choice) -> str:
        """The main name of a record, told apart from that of another in the line."""
        name, number = one.main.replace(";", ","), 2
        while self._chosen.get(fold(name), one).id != one.id:
            name, number = f"{one.main} ({number})", number + 1
        self._chosen[fold(name)] = one
        return name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() == Qt.Key.Key_Down and plain and not self.names.shown:
            self._offer("" if self._several else self._last())
            self.names.complete()
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and plain and self.names.go_to_new():
            # The list stays open with the name marked that Enter would add: nothing is made unseen.
            event.accept()
            return
        super().keyPressEvent(event)
        if self.names.shown and self.names.first() is not None:
            self.names.mark_first()

    def _last(self) -> str:
        text = self.text()
        return (text.rpartition(";")[2] if self._several else text).strip()

    def _meant(self, name: str) -> Choice | None:
        if self._found is None:
            return choosing.meant(self.known, name)
        return next((one for one in self._found(name) if one.key == fold(name)), None)

    def _offer(self, words: str) -> None:
        if self._found is not None:
            found = list(self._found(words))
        elif words:
            found = choosing.matching(self.known, words, likely=self.likely)
        else:
            found = list({one.id: one for one in self.known}.values())[:200]
        exact = any(one.key == fold(words) for one in found)
        new = words if self._maker and len(words) >= _LEAST_NEW and not exact else ""
        self.names.offer(found, new, several_kinds=self._found is not None)

    def _unknown(self, name: str) -> str:
        if self._maker:
            return _(
                "{name}: no actor has this name; add it from the list below the field."
            ).format(name=name)
        if self._found is not None or not any(one.kind == "actor" for one in self.known):
            return _("{name}: nothing here is called so; choose from the list.").format(name=name)
        return _("{name}: no actor has this name; add the actor first.").format(name=name)

    def _on_edited(self, _text: str) -> None:
        self._offer(self._last())
        self.picked.emit()

    def _on_activated(self, index: QModelIndex) -> None:
        new = index.data(_MAKE)
        if new and self._maker:
            name, kind = new
            made = choosing.newcomer(name, kind, self._maker(name, kind))
            self._chosen[fold(name)] = made
        # Qt writes it only after this where the name was the marked one already.
        self.setText(self.text_with(index))
        self.picked.emit()


class RecordEditor(LineEditor):
    """The id of one record, named."""

    def __init__(
        self,
        field: Field,
        known: Known,
        named: Callable[[str, str], str],
        parent: QWidget | None = None,
        *,
        maker: Maker | None = None,
    ) -> None:
        FieldEditor.__init__(self, field, parent)
        self._named = named
        self.line = PickLine(known, self, maker=maker)
        self.line.setMinimumWidth(1)
        self._dress(self.line)
        if not field.help:
            self.line.setPlaceholderText(_("Name, in any script"))
        #: An id that is kept although its record is not here.
        self._waiting: str | None = None
        self.line.picked.connect(self._on_picked)
        self.line.returnPressed.connect(self._on_return)
        self.line.editingFinished.connect(self.line.settle)

    def value(self) -> Scalar:
        if self._waiting is not None:
            return self._waiting
        try:
            found = self.line.choices()
        except UserError:
            return None
        return found[0].id if found else None

    def set_value(self, value: Scalar) -> None:
        if (value or None) == (self.value() or None):
            # A name that is not understood yet stays as it is typed.
            return
        self._waiting = None
        if not value:
            self.line.clear()
            return
        name = self._named(self.field.kind, str(value))
        if name:
            choice = choosing.Choice(name, str(value), self.field.kind, name, fold(name))
            self.line.show_choices([choice])
        else:
            self._waiting = str(value)
            self.line.setText(_("not received"))

    def said(self, value: Scalar) -> str:
        return self._named(self.field.kind, str(value)) if value else _("nobody")

    def problem(self) -> str:
        if self._waiting is not None:
            return ""
        try:
            self.line.choices()
        except UserError as error:
            return str(error)
        return ""

    def _on_picked(self) -> None:
        self._waiting = None
        self.changed.emit()

    def _on_return(self) -> None:
        if self.line.takes_enter():
            self.entered.emit()


class EntryEditor(RecordEditor):
    """The kind and the id of an entry; :meth:`value` is the id, :attr:`kind` the kind."""

    def __init__(
        self,
        field: Field,
        found: Callable[[str], Sequence[Choice]],
        named: Callable[[str, str], str],
        parent: QWidget | None = None,
    ) -> None:
        FieldEditor.__init__(self, field, parent)
        self._named = named
        self._kind = ""
        self.line = PickLine(tuple, self, found=found)
        self.line.setMinimumWidth(1)
        self._dress(self.line)
        self.line.setPlaceholderText(_("Words of the entry"))
        self._waiting = None
        self.line.picked.connect(self._on_picked)
        self.line.returnPressed.connect(self._on_return)
        self.line.editingFinished.connect(self.line.settle)

    @property
    def kind(self) -> str:
        """The kind of the entry named, or empty."""
        if self._waiting is not None:
            return self._kind
        try:
            found = self.line.choices()
        except UserError:
            return ""
        return found[0].kind if found else ""

    def value(self) -> Scalar:
        return super().value() or ""

    def set_entry(self, kind: str, value: Scalar) -> None:
        """Name the entry of a kind and id."""
        if (value or None) == (self.value() or None):
            return
        self._kind = kind
        self._waiting = None
        if not value:
            self.line.clear()
            return
        name = self._named(kind, str(value))
        if name:
            self.line.show_choices([choosing.Choice(name, str(value), kind, name, fold(name))])
        else:
            self._waiting = str(value)
            self.line.setText(_("not received"))


class NamesEditor(FieldEditor):
    """Several records in one line; :meth:`ids` gives them in order."""

    def __init__(
        self,
        field: Field,
        known: Known,
        named: Callable[[str, str], str],
        parent: QWidget | None = None,
        *,
        maker: Maker | None = None,
    ) -> None:
        super().__init__(field, parent)
        self._named = named
        self.line = PickLine(known, self, several=True, maker=maker)
        self.line.setMinimumWidth(1)
        self._dress(self.line)
        self.line.picked.connect(self.changed)
        self.line.returnPressed.connect(self._on_return)
        self.line.editingFinished.connect(self.line.settle)

    @property
    def target(self) -> QWidget:
        return self.line

    def ids(self) -> list[str] | None:
        """The ids of the records named, or None where a name is not understood."""
        try:
            return [one.id for one in self.line.choices()]
        except UserError:
            return None

    def value(self) -> Scalar:
        return "; ".join(self.ids() or ())

    def set_ids(self, ids: Sequence[str]) -> None:
        """Name these records."""
        if self.ids() is None:
            return
        found: list[Choice] = []
        for one in ids:
            name = self._named(self.field.kind, one) or _("not received")
            found.append(choosing.Choice(name, one, self.field.kind, name, fold(name)))
        self.line.show_choices(found)
        if not ids:
            self.line.clear()

    def problem(self) -> str:
        try:
            self.line.choices()
        except UserError as error:
            return str(error)
        return ""

    def _on_return(self) -> None:
        if self.line.takes_enter():
            self.entered.emit()


def known_once(load: Callable[[], list[Choice]]) -> Known:
    """The records that ``load`` reads, read once."""
    kept: list[list[Choice]] = []

    def known() -> list[Choice]:
        if not kept:
            kept.append(load())
        return kept[0]

    return known


__all__ = ["EntryEditor", "NamesEditor", "PickLine", "RecordEditor", "known_once"]
