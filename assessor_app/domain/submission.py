"""States of a submission and the one table of transitions that server and app share.

The server enforces the table; the app mirrors it to offer only what can be done.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ASSESSOR = "assessor"
    APPROVER = "approver"
    ISSUER = "issuer"
    ADMINISTRATOR = "administrator"
    EDUCATOR = "educator"
    FACILITATOR = "facilitator"


class State(StrEnum):
    SUBMITTED = "submitted"
    WAITING_ON_ASSESSOR = "waiting_on_assessor"
    WAITING_ON_APPROVER = "waiting_on_approver"
    RETURNED_TO_ASSESSOR = "returned_to_assessor"
    INCOMPLETE = "incomplete"
    EARNED = "earned"
    NOT_YET_EARNED = "not_yet_earned"
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"


class Action(StrEnum):
    """What moves a submission from one state to another."""

    ASSIGN = "assign"
    SUBMIT_ASSESSMENT = "submit_assessment"
    MARK_INCOMPLETE = "mark_incomplete"
    RETURN_UNREADABLE = "return_unreadable"
    AWARD = "award"
    NOT_YET = "not_yet"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REPORT_LEAK = "report_leak"
    RELEASE_REDACTED = "release_redacted"


class Effect(StrEnum):
    """What a transition sets off besides the new state."""

    NOTIFY_APPLICANT = "notify_applicant"
    NOTIFY_ASSESSOR = "notify_assessor"
    OFFER_TO_APPROVERS = "offer_to_approvers"
    ISSUE_AWARD = "issue_award"
    RECALL_PACKET = "recall_packet"


@dataclass(frozen=True, slots=True)
class Transition:
    action: Action
    by: frozenset[Role]
    source: State
    target: State
    effects: tuple[Effect, ...] = ()


def _rows(
    action: Action, by: set[Role], sources: tuple[State, ...], target: State, *effects: Effect
) -> tuple[Transition, ...]:
    return tuple(Transition(action, frozenset(by), source, target, effects) for source in sources)


_WITH_ASSESSOR = (State.WAITING_ON_ASSESSOR, State.RETURNED_TO_ASSESSOR)
_UNDECIDED = (State.SUBMITTED, *_WITH_ASSESSOR, State.WAITING_ON_APPROVER)
_ANYBODY_WHO_SEES_EVIDENCE = {Role.ASSESSOR, Role.APPROVER, Role.ISSUER}

TRANSITIONS: tuple[Transition, ...] = (
    *_rows(
        Action.ASSIGN,
        {Role.ADMINISTRATOR, Role.ISSUER},
        (State.SUBMITTED,),
        State.WAITING_ON_ASSESSOR,
        Effect.NOTIFY_ASSESSOR,
    ),
    *_rows(
        Action.SUBMIT_ASSESSMENT,
        {Role.ASSESSOR},
        _WITH_ASSESSOR,
        State.WAITING_ON_APPROVER,
        Effect.OFFER_TO_APPROVERS,
    ),
    *_rows(
        Action.MARK_INCOMPLETE,
        {Role.ASSESSOR},
        _WITH_ASSESSOR,
        State.INCOMPLETE,
        Effect.NOTIFY_APPLICANT,
        Effect.RECALL_PACKET,
    ),
    # Evidence that nobody can open comes back before anybody is asked to assess it; the server does it for the issuer.
    *_rows(
        Action.RETURN_UNREADABLE,
        {Role.ISSUER},
        (State.SUBMITTED,),
        State.INCOMPLETE,
        Effect.NOTIFY_APPLICANT,
    ),
    *_rows(
        Action.AWARD,
        {Role.APPROVER},
        (State.WAITING_ON_APPROVER,),
        State.EARNED,
        Effect.ISSUE_AWARD,
        Effect.NOTIFY_APPLICANT,
    ),
    *_rows(
        Action.NOT_YET,
        {Role.APPROVER},
        (State.WAITING_ON_APPROVER,),
        State.NOT_YET_EARNED,
        Effect.NOTIFY_APPLICANT,
    ),
    *_rows(
        Action.RETURN,
        {Role.APPROVER},
        (State.WAITING_ON_APPROVER,),
        State.RETURNED_TO_ASSESSOR,
        Effect.NOTIFY_ASSESSOR,
    ),
    *_rows(Action.WITHDRAW, {Role.EDUCATOR}, _UNDECIDED, State.WITHDRAWN, Effect.RECALL_PACKET),
    *_rows(Action.REPORT_LEAK, _ANYBODY_WHO_SEES_EVIDENCE, _UNDECIDED, State.QUARANTINED, Effect.RECALL_PACKET),
    *_rows(Action.RELEASE_REDACTED, {Role.ISSUER}, (State.QUARANTINED,), State.SUBMITTED),
)

_BY_ACTION_AND_SOURCE = {(row.action, row.source): row for row in TRANSITIONS}

DECIDED = frozenset({State.EARNED, State.NOT_YET_EARNED})
RECALLED = frozenset({State.WITHDRAWN, State.QUARANTINED})
"""In these states a submission is gone for everybody who worked on it."""
RESUBMITTABLE = frozenset({State.NOT_YET_EARNED, State.INCOMPLETE, State.WITHDRAWN})
"""States after which the applicant may hand in the next attempt; there is no limit to their number (FAQ 22)."""


def transition(action: Action, source: State, by: Role) -> Transition | None:
    """The allowed transition, or None where the table has none."""
    row = _BY_ACTION_AND_SOURCE.get((action, source))
    return row if row is not None and by in row.by else None


# Crockford's base 32: no I, L, O, U, so that an ID read aloud or from paper is not misread.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_submission_id() -> str:
    """A random ID such as ``S-7K3Q-20F1``: 40 bits that say nothing of the applicant or of other attempts."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"S-{letters[:4]}-{letters[4:]}"
