"""Look after a library that will not open as it should."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.store import doctor

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.store.doctor import Finding


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, and where what could be saved was put (None: nothing was repaired)."""

    findings: tuple[Finding, ...]
    saved_to: Path | None = None
    rows_saved: int = 0
    gaps: int = 0

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.ok for finding in self.findings)


def diagnose(path: Path, *, repair: bool = False) -> Diagnosis:
    """Examine a library; with ``repair``, save what can be read into a new file beside it."""
    findings = tuple(doctor.examine(path))
    whole = all(f.ok for f in findings)
    if whole or not repair:
        return Diagnosis(findings)
    number = 1
    to = path.with_name(f"{path.stem}.repaired{path.suffix}")
    while to.exists():
        number += 1
        to = path.with_name(f"{path.stem}.repaired-{number}{path.suffix}")
    saved = doctor.save(path, to)
    return Diagnosis(
        findings,
        to,
        sum(done for done, _ in saved.values()),
        sum(lost for _, lost in saved.values()),
    )
