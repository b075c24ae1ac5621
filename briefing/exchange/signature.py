"""Keys of people: one Ed25519 key (RFC 8032) signs packs and, in OpenSSH's form, receives encrypted ones.

The private key is a file of its own, for its owner alone to read, and never in a library. Encryption is the
age format (age-encryption.org/v1), to a passphrase or to such keys.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

AGE = b"age-encryption.org/v1"
_WIRE = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
_HEX = re.compile("[0-9a-f]{64}")


class LockedError(UserError):
    """A pack that cannot be opened without a passphrase, or another one, or another key."""


@dataclass(frozen=True, slots=True)
class Key:
    """A person's key. ``private`` is the file in OpenSSH's form; ``public`` is in hexadecimal."""

    public: str
    private: bytes

    def sign(self, data: bytes) -> bytes:
        """The signature of some bytes, always the same for the same bytes."""
        return _load(self.private).sign(data)


def own_key(path: Path) -> Key:
    """The key in a file, made at first use. Raises UserError where it cannot be read or written."""
    try:
        if not path.exists():
            _make(path)
        private = path.read_bytes()
        public = _load(private).public_key().public_bytes_raw().hex()
    except OSError as error:
        raise UserError(
            f"{path}: the signing key cannot be read or kept ({error.strerror}); check the folder’s rights."
        ) from error
    except ValueError as error:
        raise UserError(
            f"{path}: this is no signing key that Briefing made; put it aside, and a new one is made."
        ) from error
    return Key(public, private)


def _load(private: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    key = load_ssh_private_key(private, None)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return key


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519

    private = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    # A temporary file is for its owner alone from the beginning.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(private)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(part)
        except FileExistsError:
            # Another window was first; its key is the one.
            return
        except OSError:
            # A file system without links.
            if not path.exists():
                part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def verify(public: str, data: bytes, signature: bytes) -> bool:
    """Whether a signature of these bytes was made with the private key to a public one."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_key(public: str) -> bool:
    """Whether a text is a public key in hexadecimal."""
    return _HEX.fullmatch(public) is not None


def fingerprint(public: str) -> str:
    """A key in few letters, to be compared aloud or on paper; as OpenSSH writes it."""
    digest = hashlib.sha256(_WIRE + bytes.fromhex(public)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def encrypt(data: bytes, *, passphrase: str = "", readers: Sequence[str] = ()) -> bytes:
    """Encrypt to a passphrase, or to the public keys of readers."""
    import pyrage

    if passphrase:
        return pyrage.passphrase.encrypt(data, passphrase)
    recipients = [pyrage.ssh.Recipient.from_str(_ssh(public)) for public in readers]
    return pyrage.encrypt(data, recipients)


def _ssh(public: str) -> str:
    return "ssh-ed25519 " + base64.b64encode(_WIRE + bytes.fromhex(public)).decode()


def decrypt(data: bytes, *, passphrase: str = "", private: bytes = b"") -> bytes:
    """Decrypt with a passphrase or a private key. Raises LockedError where neither fits."""
    import pyrage

    head = data[:200]
    try:
        if b"\n-> scrypt " in head:
            if not passphrase:
                raise LockedError(
                    "The pack is encrypted with a passphrase; give it to open the pack."
                )
            return pyrage.passphrase.decrypt(data, passphrase)
        return pyrage.decrypt(data, [pyrage.ssh.Identity.from_buffer(private)] if private else [])
    except pyrage.DecryptError as error:
        if b"\n-> scrypt " in head:
            raise LockedError(
                "The passphrase does not open the pack, or the pack is damaged; try it again."
            ) from error
        raise LockedError(
            "The pack is encrypted for other readers, or is damaged; ask its sender for one for your key."
        ) from error
