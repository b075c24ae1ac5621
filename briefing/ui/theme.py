"""Colours, fonts and the text scale of the window, from the theme tokens to the palette and style.

One :class:`Theme` belongs to the application. Widgets ask :func:`current` (or the short forms
:func:`colour`, :func:`sans`, :func:`serif`, :func:`px`, :func:`icon`) and listen to
``theme_changed`` where they paint themselves. Labels need neither: the property ``role`` picks
their type and colour from ``window.qss``, see :func:`set_role`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

# ``QtCore.Qt`` is asked for where it is used: its eighty enumerations are made at the first touch,
# which the first picture of the window does not wait for.
from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget
from shiboken6 import isValid

from briefing.paths import resource
from briefing.themes import SCREEN_THEMES, load_tokens

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

SYSTEM: Final = "system"
CHOICES: Final = (SYSTEM, *SCREEN_THEMES)
MIN_SCALE: Final = 100
MAX_SCALE: Final = 200

#: Point size of the sans face at 100 %.
BASE_POINTS: Final = 9.75
SANS: Final = "Noto Sans"
SERIF: Final = "Noto Serif"
#: Faces asked in turn for a letter that the first one lacks.
FALLBACKS: Final = ("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK KR")

_PLACEHOLDER = re.compile(r"@(?:(pt|px):([\d.]+)|([a-z_]+\.[a-z_]+)|(sans|serif|chevron|check))@")
_DISABLED_MIX = 0.55


class Theme(QObject):
    """What the application looks like now. Made once, by :func:`install`."""

    #: Colours, fonts or the text scale are different; measure and paint anew.
    theme_changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = SYSTEM
        self._name = ""
        self._scale = MIN_SCALE
        self._shown = ("", 0)
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._follows = False
        self._system_is_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        _register_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))

    def follow_system(self) -> None:
        """Heed what the system says of dark and contrast, now and later, not its palette alone."""
        if self._follows:
            return
        self._follows = True
        self._app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        if self._choice == SYSTEM and self._name != self._system_theme():
            self.apply()

    @property
    def choice(self) -> str:
        """What the person chose: "system", "light", "dark" or "contrast"."""
        return self._choice

    @property
    def name(self) -> str:
        """The theme shown now: "light", "dark" or "contrast"."""
        return self._name

    @property
    def text_scale(self) -> int:
        """Size of all text in per cent, 100 to 200."""
        return self._scale

    def apply(self, choice: str | None = None, text_scale: int | None = None) -> None:
        """Show another theme or text size; what is not given stays. Unknown names mean system.

        Where nothing becomes different nothing is done: a new style is worked out for every widget.
        """
        if choice is not None:
            self._choice = choice if choice in CHOICES else SYSTEM
        if text_scale is not None:
            self._scale = max(MIN_SCALE, min(MAX_SCALE, text_scale))
        self._name = self._system_theme() if self._choice == SYSTEM else self._choice
        if (self._name, self._scale) == self._shown:
            return
        self._shown = (self._name, self._scale)
        self._icons.clear()
        self._app.setFont(self.sans())
        self._app.setPalette(self._palette())
        self._app.setStyleSheet(self._style_sheet())
        self.theme_changed.emit()

    def colour(self, token: str) -> QColor:
        """The colour of a token such as ``"accent.main"``; KeyError where there is none."""
        return QColor(load_tokens(self._name)[token])

    def sans(
        self,
        factor: float = 1.0,
        weight: QFont.Weight = QFont.Weight.Normal,
        *,
        italic: bool = False,
    ) -> QFont:
        """The face to operate, ``factor`` times the interface's size."""
        return self._font(SANS, factor, weight, italic)

    def serif(
        self,
        factor: float = 1.25,
        weight: QFont.Weight = QFont.Weight.Normal,
        *,
        italic: bool = False,
    ) -> QFont:
        """The face to read; 1.25 is running text, 1.65 the title of a briefing."""
        return self._font(SERIF, factor, weight, italic)

    def px(self, length: float) -> int:
        """A length in pixels at 100 %, grown with the text scale; at least 1."""
        return max(1, round(length * self._scale / 100))

    def icon(self, name: str, shade: str = "text.body") -> QIcon:
        """A shipped icon in the colour of the token ``shade``; empty where none has the name."""
        key = (name, shade)
        if key not in self._icons:
            self._icons[key] = self._draw_icon(name, shade)
        return self._icons[key]

    def _font(self, family: str, factor: float, weight: QFont.Weight, italic: bool) -> QFont:
        font = QFont()
        font.setFamilies([family, *FALLBACKS])
        font.setPointSizeF(self._points(factor))
        font.setWeight(weight)
        font.setItalic(italic)
        return font

    def _points(self, factor: float) -> float:
        return round(BASE_POINTS * factor * self._scale / 100, 2)

    def _system_theme(self) -> str:
        if not self._follows:
            return "dark" if self._system_is_dark else "light"
        hints, qt = self._app.styleHints(), QtCore.Qt
        if hints.accessibility().contrastPreference() == qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() == qt.ColorScheme.Dark else "light"

    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == SYSTEM:
            self.apply()

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        tokens = {
            role.Window: "window.background",
            role.WindowText: "text.body",
            role.Base: "window.background",
            role.AlternateBase: "window.panel",
            role.Text: "text.body",
            role.PlaceholderText: "text.faint",
            role.Button: "window.panel",
            role.ButtonText: "text.body",
            role.BrightText: "status.error",
            role.ToolTipBase: "window.card",
            role.ToolTipText: "text.body",
            role.Highlight: "accent.main",
            role.HighlightedText: "text.on_accent",
            role.Accent: "accent.main",
            role.Link: "accent.main",
            role.LinkVisited: "accent.main",
            role.Light: "window.card",
            role.Midlight: "window.hover",
            role.Mid: "window.line",
            role.Dark: "window.control",
            role.Shadow: "window.line",
        }
        palette = QPalette()
        for one, token in tokens.items():
            palette.setColor(one, self.colour(token))
        faded = _mix(self.colour("text.body"), self.colour("window.background"), _DISABLED_MIX)
        for one in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, one, faded)
        return palette

    def _style_sheet(self) -> str:
        return _PLACEHOLDER.sub(self._fill, _style_template())

    def _fill(self, match: re.Match[str]) -> str:
        unit, amount, token, special = match.groups()
        if unit == "pt":
            return f"{self._points(float(amount))}pt"
        if unit == "px":
            return f"{self.px(float(amount))}px"
        if token:
            return load_tokens(self._name)[token]
        if special == "chevron":
            shade = "dark" if self._name == "light" else "light"
            return resource("themes", f"chevron-{shade}.svg").as_posix()
        if special == "check":
            shade = "light" if self._name == "light" else "dark"
            return resource("themes", f"check-{shade}.svg").as_posix()
        family = SERIF if special == "serif" else SANS
        return ", ".join(f'"{one}"' for one in (family, *FALLBACKS))

    def _draw_icon(self, name: str, token: str) -> QIcon:
        path = resource("icons", f"{name}.svg")
        icon = QIcon()
        if not path.is_file():
            return icon
        faded = _mix(self.colour(token), self.colour("window.background"), _DISABLED_MIX)
        for mode, colour in ((QIcon.Mode.Normal, self.colour(token)), (QIcon.Mode.Disabled, faded)):
            for size in (16, 24, 32, 48, 64):
                svg = path.read_text("utf-8").replace("currentColor", colour.name())
                svg = svg.replace('width="16" height="16"', f'width="{size}" height="{size}"', 1)
                pixmap = QPixmap()
                pixmap.loadFromData(svg.encode(), "SVG")
                icon.addPixmap(pixmap, mode)
        return icon


