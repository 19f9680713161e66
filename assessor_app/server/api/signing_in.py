"""OAuth 2.0 for native apps (RFC 6749, 7009, 7636, 8252): the sign-in page, tokens, revocation."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assessor_app.protocol.problems import ProblemType, problem
from assessor_app.protocol.sync import ACCESS_ENDED, TokenReply
from assessor_app.server.api import asking, problems
from assessor_app.server.api.asking import CLIENT_ID, CSRF_COOKIE, AskedByForm, AskedByQuery, Text, TheWays
from assessor_app.server.api.callers import TheServer
from assessor_app.server.api.page import sign_in_page
from assessor_app.server.api.problems import PAGES
from assessor_app.server.services import tokens
from assessor_app.server.services.signin import TooManyFailures, WrongPassword, grant_code

_DEVICE = re.compile(r"[0-9a-f]{32}")

router = APIRouter()
_TO_APP: dict[int | str, dict[str, Any]] = {303: {"description": "Back to the application, with a code"}}
_OAUTH: dict[int | str, dict[str, Any]] = {
    400: {"description": "Not granted (RFC 6749, section 5.2)", "content": {"application/json": {"schema": {
        "type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}}}}
}  # fmt: skip


@router.get("/authorize", response_class=HTMLResponse, summary="The sign-in page", responses=PAGES)
def authorize(request: Request, asked: AskedByQuery, ways: TheWays) -> Response:
    if why_not := asked.why_not():
        return asking.refusal(why_not)
    csrf = secrets.token_urlsafe(24)
    page = asking.page(sign_in_page({**asked.fields(), "csrf": csrf}, ways))
    page.set_cookie(
        CSRF_COOKIE, csrf, max_age=3600, path="/authorize", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return page


@router.post(
    "/authorize",
    summary="Check e-mail and password, and send the browser back to the application",
    response_class=HTMLResponse,
    responses={**PAGES, **_TO_APP},
)
def authorized(
    request: Request, server: TheServer, ways: TheWays, form: AskedByForm, email: Text, password: Text
) -> Response:
    if why_not := form.why_not():
        return asking.refusal(why_not)
    asked = form.asked
    if not ways.passwords:
        return asking.refusal("This server takes no passwords.", 403, asked.page_address())
    try:
        code = grant_code(
            server, email=email, password=password, challenge=asked.code_challenge, redirect_uri=asked.redirect_uri,
            address=asking.address_of(request),
        )  # fmt: skip
    except WrongPassword:
        return asking.page(sign_in_page(form.hidden(), ways, email, ways.words.wrong), 401)
    except TooManyFailures as error:
        return asking.too_many(form, ways, error, email)
    return asking.back_to_the_application(asked.redirect_uri, code, asked.state)


def _oauth_error(code: str, description: str) -> JSONResponse:
    body = {"error": code, "error_description": description}
    return JSONResponse(body, 400, headers={"Cache-Control": "no-store"})


@router.post(
    "/token", response_model=TokenReply, summary="Trade a code or a refresh token for tokens", responses=_OAUTH
)
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


@router.post("/revoke", summary="Forget a sign-in", response_class=Response)
def revoke(server: TheServer, token: Text = "") -> Response:
    if not token:
        return problems.answer(problem(ProblemType.BAD_REQUEST, "Send the token to revoke."))
    tokens.sign_out(server, token)
    return Response(status_code=200)
