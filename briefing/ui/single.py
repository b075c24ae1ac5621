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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QThread, QTimer, Signal

from briefing.paths import config_folder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket
    from PySide6.QtWidgets import QWidget

ANSWER_MS = 10_000
_RETRY_MS = 50
_COME, _OPEN, _CAME = b"come forward", b"open ", b"came forward\n"
#: Bytes of a call: longer ones come from no start of this program.
_MOST = 16_384


def socket_path(library: Path) -> str:
    """Where the window of a library listens: short enough for a socket's name on any system."""
    place = f"{config_folder().resolve()}\0{library.resolve()}"
    name = "briefing-" + hashlib.sha256(os.fsencode(place)).hexdigest()[:24]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = runtime if runtime and Path(runtime).is_dir() else tempfile.gettempdir()
    return str(Path(folder, name))


class Claim(QObject):
    """The right to be a library's one window. Keep it while the window is open, then :meth:`release`."""

    #: Another start was given a pack; carries its path.
    pack_given = Signal(object)

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

    def taken(self, pack: Path | None = None) -> bool:
        """Whether a window of this library is open and came forward; else the claim is ours.

        A pack is handed to the window that came forward.
        One that holds the lock and does not answer keeps nobody out: two windows are safe.
        """
        if self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError:
            return False
        waited = QElapsedTimer()
        waited.start()
        while waited.elapsed() < ANSWER_MS:
            if self._call(pack):
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

    def _call(self, pack: Path | None) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._socket)
        if not socket.waitForConnected(_RETRY_MS):
            return False
        said = _COME if pack is None else _OPEN + os.fsencode(pack.resolve())
        socket.write(said.replace(b"\n", b"") + b"\n")
        socket.flush()
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
            caller.readyRead.connect(partial(self._on_said, caller))
            if caller.canReadLine():
                self._on_said(caller)

    def _on_said(self, caller: QLocalSocket) -> None:
        if caller.bytesAvailable() > _MOST:
            caller.abort()
            return
        if self._window is None or not caller.canReadLine():
            return
        said = bytes(caller.readLine().data()).rstrip(b"\n")
        window = self._window
        window.setWindowState(window.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        caller.write(_CAME)
        caller.flush()
        if said.startswith(_OPEN):
            self.pack_given.emit(Path(os.fsdecode(said[len(_OPEN) :])))
