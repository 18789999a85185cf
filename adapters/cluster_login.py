"""Who we are to a cluster: one value of the header `Authorization` for gRPC and REST, kept fresh.

Without a login nothing is sent. Secrets are read when they are needed and stand in no log.
"""

import base64
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import httpx
import structlog

from models.ground.errors import OutsideUnavailable

TOKEN_SECONDS: Final = 10.0
# A token is renewed so long before its end, or in its last fifth when it lives shorter.
RENEW_BEFORE_SECONDS: Final = 60.0
RENEW_IN_LAST: Final = 0.2
# What a token lives when its server does not say.
DEFAULT_LIFE_SECONDS: Final = 300.0
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 60.0

_log = structlog.get_logger(__name__)
# Spreads the retries of many processes; no secret depends on it.
_JITTER = random.SystemRandom()


class ClusterLogin(Protocol):
    """Safe to share between threads."""

    def ready(self) -> str | None:
        """The value at hand, without waiting; None when one must be fetched."""

    def header(self) -> str:
        """A value that is good now, waiting for a new one if need be; OutsideUnavailable while none can be had."""

    def refused(self, header: str) -> bool:
        """The cluster did not take this value; True when another one is worth a try at once."""


class FixedLogin:
    """A user's password or a token that stands in the settings or a file; read again when it is refused."""

    def __init__(self, read: Callable[[], str]) -> None:
        """`read` gives the whole value, `Basic ...` or `Bearer ...`; OutsideUnavailable while it cannot be read."""
        self._read = read
        self._held = read()

    def ready(self) -> str | None:
        """The value."""
        return self._held

    def header(self) -> str:
        """The value."""
        return self._held

    def refused(self, header: str) -> bool:
        """True when the file holds another one by now."""
        try:
            self._held = self._read()
        except OutsideUnavailable as error:
            _log.warning(
                "cluster_login_failed", reason="SECRET_NOT_READABLE", error_type=type(error).__name__
            )
        return self._held != header


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """A client of a token server (grant `client_credentials`); `audience` and `scope` may be "".

    `secret` reads the secret; OutsideUnavailable while it cannot be read.
    """

    token_url: str
    client_id: str
    secret: Callable[[], str]
    audience: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    header: str
    fetched_at: float
    renew_at: float
    ends_at: float


class OAuthLogin:
    """Tokens of an OAuth server: one request at a time, renewed before their end, growing pauses while it fails."""

    def __init__(
        self, client: OAuthClient, http: httpx.Client, now: Callable[[], float] = time.monotonic
    ) -> None:
        """`http` is used for nothing but the token server; `now` are seconds that only go forwards."""
        self._now = now
        self._client = client
        self._http = http
        self._token: _Token | None = None
        self._renewing = threading.Lock()
        self._failures = 0  # of the token server, in a row
        self._untaken = 0  # new tokens that the cluster did not take, in a row
        self._paused_until = 0.0

    def ready(self) -> str | None:
        """The token, unless it is time for a new one."""
        token = self._token
        return token.header if token is not None and self._now() < token.renew_at else None

    def header(self) -> str:
        """A token that is good now. Who comes while another renews takes the old one as long as it lives."""
        ready = self.ready()
        if ready is not None:
            return ready
        old = self._token
        lives = old is not None and self._now() < old.ends_at
        if self._renewing.acquire(blocking=not lives):
            try:
                return self._renewed()
            finally:
                self._renewing.release()
        return old.header if old is not None else self.header()

    def refused(self, header: str) -> bool:
        """A token that was good for a while is thrown away for a new one; one that is new is no better than the next."""
        with self._renewing:
            token = self._token
            if token is None or token.header != header:
                return True
            self._token = None
            if self._now() - token.fetched_at < _longest_pause(self._untaken + 1):
                self._untaken += 1
                self._pause("NOT_TAKEN_BY_THE_CLUSTER", self._untaken)
                return False
            return True

    def _renewed(self) -> str:
        ready = self.ready()
        if ready is not None:
            return ready
        now = self._now()
        old = self._token if self._token is not None and now < self._token.ends_at else None
        if now < self._paused_until:
            if old is not None:
                return old.header
            raise OutsideUnavailable("the sign-in at the cluster waits after a failure")
        if self._token is not None:
            # It was taken for as long as it should be.
            self._untaken = 0
        try:
            self._token = self._fetch()
        except OutsideUnavailable:
            if old is not None:
                return old.header
            raise
        return self._token.header

    def _fetch(self) -> _Token:
        try:
            secret = self._client.secret()
        except OutsideUnavailable as error:
            raise self._failed("SECRET_NOT_READABLE") from error
        fields = {
            "grant_type": "client_credentials",
            "client_id": self._client.client_id,
            "client_secret": secret,
            "audience": self._client.audience,
            "scope": self._client.scope,
        }
        began = self._now()
        try:
            answer = self._http.post(
                self._client.token_url, data={name: value for name, value in fields.items() if value}
            )
        except httpx.HTTPError as error:
            raise self._failed(type(error).__name__) from error
        if not answer.is_success:
            raise self._failed(_reason_of(answer), answer.status_code)
        try:
            body = answer.json()
            token, life = str(body["access_token"]), float(body.get("expires_in") or DEFAULT_LIFE_SECONDS)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._failed("NO_TOKEN_IN_THE_ANSWER", answer.status_code) from error
        if self._failures:
            _log.info("cluster_login_again", attempt=self._failures)
        self._failures = 0
        margin = min(RENEW_BEFORE_SECONDS, life * RENEW_IN_LAST)
        return _Token(f"Bearer {token}", began, began + life - margin, began + life)

    def _failed(self, reason: str, status: int | None = None) -> OutsideUnavailable:
        self._failures += 1
        self._pause(reason, self._failures, status)
        return OutsideUnavailable(f"the cluster's token server gives no token ({reason})")

    def _pause(self, reason: str, attempt: int, status: int | None = None) -> None:
        """One line in the log, and nothing is asked before the pause is over."""
        pause = _longest_pause(attempt) * (1 - 0.2 * _JITTER.random())
        self._paused_until = self._now() + pause
        _log.warning(
            "cluster_login_failed", reason=reason, status=status, attempt=attempt, seconds=round(pause, 1)
        )


def _longest_pause(attempt: int) -> float:
    return min(FIRST_PAUSE_SECONDS * (1 << min(attempt - 1, 20)), LONGEST_PAUSE_SECONDS)


def basic_header(username: str, password: str) -> str:
    """The value for a user and password."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def _reason_of(answer: httpx.Response) -> str:
    """The error code of RFC 6749 when there is one; anything longer may repeat what was sent."""
    try:
        code = answer.json().get("error")
    except (ValueError, AttributeError):
        code = None
    is_code = isinstance(code, str) and len(code) <= 40 and code.replace("_", "").isalnum()
    return code if is_code and isinstance(code, str) else "REFUSED"
