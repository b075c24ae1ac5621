"""Figures in a glance: source grade, likelihood and who speaks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from briefing.i18n import _
from briefing.ui import theme

_RELIABILITY = "ABCDEF"
_CREDIBILITY = "123456"


def initials(name: str, family_first: bool = False) -> str:
    """Up to two letters for a name: the first and the last word's, or the first two words'.

    Names in Han, Hangul or Kana give their first character.
    """
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    if words[0][0] >= "\u2e80":
        return words[0][0]
    if len(words) == 1:
        return words[0][0].upper()
    other = words[1] if family_first else words[-1]
    return (words[0][0] + other[0]).upper()


def paint_avatar(painter: QPainter, rect: QRectF, text: str, shade: str = "bloc.grey") -> None:
    """Draw a disc with initials; ``shade`` is the token of its colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(shade))
    painter.drawEllipse(rect)
    painter.setFont(theme.sans(1.0, QFont.Weight.Bold))
    painter.setPen(theme.colour("text.on_accent"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class _Fixed(QWidget):
    """A painted widget of one size, measured anew when the theme changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().theme_changed.connect(self._on_theme_changed)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class GradeBadge(_Fixed):
    """An Admiralty grade such as "B2"; a part that was not judged is shown as a dash."""

    def __init__(
        self, reliability: str = "", credibility: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self.set_grade(reliability, credibility)

    @property
    def text(self) -> str:
        """The grade as shown."""
        return self._text

    def set_grade(self, reliability: str, credibility: str) -> None:
        """Letter A to F and digit 1 to 6, each empty where nobody has judged. ValueError else."""
        if reliability and reliability not in _RELIABILITY:
            raise ValueError(f"not a reliability: {reliability}")
        if credibility and credibility not in _CREDIBILITY:
            raise ValueError(f"not a credibility: {credibility}")
        # A statement that is no claim has no digit: the letter then stands alone.
        self._text = (reliability or "–") + credibility
        self.setAccessibleName(
            _("Source reliability {letter}, credibility {digit}").format(
                letter=reliability or _("not judged"), digit=credibility or _("not judged")
            )
        )
        self.setToolTip(self.accessibleName())
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        return QSize(
            metrics.horizontalAdvance(self._text) + theme.px(12), metrics.height() + theme.px(4)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent.main"), 1.4))
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(rect, theme.px(4), theme.px(4))
        painter.setFont(self._font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def _font(self) -> QFont:
        return theme.sans(0.92, QFont.Weight.Bold)


class LikelihoodBar(QWidget):
    """A track from 0 to 100 per cent with the band of an estimate on it."""

    def __init__(
        self, low: int = 0, high: int = 0, term: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._low = self._high = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self.set_band(low, high, term)

    def set_band(self, low: int, high: int, term: str = "") -> None:
        """Show a band in per cent and name it to a screen reader. ValueError outside 0 to 100."""
        if not 0 <= low <= high <= 100:
            raise ValueError(f"not a band of per cent: {low} to {high}")
        self._low, self._high = low, high
        band = _("{low} to {high} per cent").format(low=low, high=high)
        self.setAccessibleName(f"{term}, {band}" if term else band)
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(118), theme.px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(48), theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_likelihood(QPainter(self), QRectF(self.rect()), self._low, self._high)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def paint_likelihood(painter: QPainter, rect: QRectF, low: int, high: int) -> None:
    """Draw the track with its band into the middle of a rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    thick = float(theme.px(4))
    track = QRectF(rect.left(), rect.center().y() - thick / 2, rect.width(), thick)
    painter.setBrush(theme.colour("likelihood.track"))
    painter.drawRoundedRect(track, thick / 2, thick / 2)
    painter.setBrush(theme.colour("likelihood.bar"))
    start = track.left() + track.width() * low / 100
    wide = max(thick, track.width() * (high - low) / 100)
    painter.drawRoundedRect(QRectF(start, track.top(), wide, thick), thick / 2, thick / 2)
    painter.restore()
