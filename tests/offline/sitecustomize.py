"""Refuse internet sockets in this process.

Python imports a module of this name at start from its path; ``tests/conftest.py`` loads it and
puts this folder on the path of every process that a test starts.
"""

from __future__ import annotations

import socket
import sys

refused: list[str] = []


class InternetRefusedError(Exception):
    """Something tried to reach the internet."""


def _refuse(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.__new__":
        # The family -1 of a socket made from a file descriptor is the system's to tell.
        wanted = args[1] in {socket.AF_INET, socket.AF_INET6}
    else:
        wanted = event in {"socket.getaddrinfo", "socket.gethostbyname"}
    if wanted:
        refused.append(f"{event}{args[1:] if event == 'socket.__new__' else args}")
        raise InternetRefusedError(refused[-1])


sys.addaudithook(_refuse)
