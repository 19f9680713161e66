"""Jobs, unsure places and likenesses as an administrator and an issuer read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor_app.domain.identity.known import Identity
from assessor_app.protocol.canonical import sha256
from assessor_app.server.intake.cleaning import Orders
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.renditions import Office
from assessor_app.server.intake.treatment import treat
from assessor_app.server.intake.workbench import Workbench
from assessor_app.server.opening import Server
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.jobs import JobState
from assessor_app.server.services import similarity
from assessor_app.server.services.credentials import newest
from assessor_app.server.services.redactions import RedactionView
from assessor_app.server.services.refused import Refused
from assessor_app.server.storage.intake_models import IntakeJob, Portfolio, PortfolioItem


def rows(server: Server, *, everything: bool) -> list[dict[str, Any]]:
    """Jobs, the newest first; without ``everything`` only those that are not done."""
    wanted = (
        select(IntakeJob, Portfolio, PortfolioItem)
        .join(Portfolio, IntakeJob.portfolio_id == Portfolio.id)
        .outerjoin(PortfolioItem, IntakeJob.item_id == PortfolioItem.id)
        .order_by(IntakeJob.updated_at.desc())
    )
    if not everything:
        wanted = wanted.where(IntakeJob.state != JobState.DONE)
    with server.database.reading() as session:
        return [
            {
                "job": job.id[:8],
                "step": job.step,
                "state": job.state,
                "attempts": job.attempts,
                "submission": portfolio.submission_id or "(not handed in)",
                "evidence": f"{item.requirement_id}/{item.name or item.link}" if item is not None else "",
                "reason": job.reason,
            }
            for job, portfolio, item in session.execute(wanted)
        ]


def explained(server: Server, job_id: str) -> dict[str, Any]:
    """Everything about one job, and about the evidence that it prepares. Raises Refused."""
    with server.database.reading() as session:
        job = jobs.named(session, job_id)
        portfolio = session.get_one(Portfolio, job.portfolio_id)
        item = session.get(PortfolioItem, job.item_id) if job.item_id else None
        whole: dict[str, Any] = {
            "job": job.id, "step": job.step, "state": job.state, "attempts": job.attempts, "reason": job.reason or "-",
            "due": job.run_at, "held until": job.lease_until or "-", "changed": job.updated_at,
            "portfolio": portfolio.id, "submission": portfolio.submission_id or "(not handed in)",
        }  # fmt: skip
        if item is not None:
            whole |= {
                "evidence": item.name or item.link or item.id, "requirement": item.requirement_id,
                "bytes": item.size, "refused": item.refused or "-",
            }  # fmt: skip
        if item is not None and item.result is not None:
            made = item.result
            whole["converted"] = " → ".join(made.get("converted", []))
            for key in ("removed", "redacted"):
                whole[key] = ", ".join(f"{kind} {n}" for kind, n in made.get(key, {}).items()) or "-"
            whole["notes"] = " ".join(made.get("notes", [])) or "-"
        return whole


def flags(server: Server, flag_id: str | None) -> list[dict[str, Any]]:
    """Likenesses; the passages too of one that is named."""
    with server.database.reading() as session:
        found = [flag for flag in similarity.flags_for_issuer(session) if flag.id.startswith(flag_id or "")]
        return [
            {
                "flag": flag.id[:12],
                "submission": f"{flag.submission_id}/{flag.evidence_id}",
                "other": f"{flag.other_submission_id}/{flag.other_evidence_id}",
                "kind": flag.kind,
                "score": f"{flag.score:.2f}",
                "settled": flag.settled or "open",
                **({"passages": _beside(flag.passages)} if flag_id else {}),
            }
            for flag in found
        ]


def flag_id(session: Session, beginning: str) -> str:
    """The whole id of the one flag that begins so. Raises Refused."""
    found = [flag.id for flag in similarity.flags_for_issuer(session) if flag.id.startswith(beginning)]
    if len(found) != 1:
        raise Refused(
            f"There is {'more than one flag that begins with' if found else 'no similarity flag'} {beginning}."
        )
    return found[0]


def redaction_lines(found: Sequence[RedactionView]) -> str:
    """A line for each word, in its sentence, and what to type."""
    if not found:
        return "Nothing waits; --all lists what was decided."
    lines = []
    for row in found:
        place = f"{row.submission_id or '(not handed in)'}, {row.evidence}" + (f", p. {row.page}" if row.page else "")
        decided = f"  [{row.choice.value}]" if row.choice is not None else ""
        lines += [f"{row.id}  {place}{decided}", f"    … {row.before} [{row.word}] {row.after} …"]
    lines.append("Does the word in brackets name a person? “admin redactions ID --remove” if so, else “--keep”.")
    return "\n".join(lines)


def _beside(passages: list[dict[str, Any]]) -> str:
    """Each passage under the other, with their pages as people count them."""
    return "\n".join(
        f"\n  this one, p. {row['own_page'] + 1}: {row['own']}\n  the other, p. {row['other_page'] + 1}: {row['other']}"
        for row in passages
        if row.get("own")
    )


def declare(server: Server, micro_credential_id: str, files: Sequence[Path]) -> None:
    """Raises Refused."""
    with server.database.reading() as session:
        newest(session, micro_credential_id)
    with Workbench() as bench:
        for file in files:
            try:
                data = file.read_bytes()
                made = treat(data, file.name, Orders(Identity()), bench, Office(server.data / "renditions"))
                shown = (made.rendition, "pdf") if made.rendition is not None else (made.data, made.format.extension)
                found = bench.fingerprint(sha256(data), *shown, made.texts)
            except (OSError, Unreadable) as error:
                raise Refused(f"{file}: {error}") from None
            with server.database.writing() as session:
                similarity.declare_template(session, micro_credential_id, found.pages, found.pictures)
