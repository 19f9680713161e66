"""What happened to work that the server did not take, what was kept, and what to do next, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assessor_app.protocol.problems import Problem, ProblemType


def _tr(text: str) -> str:
    return QCoreApplication.translate("conflicts", text)


def problem_words(problem: Problem) -> str:
    """A sentence or two; the server's own for what needs its details."""
    words = {
        ProblemType.WITHDRAWN: _tr(
            "The applicant withdrew this submission while you worked on it. There is nothing left to decide. Your work "
            "is kept here; save a copy or discard it."
        ),
        ProblemType.QUARANTINED: _tr(
            "Somebody reported that this submission shows who a person is, so it is held back for now. Your work is "
            "kept here. Edits are sent again by themselves once the issuer has released it."
        ),
        ProblemType.ALREADY_DECIDED: _tr(
            "This attempt was decided before your work arrived, so it changes nothing any more. Your work is kept "
            "here; save a copy or discard it."
        ),
        ProblemType.RUBRIC_CHANGED: _tr(
            "The rubric has a newer version than the one you used. Your ratings are kept. Look again: go through them "
            "with the new version, and hand them in once more."
        ),
        ProblemType.NOT_ASSIGNED: _tr(
            "Somebody else has taken this submission over. Your work is kept here; save a copy or discard it."
        ),
        ProblemType.NOT_CALIBRATED: _tr(
            "Your calibration for this micro-credential has ended. Your work is kept; hand it in again once the issuer "
            "has renewed it."
        ),
        ProblemType.SAME_PERSON: _tr(
            "You assessed this submission yourself, so another approver has to decide on it. Your work is kept here."
        ),
        ProblemType.DEVICE_REVOKED: _tr(
            "This computer can't sign this any more: its access was ended, or its key is gone from the keychain. "
            "Nothing is lost. Sign in: this computer gets a new key. Then choose “Send again”."
        ),
    }
    return words.get(problem.type) or f"{problem.title}. {problem.detail}".strip()


def clash_words() -> str:
    return _tr(
        "You changed this here and on another computer. Both versions are kept until you choose one; nothing else of "
        "your draft is touched."
    )
