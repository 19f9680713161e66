"""The web application over the services. Its OpenAPI 3.1 description is at ``/openapi.json``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from assessor_app import __version__
from assessor_app.protocol.problems import Problem
from assessor_app.server.api import (
    account_pages,
    accounts,
    anchors,
    applicants,
    awards,
    discussions,
    insights,
    issuing,
    organisation,
    own_awards,
    portfolio_work,
    portfolios,
    privacy,
    problems,
    programs,
    provider,
    rates,
    reviewing,
    signing_in,
    stipends,
    uploads,
)
from assessor_app.server.openid import OpenId
from assessor_app.server.opening import Server
from assessor_app.server.settings import Settings


def web_application(server: Server, wake: Callable[[], None] = lambda: None) -> FastAPI:
    """``wake`` is called when there is something to prepare."""
    app = FastAPI(
        title="Assessor server",
        version=__version__,
        description="The workflow of micro-credential submissions, and its rules.",
        docs_url=None,
        redoc_url=None,
        responses=problems.RESPONSES,
    )
    app.state.server = server
    app.state.wake = wake
    settings = server.settings
    app.state.openid = _provider(settings)
    app.add_middleware(problems.BodyLimit)
    app.add_middleware(rates.RateLimit, a_minute=settings.requests_a_minute)
    problems.install(app)
    for part in (
        signing_in, provider, account_pages, accounts, reviewing, applicants, portfolios, portfolio_work, uploads,
        programs, discussions, awards, own_awards, organisation, stipends, privacy, issuing, anchors, insights,
    ):  # fmt: skip
        app.include_router(part.router)

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            parts = schema.setdefault("components", {}).setdefault("schemas", {})
            parts["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            parts.update(parts["Problem"].pop("$defs", {}))
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
    return app


def _provider(settings: Settings) -> OpenId | None:
    if settings.provider is None:
        return None
    # Most servers have none, and it takes a third of a second to load what talks to it.
    from assessor_app.server.openid_client import OpenIdClient

    return OpenIdClient(settings.provider, settings.public_url)
