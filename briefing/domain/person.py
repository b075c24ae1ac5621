"""Who works here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A person by a random id and the name they gave; never a login or host name.

    ``public_key`` is their Ed25519 key (RFC 8032) in hexadecimal, empty before it was first needed.
    """

    kind: ClassVar[str] = "person"
    name: str = "Analyst"
    public_key: str = ""
