"""A snapshot of what a link shows to anyone who has it (FAQ 18), fetched so that no link reaches into this network.

Names are looked up here and only addresses of the public internet are connected to, after every redirect anew, so that
neither a redirect nor a second DNS answer leads inside (OWASP, Server-Side Request Forgery Prevention).
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import quote, urljoin, urlsplit

import truststore
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from assessor_app.server.intake.formats import Unreadable

MAX_BYTES = 50 * 1024 * 1024
SECONDS, MOST_REDIRECTS = 60.0, 6
ADVICE = "Check that your share settings are such that “anyone with the link” can view; or hand in the file itself."
_AGENT = "assessor-app-intake/1"
_TOO_LONG = f"What the link shows takes too long to come. {ADVICE}"
_REDIRECTS, _BUSY = (301, 302, 303, 307, 308), (408, 429, 500, 502, 503, 504)
_TYPES = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "txt",
    "text/markdown": "md", "text/csv": "csv", "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif",
    "image/webp": "webp", "application/rtf": "rtf", "application/octet-stream": "",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}  # fmt: skip
# Google's own addresses for a file of what a link shows in an editor.
_EXPORTS = (
    (re.compile(r"https://docs\.google\.com/document/d/([\w-]+)"), "https://docs.google.com/document/d/{}/export?format=pdf"),
    (re.compile(r"https://docs\.google\.com/presentation/d/([\w-]+)"), "https://docs.google.com/presentation/d/{}/export/pdf"),
    (re.compile(r"https://docs\.google\.com/spreadsheets/d/([\w-]+)"),
     "https://docs.google.com/spreadsheets/d/{}/export?format=pdf"),
    (re.compile(r"https://drive\.google\.com/(?:file/d/|open\?id=|uc\?.*id=)([\w-]+)"),
     "https://drive.google.com/uc?export=download&id={}"),
)  # fmt: skip
_SIGN_IN_HOSTS = ("accounts.google.com", "login.microsoftonline.com", "login.live.com", "accounts.youtube.com")


class LinkUnreadable(Unreadable):
    """What the link shows can't be had; the sentence says what the applicant can do."""


class LinkBusy(Exception):
    """The other side can't answer now; it may later."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was there. ``name`` has the ending of its kind and nothing of the address."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class _Target:
    """``host`` is in ASCII, without brackets and without a dot at its end."""

    scheme: str
    host: str
    port: int
    path: str


def refused_at_once(address: str, allowed: frozenset[str] = frozenset()) -> str | None:
    """What can be told of an address without asking anybody: a sentence where it leads inside, else None."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return "The link is no address of a web page."
    if parts.username or parts.password:
        return "The link holds a name or a password."
    if f"{host}:{port}" in allowed:
        return None
    try:
        inside = not _is_public(host)
    except ValueError:
        inside = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return "The link leads to a computer that is not on the public internet." if inside else None


def fetch(address: str, allowed: frozenset[str] = frozenset()) -> Snapshot:
    """``allowed`` names hosts with their port, such as ``127.0.0.1:8080``, that may be reached wherever they are.

    Raises LinkUnreadable and LinkBusy.
    """
    until = time.monotonic() + SECONDS
    place = _exported(address)
    for _ in range(MOST_REDIRECTS):
        with _asked(_target(place), allowed, until) as response:
            if response.status not in _REDIRECTS:
                return _read(response, until)
            try:
                place = urljoin(place, response.headers.get("Location", ""))
            except ValueError:
                place = ""
    raise LinkUnreadable(f"The link leads in circles. {ADVICE}")


def _exported(address: str) -> str:
    for pattern, made in _EXPORTS:
        match = pattern.match(address)
        if match is not None:
            return made.format(match[1])
    return address


