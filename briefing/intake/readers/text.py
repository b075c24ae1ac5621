"""Plain text: the words as decoded, all of them; headline and day from its first lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.intake.readers import opening
from briefing.intake.readers.result import Told, result

if TYPE_CHECKING:
    from briefing.intake.readers.result import ReadResult

VERSION = "2"


def read(original: bytes, text: str) -> ReadResult:
    """Take the decoded text as it is, line ends included."""
    told = Told(title=opening.headline(text), published=opening.published(text))
    return result(original, text, told, media_type="text/plain", reader="text", version=VERSION)
