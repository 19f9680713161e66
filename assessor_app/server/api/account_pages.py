"""The pages of an account: sign up, forgotten password, new password. Plain HTML without scripts."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from assessor_app.server.api import asking
from assessor_app.server.api.account_texts import TEXTS, Words, said
from assessor_app.server.api.accounts import password_page
from assessor_app.server.api.callers import TheServer, Wake
from assessor_app.server.api.languages import language_of
from assessor_app.server.api.page import Entry, form_page, told_page
from assessor_app.server.api.problems import PAGES
from assessor_app.server.services import accounts
from assessor_app.server.services.refused import Refused

router = APIRouter(prefix="/account", responses=PAGES)
_COOKIE = "assessor_account"
_Field = Annotated[str, Form(max_length=1_000)]
_Csrf = Annotated[str, Cookie(alias=_COOKIE)]
_Parts = tuple[str, str, str, tuple[Entry, ...]]
"""Title, hint, what the button says, and the fields."""
_Form = Callable[[Words, dict[str, str]], _Parts]


@router.get("/sign-up", response_class=HTMLResponse, summary="A page to sign up")
def sign_up(request: Request) -> Response:
    return _form(request, _sign_up_form)


@router.post("/sign-up", response_class=HTMLResponse, summary="Sign up, to browse")
def signed_up(
    request: Request, server: TheServer, wake: Wake, email: _Field = "", name: _Field = "", csrf: _Field = "",
    cookie: _Csrf = "",
) -> Response:  # fmt: skip
    words = TEXTS[language_of(request)]
    if not _own(csrf, cookie):
        return _form(request, _sign_up_form, words.too_long, 400, email=email, name=name)
    try:
        page = password_page(server, request)
        accounts.sign_up(server, email=email, name=name, language=language_of(request), page=page)
    except Refused as error:
        return _form(request, _sign_up_form, said(words, error), 400, email=email, name=name)
    wake()
    return _told(request, words.mailed_title, words.mailed)


@router.get("/forgotten", response_class=HTMLResponse, summary="A page for a forgotten password")
def forgotten(request: Request) -> Response:
    return _form(request, _forgotten_form)


@router.post("/forgotten", response_class=HTMLResponse, summary="Mail a link to set a password")
def asked(
    request: Request, server: TheServer, wake: Wake, email: _Field = "", csrf: _Field = "", cookie: _Csrf = ""
) -> Response:
    words = TEXTS[language_of(request)]
    if not _own(csrf, cookie):
        return _form(request, _forgotten_form, words.too_long, 400, email=email)
    try:
        accounts.forgotten(server, email=email, page=password_page(server, request))
    except Refused as error:
        return _form(request, _forgotten_form, said(words, error), 400, email=email)
    wake()
    return _told(request, words.mailed_title, words.mailed)


@router.get("/password", response_class=HTMLResponse, summary="The page that a mailed link opens")
def password(request: Request, token: Annotated[str, Query(max_length=200)] = "") -> Response:
    return _form(request, _password_form, token=token)


@router.post("/password", response_class=HTMLResponse, summary="Set a password by a mailed link")
def password_set(
    request: Request, server: TheServer, token: _Field = "", password: _Field = "", again: _Field = "",
    csrf: _Field = "", cookie: _Csrf = "",
) -> Response:  # fmt: skip
    words = TEXTS[language_of(request)]
    if not _own(csrf, cookie):
        return _form(request, _password_form, words.too_long, 400, token=token)
    if password != again:
        return _form(request, _password_form, words.not_the_same, 400, token=token)
    try:
        accounts.set_password(server, token, password)
    except Refused as error:
        return _form(request, _password_form, said(words, error), 400, token=token)
    return _told(request, words.set_title, words.set)


def _sign_up_form(words: Words, values: dict[str, str]) -> _Parts:
    entries = (
        Entry("name", words.name, "text", "name", values.get("name", "")),
        Entry("email", words.email, "email", "email", values.get("email", "")),
    )
    return words.sign_up, words.sign_up_hint, words.send, entries


def _forgotten_form(words: Words, values: dict[str, str]) -> _Parts:
    entry = Entry("email", words.email, "email", "username", values.get("email", ""))
    return words.forgotten, words.forgotten_hint, words.send, (entry,)


def _password_form(words: Words, values: dict[str, str]) -> _Parts:
    entries = (
        Entry("password", words.password, "password", "new-password"),
        Entry("again", words.again, "password", "new-password"),
    )
    return words.set_password, words.password_hint, words.save, entries


def _form(request: Request, form: _Form, error: str = "", status: int = 200, **values: str) -> HTMLResponse:
    language = language_of(request)
    title, hint, button, entries = form(TEXTS[language], values)
    csrf = secrets.token_urlsafe(24)
    hidden = {"csrf": csrf, **({"token": values["token"]} if "token" in values else {})}
    page = asking.page(form_page(title, hint, entries, hidden, button, error, language), status)
    page.set_cookie(
        _COOKIE, csrf, max_age=3600, path="/account", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return page


def _told(request: Request, title: str, sentence: str) -> HTMLResponse:
    return asking.page(told_page(title, sentence, language_of(request)))


def _own(csrf: str, cookie: str) -> bool:
    return bool(csrf) and hmac.compare_digest(csrf.encode(), cookie.encode())
