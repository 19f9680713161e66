"""People sign in through their district's provider: with a real one, and with one that lies."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
import requests
from sqlalchemy import select

from assessor_app.protocol.sync import TokenReply
from assessor_app.server.openid import CALLBACK, Errand
from assessor_app.server.opening import open_server
from assessor_app.server.services import single_sign_on
from assessor_app.server.services.audit import verify_history
from assessor_app.server.services.single_sign_on import NotPending, Pending, keep_pending, take_pending
from assessor_app.server.settings import Provider, Settings
from assessor_app.server.storage.models import Person, ProviderAccount
from assessor_app.store.ledger import Device
from assessor_app.store.profile import Profile
from assessor_app.store.store import Store
from assessor_app.sync import signin
from assessor_app.sync.exchange import exchange
from assessor_app.sync.http import Client
from assessor_app.sync.signin import SignInFailed, sign_in_with_browser, sign_in_with_password
from tests.hostile_provider import Hostile, hostile
from tests.provider import CLIENT_ID, CLIENT_SECRET, Browser, Canaille, canaille, free_port
from tests.serving import APPROVER, ASSESSOR, FACILITATOR, KEY, OTHER, PASSWORD, Serving, make_world

NAME = "Orchard District"
REDIRECT = "http://127.0.0.1:1/callback"


@dataclass
class District:
    server: Serving
    provider: Canaille

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def callback(self) -> str:
        return self.server.url + CALLBACK


@contextmanager
def serving_with(data: Path, port: int, issuer: str, **more: str) -> Iterator[Serving]:
    environment = {
        "ASSESSOR_OIDC_ISSUER": issuer,
        "ASSESSOR_OIDC_CLIENT_ID": CLIENT_ID,
        "ASSESSOR_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "ASSESSOR_OIDC_NAME": NAME,
        "ASSESSOR_PUBLIC_URL": f"http://127.0.0.1:{port}",
        **more,
    }
    server = Serving(data, "--no-worker", "--port", str(port), **environment)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    data = tmp_path_factory.mktemp("district")
    make_world(data)
    port = free_port()
    with (
        canaille(f"http://127.0.0.1:{port}{CALLBACK}") as provider,
        serving_with(data, port, provider.issuer) as server,
    ):
        yield District(server, provider)


@pytest.fixture(scope="module")
def known_liar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Hostile]]:
    data = tmp_path_factory.mktemp("liar")
    make_world(data)
    port = free_port()
    with hostile() as provider, serving_with(data, port, provider.issuer) as server:
        yield server, provider


@pytest.fixture
def liar(known_liar: tuple[Serving, Hostile]) -> tuple[str, Hostile]:
    """A server that believes the provider up to now."""
    server, provider = known_liar
    provider.be_honest()
    return server.url, provider


@pytest.fixture
def new_liar(known_liar: tuple[Serving, Hostile]) -> tuple[str, Hostile]:
    """A server that knows nothing of the provider yet, and nobody's account there."""
    server, provider = known_liar
    provider.be_honest()
    server.kill()
    with open_server(server.data) as opened, opened.database.writing() as session:
        for row in session.scalars(select(ProviderAccount)):
            session.delete(row)
    server.start()
    return server.url, provider


def sign_in(district: District, user: str, device: Device | None = None) -> TokenReply:
    """The application's own sign-in, with a person at the provider."""

    def open_browser(address: str) -> None:
        def visit() -> None:
            try:
                browser = Browser()
                back = browser.at_the_provider(browser.to_the_provider(address), user, district.callback)
                done = browser.follow(back, "nowhere")
                assert "You are signed in" in done.text, done.text
            except BaseException:
                cancelled.set()
                raise

        threading.Thread(target=visit, daemon=True).start()

    cancelled = threading.Event()
    return sign_in_with_browser(district.url, device or Device.new(), open_browser, cancelled)


def asked(url: str, **changed: str) -> str:
    """An address as the application opens it."""
    values = {
        "response_type": "code", "client_id": signin.CLIENT_ID, "redirect_uri": REDIRECT, "code_challenge": "c" * 43,
        "code_challenge_method": "S256", "state": "the application's own state",
    }  # fmt: skip
    return f"{url}/authorize?{urlencode({**values, **changed})}"


def words(page: requests.Response) -> str:
    found = re.search(r'<p role="alert">([^<]*)</p>', page.text)
    return found.group(1) if found else ""


def come_back(url: str) -> requests.Response:
    """There and back again with a provider that asks nothing."""
    browser = Browser()
    return browser.follow(browser.to_the_provider(asked(url)), REDIRECT)


def accounts(data: Path) -> list[tuple[str, str]]:
    with open_server(data) as server, server.database.reading() as session:
        rows = session.execute(select(ProviderAccount.subject, Person.email).join(Person))
        return [(subject, email) for subject, email in rows]


