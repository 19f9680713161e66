"""The one way in: reads from any thread, writes one after another on the store's own thread, notices after each."""

from __future__ import annotations

import base64
import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from assessor_app.domain.assessment import (
    Missing,
    Outcome,
    assessment_from,
    decision_from,
    missing_in_assessment,
    missing_in_decision,
    missing_in_incomplete,
)
from assessor_app.domain.calibration import AnchorKind
from assessor_app.domain.cells import check_cell_value
from assessor_app.protocol.events import (
    OWN_CELL,
    AssessmentSubmitted,
    DecisionMade,
    Event,
    EventType,
    LeakReported,
    MarkedIncomplete,
    utc_now,
)
from assessor_app.protocol.packet import Manifest
from assessor_app.protocol.sync import (
    MAX_EVENTS,
    ChangeKind,
    PersonData,
    Purpose,
    Result,
    ServerKey,
    SyncReply,
    TokenReply,
)
from assessor_app.store import (
    calibrations,
    device,
    keeping,
    ledger,
    packets,
    projection,
    replica,
    reports,
    settings,
    written,
)
from assessor_app.store.blobs import read_blob
from assessor_app.store.calibrations import CalibrationView
from assessor_app.store.clock import ServerClock
from assessor_app.store.database import open_database
from assessor_app.store.keeping import Contact
from assessor_app.store.keys import DeviceSecrets
from assessor_app.store.ledger import Device
from assessor_app.store.models import PendingEvent, PlaceRow
from assessor_app.store.packets import BlobFile, WantedPacket
from assessor_app.store.profile import Profile
from assessor_app.store.reports import StoredReport
from assessor_app.store.troubles import DiskTrouble, disk_trouble
from assessor_app.store.views import Choice, Counts, OutboxItem, QueueRow, Workspace, Written

T = TypeVar("T")


class SyncNeed(Enum):
    NONE = "none"
    SOON = "soon"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Notice:
    """What changed: these submissions. ``sync`` says whether the server should hear of it, and how soon."""

    submissions: frozenset[str] = field(default_factory=frozenset)
    sync: SyncNeed = SyncNeed.NONE


class WorkIncomplete(Exception):
    """The assessment or decision can't be made yet; ``missing`` says what lacks."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(f"{len(missing)} things are missing")
        self.missing = missing


class ReplyRefused(ValueError):
    """The server's reply contradicts itself or what is here; nothing of it was applied."""


class SignInReplaced(Exception):
    """The sign-in that a token was fetched for has ended meanwhile: signed out, or signed in anew."""


class NotEditable(Exception):
    """The submission was handed in, ended or taken away; the words that were typed are kept in the draft."""


