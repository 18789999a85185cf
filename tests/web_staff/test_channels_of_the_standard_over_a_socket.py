"""Every channel of the standard at its own door on the real web server: registered there, and under its name from then on."""

from __future__ import annotations

import secrets
from datetime import date

from models.case.complaint import Complaint
from models.case.receipt import Receipt
from models.clock.clock import Clock
from models.ground.codes import Channel
from tests.served_office import ServedOffice, SocketVisitor
from tests.web_staff.test_appointments_over_a_socket import (
    NAME,
    fields_of,
    open_rooms,
    row_of,
    shown,
    times_of,
)
from tests.web_staff.test_incoming_over_a_socket import deliver, mail
from tests.web_staff.test_sources_over_a_socket import headers, message, register, send

CLERK, SECOND = "wen.rusheng", "jian.dengji"
RECEIVED = "2026-09-07T09:00"
OPENED = "2026-09-01T10:00"


def words_of(channel: str) -> str:
    return f"C03窗口不收材料，{channel}{secrets.token_hex(4)}"


def assert_registered(served: ServedOffice, channel: Channel, words: str) -> None:
    """One case of these words with a number, its first limit and its channel in its file."""
    [case] = [row for row in served.office.rows(Complaint) if words in row.matter]
    assert [row.channel for row in served.office.rows(Receipt, complaint_id=case.id)] == [channel]
    assert case.channel is channel
    assert served.office.rows(Clock, complaint_id=case.id, stopped_at=None)
    assert f"/cases/{case.id}" in served.visitor(CLERK).get(f"/cases?number={case.number}").text


def test_the_mailbox_a_chat_and_verified_accounts_are_doors(served_office: ServedOffice) -> None:
    """R15: official mailbox, chat, account of social media; who does not sign as its source was registered is refused."""
    letter, words = mail(), words_of("email")
    letter.replace_header("Subject", words)
    assert deliver(served_office.visitor(CLERK), letter.as_bytes())[1]["state"] == "filed"
    assert_registered(served_office, Channel.EMAIL, words)
    for channel in (Channel.CHAT, Channel.SOCIAL):
        code, words = f"{channel}-{secrets.token_hex(3)}", words_of(channel)
        secret, raw = register(served_office, code, channel), message(code, channel=channel, text=words)
        assert send(served_office, code, raw, headers("f" * 64, raw)).status_code == 401
        assert send(served_office, code, raw, headers(secret, raw)).json()["state"] == "filed"
        assert_registered(served_office, channel, words)


def test_window_telephone_box_visit_and_post_are_doors(served_office: ServedOffice) -> None:
    """R16: at the window, by telephone, from the box, direct and by appointment, by post."""
    clerk = served_office.visitor(CLERK)
    for channel in (Channel.WINDOW, Channel.PHONE, Channel.VISIT):
        words = words_of(channel)
        clerk.get("/register")
        assert clerk.post("/register", _said(clerk, channel, words)).status_code == 200, channel
        assert_registered(served_office, channel, words)
    for channel in (Channel.OPINION_BOX, Channel.LETTER):
        words = words_of(channel)
        form = _opened(served_office, clerk, channel)
        told = {**_said(clerk, channel, words), "received_at": OPENED, "anonymous": "true"}
        told |= {"opened_by_first": CLERK, "opened_by_second": SECOND}
        assert clerk.post(form, told).status_code == 200, channel
        assert_registered(served_office, channel, words)
    words, form = words_of("appointment"), _arrived(served_office, clerk)
    assert clerk.post(form, {**_said(clerk, Channel.VISIT, words), "name": NAME}).status_code == 200
    assert_registered(served_office, Channel.VISIT, words)


def _said(clerk: SocketVisitor, channel: Channel, words: str) -> dict[str, str]:
    phone = f"199{secrets.randbelow(10**8):08d}"
    told = {"submission_id": clerk.submission_id, "channel": channel, "received_at": RECEIVED}
    return {**told, "content": words, "raw_text": words, "name": "简二趟", "phone": phone}


def _opened(served: ServedOffice, clerk: SocketVisitor, channel: Channel) -> str:
    """The form for the one thing that two people found."""
    clerk.get("/openings/new")
    told = {"channel": channel, "place": "一楼", "opened_at": OPENED, "found": "1"}
    told |= {"submission_id": clerk.submission_id, "second_opener": SECOND}
    address = clerk.post("/openings", told).headers["location"]
    second = served.visitor(SECOND)
    second.get(address)
    assert second.post(f"{address}/confirm").status_code == 303
    form = f"{address}/found/1/complaint"
    clerk.get(form)
    return form


def _arrived(served: ServedOffice, clerk: SocketVisitor) -> str:
    """The form for who came at the time that was his."""
    room, today = open_rooms(served), date(2026, 9, 7).isoformat()
    [time] = (one for one in times_of(clerk.get("/counter/new").text, room) if one.endswith(today))
    number, _ = shown(clerk.post("/counter/new", fields_of(clerk, time)).text)
    form = f"/counter/{row_of(served, number).id}"
    assert clerk.post(form, {"go": "arrived"}).status_code == 303
    clerk.get(f"{form}/complaint")
    return f"{form}/complaint"
