"""Suggested blocs as a list: each member with its reason, accepted or refused with single keys."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from briefing.analysis.communities import CONVENTION, FEW, MANY, USUAL
from briefing.domain.dates import short
from briefing.errors import UserError
from briefing.i18n import _, ngettext
from briefing.services import suggesting
from briefing.services.suggesting import Suggested
from briefing.ui.blocs.evidence_dialog import EvidenceDialog
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.tasks import Executor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QKeyEvent

    from briefing.services.suggesting import BlocProposal, Proposed
    from briefing.ui.session import Session
    from briefing.ui.tasks import CancelToken, Progress

_MEMBER, _BESIDE, _ALONE = "proposal", "beside", "unaligned"
_STEPS = 20


class _ProposalList(RowList):
    """A and Enter accept, R refuses, T takes a refusal back, Shift+A accepts the whole bloc."""

    deed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.deed.emit("all")
        elif key in (Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.deed.emit("accept")
        elif key == Qt.Key.Key_R:
            self.deed.emit("refuse")
        elif key == Qt.Key.Key_T:
            self.deed.emit("back")
        else:
            super().keyPressEvent(event)


class SuggestionsDialog(EvidenceDialog):
    """A slider from few large blocs to many small ones, and what it gives for the day of the pictures."""

    def __init__(
        self, session: Session, day: int, words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, day, words, _("Suggested blocs, {date}"), parent)
        self.found: Suggested | None = None
        #: Names that a person gave to blocs not made yet, by the key of the proposal.
        self.names: dict[str, str] = {}
        self._named = ""
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _STEPS)
        self.slider.setValue(_STEPS // 2)
        self.slider.setAccessibleName(_("Few large blocs to many small ones"))
        self.slider.setAccessibleDescription(_("The resolution of the search for blocs."))
        self.slider.valueChanged.connect(self.find_later)
        few, many = QLabel(_("Few large"), self), QLabel(_("Many small"), self)
        few.setBuddy(self.slider)
        bar = QHBoxLayout()
        for one in (few, self.slider, many):
            bar.addWidget(one, 1 if one is self.slider else 0)
        self.name = QLineEdit(self)
        self.name.setAccessibleName(_("Name of the bloc"))
        self.name.textEdited.connect(self._on_named)
        label = QLabel(_("Name of the bloc"), self)
        label.setBuddy(self.name)
        naming = QHBoxLayout()
        naming.addWidget(label)
        naming.addWidget(self.name, 1)
        self.column.insertLayout(1, bar)
        self.column.insertLayout(3, naming)
        self.deeds: dict[str, QPushButton] = {}
        for deed, said in (
            ("accept", _("Accept (A)")),
            ("refuse", _("Refuse (R)")),
            ("all", _("Accept the bloc (Shift+A)")),
            ("back", _("Propose again (T)")),
        ):
            button = QPushButton(said, self)
            button.setObjectName(deed)
            button.setAutoDefault(False)
            button.clicked.connect(self._on_button)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            self.deeds[deed] = button
        self.empty.set_words(
            _("No bloc is suggested"),
            _(
                "Nobody has a positive tie on this day. Add relations, or facts of the reference set."
            ),
        )
        self.fit(820, 700)
        self._show_deeds()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.find()

    def make_list(self, title: str) -> RowList:
        """The list of proposals with its keys."""
        made = _ProposalList(title, self, roomy=True)
        made.deed.connect(self.do)
        return made

    def resolution(self) -> float:
        """What the slider says: the usual one in its middle, equal steps in proportion."""
        part = self.slider.value() / _STEPS
        low, high = (FEW, USUAL) if part <= 0.5 else (USUAL, MANY)
        share = part * 2 if part <= 0.5 else part * 2 - 1
        return round(math.exp(math.log(low) + share * (math.log(high) - math.log(low))), 3)

    def work(self) -> Callable[[], object]:
        """The suggestions of the day."""
        return partial(
            suggesting.suggestions,
            self.session.workspace,
            self.briefing,
            self.day,
            self.resolution(),
            self.words,
        )

    def show_found(self, found: object) -> Sequence[Row]:
        """The summary above, the proposals below."""
        assert isinstance(found, Suggested)
        self.found = found
        count = len(found.blocs)
        words = ngettext("{n} bloc is suggested", "{n} blocs are suggested", count)
        told = [words.format(n=count)]
        told.append(
            _("runs from other seeds agree by {n} %").format(n=round(found.agreement * 100))
        )
        if not self.session.may_change():
            told.append(_("the briefing is final, so nothing can be accepted"))
        self.about.setText(f"{'; '.join(told)}. {_(CONVENTION)}")
        return list(self._rows(found))

    def ties_of(self, kind: str, row: str) -> Sequence[str]:
        """The relations behind a proposed member or an actor beside."""
        if self.found is None:
            return ()
        for bloc in self.found.blocs:
            for one in bloc.members if kind == _MEMBER else ():
                if one.key == row:
                    return (*one.ties, *one.against)
            for other in bloc.beside if kind == _BESIDE else ():
                if f"{bloc.key}/{other.actor}" == row:
                    return other.ties
        return ()

    def show_evidence(self) -> list[str]:
        """Show the relations behind the chosen row, and what can be done with it."""
        self._show_deeds()
        return super().show_evidence()

    def current(self) -> tuple[BlocProposal, Proposed] | None:
        """The proposed member that is chosen."""
        entry = self.list.current_entry()
        if self.found is None or entry is None or entry.kind != _MEMBER:
            return None
        try:
            return self.found.find(entry.id)
        except UserError:
            return None

    def do(self, deed: str) -> None:
        """Accept or refuse the chosen member, accept its bloc, or take a refusal back."""
        chosen, found = self.current(), self.found
        if chosen is None or found is None or self.session.refuses():
            return
        bloc, one = chosen
        ws, briefing, names = self.session.workspace, self.briefing, dict(self.names)
        deeds: dict[str, Callable[[], object]] = {
            "accept": partial(suggesting.accept, ws, briefing, found, [one.key], names),
            "all": partial(
                suggesting.accept,
                ws,
                briefing,
                found,
                [m.key for m in bloc.members if not m.state],
                names,
            ),
            "refuse": partial(suggesting.refuse, ws, briefing, found, [one.key]),
            "back": partial(suggesting.take_back, ws, briefing, found, [one.key]),
        }
        run = deeds[deed]

        def job(_progress: Progress, _token: CancelToken) -> object:
            return run()

        self._go_on(one)
        self.session.tasks.run(
            job, self._on_done, self._on_failed, executor=Executor.STORE, owner=self
        )

    def _go_on(self, one: Proposed) -> None:
        """Choose the next member that waits: a list is gone through with one key."""
        keys = [m.key for b in self.found.blocs for m in b.members] if self.found else []
        later = keys[keys.index(one.key) + 1 :] if one.key in keys else []
        waiting = (
            {m.key for b in self.found.blocs for m in b.members if not m.state}
            if self.found
            else ()
        )
        following = next((key for key in later if key in waiting), None)
        if following is not None:
            self.list.select_entry(_MEMBER, following)

    def _on_done(self, done: object) -> None:
        del done
        self.find()

    def _on_button(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.do(sender.objectName())

    def _on_named(self, text: str) -> None:
        if self._named:
            self.names[self._named] = text

    def _show_deeds(self) -> None:
        chosen = self.current()
        free = chosen is not None and self.session.may_change()
        state = chosen[1].state if chosen else ""
        self.deeds["accept"].setEnabled(free and state != "in")
        self.deeds["refuse"].setEnabled(free and not state)
        self.deeds["back"].setEnabled(free and state == "refused")
        waits = chosen is not None and any(not m.state for m in chosen[0].members)
        self.deeds["all"].setEnabled(free and waits)
        bloc = chosen[0] if chosen else None
        self.name.setEnabled(free and bloc is not None and not bloc.bloc_id)
        key = bloc.key if bloc else ""
        if key != self._named or not self.name.hasFocus():
            self._named = key
            self.name.setText(self.names.get(key, bloc.name) if bloc else "")

    def _rows(self, found: Suggested) -> Iterator[Row]:
        for bloc in found.blocs:
            yield Row(
                heading=True,
                head=self.names.get(bloc.key) or bloc.name,
                tail=_("{n}, held together by {bond}").format(n=len(bloc.members), bond=bloc.bond),
            )
            yield from map(_member_row, bloc.members)
            if bloc.beside:
                yield Row(
                    heading=True,
                    head=_("Not proposed: in this community only through others"),
                    tail=str(len(bloc.beside)),
                )
            for one in bloc.beside:
                yield Row(
                    head=one.name,
                    text=one.why,
                    kind=_BESIDE,
                    id=f"{bloc.key}/{one.actor}",
                    indent=1,
                )
        if found.unaligned:
            yield Row(
                heading=True,
                head=_("Unaligned: without a positive tie"),
                tail=str(len(found.unaligned)),
            )
            for actor, name in found.unaligned:
                yield Row(head=name, kind=_ALONE, id=actor)


def _member_row(one: Proposed) -> Row:
    chips: list[tuple[str, str]] = []
    if one.state == "in":
        chips.append((_("in the bloc"), "plain"))
    elif one.state == "refused":
        chips.append((_("refused"), "warn"))
    if not one.core:
        chips.append((_("not of the core"), "plain"))
    return Row(
        head=one.name,
        text=one.why,
        detail=one.further,
        kind=_MEMBER,
        id=one.key,
        chips=tuple(chips),
        side=(short(one.held),) if one.held else (),
    )
