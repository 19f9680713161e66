"""The append-only history, and what a computer tells of itself so that files can be encrypted to it"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

APPEND_ONLY = ("history", "event_results")


def upgrade() -> None:
    op.create_table(
        "history",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
    )
    with op.batch_alter_table("devices") as table:
        table.add_column(sa.Column("parcel_key", sa.LargeBinary(32), nullable=True))
        table.add_column(sa.Column("unlock_secret", sa.LargeBinary(32), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        _postgres_triggers()
    else:
        _sqlite_triggers()


def _sqlite_triggers() -> None:
    for table in APPEND_ONLY:
        for does in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{does.lower()} BEFORE {does} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _postgres_triggers() -> None:
    op.execute(
        "CREATE FUNCTION is_append_only() RETURNS trigger AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION is_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION is_append_only()"
        )
