"""A picture of blocs on the screen, whichever it is: pointed at, walked by keys, its actors moved."""

# long because: pointer and keys share what is pointed at, chosen and carried.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPen

from briefing.analysis.picture_web import Spot, Web
from briefing.domain.picture import Group, Lens, Picture, Targets
from briefing.domain.records import KINDS
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.pictures.lens_view import LensView
from briefing.ui.pictures.painted import is_fixed
from briefing.ui.pictures.painter import light_up, paint_items, ring_paths
from briefing.ui.pictures.picture_widget import STEP, is_plain
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from briefing.analysis.picture_web import Strand
    from briefing.ui.tasks import TaskRunner

#: How far Alt with an arrow moves an actor, as a share of the width.
_NUDGE = 0.02
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """An actor that a reader has put elsewhere: where its sign now stands, in the picture's units."""

    entry: Entry
    x: float
    y: float


class BlocPictureView(LensView):
    """Shows a picture drawn for the widget's size, and what a reader points at and chooses in it.

    Wheel, + and −: zoom; dragging and Shift with arrows: move; 0 or F: all. Arrows go from actor to
    actor. Enter takes the first line of an actor and then its other end; on a line the arrows go to
    the actor's next line. Esc goes back from a line. Space or a double click opens the entry. Where
    actors are movable, one is dragged elsewhere, or moved by Alt with arrows; Alt and
    Backspace lets it go again.
    """

    #: An actor was put elsewhere; carries a Carried.
    carried = Signal(object)
    #: An actor is to stand again where the picture puts it; carries its Entry.
    let_go = Signal(object)

    letters = "+=-_0f "

    def __init__(
        self, name: str, tasks: TaskRunner | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, tasks, parent)
        self.selected: str | None = None
        #: Whether actors can be dragged elsewhere, or by Alt with arrows.
        self.movable = False
        self._targets: Targets | None = None
        self._web: Web | None = None
        self._pointed: Group | None = None
        self._open_targets: Targets | None = None
        #: The part of the picture that lights up under the pointer: a pact of many.
        self._part = ""
        self._from: str | None = None
        self._grab: tuple[QPointF, Lens] | None = None
        self._dragged = False
        self._load: tuple[Group, QPointF, QPointF] | None = None

    # ------------------------------------------------------------------ what is shown

    def set_selected(self, record_id: str | None) -> None:
        """Ring the entry that is chosen elsewhere, and open the bundle that it lies in."""
        if record_id != self.selected:
            self.selected = record_id
            self._from = None
            self.update()

    def current_entry(self) -> Entry | None:
        """The entry that is chosen: what is copied from here."""
        found = self.web().find(self.selected)
        return self._entry(found.group, self.selected) if found is not None else None

    def entry_at(self, at: QPointF) -> Entry | None:
        """The entry under a place of the widget."""
        group = self._group_at(at)
        return self._entry(group, None) if group is not None else None

    def spot_of(self, entry_id: str) -> QPointF | None:
        """Where an entry stands in the widget now, or None where it is not in the picture."""
        return self._seen(self.web().spots.get(entry_id))

    def spots(self, kind: str) -> list[tuple[str, str, QPointF]]:
        """Id, name and place of each entry of a kind that stands in the picture."""
        found: list[tuple[str, str, QPointF]] = []
        for key, spot in self.web().spots.items():
            at = self._seen(spot)
            if spot.group.kind == kind and at is not None:
                found.append((key, spot.group.tooltip, at))
        return found

    def web(self) -> Web:
        """The entries and lines of what is seen."""
        if self._web is None:
            picture = self._current()
            if picture is None:
                return Web(Picture(0, 0, (), _("Nothing to show")))
            self._web = Web(picture)
        return self._web

    # ------------------------------------------------------------------ over the picture

    def _anchor(self) -> QPointF | None:
        return self._seen(self.web().find(self.selected))

    def _unpoint(self) -> None:
        self._pointed = self._open_targets = None
        self._part = ""

    def _on_other_picture(self) -> None:
        self._targets = self._web = None
        self._unpoint()

    def _paint_over(self, painter: QPainter) -> None:
        """What lights up, the opened bundle and the ring around what is selected."""
        idle = self._pointed is None and self._load is None and not self._part
        if self.selected is None and idle:
            return
        found = self.web().find(self.selected)
        bundle = self._open_bundle()
        if found is None and bundle is None and idle:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._stage())
        off = self._relative()
        painter.translate(off.dx, off.dy)
        painter.scale(off.scale, off.scale)
        chosen = found.group.parts[:1] if found is not None else ()
        for part in (self._part,) if self._part else chosen:
            inner, outer = self.web().parts.get(part, ((), ()))
            light_up(painter, outer, beneath=self.web().insets)
            light_up(painter, inner)
        if bundle is not None:
            paint_items(painter, bundle.opened)
        if found is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for path in ring_paths(found.group):
                painter.strokePath(path, QPen(theme.colour("accent.main"), 1.8 / off.scale))
        if self._load is not None and self._dragged:
            group, began, at = self._load
            gone = (at - began) / off.scale
            painter.translate(gone)
            painter.setOpacity(0.75)
            paint_items(painter, group.items)
        painter.restore()

    def _open_bundle(self) -> Group | None:
        if self._pointed is not None:
            return self._pointed
        strand = self.web().strands.get(self.selected or "")
        return strand.bundle if strand is not None else None

    # ------------------------------------------------------------------ pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            group = self._group_at(at) if self.movable else None
            self._dragged = False
            if group is not None and group.kind == "actor":
                self._load = (group, at, at)
            else:
                self._grab = (at, self.lens)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._load is not None:
            group, began, _ = self._load
            if self._dragged or (at - began).manhattanLength() > 5:
                self._dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._load = (group, began, at)
                self.update()
            return
        if self._grab is not None:
            began, lens = self._grab
            gone = at - began
            if self._dragged or gone.manhattanLength() > 5:
                self._dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._look(Lens(lens.scale, lens.dx + gone.x(), lens.dy + gone.y()))
            return
        group = self._group_at(at)
        self._point_at(group)
        self._tell(event, group, pressable=group is not None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, self._grab = self._grab, None
        load, self._load = self._load, None
        if load is not None and event.button() == Qt.MouseButton.LeftButton:
            self._set_down(load)
            return
        if grabbed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._dragged:
            self.setCursor(Qt.CursorShape.ArrowCursor)
            return
        group = self._group_at(event.position())
        if group is not None:
            self._choose(group)

    def _set_down(self, load: tuple[Group, QPointF, QPointF]) -> None:
        """An actor let go: put elsewhere where it was dragged, else chosen."""
        group, began, at = load
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()
        if not self._dragged:
            self._choose(group)
            return
        scale = self._relative().scale
        self._carry(group.entry or "", (at - began) / scale)

    def _carry(self, entry: str, by: QPointF) -> None:
        spot = self.web().spots.get(entry)
        if spot is None:
            return
        x, y = spot.at[0] + by.x(), spot.at[1] + by.y()
        self.carried.emit(Carried(Entry(spot.group.kind, entry), x, y))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        group = self._group_at(event.position())
        entry = self._entry(group, None) if group is not None else None
        if entry is not None:
            self.opened.emit(entry)
        else:
            self.zoom(STEP**3, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        if self._pointed is not None or self._part:
            self._unpoint()
            self.update()
        super().leaveEvent(event)

    def _group_at(self, at: QPointF) -> Group | None:
        picture = self._current()
        if picture is None or not self._stage().contains(at):
            return None
        x, y = self._relative().behind(at.x(), at.y())
        reach = 5.0 / self._relative().scale
        if self._open_targets is not None and (one := self._open_targets.at(x, y, reach * 1.6)):
            return one
        if self._targets is None:
            self._targets = Targets([item for item in picture.items if not is_fixed(item)])
        return self._targets.at(x, y, reach)

    def _point_at(self, group: Group | None) -> None:
        """Open the bundle under the pointer, which stays open while one points at its lines, and light up
        the pact."""
        part = group.parts[0] if group is not None and group.parts else ""
        if part != self._part:
            self._part = part
            self.update()
        if group is not None and group.opened:
            bundle: Group | None = group
        elif self._pointed is not None and any(group is one for one in self._pointed.opened):
            bundle = self._pointed
        else:
            bundle = None
        if bundle is not self._pointed:
            self._pointed = bundle
            self._open_targets = Targets(bundle.opened) if bundle is not None else None
            self.update()

    # ------------------------------------------------------------------ choosing

    def _choose(self, group: Group) -> None:
        if group.opened:
            inside = [one for one in group.opened if isinstance(one, Group) and one.entry]
            group = inside[0] if inside else group
        self.selected = group.entry
        self.update()
        if group.tooltip:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, group.tooltip))
        entry = self._entry(group, None)
        if entry is not None:
            self.chosen.emit(entry)

    def _entry(self, group: Group, chosen: str | None) -> Entry | None:
        """The record that a group stands for; a hub of a pact is none."""
        if group.entry is None or group.kind not in KINDS:
            return None
        return Entry(group.kind, chosen if chosen in group.others else group.entry)

    def _reveal(self, found: Spot | Strand) -> None:
        """Move the picture until what is chosen by keys is seen."""
        at, stage = self._seen(found), self._stage()
        if at is None or stage.contains(at):
            return
        middle = stage.center()
        self.pan(middle.x() - at.x(), middle.y() - at.y())

    def _seen(self, found: Spot | Strand | None) -> QPointF | None:
        if found is None:
            return None
        at = found.at if isinstance(found, Spot) else found.middle
        return QPointF(*self._relative().seen(*at))

    # ------------------------------------------------------------------ keys

    def _takes(self, event: QKeyEvent) -> bool:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt:
            return self.movable and key in (*_ARROWS, Qt.Key.Key_Backspace)
        if key == Qt.Key.Key_Escape:
            return is_plain(event) and (self._from is not None or self._load is not None)
        return super()._takes(event)

    def _worked(self, event: QKeyEvent) -> bool:
        key, how = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = how == Qt.KeyboardModifier.ShiftModifier
        if how == Qt.KeyboardModifier.AltModifier and key in _ARROWS and self.movable:
            dx, dy = _ARROWS[key]
            step = self.width() * _NUDGE
            self._carry(self.selected or "", QPointF(dx * step, dy * step))
            return True
        if how == Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Backspace:
            entry = self.current_entry()
            if self.movable and entry is not None and entry.kind == "actor":
                self.let_go.emit(entry)
            return True
        if how and not shift:
            return False
        if key == Qt.Key.Key_Escape and self._load is not None:
            self._load = None
            self.update()
            return True
        if self._zoomed_by_key(event):
            return True
        if key in _ARROWS and shift:
            dx, dy = _ARROWS[key]
            self.pan(-dx * self.width() * 0.12, -dy * self.height() * 0.12)
        elif key in _ARROWS:
            self._step(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._follow()
        elif key == Qt.Key.Key_Escape and self._from is not None:
            self._take(self._from)
        elif key == Qt.Key.Key_Space:
            entry = self.current_entry()
            if entry is not None:
                self.opened.emit(entry)
        else:
            return False
        return True

    def _step(self, dx: float, dy: float) -> None:
        """To the next actor in a direction; on a line to the actor's next line."""
        web = self.web()
        found = web.find(self.selected)
        if found is None:
            first = web.first()
            if first is not None:
                self._take(first.group.entry)
        elif isinstance(found, Spot):
            spot = web.towards(self.selected or "", dx, dy)
            if spot is not None:
                self._take(spot.group.entry)
        else:
            at = self._from or next((end for end in found.group.ends if end in web.spots), "")
            lines = web.lines_of(at)
            if self.selected in lines:
                by = 1 if dx + dy > 0 else -1
                self._from = at
                self._take(lines[(lines.index(self.selected) + by) % len(lines)])

    def _follow(self) -> None:
        web = self.web()
        found = web.find(self.selected)
        if isinstance(found, Spot):
            lines = web.lines_of(self.selected or "")
            if lines:
                self._from = self.selected
                self._take(lines[0])
        elif found is not None:
            other = web.across(self.selected or "", self._from or found.group.ends[0])
            self._take(other or self._from)

    def _take(self, entry: str | None) -> None:
        """Choose by keys: shown, told and brought into view."""
        found = self.web().find(entry)
        if found is None:
            return
        if isinstance(found, Spot):
            self._from = None
        self._choose(found.group)
        self._reveal(found)
