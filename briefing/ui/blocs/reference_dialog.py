"""Facts of the reference set for a briefing: which time, whose, what; seen before they join."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing.domain.folding import fold
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import joining
from briefing.services.joining import SORTS
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.tasks import Executor
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.reference_set import RefState
    from briefing.services.joining import FactRow, Joined, Preview
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress, Task

_USUAL = frozenset({SORTS[0][0]})
_OWN, _ALL, _NONE, _REGION, _PACT = "own", "all", "none", "region", "pact"
_MOST = 400
_AFTER_MS = 200


class ReferenceDialog(QDialog):
    """Alliances, disputes and rivalries since 1816 among chosen states, previewed and added as one step."""

    def __init__(self, session: Session, when: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.briefing = session.briefing_id or ""
        self.preview: Preview | None = None
        self._task: Task | None = None
        self._period: tuple[int, int] | None = None
        self._own = joining.states_of(session.workspace, self.briefing)
        self.ticked: set[str] = set(self._own)
        self.setWindowTitle(_("Add from the reference set"))
        self.setAccessibleName(_("Add from the reference set"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.look)
        self._build(parent)
        self.when.setText(when)
        self._on_when()
        self.look()

    def _build(self, parent: QWidget | None) -> None:
        about = QLabel(
            _(
                "Facts of published data sets: alliances (ATOP 4.01, to 2016), disputes and wars (COW, to "
                "2014), rivalries (TSS, to 2020). What was in force when a data set ends is “unknown "
                "after” that, not ended. They stand apart from the briefing’s own evidence."
            ),
            self,
        )
        about.setWordWrap(True)
        theme.set_role(about, "small")
        self.when = QLineEdit(self)
        self.when.setPlaceholderText(_("1961, July 1961, 1949/1955"))
        self.when.setAccessibleName(_("In force in"))
        self.when.textEdited.connect(self._on_when)
        self.sorts: dict[str, QCheckBox] = {}
        kinds = QWidget(self)
        flow = FlowLayout(kinds)
        flow.setContentsMargins(0, 0, 0, 0)
        for key, words, _one in SORTS:
            box = QCheckBox(_(words), kinds)
            box.setChecked(key in _USUAL)
            box.toggled.connect(self._timer.start)
            self.sorts[key] = box
            flow.addWidget(box)
        self.tick = QComboBox(self)
        self.tick.setAccessibleName(_("Tick states"))
        self.tick.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.tick.setMinimumContentsLength(14)
        self.tick.activated.connect(self._on_tick)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(_("Find a state"))
        self.name.setAccessibleName(_("Find a state"))
        self.name.setClearButtonEnabled(True)
        self.name.textChanged.connect(self._show_states)
        self.states = QListWidget(self)
        self.states.setAccessibleName(_("States"))
        theme.set_role(self.states, "choices")
        self.states.itemChanged.connect(self._on_item)
        left = QWidget(self)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(_("In force in"), self.when)
        form.addRow(_("Tick"), self.tick)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.name)
        column.addWidget(self.states, 1)
        self.rows = RowList(_("Facts that would join"), self)
        self.rows.setDragEnabled(False)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(self.rows)
        both.setStretchFactor(1, 1)
        both.setSizes([theme.px(300), theme.px(560)])
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = buttons.addButton(_("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_role(self.go, "primary")
        self.go.setEnabled(False)
        buttons.accepted.connect(self.add)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for one in (about, kinds, both, self.summary, buttons):
            layout.addWidget(one, 1 if one is both else 0)
        wide, high = theme.px(900), theme.px(640)
        if parent is not None:
            wide, high = min(wide, parent.width()), min(high, round(parent.height() * 0.95))
        self.resize(wide, high)

    def sorts_asked(self) -> frozenset[str]:
        """Which kinds of fact are ticked."""
        return frozenset(key for key, box in self.sorts.items() if box.isChecked())

    def choose(self, keys: Sequence[str] | set[str] | frozenset[str]) -> None:
        """Tick these states and no others."""
        self.ticked = set(keys)
        self._show_states()
        self._timer.start()

    def _on_when(self) -> None:
        try:
            self._period = joining.read_period(self.when.text())
        except UserError as error:
            self._period = None
            self._say(str(error), wrong=True)
            self.go.setEnabled(False)
            return
        self._standing = joining.states_standing(*self._period)
        self._fill_ticks()
        self._show_states()
        self._timer.start()

    def _fill_ticks(self) -> None:
        assert self._period is not None
        self.tick.clear()
        own = len(self._own & {s.key for s in self._standing})
        self.tick.addItem(_("Choose…"), None)
        self.tick.addItem(_("this briefing’s ({n})").format(n=own), (_OWN, ""))
        self.tick.addItem(_("all of that time ({n})").format(n=len(self._standing)), (_ALL, ""))
        self.tick.addItem(_("none"), (_NONE, ""))
        for region in sorted({s.region for s in self._standing}):
            self.tick.addItem(_("region: {name}").format(name=region), (_REGION, region))
        for region in sorted({s.subregion for s in self._standing}):
            self.tick.addItem(_("region: {name}").format(name=region), (_REGION, region))
        for name, who in joining.pacts_of(*self._period):
            words = _("parties: {name} ({n})").format(name=name, n=len(who))
            self.tick.addItem(words, (_PACT, name))

    def _on_tick(self) -> None:
        chosen = self.tick.currentData()
        if chosen is None or self._period is None:
            return
        sort, name = chosen
        match sort:
            case "own":
                self.choose(self._own)
            case "all":
                self.choose({s.key for s in self._standing})
            case "none":
                self.choose(())
            case "region":
                there = {s.key for s in self._standing if name in (s.region, s.subregion)}
                self.choose(self.ticked | there)
            case _:
                self.choose(self.ticked | dict(joining.pacts_of(*self._period))[name])

    def _show_states(self) -> None:
        wanted = fold(self.name.text())
        self.states.blockSignals(True)
        self.states.clear()
        # Who is ticked stands first, so that it is seen without a search.
        standing = sorted(self._standing, key=self._is_unticked) if self._period else ()
        for state in standing:
            if wanted and not any(wanted in fold(n) for n in (state.name, *state.others)):
                continue
            words = state.name
            if state.key in self._own:
                words = _("{name} (in this briefing)").format(name=state.name)
            item = QListWidgetItem(words, self.states)
            item.setData(Qt.ItemDataRole.UserRole, state.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = state.key in self.ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.states.blockSignals(False)

    def _is_unticked(self, state: RefState) -> bool:
        return state.key not in self.ticked

    def _on_item(self, item: QListWidgetItem) -> None:
        key = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() == Qt.CheckState.Checked:
            self.ticked.add(key)
        else:
            self.ticked.discard(key)
        self._timer.start()

    def states_asked(self) -> frozenset[str]:
        """The ticked states of the time asked for."""
        return frozenset(self.ticked & {s.key for s in self._standing})

    def look(self) -> None:
        """Show what would join, in the background; only the newest counts."""
        if self._task is not None:
            self._task.cancel()
        if self._period is None:
            self.rows.set_rows(())
            return
        ws, briefing, period = self.session.workspace, self.briefing, self._period
        keys, sorts = self.states_asked(), self.sorts_asked()

        def job(_progress: Progress, token: CancelToken) -> Preview:
            found = joining.preview(ws, briefing, keys, period, sorts)
            token.check()
            return found

        self._task = self.session.tasks.run(job, self._on_seen, self._on_failed, owner=self)

    def _on_seen(self, seen: Preview) -> None:
        self.preview = seen
        shown = sorted(seen.rows, key=lambda row: row.state == "here")[:_MOST]
        self.rows.set_rows([_fact_row(number, row) for number, row in enumerate(shown)])
        words = ngettext("{n} fact would join", "{n} facts would join", seen.fresh)
        told = [words.format(n=seen.fresh)]
        if here := sum(row.state == "here" for row in seen.rows):
            words = ngettext("{n} is here already", "{n} are here already", here)
            told.append(words.format(n=here))
        if seen.newcomers:
            count = len(seen.newcomers)
            words = ngettext("{n} state is new here", "{n} states are new here", count)
            told.append(words.format(n=count))
        if len(seen.rows) > _MOST:
            told.append(_("the first {n} are shown").format(n=_MOST))
        if not self.session.may_change():
            told.append(_("the briefing is final, so nothing can be added"))
        nothing = not seen.fresh and not seen.newcomers
        if nothing and not seen.rows:
            told = [_("Among the ticked states nothing of the kind was in force then")]
        self._say("; ".join(told) + ".", wrong=False)
        self.go.setEnabled(not nothing and self.session.may_change())

    def _say(self, text: str, *, wrong: bool) -> None:
        self.summary.setText(text)
        theme.set_role(self.summary, "error" if wrong else "muted")

    def _on_failed(self, error: Exception) -> None:
        self._say(str(error), wrong=True)

    def add(self) -> None:
        """Add what is shown, as one step."""
        if self._period is None or not self.go.isEnabled() or self.session.refuses():
            return
        ws, briefing, period = self.session.workspace, self.briefing, self._period
        keys, sorts = self.states_asked(), self.sorts_asked()
        self.go.setEnabled(False)

        def job(_progress: Progress, token: CancelToken) -> Joined:
            facts = joining.facts_of(keys, period, sorts)
            return joining.join(ws, briefing, facts, keys, token.check)

        self.session.tasks.run(
            job,
            partial(self._on_joined),
            self._on_failed,
            name=_("Add from the reference set"),
            executor=Executor.STORE,
            owner=self,
        )

    def _on_joined(self, done: Joined) -> None:
        relations, actors = len(done.relations), len(done.actors)
        words = ngettext("{n} relation added", "{n} relations added", relations)
        told = [words.format(n=relations)]
        if actors:
            words = ngettext("{n} new state", "{n} new states", actors)
            told.append(words.format(n=actors))
        self.session.say(", ".join(told) + ".")
        self.accept()


def _fact_row(number: int, row: FactRow) -> Row:
    chips = [(row.what, "plain")]
    if row.state == "here":
        chips.append((_("here already"), "plain"))
    elif row.state == "deleted":
        chips.append((_("comes back"), "warn"))
    elif row.state != "new":
        chips.append((row.state, "warn"))
    return Row(
        head=f"{row.one} – {row.two}",
        detail=row.name,
        kind="fact",
        id=str(number),
        chips=tuple(chips),
        side=tuple(row.held.split(", ")),
    )
