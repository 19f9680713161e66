"""A micro-credential as an Achievement (Open Badges 3.0, section B.1.1): what it asks for, and how that is rated."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from assessor_app.domain.microcredential import Criterion, MicroCredential, Requirement
from assessor_app.server.awards.contexts import CREDENTIALS, EXTENSIONS, OPEN_BADGES
from assessor_app.server.awards.issuers import Issuer

CONTEXTS = [CREDENTIALS, OPEN_BADGES, EXTENSIONS]
# Keys of a micro-credential begin with a letter or a digit, so this is nobody's.
_HOURS = "_cpe-hours"


def address_of(issuer: Issuer, rubric: MicroCredential) -> str:
    """Its id, and the page of its criteria: a version never changes, so each has its own."""
    return f"{issuer.address}/achievements/{quote(rubric.id, safe='')}/{rubric.version}"


def achievement(issuer: Issuer, rubric: MicroCredential) -> dict[str, Any]:
    address = address_of(issuer, rubric)
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": rubric.title,
        "description": rubric.summary,
        "criteria": {"id": address, "narrative": narrative(rubric)},
        "image": image(issuer, rubric),
        "version": str(rubric.version),
        "resultDescription": _descriptions(address, rubric),
    }


def image(issuer: Issuer, rubric: MicroCredential) -> dict[str, Any]:
    caption = f"Badge of the micro-credential “{rubric.title}”, issued by {rubric.issuer}"
    return {"id": f"{address_of(issuer, rubric)}/badge.png", "type": "Image", "caption": caption}


def narrative(rubric: MicroCredential) -> str:
    """The criteria in Markdown: each requirement with what has to be shown, and the level that meets."""
    parts = ["Earned when every criterion of every requirement is at a level that meets."]
    for requirement in rubric.requirements:
        parts.append(f"## {phase_and_title(requirement)}\n\n{requirement.instructions}")
        parts.append("\n".join(f"- **{each.title}**: {lowest_meeting(each)[1]}" for each in requirement.criteria))
    return "\n\n".join(parts)


def phase_and_title(requirement: Requirement) -> str:
    return f"{requirement.phase.value.capitalize()}: {requirement.title}"


def lowest_meeting(criterion: Criterion) -> tuple[int, str]:
    """The least that meets: the level's number, counted from 1, and its descriptor."""
    return next((n, level.descriptor) for n, level in enumerate(criterion.levels, start=1) if level.meets)


def requirement_id(address: str, requirement: Requirement) -> str:
    return f"{address}#{requirement.id}"


def criterion_id(address: str, criterion: Criterion) -> str:
    return f"{address}#{criterion.id}"


def level_id(address: str, criterion: Criterion, level: int) -> str:
    return f"{criterion_id(address, criterion)}/{level}"


def hours_id(address: str) -> str:
    return f"{address}#{_HOURS}"


def _descriptions(address: str, rubric: MicroCredential) -> list[dict[str, Any]]:
    """What results speak of (section B.1.17): each requirement of a phase, each criterion with its levels, the hours.

    CPE hours are no ``creditsEarned``: that counts semester or quarter hours (section B.1.3).
    """
    found: list[dict[str, Any]] = []
    for requirement in rubric.requirements:
        found.append(_described(requirement_id(address, requirement), phase_and_title(requirement), "Status"))
        for criterion in requirement.criteria:
            found.append(
                {
                    **_described(
                        criterion_id(address, criterion),
                        f"{requirement.phase.value.capitalize()}: {criterion.title}",
                        "RubricCriterionLevel",
                    ),
                    "requiredLevel": level_id(address, criterion, lowest_meeting(criterion)[0]),
                    "rubricCriterionLevel": [
                        {
                            "id": level_id(address, criterion, number),
                            "type": ["RubricCriterionLevel"],
                            "name": level.label,
                            "description": level.descriptor,
                            "level": str(number),
                        }
                        for number, level in enumerate(criterion.levels, start=1)
                    ],
                }
            )
    found.append(_described(hours_id(address), "Hours of continuing professional education (CPE)", "Result"))
    return found


def _described(description_id: str, name: str, kind: str) -> dict[str, Any]:
    return {"id": description_id, "type": ["ResultDescription"], "name": name, "resultType": kind}
