"""One way to open a server's data, for the web application, the administrator's commands and the demo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from argon2 import PasswordHasher
from platformdirs import user_data_path

from assessor_app.protocol.signing import SigningKey
from assessor_app.server.settings import Settings
from assessor_app.server.storage.blobs import BlobFolder
from assessor_app.server.storage.database import Database, DataUnusable
from assessor_app.server.storage.keyfile import load_or_make_key

HISTORY_ANCHOR = "history-begins.json"


@dataclass(frozen=True, slots=True)
class Server:
    """What every service needs. Several may be open on one folder, in as many processes.

    ``blobs`` are what packets are made of; ``originals`` is what was handed in, which never leaves the server.
    """

    data: Path
    settings: Settings
    database: Database
    blobs: BlobFolder
    originals: BlobFolder
    key: SigningKey
    passwords: PasswordHasher

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def default_data_folder() -> Path:
    return user_data_path("assessor-app-server", appauthor=False)


def holds_server(data: Path | None) -> bool:
    """Whether a server was begun in this folder before."""
    return ((data or default_data_folder()) / "packet-signing.key").is_file()


def open_server(data: Path | None = None, settings: Settings | None = None) -> Server:
    """Open (or make) a data folder. Raises DataUnusable, and ValueError for a bad setting in the environment."""
    folder = (data or default_data_folder()).absolute()
    chosen = settings or Settings.from_environment()
    try:
        # Evidence with its names lies in it: nobody else on this computer may look, where files have modes.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        blobs = BlobFolder(folder / "blobs")
        originals = BlobFolder(folder / "originals")
    except OSError as error:
        raise DataUnusable(f"The data folder {folder} can't be used: {error.strerror}.") from error
    database = Database(chosen.database or folder / "server.sqlite")
    try:
        key = load_or_make_key(folder / "packet-signing.key", database)
        database.sign_history(key, folder / HISTORY_ANCHOR)
    except DataUnusable:
        database.close()
        raise
    except OSError as error:
        database.close()
        raise DataUnusable(f"The data folder {folder} can't be written: {error.strerror}.") from error
    return Server(
        data=folder,
        settings=chosen,
        database=database,
        blobs=blobs,
        originals=originals,
        key=key,
        passwords=PasswordHasher(memory_cost=chosen.argon2_memory_kib),
    )
