from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.addresses import Refusal, WebAddress, web_address


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("  HTTP://Example.ORG ", "http://example.org/"),
        ("https://example.org?q=1", "https://example.org/?q=1"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("https://example.org/größe/ø", "https://example.org/gr%C3%B6%C3%9Fe/%C3%B8"),
        ("https://example.org/%20a", "https://example.org/%20a"),
        ("https://bücher.example.org/", "https://xn--bcher-kva.example.org/"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x"),
        ("https://[2001:4860:4860::8888]/x", "https://[2001:4860:4860::8888]/x"),
        ("https://example.org./x", "https://example.org/x"),
    ],
)
def test_what_is_shown_is_what_is_opened(text: str, full: str) -> None:
    address = web_address(text)
    assert isinstance(address, WebAddress)
    assert address.full == full
    assert web_address(address.full) == address or address.letters


def test_letters_that_look_like_others_are_seen() -> None:
    address = web_address("https://www.аррӏе.com/sign-in")
    assert isinstance(address, WebAddress)
    assert address.host == "www.xn--80ak6aa92e.com"
    assert address.letters == "www.аррӏе.com"
    written_so = web_address("https://www.xn--80ak6aa92e.com/sign-in")
    assert isinstance(written_so, WebAddress) and written_so.letters == "www.аррӏе.com"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Refusal.BROKEN),
        ("example.org", Refusal.BROKEN),
        ("file:///etc/passwd", Refusal.NOT_WEB),
        ("javascript:alert(1)", Refusal.NOT_WEB),
        ("ms-msdt:/id", Refusal.NOT_WEB),
        ("mailto:a@example.org", Refusal.NOT_WEB),
        ("smb://example.org/x", Refusal.NOT_WEB),
        ("https://accounts.example.org@evil.example.com/", Refusal.DISGUISED),
        ("https://example.org\\@evil.example.com/", Refusal.DISGUISED),
        ("https://example.org/\n.evil.example.com", Refusal.DISGUISED),
        ("https://example.org/\u202egro.live", Refusal.DISGUISED),
        ("https://example.org\u200b.evil.example.com/", Refusal.DISGUISED),
        ("http://2130706433/", Refusal.DISGUISED),
        ("http://0x7f.1/", Refusal.DISGUISED),
        ("http://127.1/", Refusal.DISGUISED),
        ("http://127.0.0.1:631/", Refusal.NEARBY),
        ("http://192.168.1.1/", Refusal.NEARBY),
        ("http://[::1]/", Refusal.NEARBY),
        ("http://localhost/", Refusal.NEARBY),
        ("http://router/", Refusal.NEARBY),
        ("http://printer.local/", Refusal.NEARBY),
        ("https://", Refusal.BROKEN),
        ("https:example.org", Refusal.BROKEN),
        ("https://exa mple.org/", Refusal.DISGUISED),
        ("https://example.org:99999/", Refusal.BROKEN),
        ("https://-.org/", Refusal.BROKEN),
        ("https://[::1/", Refusal.BROKEN),
        ("https://%6c%6f.org/", Refusal.BROKEN),
        ("https://example.org/" + "a" * 5_000, Refusal.BROKEN),
        ("https://example.org/\ud800", Refusal.DISGUISED),
    ],
)
def test_what_is_not_opened(text: str, refusal: Refusal) -> None:
    assert web_address(text) is refusal


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.from_regex(r"https?://[^/]*/.*")))
def test_whatever_an_address_is_it_is_shown_in_plain_letters_or_refused(text: str) -> None:
    address = web_address(text)
    if isinstance(address, WebAddress):
        assert address.full.isascii() and address.full.isprintable() and " " not in address.full
        assert address.full.startswith(("https://", "http://"))
        again = web_address(address.full)
        assert isinstance(again, WebAddress) and again.full == address.full and again.host == address.host
