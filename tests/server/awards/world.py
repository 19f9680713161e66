"""A server with a public address, and people who bring submissions all the way to an award."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from assessor_app.domain.submission import Role
from assessor_app.protocol.signing import SigningKey
from assessor_app.server.opening import Server
from assessor_app.server.services import awarding
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.signin import grant_code
from assessor_app.server.services.tokens import NewDevice, redeem_code
from assessor_app.server.settings import Settings
from assessor_app.server.storage.award_models import IssuedCredential
from tests.raters.pool import CREDENTIAL, PASSWORD, Computer, Pool, open_pool

ADDRESS = "https://assess.example"
ASSESSOR, APPROVER = "ada@raters.example", "grace@raters.example"


@dataclass
class Awards:
    pool: Pool
    assessor: Computer
    approver: Computer

    @property
    def server(self) -> Server:
        return self.pool.server

    def award(self) -> str:
        """A submission that was assessed and awarded; its id."""
        submission_id = self.pool.submission()
        assign(self.server, submission_id, ASSESSOR)
        self.assessor.sync()
        levels = {key: 3 + number % 2 for number, (key, _) in enumerate(self._criteria())}
        self.assessor.rate(submission_id, levels)
        self.approver.sync()
        self.approver.decide(self.approver.rows[submission_id], levels, self.pool.rubric)
        return submission_id

    def credential(self, submission_id: str = "") -> IssuedCredential:
        """The credential of an award, issued now."""
        submission_id = submission_id or self.award()
        awarding.issue_due(self.server)
        with self.server.database.reading() as session:
            row = awarding.credential_of(session, submission_id)
        assert row is not None
        return row

    def _criteria(self) -> list[tuple[str, object]]:
        return [(criterion.id, criterion) for _, criterion in self.pool.rubric.criteria()]


def signed_in(server: Server, email: str) -> dict[str, str]:
    """The header with which a person of the pool asks over HTTP."""
    verifier, address = secrets.token_urlsafe(48), "http://127.0.0.1:1/callback"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    code = grant_code(server, email=email, password=PASSWORD, address="", challenge=challenge, redirect_uri=address)
    device = NewDevice(secrets.token_hex(16), "Browser", SigningKey.generate().public)
    return {"Authorization": f"Bearer {redeem_code(server, code, verifier, address, device).access_token}"}


def open_awards(data: Path, address: str = ADDRESS) -> Awards:
    pool = open_pool(data, settings=Settings(argon2_memory_kib=64, public_url=address))
    assessor, approver = pool.computer(ASSESSOR, Role.ASSESSOR), pool.computer(APPROVER, Role.APPROVER)
    for email in (ASSESSOR, APPROVER):
        calibrate(pool.server, email, CREDENTIAL)
    return Awards(pool, assessor, approver)
