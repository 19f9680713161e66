"""TLS between the application and a real server: what is trusted, what is refused, and that nothing weakens it."""

from __future__ import annotations

import json
import os
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assessor_app.protocol.canonical import sha256
from assessor_app.server.opening import open_server
from assessor_app.server.serving import Listening
from assessor_app.server.storage.models import SignInFailure
from assessor_app.store.ledger import Device
from assessor_app.sync.http import CertificateRefused, NotTrusted, new_session, send
from assessor_app.sync.signin import sign_in_with_password
from tests.conftest import World
from tests.serving import ASSESSOR, PASSWORD, Serving, make_world

NOW = datetime.now(UTC)


class Authority:
    """A certificate authority of a district, which no system knows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "District authority for tests")])
        self.certificate = (
            self._begun(self._name, self._key, NOW + timedelta(days=9))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=9))
            .not_valid_after(until)
        )

    def issue(self, *names: x509.GeneralName, until: datetime = NOW + timedelta(days=1)) -> tuple[Path, Path]:
        """A certificate and its key, as files."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._begun(x509.Name([]), key, until)
            .add_extension(x509.SubjectAlternativeName(names), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        at, key_at = self.folder / "certificate.pem", self.folder / "key.pem"
        at.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_at.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return at, key_at


LOCAL = (x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1")))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@contextmanager
def over_tls(authority: Authority, files: tuple[Path, Path]) -> Iterator[str]:
    data = authority.folder / "server"
    make_world(data)
    server = Serving(data, "--no-worker", "--certificate", str(files[0]), "--private-key", str(files[1]))
    server.start()
    try:
        assert server.url.startswith("https://127.0.0.1:")
        yield server.url
    finally:
        server.kill()


def elsewhere(url: str, **environment: str) -> dict[str, str]:
    """Sign in from a process of its own with this environment: what came of it."""
    program = (
        "import json, sys\n"
        "from assessor_app.store.ledger import Device\n"
        "from assessor_app.sync.signin import sign_in_with_password\n"
        "url, email, password = json.load(sys.stdin)\n"
        "try:\n"
        "    print(json.dumps({'email': sign_in_with_password(url, Device.new(), email, password).person.email}))\n"
        "except Exception as error:\n"
        "    print(json.dumps({'error': type(error).__name__, 'said': str(error)}))\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps([url, ASSESSOR, PASSWORD]), capture_output=True, text=True,
        env={**clean, **environment}, timeout=90, check=True,
    )  # fmt: skip
    found: dict[str, str] = json.loads(done.stdout)
    return found


needs_openssl_paths = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the trust store is the system's, and no test may change that"
)


@needs_openssl_paths
def test_what_the_system_trusts_is_trusted_and_no_other_list(authority: Authority) -> None:
    with over_tls(authority, authority.issue(*LOCAL)) as url:
        with pytest.raises(CertificateRefused) as refused:
            sign_in_with_password(url, Device.new(), ASSESSOR, PASSWORD)
        assert refused.value.why is NotTrusted.UNKNOWN
        assert "127.0.0.1 is not trusted by this computer" in str(refused.value)
        trusted = {"SSL_CERT_FILE": str(authority.file)}
        assert elsewhere(url, **trusted) == {"email": ASSESSOR}
        assert elsewhere(url.replace("127.0.0.1", "localhost"), **trusted) == {"email": ASSESSOR}
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            assert elsewhere(url, **{name: str(authority.file)})["error"] == "CertificateRefused", name


@needs_openssl_paths
@pytest.mark.parametrize(("names", "days", "why", "said"), [
    (LOCAL, -1, NotTrusted.EXPIRED, "has run out"),
    ((x509.DNSName("assess.example.org"),), 1, NotTrusted.OTHER_NAME, "is not that of 127.0.0.1"),
])  # fmt: skip
def test_a_known_authority_does_not_help_a_wrong_certificate(
    authority: Authority, names: tuple[x509.GeneralName, ...], days: int, why: NotTrusted, said: str
) -> None:
    with over_tls(authority, authority.issue(*names, until=NOW + timedelta(days=days))) as url:
        found = elsewhere(url, SSL_CERT_FILE=str(authority.file))
        assert found["error"] == "CertificateRefused", why
        assert said in found["said"]


@needs_openssl_paths
def test_the_list_that_requests_brings_along_is_not_trusted(authority: Authority, tmp_path: Path) -> None:
    """It would be, unless the adapter kept it away: its file holds our authority here."""
    with over_tls(authority, authority.issue(*LOCAL)) as url:
        program = (
            "import sys, certifi, requests.adapters as adapters\n"
            f"adapters.DEFAULT_CA_BUNDLE_PATH = {str(authority.file)!r}\n"
            "from assessor_app.sync.http import CertificateRefused, new_session, send\n"
            "try:\n"
            f"    send(new_session(), 'GET', {url + '/authorize'!r})\n"
            "except CertificateRefused:\n"
            "    print('refused')\n"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout == "refused\n"


def test_nothing_switches_the_check_off(authority: Authority) -> None:
    source = "\n".join(file.read_text("utf-8") for file in Path("assessor_app").rglob("*.py"))
    for word in ("verify=False", "CERT_NONE", "_create_unverified_context", "check_hostname = False"):
        assert word not in source
    with over_tls(authority, authority.issue(*LOCAL)) as url:
        session = new_session()
        for verify in (False, str(authority.file)):
            with pytest.raises(ValueError, match="always"):
                send(session, "GET", url, verify=verify)
        session.verify = False
        with pytest.raises(ValueError, match="always"):
            send(session, "GET", url)


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that writes down what it is told, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard: list[bytes] = []

        def listen() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    heard.append(line.recv(65_536))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)


def test_a_proxy_hears_neither_what_stays_on_this_computer_nor_what_is_in_tls(world: World) -> None:
    with listening() as (proxy, heard):
        environment = {"HTTP_PROXY": proxy, "http_proxy": proxy, "HTTPS_PROXY": proxy, "https_proxy": proxy}
        assert elsewhere(world.url, **environment, NO_PROXY="", no_proxy="") == {"email": ASSESSOR}
        assert heard == []
        assert elsewhere("https://assess.example.org", **environment)["error"] == "Unreachable"
        assert [words.split(b" HTTP")[0] for words in heard] == [b"CONNECT assess.example.org:443"]
        assert PASSWORD.encode() not in b"".join(heard)


@contextmanager
def tunnel() -> Iterator[str]:
    """A proxy that does its work: CONNECT, and bytes both ways."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65_536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)

    class Connect(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked = b""
            while not asked.endswith(b"\r\n\r\n"):
                asked += self.request.recv(4096)
            host, port = asked.split(b" ")[1].decode().rsplit(":", 1)
            with socket.create_connection((host, int(port))) as server:
                self.request.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                threading.Thread(target=pump, args=(server, self.request), daemon=True).start()
                pump(self.request, server)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connect) as proxy:
        proxy.daemon_threads = True
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
        proxy.shutdown()


@needs_openssl_paths
def test_behind_a_proxy_the_systems_trust_holds_too(authority: Authority) -> None:
    with over_tls(authority, authority.issue(*LOCAL)) as url, tunnel() as proxy:
        through = {"HTTPS_PROXY": proxy, "NO_PROXY": "", "no_proxy": ""}
        refused = elsewhere(url, **through)
        assert refused["error"] == "CertificateRefused", refused
        assert elsewhere(url, **through, SSL_CERT_FILE=str(authority.file)) == {"email": ASSESSOR}


def test_a_file_of_passwords_does_not_take_the_tokens_place(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = world.home / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    desk = world.desk()
    desk.sync()
    assert len(desk.store.queue()) == 1
    desk.close()


def refused_start(data: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "assessor_app", "serve", "--data", str(data), "--port", "0", *arguments],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_plain_http_for_others_and_bad_certificates_are_refused_in_a_sentence(authority: Authority) -> None:
    certificate, key = authority.issue(*LOCAL)
    (authority.folder / "other").mkdir()
    _, others_key = Authority(authority.folder / "other").issue(*LOCAL)
    locked = authority.folder / "locked.pem"
    private = serialization.load_pem_private_key(key.read_bytes(), None)
    locked.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
        )
    )
    data = authority.folder / "server"
    assert "--behind-proxy" in refused_start(data, "--host", "0.0.0.0")  # noqa: S104 - what must be refused
    assert "belong together" in refused_start(data, "--certificate", str(certificate))
    pairs = ((certificate, others_key, "not the certificate's"), (certificate, locked, "encrypted"),
             (certificate, authority.folder / "none.pem", "No such file"), (key, key, "PEM"))  # fmt: skip
    for chain, secret, said in pairs:
        with pytest.raises(ValueError, match=said):
            Listening("0.0.0.0", 0, chain, secret).check()  # noqa: S104
    with pytest.raises(ValueError, match="IP addresses"):
        Listening("127.0.0.1", 0, behind_proxy="*").check()
    for host in ("127.0.0.1", "::1", "localhost"):
        Listening(host, 0).check()
    Listening("0.0.0.0", 0, behind_proxy="10.0.0.0/8").check()  # noqa: S104


@pytest.mark.parametrize(("arguments", "believed"), [((), False), (("--behind-proxy",), True),
                                                     (("--behind-proxy", "192.0.2.0/24"), False)])  # fmt: skip
def test_only_the_proxy_that_was_named_is_believed(
    tmp_path: Path, arguments: tuple[str, ...], believed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    make_world(tmp_path)
    server = Serving(tmp_path, "--no-worker", *arguments)
    server.start()
    try:
        query = {
            "response_type": "code", "client_id": "assessor-app-desktop", "code_challenge": "c" * 43,
            "redirect_uri": "http://127.0.0.1:1/callback", "code_challenge_method": "S256",
        }  # fmt: skip
        said = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        page = requests.get(f"{server.url}/authorize", params=query, headers=said, timeout=30)
        assert ("secure" in page.headers["Set-Cookie"].lower()) is believed
        form = {**query, "csrf": page.cookies["assessor_sign_in"], "email": ASSESSOR, "password": "wrong"}
        sent = {**said, "Cookie": f"assessor_sign_in={form['csrf']}"}
        assert requests.post(f"{server.url}/authorize", data=form, headers=sent, timeout=30).status_code == 401
    finally:
        server.kill()
    with open_server(tmp_path) as opened, opened.database.reading() as session:
        subjects = {row.subject for row in session.query(SignInFailure)}
    assert (sha256(b"address 203.0.113.7") in subjects) is believed
    assert (sha256(b"address 127.0.0.1") in subjects) is not believed
