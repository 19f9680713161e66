"""What the application asks of the sign-in page, carried from request to request, and the pages' common form."""

from __future__ import annotations

import hmac
import re
from dataclasses import asdict, dataclass
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import Cookie, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assessor_app.server.api.languages import language_of
from assessor_app.server.api.page import Ways, refusal_page, sign_in_page
from assessor_app.server.openid import OpenId
from assessor_app.server.services.signin import TooManyFailures

CLIENT_ID = "assessor-app-desktop"
CSRF_COOKIE = "assessor_sign_in"
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d{1,5}/callback")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    # No form-action: browsers apply it to the redirect that follows the form, and that goes to a loopback port.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
Text = Annotated[str, Form(max_length=2_000)]


@dataclass(frozen=True, slots=True)
class Asked:
    """An authorization request (RFC 6749, RFC 7636) of the application."""

    client_id: str
    redirect_uri: str
    response_type: str
    code_challenge: str
    code_challenge_method: str
    state: str

    def why_not(self) -> str | None:
        """Why it can't be granted, in a sentence."""
        if self.client_id != CLIENT_ID:
            return "The application that sent you here is not known."
        if not _LOOPBACK.fullmatch(self.redirect_uri):
            return "The answer may only go to an application on this computer."
        if (self.response_type, self.code_challenge_method) != ("code", "S256"):
            return "The application asked in a way that is not safe; please update it."
        if not _CHALLENGE.fullmatch(self.code_challenge):
            return "The application asked in a way that is not safe; please update it."
        return None

    def fields(self) -> dict[str, str]:
        return asdict(self)

    def page_address(self) -> str:
        return f"/authorize?{urlencode(asdict(self))}"


def _by_query(
    client_id: Annotated[str, Query(max_length=200)] = "",
    redirect_uri: Annotated[str, Query(max_length=200)] = "",
    response_type: Annotated[str, Query(max_length=20)] = "",
    code_challenge: Annotated[str, Query(max_length=200)] = "",
    code_challenge_method: Annotated[str, Query(max_length=20)] = "",
    state: Annotated[str, Query(max_length=500)] = "",
) -> Asked:
    return Asked(client_id, redirect_uri, response_type, code_challenge, code_challenge_method, state)


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a form of the page sends; ``own`` tells whether it is a page that this browser was given."""

    asked: Asked
    csrf: str
    own: bool

    def why_not(self) -> str | None:
        if not self.own:
            return "This page had been open for too long. Please start again in the application."
        return self.asked.why_not()

    def hidden(self) -> dict[str, str]:
        return {**self.asked.fields(), "csrf": self.csrf}


def _by_form(
    csrf: Text = "",
    client_id: Text = "",
    redirect_uri: Text = "",
    response_type: Text = "",
    code_challenge: Text = "",
    code_challenge_method: Text = "",
    state: Text = "",
    cookie: Annotated[str, Cookie(alias=CSRF_COOKIE)] = "",
) -> SentForm:
    asked = Asked(client_id, redirect_uri, response_type, code_challenge, code_challenge_method, state)
    return SentForm(asked, csrf, bool(csrf) and hmac.compare_digest(csrf.encode(), cookie.encode()))


def _openid(request: Request) -> OpenId | None:
    return cast("OpenId | None", request.app.state.openid)


def _ways(request: Request) -> Ways:
    openid = _openid(request)
    name = openid.name if openid is not None else ""
    return Ways(request.app.state.server.settings.passwords, name, language_of(request))


AskedByQuery = Annotated[Asked, Depends(_by_query)]
AskedByForm = Annotated[SentForm, Depends(_by_form)]
TheProvider = Annotated[OpenId | None, Depends(_openid)]
TheWays = Annotated[Ways, Depends(_ways)]


def page(content: str, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(content, status, headers={**PAGE_HEADERS, **(headers or {})})


def refusal(sentence: str, status: int = 400, back: str = "") -> HTMLResponse:
    return page(refusal_page(sentence, back), status)


def too_many(form: SentForm, ways: Ways, error: TooManyFailures, email: str = "") -> HTMLResponse:
    minutes = -(-error.seconds // 60)
    content = sign_in_page(form.hidden(), ways, email, ways.words.too_many.format(minutes=minutes))
    return page(content, 429, {"Retry-After": str(error.seconds)})


def back_to_the_application(redirect_uri: str, code: str, state: str) -> Response:
    target = f"{redirect_uri}?{urlencode({'code': code, 'state': state})}"
    return RedirectResponse(target, 303, headers=PAGE_HEADERS)


def address_of(request: Request) -> str:
    """The network address that the request came from."""
    return request.client.host if request.client else ""
