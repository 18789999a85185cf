"""Extension: reason, cap, another person, told before the old date; both sides of each line."""

from __future__ import annotations

import pytest

from models.beside.extension import Extension
from models.case.lifecycle import RequestState
from models.case.task import Task
from models.clock.legal_time import as_iso
from models.ground.codes import EntrustmentKind
from models.ground.errors import Conflict, InvalidInput, NotPermitted, RuleRefused
from services.access.task_facts import facts_of_task
from services.actor import SYSTEM
from services.beside.entrustment.open_entrustment import OpenEntrustment, open_entrustment
from services.beside.extension.check_extension_window import CheckExtensionWindow, check_extension_window
from services.beside.extension.prepare_extension import PreparedExtension, PrepareExtension, prepare_extension
from services.beside.extension.request_extension import RequestExtension, request_extension
from services.office.approvals import ChangeApproval, change_approval
from services.views.task_page import get_task
from services.watch.check_clock import CheckClock, check_clock
from services.worklist.task_permission import find_bar
from tests.let_out import let_out
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "71"
EVERYBODY = (
    *("xun.wenshi", "cha.fenming", "ming.shouli", "heng.gongyun", "cai.youdu"),
    *("zong.lanyun", "wen.rusheng", "jian.rujing"),
)


def ask(case: SideCase, amount: int = 5, reason: str = "等外地单位确认") -> str:
    return str(
        case.do("xun.wenshi", lambda c, u, a: request_extension(RequestExtension(reason, amount), c, u, a))
    )


def prepare(case: SideCase, extension_id: str, instance: str = INSTANCE) -> PreparedExtension:
    command = PrepareExtension(extension_id, instance, case.job())
    return prepare_extension(command, case.office.unit_of_work())


def check(case: SideCase, extension_id: str) -> bool:
    command = CheckExtensionWindow(extension_id, case.job())
    return check_extension_window(command, case.office.unit_of_work(), SYSTEM)


def approve(case: SideCase, login: str = "heng.gongyun") -> None:
    case.submit("decide-extension", login, INSTANCE, is_approved="yes", basis="本中心办法")


def tell(case: SideCase) -> None:
    case.submit("tell-extension", "xun.wenshi", INSTANCE, ways=["phone"], told_text="延长五个工作日")


def test_approved_and_told_in_time_moves_the_date(case: SideCase) -> None:
    """Five working days from the old date; the old one is kept."""
    extension_id = ask(case)
    assert case.messages("complaint.extension-requested") == [
        {
            "name": "complaint.extension-requested",
            "correlation_key": case.complaint_id,
            "message_id": f"{extension_id}:1",
            "variables": {"extension_id": extension_id, "complaint_id": case.complaint_id},
        }
    ]
    prepared = prepare(case, extension_id)
    assert (prepared.is_open, prepared.is_approved, prepared.handler_id) == (True, False, "xun.wenshi")
    assert prepared.window_ends_at == "2026-09-14T17:00:00+08:00"
    approve(case)
    tell(case)
    row = case.one(Extension)
    assert (row.state, row.end_reason, row.is_effective) == (RequestState.ANSWERED, "TOLD", True)
    clock = case.clock("resolve")
    assert as_iso(clock.original_due_at) == "2026-09-14T17:00:00+08:00"
    assert as_iso(clock.due_at) == as_iso(row.new_due_at) == "2026-09-20T17:00:00+08:00"
    assert case.clock("extension").stop_reason == "told"
    assert case.trail("complainant.told")[0]["about"] == "extension"


def test_decision_limit_ends_at_the_old_date_at_the_latest(case: SideCase) -> None:
    """Two working days, or less when the old date is nearer."""
    case.office.clock.set("2026-09-14T10:00")
    ask(case)
    assert as_iso(case.clock("extension").due_at) == "2026-09-14T17:00:00+08:00"


def test_second_extension_is_refused(case: SideCase) -> None:
    """Once per round, and no second request while one is open."""
    prepare(case, ask(case))
    with pytest.raises(RuleRefused) as open_one:
        ask(case)
    approve(case)
    tell(case)
    with pytest.raises(RuleRefused) as used:
        ask(case)
    assert (open_one.value.code, used.value.code) == ("EXTENSION_OPEN", "EXTENSION_USED")


@pytest.mark.parametrize(("amount", "code"), [(6, "TOO_LARGE"), (0, "TOO_SMALL")])
def test_amount_beyond_the_cap_of_the_class_is_refused(case: SideCase, amount: int, code: str) -> None:
    """At most five working days for a simple case."""
    with pytest.raises(InvalidInput) as refused:
        ask(case, amount)
    assert refused.value.errors == {"amount": code}


