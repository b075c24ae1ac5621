"""A table of actors, events or relations before it comes in: which column is what, and how it reads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing.i18n import _, ngettext
from briefing.services.known_tables import recognised, reshaped
from briefing.services.table_fields import FIELDS, Rows, Sort, guess_mapping, missing
from briefing.services.tabling import import_table, original_of, read_table, try_rows
from briefing.ui import theme
from briefing.ui.dialogs.table_narrowing import TableNarrowing
from briefing.ui.tasks import Executor
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.intake.tables import Table
    from briefing.services.known_tables import KnownTable
    from briefing.services.tabling import TableImported, Tried
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

_FIRST, _FAILING = 30, 200
_MARKS = (",", ";", "\t", "|")
_ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Western (Windows-1252)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("cp949", "Korean (CP949)"),
    ("cp932", "Japanese (CP932)"),
    ("gb18030", "Chinese (GB 18030)"),
    ("utf-16", "UTF-16"),
)


class TableImport(QDialog):
    """Shows the first rows as they would come in, and every row that would not, with the reason."""

    #: The rows came in; carries a TableImported.
    imported = Signal(object)

    def __init__(
        self, session: Session, path: Path, parent: QWidget | None = None, rows: Rows = Rows.ACTORS
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.path = path
        self.table: Table | None = None
        self._whole: Table | None = None
        self.tried: list[Tried] = []
        self._trying: Task | None = None
        self._columns: dict[str, QComboBox] = {}
        self.setWindowTitle(_("Import {name}").format(name=path.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build(rows, parent)
        self._read()

    def _build(self, rows: Rows, parent: QWidget | None) -> None:
        self.kind = QComboBox(self)
        for one, words in (
            (Rows.ACTORS, _("Actors")),
            (Rows.EVENTS, _("Events")),
            (Rows.RELATIONS, _("Relations")),
        ):
            self.kind.addItem(words, one)
        self.kind.setCurrentIndex(self.kind.findData(rows))
        self.mark = QComboBox(self)
        for one, words in zip(
            _MARKS, (_("comma"), _("semicolon"), _("tab"), _("stroke |")), strict=True
        ):
            self.mark.addItem(words, one)
        self.encoding = QComboBox(self)
        for one, words in _ENCODINGS:
            self.encoding.addItem(words, one)
        self.has_header = QCheckBox(_("The first row has headings"), self)
        self.has_header.setChecked(True)
        way = QWidget(self)
        top = FlowLayout(way, gap=10)
        for words, box in (
            (_("Rows are"), self.kind),
            (_("Parted by"), self.mark),
            (_("Encoding"), self.encoding),
        ):
            label = QLabel(words, self)
            label.setBuddy(box)
            box.setAccessibleName(words)
            pair = QWidget(way)
            beside = QHBoxLayout(pair)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.addWidget(label)
            beside.addWidget(box)
            top.addWidget(pair)
        top.addWidget(self.has_header)

        self.narrowing = TableNarrowing(self.session, self)
        self.narrowing.changed.connect(self._on_narrowed)

        self.fields = QScrollArea(self)
        self.fields.setWidgetResizable(True)
        self.fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview = QTableWidget(self)
        self.preview.setAccessibleName(_("Rows as they would come in"))
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.preview.setWordWrap(True)
        self.preview.verticalHeader().hide()
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        both.addWidget(self.fields)
        both.addWidget(self.preview)
        both.setStretchFactor(1, 1)
        both.setSizes([theme.px(365), theme.px(575)])

        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_role(self.go, "primary")
        self.go.setEnabled(False)
        buttons.accepted.connect(self._on_import)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(way)
        layout.addWidget(self.narrowing)
        layout.addWidget(both, 1)
        layout.addWidget(self.summary)
        layout.addWidget(buttons)
        room = parent.size() if parent is not None else QSize(1280, 800)
        wide, high = theme.px(960), theme.px(580)
        self.resize(min(wide, round(room.width() * 0.95)), min(high, round(room.height() * 0.9)))
        self.kind.currentIndexChanged.connect(self._on_kind_changed)
        self.mark.activated.connect(self._on_way_changed)
        self.encoding.activated.connect(self._on_way_changed)
        self.has_header.clicked.connect(self._on_way_changed)

    def rows(self) -> Rows:
        """What the rows are said to be."""
        return Rows(self.kind.currentData())

    def mapping(self) -> dict[str, int | str]:
        """Field → column, or the one value of all rows."""
        return {
            key: box.currentData()
            for key, box in self._columns.items()
            if box.currentData() is not None
        }

    def choose(self, key: str, value: int | str | None) -> None:
        """Let a column, a value for all rows, or nothing fill a field."""
        box = self._columns[key]
        box.setCurrentIndex(box.findData(value) if value is not None else 0)

    def _read(self, **told: Any) -> None:  # noqa: ANN401 - handed on to the reader
        path = self.path

        def job(_progress: Progress, _token: CancelToken) -> tuple[Table, KnownTable | None]:
            table = read_table(path, **told)
            known = recognised(table)
            return (reshaped(table, known) if known else table), known

        self.session.tasks.run(job, self._on_read, self._on_failed, owner=self)

    def _on_read(self, read: tuple[Table, KnownTable | None]) -> None:
        table, known = read
        self.table = self._whole = table
        self.narrowing.set_known(known)
        if known is not None:
            self.kind.setCurrentIndex(self.kind.findData(Rows.RELATIONS))
            self.table = self.narrowing.narrowed(table)
        self.kind.setEnabled(known is None)
        for box, value in ((self.mark, table.delimiter), (self.encoding, table.encoding)):
            if box.findData(value) < 0:
                box.addItem(str(value), value)
            box.setCurrentIndex(box.findData(value))
        self._show_fields()

    def _on_failed(self, error: Exception) -> None:
        self.table = None
        self.preview.setRowCount(0)
        self.go.setEnabled(False)
        self._say(str(error), wrong=True)

    def _on_narrowed(self) -> None:
        if self._whole is not None and self._columns:
            self.table = self.narrowing.narrowed(self._whole)
            self._try()

    def _on_way_changed(self) -> None:
        self._read(
            delimiter=self.mark.currentData(),
            encoding=self.encoding.currentData(),
            has_header=self.has_header.isChecked(),
        )

    def _on_kind_changed(self) -> None:
        if self.table is not None:
            self._show_fields()

    def _show_fields(self) -> None:
        assert self.table is not None
        guessed = guess_mapping(self.table.header, self.rows())
        holder = QWidget(self.fields)
        form = QFormLayout(holder)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._columns = {}
        first = self.table.rows[0] if self.table.rows else ()
        for field in FIELDS[self.rows()]:
            box = QComboBox(holder)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(16)
            box.addItem(_("not in the table"), None)
            for number, head in enumerate(self.table.header):
                example = first[number][:24] if number < len(first) else ""
                words = f"{head or _('column {n}').format(n=number + 1)}"
                box.addItem(f"{words}: {example}" if example else words, number)
            if field.sort is Sort.CHOICE:
                for choice in field.choices:
                    box.addItem(_("all rows: {value}").format(value=choice), choice)
            column = guessed.get(field.key)
            box.setCurrentIndex(box.findData(column) if column is not None else 0)
            title = _(field.title) + (" *" if field.needed else "")
            box.setAccessibleName(_(field.title))
            box.currentIndexChanged.connect(self._on_column_changed)
            form.addRow(title, box)
            self._columns[field.key] = box
        old = self.fields.takeWidget()
        if old is not None:
            old.deleteLater()
        self.fields.setWidget(holder)
        self._try()

    def _on_column_changed(self) -> None:
        self._try()

    def _try(self) -> None:
        """Try every row in the background; only the newest trial counts."""
        if self._trying is not None:
            self._trying.cancel()
        table, rows, mapping = self.table, self.rows(), self.mapping()
        if table is None:
            return
        if self.narrowing.wrong:
            self.tried = []
            self.preview.setRowCount(0)
            self.go.setEnabled(False)
            self._say(self.narrowing.wrong, wrong=True)
            return
        lacking = missing(mapping, rows)
        if lacking:
            self.tried = []
            self.preview.setRowCount(0)
            self.go.setEnabled(False)
            words = ", ".join(_(field.title) for field in lacking)
            self._say(_("Choose a column for: {fields}.").format(fields=words), wrong=True)
            return
        workspace, briefing = self.session.workspace, self.session.briefing_id

        def job(_progress: Progress, token: CancelToken) -> list[Tried]:
            found = try_rows(workspace, table, rows, mapping, briefing_id=briefing)
            token.check()
            return found

        self._trying = self.session.tasks.run(
            job, partial(self._on_tried, mapping), self._on_failed, owner=self
        )

    def _on_tried(self, mapping: dict[str, int | str], tried: list[Tried]) -> None:
        if mapping != self.mapping() or self.narrowing.wrong:
            return
        self.tried = tried
        failing = [row for row in tried if row.problem]
        shown = {row.line: row for row in [*tried[:_FIRST], *failing[:_FAILING]]}
        self._fill([shown[line] for line in sorted(shown)])
        known = sum(bool(row.known) for row in tried)
        count = len(tried) - len(failing) - known
        parts = [ngettext("{n} row will come in", "{n} rows will come in", count).format(n=count)]
        if known:
            words = ngettext("{n} is here already", "{n} are here already", known)
            parts.append(words.format(n=known))
        states = frozenset[str]().union(*(row.states for row in tried if not row.problem))
        if states:
            words = ngettext("with {n} new state", "with {n} new states", len(states))
            parts.append(words.format(n=len(states)))
        if failing:
            parts.append(_("{n} will be left out, see the reasons").format(n=len(failing)))
        if len(tried) > len(shown):
            parts.append(_("the first {n} are shown").format(n=_FIRST))
        needs_briefing = self.rows() is not Rows.ACTORS and self.session.briefing_id is None
        if needs_briefing:
            parts = [_("Open the briefing that these rows belong to first")]
        self._say(" · ".join(parts) + ".", wrong=needs_briefing or count == 0)
        self.go.setEnabled(count > 0 and not needs_briefing)

    def _fill(self, rows: list[Tried]) -> None:
        used = [f for f in FIELDS[self.rows()] if f.key in self.mapping()]
        heads = [_("Line"), _("Comes in"), *(_(field.title) for field in used)]
        self.preview.setColumnCount(len(heads))
        self.preview.setHorizontalHeaderLabels(heads)
        self.preview.setRowCount(len(rows))
        for at, row in enumerate(rows):
            if row.problem:
                state = _("no: {reason}").format(reason=row.problem)
            elif row.known:
                state = _("here already: {name}").format(name=row.known)
            else:
                state = _("yes")
            cells = [str(row.line), state, *(row.shown.get(field.key, "") for field in used)]
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if row.problem:
                    item.setForeground(theme.colour("status.error"))
                elif row.known:
                    item.setForeground(theme.colour("text.muted"))
                self.preview.setItem(at, column, item)
        header = self.preview.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(len(heads)):
            self.preview.setColumnWidth(column, theme.px(52 if column == 0 else 130))
        self.preview.setColumnWidth(1, theme.px(250 if any(r.problem for r in rows) else 110))
        # A reason is to be read whole; there are some hundred rows at most.
        self.preview.resizeRowsToContents()

    def _say(self, text: str, *, wrong: bool) -> None:
        self.summary.setText(text)
        theme.set_role(self.summary, "error" if wrong else "muted")

    def _on_import(self) -> None:
        table, rows, mapping = self.table, self.rows(), self.mapping()
        if table is None or not self.go.isEnabled():
            return
        workspace, briefing_id = self.session.workspace, self.session.briefing_id
        path, name = self.path, self.path.name
        self.go.setEnabled(False)

        def job(_progress: Progress, token: CancelToken) -> TableImported:
            return import_table(
                workspace,
                table,
                rows,
                mapping,
                name=name,
                briefing_id=briefing_id,
                check=token.check,
                original=original_of(path),
            )

        self.session.tasks.run(
            job,
            self._on_imported,
            self._on_failed,
            name=_("Import {name}").format(name=name),
            executor=Executor.STORE,
            owner=self,
        )

    def _on_imported(self, done: TableImported) -> None:
        self.imported.emit(done)
        self.accept()
