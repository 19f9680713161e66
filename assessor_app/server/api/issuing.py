"""What an issuer decides on before anybody assesses: unsure places, and work that looks like another's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import Response
from sqlalchemy import select

from assessor_app.domain.submission import Role
from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.server.api.callers import TheCaller, TheServer, Wake
from assessor_app.server.api.listing import Page, ThePiece
from assessor_app.server.api.problems import PROBLEM
from assessor_app.server.intake.censor import Choice
from assessor_app.server.services import redactions, similarity, viewings
from assessor_app.server.services.lists import paged
from assessor_app.server.services.redactions import RedactionView
from assessor_app.server.services.similarity import Settled
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.similarity_models import SimilarityFlag

router = APIRouter(prefix="/api/v1/issuer")
_ID = Annotated[str, Path(max_length=64, pattern=r"^[0-9a-f]+$")]
_ANSWERS: dict[int | str, dict[str, Any]] = {409: {**PROBLEM, "description": "A rule does not allow it"}}


class Decision(Value):
    choice: Choice


class Verdict(Value):
    """None opens it again."""

    verdict: Settled | None


class SimilarityView(Value):
    """Two submissions of different applicants and what both have; ``passages`` stand side by side, without names."""

    id: str
    submission_id: str
    evidence_id: str
    other_submission_id: str
    other_evidence_id: str
    kind: str
    score: float
    passages: list[dict[str, Any]]
    created_at: datetime
    settled: Settled | None


def must_be_issuer(caller: Caller) -> None:
    if Role.ISSUER not in caller.roles:
        raise ProblemError(problem(ProblemType.NOT_ALLOWED, "This is open to the issuer."))


@router.get("/redactions", summary="Places where a word may be a name, which wait for the issuer's word")
def waiting(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[RedactionView]:
    must_be_issuer(caller)
    with server.database.reading() as session:
        found = redactions.queue_page(session, piece)
        subjects = viewings.whose_words(session, [place.id for place in found.items])
    viewings.note_each(server, caller.person_id, viewings.Kind.WORDS, subjects)
    return found


@router.put("/redactions/{redaction_id}", summary="Keep a word, or remove it", status_code=204, responses=_ANSWERS)
def decided(server: TheServer, caller: TheCaller, redaction_id: _ID, decision: Decision, wake: Wake) -> Response:
    must_be_issuer(caller)
    with server.database.writing() as session:
        redactions.decide(session, redaction_id, decision.choice, caller.person_id)
    wake()
    return Response(status_code=204)


@router.get("/similarity", summary="Evidence that submissions of different applicants share")
def similar(server: TheServer, caller: TheCaller, piece: ThePiece) -> Page[SimilarityView]:
    must_be_issuer(caller)
    with server.database.reading() as session:
        keys = (SimilarityFlag.created_at, SimilarityFlag.id)
        found = paged(session, select(SimilarityFlag), keys, piece, _likeness)
    subjects = [key for flag in found.items for key in (flag.submission_id, flag.other_submission_id)]
    viewings.note_each(server, caller.person_id, viewings.Kind.WORDS, subjects)
    return found


def _likeness(flag: SimilarityFlag) -> SimilarityView:
    return SimilarityView(
        id=flag.id, submission_id=flag.submission_id, evidence_id=flag.evidence_id,
        other_submission_id=flag.other_submission_id, other_evidence_id=flag.other_evidence_id, kind=flag.kind,
        score=flag.score, passages=flag.passages, created_at=flag.created_at,
        settled=Settled(flag.settled) if flag.settled else None,
    )  # fmt: skip


@router.put("/similarity/{flag_id}", summary="Judge a likeness", status_code=204, responses=_ANSWERS)
def settled(server: TheServer, caller: TheCaller, flag_id: _ID, verdict: Verdict) -> Response:
    must_be_issuer(caller)
    with server.database.writing() as session:
        similarity.settle(session, flag_id, verdict.verdict)
    return Response(status_code=204)
