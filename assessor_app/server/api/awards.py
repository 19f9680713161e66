"""Awards that everybody may read and verify, without a token; whoever has a credential's address was given it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assessor_app.server.api.callers import TheServer
from assessor_app.server.api.languages import language_of
from assessor_app.server.api.problems import NONE
from assessor_app.server.awards import badge, baking, pages
from assessor_app.server.awards.issuers import controller_document
from assessor_app.server.awards.texts import TEXTS, Words
from assessor_app.server.services import award_views
from assessor_app.server.services.credential_checks import Checked, Verdict, check_issued, check_shown

router = APIRouter()
_IssuerId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
_CredentialId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_Achievement = Annotated[str, Path(max_length=64, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
_Version = Annotated[int, Path(ge=1, lt=2**31)]
JWT, DOCUMENT, SVG = "application/vc+jwt", "application/ld+json", "image/svg+xml"


def _answers(*kinds: str) -> dict[int | str, dict[str, Any]]:
    return {**NONE, 200: {"description": "As it was issued", "content": {kind: {} for kind in kinds}}}


_EITHER = _answers(DOCUMENT, "text/html")


@router.get("/issuers/{issuer_id}/did.json", summary="An issuer's keys, as did:web finds them", responses=NONE)
def did_document(server: TheServer, issuer_id: _IssuerId) -> JSONResponse:
    with server.database.reading() as session:
        issuer, keys, _ = award_views.issuer_and_keys(session, issuer_id)
    return JSONResponse(controller_document(issuer, keys), headers=_shared())


@router.get("/issuers/{issuer_id}", summary="An issuer's page", response_class=HTMLResponse, responses=NONE)
def issuer_page(server: TheServer, request: Request, issuer_id: _IssuerId) -> Response:
    with server.database.reading() as session:
        issuer, keys, active = award_views.issuer_and_keys(session, issuer_id)
    return _page(pages.issuer_page(_words(request), issuer, keys, active))


@router.get("/achievements/{micro_credential_id}/{version}/badge.png", summary="A micro-credential's badge",
            response_class=Response, responses=_answers("image/png"))  # fmt: skip
def badge_png(server: TheServer, micro_credential_id: _Achievement, version: _Version) -> Response:
    with server.database.reading() as session:
        rubric, _ = award_views.achievement_of(session, micro_credential_id, version)
    return Response(badge.png(badge.badge_of(rubric)), media_type="image/png", headers=_shared(86_400))


@router.get("/achievements/{micro_credential_id}/{version}/badge.svg", summary="The same as a drawing",
            response_class=Response, responses=_answers(SVG))  # fmt: skip
def badge_svg(server: TheServer, micro_credential_id: _Achievement, version: _Version) -> Response:
    with server.database.reading() as session:
        rubric, _ = award_views.achievement_of(session, micro_credential_id, version)
    return Response(badge.svg(badge.badge_of(rubric)), media_type=SVG, headers=_drawing(86_400))


@router.get("/achievements/{micro_credential_id}/{version}", summary="What a micro-credential asks for",
            response_class=Response, responses=_EITHER)  # fmt: skip
def achievement(server: TheServer, request: Request, micro_credential_id: _Achievement, version: _Version) -> Response:
    with server.database.reading() as session:
        rubric, document = award_views.achievement_of(session, micro_credential_id, version)
    if _wants_page(request):
        return _page(pages.achievement_page(_words(request), rubric, f"{request.url.path}/badge.svg"))
    return JSONResponse(document, media_type=DOCUMENT, headers={**_shared(), "Vary": "Accept"})


@router.get("/status/{list_id}", summary="Which credentials were revoked: a signed list of bits",
            response_class=Response, responses=_answers(DOCUMENT, JWT))  # fmt: skip
def status_list(server: TheServer, request: Request, list_id: _IssuerId) -> Response:
    """A JWT for whoever accepts ``application/vc+jwt``, with an embedded proof for everybody else."""
    with server.database.reading() as session:
        row = award_views.status_list(session, list_id)
    as_jwt = JWT in request.headers.get("Accept", "")
    headers = {**_shared(60), "Vary": "Accept"}
    return Response(row.jwt if as_jwt else row.document, media_type=JWT if as_jwt else DOCUMENT, headers=headers)


@router.get("/credentials/{credential_id}.json", summary="A credential with its proof", response_class=Response,
            responses=_answers(DOCUMENT))  # fmt: skip
def credential_document(server: TheServer, credential_id: _CredentialId) -> Response:
    with server.database.reading() as session:
        content = award_views.readable(award_views.issued(session, credential_id))
    return Response(content, media_type=DOCUMENT, headers=_shared(60))


@router.get("/credentials/{credential_id}.jwt", summary="A credential as a JWT", response_class=Response,
            responses=_answers("text/plain"))  # fmt: skip
def credential_jwt(server: TheServer, credential_id: _CredentialId) -> Response:
    """As plain text, which Open Badges 3.0 (section 5.2) asks for."""
    with server.database.reading() as session:
        content = award_views.issued(session, credential_id).jwt
    return Response(content, media_type="text/plain", headers=_shared(60))


@router.get("/credentials/{credential_id}.png", summary="A credential baked into its badge",
            response_class=Response, responses=_answers("image/png"))  # fmt: skip
def credential_png(server: TheServer, credential_id: _CredentialId) -> Response:
    with server.database.reading() as session:
        row = award_views.issued(session, credential_id)
        picture = badge.png(award_views.badge_of(session, row))
    return Response(baking.bake_png(picture, row.document), media_type="image/png", headers=_shared(60))


@router.get("/credentials/{credential_id}.svg", summary="A credential baked into its drawing",
            response_class=Response, responses=_answers(SVG))  # fmt: skip
def credential_svg(server: TheServer, credential_id: _CredentialId) -> Response:
    with server.database.reading() as session:
        row = award_views.issued(session, credential_id)
        picture = badge.svg(award_views.badge_of(session, row))
    return Response(baking.bake_svg(picture, row.document), media_type=SVG, headers=_drawing(60))


@router.get("/credentials/{credential_id}/verify", summary="Whether a credential holds, as a page",
            response_class=HTMLResponse, responses=NONE)  # fmt: skip
def credential_verified(server: TheServer, request: Request, credential_id: _CredentialId) -> Response:
    with server.database.reading() as session:
        checked = check_issued(session, award_views.issued(session, credential_id))
    return _finding(request, checked)


@router.get("/credentials/{credential_id}", summary="A credential: its page in a browser, else with its proof",
            response_class=Response, responses=_EITHER)  # fmt: skip
def credential(server: TheServer, request: Request, credential_id: _CredentialId) -> Response:
    if _wants_page(request):
        return RedirectResponse(f"{request.url.path}/verify", 303, headers={"Vary": "Accept"})
    answer = credential_document(server, credential_id)
    answer.headers["Vary"] = "Accept"
    return answer


@router.get("/verify", summary="A page to verify an award", response_class=HTMLResponse)
def verify(request: Request) -> Response:
    return _page(pages.verify_page(_words(request)))


@router.post("/verify", summary="Verify a badge, a document, a JWT or the address of one", response_class=HTMLResponse)
def verified(
    server: TheServer,
    request: Request,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=baking.MOST)] = "",
    email: Annotated[str, Form(max_length=320)] = "",
) -> Response:
    """Nothing of it is kept. Whatever was found is answered with 200: the question was a good one."""
    shown = file.file.read(baking.MOST + 1) if file is not None else b""
    with server.database.reading() as session:
        checked = check_shown(session, shown or text.encode("utf-8", "replace"), email)
    return _finding(request, checked)


def _finding(request: Request, checked: Checked) -> Response:
    finding = pages.Finding(
        verdict=checked.verdict.value, issued=checked.issued, key=checked.key, revoked_at=checked.revoked_at,
        reason=checked.reason, theirs=checked.theirs if checked.verdict is not Verdict.CHANGED else None,
    )  # fmt: skip
    return _page(pages.finding_page(_words(request), finding))


def _words(request: Request) -> Words:
    return TEXTS[language_of(request).value]


def _wants_page(request: Request) -> bool:
    """Browsers name HTML; software that reads credentials names JSON, or takes anything."""
    return "text/html" in request.headers.get("Accept", "")


def _page(content: str) -> HTMLResponse:
    return HTMLResponse(
        content,
        headers={
            "Cache-Control": "no-store", "Content-Security-Policy": pages.POLICY, "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff", "Vary": "Accept, Accept-Language",
        },
    )  # fmt: skip


def _shared(seconds: int = 300) -> dict[str, str]:
    """Verifiers run in browsers too: every page may read what is public anyway."""
    return {
        "Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={seconds}",
        "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex",
    }  # fmt: skip


def _drawing(seconds: int) -> dict[str, str]:
    """A drawing that is opened by itself is a page."""
    return {**_shared(seconds), "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
