"""Everything that the server holds of a person, as a ZIP archive that they can read and take along."""

from __future__ import annotations

import json
import re
import secrets
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from assessor_app.domain.submission import DECIDED, Role, State
from assessor_app.protocol.events import utc_now
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.opening import Server
from assessor_app.server.services.feedback import feedback_page
from assessor_app.server.services.personal_tables import HOLDINGS, attached
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.intake_models import Portfolio, PortfolioItem
from assessor_app.server.storage.models import Base, Lineage, Person, Submission

_READ_ME = """What this server holds of {name} <{email}>, on {day}.

data/       one file for each kind of record (JSON)
handed-in/  evidence as it was handed in, by portfolio
feedback/   the feedback on each submission that was decided (open it in a browser)

Not in it: passwords and keys; who assessed your work, which stays unknown by rule; and for reviewers, which packets
were there for calibration.
"""
MOST_AT_ONCE = 2
"""How many archives are made at once: each may take a processor, and room for all that somebody ever handed in."""
WAIT_SECONDS = 30.0
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)
_guard = threading.Lock()
_busy: set[str] = set()
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def kept_export(server: Server, person_id: str) -> Path:
    """The archive in the data folder, where there is one for each person: an older one goes first. Raises ProblemError
    when many are being made."""
    folder = server.data / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    with _turn(person_id):
        for older in folder.glob(f"{person_id}-*"):
            with suppress(FileNotFoundError, PermissionError):
                # Windows lets nobody remove what is still being sent; whoever sends it does.
                older.unlink()
        file = folder / f"{person_id}-{secrets.token_hex(16)}.zip"
        try:
            write_export(server, person_id, file)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return file


@contextmanager
def _turn(person_id: str) -> Iterator[None]:
    with _guard:
        if person_id in _busy:
            detail = "Your data is being put together already; try again in a minute."
            raise ProblemError(problem(ProblemType.RATE_LIMITED, detail))
        _busy.add(person_id)
    try:
        if not _turns.acquire(timeout=WAIT_SECONDS):
            detail = "Several people’s data are being put together; try again in a minute."
            raise ProblemError(problem(ProblemType.RATE_LIMITED, detail))
        try:
            yield
        finally:
            _turns.release()
    finally:
        with _guard:
            _busy.discard(person_id)


def write_export(server: Server, person_id: str, file: Path) -> None:
    """The archive at ``file``; what is there already is overwritten."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with server.database.reading() as session:
            person = session.get_one(Person, person_id)
            head = _READ_ME.format(name=person.name, email=person.email, day=f"{utc_now():%Y-%m-%d}")
            archive.writestr("read-me.txt", head)
            for name, rows in _tables(session, person).items():
                archive.writestr(f"data/{name}.json", json.dumps(rows, indent=2, ensure_ascii=False))
            handed_in = _originals(session, person_id)
            decided = _with_feedback(session, person_id)
        for place, original in handed_in:
            source = server.originals.path(original)
            if source.is_file():
                archive.write(source, place)
        caller = Caller(person_id, "", frozenset({Role.EDUCATOR}))
        for submission_id in decided:
            try:
                page = feedback_page(server, caller, submission_id).html
            except (ProblemError, OSError):
                continue
            archive.writestr(f"feedback/{submission_id}.html", page)


def _tables(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    found = {"people": [_plain(person, frozenset({"password_hash"}))]}
    for holding in HOLDINGS:
        if holding.exported:
            rows = session.scalars(select(holding.model).where(holding.whose == person.id)).all()
            plain = [_plain(row, holding.hidden, by_minute=holding.by_minute) for row in rows]
            # As the database has them, their order would tell what seconds do not.
            found[holding.model.__tablename__] = sorted(plain, key=json.dumps)
    for part in attached(person.id):
        if part.exported:
            rows = session.scalars(select(part.model).where(part.condition)).all()
            found[part.model.__tablename__] = [_plain(row, part.hidden) for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def _plain(row: Base, hidden: frozenset[str], *, by_minute: bool = False) -> dict[str, Any]:
    names = [attribute.key for attribute in inspect(type(row)).column_attrs if attribute.key not in hidden]
    return {name: _readable(getattr(row, name), by_minute) for name in names}


def _readable(value: Any, by_minute: bool) -> Any:
    if isinstance(value, datetime):
        return (value.replace(second=0, microsecond=0) if by_minute else value).isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _originals(session: Session, person_id: str) -> list[tuple[str, str]]:
    """Place in the archive, and the original's name. Numbered, because names may be the same, or none at all."""
    rows = session.execute(
        select(PortfolioItem, Portfolio.micro_credential_id)
        .join(Portfolio, PortfolioItem.portfolio_id == Portfolio.id)
        .where(Portfolio.applicant_id == person_id, PortfolioItem.original.is_not(None))
        .order_by(Portfolio.created_at, PortfolioItem.position)
    ).all()
    found = []
    for number, (item, micro_credential_id) in enumerate(rows, start=1):
        name = _UNSAFE.sub("_", item.name)[-120:] or "evidence"
        folder = f"handed-in/{micro_credential_id}-{item.portfolio_id[:8]}/{item.requirement_id}"
        found.append((f"{folder}/{number:03d}-{name}", item.original or ""))
    return found


def _with_feedback(session: Session, person_id: str) -> list[str]:
    return list(
        session.scalars(
            select(Submission.id)
            .join(Lineage, Submission.lineage_id == Lineage.id)
            .where(Lineage.applicant_id == person_id, Submission.state.in_((*DECIDED, State.INCOMPLETE)))
        )
    )
