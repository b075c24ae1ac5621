"""Packs briefings for others: what goes along is read before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.markings import Marking
from briefing.errors import UserError
from briefing.exchange.pack import PackSort
from briefing.exchange.signature import fingerprint
from briefing.i18n import _
from briefing.services import library_view, packing, trusting
from briefing.services.exportable import file_stem
from briefing.ui import theme
from briefing.ui.dialogs.pack_words import contents_words
from briefing.ui.shell.notes import WrappedLabel
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from briefing.services.packing import Prepared
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

_PLAIN, _PASSPHRASE, _READERS = "plain", "passphrase", "readers"
_WAIT_MS = 250
_LEAST_PASSPHRASE = 12


class PackWriteDialog(QDialog):
    """Which briefings, for whom, how protected, and what that would carry."""

    #: The pack was written; carries its path.
    written = Signal(object)

    def __init__(self, session: Session, briefing_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._prepared: Prepared | None = None
        self._task: Task | None = None
        self._again = False
        self.setWindowTitle(_("Pack for others"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.briefings = QListWidget(self)
        self.briefings.setAccessibleName(_("Briefings to pack"))
        self.briefings.setWordWrap(True)
        self.briefings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.set_role(self.briefings, "choices")
        self.sort = QComboBox(self)
        self.sort.addItem(_("Working pack, for colleagues who edit"), PackSort.WORKING)
        self.sort.addItem(_("Reader’s edition, to be read only"), PackSort.EDITION)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.set_role(self.about, "small")
        self.marking = QComboBox(self)
        self.protection = QComboBox(self)
        self.protection.addItem(_("Signed, open to whoever has the file"), _PLAIN)
        self.protection.addItem(_("Encrypted with a passphrase"), _PASSPHRASE)
        self.protection.addItem(_("Encrypted for people whose keys are trusted here"), _READERS)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(_("A passphrase of several words"))
        self.repeated = QLineEdit(self)
        self.repeated.setEchoMode(QLineEdit.EchoMode.Password)
        self.repeated.setPlaceholderText(_("The same once more"))
        self.readers = QListWidget(self)
        theme.set_role(self.readers, "choices")
        self.forget = QPushButton(_("No longer trust the chosen key…"), self)
        self.forget.setAutoDefault(False)
        theme.set_role(self.forget, "link")
        self.contents = QPlainTextEdit(self)
        self.contents.setReadOnly(True)
        self.contents.setTabChangesFocus(True)
        self.path = QLineEdit(self)
        self.browse = QPushButton(_("Choose…"), self)
        self.browse.setAutoDefault(False)
        self.error = WrappedLabel(self, "error")
        self.error.hide()
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Save | box.Cancel, self)
        self.save = buttons.button(box.Save)
        self.save.setText(_("Write pack"))
        # As wide as its bold words from the beginning, not only once it is the default.
        theme.set_role(self.save, "primary")
        self._lay_out(buttons)
        self._fill(briefing_id)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._prepare)
        self.briefings.itemChanged.connect(self._on_choice)
        self.sort.currentIndexChanged.connect(self._on_choice)
        self.marking.currentIndexChanged.connect(self._on_choice)
        self.protection.currentIndexChanged.connect(self._on_protection)
        self.browse.clicked.connect(self._on_browse)
        self.readers.currentItemChanged.connect(self._on_reader)
        self.forget.clicked.connect(self._on_forget)
        buttons.accepted.connect(self.write)
        buttons.rejected.connect(self.reject)
        self._on_protection()
        self._on_choice()

    def write(self) -> None:
        """Write what was looked at; what is wrong is told here, and an existing file is asked about."""
        try:
            path = self._target()
            passphrase, readers = self._protection()
        except UserError as error:
            self._tell(str(error))
            return
        if self._prepared is None:
            return
        if path.exists():
            answer = QMessageBox.question(
                self, _("Pack for others"), _("{name} exists. Replace it?").format(name=path.name)
            )
            if answer != QMessageBox.StandardButton.Yes:
                return
        prepared = self._prepared
        self.save.setEnabled(False)

        def job(_progress: Progress, _token: CancelToken) -> Path:
            key = packing.own_key()
            return packing.write(prepared, path, key, passphrase=passphrase, readers=readers)

        self._task = self._session.tasks.run(
            job, self._on_written, self._on_failed, name=_("Writing the pack"), owner=self
        )

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        form.addRow(_("Briefings"), self.briefings)
        form.addRow(_("Sort"), self.sort)
        form.addRow("", self.about)
        form.addRow(_("For readers up to"), self.marking)
        form.addRow(_("Protection"), self.protection)
        form.addRow("", self.passphrase)
        form.addRow("", self.repeated)
        form.addRow("", self.readers)
        form.addRow("", self.forget)
        form.addRow(_("What goes along"), self.contents)
        form.addRow(_("File"), line)
        for field, words in (
            (self.sort, _("Sort of pack")),
            (self.marking, _("For readers up to this marking")),
            (self.protection, _("Protection")),
            (self.passphrase, _("Passphrase")),
            (self.repeated, _("Passphrase once more")),
            (self.readers, _("People who can open it")),
            (self.forget, _("No longer trust the chosen key")),
            (self.contents, _("What goes along")),
            (self.path, _("File to be written")),
        ):
            field.setAccessibleName(words)
        for one in (self.sort, self.marking, self.protection):
            one.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            one.setMinimumContentsLength(20)
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.briefings.setFixedHeight(theme.px(84))
        self.readers.setFixedHeight(theme.px(72))
        layout = QVBoxLayout(self)
        layout.addLayout(form, 1)
        layout.addWidget(self.error)
        layout.addWidget(buttons)
        self.resize(theme.px(680), theme.px(640))

    def _fill(self, briefing_id: str) -> None:
        ws = self._session.workspace
        for row in library_view.briefings(ws):
            item = QListWidgetItem(f"{row.title} ({row.date})", self.briefings)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            chosen = row.id == briefing_id
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            if chosen:
                self.briefings.setCurrentItem(item)
        self.marking.addItem(_("as the briefing is marked"), "")
        for one in Marking:
            self.marking.addItem(one.label, one.value)
        for known in trusting.trusted(ws):
            item = QListWidgetItem(f"{known.name} · {fingerprint(known.public_key)}", self.readers)
            item.setData(Qt.ItemDataRole.UserRole, known.public_key)
            item.setCheckState(Qt.CheckState.Unchecked)
        kept = self._session.settings.export_folder
        place = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(kept) if kept and Path(kept).is_dir() else None
        documents = Path(QStandardPaths.writableLocation(place))
        folder = folder or (documents if documents.is_dir() else Path.home())
        chosen = self.briefings.currentItem()
        stem = file_stem(chosen.text() if chosen is not None else "") or "briefing"
        self.path.setText(str(folder / f"{stem}{packing.SUFFIX}"))

    @staticmethod
    def _checked(items: QListWidget) -> list[QListWidgetItem]:
        every = (items.item(at) for at in range(items.count()))
        return [one for one in every if one.checkState() == Qt.CheckState.Checked]

    def _on_choice(self) -> None:
        self.error.hide()
        self._prepared = None
        self.save.setEnabled(False)
        working = self.sort.currentData() == PackSort.WORKING
        self.about.setText(
            _(
                "Carries the history that colleagues need to merge: deleted entries and earlier "
                "wordings go along."
            )
            if working
            else _("A snapshot: no history, nothing deleted, no earlier wording. Opens read-only.")
        )
        self._timer.start()

    def _on_protection(self) -> None:
        chosen = self.protection.currentData()
        for field in (self.passphrase, self.repeated):
            field.setVisible(chosen == _PASSPHRASE)
        for field in (self.readers, self.forget):
            field.setVisible(chosen == _READERS)
        self._on_reader()
        self.error.hide()

    def _on_reader(self) -> None:
        self.forget.setEnabled(self.readers.currentItem() is not None)

    def _on_forget(self) -> None:
        """Forget that a key is trusted, as where the laptop with it was lost."""
        item = self.readers.currentItem()
        answer = QMessageBox.question(
            self,
            _("Pack for others"),
            _(
                "No longer trust the key of {name}? What they sign is then told as by somebody unknown; "
                "what was merged stays."
            ).format(name=item.text()),
        )
        if answer == QMessageBox.StandardButton.Yes:
            trusting.no_longer_trust(self._session.workspace, item.data(Qt.ItemDataRole.UserRole))
            self.readers.takeItem(self.readers.row(item))
            self._on_reader()

    def _prepare(self) -> None:
        if self._task is not None and not self._task.over:
            self._again = True
            return
        ids = [item.data(Qt.ItemDataRole.UserRole) for item in self._checked(self.briefings)]
        sort, marking = self.sort.currentData(), self.marking.currentData()
        ws = self._session.workspace

        def job(_progress: Progress, _token: CancelToken) -> Prepared:
            return packing.prepare(ws, ids, sort=sort, marking=marking, key=packing.own_key())

        self._task = self._session.tasks.run(
            job, self._on_prepared, self._on_failed, executor=Executor.STORE, owner=self
        )

    def _on_prepared(self, prepared: Prepared) -> None:
        if self._go_on():
            return
        self._prepared = prepared
        self.contents.setPlainText("\n".join(contents_words(prepared.contents)))
        self.save.setEnabled(True)

    def _on_failed(self, error: Exception) -> None:
        if self._go_on():
            return
        self.contents.clear()
        self.save.setEnabled(self._prepared is not None)
        self._tell(str(error))

    def _go_on(self) -> bool:
        again, self._again = self._again, False
        if again:
            self._task = None
            self._prepare()
        return again

    def _on_written(self, path: Path) -> None:
        self._session.settings.export_folder = str(path.parent)
        self.accept()
        self.written.emit(path)

    def _target(self) -> Path:
        text = self.path.text().strip()
        if not text:
            raise UserError(_("Name the file to be written."))
        path = Path(text).expanduser()
        if path.suffix.lower() != packing.SUFFIX:
            path = path.with_name(path.name + packing.SUFFIX)
        return path

    def _protection(self) -> tuple[str, list[str]]:
        chosen = self.protection.currentData()
        if chosen == _PASSPHRASE:
            words = self.passphrase.text()
            if len(words) < _LEAST_PASSPHRASE:
                raise UserError(
                    _("The passphrase has fewer than {n} letters; use several words.").format(
                        n=_LEAST_PASSPHRASE
                    )
                )
            if words != self.repeated.text():
                raise UserError(_("The two passphrases differ; type them again."))
            return words, []
        if chosen == _READERS:
            keys = [i.data(Qt.ItemDataRole.UserRole) for i in self._checked(self.readers)]
            if not keys:
                raise UserError(
                    _("Choose who can open it; keys are known once a pack of theirs was trusted.")
                )
            return "", keys
        return "", []

    def _tell(self, words: str) -> None:
        self.error.show_text(words)
        self.error.show()

    def _on_browse(self) -> None:
        given, _filter = QFileDialog.getSaveFileName(
            self,
            _("Pack for others"),
            self.path.text(),
            f"{_('Packs')} (*{packing.SUFFIX})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if given:
            self.path.setText(given)
