"""The district's OpenID Connect provider: where to send a browser, and whom it says came back.

OpenID Connect Core 1.0, section 3.1 (authorization code flow), with PKCE and a nonce. The provider is asked by this
server alone, over TLS against the system's trust store.
"""

from __future__ import annotations

import base64
import hashlib
import ssl
import time
from collections.abc import Mapping
from typing import Any, cast

import httpx2
import truststore
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from assessor_app.server.openid import CALLBACK, Account, Errand, ProviderRefused, ProviderUnreachable
from assessor_app.server.settings import Provider, is_safe_address

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""What an ID token may be signed with. Providers announce “none”, and keys of a shared secret: never those."""
CLOCKS_DIFFER = 120
SECONDS = 10
KNOWN_FOR = 3600
"""For so many seconds the provider's addresses and keys are believed; unknown keys are asked for at once."""


class OpenIdClient:
    """Talks to one provider."""

    def __init__(self, provider: Provider, public_url: str) -> None:
        self._provider = provider
        self._redirect_uri = public_url + CALLBACK
        self._app: StarletteOAuth2App | None = None
        self._asked_at = 0.0

    @property
    def name(self) -> str:
        return self._provider.name

    async def address_for(self, errand: Errand) -> str:
        """Where the browser goes. Raises ProviderUnreachable."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(errand.verifier.encode()).digest()).rstrip(b"=").decode()
        app = await self._known()
        # The verifier is not Authlib's to make: it would write it into the debug log.
        made = await app.create_authorization_url(
            self._redirect_uri, state=errand.state, nonce=errand.nonce, code_challenge=challenge,
            code_challenge_method="S256",
        )  # fmt: skip
        return cast(str, made["url"])

    async def account_of(self, errand: Errand, answer: Mapping[str, str]) -> Account:
        """Trade the code in the browser's answer for who it is. Raises ProviderUnreachable, ProviderRefused."""
        if answer.get("iss", self._provider.issuer) != self._provider.issuer:
            raise ProviderRefused("the answer is another provider's")
        if "code" not in answer:
            raise ProviderRefused("there is no code in the answer")
        app = await self._known()
        try:
            token = await app.fetch_access_token(
                self._redirect_uri, code=answer["code"], code_verifier=errand.verifier, grant_type="authorization_code"
            )
            claims = await self._claims(app, token, errand.nonce)
            if "email" not in claims and "userinfo_endpoint" in app.server_metadata:
                claims = await self._with_userinfo(app, token, claims)
        except httpx2.HTTPError as error:
            self._app = None
            raise ProviderUnreachable(type(error).__name__) from None
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
            # Keys may have changed under a name that stayed: the next sign-in asks anew.
            self._app = None
            raise ProviderRefused(f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()) from None
        vouched = claims.get("email_verified") in (True, "true")
        return Account(self._provider.issuer, claims["sub"], str(claims.get("email", "")) if vouched else "")

    async def _claims(self, app: StarletteOAuth2App, token: dict[str, Any], nonce: str) -> dict[str, Any]:
        options = {
            "iss": {"essential": True, "value": self._provider.issuer},
            "aud": {"essential": True, "value": self._provider.client_id},
            "sub": {"essential": True},
        }
        claims = await app.parse_id_token(
            token, nonce=nonce, claims_options=options, claims_cls=CodeIDToken, leeway=CLOCKS_DIFFER
        )
        if claims is None:
            raise ProviderRefused("there is no ID token in the answer")
        return dict(claims)

    async def _with_userinfo(
        self, app: StarletteOAuth2App, token: dict[str, Any], claims: dict[str, Any]
    ) -> dict[str, Any]:
        more = dict(await app.userinfo(token=token))
        if more.get("sub") != claims["sub"]:
            raise ProviderRefused("the user info is another person's")
        return {**claims, "email": more.get("email", ""), "email_verified": more.get("email_verified", False)}

    async def _known(self) -> StarletteOAuth2App:
        if self._app is None or time.monotonic() - self._asked_at > KNOWN_FOR:
            self._app = await self._asked()
            self._asked_at = time.monotonic()
        return self._app

    async def _asked(self) -> StarletteOAuth2App:
        """Ask the provider what it offers. Raises ProviderUnreachable."""
        provider = self._provider
        app = OAuth().register(
            "provider", client_id=provider.client_id, client_secret=provider.client_secret or None,
            server_metadata_url=provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email", "timeout": SECONDS,
                "verify": truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            },
        )  # fmt: skip
        try:
            found = await app.load_server_metadata()
        except (httpx2.HTTPError, ValueError, TypeError) as error:
            raise ProviderUnreachable(type(error).__name__) from None
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        places = [str(found.get(name, "")) for name in (*needed, "userinfo_endpoint") if name in (*needed, *found)]
        if found.get("issuer") != provider.issuer or not all(_is_safe_endpoint(place) for place in places):
            raise ProviderUnreachable("what it says of itself is not what it should be")
        offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = [name for name in ALGORITHMS if name in offered] or ["RS256"]
        app.client_kwargs["token_endpoint_auth_method"] = _way_to_show_the_secret(provider, found)
        return app


def _is_safe_endpoint(address: str) -> bool:
    # An endpoint may have a query of its own.
    return is_safe_address(address.partition("?")[0])


def _way_to_show_the_secret(provider: Provider, found: Mapping[str, Any]) -> str:
    if not provider.client_secret:
        return "none"
    offered = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"
