"""Files that arrive in pieces, over lines that break (tus 1.0.0): what was received stays, whatever happens.

What is on disk is written before the row says so; what is there beyond it (a power cut) is written over.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.intake.folder import MAX_FILE_BYTES, Piece
from assessor_app.server.opening import Server
from assessor_app.server.services import portfolios
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.own import must_be_educator
from assessor_app.server.services.own_portfolios import own_portfolio, takes
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.portfolio_models import Upload

LIFE = timedelta(days=3)
MOST_OPEN = 50
_FLUSH_BYTES = 4 * 1024 * 1024
_WHOLE = (Upload.received == Upload.length, Upload.item_id.is_(None))


class UploadView(Value):
    """``received`` of ``length`` bytes are safe; ``item_id`` names the evidence that it became."""

    id: str
    portfolio_id: str
    requirement_id: str
    name: str
    length: int
    received: int
    item_id: str | None
    expires_at: datetime


class NewUpload(Value):
    portfolio_id: str
    requirement_id: str
    name: str
    title: str
    length: int


def begin(server: Server, caller: Caller, wanted: NewUpload) -> UploadView:
    """Raises ProblemError."""
    must_be_educator(caller)
    if wanted.length > MAX_FILE_BYTES:
        raise _too_large()
    if wanted.length < 1:
        raise ProblemError(problem(ProblemType.BAD_REQUEST, "The file is empty. Nothing was begun."))
    with server.database.writing() as session:
        portfolio = own_portfolio(session, caller, wanted.portfolio_id)
        portfolios.open_or_raise(portfolio)
        takes(newest(session, portfolio.micro_credential_id), wanted.requirement_id, EvidenceKind.FILE)
        running = select(Upload).where(Upload.person_id == caller.person_id, Upload.item_id.is_(None))
        if len(session.scalars(running).all()) >= MOST_OPEN:
            raise ProblemError(problem(ProblemType.TOO_LARGE, f"{MOST_OPEN} uploads are open; end some of them first."))
        row = Upload(
            id=secrets.token_hex(16), person_id=caller.person_id, portfolio_id=portfolio.id,
            requirement_id=wanted.requirement_id, name=wanted.name, title=wanted.title, length=wanted.length,
            received=0, item_id=None, expires_at=utc_now() + LIFE,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return _view(row)


def found(server: Server, caller: Caller, upload_id: str) -> UploadView:
    """Raises ProblemError; another person's looks like none."""
    with server.database.reading() as session:
        return _view(_own(session, caller, upload_id))


def looked_at(server: Server, caller: Caller, upload_id: str) -> UploadView:
    """How far it is. What arrived whole becomes evidence now, if a bad end came in between: who is told that all bytes
    are there sends nothing more. Raises ProblemError."""
    view = found(server, caller, upload_id)
    if view.received == view.length and view.item_id is None:
        with suppress(Timeout), FileLock(f"{_file(server, upload_id)}.lock", thread_local=False, timeout=0):
            view = found(server, caller, upload_id)
            return _finish(server, caller, view) if view.item_id is None else view
    return view


async def receive(
    server: Server, caller: Caller, upload_id: str, offset: int, content: AsyncIterator[bytes]
) -> UploadView:
    """Append what comes from ``offset`` on, as far as it comes; whole, it becomes evidence. Raises ProblemError."""
    view = await asyncio.to_thread(found, server, caller, upload_id)
    lock = FileLock(f"{_file(server, upload_id)}.lock", thread_local=False)
    try:
        await asyncio.to_thread(lock.acquire, timeout=0)
    except Timeout as error:
        detail = "Another request is sending to this upload. Ask for its offset and try again."
        raise ProblemError(problem(ProblemType.LOCKED, detail)) from error
    try:
        view = await asyncio.to_thread(found, server, caller, upload_id)
        if offset != view.received:
            detail = f"It goes on at {view.received}, not at {offset}. Nothing was written."
            raise ProblemError(problem(ProblemType.STALE_BASE, detail))
        if view.item_id is None:
            view = await _append(server, caller, view, content)
        if view.received == view.length and view.item_id is None:
            view = await asyncio.to_thread(_finish, server, caller, view)
        return view
    finally:
        await asyncio.to_thread(lock.release)


