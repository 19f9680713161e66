"""What an earlier version kept is taken over, and what can't be right is refused before it is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from assessor_app.domain.assessment import rating_cell
from assessor_app.domain.cells import CellRefused
from assessor_app.store.database import MIGRATIONS
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from tests.samples import assignment, discourse
from tests.store.test_grace_and_search import ID, opened

KEY = bytes(32)


def test_a_profile_of_the_first_version_opens_with_its_reason_to_return(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    profile.prepare()

    def connect() -> object:
        connection = sqlcipher3.dbapi2.connect(str(profile.database))
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        return connection

    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=connect)
    data = assignment(ID).model_dump(mode="json", exclude={"returned_reasons", "returned_id"})
    credential = discourse().model_dump(mode="json", exclude={"policies", "comments", "feedback_rules"})
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO assignments (submission_id, id, role, status, data) VALUES (?, 'a', 'assessor', 'active', ?)",
            (ID, json.dumps({**data, "returned_reason": "Please look again."})),
        )
        connection.exec_driver_sql(
            "INSERT INTO micro_credentials (key, data) VALUES ('academic-discourse@3', ?)", (json.dumps(credential),)
        )
        connection.exec_driver_sql(
            "INSERT INTO draft_cells (submission_id, cell, value, event_id) VALUES (?, ?, ?, 'e')",
            (ID, "rating:analyze-data", json.dumps({"level": 1, "feedback": "Marigolds of evidence."})),
        )
    engine.dispose()
    store = Store(profile, KEY)
    (row,) = store.queue()
    assert row.returned_reasons == {"": "Please look again."}
    assert [found.submission_id for found in store.search_written("marigold")] == [ID]
    store.close()


def test_a_text_that_is_too_long_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    first = next(discourse().criteria())[1].id
    store.save_cell(ID, rating_cell(first), {"level": 1, "feedback": "short"})
    with pytest.raises(CellRefused):
        store.save_cell(ID, rating_cell(first), {"level": 1, "feedback": "x" * 50_001})
    assert store.workspace(ID).cells[rating_cell(first)]["feedback"] == "short"
    assert len(store.queue()) == 1
    store.close()
