"""What the programs of a channel hand over: mails, rows and tables with an account of intake, messages by signed requests."""

from __future__ import annotations

import hmac
import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from deploy.replay.evidence_files import SentFile
from deploy.replay.office import Office
from deploy.replay.organisation import administrators
from deploy.replay.page_reading import (
    Receipt,
    StepRefused,
    get_page,
    raise_for_refusal,
    read_filed,
    read_hidden,
    read_secret,
)

DELIVERER = "wen.rusheng"  # whose account programs deliver with


@dataclass(frozen=True, slots=True)
class Source:
    """A program that delivers messages of one channel."""

    code: str
    name: str
    channel: str


def deliver_mail(office: Office, raw: bytes, received_at: datetime) -> Receipt:
    """Hand over a message that the office files by itself."""
    return read_filed(_deliver(office, _mails(received_at), raw, "message/rfc822"))


def answer_by_mail(office: Office, raw: bytes, received_at: datetime) -> None:
    """Hand over a message that must join the case that it answers."""
    taken = _deliver(office, _mails(received_at), raw, "message/rfc822")
    if taken["state"] != "joined":
        raise StepRefused(f"the mail did not join its case: {taken}")


def deliver_row(office: Office, kind: str, row: dict[str, str]) -> Receipt:
    """Bring a row of the hotline (`orders`) or of the review system (`reviews`)."""
    content = json.dumps({"kind": kind, "row": row}).encode()
    return read_filed(_deliver(office, "/api/v1/orders", content, "application/json"))


def upload_table(office: Office, file: SentFile) -> str:
    """The page that tells row by row what an exported file would do."""
    session = office.session(DELIVERER)
    token = read_hidden(get_page(session, "/orders"), "csrf_token")
    sent = {"file": (file.name, file.content, file.media_type)}
    page = session.post("/orders", data={"csrf_token": token}, files=sent, follow_redirects=True)
    raise_for_refusal(page)
    return page.text


def deliver_signed(office: Office, source: Source, message: bytes, delivery: str) -> Receipt:
    """Hand over a message of chat or social media, signed with a secret that an administrator draws for it."""
    secret, moment = _draw_secret(office, source), str(int(time.time()))
    signed = hmac.new(secret.encode(), moment.encode() + b"." + message, "sha256")
    headers = {
        "Content-Type": "application/json",
        "X-Jieban-Timestamp": moment,
        "X-Jieban-Delivery": delivery,
        "X-Jieban-Signature": f"sha256={signed.hexdigest()}",
    }
    with office.client() as program:
        answer = program.post(f"/api/v1/sources/{source.code}/messages", content=message, headers=headers)
    raise_for_refusal(answer)
    return read_filed(answer.json())


def _draw_secret(office: Office, source: Source) -> str:
    """Its first one, or another where it is registered: the office shows a secret once, and a replay keeps none."""
    session, place = office.session(min(administrators())), "/administration/sources"
    token = {"csrf_token": read_hidden(get_page(session, place), "csrf_token")}
    told = {**token, "code": source.code, "name": source.name, "channel": source.channel}
    page = session.post(place, data=told)
    if page.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
        page = session.post(f"{place}/{source.code}", data={**token, "step": "new_secret"})
    raise_for_refusal(page)
    return read_secret(page)


def _mails(received_at: datetime) -> str:
    return f"/api/v1/mails?received_at={quote(received_at.isoformat())}"


def _deliver(office: Office, place: str, content: bytes, media_type: str) -> dict[str, Any]:
    token = office.read(DELIVERER, "/api/v1/csrf-token")["csrf_token"]
    headers = {"X-CSRF-Token": str(token), "Content-Type": media_type}
    answer = office.session(DELIVERER).post(place, content=content, headers=headers)
    raise_for_refusal(answer)
    taken: dict[str, Any] = answer.json()
    return taken
