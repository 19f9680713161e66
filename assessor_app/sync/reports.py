"""Insights: fetched when somebody wants to look at them, and never in the way of what is the sync's own."""

from __future__ import annotations

from urllib.parse import quote

import structlog
from pydantic import ValidationError

from assessor_app.protocol.insights import OwnInsights, PoolInsights
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.store.store import Store
from assessor_app.sync.http import Client

OWN, POOL = "own", "pool"
"""Keys of reports; ``pool:<id>`` is one micro-credential's, ``pool`` the one that the server chose."""

log = structlog.get_logger(__name__)


def check_report_key(key: str) -> None:
    """Raises ValueError."""
    if key not in (OWN, POOL) and not key.startswith(f"{POOL}:"):
        raise ValueError(f"there is no report {key}")


def fetch_report(store: Store, client: Client, key: str) -> str:
    """Fetch one report and keep it. Returns "" or why there is none, in a sentence.

    What the server refuses is forgotten here too. Raises what a request raises, but no ProblemError.
    """
    try:
        if key == OWN:
            store.keep_report(OWN, _own(client).model_dump(mode="json"))
        else:
            _keep_pool(store, key, _pool(client, key))
    except ProblemError as error:
        log.info("no report", key=key.partition(":")[0], type=error.problem.type)
        if error.problem.status == 403:
            # Who may not see one of a kind may see none of it.
            store.forget_report(key.partition(":")[0])
        elif error.problem.status == 404:
            store.forget_report(key)
        return str(error)
    return ""


def _own(client: Client) -> OwnInsights:
    try:
        return OwnInsights.model_validate_json(client.request("GET", "/api/v1/insights/own").content)
    except ValidationError as error:
        raise _not_understood() from error


def _pool(client: Client, key: str) -> PoolInsights:
    credential = key.partition(":")[2]
    query = f"?micro_credential={quote(credential, safe='')}" if credential else ""
    try:
        return PoolInsights.model_validate_json(client.request("GET", f"/api/v1/insights/pool{query}").content)
    except ValidationError as error:
        raise _not_understood() from error


def _keep_pool(store: Store, key: str, found: PoolInsights) -> None:
    data = found.model_dump(mode="json")
    store.keep_report(f"{POOL}:{found.micro_credential_id}", data)
    if key == POOL:
        store.keep_report(POOL, data)


def _not_understood() -> ProblemError:
    return ProblemError(problem(ProblemType.SERVER_FAULT, "The server's insights could not be understood."))
