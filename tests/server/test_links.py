"""Links become snapshots of what anybody can see, and lead nowhere else: real servers and hostile answers."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assessor_app.server.intake import links
from assessor_app.server.intake.links import ADVICE, LinkBusy, LinkUnreadable, fetch
from tests import webs
from tests.documents import files
from tests.webs import Web, redirect, said, web

PAGE = b"<!DOCTYPE html><title>Talk moves</title><p>Who speaks, and how often?</p>"


@pytest.fixture
def public() -> Iterator[Web]:
    """Stands for a server of the public internet: the only one that may be reached."""
    with web() as made:
        yield made


@pytest.fixture
def inside() -> Iterator[Web]:
    """Must not be reached."""
    with web() as made:
        yield made
    assert made.asked == []


def frozen(address: str, *reachable: Web) -> links.Snapshot:
    return fetch(address, frozenset(each.place for each in reachable))


def test_a_page_a_pdf_and_a_text_are_kept_as_they_are_and_named_by_their_kind_alone(public: Web) -> None:
    for path, body, media_type, name in (
        ("/wilhelmina/page", PAGE, "text/html; charset=utf-8", "snapshot.html"),
        ("/wilhelmina.pdf", files.pdf(1), "application/pdf", "snapshot.pdf"),
        ("/notes", "Für alle.".encode(), "TEXT/PLAIN", "snapshot.txt"),
        ("/download?id=3", files.pdf(1), "application/octet-stream", "snapshot"),
    ):
        public.answers[path] = said(200, body, media_type)
        assert frozen(public.url(path), public) == links.Snapshot(body, name)
    assert {header["User-Agent"] for header in public.headers} == {"assessor-app-intake/1"}
    assert not any("Cookie" in header or "Authorization" in header for header in public.headers)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_relative_ones_too(public: Web, status: int) -> None:
    public.answers["/a/first"] = redirect("../b/second?x=\u00e4 b", status)
    public.answers["/b/second?x=%C3%A4%20b"] = redirect(public.url("/third#part"), status)
    public.answers["/third"] = said(200, PAGE)
    assert frozen(public.url("/a/first"), public).data == PAGE


def test_a_redirect_that_leads_in_circles_ends(public: Web) -> None:
    public.answers["/"] = redirect("/")
    with pytest.raises(LinkUnreadable, match="circles"):
        frozen(public.url(), public)
    assert len(public.asked) <= links.MOST_REDIRECTS


INNER = (
    "http://127.0.0.1:{}/", "http://127.1:{}/", "http://2130706433:{}/", "http://0x7f000001:{}/",
    "http://0177.0.0.1:{}/", "http://0x7f.1:{}/", "http://localhost:{}/", "http://localhost.:{}/",
    "http://LOCALHOST:{}/", "http://0.0.0.0:{}/", "http://0:{}/", "http://[::ffff:127.0.0.1]:{}/",
    "http://[::ffff:7f00:1]:{}/", "http://①②⑦.⓪.⓪.①:{}/", "http://127。0。0。1:{}/", "http://[::1]:{}/", "http://[::]:{}/",
    "http://[::127.0.0.1]:{}/", "http://user:password@127.0.0.1:{}/", "https://127.0.0.1:{}/",
)  # fmt: skip
FORBIDDEN = (
    "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[fec0::1]/",
    "http://10.0.0.1/", "http://172.16.3.4/", "http://192.168.1.1/", "http://100.64.0.1/", "http://192.0.2.1/",
    "http://224.0.0.1/", "http://255.255.255.255/", "http://[ff02::1]/", "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/", "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2001:db8::1]/",
    "http://[2001:0:0:0:0:0:80ff:fffe]/", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:70/",
    "javascript:alert(1)", "http://", "http:///path", "//", "http://[::1", "http://example.org:99999/",
    "http://public@10.0.0.1/", "http://a..b/",
)  # fmt: skip


@pytest.mark.parametrize("way", ["directly", "after a redirect"])
@pytest.mark.parametrize("address", (*INNER, *FORBIDDEN))
def test_no_link_leads_to_this_computer_or_network(public: Web, inside: Web, address: str, way: str) -> None:
    target = address.format(inside.port)
    if way == "after a redirect":
        if not target.isascii():
            pytest.skip("a header has no such letters")
        public.answers["/away"] = redirect(target)
    started = time.monotonic()
    with pytest.raises((LinkUnreadable, LinkBusy)) as caught:
        frozen(target if way == "directly" else public.url("/away"), public)
    if not isinstance(caught.value, LinkUnreadable):
        # Some systems know no such spellings of an address, and then there is no such host.
        assert sys.platform != "linux"
    assert ADVICE in str(caught.value)
    assert time.monotonic() - started < 5


@pytest.mark.skipif(not socket.has_ipv6, reason="this computer has no IPv6")
def test_a_server_on_the_loopback_of_ipv6_is_not_reached_either(public: Web) -> None:
    try:
        with web(socket.AF_INET6, "::1") as inner:
            public.answers["/away"] = redirect(f"http://[::1]:{inner.port}/")
            with pytest.raises(LinkUnreadable):
                frozen(public.url("/away"), public)
            assert inner.asked == []
    except OSError:
        pytest.skip("this computer has no address of IPv6")


def _answers(*addresses: str) -> list[tuple[Any, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]


@pytest.mark.parametrize(
    "found", [("10.0.0.7",), ("127.0.0.1",), ("93.184.215.14", "127.0.0.1"), ("169.254.169.254", "93.184.215.14")]
)
def test_a_name_that_means_an_inner_address_is_refused_even_where_it_means_another_too(
    inside: Web, monkeypatch: pytest.MonkeyPatch, found: tuple[str, ...]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: _answers(*found))
    with pytest.raises(LinkUnreadable, match="not on the public internet"):
        fetch(f"http://page.example:{inside.port}/")


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    public: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second answer of the DNS would be another one (“rebinding”): nobody asks for it."""
    real, asked = socket.getaddrinfo, []

    def answer(host: Any, *rest: Any, **more: Any) -> Any:
        if host != "page.example":
            return real(host, *rest, **more)
        asked.append(host)
        assert len(asked) == 1, "the name was looked up again"
        return _answers("127.0.0.1")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    public.answers["/"] = said(200, PAGE)
    assert fetch(f"http://page.example:{public.port}/", frozenset({f"page.example:{public.port}"})).data == PAGE
    assert public.headers[0]["Host"] == f"page.example:{public.port}"