def test_an_assessor_signs_in_at_the_district_and_works(district: District, tmp_path: Path) -> None:
    store = Store(Profile(tmp_path / "profile"), KEY)
    reply = sign_in(district, "alma", store.device())
    assert reply.person.email == ASSESSOR
    store.signed_in(district.url, reply)

    def fresh() -> str:
        again = signin.refresh(district.url, store.device(), store.sign_in_state()[1] or "")
        store.signed_in(district.url, again)
        return again.access_token

    client = Client(district.url, fresh)
    while exchange(store, client):
        pass
    assert len(store.queue()) == 1
    client.close()
    store.close()
    assert ("alma", ASSESSOR) in accounts(district.server.data)
    with open_server(district.server.data) as server:
        assert verify_history(server).breaks == ()


def test_the_page_offers_both_ways_and_needs_nothing_from_elsewhere(district: District) -> None:
    page = Browser().open(asked(district.url))
    assert f"Sign in with {NAME}" in page.text
    assert 'type="password"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"<script|<link|<img|url\(|src=", page.text)
    assert "prefers-color-scheme:dark" in page.text
    assert sign_in_with_password(district.url, Device.new(), ASSESSOR, PASSWORD).person.email == ASSESSOR


def test_an_account_stays_its_persons_when_addresses_change_at_the_provider(district: District) -> None:
    sign_in(district, "henrik")
    with open_server(district.server.data) as server, server.database.writing() as session:
        person = session.scalars(select(Person).where(Person.email == APPROVER)).one()
        person.email = "married@tests.example"
        session.flush()
        session.scalars(select(Person).where(Person.email == FACILITATOR)).one().email = APPROVER
    # The provider still says APPROVER, which is somebody else's now.
    assert sign_in(district, "henrik").person.email == "married@tests.example"


@pytest.mark.parametrize(("user", "said"), [
    ("stranger", "Nobody here has the e-mail address nobody@elsewhere.example"), ("unvouched", "does not vouch"),
])  # fmt: skip
def test_whom_nobody_knows_gets_no_account_but_a_clear_page(district: District, user: str, said: str) -> None:
    browser = Browser()
    back = browser.at_the_provider(browser.to_the_provider(asked(district.url)), user, district.callback)
    page = browser.follow(back, REDIRECT)
    assert page.status_code == 403
    assert said in words(page)
    way = re.search(r'<a href="([^"]*)">Back to the sign-in</a>', page.text)
    assert way is not None
    again = browser.open(urljoin(district.url, way.group(1).replace("&amp;", "&")))
    assert f"Sign in with {NAME}" in again.text
    assert user not in dict(accounts(district.server.data))


def test_an_administrator_links_whom_the_provider_does_not_vouch_for(district: District) -> None:
    settings = Settings(provider=Provider(district.provider.issuer, CLIENT_ID, "", NAME))
    with open_server(district.server.data, settings) as server:
        single_sign_on.link(server, OTHER, "unvouched")
    assert sign_in(district, "unvouched").person.email == OTHER
    with open_server(district.server.data, settings) as server:
        assert single_sign_on.unlink(server, OTHER) == 1
    browser = Browser()
    back = browser.at_the_provider(browser.to_the_provider(asked(district.url)), "unvouched", district.callback)
    assert "does not vouch" in words(browser.follow(back, REDIRECT))


def test_what_comes_back_counts_once_and_in_its_own_browser_alone(district: District) -> None:
    browser, other = Browser(), Browser()
    back = browser.at_the_provider(browser.to_the_provider(asked(district.url)), "alma", district.callback)
    address = back.headers["Location"]
    state = parse_qs(urlsplit(address).query)["state"][0]
    wrong = address.replace(state, state[:-1] + ("A" if state[-1] != "A" else "B"))
    for who, where in ((other, address), (browser, wrong), (browser, district.callback), (browser, wrong + "&code=1")):
        page = who.open(where)
        assert page.status_code == 400
        assert "began in another browser" in words(page)
    (cookie,) = [cookie for cookie in browser.session.cookies if cookie.name.startswith("assessor_provider_")]
    assert cookie.value is not None
    for bent in ("", "AAAA", cookie.value[::-1], "A" * 44, "not base64 ü"):
        sent = {"Cookie": f"{cookie.name}={bent}".encode("latin-1")}
        assert requests.get(address, headers=sent, timeout=30).status_code == 400  # type: ignore[arg-type]
    arrived = browser.follow(back, REDIRECT)
    assert arrived.headers["Location"].startswith(REDIRECT)
    held = {"Cookie": f"{cookie.name}={cookie.value}"}
    assert requests.get(address, headers=held, allow_redirects=False, timeout=30).status_code == 400


