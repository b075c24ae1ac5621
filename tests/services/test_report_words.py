"""What the summary and the full report say in the same words."""

from __future__ import annotations

import pytest

from briefing.services.report_words import cutoff_words


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2024-06-19T14:00+12:00", "19 June 2024, 14:00 UTC+12:00"),
        ("2024-06-19T14:00:00-03:30", "19 June 2024, 14:00 UTC-03:30"),
        ("2024-06-19T14:00Z", "19 June 2024, 14:00 UTC"),
        ("2024-06-19T14:00", "19 June 2024, 14:00"),
        ("2024-06-19", "19 June 2024"),
        ("before the talks", "before the talks"),
    ],
)
def test_a_cutoff_is_said_with_its_zone(kept, said):
    assert cutoff_words(kept) == said
