"""What an applicant receives after a decision: feedback, the marked evidence, and nothing that is not theirs to see."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdfium2
import pytest
import requests

from assessor_app.domain import authoring
from assessor_app.domain.assessment import (
    NOTE_CELL,
    Outcome,
    check_cell,
    mark_cell,
    override_cell,
    rating_cell,
    reason_cell,
)
from assessor_app.domain.marks import Mark
from assessor_app.domain.microcredential import Policies
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import new_event_id
from assessor_app.protocol.packet import BlobReference, Evidence, sign_manifest
from assessor_app.server.opening import open_server
from assessor_app.server.preparing.folders import submit_folder
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.calibrating import calibrate
from assessor_app.server.services.credentials import load_micro_credential
from assessor_app.server.services.outcomes import manifest_of
from assessor_app.server.services.people import add_person
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.storage.models import Submission
from tests.conftest import World
from tests.samples import discourse
from tests.serving import (
    APPLICANT,
    APPROVER,
    ASSESSOR,
    FACILITATOR,
    PASSWORD,
    PORTFOLIO,
    SETTINGS,
    Desk,
    access_token,
    call,
)
from tests.work import agree_with_all, assess, award, rate_all

SECRETS = {
    "private note": "QUOKKA-note-for-the-approver",
    "private mark": "AXOLOTL-between-us",
    "private quote": "NARWHAL-quoted-in-private",
    "approver's private mark": "OKAPI-approvers-own-thought",
    "reason to return": "PANGOLIN-look-again",
    "reason for a criterion": "TARSIER-this-criterion",
    "agreed override": "CASSOWARY-merely-agreed",
    "assessor": "Alma Reyes",
    "approver": "Henrik Dahl",
    "assessor's address": ASSESSOR,
    "approver's address": APPROVER,
}
FEEDBACK = "Your counts <b>are</b> clear & honest on p. 1.\n\nNext, compare them with p. 12 of the other document."
RATIONALE = "GIBBON the need is asserted, and the rubric asks for data."
PUBLIC_NOTE = "LEMUR count again after the lesson"


def mark(evidence_id: str, **more: object) -> Mark:
    values = {"id": new_event_id(), "evidence_id": evidence_id, "page": 0, "kind": "highlight",
              "rects": [(72, 90, 220, 104)], "quote": "groups of four", **more}  # fmt: skip
    return Mark.model_validate(values)


def put(desk: Desk, submission_id: str, *marks: Mark) -> None:
    for each in marks:
        desk.store.save_cell(submission_id, mark_cell(each.id), each.model_dump(mode="json"))


def evidence_of(desk: Desk, submission_id: str) -> tuple[Evidence, ...]:
    manifest = desk.store.workspace(submission_id).manifest
    assert manifest is not None
    return manifest.evidence


class Reviewed:
    """A submission that was returned once and then decided as not yet earned, with a secret in every corner."""

    def __init__(self, world: World) -> None:
        self.world, self.id = world, world.submission_id
        self.criteria = [criterion for _, criterion in discourse().criteria()]
        desk, approver = world.desk(), world.desk(APPROVER)
        desk.sync()
        desk.download(self.id)
        self.evidence = evidence_of(desk, self.id)
        self._assessed(desk)
        self._returned(desk, approver)
        self._decided(approver)
        desk.close()
        approver.close()
        self.token, _ = access_token(world.url, APPLICANT)

    def _assessed(self, desk: Desk) -> None:
        first, criterion = self.evidence[0].id, self.criteria[0].id
        self.cited = mark(first, criterion_id=criterion, text=PUBLIC_NOTE)
        self.note = mark(first, kind="note", rects=[], points=[(40, 40)], quote="", colour="#B3261E", text="Well found")
        secret = {"criterion_id": criterion, "private": True}
        self.secret = mark(first, text=SECRETS["private mark"], quote=SECRETS["private quote"], **secret)
        put(desk, self.id, self.cited, self.note, self.secret)
        rate_all(desk.store, self.id)
        citations = [{"mark_id": self.cited.id, "text": "p. 1"}, {"mark_id": self.secret.id, "text": "counts"}]
        level = next(n for n, entry in enumerate(self.criteria[0].levels, start=1) if entry.meets)
        rating = {"level": level, "feedback": FEEDBACK, "citations": citations}
        desk.store.save_cell(self.id, rating_cell(criterion), rating)
        desk.store.save_cell(self.id, NOTE_CELL, SECRETS["private note"])
        desk.store.submit_assessment(self.id)
        desk.sync()

    def _returned(self, desk: Desk, approver: Desk) -> None:
        approver.sync()
        approver.store.save_cell(self.id, reason_cell(""), SECRETS["reason to return"])
        approver.store.save_cell(self.id, reason_cell(self.criteria[1].id), SECRETS["reason for a criterion"])
        approver.store.decide(self.id, Outcome.RETURN)
        approver.sync()
        desk.sync()
        desk.store.submit_assessment(self.id)
        desk.sync()
        approver.sync()

    def _decided(self, approver: Desk) -> None:
        self.approvers = mark(self.evidence[0].id, criterion_id=self.criteria[1].id, quote="", text="Count this too")
        secret = mark(self.evidence[0].id, private=True, text=SECRETS["approver's private mark"])
        put(approver, self.id, self.approvers, secret)
        agree_with_all(approver.store, self.id)
        agreed = {"agreed": True, "rationale": SECRETS["agreed override"]}
        approver.store.save_cell(self.id, override_cell(self.criteria[2].id), agreed)
        changed = {"level": 1, "rationale": RATIONALE}
        approver.store.save_cell(self.id, override_cell(self.criteria[1].id), changed)
        approver.store.decide(self.id, Outcome.NOT_YET)
        approver.sync()

    def get(self, path: str = "") -> requests.Response:
        return call(self.world.url, f"/api/v1/my/submissions/{self.id}{path}", self.token)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewed]:
    from tests.serving import make_world, serving

    home = tmp_path_factory.mktemp("reviewed")
    submission_id = make_world(home / "server")
    with serving(home / "server") as running:
        yield Reviewed(World(running, submission_id, home))


class Links(HTMLParser):
    """Every link with its words, every id, and every element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.elements: list[str] = []
        self._href = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.elements.append(tag)
        self.ids += [values["id"] or ""] if "id" in values else []
        self._href = values.get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._href:
            self.links.append((data, self._href))
            self._href = ""