def test_the_cookie_is_the_browsers_own(district: District) -> None:
    away = Browser().to_the_provider(asked(district.url))
    cookie = away.headers["Set-Cookie"].lower()
    assert {"httponly", "samesite=lax", f"path={CALLBACK}", "max-age=600"} <= set(cookie.split("; "))
    query = parse_qs(urlsplit(away.headers["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert query["scope"] == ["openid email"]


def test_without_the_pages_own_form_nobody_is_sent_away(district: District) -> None:
    browser = Browser()
    page = browser.open(asked(district.url))
    form = '<form method="post" action="/authorize/provider"'
    assert browser.submit(page, {"csrf": "another"}, form).status_code == 400
    assert Browser().submit(page, {}, form).status_code == 400
    assert browser.submit(page, {"redirect_uri": "https://evil.example/callback"}, form).status_code == 400


def test_whoever_declines_at_the_provider_reads_so_and_can_go_back(liar: tuple[str, Hostile]) -> None:
    url, provider = liar
    provider.answer = {"error": "access_denied"}
    page = come_back(url)
    assert page.status_code == 403
    assert words(page) == f"{NAME} did not sign you in."
    assert "Back to the sign-in" in page.text


def test_a_provider_that_is_down_leaves_the_password(district: District) -> None:
    browser = Browser()
    back = browser.at_the_provider(browser.to_the_provider(asked(district.url)), "alma", district.callback)
    district.provider.stop()
    page = browser.follow(back, REDIRECT)
    assert page.status_code == 503
    assert "can’t be reached" in words(page)
    district.server.kill()
    district.server.start()
    page = browser.to_the_provider(asked(district.url))
    assert page.status_code == 503
    assert "can’t be reached" in words(page)
    assert 'type="password"' in page.text
    assert sign_in_with_password(district.url, Device.new(), ASSESSOR, PASSWORD).person.email == ASSESSOR
    district.provider.start()
    assert sign_in(district, "alma").person.email == ASSESSOR


def test_passwords_can_be_switched_off(tmp_path: Path) -> None:
    make_world(tmp_path / "server")
    port = free_port()
    with (
        canaille(f"http://127.0.0.1:{port}{CALLBACK}") as provider,
        serving_with(tmp_path / "server", port, provider.issuer, ASSESSOR_PASSWORDS="off") as server,
    ):
        page = Browser().open(asked(server.url))
        assert "password" not in page.text.replace("current-password", "")
        assert sign_in(District(server, provider), "alma").person.email == ASSESSOR
        with pytest.raises(SignInFailed, match="takes no passwords"):
            sign_in_with_password(server.url, Device.new(), ASSESSOR, PASSWORD)


def test_a_provider_that_tells_the_truth_is_believed(liar: tuple[str, Hostile]) -> None:
    """Else the lies below would prove nothing."""
    url, _ = liar
    arrived = come_back(url)
    assert arrived.headers["Location"].startswith(REDIRECT)
    assert parse_qs(urlsplit(arrived.headers["Location"]).query)["state"] == ["the application's own state"]


LIES: dict[str, dict[str, object]] = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "another audience": {"claims": {"aud": "another-client"}},
    "another audience, our azp": {"claims": {"aud": "another-client", "azp": CLIENT_ID}},
    "two audiences, another azp": {"claims": {"aud": [CLIENT_ID, "another"], "azp": "another"}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "run out": {"claims": {"exp": 1_000_000_000}},
    "never runs out": {"claims": {"exp": None}},
    "nobody": {"claims": {"sub": None}},
    "unsigned": {"algorithm": "none"},
    "signed with the public key": {"algorithm": "HS256"},
    "no ID token": {"token": {"id_token": None}},
    "not a token": {"token": {"id_token": "a.b.c"}},
    "an error": {"token": {"error": "invalid_grant"}},
    "another provider's answer": {"answer": {"iss": "https://evil.example"}},
}


@pytest.mark.filterwarnings("ignore:JWS algorithm")
@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_believed(liar: tuple[str, Hostile], lie: str) -> None:
    url, provider = liar
    for name, value in LIES[lie].items():
        setattr(provider, name, value)
    page = come_back(url)
    assert page.status_code == 403, lie
    assert "could not be trusted" in words(page)


@pytest.mark.parametrize("changed", [
    {"issuer": "https://another.example"}, {"token_endpoint": "http://192.0.2.1/token"}, {"jwks_uri": None},
    {"authorization_endpoint": "javascript:alert(1)"},
])  # fmt: skip
def test_a_provider_that_says_wrong_things_of_itself_is_not_used(
    new_liar: tuple[str, Hostile], changed: dict[str, object]
) -> None:
    url, provider = new_liar
    provider.metadata = changed
    page = Browser().to_the_provider(asked(url))
    assert page.status_code == 503
    assert "can’t be reached" in words(page)


def test_a_new_key_is_asked_for_and_a_strangers_is_not_believed(new_liar: tuple[str, Hostile]) -> None:
    url, provider = new_liar
    assert come_back(url).is_redirect
    provider.key = type(provider.key).generate_key(2048, {"kid": "second"})
    before = provider.asked.count("/keys")
    assert come_back(url).is_redirect
    assert provider.asked.count("/keys") == before + 1
    provider.published = [provider.key]
    provider.key = type(provider.key).generate_key(2048, {"kid": "second"})
    assert come_back(url).status_code == 403


def test_an_address_from_the_user_info_counts_only_for_the_same_account(new_liar: tuple[str, Hostile]) -> None:
    url, provider = new_liar
    provider.claims = {"email": None, "email_verified": None}
    provider.metadata = {"userinfo_endpoint": f"{provider.issuer}/userinfo"}
    provider.userinfo = {"sub": "another", "email": ASSESSOR, "email_verified": True}
    assert come_back(url).status_code == 403
    provider.userinfo = {"sub": "1", "email": ASSESSOR, "email_verified": False}
    assert "does not vouch" in words(come_back(url))
    provider.userinfo = {"sub": "1", "email": ASSESSOR, "email_verified": True}
    assert come_back(url).is_redirect


def test_an_address_that_was_given_to_somebody_else_does_not_bring_work_along(new_liar: tuple[str, Hostile]) -> None:
    url, provider = new_liar
    assert come_back(url).is_redirect
    provider.claims = {"sub": "2"}
    page = come_back(url)
    assert page.status_code == 403
    assert "linked to another account" in words(page)


def test_what_waits_is_sealed_runs_out_and_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_server(tmp_path) as server:
        pending = Pending(REDIRECT, "c" * 43, "state", Errand.new())
        key = keep_pending(server, pending, "192.0.2.1")
        for file in tmp_path.glob("server.sqlite*"):
            for secret in (pending.errand.verifier, pending.errand.nonce, pending.errand.state):
                assert secret.encode() not in file.read_bytes()
        assert take_pending(server, pending.errand.state, key) == pending
        with pytest.raises(NotPending):
            take_pending(server, pending.errand.state, key)
        monkeypatch.setattr(single_sign_on, "PENDING_LIFE", timedelta(0))
        late = Pending(REDIRECT, "c" * 43, "state", Errand.new())
        key = keep_pending(server, late, "192.0.2.1")
        with pytest.raises(NotPending):
            take_pending(server, late.errand.state, key)
        monkeypatch.setattr(single_sign_on, "PENDING_LIFE", timedelta(minutes=10))
        for _ in range(single_sign_on.MOST_PENDING):
            keep_pending(server, Pending(REDIRECT, "c" * 43, "state", Errand.new()), "192.0.2.1")
        with pytest.raises(single_sign_on.TooManyFailures):
            keep_pending(server, Pending(REDIRECT, "c" * 43, "state", Errand.new()), "192.0.2.1")
        keep_pending(server, Pending(REDIRECT, "c" * 43, "state", Errand.new()), "192.0.2.2")


@pytest.mark.parametrize(("changed", "said"), [
    ({"ASSESSOR_OIDC_ISSUER": "http://idp.example"}, "https://"), ({"ASSESSOR_OIDC_CLIENT_ID": ""}, "CLIENT_ID"),
    ({"ASSESSOR_PUBLIC_URL": ""}, "ASSESSOR_PUBLIC_URL"), ({"ASSESSOR_PUBLIC_URL": "http://assess.example"}, "https"),
    ({"ASSESSOR_PUBLIC_URL": "https://assess.example/path"}, "without a path"),
    ({"ASSESSOR_PASSWORDS": "no"}, "on or off"), ({"ASSESSOR_PASSWORDS": "off", "ASSESSOR_OIDC_ISSUER": ""}, "nobody"),
    ({"ASSESSOR_OIDC_ISSUER": "https://user:word@idp.example"}, "https://"),
])  # fmt: skip
def test_settings_that_are_unsafe_are_refused_in_a_sentence(changed: dict[str, str], said: str) -> None:
    good = {
        "ASSESSOR_OIDC_ISSUER": "https://idp.example", "ASSESSOR_OIDC_CLIENT_ID": "id",
        "ASSESSOR_OIDC_CLIENT_SECRET": "a secret", "ASSESSOR_PUBLIC_URL": "https://assess.example/",
    }  # fmt: skip
    settings = Settings.from_environment(good)
    assert settings.provider is not None
    assert (settings.provider.name, settings.public_url) == ("idp.example", "https://assess.example")
    assert "a secret" not in repr(settings)
    with pytest.raises(ValueError, match=said):
        Settings.from_environment({**good, **changed})
