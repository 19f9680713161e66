"""What an organisation sets for itself, and files that are none: refused in a sentence, with nothing changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor_app.domain.policy import OrganisationPolicy
from assessor_app.domain.stipends import StipendPolicy
from assessor_app.domain.submission import Role
from assessor_app.server.opening import Server, open_server
from assessor_app.server.services import organisations, program_views
from assessor_app.server.services.lists import Wanted
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.tokens import Caller
from assessor_app.server.storage.ledger_models import LedgerTransaction
from assessor_app.server.storage.models import Person
from assessor_app.server.storage.program_models import Account
from tests.handing_in import make_credential
from tests.serving import SETTINGS

EUROS = OrganisationPolicy(stipends=StipendPolicy(currency="EUR"))
FILE = """
organisation: North District
roles: [{key: coach, title: Coach}]
programs: [{key: first, title: First, content: {overview: O., micro_credentials: [small-steps], roles: [coach]}}]
"""


@pytest.mark.parametrize("text", ["[" * 3_000, "organisation: 2020-13-45", "a: [", "- 1", "", "organisation: {}"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with open_server(tmp_path, SETTINGS) as server, pytest.raises(Refused):
        organisations.load(server, text)


def test_the_currency_stays_once_something_was_booked(tmp_path: Path) -> None:
    with open_server(tmp_path, SETTINGS) as server:
        with server.database.writing() as session:
            north = organisations.ensure(session, "North District")
            organisations.set_policy(session, north, EUROS)
            assert organisations.policy_of(north).stipends.currency == "EUR"
            organisations.set_policy(session, north, OrganisationPolicy())
        _book(server, north.id)
        with server.database.writing() as session:
            north = organisations.organisation_called(session, "North District")
            with pytest.raises(Refused, match="USD already"):
                organisations.set_policy(session, north, EUROS)
            organisations.set_policy(session, north, OrganisationPolicy(cpe_hours=20))


def _book(server: Server, organisation_id: str) -> None:
    with server.database.writing() as session:
        person = Person(
            id="p", email="p@north.example", name="P", organisation="North District", roles=["educator"],
            password_hash="", created_at=datetime(2026, 8, 1, tzinfo=UTC),
        )  # fmt: skip
        session.add(person)
        session.flush()
        session.add(
            LedgerTransaction(
                id=1, organisation_id=organisation_id, person_id="p", kind="stipend", cents=20_000, key="k",
                submission_id=None, micro_credential_id="m", reverses_id=None, pay_run_id=None, school_year=2026,
                season="december", cap_year=2026, earned_at=datetime(2026, 9, 1, tzinfo=UTC), currency="USD",
                reason="", booked_at=datetime(2026, 9, 2, tzinfo=UTC),
            )
        )  # fmt: skip


def test_who_signed_up_sees_programs_only_where_an_organisation_opens_them(tmp_path: Path) -> None:
    with open_server(tmp_path, SETTINGS) as server:
        make_credential(server)
        organisations.load(server, FILE)
        with server.database.writing() as session:
            session.add(
                Person(
                    id="new", email="new@else.example", name="New", organisation="", roles=["educator"],
                    password_hash="", created_at=datetime(2026, 8, 1, tzinfo=UTC),
                )
            )  # fmt: skip
            session.flush()
            session.add(Account(person_id="new", browsing_only=True, verified_at=None, closed_at=None))
            session.flush()
            caller = Caller("new", "", frozenset({Role.EDUCATOR}))
            assert program_views.list_programs(session, caller, Wanted()).items == ()
            assert [tile.id for tile in program_views.list_micro_credentials(session, caller, Wanted()).items]
            north = organisations.organisation_called(session, "North District")
            organisations.set_policy(session, north, OrganisationPolicy(open_to_sign_ups=True))
            (tile,) = program_views.list_programs(session, caller, Wanted()).items
            assert (tile.title, tile.taking_part) == ("First", False)
