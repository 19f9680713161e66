"""When an assignment ended, so that its evidence goes after the time that the server sets"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("ended_at", sa.String(), nullable=True))
    # When the others ended is not known: their time begins now.
    ended = sa.text("UPDATE assignments SET ended_at = :now WHERE status <> 'active'")
    op.get_bind().execute(ended, {"now": datetime.now(UTC).isoformat()})
