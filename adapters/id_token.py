"""ID tokens of OpenID Connect Core 1.0, section 3.1.3.7, checked by Authlib; the trail says which check failed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import ECKey, RSAKey

from services.ports.identity_provider import AnswerRefused

# Signatures with a key of the provider's own alone: with HS256 whoever reads a public key could sign.
ALGORITHMS = tuple(kind + size for kind in ("RS", "PS", "ES") for size in ("256", "384", "512"))
LONGEST_TOKEN = 64 * 1024
LONGEST_SUBJECT = 255
LEEWAY_SECONDS = 60
_KEYS: Mapping[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
_FEWEST_BITS = 2048
# What the trail calls a check that failed, in the order in which it is told where several claims are missing.
_REASONS = {
    "iss": "ISSUER",
    "aud": "AUDIENCE",
    "azp": "PARTY",
    "exp": "EXPIRED",
    "iat": "NOT_YET",
    "nbf": "NOT_YET",
    "nonce": "NONCE",
    "at_hash": "ACCESS_HASH",
    "sub": "SUBJECT",
}
KeyOf = Callable[[str], Mapping[str, object] | None]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must say. `now` in seconds; `access_token` is what came with it, "" for none."""

    issuer: str
    client_id: str
    nonce: str
    now: float
    access_token: str = ""


def read_id_token(token: object, key_of: KeyOf, expected: Expected) -> Mapping[str, object]:
    """The claims of a token that is the provider's, for this office, of now and of this sign-in; else AnswerRefused.

    `key_of` finds the provider's key by its id.
    """
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise AnswerRefused("SHAPE")
    header = _read_header(token)
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise AnswerRefused("ALGORITHM")
    found = key_of(key_id) if isinstance(key_id, str) else None
    if found is None:
        raise AnswerRefused("KEY")
    claims = _check(_verify(token, found, algorithm), expected)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise AnswerRefused("SUBJECT")
    return claims


def proves_step(claims: Mapping[str, object], wanted: Sequence[str]) -> bool:
    """Whether the provider says by `acr` or `amr` that one of these ways was gone."""
    ways = claims.get("amr")
    told = [claims.get("acr"), *(ways if isinstance(ways, list) else [])]
    return any(isinstance(way, str) and way in wanted for way in told)


def _read_header(token: str) -> Mapping[str, object]:
    first = token.partition(".")[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError) as error:
        raise AnswerRefused("SHAPE") from error
    if not isinstance(header, dict):
        raise AnswerRefused("SHAPE")
    return header


def _verify(token: str, found: Mapping[str, object], algorithm: str) -> jwt.Token:
    kind = _KEYS.get(str(found.get("kty")))
    if kind is None or found.get("use") == "enc":
        raise AnswerRefused("KEY")
    try:
        key = kind.import_key(cast("dict[str, str | list[str]]", dict(found)))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise AnswerRefused("KEY") from error
    if isinstance(key, RSAKey) and key.public_key.key_size < _FEWEST_BITS:
        raise AnswerRefused("KEY")
    try:
        return jwt.decode(token, key, algorithms=[algorithm])
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise AnswerRefused("SIGNATURE") from error


def _check(token: jwt.Token, expected: Expected) -> Mapping[str, object]:
    wanted = {"iss": expected.issuer, "aud": expected.client_id, "nonce": expected.nonce}
    options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    party = {"client_id": expected.client_id, "access_token": expected.access_token}
    claims = CodeIDToken(token.claims, token.header, options, party)
    try:
        claims.validate(expected.now, LEEWAY_SECONDS)
    except ClaimError as error:
        named_in_it = error.claim.split(",")
        reason = next((told for name, told in _REASONS.items() if name in named_in_it), "SHAPE")
        raise AnswerRefused(reason) from error
    except (ValueError, TypeError) as error:
        # The digest of the access token is compared as bytes, and JSON holds halves of characters, which no encoding has.
        raise AnswerRefused("ACCESS_HASH") from error
    return cast("Mapping[str, object]", claims)
