"""Who may read which blob."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from assessor_app.domain.submission import RECALLED
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import AssignmentStatus
from assessor_app.server.opening import Server
from assessor_app.server.services import viewings
from assessor_app.server.services.syncing import may_review
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.models import Assignment, PacketBlob, Submission


def blob_file(server: Server, caller: Caller, sha256: str) -> Path:
    """The blob's file, for the holder of a live assignment that names it. Raises ProblemError.

    A blob that does not exist and one that is somebody else's look the same. Fetching a manifest is seeing the packet.
    """
    may_review(caller)
    with server.database.reading() as session:
        named = session.scalars(
            select(Submission)
            .join(PacketBlob, PacketBlob.submission_id == Submission.id)
            .join(Assignment, Assignment.submission_id == Submission.id)
            .where(
                PacketBlob.sha256 == sha256,
                Assignment.person_id == caller.person_id,
                Assignment.status == AssignmentStatus.ACTIVE,
                Submission.state.not_in(RECALLED),
            )
        ).first()
    if named is None:
        raise ProblemError(problem(ProblemType.NOT_ASSIGNED, "No packet of your queue names it."))
    if named.manifest == sha256:
        viewings.note(server, caller.person_id, viewings.Kind.PACKET, named.id)
    return server.blobs.path(sha256)
