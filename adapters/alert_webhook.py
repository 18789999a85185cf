"""Alerts as signed HTTP POSTs: what a receiver needs to trust them, and no longer than it may take."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

import httpx

from models.ground.errors import OutsideUnavailable
from services.ports.outside import Clock

SECONDS = 5.0
SIGNATURE, MOMENT, DELIVERY = "X-Jieban-Signature", "X-Jieban-Timestamp", "X-Jieban-Delivery"


class AlertWebhook:
    """Delivers to one address. Redirects are not followed: the signature is for the address that was set."""

    def __init__(self, address: str, secret: str, clock: Clock) -> None:
        """`clock` is the machine's: a receiver refuses what was signed long ago."""
        self._address, self._secret, self._clock = address, secret.encode(), clock
        self._client = httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False)

    def deliver(self, delivery_id: str, told: Mapping[str, object]) -> None:
        """OutsideUnavailable for anything but an answer of 2xx within five seconds."""
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        moment = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            DELIVERY: delivery_id,
            MOMENT: moment,
            SIGNATURE: f"sha256={sign(self._secret, moment, body)}",
        }
        try:
            answer = self._client.post(self._address, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OutsideUnavailable from error
        if not answer.is_success:
            raise OutsideUnavailable


def sign(secret: bytes, moment: str, body: bytes) -> str:
    """HMAC-SHA-256 in hex over the moment, a full stop and the body."""
    return hmac.new(secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
