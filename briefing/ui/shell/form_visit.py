"""A form that is opened on an entry made to be edited at once: both are one step, or neither is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from briefing.services import history

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace
    from briefing.ui.editors.form import EntryForm


class FormVisit(QObject):
    """Saving belongs to the step that made the entry; leaving takes that step back."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._form: EntryForm | None = None
        self._step = ""

    def begin(self, form: EntryForm, step: str) -> None:
        """Follow a form that was just opened; ``step`` made its entry, or is empty."""
        self._end()
        form.intention = step or None
        self._form, self._step = form, step
        form.saved.connect(self._on_saved)
        form.cancelled.connect(self._on_cancelled)

    def _end(self) -> None:
        if self._form is not None:
            self._form.saved.disconnect(self._on_saved)
            self._form.cancelled.disconnect(self._on_cancelled)
            self._form.intention = None
        self._form, self._step = None, ""

    def _on_saved(self, _entry: object) -> None:
        self._end()

    def _on_cancelled(self) -> None:
        step = self._step
        self._end()
        if step and history.steps(self._workspace).undo == step:
            history.undo(self._workspace)
