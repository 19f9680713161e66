"""Where the year takes place: two districts, their roles and programs, the micro-credentials, the time zones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NORTH, SOUTH = "Quillfeather Public Schools", "Thornbury Unified"
ZONES = {NORTH: "America/Chicago", SOUTH: "Pacific/Honolulu"}
TITLES = {
    f"mc-{number:02d}": title
    for number, title in enumerate(
        ("Wait Time", "Asking Back", "Exit Tickets", "Small Groups", "Word Walls", "Calling Home", "Think Aloud",
         "Peer Review", "Lab Notes", "Number Talks"), start=1,
    )
}  # fmt: skip
"""Micro-credential → title."""
KEYS = tuple(TITLES)


@dataclass(frozen=True, slots=True)
class RoleFacts:
    key: str
    title: str
    paid: bool
    open: bool


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    key: str
    title: str
    micro_credentials: frozenset[str]
    roles: frozenset[str]


@lru_cache(maxsize=1)
def roles() -> tuple[RoleFacts, ...]:
    """Those of the sample, which are the initiative's."""
    text = (_RESOURCES / "samples/programs.yaml").read_text("utf-8")
    return tuple(
        RoleFacts(role["key"], role["title"], role.get("stipend", False), role.get("open", True))
        for role in yaml.safe_load(text)["roles"]
    )


PROGRAMS = (
    ProgramFacts("everything", "All That There Is", frozenset(KEYS),
                 frozenset({"department-chair", "gifted-and-talented-teacher", "system-course-leader"})),
    ProgramFacts("communities", "Leading a Community", frozenset(KEYS[:4]),
                 frozenset({"plc-leader", "instructional-coach", "department-chair", "campus-leadership"})),
    ProgramFacts("first-years", "The First Years", frozenset(KEYS[2:6]),
                 frozenset({"new-teacher", "non-tested-teacher", "mentor-teacher"})),
    ProgramFacts("support", "Supporting Students", frozenset(KEYS[4:8]),
                 frozenset({"college-counselor", "interventionist", "esl-specialist", "curriculum-writer"})),
    ProgramFacts("advanced", "Going Further", frozenset(KEYS[6:]),
                 frozenset({"gifted-and-talented-coordinator", "special-education-teacher", "pre-service-principal"})),
)  # fmt: skip


def organisation_file(district: str) -> str:
    """Roles and programs as an administrator loads them."""
    content = {
        "organisation": district,
        "roles": [{"key": role.key, "title": role.title, "stipend": role.paid, "open": role.open} for role in roles()],
        "programs": [
            {
                "key": program.key,
                "title": program.title,
                "content": {
                    "overview": "Begin.",
                    "micro_credentials": sorted(program.micro_credentials),
                    "roles": sorted(program.roles),
                },
            }
            for program in PROGRAMS
        ],
    }
    return yaml.safe_dump(content, allow_unicode=True)


def rubric(key: str) -> str:
    """A micro-credential that is read once, so that nothing of the year depends on chance."""
    levels = [
        {"label": label, "descriptor": f"{label}.", "meets": meets}
        for label, meets in (("Not yet", False), ("Demonstrated", True))
    ]
    content = {
        "id": key, "version": 1, "title": TITLES[key], "issuer": "Circle of Raters", "summary": "One thing, well.",
        "requirements": [{
            "id": "show", "phase": "implement", "title": "Show it", "instructions": "Show it.",
            "evidence": {"kinds": ["text"]},
            "completion_checks": [{"id": "there", "question": "Is the evidence there?"}],
            "criteria": [{"id": "shown", "title": "Shows it", "levels": levels}],
        }],
        "policies": {
            "completion_checks_first": True,
            "calibration": {
                "validity_one_in": 0, "back_reading_percent": 0, "back_reading_first": 0,
                "back_reading_near_miss": False, "double_scored_first": 0,
            },
        },
    }  # fmt: skip
    return yaml.safe_dump(content)
