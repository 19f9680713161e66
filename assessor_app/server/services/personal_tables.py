"""Where a person's data is: every table that names people, what they get of it, and what erasure does to it.

A test compares this with the database's schema, so that no new table is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from assessor_app.server.storage.award_models import AwardRevocation, IssuedCredential
from assessor_app.server.storage.calibration_models import CalibrationRound, Presentation, Rater
from assessor_app.server.storage.discussion_models import Discussion, Facilitation, Post
from assessor_app.server.storage.intake_models import ApplicantIdentity, Portfolio, PortfolioItem, Redaction
from assessor_app.server.storage.ledger_models import LedgerTransaction, Payee, StipendState
from assessor_app.server.storage.models import (
    AssessmentRow,
    Assignment,
    AuthorizationCode,
    Award,
    Base,
    Calibration,
    ChangeRow,
    DecisionRow,
    Device,
    DraftCell,
    IncompleteRow,
    LeakReport,
    Lineage,
    Mail,
    OwnCell,
    Person,
    ProviderAccount,
    Submission,
)
from assessor_app.server.storage.portfolio_models import Agreement, Draft, SelfCheck, Upload
from assessor_app.server.storage.program_models import (
    AccessRequest,
    Account,
    AccountLink,
    Employment,
    Enrolment,
    RoleHolding,
    Viewing,
)
from assessor_app.server.storage.similarity_models import FingerprintRow

RECORD = "it is the record of what was assessed and decided, and names nobody any more"
MONEY = "payments have to be accounted for as long as the law of the land asks"
WORK = "it is no longer needed"
PROOF = "it is its holder’s proof of what they earned, and names nobody: their address is in it as a salted hash"
_ERASED = "erased-"


def erased_address(person_id: str) -> str:
    """What stands in place of an erased person's address."""
    return f"{_ERASED}{person_id}"


def not_erased() -> ColumnElement[bool]:
    """Of a row of people: lists of people are of those who can still be asked something."""
    return Person.email != literal(_ERASED) + Person.id


class Fate(StrEnum):
    """What erasure does to a row."""

    DELETED = "deleted"
    EMPTIED = "emptied of words and names"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Holding:
    """A table's rows of a person. ``hidden`` are columns that an export leaves out: secrets, and what is others'.

    ``by_minute``: rows of packets, and of what came with them. Seconds between them would tell a validity packet from
    live work, as they would with leases.
    """

    model: type[Base]
    whose: InstrumentedAttribute[str]
    fate: Fate
    why: str
    hidden: frozenset[str] = frozenset()
    exported: bool = True
    by_minute: bool = False


