"""The messages in English."""

from __future__ import annotations

from functools import singledispatch

from assessor_app.domain.submission import Role
from assessor_app.server.notify import messages
from assessor_app.server.notify.dates import When
from assessor_app.server.notify.letters import Letter, Part, clean, facts, heading, link, listed, quoted, said

_FOOT = "This message was sent automatically; answers to it are not read."
_FOOT_IN_QUEUE = f"{_FOOT} You can choose one message a day instead, in your account."


@singledispatch
def letter(message: messages.Message, when: When) -> Letter:
    raise TypeError(f"there are no English words for {type(message).__name__}")


def _letter(message: messages.Message, subject: str, *parts: Part) -> Letter:
    foot = _FOOT if message.kind in messages.AT_ONCE else _FOOT_IN_QUEUE
    return Letter(subject=" ".join(clean(subject).split()), parts=parts, foot=foot)


def _of(message: messages.About, *more: tuple[str, str]) -> Part:
    return facts(("Micro-credential", message.title), ("Submission", message.submission_id), *more)


@letter.register
def _(message: messages.Receipt, when: When) -> Letter:
    return _letter(
        message,
        f"We received your submission for “{message.title}”",
        said("Thank you: your submission has arrived and is on its way to an assessor."),
        _of(
            message,
            ("Received", when.moment(message.submitted_at)),
            ("Result by", when.day(message.due_at)),
        ),
        said("Whoever assesses it does not learn who you are. We write to you again when there is a result."),
    )


@letter.register
def _(message: messages.ResultEarned, when: When) -> Letter:
    return _letter(
        message,
        f"Your result for “{message.title}”",
        said(f"Congratulations! You earned “{message.title}”."),
        _of(message, ("Professional education", f"{message.cpe_hours} CPE hours")),
        said("The reviewers’ feedback is ready for you to read."),
    )


@letter.register
def _(message: messages.ResultNotYet, when: When) -> Letter:
    return _letter(
        message,
        f"Your result for “{message.title}”",
        said(f"“{message.title}” is not yet earned. The reviewers’ feedback says what is there and what is missing."),
        _of(message),
        said(
            "Change what the feedback asks for and hand it in again, at any time and as often as you like. "
            "Everything that you handed in is kept."
        ),
    )


@letter.register
def _(message: messages.Incomplete, when: When) -> Letter:
    return _letter(
        message,
        f"Your submission for “{message.title}” came back: something is missing",
        said("It was not rated yet. Please see to this and hand it in again, at any time:"),
        *(part for question, note in message.missing for part in (said(question), quoted(note))),
        _of(message),
    )


@letter.register
def _(message: messages.ReturnedUnreadable, when: When) -> Letter:
    return _letter(
        message,
        f"Your submission for “{message.title}” needs your attention",
        said("Some of its evidence can’t be opened, so it could not be assessed:"),
        listed(message.sentences),
        said("Everything else is kept. Replace this evidence and hand the portfolio in again."),
        _of(message),
    )


@letter.register
def _(message: messages.AwardRevoked, when: When) -> Letter:
    return _letter(
        message,
        f"Your award for “{message.title}” was revoked",
        said(f"The issuer took the award for “{message.title}” back. The reason:"),
        quoted(message.reason),
        _of(message),
    )


@letter.register
def _(message: messages.Assigned, when: When) -> Letter:
    return _letter(
        message,
        f"Submission {message.submission_id} is in your queue",
        said("A submission is waiting for your assessment."),
        _of(message, ("Due", when.moment(message.due_at))),
        said("It comes to your computer with the next sync; then you can work on it offline."),
    )


@letter.register
def _(message: messages.ReadyToApprove, when: When) -> Letter:
    return _letter(
        message,
        f"Submission {message.submission_id} is ready for your decision",
        said("A submission was assessed and is waiting for your decision."),
        _of(message, ("Due", when.moment(message.due_at))),
        said("It comes to your computer with the next sync; then you can decide on it offline."),
    )


