"""An OpenID Connect provider: discovery, authorization code flow with PKCE, keys that it may change while people sign in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

import httpx
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from adapters.id_token import Expected, proves_step, read_id_token
from adapters.provider_http import ProviderHttp
from services.ports.identity_provider import STEP_MISSING, AnswerRefused, Asked, Proven, ProviderAway
from services.ports.outside import Clock

DISCOVERY = "/.well-known/openid-configuration"
FRESH_SECONDS = 600.0
# Who begins is told that the provider is away, and strangers who begin ask it no oftener.
JUST_ASKED_SECONDS = 30.0
_BASIC, _POST = "client_secret_basic", "client_secret_post"
_LONGEST_NAME = 100
_Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Client:
    """Who the office is at the provider. `secret` reads it anew; `steps`: values of acr or amr of which one must be told."""

    issuer: str
    client_id: str
    secret: Callable[[], str]
    steps: Sequence[str] = ()


class OidcProvider:
    """One provider; safe to share between threads."""

    def __init__(self, client: Client, http: ProviderHttp, clock: Clock) -> None:
        """`clock` is the machine's."""
        self._client, self._http, self._clock = client, http, clock
        self._known: dict[str, tuple[float, _Document]] = {}

    @property
    def issuer(self) -> str:
        """As it was set."""
        return self._client.issuer

    @property
    def proves_second_step(self) -> bool:
        """Where the office wants a value of acr or amr."""
        return bool(self._client.steps)

    def sign_in_address(self, asked: Asked) -> str:
        """The authorization endpoint with state, nonce and the challenge of PKCE (S256)."""
        # Asked anew, so that the office says it, not the browser, when the provider is away.
        self._discovered(JUST_ASKED_SECONDS)
        address: str = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            self._client.client_id,
            "code",
            asked.back,
            "openid profile",
            asked.state,
            nonce=asked.nonce,
            code_challenge=create_s256_code_challenge(asked.verifier),
            code_challenge_method="S256",
            acr_values=" ".join(self._client.steps) or None,
        )
        return address

    def redeem(self, code: str, asked: Asked) -> Proven:
        """One question to the token endpoint, and to that of the keys where the token names one that is not known."""
        answer = self._exchange(code, asked)
        access_token = answer.get("access_token")
        expected = Expected(
            self._client.issuer,
            self._client.client_id,
            asked.nonce,
            self._clock.now().timestamp(),
            access_token if isinstance(access_token, str) else "",
        )
        claims = read_id_token(answer.get("id_token"), self._find_key, expected)
        if self._client.steps and not proves_step(claims, self._client.steps):
            raise AnswerRefused("STEP", STEP_MISSING)
        name = claims.get("name") or claims.get("preferred_username")
        shown = name if isinstance(name, str) and name.isprintable() else ""
        return Proven(self._client.issuer, str(claims["sub"]), shown[:_LONGEST_NAME])

    def sign_out_address(self, back: str) -> str | None:
        """RP-initiated logout, where the provider offers it."""
        if "end_session_endpoint" not in self._discovered():
            return None
        fields = [("client_id", self._client.client_id), ("post_logout_redirect_uri", back)]
        address: str = add_params_to_uri(self._endpoint("end_session_endpoint"), fields)
        return address

    def _exchange(self, code: str, asked: Asked) -> _Document:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.back,
            "code_verifier": asked.verifier,
        }
        client_id, secret = self._client.client_id, self._client.secret()
        ways = self._discovered().get("token_endpoint_auth_methods_supported", [_BASIC])
        if isinstance(ways, list) and _POST in ways and _BASIC not in ways:
            fields |= {"client_id": client_id, "client_secret": secret}
            auth = None
        else:
            auth = (quote_plus(client_id), quote_plus(secret))
        status, answer = self._http.post(self._endpoint("token_endpoint"), fields, auth)
        if status == httpx.codes.BAD_REQUEST:
            raise AnswerRefused("CODE")
        if status != httpx.codes.OK:
            raise ProviderAway(f"the identity provider's token endpoint answers {status}")
        return answer

    def _find_key(self, key_id: str) -> _Document | None:
        """By the keys at hand, then by those that the provider has now."""
        for fresh in (FRESH_SECONDS, 0.0):
            keys = self._read(self._endpoint("jwks_uri"), fresh).get("keys")
            for key in keys if isinstance(keys, list) else []:
                if isinstance(key, dict) and key.get("kid") == key_id:
                    return key
        return None

    def _endpoint(self, name: str) -> str:
        address = self._discovered().get(name)
        if not isinstance(address, str) or not self._http.is_own(address):
            raise ProviderAway(f"the identity provider names no {name} at its own address")
        return address

    def _discovered(self, fresh: float = FRESH_SECONDS) -> _Document:
        address = self._client.issuer.rstrip("/") + DISCOVERY
        found = self._read(address, fresh)
        if found.get("issuer") != self._client.issuer:
            self._known.pop(address, None)
            raise ProviderAway("the identity provider calls itself by another name than the setting")
        return found

    def _read(self, address: str, fresh: float) -> _Document:
        read_at, found = self._known.get(address, (0.0, None))
        if found is None or time.monotonic() - read_at >= fresh:
            found = self._http.get(address)
            self._known[address] = (time.monotonic(), found)
        return found
