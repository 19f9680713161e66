"""The encrypted database: SQLCipher through SQLAlchemy, with migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from assessor_app.store.troubles import disk_trouble

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 10


class DatabaseUnreadable(Exception):
    """The file can't be opened with this key: another profile's key, or a damaged file."""


class DatabaseTooNew(Exception):
    """A newer version of the application wrote this database."""


def open_database(file: Path, key: bytes) -> Engine:
    """Open (or make) the database and bring it to this version's schema.

    ``key`` is 32 raw bytes: SQLCipher then skips its passphrase derivation. Raises DatabaseUnreadable, DatabaseTooNew,
    troubles.DiskTrouble.
    """

    def connect() -> Any:
        connection = sqlcipher3.dbapi2.connect(str(file), timeout=BUSY_SECONDS, check_same_thread=False)
        try:
            return prepared(connection)
        except BaseException:
            # A file that is left open could not be put aside on Windows.
            connection.close()
            raise

    def prepared(connection: Any) -> Any:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=connect, poolclass=QueuePool, pool_size=4)
    try:
        _migrate(engine)
    except (DatabaseError, sqlcipher3.dbapi2.DatabaseError) as error:
        engine.dispose()
        # A disk that is full is no damage: nobody may be offered to put this database aside.
        raise disk_trouble(error, file.parent) or DatabaseUnreadable(str(error)) from error
    except CommandError as error:
        engine.dispose()
        raise DatabaseTooNew("this profile was written by a newer version of the application") from error
    return engine


def opens_with(file: Path, key: bytes) -> bool:
    """Whether the key fits, found out without writing anything, be it beside the file."""
    connection = sqlcipher3.dbapi2.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.dbapi2.DatabaseError:
        return False
    finally:
        connection.close()
    return True


def cipher_version() -> str:
    """Of SQLCipher, after it has encrypted and read something in memory."""
    connection = sqlcipher3.dbapi2.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'a key'")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        connection.close()


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        known = connection.execute(
            text("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
        ).scalar_one()
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
        if current == ScriptDirectory.from_config(config).get_current_head():
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
