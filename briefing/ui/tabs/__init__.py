"""The tabs of a briefing, one file each."""
