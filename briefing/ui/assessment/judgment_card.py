"""A judgment on the page: how likely on one line, how sure on another, and on what it rests."""

# long because: every part of a judgment is changed in its own place on the card.

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.citing import Ref
from briefing.domain.grades import Confidence
from briefing.domain.likelihood import span_words
from briefing.errors import UserError
from briefing.i18n import _
from briefing.services import assessing, bloc_view, editing
from briefing.ui import theme
from briefing.ui.entry_drag import dragged_entries, entries_as_mime
from briefing.ui.news import news_words
from briefing.ui.session import Entry
from briefing.ui.widgets.badges import LikelihoodBar
from briefing.ui.widgets.entry_picker import EntryPicker
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.inline_text import InlineText
from briefing.ui.widgets.pill import FilterChip, Pill

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QAction,
        QDragEnterEvent,
        QDropEvent,
        QFocusEvent,
        QMouseEvent,
        QPaintEvent,
    )

    from briefing.domain.likelihood import TermRow
    from briefing.services.actor_view import Line
    from briefing.services.assessment_view import IndicatorRow, JudgmentRow
    from briefing.ui.session import Session

_SWITCH = "switch"
#: A sign beside the word for each state of an indicator.
STATES = {"not seen": "○", "emerging": "◐", "seen": "●"}
_SHORT = 60
_DOES = {
    Qt.Key.Key_K: "key",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_Insert: "basis",
}
_KEYS = frozenset(
    (
        *(Qt.Key.Key_L, Qt.Key.Key_C, Qt.Key.Key_K, Qt.Key.Key_F2),
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Insert),
    )
)


