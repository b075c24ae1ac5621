"""A part of a page that takes no more than its share of the height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from briefing.ui import theme

_LEAST = 44


class ModestArea(QScrollArea):
    """As high as what it holds, and at most a share of its parent; what is beyond is scrolled to.

    It takes the focus, and so the arrow keys, only while there is something to scroll to.
    """

    def __init__(self, content: QWidget, name: str, share: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = share
        self._content, self._watched = content, parent
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        content.installEventFilter(self)
        parent.installEventFilter(self)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.LayoutRequest,
            QEvent.Type.Resize,
            QEvent.Type.ShowToParent,
        ):
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Take the height that fits now."""
        content = self._content
        wide = self.width()
        high = (
            content.heightForWidth(wide)
            if content.hasHeightForWidth()
            else content.sizeHint().height()
        )
        most = max(theme.px(_LEAST), round(self._watched.height() * self._share))
        wanted = 0 if content.isHidden() else min(high, most)
        if wanted != self.maximumHeight() or wanted != self.minimumHeight():
            self.setFixedHeight(wanted)
        scrolls = high > wanted > 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)
