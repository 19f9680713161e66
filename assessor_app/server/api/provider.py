"""Signing in through the district's OpenID Connect provider: the way there, and the way back."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assessor_app.protocol.canonical import sha256
from assessor_app.server.api import asking
from assessor_app.server.api.asking import CLIENT_ID, PAGE_HEADERS, Asked, AskedByForm, TheProvider, TheWays
from assessor_app.server.api.callers import TheServer
from assessor_app.server.api.page import sign_in_page
from assessor_app.server.api.problems import PAGES
from assessor_app.server.openid import CALLBACK, Errand, ProviderRefused, ProviderUnreachable
from assessor_app.server.services.refused import Refused
from assessor_app.server.services.signin import TooManyFailures
from assessor_app.server.services.single_sign_on import (
    PENDING_LIFE,
    NotPending,
    Pending,
    grant_code_to,
    keep_pending,
    take_pending,
)

log = structlog.get_logger(__name__)
router = APIRouter()
_PAGES: dict[int | str, dict[str, Any]] = {**PAGES, 303: {"description": "To the provider, or back to the application"}}


@router.post(
    "/authorize/provider",
    summary="Send the browser to the district's provider",
    response_class=HTMLResponse,
    responses=_PAGES,
)
async def away(
    request: Request, server: TheServer, provider: TheProvider, ways: TheWays, form: AskedByForm
) -> Response:
    if why_not := form.why_not():
        return asking.refusal(why_not)
    asked, errand = form.asked, Errand.new()
    if provider is None:
        return asking.refusal("This server knows no other way to sign in.", 404, asked.page_address())
    pending = Pending(asked.redirect_uri, asked.code_challenge, asked.state, errand)
    try:
        target = await provider.address_for(errand)
        key = await run_in_threadpool(keep_pending, server, pending, asking.address_of(request))
    except ProviderUnreachable as error:
        log.warning("the provider gave no answer", reason=str(error))
        said = ways.words.unreachable.format(name=provider.name)
        return asking.page(sign_in_page(form.hidden(), ways, error=said), 503)
    except TooManyFailures as error:
        return asking.too_many(form, ways, error)
    response = RedirectResponse(target, 303, headers=PAGE_HEADERS)
    response.set_cookie(
        _cookie_name(errand.state), base64.urlsafe_b64encode(key).decode("ascii"),
        max_age=int(PENDING_LIFE.total_seconds()), path=CALLBACK, httponly=True,
        # The provider's site sends the browser back: “strict” would keep the cookie away.
        samesite="lax", secure=server.settings.public_url.startswith("https"),
    )  # fmt: skip
    return response


@router.get(CALLBACK, summary="The browser comes back from the provider", response_class=HTMLResponse, responses=_PAGES)
async def back(
    request: Request,
    server: TheServer,
    provider: TheProvider,
    state: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    name = _cookie_name(state)
    try:
        key = base64.urlsafe_b64decode(request.cookies.get(name, ""))
        pending = await run_in_threadpool(take_pending, server, state, key)
    except (NotPending, binascii.Error, ValueError):
        return asking.refusal("This sign-in is over, or began in another browser. Please start in the application.")
    response = await _settle(request, server, provider, pending)
    response.delete_cookie(name, path=CALLBACK)
    return response


async def _settle(request: Request, server: TheServer, provider: TheProvider, pending: Pending) -> Response:
    again = Asked(CLIENT_ID, pending.redirect_uri, "code", pending.challenge, "S256", pending.state).page_address()
    if provider is None:
        return asking.refusal("This server knows no other way to sign in.", 404, again)
    if "error" in request.query_params:
        return asking.refusal(f"{provider.name} did not sign you in.", 403, again)
    try:
        account = await provider.account_of(pending.errand, request.query_params)
        code = await run_in_threadpool(grant_code_to, server, account, pending)
    except ProviderUnreachable as error:
        log.warning("the provider gave no answer", reason=str(error))
        return asking.refusal(f"{provider.name} can’t be reached just now. Please try again.", 503, again)
    except ProviderRefused as error:
        log.warning("the provider's answer was refused", reason=str(error))
        return asking.refusal(f"The answer of {provider.name} could not be trusted. Please try again.", 403, again)
    except Refused as error:
        return asking.refusal(str(error), 403, again)
    return asking.back_to_the_application(pending.redirect_uri, code, pending.state)


def _cookie_name(state: str) -> str:
    """One for each sign-in, so that two windows don't get into each other's way."""
    return f"assessor_provider_{sha256(state.encode())[:16]}"
