"""The language of the interface: gettext for window, command line and paper alike."""

from __future__ import annotations

import gettext
from functools import cache

from briefing.paths import resource

DOMAIN = "briefing"


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, localedir=resource("locale"), fallback=True)


def _(message: str) -> str:
    """The message in the person's language, or as it stands where there is no translation."""
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a message that goes with ``count`` in the person's language."""
    return _catalogue().ngettext(one, many, count)
