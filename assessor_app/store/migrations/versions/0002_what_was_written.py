"""A full-text index of the person's own words, kept by triggers; reasons to return by criterion

``written`` shares its row numbers with ``draft_cells``, which is never vacuumed.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INDEXED = "({row}.cell LIKE 'rating:%' OR {row}.cell LIKE 'override:%' OR {row}.cell IN ('note', 'reason'))"
_WORDS = """CASE
  WHEN {row}.cell LIKE 'rating:%' THEN json_extract({row}.value, '$.feedback')
  WHEN {row}.cell LIKE 'override:%' THEN json_extract({row}.value, '$.rationale')
  ELSE json_extract({row}.value, '$') END"""
_ADD = f"""INSERT INTO written(rowid, submission_id, cell, body)
  SELECT new.rowid, new.submission_id, new.cell, {_WORDS.format(row="new")}
  WHERE {_INDEXED.format(row="new")} AND coalesce({_WORDS.format(row="new")}, '') <> '';"""
_REMOVE = "DELETE FROM written WHERE rowid = old.rowid;"


def _reasons() -> None:
    """One reason for the whole becomes the entry of "" among the reasons by criterion."""
    connection = op.get_bind()
    change = sa.text("UPDATE assignments SET data = :data WHERE submission_id = :id")
    for identity, stored in connection.execute(sa.text("SELECT submission_id, data FROM assignments")).all():
        data = json.loads(stored)
        reason = data.pop("returned_reason", "")
        data["returned_reasons"] = {"": reason} if reason else {}
        connection.execute(change, {"id": identity, "data": json.dumps(data)})


def upgrade() -> None:
    _reasons()
    op.execute(
        "CREATE VIRTUAL TABLE written USING fts5("
        "submission_id UNINDEXED, cell UNINDEXED, body, tokenize = 'unicode61 remove_diacritics 2')"
    )
    op.execute(f"CREATE TRIGGER written_added AFTER INSERT ON draft_cells BEGIN {_ADD} END")
    op.execute(f"CREATE TRIGGER written_changed AFTER UPDATE ON draft_cells BEGIN {_REMOVE} {_ADD} END")
    op.execute(f"CREATE TRIGGER written_removed AFTER DELETE ON draft_cells BEGIN {_REMOVE} END")
    op.execute(
        f"INSERT INTO written(rowid, submission_id, cell, body) SELECT d.rowid, d.submission_id, d.cell, "  # noqa: S608
        f"{_WORDS.format(row='d')} FROM draft_cells d "
        f"WHERE {_INDEXED.format(row='d')} AND coalesce({_WORDS.format(row='d')}, '') <> ''"
    )