def test_after_a_redirect_to_the_same_name_its_address_is_checked_anew(
    public: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, answers = socket.getaddrinfo, [_answers("127.0.0.1"), _answers("10.1.2.3")]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: answers.pop(0) if host == "page.example" else real(host, *a, **k)
    )
    monkeypatch.setattr(links, "_is_public", lambda address: address == "127.0.0.1")
    public.answers["/"] = redirect("/again")
    with pytest.raises(LinkUnreadable, match="not on the public internet"):
        fetch(f"http://page.example:{public.port}/")
    assert public.asked == ["/"]


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("64:ff9b::5db8:d70e", True),
     ("64:ff9b::a00:1", False), ("::5db8:d70e", False), ("2002:a00:1::1", False), ("240.0.0.1", False),
     ("fe80::1%eth0", False), ("4000::1", False)],
)  # fmt: skip
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:
    assert links._is_public(address) is public


def test_a_host_without_an_answer_may_have_one_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_answer(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", no_answer)
    with pytest.raises(LinkBusy, match="no such host"):
        fetch("http://page.example/")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.undo()
    with pytest.raises(LinkBusy, match="does not answer"):
        fetch(f"http://{closed}/", frozenset({closed}))


def test_proxies_of_the_environment_see_nothing(public: Web, inside: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, inside.url())
    public.answers["/"] = said(200, PAGE)
    assert frozen(public.url(), public).data == PAGE


def test_a_body_without_an_end_is_too_large(public: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MAX_BYTES", 2 * 1024 * 1024)
    public.answers["/"] = webs.endless
    with pytest.raises(LinkUnreadable, match="larger than 2 MiB"):
        frozen(public.url(), public)


@pytest.mark.parametrize(
    "drip",
    [webs.dripping(after="headers"), webs.dripping(after="headers", length=True), webs.dripping(after="nothing")],
)
def test_a_side_that_sends_a_letter_now_and_then_is_cut_off(
    public: Web, monkeypatch: pytest.MonkeyPatch, drip: webs.Answer
) -> None:
    monkeypatch.setattr(links, "SECONDS", 1.0)
    public.answers["/"] = drip
    started = time.monotonic()
    with pytest.raises(LinkUnreadable, match="too long"):
        frozen(public.url(), public)
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("times", [1, 2])
def test_a_small_answer_that_unpacks_to_a_huge_one_is_never_unpacked(
    public: Web, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    limit = 4 * 1024 * 1024
    monkeypatch.setattr(links, "MAX_BYTES", limit)
    bomb = gzip.compress(bytes(256 * 1024 * 1024), 6)
    encoding = "gzip"
    if times == 2:
        bomb, encoding = gzip.compress(bomb), "gzip, gzip"
    public.answers["/"] = said(200, bomb, "text/html", Content_Encoding=encoding)
    tracemalloc.start()
    try:
        with pytest.raises((LinkUnreadable, LinkBusy)):
            frozen(public.url(), public)
        assert tracemalloc.get_traced_memory()[1] < 6 * limit
    finally:
        tracemalloc.stop()
    assert public.headers[0]["Accept-Encoding"] == "identity"


def test_an_honest_answer_that_is_packed_unasked_is_unpacked(public: Web) -> None:
    public.answers["/"] = said(200, gzip.compress(PAGE), "text/html", Content_Encoding="gzip")
    assert frozen(public.url(), public).data == PAGE


@pytest.mark.parametrize(
    "media_type", ["video/mp4", "application/zip", "text/css", "application/x-msdownload", "", None]
)
def test_what_can_not_be_kept_is_refused_by_its_type(public: Web, media_type: str | None) -> None:
    public.answers["/"] = said(200, PAGE, media_type)
    with pytest.raises(LinkUnreadable, match="can't be kept"):
        frozen(public.url(), public)


def test_an_empty_page_is_refused(public: Web) -> None:
    public.answers["/"] = said(200, b"")
    with pytest.raises(LinkUnreadable, match="shows nothing"):
        frozen(public.url(), public)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 204, 206])
def test_what_only_some_may_see_comes_back_with_the_advice(public: Web, status: int) -> None:
    public.answers["/"] = said(status, b"" if status == 204 else b"Sign in")
    with pytest.raises(LinkUnreadable, match="anyone with the link"):
        frozen(public.url(), public)


@pytest.mark.parametrize(
    "page", ["https://accounts.google.com/v3/signin", "https://accounts.google.com./x", "http://LOGIN.live.com/"]
)
def test_a_page_that_asks_to_sign_in_is_told_by_where_it_is(
    public: Web, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    public.answers["/"] = redirect(page)
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: real(host, *a, **k) if host == "127.0.0.1" else pytest.fail(host)
    )
    with pytest.raises(LinkUnreadable, match=r"asks to sign in.*anyone with the link"):
        frozen(public.url(), public)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again_later(public: Web, status: int) -> None:
    public.answers["/"] = said(status, b"Later")
    with pytest.raises(LinkBusy):
        frozen(public.url(), public)


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(public: Web) -> None:
    public.answers["/"] = webs.broken_off
    with pytest.raises(LinkBusy, match="broke off"):
        frozen(public.url(), public)


def _certificate(folder: Path, names: list[x509.GeneralName]) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "page")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ) + made.public_bytes(serialization.Encoding.PEM)
    )  # fmt: skip
    return file


