"""Fields side by side where there is room, one beneath the other under large text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from briefing.i18n import _
from briefing.services import anchoring, choosing
from briefing.services.form_table import Editor
from briefing.ui import theme
from briefing.ui.editors.fields import PLAIN, FieldEditor, FieldRow, WordsLabel
from briefing.ui.editors.pickers import EntryEditor, RecordEditor, known_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.record import Scalar
    from briefing.services.form_table import Field
    from briefing.services.forming import Draft, Row
    from briefing.ui.editors.pickers import Known
    from briefing.ui.session import Session

#: Editors that take the whole width.
_WIDE = frozenset({Editor.TEXT, Editor.CHECK, Editor.ENTRY, Editor.PASSAGE})
#: Text scale in per cent from which every field takes it.
LARGE = 140


class Source:
    """What the editors of one form ask about other records."""

    def __init__(self, session: Session, draft: Draft, likely: Sequence[str] = ()) -> None:
        #: Ids of actors who are offered before others that fit as well.
        self.likely = likely
        self._session = session
        self._draft = draft
        self._known: dict[str, Known] = {}
        self._found: tuple[str, list[choosing.Choice]] = ("", [])

    def known(self, kind: str) -> Known:
        """The records of a kind that a field may name."""
        if kind not in self._known:
            self._known[kind] = known_once(_Loader(self._session, kind))
        return self._with_new if kind == "actor" else self._known[kind]

    def _with_new(self) -> list[choosing.Choice]:
        """The actors, those included that would be made with the entry."""
        made = [choosing.newcomer(*who, one) for one, who in self._draft.actors.items()]
        return [*self._known["actor"](), *made]

    def found(self, words: str) -> list[choosing.Choice]:
        """Entries of the briefing that can be cited, by their words."""
        if not words.strip():
            return []
        if self._found[0] != words:
            # Asked for twice with each key: what to offer, and what is meant.
            ws, briefing = self._session.workspace, self._session.briefing_id
            self._found = (words, choosing.found_entries(ws, words, briefing))
        return self._found[1]

    def named(self, kind: str, record_id: str) -> str:
        """What a record is called, also where it is made in this form."""
        made = self._draft.actors.get(record_id)
        if made:
            return made[0]
        return choosing.names_of(self._session.workspace, kind, [record_id]).get(record_id, "")

    def words_of(self, row: Row) -> str:
        """The words of the passage that a part links."""
        ws = self._session.workspace
        if row.span is not None:
            return anchoring.words_at(ws, row.span)
        return anchoring.words_of(ws, str(row.values["passage_id"])) or _("not received")

    def make_actor(self, name: str, actor_kind: str) -> str:
        """An actor to be made together with the entry; its id."""
        return self._draft.new_actor(name, actor_kind)

    def editor(self, field: Field, parent: QWidget) -> FieldEditor:
        """The editor of a field."""
        if field.editor == Editor.RECORD:
            maker = self.make_actor if field.kind == "actor" else None
            made = RecordEditor(field, self.known(field.kind), self.named, parent, maker=maker)
            made.line.likely = self.likely
            return made
        if field.editor == Editor.ENTRY:
            return EntryEditor(field, self.found, self.named, parent)
        return PLAIN[field.editor](field, parent)


class _Loader:
    def __init__(self, session: Session, kind: str) -> None:
        self._session = session
        self._kind = kind

    def __call__(self) -> list[choosing.Choice]:
        briefing = self._session.briefing_id if self._kind == "claim" else None
        return choosing.choices(self._session.workspace, self._kind, briefing)


class FieldGrid(QWidget):
    """The editors of some fields of one record, in order; writes what is typed into ``values``."""

    #: A field of the record was changed by a person; carries its name.
    changed = Signal(object)
    #: Enter was pressed in a field; carries its editor.
    entered = Signal(object)
    #: Of a field that was changed here and elsewhere: its name, and whether this value holds.
    decided = Signal(object, bool)

    def __init__(
        self,
        source: Source,
        fields: Iterable[Field],
        values: dict[str, Scalar],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.values = values
        self.rows: dict[str, FieldRow] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for field in fields:
            row = FieldRow(source.editor(field, self), self)
            row.changed.connect(self._on_changed)
            row.entered.connect(self.entered)
            row.decided.connect(self.decided)
            self.rows[field.name] = row
        theme.current().theme_changed.connect(self._arrange)
        self._arrange()
        self.refresh()

    def refresh(self) -> None:
        """Show the values as they are now."""
        for name, row in self.rows.items():
            editor = row.editor
            editor.depend_on(self.values)
            if isinstance(editor, EntryEditor):
                editor.set_entry(str(self.values.get("entry_kind") or ""), self.values[name])
            else:
                editor.set_value(self.values[name])

    def problems(self) -> dict[str, str]:
        """Field → why what is typed is no value."""
        found = {name: row.editor.problem() for name, row in self.rows.items()}
        return {name: words for name, words in found.items() if words}

    def show_words(self, name: str, words: str) -> None:
        """Show what the value of a field stands for."""
        editor = self.rows[name].editor
        if isinstance(editor, WordsLabel):
            editor.show_words(words)

    def targets(self) -> list[QWidget]:
        """What takes the keyboard, in order."""
        return [
            row.editor.target
            for row in self.rows.values()
            if row.editor.field.editor != Editor.PASSAGE
        ]

    def _arrange(self) -> None:
        large = theme.current().text_scale >= LARGE
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(7))
        for row in self.rows.values():
            self._grid.removeWidget(row)
        line, column = 0, 0
        names = list(self.rows)
        for at, (name, row) in enumerate(self.rows.items()):
            following = self.rows[names[at + 1]] if at + 1 < len(names) else None
            wide = large or self._is_wide(row, first=not at)
            if not wide and not column:
                # One alone in its line takes all of it.
                wide = following is None or self._is_wide(following, first=False)
            if wide and column:
                line, column = line + 1, 0
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(self.rows[name], line, column, 1, 2 if wide else 1, top)
            if wide or column:
                line, column = line + 1, 0
            else:
                column = 1
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def _is_wide(self, row: FieldRow, *, first: bool) -> bool:
        field = row.editor.field
        return field.editor in _WIDE or field.wide or (first and field.editor == Editor.LINE)

    def _on_changed(self, name: str) -> None:
        editor = self.rows[name].editor
        self.values[name] = editor.value()
        if isinstance(editor, EntryEditor):
            self.values["entry_kind"] = editor.kind
        for other in self.rows.values():
            if other.editor is not editor:
                other.editor.depend_on(self.values)
        self.changed.emit(name)
