"""OAuth 2.0 for native apps (RFC 6749, 7009, 7636, 8252): the sign-in page, tokens, revocation."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assessor_app.protocol.problems import ProblemType, problem
from assessor_app.protocol.sync import ACCESS_ENDED, TokenReply
from assessor_app.server.api import problems
from assessor_app.server.api.callers import TheServer
from assessor_app.server.api.page import refusal_page, sign_in_page
from assessor_app.server.services import tokens
from assessor_app.server.services.signin import TooManyFailures, WrongPassword, grant_code

CLIENT_ID = "assessor-app-desktop"
CSRF_COOKIE = "assessor_sign_in"
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d{1,5}/callback")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_DEVICE = re.compile(r"[0-9a-f]{32}")
_CARRIED = ("client_id", "redirect_uri", "response_type", "code_challenge", "code_challenge_method", "state", "csrf")
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    # No form-action: browsers apply it to the redirect that follows the form, and that goes to a loopback port.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}

router = APIRouter()
Text = Annotated[str, Form(max_length=2_000)]


def _why_not(client_id: str, redirect_uri: str, response_type: str, challenge: str, method: str) -> str | None:
    if client_id != CLIENT_ID:
        return "The application that sent you here is not known."
    if not _LOOPBACK.fullmatch(redirect_uri):
        return "The answer may only go to an application on this computer."
    if response_type != "code" or method != "S256" or not _CHALLENGE.fullmatch(challenge):
        return "The application asked in a way that is not safe; please update it."
    return None


def _hidden(*values: str) -> dict[str, str]:
    """What the form carries from the first request to the second."""
    return dict(zip(_CARRIED, values, strict=True))


def _page(content: str, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(content, status, headers={**_PAGE_HEADERS, **(headers or {})})


@router.get("/authorize", response_class=HTMLResponse, summary="The sign-in page")
def authorize(
    request: Request,
    client_id: Annotated[str, Query(max_length=200)] = "",
    redirect_uri: Annotated[str, Query(max_length=200)] = "",
    response_type: Annotated[str, Query(max_length=20)] = "",
    code_challenge: Annotated[str, Query(max_length=200)] = "",
    code_challenge_method: Annotated[str, Query(max_length=20)] = "",
    state: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    why_not = _why_not(client_id, redirect_uri, response_type, code_challenge, code_challenge_method)
    if why_not:
        return _page(refusal_page(why_not), 400)
    csrf = secrets.token_urlsafe(24)
    hidden = _hidden(client_id, redirect_uri, response_type, code_challenge, code_challenge_method, state, csrf)
    page = _page(sign_in_page(hidden))
    page.set_cookie(
        CSRF_COOKIE, csrf, max_age=3600, path="/authorize", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return page


@router.post("/authorize", summary="Check e-mail and password, and send the browser back to the application")
def authorized(
    request: Request,
    server: TheServer,
    email: Text,
    password: Text,
    csrf: Text = "",
    client_id: Text = "",
    redirect_uri: Text = "",
    response_type: Text = "",
    code_challenge: Text = "",
    code_challenge_method: Text = "",
    state: Text = "",
    cookie: Annotated[str, Cookie(alias=CSRF_COOKIE)] = "",
) -> Response:
    why_not = _why_not(client_id, redirect_uri, response_type, code_challenge, code_challenge_method)
    if why_not:
        return _page(refusal_page(why_not), 400)
    if not csrf or not hmac.compare_digest(csrf.encode(), cookie.encode()):
        return _page(refusal_page("This page had been open for too long. Please start again in the application."), 400)
    hidden = _hidden(client_id, redirect_uri, response_type, code_challenge, code_challenge_method, state, csrf)
    try:
        code = grant_code(
            server, email=email, password=password, challenge=code_challenge, redirect_uri=redirect_uri,
            address=request.client.host if request.client else "",
        )  # fmt: skip
    except WrongPassword:
        return _page(sign_in_page(hidden, email, "The e-mail address or the password is wrong."), 401)
    except TooManyFailures as error:
        minutes = -(-error.seconds // 60)
        page = sign_in_page(hidden, email, f"Too many attempts. Please wait {minutes} minutes.")
        return _page(page, 429, {"Retry-After": str(error.seconds)})
    target = f"{redirect_uri}?{urlencode({'code': code, 'state': state})}"
    return RedirectResponse(target, 303, headers=_PAGE_HEADERS)


def _oauth_error(code: str, description: str) -> JSONResponse:
    body = {"error": code, "error_description": description}
    return JSONResponse(body, 400, headers={"Cache-Control": "no-store"})


@router.post("/token", response_model=TokenReply, summary="Trade a code or a refresh token for tokens")
def token(
    server: TheServer,
    grant_type: Text = "",
    client_id: Text = "",
    device_id: Text = "",
    code: Text = "",
    code_verifier: Text = "",
    redirect_uri: Text = "",
    refresh_token: Text = "",
    device_name: Text = "",
    device_public_key: Text = "",
    device_parcel_key: Text = "",
) -> Response:
    if client_id != CLIENT_ID:
        return _oauth_error("invalid_client", "the client is not known")
    if not _DEVICE.fullmatch(device_id):
        return _oauth_error("invalid_request", "device_id is missing or not of its form")
    try:
        if grant_type == "refresh_token":
            reply = tokens.refresh(server, refresh_token, device_id)
        elif grant_type == "authorization_code":
            key = base64.b64decode(device_public_key, validate=True)
            parcel_key = base64.b64decode(device_parcel_key, validate=True)
            if len(key) != 32 or len(parcel_key) not in (0, 32):
                return _oauth_error("invalid_request", "a key of the device is not of 32 bytes")
            device = tokens.NewDevice(device_id, device_name, key, parcel_key)
            reply = tokens.redeem_code(server, code, code_verifier, redirect_uri, device)
        else:
            return _oauth_error("unsupported_grant_type", "use authorization_code or refresh_token")
    except ValueError:
        return _oauth_error("invalid_request", "a key of the device is not base64")
    except tokens.AccessEnded as error:
        return _oauth_error(ACCESS_ENDED, str(error))
    except tokens.GrantRefused as error:
        return _oauth_error("invalid_grant", str(error))
    return Response(reply.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/revoke", summary="Forget a sign-in")
def revoke(server: TheServer, token: Text = "") -> Response:
    if not token:
        return problems.answer(problem(ProblemType.BAD_REQUEST, "Send the token to revoke."))
    tokens.sign_out(server, token)
    return Response(status_code=200)
