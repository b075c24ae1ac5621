"""Briefing: read, annotate and export geopolitical briefings on a laptop with no network."""

from __future__ import annotations

__version__ = "0.1.0"
