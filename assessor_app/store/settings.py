"""Single values that outlive the program: who this device is, how far it has synced, how it signs in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessor_app.store.models import Setting

DEVICE_ID = "device_id"
DEVICE_SECRET = "device_secret"  # noqa: S105 - a name, not a secret
SEQUENCE = "sequence"
PREVIOUS = "previous"
CURSOR = "cursor"
SERVER_URL = "server_url"
SERVER_KEYS = "server_keys"
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - a name, not a secret
PERSON = "person"
COMMENT_USES = "comment_uses"
OWN_WORDS = "own_words"
POLICY = "policy"
UNLOCK_SECRET = "unlock_secret"  # noqa: S105 - a name, not a secret
SIGNED_OUT = "signed_out"
LATEST_SEEN = "latest_seen"
"""The latest time that was ever seen here, while it was believable."""
LAST_SYNC = "last_sync"
LAST_EDIT = "last_edit"
"""Of what was sent last; what waits in the outbox may be later."""


def get(session: Session, name: str, default: Any = None) -> Any:
    row = session.get(Setting, name)
    return default if row is None else row.value


def put(session: Session, name: str, value: Any) -> None:
    session.merge(Setting(name=name, value=value))


def drop(session: Session, name: str) -> None:
    row = session.get(Setting, name)
    if row is not None:
        session.delete(row)


def parse_time(text: str) -> datetime:
    """A time as stored: ISO 8601 with an offset."""
    return datetime.fromisoformat(text)
