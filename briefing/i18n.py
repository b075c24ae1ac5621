"""The language of the interface: gettext for window, command line and paper alike."""

from __future__ import annotations

import gettext
from functools import cache
from typing import TYPE_CHECKING

from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

DOMAIN = "briefing"


class _Chosen:
    languages: tuple[str, ...] | None = None


@cache
def _catalogue(languages: tuple[str, ...] | None) -> gettext.NullTranslations:
    return gettext.translation(
        DOMAIN, localedir=resource("locale"), languages=languages, fallback=True
    )


def use_languages(languages: Sequence[str] | None) -> None:
    """Translate into the first of these that is shipped; ``None`` means the system's."""
    _Chosen.languages = tuple(languages) if languages is not None else None


def _(message: str) -> str:
    """The message in the person's language, or as it stands where there is no translation."""
    return _catalogue(_Chosen.languages).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a message that goes with ``count`` in the person's language."""
    return _catalogue(_Chosen.languages).ngettext(one, many, count)
