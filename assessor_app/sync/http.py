"""HTTP to one server: TLS that can't be switched off, problems as exceptions, one refresh on 401."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import requests
import truststore
from pydantic import ValidationError
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

from assessor_app import __version__
from assessor_app.protocol.problems import Problem, ProblemError, ProblemType, problem

CONNECT_SECONDS = 10
READ_SECONDS = 60


class Unreachable(Exception):
    """No answer: offline, the server is off, or the line broke. Nothing is known of what the server did."""


class NotTrusted(StrEnum):
    """Why a server's certificate was refused."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    OTHER_NAME = "other_name"


class CertificateRefused(Unreachable):
    """Something answered, but can't prove to be the server. The message says so, in a sentence."""

    def __init__(self, why: NotTrusted, host: str) -> None:
        super().__init__(_UNTRUSTED[why].format(host=host))
        self.why = why


_UNTRUSTED = {
    NotTrusted.UNKNOWN: "The certificate of {host} is not trusted by this computer. Nothing was sent.",
    NotTrusted.EXPIRED: "The certificate of {host} has run out or is not valid yet. Check this computer's clock too. "
    "Nothing was sent.",
    NotTrusted.OTHER_NAME: "The certificate that answered is not that of {host}. Nothing was sent.",
}
_VERIFY_CODES = {9: NotTrusted.EXPIRED, 10: NotTrusted.EXPIRED, 62: NotTrusted.OTHER_NAME, 64: NotTrusted.OTHER_NAME}
"""OpenSSL's X509_V_ERR_… of certificates that an authority did sign."""


class SignInNeeded(Exception):
    """The server wants a new sign-in; everything on this computer stays."""


class AccessEnded(Exception):
    """An administrator ended this computer's access; what it had not sent is kept."""


class Busy(Exception):
    """The server asks to come back later; ``seconds`` is its Retry-After, None when it names none."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("the server is busy")
        self.seconds = seconds


class UnsafeAddress(ValueError):
    """Plain http is for this computer only."""


def checked_server_url(text: str) -> str:
    """A server's base address without a trailing slash. Raises UnsafeAddress or ValueError, in words for people."""
    text = text.strip().rstrip("/")
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"“{text}” is not a web address")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("a server's address has no user name, ? or #")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise UnsafeAddress("Addresses that begin with http:// are only allowed for this computer; use https://")
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _SystemTrust(HTTPAdapter):
    """Trusts what the operating system trusts, a district's own certificate authority included, and nothing else.

    By itself requests would trust the list of authorities that it brings along too, and ask only that list behind a
    proxy.
    """

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        trusted = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return super().proxy_manager_for(proxy, ssl_context=trusted, proxy_ssl_context=trusted, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        if verify is not True or cert is not None:
            raise ValueError("certificates are checked against the system's trust store, always")
        conn.cert_reqs = "CERT_REQUIRED"


def new_session() -> requests.Session:
    session = requests.Session()
    # The environment may name a proxy (see `send`), but neither authorities (REQUESTS_CA_BUNDLE) nor, by a file of
    # passwords (.netrc), a sign-in that would take the token's place.
    session.trust_env = False
    session.mount("https://", _SystemTrust())
    session.headers["User-Agent"] = f"assessor-app/{__version__}"
    return session


def send(session: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
    """One request without redirects. Raises Unreachable, CertificateRefused."""
    # Plain http is for this computer: a proxy would read it.
    proxies = get_environ_proxies(url) if url.startswith("https:") else {}
    try:
        return session.request(
            method, url, timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False, proxies=proxies, **options
        )
    except requests.RequestException as error:
        # Behind a proxy it comes as an error of the proxy.
        if (found := _certificate_error(error)) is None:
            raise Unreachable(str(error)) from error
        why = _VERIFY_CODES.get(getattr(found, "verify_code", 0), NotTrusted.UNKNOWN)
        raise CertificateRefused(why, urlsplit(url).hostname or "") from error


def _certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """What the system said of the certificate; it is wrapped several times, in one way or another."""
    if error is None or isinstance(error, ssl.SSLCertVerificationError):
        return error
    within = (getattr(error, name, None) for name in ("__cause__", "reason", "original_error", "__context__"))
    for inner in (*within, *error.args):
        if isinstance(inner, BaseException) and (found := _certificate_error(inner)) is not None:
            return found
    return None


def raise_for_problem(response: requests.Response) -> None:
    """Raises SignInNeeded, AccessEnded, Busy, or ProblemError for any other answer that is not a success."""
    if response.status_code < 400:
        return
    if response.status_code == 401:
        raise SignInNeeded
    if response.status_code in (429, 503):
        raise Busy(_retry_after(response.headers))
    found = _problem_of(response)
    if found.type is ProblemType.DEVICE_REVOKED:
        raise AccessEnded
    raise ProblemError(found)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        return max(0.0, float(headers.get("Retry-After", "")))
    except ValueError:
        return None


def _problem_of(response: requests.Response) -> Problem:
    try:
        return Problem.model_validate_json(response.content)
    except requests.RequestException as error:
        # Where the body is streamed, it is read only here.
        raise Unreachable(str(error)) from error
    except ValidationError:
        return problem(ProblemType.SERVER_FAULT, f"The server answered {response.status_code} without saying why.")


class Client:
    """Signed-in requests. ``refresh`` gets a new access token or raises SignInNeeded; it runs once at a time."""

    def __init__(self, server_url: str, refresh: Callable[[], str]) -> None:
        self.server_url = checked_server_url(server_url)
        self._refresh = refresh
        self._token: str | None = None
        self._refreshing = threading.Lock()
        self._session = new_session()

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        """Raises Unreachable, SignInNeeded, AccessEnded, Busy, ProblemError."""
        token = self._current_token(None)
        response = self._send(method, path, token, options)
        if response.status_code == 401:
            response.close()
            response = self._send(method, path, self._current_token(token), options)
        try:
            raise_for_problem(response)
        except AccessEnded:
            # The token is the ended identity's: with it, the next one would be taken for ended too.
            with self._refreshing:
                self._token = None
            raise
        return response

    def reach(self) -> None:
        """Find out whether there is a line to the server; any answer will do. Raises Unreachable."""
        send(self._session, "HEAD", f"{self.server_url}/authorize").close()

    def close(self) -> None:
        self._session.close()

    def _send(self, method: str, path: str, token: str, options: dict[str, Any]) -> requests.Response:
        headers = {**options.get("headers", {}), "Authorization": f"Bearer {token}"}
        return send(self._session, method, self.server_url + path, **{**options, "headers": headers})

    def _current_token(self, rejected: str | None) -> str:
        with self._refreshing:
            if self._token is None or self._token == rejected:
                self._token = self._refresh()
            return self._token