def everything_in(data: bytes) -> bytes:
    """All strings and streams of a PDF, unpacked, and its words as MuPDF reads them."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    with pymupdf.open("pdf", data) as document:
        words = "".join(page.get_text() for page in document)
        notes = repr([annotation.info for page in document for annotation in page.annots()])
    return data + out.getvalue() + words.encode() + notes.encode() + repr(document.metadata).encode()


def holds(content: bytes, marker: str) -> bool:
    flat = re.sub(rb"\s+", b" ", content)
    return (
        any(
            form in text
            for text in (content, flat)
            for encoding in ("utf-8", "utf-16-be", "utf-16-le")
            for form in (marker.encode(encoding), marker.encode(encoding).hex().encode())
            if form
        )
        or marker.encode("utf-16-be").hex().upper().encode() in content
    )


def test_citations_lead_to_the_marked_evidence(reviewed: Reviewed) -> None:
    answer = reviewed.get("/feedback.html")
    page = Links(answer.text)
    first = reviewed.evidence[0]
    cited = f"evidence/{first.id}.pdf#page=1"
    assert ("p. 1", cited) in page.links
    assert sum(words == "p. 1" for words, _ in page.links) == 1, "“p. 12” is another place"
    assert (f"{first.title}, page 1", cited) in page.links
    assert not any(words == "counts" for words, _ in page.links), "a private mark is cited by nobody"
    assert len(set(page.ids)) == len(page.ids)
    anchors = [href.removeprefix("#") for _, href in page.links if href.startswith("#")]
    assert len(anchors) == 10 and set(anchors) <= set(page.ids)
    for words in (PUBLIC_NOTE, RATIONALE, "Not yet earned", "Does not meet yet", "Well found", "Count this too"):
        assert words in answer.text
    assert "Your counts &lt;b&gt;are&lt;/b&gt; clear &amp; honest" in answer.text
    assert "Your evidence meets 9 of 10 criteria." in answer.text


def test_the_page_stands_alone_and_can_do_nothing(reviewed: Reviewed) -> None:
    answer = reviewed.get("/feedback.html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == f'inline; filename="feedback-{reviewed.id}.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = Links(answer.text)
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(page.elements)
    assert "url(" not in answer.text and " style=" not in answer.text
    assert re.match(r'<!doctype html>\s*<html lang="en">', answer.text)
    assert "prefers-color-scheme:dark" in answer.text and "@media print" in answer.text
    headings = [int(tag[1]) for tag in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))


def test_every_text_can_be_read_on_its_ground() -> None:
    from assessor_app.server.feedback import style

    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        red, green, blue = (channel(int(digits[n : n + 2], 16)) for n in (0, 2, 4))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for theme in (style._LIGHT, style._DARK):
        named = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]+)", theme))
        pairs = [(text, ground) for text in ("ink", "soft", "link") for ground in ("ground", "sheet")]
        pairs += [(text, f"{text}-ground") for text in ("good", "more", "back")]
        pairs += [("ink", f"{text}-ground") for text in ("good", "more", "back")]
        pairs += [("good", "ground"), ("more", "ground")]
        for text, ground in pairs:
            high, low = sorted((light(named[text]), light(named[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


def test_the_pdf_says_the_same_with_links_an_outline_and_a_language(reviewed: Reviewed) -> None:
    answer = reviewed.get("/feedback.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    with pymupdf.open("pdf", answer.content) as document:
        text = " ".join(" ".join(page.get_text() for page in document).split())
        for words in (PUBLIC_NOTE, RATIONALE, "Your counts <b>are</b> clear & honest", "Not yet earned", reviewed.id):
            assert words in text
        assert document.metadata["title"] == f"Feedback: Academic Discourse, {reviewed.id}, attempt 1"
        assert not document.metadata["author"] and not document.metadata["creator"]
        assert document.language == "en"
        assert [entry[1] for entry in document.get_toc() if entry[0] == 2][:2] == ["At a glance", "Needs assessment"]
        uris = [document.xref_get_key(link["xref"], "A/URI")[1] for page in document for link in page.get_links()]
        assert uris.count(f"evidence/{reviewed.evidence[0].id}.pdf#page=1") >= 2
        assert [page.get_text() for page in document if f"Page {page.number + 1} of {len(document)}" in page.get_text()]


def test_marks_are_real_annotations_for_every_reader(reviewed: Reviewed, tmp_path: Path) -> None:
    data = reviewed.get(f"/evidence/{reviewed.evidence[0].id}.pdf").content
    with pymupdf.open("pdf", data) as document:
        infos = [annotation.info for page in document for annotation in page.annots()]
        strokes = [annotation.colors["stroke"] for annotation in document[0].annots()]
        pages = len(document)
    assert sorted((info["title"], info["content"], info["subject"]) for info in infos) == [
        ("Approver", "Count this too", reviewed.criteria[1].title),
        ("Assessor", PUBLIC_NOTE, reviewed.criteria[0].title),
        ("Assessor", "Well found", ""),
    ]
    analyze = tuple(int("0072B2"[n : n + 2], 16) / 255 for n in (0, 2, 4))
    assert sum(stroke == pytest.approx(analyze, abs=0.01) for stroke in strokes) == 2
    other: Any = pypdfium2.PdfDocument(data)
    assert (len(other), _pdfium_annotations(other)) == (pages, 3)
    other.close()
    if shutil.which("pdfinfo") and shutil.which("pdftotext"):
        file = tmp_path / "evidence.pdf"
        file.write_bytes(data)
        told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True)
        assert f"Pages:           {pages}" in told.stdout and "Author" not in told.stdout and not told.stderr
        file.write_bytes(reviewed.get("/feedback.pdf").content)
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
        assert PUBLIC_NOTE in " ".join(text.stdout.split()) and not text.stderr


def _pdfium_annotations(document: Any) -> int:
    """As pdfium sees them on the first page, without the windows in which it would show their texts."""
    raw, page, count = pypdfium2.raw, document[0], 0
    for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        count += raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_POPUP
        raw.FPDFPage_CloseAnnot(annotation)
    page.close()
    return count


def test_the_result_names_its_documents_and_each_is_there(reviewed: Reviewed) -> None:
    documents = reviewed.get().json()["documents"]
    assert [entry["title"] for entry in documents[:2]] == ["Feedback", "Feedback, as PDF"]
    assert len(documents) == 2 + len(reviewed.evidence)
    for entry in documents:
        answer = call(reviewed.world.url, entry["href"], reviewed.token)
        assert answer.status_code == 200, (entry, answer.text)
        assert answer.headers["Content-Type"].startswith(entry["media_type"])
        assert answer.content.startswith(b"%PDF" if entry["media_type"] == "application/pdf" else b"<!doctype")


def test_nothing_private_is_in_anything_that_the_applicant_can_fetch(reviewed: Reviewed) -> None:
    """The grep: markers in every corner, looked for in every byte, packed and unpacked, in every encoding."""
    token = reviewed.token
    fetched = {
        "list": call(reviewed.world.url, "/api/v1/my/submissions", token).content,
        "item": reviewed.get().content,
    }
    for entry in reviewed.get().json()["documents"]:
        data = call(reviewed.world.url, entry["href"], token).content
        fetched[entry["href"]] = everything_in(data) if data.startswith(b"%PDF") else data
    assert len(fetched) == 4 + len(reviewed.evidence)
    for name, content in fetched.items():
        for corner, marker in SECRETS.items():
            assert not holds(content, marker), f"{corner} is in {name}"
            assert not holds(content, marker.split("-")[0]), f"a part of {corner} is in {name}"
    whole = b"".join(fetched.values())
    for marker in (PUBLIC_NOTE, "Count this too", RATIONALE):
        assert holds(whole, marker), "the search finds what is there"
    marked = fetched[f"/api/v1/my/submissions/{reviewed.id}/evidence/{reviewed.evidence[0].id}.pdf"]
    assert holds(marked, PUBLIC_NOTE) and holds(marked, "Count this too")


def test_other_people_find_nothing_and_reviewers_are_refused(reviewed: Reviewed) -> None:
    world = reviewed.world
    with open_server(world.server.data, SETTINGS) as server:
        add_person(
            server, email="neighbour@schools.example", name="Neighbour", roles=[Role.EDUCATOR],
            organisation="Elsewhere", password=PASSWORD,
        )  # fmt: skip
    stranger, _ = access_token(world.url, "neighbour@schools.example")
    paths = ("feedback.html", "feedback.pdf", f"evidence/{reviewed.evidence[0].id}.pdf")
    for path in paths:
        theirs = call(world.url, f"/api/v1/my/submissions/{reviewed.id}/{path}", stranger)
        none = call(world.url, f"/api/v1/my/submissions/S-0000-0000/{path}", stranger)
        assert theirs.status_code == none.status_code == 404
        assert theirs.json() == none.json()
        assert theirs.headers["Content-Type"] == "application/problem+json"
        for email in (ASSESSOR, APPROVER, FACILITATOR):
            token, _ = access_token(world.url, email)
            assert call(world.url, f"/api/v1/my/submissions/{reviewed.id}/{path}", token).status_code == 403
        assert requests.get(f"{world.url}/api/v1/my/submissions/{reviewed.id}/{path}", timeout=30).status_code == 401
    for unknown in ("e99", "..%2fe01", "%0d%0ax", "e" * 70):
        assert reviewed.get(f"/evidence/{unknown}.pdf").status_code in (404, 422)


def test_they_are_described(reviewed: Reviewed) -> None:
    paths = requests.get(f"{reviewed.world.url}/openapi.json", timeout=30).json()["paths"]
    base = "/api/v1/my/submissions/{submission_id}"
    assert set(paths[f"{base}/feedback.html"]["get"]["responses"]["200"]["content"]) == {"text/html"}
    for path in (f"{base}/feedback.pdf", f"{base}/evidence/{{evidence_id}}.pdf"):
        responses = paths[path]["get"]["responses"]
        assert set(responses["200"]["content"]) == {"application/pdf"}
        assert "application/problem+json" in responses["404"]["content"]


def test_before_the_decision_there_is_nothing_yet(world: World) -> None:
    token, _ = access_token(world.url, APPLICANT)
    base = f"/api/v1/my/submissions/{world.submission_id}"
    desk = world.desk()
    desk.sync()
    assess(desk.store, world.submission_id, "Not for the applicant yet")
    desk.sync()
    for path in ("feedback.html", "feedback.pdf", "evidence/e01.pdf"):
        answer = call(world.url, f"{base}/{path}", token)
        assert answer.status_code == 404 and answer.headers["Content-Type"] == "application/problem+json"
        assert "decided" in answer.json()["detail"]
    assert call(world.url, base, token).json()["documents"] == []
    desk.close()


def test_an_award_tells_its_hours_and_a_recording_has_no_pages(world: World) -> None:
    with_recording(world)
    desk, approver = world.desk(), world.desk(APPROVER)
    desk.sync()
    spoken = mark("e90", kind="time", rects=[], quote="", seconds=(75.2, 98), text="Everybody reasons aloud here")
    put(desk, world.submission_id, spoken)
    rate_all(desk.store, world.submission_id)
    criterion = next(discourse().criteria())[1]
    rating = {"level": 2, "feedback": "Listen at 1:15.", "citations": [{"mark_id": spoken.id, "text": "1:15"}]}
    desk.store.save_cell(world.submission_id, rating_cell(criterion.id), rating)
    desk.store.submit_assessment(world.submission_id)
    desk.sync()
    approver.sync()
    award(approver.store, world.submission_id)
    approver.sync()
    token, _ = access_token(world.url, APPLICANT)
    base = f"/api/v1/my/submissions/{world.submission_id}"
    page = call(world.url, f"{base}/feedback.html", token).text
    assert "Earned" in page and "15 CPE hours" in page and "Not yet earned" not in page
    assert "Recording, 1:15 to 1:38" in page and "Everybody reasons aloud here" in page
    (leading,) = [href for words, href in Links(page).links if words == "1:15"]
    assert leading.removeprefix("#") in Links(page).ids
    refused = call(world.url, f"{base}/evidence/e90.pdf", token)
    assert refused.status_code == 404 and refused.json()["type"].endswith("no-pages")
    assert "e90" not in repr(call(world.url, base, token).json()["documents"])
    desk.close()
    approver.close()


def with_recording(world: World) -> None:
    """Put a recording beside the evidence of the world's submission."""
    with open_server(world.server.data, SETTINGS) as server, server.database.writing() as session:
        submission = session.get_one(Submission, world.submission_id)
        manifest = manifest_of(server, submission)
        data = b"ID3 not a real song"
        blob = BlobReference(sha256=server.blobs.put(data), size=len(data), media_type="audio/mpeg")
        requirement = discourse().requirements[0].id
        recording = manifest.evidence[0].model_copy(
            update={"id": "e90", "requirement_id": requirement, "title": "Recording", "blob": blob, "rendition": None}
        )
        changed = manifest.model_copy(update={"evidence": (*manifest.evidence, recording)})
        submission.manifest = server.blobs.put(sign_manifest(server.key, changed))


