"""A snapshot of what a link shows to anyone who has it (FAQ 18), fetched so that no link reaches into this network.

Names are looked up here and only addresses of the public internet are connected to, after every redirect anew, so that
neither a redirect nor a second DNS answer leads inside (OWASP, Server-Side Request Forgery Prevention).
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

import truststore
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from assessor_app.server.intake.formats import Unreadable

MAX_BYTES = 50 * 1024 * 1024
SECONDS, MOST_REDIRECTS = 60.0, 6
ADVICE = "Check that your share settings are such that “anyone with the link” can view; or hand in the file itself."
_AGENT = "assessor-app-intake/1"
_REDIRECTS, _BUSY = (301, 302, 303, 307, 308), (429, 502, 503, 504)
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


def fetch(address: str, allowed: frozenset[str] = frozenset()) -> Snapshot:
    """``allowed`` names hosts with their port, such as ``127.0.0.1:8080``, that may be reached wherever they are.

    Raises LinkUnreadable and LinkBusy.
    """
    until = time.monotonic() + SECONDS
    target = _exported(address)
    for _ in range(MOST_REDIRECTS):
        response = _asked(target, allowed, until)
        try:
            if response.status in _REDIRECTS:
                target = urljoin(target, response.headers.get("Location", ""))
                continue
            return _read(response, until)
        finally:
            response.close()
    raise LinkUnreadable(f"The link leads in circles. {ADVICE}")


def _exported(address: str) -> str:
    for pattern, made in _EXPORTS:
        match = pattern.match(address)
        if match is not None:
            return made.format(match[1])
    return address


def _asked(target: str, allowed: frozenset[str], until: float) -> BaseHTTPResponse:
    try:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.password:
        raise LinkUnreadable(f"The link is no address of a web page. {ADVICE}")
    if host in _SIGN_IN_HOSTS:
        raise LinkUnreadable(f"The link asks to sign in. {ADVICE}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    shown = f"[{host}]" if ":" in host else host
    standard = port == (443 if parts.scheme == "https" else 80)
    headers = {"Host": shown if standard else f"{shown}:{port}", "User-Agent": _AGENT, "Accept-Encoding": "identity"}
    error: Exception | None = None
    for place in _places(host, port, allowed):
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            pool = _pool(parts.scheme, place, port, host, left)
            return pool.urlopen(
                "GET", path, headers=headers, redirect=False, retries=False, preload_content=False,
                assert_same_host=False,
            )  # fmt: skip
        except ssl.SSLError as failure:
            raise LinkUnreadable(f"The page's certificate is not valid. {ADVICE}") from failure
        except (HTTPError, HTTPException, OSError) as failure:
            error = failure
    raise LinkBusy(f"The link does not answer. {ADVICE}") from error


def _pool(scheme: str, place: str, port: int, host: str, seconds: float) -> HTTPConnectionPool:
    timeout = Timeout(connect=min(10.0, seconds), read=min(20.0, seconds))
    if scheme == "http":
        return HTTPConnectionPool(place, port, timeout=timeout, maxsize=1)
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return HTTPSConnectionPool(
        place, port, timeout=timeout, maxsize=1, ssl_context=context, server_hostname=host, assert_hostname=host
    )


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
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not inner.is_global:
            return False
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


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
    try:
        for piece in response.stream(65_536):
            data += piece
            if len(data) > MAX_BYTES:
                raise LinkUnreadable(f"What the link shows is larger than {MAX_BYTES // 1024**2} MiB. {ADVICE}")
            if time.monotonic() > until:
                raise LinkUnreadable(f"What the link shows takes too long to come. {ADVICE}")
    except (HTTPError, HTTPException, OSError) as error:
        raise LinkBusy(f"The link broke off. {ADVICE}") from error
    if not data:
        raise LinkUnreadable(f"The link shows nothing. {ADVICE}")
    return Snapshot(bytes(data), f"snapshot.{extension}" if extension else "snapshot")