def test_extension_without_reason_is_refused(case: SideCase) -> None:
    """Special circumstances are told."""
    with pytest.raises(InvalidInput) as refused:
        ask(case, reason=" ")
    assert refused.value.errors == {"reason": "REQUIRED"}


def test_extension_at_or_after_the_old_date_cannot_be_asked(case: SideCase) -> None:
    """One minute before it may, at the date it may not."""
    case.office.clock.set("2026-09-14T17:00")
    with pytest.raises(RuleRefused) as refused:
        ask(case)
    assert refused.value.code == "EXTENSION_TOO_LATE"
    case.office.clock.set("2026-09-14T16:59")
    ask(case)


def test_who_asked_does_not_decide(case: SideCase) -> None:
    """C7: four eyes."""
    extension_id = str(
        case.do("heng.gongyun", lambda c, u, a: request_extension(RequestExtension("待查", 5), c, u, a))
    )
    prepare(case, extension_id)
    with pytest.raises(NotPermitted) as refused:
        approve(case)
    assert refused.value.code == "FOUR_EYES"
    approve(case, "zong.lanyun")


def test_refused_extension_leaves_the_date(case: SideCase) -> None:
    """Refused, its own limit ends, the resolve limit stays."""
    prepare(case, ask(case))
    case.submit("decide-extension", "heng.gongyun", INSTANCE, is_approved="no", comment="理由不足")
    row = case.one(Extension)
    assert (row.state, row.is_approved, row.is_effective) == (RequestState.REFUSED, False, False)
    assert as_iso(case.clock("resolve").due_at) == "2026-09-14T17:00:00+08:00"
    assert case.clock("extension").stop_reason == "refused"


def test_approval_a_minute_before_and_notice_a_minute_after_expires_with_its_own_reason(
    case: SideCase,
) -> None:
    """Told too late, so the old date stands and the reason is on the trail."""
    extension_id = ask(case)
    prepare(case, extension_id)
    case.office.clock.set("2026-09-14T16:59")
    approve(case)
    case.office.clock.set("2026-09-14T17:01")
    tell(case)
    row = case.one(Extension)
    assert (row.state, row.end_reason, row.is_effective) == (RequestState.EXPIRED, "NOTICE_TOO_LATE", False)
    assert as_iso(case.clock("resolve").due_at) == "2026-09-14T17:00:00+08:00"
    assert [entry["reason"] for entry in case.trail("extension.expired")] == ["NOTICE_TOO_LATE"]


def test_notice_in_the_last_minute_is_in_time(case: SideCase) -> None:
    """The due minute itself is in time."""
    prepare(case, ask(case))
    approve(case)
    case.office.clock.set("2026-09-14T17:00")
    tell(case)
    assert case.one(Extension).is_effective


def test_decision_after_the_old_date_is_refused(case: SideCase) -> None:
    """Nothing can be approved any more once the date has passed."""
    prepare(case, ask(case))
    case.office.clock.set("2026-09-14T17:01")
    with pytest.raises(RuleRefused) as refused:
        approve(case)
    assert refused.value.code == "EXTENSION_TOO_LATE"


@pytest.mark.parametrize(("is_approved", "reason"), [(False, "DECISION_TOO_LATE"), (True, "NOTICE_TOO_LATE")])
def test_window_ends_what_was_not_told(case: SideCase, is_approved: bool, reason: str) -> None:
    """The timer of the diagram asks; at the old date the extension expires."""
    extension_id = ask(case)
    prepare(case, extension_id)
    if is_approved:
        approve(case)
    case.office.clock.set("2026-09-14T16:59")
    assert not check(case, extension_id)
    case.office.clock.set("2026-09-14T17:00")
    assert check(case, extension_id)
    row = case.one(Extension)
    assert (row.state, row.end_reason) == (RequestState.EXPIRED, reason)
    assert check(case, extension_id)
    assert len(case.trail("extension.expired")) == 1
    assert not prepare(case, extension_id).is_open


def rung_at(case: SideCase, moment: str) -> tuple[str, str]:
    """What the watch of the resolve limit is told at a moment."""
    case.office.clock.set(moment)
    command = CheckClock(case.clock("resolve").id, case.job().job_key)
    checked = check_clock(command, case.office.unit_of_work(), SYSTEM)
    return checked.rung.value, checked.announce.value


def test_effective_extension_announces_at_the_new_date_only(case: SideCase) -> None:
    """Nothing at the old date; yellow and red at the new one."""
    prepare(case, ask(case))
    approve(case)
    tell(case)
    assert rung_at(case, "2026-09-14T17:01") == ("within", "none")
    assert rung_at(case, "2026-09-18T09:00") == ("near", "near")
    assert rung_at(case, "2026-09-20T17:01") == ("over", "over")


