"""Micro-credentials as their issuer publishes them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.authoring import AuthoringError, load
from assessor_app.domain.microcredential import MicroCredential
from assessor_app.protocol.events import utc_now
from assessor_app.server.opening import Server
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.history import note_act
from assessor_app.server.storage.models import MicroCredentialRow


def load_micro_credential(server: Server, text: str) -> MicroCredential:
    """Publish a version from its authoring format. Loading the same again changes nothing. Raises Refused."""
    try:
        micro_credential = load(text)
    except AuthoringError as error:
        raise Refused(f"This is not a micro-credential:\n{error}") from None
    data = micro_credential.model_dump(mode="json")
    with server.database.writing() as session:
        known = session.get(MicroCredentialRow, (micro_credential.id, micro_credential.version))
        note_act(session, "micro-credential published")
        if known is None:
            session.add(
                MicroCredentialRow(
                    id=micro_credential.id, version=micro_credential.version, data=data, loaded_at=utc_now()
                )
            )
        elif MicroCredential.model_validate(known.data) != micro_credential:
            raise Refused(
                f"Version {micro_credential.version} of “{micro_credential.id}” is published with another content; "
                "a published version never changes. Give the new content the next version number."
            )
    return micro_credential


def newest(session: Session, micro_credential_id: str) -> MicroCredential:
    """The newest published version. Raises Refused."""
    version = session.scalar(
        select(func.max(MicroCredentialRow.version)).where(MicroCredentialRow.id == micro_credential_id)
    )
    if version is None:
        raise Refused(f"There is no micro-credential “{micro_credential_id}”.")
    return credential_at(session, micro_credential_id, version)


def credential_at(session: Session, micro_credential_id: str, version: int) -> MicroCredential:
    """A published version, which never changes: read once a transaction."""
    known: dict[tuple[str, int], MicroCredential] = session.info.setdefault("credentials", {})
    key = (micro_credential_id, version)
    if key not in known:
        known[key] = MicroCredential.model_validate(session.get_one(MicroCredentialRow, key).data)
    return known[key]


def first_id(session: Session) -> str:
    """The micro-credential that comes first by its id. Raises Refused when there is none."""
    first: str | None = session.scalar(select(func.min(MicroCredentialRow.id)))
    if first is None:
        raise Refused("There is no micro-credential yet.")
    return first
