"""A token that comes back late: after signing out, or after another sign-in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessor_app.protocol.sync import TokenReply
from assessor_app.store.ledger import Device
from assessor_app.sync import signin
from assessor_app.sync.http import SignInNeeded
from assessor_app.sync.loop import SyncLoop
from tests.conftest import World
from tests.serving import ASSESSOR, PASSWORD


def _meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    refresh = signin.refresh

    def late(url: str, device: Device, token: str) -> TokenReply:
        reply = refresh(url, device, token)
        happens()
        return reply

    monkeypatch.setattr(signin, "refresh", late)


def test_a_token_that_comes_after_signing_out_does_not_undo_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = world.desk()
    _meanwhile(monkeypatch, desk.store.sign_out)
    with pytest.raises(SignInNeeded):
        SyncLoop(desk.store, lambda _: None)._fresh_token()
    assert desk.store.is_signed_out()
    assert desk.store.sign_in_state()[1] is None
    desk.close()


def test_a_token_that_comes_after_another_sign_in_does_not_replace_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = world.desk()
    store = desk.store

    def sign_in() -> None:
        store.signed_in(world.url, signin.sign_in_with_password(world.url, store.device(), ASSESSOR, PASSWORD))

    tokens: list[str | None] = []
    _meanwhile(monkeypatch, lambda: (sign_in(), tokens.append(store.sign_in_state()[1])))
    with pytest.raises(SignInNeeded):
        SyncLoop(store, lambda _: None)._fresh_token()
    assert store.sign_in_state()[1] == tokens[0]
    desk.close()


def test_a_token_in_time_is_kept(world: World) -> None:
    desk = world.desk()
    before = desk.store.sign_in_state()[1]
    assert SyncLoop(desk.store, lambda _: None)._fresh_token()
    assert desk.store.sign_in_state()[1] not in (None, before)
    desk.close()
