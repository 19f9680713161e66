"""Reading a folder of evidence: one folder a requirement, named by its id, holding that requirement's files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assessor_app.domain.assessment import word_count
from assessor_app.domain.microcredential import EvidenceKind, MicroCredential, Requirement
from assessor_app.protocol.canonical import sha256
from assessor_app.protocol.packet import BlobReference, Evidence
from assessor_app.server.intake.anonymise import Unreadable, anonymise
from assessor_app.server.services.refused import Refused

MAX_FILE_BYTES = 500 * 1024 * 1024
_TEXT = {".txt", ".md"}
_LINK = {".url", ".link", ".webloc"}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence as the packet will hold it, and its bytes."""

    evidence: Evidence
    data: bytes


@dataclass(frozen=True, slots=True)
class _Piece:
    """Evidence before it has a title: ``word`` is what kind of thing it is, in a word."""

    requirement: Requirement
    kind: EvidenceKind
    word: str
    media_type: str
    data: bytes
    words: int | None = None
    link: str | None = None


def read_folder(folder: Path, micro_credential: MicroCredential) -> list[Item]:
    """The evidence in the rubric's order, without its metadata, file names and order of names. Raises Refused."""
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}.")
    known = {requirement.id for requirement in micro_credential.requirements}
    strangers = sorted(child.name for child in folder.iterdir() if child.name not in known and _counts(child))
    if strangers:
        raise Refused(
            f"{', '.join(strangers)}: not a requirement of “{micro_credential.id}”, whose requirements are "
            f"{', '.join(r.id for r in micro_credential.requirements)}."
        )
    pieces: list[_Piece] = []
    empty = []
    for requirement in micro_credential.requirements:
        found = list(_pieces(folder / requirement.id, requirement))
        if not found:
            empty.append(requirement.id)
        pieces += found
    if empty:
        raise Refused(f"Every requirement needs evidence before it can be handed in; missing: {', '.join(empty)}.")
    return _titled(pieces)


def _counts(file: Path) -> bool:
    return not file.name.startswith(".") and file.name.casefold() not in {"thumbs.db", "desktop.ini"}


def _pieces(folder: Path, requirement: Requirement) -> Iterator[_Piece]:
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda item: item.name.casefold()):
        if file.is_file() and _counts(file):
            piece = _read(file, requirement)
            if piece.kind not in requirement.evidence.kinds:
                raise Refused(f"{file}: this requirement takes no {piece.kind.value}.")
            yield piece


def _read(file: Path, requirement: Requirement) -> _Piece:
    if file.stat().st_size > MAX_FILE_BYTES:
        raise Refused(f"{file} is larger than {MAX_FILE_BYTES // 1024**2} MiB.")
    data = file.read_bytes()
    if not data:
        raise Refused(f"{file} is empty.")
    suffix = file.suffix.casefold()
    if suffix in _TEXT:
        return _text(file, data, requirement)
    if suffix in _LINK:
        return _link(file, data, requirement)
    try:
        clean = anonymise(data)
    except Unreadable as error:
        raise Refused(f"{file}: {error}") from None
    return _Piece(requirement, EvidenceKind.FILE, clean.word, clean.media_type, clean.data)


def _text(file: Path, data: bytes, requirement: Requirement) -> _Piece:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{file} is not text in UTF-8.") from None
    kind = EvidenceKind.TEXT if EvidenceKind.TEXT in requirement.evidence.kinds else EvidenceKind.FILE
    media_type = "text/markdown" if file.suffix.casefold() == ".md" else "text/plain"
    return _Piece(requirement, kind, "Text response", media_type, text.encode(), words=word_count(text))


def _link(file: Path, data: bytes, requirement: Requirement) -> _Piece:
    text = data.decode("utf-8-sig", errors="replace").strip()
    if text.startswith("["):
        parser = ConfigParser(interpolation=None)
        try:
            parser.read_string(text)
        except ConfigError:
            raise Refused(f"{file} is not a shortcut to a web page.") from None
        text = parser.get("InternetShortcut", "URL", fallback="")
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname:
        raise Refused(f"{file} holds no web address.")
    return _Piece(requirement, EvidenceKind.LINK, "Link", "text/uri-list", f"{text}\r\n".encode(), link=text)


def _titled(pieces: list[_Piece]) -> list[Item]:
    """Neutral titles: what kind of thing it is, numbered where a requirement has several of the kind."""
    several = Counter((piece.requirement.id, piece.word) for piece in pieces)
    seen: Counter[tuple[str, str]] = Counter()
    items = []
    for number, piece in enumerate(pieces, start=1):
        key = (piece.requirement.id, piece.word)
        seen[key] += 1
        evidence = Evidence(
            id=f"e{number:02d}",
            requirement_id=piece.requirement.id,
            title=f"{piece.word} {seen[key]}" if several[key] > 1 else piece.word,
            kind=piece.kind,
            blob=BlobReference(sha256=sha256(piece.data), size=len(piece.data), media_type=piece.media_type),
            words=piece.words,
            link=piece.link,
        )
        items.append(Item(evidence, piece.data))
    return items
