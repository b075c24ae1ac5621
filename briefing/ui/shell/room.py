"""Room for a review: what stands round the article gives way where tray and text would be too narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.ui import theme

if TYPE_CHECKING:
    from briefing.ui.shell.window import MainWindow
    from briefing.ui.tabs.sources import SourcesTab

#: Width that tray and article need, and height of the window from which the title stays above them,
#: in pixels at 100 % text.
_WIDE, _TALL = 760, 640


class Room:
    """Hides the sources panel first, then the library, then the title, and only while a tray is in front.

    They come back with the tray's end, in another tab, in a larger window, and the library when it is
    asked for.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._asked = False

    def fit(self) -> None:
        """Hide or show what the size of window and text asks for now."""
        window = self._window
        tray = window.tray_actions
        reviews = tray.is_open and window.current_key() == "sources"
        whole = window.width()
        left, right = window.side_widths()
        need = theme.px(_WIDE)
        form = window.form_is_shown()
        side = form or not reviews or whole - left - right >= need
        library = self._asked or not reviews or whole - left - (right if side else 0) >= need
        if not reviews:
            self._asked = False
        head = not reviews or window.height() >= theme.px(_TALL)
        changed = False
        for part, shown in ((window.side, side), (window.sidebar, library), (window.head, head)):
            if part.isHidden() == shown:
                part.setVisible(shown)
                changed = True
        if reviews:
            sources: SourcesTab = window.tabs["sources"]  # pyright: ignore[reportAssignmentType]
            sources.set_reviewed(reviewed=True, cramped=not (head and library))
        if changed:
            window.widen()
        window.place_messages()

    def ask_for_library(self) -> None:
        """Show the library though the article becomes narrow: somebody wants to search there."""
        if self._window.sidebar.isHidden():
            self._asked = True
            self.fit()

    def let_go_of_library(self) -> None:
        """The review goes on."""
        if self._asked:
            self._asked = False
            self.fit()
