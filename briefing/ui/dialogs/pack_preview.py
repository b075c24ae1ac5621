"""Shows what a pack would bring, from whom, before any of it is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
)

from briefing.i18n import _, ngettext
from briefing.services import merging, trusting
from briefing.ui import theme
from briefing.ui.dialogs.pack_words import preview_words, trust_words
from briefing.ui.shell.notes import WrappedLabel
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from briefing.services.merging import Opened, Preview
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress


class PackPreviewDialog(QDialog):
    """Merge, or leave: nothing is written before the button is pressed."""

    #: The pack was merged; carries what it brought.
    merged = Signal(object)

    def __init__(
        self, session: Session, opened: Opened, found: Preview, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._opened = opened
        self._found = found
        self.setWindowTitle(_("What this pack would bring"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title = WrappedLabel(self, "subtitle")
        self.title.show_text(" · ".join(found.titles) or _("A pack"))
        self.signed = WrappedLabel(self, "warn" if found.trust == "other" else "muted")
        self.signed.show_text(trust_words(found.sender, found.trust, found.known_as))
        self.fingerprint = QLabel(found.fingerprint, self)
        self.fingerprint.setAccessibleName(_("Fingerprint of the key"))
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setWordWrap(True)
        theme.set_role(self.fingerprint, "strong")
        self.trust = QCheckBox(
            _("I have compared the fingerprint; trust this key from now on"), self
        )
        self.trust.setVisible(found.trust in ("new", "other"))
        self.counts = WrappedLabel(self, "strong")
        self.counts.show_text(_counts(found))
        self.list = QPlainTextEdit("\n".join(preview_words(found)), self)
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(_("What the pack would bring"))
        self.list.setVisible(bool(self.list.toPlainText()))
        self.error = WrappedLabel(self, "error")
        self.error.hide()
        box = QDialogButtonBox.StandardButton
        if found.already:
            buttons = QDialogButtonBox(box.Close, self)
            self.merge_button = None
        else:
            buttons = QDialogButtonBox(box.Ok | box.Cancel, self)
            self.merge_button = buttons.button(box.Ok)
            self.merge_button.setText(_("Merge"))
        layout = QVBoxLayout(self)
        for widget in (self.title, self.signed, self.fingerprint, self.trust, self.counts):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        if found.already:
            layout.addStretch(1)
        layout.addWidget(self.error)
        layout.addWidget(buttons)
        self.resize(theme.px(620), theme.px(320 if found.already else 560))
        buttons.accepted.connect(self.merge)
        buttons.rejected.connect(self.reject)
        self.rejected.connect(self._keep_trust)

    def merge(self) -> None:
        """Merge the pack as one step, which can be undone."""
        if self.merge_button is None:
            return
        self._keep_trust()
        self.merge_button.setEnabled(False)
        ws, opened = self._session.workspace, self._opened

        def job(_progress: Progress, _token: CancelToken) -> Preview:
            return merging.merge(ws, opened)

        self._session.tasks.run(
            job,
            self._on_merged,
            self._on_failed,
            name=_("Merging a pack"),
            executor=Executor.STORE,
            owner=self,
        )

    def _keep_trust(self) -> None:
        # One who only looked may have compared the fingerprint as well.
        if self.trust.isChecked() and self.trust.isEnabled():
            self.trust.setEnabled(False)
            trusting.trust(self._session.workspace, self._opened)

    def _on_merged(self, found: Preview) -> None:
        self.merged.emit(found)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.error.show_text(str(error))
        self.error.show()
        if self.merge_button is not None:
            self.merge_button.setEnabled(True)


def _counts(found: Preview) -> str:
    if found.already:
        return _("All that it holds is here already.")
    words = [
        ngettext("{n} new entry", "{n} new entries", len(found.new)).format(n=len(found.new)),
        ngettext("{n} changed", "{n} changed", len(found.changed)).format(n=len(found.changed)),
    ]
    if found.removed:
        words.append(_("{n} into the trash").format(n=len(found.removed)))
    if found.conflicts:
        words.append(
            ngettext("{n} conflict", "{n} conflicts", len(found.conflicts)).format(
                n=len(found.conflicts)
            )
        )
    if found.again:
        words.append(_("{n} taken back that had been undone").format(n=found.again))
    return " · ".join(words)