def _target(address: str) -> _Target:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise LinkUnreadable(f"The link is no address of a web page. {ADVICE}") from None
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.password:
        raise LinkUnreadable(f"The link is no address of a web page. {ADVICE}")
    if host in _SIGN_IN_HOSTS:
        raise LinkUnreadable(f"The link asks to sign in. {ADVICE}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(parts.scheme, host, port, quote(path, safe="/?%:@!$&'()*+,;=~[]"))


@contextmanager
def _asked(target: _Target, allowed: frozenset[str], until: float) -> Iterator[BaseHTTPResponse]:
    """What the other side answers, to be read inside of this."""
    connection = _connected(target, allowed, until)
    # A side that sends a letter now and then keeps every wait short; what ends the whole of them is this.
    cutter = threading.Timer(max(0.0, until - time.monotonic()), _cut, (connection.sock,))
    cutter.daemon = True
    cutter.start()
    try:
        connection.request("GET", target.path, headers=_headers(target), preload_content=False)
        response = connection.getresponse()
        if time.monotonic() >= until:
            # It was cut off, which can look like an answer.
            raise LinkUnreadable(_TOO_LONG)
        yield response
    except (HTTPError, HTTPException, OSError) as error:
        if time.monotonic() >= until:
            raise LinkUnreadable(_TOO_LONG) from error
        raise LinkBusy(f"The link does not answer, or broke off. {ADVICE}") from error
    finally:
        cutter.cancel()
        connection.close()


def _cut(line: socket.socket) -> None:
    """Under an encryption, if there is one: to take that away would surprise who is reading."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _headers(target: _Target) -> dict[str, str]:
    shown = f"[{target.host}]" if ":" in target.host else target.host
    standard = target.port == (443 if target.scheme == "https" else 80)
    host = shown if standard else f"{shown}:{target.port}"
    return {"Host": host, "User-Agent": _AGENT, "Accept-Encoding": "identity"}


def _connected(target: _Target, allowed: frozenset[str], until: float) -> HTTPConnection:
    """To one of the very addresses that were found to be public."""
    error: Exception | None = None
    for place in _places(target.host, target.port, allowed):
        left = until - time.monotonic()
        if left <= 0:
            break
        connection = _connection(target, place, min(10.0, left))
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as failure:
            connection.close()
            raise LinkUnreadable(f"The page's certificate is not valid. {ADVICE}") from failure
        except (HTTPError, HTTPException, OSError) as failure:
            connection.close()
            error = failure
        else:
            connection.timeout = 20.0
            return connection
    raise LinkBusy(f"The link does not answer. {ADVICE}") from error


def _connection(target: _Target, place: str, seconds: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(place, target.port, timeout=seconds)
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return HTTPSConnection(place, target.port, timeout=seconds, ssl_context=context, server_hostname=target.host)


def _places(host: str, port: int, allowed: frozenset[str]) -> Iterator[str]:
    """The host's addresses, all of which have to be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LinkBusy(f"There is no such host. {ADVICE}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if f"{host}:{port}" not in allowed and not all(_is_public(address) for address in addresses):
        raise LinkUnreadable(f"The link leads to a computer that is not on the public internet. {ADVICE}")
    yield from addresses[:4]


def _is_public(address: str) -> bool:
    """Not private, loopback, link-local, multicast or reserved, nor such an address dressed as another kind."""
    found = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast
    inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
    if found in _NAT64:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if inner is not None and not (inner.is_global and not inner.is_multicast):
        return False
    return found in _NAT64 or (found.is_global and found in _PUBLIC_IPV6)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# All that was ever given out (RFC 4291, 2.4); outside of it are old forms of inner addresses, such as ::127.0.0.1.
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")


def _read(response: BaseHTTPResponse, until: float) -> Snapshot:
    if response.status in _BUSY:
        raise LinkBusy(f"The link does not answer now (status {response.status}). {ADVICE}")
    if response.status != 200:
        raise LinkUnreadable(f"The link shows nothing to people who are not signed in ({response.status}). {ADVICE}")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
    extension = _TYPES.get(media_type)
    if extension is None:
        raise LinkUnreadable(f"The link shows something that can't be kept ({media_type or 'of no kind'}). {ADVICE}")
    data = bytearray()
    for piece in response.stream(65_536):
        data += piece
        if len(data) > MAX_BYTES:
            raise LinkUnreadable(f"What the link shows is larger than {MAX_BYTES // 1024**2} MiB. {ADVICE}")
    if time.monotonic() >= until:
        # Cut off as well.
        raise LinkUnreadable(_TOO_LONG)
    if not data:
        raise LinkUnreadable(f"The link shows nothing. {ADVICE}")
    return Snapshot(bytes(data), f"snapshot.{extension}" if extension else "snapshot")
