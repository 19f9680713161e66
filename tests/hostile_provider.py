"""A provider of our own that lies in one way at a time: for faults that no real provider can be asked for."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from joserfc.jws import JWSRegistry

from tests.provider import CLIENT_ID

ANY = JWSRegistry(algorithms=["none", "RS256"])


@dataclass
class Hostile:
    """``claims`` and ``metadata`` are put over what would be right; ``key`` signs, ``published`` is what it shows."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    published: list[RSAKey] = field(default_factory=list)
    nonce: str = ""
    answer: dict[str, str] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    """Everything that only this provider and the server may know."""

    def documents(self) -> dict[str, Any]:
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
                **self.metadata,
            },
            "/keys": KeySet(self.published or [self.key]).as_dict(private=False),
            "/userinfo": self.userinfo,
            "/token": {
                "access_token": "the provider's access token", "token_type": "Bearer", "id_token": self._id_token(),
                **self.token,
            },
        }  # fmt: skip

    def hear(self, body: str, authorization: str) -> None:
        """What the server sends to prove itself."""
        self.secrets |= {parse_qs(body)["code_verifier"][0], authorization.removeprefix("Basic ")}

    def _id_token(self) -> str:
        made = self._made_id_token()
        self.secrets |= {made, "the provider's access token"}
        return made

    def _made_id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "1", "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": self.nonce,
            "email": "assessor@tests.example", "email_verified": True, **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        if self.algorithm != "HS256":
            return jwt.encode(header, claims, self.key, registry=ANY)
        # The classic confusion, which no library would make: the public key's text as a shared secret.
        said = f"{_base64(json.dumps(header).encode())}.{_base64(json.dumps(claims).encode())}"
        return f"{said}.{_base64(hmac.digest(self.key.as_pem(private=False), said.encode(), 'sha256'))}"

    def be_honest(self) -> None:
        fresh = Hostile(issuer=self.issuer, key=self.key)
        for entry in fields(fresh):
            setattr(self, entry.name, getattr(fresh, entry.name))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def hostile() -> Iterator[Hostile]:
    state = Hostile()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            state.asked.append(path)
            if path == "/authorize":
                state.nonce = query["nonce"][0]
                answer = {"code": "the provider's code", "state": query["state"][0], **state.answer}
                self.send_response(302)
                self.send_header("Location", f"{query['redirect_uri'][0]}?{urlencode(answer)}")
                self.end_headers()
                return
            body = json.dumps(state.documents()[path]).encode()
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            state.hear(body, self.headers["Authorization"])
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
