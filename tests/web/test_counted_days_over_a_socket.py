"""Every counted and skipped day of a limit, what stood still and what moved it, as the complainant and the staff read it."""

from __future__ import annotations

from tests.served_office import ServedOffice
from tests.unit.services.requests_office import act
from tests.web.pages import text_of
from tests.web.told_scenes import fresh_case, part_of, progress_of, send, tell_more_time

STOOD_STILL = "停止计时"


def test_every_day_of_a_limit_is_named_with_what_stood_still_and_moved_it(
    served_office: ServedOffice,
) -> None:
    """A working day counts, the weekend does not; material was waited for, and more time was told."""
    case, citizen = fresh_case(served_office), served_office.visitor()
    before = part_of(progress_of(citizen, case), "counted")
    assert "2026-09-08 第1个工作日" in before
    assert "2026-09-12 不计" in before
    assert "办理期限经批准延长" not in before
    clerk = "wen.rusheng"
    act(served_office.office, case.complaint_id, "request-supplement", clerk, items="请提供收据", window_wd=5)
    send(citizen, case, "supplement", text="收据如下")
    tell_more_time(case)
    after = part_of(progress_of(citizen, case), "counted")
    assert STOOD_STILL in after
    assert "办理期限经批准延长" in after
    staff = text_of(served_office.visitor("du.daodi").get(f"/cases/{case.complaint_id}"))
    for told in ("2026-09-08 第1个工作日", "2026-09-12 不计", STOOD_STILL, "办理期限经批准延长"):
        assert told in staff, told
