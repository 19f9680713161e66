"""A small micro-credential, applicants, and small evidence of several kinds that names them."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from assessor_app.domain.assessment import word_count
from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import utc_now
from assessor_app.server.intake.folder import Piece
from assessor_app.server.opening import Server
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.runner import Runner
from assessor_app.server.services import portfolios
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.people import add_person, by_email
from assessor_app.server.storage.models import Submission
from tests.serving import ASSESSOR, FACILITATOR, PASSWORD

ISSUER = "issuer@tests.example"
SMALL = "small-steps"
_CREDENTIAL = """
id: small-steps
version: 1
title: Small Steps
issuer: Circle
summary: Three requirements.
requirements:
""" + "".join(
    f"""
  - id: {name}
    phase: {phase}
    title: {title}
    instructions: Show it.
    evidence: {{kinds: [{kinds}]}}
    criteria:
      - id: {name}-shown
        title: Shows it
        levels:
          - {{label: Not yet, descriptor: It is not there., meets: false}}
          - {{label: Demonstrated, descriptor: It is there., meets: true}}
"""
    for name, phase, title, kinds in (
        ("need", "analyze", "Needs assessment", "file, text, link"),
        ("plan", "design", "Unit plan", "file"),
        ("reflection", "evaluate", "Reflection", "text"),
    )
)
WORDS = ("ask", "listen", "count", "wait", "answer", "reason", "repeat", "build", "turn", "share", "quote", "doubt")


def make_credential(server: Server) -> None:
    """The micro-credential, and an assessor, a facilitator and an issuer."""
    load_micro_credential(server, _CREDENTIAL)
    for email, name, role in (
        (ASSESSOR, "Alma Reyes", Role.ASSESSOR),
        (FACILITATOR, "June Park", Role.FACILITATOR),
        (ISSUER, "Ida Berg", Role.ISSUER),
    ):
        add_person(server, email=email, name=name, roles=[role], organisation="Circle", password=PASSWORD)
    calibrate(server, ASSESSOR, SMALL)


def add_educator(server: Server, email: str, name: str) -> None:
    add_person(server, email=email, name=name, roles=[Role.EDUCATOR], organisation="Quillfeather", password=PASSWORD)


def sentences(number: int, name: str = "") -> str:
    """Words of one applicant's own."""
    chosen = [WORDS[(number * 7 + k * (number % 5 + 1)) % len(WORDS)] for k in range(40)]
    return f"{name} wrote lesson {number}: {' '.join(chosen)}.".strip()


def pdf(number: int, name: str) -> bytes:
    document = pymupdf.open()
    page = document.new_page(width=300, height=200)
    page.insert_textbox((20, 20, 280, 180), sentences(number, name), fontsize=11)
    document.set_metadata({"author": name})
    return bytes(document.tobytes())


def jpeg(number: int, name: str) -> bytes:
    exif = Image.Exif()
    exif[0x013B] = name
    out = io.BytesIO()
    picture = Image.new("RGB", (64, 48), (number * 40 % 256, number * 90 % 256, 120))
    picture.paste((250, 250, 250), (number % 30, number % 20, number % 30 + 20, number % 20 + 15))
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def docx(number: int, name: str) -> bytes:
    """The least that is a document (ECMA-376, part 1)."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{sentences(number, name)}</w:t>'
        "</w:r></w:p></w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return out.getvalue()


def text_piece(requirement_id: str, text: str, title: str = "") -> Piece:
    return Piece(
        requirement_id, EvidenceKind.TEXT, "response.txt", text.encode(), words=word_count(text), title=title
    )  # fmt: skip


def pieces(number: int, name: str, *, office: bool = True) -> list[Piece]:
    """A PDF, a picture, a document and a text."""
    plan = docx(number, name) if office else pdf(number + 1_000, name)
    return [
        Piece("need", EvidenceKind.FILE, f"{name} needs.pdf", pdf(number, name)),
        Piece("need", EvidenceKind.FILE, f"{name}.jpg", jpeg(number, name)),
        Piece("plan", EvidenceKind.FILE, "plan.docx" if office else "plan.pdf", plan),
        text_piece("reflection", sentences(number + 2_000, name)),
    ]


def hand_in(server: Server, email: str, evidence: list[Piece]) -> tuple[str, str]:
    """Ids of the portfolio and of the submission; it is still to be prepared."""
    with server.database.writing() as session:
        portfolio_id = portfolios.begin(session, by_email(session, email), SMALL).id
    for piece in evidence:
        portfolios.add(server, portfolio_id, piece)
    with server.database.writing() as session:
        return portfolio_id, portfolios.submit(session, session.get_one(portfolios.Portfolio, portfolio_id))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def state_of(server: Server, submission_id: str) -> tuple[str, bool]:
    with server.database.reading() as session:
        row = session.get_one(Submission, submission_id)
        return row.state, bool(row.manifest)


def run_all(runner: Runner) -> None:
    while runner.run_next():
        pass


class Clock:
    """What jobs take for the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = utc_now()
        monkeypatch.setattr(jobs, "utc_now", lambda: self.now)

    def on(self, by: timedelta) -> None:
        self.now += by