def _secured(public: Web, certificate: Path) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    public.server.socket = context.wrap_socket(public.server.socket, server_side=True)
    public.answers["/"] = said(200, PAGE)
    return f"https://{public.place}/"


def test_a_certificate_that_nobody_vouches_for_is_refused(public: Web, tmp_path: Path) -> None:
    address = _secured(public, _certificate(tmp_path, [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]))
    with pytest.raises(LinkUnreadable, match="certificate"):
        frozen(address, public)
    assert public.asked == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own store of certificates is asked")
@pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.2"])
def test_a_certificate_has_to_be_that_of_the_host(
    public: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    certificate = _certificate(tmp_path, [x509.IPAddress(ipaddress.ip_address(name))])
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    address = _secured(public, certificate)
    if name == "127.0.0.1":
        assert frozen(address, public).data == PAGE
    else:
        with pytest.raises(LinkUnreadable, match="certificate"):
            frozen(address, public)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own store of certificates is asked")
@pytest.mark.parametrize("after", ["headers", "nothing"])
def test_a_side_that_sends_a_letter_now_and_then_is_cut_off_when_encrypted_too(
    public: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    certificate = _certificate(tmp_path, [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(links, "SECONDS", 2.0)
    address = _secured(public, certificate)
    public.answers["/"] = webs.dripping(after=after)
    started = time.monotonic()
    with pytest.raises(LinkUnreadable, match="too long"):
        frozen(address, public)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("shared", "asked"),
    [("https://docs.google.com/document/d/a-B_1/edit?usp=sharing", "/document/d/a-B_1/export?format=pdf"),
     ("https://docs.google.com/presentation/d/xyz/edit#slide=1", "/presentation/d/xyz/export/pdf"),
     ("https://docs.google.com/spreadsheets/d/xyz/edit", "/spreadsheets/d/xyz/export?format=pdf"),
     ("https://drive.google.com/file/d/xyz/view", "/uc?export=download&id=xyz"),
     ("https://drive.google.com/open?id=xyz", "/uc?export=download&id=xyz")],
)  # fmt: skip
def test_what_lies_in_an_editor_is_fetched_as_a_file(shared: str, asked: str) -> None:
    assert links._exported(shared).partition("google.com")[2] == asked
