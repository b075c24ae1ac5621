"""Which moment of a briefing is to be shown, or compared with the present: a day, a time, a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from briefing.domain.changes import local_minute
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import releasing, standing
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.ui.session import Entry, Session

_KIND = "moment"


class MomentDialog(QDialog):
    """A line to type a day or a time, and beneath it the days on which something changed."""

    #: The library is to be shown as it stood: (clock, words for it).
    shown = Signal(object, object)
    #: The briefing as it stood is to be compared with the present: (clock, words for it).
    compared = Signal(object, object)
    #: Two states are to be compared, the older first; carries (clock, words) of each.
    two_compared = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(_("Earlier versions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = QLabel(_("Which day or time? Of a day its end is shown."), self)
        about.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(_("Day or time"))
        self.field.setPlaceholderText(_("12 March 2026, yesterday, today 14:00"))
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_show)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        theme.set_role(self.told, "small")
        self.list = RowList(_("Final versions, and days on which something changed"), self)
        self.list.setDragEnabled(False)
        self.list.choose_several()
        self.list.selectionModel().selectionChanged.connect(self._on_selection)
        self.list.opened.connect(self._on_opened)
        self.show_button = self._button(_("Show"), self._on_show)
        theme.set_role(self.show_button, "primary")
        self.compare_button = self._button(_("Compare with the present"), self._on_compare)
        close = self._button(_("Close"), self.reject)
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for one in (self.show_button, self.compare_button, close):
            flow.addWidget(one)
        layout = QVBoxLayout(self)
        for one in (about, self.field, self.told, self.list, buttons):
            layout.addWidget(one)
        self.resize(theme.px(480), theme.px(480))
        self._moments: dict[str, tuple[int, str]] = {}
        self._moment: tuple[int, str] | None = None
        self._fill()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clock(self) -> int | None:
        """The moment chosen; None where there is none."""
        return self._moment[0] if self._moment else None

    def _button(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button

    def _fill(self) -> None:
        rows: list[Row] = []
        found = self.session.briefing_id
        versions = releasing.versions_of(self.session.workspace, found).final if found else ()
        for one in versions:
            key = f"version {one.number} {one.id}"
            words = _("Version {n}, final").format(n=one.number)
            self._moments[key] = (one.clock, words)
            told = " ".join(one.changes.split())
            day = local_minute(one.clock)
            rows.append(Row(head=words, tail=f"{day} · {one.who}", detail=told, kind=_KIND, id=key))
        if versions:
            rows.insert(0, Row(heading=True, head=_("Final versions")))
            rows.append(Row(heading=True, head=_("Days")))
        for day in standing.days(self.session.workspace):
            self._moments[day.day] = (day.clock, "")
            steps = ngettext("{n} step", "{n} steps", day.steps).format(n=day.steps)
            rows.append(
                Row(
                    head=day.day,
                    detail=" · ".join((steps, *day.who)),
                    kind=_KIND,
                    id=day.day,
                )
            )
        self.list.set_rows(rows)
        self._choose(None, "")

    def _choose(self, moment: tuple[int, str] | None, wrong: str) -> None:
        self._moment = moment
        for button in (self.show_button, self.compare_button):
            button.setEnabled(moment is not None)
        self.compare_button.setText(_("Compare with the present"))
        theme.set_role(self.told, "error" if wrong else "small")
        when = _("Shown as at {when}.").format(when=local_minute(moment[0])) if moment else ""
        self.told.setText(wrong or when)

    def _chosen(self) -> list[tuple[int, str]]:
        """The moments of the chosen rows, the older first; two at most."""
        found = [self._moments.get(one.id) for one in self.list.chosen_entries(2)]
        return sorted(one for one in found if one is not None)

    def _on_typed(self, text: str) -> None:
        if not text.strip():
            self._choose(None, "")
            return
        try:
            self._choose((standing.clock_of(text), ""), "")
        except UserError as error:
            self._choose(None, str(error))

    def _on_selection(self, _new: object, _old: object) -> None:
        chosen = self._chosen()
        self._choose(chosen[0] if len(chosen) == 1 else None, "")
        if len(chosen) == 2:
            self.compare_button.setText(_("Compare the two"))
            self.compare_button.setEnabled(True)
        self.compare_button.setAccessibleName(self.compare_button.text())

    def _on_opened(self, _entry: Entry) -> None:
        self._on_show()

    def _on_show(self) -> None:
        if self._moment is not None:
            self.shown.emit(*self._moment)
            self.accept()

    def _on_compare(self) -> None:
        chosen = self._chosen()
        if self._moment is not None:
            self.compared.emit(*self._moment)
            self.accept()
        elif len(chosen) == 2:
            self.two_compared.emit(*chosen)
            self.accept()
