"""Reading a folder of evidence: one folder a requirement, named by its id, holding that requirement's files."""

from __future__ import annotations

from collections.abc import Iterator
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assessor_app.domain.assessment import word_count
from assessor_app.domain.microcredential import EvidenceKind, MicroCredential, Requirement
from assessor_app.server.intake.formats import Unreadable
from assessor_app.server.intake.texts import decoded
from assessor_app.server.services.refused import Refused

MAX_FILE_BYTES = 500 * 1024 * 1024
_TEXT = {".txt", ".md"}
_LINK = {".url", ".link", ".webloc"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as it was handed in: a file and its name, a text response, or a link."""

    requirement_id: str
    kind: EvidenceKind
    name: str
    data: bytes = b""
    link: str | None = None
    words: int | None = None
    title: str = ""


def read_folder(folder: Path, micro_credential: MicroCredential) -> list[Piece]:
    """The evidence in the rubric's order, at least one piece a requirement. Raises Refused."""
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}.")
    known = {requirement.id for requirement in micro_credential.requirements}
    strangers = sorted(child.name for child in folder.iterdir() if child.name not in known and _counts(child))
    if strangers:
        raise Refused(
            f"{', '.join(strangers)}: not a requirement of “{micro_credential.id}”, whose requirements are "
            f"{', '.join(r.id for r in micro_credential.requirements)}."
        )
    pieces: list[Piece] = []
    empty = []
    for requirement in micro_credential.requirements:
        found = list(_pieces(folder / requirement.id, requirement))
        if not found:
            empty.append(requirement.id)
        pieces += found
    if empty:
        raise Refused(f"Every requirement needs evidence before it can be handed in; missing: {', '.join(empty)}.")
    return pieces


def _counts(file: Path) -> bool:
    return not file.name.startswith(".") and file.name.casefold() not in {"thumbs.db", "desktop.ini"}


def _pieces(folder: Path, requirement: Requirement) -> Iterator[Piece]:
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda item: item.name.casefold()):
        if file.is_file() and _counts(file):
            piece = _read(file, requirement)
            if piece.kind not in requirement.evidence.kinds:
                raise Refused(f"{file}: this requirement takes no {piece.kind.value}.")
            yield piece


def _read(file: Path, requirement: Requirement) -> Piece:
    if file.stat().st_size > MAX_FILE_BYTES:
        raise Refused(f"{file} is larger than {MAX_FILE_BYTES // 1024**2} MiB.")
    data = file.read_bytes()
    if not data:
        raise Refused(f"{file} is empty.")
    suffix = file.suffix.casefold()
    if suffix in _TEXT and EvidenceKind.TEXT in requirement.evidence.kinds:
        return _text(file, data, requirement)
    if suffix in _LINK:
        return Piece(requirement.id, EvidenceKind.LINK, file.name, link=_address(file, data))
    return Piece(requirement.id, EvidenceKind.FILE, file.name, data)


def _text(file: Path, data: bytes, requirement: Requirement) -> Piece:
    try:
        text = decoded(data)
    except Unreadable as error:
        raise Refused(f"{file}: {error}") from None
    return Piece(requirement.id, EvidenceKind.TEXT, file.name, data, words=word_count(text))


def _address(file: Path, data: bytes) -> str:
    text = data.decode("utf-8-sig", errors="replace").strip()
    if text.startswith("["):
        parser = ConfigParser(interpolation=None)
        try:
            parser.read_string(text)
        except ConfigError:
            raise Refused(f"{file} is not a shortcut to a web page.") from None
        text = parser.get("InternetShortcut", "URL", fallback="")
    if not is_web_address(text):
        raise Refused(f"{file} holds no web address.")
    return text


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= 2_000
    except ValueError:
        return False
