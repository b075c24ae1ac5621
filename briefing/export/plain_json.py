"""JSON as every format here writes it: UTF-8, the same bytes for the same values, fit for any reader."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from typing import Any, cast

_HALVES = re.compile("[\ud800-\udfff]")


def json_bytes(value: object, *, sort_keys: bool = False) -> bytes:
    """The value as JSON with a line end; what UTF-8 or JSON cannot hold does not break it.

    Halves of a surrogate pair become U+FFFD, numbers that are none become null.
    """
    try:
        text = _dumps(value, sort_keys)
    except ValueError:
        text = _dumps(_finite(value), sort_keys)
    return f"{scrubbed(text)}\n".encode()


def scrubbed(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair, so that UTF-8 can hold it."""
    return _HALVES.sub("\ufffd", text)


def instant(seconds: int) -> str:
    """Seconds since 1970 as ISO 8601 in UTC: ``2024-06-20T12:00:00Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_ms(milliseconds: int) -> str:
    """Milliseconds since 1970 as ISO 8601 in UTC: ``2024-06-20T12:00:00.000Z``."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{instant(seconds)[:-1]}.{rest:03}Z"


def _dumps(value: object, sort_keys: bool) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=sort_keys)


def _finite(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in cast("dict[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in cast("list[Any]", value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value
