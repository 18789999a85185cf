"""Sources of messages on the real web server: registered on a page, signed as the documents say, refused alike."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.ground.incoming_codes import Door
from models.office.message_source import MessageSource
from services.incoming.chat.chat_message import MAX_BODY_BYTES
from tests.served_office import ServedOffice
from tests.web.pages import text_of

ADMINISTRATOR, CLERK, PLACE = "guan.xitong", "wen.rusheng", "/administration/sources"
SECRET = re.compile(r'<p class="receipt-code">([^<]+)</p>')
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def register(served: ServedOffice, code: str, channel: str = "chat") -> str:
    visitor = served.visitor(ADMINISTRATOR)
    visitor.get(PLACE)
    shown = visitor.post(PLACE, {"code": code, "name": "微信公众号", "channel": channel})
    assert shown.status_code == 200, shown.text
    found = SECRET.search(shown.text)
    assert found is not None
    return found[1]


def message(code: str, **told: object) -> bytes:
    fields = {"source": code, "channel": "chat", "message_id": secrets.token_hex(8), "is_complaint": True}
    fields |= {
        "conversation_id": "c-1",
        "sender": {"id": "o1", "nickname": "云上"},
        "text": "C03窗口不收材料。",
    }
    return json.dumps({**fields, **told}, ensure_ascii=False).encode()


def headers(secret: str, signed: bytes, delivery: str = "") -> dict[str, str]:
    moment = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + signed, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Jieban-Timestamp": moment,
        "X-Jieban-Delivery": delivery or secrets.token_hex(8),
        "X-Jieban-Signature": f"sha256={digest}",
    }


def address(served: ServedOffice, code: str, message_id: str = "") -> str:
    return f"{served.address}/api/v1/sources/{code}/messages" + (f"/{message_id}" if message_id else "")


def send(served: ServedOffice, code: str, raw: bytes, told: dict[str, str]) -> httpx.Response:
    return httpx.post(address(served, code), content=raw, headers=told, trust_env=False, timeout=30)


def test_a_program_without_a_session_delivers_and_asks_again(served_office: ServedOffice) -> None:
    code = f"wx-{secrets.token_hex(4)}"
    secret, raw = register(served_office, code), message(f"{code}")
    told = headers(secret, raw)
    first = send(served_office, code, raw, told)
    assert (first.status_code, first.json()["state"]) == (201, "filed"), first.text
    (case,) = served_office.office.rows(Complaint, number=first.json()["number"])
    assert first.json()["acknowledgement"].startswith(f"您反映的问题已登记，编号{case.number}")
    assert send(served_office, code, raw, told).json() == first.json()
    message_id = json.loads(raw)["message_id"]
    asked = httpx.get(
        address(served_office, code, message_id),
        headers=headers(secret, message_id.encode()),
        trust_env=False,
    )
    assert asked.json() == first.json()
    greeting = message(code, text="在吗<script>alert(1)</script>", is_complaint=False, conversation_id="")
    assert send(served_office, code, greeting, headers(secret, greeting)).json()["state"] == "put_aside"
    clerk = served_office.visitor(CLERK)
    shown = clerk.get("/incoming")
    for words in ("在吗", "云上", "未说明是投诉", "在线客服、社交媒体"):
        assert words in text_of(shown), words
    assert "<script>alert" not in shown.text
    row = max(served_office.office.rows(Incoming, door=Door.CHAT), key=lambda row: row.arrived_at)
    form = clerk.get(f"/incoming/{row.id}/complaint")
    assert 'value="chat" selected' in form.text


def test_what_is_refused_says_what_to_do_and_never_which_part_was_wrong(served_office: ServedOffice) -> None:
    code = f"wx-{secrets.token_hex(4)}"
    secret, raw = register(served_office, code), message(code)
    sound = headers(secret, raw)
    answers = [
        send(served_office, "nobody", raw, sound),
        send(served_office, code, raw + b" ", sound),
        send(served_office, code, raw, sound | {"X-Jieban-Timestamp": "1"}),
        send(served_office, code, raw, {"Content-Type": "application/json"}),
        send(served_office, code, raw, sound | {"Content-Type": "application/x-www-form-urlencoded"}),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    assert len({json.dumps(answer.json() | {"instance": ""}, sort_keys=True) for answer in answers}) == 1
    faulty = message(code, text="", more=1)
    refused = send(served_office, code, faulty, headers(secret, faulty))
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"text", "more"}
    large = b"x" * (MAX_BODY_BYTES + 1)
    assert send(served_office, code, large, headers(secret, large)).status_code == 413
    taken = send(served_office, code, raw, sound)
    other = message(code)
    again = send(served_office, code, other, headers(secret, other, sound["X-Jieban-Delivery"]))
    assert (taken.status_code, again.status_code, again.json()["code"]) == (201, 409, "DELIVERY_USED")


def test_the_example_of_the_documents_signs_as_the_office_asks(
    served_office: ServedOffice, tmp_path: Path
) -> None:
    told = OPERATIONS.read_text("utf-8").split("### Chat and social media", 1)[1]
    form = re.search(r"```json\n(.+?)```", told, re.DOTALL)
    example = re.search(r"```sh\n(.+?)```", told, re.DOTALL)
    assert form is not None
    assert example is not None
    if served_office.office.rows(MessageSource, code="wechat-mp"):
        pytest.fail("another test took the name of the example")
    secret = register(served_office, "wechat-mp")
    (tmp_path / "message.json").write_text(form[1], "utf-8")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example[1]],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "SECRET": secret, "OFFICE": served_office.address, "NO_PROXY": "*"},
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert json.loads(done.stdout)["state"] == "filed"


def test_an_administrator_sees_changes_and_stops_them_and_no_secret_again(
    served_office: ServedOffice,
) -> None:
    code = f"wx-{secrets.token_hex(4)}"
    first = register(served_office, code)
    visitor = served_office.visitor(ADMINISTRATOR)
    page = visitor.get(PLACE)
    assert first not in page.text
    refused = visitor.post(PLACE, {"code": "A B", "name": "", "channel": "letter"})
    assert refused.status_code == 422
    assert 'value="A B"' in refused.text
    shown = visitor.post(f"{PLACE}/{code}", {"step": "new_secret"})
    second = SECRET.search(shown.text)
    assert second is not None
    assert "旧密钥仍有效" in text_of(visitor.get(PLACE))
    assert visitor.post(f"{PLACE}/{code}", {"step": "drop_earlier"}).status_code == 303
    raw = message(code)
    assert send(served_office, code, raw, headers(first, raw)).status_code == 401
    assert send(served_office, code, raw, headers(second[1], raw)).status_code == 201
    assert visitor.post(f"{PLACE}/{code}", {"step": "stop"}).status_code == 303
    assert send(served_office, code, raw, headers(second[1], raw)).status_code == 401
    assert "停用" in text_of(visitor.get(PLACE))
    assert visitor.post(f"{PLACE}/{code}", {"step": "x"}).status_code == 404
    for login in (CLERK, "jian.rujing"):
        assert served_office.visitor(login).get(PLACE).status_code == 403
