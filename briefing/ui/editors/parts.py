"""Lists of parts in a form: added, filled in, copied, moved and taken out."""

# long because: a row, its handle and the list that keeps them in order belong together.
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.records import word
from briefing.i18n import _
from briefing.services.form_table import Editor, Field, Style
from briefing.ui import theme
from briefing.ui.editors.fields import FieldRow, LineEditor
from briefing.ui.editors.grid import LARGE, FieldGrid
from briefing.ui.editors.pickers import NamesEditor
from briefing.ui.widgets.panels import Card, SectionHeading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from briefing.domain.record import Scalar
    from briefing.services.form_table import Part
    from briefing.services.forming import Draft, Problem, Row
    from briefing.ui.editors.grid import Source


class Handle(QLabel):
    """Where a row is taken hold of to be put elsewhere."""

    #: The pointer is at this height of the screen while the button is held.
    dragged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("⋮⋮", parent)
        theme.set_role(self, "faint")
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(_("Drag to another place, or Alt+Up and Alt+Down"))
        self.setAccessibleName(_("Place in the list"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())


class PartRow(Card):
    """One part: its fields, and what can be done with it."""

    changed = Signal()
    entered = Signal(object)
    #: Carries the row and "up", "down", "copy" or "drop".
    asked = Signal(object, object)
    #: Carries the row and the place of the pointer on the screen.
    dragged = Signal(object, object)
    #: Carries the row, the field, and whether this value holds.
    decided = Signal(object, object, bool)

    def __init__(self, source: Source, part: Part, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._part = part
        self.setAccessibleName(_(word(part.kind)))
        self.grid = FieldGrid(source, part.fields, row.values, self)
        self.grid.changed.connect(self._on_changed)
        self.grid.entered.connect(self.entered)
        self.grid.decided.connect(self._on_decided)
        if len(part.fields) == 1:
            # The heading of the list says what it is.
            self.grid.rows[part.fields[0].name].label.hide()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        self.handle = Handle(self)
        self.handle.setVisible(part.ordered)
        self.handle.dragged.connect(self._on_dragged)
        self.more = QToolButton(self)
        self.more.setText("⋯")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        entries = [("drop", _("Remove"), "")]
        if part.adds:
            entries.insert(0, ("copy", _("Duplicate"), ""))
        if part.ordered:
            entries = [
                ("up", _("Move up"), "Alt+Up"),
                ("down", _("Move down"), "Alt+Down"),
                *entries,
            ]
        for key, words, keys in entries:
            action = menu.addAction(f"{words}\t{keys}" if keys else words)
            action.setData(key)
        menu.triggered.connect(self._on_menu)
        self.more.setMenu(menu)
        self.drop = QToolButton(self)
        self.drop.clicked.connect(self._on_drop_clicked)
        for button, words in (
            (self.more, _("More for this {part}")),
            (self.drop, _("Remove this {part}")),
        ):
            theme.set_role(button, "plain")
            button.setAccessibleName(words.format(part=_(word(part.kind))))
            button.setToolTip(button.accessibleName())
        self._side = side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        side.setSpacing(0)
        side.addWidget(self.drop)
        side.addWidget(self.more)
        side.addStretch(1)
        line.addWidget(self.handle, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.grid, 1)
        line.addLayout(side)
        self.body.addLayout(line)
        self._on_theme_changed()

    def targets(self) -> list[QWidget]:
        """What takes the keyboard, in order."""
        return [*self.grid.targets(), self.drop, self.more]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in keys:
            self.asked.emit(self, keys[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Alt+Up and Alt+Down for the rows, whatever the window does with them."""
        if event.type() == QEvent.Type.ShortcutOverride:
            key, held = event.key(), event.modifiers()  # pyright: ignore[reportAttributeAccessIssue]
            if held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
        return super().event(event)

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        pad = theme.px(7)
        self.body.setContentsMargins(pad, pad, theme.px(3), pad)
        drop = getattr(self, "drop", None)
        if drop is not None:
            # Beside a single field both buttons stand in its line, where it keeps enough room.
            one_line = len(self._part.fields) == 1 and theme.current().text_scale < LARGE
            way = QBoxLayout.Direction
            self._side.setDirection(way.RightToLeft if one_line else way.TopToBottom)
            drop.setIcon(theme.icon("close"))
            drop.setIconSize(QSize(theme.px(12), theme.px(12)))

    def _on_changed(self, _name: str) -> None:
        self.changed.emit()

    def _on_decided(self, name: str, mine: bool) -> None:
        self.decided.emit(self, name, mine)

    def _on_dragged(self, place: QPoint) -> None:
        self.dragged.emit(self, place)

    def _on_menu(self, action: object) -> None:
        self.asked.emit(self, action.data())  # pyright: ignore[reportAttributeAccessIssue]

    def _on_drop_clicked(self) -> None:
        self.asked.emit(self, "drop")


class PartsEditor(QWidget):
    """The parts of one kind of an entry, in rows or in one line."""

    changed = Signal()
    entered = Signal(object)
    #: Rows came, went or changed places: the tab order is another.
    reordered = Signal()
    #: Carries the record id, the field, and whether this value holds.
    decided = Signal(object, object, bool)

    def __init__(
        self, source: Source, part: Part, draft: Draft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.part = part
        self._draft = draft
        self._source = source
        self.rows: list[PartRow] = []
        self.line: FieldRow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(4))
        self.add = QPushButton(_("+ Add {part}").format(part=_(word(part.kind))), self)
        self.add.setAccessibleName(_("Add {part}").format(part=_(word(part.kind))))
        self.add.setAutoDefault(False)
        theme.set_role(self.add, "link")
        self.add.clicked.connect(self.add_row)
        self.wrong = QLabel(self)
        theme.set_role(self.wrong, "error")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        if part.style == Style.ROWS:
            self.heading = SectionHeading(_(part.label), self, quiet=True)
            self.heading.setWordWrap(True)
            self.heading.setMinimumWidth(1)
            self._column.addWidget(self.heading)
            if part.help:
                hint = QLabel(_(part.help), self)
                hint.setWordWrap(True)
                theme.set_role(hint, "faint")
                self._column.addWidget(hint)
            self._column.addLayout(self._list)
            self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.line = self._make_line()
            self._column.addWidget(self.line)
        self._column.addWidget(self.wrong)
        self.add.setVisible(part.style == Style.ROWS and part.adds)
        self.refresh()

    def _make_line(self) -> FieldRow:
        field = self.part.fields[0]
        shown = Field(field.name, self.part.label, Editor.LINE, self.part.help, kind=field.kind)
        if self.part.style == Style.NAMES:
            editor = NamesEditor(
                shown,
                self._source.known(field.kind),
                self._source.named,
                self,
                maker=self._source.make_actor if field.kind == "actor" else None,
            )
            editor.line.likely = self._source.likely
        else:
            editor = LineEditor(shown, self)
        row = FieldRow(editor, self)
        row.changed.connect(self._on_line_changed)
        row.entered.connect(self.entered)
        return row

    def refresh(self) -> None:
        """Show the parts of the draft as they are now."""
        kept = self._draft.parts[self.part.kind]
        if self.line is not None:
            name = self.part.fields[0].name
            editor = self.line.editor
            if isinstance(editor, NamesEditor):
                editor.set_ids([str(row.values[name]) for row in kept if row.values[name]])
            else:
                editor.set_value(", ".join(str(row.values[name]) for row in kept))
            return
        known = {row.row.id: row for row in self.rows}
        for widget in self.rows:
            self._list.removeWidget(widget)
        self.rows = []
        for row in kept:
            widget = known.pop(row.id, None) or self._make_row(row)
            widget.grid.refresh()
            self.rows.append(widget)
            self._list.addWidget(widget)
        for widget in known.values():
            widget.hide()
            widget.deleteLater()
        self._show_words()
        self.setVisible(bool(self.rows) or self.part.adds)
        self.reordered.emit()

    def forget_empty(self) -> None:
        """Let rows go that the draft has let go of."""
        if self.line is None and len(self.rows) != len(self._draft.parts[self.part.kind]):
            self.refresh()

    def add_row(self) -> PartRow:
        """A new part at the end, with the keyboard in its first field."""
        row = self._draft.add_row(self.part.kind)
        self.refresh()
        made = next(one for one in self.rows if one.row is row)
        made.targets()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
        return made

    def move(self, start: int, end: int) -> None:
        """Put a row at another place."""
        self._draft.move_row(self.part.kind, start, end)
        self.refresh()
        self.changed.emit()

    def targets(self) -> list[QWidget]:
        """What takes the keyboard, in order."""
        if self.line is not None:
            return [self.line.editor.target]
        found = [target for row in self.rows for target in row.targets()]
        return [*found, self.add] if self.part.adds else found

    def problems(self) -> list[tuple[str, str, str]]:
        """Record id, field and why what is typed there is no value."""
        if self.line is not None:
            words = self.line.editor.problem()
            return [(self._draft.id, self.part.fields[0].name, words)] if words else []
        return [
            (row.row.id, name, words)
            for row in self.rows
            for name, words in row.grid.problems().items()
        ]

    def clear_problems(self) -> None:
        """Nothing is wrong any more."""
        self.wrong.hide()
        if self.line is not None:
            self.line.show_problem("")
        for row in self.rows:
            for field in row.grid.rows.values():
                field.show_problem("")

    def show_problem(self, problem: Problem) -> QWidget:
        """Say what is wrong where it is; the widget to be looked at."""
        for row in self.rows:
            if row.row.id == problem.record_id and problem.field in row.grid.rows:
                field = row.grid.rows[problem.field]
                field.show_problem(_(problem.message))
                return field.editor.target
        if self.line is not None:
            self.line.show_problem(_(problem.message))
            return self.line.editor.target
        self.wrong.setText(_(problem.message))
        self.wrong.setAccessibleName(_(problem.message))
        self.wrong.show()
        return self.add

    def field_of(self, record_id: str, name: str) -> FieldRow | None:
        """The row of a field of a part, where it is shown."""
        for row in self.rows:
            if row.row.id == record_id:
                return row.grid.rows.get(name)
        return None

    def field_rows(self) -> Iterable[FieldRow]:
        """Every field shown."""
        for row in self.rows:
            yield from row.grid.rows.values()

    def _make_row(self, row: Row) -> PartRow:
        made = PartRow(self._source, self.part, row, self)
        made.changed.connect(self.changed)
        made.entered.connect(self.entered)
        made.asked.connect(self._on_asked)
        made.dragged.connect(self._on_dragged)
        made.decided.connect(self._on_decided)
        return made

    def _show_words(self) -> None:
        for row in self.rows:
            for field in self.part.fields:
                if field.editor == Editor.PASSAGE:
                    row.grid.show_words(field.name, self._source.words_of(row.row))

    def _on_asked(self, widget: PartRow, what: str) -> None:
        at = self.rows.index(widget)
        kind = self.part.kind
        focus = widget.focusWidget()
        if what in ("up", "down"):
            self.move(at, at + (1 if what == "down" else -1))
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if what == "copy":
            made = self._draft.copy_row(kind, at)
        else:
            self._draft.drop_row(kind, at)
            made = None
        self.refresh()
        self.changed.emit()
        following = self.rows[min(at, len(self.rows) - 1)] if self.rows else None
        if made is not None:
            following = next(row for row in self.rows if row.row is made)
        target = following.targets()[0] if following else self.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_dragged(self, widget: PartRow, place: QPoint) -> None:
        high = self.mapFromGlobal(place).y()
        at = self.rows.index(widget)
        for end, other in enumerate(self.rows):
            middle = other.geometry().center().y()
            if (end < at and high < middle) or (end > at and high > middle):
                self.move(at, end)
                layout = self.layout()
                if layout is not None:
                    layout.activate()
                return

    def _on_decided(self, widget: PartRow, name: str, mine: bool) -> None:
        self.decided.emit(widget.row.id, name, mine)

    def _on_line_changed(self, _name: str) -> None:
        assert self.line is not None
        editor = self.line.editor
        if isinstance(editor, NamesEditor):
            wanted: list[Scalar] | None = [*found] if (found := editor.ids()) is not None else None
        else:
            words = str(editor.value()).split(",")
            wanted = [*dict.fromkeys(w.strip() for w in words if w.strip())]
        if wanted is not None:
            self._match(wanted)
        self.changed.emit()

    def _match(self, wanted: list[Scalar]) -> None:
        """Let the parts be these values in this order; those that stay keep their ids."""
        kind, name = self.part.kind, self.part.fields[0].name
        rows = self._draft.parts[kind]
        for at in reversed(range(len(rows))):
            if rows[at].values[name] not in wanted:
                self._draft.drop_row(kind, at)
        for end, value in enumerate(wanted):
            at = next((n for n, row in enumerate(rows) if row.values[name] == value), None)
            if at is None:
                back = self._draft.take_back(kind, name, value)
                at = len(rows) - 1 if back else None
            if at is None:
                self._draft.add_row(kind, end, **{name: value})
            else:
                self._draft.move_row(kind, at, end)
