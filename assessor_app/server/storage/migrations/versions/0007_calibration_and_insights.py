"""Calibration: anchors, attempts, second readings; and the sums that insights are made of"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _calibration()
    _readings()
    _agreement()
    _work()
    op.create_index("ix_submissions_arrival", "submissions", ["micro_credential_id", "submitted_at"], unique=False)
    op.create_index(op.f("ix_assignments_created_at"), "assignments", ["created_at"], unique=False)
    op.create_index(op.f("ix_decisions_received_at"), "decisions", ["received_at"], unique=False)
    # What is done once after an upgrade is done already where there is nothing yet.
    for name, table in (("sums", "decisions"), ("standings", "calibrations")):
        op.execute(
            f"INSERT INTO chores (name, done_at) SELECT '{name}', CURRENT_TIMESTAMP "  # noqa: S608 - names of our own
            f"WHERE NOT EXISTS (SELECT 1 FROM {table})"
        )


def _calibration() -> None:
    op.create_table(
        "anchors",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("micro_credential_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("set_name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("true_scores", sa.JSON(), nullable=False),
        sa.Column("packet", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["micro_credential_id", "micro_credential_version"],
            ["micro_credentials.id", "micro_credentials.version"],
            name=op.f("fk_anchors_micro_credential_id"),
        ),
        sa.ForeignKeyConstraint(["source_id"], ["submissions.id"], name=op.f("fk_anchors_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchors")),
    )
    op.create_index(
        "ix_anchors_of", "anchors", ["micro_credential_id", "micro_credential_version", "kind"], unique=False
    )
    op.create_index(op.f("ix_anchors_fingerprint"), "anchors", ["fingerprint"], unique=False)
    op.create_table(
        "calibration_rounds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("micro_credential_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sets", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calibration_rounds_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_rounds")),
    )
    op.create_index(op.f("ix_calibration_rounds_person_id"), "calibration_rounds", ["person_id"], unique=False)


def _readings() -> None:
    op.create_table(
        "presentations",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("anchor_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("scored_at", sa.DateTime(), nullable=True),
        sa.Column("close_after", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["anchor_id"], ["anchors.id"], name=op.f("fk_presentations_anchor_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_presentations_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["calibration_rounds.id"], name=op.f("fk_presentations_round_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_presentations_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_presentations")),
    )
    op.create_index(op.f("ix_presentations_anchor_id"), "presentations", ["anchor_id"], unique=False)
    op.create_index(op.f("ix_presentations_person_id"), "presentations", ["person_id"], unique=False)
    op.create_index(op.f("ix_presentations_round_id"), "presentations", ["round_id"], unique=False)
    op.create_table(
        "raters",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("drift", sa.JSON(), nullable=False),
        sa.Column("assessed", sa.Integer(), nullable=False),
        sa.Column("last_work", sa.DateTime(), nullable=True),
        sa.Column("calibrated_at", sa.DateTime(), nullable=True),
        sa.Column("advised_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("validity_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_raters_person_id")),
        sa.PrimaryKeyConstraint("person_id", "micro_credential_id", name=op.f("pk_raters")),
    )
    op.create_index(op.f("ix_raters_validity_at"), "raters", ["validity_at"], unique=False)
    op.create_table(
        "second_readings",
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=True),
        sa.Column("assessment_id", sa.String(), nullable=True),
        sa.Column("hold_until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_second_readings_assessment_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_second_readings_assignment_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_second_readings_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_second_readings")),
    )
    op.create_index(op.f("ix_second_readings_assignment_id"), "second_readings", ["assignment_id"], unique=False)


def _agreement() -> None:
    op.create_table(
        "agreement_counts",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("micro_credential_version", sa.Integer(), nullable=False),
        sa.Column("against", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("criterion_id", sa.String(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "micro_credential_id",
            "micro_credential_version",
            "against",
            "person_id",
            "criterion_id",
            "own",
            "other",
            name=op.f("pk_agreement_counts"),
        ),
    )
    op.create_index("ix_agreement_counts_person", "agreement_counts", ["person_id"], unique=False)
    op.create_table(
        "agreement_sums",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("against", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("portfolios", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Integer(), nullable=False),
        sa.Column("adjacent", sa.Integer(), nullable=False),
        sa.Column("exact_squares", sa.Integer(), nullable=False),
        sa.Column("exact_by_ratings", sa.Integer(), nullable=False),
        sa.Column("ratings_squares", sa.Integer(), nullable=False),
        sa.Column("difference", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("micro_credential_id", "against", "person_id", "month", name=op.f("pk_agreement_sums")),
    )
    op.create_index("ix_agreement_sums_person", "agreement_sums", ["person_id"], unique=False)
    op.create_table(
        "pair_sums",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("assessor_id", sa.String(), nullable=False),
        sa.Column("approver_id", sa.String(), nullable=False),
        sa.Column("portfolios", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("micro_credential_id", "assessor_id", "approver_id", name=op.f("pk_pair_sums")),
    )
    op.create_table(
        "person_matrices",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("against", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "micro_credential_id", "against", "person_id", "levels", "own", "other", name=op.f("pk_person_matrices")
        ),
    )


def _work() -> None:
    op.create_table(
        "chores",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chores")),
    )
    op.create_table(
        "copy_flags",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("first_id", sa.String(), nullable=False),
        sa.Column("second_id", sa.String(), nullable=False),
        sa.Column("common_wrong", sa.Integer(), nullable=False),
        sa.Column("identical", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("p", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("micro_credential_id", "first_id", "second_id", name=op.f("pk_copy_flags")),
    )
    op.create_table(
        "correction_sums",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("micro_credential_id", "person_id", name=op.f("pk_correction_sums")),
    )
    op.create_table(
        "day_counts",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("micro_credential_id", "day", name=op.f("pk_day_counts")),
    )
    op.create_table(
        "pace_sums",
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("active_hours", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("micro_credential_id", "person_id", "month", name=op.f("pk_pace_sums")),
    )
    op.create_index("ix_pace_sums_person", "pace_sums", ["person_id"], unique=False)
