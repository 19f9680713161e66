"""A link in a portfolio: frozen when it is handed in, without what names its applicant, or back with the advice."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pymupdf
import pytest
from sqlalchemy import select

from assessor_app.documents.office import find_libreoffice
from assessor_app.domain.microcredential import EvidenceKind
from assessor_app.protocol.packet import Evidence, open_manifest
from assessor_app.server.intake.folder import Piece
from assessor_app.server.intake.renditions import Office
from assessor_app.server.opening import Server, open_server
from assessor_app.server.preparing import jobs
from assessor_app.server.preparing.runner import Runner
from assessor_app.server.services import portfolios
from assessor_app.server.services.people import by_email
from assessor_app.server.services.submissions import withdraw
from assessor_app.server.storage.models import Mail, Submission
from tests.handing_in import SMALL, Clock, add_educator, hand_in, make_credential, pieces, run_all, state_of
from tests.serving import APPLICANT, NAME, SETTINGS
from tests.webs import Web, one_after_the_other, said, web


@pytest.fixture
def public() -> Iterator[Web]:
    with web() as made:
        yield made


@pytest.fixture
def server(tmp_path: Path, public: Web) -> Iterator[Server]:
    with open_server(tmp_path / "server", replace(SETTINGS, links_allowed=frozenset({public.place}))) as made:
        make_credential(made)
        add_educator(made, APPLICANT, NAME)
        yield made


def hand_in_link(server: Server, address: str) -> str:
    """Beside other evidence."""
    link = Piece("need", EvidenceKind.LINK, "", link=address)
    return hand_in(server, APPLICANT, [link, *pieces(1, NAME, office=False)[2:]])[1]


def packet(server: Server, submission_id: str) -> tuple[bytes, Evidence]:
    """The manifest's bytes and the link's entry."""
    with server.database.reading() as session:
        name = session.get_one(Submission, submission_id).manifest
    data = server.blobs.read(name)
    manifest = open_manifest(data, name, {server.key.id: server.key.public})
    return data, next(entry for entry in manifest.evidence if entry.kind is EvidenceKind.LINK)


def mails(server: Server, submission_id: str) -> list[Mail]:
    with server.database.reading() as session:
        return list(session.scalars(select(Mail).where(Mail.submission_id == submission_id).order_by(Mail.id)))


def page(*inside: str) -> bytes:
    return f"<!DOCTYPE html><title>{NAME}</title><body><p>By {NAME}: who speaks?</p>{''.join(inside)}</body>".encode()


def test_a_page_becomes_a_snapshot_without_names_and_without_the_address_that_names_its_applicant(
    server: Server, public: Web
) -> None:
    path = "/wilhelmina-featherstonehaugh/talk"
    public.answers[path] = said(200, page())
    submission_id = hand_in_link(server, public.url(path))
    with Runner(server) as runner:
        run_all(runner)
    manifest, entry = packet(server, submission_id)
    assert (entry.kind, entry.title, entry.link, entry.blob.media_type) == ("link", "Link", None, "text/html")
    snapshot = server.blobs.read(entry.blob.sha256)
    assert b"who speaks?" in snapshot
    texts = [manifest, snapshot]
    if find_libreoffice() is not None:
        assert entry.rendition is not None
        assert entry.rendition.media_type == "application/pdf"
        drawn = pymupdf.open("pdf", server.blobs.read(entry.rendition.sha256))
        texts.append("".join(p.get_text() for p in drawn).encode())
    for text in texts:
        for trace in (b"ilhelmina", b"eatherstonehaugh", public.place.encode()):
            assert trace not in text
    assert len(mails(server, submission_id)) == 1


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_the_pages_that_are_drawn_of_a_snapshot_say_what_it_says(server: Server, public: Web) -> None:
    public.answers["/talk"] = said(200, page("<p>And who does not?</p>"))
    submission_id = hand_in_link(server, public.url("/talk"))
    with Runner(server) as runner:
        run_all(runner)
    _, entry = packet(server, submission_id)
    assert entry.rendition is not None
    drawn = pymupdf.open("pdf", server.blobs.read(entry.rendition.sha256))
    text = "".join(p.get_text() for p in drawn)
    assert "And who does not?" in text
    assert "who speaks?" in text


def test_an_address_that_names_nobody_stays_for_the_assessor_to_read(server: Server, public: Web) -> None:
    public.answers["/talk-moves"] = said(200, b"Ask, wait, listen.", "text/plain")
    submission_id = hand_in_link(server, public.url("/talk-moves"))
    assert public.asked == []
    with Runner(server) as runner:
        run_all(runner)
    _, entry = packet(server, submission_id)
    assert entry.link == public.url("/talk-moves")
    assert server.blobs.read(entry.blob.sha256) == b"Ask, wait, listen."
    assert public.asked == ["/talk-moves"]


def _reaching_out(to: str) -> tuple[str, ...]:
    return (
        f"<base href='{to}/'>", f"<script src='{to}/a.js'></script>", f"<link rel=stylesheet href='{to}/b.css'>",
        f"<style>@import url({to}/c.css); p {{background: url({to}/d.png)}}</style>", f"<img src='{to}/e.png'>",
        f"<iframe src='{to}/f.html'></iframe>", f"<object data='{to}/g.svg'></object>", f"<embed src='{to}/h.pdf'>",
        f"<p style='background-image:url({to}/i.png)'>words</p>", f"<video src='{to}/j' poster='{to}/k.jpg'></video>",
        f"<meta http-equiv=refresh content='0;url={to}/l'>", f"<body background='{to}/m.png'>",
        f"<form action='{to}/n'><input type=image src='{to}/o.png'></form>",
        f"<svg><image href='{to}/p.png'/></svg>", f"<img srcset='{to}/q.png 2x'>",
    )  # fmt: skip


def test_of_what_a_page_draws_in_from_elsewhere_nothing_is_fetched(server: Server, public: Web) -> None:
    with web() as elsewhere:
        public.answers["/page"] = said(200, page(*_reaching_out(elsewhere.url().rstrip("/"))))
        submission_id = hand_in_link(server, public.url("/page"))
        with Runner(server) as runner:
            run_all(runner)
        snapshot = server.blobs.read(packet(server, submission_id)[1].blob.sha256)
        assert elsewhere.asked == []
        assert b"<script" not in snapshot
        assert b"<iframe" not in snapshot
        assert b'src="http' not in snapshot


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only what is cleaned before keeps it from the network")
def test_what_draws_pages_has_no_network_even_for_a_page_as_it_came() -> None:
    with web() as elsewhere:
        for path in ("/e.png", "/i.png", "/m.png"):
            elsewhere.answers[path] = said(200, b"\x89PNG", "image/png")
        drawn = Office().pages(page(*_reaching_out(elsewhere.url().rstrip("/"))), "html")
        assert drawn.startswith(b"%PDF")
        assert elsewhere.asked == []


def test_an_unreadable_link_comes_back_with_the_advice_and_the_rest_is_kept(server: Server, public: Web) -> None:
    public.answers["/private"] = said(403, b"Sign in")
    submission_id = hand_in_link(server, public.url("/private"))
    with Runner(server) as runner:
        run_all(runner)
    assert state_of(server, submission_id) == ("incomplete", False)
    _, message = mails(server, submission_id)
    assert "“anyone with the link” can view" in message.body
    assert public.url("/private") in message.body
    assert "Everything else is kept." in message.body
    with server.database.writing() as session:
        again = portfolios.start(session, by_email(session, APPLICANT), SMALL, [])
        kept = portfolios.items_of(session, again.id)
        assert [(item.requirement_id, item.name) for item in kept] == [
            ("plan", "plan.pdf"), ("reflection", "response.txt"),
        ]  # fmt: skip
        assert all(item.size > 0 for item in kept)
        portfolio_id = again.id
    public.answers["/shared"] = said(200, page())
    portfolios.add(server, portfolio_id, Piece("need", EvidenceKind.LINK, "", link=public.url("/shared")))
    with server.database.writing() as session:
        second = portfolios.submit(session, session.get_one(portfolios.Portfolio, portfolio_id))
    with Runner(server) as runner:
        run_all(runner)
    assert state_of(server, second) == ("submitted", True)
    assert packet(server, second)[1].requirement_id == "need"


def test_a_server_that_is_busy_is_asked_again_until_it_answers(
    server: Server, public: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    public.answers["/talk"] = one_after_the_other(said(503, b"Later"), said(502, b"Later"), said(200, page()))
    clock, submission_id = Clock(monkeypatch), hand_in_link(server, public.url("/talk"))
    with Runner(server) as runner:
        for asked in (1, 2):
            run_all(runner)
            assert public.asked == ["/talk"] * asked
            assert state_of(server, submission_id) == ("submitted", False)
            clock.on(timedelta(minutes=1))
        run_all(runner)
    assert state_of(server, submission_id) == ("submitted", True)


def test_a_server_that_stays_busy_is_an_unreadable_link_in_the_end(
    server: Server, public: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    public.answers["/talk"] = said(503, b"Later")
    clock, submission_id = Clock(monkeypatch), hand_in_link(server, public.url("/talk"))
    with Runner(server) as runner:
        for _ in range(jobs.MOST_ATTEMPTS):
            run_all(runner)
            clock.on(timedelta(hours=1))
        run_all(runner)
    assert state_of(server, submission_id) == ("incomplete", False)
    assert len(public.asked) == jobs.MOST_ATTEMPTS
    assert "status 503" in mails(server, submission_id)[-1].body


def test_a_link_of_a_withdrawn_submission_is_not_visited(server: Server, public: Web) -> None:
    submission_id = hand_in_link(server, public.url("/talk"))
    withdraw(server, submission_id)
    with Runner(server) as runner:
        run_all(runner)
    assert public.asked == []


def test_links_inside_of_this_network_come_back_too(server: Server, public: Web) -> None:
    with web() as inside:
        submission_id = hand_in_link(server, inside.url("/admin"))
        with Runner(server) as runner:
            run_all(runner)
        assert inside.asked == []
    assert state_of(server, submission_id) == ("incomplete", False)
    assert json.dumps(mails(server, submission_id)[-1].body).count("not on the public internet") == 1
