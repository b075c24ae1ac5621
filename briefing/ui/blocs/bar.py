"""The bar above the bloc pictures: which picture, which dates, which lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from briefing.i18n import _, ngettext
from briefing.services.bloc_filter import GRADES, SIGNS, BlocFilter
from briefing.services.bloc_pictures import PICTURES, picture_of
from briefing.ui import theme
from briefing.ui.blocs.time_bar import DateFields
from briefing.ui.widgets.flow import FlowLayout
from briefing.ui.widgets.pill import Chip, FilterChip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

#: Text scale in per cent from which the bar keeps to what nothing else offers.
_LARGE = 150


class BlocBar(QWidget):
    """The switch between the pictures, the switch for two dates, and the filters."""

    #: Another picture was chosen; carries its key.
    picture_chosen = Signal(object)
    #: Other lines are to be shown; carries a BlocFilter.
    filtered = Signal(object)
    #: Lines without a source are to be shown, or no longer.
    uncited_toggled = Signal(bool)
    #: All actors are to stand again where the diagram puts them.
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = BlocFilter()
        self.views: dict[str, Chip] = {}
        flow = FlowLayout(self)
        flow.setContentsMargins(theme.px(8), theme.px(6), theme.px(8), theme.px(6))
        for one in PICTURES:
            chip = Chip(_(one.title), self, checkable=True)
            chip.setProperty("picture", one.key)
            chip.setAccessibleDescription(_("Draws who stands with whom in this way."))
            chip.clicked.connect(self._on_view)
            # With one picture there is nothing to choose.
            chip.setVisible(len(PICTURES) > 1)
            self.views[one.key] = chip
            flow.addWidget(chip)
        self.compare = Chip(_("Two dates"), self, checkable=True)
        self.difference = Chip(_("In one picture"), self, checkable=True)
        self.difference.setAccessibleDescription(
            _("Draws what began, ended and stands at both dates in one picture.")
        )
        self.difference.hide()
        self.compare.setToolTip(_("Compare two dates"))
        self.compare.toggled.connect(self.difference.setVisible)
        flow.addWidget(self.compare)
        flow.addWidget(self.difference)
        self.draw = Chip(_("Draw"), self, checkable=True)
        self.draw.setAccessibleName(_("Draw blocs"))
        self.draw.setToolTip(_("Draw blocs"))
        self.draw.setAccessibleDescription(
            _("Choose actors in the picture by a press or a lasso, and put them into a bloc.")
        )
        self.kinds = FilterChip(_("Kinds"), self)
        self.signs = FilterChip(_("Sign"), self)
        self.grades = FilterChip(_("Grade"), self)
        self.out = Chip(_("Export…"), self)
        self.out.setAccessibleName(_("Export picture"))
        self.out.setToolTip(_("Export picture"))
        for chip in (self.kinds, self.signs, self.grades, self.draw, self.out):
            flow.addWidget(chip)
        self.uncited = Chip(_("Lines without a source"), self, checkable=True)
        self.uncited.toggled.connect(self.uncited_toggled)
        self.reset = Chip(_("Reset places"), self)
        self.reset.setAccessibleDescription(
            _("Lets every moved actor stand again where the diagram puts it.")
        )
        self.reset.clicked.connect(self.reset_asked)
        for chip in (self.uncited, self.reset):
            chip.hide()
            flow.addWidget(chip)
        self.dates = DateFields(self, flow)
        self.rows = Chip(_("Rows"), self, checkable=True)
        self.rows.setToolTip(_("Show the rows beneath, and the pictures smaller"))
        self.rows.hide()
        flow.addWidget(self.rows)
        for value, words in SIGNS:
            self._choice(self.signs, _(words), value)
        self.signs.menu().triggered.connect(self._on_sign)
        for value, words in GRADES:
            self.grades.add_choice(_(words), value)
        self.grades.menu().triggered.connect(self._on_grade)
        self.kinds.menu().triggered.connect(self._on_kind)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_picture(self, key: str, *, moved: bool = False) -> None:
        """Mark the picture that is shown; ``moved``: people have fixed actors in it."""
        shown = picture_of(key)
        self.uncited.setVisible(shown.sourced)
        self.reset.setVisible(shown.share is not None and moved)
        for name, chip in self.views.items():
            chip.setChecked(name == key)

    def set_kinds(self, kinds: Sequence[tuple[str, int]]) -> None:
        """Offer the kinds of relation that there are, with how many of each."""
        menu = self.kinds.menu()
        menu.clear()
        for kind, number in kinds:
            action = self._choice(self.kinds, f"{kind}  {number}", kind)
            action.setChecked(kind in self.filter.kinds)
        menu.addSeparator()
        self.kinds.add_choice(_("All kinds"), "")
        self._show()

    def clear(self) -> None:
        """Show all lines again, as for another briefing."""
        self.filter = BlocFilter()
        self._show()

    def _choice(self, chip: FilterChip, words: str, value: object) -> QAction:
        action = chip.add_choice(words, value)
        action.setCheckable(True)
        return action

    def _on_view(self) -> None:
        chip = self.sender()
        if chip is not None:
            self.picture_chosen.emit(str(chip.property("picture")))

    def _on_kind(self, action: QAction) -> None:
        kind = str(action.data() or "")
        kinds = self.filter.kinds ^ {kind} if kind else frozenset[str]()
        self._take(BlocFilter(kinds, self.filter.signs, self.filter.grade))

    def _on_sign(self, action: QAction) -> None:
        signs = self.filter.signs ^ {int(action.data())}
        # All three are the same as none.
        signs = signs if len(signs) < len(SIGNS) else frozenset()
        self._take(BlocFilter(self.filter.kinds, signs, self.filter.grade))

    def _on_grade(self, action: QAction) -> None:
        self._take(BlocFilter(self.filter.kinds, self.filter.signs, str(action.data() or "")))

    def _take(self, wanted: BlocFilter) -> None:
        self.filter = wanted
        self._show()
        self.filtered.emit(wanted)

    def _on_theme_changed(self) -> None:
        # Both stand in the menus, too: large text leaves the room to the picture.
        for chip in (self.draw, self.out):
            chip.setVisible(theme.current().text_scale < _LARGE or chip.isChecked())

    def _show(self) -> None:
        wanted = self.filter
        for action in self.kinds.menu().actions():
            action.setChecked(action.data() in wanted.kinds)
        for action in self.signs.menu().actions():
            action.setChecked(action.data() in wanted.signs)
        number = len(wanted.kinds)
        some = next(iter(wanted.kinds), "")
        words = ngettext("{n} kind", "{n} kinds", number).format(n=number)
        self.kinds.set_value(some if number <= 1 else words)
        self.signs.set_value(", ".join(_(w) for v, w in SIGNS if v in wanted.signs))
        self.grades.set_value(next((_(w) for v, w in GRADES if v and v == wanted.grade), ""))
