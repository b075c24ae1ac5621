"""The form of an entry: its fields and parts, saved as one step."""

# long because: opening, checking, merging and leaving a form share its state.
from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.records import word
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import capturing, forming
from briefing.services.form_table import FORMS, new_title
from briefing.ui import theme
from briefing.ui.editors.grid import FieldGrid, Source
from briefing.ui.editors.parts import PartsEditor
from briefing.ui.session import Entry
from briefing.ui.shell.notes import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.domain.changes import ChangeSet
    from briefing.domain.record import Scalar
    from briefing.services.anchoring import Span
    from briefing.services.choosing import Choice
    from briefing.services.form_table import Field
    from briefing.services.forming import Conflict, Draft, Problem
    from briefing.ui.editors.fields import FieldRow
    from briefing.ui.session import Session

_REST_MS = 0


class EntryForm(QWidget):
    """A panel in which one entry is made or changed.

    Ctrl+Enter saves, Enter goes on to the next field and saves in the last one, Escape leaves and asks
    only where something was changed.
    """

    #: The entry was saved, or was as it should be; carries its Entry.
    saved = Signal(object)
    #: The person left without saving.
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("entry_form")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, "panel")
        self.draft: Draft | None = None
        self.grids: list[FieldGrid] = []
        self.parts: dict[str, PartsEditor] = {}
        self._more: FieldGrid | None = None
        self._undecided: dict[tuple[str, str], Conflict] = {}
        self._keep: set[tuple[str, str]] = set()
        self._likely: Sequence[str] = ()
        self._opened: Draft | None = None
        #: Whether what the person was looking at stays in view after saving: an entry that was
        #: changed, or one made of words of the article that is being read.
        self.stays = False
        #: The step of which saving is a part, where the entry was made to be edited at once.
        self.intention: str | None = None
        self.heading = WrappedLabel(self, "subtitle")
        self.message = WrappedLabel(self, "error")
        self.message.hide()
        self.more_button = QPushButton(self)
        self.more_button.setAutoDefault(False)
        theme.set_role(self.more_button, "link")
        self.more_button.clicked.connect(self._on_more_clicked)
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.viewport().setAutoFillBackground(False)
        self.save_button = QPushButton(_("Save"), self)
        theme.set_role(self.save_button, "primary")
        self.save_button.setToolTip(_("Save (Ctrl+Enter)"))
        self.save_button.clicked.connect(self.save)
        self.cancel_button = QPushButton(_("Cancel"), self)
        self.cancel_button.setToolTip(_("Leave without saving (Esc)"))
        self.cancel_button.clicked.connect(self.cancel)
        for button in (self.save_button, self.cancel_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
        self._bar = QHBoxLayout()
        self._bar.addWidget(self.save_button)
        self._bar.addWidget(self.cancel_button)
        self._bar.addStretch(1)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self.heading)
        self._outer.addWidget(self.scroll_area, 1)
        self._outer.addWidget(self.message)
        self._outer.addLayout(self._bar)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._order_tabs)
        session.changed.connect(self._on_changed_elsewhere)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # ------------------------------------------------------------------ open and leave

    def open_new(
        self,
        kind: str,
        given: Mapping[str, Scalar] | None = None,
        *,
        parts: Mapping[str, Sequence[Mapping[str, Scalar]]] | None = None,
        passages: Iterable[Span] = (),
        newcomers: Iterable[Choice] = (),
        likely: Sequence[str] = (),
    ) -> bool:
        """Begin a new entry; ``given`` and ``parts`` are known already, ``passages`` carry it.

        ``newcomers`` are actors who may be named and are made with the entry, ``likely`` the ids of
        those who are offered first.

        False where a form is open that the person does not want to leave.
        """
        if not self.leave():
            return False
        self._likely = tuple(likely)
        self._show(
            forming.new_draft(
                self.session.workspace,
                kind,
                self.session.briefing_id,
                given=given,
                parts=parts,
                passages=passages,
                newcomers=newcomers,
            )
        )
        return True

    def open_entry(self, kind: str, entry_id: str, field: str = "") -> bool:
        """Show an entry to be changed, with the keyboard in ``field`` or in the first one."""
        if self.draft is not None and (self.draft.kind, self.draft.id) == (kind, entry_id):
            self.focus_field(field)
            return True
        if not self.leave():
            return False
        self._show(forming.load_draft(self.session.workspace, kind, entry_id))
        if field:
            self.focus_field(field)
        return True

    @property
    def is_open(self) -> bool:
        """Whether an entry is being filled in."""
        return self.draft is not None

    def is_dirty(self) -> bool:
        """Whether leaving now would lose something."""
        if self.draft is None:
            return False
        if any(self._typed_problems()):
            return True
        if self.draft.base is None:
            return self.draft != self._opened
        return self.draft.is_changed()

    def leave(self) -> bool:
        """Close the form; asks first where something was changed. False: stay."""
        if self.is_dirty():
            box = QMessageBox.StandardButton
            answer = QMessageBox.question(
                self,
                _("Not saved"),
                _("Save what was filled in?"),
                box.Save | box.Discard | box.Cancel,
                box.Save,
            )
            if answer == box.Save:
                return self.save()
            if answer != box.Discard:
                return False
        self._clear()
        return True

    def cancel(self) -> None:
        """Leave without saving; asks first where something was changed."""
        if self.draft is not None and self.leave():
            self.cancelled.emit()

    def save(self) -> bool:
        """Save as one step; False where something is wrong, which is told beside its field."""
        draft = self.draft
        if draft is None:
            return False
        self._say("")
        typed = self._typed_problems()
        wrong = [*typed, *self._checked({problem.record_id for problem in typed})]
        if wrong or self._undecided:
            self._tell(wrong)
            return False
        fresh = draft.base is None
        ws = self.session.workspace
        name = str(draft.values.get("name") or "") if fresh and draft.kind == "actor" else ""
        again = bool(name and capturing.known_actor(ws, name))
        try:
            entry_id = forming.save_draft(
                self.session.workspace, draft, keep_mine=self._keep, intention=self.intention
            )
        except forming.InvalidError as error:
            self._tell(error.problems)
            return False
        except forming.ConflictError:
            self._catch_up()
            self._tell(())
            return False
        except UserError as error:
            self._say(str(error))
            return False
        entry = Entry(draft.kind, entry_id)
        self._clear()
        words = _("The {kind} was added.") if fresh else _("The {kind} was saved.")
        said = words.format(kind=_(word(entry.kind)))
        if again:
            said += " " + _(
                "{name} was here already: now there are two. Ctrl+Z takes this one back."
            ).format(name=name)
        self.session.say(said)
        self.saved.emit(entry)
        return True

    def focus_now(self) -> None:
        """Give the form the keyboard where it has lost it."""
        if not self.isAncestorOf(self.focusWidget() or self):
            self.focus_field("")
        elif self.focusWidget() is not None:
            self.focusWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field or a list of parts, or into the first one."""
        part = self.parts.get(name)
        if part is not None and part.targets():
            part.targets()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for grid in self.grids:
            if name in grid.rows:
                if grid is self._more:
                    self._show_more(shown=True)
                grid.rows[name].editor.target.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        targets = self.targets()
        if targets:
            targets[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def targets(self) -> list[QWidget]:
        """What takes the keyboard, in the order of the form."""
        found: list[QWidget] = []
        for widget in self._in_order:
            if widget is self._more:
                found.append(self.more_button)
            if isinstance(widget, FieldGrid | PartsEditor) and not widget.isHidden():
                found += widget.targets()
        return [*found, self.save_button, self.cancel_button]

    # ------------------------------------------------------------------ events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return
        if _is_save(event):
            self.save()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the form from the commands of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_F2)
            if mine or _is_save(event):
                event.accept()
                return True
        return super().event(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Save on Ctrl+Enter in fields that would make a line of it."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and _is_save(event)
        ):
            self.save()
            return True
        return super().eventFilter(watched, event)  # pyright: ignore[reportArgumentType]

    # ------------------------------------------------------------------ inside

    def _show(self, draft: Draft) -> None:
        self._clear()
        self.draft = draft
        self.stays = draft.base is not None or any(
            row.span is not None for row in draft.parts.get("passage_link", ())
        )
        source = Source(self.session, draft, self._likely)
        self._likely = ()
        content = QWidget(self.scroll_area)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, theme.px(8), 0)
        self._column.setSpacing(theme.px(9))
        self._in_order: list[QWidget] = []
        form = FORMS[draft.kind]
        shown: list[Field] = []
        for field in form.fields:
            if field.name in form.more:
                continue
            shown.append(field)
            here = [part for part in form.parts if part.after == field.name]
            if here:
                self._add_grid(source, shown)
                shown = []
            for part in here:
                self._add_part(source, part.kind)
        self._add_grid(source, shown)
        for part in form.parts:
            if part.kind not in self.parts:
                self._add_part(source, part.kind)
        rest = [field for field in form.fields if field.name in form.more]
        if rest:
            self._column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
            self._more = self._add_grid(source, rest)
        self.more_button.setVisible(bool(rest))
        self._column.addStretch(1)
        self.scroll_area.setWidget(content)
        content.setAutoFillBackground(False)
        content.show()
        fresh = draft.base is None
        blank = forming.blank_values(draft)
        self._show_more(
            shown=not fresh and any(draft.values[field.name] != blank[field.name] for field in rest)
        )
        self.heading.show_text(
            _(new_title(draft.kind)) if fresh else _("Edit {kind}").format(kind=_(word(draft.kind)))
        )
        self.setAccessibleName(self.heading.text())
        self._opened = forming.copied(draft)
        self._order_tabs()
        self.focus_field("")

    def _add_grid(self, source: Source, fields: Sequence[Field]) -> FieldGrid | None:
        if not fields:
            return None
        assert self.draft is not None
        grid = FieldGrid(source, fields, self.draft.values, self)
        grid.entered.connect(self._on_entered)
        grid.changed.connect(self._on_typed)
        grid.decided.connect(self._on_decided)
        self.grids.append(grid)
        self._in_order.append(grid)
        self._column.addWidget(grid)
        return grid

    def _add_part(self, source: Source, kind: str) -> None:
        assert self.draft is not None
        parts = PartsEditor(source, self.draft.part(kind), self.draft, self)
        parts.entered.connect(self._on_entered)
        parts.changed.connect(self._on_typed)
        parts.reordered.connect(self._rest.start)
        parts.decided.connect(self._on_part_decided)
        self.parts[kind] = parts
        self._in_order.append(parts)
        self._column.addWidget(parts)

    def _clear(self) -> None:
        self.intention = None
        self._rest.stop()
        self.draft = self._opened = None
        self.more_button.setParent(self)
        self.more_button.hide()
        self.grids, self.parts, self._more = [], {}, None
        self._in_order = []
        self._undecided, self._keep = {}, set()
        self._say("")
        old = self.scroll_area.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _order_tabs(self) -> None:
        """Let Tab go through the form as it is shown."""
        targets = self.targets()
        for one, following in pairwise(targets):
            QWidget.setTabOrder(one, following)
        for one in targets:
            one.removeEventFilter(self)
            one.installEventFilter(self)

    def _show_more(self, *, shown: bool) -> None:
        if self._more is None:
            return
        self._more.setVisible(shown)
        words = _("Fewer fields") if shown else _("More fields")
        self.more_button.setText(words)
        self.more_button.setAccessibleName(words)
        self._order_tabs()

    def _typed_problems(self) -> list[Problem]:
        """What is typed and is no value."""
        assert self.draft is not None
        found = [
            forming.Problem("", self.draft.id, name, words)
            for grid in self.grids
            for name, words in grid.problems().items()
        ]
        for kind, parts in self.parts.items():
            found += [forming.Problem(kind, *one) for one in parts.problems()]
        return found

    def _checked(self, keep: set[str]) -> list[Problem]:
        assert self.draft is not None
        forming.tidy(self.draft, keep)
        for parts in self.parts.values():
            parts.forget_empty()
        return forming.problems(self.draft)

    def _tell(self, wrong: Sequence[Problem]) -> None:
        """Say beside each field what is wrong, and put the keyboard into the first."""
        for grid in self.grids:
            for row in grid.rows.values():
                row.show_problem("")
        for parts in self.parts.values():
            parts.clear_problems()
        places: dict[QWidget, str] = {}
        told: set[tuple[str, str]] = set()
        for problem in wrong:
            key = (problem.record_id, problem.part + "." + problem.field)
            if key in told:
                continue
            told.add(key)
            target = self._show_problem(problem)
            if target is not None:
                places[target] = problem.message
        count = len(told) + len(self._undecided)
        words = ngettext("{n} field needs a look.", "{n} fields need a look.", count)
        self._say(words.format(n=count) if count else "")
        for target in self.targets():
            if target in places:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
                self.scroll_area.ensureWidgetVisible(target)
                break
        else:
            for row in self._field_rows():
                if row.undecided:
                    row.asked.setFocus(Qt.FocusReason.OtherFocusReason)
                    self.scroll_area.ensureWidgetVisible(row)
                    break

    def _show_problem(self, problem: Problem) -> QWidget | None:
        if problem.part:
            return self.parts[problem.part].show_problem(problem)
        for grid in self.grids:
            row = grid.rows.get(problem.field)
            if row is not None:
                if grid is self._more:
                    self._show_more(shown=True)
                row.show_problem(_(problem.message))
                return row.editor.target
        self._say(_(problem.message))
        return None

    def _say(self, text: str) -> None:
        self.message.show_text(text)
        self.message.setAccessibleName(text)
        self.message.setVisible(bool(text))

    def _field_rows(self) -> list[FieldRow]:
        found = [row for grid in self.grids for row in grid.rows.values()]
        for parts in self.parts.values():
            found += list(parts.field_rows())
        return found

    def _field_of(self, conflict: Conflict) -> FieldRow | None:
        if conflict.part:
            return self.parts[conflict.part].field_of(conflict.record_id, conflict.field)
        return next((g.rows[conflict.field] for g in self.grids if conflict.field in g.rows), None)

    def _catch_up(self) -> None:
        """Take over what was changed elsewhere and ask about what was changed here too."""
        draft = self.draft
        if draft is None or draft.base is None:
            return
        try:
            conflicts = forming.catch_up(self.session.workspace, draft)
        except UserError as error:
            self._say(str(error))
            return
        for parts in self.parts.values():
            parts.refresh()
        for grid in self.grids:
            grid.refresh()
        for conflict in conflicts:
            key = (conflict.record_id, conflict.field)
            if conflict.field == "deleted":
                self._ask_deleted(conflict)
                continue
            row = self._field_of(conflict)
            if row is None:
                # Its place is not shown; what the person sees here is what they mean.
                self._keep.add(key)
                continue
            self._undecided[key] = conflict
            row.show_conflict(conflict.theirs)

    def _ask_deleted(self, conflict: Conflict) -> None:
        self._keep.add((conflict.record_id, "deleted"))
        if conflict.part:
            self._say(_("A part that was changed here was changed or removed elsewhere too."))
        else:
            self._say(_("This entry was put into the trash elsewhere. Saving takes it out again."))

    def _decide(self, record_id: str, name: str, mine: bool) -> None:
        conflict = self._undecided.pop((record_id, name), None)
        if conflict is None or self.draft is None:
            return
        self._keep.add((record_id, name))
        if mine:
            return
        if not conflict.part:
            self.draft.values[name] = conflict.theirs
            for grid in self.grids:
                grid.refresh()
            return
        for row in self.draft.parts[conflict.part]:
            if row.id == record_id:
                row.values[name] = conflict.theirs
        self.parts[conflict.part].refresh()

    def _on_decided(self, name: str, mine: bool) -> None:
        if self.draft is not None:
            self._decide(self.draft.id, name, mine)

    def _on_part_decided(self, record_id: str, name: str, mine: bool) -> None:
        self._decide(record_id, name, mine)

    def _on_entered(self, editor: QWidget) -> None:
        """Go on to the next field; the last one saves."""
        target = getattr(editor, "target", editor)
        targets = [one for one in self.targets() if one.isEnabled()]
        at = targets.index(target) if target in targets else -1
        following = [one for one in targets[at + 1 :] if not isinstance(one, QPushButton)]
        following = [one for one in following if one.inherits("QToolButton") is False]
        if at < 0 or not following:
            self.save()
        else:
            following[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_typed(self, _name: object = None) -> None:
        self._say("")

    def _on_more_clicked(self) -> None:
        assert self._more is not None
        self._show_more(shown=self._more.isHidden())
        if not self._more.isHidden():
            self._more.targets()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed_elsewhere(self, done: ChangeSet) -> None:
        draft = self.draft
        if draft is None or draft.base is None:
            return
        kinds = {draft.kind, *(part.kind for part in draft.form.parts)}
        if not kinds.isdisjoint(done.touched):
            self._catch_up()

    def _on_theme_changed(self) -> None:
        edge = theme.px(14)
        self._outer.setContentsMargins(edge, theme.px(10), theme.px(6), theme.px(10))
        self._outer.setSpacing(theme.px(8))
        self._bar.setSpacing(theme.px(8))


def _is_save(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return (
        event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and held == Qt.KeyboardModifier.ControlModifier
    )