async def _append(server: Server, caller: Caller, view: UploadView, content: AsyncIterator[bytes]) -> UploadView:
    received, kept = view.received, view.received
    handle = await asyncio.to_thread(_open, _file(server, view.id), received)
    try:
        async for part in content:
            if received + len(part) > view.length:
                raise ProblemError(problem(ProblemType.TOO_LARGE, "More came than the upload was begun with."))
            await asyncio.to_thread(_write, handle, part)
            received += len(part)
            if received - kept >= _FLUSH_BYTES:
                kept = await asyncio.to_thread(_keep, server, caller, view.id, handle, received)
    finally:
        # A line that broke brings us here as well: what came before stays.
        try:
            if received > kept:
                await asyncio.to_thread(_keep, server, caller, view.id, handle, received)
        finally:
            await asyncio.to_thread(os.close, handle)
    return await asyncio.to_thread(found, server, caller, view.id)


def _write(handle: int, part: bytes) -> None:
    """All of it: one call may write less, on a disk that is nearly full for one. Raises OSError."""
    rest = memoryview(part)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _open(file: Path, received: int) -> int:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    os.ftruncate(handle, received)
    os.lseek(handle, received, os.SEEK_SET)
    return handle


def _keep(server: Server, caller: Caller, upload_id: str, handle: int, received: int) -> int:
    os.fsync(handle)
    with server.database.writing() as session:
        row = _own(session, caller, upload_id)
        row.received, row.expires_at = received, utc_now() + LIFE
    return received


def _finish(server: Server, caller: Caller, view: UploadView) -> UploadView:
    """The file moves to the originals, and the row says which evidence it is, in that order."""
    file = _file(server, view.id)
    with server.originals.incoming() as arriving, file.open("rb") as source:
        while part := source.read(1024 * 1024):
            arriving.write(part)
        original = arriving.keep()
    with server.database.writing() as session:
        row = _own(session, caller, view.id)
        piece = Piece(row.requirement_id, EvidenceKind.FILE, row.name, title=row.title)
        portfolio = own_portfolio(session, caller, row.portfolio_id)
        row.item_id = portfolios.add_row(session, portfolio, piece, original, view.length).id
        done = _view(row)
    _remove_files(server, view.id)
    return done


def end(server: Server, caller: Caller, upload_id: str) -> None:
    """Forget it; evidence that it became stays. Raises ProblemError."""
    with server.database.writing() as session:
        session.delete(_own(session, caller, upload_id))
    _remove_files(server, upload_id)


def remove_old(server: Server, now: datetime | None = None) -> int:
    """The chore: finish what arrived whole, end what was left alone for too long, and remove files that no row has; how
    many ended."""
    with server.database.reading() as session:
        whole = session.scalars(select(Upload).where(*_WHOLE)).all()
    for row in whole:
        with suppress(ProblemError):
            looked_at(server, Caller(row.person_id, "", frozenset({Role.EDUCATOR})), row.id)
    with server.database.writing() as session:
        old = session.scalars(select(Upload).where(Upload.expires_at <= (now or utc_now()))).all()
        for row in old:
            session.delete(row)
        session.flush()
        known = set(session.scalars(select(Upload.id)))
    for file in (server.data / "uploads").glob("*.part"):
        if file.stem not in known:
            _remove_files(server, file.stem)
    return len(old)


def anything_old(session: Session) -> bool:
    due = or_(Upload.expires_at <= utc_now(), and_(*_WHOLE))
    return session.scalars(select(Upload).where(due).limit(1)).first() is not None


def _own(session: Session, caller: Caller, upload_id: str) -> Upload:
    must_be_educator(caller)
    row = session.get(Upload, upload_id)
    if row is None or row.person_id != caller.person_id or row.expires_at <= utc_now():
        raise ProblemError(problem(ProblemType.NOT_FOUND, "There is no such upload, or it was left for too long."))
    return row


def _file(server: Server, upload_id: str) -> Path:
    return server.data / "uploads" / f"{upload_id}.part"


def _remove_files(server: Server, upload_id: str) -> None:
    for file in (_file(server, upload_id), Path(f"{_file(server, upload_id)}.lock")):
        with suppress(FileNotFoundError, PermissionError):
            file.unlink()


def _too_large() -> ProblemError:
    detail = f"A file may have at most {MAX_FILE_BYTES // 1024**2} MiB. Nothing was begun."
    return ProblemError(problem(ProblemType.TOO_LARGE, detail))


def _view(row: Upload) -> UploadView:
    return UploadView(
        id=row.id, portfolio_id=row.portfolio_id, requirement_id=row.requirement_id, name=row.name, length=row.length,
        received=row.received, item_id=row.item_id, expires_at=row.expires_at,
    )  # fmt: skip