def install(
    app: QApplication, choice: str = SYSTEM, text_scale: int = MIN_SCALE, *, follow: bool = True
) -> Theme:
    """Give the application its theme, or change the one it has.

    Without ``follow`` the system is asked no more than its palette; :meth:`Theme.follow_system`
    does the rest later.
    """
    theme = _known() or Theme(app)
    _Known.theme = theme
    theme.apply(choice, text_scale)
    if follow:
        theme.follow_system()
    return theme


def current() -> Theme:
    """The application's theme, made in the system's colours where none was installed.

    Raises RuntimeError where there is no application yet.
    """
    known = _known()
    if known is not None:
        return known
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a theme needs a QApplication; make one first")
    return install(app)


def colour(token: str) -> QColor:
    """Short for ``current().colour(token)``."""
    return current().colour(token)


def sans(
    factor: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal, *, italic: bool = False
) -> QFont:
    """Short for ``current().sans(…)``."""
    return current().sans(factor, weight, italic=italic)


def serif(
    factor: float = 1.25, weight: QFont.Weight = QFont.Weight.Normal, *, italic: bool = False
) -> QFont:
    """Short for ``current().serif(…)``."""
    return current().serif(factor, weight, italic=italic)


def px(length: float) -> int:
    """Short for ``current().px(length)``."""
    return current().px(length)


def icon(name: str, shade: str = "text.body") -> QIcon:
    """Short for ``current().icon(name, shade)``."""
    return current().icon(name, shade)


def set_role(widget: QWidget, role: str) -> None:
    """Dress a widget as one of the roles of ``window.qss``, such as "title", "muted", "primary"."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    if widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


class _Known:
    """Keeps the answer of :func:`current`, which paint code asks often."""

    theme: Theme | None = None


def _known() -> Theme | None:
    known = _Known.theme
    return known if known is not None and isValid(known) else None


@cache
def _style_template() -> str:
    return resource("themes", "window.qss").read_text("utf-8")


@cache
def _register_fonts() -> None:
    for path in sorted(resource("fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(path))
    for family in (SANS, SERIF):
        QFont.insertSubstitutions(family, list(FALLBACKS))


def _mix(one: QColor, other: QColor, share: float) -> QColor:
    return QColor.fromRgbF(
        one.redF() * share + other.redF() * (1 - share),
        one.greenF() * share + other.greenF() * (1 - share),
        one.blueF() * share + other.blueF() * (1 - share),
    )
