"""Choosing actors in a bloc picture: one by one, with a lasso, or dragged onto a bloc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDrag,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QWidget

from briefing.i18n import _, ngettext
from briefing.ui import theme
from briefing.ui.entry_drag import dragged_entries, entries_as_mime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

    from briefing.ui.pictures.bloc_picture_view import BlocPictureView


class ChosenActors(QObject):
    """The actors that are to stand together, whichever picture they were chosen in."""

    #: Others are chosen now.
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: Id → name, in the order in which they were chosen.
        self.actors: dict[str, str] = {}

    def toggle(self, actor_id: str, name: str) -> bool:
        """Choose an actor, or not any more; tells whether it is chosen now."""
        if actor_id in self.actors:
            del self.actors[actor_id]
        else:
            self.actors[actor_id] = name
        self.changed.emit()
        return actor_id in self.actors

    def add(self, found: Iterable[tuple[str, str]]) -> None:
        """Choose these, too."""
        self.actors.update(found)
        self.changed.emit()

    def clear(self) -> None:
        """Choose nobody."""
        if self.actors:
            self.actors = {}
            self.changed.emit()

    def words(self) -> str:
        """How many are chosen."""
        number = len(self.actors)
        if not number:
            return _("Nobody is chosen")
        return ngettext("{n} actor chosen", "{n} actors chosen", number).format(n=number)


class DrawLayer(QWidget):
    """Lies over a picture. While it is on, a press chooses an actor, a drag over the ground is a lasso, and
    a drag of an actor takes it, or all that are chosen, to where it is dropped. With Ctrl it is on, too.
    Space chooses the actor that the arrow keys went to. Actors dropped on a bloc in the picture go into it.
    """

    #: Actors were dropped on a bloc; carries (bloc id, actor ids).
    dropped = Signal(object)

    def __init__(self, view: BlocPictureView, chosen: ChosenActors) -> None:
        super().__init__(view)
        self._view = view
        self._chosen = chosen
        self.is_on = False
        self._began: QPointF | None = None
        self._grabbed: str | None = None
        self._path: list[QPointF] = []
        # Sees what the view sees, and takes only what is meant for it.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.installEventFilter(self)
        view.setAcceptDrops(True)
        view.lens_changed.connect(self._on_changed)
        chosen.changed.connect(self._on_changed)

    def set_on(self, *, on: bool) -> None:
        """Choose by plain presses, or only with Ctrl."""
        self.is_on = on
        self._end()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.Resize:
                self.resize(self._view.size())
                self.raise_()
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                return self._pressed(event)
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                return self._moved(event)
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                return self._released(event)
            case QEvent.Type.ShortcutOverride | QEvent.Type.KeyPress if isinstance(
                event, QKeyEvent
            ):
                return self._key(event)
            case QEvent.Type.DragEnter | QEvent.Type.DragMove | QEvent.Type.Drop if isinstance(
                event, QDropEvent
            ):
                return self._dropped(event)
            case _:
                pass
        return False

    def _dropped(self, event: QDropEvent) -> bool:
        actors = [one for kind, one in dragged_entries(event.mimeData()) if kind == "actor"]
        if not actors:
            return False
        entry = self._view.entry_at(event.position())
        into = entry.id if entry is not None and entry.kind == "bloc" else ""
        if event.type() == QEvent.Type.DragEnter or into:
            event.acceptProposedAction()
        else:
            event.ignore()
        if event.type() == QEvent.Type.Drop and into:
            self.dropped.emit((into, tuple(actors)))
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = theme.colour("accent.main")
        painter.setPen(QPen(shade, 2.4))
        for actor_id in self._chosen.actors:
            at = self._view.spot_of(actor_id)
            if at is not None:
                painter.drawEllipse(at, theme.px(11), theme.px(11))
        if len(self._path) > 1:
            painter.setPen(QPen(shade, 1.6, Qt.PenStyle.DashLine))
            shade.setAlphaF(0.12)
            painter.setBrush(shade)
            painter.drawPolygon(QPolygonF(self._path))

    # ------------------------------------------------------------------ pointer

    def _pressed(self, event: QMouseEvent) -> bool:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.button() != Qt.MouseButton.LeftButton or not (self.is_on or ctrl):
            return False
        self._began = event.position()
        self._grabbed = self._actor_at(event.position())
        self._path = []
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        return True

    def _moved(self, event: QMouseEvent) -> bool:
        if self._began is None:
            return False
        at = event.position()
        far = (at - self._began).manhattanLength() >= QApplication.startDragDistance()
        if not far and not self._path:
            return True
        if self._grabbed is None:
            self._path = [*(self._path or [self._began]), at]
            self.update()
        else:
            self._drag(self._grabbed)
        return True

    def _released(self, event: QMouseEvent) -> bool:
        if self._began is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        if len(self._path) > 2:
            shape = QPolygonF(self._path)
            self._chosen.add(
                (key, name)
                for key, name, at in self._view.spots("actor")
                if shape.containsPoint(at, Qt.FillRule.OddEvenFill)
            )
            self._say(self._chosen.words())
        elif self._grabbed is not None:
            self._toggle(self._grabbed)
        self._end()
        return True

    def _drag(self, grabbed: str) -> None:
        """Take the actor along, with the others where it is one of those chosen."""
        names = {key: name for key, name, _at in self._view.spots("actor")}
        whole = self._chosen.actors if grabbed in self._chosen.actors else {}
        taken = whole or {grabbed: names.get(grabbed, "")}
        self._end()
        drag = QDrag(self._view)
        drag.setMimeData(entries_as_mime(("actor", key, name) for key, name in taken.items()))
        drag.exec(Qt.DropAction.CopyAction)

    def _end(self) -> None:
        self._began = self._grabbed = None
        self._path = []
        self.update()

    def _actor_at(self, at: QPointF) -> str | None:
        entry = self._view.entry_at(at)
        return entry.id if entry is not None and entry.kind == "actor" else None

    # ------------------------------------------------------------------ keys

    def _key(self, event: QKeyEvent) -> bool:
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() != Qt.Key.Key_Space or not (self.is_on or ctrl):
            return False
        entry = self._view.current_entry()
        if entry is None or entry.kind != "actor":
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._toggle(entry.id)
        return True

    def _toggle(self, actor_id: str) -> None:
        name = next((n for key, n, _at in self._view.spots("actor") if key == actor_id), "")
        on = self._chosen.toggle(actor_id, name)
        words = _("{name} is chosen.") if on else _("{name} is not chosen any more.")
        self._say(f"{words.format(name=name)} {self._chosen.words()}.")

    def _say(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))

    def _on_changed(self, _lens: object = None) -> None:
        self.update()
