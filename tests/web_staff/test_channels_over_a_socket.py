"""Every channel has one door: people file in it by themselves, or a clerk registers what came by it."""

from __future__ import annotations

import re

import pytest

from models.case.complaint import Complaint
from models.ground.codes import Channel
from services.filing.file_complaint import OWN_CHANNELS
from services.filing.register_complaint import OPENED_BY_TWO
from tests.served_office import ServedOffice
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
