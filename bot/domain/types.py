"""Column types: sealed words and moments with a zone."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator


class KeyMissing(RuntimeError):
    """No encryption key has been handed in, or none of them opens these words."""


class Vault:
    """Seals and opens people's words. Keys are handed in once, at start; the first seals, all of them open."""

    def __init__(self) -> None:
        self._fernet: MultiFernet | None = None
        self._keys: tuple[str, ...] = ()

    def use_keys(self, keys: Sequence[str]) -> None:
        """Take the Fernet keys (url-safe base64, 32 bytes), newest first. Raises ValueError for a malformed key.

        Without any, the vault stays shut: whatever has to be sealed or opened raises KeyMissing.
        """
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None
        self._keys = tuple(keys)

    def sealer(self, purpose: str) -> MultiFernet:
        """Return what seals for one purpose only, with keys that are derived from those handed in.

        What was sealed for another purpose, or is stored, it does not open. Raises KeyMissing.
        """
        self._opened()
        return MultiFernet([Fernet(_derived(key, purpose)) for key in self._keys])

    def seal(self, words: str) -> bytes:
        """Return `words` encrypted with the newest key. Raises KeyMissing when no key was handed in."""
        return self._opened().encrypt(words.encode())

    def open(self, sealed: bytes) -> str:
        """Return the words. Raises KeyMissing when no key opens them."""
        try:
            return self._opened().decrypt(sealed).decode()
        except InvalidToken as error:
            raise KeyMissing("none of the encryption keys opens what is stored") from error

    def reseal(self, sealed: bytes) -> bytes:
        """Return the same words sealed with the newest key. Raises KeyMissing when no key opens them."""
        try:
            return self._opened().rotate(sealed)
        except InvalidToken as error:
            raise KeyMissing("none of the encryption keys opens what is stored") from error

    def _opened(self) -> MultiFernet:
        if self._fernet is None:
            raise KeyMissing("no encryption key has been handed in")
        return self._fernet


def _derived(key: str, purpose: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return urlsafe_b64encode(kdf.derive(urlsafe_b64decode(key)))


vault = Vault()


def new_key() -> str:
    """Return a fresh key for `Vault.use_keys`."""
    return Fernet.generate_key().decode()


class Encrypted(TypeDecorator[str]):
    """Text that is sealed on its way into the database and opened on its way out."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else vault.seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else vault.open(bytes(value))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused, because SQLite would silently drop the zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
