"""ID tokens of OpenID Connect Core 1.0, section 3.1.3.7: every check by name, so that the trail can say which failed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import cast

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from services.ports.identity_provider import AnswerRefused

# Signatures with a key of the provider's own alone: with HS256 whoever reads a public key could sign.
ALGORITHMS = tuple(kind + size for kind in ("RS", "PS", "ES") for size in ("256", "384", "512"))
LONGEST_TOKEN = 64 * 1024
LONGEST_SUBJECT = 255
LEEWAY_SECONDS = 60
_KEYS: Mapping[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
_FEWEST_BITS = 2048
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
    claims = _verify(token, found, algorithm)
    _check_party(claims, expected)
    _check_times(claims, expected.now)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(_bytes(nonce), _bytes(expected.nonce)):
        raise AnswerRefused("NONCE")
    _check_access_hash(claims, algorithm, expected.access_token)
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


def _verify(token: str, found: Mapping[str, object], algorithm: str) -> Mapping[str, object]:
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
        return jwt.decode(token, key, algorithms=[algorithm]).claims
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise AnswerRefused("SIGNATURE") from error


def _check_party(claims: Mapping[str, object], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise AnswerRefused("ISSUER")
    told = claims.get("aud")
    audiences = told if isinstance(told, list) else [told]
    if expected.client_id not in audiences:
        raise AnswerRefused("AUDIENCE")
    party = claims.get("azp")
    # For several audiences the one who asked is named; a token that somebody else asked for signs nobody in here.
    if party != expected.client_id and (party is not None or len(audiences) > 1):
        raise AnswerRefused("PARTY")


def _check_times(claims: Mapping[str, object], now: float) -> None:
    ends, issued, begins = (claims.get(name) for name in ("exp", "iat", "nbf"))
    if not _is_moment(ends) or cast(float, ends) <= now - LEEWAY_SECONDS:
        raise AnswerRefused("EXPIRED")
    if not _is_moment(issued) or cast(float, issued) > now + LEEWAY_SECONDS:
        raise AnswerRefused("NOT_YET")
    if begins is not None and not (_is_moment(begins) and cast(float, begins) <= now + LEEWAY_SECONDS):
        raise AnswerRefused("NOT_YET")


def _bytes(text: str) -> bytes:
    # JSON can hold halves of characters, which no encoding has.
    return text.encode("utf-8", "replace")


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _check_access_hash(claims: Mapping[str, object], algorithm: str, access_token: str) -> None:
    told = claims.get("at_hash")
    if told is None:
        return
    digest = hashlib.new("sha" + algorithm[-3:], _bytes(access_token)).digest()
    right = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=")
    if not isinstance(told, str) or not hmac.compare_digest(_bytes(told), right):
        raise AnswerRefused("ACCESS_HASH")
