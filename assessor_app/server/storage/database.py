"""The database: SQLite, or PostgreSQL when several machines serve, brought to this version's schema when opened."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.orm import Session, sessionmaker

from assessor_app.protocol.signing import SigningKey
from assessor_app.server.storage import history
from assessor_app.server.storage.models import ServerState

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 20
_IMMEDIATE = "begin_immediate"
_WRITERS = 0x61737365
"""The number of the lock that whoever writes holds."""
# Errors end in the log, and values are what people wrote, and secrets.
_ENGINE_OPTIONS: dict[str, Any] = {"pool_size": 8, "max_overflow": 40, "hide_parameters": True}


class DataUnusable(Exception):
    """The data folder can't be used; the message says why, in a sentence."""


class Database:
    """Two kinds of transactions: reading sees one moment; writing is alone and ends in one commit or none."""

    def __init__(self, place: Path | str) -> None:
        """Open (or make) the database: a file, or the address of a PostgreSQL one. Raises DataUnusable."""
        try:
            self.engine = _engine(place) if isinstance(place, Path) else _postgres_engine(place)
        except ArgumentError as error:
            raise DataUnusable("ASSESSOR_DATABASE is not the address of a PostgreSQL database.") from error
        snapshot = {} if isinstance(place, Path) else {"isolation_level": "REPEATABLE READ"}
        self._reader = sessionmaker(self.engine.execution_options(**snapshot), expire_on_commit=False)
        self._writer = sessionmaker(self.engine.execution_options(**{_IMMEDIATE: True}), expire_on_commit=False)
        event.listen(self._writer, "before_flush", history.watch)
        self._key: SigningKey | None = None
        try:
            self._prepare()
        except CommandError as error:
            self.close()
            raise DataUnusable("This data folder was written by a newer version of the server.") from error
        except DatabaseError as error:
            self.close()
            raise DataUnusable(f"The server's database can't be opened: {str(error.orig).strip()}.") from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self._writer() as session, session.begin():
            yield session
            if self._key is not None:
                history.append(session, self._key)

    def sign_history(self, key: SigningKey, anchor: Path) -> None:
        """From now on every change of an audited row is a link of the history, signed with this key.

        ``anchor`` is the file that says which link is the first. Once it is there, a history that is gone is not begun
        anew. Raises OSError.
        """
        self._key = key
        if anchor.exists():
            return
        with self.writing() as session:
            if session.get(history.Link, 1) is None:
                history.begin(session, key)
        with self.reading() as session:
            history.keep_anchor(anchor, session.get_one(history.Link, 1), key)

    def close(self) -> None:
        self.engine.dispose()

    def _prepare(self) -> None:
        with self.engine.execution_options(**{_IMMEDIATE: True}).begin() as connection:
            _migrate(connection)
        with self.writing() as session:
            if session.get(ServerState, 1) is None:
                # Numbers begin at a place that no other database has used: see ServerState.
                first = int(time.time()) << 10
                session.add(ServerState(id=1, first_sequence=first, sequence=first))


def _engine(file: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)), connect_args={"timeout": BUSY_SECONDS}, **_ENGINE_OPTIONS
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        # The driver would begin transactions late and by its own rules; `begun` below does it instead.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is erased is written over, and not left in pages that are free.
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgres_engine(address: str) -> Engine:
    url = make_url(address)
    if not url.drivername.startswith("postgresql"):
        raise ArgumentError("not PostgreSQL")
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **_ENGINE_OPTIONS)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get(_IMMEDIATE, False):
            # Writing is alone here as it is in SQLite, so that the rules read the same in both.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")

    return engine


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = inspect(connection).has_table("alembic_version")
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    if current == ScriptDirectory.from_config(config).get_current_head():
        return
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
