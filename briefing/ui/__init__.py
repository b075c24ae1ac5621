"""The window: everything that needs Qt."""

from __future__ import annotations

import builtins
import os

import PySide6  # noqa: F401 - installs the hook that is taken out below

# PySide6 puts itself before every later import and reads the whole source of each module, to serve
# ``from __feature__ import …``. Nothing here uses that, and it costs a tenth of the time to start.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

# Qt fills whatever is seen through in pieces, on other threads, and to wait for these takes four times
# as long as to fill the line of a map at once. It asks for this the first time that it would.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
