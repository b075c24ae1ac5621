"""Below the head of a source: its grade given anew, its worth over time, and what it goes back to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.grades import RELIABILITY, Reliability
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import source_work
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from briefing.services.source_work import SourceWork, TreeLine
    from briefing.ui.session import Entry, Session

_MOST = 210


class _GradeForm(QWidget):
    """Letter, reason and day; Enter saves, Escape leaves."""

    saved = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter = QComboBox(self)
        self.letter.setAccessibleName(_("Reliability"))
        self.letter.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.letter.setMinimumContentsLength(18)
        for grade in Reliability:
            self.letter.addItem(f"{grade.value} · {grade.label}", grade.value)
            place = self.letter.count() - 1
            tip = RELIABILITY[grade.value]
            self.letter.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(_("Why the source is graded so"))
        self.reason.setPlaceholderText(_("Why? Kept with the day"))
        self.reason.setMinimumWidth(theme.px(170))
        self.day = QLineEdit(self)
        self.day.setAccessibleName(_("Day of the grade"))
        self.day.setToolTip(_("The day, as 2024-06-19, 2024-06 or 2024"))
        self.day.setMaximumWidth(theme.px(110))
        self.save_button = QPushButton(_("Grade"), self)
        self.save_button.setAutoDefault(False)
        self.wrong = QLabel(self)
        self.wrong.setWordWrap(True)
        theme.set_role(self.wrong, "error")
        self.save_button.clicked.connect(self.saved)
        self.reason.returnPressed.connect(self.saved)
        self.day.returnPressed.connect(self.saved)
        flow = FlowLayout(self, gap=6)
        for one in (self.letter, self.reason, self.day, self.save_button, self.wrong):
            flow.addWidget(one)
        self.wrong.hide()
        self.hide()

    def open_with(self, reliability: str) -> None:
        """Ask anew, beginning with the grade that holds."""
        self.letter.setCurrentIndex(max(0, self.letter.findData(reliability)))
        self.reason.clear()
        self.day.setText(date.today().isoformat())  # noqa: DTZ011 - the grader's day
        self.wrong.hide()
        self.show()
        self.letter.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, text: str) -> None:
        """Say what is wrong, beside the fields."""
        self.wrong.setText(text)
        self.wrong.show()
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class SourceWorth(QWidget):
    """What is known of a source's worth, opened when asked for."""

    #: A part was shown that a person is to see; carries it.
    revealed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.work: SourceWork | None = None
        bar = QWidget(self)
        flow = FlowLayout(bar, gap=4)
        self.grade_button = self._button(_("Grade again…"), bar)
        self.grade_button.clicked.connect(self.ask_grade)
        self.more_button = self._button("", bar)
        self.more_button.setCheckable(True)
        self.more_button.toggled.connect(self._on_more)
        flow.addWidget(self.grade_button)
        flow.addWidget(self.more_button)
        self.form = _GradeForm(self)
        self.form.saved.connect(self._on_saved)
        self.form.left.connect(self._on_left)
        self.list = RowList(_("Worth and origin of this source"), self)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(session.open_entry)
        self.list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        for one in (bar, self.form, self.list):
            column.addWidget(one)
        self.hide()

    def _button(self, text: str, parent: QWidget) -> QPushButton:
        button = QPushButton(text, parent)
        button.setAutoDefault(False)
        button.setAccessibleName(text)
        theme.set_role(button, "link")
        return button

    def show_source(self, source_id: str) -> None:
        """Show the worth of a source; nothing for an empty id."""
        if self.work is None or self.work.id != source_id:
            self.form.hide()
        self.work = (
            source_work.source_work(self._session.workspace, source_id) if source_id else None
        )
        self.setVisible(self.work is not None)
        if self.work is None:
            return
        self.grade_button.setEnabled(not self._session.workspace.library.read_only)
        number = len(self.work.grades)
        words = [_("Worth and origin")]
        if number:
            words.append(ngettext("{n} grade", "{n} grades", number).format(n=number))
        if self.work.back:
            origins = sum(one.is_origin for one in self.work.back if not one.again)
            words.append(
                ngettext("goes back to {n} origin", "goes back to {n} origins", origins).format(
                    n=origins
                )
            )
        self.more_button.setText(" · ".join(words))
        self.more_button.setAccessibleName(self.more_button.text())
        self.list.set_rows(_rows(self.work))
        self._fit()

    def ask_grade(self) -> None:
        """Ask for another reliability."""
        if self.work is not None:
            self.form.open_with(self.work.reliability)
            self.revealed.emit(self.form)

    def _fit(self) -> None:
        self.list.setVisible(self.more_button.isChecked())
        self.list.setFixedHeight(min(self.list.content_height() + 4, theme.px(_MOST)))

    def _on_more(self, opened: bool) -> None:
        self._fit()
        if opened:
            self.revealed.emit(self.list)

    def _on_saved(self) -> None:
        work = self.work
        if work is None:
            return
        form = self.form
        try:
            source_work.regrade(
                self._session.workspace,
                work.id,
                form.letter.currentData(),
                form.reason.text(),
                form.day.text(),
            )
        except UserError as error:
            form.show_error(str(error))
            return
        form.hide()
        self._session.say(_("Graded; the grade before is kept."))
        self.grade_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_left(self) -> None:
        self.form.hide()
        self.grade_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, entry: Entry) -> None:
        if entry.kind == "source":
            self._session.select(entry)


def _rows(work: SourceWork) -> list[Row]:
    rows = [Row(heading=True, head=_("Reliability over time"))]
    for grade in work.grades:
        who = _("by {who}").format(who=grade.by) if grade.by else ""
        rows.append(
            Row(
                text=grade.label,
                detail=grade.reason,
                kind="source_grade",
                id=grade.id,
                grade=grade.reliability,
                side=tuple(filter(None, (grade.when, who))),
            )
        )
    if not work.grades:
        rows.append(Row(text=_("Not graded anew since it came in."), detail=work.reason))
    rows.append(Row(heading=True, head=_("Source descriptor (ICD 206)")))
    rows += [Row(head=_(name), text=words) for name, words in work.descriptor]
    if not work.descriptor:
        rows.append(Row(text=_("Nothing is noted of access, track record or bias.")))
    rows.append(Row(heading=True, head=_("Goes back to")))
    rows += [_tree_row(one, origin=True) for one in work.back]
    if not work.back:
        rows.append(Row(text=_("To no other source: it is an origin itself.")))
    if work.forward:
        rows.append(Row(heading=True, head=_("Go back to it")))
        rows += [_tree_row(one, origin=False) for one in work.forward]
    return rows


def _tree_row(one: TreeLine, *, origin: bool) -> Row:
    side: tuple[str, ...] = (_("origin"),) if origin and one.is_origin else ()
    if one.again:
        side = (_("named above"),)
    return Row(
        text=one.title,
        kind="source",
        id=one.id,
        grade=one.reliability,
        indent=one.depth - 1,
        side=side,
    )