@letter.register
def _(message: messages.ReturnedToAssessor, when: When) -> Letter:
    return _letter(
        message,
        f"Submission {message.submission_id} came back to you",
        said("The approver asks you to look at it once more. Your assessment is kept, and you can change it."),
        *(part for title, text in message.reasons for part in (said(title or "The whole submission"), quoted(text))),
        _of(message),
    )


@letter.register
def _(message: messages.Reminder, when: When) -> Letter:
    what = "decision" if message.role is Role.APPROVER else "assessment"
    return _letter(
        message,
        f"Submission {message.submission_id} is due soon",
        said(f"A submission is still waiting for your {what}."),
        _of(message, ("Due", when.moment(message.due_at))),
        said("If you have handed it in already, one sync is all that is left to do."),
    )


@letter.register
def _(message: messages.Overdue, when: When) -> Letter:
    what = "decision" if message.role is Role.APPROVER else "assessment"
    return _letter(
        message,
        f"Submission {message.submission_id} is overdue",
        said(f"The {what} of a submission was due and is not here. Its applicant waits for a result."),
        _of(message, ("Was due", when.moment(message.due_at)), ("In the queue of", message.holder)),
        said("Please ask how it stands. It can be given to somebody else; no work is lost by that."),
    )


@letter.register
def _(message: messages.CalibrationLapses, when: When) -> Letter:
    return _letter(
        message,
        f"Your calibration for “{message.title}” lapses soon",
        said("Renew it in time and submissions keep coming: the Calibration page of the application has the packets."),
        facts(("Micro-credential", message.title), ("Holds until", when.moment(message.until))),
    )


@letter.register
def _(message: messages.CalibrationLapsed, when: When) -> Letter:
    return _letter(
        message,
        f"Your calibration for “{message.title}” has lapsed",
        said("No new submissions come until you have calibrated anew. What you have begun is kept."),
        facts(("Micro-credential", message.title), ("Held until", when.moment(message.until))),
        said("The Calibration page of the application has the packets."),
    )


@letter.register
def _(message: messages.CalibrationStopped, when: When) -> Letter:
    return _letter(
        message,
        f"Please calibrate anew for “{message.title}”",
        said(
            "Your ratings have moved away from the issuer’s true scores, so that no new submissions come until you "
            "have calibrated anew. What you have begun is kept."
        ),
        facts(("Micro-credential", message.title)),
        said("The Calibration page of the application tells more."),
    )


@letter.register
def _(message: messages.AccessGranted, when: When) -> Letter:
    return _letter(
        message,
        f"You take part in “{message.program}”",
        said(f"Your request was granted: you take part in “{message.program}” from now on."),
        *_answer(message),
    )


@letter.register
def _(message: messages.AccessRefused, when: When) -> Letter:
    return _letter(
        message,
        f"Your request for “{message.program}”",
        said(f"Access to “{message.program}” was not given. You may ask again."),
        *_answer(message),
    )


@letter.register
def _(message: messages.PasswordLink, when: When) -> Letter:
    return _letter(
        message,
        "Set your password",
        link(f"Set your password here; the link works once and for {message.hours} hours:", message.address),
        said("If you did not ask for this, you need not do anything: nothing changes."),
    )


@letter.register
def _(message: messages.Digest, when: When) -> Letter:
    parts = (
        part for at, held in message.letters for part in (heading(held.subject), said(when.moment(at)), *held.parts)
    )
    return Letter(
        subject=f"{len(message.letters)} messages: {when.day(message.day)}",
        parts=(said("You chose to have one message a day. This is what has happened since the last one."), *parts),
        foot=f"{_FOOT} You can have each message at once again, in your account.",
    )


def _answer(message: messages.AccessDecided) -> tuple[Part, ...]:
    return (said("The administrator’s answer:"), quoted(message.answer)) if message.answer.strip() else ()
