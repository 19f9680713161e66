"""The migration makes the tables that the models describe, and adding evidence reads no more the more there is."""

from __future__ import annotations

import random
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, text

from assessor_app.server.services import similarity_lookup
from assessor_app.server.storage import similarity_models
from assessor_app.server.storage.models import Base
from tests.bench.teacher_prose import answer
from tests.server.similarity import world as worlds
from tests.server.similarity.world import World


def test_the_migration_makes_the_tables_of_the_models(world: World) -> None:
    def ours(_: object, name: str | None, kind: str, *__: Any) -> bool:
        return kind != "table" or bool(name and name.startswith("similarity_"))

    with world.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    tables = {name for name, _ in made if name.startswith("similarity_")}
    assert tables == {name for name in Base.metadata.tables if name.startswith("similarity_")}
    assert similarity_models.TextBand.__tablename__ in {name for name, sql in made if "WITHOUT ROWID" in sql}


def test_a_value_that_many_share_is_read_to_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text holds the same passage, too short to be flagged, so that its values lead to all of them."""
    monkeypatch.setattr(similarity_lookup, "HOT", 10)
    monkeypatch.setattr(similarity_lookup, "MOST_COMPARED", 10)
    chance = random.Random(1)
    passage = " ".join(answer(chance, 32).split()[:32])

    def statements(number: int) -> int:
        count = 0

        def counted(*_: Any) -> None:
            nonlocal count
            count += 1

        event.listen(world.database.engine, "before_cursor_execute", counted)
        world.hand_in(f"p{number}", worlds.text("e1", passage, answer(chance, 60)))
        event.remove(world.database.engine, "before_cursor_execute", counted)
        return count

    counts = [statements(number) for number in range(60)]
    assert sum(counts[-20:]) < 1.2 * sum(counts[15:35])
