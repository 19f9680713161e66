"""What preparing made of one piece of evidence, kept beside it until the packet is built."""

from __future__ import annotations

import json
from typing import Any

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.value import Value
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.packet import BlobReference
from assessor_app.server.intake.cleaning import Findings


class Prepared(Value):
    """``identity`` tells for whom it was made anonymous (:func:`fingerprint_of`), ``fingerprint`` names the blob that
    it is compared by. ``removed``, ``redacted`` and ``notes`` are the issuer's record."""

    blob: BlobReference
    word: str
    title: str
    identity: str
    rendition: BlobReference | None = None
    poster: BlobReference | None = None
    seconds: float | None = None
    words: int | None = None
    link: str | None = None
    fingerprint: str | None = None
    converted: tuple[str, ...] = ()
    removed: dict[str, int]
    redacted: dict[str, int]
    notes: tuple[str, ...] = ()

    @staticmethod
    def record(findings: Findings) -> dict[str, Any]:
        return {"removed": dict(findings.removed), "redacted": dict(findings.redacted), "notes": findings.notes}


def fingerprint_of(identity: Identity, choices: dict[str, str]) -> str:
    """The same for the same orders."""
    content = {"identity": identity.model_dump(mode="json"), "choices": choices}
    return sha256(json.dumps(content, sort_keys=True).encode())