def test_an_incomplete_submission_says_what_to_put_right_and_no_more(world: World) -> None:
    strict = discourse().model_copy(update={"version": 4, "policies": Policies(completion_checks_first=True)})
    with open_server(world.server.data, SETTINGS) as server:
        load_micro_credential(server, authoring.dump(strict))
        withdraw(server, world.submission_id)
        submission_id = submit_folder(server, APPLICANT, strict.id, PORTFOLIO)
        calibrate(server, ASSESSOR, strict.id)
        assign(server, submission_id, ASSESSOR)
    desk = world.desk()
    desk.sync()
    rate_all(desk.store, submission_id, "UNSENT feedback")
    desk.store.save_cell(submission_id, NOTE_CELL, SECRETS["private note"])
    checks = [check for _, check in strict.checks()]
    for check in checks[1:]:
        desk.store.save_cell(submission_id, check_cell(check.id), {"ok": True, "note": "PASSED note"})
    desk.store.save_cell(submission_id, check_cell(checks[0].id), {"ok": False, "note": "Page 2 is <too> dark."})
    desk.store.mark_incomplete(submission_id)
    desk.sync()
    token, _ = access_token(world.url, APPLICANT)
    base = f"/api/v1/my/submissions/{submission_id}"
    page = call(world.url, f"{base}/feedback.html", token).text
    assert "Came back incomplete" in page and checks[0].question in page and "Page 2 is &lt;too&gt; dark." in page
    pdf = call(world.url, f"{base}/feedback.pdf", token).content
    assert holds(everything_in(pdf), "Page 2 is <too> dark.")
    for content in (page.encode(), everything_in(pdf)):
        for word in ("UNSENT", "PASSED", "QUOKKA", checks[1].question, "Demonstrated", "Feedback on the others"):
            assert not holds(content, word), word
    listed = call(world.url, base, token).json()["documents"]
    assert [entry["href"].rsplit("/", 1)[1] for entry in listed] == ["feedback.html", "feedback.pdf"]
    assert call(world.url, f"{base}/evidence/e01.pdf", token).status_code == 404
    desk.close()


def test_unusual_words_are_laid_out_and_never_cut() -> None:
    from assessor_app.documents.export.document import document_pdf
    from assessor_app.server.feedback.document import Facts, Result, incomplete_document
    from assessor_app.server.feedback.html import paper_html, screen_page
    from tests.samples import NOW

    check = next(discourse().checks())[1]
    told = "x" * 20_000 + " Größe 日本語 \x00\x0b عربي\r\n\r\n<script>alert(1)</script> " + "word " * 4_000
    facts = Facts("S-7K3Q-20F1", 1, Result.INCOMPLETE, NOW, NOW + timedelta(days=1))
    document = incomplete_document(discourse(), facts, [(check.id, told)])
    assert "<script" not in screen_page(document).html and "\x00" not in screen_page(document).html
    with pymupdf.open("pdf", document_pdf(paper_html(document).encode(), document.name, "en")) as made:
        text = "".join(page.get_text() for page in made).replace("\n", "")
        assert text.count("word") == 4_000 and text.count("x") >= 20_000
        assert "日本語" in text and "<script>alert(1)</script>" in text
        assert all(page.get_text("blocks") for page in made)
