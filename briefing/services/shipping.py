"""What the program ships goes into a new library as one change set, the same on every laptop."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from briefing.domain.changes import Author, Sort

if TYPE_CHECKING:
    from briefing.store.library import Library

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:briefing:shipped")
#: 20 June 2024, 12:00 UTC: a fixed clock, so that two fresh libraries hold the same change set.
_CLOCK = 1_718_884_800_000 << 16


def ship_sample(library: Library) -> None:
    """Store the sample briefing with its fixed ids, device and clock."""
    from briefing.services.sample import sample_contents, sample_records

    author = Author(None, str(uuid.uuid5(_NAMESPACE, "device")))
    with library.write(
        "Ship the sample briefing",
        author,
        sort=Sort.SHIPPED,
        change_set_id=str(uuid.uuid5(_NAMESPACE, "sample briefing 1")),
        clock=_CLOCK,
    ) as under_way:
        for content in sample_contents():
            under_way.unit.keep_original(content.original_sha256, content.original)
            under_way.unit.keep_text(content.text_sha256, content.text)
        under_way.unit.add_all(sample_records())