def test_extension_told_too_late_leaves_the_case_overdue_at_the_old_date(case: SideCase) -> None:
    """Red at the old date, with the reason beside it on the trail."""
    prepare(case, ask(case))
    approve(case)
    case.office.clock.set("2026-09-14T17:01")
    tell(case)
    assert rung_at(case, "2026-09-14T17:01") == ("over", "over")
    assert case.trail("extension.expired")[0]["clock_id"] == case.clock("resolve").id


def test_old_date_moves_while_the_limit_stands_still(case: SideCase) -> None:
    """An entrustment pauses the limit: the window of the extension is not over at the first date."""
    extension_id = ask(case)
    prepare(case, extension_id)
    command = OpenEntrustment(EntrustmentKind.ENTRUSTED, "X-DSJ", "固定日志", pauses_clock=True)
    let_out(case.office, str(case.do("heng.gongyun", lambda c, u, a: open_entrustment(command, c, u, a))))
    case.office.clock.set("2026-09-14T17:00")
    assert not check(case, extension_id)
    assert prepare(case, extension_id).window_ends_at == "2026-09-15T09:00:00+08:00"
    approve(case)
    tell(case)
    assert case.one(Extension).is_effective


def test_another_instance_does_not_get_the_extension(case: SideCase) -> None:
    """A message replayed after its time to live moves nothing."""
    extension_id = ask(case)
    assert prepare(case, extension_id).is_open
    assert not prepare(case, extension_id, instance="72").is_open


def test_ended_extension_takes_no_notice(case: SideCase) -> None:
    """A late click finds it ended."""
    extension_id = ask(case)
    prepare(case, extension_id)
    approve(case)
    case.office.clock.set("2026-09-14T17:00")
    check(case, extension_id)
    with pytest.raises(Conflict) as refused:
        tell(case)
    assert refused.value.code == "REQUEST_ENDED"


def who_may(case: SideCase, key: str) -> set[str]:
    with case.office.unit_of_work().reading() as unit:
        facts = facts_of_task(unit.session.get_one(Task, key))
        return {login for login in EVERYBODY if find_bar(facts, login, unit) is None}


@pytest.mark.parametrize(
    ("level", "who"),
    [
        ("another_person", set(EVERYBODY) - {"xun.wenshi", "wen.rusheng"}),
        ("head", {"ming.shouli", "heng.gongyun", "zong.lanyun"}),
        ("approver", {"heng.gongyun", "zong.lanyun"}),
    ],
)
def test_the_policy_says_who_decides_on_more_time(case: SideCase, level: str, who: set[str]) -> None:
    """DM-34: never who asked; an approver in charge of him where the policy says nothing else."""
    change = ChangeApproval("extension", level, "试行")
    change_approval(change, case.office.unit_of_work(), case.office.actor("guan.xitong"))
    prepare(case, ask(case))
    assert who_may(case, case.open_task("decide-extension", INSTANCE)) == who


def test_where_nobody_approves_more_time_it_is_left_to_be_told(case: SideCase) -> None:
    """The date moves with the notice, not before."""
    change = ChangeApproval("extension", "nobody", "试行")
    change_approval(change, case.office.unit_of_work(), case.office.actor("guan.xitong"))
    assert prepare(case, ask(case)).is_approved
    assert as_iso(case.clock("resolve").due_at) == "2026-09-14T17:00:00+08:00"
    tell(case)
    assert as_iso(case.clock("resolve").due_at) == "2026-09-20T17:00:00+08:00"


def test_who_decides_reads_both_dates_and_the_case(case: SideCase) -> None:
    """DM-25: who asked, the date that holds, the one that it gives and until when it has to be told."""
    prepare(case, ask(case))
    key = case.open_task("decide-extension", INSTANCE)
    data = get_task(key, case.office.unit_of_work(), case.office.actor("heng.gongyun")).data
    assert "现为2026-09-14 17:00，延长后为2026-09-20 17:00" in str(data["dates_label"])
    assert "荀问实" in str(data["dates_label"])
    assert "事项1" in str(data["facts"])


def test_more_time_is_not_sent_back_without_a_reason(case: SideCase) -> None:
    """Whoever asked reads why."""
    prepare(case, ask(case))
    with pytest.raises(InvalidInput) as refused:
        case.submit("decide-extension", "heng.gongyun", INSTANCE, is_approved="no")
    assert refused.value.errors == {"comment": "REQUIRED"}