HOLDINGS: tuple[Holding, ...] = (
    Holding(Account, Account.person_id, Fate.EMPTIED, "it says that the account is closed"),
    Holding(AccountLink, AccountLink.person_id, Fate.DELETED, WORK, exported=False),
    Holding(ProviderAccount, ProviderAccount.person_id, Fate.DELETED, WORK),
    Holding(AuthorizationCode, AuthorizationCode.person_id, Fate.DELETED, WORK, exported=False),
    Holding(
        Device,
        Device.person_id,
        Fate.EMPTIED,
        "its key proves what was decided with it",
        frozenset({"unlock_secret", "public_key", "parcel_key"}),
    ),
    Holding(ApplicantIdentity, ApplicantIdentity.person_id, Fate.DELETED, WORK),
    Holding(Employment, Employment.person_id, Fate.EMPTIED, "reviewers of the organisation must not get the work"),
    Holding(RoleHolding, RoleHolding.person_id, Fate.KEPT, MONEY),
    Holding(Enrolment, Enrolment.person_id, Fate.KEPT, RECORD),
    Holding(AccessRequest, AccessRequest.person_id, Fate.EMPTIED, RECORD, frozenset({"decided_by"})),
    Holding(Facilitation, Facilitation.person_id, Fate.DELETED, WORK),
    Holding(Discussion, Discussion.author_id, Fate.EMPTIED, "others answered in it"),
    Holding(Post, Post.author_id, Fate.EMPTIED, "others answered to it"),
    Holding(Portfolio, Portfolio.applicant_id, Fate.EMPTIED, RECORD),
    Holding(Upload, Upload.person_id, Fate.DELETED, WORK),
    Holding(Lineage, Lineage.applicant_id, Fate.KEPT, RECORD),
    Holding(
        FingerprintRow,
        FingerprintRow.applicant_id,
        Fate.KEPT,
        "it shows whether somebody hands in the same work again, and is made of anonymised pages",
        exported=False,
    ),
    Holding(Award, Award.person_id, Fate.KEPT, RECORD),
    Holding(LedgerTransaction, LedgerTransaction.person_id, Fate.KEPT, MONEY),
    Holding(Payee, Payee.person_id, Fate.KEPT, MONEY),
    Holding(StipendState, StipendState.person_id, Fate.KEPT, MONEY, exported=False),
    # A running number tells in which order mail to others came in between.
    Holding(Mail, Mail.person_id, Fate.DELETED, WORK, frozenset({"id", "digest_id", "token"}), by_minute=True),
    Holding(
        Viewing, Viewing.person_id, Fate.KEPT, "others may ask who saw their data", frozenset({"id"}), by_minute=True
    ),
    Holding(Assignment, Assignment.person_id, Fate.KEPT, RECORD, by_minute=True),
    # Whether somebody else reads it as well is for the issuer alone.
    Holding(AssessmentRow, AssessmentRow.person_id, Fate.KEPT, RECORD, frozenset({"second"}), by_minute=True),
    Holding(IncompleteRow, IncompleteRow.person_id, Fate.KEPT, RECORD, by_minute=True),
    Holding(LeakReport, LeakReport.person_id, Fate.KEPT, RECORD, frozenset({"state_before"}), by_minute=True),
    Holding(DecisionRow, DecisionRow.person_id, Fate.KEPT, RECORD, by_minute=True),
    Holding(DraftCell, DraftCell.person_id, Fate.KEPT, "the history vouches for each of them"),
    Holding(OwnCell, OwnCell.person_id, Fate.KEPT, "the history vouches for each of them"),
    Holding(Calibration, Calibration.person_id, Fate.KEPT, RECORD),
    Holding(CalibrationRound, CalibrationRound.person_id, Fate.KEPT, RECORD),
    # Telling a reviewer which of their packets were anchors would end what anchors are for.
    Holding(Presentation, Presentation.person_id, Fate.KEPT, RECORD, exported=False),
    Holding(Rater, Rater.person_id, Fate.KEPT, RECORD, exported=False),
    Holding(ChangeRow, ChangeRow.person_id, Fate.DELETED, WORK, exported=False),
)
ABOUT_OTHERS = {
    "access_requests.decided_by": "an administrator’s answer to somebody else",
    "pay_runs.closed_by": "an administrator’s act",
    "redactions.decided_by": "an issuer’s act",
}
"""Columns that name a person in a row that is somebody else's."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Rows that hang on a person's portfolios, lineages or awards instead of naming them."""

    model: type[Base]
    condition: ColumnElement[bool]
    fate: Fate
    why: str
    hidden: frozenset[str] = frozenset()
    exported: bool = True


def attached(person_id: str) -> tuple[Attached, ...]:
    mine = select(Portfolio.id).where(Portfolio.applicant_id == person_id)
    lineages = select(Lineage.id).where(Lineage.applicant_id == person_id)
    awards = select(Award.submission_id).where(Award.person_id == person_id)
    return (
        Attached(PortfolioItem, PortfolioItem.portfolio_id.in_(mine), Fate.EMPTIED, RECORD, frozenset({"result"})),
        Attached(Draft, Draft.portfolio_id.in_(mine), Fate.DELETED, WORK),
        Attached(SelfCheck, SelfCheck.portfolio_id.in_(mine), Fate.DELETED, WORK),
        Attached(Agreement, Agreement.portfolio_id.in_(mine), Fate.KEPT, RECORD),
        Attached(Redaction, Redaction.portfolio_id.in_(mine), Fate.DELETED, WORK, exported=False),
        Attached(
            Submission,
            Submission.lineage_id.in_(lineages),
            Fate.KEPT,
            RECORD,
            frozenset({"manifest", "primary_assessment_id"}),
        ),
        Attached(AwardRevocation, AwardRevocation.submission_id.in_(awards), Fate.KEPT, RECORD),
        Attached(IssuedCredential, IssuedCredential.submission_id.in_(awards), Fate.KEPT, PROOF),
    )
