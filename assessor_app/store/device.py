"""This computer's identity: made at first use, its key in the keychain, set aside once it can't sign any more."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.protocol.events import DraftSaved, Event, EventType
from assessor_app.protocol.problems import ProblemType, problem
from assessor_app.protocol.sync import Result
from assessor_app.store import ledger, replica, settings
from assessor_app.store.keys import DeviceSecrets
from assessor_app.store.ledger import Device
from assessor_app.store.models import PendingEvent, PendingStatus


def identity(session: Session, secrets: DeviceSecrets | None) -> Device:
    """Who this computer is. Without a keychain (``secrets`` None) the key is in the encrypted database.

    A key that the keychain has lost is a computer that can't sign any more: it becomes a new one, and what the old one
    had signed is set aside. Raises KeychainUnavailable, keys.KeyLost.
    """
    device_id = settings.get(session, settings.DEVICE_ID)
    here = settings.get(session, settings.DEVICE_SECRET)
    if device_id is not None:
        secret = bytes.fromhex(here) if here is not None else secrets.get() if secrets is not None else None
        if secret is not None:
            device = Device(device_id, secret)
            _keep(session, secrets, device)
            return device
        set_aside(session, "This computer's signing key is not in its keychain any more.")
    device = Device.new()
    _keep(session, secrets, device)
    settings.put(session, settings.DEVICE_ID, device.id)
    return device


def _keep(session: Session, secrets: DeviceSecrets | None, device: Device) -> None:
    if secrets is None:
        settings.put(session, settings.DEVICE_SECRET, device.secret.hex())
        return
    if secrets.get() != device.secret:
        secrets.set(device.secret)
    settings.drop(session, settings.DEVICE_SECRET)


def set_aside(session: Session, why: str) -> None:
    """This computer's access or key has ended: keep what it signed, and become another computer at the next sign-in."""
    said = problem(
        ProblemType.DEVICE_REVOKED,
        f"{why} Nothing you wrote is lost. Sign in: this computer gets a new key, and you can send this again.",
    )
    sealed = select(PendingEvent).where(PendingEvent.status == PendingStatus.SEALED).order_by(PendingEvent.position)
    for row in session.scalars(sealed).all():
        ledger.reject(session, row, said.model_dump(mode="json"))
    for name in (
        settings.DEVICE_ID, settings.DEVICE_SECRET, settings.SEQUENCE, settings.PREVIOUS, settings.REFRESH_TOKEN,
    ):  # fmt: skip
        settings.drop(session, name)


def unknown_fates(session: Session) -> list[str]:
    """Events that were set aside and may have reached the server before: their ids."""
    return [row.event_id for row in _set_aside(session) if ledger.is_unknown(row)]


def earlier_identities(session: Session) -> list[str]:
    """Ids of computers that this one was, and whose events were set aside."""
    signed = (Event.model_validate_json(row.sealed).device_id for row in _set_aside(session) if row.sealed)
    return sorted(set(signed))[:50]


def apply_fates(session: Session, asked: Sequence[str], results: Sequence[Result]) -> set[str]:
    """Settle what the server had got; the rest can be sent again. Returns the submissions that look different."""
    known = {result.event_id: result for result in results}
    touched = set()
    for row in _set_aside(session):
        if row.event_id not in asked or row.sealed is None:
            continue
        touched.add(row.submission_id)
        if row.event_id not in known:
            row.problem = {**(row.problem or {}), ledger.NOT_RECEIVED: True}
            continue
        event, typed = Event.model_validate_json(row.sealed), row.body
        replica.apply_result(session, known[row.event_id], event)
        if event.type is EventType.DRAFT_SAVED and typed["value"] != event.body["value"]:
            # Typed after it was signed: an edit of its own, on top of the one that had arrived.
            later = DraftSaved(cell=typed["cell"], value=typed["value"], base=event.id)
            ledger.add_edit(session, row.submission_id, row.base_version, later)
    _join_edits(session)
    return touched


def _join_edits(session: Session) -> None:
    """Of edits of one cell that never arrived, the last one, made on top of what the first was made on top of."""
    first: dict[tuple[str, str | None], PendingEvent] = {}
    for row in filter(can_be_sent_again, _set_aside(session)):
        if row.cell is None:
            continue
        before = first.get((row.submission_id, row.cell))
        if before is not None:
            row.body = {**row.body, "base": before.body["base"]}
            session.delete(before)
        first[row.submission_id, row.cell] = row


def can_be_sent_again(row: PendingEvent) -> bool:
    return ledger.was_refused_as(row, ProblemType.DEVICE_REVOKED) and not ledger.is_unknown(row)


def _set_aside(session: Session) -> list[PendingEvent]:
    rows = session.scalars(
        select(PendingEvent).where(PendingEvent.status == PendingStatus.REJECTED).order_by(PendingEvent.position)
    )
    return [row for row in rows if ledger.was_refused_as(row, ProblemType.DEVICE_REVOKED)]
