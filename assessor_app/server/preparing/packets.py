"""From prepared evidence to the manifest: neutral titles, one entry each, and what other submissions have too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.identity.search import IdentitySearch, without
from assessor_app.domain.microcredential import EvidenceKind, MicroCredential
from assessor_app.protocol.packet import Evidence, SharedPassage, SimilarWork
from assessor_app.server.intake.words import is_word
from assessor_app.server.opening import Server
from assessor_app.server.preparing.evidence import unpacked
from assessor_app.server.preparing.result import Prepared
from assessor_app.server.services import similarity

_MOST_PASSAGES, _MOST_LETTERS = 50, 4_000
PreparedItem = tuple[str, EvidenceKind, Prepared]
"""Requirement id, kind, and what was made of it."""


def evidence_of(items: Sequence[PreparedItem], credential: MicroCredential) -> tuple[Evidence, ...]:
    """In the rubric's order. A title is the applicant's own without names, else what kind of thing it is, numbered
    where a requirement has several of the kind."""
    order = {requirement.id: number for number, requirement in enumerate(credential.requirements)}
    arranged = sorted(items, key=lambda item: order[item[0]])
    several = Counter((requirement, made.word) for requirement, _, made in arranged)
    seen: Counter[tuple[str, str]] = Counter()
    result = []
    for number, (requirement, kind, made) in enumerate(arranged, start=1):
        key = (requirement, made.word)
        seen[key] += 1
        neutral = f"{made.word} {seen[key]}" if several[key] > 1 else made.word
        result.append(
            Evidence(
                id=f"e{number:02d}", requirement_id=requirement, title=made.title or neutral, kind=kind, blob=made.blob,
                words=made.words, link=made.link, rendition=made.rendition, poster=made.poster, seconds=made.seconds,
            )
        )  # fmt: skip
    return tuple(result)


def compare(
    server: Server,
    session: Session,
    submission_id: str,
    applicant_id: str,
    credential: MicroCredential,
    evidence: Sequence[tuple[Evidence, Prepared]],
    identity: Identity,
) -> tuple[SimilarWork, ...]:
    """Keep the submission's fingerprints and tell what another applicant's has too (FAQ 25), without saying whose.

    ``identity`` is this submission's: the other one's words were made anonymous for somebody else.
    """
    search = IdentitySearch(identity, is_word)

    def clear(text: str) -> str:
        return without(text, search.find(text))[:_MOST_LETTERS]

    teams = {r.id for r in credential.requirements if r.evidence.team_artifacts}
    compared = [
        similarity.Compared(
            item.id, unpacked(server.originals.read(made.fingerprint)), exempt=item.requirement_id in teams
        )
        for item, made in evidence
        if made.fingerprint is not None
    ]
    similarity.index_and_compare(
        session, micro_credential_id=credential.id, submission_id=submission_id, applicant_id=applicant_id,
        evidence=compared,
    )  # fmt: skip
    return tuple(
        SimilarWork(
            evidence_id=flag.evidence_id,
            kind=flag.kind.value,
            score=flag.score,
            passages=tuple(
                SharedPassage(
                    own=clear(passage.own), other=clear(passage.other),
                    own_page=passage.own_page, other_page=passage.other_page,
                )
                for passage in flag.passages[:_MOST_PASSAGES]
            ),
        )
        for flag in similarity.flags_for_assessor(session, submission_id)
    )  # fmt: skip
