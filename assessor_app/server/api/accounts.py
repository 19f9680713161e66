"""Accounts over HTTP: signing up to browse, passwords by mail, and one's own preferences (FAQ 4, 6)."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import StringConstraints

from assessor_app.domain.value import Value
from assessor_app.server.api.callers import TheCaller, TheServer, Wake
from assessor_app.server.api.problems import CONFLICT
from assessor_app.server.opening import Server
from assessor_app.server.services import accounts
from assessor_app.server.services.accounts import Language, Me
from assessor_app.server.services.refused import Refused

router = APIRouter(prefix="/api/v1")
_Email = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=320)]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_Password = Annotated[str, StringConstraints(min_length=1, max_length=accounts.LONGEST_PASSWORD)]


class SignUp(Value):
    email: _Email
    name: _Name
    language: Language = Language.ENGLISH


class Forgotten(Value):
    email: _Email


class NewPassword(Value):
    """``token`` is of the link that was mailed."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    password: _Password


class Preferences(Value):
    """What is left out stays as it is. ``digest``: one mail a day instead of one for each occasion."""

    language: Language | None = None
    digest: bool | None = None


@router.post(
    "/accounts",
    summary="Sign up, to browse; a link is mailed",
    status_code=202,
    response_class=Response,
    responses=CONFLICT,
)
def signed_up(server: TheServer, request: Request, wanted: SignUp, wake: Wake) -> Response:
    accounts.sign_up(
        server, email=wanted.email, name=wanted.name, language=wanted.language, page=password_page(server, request)
    )  # fmt: skip
    wake()
    return Response(status_code=202)


@router.post(
    "/password/forgotten",
    summary="Mail a link to set a password",
    status_code=202,
    response_class=Response,
    responses=CONFLICT,
)
def forgotten(server: TheServer, request: Request, wanted: Forgotten, wake: Wake) -> Response:
    """The answer is the same whether there is such an account or not."""
    accounts.forgotten(server, email=wanted.email, page=password_page(server, request))
    wake()
    return Response(status_code=202)


@router.post("/password", summary="Set a password, by the link that was mailed", status_code=204, responses=CONFLICT)
def password_set(server: TheServer, wanted: NewPassword) -> Response:
    accounts.set_password(server, wanted.token, wanted.password)
    return Response(status_code=204)


@router.get("/me", summary="One's own account")
def me(server: TheServer, caller: TheCaller) -> Me:
    with server.database.reading() as session:
        return accounts.me(session, caller.person_id)


@router.patch("/me", summary="Choose the language of mail, and whether it comes once a day")
def preferred(server: TheServer, caller: TheCaller, wanted: Preferences) -> Me:
    with server.database.writing() as session:
        accounts.prefer(session, caller.person_id, language=wanted.language, digest=wanted.digest)
        return accounts.me(session, caller.person_id)


def password_page(server: Server, request: Request) -> str:
    """Where passwords are set. Never by what a request says of the server's name, which anybody may write, unless it
    is on this computer. Raises Refused."""
    own = server.settings.public_url
    if not own:
        host = request.url.hostname or ""
        try:
            local = ipaddress.ip_address(host).is_loopback
        except ValueError:
            local = host == "localhost"
        if not local:
            raise Refused("This server does not know its own address, so no link can be mailed: ASSESSOR_PUBLIC_URL.")
        own = f"{request.url.scheme}://{request.url.netloc}"
    return f"{own}/account/password"