class Store:
    """One profile's data. Every method blocks; none may be called on a thread that paints."""

    def __init__(self, profile: Profile, key: bytes, secrets: DeviceSecrets | None = None) -> None:
        """``secrets`` is where this computer's signing key is kept, None for the encrypted database itself.

        Raises database.DatabaseUnreadable, database.DatabaseTooNew, OSError. Whatever else this class does may raise
        troubles.DiskTrouble; then nothing was changed.
        """
        profile.prepare()
        self._secrets = secrets
        self._device: Device | None = None
        self._profile = profile
        self.work_folder = profile.work
        self._engine = open_database(profile.database, key)
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._listeners: list[Callable[[Notice], None]] = []
        self._listening = threading.Lock()
        self.grace = timedelta(0)
        """For so long after it was handed in, work waits in the outbox and can be undone, online too."""
        self._released = datetime.min.replace(tzinfo=UTC)
        self.server_clock = ServerClock()
        self._looked = time.monotonic()
        self._saw = self._released
        self._sweep()

    def close(self) -> None:
        self._writer.shutdown(wait=True)
        self._engine.dispose()

    def listen(self, listener: Callable[[Notice], None]) -> Callable[[], None]:
        """Be told of changes, on the store's thread. Returns the function that ends it."""
        with self._listening:
            self._listeners.append(listener)

        def stop() -> None:
            with self._listening:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return stop

    def _read(self, work: Callable[[Session], T]) -> T:
        with self._naming_troubles(), self._sessions() as session:
            return work(session)

    def _write(self, work: Callable[[Session], T], notice: Callable[[T], Notice | None]) -> T:
        def run() -> T:
            with self._naming_troubles(), self._sessions.begin() as session:
                result = work(session)
            if (told := notice(result)) is not None:
                with self._listening:
                    listeners = list(self._listeners)
                for listener in listeners:
                    listener(told)
            return result

        future: Future[T] = self._writer.submit(run)
        return future.result()

    @contextlib.contextmanager
    def _naming_troubles(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            if (trouble := self.disk_trouble(error)) is None:
                raise
            # Without its cause: the database's own words quote what the person wrote.
            raise trouble from None

    def disk_trouble(self, error: BaseException) -> DiskTrouble | None:
        """What the error says of the disk that the profile is on; None when it says nothing of it."""
        return disk_trouble(error, self._profile.folder)

    # What the person reads.

    def queue(self) -> list[QueueRow]:
        return self._read(projection.queue)

    def workspace(self, submission_id: str) -> Workspace:
        """Raises KeyError."""
        return self._read(lambda session: projection.workspace(session, submission_id))

    def outbox(self) -> list[OutboxItem]:
        return self._read(projection.outbox)

    def counts(self) -> Counts:
        return self._read(lambda session: projection.counts(session, self._made_before()))

    def own_cells(self) -> dict[str, Any]:
        """The person's comment library and saved filters: cell name → value."""
        return self._read(projection.own_cells)

    def comment_uses(self) -> dict[str, int]:
        """How often each comment was inserted on this computer, by its key."""
        return dict(self._read(lambda session: settings.get(session, settings.COMMENT_USES, {})))

    def search_written(self, typed: str) -> list[Written]:
        """Where the person's own words, of all their submissions, have what is typed."""
        return self._read(lambda session: written.search(session, typed))

    def person(self) -> PersonData | None:
        data = self._read(lambda session: settings.get(session, settings.PERSON))
        return PersonData.model_validate(data) if data else None

    def calibrations(self) -> list[CalibrationView]:
        """Where the person stands with each micro-credential's calibration."""
        return self._read(calibrations.calibrations)

    def begin_calibration(self, micro_credential_id: str, kind: AnchorKind) -> None:
        """Ask the server for the practice packets, or for an attempt at qualifying."""
        self._write(
            lambda session: calibrations.begin(session, micro_credential_id, kind), lambda _: Notice(sync=SyncNeed.NOW)
        )

    def report(self, key: str) -> StoredReport | None:
        """Insights as they were when they last came; None where they never did."""
        return self._read(lambda session: reports.report(session, key))

    def last_edit(self) -> datetime | None:
        """When the person last changed something that was saved here."""
        return self._read(ledger.last_edit)

    # What the person does.

    def save_cell(self, submission_id: str, cell: str, value: Any) -> None:
        """Keep an edit. On disk when this returns. Raises NotEditable, KeyError, cells.CellRefused."""
        check_cell_value(cell, value)

        def work(session: Session) -> bool:
            space = projection.workspace(session, submission_id)
            if not space.editable:
                raise NotEditable(submission_id)
            return ledger.save_cell(session, submission_id, space.assignment.version, cell, value)

        self._write(work, lambda changed: Notice(frozenset({submission_id}), SyncNeed.SOON) if changed else None)

    def save_own(self, cell: str, value: Any) -> None:
        """Keep a comment or a filter of the person's own; None removes it. Raises ValueError for another cell."""
        if not OWN_CELL.match(cell):
            raise ValueError(f"{cell} belongs to a submission")
        check_cell_value(cell, value)
        self._write(
            lambda session: ledger.save_cell(session, "", 0, cell, value),
            lambda changed: Notice(frozenset({""}), SyncNeed.SOON) if changed else None,
        )

    def count_use(self, key: str) -> None:
        """Note that a comment was inserted."""

        def work(session: Session) -> None:
            uses = dict(settings.get(session, settings.COMMENT_USES, {}))
            settings.put(session, settings.COMMENT_USES, {**uses, key: uses.get(key, 0) + 1})

        self._write(work, lambda _: None)

    def own_words(self) -> list[str]:
        """Words that the person added to the dictionary on this computer."""
        return list(self._read(lambda session: settings.get(session, settings.OWN_WORDS, [])))

    def add_word(self, word: str) -> None:
        def work(session: Session) -> None:
            words = set(settings.get(session, settings.OWN_WORDS, []))
            settings.put(session, settings.OWN_WORDS, sorted(words | {word}))

        self._write(work, lambda _: None)

    def submit_assessment(self, submission_id: str) -> str:
        """Hand the assessment in. Returns the event's id. Raises WorkIncomplete, NotEditable, KeyError."""

        def work(session: Session) -> str:
            space = projection.workspace(session, submission_id)
            if not space.editable:
                raise NotEditable(submission_id)
            assessment = assessment_from(space.cells)
            live = space.row.purpose is Purpose.LIVE
            if missing := missing_in_assessment(space.micro_credential, assessment, has_reader=live):
                raise WorkIncomplete(missing)
            body = AssessmentSubmitted(micro_credential_version=space.micro_credential.version, assessment=assessment)
            return ledger.add_final(
                session, EventType.ASSESSMENT_SUBMITTED, submission_id, space.assignment.version, body
            )

        return self._write(work, lambda _: Notice(frozenset({submission_id}), SyncNeed.NOW))

    def decide(self, submission_id: str, outcome: Outcome) -> str:
        """Make the decision. Returns the event's id. Raises WorkIncomplete, NotEditable, KeyError."""

        def work(session: Session) -> str:
            space = projection.workspace(session, submission_id)
            first = next((reading for reading in space.assignment.readings if not reading.second), None)
            if not space.editable or first is None:
                raise NotEditable(submission_id)
            decision = decision_from(space.cells, outcome, first.assessment_id)
            if missing := missing_in_decision(space.micro_credential, first.assessment, decision):
                raise WorkIncomplete(missing)
            body = DecisionMade(
                micro_credential_version=space.micro_credential.version,
                assessment_id=first.assessment_id,
                decision=decision,
            )
            return ledger.add_final(session, EventType.DECISION_MADE, submission_id, space.assignment.version, body)

        return self._write(work, lambda _: Notice(frozenset({submission_id}), SyncNeed.NOW))

    def mark_incomplete(self, submission_id: str) -> str:
        """Send it back without ratings. Returns the event's id. Raises WorkIncomplete, NotEditable, KeyError."""

        def work(session: Session) -> str:
            space = projection.workspace(session, submission_id)
            if not space.editable:
                raise NotEditable(submission_id)
            checks = assessment_from(space.cells).checks
            if missing := missing_in_incomplete(space.micro_credential, checks):
                raise WorkIncomplete(missing)
            body = MarkedIncomplete(micro_credential_version=space.micro_credential.version, checks=checks)
            return ledger.add_final(session, EventType.MARKED_INCOMPLETE, submission_id, space.assignment.version, body)

        return self._write(work, lambda _: Notice(frozenset({submission_id}), SyncNeed.NOW))

    def report_leak(self, submission_id: str, report: LeakReported) -> str:
        """Say that its evidence shows who somebody is. Returns the event's id. Raises NotEditable, KeyError."""

        def work(session: Session) -> str:
            space = projection.workspace(session, submission_id)
            if not space.row.active:
                raise NotEditable(submission_id)
            return ledger.add_final(session, EventType.LEAK_REPORTED, submission_id, space.assignment.version, report)

        return self._write(work, lambda _: Notice(frozenset({submission_id}), SyncNeed.NOW))

    def keep_place(self, submission_id: str, place: dict[str, Any]) -> None:
        """Remember where the person is in a submission."""
        self._write(lambda session: session.merge(PlaceRow(submission_id=submission_id, data=place)), lambda _: None)

    def choose(self, event_id: str, choice: Choice) -> None:
        """Carry out what the person chose for an item of the outbox. Nothing is dropped in any other way."""

        def work(session: Session) -> str | None:
            row = ledger.settle(session, event_id)
            if row is None or choice not in projection.choices(row):
                return None
            if choice is Choice.KEEP_MINE:
                ledger.retry_on_top_of_server(session, row)
            elif choice is Choice.SEND_AGAIN:
                ledger.send_again(session, row)
            elif choice is not Choice.SAVE_COPY:
                session.delete(row)
            return row.submission_id

        self._write(
            work, lambda submission: Notice(frozenset({submission}), SyncNeed.NOW) if submission is not None else None
        )

    def event_copy(self, event_id: str) -> dict[str, Any] | None:
        """An outbox item's whole content, to be saved as a file."""

        def work(session: Session) -> dict[str, Any] | None:
            row: PendingEvent | None = ledger.settle(session, event_id)
            if row is None:
                return None
            return {"submission_id": row.submission_id, "type": row.type, "occurred_at": row.occurred_at,
                    "body": row.body, "problem": row.problem}  # fmt: skip

        return self._read(work)

    # What sync needs.

    def device(self) -> Device:
        """This computer's identity, made on first use. Raises KeychainUnavailable, keys.KeyLost."""
        if self._device is None:
            self._device = self._write(lambda session: device.identity(session, self._secrets), lambda _: None)
        return self._device

    def set_device_aside(self, why: str) -> None:
        """This computer's access has ended: it becomes a new one at the next sign-in, and keeps what it signed."""
        self._device = None
        self._write(lambda session: device.set_aside(session, why), lambda _: Notice())

    def unknown_fates(self) -> list[str]:
        """Events that an earlier identity of this computer signed, and of which nobody knows whether they arrived."""
        return self._read(device.unknown_fates)

    def earlier_identities(self) -> list[str]:
        return self._read(device.earlier_identities)

    def apply_fates(self, asked: Sequence[str], results: Sequence[Result]) -> None:
        self._write(
            lambda session: device.apply_fates(session, asked, results), lambda touched: Notice(frozenset(touched))
        )

    def signed_in(self, server_url: str, reply: TokenReply) -> None:
        """Keep what a sign-in brought. Raises ValueError when another person's data is in this profile."""

        def work(session: Session) -> None:
            before = settings.get(session, settings.PERSON)
            if before is not None and before["id"] != reply.person.id:
                raise ValueError("this profile belongs to another person")
            settings.put(session, settings.SERVER_URL, server_url)
            settings.put(session, settings.REFRESH_TOKEN, reply.refresh_token)
            settings.put(session, settings.PERSON, reply.person.model_dump(mode="json"))
            if reply.unlock_secret is not None:
                settings.put(session, settings.UNLOCK_SECRET, reply.unlock_secret)
            settings.drop(session, settings.SIGNED_OUT)
            settings.put(session, settings.SERVER_KEYS, [key.model_dump() for key in reply.server_keys])

        self._write(work, lambda _: Notice())

    def refreshed(self, reply: TokenReply, traded: str) -> None:
        """Keep what came for the refresh token ``traded``. Raises SignInReplaced when that is not the sign-in any more.

        An answer that comes late must neither undo signing out nor take the place of a newer sign-in.
        """

        def work(session: Session) -> None:
            known = settings.get(session, settings.PERSON)
            signed_out = settings.get(session, settings.SIGNED_OUT, False)
            if signed_out or settings.get(session, settings.REFRESH_TOKEN) != traded or known["id"] != reply.person.id:
                raise SignInReplaced
            settings.put(session, settings.REFRESH_TOKEN, reply.refresh_token)
            settings.put(session, settings.PERSON, reply.person.model_dump(mode="json"))
            settings.put(session, settings.SERVER_KEYS, [key.model_dump() for key in reply.server_keys])

        self._write(work, lambda _: Notice())

    def sign_out(self) -> bytes:
        """Forget the sign-in; nothing is shown until the next. Returns the secret that opens it again, b"" for none."""

        def work(session: Session) -> bytes:
            settings.drop(session, settings.REFRESH_TOKEN)
            settings.put(session, settings.SIGNED_OUT, True)
            return base64.b64decode(settings.get(session, settings.UNLOCK_SECRET, ""))

        return self._write(work, lambda _: Notice())

    def is_signed_out(self) -> bool:
        return bool(self._read(lambda session: settings.get(session, settings.SIGNED_OUT, False)))

    def contact(self, now: datetime) -> Contact:
        """How long this computer may still show what it has; ``now`` is the server's time as well as it is known.

        Only read, so that a full disk does not keep anybody from being asked.
        """
        return self._read(lambda session: keeping.contact(session, now))

    def saw(self, now: datetime) -> None:
        """Remember that it is at least this late, unless that was done a moment ago."""
        looked = time.monotonic()
        ran = timedelta(seconds=looked - self._looked)
        if ran < keeping.SEEN_EVERY and now - self._saw < keeping.SEEN_EVERY:
            return
        self._write(lambda session: keeping.saw(session, now, ran), lambda _: None)
        self._looked, self._saw = looked, now

    def shred_finished(self, now: datetime) -> None:
        """Let go of evidence that may not be kept any longer."""
        gone = self._write(
            lambda session: keeping.shred_finished(session, now),
            lambda some: Notice(frozenset(some)) if some else None,
        )
        if gone:
            self._sweep()

    def sign_in_state(self) -> tuple[str | None, str | None]:
        """Server URL and refresh token, each None when there is none."""
        return self._read(
            lambda session: (
                settings.get(session, settings.SERVER_URL),
                settings.get(session, settings.REFRESH_TOKEN),
            )
        )

    def server_keys(self) -> tuple[ServerKey, ...]:
        keys = self._read(lambda session: settings.get(session, settings.SERVER_KEYS, []))
        return tuple(ServerKey.model_validate(key) for key in keys)

    def cursor(self) -> int:
        return int(self._read(lambda session: settings.get(session, settings.CURSOR, 0)))

    def anything_waits(self) -> bool:
        """Whether there are events that were not sealed yet and may go now."""
        return self._read(lambda session: ledger.anything_waits(session, self._made_before()))

    def release(self) -> None:
        """Let go what could still be undone: it may be sent now."""
        self._released = utc_now()

    def _made_before(self) -> datetime:
        now = utc_now()
        # A release in the future is from before the clock was set back, and must not let go what is handed in now.
        return max(now - self.grace, self._released if self._released <= now else now - self.grace)

    def events_to_send(self, limit: int = MAX_EVENTS) -> list[Event]:
        """Seal what waits and give the next events to send; the sealed form is on disk when this returns."""
        signer = self.device()
        return self._write(
            lambda session: ledger.seal_waiting(session, signer, limit, self._made_before()), lambda _: None
        )

    def apply_reply(self, reply: SyncReply, sent: Sequence[Event], received_at: datetime) -> None:
        """Apply the whole reply. Raises ReplyRefused, and then nothing was changed."""

        self.server_clock.told(reply.server_time, received_at)
        self._apply(lambda session: replica.apply_reply(session, reply, sent))
        # The time that passed until now is in the server's time already.
        self._looked = time.monotonic()
        if any(change.kind is ChangeKind.ASSIGNMENT and change.data is None for change in reply.changes):
            self._sweep()
        self.shred_finished(reply.server_time)

    def apply_parcel(self, reply: SyncReply) -> int:
        """Apply what a file brought instead of the wire; how many of the events that wait it answers.

        Rows older than those here are left alone: they would undo what the wire has brought since. Raises ReplyRefused,
        and then nothing was changed.
        """
        sent = self._read(ledger.sealed_events)
        ids = {event.id for event in sent}
        own = [result for result in reply.results if result.event_id in ids]
        older = reply.cursor < self.cursor()
        self._apply(lambda session: replica.apply_parcel(session, reply, own, sent, older=older))
        self._sweep()
        return len(own)

    def _apply(self, change: Callable[[Session], set[str]]) -> None:
        """Rows that the server sent, all of them or none. Raises ReplyRefused."""

        def work(session: Session) -> set[str]:
            try:
                touched = change(session)
                session.flush()
            except (IntegrityError, ValueError) as error:
                raise ReplyRefused(f"the reply does not fit together ({type(error).__name__})") from error
            return touched

        self._write(work, lambda touched: Notice(frozenset(touched)))

    def start_over(self) -> None:
        """Prepare a full sync; the outbox and the packets stay."""
        self._write(replica.forget_server_rows, lambda _: None)

    def keep_report(self, key: str, data: dict[str, Any]) -> None:
        """Keep insights in the place of those that were here."""
        self._write(lambda session: reports.keep(session, key, data, utc_now()), lambda _: Notice())

    def forget_report(self, key: str) -> None:
        self._write(lambda session: reports.forget(session, key), lambda _: Notice())

    # Packets.

    def want_packet(self, submission_id: str) -> bool:
        """Raises KeyError."""
        return self._write(
            lambda session: packets.want(session, submission_id),
            lambda new: Notice(frozenset({submission_id}), SyncNeed.NOW) if new else None,
        )

    def wanted_packets(self) -> list[WantedPacket]:
        return self._read(packets.wanted)

    def keep_manifest(self, submission_id: str, manifest: Manifest) -> None:
        self._write(
            lambda session: packets.keep_manifest(session, submission_id, manifest),
            lambda _: Notice(frozenset({submission_id})),
        )

    def blob_files(self, submission_id: str) -> list[BlobFile]:
        return self._read(lambda session: packets.blob_files(session, self._profile.blobs, submission_id))

    def keep_blob(self, blob: BlobFile) -> None:
        """The blob's temporary file is whole and checked: put it in place, then say so."""
        final = blob.path.with_suffix(".bin")
        try:
            blob.path.replace(final)
        except FileNotFoundError:
            # A parcel brought the same file meanwhile.
            if not final.exists():
                raise
        self._write(
            lambda session: packets.keep_blob(session, blob.submission_id, blob.sha256),
            lambda _: Notice(frozenset({blob.submission_id})),
        )

    def refuse_packet(self, submission_id: str, reason: str) -> None:
        """Keep the reason and nothing of the packet."""
        self._write(
            lambda session: packets.refuse(session, submission_id, reason),
            lambda _: Notice(frozenset({submission_id})),
        )
        self._sweep()

    def delete_packet(self, submission_id: str) -> None:
        """Shred a packet: its key is deleted, and its files with it."""
        self._write(
            lambda session: packets.delete_packet(session, submission_id),
            lambda _: Notice(frozenset({submission_id})),
        )
        self._sweep()

    def blob(self, submission_id: str, sha256: str) -> bytes:
        """The plain content of a blob. Raises KeyError when it is not here, blobs.BlobDamaged, OSError."""
        found = self._read(lambda session: packets.blob_file(session, self._profile.blobs, submission_id, sha256))
        if found is None or not found.complete:
            raise KeyError(sha256)
        return read_blob(found.path, found.key)

    def _sweep(self) -> None:
        """Remove files that no packet names. Their key is gone already: one that is still open can wait."""
        self._forget_deleted()
        names = self._read(packets.file_names_in_use)
        for file in self._profile.blobs.iterdir():
            if file.stem not in names:
                with contextlib.suppress(PermissionError):
                    file.unlink(missing_ok=True)

    def _forget_deleted(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log."""
        with contextlib.suppress(DatabaseError):
            self._writer.submit(self._truncate_log).result()

    def _truncate_log(self) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
