"""One round of agreeing with the server: push the outbox, apply the answers and the changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from pydantic import ValidationError

from assessor_app.domain.value import Value
from assessor_app.protocol.problems import ProblemError, ProblemType, problem
from assessor_app.protocol.sync import MAX_EVENTS, FatesReply, FatesRequest, Result, SyncReply, SyncRequest
from assessor_app.store.store import ReplyRefused, Store
from assessor_app.sync.http import Client

T = TypeVar("T", bound=Value)


def exchange(store: Store, client: Client) -> bool:
    """One request and its reply. Returns True when more is to be sent or fetched at once.

    Raises Unreachable, SignInNeeded, AccessEnded, Busy, ProblemError. Whatever is raised, the outbox holds what it
    held.
    """
    if asked := store.unknown_fates()[:MAX_EVENTS]:
        store.apply_fates(asked, _ask_fates(client, asked, store.earlier_identities()))
    if store.anything_waits():
        # Sealing is for good; what reached nobody should stay the person's to take back.
        client.reach()
    events = store.events_to_send()
    request = SyncRequest(device_id=store.device().id, cursor=store.cursor(), events=tuple(events))
    try:
        reply = _post(client, "/api/v1/sync", request, SyncReply)
    except ProblemError as error:
        if error.problem.type is not ProblemType.CURSOR_GONE:
            raise
        store.start_over()
        return True
    try:
        store.apply_reply(reply, events, datetime.now(UTC))
    except ReplyRefused as error:
        raise _not_understood() from error
    return reply.more or len(events) == MAX_EVENTS


def _ask_fates(client: Client, asked: list[str], replaced: list[str]) -> tuple[Result, ...]:
    request = FatesRequest(event_ids=tuple(asked), replaced=tuple(replaced))
    return _post(client, "/api/v1/results", request, FatesReply).results


def _post(client: Client, path: str, request: Value, form: type[T]) -> T:
    headers = {"Content-Type": "application/json"}
    response = client.request("POST", path, data=request.model_dump_json().encode(), headers=headers)
    try:
        return form.model_validate_json(response.content)
    except ValidationError as error:
        raise _not_understood() from error


def _not_understood() -> ProblemError:
    said = "The server's answer could not be understood; nothing was changed here."
    return ProblemError(problem(ProblemType.SERVER_FAULT, said))
