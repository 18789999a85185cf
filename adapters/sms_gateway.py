"""Notices as SMS, by the HTTP interface that docs/operations.md describes: signed, and asked about by our own id."""

from __future__ import annotations

import json
from collections.abc import Mapping

import httpx

from adapters.alert_webhook import MOMENT, SIGNATURE, sign
from models.ground.errors import OutsideUnavailable
from services.ports.carrier import Fate, InDoubt, Parcel, Refused
from services.ports.outside import Clock

SECONDS = 15.0
# It has this id already: an attempt whose answer was lost.
KNOWN = 409
# What is refused for the message's own sake; a login that is refused is the office's to mend.
NEVER = frozenset({400, 404, 413, 422})
NOT_TAKEN = frozenset({401, 403, 408, 429, 503})


class SmsGateway:
    """A Carrier of SMS: POST `messages` with id, number and text; GET `messages/<id>` says what became of it."""

    def __init__(self, address: str, secret: str, clock: Clock) -> None:
        self._address, self._secret, self._clock = address.rstrip("/"), secret.encode(), clock
        self._client = httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False)

    def carry(self, parcel: Parcel) -> None:
        """As Carrier.carry; whether a gateway that fails has taken it is asked by its id."""
        told = {"id": parcel.attempt_id, "to": parcel.to, "text": parcel.text}
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            answer = self._client.post(
                f"{self._address}/messages", content=body, headers=self._sign(body, "application/json")
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as error:
            raise OutsideUnavailable from error
        except httpx.HTTPError as error:
            raise InDoubt from error
        if answer.is_success or answer.status_code == KNOWN:
            return
        if answer.status_code in NEVER:
            raise Refused(f"SMS_{answer.status_code}")
        if answer.status_code in NOT_TAKEN:
            raise OutsideUnavailable
        raise InDoubt

    def find_fate(self, attempt_id: str) -> Fate:
        """Taken where the gateway knows it, never seen where it says 404."""
        try:
            answer = self._client.get(
                f"{self._address}/messages/{attempt_id}", headers=self._sign(attempt_id.encode())
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OutsideUnavailable from error
        if answer.is_success:
            return Fate.TAKEN
        if answer.status_code == httpx.codes.NOT_FOUND:
            return Fate.NEVER_SEEN
        raise OutsideUnavailable

    def _sign(self, body: bytes, content_type: str = "") -> Mapping[str, str]:
        moment = str(int(self._clock.now().timestamp()))
        signed = {MOMENT: moment, SIGNATURE: f"sha256={sign(self._secret, moment, body)}"}
        return {**signed, "Content-Type": content_type} if content_type else signed
