"""The key that signs packets, in a file of the data folder."""

from __future__ import annotations

import os
from pathlib import Path

from assessor_app.protocol.signing import SigningKey
from assessor_app.server.storage.database import Database, DataUnusable


def load_or_make_key(file: Path, database: Database) -> SigningKey:
    """Read the key, making it at the first start. Raises DataUnusable."""
    if not file.exists():
        # The database's write lock keeps two first starts from making two keys.
        with database.writing():
            if not file.exists():
                _write(file, SigningKey.generate())
    try:
        return SigningKey(bytes.fromhex(file.read_text("ascii").strip()))
    except ValueError as error:
        raise DataUnusable(f"The signing key in {file} is damaged; put its backup in place.") from error


def _write(file: Path, key: SigningKey) -> None:
    temporary = file.with_suffix(".part")
    temporary.unlink(missing_ok=True)
    # 0600 where files have modes; elsewhere the data folder's own access rules hold.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(key.secret.hex())
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(file)
