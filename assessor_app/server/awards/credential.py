"""What an award says: the AchievementCredential before it is signed (Open Badges 3.0, section B.1.2).

It names nobody who assessed, holds no word of their feedback, and of the evidence only the titles: neither bytes nor
links.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessor_app.domain.microcredential import MicroCredential
from assessor_app.server.awards import achievement as achievements
from assessor_app.server.awards import recipient, status_list
from assessor_app.server.awards.issuers import Issuer
from assessor_app.server.awards.moments import stamp

SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


@dataclass(frozen=True, slots=True)
class EvidenceTitle:
    """A piece of evidence, by the title that was freed of names, and the requirement that it was handed in for."""

    title: str
    requirement_id: str


@dataclass(frozen=True, slots=True)
class Earned:
    """What was earned. ``levels`` is criterion id → level after the decision, counted from 1."""

    rubric: MicroCredential
    levels: Mapping[str, int]
    evidence: tuple[EvidenceTitle, ...]
    cpe_hours: int
    decided_at: datetime
    awarded_at: datetime
    email: str


@dataclass(frozen=True, slots=True)
class Place:
    """What is drawn by chance for one credential: its id, its subject's, its salt, and its place in a status list."""

    credential_id: str
    subject: str
    salt: str
    list_id: str
    index: int


def address_of(issuer: Issuer, credential_id: str) -> str:
    return f"{issuer.address}/credentials/{credential_id}"


def credential(issuer: Issuer, earned: Earned, place: Place) -> dict[str, Any]:
    """The credential as it is signed, in both forms."""
    rubric = earned.rubric
    return {
        "@context": list(achievements.CONTEXTS),
        "id": address_of(issuer, place.credential_id),
        "type": ["VerifiableCredential", "AchievementCredential", "OpenBadgeCredential"],
        "name": rubric.title,
        "description": rubric.summary,
        "issuer": issuer.profile(),
        # The server's clock: the approver's may be ahead, and then a new award would not be valid yet.
        "validFrom": stamp(earned.awarded_at),
        "awardedDate": stamp(earned.decided_at),
        "image": achievements.image(issuer, rubric),
        "credentialSubject": {
            "id": place.subject,
            "type": ["AchievementSubject"],
            "identifier": [recipient.identity(earned.email, place.salt)],
            "achievement": achievements.achievement(issuer, rubric),
            "result": _results(achievements.address_of(issuer, rubric), earned),
        },
        **_evidence(earned),
        "credentialStatus": status_list.entry(issuer, place.list_id, place.index),
        "credentialSchema": [dict(SCHEMA)],
    }


def _results(address: str, earned: Earned) -> list[dict[str, Any]]:
    """Section B.1.16: every requirement is completed, every criterion has the level that it was decided on."""
    found: list[dict[str, Any]] = []
    for requirement in earned.rubric.requirements:
        about = achievements.requirement_id(address, requirement)
        found.append({"type": ["Result"], "resultDescription": about, "status": "Completed"})
        for criterion in requirement.criteria:
            level = earned.levels[criterion.id]
            found.append(
                {
                    "type": ["Result"],
                    "resultDescription": achievements.criterion_id(address, criterion),
                    "achievedLevel": achievements.level_id(address, criterion, level),
                    "value": criterion.levels[level - 1].label,
                }
            )
    hours = {"type": ["Result"], "resultDescription": achievements.hours_id(address), "value": str(earned.cpe_hours)}
    return [*found, hours]


def _evidence(earned: Earned) -> dict[str, Any]:
    titles = {each.id: achievements.phase_and_title(each) for each in earned.rubric.requirements}
    pieces = [
        {"type": ["Evidence"], "name": each.title, "description": f"Handed in for “{titles[each.requirement_id]}”"}
        for each in earned.evidence
        if each.requirement_id in titles
    ]
    return {"evidence": pieces} if pieces else {}
