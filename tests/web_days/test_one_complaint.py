"""The complaint of three wishes, from the web form to the archive, by every person at a screen of his own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser

from models.clock.legal_time import to_beijing
from tests.acceptance.walk import known_case, stage_of
from tests.office_process import OfficeProcess
from tests.web_days import one_complaint as visits
from tests.web_days.person import Person, Presses, at_a_screen

MOST_PRESSES = 34  # half of the 68 that 0.2.0 took for the same complaint
CLERK, HANDLER, APPROVER, UNIT, OUTSIDE = "受理岗", "承办人", "审批人", "被投诉单位", "外单位"
LOGINS = {CLERK: "wen.rusheng", HANDLER: "xun.wenshi", APPROVER: "heng.gongyun", UNIT: "ren.shebao"}


@contextmanager
def sitting_down(
    browser: Browser, office: OfficeProcess, name: str, presses: Presses | None = None
) -> Iterator[Person]:
    """Once what went before is done by the machine: at the list of tasks for who has an account."""
    office.settle()
    with at_a_screen(browser, office.address, name, presses) as person:
        if name in LOGINS:
            person.sign_in(LOGINS[name], office.passwords[LOGINS[name]])
        yield person


def walk(browser: Browser, office: OfficeProcess, presses: Presses) -> visits.Filed:
    """Every visit of every person in its order."""

    def at(name: str) -> AbstractContextManager[Person]:
        return sitting_down(browser, office, name, presses)

    with sitting_down(browser, office, "投诉人") as citizen:
        filed = visits.file(citizen)
    with at(CLERK) as clerk:
        visits.decide_acceptance(clerk, filed.number)
        sheet = visits.print_sheet(clerk)
        visits.assign_handler(clerk)
    with at(OUTSIDE) as outside:
        visits.answer_from_outside(outside, sheet, "签收")
    with at(HANDLER) as handler:
        visits.plan(handler, filed.number)
        visits.ask_unit(handler)
        visits.request_extension(handler)
        # The others answer while the record is open before him.
        with at(UNIT) as unit:
            visits.reply(unit, filed.number)
        with at(APPROVER) as approver:
            visits.decide_extension(approver, filed.number)
        now = to_beijing(office.now())
        visits.record_act(handler, f"{now:%Y/%-m/%-d}", f"{now:%H:%M}")
        visits.tell_extension(handler)
        visits.record_findings(handler)
        visits.draft_opinion(handler)
    with at(APPROVER) as approver:
        visits.send_back(approver, filed.number)
    with at(HANDLER) as handler:
        visits.redraft(handler, filed.number)
    with at(APPROVER) as approver:
        visits.approve(approver, filed.number)
    with at(OUTSIDE) as outside:
        visits.answer_from_outside(outside, sheet, "报送办理结果", "平台已修复")
    with at(HANDLER) as handler:
        visits.give_answer(handler, filed.number)
    with sitting_down(browser, office, "投诉人") as citizen:
        visits.rate(citizen, filed)
    return filed


@pytest.mark.timeout(300)
@pytest.mark.check(sister="tests/web_staff/test_way_on_over_a_socket.py")
def test_three_wishes_with_a_part_outside_an_extension_and_a_send_back_take_half_the_presses(
    browser: Browser, office: OfficeProcess
) -> None:
    """UX-49: 68 presses of the mouse by staff in 0.2.0; what is decided on is seen at each step without one.

    Words are typed, Tab leads to fields, Ctrl+Enter sends, Alt+Left goes back: keys are no presses.
    """
    presses = Presses()
    try:
        filed = walk(browser, office, presses)
    finally:
        print(presses.as_list())
    case = known_case(office, filed.number)
    office.wait_until(lambda: stage_of(office, case) == "archived", f"{filed.number} is archived")
    assert set(LOGINS) < {press.who for press in presses.told}
    assert len(presses.told) <= MOST_PRESSES, presses.as_list()
