"""One window for a library: a second start brings the first one's window forward and ends.

Which start is the first is decided by a lock file of the user's own, which a crash leaves without
effect. The call to come forward goes through a local socket, a file of this laptop and no connection
to any other; both are named after the library's real path.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QThread, QTimer

from briefing.paths import config_folder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer
    from PySide6.QtWidgets import QWidget

ANSWER_MS = 10_000
_RETRY_MS = 50
_CAME = b"came forward\n"


def socket_path(library: Path) -> str:
    """Where the window of a library listens: short enough for a socket's name on any system."""
    place = f"{config_folder().resolve()}\0{library.resolve()}"
    name = "briefing-" + hashlib.sha256(os.fsencode(place)).hexdigest()[:24]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = runtime if runtime and Path(runtime).is_dir() else tempfile.gettempdir()
    return str(Path(folder, name))


class Claim(QObject):
    """The right to be a library's one window. Keep it while the window is open, then :meth:`release`."""

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket = socket_path(library)
        self._server: QLocalServer | None = None
        self._window: QWidget | None = None
        folder = config_folder()
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / f"{Path(self._socket).name}.lock"))
        # However long a window is open: only the end of its process frees the lock.
        self._lock.setStaleLockTime(0)

    def taken(self) -> bool:
        """Whether a window of this library is open and came forward; else the claim is ours.

        One that holds the lock and does not answer keeps nobody out: two windows are safe.
        """
        if self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError:
            return False
        waited = QElapsedTimer()
        waited.start()
        while waited.elapsed() < ANSWER_MS:
            if self._call():
                return True
            if self._lock.tryLock(0):
                return False
            # The first start has the lock before it has a window that can listen.
            QThread.msleep(_RETRY_MS)
        return False

    def listen(self, window: QWidget) -> None:
        """Bring ``window`` forward whenever another start of its library asks for it."""
        self._window = window
        # Not before the window is painted, for which nobody should wait.
        QTimer.singleShot(0, self, self._on_listen)

    def release(self) -> None:
        """Let the next start be the first."""
        self._window = None
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _call(self) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._socket)
        if not socket.waitForConnected(_RETRY_MS):
            return False
        came = socket.bytesAvailable() > 0 or socket.waitForReadyRead(ANSWER_MS)
        socket.abort()
        return came

    def _on_listen(self) -> None:
        if self._window is None or not self._lock.isLocked():
            return
        from PySide6.QtNetwork import QLocalServer

        # The lock is ours, so a socket of this name is what a crash has left.
        QLocalServer.removeServer(self._socket)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_new_connection)
        if server.listen(self._socket):
            self._server = server

    def _on_new_connection(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.disconnected.connect(caller.deleteLater)
            if self._window is None:
                continue
            window = self._window
            window.setWindowState(window.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()
            caller.write(_CAME)
            caller.flush()
