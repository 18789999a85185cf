"""A4: how the office asks its identity provider, over sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt

from adapters import provider_http
from adapters.clock import SystemClock
from adapters.oidc_provider import Client, OidcProvider
from adapters.provider_http import ProviderHttp
from services.ports.identity_provider import AnswerRefused, Asked, ProviderAway
from tests.local_provider import CLIENT_ID, CLIENT_SECRET, LocalProvider, serve_provider

ASKED = Asked("state", "nonce", "verifier", "http://127.0.0.1:1/back")
DISCOVERY = "/realms/centre/.well-known/openid-configuration"


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with serve_provider() as served:
        yield served


def office_of(provider: LocalProvider, **changes: object) -> OidcProvider:
    client = Client(provider.issuer, CLIENT_ID, lambda: CLIENT_SECRET, **changes)  # type: ignore[arg-type]  # fields by name in tests
    return OidcProvider(client, ProviderHttp(provider.issuer), SystemClock())


@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "http://127.0.0.1:9/elsewhere"}, b""),
        (200, {}, b"{" + b" " * provider_http.LARGEST_ANSWER + b"}"),
        (200, {}, b"<html>"),
        (200, {}, b"[1]"),
        (500, {}, b"{}"),
    ],
)
def test_nothing_but_a_short_answer_of_its_own_address_is_taken(
    provider: LocalProvider, answer: tuple[int, dict[str, str], bytes]
) -> None:
    provider.answers[DISCOVERY] = answer
    with pytest.raises(ProviderAway):
        office_of(provider).sign_in_address(ASKED)
    assert provider.asked == [DISCOVERY]


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://elsewhere.example"},
        {"authorization_endpoint": "https://elsewhere.example/auth"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_is_not_itself_is_away(provider: LocalProvider, document: dict) -> None:
    """And is asked anew as soon as it is itself."""
    provider.document = document
    office = office_of(provider)
    with pytest.raises(ProviderAway):
        office.sign_in_address(ASKED)
    if "issuer" in document:
        provider.document = {}
        assert office.sign_in_address(ASKED).startswith(f"{provider.issuer}/auth?")


@pytest.mark.parametrize("name", ["token_endpoint", "end_session_endpoint"])
def test_an_address_that_is_not_the_provider_s_is_not_asked(provider: LocalProvider, name: str) -> None:
    """Another port is another address, and so is one behind a login."""
    for address in (
        provider.issuer.partition("/realms")[0] + "@127.0.0.1:9/",
        "http://127.0.0.1:9/token",
        "https" + provider.issuer[4:],
    ):
        provider.document = {name: address}
        office = office_of(provider)
        with pytest.raises(ProviderAway):
            office.redeem("code", ASKED) if name == "token_endpoint" else office.sign_out_address("/")
    assert set(provider.asked) == {DISCOVERY}


def test_a_slow_answer_is_given_up(provider: LocalProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that takes the question and says nothing."""

    monkeypatch.setattr(provider_http, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        http = ProviderHttp(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(ProviderAway):
            http.get(f"http://127.0.0.1:{silent.getsockname()[1]}/")


def test_a_provider_without_an_end_of_session_or_without_basic_is_taken_as_it_is(
    provider: LocalProvider,
) -> None:
    office = office_of(provider)
    assert office.sign_out_address("http://127.0.0.1:1/sign-in")
    provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    with pytest.raises(AnswerRefused) as refused:
        office_of(provider).redeem("unknown", ASKED)
    assert refused.value.reason == "CODE"


def test_a_key_that_was_replaced_is_worth_nothing_once_the_new_one_was_asked_for(
    provider: LocalProvider,
) -> None:
    """And the new one is asked for when a token names it."""
    office, old = office_of(provider), provider.key

    def enter() -> str:
        location = httpx.get(office.sign_in_address(ASKED), trust_env=False).headers["Location"]
        return office.redeem(parse_qs(urlsplit(location).query)["code"][0], ASKED).subject

    assert enter() == provider.subject
    provider.rotate()
    assert enter() == provider.subject
    provider.spoil = lambda _provider, header, claims: jwt.encode({**header, "kid": old.kid}, claims, old)
    with pytest.raises(AnswerRefused) as refused:
        enter()
    assert refused.value.reason == "KEY"
