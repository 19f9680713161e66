"""What a mail is of, in which language, whether it waits for the day's mail, and whether it came back; notices"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    for column in (
        sa.Column("kind", sa.String(), nullable=False, server_default=""),
        sa.Column("language", sa.String(), nullable=False, server_default="en"),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("address", sa.String(), nullable=False, server_default=""),
        sa.Column("token", sa.String(32), nullable=True),
        sa.Column("bounced_at", sa.DateTime(), nullable=True),
        sa.Column("unreachable", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
    ):
        op.add_column("mails", column)
    op.create_index("ix_mails_token", "mails", ["token"], unique=True)
    op.create_index("ix_mails_held_until", "mails", ["held_until"])
    op.create_index("ix_mails_digest_id", "mails", ["digest_id"])
    op.create_index("ix_mails_person_id", "mails", ["person_id"])
    op.create_table(
        "notices",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
