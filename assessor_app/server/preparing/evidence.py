"""Preparing one piece of evidence: made anonymous, drawn, fingerprinted, and kept as blobs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from assessor_app.domain.identity.known import Identity
from assessor_app.domain.identity.search import IdentitySearch
from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.protocol.packet import BlobReference
from assessor_app.server.intake.censor import REMOVED_LINK, Censor, Choice, Unsure
from assessor_app.server.intake.cleaning import Orders
from assessor_app.server.intake.renditions import Office
from assessor_app.server.intake.treatment import Treated, treat
from assessor_app.server.intake.words import is_word
from assessor_app.server.intake.workbench import Workbench
from assessor_app.server.opening import Server
from assessor_app.server.preparing.result import Prepared, fingerprint_of
from assessor_app.server.similarity.fingerprint import Fingerprint
from assessor_app.server.similarity.pictures import PictureHash, View

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Given:
    """A piece of evidence as it lies on the server. ``name`` is the applicant's file name, which tells kinds of text
    apart and goes no further."""

    kind: EvidenceKind
    name: str
    title: str
    original: str
    link: str | None = None
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker prepares with."""

    bench: Workbench
    office: Office


def prepare(
    server: Server, given: Given, identity: Identity, choices: dict[str, str], tools: Tools
) -> tuple[Prepared, tuple[Unsure, ...]]:
    """Its blobs are kept when this returns. Raises Unreadable, with a sentence for the applicant."""
    data = server.originals.read(given.original)
    orders = Orders(identity, {place: Choice(choice) for place, choice in choices.items()})
    name = "response.txt" if given.kind is EvidenceKind.TEXT and "." not in given.name else given.name
    treated = treat(data, name, orders, tools.bench, tools.office)
    found = tools.bench.fingerprint(given.original, *_shown(treated), treated.texts)
    title = tools.bench.clean_words(given.title, orders).strip() if given.title.strip() else ""
    prepared = Prepared(
        blob=_kept(server, treated.data, treated.format.media_type),
        word="Text response" if given.kind is EvidenceKind.TEXT else _word(given, treated),
        title=title,
        identity=fingerprint_of(identity, choices),
        rendition=_kept(server, treated.rendition, PDF) if treated.rendition is not None else None,
        poster=_kept(server, treated.poster, "image/jpeg") if treated.poster is not None else None,
        seconds=treated.seconds,
        words=given.words,
        link=_link(given.link, identity) if given.link else None,
        fingerprint=server.originals.put(_packed(found)),
        converted=treated.converted,
        **Prepared.record(treated.findings),
    )
    return prepared, treated.findings.unsure


def _word(given: Given, treated: Treated) -> str:
    return "Link" if given.kind is EvidenceKind.LINK else treated.format.word


def _shown(treated: Treated) -> tuple[bytes, str]:
    if treated.rendition is not None:
        return treated.rendition, "pdf"
    return treated.data, treated.format.extension


def _kept(server: Server, data: bytes, media_type: str) -> BlobReference:
    return BlobReference(sha256=server.blobs.put(data), size=len(data), media_type=media_type)


def _link(address: str, identity: Identity) -> str | None:
    """The address, where it leads to nobody."""
    shown = Censor(IdentitySearch(identity, is_word)).link(address)
    return None if shown == REMOVED_LINK else shown


def _packed(found: Fingerprint) -> bytes:
    pictures = [[seen.page, seen.view.value, f"{seen.phash:x}", f"{seen.dhash:x}"] for seen in found.pictures]
    return json.dumps({"sha256": found.sha256, "pages": found.pages, "pictures": pictures}).encode()


def unpacked(data: bytes) -> Fingerprint:
    """What :func:`prepare` kept."""
    content = json.loads(data)
    rows = content["pictures"]
    pictures = tuple(PictureHash(page, View(view), int(phash, 16), int(dhash, 16)) for page, view, phash, dhash in rows)
    return Fingerprint(content["sha256"], tuple(content["pages"]), pictures)
