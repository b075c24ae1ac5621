"""``python -m briefing`` and the command ``briefing``."""

from __future__ import annotations

import sys

from briefing.bootstrap import main as start


def main() -> None:
    """Run the program and end with its status."""
    sys.exit(start())


if __name__ == "__main__":
    main()