class JudgmentCard(QWidget):
    """One judgment. Keys: L likelihood, C confidence, K key, F2 the form, Enter details, Alt moves."""

    #: Another scale is wanted for the whole briefing.
    switch_requested = Signal()
    #: The card is current; carries the judgment's id.
    chosen = Signal(object)
    #: The judgment before (−1) or after (+1) is wanted; carries (id, by).
    step_requested = Signal(object)
    #: Another judgment was dropped here; carries (its id, this one's, whether on the upper half).
    moved_here = Signal(object)

    def __init__(
        self, session: Session, row: JudgmentRow, terms: TermRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.row = row
        self._terms = terms
        self._current = False
        self._pressed = QPoint()
        self.picker: EntryPicker | None = None
        self._writable = session.may_change("judgment")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAcceptDrops(self._writable)
        self.text = self._inline(_("Judgment"), "text", role="reading")
        self.bar = LikelihoodBar(parent=self)
        self.bar.setFixedWidth(theme.px(130))
        self.likelihood = FilterChip(_("Likelihood"), self)
        self.likelihood.menu().triggered.connect(self._on_likelihood)
        self.scale = _small(self)
        self.news = Pill("", "new", self)
        self.confidence = FilterChip(_("Confidence"), self)
        self.confidence.menu().triggered.connect(self._on_confidence)
        self.reason = self._inline(
            _("Reason of the confidence"), "confidence_reason", placeholder=_("Why so sure?")
        )
        self.form = _link(self, _("Edit…"), self._on_form)
        self.form.setAccessibleName(_("Edit the whole judgment (F2)"))
        self.form.setToolTip(_("Edit the whole judgment (F2)"))
        self.form.setVisible(self._writable)
        self.toggle = _link(self, _("Details"), self.toggle_details)
        self.summary = _small(self)
        self.details = QWidget(self)
        self.assumptions = self._inline(
            _("Assumptions"), "assumptions", placeholder=_("What is taken for granted?")
        )
        self._basis = QVBoxLayout()
        self._indicators = QVBoxLayout()
        self.more_basis = _link(self, _("Add what it rests on…"), self.add_basis)
        self.new_indicator = InlineText(
            _("New indicator"),
            self._add_indicator,
            self,
            placeholder=_("Add an indicator: what, when seen, would change this?"),
        )
        if not self._writable:
            self.more_basis.hide()
            self.new_indicator.hide()
        self.basis: list[QWidget] = []
        self.indicators: list[_IndicatorLine] = []
        self._build()
        self.set_row(row, terms)

    def _inline(
        self, name: str, field: str, *, placeholder: str = "", role: str = ""
    ) -> InlineText:
        made = InlineText(
            name, partial(self._save_words, field), self, placeholder=placeholder, role=role
        )
        made.writable = self._writable
        return made

    def _build(self) -> None:
        first = QWidget(self)
        flow = FlowLayout(first)
        flow.setContentsMargins(3, 0, 0, 0)
        for widget in (self.bar, self.likelihood, self.scale, self.news):
            flow.addWidget(widget)
        second = QHBoxLayout()
        second.setSpacing(theme.px(6))
        second.addWidget(self.confidence, 0, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.reason, 1)
        third = QHBoxLayout()
        third.addWidget(self.summary, 100)
        third.addStretch(1)
        third.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        third.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        inner = QVBoxLayout(self.details)
        inner.setContentsMargins(theme.px(14), 0, 0, 0)
        inner.setSpacing(theme.px(3))
        inner.addWidget(_heading(self.details, _("Assumes")))
        inner.addWidget(self.assumptions)
        inner.addWidget(_heading(self.details, _("Rests on")))
        inner.addLayout(self._basis)
        inner.addWidget(self.more_basis, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(_heading(self.details, _("Indicators")))
        inner.addLayout(self._indicators)
        inner.addWidget(self.new_indicator)
        self.details.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(26), theme.px(10), theme.px(26), theme.px(10))
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.text)
        layout.addWidget(first)
        layout.addLayout(second)
        layout.addLayout(third)
        layout.addWidget(self.details)

    # ------------------------------------------------------------------ what is shown

    def set_row(self, row: JudgmentRow, terms: TermRow) -> None:
        """Show the judgment as it is now; ``terms`` are the words that the briefing uses."""
        old, self.row, self._terms = self.row, row, terms
        for field, words in (
            (self.text, row.text),
            (self.reason, row.reason),
            (self.assumptions, row.assumptions),
        ):
            if field.editor is None:
                field.set_text(words)
        self.bar.setVisible(bool(row.high))
        self.bar.set_band(row.low, row.high, row.likelihood)
        if row.likelihood:
            term = row.likelihood[:1].upper() + row.likelihood[1:]
            self.likelihood.set_value(f"{term} · {row.span}" if row.span else term)
            self.scale.setText(row.row_name)
        else:
            self.likelihood.set_value(_("none, an assessment of fact"))
            self.scale.setText("")
        self.scale.setVisible(bool(row.likelihood))
        self.confidence.set_value(row.confidence or _("not stated"))
        self._fill_menus()
        self.summary.setText(_summary(row))
        if old.basis != row.basis or not self.basis:
            self._show_basis()
        if old.indicators != row.indicators or not self.indicators:
            self._show_indicators()
        self.show_news()
        self._show_details(open_now=self.details.isVisibleTo(self))

    def show_news(self) -> None:
        """Mark the judgment where it is new or changed since it was read."""
        words = news_words(self.session.news.marks.get(Ref("judgment", self.row.id)))
        self.news.set_text(words)
        self.news.setVisible(bool(words))
        self.setAccessibleName(". ".join(filter(None, (spoken(self.row), words))))

    def current_entry(self) -> Entry:
        """The judgment: what is copied while the card has the focus."""
        return Entry("judgment", self.row.id)

    def set_current(self, current: bool) -> None:
        """Mark the card as the one whose sources are shown."""
        if current != self._current:
            self._current = current
            self.update()

    def toggle_details(self) -> None:
        """Open or close assumptions, basis and indicators."""
        self._show_details(open_now=not self.details.isVisibleTo(self))
        self.chosen.emit(self.row.id)

    def _show_details(self, *, open_now: bool) -> None:
        self.details.setVisible(open_now)
        self.summary.setVisible(not open_now and bool(self.summary.text()))
        self.toggle.setText(_("Less") if open_now else _("Details"))
        self.toggle.setAccessibleName(
            _("Hide details of the judgment") if open_now else _("Show details of the judgment")
        )

    def _fill_menus(self) -> None:
        menu = self.likelihood.menu()
        menu.clear()
        for term in self._terms.terms:
            words = f"{term}, {span_words(self._terms.band(term))}"
            action = self.likelihood.add_choice(words, term)
            action.setCheckable(True)
            action.setChecked(term == self.row.likelihood)
        menu.addSeparator()
        none = self.likelihood.add_choice(_("No likelihood: an assessment of fact"), "")
        none.setCheckable(True)
        none.setChecked(not self.row.likelihood)
        menu.addSeparator()
        self.likelihood.add_choice(
            _("Other terms ({name} now)…").format(name=self._terms.name), _SWITCH
        )
        menu = self.confidence.menu()
        menu.clear()
        for level in Confidence:
            action = self.confidence.add_choice(_(level.value), level.value)
            action.setToolTip(_(level.meaning))
            action.setCheckable(True)
            action.setChecked(level.value == self.row.confidence)
        self.confidence.add_choice(_("not stated"), "")
        menu.setToolTipsVisible(True)
        for chip in (self.likelihood, self.confidence):
            chip.set_fixed(fixed=not self._writable)

    def _show_basis(self) -> None:
        for widget in self.basis:
            self._basis.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.basis = []
        for line in self.row.basis:
            made = _BasisLine(line, writable=self._writable, parent=self.details)
            made.opened.connect(self._on_open)
            made.removed.connect(self._on_basis_removed)
            self._basis.addWidget(made)
            self.basis.append(made)
        if not self.row.basis:
            made = _small(self.details)
            made.setText(_("Nothing yet: a judgment without a basis says so wherever it stands."))
            self._basis.addWidget(made)
            self.basis.append(made)

    def _show_indicators(self) -> None:
        known = {line.row.id: line for line in self.indicators}
        self.indicators = []
        for row in self.row.indicators:
            line = known.pop(row.id, None)
            if line is None:
                line = _IndicatorLine(self.session, row, self.details)
            else:
                line.set_row(row)
            self._indicators.addWidget(line)
            self.indicators.append(line)
        for line in known.values():
            self._indicators.removeWidget(line)
            line.hide()
            line.deleteLater()

    # ------------------------------------------------------------------ writing

    def _save_words(self, field: str, text: str) -> None:
        assessing.set_words(self.session.workspace, self.row.id, field, text)

    def _on_likelihood(self, action: QAction) -> None:
        if action.data() == _SWITCH:
            self.switch_requested.emit()
            return
        assessing.set_likelihood(
            self.session.workspace, self.row.id, self._terms.key, action.data()
        )

    def _on_confidence(self, action: QAction) -> None:
        assessing.set_confidence(self.session.workspace, self.row.id, action.data())

    def add_basis(self) -> None:
        """Open the picker for what the judgment rests on."""
        if not self._writable:
            return
        taken = {line.id for line in self.row.basis} | {self.row.id}
        picker = EntryPicker(self.session, _("What the judgment rests on"), taken, self.window())
        picker.picked.connect(self._on_picked)
        self.picker = picker
        picker.open()

    def _on_picked(self, entry: Entry) -> None:
        self._rest_on([(entry.kind, entry.id)])

    def _rest_on(self, entries: list[tuple[str, str]]) -> None:
        if not assessing.add_basis(self.session.workspace, self.row.id, entries):
            self.session.say(_("The judgment rests on that already."))

    def _on_basis_removed(self, entry_id: str) -> None:
        assessing.remove_basis(self.session.workspace, self.row.id, entry_id)

    def _on_open(self, entry: Entry) -> None:
        self.session.open_entry(entry)

    def _add_indicator(self, text: str) -> None:
        if text:
            assessing.add_indicator(self.session.workspace, self.row.id, text)

    def _on_form(self) -> None:
        self._do("edit")

    # ------------------------------------------------------------------ keys, mouse, drops

    def event(self, event: QEvent) -> bool:
        # Whatever these keys do elsewhere in the window, here they work on the judgment.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            how = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in _KEYS and how in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.AltModifier,
            ):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._worked(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _worked(self, event: QKeyEvent) -> bool:
        key, how = event.key(), event.modifiers()
        one = self.row.id
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        if by is not None and how == Qt.KeyboardModifier.AltModifier and self._writable:
            self._do("up" if by < 0 else "down")
        elif how & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        elif by is not None:
            self.step_requested.emit((one, by))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle_details()
        elif not self._writable:
            return False
        elif key == Qt.Key.Key_L:
            self.likelihood.click()
        elif key == Qt.Key.Key_C:
            self.confidence.click()
        elif Qt.Key(key) in _DOES:
            self._do(_DOES[Qt.Key(key)])
        else:
            return False
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.mapToGlobal(self.rect().center()) if keyboard else event.globalPos()
        self.session.menu_requested.emit(self.current_entry(), place)

    def _do(self, name: str) -> None:
        ws, one = self.session.workspace, self.row.id
        if name == "edit":
            self.session.edit_requested.emit(self.current_entry())
        elif name == "key":
            assessing.set_key(ws, one, key=not self.row.key)
        elif name in ("up", "down"):
            assessing.move_judgment(ws, one, -1 if name == "up" else 1)
        else:
            self.add_basis()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit(self.row.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        gone = (event.position().toPoint() - self._pressed).manhattanLength()
        held = event.buttons() & Qt.MouseButton.LeftButton
        if held and gone >= QApplication.startDragDistance():
            drag = QDrag(self)
            drag.setMimeData(entries_as_mime([("judgment", self.row.id, self.row.text)]))
            drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit(self.row.id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_entries(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        entries = dragged_entries(event.mimeData())
        if not entries:
            return
        # A copy: the list it comes from keeps its row.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if entries[0][0] == "judgment":
            upper = event.position().y() < self.height() / 2
            self.moved_here.emit((entries[0][1], self.row.id, upper))
        else:
            self._rest_on(entries)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self._current:
            painter.fillRect(self.rect(), theme.colour("window.row"))
        if self.hasFocus():
            painter.fillRect(0, 0, theme.px(3), self.height(), theme.colour("accent.main"))
        painter.setPen(QPen(theme.colour("window.line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class _Cross(QToolButton):
    """A cross that takes a line away, in the colours of the theme shown now."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_role(self, "plain")
        self.setToolTip(words)
        self.setAccessibleName(words)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self.setIcon(theme.icon("close", "text.muted"))
        self.setIconSize(QSize(theme.px(12), theme.px(12)))


class _BasisLine(QWidget):
    """An entry that a judgment rests on: pressed it opens, the cross takes it away."""

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, line: Line, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        text = QLabel(line.text, self)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        kind = _link(self, line.detail[:1].upper() + line.detail[1:], self._on_opened)
        kind.setToolTip(_("Show this entry"))
        kind.setAccessibleName(_("Show {kind}: {text}").format(kind=line.detail, text=line.text))
        cross = _Cross(_("No longer rest on {text}").format(text=line.text), self)
        cross.setVisible(writable)
        cross.clicked.connect(self._on_removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(kind, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
        layout.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)

    def _on_opened(self) -> None:
        self.opened.emit(Entry(self._line.kind, self._line.id))

    def _on_removed(self) -> None:
        self.removed.emit(self._line.id)


class _IndicatorLine(QWidget):
    """An indicator: its state in a word and a sign, its words, and when it was noted."""

    def __init__(self, session: Session, row: IndicatorRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.row = row
        writable = session.may_change("judgment")
        self.state = FilterChip(_("State"), self)
        for state, sign in STATES.items():
            self.state.add_choice(f"{sign} {_(state)}", state)
        self.state.menu().triggered.connect(self._on_state)
        self.state.set_fixed(fixed=not writable)
        self.text = InlineText(_("Indicator"), self._save_text, self)
        self.noted = InlineText(
            _("Noted on"), self._save_noted, self, placeholder=_("noted when?"), role="small"
        )
        for field in (self.text, self.noted):
            field.writable = writable
        cross = _Cross(_("Delete the indicator {text}").format(text=row.text), self)
        cross.setVisible(writable)
        cross.clicked.connect(self._on_removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self.state, 0, top)
        layout.addWidget(self.text, 3)
        layout.addWidget(self.noted, 1)
        layout.addWidget(cross, 0, top)
        self.set_row(row)

    def set_row(self, row: IndicatorRow) -> None:
        """Show the indicator as it is now."""
        self.row = row
        self.state.set_text(f"{STATES.get(row.state, '○')} {_(row.state)}")
        if self.text.editor is None:
            self.text.set_text(row.text)
        if self.noted.editor is None:
            shown = _("noted {date}").format(date=row.when) if row.noted else ""
            self.noted.set_text(row.noted, shown)

    def _on_state(self, action: QAction) -> None:
        state = action.data()
        # A state that is noted is noted today, until somebody says otherwise.
        today = datetime.datetime.now(datetime.UTC).astimezone().date().isoformat()
        if state != self.row.state or not self.row.noted:
            assessing.set_indicator_state(self._session.workspace, self.row.id, state, today)

    def _save_text(self, text: str) -> None:
        assessing.set_indicator_text(self._session.workspace, self.row.id, text)

    def _save_noted(self, text: str) -> None:
        date = bloc_view.read_day(text)[0] if text else ""
        assessing.set_indicator_noted(self._session.workspace, self.row.id, date)

    def _on_removed(self) -> None:
        try:
            editing.delete_entry(self._session.workspace, "indicator", self.row.id)
        except UserError as error:
            self._session.say(str(error), error=True)


def spoken(row: JudgmentRow) -> str:
    """A judgment as a screen reader says it: likelihood and confidence in sentences of their own."""
    parts = [_("Key judgment") if row.key else _("Judgment"), row.text]
    if row.likelihood:
        words = _("Likelihood {term}, {span} on {scale}.")
        parts.append(words.format(term=row.likelihood, span=row.span, scale=row.row_name))
    else:
        parts.append(_("An assessment of fact, no likelihood."))
    parts.append(
        _("Confidence {level}. {reason}").format(
            level=row.confidence or _("not stated"), reason=row.reason
        )
    )
    return " ".join(parts).strip()


def _summary(row: JudgmentRow) -> str:
    lines: list[str] = []
    if row.assumptions:
        lines.append(_("Assumes {text}").format(text=row.assumptions))
    if row.basis:
        titles = "; ".join(_cut(line.text).rstrip(".") for line in row.basis)
        lines.append(_("Rests on {entries}").format(entries=titles))
    else:
        lines.append(_("Rests on nothing yet"))
    for one in row.indicators:
        when = ", " + _("noted {date}").format(date=one.when) if one.when else ""
        lines.append(
            f"{STATES.get(one.state, '○')} "
            + _("Indicator, {state}{when}: {text}").format(
                state=_(one.state), when=when, text=one.text
            )
        )
    return "\n".join(lines)


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 2].rsplit(" ", 1)[0] + " …"


def _small(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    theme.set_role(label, "small")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setContentsMargins(3, 0, 0, 0)  # stands under the fields, which keep room for a ring
    return label


def _heading(parent: QWidget, words: str) -> QLabel:
    label = QLabel(words, parent)
    label.setContentsMargins(3, theme.px(4), 0, 0)
    theme.set_role(label, "strong")
    return label


def _link(parent: QWidget, words: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    theme.set_role(button, "link")
    button.clicked.connect(run)
    return button
