"""Fingerprints of evidence, by which submissions of different applicants are compared, and flags"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "similarity_fingerprints",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("micro_credential_id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), sa.ForeignKey("submissions.id"), nullable=False),
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("applicant_id", sa.String(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("draw", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("submission_id", "evidence_id"),
        sa.Index("ix_similarity_fingerprints_sha256", "micro_credential_id", "sha256"),
        sa.Index("ix_similarity_fingerprints_draw", "micro_credential_id", "draw"),
    )
    op.create_table(
        "similarity_pictures",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "fingerprint_id", sa.Integer(), sa.ForeignKey("similarity_fingerprints.id"), nullable=False, index=True
        ),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("phash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("dhash", sa.LargeBinary(length=8), nullable=False),
    )
    _bands("similarity_text_bands", sa.BigInteger(), "fingerprint_id", "similarity_fingerprints.id")
    _bands("similarity_picture_bands", sa.Integer(), "picture_id", "similarity_pictures.id")
    op.create_table(
        "similarity_templates",
        sa.Column("id", sa.String(length=64), primary_key=True),
        sa.Column("micro_credential_id", sa.String(), nullable=False, index=True),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "similarity_flags",
        sa.Column("id", sa.String(length=64), primary_key=True),
        sa.Column("submission_id", sa.String(), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("other_submission_id", sa.String(), sa.ForeignKey("submissions.id"), nullable=False, index=True),
        sa.Column("other_evidence_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("settled", sa.String(), nullable=True),
    )


def _bands(name: str, value: sa.types.TypeEngine[int], of: str, key: str) -> None:
    op.create_table(
        name,
        sa.Column("micro_credential_id", sa.String(), primary_key=True),
        sa.Column("band", sa.Integer(), primary_key=True),
        sa.Column("value", value, primary_key=True),
        sa.Column(of, sa.Integer(), sa.ForeignKey(key), primary_key=True, autoincrement=False, index=True),
        sqlite_with_rowid=False,
    )
