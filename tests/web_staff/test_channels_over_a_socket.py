"""Every channel has one door: people file in it by themselves, or a clerk registers what came by it."""

from __future__ import annotations

import re

import pytest

from api.i18n import _catalogue
from models.case.complaint import Complaint
from models.case.receipt import Receipt
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel
from services.filing.file_complaint import OWN_CHANNELS
from services.filing.register_complaint import OPENED_BY_TWO
from tests.served_office import ServedOffice
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.people import BY_ROLE

OPENERS = {"opened_by_first": "jian.dengji", "opened_by_second": "wen.rusheng"}


def registration(channel: Channel) -> dict[str, str]:
    said = f"来件（{channel.value}）：9月3日下午C03窗口要我补一张指南上没有的证明。"
    fields = {
        "channel": channel.value,
        "received_at": "2026-09-07T09:30",
        "content": said,
        "wanted": "按公布的办事指南收件",
        "raw_text": said,
        "name": "简一趟",
    }
    return fields | (OPENERS if channel in OPENED_BY_TWO else {})


def receipt_of(served: ServedOffice, submission_id: str) -> Receipt:
    """The one receipt of what was sent with this id."""
    (case,) = [row for row in served.office.rows(Complaint) if row.submission_id == submission_id]
    (receipt,) = served.office.rows(Receipt, complaint_id=case.id)
    return receipt


@pytest.mark.parametrize("channel", Channel, ids=[channel.value for channel in Channel])
def test_a_clerk_registers_what_comes_by_a_channel_exactly_when_it_has_no_door_of_its_own(
    served_office: ServedOffice, channel: Channel
) -> None:
    """HS-15: two equal lists said which those are; the page offers what is taken, and nothing else is."""
    clerk = served_office.visitor(BY_ROLE["intake"])
    offered = re.findall(r'<option value="([a-z_0-9]+)"', clerk.get("/register").text.split("</select>")[0])
    assert (channel.value in offered) is (channel not in OWN_CHANNELS)
    fields = registration(channel) | {"submission_id": clerk.submission_id}
    page = clerk.post("/register", fields)
    filed = [row for row in served_office.office.rows(Complaint) if row.submission_id == clerk.submission_id]
    if channel in OWN_CHANNELS:
        assert (page.status_code, filed) == (422, [])
        assert fields["content"] in text_of(page), "what was typed is kept"
    else:
        assert (page.status_code, [row.channel for row in filed]) == (200, [channel])


@pytest.mark.parametrize(
    "channel",
    [channel for channel in Channel if channel not in OWN_CHANNELS],
    ids=lambda channel: channel.value,
)
def test_the_minute_at_which_something_came_in_and_by_which_channel_is_registered_and_read_in_the_file(
    served_office: ServedOffice, channel: Channel
) -> None:
    """R28: what a clerk registers later keeps the minute of its receipt; one that has not come yet is refused."""
    clerk = served_office.visitor(BY_ROLE["intake"])
    clerk.get("/register")
    sent = registration(channel) | {"submission_id": clerk.submission_id, "received_at": "2026-09-04T16:43"}
    assert clerk.post("/register", sent | {"received_at": "2036-09-04T16:43"}).status_code == 422
    old = clerk.post("/register", sent | {"received_at": "1950-09-04T16:43"})
    assert (old.status_code, "这一天还没有规定办理期限" in old.text) == (422, True)
    assert clerk.post("/register", sent).status_code == 200
    receipt = receipt_of(served_office, sent["submission_id"])
    case = served_office.office.rows(Complaint, id=receipt.complaint_id)[0]
    assert (receipt.channel, case.channel) == (channel, channel)
    assert case.received_at == parse_moment("2026-09-04T16:43")
    file = text_of(read_file(clerk, case.id))
    assert f"收到时间 2026-09-04 16:43 · {_catalogue('zh')[f'channel.{channel.value}']}" in file


def test_what_a_citizen_files_came_in_when_it_was_sent(served_office: ServedOffice) -> None:
    """R28: by the office's clock, to the second; the citizen cannot give another moment."""
    before = served_office.office.clock.now()
    citizen = served_office.visitor()
    citizen.get("/complaints/new")
    fields = {
        "content": "9月3日下午C03窗口要我补一张指南上没有的证明。",
        "wanted": "按公布的办事指南收件",
        "name": "简一趟",
        "phone": "199-0000-0201",
        "submission_id": citizen.submission_id,
        "received_at": "2026-09-01T09:00",
    }
    page = citizen.post("/complaints/new", fields)
    assert page.status_code == 200, text_of(page)[:800]
    case = served_office.office.rows(
        Complaint, id=receipt_of(served_office, fields["submission_id"]).complaint_id
    )[0]
    assert before <= case.received_at <= served_office.office.clock.now()
    assert case.channel is Channel.PORTAL
